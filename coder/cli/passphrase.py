"""Asks for passphrases, and unlocks projects: from a file, an open descriptor, or the terminal without echo.

A passphrase is never an argument nor the value of an environment variable: others on the machine see those.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from coder.errors import CoderError, Invalid
from coder.text.controls import with_signs

#: Environment variable with the number of a descriptor that is open for reading.
FD = "CODER_PASSPHRASE_FD"
FILE_HELP = "file with the passphrase in its first line, for an encrypted project; without it, it is asked for"
#: Bytes of a file or a pipe beyond which it holds no passphrase.
LARGEST = 1 << 16
WAYS = f"Give it on a terminal, in a file (--passphrase-file FILE), or on an open descriptor: {FD}=3 coder … 3< FILE"
STANDARD_ERROR = 2
#: How often a passphrase is asked for on a terminal.
TRIES = 3
T = TypeVar("T")
BOM = b"\xef\xbb\xbf"


class Passphrase(str):
    """A passphrase as it was given; `typed` on a terminal, where it can be asked for once more."""

    __slots__ = ("typed",)

    typed: bool

    def __new__(cls, text: str, typed: bool = False) -> Passphrase:
        passphrase = super().__new__(cls, text)
        passphrase.typed = typed
        return passphrase

    def __repr__(self) -> str:
        return "Passphrase(…)"


_file = [""]
#: Lines of the file or the descriptor not asked for yet; None where it is not read yet.
_lines: list[list[str] | None] = [None]


def use_file(path: str) -> None:
    """Begin a command: take passphrases from this file; "": from a descriptor or the terminal."""
    _file[:] = [path]
    _lines[:] = [None]


def is_prepared() -> bool:
    """Return whether a passphrase can be had without asking: from a file or a descriptor."""
    return bool(_file[0] or os.environ.get(FD))


def ask(subject: str) -> Passphrase:
    """Return the passphrase of something, such as “friends”: the next line of the file or descriptor, else typed.

    CoderError where there is no terminal to ask on; Invalid where it is empty.
    """
    prepared = _next_line(subject)
    if prepared is not None:
        return prepared
    return Passphrase(_typed(f"Passphrase of {subject}: "), typed=True)


def ask_new(subject: str) -> Passphrase:
    """Return a new passphrase: the next line of the file or descriptor, else typed twice; errors as of `ask`."""
    prepared = _next_line(subject)
    if prepared is not None:
        return prepared
    first = _typed(f"New passphrase of {subject}: ")
    if _typed("The same again: ") != first:
        raise Invalid("The two passphrases differ", "Nothing was changed.", "Run the command again.")
    return Passphrase(first, typed=True)


def new_from(file: str, subject: str) -> Passphrase:
    """Return the new passphrase in the first line of a file; "": as `ask_new`."""
    if not file:
        return ask_new(subject)
    return Passphrase(_not_empty(_read(file)[0], f"The passphrase in {file}"))


def subject_of(place: Path) -> str:
    """Return what a project, or a backup, is called where its passphrase is asked for."""
    return f"“{place.resolve().name}”"


def giving(place: Path, act: Callable[[str], T]) -> T:
    """Return what `act` makes of a project's passphrase; on a terminal a wrong one is asked for again."""
    from coder.store.keys import WrongPassphrase

    for left in reversed(range(TRIES)):
        passphrase = ask(subject_of(place))
        try:
            return act(passphrase)
        except WrongPassphrase as error:
            if not (passphrase.typed and left):
                raise
            sys.stderr.write(f"{error.title}.\n")
    raise AssertionError("unreachable")


def unlock(place: Path) -> None:
    """Ask for the passphrase of a project or of a backup, and unlock it; WrongPassphrase in the end."""
    from coder.store import keys

    giving(place, lambda passphrase: keys.unlock(place, passphrase))


def unlocking(act: Callable[[], T]) -> T:
    """Return what `act` returns; where it needs a passphrase, ask for it and begin again."""
    from coder.store.keys import NeedsPassphrase

    asked: set[Path] = set()
    while True:
        try:
            return act()
        except NeedsPassphrase as error:
            if error.place in asked:
                raise
            asked.add(error.place)
            unlock(error.place)


def unlock_if_known(place: Path) -> bool:
    """Unlock an encrypted project for a check that also works without: by a file or descriptor, else typed.

    False where nothing was typed, there is no terminal, or the key file is missing or damaged.
    """
    from coder.errors import Damaged
    from coder.store import keys

    try:
        keys.read(place)
    except (keys.KeyMissing, Damaged):
        return False
    if not keys.is_encrypted(place) or keys.is_unlocked(place):
        return True
    if is_prepared():
        unlock(place)
        return True
    if not _has_terminal():
        return False
    for left in reversed(range(TRIES)):
        text = _read_line(f"Passphrase of {subject_of(place)} (Enter: check without it): ")
        if not text:
            return False
        try:
            keys.unlock(place, text)
        except keys.WrongPassphrase as error:
            if not left:
                raise
            sys.stderr.write(f"{error.title}.\n")
        else:
            return True
    return False


def _next_line(subject: str) -> Passphrase | None:
    """Return the next line of the file or descriptor; None where there is none, or no further line."""
    if _lines[0] is None:
        _lines[0] = _read(_file[0]) if _file[0] else _read_descriptor(os.environ.get(FD, ""))
    if not _lines[0]:
        return None
    return Passphrase(_not_empty(_lines[0].pop(0), f"The passphrase of {subject}"))


def _read(path: str) -> list[str]:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "That is not the name of a file"
        raise CoderError("The passphrase file cannot be read", f"{path}: {reason}.") from None
    return _lines_of(data, f"The passphrase file {path}")


def _read_descriptor(number: str) -> list[str]:
    if not number:
        return []
    hint = f"For example: {FD}=3 coder … 3< FILE"
    try:
        descriptor = int(number)
        with os.fdopen(descriptor, "rb", closefd=descriptor > STANDARD_ERROR) as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError, OverflowError, TypeError):
        raise CoderError(f"{FD} is not the number of a descriptor open for reading", "", hint) from None
    return _lines_of(data, f"The descriptor of {FD}")


def _lines_of(data: bytes, place: str) -> list[str]:
    """Return the lines of a text without byte order mark and final newline; one line, perhaps empty, at least."""
    if len(data) > LARGEST:
        raise CoderError(f"{place} holds no passphrase", f"It is larger than {LARGEST:,} bytes.")
    try:
        text = data.removeprefix(BOM).decode()
    except UnicodeDecodeError:
        raise CoderError(f"{place} is not text in UTF-8", "", "Save it as UTF-8.") from None
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def _not_empty(text: str, name: str) -> str:
    if not text:
        raise Invalid(f"{name} is empty", "An empty passphrase protects nothing.", WAYS)
    return text


def _typed(prompt: str) -> str:
    """Return what is typed on the terminal; Invalid where it is empty."""
    return _not_empty(_read_line(prompt), "The passphrase")


def _read_line(prompt: str) -> str:
    """Return what is typed on the terminal without echo."""
    from getpass import getpass

    if not _has_terminal():
        raise CoderError("A passphrase is needed, and there is no terminal to ask on", "", WAYS)
    sys.stdout.flush()
    try:
        return getpass(with_signs(prompt).replace("\n", "␊"))
    except EOFError:
        raise Invalid("No passphrase was given", "Nothing was changed.") from None
    except ValueError:  # bytes that are no character in the terminal's encoding
        raise Invalid("The passphrase is not text", "The terminal sent bytes that are no character.") from None


def _has_terminal() -> bool:
    """Return whether there is a terminal; `getpass` would otherwise read standard input with echo."""
    if os.name == "nt":
        return sys.stdin.isatty()
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True

"""Encryption of a project: encrypted, decrypted, its passphrases changed, added and removed, a recovery key.

Each function asks for a passphrase of the project, or its recovery key, and raises WrongPassphrase if it is none.
What rewrites the whole project takes its lock, and continues where it was interrupted when the project is next
opened for writing. `cost` is that of deriving a key from a new passphrase: by default it is measured, half a second.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from coder.errors import NotFound, StoreError
from coder.project import second_folder
from coder.project.opening import folder_of, open_project
from coder.project.project import utc_now
from coder.store import checkpoint, conversion, files, keys
from coder.store.cipher import Cipher, Cost
from coder.store.keys import KeyFile, NeedsPassphrase, WrongPassphrase
from coder.store.lock import Lock, me

__all__ = ["NeedsPassphrase", "Passphrase", "WrongPassphrase"]

RECOVERY = "recovery key"


class Passphrase(NamedTuple):
    """A passphrase of a project: whose it is, and whether it is the recovery key."""

    name: str
    is_recovery: bool


def is_encrypted(path: Path | str) -> bool:
    """Return whether a project is encrypted; KeyMissing, or Damaged, where its key file is lost."""
    return keys.read(folder_of(path)) is not None


def passphrases(path: Path | str) -> list[Passphrase]:
    """Return whose passphrases a project has; it need not be unlocked."""
    key_file = _key_file(folder_of(path))
    rows = zip(keys.names_of(key_file), key_file.slots, strict=True)
    return [Passphrase(name, slot.kind == "recovery") for name, slot in rows]


def _key_file(folder: Path) -> KeyFile:
    key_file = keys.read(folder)
    if key_file is None:
        checkpoint.must_exist(folder)
        raise StoreError("The project is not encrypted", str(folder), f"To encrypt it: coder encrypt {folder}")
    return key_file


def _unlocked(folder: Path, passphrase: str) -> tuple[KeyFile, Cipher]:
    """Return the key file and the key that a passphrase opens, after interrupted work was completed."""
    _key_file(folder)
    keys.unlock(folder, passphrase)
    key_file, opened = _key_file(folder), keys.of(folder)
    if key_file.pending:
        with _locked(folder):
            conversion.complete(folder)
        key_file, opened = _key_file(folder), keys.of(folder)
    assert opened is not None
    return key_file, opened


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = Lock(folder)
    try:
        lock.take(me("", utc_now().isoformat(timespec="seconds")))
    except OSError as error:
        raise files.explain(error, "lock the project") from error
    try:
        yield
    finally:
        lock.release()


def encrypt(path: Path | str, passphrase: str, *, coder: str = "", cost: Cost | None = None) -> list[str]:
    """Encrypt a project under its first passphrase, named for `coder`; return what a person must know.

    StoreError if it is encrypted already, or that cannot be a passphrase; errors of opening it for writing.
    """
    folder = folder_of(path)
    if is_encrypted(folder):
        raise StoreError("The project is encrypted already", str(folder))
    key_file, opened = keys.new(coder, passphrase, cost)
    return _convert(folder, opened, key_file, keys.with_pending(key_file, opened, keys.ENCRYPT))


def decrypt(path: Path | str, passphrase: str) -> list[str]:
    """Turn a project back into plain files; return what a person must know."""
    folder = folder_of(path)
    key_file, opened = _unlocked(folder, passphrase)
    return _convert(folder, None, None, keys.with_pending(key_file, opened, keys.DECRYPT))


def _convert(folder: Path, opened: Cipher | None, key_file: KeyFile | None, pending: KeyFile) -> list[str]:
    open_project(folder).close()  # of the present format, without a torn line, and not the sample
    with _locked(folder):
        conversion.check(folder)
        messages = conversion.convert_backups(second_folder.copies(folder), opened, key_file)
        return messages + conversion.begin(folder, opened, pending)


def change_passphrase(
    path: Path | str, passphrase: str, new: str, name: str = "", *, cost: Cost | None = None
) -> str:
    """Replace the passphrase given by a new one, or that of `name` given the recovery key; return whose it is.

    Backups made before it open with the one they were made under. StoreError where the recovery key is given, there
    are several, and no name; or the passphrase given is not that of `name`.
    """
    folder = folder_of(path)
    key_file, opened = _unlocked(folder, passphrase)
    names = keys.names_of(key_file)
    place = _to_replace(folder, key_file, passphrase, name)
    whose = names[place] if place is not None else name or keys.OWNER
    others = tuple(slot for number, slot in enumerate(key_file.slots) if number != place)
    bare = msgspec.structs.replace(key_file, slots=others)
    keys.write(folder, keys.add_slot(bare, opened, whose, new, cost=cost))
    return whose


def must_name(path: Path | str, passphrase: str, name: str) -> None:
    """Raise as `change_passphrase` does for a passphrase and a name, before anybody is asked for a new one."""
    folder = folder_of(path)
    _to_replace(folder, _key_file(folder), passphrase, name)


def _to_replace(folder: Path, key_file: KeyFile, passphrase: str, name: str) -> int | None:
    """Return the number of the slot that gets a new passphrase; None where only the recovery key is left."""
    found = keys.open_slot(key_file, passphrase)
    if found is None:
        raise WrongPassphrase(folder)
    names = keys.names_of(key_file)
    given = key_file.slots.index(found[0])
    others = [number for number, slot in enumerate(key_file.slots) if slot.kind != "recovery"]
    if found[0].kind != "recovery":
        if name and names[given].casefold() != name.casefold():
            raise StoreError(
                "That is the passphrase of somebody else", f"It is that of {names[given]}, not of {name}."
            )
        return given
    if not name and len(others) > 1:
        raise StoreError(
            "Whose passphrase is forgotten?",
            f"The project has those of {', '.join(names[number] for number in others)}.",
            f"Name it: coder passphrase {folder} --of {names[others[0]]}",
        )
    for number in others:
        if not name or names[number].casefold() == name.casefold():
            return number
    if name and others:
        raise NotFound("There is no passphrase of that name", name, "coder passphrase PROJECT --list lists them.")
    return None


def add_passphrase(path: Path | str, passphrase: str, name: str, new: str, *, cost: Cost | None = None) -> None:
    """Add a passphrase for somebody else; StoreError if there is one of that name."""
    folder = folder_of(path)
    key_file, opened = _unlocked(folder, passphrase)
    if any(other.casefold() == name.casefold() for other in keys.names_of(key_file)):
        raise StoreError("There is a passphrase of that name", name)
    keys.write(folder, keys.add_slot(key_file, opened, name, new, cost=cost))


def make_recovery_key(path: Path | str, passphrase: str) -> str:
    """Return a new recovery key, to be printed and never stored; an earlier one opens nothing any more."""
    folder = folder_of(path)
    key_file, opened = _unlocked(folder, passphrase)
    others = tuple(slot for slot in key_file.slots if slot.kind != "recovery")
    text = keys.new_recovery_key()
    bare = msgspec.structs.replace(key_file, slots=others)
    keys.write(folder, keys.add_slot(bare, opened, RECOVERY, text, kind="recovery"))
    return text


def remove_passphrase(
    path: Path | str, passphrase: str, name: str, others: Mapping[str, str] | None = None, *, cost: Cost | None = None
) -> list[str]:
    """Remove somebody's passphrase, and give the project a new key: whoever knew the old one opens nothing new.

    A new key is wrapped only by passphrases that are known: `passphrase`, and those of `others` (name → passphrase).
    Returns what a person must know, and the names of the passphrases that must be added again. Copies that the
    person has already, of the project or a backup, stay readable to her.
    """
    folder = folder_of(path)
    key_file, opened = _unlocked(folder, passphrase)
    found = keys.open_slot(key_file, passphrase)
    names = keys.names_of(key_file)
    if name not in names:
        raise NotFound("There is no passphrase of that name", name, "coder passphrase PROJECT --list lists them.")
    given = "" if found is None else names[key_file.slots.index(found[0])]
    if given in ("", name):
        raise StoreError("That is the passphrase you gave", name, "Give another one of the project to remove it.")
    known = {given: passphrase, **(others or {})}
    renewed, new_key = keys.renewed(key_file, opened)
    dropped: list[str] = []
    for whose, slot in zip(names, key_file.slots, strict=True):
        if whose == name:
            continue
        if whose in known:
            renewed = keys.add_slot(renewed, new_key, whose, known[whose], kind=slot.kind, cost=cost)
        else:
            dropped.append(whose)
    messages = _convert(folder, new_key, keys.without_pending(renewed), renewed)
    if dropped:
        messages.append(f"These open nothing any more and must be added again: {', '.join(dropped)}")
    return messages

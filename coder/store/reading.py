"""Reading of a project's files: a value, or an error that names what is wrong with the file."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from coder.errors import Damaged
from coder.store import cipher, files, sealed

T = TypeVar("T")

#: Largest file that is read whole, and largest small file (settings, drafts, owner), in bytes.
LARGEST = 4 << 30
LARGEST_SMALL = 64 << 20
#: Largest TOML file in bytes, and most parts of a key in it: parsing takes their square.
LARGEST_TOML, MOST_PARTS = 1 << 20, 20
BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UNAUTHENTIC = cipher.FILLER * cipher.LEAST_FILL
_CONFLICTS = (b"\n<<<<<<< ", b"\n>>>>>>> ")
_REPAIR = "Run: coder doctor PROJECT"


@contextlib.contextmanager
def opened(path: Path, limit: int = LARGEST) -> Iterator[BinaryIO | None]:
    """Open a file for reading; None if there is none. Of an encrypted project's file the content is read.

    Raises NeedsPassphrase for one of a locked project, Damaged where something else is in its place or it
    is larger than `limit` bytes, StoreError when the system refuses, while the file is read too.
    """
    try:
        handle = _open(path)
        if handle is None:
            yield None
            return
        problem = _not_readable(os.fstat(handle), limit)
        if problem:
            os.close(handle)
            raise _damaged(path, problem)
        with os.fdopen(handle, "rb") as file:
            yield sealed.view(path, file)
    except OSError as error:
        raise files.explain_reading(error, path) from error


def _open(path: Path) -> int | None:
    try:
        # Without O_NONBLOCK, opening a pipe waits for its writer
        return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ENXIO or (os.name == "nt" and path.is_dir()):
            raise _damaged(path, "It is not a regular file") from None
        raise


def _not_readable(status: os.stat_result, limit: int) -> str:
    if stat.S_ISDIR(status.st_mode):
        return "It is a folder, not a file"
    if not stat.S_ISREG(status.st_mode):
        return "It is a pipe, a socket or a device, not a file"
    if status.st_size > limit:
        return f"It is too large ({status.st_size:,} bytes)"
    return ""


def _damaged(path: Path, problem: str) -> Damaged:
    return Damaged(f"{path.name} cannot be read", f"{path}: {problem}.", _REPAIR)


def read_bytes(path: Path, limit: int = LARGEST) -> bytes | None:
    """Return the bytes of a file, None if there is none; errors as of `opened`."""
    with opened(path, limit) as file:
        return None if file is None else file.read()


def read_json(path: Path, kind: type[T]) -> T | None:
    """Return the value in a small JSON file, None if there is no file; errors as of `opened` and `decode`."""
    data = read_bytes(path, LARGEST_SMALL)
    return None if data is None else decode(data, path, lambda clean: msgspec.json.decode(clean, type=kind))


def decode(data: bytes, path: Path, decoder: Callable[[bytes], T]) -> T:
    """Return what `decoder` makes of the bytes of a file; Damaged, with what is wrong, if it cannot."""
    clean = normalized(data)
    try:
        return decoder(clean)
    except (*files.UNDECODABLE, ValueError) as error:
        raise _damaged(path, problem_of(clean, error)) from None


#: Texts and comments in a TOML file, closed or not; dots and parts of a long key without them.
_TEXTS = re.compile(
    rb"\"{3}(?:\\.|[^\\])*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|\"(?:\\.|[^\"\\\n])*\"?|'[^'\n]*'?|#[^\n]*", re.DOTALL
)
_LONG_KEY = re.compile(rb"(?:\.[ \t]*[\w-]+[ \t]*){%d}" % MOST_PARTS)


def decode_toml(data: bytes, kind: type[T]) -> T:
    """Return the value in a small TOML file, normalized; `files.UNDECODABLE` or ValueError for mistakes."""
    import msgspec.toml

    if len(data) > LARGEST_TOML:
        raise ValueError(f"It is larger than {LARGEST_TOML:,} bytes")
    if _LONG_KEY.search(_TEXTS.sub(b"text", data)):
        raise ValueError(f"A key in it has more than {MOST_PARTS} parts")
    return msgspec.toml.decode(data, type=kind)


def normalized(data: bytes) -> bytes:
    """Return the bytes of a text file without byte order mark, and with the program's line endings.

    Valid files hold no other carriage returns: JSON escapes them.
    """
    data = data.removeprefix(BOM)
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data


def problem_of(data: bytes, error: Exception) -> str:
    """Return why bytes cannot be decoded, without quoting them."""
    if not data.strip():
        return "It is empty"
    if data.startswith(_UTF16):
        return "It was saved as UTF-16; it must be UTF-8"
    if _UNAUTHENTIC in data:
        return "It does not authenticate: it is damaged, or was changed by another program"
    if b"\0" in data:
        return f"It contains zero bytes, from byte {data.index(0):,} on"
    if any(sign in data for sign in _CONFLICTS):
        return "It contains conflict markers of Git"
    if isinstance(error, RecursionError):
        return "It is nested too deeply"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as undecodable:
        return f"Byte {undecodable.start:,} is not UTF-8"
    return str(error).rstrip(".") if isinstance(error, msgspec.DecodeError | ValueError) else type(error).__name__

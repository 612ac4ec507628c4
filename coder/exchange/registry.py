"""The one list of formats: readers and writers register themselves, pickers and `coder import` read it.

A new format is one module in `coder/exchange/readers/` or `writers/` with one decorated function. Modules are
found and imported when the list is first asked for; what is heavy they import inside their function.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.transcript import Transcript

LARGEST_FILE = 200_000_000  # bytes

Read = Callable[[bytes, str], Transcript]
Write = Callable[..., None]


class Reader(NamedTuple):
    """A format that can be imported: `read(data, name)` gives a Transcript or raises UnreadableFile."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    read: Read


class Writer(NamedTuple):
    """A format that can be exported: `write(project, stream, segments)`; segment ids of a query, None = all."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    write: Write


_READERS: dict[str, Reader] = {}
_WRITERS: dict[str, Writer] = {}


def reader(name: str, label: str, *suffixes: str) -> Callable[[Read], Read]:
    """Registers the decorated `read(data: bytes, name: str) -> Transcript`; suffixes in lower case with dot."""

    def register(read: Read) -> Read:
        _READERS[name] = Reader(name, label, suffixes, read)
        return read

    return register


def writer(name: str, label: str, *suffixes: str) -> Callable[[Write], Write]:
    """Registers the decorated `write(project, stream: BinaryIO, segments: Sequence[str] | None) -> None`."""

    def register(write: Write) -> Write:
        _WRITERS[name] = Writer(name, label, suffixes, write)
        return write

    return register


def readers() -> tuple[Reader, ...]:
    """Every format that can be read, by name."""
    _import_all("readers")
    return tuple(_READERS[name] for name in sorted(_READERS))


def writers() -> tuple[Writer, ...]:
    """Every format that can be written, by name."""
    _import_all("writers")
    return tuple(_WRITERS[name] for name in sorted(_WRITERS))


def _import_all(folder: str) -> None:
    package = importlib.import_module(f"coder.exchange.{folder}")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")


def reader_for(path: Path) -> Reader:
    """The reader for a file's suffix. Raises UnreadableFile that lists what can be read."""
    suffix = path.suffix.casefold()
    for candidate in readers():
        if suffix in candidate.suffixes:
            return candidate
    known = ", ".join(suffix for candidate in readers() for suffix in candidate.suffixes)
    what = f"{suffix} files" if suffix else "Files without a suffix"
    hints = {
        ".doc": "Open it in a word processor and save it as .docx",
        ".odt": "Open it in a word processor and save it as .docx",
        ".pdf": "Save the text of it as .txt or .docx",
        ".rtf": "Open it in a word processor and save it as .docx",
    }
    raise UnreadableFile(
        f"{path.name} cannot be imported", f"{what} are not read; these are: {known}", hints.get(suffix, "")
    )


def read(path: Path) -> Transcript:
    """What a transcript file holds, by its suffix. Raises UnreadableFile with what is wrong and what to do."""
    chosen = reader_for(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(
                f"{path.name} is too large", f"More than {LARGEST_FILE // 10**6} MB of text is no interview"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened", error.strerror or "") from error
    if not data.strip():
        raise UnreadableFile(
            f"{path.name} is empty", "There is nothing in the file", "Was it saved, or copied completely?"
        )
    transcript = chosen.read(data, path.name)
    if not transcript.text.strip():
        raise UnreadableFile(f"There is no text in {path.name}", "The file can be read, but no words are in it")
    return transcript

"""File formats: every reader and writer, by kind of content and suffix.

A format is one module in `readers/`, `writers/` or `codebooks/` with a decorated function for each kind it serves.
The modules are imported on the first look-up; heavy libraries are imported inside their functions.
"""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NoReturn, ParamSpec, TypeVar

from coder.errors import CoderError, UnreadableFile
from coder.exchange.advice import ADVICE, WRITE_INSTEAD
from coder.exchange.transcript import Transcript
from coder.text import controls

if TYPE_CHECKING:
    from coder.exchange.sandbox import Stop
    from coder.model.document import Document, Picture
    from coder.model.memo import Memo
    from coder.project import Project
    from coder.project.operations.codebook_text import Entry
    from coder.project.operations.roster import Row
    from coder.project.study import Study

LARGEST_FILE = 200_000_000  # bytes
PACKAGES = ("readers", "writers", "codebooks")

Content = TypeVar("Content")
Write = TypeVar("Write", bound=Callable[..., bytes])
Value = TypeVar("Value")
P = ParamSpec("P")
Rows = Iterable[Sequence[object]]


@dataclass(frozen=True, eq=False)
class Kind(Generic[Content, Write]):
    """A kind of content: what readers return and writers take; `name` completes “Cannot write …”.

    `advice` says what else a person may look for who meets that refusal.
    """

    name: str
    advice: str = ""


@dataclass(frozen=True)
class Format:
    """A file format; `suffixes` in lower case with dot, the usual one first."""

    name: str
    label: str
    suffixes: tuple[str, ...]


@dataclass(frozen=True)
class Reader(Format, Generic[Content]):
    """A format that can be read: `read(data, name)` returns the content or raises UnreadableFile.

    Readers of transcripts take `ReadOptions` as a third argument.
    """

    read: Callable[..., Content]


@dataclass(frozen=True)
class Writer(Format, Generic[Write]):
    """A format that can be written: `write` takes what its kind demands and returns the file's bytes."""

    write: Write


#: Coded units: `write(project, segments)`; ids of segments, None for all.
SEGMENTS: Kind[NoReturn, Callable[[Project, Sequence[str] | None], bytes]] = Kind(
    "coded units", "A report on the whole study: coder report results (in the app g e)"
)
TRANSCRIPT: Kind[Transcript, Callable[..., bytes]] = Kind("a transcript")
CODEBOOK: Kind[list[Entry], Callable[[Project], bytes]] = Kind("a codebook")
#: Participants, interviews or attrition register: `write(study, sheet)`; a reader returns the sheet and its rows.
PARTICIPANTS: Kind[tuple[str, list[Row]], Callable[[Study, str], bytes]] = Kind("participants")
MEMOS: Kind[NoReturn, Callable[[Project, Sequence[Memo]], bytes]] = Kind("memos")
DOCUMENT: Kind[NoReturn, Callable[[Document], bytes]] = Kind("a report")
SHEET: Kind[NoReturn, Callable[[Rows], bytes]] = Kind("a table")
PICTURE: Kind[NoReturn, Callable[[Picture], bytes]] = Kind("a picture")
#: Change grids and framework tables: `write(rows, document)`, each made when it is needed.
TABLES: Kind[NoReturn, Callable[[Callable[[], Rows], Callable[[], Document]], bytes]] = Kind("tables")
#: A matrix or a picture: `write(rows, document, picture)`, each made when it is needed.
FIGURE: Kind[NoReturn, Callable[[Callable[[], Rows], Callable[[], Document], Callable[[], Picture]], bytes]] = Kind(
    "this table or picture"
)
#: The decision trail: `write(steps, document)`.
TRAIL: Kind[NoReturn, Callable[[Sequence[Mapping[str, object]], Callable[[], Document]], bytes]] = Kind(
    "a decision trail"
)

_readers: dict[Kind[Any, Any], dict[str, Reader[Any]]] = {}
_writers: dict[Kind[Any, Any], dict[str, Writer[Any]]] = {}
_adapters: dict[Kind[Any, Any], list[tuple[Kind[Any, Any], Callable[..., Any]]]] = {}


def reader(
    kind: Kind[Content, Any], name: str, label: str, *suffixes: str
) -> Callable[[Callable[..., Content]], Callable[..., Content]]:
    """Register the decorated `read(data, name)`."""

    def register(read: Callable[..., Content]) -> Callable[..., Content]:
        _readers.setdefault(kind, {})[name] = Reader(name, label, suffixes, read)
        return read

    return register


#: Format of text → what keeps controls and bidi overrides out of it; other formats do so in their own writers.
_SAFE: dict[str, Callable[[bytes], bytes]] = {
    "json": controls.encoded_json,
    **dict.fromkeys(("csv", "html", "md", "svg", "txt"), controls.encoded),
}


def writer(kind: Kind[Any, Write], name: str, label: str, *suffixes: str) -> Callable[[Write], Write]:
    """Register the decorated function as a writer; what it writes as text holds no controls and bidi overrides."""

    def register(write: Write) -> Write:
        @wraps(write)
        def write_safely(*arguments: Any, **options: Any) -> bytes:
            data = write(*arguments, **options)
            return _SAFE[name](data) if name in _SAFE else data

        safe: Any = write_safely
        _writers.setdefault(kind, {})[name] = Writer(name, label, suffixes, safe)
        return safe  # type: ignore[no-any-return]

    return register


def adapter(
    kind: Kind[Any, Callable[P, bytes]], base: Kind[Any, Callable[[Value], bytes]]
) -> Callable[[Callable[P, Value]], Callable[P, Value]]:
    """Serve `kind` with the writers of `base`: the decorated function makes what these take.

    A writer that `kind` has of its own under the same name comes first.
    """

    def register(adapt: Callable[P, Value]) -> Callable[P, Value]:
        _adapters.setdefault(kind, []).append((base, adapt))
        return adapt

    return register


def readers(kind: Kind[Content, Any]) -> tuple[Reader[Content], ...]:
    """Return the formats that can be read, by name."""
    _import_formats()
    return tuple(sorted(_readers.get(kind, {}).values(), key=_name))


def writers(kind: Kind[Any, Write]) -> tuple[Writer[Write], ...]:
    """Return the formats that can be written, by name."""
    _import_formats()
    formats: dict[str, Writer[Any]] = {}
    for base, adapt in _adapters.get(kind, ()):
        formats |= {form.name: _adapted(form, adapt) for form in writers(base)}
    return tuple(sorted((formats | _writers.get(kind, {})).values(), key=_name))


def _adapted(base: Writer[Any], adapt: Callable[..., Any]) -> Writer[Any]:
    return Writer(base.name, base.label, base.suffixes, lambda *arguments: base.write(adapt(*arguments)))


def _name(form: Format) -> str:
    return form.name


@cache
def _import_formats() -> None:
    for folder in PACKAGES:
        package = importlib.import_module(f"coder.exchange.{folder}")
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")


def names(formats: Iterable[Format]) -> str:
    """Return the names of formats as a list: `csv, html, md`."""
    return ", ".join(form.name for form in formats)


def suffixes(formats: Iterable[Format]) -> str:
    """Return the usual suffixes of formats, for a prompt: `.csv .html .md`."""
    return " ".join(form.suffixes[0] for form in formats)


def reader_for(kind: Kind[Content, Any], name: str) -> Reader[Content]:
    """Return the reader for a file name. Raises UnreadableFile that lists the formats."""
    suffix = suffix_of(name)
    formats = readers(kind)
    for form in formats:
        if suffix in form.suffixes:
            return form
    unknown = f"{suffix} files" if suffix else "Files without a suffix"
    known = ", ".join(suffix for form in formats for suffix in form.suffixes)
    raise UnreadableFile(
        f"{name} cannot be imported",
        f"{unknown} cannot be read as {kind.name}; formats: {known}",
        ADVICE.get(suffix, ""),
    )


def writer_for(kind: Kind[Any, Write], name: str, format: str | None = None, what: str = "") -> Writer[Write]:
    """Return the writer for a file name, or for `format` if given. Raises CoderError that lists the formats.

    `what` is the noun for what is written where the kind has several.
    """
    suffix = suffix_of(name) if format is None else f".{format.casefold().lstrip('.')}"
    formats = writers(kind)
    for form in formats:
        if suffix in form.suffixes or (format is not None and suffix[1:] == form.name):
            return form
    raise CoderError(
        f"Cannot write {what or kind.name} {f'as {suffix}' if suffix else 'to a file without a suffix'}",
        WRITE_INSTEAD.get(suffix, "") if any(".docx" in form.suffixes for form in formats) else "",
        f"Formats: {names(formats)}" + (f". {kind.advice}" if kind.advice else ""),
    )


def suffix_of(name: str) -> str:
    """Return the suffix of a file name in lower case; that of “.csv” is “.csv”."""
    return Path(f"x{Path(name).name}").suffix.casefold()


def reader_of(kind: Kind[Content, Any]) -> Callable[[bytes, str], Content]:
    """Return the function that reads a kind of content from the bytes of a file with a name."""

    def read(data: bytes, name: str) -> Content:
        return reader_for(kind, name).read(data, name)

    return read


def read_codebook(path: Path, stop: Stop | None = None) -> list[Entry]:
    """Return the codes in a file. Raises UnreadableFile with the cause and the remedy, if there is one; Stopped."""
    from coder.exchange import sandbox
    from coder.project.operations.codebook_text import Entry

    reader_for(CODEBOOK, path.name)
    entries: list[Entry] = sandbox.run("codebook", file_bytes(path), path.name, (), list[Entry], stop)
    return entries


def read_participants(path: Path, stop: Stop | None = None) -> tuple[str, list[Row]]:
    """Return the name of the sheet in a file and its rows. Raises UnreadableFile; Stopped."""
    from coder.exchange import sandbox
    from coder.project.operations.roster import Row

    reader_for(PARTICIPANTS, path.name)
    kind = tuple[str, list[Row]]
    sheet: tuple[str, list[Row]] = sandbox.run("participants", file_bytes(path), path.name, (), kind, stop)
    return sheet


def file_bytes(path: Path, limit: int = LARGEST_FILE) -> bytes:
    """Return the bytes of a file. Raises UnreadableFile if it cannot be opened, is too large, or not a file."""
    try:
        _refuse_special(path, os.stat(path).st_mode)
        # Without waiting for a writer, should it be a pipe by now.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            _refuse_special(path, status.st_mode)
            data = stream.read(limit + 1) if status.st_size <= limit else b""
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened", error.strerror or "") from error
    except ValueError as error:  # a null character in the name
        raise UnreadableFile(f"{path.name} cannot be opened", str(error)) from error
    if max(status.st_size, len(data)) > limit:
        raise UnreadableFile(f"{path.name} is too large", f"Files of up to {limit // 10**6} MB can be read")
    return data


def _refuse_special(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise UnreadableFile(f"{path.name} cannot be opened", os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise UnreadableFile(f"{path.name} is not a file", "It is a pipe, a socket or a device")

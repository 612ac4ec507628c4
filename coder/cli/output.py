"""Output of the command line: results on stdout, notes, errors and progress on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from coder.text.controls import escaped, with_signs

TYPE_CHECKING = False  # saves `coder find` the import of `typing`
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType
    from typing import Any, TextIO

    from coder.errors import CoderError

SHORT_ID = 8
#: The OUT that is standard output.
STDOUT = "-"


class SafeStream:
    """A text stream on which no control or bidi override is written: visible signs stand for them, one for one.

    Everything that a verb, argparse or Python itself prints passes here; `terminal` is the stream below. Where that
    takes nothing, results raise OutputRefused or BrokenPipeError; notes are left out, and the command goes on.
    """

    def __init__(self, terminal: TextIO, results: bool = True) -> None:
        self.terminal = terminal
        self._results = results

    def write(self, text: str) -> int:
        try:
            return self.terminal.write(with_signs(text))
        except OSError as error:
            self._refuse(error)
            return len(text)

    def flush(self) -> None:
        try:
            self.terminal.flush()
        except OSError as error:
            self._refuse(error)

    def _refuse(self, error: OSError) -> None:
        if self._results:
            raise refused(error) from error

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.terminal, name)


def prepare() -> None:
    """Let both streams write signs for controls, and escapes for what the terminal's encoding lacks.

    In place of a stream that is closed (`>&-`) the null device is opened: no file of a project takes its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
        setattr(sys, name, SafeStream(stream, results=name == "stdout"))


def release() -> None:
    """Give both streams back as they were before `prepare`."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, SafeStream):
            setattr(sys, name, stream.terminal)


def refused(error: OSError) -> Exception:
    """Return the error of output that cannot be written, such as a full disk; a broken pipe is the same error."""
    if isinstance(error, BrokenPipeError):
        return error
    from coder.errors import OutputRefused

    what = error.strerror or type(error).__name__
    return OutputRefused("The output cannot be written", f"{what}.", "Name another file, or free some space.")


def flush(status: int) -> int:
    """Flush stdout, where a broken pipe can still be caught, and return the status."""
    sys.stdout.flush()
    return status


def line(text: str = "") -> None:
    """Print a line on stdout."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Print a line on stderr."""
    sys.stderr.write(text + "\n")


def document(value: Any) -> None:
    """Print a JSON document on stdout, readable in any encoding; controls and bidi overrides in it are escaped."""
    if (sys.stdout.encoding or "").lower().replace("-", "") == "utf8":
        import msgspec

        try:
            sys.stdout.write(escaped(msgspec.json.format(msgspec.json.encode(value)).decode()) + "\n")
            return
        except UnicodeEncodeError:  # a file name that is not text
            pass
    import json

    sys.stdout.write(escaped(json.dumps(value, indent=2)) + "\n")


def text(content: str | Iterable[str]) -> None:
    """Print a string, or lines, on stdout; nothing where there are no lines."""
    if isinstance(content, str):
        line(content)
    else:
        sys.stdout.write("".join(f"{line}\n" for line in content))


_protected: list[str] = []


_overwriting = [False]
_shared = [False]


def allow_overwriting(force: bool, shared: bool = False) -> None:
    """Let `put` replace files that exist (--force), and write files that others may read (--shared), or not."""
    _overwriting[:] = [force]
    _shared[:] = [shared]


def protect(folder: os.PathLike[str]) -> None:
    """Refuse to write below this folder from now on: the project was opened with --read-only."""
    _protected[:] = [os.path.realpath(folder)]


#: Error of a file to write → what to do about it on the command line.
_FILE_HINTS = {
    "FileExists": "Choose another name, or replace it: --force.",
    "NoRegularFile": "Name a file; - is standard output.",
}


def put(out: str, data: bytes) -> None:
    """Write a file, all or nothing, or standard output; refuses a project's own files.

    The mark for spreadsheets (BOM, CRLF) is for files: in a pipe it would be part of the first and last column.
    """
    if out != STDOUT:
        from pathlib import Path

        from coder.errors import FileExists, NoRegularFile
        from coder.exchange import exporting
        from coder.project import settings

        for folder in _protected:
            exporting.refuse_inside(Path(folder), Path(out))
        try:
            shared = _shared[0] or settings.load().exports == "shared"
            exporting.write_file(Path(out), data, overwrite=_overwriting[0], shared=shared)
        except (FileExists, NoRegularFile) as error:
            error.hint = _FILE_HINTS[type(error).__name__]
            raise
        return
    bom = b"\xef\xbb\xbf"
    if data.startswith(bom):
        data = data.removeprefix(bom).replace(b"\r\n", b"\n")
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode())
        return
    try:
        buffer.write(data)
    except OSError as error:
        raise refused(error) from error


def aligned(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """The lines of a table, the first row a heading; columns whose number is in `right` are flush right."""
    to_right = set(right)
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        parts = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blanks = " " * (width - cells(cell))
            parts.append(blanks + cell if column in to_right else cell + blanks)
        lines.append("  ".join(parts).rstrip())
    return lines


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    from coder.text.characters import width

    return width(text)


def is_plain() -> bool:
    """Return whether standard output takes no block characters."""
    return not (sys.stdout.encoding or "").lower().startswith("utf")


def terminal_width(width: int | None, default: int = 100) -> int:
    """Return the width to write for: `width`, else the terminal's, else the default."""
    if width:
        return width
    import shutil

    return shutil.get_terminal_size((default, 24)).columns


def failed(error: Exception, as_json: bool) -> int:
    """Print an error, without a traceback and without words of an interview, and return the status."""
    from coder.errors import CoderError, OutputRefused

    if not isinstance(error, CoderError):
        error = (_folder_gone() if isinstance(error, FileNotFoundError) else None) or _unexpected(error)
    try:
        if as_json:
            document({"error": {"title": error.title, "detail": error.detail, "hint": error.hint}})
        flush(1)
    except (OutputRefused, BrokenPipeError):
        discard()
    note(explained(error))
    return 1


def explained(error: CoderError) -> str:
    """Return an error as text: title, detail, hint."""
    lines = [f"error: {error.title}", *(f"  {detail}" for detail in error.detail.splitlines())]
    return "\n".join(lines + ([f"hint: {error.hint}"] if error.hint else []))


def _folder_gone() -> CoderError | None:
    """Return the error of a working folder that is gone, where no relative path has a place; None if it is there."""
    from coder.errors import NotFound

    try:
        os.getcwd()
    except OSError as error:
        return NotFound("The working folder is gone", str(error.strerror), "Change to another: cd")
    return None


def _unexpected(error: Exception) -> CoderError:
    from coder.errors import CoderError

    return CoderError(
        f"An unexpected error occurred: {type(error).__name__} at {_place(error.__traceback__)}",
        "This is a bug in the program. What was saved before is safe.",
        "Report it with the line above; it contains no words of an interview.",
    )


def _place(traceback: TracebackType | None) -> str:
    """Return file and line of the innermost frame of this program."""
    here, place = os.path.dirname(os.path.dirname(__file__)), "?"
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(here):
            place = f"coder/{os.path.relpath(file, here)}:{traceback.tb_lineno}".replace(os.sep, "/")
        traceback = traceback.tb_next
    return place


def broken_pipe() -> int:
    """Return status 0 after the reader closed the pipe (`| head`); keeps Python from reporting it at exit."""
    discard()
    return 0


def discard() -> None:
    """Redirect stdout to the null device, so that Python does not report at exit what it could not write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replace_line(text: str) -> None:
    """Write over the present line of the terminal on stderr."""
    stream = sys.stderr
    terminal = stream.terminal if isinstance(stream, SafeStream) else stream
    terminal.write(f"\r\x1b[K{with_signs(text)}")
    terminal.flush()


class Progress:
    """Progress as `3/37 name` on one line of stderr, where that is a terminal."""

    def __init__(self, total: int) -> None:
        self.total = total
        self._on = total > 1 and sys.stderr.isatty()
        self._done = 0

    def step(self, name: str) -> None:
        if self._on:
            self._done += 1
            _replace_line(f"{self._done}/{self.total} {ascii(name)[1:-1][:60]}")

    def share(self, done: float, name: str) -> None:
        """Show the share done, from 0 to 1, of work without named steps."""
        if self._on and round(100 * done) != self._done:
            self._done = round(100 * done)
            _replace_line(f"{self._done} % {ascii(name)[1:-1][:60]}")

    def clear(self) -> None:
        if self._on:
            _replace_line("")


@contextmanager
def showing_share(name: str) -> Iterator[Callable[[float], None]]:
    """Yield a function that shows the share done, from 0 to 1, of work with this name; cleared at the end."""
    progress = Progress(100)
    try:
        yield lambda share: progress.share(share, name)
    finally:
        progress.clear()


def moment(when: str) -> str:
    """Return a stored moment (ISO 8601, UTC) in local time: `2026-03-14 09:30`."""
    from coder.text.moments import format_moment

    return format_moment(when)

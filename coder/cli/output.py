"""What the command line says, and where: results on stdout, everything else on stderr."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # so that `typing` need not be imported: `coder find` is to be quick
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType
    from typing import Any

    from coder.errors import CoderError

SHORT_ID = 8
#: The OUT that is standard output.
STDOUT = "-"


def prepare() -> None:
    """Let every character through: what the terminal's encoding cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def flush(status: int) -> int:
    """Write out what waits, while a broken pipe can still be told from other troubles; gives the status."""
    sys.stdout.flush()
    return status


def line(text: str = "") -> None:
    """One line on stdout."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """One line on stderr: something to know that is not the result."""
    sys.stderr.write(text + "\n")


def document(value: Any) -> None:
    """One JSON document on stdout, readable in any encoding."""
    if (sys.stdout.encoding or "").lower().replace("-", "") == "utf8":
        import msgspec

        try:
            sys.stdout.write(msgspec.json.format(msgspec.json.encode(value)).decode() + "\n")
            return
        except UnicodeEncodeError:  # a file name that is not text
            pass
    import json

    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def text(content: str | Iterable[str]) -> None:
    """A text on stdout: a string, or its lines; nothing where there are no lines."""
    if isinstance(content, str):
        line(content)
    else:
        sys.stdout.write("".join(f"{one}\n" for one in content))


def result(as_json: bool, value: Any, text: str) -> None:
    """What a writing verb did: as JSON, or in words."""
    if as_json:
        document(value)
    else:
        line(text)


def table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> None:
    """Rows in columns, the first row a heading; columns whose number is in `right` are flush right."""
    text(aligned(rows, right))


def put(out: str, data: bytes) -> None:
    """Write a file, all or nothing, or standard output; refuses a project's own files.

    The mark for spreadsheets (BOM, CRLF) is for files: in a pipe it would be part of the first and last column.
    """
    if out != STDOUT:
        from pathlib import Path

        from coder.exchange import exporting

        exporting.write_file(Path(out), data)
        return
    bom = b"\xef\xbb\xbf"
    if data.startswith(bom):
        data = data.removeprefix(bom).replace(b"\r\n", b"\n")
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode())
    else:
        buffer.write(data)


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
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    from coder.text.cells import width

    return width(text)


def terminal_width(given: int | None, otherwise: int = 100) -> int:
    """The width to write for: the one given, else the terminal's, else `otherwise`."""
    if given:
        return given
    import shutil

    return shutil.get_terminal_size((otherwise, 24)).columns


def failed(error: Exception, as_json: bool) -> int:
    """Say what went wrong, without a traceback and without any words of an interview; gives the status."""
    from coder.errors import CoderError

    if not isinstance(error, CoderError):
        error = _unexpected(error)
    if as_json:
        document({"error": {"title": error.title, "detail": error.detail, "hint": error.hint}})
    note(explained(error))
    return flush(1)


def explained(error: CoderError) -> str:
    """An error as people read it: title, what it means, what to do."""
    lines = [f"error: {error.title}", *(f"  {detail}" for detail in error.detail.splitlines())]
    return "\n".join(lines + ([f"hint: {error.hint}"] if error.hint else []))


def _unexpected(error: Exception) -> CoderError:
    from coder.errors import CoderError

    return CoderError(
        f"Something unexpected happened: {type(error).__name__} at {_place(error.__traceback__)}",
        "This is a fault of the program. What was saved before is safe.",
        "Report it with the line above; it holds no words of an interview.",
    )


def _place(traceback: TracebackType | None) -> str:
    """File and line of the innermost frame of this program."""
    here, place = os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "?"
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if os.path.abspath(file).startswith(here):
            place = f"coder/{os.path.relpath(file, here)}:{traceback.tb_lineno}".replace(os.sep, "/")
        traceback = traceback.tb_next
    return place


def broken_pipe() -> int:
    """Whoever read our output has seen enough (`| head`): not an error. Keeps Python from saying so at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


class Progress:
    """`3/37 name` on one line of stderr, if that is a terminal."""

    def __init__(self, total: int) -> None:
        self.total = total
        self._on = total > 1 and sys.stderr.isatty()
        self._done = 0

    def step(self, name: str) -> None:
        if self._on:
            self._done += 1
            sys.stderr.write(f"\r\x1b[K{self._done}/{self.total} {ascii(name)[1:-1][:60]}")
            sys.stderr.flush()

    def share(self, done: float, name: str) -> None:
        """How much is done, from 0 to 1, of what has no pieces with names."""
        if self._on and round(100 * done) != self._done:
            self._done = round(100 * done)
            sys.stderr.write(f"\r\x1b[K{self._done} % {ascii(name)[1:-1][:60]}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def moment(when: str) -> str:
    """A stored moment (ISO 8601, UTC) in local time, as people read it."""
    if not when:
        return ""
    from datetime import datetime

    return datetime.fromisoformat(when.replace("Z", "+00:00")).astimezone().strftime("%Y-%m-%d %H:%M")

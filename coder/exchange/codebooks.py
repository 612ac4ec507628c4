"""Codebooks as files, by their suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from coder.errors import CoderError, UnreadableFile
from coder.exchange import codebook_csv, codebook_md
from coder.project.operations.codebook_text import Entry
from coder.project.study import Study


class Form(NamedTuple):
    """How a codebook is written and read."""

    write: Callable[[Study], bytes]
    read: Callable[[bytes, str], list[Entry]]


FORMS: dict[str, Form] = {
    ".csv": Form(codebook_csv.write, codebook_csv.read),
    ".md": Form(codebook_md.write, codebook_md.read),
}


def form_of(file: str, format: str | None = None) -> Form:
    """The form that is asked for, by name or else by the file's suffix; CoderError for one that is not known."""
    suffix = (
        f".{format.casefold()}"
        if format
        else Path(file if not file.startswith(".") else f"x{file}").suffix.casefold()
    )
    if suffix not in FORMS:
        raise CoderError(
            f"A codebook cannot be {suffix or 'a file without a suffix'}", hint=f"Use {' or '.join(FORMS)}"
        )
    return FORMS[suffix]


def read(path: Path) -> list[Entry]:
    """The codes in a file; UnreadableFile, with file and line, when it is no codebook."""
    form = form_of(path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}", error.strerror or "") from None
    return form.read(data, path.name)

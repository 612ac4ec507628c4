"""The decision trail as a file: as `coder.analysis.trail` writes it, or as a Word file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from coder.analysis import trail
from coder.analysis.trail import Step
from coder.project import Project

#: The suffixes a person can choose from.
SUFFIXES = (".md", ".html", ".docx", ".json")

Form = Callable[[Project, Sequence[Step]], bytes]


def form_of(file: str) -> Form:
    """How a trail is written, by the file's suffix; CoderError for one that is not known."""
    if Path(f"x{file}" if file.startswith(".") else file).suffix.casefold() == ".docx":
        return _docx
    form = trail.form_of(file)
    return lambda project, steps: form(project, steps).encode()


def _docx(project: Project, steps: Sequence[Step]) -> bytes:
    from coder.exchange.document_docx import as_docx  # imports much: only where a Word file is wanted

    return as_docx(trail.as_document(project, steps))

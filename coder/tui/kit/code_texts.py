"""The editor of the texts of a code: its definition, what it includes and what it excludes."""

from __future__ import annotations

from typing import Any

from coder.errors import ReadOnly
from coder.model.codebook import TEXTS, Code
from coder.project import Project
from coder.project.operations import codebook
from coder.tui.kit.questions import Interactive

#: Drafts of these texts are kept by this kind.
KIND = "text of a code"


def edit_code_text(widget: Interactive, project: Project, code: Code, field: str) -> None:
    """Open an editor of one of `TEXTS` over the screen of a widget; what is typed is kept as a draft."""
    from coder.tui.kit.editors import TextModal, existing

    if project.readonly:
        widget.fail(ReadOnly())
        return

    def save(_: str, text: str) -> None:
        fields: dict[str, Any] = {field: text.strip()}
        codebook.define(project, existing(project.codes, code.id), **fields)

    title, target = f"{TEXTS[field]} of {code.name}", f"{code.id}.{field}"
    widget.app.push_screen(TextModal(project, title, KIND, target, getattr(code, field), save))

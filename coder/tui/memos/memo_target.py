"""Memo targets: what a memo is written on."""

from __future__ import annotations

from typing import NamedTuple

from textual.message import Message

from coder.project import Project
from coder.project.drafts import MemoDraft
from coder.project.study import target_label
from coder.text.phrases import excerpt


class Target(NamedTuple):
    """A record, or a span of a source that becomes a segment when its memo is saved."""

    about: str
    id: str
    start: int = -1
    end: int = -1


class WriteMemo(Message):
    """Asks the coding screen to open the memo editor on a target."""

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target


def draft_label(project: Project, draft: MemoDraft, span: tuple[int, int]) -> str:
    """Return what a draft is about: a span that is no segment yet by its words."""
    start, end = span
    if start < 0 or draft.target not in project.sources:
        return target_label(project, draft.about, draft.target)
    return f"unit “{excerpt(project.text_of(project.sources[draft.target]).text[start:end], 32)}”"

"""Memos: what the researcher writes about the study."""

from __future__ import annotations

from typing import NamedTuple

from coder.model.record import Record


class MemoKind(NamedTuple):
    """A memo type: `private` to its author unless shared; `template` is the text of a new one."""

    label: str
    private: bool = False
    template: str = ""


PRECONCEPTION = "preconception"
MEMO_KINDS: dict[str, MemoKind] = {
    "analytic": MemoKind("analytic memo"),
    "field note": MemoKind(
        "field note", template="**Where and when:** \n\n**What happened:** \n\n**What struck me:** \n"
    ),
    "methodological": MemoKind(
        "methodological decision", template="**Decided:** \n\n**Because:** \n\n**Instead of:** \n"
    ),
    "theoretical": MemoKind(
        "theoretical memo", template="**Idea:** \n\n**Speaks for it:** \n\n**Speaks against it:** \n"
    ),
    PRECONCEPTION: MemoKind(
        "preconception", template="**I expect:** \n\n**Because:** \n\n**What would surprise me:** \n"
    ),
    "reflexive": MemoKind(
        "reflexive journal",
        private=True,
        template="**What I felt:** \n\n**Where it may come from:** \n\n**What it does to the analysis:** \n",
    ),
}

#: The tables whose records can carry a memo; "project" is the project itself.
MEMO_TARGETS: tuple[str, ...] = ("segments", "sources", "codes", "participants", "frameworks", "project")


class Memo(Record, frozen=True, kw_only=True):
    """A memo (REFI-QDA: Note) in Markdown, on the record `target` of table `about`.

    A `locked` memo (ISO 8601), such as a preconception before reading, is never changed again.
    """

    kind: str = "analytic"
    about: str = "project"
    target: str
    title: str = ""
    text: str = ""
    coder: str
    created: str = ""
    modified: str = ""
    shared: bool = False
    locked: str = ""

    @property
    def private(self) -> bool:
        """Whether it is hidden from others: of a private kind and not shared."""
        return MEMO_KINDS[self.kind].private and not self.shared

"""Memos: what the researcher writes about the study."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec

from coder.model.record import Record


class MemoKind(NamedTuple):
    """A memo type: `private` to its author unless shared; `template` is the text of a new one."""

    label: str
    private: bool = False
    template: str = ""

    @property
    def choice(self) -> str:
        """Its label in a list to choose from, which says what is private."""
        return f"{self.label} (private)" if self.private else self.label


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

    A `locked` memo (ISO 8601), such as a preconception before reading, is never changed again; `seal` is the hash of
    what was locked, "" in memos locked by older versions.
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
    seal: str = ""

    @property
    def private(self) -> bool:
        """Whether it is hidden from others: of a private kind and not shared."""
        return MEMO_KINDS[self.kind].private and not self.shared

    @property
    def changed_since_locked(self) -> bool:
        """Whether it is not what was locked, according to its seal."""
        return bool(self.locked and self.seal and self.seal != seal_of(self))


#: What a seal covers; more fields would make the seals of older memos invalid.
_SEALED = ("id", "kind", "about", "target", "title", "text", "coder", "created", "modified", "locked")


def seal_of(memo: Memo) -> str:
    """Return the hash of what is locked: BLAKE2b-256, hexadecimal."""
    content = msgspec.json.encode([getattr(memo, field) for field in _SEALED])
    return hashlib.blake2b(content, digest_size=32, person=b"coder lock").hexdigest()

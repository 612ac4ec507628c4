"""Which memos: of a kind, on something, by somebody, with some words in them; and in which order."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from coder.analysis.history_filter import is_between
from coder.analysis.search import occurrences
from coder.errors import Invalid
from coder.model.memo import MEMO_KINDS, Memo
from coder.project.operations.memos import target_label
from coder.project.paths import path_of
from coder.project.privacy import author, readable
from coder.project.project import Project
from coder.text.fold import searchable

ORDERS = ("newest", "oldest", "kind", "about", "author")


class Wanted(NamedTuple):
    """What is asked for; "" is anything.

    `about` is the id of a record; the memos on the units of a source count as on the source, and those on the
    sources of a participant or a wave as on these. `by` are initials, `words` stand in the title or the text,
    case and diacritics aside. `since` and `until` are dates of writing, both included, or beginnings of dates.
    """

    kind: str = ""
    about: str = ""
    by: str = ""
    words: str = ""
    since: str = ""
    until: str = ""


def listed(project: Project, wanted: Wanted, reader: str, order: str = "oldest") -> list[Memo]:
    """The memos that `reader` (initials) may read and that are wanted, in one of `ORDERS`."""
    if order not in ORDERS:
        raise Invalid("There is no such order of memos", order, f"Orders are: {', '.join(ORDERS)}")
    mine = (memo for memo in project.memos.values() if readable(project, memo, reader))
    found = [memo for memo in mine if _is_wanted(project, memo, wanted)]
    found.sort(key=lambda memo: (memo.created, memo.id), reverse=order != "oldest")
    if order == "kind":
        ranks = {kind: rank for rank, kind in enumerate(MEMO_KINDS)}
        found.sort(key=lambda memo: ranks[memo.kind])
    elif order == "author":
        found.sort(key=lambda memo: author(project, memo).casefold())
    elif order == "about":
        found.sort(key=lambda memo: _place(project, memo))
    return found


def _is_wanted(project: Project, memo: Memo, wanted: Wanted) -> bool:
    words = wanted.words.strip()
    return (
        (not wanted.kind or memo.kind == wanted.kind)
        and (not wanted.about or wanted.about in places(project, memo))
        and is_between(memo.created, wanted.since, wanted.until)
        and (not wanted.by or author(project, memo).casefold() == wanted.by.casefold())
        and (not words or bool(occurrences(_folded(f"{memo.title}\n{memo.text}"), words)))
    )


def places(project: Project, memo: Memo) -> tuple[str, ...]:
    """Ids of what a memo is about, and of the source, the participant and the wave that it belongs to by that."""
    segment = project.segments.get(memo.target)
    source = project.sources.get(segment.source if segment is not None else memo.target)
    if source is None:
        return (memo.target,)
    return (memo.target, source.id, *filter(None, (source.participant, source.wave)))


@lru_cache(maxsize=5000)
def _folded(text: str) -> str:
    return searchable(text)


def _place(project: Project, memo: Memo) -> tuple[str, str, int]:
    """Project, participants, codes, sources with their units as they come in the text, frameworks."""
    ranks = {"project": "0", "participants": "1", "codes": "2", "sources": "3", "segments": "3", "frameworks": "4"}
    segment = project.segments.get(memo.target)
    if segment is not None:
        return ranks["segments"], project.sources[segment.source].name.casefold(), segment.start
    if memo.about == "codes":
        return ranks["codes"], path_of(project, project.codes[memo.target]).casefold(), -1
    return ranks[memo.about], target_label(project, memo.about, memo.target).casefold(), -1

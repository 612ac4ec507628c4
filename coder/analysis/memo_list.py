"""Filtered and ordered lists of memos."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from coder.analysis.history import is_between
from coder.analysis.search import occurrences
from coder.errors import Invalid
from coder.model.memo import MEMO_KINDS, Memo
from coder.project.project import Project
from coder.project.study import author, path_of, readable, target_label
from coder.text.fold import FoldedText, name_key, searchable

ORDERS = ("newest", "oldest", "kind", "about", "author")


class MemoFilter(NamedTuple):
    """Criteria for memos; "" does not restrict.

    `about` is the id of a record; memos on the units of a source count as on the source, and those on the sources of
    a participant or a wave as on these. `by` are initials. `words` are in the title or the text, ignoring case and
    diacritics. `since` and `until` are dates of writing, both inclusive, or beginnings of dates.
    """

    kind: str = ""
    about: str = ""
    by: str = ""
    words: str = ""
    since: str = ""
    until: str = ""


def filter_memos(project: Project, criteria: MemoFilter, reader: str, order: str = "oldest") -> list[Memo]:
    """Return the memos that match and that `reader` (initials) may read, in one of `ORDERS`."""
    if order not in ORDERS:
        raise Invalid("Unknown order of memos", order, f"Orders are: {', '.join(ORDERS)}")
    visible = (memo for memo in project.memos.values() if readable(project, memo, reader))
    memos = [memo for memo in visible if _matches(project, memo, criteria)]
    memos.sort(key=lambda memo: (memo.created, memo.id), reverse=order != "oldest")
    if order == "kind":
        ranks = {kind: rank for rank, kind in enumerate(MEMO_KINDS)}
        memos.sort(key=lambda memo: ranks[memo.kind])
    elif order == "author":
        memos.sort(key=lambda memo: author(project, memo).casefold())
    elif order == "about":
        memos.sort(key=lambda memo: _target_key(project, memo))
    return memos


def _matches(project: Project, memo: Memo, criteria: MemoFilter) -> bool:
    words = criteria.words.strip()
    return (
        (not criteria.kind or memo.kind == criteria.kind)
        and (not criteria.about or criteria.about in related_ids(project, memo))
        and is_between(memo.created, criteria.since, criteria.until)
        and (not criteria.by or name_key(author(project, memo)) == name_key(criteria.by))
        and (not words or bool(occurrences(_folded(f"{memo.title}\n{memo.text}"), words)))
    )


def related_ids(project: Project, memo: Memo) -> tuple[str, ...]:
    """Return the ids of the memo's target and of the source, participant and wave that the target belongs to."""
    segment = project.segments.get(memo.target)
    source = project.sources.get(segment.source if segment is not None else memo.target)
    if source is None:
        return (memo.target,)
    return (memo.target, source.id, *filter(None, (source.participant, source.wave)))


@lru_cache(maxsize=5000)
def _folded(text: str) -> FoldedText:
    return searchable(text)


def _target_key(project: Project, memo: Memo) -> tuple[str, str, int]:
    """Sort by project, participants, codes, sources with their units in text order, frameworks."""
    ranks = {"project": "0", "participants": "1", "codes": "2", "sources": "3", "segments": "3", "frameworks": "4"}
    segment = project.segments.get(memo.target)
    if segment is not None:
        return ranks["segments"], project.sources[segment.source].name.casefold(), segment.start
    if memo.about == "codes":
        return ranks["codes"], path_of(project, project.codes[memo.target]).casefold(), -1
    return ranks[memo.about], target_label(project, memo.about, memo.target).casefold(), -1

"""What an act would delete and change besides the records it names, in words, for the question before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from coder.model.record import Change, Record
from coder.model.schema import CODERS
from coder.model.source import Segment
from coder.project.project import Project, foresee_changes
from coder.text.fold import name_key
from coder.text.phrases import format_count, format_list

#: Tables whose records are counted, in the order of the words → singular and plural.
NOUNS: dict[str, tuple[str, str]] = {
    "sources": ("interview", "interviews"),
    "codes": ("code", "codes"),
    "segments": ("coded unit", "coded units"),
    "codings": ("coding", "codings"),
    "memos": ("memo", "memos"),
    "groups": ("code group", "code groups"),
    "condensates": ("condensate", "condensates"),
    "analytic_texts": ("analytic text", "analytic texts"),
    "verdicts": ("verdict", "verdicts"),
    "levels": ("level", "levels"),
    "cells": ("cell", "cells"),
    "change_notes": ("change note", "change notes"),
    "themes": ("theme", "themes"),
    "readings": ("“read” mark", "“read” marks"),
    "answers": ("answer", "answers"),
    "pseudonym_decisions": ("decision on pseudonyms", "decisions on pseudonyms"),
    "attrition": ("register entry", "register entries"),
}
#: Tables whose changed records are counted, too: somebody's work, or what is moved to another participant.
WORK = (*CODERS, "sources", "attrition")


def foresee(
    project: Project, act: Callable[[], object], named: Collection[str], expected: Collection[str] = ()
) -> str:
    """Return what `act` would delete and change besides the records `named` by id; "" where that needs no question.

    It needs one where other records are deleted, except of the tables `expected`, and where the work of another coder
    is deleted or changed. Raises what `act` raises.
    """
    changes = [change for change in foresee_changes(project, act) if change.before is not None]
    others = [change for change in changes if change.id not in named and change.table in NOUNS]
    deleted = [change for change in others if change.after is None]
    changed = [change for change in others if change.after is not None and change.table in WORK]
    authors = {_other_author(project, change) for change in changes if change.id in named} - {""}
    is_foreign = any(_other_author(project, change) for change in (*deleted, *changed))
    if not authors and not is_foreign and all(change.table in expected for change in deleted):
        return ""
    also = "also " if any(change.after is None and change.id in named for change in changes) else ""
    acts = [f"{also}deletes {_count(project, deleted)}"] if deleted else []
    acts += [f"changes {_count(project, changed)}"] if changed else []
    sentences = [_by(authors)] if authors else []
    sentences += [f"This {', and '.join(acts)}."] if acts else []
    return " ".join(sentences)


def by_another(project: Project, table: str, record: Record | None) -> str:
    """Return by which other coder a record is: `It is by MB.`; "" for one's own, or for none."""
    return "" if record is None else _by({_other_author(project, Change(table, record.id, record, None))})


def coded_by_others(project: Project, segment: Segment) -> str:
    """Return which other coders coded a segment: `It is coded by MB.`; "" for none."""
    authors = {project.coders[coding.coder].initials for coding in project.codings_of(segment.id)}
    own = name_key(project.stored_initials)
    return _by({initials for initials in authors if name_key(initials) != own}, "coded by")


def _by(initials: set[str], words: str = "by") -> str:
    names = sorted(initials - {""})
    return f"It is {words} {format_list(names)}." if names else ""


def _other_author(project: Project, change: Change) -> str:
    """Return the initials of the coder of a changed record; "" if that is the acting coder or nobody."""
    if change.table not in CODERS:
        return ""
    coder = project.coders[getattr(change.before, CODERS[change.table][0])]
    return "" if name_key(coder.initials) == name_key(project.stored_initials) else coder.initials


def count(project: Project, changes: Sequence[Change]) -> str:
    """Return what is deleted and changed: `This deletes 3 codings (2 by MB) and changes 1 condensate.`"""
    deleted = [change for change in changes if change.after is None]
    changed = [change for change in changes if change.after is not None and change.table in NOUNS]
    acts = [f"deletes {_count(project, deleted)}"] if deleted else []
    acts += [f"changes {_count(project, changed)}"] if changed else []
    return f"This {', and '.join(acts)}." if acts else ""


def _count(project: Project, changes: Sequence[Change]) -> str:
    """Return counts by table, with the number by each other coder: `3 codings (2 by MB)`."""
    counts = Counter(change.table for change in changes)
    authors = {table: Counter[str]() for table in counts}
    for change in changes:
        authors[change.table][_other_author(project, change)] += 1
    return format_list(
        format_count(counts[table], *NOUNS[table]) + _attribution(authors[table]) for table in NOUNS if counts[table]
    )


def _attribution(authors: Counter[str]) -> str:
    names = [f"{number:,} by {initials}" for initials, number in sorted(authors.items()) if initials]
    return f" ({', '.join(names)})" if names else ""

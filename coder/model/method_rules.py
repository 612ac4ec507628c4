"""Invariants of the method's records: condensation and frameworks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coder.model.answer import Answer
from coder.model.condensation import (
    CLAIM_CHECK,
    FATES,
    UNIT_CHECK,
    VERDICTS,
    AnalyticText,
    CodeGroup,
    Condensate,
    Reading,
    Sentence,
    Theme,
    Verdict,
)
from coder.model.framework import CHANGE_TAGS, INFERRED, STATUSES, ChangeNote, Framework, Level, LevelCell
from coder.model.memo import Memo
from coder.model.participant import OUTCOMES, Attrition
from coder.model.record import Record
from coder.model.view import View, name_problem, named


def _others(view: View, table: str, id: str, among: str, record: Record) -> Iterator[Record]:
    """Return the other records of table `among` that refer to a record."""
    for where, referrer in view.referrers_of(table, id):
        other = view.get(where, referrer) if where == among and referrer != record.id else None
        if other is not None:
            yield other


def locked(before: Memo, after: Record | None) -> Iterator[str]:
    """Return why a locked memo cannot be changed or removed."""
    if before.locked and after != before:
        yield "a locked memo cannot be changed; write a new version"


def _attrition(view: View, entry: Attrition) -> Iterator[str]:
    if entry.outcome not in OUTCOMES:
        yield "its outcome is unknown"
    for other in _others(view, "participants", entry.participant, "attrition", entry):
        if isinstance(other, Attrition) and other.wave == entry.wave:
            yield "the register has an entry for this participant and wave already"


def _answer(view: View, answer: Answer) -> Iterator[str]:
    if not answer.form or not answer.item:
        yield "it does not say which question it answers"


def _reading(view: View, reading: Reading) -> Iterator[str]:
    for other in _others(view, "sources", reading.source, "readings", reading):
        if isinstance(other, Reading) and other.coder == reading.coder:
            yield "the same coder has read this source already"


def _theme(view: View, theme: Theme) -> Iterator[str]:
    problem = name_problem(theme.name)
    if problem:
        yield problem
    if theme.fate not in FATES:
        yield "its decision is unknown"
    if theme.negotiated and (theme.fate or theme.into):
        yield "it is on the negotiated list, and cannot be taken up or dropped as a preliminary one"
    if (theme.fate == "taken") != (theme.into is not None):
        yield "a theme that was taken up must name its negotiated theme, and no other may"
    above = view.get("themes", theme.into) if theme.into else None
    if isinstance(above, Theme) and not above.negotiated:
        yield "the theme that took it up is not on the negotiated list"


def _group(view: View, group: CodeGroup) -> Iterator[str]:
    if group.heading:
        problem = name_problem(group.heading)
        if problem:
            yield problem
    if any(_others(view, "codes", group.code, "groups", group)):
        yield "its code is a code group already"


def _sentences(sentences: tuple[Sentence, ...]) -> Iterator[str]:
    keys = [sentence.key for sentence in sentences]
    if len(set(keys)) < len(keys) or not all(keys):
        yield "two of its sentences have the same key, or one has none"
    if any(not sentence.text.strip() or sentence.text != sentence.text.strip() for sentence in sentences):
        yield "one of its sentences is empty, or begins or ends with a space"


def _condensate(view: View, condensate: Condensate) -> Iterator[str]:
    yield from _sentences(condensate.sentences)
    if any(_others(view, "codes", condensate.code, "condensates", condensate)):
        yield "its code has a condensate already"


def _analytic_text(view: View, text: AnalyticText) -> Iterator[str]:
    yield from _sentences(text.sentences)
    if any(_others(view, "groups", text.group, "analytic_texts", text)):
        yield "its group has an analytic text already"


def _verdict(view: View, verdict: Verdict) -> Iterator[str]:
    if verdict.verdict not in VERDICTS.get(verdict.kind, ()):
        yield "its verdict does not belong to its kind of check"
    if verdict.kind == UNIT_CHECK and verdict.segment is None:
        yield "it does not say which unit was checked"
    if verdict.kind == CLAIM_CHECK and (verdict.text is None or not verdict.sentence):
        yield "it does not say which claim was checked"
    table, checked = ("segments", verdict.segment) if verdict.segment else ("analytic_texts", verdict.text)
    for other in _others(view, table, checked or "", "verdicts", verdict):
        if isinstance(other, Verdict) and _same_check(other, verdict):
            yield "the same coder has given a verdict on it already"
            break


def _same_check(verdict: Verdict, other: Verdict) -> bool:
    return all(verdict[field] == other[field] for field in ("kind", "group", "segment", "text", "sentence", "coder"))


def _framework(view: View, framework: Framework) -> Iterator[str]:
    yield from named(view, "frameworks", framework, framework.name)


def _level(view: View, level: Level) -> Iterator[str]:
    problem = name_problem(level.name)
    if problem:
        yield problem
    for other in _others(view, "frameworks", level.framework, "levels", level):
        if isinstance(other, Level) and other.name.casefold() == level.name.casefold():
            yield "another level of the framework has the same name"


def _cell(view: View, cell: LevelCell) -> Iterator[str]:
    if cell.status not in STATUSES:
        yield "its status is unknown"
    for other in _others(view, "levels", cell.level, "cells", cell):
        if isinstance(other, LevelCell) and (other.participant, other.wave) == (cell.participant, cell.wave):
            yield "there is another cell of this level, participant and wave"
            break
    level = view.get("levels", cell.level)
    cited = [view.get("cells", id) for id in cell.cites]
    if isinstance(level, Level) and level.inferred and (cell.summary or cell.evidence):
        if cell.status != INFERRED:
            yield f"a cell of an inferred level has the status “{INFERRED}”"
        if not any(
            isinstance(cited_cell, LevelCell) and _is_evidenced(view, cited_cell, level) for cited_cell in cited
        ):
            yield "an inferred cell cites at least one cell of another level"
    for cited_cell in cited:
        if isinstance(cited_cell, LevelCell) and (
            cited_cell.participant != cell.participant or cited_cell.id == cell.id
        ):
            yield "it cites itself, or a cell of another participant"


def _is_evidenced(view: View, cell: LevelCell, inferred: Level) -> bool:
    """Return whether a cell is of a level of the same framework that is not inferred."""
    level = view.get("levels", cell.level)
    return isinstance(level, Level) and not level.inferred and level.framework == inferred.framework


def _change_note(view: View, note: ChangeNote) -> Iterator[str]:
    if note.tag and note.tag not in CHANGE_TAGS:
        yield "its tag is unknown"
    if note.first == note.then:
        yield "both of its sides are the same wave"
    if note.level is not None and note.code is not None:
        yield "it is about a level or a code, not both"
    sides = ((note.evidence_first, note.absent_first), (note.evidence_then, note.absent_then))
    if note.tag and not all(evidence or absent.strip() for evidence, absent in sides):
        yield "each of its sides needs evidence, or a reason for its absence"
    if any(evidence and absent for evidence, absent in sides):
        yield "one of its sides has both evidence and a reason for its absence"
    for other in _others(view, "participants", note.participant, "change_notes", note):
        if isinstance(other, ChangeNote) and _same_change(other, note):
            yield "there is another note on the same change"
            break


def _same_change(note: ChangeNote, other: ChangeNote) -> bool:
    return all(note[field] == other[field] for field in ("first", "then", "level", "code"))


RULES: dict[str, Callable[..., Iterator[str]]] = {
    "attrition": _attrition,
    "answers": _answer,
    "readings": _reading,
    "themes": _theme,
    "groups": _group,
    "condensates": _condensate,
    "analytic_texts": _analytic_text,
    "verdicts": _verdict,
    "frameworks": _framework,
    "levels": _level,
    "cells": _cell,
    "change_notes": _change_note,
}

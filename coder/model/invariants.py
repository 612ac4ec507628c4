"""Invariants: what must hold for a record in the study as it would be after a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple, Protocol

from coder.model.codebook import LONGEST_NAME, MOST_LEVELS, SEPARATOR, Code
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
from coder.model.memo import MEMO_KINDS, MEMO_TARGETS, PRECONCEPTION, Memo
from coder.model.participant import OUTCOMES, Attrition, Participant, Wave
from coder.model.project import IMPORT_DECISIONS, Answer, Coder, CodeSet, Info, Query
from coder.model.pseudonym import KEEP, LATER, PseudonymDecision
from coder.model.record import Change, Record
from coder.model.schema import CODERS, NAMED, references
from coder.model.source import MARKS, Coding, Segment, Source, SourceText
from coder.text.controls import misplaced
from coder.text.fold import name_key

_DIGEST = re.compile(r"[0-9a-f]{64}")
LINE_BREAKS = re.compile(r"[\r\n\t\x00-\x1f]")


class View(Protocol):
    """The study as it would be after the change, for the invariants."""

    def get(self, table: str, id: str) -> Record | None: ...
    def text_of(self, source: str, revision: int) -> SourceText | None: ...
    def children_of(self, code: str | None) -> Collection[str]: ...
    def codes_named(self, parent: str | None, name: str) -> Collection[str]: ...
    def codings_of_segment(self, segment: str) -> Collection[str]: ...
    def codings_of_code(self, code: str) -> Collection[str]: ...
    def segments_of_source(self, source: str) -> Collection[str]: ...
    def memos_about(self, target: str) -> Collection[str]: ...
    def referrers_of(self, table: str, id: str) -> Iterable[tuple[str, str]]:
        """Return table and id of each record that refers to this one, also as its coder."""
        ...

    def named(self, table: str, name: str) -> Iterable[str]:
        """Return the ids of the records of a small table with this name (case-insensitive)."""
        ...


class Broken(NamedTuple):
    """A broken rule and its record."""

    table: str
    id: str
    rule: str


def name_problem(name: str, longest: int = LONGEST_NAME) -> str:
    """Return what is wrong with a name; "" if it is valid."""
    if not name.strip():
        return "a name cannot be empty"
    if name != name.strip():
        return "a name cannot begin or end with a blank"
    if LINE_BREAKS.search(name):
        return "a name cannot contain line breaks, tabs or control characters"
    if len(name) > longest:
        return f"a name cannot be longer than {longest} characters (this one has {len(name)})"
    return ""


def named(view: View, table: str, record: Record, name: str) -> Iterator[str]:
    problem = name_problem(name)
    if problem:
        yield problem
    elif any(other != record.id for other in view.named(table, name)):
        yield "another record has the same name"


def is_date(text: str) -> bool:
    """Return whether a text is an ISO 8601 date (2024-09-30) or empty."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


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


def _pseudonym_decision(view: View, decision: PseudonymDecision) -> Iterator[str]:
    if decision.decision not in (KEEP, LATER):
        yield "its decision is unknown"
    if not _DIGEST.fullmatch(decision.digest) or not _DIGEST.fullmatch(decision.place or decision.digest):
        yield "it has no digest of what was decided"


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
        if isinstance(other, Level) and name_key(other.name) == name_key(level.name):
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


def _info(view: View, info: Info) -> Iterator[str]:
    problem = name_problem(info.name)
    if problem:
        yield problem
    if any(decision.kind not in IMPORT_DECISIONS for decision in info.imports):
        yield "a decision on imports is of an unknown kind"


def _coder(view: View, coder: Coder) -> Iterator[str]:
    yield from named(view, "coders", coder, coder.initials)


def _participant(view: View, participant: Participant) -> Iterator[str]:
    yield from named(view, "participants", participant, participant.name)
    if not is_date(participant.anchor):
        yield "the date its days are counted from is not a date such as 2024-09-30"


def _wave(view: View, wave: Wave) -> Iterator[str]:
    yield from named(view, "waves", wave, wave.name)
    if wave.first_day is not None and wave.last_day is not None and wave.first_day > wave.last_day:
        yield "its window ends before it begins"


def _source(view: View, source: Source) -> Iterator[str]:
    yield from named(view, "sources", source, source.name)
    if not is_date(source.date):
        yield "its date is not a date such as 2024-09-30"
    if view.text_of(source.id, source.revision) is None:
        yield f"the text of its revision {source.revision} is missing"


def _text(view: View, text: SourceText) -> Iterator[str]:
    if view.get("sources", text.source) is None:
        yield "its source does not exist"
    end = 0
    for turn in text.turns:
        if not end <= turn.label <= turn.start <= turn.end <= len(text.text):
            yield "its turns overlap or lie outside the text"
            break
        end = turn.end
    twin = view.text_of(text.source, text.revision)
    if twin is not None and twin.id != text.id:
        yield f"there is another text of revision {text.revision}"


def _code(view: View, code: Code) -> Iterator[str]:
    problem = name_problem(code.name)
    if problem:
        yield problem
    if SEPARATOR in code.name:
        yield f"a code's name cannot contain “{SEPARATOR}”, which separates the levels of a path"
    if code.quick is not None and not 1 <= code.quick <= 9:
        yield "a quick key is a digit from 1 to 9"
    if not code.codable and view.codings_of_code(code.id):
        yield "it has codings and cannot become a group"
    if code.parent is not None and view.get("codes", code.parent) is None:
        yield "its parent does not exist"
        return
    if any(other != code.id for other in view.codes_named(code.parent, code.name)):
        yield "another code in the same place has the same name"
    seen = {code.id}
    above: Record | None = code
    while isinstance(above, Code) and above.parent is not None:
        if above.parent in seen:
            yield "it would be inside itself"
            return
        if len(seen) > MOST_LEVELS:
            yield f"it would lie more than {MOST_LEVELS} levels deep"
            return
        seen.add(above.parent)
        above = view.get("codes", above.parent)


def _segment(view: View, segment: Segment) -> Iterator[str]:
    text = view.text_of(segment.source, segment.revision)
    if view.get("sources", segment.source) is None:
        yield "its source does not exist"
    elif text is None:
        yield f"revision {segment.revision} of its source does not exist"
    elif not 0 <= segment.start < segment.end <= len(text.text):
        yield "it lies outside the text"
    elif text.text[segment.start : segment.end] != segment.quote:
        yield "its quotation differs from the text"


def _coding(view: View, coding: Coding) -> Iterator[str]:
    if view.get("segments", coding.segment) is None:
        yield "its segment does not exist"
    if coding.mark not in MARKS:
        yield "its mark is unknown"
    code = view.get("codes", coding.code)
    if not isinstance(code, Code):
        yield "its code does not exist"
    elif not code.codable:
        yield "its code only groups others"
    for other in view.codings_of_segment(coding.segment):
        twin = view.get("codings", other)
        if (
            isinstance(twin, Coding)
            and twin.id != coding.id
            and (twin.code, twin.coder) == (coding.code, coding.coder)
        ):
            yield "the same coder has coded this segment with this code already"
            break


def _memo(view: View, memo: Memo) -> Iterator[str]:
    if memo.kind not in MEMO_KINDS:
        yield "its kind is unknown"
    if memo.about not in MEMO_TARGETS or view.get(memo.about, memo.target) is None:
        yield "the record it is about does not exist"
    if memo.locked and (memo.kind, memo.about) != (PRECONCEPTION, "project"):
        yield "only preconceptions about the study can be locked"


def _query(view: View, query: Query) -> Iterator[str]:
    yield from named(view, "queries", query, query.name)
    if not query.text.strip():
        yield "a query cannot be empty"


def _set(view: View, codes: CodeSet) -> Iterator[str]:
    yield from named(view, "sets", codes, codes.name)


RULES: dict[str, Callable[..., Iterator[str]]] = {
    "project": _info,
    "coders": _coder,
    "participants": _participant,
    "waves": _wave,
    "sets": _set,
    "queries": _query,
    "sources": _source,
    "texts": _text,
    "codes": _code,
    "segments": _segment,
    "codings": _coding,
    "memos": _memo,
    "attrition": _attrition,
    "answers": _answer,
    "pseudonym_decisions": _pseudonym_decision,
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


def violations(view: View, table: str, record: Record) -> Iterator[Broken]:
    """Yield the rules that this record breaks."""
    for reference, id in references(table, record):
        if view.get(reference.table, id) is None:
            what = {"sentences": "unit that supports a sentence"}.get(reference.field, reference.field)
            yield Broken(table, record.id, f"its {what.replace('_', ' ')} does not exist")
    for field in CODERS.get(table, ()):
        if record[field] is not None and view.get("coders", record[field]) is None:
            yield Broken(table, record.id, f"its {field.replace('_', ' ')} does not exist")
    for rule in RULES[table](view, record):
        yield Broken(table, record.id, rule)


#: Fields that hold names: one, several, or those of attributes.
NAMES: dict[str, tuple[str, ...]] = {
    "project": ("name",),
    "coders": ("initials", "name"),
    "participants": ("name", "service", "attributes"),
    "waves": ("name",),
    "sets": ("name",),
    "queries": ("name",),
    "themes": ("name",),
    "groups": ("heading",),
    "frameworks": ("name",),
    "levels": ("name",),
    "sources": ("name", "interviewer", "mode", "guide", "interviewers", "attributes"),
    "codes": ("name", "aliases"),
}


def name_violations(change: Change) -> Iterator[Broken]:
    """Yield what is wrong with names that the change makes: controls, bidi overrides; older names stay."""
    for field in NAMES.get(change.table, ()) if change.after is not None else ():
        before = set(_names_in(change.before[field])) if change.before is not None else set()
        for name in _names_in(change.after[field]) if change.after is not None else ():
            problem = control_problem(name) if name not in before else ""
            if problem:
                yield Broken(change.table, change.id, problem)


def control_problem(name: str) -> str:
    """Return what is wrong with a name that holds a control, a bidi override or an invisible mark; "" for none."""
    unsafe = misplaced(name)
    return f"a name cannot contain control or invisible characters (U+{ord(unsafe):04X})" if unsafe else ""


def _names_in(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def overwrite_violations(change: Change) -> Iterator[Broken]:
    """Yield the rules that the change itself breaks: some records are permanent."""
    if isinstance(change.before, Memo):
        for rule in locked(change.before, change.after):
            yield Broken(change.table, change.id, rule)


def text_change_violations(view: View, text: SourceText) -> Iterator[Broken]:
    """Yield the rules that a source and its segments break after their text was replaced or removed."""
    source = view.get("sources", text.source)
    if source is not None:
        yield from violations(view, "sources", source)
    for id in view.segments_of_source(text.source):
        segment = view.get("segments", id)
        if isinstance(segment, Segment) and segment.revision == text.revision:
            yield from violations(view, "segments", segment)


def dangling_references(view: View, table: str, record: Record) -> Iterator[Broken]:
    """Yield the rules that the removal of this record breaks: references to it."""
    id = record.id
    if isinstance(record, SourceText):
        yield from text_change_violations(view, record)
    if table == "codes" and (view.codings_of_code(id) or view.children_of(id)):
        yield Broken(table, id, "it still has codings or codes below it")
    if table == "segments" and view.codings_of_segment(id):
        yield Broken(table, id, "it still has codings")
    if table == "sources" and view.segments_of_source(id):
        yield Broken(table, id, "it still has coded units")
    if table in MEMO_TARGETS and view.memos_about(id):
        yield Broken(table, id, "it still has memos")
    if (table in NAMED or table == "coders") and any(view.referrers_of(table, id)):
        yield Broken(table, id, "it is still used")

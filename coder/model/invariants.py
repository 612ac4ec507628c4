"""Invariants of a study: checked before a change is accepted, and by `coder doctor`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coder.model import method_rules as method
from coder.model.change import Change
from coder.model.codebook import SEPARATOR, Code
from coder.model.coder import Coder
from coder.model.info import Info
from coder.model.memo import MEMO_KINDS, MEMO_TARGETS, PRECONCEPTION, Memo
from coder.model.participant import Participant, Wave
from coder.model.query import CodeSet, Query
from coder.model.record import Record
from coder.model.references import CODERS, NAMED, references
from coder.model.segment import MARKS, Coding, Segment
from coder.model.source import Source, SourceText
from coder.model.view import Broken, View, is_date, name_problem, named


def _info(view: View, info: Info) -> Iterator[str]:
    problem = name_problem(info.name)
    if problem:
        yield problem


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
    for other in view.children_of(code.parent):
        sibling = view.get("codes", other)
        if other != code.id and isinstance(sibling, Code) and sibling.name.casefold() == code.name.casefold():
            yield "another code in the same place has the same name"
            break
    seen = {code.id}
    above: Record | None = code
    while isinstance(above, Code) and above.parent is not None:
        if above.parent in seen:
            yield "it would be inside itself"
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
    **method.RULES,
}


def violations(view: View, table: str, record: Record) -> Iterator[Broken]:
    """Yield the rules that this record breaks."""
    for reference, id in references(table, record):
        if view.get(reference.table, id) is None:
            what = {"sentences": "segment that supports a sentence"}.get(reference.field, reference.field)
            yield Broken(table, record.id, f"its {what.replace('_', ' ')} does not exist")
    for field in CODERS.get(table, ()):
        if record[field] is not None and view.get("coders", record[field]) is None:
            yield Broken(table, record.id, f"its {field.replace('_', ' ')} does not exist")
    for rule in RULES[table](view, record):
        yield Broken(table, record.id, rule)


def overwrite_violations(change: Change) -> Iterator[Broken]:
    """Yield the rules that the change itself breaks: some records are permanent."""
    if isinstance(change.before, Memo):
        for rule in method.locked(change.before, change.after):
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
        yield Broken(table, id, "it still has coded segments")
    if table in MEMO_TARGETS and view.memos_about(id):
        yield Broken(table, id, "it still has memos")
    if (table in NAMED or table == "coders") and any(view.referrers_of(table, id)):
        yield Broken(table, id, "it is still used")

"""Where a study holds words: transcripts in all revisions, memos, codes, participants, names, the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

import msgspec

from coder.model.participant import Participant
from coder.model.source import Source, SourceText
from coder.privacy.leak_scan import Finding, Place
from coder.project.project import Project
from coder.project.study import Study, path_of

#: Table → what a record is called, its fields with headings, and its fields with sentences.
_FIELDS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "project": ("project", ("name",), ()),
    "sources": ("source", ("name", "interviewer", "mode", "guide", "attributes"), ()),
    "codes": ("code", ("name", "aliases"), ("definition", "include", "exclude")),
    "memos": ("memo", ("title",), ("text",)),
    "participants": ("participant", ("name", "service", "attributes"), ("note",)),
    "waves": ("wave", ("name",), ()),
    "attrition": ("register", (), ("reason",)),
    "sets": ("set", ("name",), ()),
    "queries": ("query", ("name",), ("text",)),
    "answers": ("answer", (), ("text",)),
    "themes": ("theme", ("name",), ("note", "why")),
    "groups": ("group", ("heading",), ()),
    "condensates": ("condensate", (), ("sentences",)),
    "analytic_texts": ("analytic text", (), ("sentences",)),
    "verdicts": ("verdict", (), ("note",)),
    "frameworks": ("framework", ("name",), ("note", "early")),
    "levels": ("level", ("name",), ()),
    "cells": ("cell", (), ("summary",)),
    "change_notes": ("change note", (), ("sentence", "absent_first", "absent_then")),
}


class RecordText(NamedTuple):
    """A text of a record: where it is, in words, and its field, with the key or number of one of several.

    A `heading` is a name or the like, in which capitals say little.
    """

    where: str
    table: str
    record: Any
    field: str
    part: str
    text: str
    heading: bool


def record_texts(study: Study) -> Iterator[RecordText]:
    """Yield every text that a person wrote in the records of a study, the transcripts apart."""
    for table, (noun, headings, sentences) in _FIELDS.items():
        for record in study.tables[table].values():
            name = _name(study, table, record)
            for field in (*headings, *sentences):
                for part, text in _texts(record[field]):
                    where = f"{noun} {name}: {' '.join(filter(None, (field, part)))}"
                    yield RecordText(where, table, record, field, part, text, field in headings)


def with_text(record: Any, field: str, part: str, text: str) -> Any:
    """Return a record with another text in a field, or in a part of it; as `record_texts` names them."""
    value = record[field]
    if isinstance(value, dict):
        value = {**value, part: text}
    elif isinstance(value, tuple):
        number = int(part) - 1
        item = text if isinstance(value[number], str) else value[number]._replace(text=text)
        value = (*value[:number], item, *value[number + 1 :])
    else:
        value = text
    return msgspec.structs.replace(record, **{field: value})


def study_places(project: Project) -> list[Place]:
    """Return every text of a study that a person wrote or said, with where it is."""
    return [*_transcripts(project), *_records(project), *_history(project)]


def _transcripts(study: Study) -> Iterator[Place]:
    """Yield the texts of the sources; earlier revisions too, which the folder still holds."""
    texts = cast("Mapping[str, SourceText]", study.tables["texts"])
    for text in texts.values():
        source = study.sources.get(text.source)
        if source is None:
            continue
        where = source.name if text.revision == source.revision else f"{source.name}, revision {text.revision}"
        yield Place(where, text.text, language=source.language, turns=text.turns, remark=_remark(study, source))


def _remark(study: Study, source: Source) -> str:
    """Return what a date in a source gives away beside its day offset; "" without one."""
    if source.day is None:
        return ""
    person = study.participants.get(source.participant or "")
    whose = f" of {person.name}" if person else ""
    return f"with day {source.day} of the interview it may reveal the dates of other interviews{whose}"


def _records(study: Study) -> Iterator[Place]:
    for row in record_texts(study):
        yield Place(row.where, _spaced(row.text), "line", heading=row.heading)


def _spaced(text: str) -> str:
    """Return a text with blanks for the underscores that stand between the words of the name of a file."""
    return text.replace("_", " ")


def _name(study: Study, table: str, record: Any) -> str:
    if table == "codes":
        return path_of(study, record)
    if table == "memos":
        return str(record.title or record.id[:8])
    return str(getattr(record, "name", "") or record.id[:8])


def _texts(value: object) -> Iterator[tuple[str, str]]:
    """Yield the texts of a field, with the label of each where there are several."""
    if isinstance(value, str):
        yield "", value
    elif isinstance(value, dict):
        for key, text in value.items():
            yield str(key), f"{text}"
    elif isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield str(number), item if isinstance(item, str) else str(getattr(item, "text", ""))


def _history(project: Project) -> Iterator[Place]:
    """Yield the labels and reasons of all changes, a line each."""
    labels, reasons = [], []
    for transaction in project.history():
        labels.append(_one_line(transaction.label))
        reasons.append(_one_line(transaction.reason))
    yield Place("history: labels", "\n".join(labels), "change", heading=True)
    yield Place("history: reasons", "\n".join(reasons), "change", heading=True)


def _one_line(text: str) -> str:
    return " ".join(_spaced(text).split())


def study_findings(study: Study, *, publication: bool) -> list[Finding]:
    """Return what identifies by what it is, not by its words: dates beside day offsets, and rare attributes.

    With `publication`, the names of coders, and attributes that one participant alone has.
    """
    findings = [*_dates(study)]
    if publication:
        findings += _coders(study)
        findings += _rare_attributes(study)
    return findings


def _dates(study: Study) -> Iterator[Finding]:
    for source in study.sources.values():
        if source.date:
            yield Finding("date", f"source {source.name}: date", source.date, "the day of the interview. " + _DAYS)
    for person in study.participants.values():
        if person.anchor:
            yield Finding("date", f"participant {person.name}: anchor", person.anchor, "days count from it. " + _DAYS)


_DAYS = "Replace dates with days: coder dates PROJECT --to-days"


def _coders(study: Study) -> Iterator[Finding]:
    for coder in study.coders.values():
        if coder.name:
            yield Finding("author", f"coder {coder.initials}: name", coder.name, "the name of a coder")


def _rare_attributes(study: Study) -> Iterator[Finding]:
    held: dict[tuple[str, str], list[Participant]] = {}
    for person in study.participants.values():
        for key, value in person.attributes.items():
            held.setdefault((key, value), []).append(person)
    if len(study.participants) > 1:
        for (key, value), people in held.items():
            if len(people) == 1 and value:
                where = f"participant {people[0].name}: attributes {key}"
                yield Finding("attribute", where, value, "no other participant has it")

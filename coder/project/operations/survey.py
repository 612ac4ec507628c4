"""Answers of a survey: each becomes a source of its participant, whose other answers become attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coder.project.operations import memos, participants, sources
from coder.project.project import Project
from coder.text.span import Turn

FIELD_NOTE = "field note"


class Answer(NamedTuple):
    """An answer in words: of whom, to which question, in which wave; `note` becomes a memo on the source."""

    participant: str
    question: str
    wave: str
    text: str
    language: str = ""
    note: str = ""


class Added(NamedTuple):
    """The ids of the new sources, the names of sources that were there already, and kept attributes in words."""

    sources: tuple[str, ...]
    present: tuple[str, ...]
    conflicts: tuple[str, ...]


def add_answers(
    project: Project,
    answers: Sequence[Answer],
    attributes: Mapping[str, Mapping[str, str]],
    *,
    file: str,
    format: str,
    encoding: str = "",
) -> Added:
    """Add answers as sources, and participants with attributes (by name of the participant), as one change.

    An attribute that a participant has already stays. An answer that is in the project under the same name stays.
    """
    added, present = [], []
    texts = {source.name: source.digest for source in project.sources.values()}
    waves = {answer.wave for answer in answers}
    with project.transaction("sources.import_answers", f"imported answers from {file}"):
        conflicts = _describe_participants(project, attributes)
        for answer in answers:
            parts = (answer.participant, answer.wave if len(waves) > 1 else "", answer.question)
            name = " · ".join(filter(None, parts))
            if texts.get(name) == sources.digest_of(answer.text):
                present.append(name)
                continue
            source = sources.add(
                project,
                name=sources.free_name(project, name),
                text=answer.text,
                turns=[Turn(0, len(answer.text), answer.participant, None, 0)],
                format=format,
                encoding=encoding,
                language=answer.language,
                participant=answer.participant,
                wave=answer.wave,
                allow_same_text=True,
            )
            if answer.note:
                memos.write(project, answer.note, about="sources", target=source.id, kind=FIELD_NOTE)
            added.append(source.id)
    return Added(tuple(added), tuple(present), tuple(conflicts))


def _describe_participants(project: Project, attributes: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Add the participants and their attributes; return those that a participant has with another value."""
    conflicts = []
    for name, fields in attributes.items():
        participant = participants.ensure(project, name)
        new = {field: value for field, value in fields.items() if not participant.attributes.get(field)}
        conflicts += [
            f"{participant.name}: {field} stays “{participant.attributes[field]}”, not “{value}”"
            for field, value in fields.items()
            if participant.attributes.get(field, value) not in ("", value)
        ]
        if new:
            participants.describe(project, participant, attributes={**participant.attributes, **new})
    return conflicts

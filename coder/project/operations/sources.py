"""Sources: add, rename, describe, remove."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.source import Source, SourceText
from coder.project.interviews import counted_day
from coder.project.operations import participants, waves
from coder.project.project import Project
from coder.project.repoint import redirect
from coder.project.segments import remove_segment
from coder.text.turn import Turn
from coder.text.words import count_words


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def free_name(project: Project, name: str) -> str:
    """The name itself, or with a number where a source has it already."""
    taken = {source.name.casefold() for source in project.sources.values()}
    candidate, number = name, 2
    while candidate.casefold() in taken:
        candidate, number = f"{name} ({number})", number + 1
    return candidate


def same_text(project: Project, text: str) -> Source | None:
    """The source that holds exactly this text already."""
    return _with_digest(project, digest_of(text))


def _with_digest(project: Project, digest: str) -> Source | None:
    return next((source for source in project.sources.values() if source.digest == digest), None)


def add(
    project: Project,
    *,
    name: str,
    text: str,
    turns: Sequence[Turn],
    format: str = "txt",
    encoding: str = "",
    language: str = "",
    participant: str = "",
    wave: str = "",
    day: int | None = None,
) -> Source:
    """Add a document; participant and wave are named, and made if they do not exist.

    Raises Invalid when the text is in the project already or the name is taken.
    """
    digest = digest_of(text)
    twin = _with_digest(project, digest)
    if twin is not None:
        raise Invalid(
            "This transcript is in the project already",
            f"Its text is exactly that of “{twin.name}”.",
            "Nothing was imported. To replace a text, use: coder source correct",
        )
    with project.transaction("sources.add", f"imported {name}") as tx:
        who = participants.ensure(project, participant) if participant else None
        when = waves.ensure(project, wave) if wave else None
        words = sum(count_words(text[turn.start : turn.end]) for turn in turns) if turns else count_words(text)
        source = Source(
            id=project.new_id(),
            name=name,
            participant=who.id if who else None,
            wave=when.id if when else None,
            day=day,
            language=language or project.info.language,
            words=words,
            characters=len(text),
            turns=len(turns),
            format=format,
            encoding=encoding,
            digest=digest,
            imported=project.now(),
            order=1 + max((other.order for other in project.sources.values()), default=0),
        )
        tx.put("texts", SourceText(id=project.new_id(), source=source.id, text=text, turns=tuple(turns)))
        tx.put("sources", source)
    return source


def rename(project: Project, source: Source, name: str) -> Source:
    """Give a source another name."""
    changed = msgspec.structs.replace(source, name=name.strip())
    with project.transaction("sources.rename", f"renamed {source.name} to {changed.name}") as tx:
        tx.put("sources", changed)
    return changed


def describe(
    project: Project,
    source: Source,
    *,
    participant: str | None = None,
    wave: str | None = None,
    day: int | msgspec.UnsetType | None = msgspec.UNSET,
    date: str | None = None,
    language: str | None = None,
    interviewer: str | None = None,
    mode: str | None = None,
    guide: str | None = None,
    minutes: int | msgspec.UnsetType | None = msgspec.UNSET,
    interviewers: Sequence[str] | None = None,
) -> Source:
    """Say who was interviewed, in which wave, when, how, by whom and for how long, and who of the speakers asked.

    "" (or None, for `day` and `minutes`) takes one away. A `date` (ISO 8601) gives the day, where there is a date
    to count from and no day is given with it. Raises NotFound for an interviewer who does not speak in the source.
    """
    with project.transaction("sources.describe", f"described {source.name}") as tx:
        fields: dict[str, Any] = {"day": day, "minutes": minutes}
        fields = {name: value for name, value in fields.items() if value is not msgspec.UNSET}
        given = {"language": language, "interviewer": interviewer, "mode": mode, "guide": guide, "date": date}
        fields |= {name: value.strip() for name, value in given.items() if value is not None}
        if participant is not None:
            fields["participant"] = participants.ensure(project, participant).id if participant.strip() else None
        if wave is not None:
            fields["wave"] = waves.ensure(project, wave).id if wave.strip() else None
        if interviewers is not None:
            fields["interviewers"] = _speakers(project, source, interviewers)
        changed = msgspec.structs.replace(source, **fields)
        if "date" in fields or ("participant" in fields and changed.day is None):
            participants.must_be_date(changed.date)
            counted = counted_day(project, changed)
            if counted is not None and day is msgspec.UNSET:
                changed = msgspec.structs.replace(changed, day=counted)
        tx.put("sources", changed)
    return changed


def _speakers(project: Project, source: Source, names: Sequence[str]) -> tuple[str, ...]:
    there = dict.fromkeys(turn.speaker for turn in project.text_of(source).turns if turn.speaker)
    for name in names:
        if name not in there:
            hint = f"There speak: {', '.join(there)}" if there else "Its turns have no names."
            raise NotFound(f"Nobody speaks as “{name}” in {source.name}", hint=hint)
    return tuple(dict.fromkeys(names))


def remove(project: Project, source: Source) -> int:
    """Remove a source with its segments, their codings and memos; gives how many segments went with it."""
    segments = list(project.positions(source.id))
    with project.transaction("sources.remove", f"removed {source.name}") as tx:
        for segment in segments:
            for coding in project.codings_of(segment):
                tx.remove("codings", coding.id)
            for memo in project.memos_on(segment):
                tx.remove("memos", memo.id)
            remove_segment(project, tx, segment)
        for memo in project.memos_on(source.id):
            tx.remove("memos", memo.id)
        for (owner, _), text in list(project.index.texts.items()):
            if owner == source.id:
                tx.remove("texts", text)
        redirect(project, tx, "sources", source.id, None)
        tx.remove("sources", source.id)
    return len(segments)

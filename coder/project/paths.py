"""Look up records by what a person types: names, code paths, ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from coder.errors import Ambiguous, NotFound
from coder.model.codebook import SEPARATOR, Code
from coder.model.memo import Memo
from coder.model.participant import Participant, Wave
from coder.model.record import Record
from coder.model.segment import Segment
from coder.model.source import Source
from coder.project.study import Study

SHORTEST_PREFIX = 4
#: The number of names listed when none or several match.
NAMED = 8

R = TypeVar("R", bound=Record)


def path_of(study: Study, code: Code) -> str:
    """Return the path of a code: `group/subgroup/code`."""
    if code.parent is None:
        return code.name
    above = study.index.paths.get(code.parent)
    if above is None:
        above = study.index.paths[code.parent] = path_of(study, study.codes[code.parent])
    return above + SEPARATOR + code.name


def code_named(study: Study, text: str) -> Code:
    """Return the code with this path, id or unique name; NotFound with similar names, or Ambiguous."""
    by_id = study.codes.get(text)
    if by_id is not None:
        return by_id
    parts = [part.strip().casefold() for part in text.split(SEPARATOR)]
    exact: list[Code] = []
    ending: list[Code] = []
    for code in study.codes.values():
        if code.name.casefold() != parts[-1]:
            continue
        path = [part.casefold() for part in path_of(study, code).split(SEPARATOR)]
        if path == parts:
            exact.append(code)
        elif path[-len(parts) :] == parts:
            ending.append(code)
    matches = exact or ending or _by_prefix(study.codes.values(), text)
    if not matches:
        matches = [code for code in study.codes.values() if text.casefold() in map(str.casefold, code.aliases)]
    nearest = () if matches else _nearest_codes(study, text)
    return pick_one(matches, text, "code", [path_of(study, code) for code in matches], nearest)


def source_named(study: Study, text: str) -> Source:
    """Return the source with this id or name, or the only one that begins with it; NotFound or Ambiguous."""
    matches = match_name(study.sources.values(), text, begins=True)
    names = [source.name for source in matches]
    return pick_one(matches, text, "source", names, sorted(source.name for source in study.sources.values()))


def participant_named(study: Study, text: str) -> Participant:
    """Return the participant with this name, id or unique beginning of an id; NotFound or Ambiguous."""
    people = study.participants.values()
    return pick_one(match_name(people, text), text, "participant", (), [person.name for person in people])


def wave_named(study: Study, text: str) -> Wave:
    """Return the wave with this name, id or unique beginning of an id; NotFound or Ambiguous."""
    waves = study.waves.values()
    return pick_one(match_name(waves, text), text, "wave", (), [wave.name for wave in waves])


def segment_named(study: Study, text: str) -> Segment:
    """Return the segment with this id or unique beginning of an id; NotFound or Ambiguous."""
    segment = study.segments.get(text)
    return segment if segment is not None else pick_one(_by_prefix(study.segments.values(), text), text, "segment")


def memo_named(study: Study, text: str) -> Memo:
    """Return the memo with this id or unique beginning of an id; NotFound or Ambiguous."""
    memo = study.memos.get(text)
    return memo if memo is not None else pick_one(_by_prefix(study.memos.values(), text), text, "memo")


def match_name(records: Iterable[R], text: str, begins: bool = False) -> list[R]:
    """Return the records with this id or name, otherwise those whose name or id begins with it.

    Beginnings of names count only with `begins`; those of ids always.
    """
    every, folded = list(records), text.strip().casefold()
    matches = [record for record in every if record.id == text] or [
        record for record in every if record["name"].casefold() == folded
    ]
    if not matches and begins and folded:
        matches = [record for record in every if record["name"].casefold().startswith(folded)]
    return matches or _by_prefix(every, text)


def pick_one(matches: Sequence[R], text: str, noun: str, names: Sequence[str] = (), others: Sequence[str] = ()) -> R:
    """Return the only match; Ambiguous lists the `names` of the matches, NotFound some `others`."""
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise Ambiguous(
            f"“{text}” names more than one {noun}",
            ", ".join(names[:NAMED]) or f"{len(matches)} of them",
            "Write more of the name, the whole path, or the id.",
        )
    hint = f"Known: {', '.join(others[:NAMED])}" if others else ""
    raise NotFound(f"There is no {noun} “{text}”", hint=hint)


def _by_prefix(records: Iterable[R], text: str) -> list[R]:
    if len(text) < SHORTEST_PREFIX:
        return []
    return [record for record in records if record.id.startswith(text.lower())]


def _nearest_codes(study: Study, text: str) -> list[str]:
    from difflib import get_close_matches

    leaf = text.split(SEPARATOR)[-1].casefold()
    names = {code.name.casefold(): path_of(study, code) for code in study.codes.values()}
    return [names[name] for name in get_close_matches(leaf, names, n=3, cutoff=0.5)]

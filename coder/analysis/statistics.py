"""Statistics of sources: units and codings, new codes, words and speaker shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coder.analysis import counts
from coder.model.source import Source
from coder.project.interviews import interviewers_of
from coder.project.study import Study, sources_in_order
from coder.text.words import count_words


class Growth(NamedTuple):
    """An interview in order: its number of codes, of new codes, and of all codes so far."""

    source: Source
    codes: int
    new: int
    so_far: int


class Coded(NamedTuple):
    """A source with its numbers of coded units and codings."""

    source: Source
    units: int
    codings: int


class Spoken(NamedTuple):
    """A speaker of a source: words, share of all spoken words (0 to 1), and whether it is an interviewer."""

    speaker: str
    words: int
    share: float
    interviewer: bool = False


def codings_per_source(study: Study) -> list[Coded]:
    """Return the sources in order with their numbers of units and codings."""
    return [Coded(source, *counts.of_source(study, source.id)) for source in sources_in_order(study)]


def growth(study: Study, sources: Sequence[Source] | None = None) -> list[Growth]:
    """Return the growth of codes from interview to interview (saturation), in order or as given."""
    on_segment, codings = study.index.segment_codings, study.codings
    known: set[str] = set()
    steps = []
    for source in sources_in_order(study) if sources is None else sources:
        used = {codings[coding].code for id in study.positions(source.id) for coding in on_segment.get(id, ())}
        new = len(used - known)
        known |= used
        steps.append(Growth(source, len(used), new, len(known)))
    return steps


def uncoded(steps: Sequence[Growth]) -> list[Source]:
    """Return the sources without a coding: they say nothing about saturation."""
    return [step.source for step in steps if not step.codes]


def describe_saturation(steps: Sequence[Growth], noun: str) -> str:
    """Return how many of the last coded sources brought no new code, in words; "" if none is coded."""
    new = [step.new for step in steps if step.codes]
    number = next((number for number, codes in enumerate(reversed(new)) if codes), 0)
    if not new:
        return ""
    if not number:
        return f"new codes in the last coded {noun}"
    return f"no new codes in the last {'' if number == 1 else f'{number} '}coded {noun}{'' if number == 1 else 's'}"


def describe_uncoded(steps: Sequence[Growth], most: int = 3) -> str:
    """Return the sources without a coding in words: `2 not coded (P08, P09)`; "" if all are coded."""
    names = [source.name for source in uncoded(steps)]
    listed = ", ".join([*names[:most], *(["…"] if len(names) > most else [])])
    return f"{len(names):,} not coded ({listed})" if names else ""


def speakers(study: Study, source: Source) -> list[Spoken]:
    """Return the speakers of a source, most words first; text outside turns is left out."""
    words = words_by_speaker(study, source)
    total = sum(words.values())
    asking = interviewers_of(study, source)
    spoken = [
        Spoken(speaker, number, number / total, speaker in asking) for speaker, number in words.items() if number
    ]
    return sorted(spoken, key=lambda row: (-row.words, row.speaker))


def words_by_speaker(study: Study, source: Source) -> Mapping[str, int]:
    """Count the words of each speaker's turns."""
    text = study.text_of(source)
    by_speaker: dict[str, list[str]] = {}
    for turn in text.turns:
        by_speaker.setdefault(turn.speaker, []).append(text.text[turn.start : turn.end])
    return {speaker: count_words("\n".join(turns)) for speaker, turns in by_speaker.items()}


def describe_shares(spoken: Sequence[Spoken], most: int = 3) -> str:
    """Return speaker shares in words: `P 81 % · I 19 %`; the smallest are summed up."""
    shares = [(row.speaker or "unattributed", row.share) for row in spoken[:most]]
    rest = sum(row.share for row in spoken[most:])
    shares += [("others", rest)] if rest else []
    return " · ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in shares)


def rows(study: Study) -> Iterator[dict[str, object]]:
    """Yield the statistics of each source as JSON objects."""
    for coded, step in zip(codings_per_source(study), growth(study), strict=True):
        source = coded.source
        yield {
            "id": source.id,
            "name": source.name,
            "units": coded.units,
            "codings": coded.codings,
            "codes": step.codes,
            "new_codes": step.new,
            "codes_so_far": step.so_far,
            "words": source.words,
            "speakers": [row._asdict() for row in speakers(study, source)],
        }

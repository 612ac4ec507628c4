"""What each source gives: its units and codings, the codes that are new in it, its words and who speaks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coder.analysis import counts
from coder.model.source import Source
from coder.project.ordering import sources_in_order
from coder.project.study import Study
from coder.text.words import count_words


class Growth(NamedTuple):
    """An interview in its order: the codes used in it, those that no earlier one has, and all so far."""

    source: Source
    codes: int
    new: int
    so_far: int


class Coded(NamedTuple):
    """A source, its coded units, and the codings on them."""

    source: Source
    units: int
    codings: int


class Spoken(NamedTuple):
    """A speaker of a source: words, and their share of all words that are spoken in it (0 to 1)."""

    speaker: str
    words: int
    share: float


def codings_per_source(study: Study) -> list[Coded]:
    """The sources as they are listed, with what is coded in each."""
    return [Coded(source, *counts.of_source(study, source.id)) for source in sources_in_order(study)]


def growth(study: Study, sources: Sequence[Source] | None = None) -> list[Growth]:
    """How the codes in use grow from interview to interview (saturation); as listed, or in the order given."""
    held, codings = study.index.segment_codings, study.codings
    known: set[str] = set()
    found = []
    for source in sources_in_order(study) if sources is None else sources:
        used = {codings[one].code for id in study.positions(source.id) for one in held.get(id, ())}
        new = len(used - known)
        known |= used
        found.append(Growth(source, len(used), new, len(known)))
    return found


def speakers(study: Study, source: Source) -> list[Spoken]:
    """Who speaks how much in a source, the most first; what stands outside all turns is nobody's and left out."""
    words = words_by_speaker(study, source)
    whole = sum(words.values())
    found = [Spoken(speaker, number, number / whole) for speaker, number in words.items() if number]
    return sorted(found, key=lambda one: (-one.words, one.speaker))


def words_by_speaker(study: Study, source: Source) -> Mapping[str, int]:
    """The words of each speaker's turns."""
    text = study.text_of(source)
    said: dict[str, list[str]] = {}
    for turn in text.turns:
        said.setdefault(turn.speaker, []).append(text.text[turn.start : turn.end])
    return {speaker: count_words("\n".join(turns)) for speaker, turns in said.items()}


def told(spoken: Sequence[Spoken], most: int = 3) -> str:
    """The shares in words: `P 81 % · I 19 %`; who speaks least is put together."""
    named = [f"{one.speaker or 'nobody named'} {one.share:.0%}".replace("%", " %") for one in spoken[:most]]
    rest = sum(one.share for one in spoken[most:])
    return " · ".join([*named, f"others {rest:.0%}".replace("%", " %")] if rest else named)


def rows(study: Study) -> Iterator[dict[str, object]]:
    """All of it, one source after the other, as the command line gives it."""
    for coded, grown in zip(codings_per_source(study), growth(study), strict=True):
        source = coded.source
        yield {
            "id": source.id,
            "name": source.name,
            "units": coded.units,
            "codings": coded.codings,
            "codes": grown.codes,
            "new_codes": grown.new,
            "codes_so_far": grown.so_far,
            "words": source.words,
            "speakers": [one._asdict() for one in speakers(study, source)],
        }

"""Praat TextGrids: tiers are speakers, intervals in the order of their time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript

# Both text formats are the same values in the same order; the long one names them.
_VALUE = re.compile(r'"((?:[^"]|"")*)"|(?<!\S)([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?!\S)')
_SILENCE = frozenset({"", "sil", "<sil>", "sp", "spn", "<p:>", "#", "_", "..."})
_SOUNDS = re.compile(
    r"(?:\A|[\W_])(?:phones?|phonemes?|segments?|syllables?|mau|kan|pitch|tones?|breaks?|points?)(?:[\W_]|\Z)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?:\A|\s*[-_:]\s*|\s+)(?:words?|ord|wörter|mots|palabras|ort)\Z", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:orthograph\w*|transcri\w+|transkri\w+|text|tekst|utterances?|speech|sentences?|ort-mau|tier ?\d*|asr)?\Z",
    re.IGNORECASE,
)
_LATEST = 10_000_000.0  # seconds
_PLACES = {"IntervalTier": 3, "TextTier": 2}  # values of each interval and point


class _Tier(NamedTuple):
    """A tier with its intervals: start, end and text."""

    name: str
    intervals: list[tuple[float, float, str]]


@reader(TRANSCRIPT, "textgrid", "Praat TextGrid", ".textgrid")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the intervals of the tiers that hold speech; other tiers become notes.

    Source of the format: manual of Praat, “TextGrid file formats”.
    """
    from coder.exchange.cues import Cue, from_cues
    from coder.exchange.encoding import decode

    if data.startswith(b"ooBinaryFile"):
        raise UnreadableFile(
            f"{name} cannot be read", "It is a binary TextGrid", "Open it in Praat and choose Save as text file"
        )
    text, encoding, warnings, *_ = decode(data, name, options.encoding)
    tiers = [tier for tier in _tiers(text, name) if tier.intervals]
    spoken = _spoken(tiers)
    if not spoken:
        raise UnreadableFile(f"{name} contains no text", "Its tiers have no intervals with words")
    cues = [
        Cue(start, end, words, None if _NOBODY.match(speaker) else speaker)
        for tier in spoken
        for speaker in [_WORDS.sub("", tier.name)]
        for start, end, words in tier.intervals
    ]
    cues.sort(key=lambda cue: cue.start)
    others = [tier for tier in tiers if tier not in spoken]
    notices = list(warnings)
    if others:
        named = ", ".join(tier.name for tier in others)
        notices.append(f"Tiers that are no speech of their own: kept as memos on the transcript: {named}")
    notes = [f"Tier {tier.name}:\n\n" + "\n".join(words for _, _, words in tier.intervals) for tier in others]
    return from_cues(cues, "textgrid", encoding=encoding, warnings=notices, notes=notes, rules=options.rules)


def _tiers(text: str, name: str) -> Iterator[_Tier]:
    """Yield the tiers; intervals of silence are left out. Raises UnreadableFile where values are missing."""
    values = [
        match[1].replace('""', '"') if match[1] is not None else float(match[2]) for match in _VALUE.finditer(text)
    ]
    if "TextGrid" not in values[:2]:
        raise UnreadableFile(f"{name} is not a TextGrid", "The first lines do not say so", "Save it again in Praat")
    at = next((at for at, value in enumerate(values) if value in _PLACES), len(values))
    while at < len(values):
        kind, title, count = values[at], values[at + 1 : at + 2], values[at + 4 : at + 5]
        places = _PLACES.get(str(kind))
        number = count[0] if count and isinstance(count[0], float) else -1.0
        if places is None or not title or not 0 <= number <= len(values):
            raise UnreadableFile(f"{name} is damaged", "A tier is not complete", "Save it again in Praat")
        at += 5
        end = at + places * int(number)
        rows = [values[start : start + places] for start in range(at, min(end, len(values)), places)]
        if end > len(values) or not all(map(_is_interval, rows)):
            raise UnreadableFile(
                f"{name} is damaged", f"The tier “{title[0]}” is not complete", "Save it again in Praat"
            )
        intervals = [
            (max(0.0, float(row[0])), max(0.0, float(row[-2])), " ".join(str(row[-1]).split()))
            for row in rows
            if str(row[-1]).strip().casefold() not in _SILENCE
        ]
        yield _Tier(" ".join(str(title[0]).split()), intervals)
        at = end


def _is_interval(row: Sequence[float | str]) -> bool:
    """Return whether a row is times, none of them endless, and a text."""
    return isinstance(row[-1], str) and all(isinstance(value, float) and value < _LATEST for value in row[:-1])


def _spoken(tiers: Sequence[_Tier]) -> list[_Tier]:
    """Return the tiers that hold speech: whole utterances, or words if there is nothing longer."""
    from coder.exchange.readers.eaf import ASIDE

    lettered = [
        tier
        for tier in tiers
        if not _SOUNDS.search(tier.name)
        and not ASIDE.search(tier.name)
        and any(any(map(str.isalpha, words)) for _, _, words in tier.intervals)
    ]
    longer = [tier for tier in lettered if not _WORDS.search(tier.name)]
    return longer or lettered

"""The leak scan: what in a set of texts may identify somebody, with its place and the reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.privacy.candidates import Candidate, Occurrence, candidates
from coder.privacy.capitals import Text
from coder.privacy.identifiers import DATE, FORMAL
from coder.privacy.listed_terms import Term
from coder.privacy.proper_names import LISTED
from coder.progress import Progress, no_progress
from coder.text.language import guess_language
from coder.text.span import Turn

AUTHOR = "author"
#: Characters of a piece of a long text.
_PIECE = 500_000


class Place(NamedTuple):
    """A text to scan: `where` it is, in words, and what its lines are called ("": offsets are given).

    An `author` text is the name of a person as such, or what stands for one. `remark` is added to the reasons of
    dates. In a `heading` capitals say little: a word that only a capital speaks for counts if the texts hold it as a
    name; what a heading repeats is found once.
    """

    where: str
    text: str
    unit: str = ""
    author: bool = False
    language: str = ""
    turns: tuple[Turn, ...] = ()
    remark: str = ""
    heading: bool = False


class Finding(NamedTuple):
    """What may identify somebody: its kind, its place, its words, and why it was found."""

    kind: str
    where: str
    text: str
    detail: str


def scan(
    places: Sequence[Place],
    terms: Iterable[Term] = (),
    *,
    uncertain: bool = False,
    progress: Progress = no_progress,
) -> list[Finding]:
    """Return what may identify somebody, in the order of the places; with `uncertain`, what little speaks for too.

    `terms` are names that are known. `progress` gets the share done (0 to 1), and stops the work by raising.
    """
    findings = [
        (number, 0, Finding(AUTHOR, place.where, " ".join(place.text.split()), "names a person, or stands for one"))
        for number, place in enumerate(places)
        if place.author and place.text.strip()
    ]
    terms = tuple(terms)
    texts = [
        text
        for number, place in enumerate(places)
        if not place.author and not place.heading
        for text in _pieces(number, place)
    ]
    headings = [_text(number, place) for number, place in enumerate(places) if not place.author and place.heading]
    lines = {number: _line_starts(place.text) for number, place in enumerate(places) if not place.author}
    found = candidates(texts, terms, lambda share: progress(0.9 * share))
    names = [
        Term(words, row.kind) for row in found if row.certain and row.kind not in FORMAL for words in row.variants
    ]
    progress(0.9)
    in_headings = [row for row in candidates(headings, (*terms, *names)) if not row.capital_only]
    for candidate in (*found, *map(_once, in_headings)):
        if candidate.certain or uncertain:
            for item in candidate.occurrences:
                number, offset = map(int, item.source.split(":"))
                place, start = places[number], offset + item.start
                where = _where(place, start, offset + item.end, lines[number])
                detail = _detail(candidate, place)
                findings.append((number, start, Finding(candidate.kind, where, item.text, detail)))
    return [finding for _, _, finding in sorted(findings, key=lambda row: row[:2])]


def _text(number: int, place: Place) -> Text:
    """Return a place as a text whose source is its number and the offset in it."""
    return Text(f"{number}:0", place.text, place.language, place.turns)


def _pieces(number: int, place: Place) -> Iterator[Text]:
    """Yield a place as texts, a long one in pieces of whole lines, so that progress is reported and work can stop."""
    if len(place.text) <= _PIECE or place.turns:
        yield _text(number, place)
        return
    language = place.language or guess_language(place.text[:_PIECE])
    start = 0
    while start < len(place.text):
        end = place.text.find("\n", start + _PIECE) + 1 or len(place.text)
        yield Text(f"{number}:{start}", place.text[start:end], language)
        start = end


def _once(candidate: Candidate) -> Candidate:
    """Return a candidate with the first of its occurrences in each place: the history repeats what it names."""
    first: dict[tuple[str, str], Occurrence] = {}
    for item in candidate.occurrences:
        first.setdefault((item.source, item.text), item)
    return candidate._replace(occurrences=tuple(first.values()))


def _detail(candidate: Candidate, place: Place) -> str:
    if candidate.kind == DATE and place.remark:
        return f"{candidate.reason}; {place.remark}"
    if place.heading and candidate.reason == LISTED:
        return "a name that is on your list, or in the texts"
    return candidate.reason


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]


def _where(place: Place, start: int, end: int, lines: Sequence[int]) -> str:
    if not place.unit:
        return f"{place.where} {start}-{end}" if place.turns or len(lines) > 1 else place.where
    if len(lines) == 1:
        return place.where
    return f"{place.where}, {place.unit} {bisect_right(lines, start)}"

"""Candidates for pseudonyms: what may identify somebody, over all texts at once, with a proposal for each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.privacy import identifiers
from coder.privacy.capitals import Text, capitals, languages
from coder.privacy.composed import Composed, composed
from coder.privacy.identifiers import FORMAL
from coder.privacy.listed_terms import Term, listed_passages, name_parts
from coder.privacy.proper_names import CAPITAL_ONLY, INSTITUTION, LISTED, NAME, PLACE, Passage, proper_names
from coder.privacy.speaker_names import speaker_names
from coder.privacy.variants import grouped
from coder.progress import Progress, no_progress
from coder.text.span import Span

#: Kinds in the order of a list: what identifies at once first.
KINDS = (*FORMAL, NAME, INSTITUTION, PLACE)
_AROUND = 40  # characters of context on either side

#: Kind → replacement of every identifier of the kind.
_REPLACEMENTS = {
    identifiers.EMAIL: "[e-mail address]",
    identifiers.URL: "[web address]",
    identifiers.ACCOUNT_NAME: "[user name]",
    identifiers.PHONE: "[phone number]",
    identifiers.NATIONAL_ID: "[identity number]",
    identifiers.BANK: "[bank account]",
    identifiers.RECORD: "[record number]",
    identifiers.DATE: "[date]",
    identifiers.ADDRESS: "[address]",
    identifiers.POSTCODE: "[postcode and town]",
    identifiers.AGE: "[90 or older]",
    identifiers.VEHICLE: "[number plate]",
}


#: Blanks and hyphens that only differ in how a line breaks at them.
_PLAIN = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | dict.fromkeys("\u2010\u2011", "-"))

#: A replacement in a text: its noun, and its number or letter.
USED = re.compile(r"\[([^\[\]\n\dA-Z][^\[\]\n\dA-Z]{0,30}) ([0-9]{1,5}|[A-Z]{1,3})\]")

#: Characters without a blank that are data, such as a picture in a web page; links may be longer.
_LONGEST_RUN, _LONGEST_LINK = 150, 2_000
_RUN = re.compile(rf"(?<!\S)(?!https?:|www\.)\S{{{_LONGEST_RUN + 1},}}|(?<!\S)\S{{{_LONGEST_LINK + 1},}}")


class Occurrence(NamedTuple):
    """A passage of a source, and the characters around it."""

    source: str
    start: int
    end: int
    text: str
    before: str
    after: str


class Candidate(NamedTuple):
    """What may identify somebody: all its occurrences, and what to put in its place.

    `variants` are its spellings, `original` the one that stands for them; `certain` unless little speaks for it,
    such as a capital alone; `reason` says what does.
    """

    kind: str
    original: str
    variants: tuple[str, ...]
    proposal: str
    certain: bool
    reason: str
    occurrences: tuple[Occurrence, ...]

    @property
    def capital_only(self) -> bool:
        """Whether nothing but a capital speaks for it."""
        return self.reason.startswith(CAPITAL_ONLY)


def candidates(
    texts: Sequence[Text],
    terms: Iterable[Term] = (),
    progress: Progress = no_progress,
    taken: Iterable[str] = (),
) -> list[Candidate]:
    """Return what may identify somebody in a set of texts, the certain first, then by kind and frequency.

    `terms` are names that are known, such as those of a staff list; `taken` are replacements in use, which no
    proposal repeats and which are no candidates: those in the texts are known by their form. `progress` gets the
    share done (0 to 1), and stops the work by raising.
    """
    as_written, letters = texts, [composed(text) for text in texts]
    terms, written = tuple(terms), [each.text for each in letters]
    used = set(taken) | {match[0] for text in written for match in USED.finditer(text.text)}
    replaced = re.compile("|".join(map(re.escape, sorted(used, key=len, reverse=True)))) if used else None
    texts = [text._replace(text=_readable(text.text, replaced)) for text in written]
    spoken = languages(texts)
    rows: list[Passage] = []
    formal: list[list[Span]] = []
    for number, (text, language) in enumerate(zip(texts, spoken, strict=True)):
        progress(0.5 * number / len(texts))
        found = identifiers.identifiers(text.text, language)
        formal.append([Span(item.start, item.end) for item in found])
        rows += [Passage(item.kind, number, item.start, item.end, item.reason, "", item.certain) for item in found]
    seen, usage = capitals(texts, formal, lambda share: progress(0.5 + 0.3 * share))
    progress(0.8)
    names = proper_names(texts, spoken, seen, usage, name_parts(terms))
    names += speaker_names(texts)
    progress(0.9)
    known = list(listed_passages(texts, terms))
    rows += _outside(_without_overlaps(known, names), formal)
    result = _candidates(written, rows, _highest(used))
    if all(each.origins is None for each in letters):
        return result
    by_source = {text.source: (text.text, each) for text, each in zip(as_written, letters, strict=True)}
    return [
        row._replace(occurrences=tuple(_as_written(item, *by_source[item.source]) for item in row.occurrences))
        for row in result
    ]


def _as_written(occurrence: Occurrence, text: str, letters: Composed) -> Occurrence:
    """Return an occurrence in a text with composed letters as that in the text as written."""
    start, end = letters.origin(occurrence.start), letters.origin(occurrence.end)
    before, after = text[max(0, start - len(occurrence.before)) : start], text[end : end + len(occurrence.after)]
    return occurrence._replace(start=start, end=end, text=text[start:end], before=before, after=after)


def _readable(text: str, replaced: re.Pattern[str] | None) -> str:
    """Return a text of the same length with plain blanks and hyphens, without replacements and unreadable runs."""
    if replaced is not None:
        text = replaced.sub(lambda match: "x" * len(match[0]), text)
    return _RUN.sub(_cut, text.translate(_PLAIN))


def _highest(used: Iterable[str]) -> Counter[str]:
    """Return the highest number that the replacements give each noun: 3 for `[woman 3]`, 2 for `[hospital B]`."""
    highest: Counter[str] = Counter()
    for match in filter(None, map(USED.fullmatch, used)):
        highest[match[1]] = max(highest[match[1]], _number(match[2]))
    return highest


def _cut(run: re.Match[str]) -> str:
    kept = _LONGEST_LINK if run[0].startswith(("http", "www.")) else _LONGEST_RUN
    return run[0][:kept].ljust(len(run[0]))


def _without_overlaps(listed: Sequence[Passage], names: Sequence[Passage]) -> list[Passage]:
    """Return the names of which none overlaps another: the longer of two, and a listed one before another."""
    kept: list[Passage] = []
    for name in sorted((*listed, *names), key=lambda name: (name.text, name.start, -name.end, name.reason != LISTED)):
        if not kept or kept[-1].text != name.text or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _outside(names: Iterable[Passage], formal: Sequence[Sequence[Span]]) -> Iterator[Passage]:
    """Yield the names that share nothing with an identifier that was found by its form."""
    starts = [[span.start for span in spans] for spans in formal]
    for name in names:
        at = bisect_left(starts[name.text], name.end)
        if not at or formal[name.text][at - 1].end <= name.start:
            yield name


def _candidates(texts: Sequence[Text], rows: Sequence[Passage], counted: Counter[str]) -> list[Candidate]:
    by_kind: defaultdict[str, list[Passage]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    result = [candidate for kind, found in by_kind.items() for candidate in _of_kind(texts, kind, found, counted)]
    return sorted(result, key=_rank)


def _rank(candidate: Candidate) -> tuple[object, ...]:
    rank = KINDS.index(candidate.kind)
    return not candidate.certain, rank, -len(candidate.occurrences), candidate.original.casefold(), candidate.original


def _of_kind(texts: Sequence[Text], kind: str, rows: Sequence[Passage], counted: Counter[str]) -> list[Candidate]:
    groups: defaultdict[str, list[Passage]] = defaultdict(list)
    numbers = Counter(_words(texts, row) for row in rows)
    if kind in (NAME, PLACE, INSTITUTION):
        leaders = grouped(numbers, lambda _: kind == NAME)
    else:
        leaders = {words: words for words in numbers}
    for row in sorted(rows, key=lambda row: (row.text, row.start)):
        groups[leaders[_words(texts, row)]].append(row)
    result = []
    for original, found in groups.items():
        best = max(found, key=lambda row: (row.reason == LISTED, row.certain))
        proposal = _REPLACEMENTS.get(kind) or _numbered(kind, found, counted)
        occurrences = tuple(_occurrence(texts, row) for row in found)
        variants = tuple(dict.fromkeys((original, *(occurrence.text for occurrence in occurrences))))
        result.append(Candidate(kind, original, variants, proposal, best.certain, best.reason, occurrences))
    return result


def _numbered(kind: str, found: Sequence[Passage], counted: Counter[str]) -> str:
    """Return the replacement of the next of a kind: `[woman 1]`, `[hospital B]`."""
    nouns = Counter(row.noun for row in found if row.noun)
    default = {NAME: "person", PLACE: "place", INSTITUTION: "institution"}.get(kind, kind)
    noun = min(nouns, key=lambda noun: (-nouns[noun], noun)) if nouns else default
    counted[noun] += 1
    return f"[{noun} {counted[noun] if kind == NAME else _letter(counted[noun])}]"


def _letter(number: int) -> str:
    """Return A for 1, Z for 26, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _number(text: str) -> int:
    """Return the number of a replacement, whether in digits or in letters as of `_letter`."""
    if text.isdecimal():
        return int(text)
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _words(texts: Sequence[Text], row: Passage) -> str:
    return texts[row.text].text[row.start : row.end]


def _occurrence(texts: Sequence[Text], row: Passage) -> Occurrence:
    source, text = texts[row.text].source, texts[row.text].text
    before, after = text[max(0, row.start - _AROUND) : row.start], text[row.end : row.end + _AROUND]
    return Occurrence(source, row.start, row.end, text[row.start : row.end], before, after)

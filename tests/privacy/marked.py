"""Interviews with marked identifiers, `{kind:words}`, and the figures of what is found of them. All SYNTHETIC."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from coder.privacy.candidates import Candidate
from coder.privacy.capitals import Text
from coder.privacy.identifiers import FORMAL
from coder.text.turns import find_dialogue

FOLDER = Path(__file__).parent / "interviews"
_MARK = re.compile(r"\{([a-z -]+):([^{}]+)\}")


class Planted(NamedTuple):
    """An identifier at `start` to `end` of a text."""

    source: str
    kind: str
    start: int
    end: int
    words: str


class Figures(NamedTuple):
    """How many identifiers of a kind there are, and how many were found."""

    planted: int
    found: int

    @property
    def recall(self) -> float:
        return self.found / self.planted


class Outcome(NamedTuple):
    """The figures by kind, what was missed, and the candidates that touch nothing planted."""

    kinds: dict[str, Figures]
    missed: list[Planted]
    rejected: list[Candidate]
    true: int
    wrong_kind: list[Planted]

    def recall(self, kinds: Sequence[str]) -> float:
        """Return the share of the identifiers of some kinds that was found."""
        rows = [self.kinds[kind] for kind in kinds if kind in self.kinds]
        return sum(row.found for row in rows) / sum(row.planted for row in rows)


def read(set_name: str) -> tuple[list[Text], list[Planted]]:
    """Return the interviews of a set (`1`: tuned on, `2`: held back) and what is planted in them."""
    texts, planted = [], []
    for path in sorted(FOLDER.glob(f"*_{set_name}.txt")):
        marked, plain, at = path.read_text(encoding="utf-8"), [], 0
        length = 0
        for match in _MARK.finditer(marked):
            plain.append(marked[at : match.start()])
            length += match.start() - at
            planted.append(Planted(path.stem, match[1], length, length + len(match[2]), match[2]))
            plain.append(match[2])
            length += len(match[2])
            at = match.end()
        text = "".join([*plain, marked[at:]])
        texts.append(Text(path.stem, text, path.stem[:2], tuple(find_dialogue(text).turns)))
    return texts, planted


def judge(candidates: Sequence[Candidate], planted: Sequence[Planted], texts: Sequence[Text]) -> Outcome:
    """Compare candidates with what is planted: found is what candidates cover, but for particles and titles.

    A candidate is true if it touches something planted, or has a spelling that is planted elsewhere in the texts.
    """
    covered: defaultdict[str, set[int]] = defaultdict(set)
    of_kind: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for candidate in candidates:
        for item in candidate.occurrences:
            covered[item.source].update(range(item.start, item.end))
            of_kind[item.source, candidate.kind].update(range(item.start, item.end))
    content = {text.source: text.text for text in texts}
    missed, wrong_kind = [], []
    numbers: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for item in planted:
        letters = {at for at in range(item.start, item.end) if content[item.source][at].isalnum()}
        found = len(letters & covered[item.source]) >= 0.6 * len(letters)
        numbers[item.kind][0] += 1
        numbers[item.kind][1] += found
        if not found:
            missed.append(item)
        elif not letters & of_kind[item.source, item.kind]:
            wrong_kind.append(item)
    places = {(item.source, at) for item in planted for at in range(item.start, item.end)}
    spellings = {part for item in planted for part in item.words.casefold().replace("’", "'").split()}
    rejected, true = [], 0
    for candidate in candidates:
        touches = any((o.source, at) in places for o in candidate.occurrences for at in range(o.start, o.end))
        if touches or set(candidate.original.casefold().split()) & spellings:
            true += 1
        else:
            rejected.append(candidate)
    kinds = {kind: Figures(*counts) for kind, counts in numbers.items()}
    return Outcome(kinds, missed, rejected, true, wrong_kind)


NAMES = ("name", "place", "institution")
KINDS = (*FORMAL, *NAMES)

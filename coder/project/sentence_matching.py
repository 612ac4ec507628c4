"""Prose that was edited, as sentences again: each keeps its key and the units that support it as far as it can."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from coder.model.condensation import Sentence
from coder.text.sentences import sentences
from coder.text.span import Span

#: From here on (0-1) a sentence is taken for an old one in other words.
ALIKE = 0.5
#: The same where its neighbours on both sides are those that it had.
ALIKE_IN_PLACE = 0.35
#: How alike two are when one goes on where the other ends, as while somebody is typing; or is a part of it.
WITHIN = 0.8
#: A part that is shorter than this says nothing.
LEAST = 8
_KEY = 12

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")
# Chinese and Japanese have no blanks between sentences; running text made of sentences has.
_FULL_STOPS = re.compile("([。！？][」』”’）]*)(?=[^\\s。！？」』”’）])")


def split(text: str, language: str) -> list[list[str]]:
    """The paragraphs of a text, which an empty line ends, each as its sentences; white space is one blank."""
    return [found for part in _PARAGRAPHS.split(text) if (found := _paragraph(part, language))]


def _paragraph(part: str, language: str) -> list[str]:
    line = " ".join(_FULL_STOPS.sub(r"\1 ", " ".join(part.split())).split())
    found: list[str] = []
    end = -1
    for span in sentences(line, language):
        if span.start == end:  # nothing between them: read again as running text they would be one
            found[-1] += line[span.start : span.end]
        else:
            found.append(line[span.start : span.end])
        end = span.end
    return found


def match_sentences(
    text: str, language: str, old: Sequence[Sentence], new_id: Callable[[], str]
) -> tuple[Sentence, ...]:
    """The sentences of a text that was made of `old` ones; `new_id` gives UUIDs, for the keys of those that are new.

    One that reads as before keeps its key and units wherever it went; one in other words keeps those of the old one
    that it is most like. Where two old ones became one, it has the units of both. `coder.model.condensation.prose`
    of what comes out is the text again, but for its blanks.
    """
    paragraphs = split(text, language)
    texts = [sentence for paragraph in paragraphs for sentence in paragraph]
    lasts = {len(texts) - 1 - after for after in _after(paragraphs)}
    from_old = _same(old, texts)
    _alike(old, texts, from_old)
    units = {place: old[at].units for place, at in from_old.items()}
    for at in sorted(set(range(len(old))) - set(from_old.values())):
        taker = _taker(old[at].text, texts, from_old, old)
        if taker is not None:
            units[taker] = tuple(dict.fromkeys((*units[taker], *old[at].units)))
    taken = {one.key for one in old}
    made = []
    for place, sentence in enumerate(texts):
        key = old[from_old[place]].key if place in from_old else _new_key(taken, new_id)
        made.append(Sentence(key, sentence, units.get(place, ()), place in lasts))
    return tuple(made)


def _after(paragraphs: Sequence[Sequence[str]]) -> list[int]:
    """How many sentences stand after each paragraph but the last."""
    found, count = [], 0
    for paragraph in reversed(paragraphs[1:]):
        count += len(paragraph)
        found.append(count)
    return found


def _new_key(taken: set[str], new_id: Callable[[], str]) -> str:
    key = new_id().replace("-", "")[:_KEY]
    while key in taken:
        key = new_id().replace("-", "")[:_KEY]
    taken.add(key)
    return key


def _same(old: Sequence[Sentence], texts: Sequence[str]) -> dict[int, int]:
    """Place among the new → place among the old, of those that read as before: in order first, then wherever."""
    before = [one.text for one in old]
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, before, texts, autojunk=False).get_matching_blocks():
        found.update((block.b + step, block.a + step) for step in range(block.size))
    left: defaultdict[str, deque[int]] = defaultdict(deque)
    for at in sorted(set(range(len(old))) - set(found.values())):
        left[before[at]].append(at)
    for place, sentence in enumerate(texts):
        if place not in found and left.get(sentence):
            found[place] = left[sentence].popleft()
    return found


def _alike(old: Sequence[Sentence], texts: Sequence[str], found: dict[int, int]) -> None:
    """Add the pairs that are most alike, the best first; of equals, those that are nearest to each other."""
    lost = sorted(set(range(len(old))) - set(found.values()))
    new = [place for place in range(len(texts)) if place not in found]
    around = {-1: -1, **found, len(texts): len(old)}
    pairs = []
    for at in lost:
        for place in new:
            likeness = _likeness(old[at].text, texts[place])
            in_place = around.get(place - 1) == at - 1 and around.get(place + 1) == at + 1
            if likeness >= (ALIKE_IN_PLACE if in_place else ALIKE):
                pairs.append((-likeness, abs(place - at), place, at))
    gone: set[int] = set()
    for _, _, place, at in sorted(pairs):
        if place not in found and at not in gone:
            found[place] = at
            gone.add(at)


def _likeness(one: str, other: str) -> float:
    """How alike two sentences are, 0-1: by their letters and by their words in equal parts (Indel similarity)."""
    from rapidfuzz.distance import Indel

    one, other = one.casefold(), other.casefold()
    letters: float = Indel.normalized_similarity(one, other)
    words: float = Indel.normalized_similarity(one.split(), other.split())
    return max((letters + words) / 2, WITHIN if _within(one, other) or _within(other, one) else 0)


def _within(part: str, whole: str) -> bool:
    """Whether a sentence, without the stop at its end, is a part of another."""
    bare = part.rstrip(" .,;:!?…")
    return len(bare) >= LEAST and bare in whole


def _taker(lost: str, texts: Sequence[str], found: dict[int, int], old: Sequence[Sentence]) -> int | None:
    """The new sentence that holds one that is gone, beside the one that it was made of; None where none does."""
    for place, at in found.items():
        if old[at].text != texts[place] and _within(lost.casefold(), texts[place].casefold()):
            return place
    return None


def stretches(text: str, made: Sequence[Sentence]) -> list[Span]:
    """Where the sentences that `match_sentences` made of a text stand in it, with the blanks as they were typed."""
    found = []
    at = 0
    for one in made:
        while text[at].isspace():
            at += 1
        start = at
        left = sum(not letter.isspace() for letter in one.text)
        while left:
            left -= not text[at].isspace()
            at += 1
        found.append(Span(start, at))
    return found

"""Match the sentences of an edited text to the old ones, so that they keep their keys and units."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from coder.model.condensation import Sentence
from coder.text.sentences import sentences
from coder.text.span import Span

#: Minimum similarity (0-1) of a reworded sentence.
ALIKE = 0.5
#: Minimum similarity if the neighbours on both sides are unchanged.
ALIKE_IN_PLACE = 0.35
#: Similarity assumed when one sentence continues or contains the other, as while typing.
WITHIN = 0.8
#: Minimum length of a contained sentence to count.
LEAST = 8
_KEY = 12

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")
# Chinese and Japanese have no spaces between sentences; text joined from sentences has.
_FULL_STOPS = re.compile("([。！？][」』”’）]*)(?=[^\\s。！？」』”’）])")


def split(text: str, language: str) -> list[list[str]]:
    """Return the paragraphs of a text, each as its sentences, with white space normalized."""
    return [paragraph for part in _PARAGRAPHS.split(text) if (paragraph := _paragraph(part, language))]


def _paragraph(part: str, language: str) -> list[str]:
    line = " ".join(_FULL_STOPS.sub(r"\1 ", " ".join(part.split())).split())
    texts: list[str] = []
    end = -1
    for span in sentences(line, language):
        if span.start == end:  # no space between them: as running text they would be one sentence
            texts[-1] += line[span.start : span.end]
        else:
            texts.append(line[span.start : span.end])
        end = span.end
    return texts


def match_sentences(
    text: str, language: str, old: Sequence[Sentence], new_id: Callable[[], str]
) -> tuple[Sentence, ...]:
    """Return the sentences of a text that was edited from `old` ones; `new_id` makes keys for new sentences.

    An unchanged sentence keeps its key and units wherever it moved; a reworded one keeps those of the old sentence
    it resembles most. Two sentences merged into one keep the units of both. `coder.model.condensation.prose`
    of the result is the text again, except for white space.
    """
    paragraphs = split(text, language)
    texts = [sentence for paragraph in paragraphs for sentence in paragraph]
    lasts = {len(texts) - 1 - after for after in _sentences_after(paragraphs)}
    from_old = _match_unchanged(old, texts)
    _match_similar(old, texts, from_old)
    units = {place: old[at].units for place, at in from_old.items()}
    for at in sorted(set(range(len(old))) - set(from_old.values())):
        taker = _absorber(old[at].text, texts, from_old, old)
        if taker is not None:
            units[taker] = tuple(dict.fromkeys((*units[taker], *old[at].units)))
    keys = {sentence.key for sentence in old}
    matched = []
    for place, sentence in enumerate(texts):
        key = old[from_old[place]].key if place in from_old else _new_key(keys, new_id)
        matched.append(Sentence(key, sentence, units.get(place, ()), place in lasts))
    return tuple(matched)


def _sentences_after(paragraphs: Sequence[Sequence[str]]) -> list[int]:
    """Return the number of sentences up to the end of each paragraph but the last."""
    ends, count = [], 0
    for paragraph in reversed(paragraphs[1:]):
        count += len(paragraph)
        ends.append(count)
    return ends


def _new_key(keys: set[str], new_id: Callable[[], str]) -> str:
    key = new_id().replace("-", "")[:_KEY]
    while key in keys:
        key = new_id().replace("-", "")[:_KEY]
    keys.add(key)
    return key


def _match_unchanged(old: Sequence[Sentence], texts: Sequence[str]) -> dict[int, int]:
    """Map new to old positions of unchanged sentences: in order first, then anywhere."""
    before = [sentence.text for sentence in old]
    origins: dict[int, int] = {}
    for block in SequenceMatcher(None, before, texts, autojunk=False).get_matching_blocks():
        origins.update((block.b + step, block.a + step) for step in range(block.size))
    free: defaultdict[str, deque[int]] = defaultdict(deque)
    for at in sorted(set(range(len(old))) - set(origins.values())):
        free[before[at]].append(at)
    for place, sentence in enumerate(texts):
        if place not in origins and free.get(sentence):
            origins[place] = free[sentence].popleft()
    return origins


def _match_similar(old: Sequence[Sentence], texts: Sequence[str], origins: dict[int, int]) -> None:
    """Add the most similar pairs, best first; ties go to the nearest."""
    unmatched = sorted(set(range(len(old))) - set(origins.values()))
    free = [place for place in range(len(texts)) if place not in origins]
    around = {-1: -1, **origins, len(texts): len(old)}
    pairs = []
    for at in unmatched:
        for place in free:
            likeness = _likeness(old[at].text, texts[place])
            in_place = around.get(place - 1) == at - 1 and around.get(place + 1) == at + 1
            if likeness >= (ALIKE_IN_PLACE if in_place else ALIKE):
                pairs.append((-likeness, abs(place - at), place, at))
    used: set[int] = set()
    for _, _, place, at in sorted(pairs):
        if place not in origins and at not in used:
            origins[place] = at
            used.add(at)


def _likeness(sentence: str, other: str) -> float:
    """Return the similarity of two sentences, 0-1: the mean of Indel similarity by letters and by words."""
    from rapidfuzz.distance import Indel

    sentence, other = sentence.casefold(), other.casefold()
    letters: float = Indel.normalized_similarity(sentence, other)
    words: float = Indel.normalized_similarity(sentence.split(), other.split())
    return max((letters + words) / 2, WITHIN if _within(sentence, other) or _within(other, sentence) else 0)


def _within(part: str, whole: str) -> bool:
    """Return whether a sentence, without its final stop, is part of another."""
    bare = part.rstrip(" .,;:!?…")
    return len(bare) >= LEAST and bare in whole


def _absorber(lost: str, texts: Sequence[str], origins: dict[int, int], old: Sequence[Sentence]) -> int | None:
    """Return the new sentence that absorbed a missing one, next to its own origin; None if none did."""
    for place, at in origins.items():
        if old[at].text != texts[place] and _within(lost.casefold(), texts[place].casefold()):
            return place
    return None


def sentence_spans(text: str, matched: Sequence[Sentence]) -> list[Span]:
    """Yield the spans of the sentences of `match_sentences` in the text as typed."""
    spans = []
    at = 0
    for sentence in matched:
        while text[at].isspace():
            at += 1
        start = at
        left = sum(not letter.isspace() for letter in sentence.text)
        while left:
            left -= not text[at].isspace()
            at += 1
        spans.append(Span(start, at))
    return spans

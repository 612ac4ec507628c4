"""Names of speakers in the labels of turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coder.privacy.capitals import Text
from coder.privacy.common_words import common_words, is_german_noun
from coder.privacy.proper_names import NAME, Passage
from coder.text.names import is_role, name_kind

#: Kinds of labels that are names of people, or may be; roles and codes such as P01 are none.
_NAMES = {"full", "single", "lower", "phrase"}


def speaker_names(texts: Sequence[Text]) -> list[Passage]:
    """Return the labels of turns that name a person."""
    return [name for number, text in enumerate(texts) for name in _labels(number, text)]


def _labels(number: int, text: Text) -> Iterator[Passage]:
    for turn in text.turns:
        speaker = turn.speaker
        if not speaker or _is_role(speaker.casefold()) or name_kind(speaker) not in _NAMES:
            continue
        at = text.text.find(speaker, turn.label, turn.start)
        if at >= 0:
            yield Passage(NAME, number, at, at + len(speaker), "the name of a speaker", "", True)


def _is_role(key: str) -> bool:
    return is_role(key) or key in common_words() or is_german_noun(key)

"""Texts with composed letters: a letter and its combining mark, as some systems write Å, become one character."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from coder.privacy.capitals import Text

_CLUSTER = re.compile(r"(?s:.)[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]*")


class Composed(NamedTuple):
    """A text with composed letters, and where each of its characters, and its end, is in the text as written."""

    text: Text
    origins: list[int] | None

    def origin(self, place: int) -> int:
        """Return the place in the text as written."""
        return place if self.origins is None else self.origins[place]


def composed(text: Text) -> Composed:
    """Return a text with composed letters, its turns with it."""
    if unicodedata.is_normalized("NFC", text.text):
        return Composed(text, None)
    parts: list[str] = []
    origins: list[int] = []
    places = [0] * (len(text.text) + 1)
    for cluster in _CLUSTER.finditer(text.text):
        part = unicodedata.normalize("NFC", cluster[0])
        places[cluster.start() : cluster.end()] = [len(origins)] * len(cluster[0])
        parts.append(part)
        origins += [cluster.start()] * len(part)
    origins.append(len(text.text))
    places[-1] = len(origins) - 1
    turns = tuple(
        turn._replace(start=places[turn.start], end=places[turn.end], label=places[turn.label]) for turn in text.turns
    )
    return Composed(text._replace(text="".join(parts), turns=turns), origins)

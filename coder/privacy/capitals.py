"""Words with a capital in a set of texts, with what stands around them, and how the texts use each word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from coder.privacy.cue_words import ABBREVIATIONS, DETERMINERS
from coder.text.language import guess_language
from coder.text.span import Span, Turn

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽΑ-ΩА-Я"
_LETTER = r"[^\W\d_]"
CAPITAL = re.compile(rf"(?<![\w@])[{_UPPER}]{_LETTER}*(?:[’'-]{_LETTER}+)*")
_LOWER = re.compile(rf"(?<![^\W_]){_LETTER}+(?:-{_LETTER}+)*")
_PREVIOUS = re.compile(rf"(?:({_LETTER}[\w’'-]*)[ \u00a0])?({_LETTER}[\w’'-]*)(\W*)\Z")
_NEXT = re.compile(rf"\W{{0,3}}({_LETTER}[\w’'-]*)")
_ENDS = ".?!:…\n\r"
_BREAKS = "\n\t/|·›•"  # between the items of a list, or the parts of a path
_OPENERS = "/|·›\"“”„«»‚‘'’([{–—- \t\u00a0*_>•#"
_LOOK_BACK, _LOOK_AHEAD = 32, 28


class Text(NamedTuple):
    """A text to look through: where it is from, its words, its language ("": guessed) and its turns."""

    source: str
    text: str
    language: str = ""
    turns: tuple[Turn, ...] = ()


class Capital(NamedTuple):
    """A word with a capital: its place, the words beside it, whether a sentence begins with it.

    `before` is the word before it in the same sentence, in lower case, "" for none. `joined`: only a blank or hyphen
    stands between; `apposed`: a comma and a blank, as in “her husband, Ola”. `earlier` is the word before `before`,
    `after` the word after it, as written, "" at the end of the sentence.
    """

    text: int
    start: int
    end: int
    word: str
    opens: bool
    before: str
    joined: bool
    apposed: bool
    earlier: str
    after: str


class Usage:
    """How a set of texts uses its words: in lower case, with a capital inside a sentence, after an article."""

    def __init__(self) -> None:
        self.lower: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        self.with_article: Counter[str] = Counter()
        self._stems: set[str] = set()

    def add(self, text: str) -> None:
        """Count the words in lower case of a text."""
        self.lower.update(word for word in _LOWER.findall(text) if word.islower())

    def settle(self) -> None:
        """Prepare `is_known` once all texts are counted."""
        self._stems = {stem(word) for word, number in self.lower.items() if len(word) > 3 and number > 0}

    def is_known(self, word: str) -> bool:
        """Return whether the texts have a word in lower case, or another form of it."""
        return word in self.lower or (len(word) > 4 and stem(word) in self._stems)


_INFLECTIONS = (
    "enes",
    "ene",
    "erna",
    "arna",
    "orna",
    "ane",
    "ens",
    "ets",
    "en",
    "et",
    "er",
    "ar",
    "or",
    "na",
    "ne",
    "s",
    "a",
    "e",
    "n",
    "t",
)


def stem(word: str) -> str:
    """Return a word in lower case without an inflection, at least three letters of it."""
    for ending in _INFLECTIONS:
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            return word[: -len(ending)]
    return word


_CONTRACTED = (*(f"{mark}{ending}" for ending in ("s", "d", "ll", "ve", "re", "m") for mark in "'’"), "'", "’")


def base(word: str) -> str:
    """Return a word without a genitive or verb that an apostrophe marks: Olsen for Olsen's, Hans', Olsen'll."""
    if "'" not in word and "’" not in word:
        return word
    for mark in _CONTRACTED:
        if len(word) > len(mark) + 1 and word.endswith(mark):
            return word[: -len(mark)]
    return word


def languages(texts: Sequence[Text]) -> list[str]:
    """Return the language of each text, guessed where it is not known."""
    return [text.language or guess_language(text.text) for text in texts]


def capitals(
    texts: Sequence[Text], spans: Sequence[Sequence[Span]], progress: Callable[[float], None]
) -> tuple[list[Capital], Usage]:
    """Return the words with a capital of all texts, and the usage of words; what lies in `spans` is left out.

    `spans`: for each text the passages that are identifiers already, in order, such as an address.
    """
    usage = Usage()
    found: list[Capital] = []
    for number, (text, covered) in enumerate(zip(texts, spans, strict=True)):
        progress(number / len(texts))
        usage.add(_without(text.text, covered))
        for capital in _capitals_of(number, text, covered):
            found.append(capital)
            word = capital.word.casefold()
            if not capital.opens:
                usage.inside[word] += 1
            if capital.before in DETERMINERS or (
                capital.before.endswith(("en", "er", "em", "es")) and capital.joined
            ):
                usage.with_article[word] += 1
    usage.settle()
    return found, usage


def _without(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts.append(text[at:start])
        at = end
    return " ".join([*parts, text[at:]])


def _capitals_of(number: int, text: Text, covered: Sequence[Span]) -> Iterator[Capital]:
    words, labels = text.text, [(turn.label, turn.start) for turn in text.turns if turn.label < turn.start]
    blocked = sorted([*labels, *covered])
    openings = {turn.start for turn in text.turns}
    at = 0
    for match in CAPITAL.finditer(words):
        start, end = match.span()
        while at < len(blocked) and blocked[at][1] <= start:
            at += 1
        if at < len(blocked) and blocked[at][0] < end:
            continue
        word = base(match[0])
        opens, before, joined, apposed, earlier = _before(words, start)
        after = _NEXT.match(words, end, end + _LOOK_AHEAD)
        rest = words[end : after.start(1)] if after else ""
        follows = after[1] if after is not None and not any(mark in rest for mark in _ENDS) else ""
        opens = opens or start in openings
        yield Capital(number, start, start + len(word), word, opens, before, joined, apposed, earlier, follows)


def _before(text: str, start: int) -> tuple[bool, str, bool, bool, str]:
    """Return whether a sentence begins at a place, the word before it, and whether that is joined or apposed."""
    head = text[max(0, start - _LOOK_BACK) : start]
    bare = head.rstrip(_OPENERS)
    gap = head[len(bare) :]
    if not bare or any(mark in gap for mark in _BREAKS):
        return True, "", False, False, ""
    last = bare[-1]
    match = _PREVIOUS.search(bare)
    previous = match[2].casefold() if match else ""
    earlier = (match[1] or "").casefold() if match else ""
    if last in _ENDS:
        if last == "." and (previous in ABBREVIATIONS or len(previous) == 1):
            return False, previous, gap in (" ", "\u00a0", ""), False, ""
        return True, "", False, False, ""
    quoted = any(mark in gap for mark in '"“„«»‚‘(') and (":" in gap or last in ",:")
    joined = gap in (" ", "-", "\u00a0") and match is not None and match.end(2) == len(bare)
    apposed = match is not None and match[3] == "," and gap == " "
    return quoted, previous, joined, apposed, earlier

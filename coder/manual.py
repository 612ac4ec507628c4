"""The manual: its topics, their pages, and a search over all of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import coder
from coder.analysis.fuzzy import Vocabulary
from coder.analysis.search import occurrences
from coder.text import pages
from coder.text.fold import FoldedText, searchable
from coder.text.pages import Passage
from coder.text.span import Span

FOLDER = Path(coder.__file__).parent / "help"
#: The topics that come first, and those for whoever works on the program: last.
FIRST = ("first-steps", "screens", "keys")
LAST = ("changes", "architecture", "contributing")
#: The topic whose headings name the parts of the table of actions, in brackets.
SCREENS = "screens"


class Hit(NamedTuple):
    """A passage of the manual with the words of a search; `number` is its index on the page."""

    topic: str
    title: str
    number: int
    passage: Passage
    spans: tuple[Span, ...]

    @property
    def heading(self) -> str:
        """The heading it stands under: of its section, else of the page."""
        return self.passage.heading or self.title

    def excerpt(self, size: int) -> tuple[str, tuple[Span, ...]]:
        """Return its text from before the first word found, in about `size` characters, and the words there."""
        text = self.passage.text
        start = 0
        if len(text) > size and self.spans[0].start > size // 2:
            start = text.rfind(" ", 0, self.spans[0].start - size // 3) + 1
        lead = "…" if start else ""
        shown = lead + text[start : start + size - len(lead)].rstrip()
        if start + size - len(lead) < len(text):
            shown = shown[: size - 1] + "…"
        moved = (Span(span.start - start + len(lead), span.end - start + len(lead)) for span in self.spans)
        return shown, tuple(span for span in moved if 0 <= span.start < span.end <= len(shown))


@cache
def topics() -> dict[str, Path]:
    """Return topic → file: the introductory topics, the others by name, those for developers."""
    files = {file.stem: file for file in sorted(FOLDER.glob("*.md"))}
    between = [name for name in files if name not in (*FIRST, *LAST)]
    return {name: files[name] for name in (*FIRST, *between, *LAST) if name in files}


@cache
def page(topic: str) -> tuple[Passage, ...]:
    """Return the passages of a topic."""
    return tuple(pages.passages(topics()[topic].read_text(encoding="utf-8")))


@cache
def title(topic: str) -> str:
    """Return the heading of a topic."""
    with topics()[topic].open(encoding="utf-8") as file:
        return file.readline().strip("# \n")


def screen_section(parts: Iterable[str]) -> int:
    """Return the passage of the topic `screens` at which the section on a part of the screen begins, or 0."""
    for part in parts:
        for number, passage in enumerate(page(SCREENS)):
            names = passage.text.rpartition("(")[2].rstrip(")").split(", ")
            if passage.kind == pages.HEADING and part in names:
                return number
    return 0


def search(query: str) -> list[Hit]:
    """Return the passages that have all words of a query: headings that have them and what is below these first.

    Without case and accents; the beginning of a word is enough. Where no passage has them all, the headings above it
    count too; then words that are spelt alike are taken.
    """
    words = [[word] for word in query.split()]
    return (
        _hits(words)
        or _hits(words, with_headings=True)
        or _hits([_alike(form) for [form] in words], with_headings=True)
    )


def find_words(searched: FoldedText, words: Iterable[str]) -> list[Span]:
    """Return where words begin with one of these, in a `searchable` text, in order."""
    spans = {span for word in words for span in occurrences(searched, word)}
    text = searched.text
    return sorted(span for span in spans if not span.start or not text[: span.start][-1:].isalnum())


def _hits(words: list[list[str]], with_headings: bool = False) -> list[Hit]:
    """Return the passages with one form of each word."""
    hits = []
    for topic in topics() if words else ():
        name = title(topic)
        for number, (passage, searched) in enumerate(zip(page(topic), _searchable(topic), strict=True)):
            own = [find_words(searched, forms) for forms in words]
            above = searchable(f"{topic} {name} {passage.heading}") if with_headings and any(own) else FoldedText("")
            if any(own) and all(spans or find_words(above, forms) for spans, forms in zip(own, words, strict=True)):
                hits.append(Hit(topic, name, number, passage, tuple(sorted({s for spans in own for s in spans}))))
    return sorted(hits, key=lambda hit: _rank(hit, words))


def _rank(hit: Hit, words: list[list[str]]) -> int:
    """Return 0 if the heading has the words side by side, 1 if it has all, 2 if the title of the page has, else 3."""
    heading = searchable(hit.passage.text if hit.passage.kind == pages.HEADING else hit.passage.heading)
    title = searchable(f"{hit.topic} {hit.title}")
    if find_words(heading, [" ".join(forms[0] if forms else "" for forms in words)]):
        return 0
    return next((n for n, text in ((1, heading), (2, title)) if all(find_words(text, forms) for forms in words)), 3)


@cache
def _searchable(topic: str) -> tuple[FoldedText, ...]:
    return tuple(searchable(passage.text) for passage in page(topic))


def _alike(word: str) -> list[str]:
    """Return the words of the manual that are spelt like a word, and are not much shorter."""
    folded = searchable(word).text
    return sorted(other for other in _vocabulary().like(folded) if len(folded) <= 2 * len(other) + 1)


@cache
def _vocabulary() -> Vocabulary:
    vocabulary = Vocabulary()
    for topic in topics():
        vocabulary.read(topic, FoldedText(" ".join(searched.text for searched in _searchable(topic))))
    return vocabulary

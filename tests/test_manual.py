"""The manual: every page fits 80 columns, and the search finds what is in it."""

from __future__ import annotations

from collections import Counter

import pytest

from coder import manual
from coder.text import pages
from coder.text.fold import searchable
from coder.text.span import Span
from coder.tui.keymap import actions


@pytest.mark.parametrize("topic", list(manual.topics()))
def test_page_fits_80_columns(topic: str) -> None:
    page = manual.page(topic)
    in_the_app = pages.layout(page, 75)
    in_a_terminal = pages.layout(list(map(pages.with_marks, page)), 80)
    assert len(in_the_app) > 5
    assert [line.text for line in in_the_app if pages.cells(line.text) > 75] == []
    assert [line.text for line in in_a_terminal if pages.cells(line.text) > 80] == []


@pytest.mark.parametrize("topic", list(manual.topics()))
def test_page_loses_no_words(topic: str) -> None:
    page = manual.page(topic)
    shown = [line.text for line in pages.layout(page, 60)]
    characters = Counter(character for passage in page for character in "".join(passage.text.split()))
    assert characters
    assert characters - Counter("".join(shown)) == Counter()


def test_every_part_of_the_screen_has_a_section() -> None:
    parts = {action.where for action in actions.ACTIONS} - {"study", "app"}
    assert [part for part in parts if not manual.screen_section([part])] == []


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("quick KEY", "screens"),
        ("Préconc lock", "condensation"),
        ("retreive saved", "keys"),
        ("for publication", "reports"),
    ],
)
def test_search_finds(query: str, topic: str) -> None:
    hits = manual.search(query)
    assert topic in [hit.topic for hit in hits]
    excerpts = [hit.excerpt(60) for hit in hits]
    assert [text for text, spans in excerpts if len(text) > 60 or not spans] == []


def test_search_begins_with_the_beginning_of_words() -> None:
    assert manual.find_words(searchable("Interviewer"), ["nterviewe"]) == []
    assert manual.find_words(searchable("The Interviewer"), ["INTERVIEWE"]) == [Span(4, 14)]
    assert manual.search("   ") == []


def test_signs_are_searched_as_they_are_and_a_word_that_is_none_finds_nothing() -> None:
    hits = manual.search("(")
    assert hits
    assert [hit for hit in hits if "(" not in hit.passage.text] == []
    assert [manual.search(query) for query in ("😀", ".*", "x" * 3_000, "xxxxx")] == [[]] * 4


def test_long_command_keeps_options_with_their_values() -> None:
    page = pages.passages(
        "    coder find friends 'Shame and Pride' --query 'participant:P0*'    what it finds, with context\n"
    )
    assert [line.text for line in pages.layout(page, 50)] == [
        "    coder find friends 'Shame and Pride'",
        "        --query 'participant:P0*'",
        "        # what it finds, with context",
    ]


def test_long_row_of_a_listing_continues_below_its_last_column() -> None:
    page = pages.passages("    c r   choose the columns and the rows of the matrix\n")
    assert [line.text for line in pages.layout(page, 42)] == [
        "    c r   choose the columns and the rows",
        "          of the matrix",
    ]


def test_table_shares_the_width_among_its_columns() -> None:
    page = pages.passages("| a | b |\n|---|---|\n| `one` | two three four five six |\n")
    assert [line.text for line in pages.layout(page, 20)] == [
        "a    b",
        "─" * 20,
        "one  two three four",
        "     five six",
    ]


def test_headings_with_all_words_come_first() -> None:
    hits = manual.search("private memo")
    assert hits[0].heading.startswith("Private memos: who sees what")
    assert "memos" in {hit.topic for hit in hits[:3]}

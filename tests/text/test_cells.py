"""SYNTHETIC text only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coder.text import characters

PIECES = st.sampled_from(
    [
        "a",
        " ",
        "é",
        "e\u0301",
        "æøå",
        "국",
        "語",
        "👩🏽\u200d🚀",
        "👍🏽",
        "🇳🇴",
        "❤\ufe0f",
        "क्ष",
        "\u200b",
        "–",
        "…",
        "שלום",
    ]
)
TEXT = st.lists(PIECES, max_size=30).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", 3),
        ("æøå –…", 6),
        ("e\u0301", 1),
        ("국어", 4),
        ("👨\u200d👩\u200d👧", 2),
        ("🇳🇴", 2),
        ("❤\ufe0f", 2),
        ("", 0),
    ],
)
def test_width(text: str, expected: int) -> None:
    assert characters.width(text) == expected


@given(TEXT)
def test_width_matches_rich(text: str) -> None:
    assert characters.width(text) == cell_len(characters.printable(text)) == sum(characters.widths(text))


@given(st.text(st.characters(exclude_categories=["Cn"]), max_size=20))
def test_printable_has_no_control_characters(text: str) -> None:
    drawn = characters.printable(text)
    drawn.encode()
    assert cell_len(drawn) == characters.width(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066\ufeff" for c in drawn)


def test_control_characters_become_visible() -> None:
    assert characters.printable("a\tb\x00\x1b[31m\ud800\x7f") == "a→b␀␛[31m\ufffd␡"
    assert characters.width("a\tb\x00\x1b") == 5


@given(TEXT, st.integers(0, 20))
def test_cut_text_fits(text: str, limit: int) -> None:
    cut = characters.cut(text, limit)
    assert characters.width(cut) <= limit
    assert cut == text or cut == "" or cut.endswith("…")


@given(TEXT, st.integers(0, 20))
def test_fit_is_maximal(text: str, limit: int) -> None:
    n = characters.fit(text, limit)
    assert sum(characters.widths(text)[:n]) <= limit
    assert n == len(text) or sum(characters.widths(text)[: n + 1]) > limit

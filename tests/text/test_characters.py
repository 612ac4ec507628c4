"""Grapheme clusters and terminal cells."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coder.text import characters
from coder.text.characters import boundaries, cut_front, snap, width
from coder.tui.kit import cell_widths

cell_widths.use()

PIECES = st.sampled_from(
    [
        "a",
        " ",
        "\r\n",
        "\r",
        "\n",
        "e\u0301",
        "\u0301",
        "국",
        "\u1112\u1161\u11ab",
        "語",
        "👩🏽\u200d🚀",
        "🇳🇴",
        "🇳",
        "\u200d",
        "❤\ufe0f",
        "क्ष",
        "\u0600",
        "ש",
        "x" * 600,
        "\u0302" * 700,
    ]
)
TEXT = st.lists(PIECES, max_size=12).map("".join)


@given(TEXT)
def test_boundaries_match_the_unicode_standard(text: str) -> None:
    assert list(boundaries(text, 0, len(text))) == [m.start() for m in regex.finditer(r"\X", text)]


@given(TEXT, st.data())
def test_snap_goes_to_the_nearest_boundary(text: str, data: st.DataObject) -> None:
    pos = data.draw(st.integers(0, len(text)))
    all_of_them = [*boundaries(text, 0, len(text)), len(text)]
    assert snap(text, pos) == max(b for b in all_of_them if b <= pos)
    assert snap(text, pos, forward=True) == min(b for b in all_of_them if b >= pos)


def test_many_flags_in_a_row_are_fast() -> None:
    text = "🇳🇴" * 3000
    assert len(boundaries(text, 0, len(text))) == 3000
    assert snap(text, 3001) == 3000


@pytest.mark.parametrize("pos", [-3, 99])
def test_snap_outside_the_text_is_clamped(pos: int) -> None:
    assert snap("abc", pos) == min(max(pos, 0), 3)


CELL_PIECES = st.sampled_from(
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
CELL_TEXT = st.lists(CELL_PIECES, max_size=30).map("".join)


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


@given(CELL_TEXT)
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


@given(CELL_TEXT, st.integers(0, 20))
def test_cut_text_fits(text: str, limit: int) -> None:
    cut = characters.cut(text, limit)
    assert characters.width(cut) <= limit
    assert cut == text or cut == "" or cut.endswith("…")


@given(CELL_TEXT, st.integers(0, 20))
def test_fit_is_maximal(text: str, limit: int) -> None:
    n = characters.fit(text, limit)
    assert sum(characters.widths(text)[:n]) <= limit
    assert n == len(text) or sum(characters.widths(text)[: n + 1]) > limit


def test_cut_front_keeps_the_end() -> None:
    assert cut_front("Before/Meaning", 14) == "Before/Meaning"
    assert cut_front("Before/Meaning", 9) == "…/Meaning"
    assert width(cut_front("日本語/意味", 6)) <= 6
    assert cut_front("ab", 0) == ""

"""SYNTHETIC text only."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from coder.text.characters import boundaries
from coder.text.characters import width as cell_width
from coder.text.wrap import wrap

PIECES = st.sampled_from(
    [
        "a",
        "word ",
        " ",
        "\n",
        "\t",
        "e\u0301",
        "国語",
        "、",
        "한국어 ",
        "👩🏽\u200d🚀",
        "🇳🇴",
        "❤\ufe0f",
        "क्ष",
        "ש",
        "longish",
        "\u0301",
    ]
)
TEXT = st.lists(PIECES, max_size=40).map("".join)


def lines(text: str, width: int) -> list[str]:
    starts = wrap(text, 0, len(text), width)
    return [text[a:b] for a, b in pairwise([*starts, len(text)])]


@given(TEXT, st.integers(1, 25))
@example("word  \u0301", 1)
@example("word \u0301", 1)
def test_lines_cover_the_text_and_fit(text: str, width: int) -> None:
    wrapped = lines(text, width)
    assert "".join(wrapped) == text
    starts = set(boundaries(text, 0, len(text)))
    for start in wrap(text, 0, len(text), width)[1:]:
        assert start in starts or text[start - 1] == "\n" or start == len(text)
    for line in wrapped:
        shown = line.rstrip(" \n")
        assert cell_width(shown) <= width or len(boundaries(shown, 0, len(shown))) == 1
        assert "\n" not in line[:-1]


@given(TEXT, st.integers(1, 25))
def test_only_line_feeds_give_empty_lines(text: str, width: int) -> None:
    assert all(lines(text, width)[:-1])


def test_lines_break_after_spaces() -> None:
    assert lines("one two  three", 8) == ["one two  ", "three"]
    assert lines("aaaa bbbb", 4) == ["aaaa ", "bbbb"]
    assert lines("a\n\nb", 4) == ["a\n", "\n", "b"]


def test_long_word_is_broken() -> None:
    assert lines("abcdefghij kl", 4) == ["abcd", "efgh", "ij ", "kl"]


def test_chinese_breaks_anywhere_korean_at_spaces() -> None:
    assert lines("ok 国語国語国語", 8) == ["ok 国語", "国語国語"]
    assert lines("한국어 한국어", 10) == ["한국어 ", "한국어"]
    assert lines("国語国語、国", 8) == ["国語国", "語、国"]


def test_part_of_a_text_is_wrapped() -> None:
    assert wrap("xx one two yy", 3, 10, 4) == [3, 7]


def test_very_long_word_is_fast() -> None:
    assert len(wrap("x" * 300_000, 0, 300_000, 60)) == 5000

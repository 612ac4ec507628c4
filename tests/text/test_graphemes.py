"""SYNTHETIC text only."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from coder.text.characters import boundaries, snap

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

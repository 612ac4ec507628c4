"""Controls and bidi overrides become signs, escapes, or are refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.controls import BIDI, clean_name, escaped, misplaced, with_signs

UNSAFE = [*map(chr, [*range(9), *range(11, 32), *range(0x7F, 0xA0), *BIDI]), "\u2028", "\u2029", "\ufff9"]
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_controls_become_one_sign_each(unsafe: str) -> None:
    signed = with_signs(f"a{unsafe}b")
    assert signed[0] + signed[2:] == "ab"
    assert signed[1].isprintable()


def test_newlines_tabs_joiners_and_direction_marks_stay() -> None:
    text = f"a\tb\r\nمی\u200cخواهم 👩🏽\u200d🚀 \u200f\ufeff\xa0{ENGLAND}\n"
    assert with_signs(text) == text


def test_carriage_return_alone_and_loose_tags_become_signs() -> None:
    assert with_signs("kept\rgone\nx\U000e0041") == "kept␍gone\nx\ufffd"


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(UNSAFE), max_size=20))
def test_escaped_json_holds_the_same_text(text: str) -> None:
    document = escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(document) == text
    assert not set(document) & {*UNSAFE, "\u200e", "\u200f", "\u061c"}


@pytest.mark.parametrize("unsafe", [*UNSAFE, "\t", "\n", "\u200e", "\u200f", "\u061c", "\U000e0041"])
def test_names_hold_none(unsafe: str) -> None:
    assert misplaced(f"a{unsafe}b") == unsafe
    assert misplaced(clean_name(f"a{unsafe}b")) == ""


@pytest.mark.parametrize("name", ["می\u200cخواهم", "👩🏽\u200d🚀", "a\xa0b", "e\u0301", "שלום"])
def test_names_of_any_script_are_kept(name: str) -> None:
    assert misplaced(name) == ""
    assert clean_name(f" {name} ") == name

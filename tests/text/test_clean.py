import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.clean import clean


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_newlines_become_lf(newline: str) -> None:
    assert clean(f"SYNTHETIC{newline}text") == ("SYNTHETIC\ntext", ())


def test_leading_bom_is_removed_and_letters_are_kept() -> None:
    assert clean("\ufeffSYNTHETIC e\u0301 é \t\n") == ("SYNTHETIC e\u0301 é \t\n", ())


def test_replaced_characters_are_reported() -> None:
    cleaned = clean("a\0b\0c\x1b[2Jd\ud800e")
    assert cleaned.text == "a�b�c�[2Jd�e"
    assert cleaned.warnings == (
        "1 unpaired surrogate was replaced by �",
        "2 NUL characters were replaced by �",
        "1 control character was replaced by �",
    )


def test_surrogate_pairs_are_joined() -> None:
    assert clean("\ud83d\ude00") == ("😀", ())


@given(st.text(st.characters()))
def test_clean_is_idempotent(raw: str) -> None:
    once = clean(raw).text
    assert clean(once.removeprefix("\ufeff")) == (once.removeprefix("\ufeff"), ())
    once.encode("utf-8")

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.clean import clean


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_newline_becomes_lf(newline: str) -> None:
    assert clean(f"SYNTHETIC{newline}text") == ("SYNTHETIC\ntext", ())


def test_a_leading_bom_goes_and_letters_stay_as_they_are() -> None:
    assert clean("\ufeffSYNTHETIC e\u0301 é \t\n") == ("SYNTHETIC e\u0301 é \t\n", ())


def test_what_was_replaced_is_said_in_words() -> None:
    cleaned = clean("a\0b\0c\x1b[2Jd\ud800e")
    assert cleaned.text == "a�b�c�[2Jd�e"
    assert cleaned.warnings == (
        "1 unpaired surrogate was replaced by �",
        "2 NUL characters were replaced by �",
        "1 control character was replaced by �",
    )


def test_two_halves_of_a_character_are_joined() -> None:
    assert clean("\ud83d\ude00") == ("😀", ())


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = clean(raw).text
    assert clean(once.removeprefix("\ufeff")) == (once.removeprefix("\ufeff"), ())
    once.encode("utf-8")

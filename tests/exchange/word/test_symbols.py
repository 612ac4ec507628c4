"""Characters of symbol fonts in Unicode."""

import pytest

from coder.exchange.word.symbols import symbol


@pytest.mark.parametrize(
    ("font", "code", "expected"),
    [
        ("Symbol", 0xF0B3, "≥"),
        ("symbol", 0xB3, "≥"),
        ("Symbol", 0xF061, "α"),
        ("Symbol", 0xF0DE, "⇒"),
        ("Symbol", 0xF0FE, "⎭"),
        ("Wingdings", 0xF04A, "☺"),
        ("Wingdings", 0xF04C, "☹"),
        ("Wingdings", 0xF0E0, "→"),
        ("Wingdings", 0xF0FC, "✔"),
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings 2", 0xF052, "☑"),
        ("Webdings", 0xF061, "✔"),
        ("Segoe UI Emoji", 0x1F600, "😀"),
        ("Arial", 0x263A, "☺"),
        ("Wingdings", 0x2611, "☑"),
        ("Wingdings", 0xF0FF, None),
        ("A font of ours", 0xF041, None),
        ("Symbol", 0xD801, None),
    ],
)
def test_symbol_is_the_character_shown(font: str, code: int, expected: str | None) -> None:
    assert symbol(font, code) == expected

"""Reading of small files: TOML within limits."""

from __future__ import annotations

from typing import Any

import pytest

from coder.store import reading


@pytest.mark.parametrize(
    "text",
    [
        ".".join("a" * 20_000) + " = 1",
        "[" + ".".join("a" * 20_000) + "]",
        "x = [{" + " . ".join(['"a"'] * 20_000) + " = 1}]",
        "2 = '''text'''\n" + ".".join(["'b c'"] * 30) + " = 1",
        "a = 1\n" + "#" * reading.LARGEST_TOML,
    ],
    ids=["key", "table", "inline", "after a text", "large"],
)
def test_key_of_many_parts_and_large_file_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"more than 20 parts|larger than"):
        reading.decode_toml(text.encode(), dict[str, Any])


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_dots_in_texts_and_comments_are_no_key(quotes: str) -> None:
    dots = ".".join(["so"] * 50)
    text = f'2 = {quotes}{dots}\n{dots}{quotes}\n# {dots}\n3 = "{dots}"\n'
    assert reading.decode_toml(text.encode(), dict[str, Any]) == {"2": f"{dots}\n{dots}", "3": dots}

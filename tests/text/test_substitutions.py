"""Several passages replaced at once: places and turns afterwards. All text SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.text.alignment import Place
from coder.text.span import Turn
from coder.text.substitutions import Substituted, Substitution

TEXT = "Kari: I met Ola in Oslo.\n\nI: Oslo?"


def substituted() -> Substituted:
    words = {"Kari": "[woman 1]", "Ola": "[man 1]", "Oslo": "[place A]"}
    return Substituted(TEXT, [Substitution(TEXT.index(old), TEXT.index(old) + len(old), words[old]) for old in words])


def test_passages_are_replaced() -> None:
    assert substituted().new == "[woman 1]: I met [man 1] in [place A].\n\nI: Oslo?"


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ("I met", "I met", "moved"),
        ("met Ola in", "met [man 1] in", "changed"),
        ("la in", "[man 1] in", "changed"),
        ("O", "[man 1]", "changed"),
        ("Oslo?", "Oslo?", "moved"),
        ("Kari: I", "[woman 1]: I", "changed"),
    ],
)
def test_passage_is_followed(old: str, new: str, how: str) -> None:
    result = substituted()
    start = TEXT.rindex(old) if old == "Oslo?" else TEXT.index(old)
    place = result.place(start, start + len(old))
    assert (result.new[place.start : place.end], place.how, place.sure) == (new, how, True)


def test_passage_before_everything_is_kept() -> None:
    assert Substituted("abc def", [Substitution(4, 7, "x")]).place(0, 3) == Place("kept", 0, 3)


def test_turns_follow_with_their_speakers() -> None:
    turns = [Turn(6, 24, "Kari", 3.0, 0), Turn(29, 34, "I", None, 26)]
    result = substituted()
    first, second = result.turns(turns, lambda name: {"Kari": "[woman 1]"}.get(name, name))
    assert (result.new[first.label : first.start], first.speaker, first.seconds) == ("[woman 1]: ", "[woman 1]", 3.0)
    assert result.new[first.start : first.end] == "I met [man 1] in [place A]."
    assert (result.new[second.label : second.end], second.speaker) == ("I: Oslo?", "I")


@pytest.mark.parametrize(
    "rows", [[Substitution(0, 3, "x"), Substitution(2, 4, "y")], [Substitution(1, 1, "x")], [Substitution(0, 2, " ")]]
)
def test_impossible_substitutions_are_refused(rows: list[Substitution]) -> None:
    with pytest.raises(ValueError, match="no such substitution"):
        Substituted("abcdef", rows)

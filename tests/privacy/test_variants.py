"""Spellings that mean the same. All names are invented."""

from __future__ import annotations

import pytest

from coder.privacy.variants import grouped


@pytest.mark.parametrize(
    ("other", "joins"),
    [
        ("Nesvol", True),
        ("Nesvoldt", True),
        ("Nesvald", True),
        ("Nevsold", True),
        ("Nesv", False),
        ("Nasvald", False),
        ("Besvold", False),
        ("Nesvolds", True),
    ],
)
def test_a_spelling_with_one_error_joins_the_more_frequent(other: str, joins: bool) -> None:
    leaders = grouped({other: 1, "Nesvold": 5, "Lindqvist": 2}, lambda _: True)
    assert leaders[other] == ("Nesvold" if joins else other)


def test_two_first_names_stay_two() -> None:
    names = {"Hanne": 2, "Hanna": 1, "Kristin": 1, "Kristina": 1}
    assert grouped(names, lambda _: True) == {name: name for name in names}


def test_the_genitive_of_a_part_joins_the_full_name() -> None:
    assert grouped({"Kari Nesvold": 1, "Karis": 1}, lambda _: True)["Karis"] == "Kari Nesvold"

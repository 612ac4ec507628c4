"""Counts, lists and dates in words."""

from __future__ import annotations

from coder.text.phrases import format_count, format_day, format_list, format_share, format_units, natural_key


def test_format_count_has_noun_and_plural() -> None:
    assert [format_count(n, "code") for n in (0, 1, 2, 1200)] == ["0 codes", "1 code", "2 codes", "1,200 codes"]
    assert format_count(2, "memo is", "memos are") == "2 memos are"


def test_format_units_never_shows_a_zero() -> None:
    assert [format_units(n) for n in (0, 1, 1200)] == ["no unit", "1 unit", "1,200 units"]


def test_format_list_joins_the_last_item_with_and() -> None:
    assert [format_list("ABC"[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]


def test_format_share_rounds_and_keeps_nothing_and_all_apart() -> None:
    shares = [format_share(part, 1000) for part in (0, 4, 86, 914, 994, 1000)]
    assert shares == ["0 %", "<1 %", "9 %", "91 %", ">99 %", "100 %"]
    assert format_share(0, 0) == "0 %"


def test_format_day_is_readable() -> None:
    assert (format_day("2024-02-05T10:00:00Z"[:10]), format_day("")) == ("5 February 2024", "")


def test_natural_key_sorts_by_number() -> None:
    assert sorted(["P10", "P2", "p1", "Ann", "P02b"], key=natural_key) == ["Ann", "p1", "P2", "P02b", "P10"]

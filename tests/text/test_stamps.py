"""Notations of time stamps."""

import pytest

from coder.text.stamps import end_stamp, parse_seconds


@pytest.mark.parametrize(
    ("stamp", "seconds"),
    [
        ("[00:01:02]", 62),
        ("07:59", 479),
        ("#00:00:03-5#", 3.5),
        ("0:0:3.120", 3.12),
        ("(1:00:03,5)", 3603.5),
        ("[00:01.000 --> 00:03.000]", 1),
        ("[3.20s - 8.00s]", 3.2),
        ("\\[07:59\\]", 479),
        ("10:02 AM", None),
        ("03/05/2024, 10:02", None),
        ("", None),
        (None, None),
    ],
)
def test_stamps_have_their_seconds(stamp: str | None, seconds: float | None) -> None:
    assert parse_seconds(stamp) == seconds


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("So. #00:00:09-5#", (3, 9.5)),
        ("So. #00:01:00# ", (3, 60)),
        ("So. (0:03)", (3, 3)),
        ("So [00:00:03]\n", (2, 3)),
        ("So at 0:03", None),
        ("So.", None),
        ("#00:00:09-5# So.", None),
    ],
)
def test_a_stamp_at_the_end_is_that_of_a_paragraph(words: str, end: tuple[int, float] | None) -> None:
    assert end_stamp(words) == end

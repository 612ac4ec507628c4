from __future__ import annotations

import pytest

from coder.text.speakers import interviewers


@pytest.mark.parametrize(
    ("speakers", "asking"),
    [
        (["I", "P"], ("I",)),
        (["Interviewer 1", "INT:", "P01", ""], ("Interviewer 1", "INT:")),
        (["Moderator", "R1", "Anna"], ("Moderator",)),
        (["Anna", "Bo"], ()),
        (["I"], ()),
        (["Q", "A"], ("Q",)),
        (["Intervjuer", "Lege"], ("Intervjuer",)),
        ([], ()),
    ],
)
def test_interviewers_are_recognised_by_label(speakers: list[str], asking: tuple[str, ...]) -> None:
    assert interviewers(speakers) == asking

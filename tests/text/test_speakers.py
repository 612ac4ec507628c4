from __future__ import annotations

import pytest

from coder.text.speakers import alike, interviewers, speaker_key


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


@pytest.mark.parametrize(
    ("speakers", "groups"),
    [
        (["Interviewer1", "Interviewer 1", "P"], [("Interviewer1", "Interviewer 1")]),
        (["Kari Nes", "KARI NES", "Kari\u200bNes"], [("Kari Nes", "KARI NES", "Kari\u200bNes")]),
        (["Int.", "Int", "I"], [("Int.", "Int")]),
        (["Søren", "Soren"], []),
        (["José", "Jose"], [("José", "Jose")]),
        (["Intervjuer", "Intevjuer", "Intervjuar"], [("Intervjuer", "Intevjuer", "Intervjuar")]),
        (["P1", "P2"], []),
        (["Participant 1", "Participant 2"], []),
        (["Kari", "Mari"], []),
        ([], []),
    ],
)
def test_names_that_may_be_one_speaker_are_grouped(speakers: list[str], groups: list[tuple[str, ...]]) -> None:
    assert list(alike(speakers)) == groups


@pytest.mark.parametrize("other", ["interviewer 1", "Interviewer1", "\u200bINTERVIEWER\u00a01", "Interviewer  1"])
def test_spellings_of_one_speaker_have_one_key(other: str) -> None:
    assert speaker_key(other) == speaker_key("Interviewer 1")

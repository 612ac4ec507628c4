"""SYNTHETIC transcripts of CLAN."""

from __future__ import annotations

import pytest

from coder.errors import UnreadableFile
from coder.exchange.reading import transcript_in

CHAT = """@UTF8
@Begin
@Participants:\tINV Investigator, PAR Odd Participant
*INV:\thow was it to come home ? \x150_2500\x15
*PAR:\tit was &-um hard [/] hard
\tand cold . \x152500_7000\x15
%com:\tlooks away
*PAR:\tvery cold på fjellet . \x157000_9000\x15
*INV:\tand then ? \x159000_9900\x15
@End
"""
TURNS = [
    ("INV", 0, "how was it to come home?"),
    ("PAR", 2, "it was &-um hard [/] hard and cold. very cold på fjellet."),
    ("INV", 9, "and then?"),
]


@pytest.mark.parametrize("bullet", ["\x15", "•"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_main_lines_are_turns_with_times(newline: str, bullet: str) -> None:
    data = CHAT.replace("\x15", bullet).replace("\n", newline).encode()
    transcript = transcript_in(data, "P01.cha")
    assert [
        (turn.speaker, turn.seconds, transcript.text[turn.start : turn.end]) for turn in transcript.turns
    ] == TURNS
    assert transcript.warnings == ("Dependent tiers are kept as a memo on the transcript: %com",)
    assert transcript.notes == (
        "@Participants: INV Investigator, PAR Odd Participant",
        "Tier %com:\n\nlooks away",
    )


def test_lines_without_times_have_none() -> None:
    transcript = transcript_in(b"@Begin\n*INV:\thow ?\n*PAR:\tso .\n@End\n", "P01.cha")
    assert [turn.seconds for turn in transcript.turns] == [None, None]
    assert transcript.text == "INV: how?\n\nPAR: so."


def test_file_without_turns_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match="no turns") as refusal:
        transcript_in(b"SYNTHETIC words", "a.cha")
    assert ".txt" in refusal.value.hint

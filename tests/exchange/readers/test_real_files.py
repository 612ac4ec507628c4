"""Real files, if they are available."""

from collections import Counter
from pathlib import Path

import pytest

from coder.errors import UnreadableFile
from coder.exchange.importing import read_transcript as read
from coder.exchange.transcript import Transcript

FORMATS = Path(__file__).parents[3] / "../shared/formats"

pytestmark = pytest.mark.skipif(not FORMATS.exists(), reason="the shared files are not here")


def speakers(transcript: Transcript) -> dict[str, int]:
    return dict(Counter(turn.speaker for turn in transcript.turns))


def test_podcast_in_markdown() -> None:
    result = read(FORMATS / "transcripts/the-changelog-592.md")
    assert speakers(result) == {"Adam Stacoviak": 197, "Bryan Cantrill": 197, "": 2}
    assert result.language == "en"
    assert not [mark for mark in ("**", "\\[") if mark in result.text]
    assert sum(turn.seconds is not None for turn in result.turns) == 16
    for turn in result.turns:
        assert "Stacoviak:" not in result.text[turn.start : turn.end]


def test_german_interviews() -> None:
    markdown = read(FORMATS / "transcripts/fkrampe_transkript.md")
    assert speakers(markdown) == {"": 1, "I": 67, "B": 59}
    assert all(turn.seconds is not None for turn in markdown.turns if turn.speaker)
    assert "acronym" in markdown.notes[0]
    assert "acronym" not in markdown.text
    word = read(FORMATS / "transcripts/NodeGrade_paper_ECSEE_qualitative_data_interview1_german.docx")
    assert speakers(word) == {"": 2, "I": 4, "S1": 4, "S2": 5}
    assert (markdown.language, word.language) == ("de", "de")


def test_dialect_interviews() -> None:
    result = read(FORMATS / "transcripts/derived_lia_dev_turns.txt")
    assert len(result.turns) == 881
    assert speakers(result)["flakstad_uib_04"] == 182
    assert len(speakers(result)) == 11
    assert result.language == "nn"


@pytest.mark.parametrize(
    ("name", "encoding", "language"),
    [
        ("greek", "cp1253", "el"),
        ("russian", "mac_cyrillic", "ru"),
        ("korean", "cp949", "ko"),
        ("french", "utf-8", "fr"),
    ],
)
def test_old_encodings(name: str, encoding: str, language: str) -> None:
    path = FORMATS / f"encodings/sample-{name}.txt"
    result = read(path)
    assert result.text == path.read_bytes().decode(encoding).replace("\r\n", "\n")
    assert (result.encoding, result.language, result.warnings) == (encoding, language, ())


@pytest.mark.parametrize("path", sorted(FORMATS.glob("subtitles/*")), ids=lambda path: path.name)
def test_subtitles(path: Path) -> None:
    if path.name == "empty.vtt":
        with pytest.raises(UnreadableFile, match="empty"):
            read(path)
        return
    result = read(path)
    assert result.turns[0].seconds is not None
    assert not [mark for mark in ("-->", "<", "WEBVTT", "\ufeff") if mark in result.text]


def test_captions_named_txt() -> None:
    result = read(FORMATS / "encodings/sample-english.bom.txt")
    assert (result.format, result.turns[0].seconds) == ("srt", 6)


def test_rolling_captions_are_not_repeated() -> None:
    assert read(FORMATS / "subtitles/youtube_dl.vtt").text == "[00:04:46] yeah what this will happen is I'm telling"

from __future__ import annotations

import pytest

from coder.errors import UnreadableFile
from coder.exchange.readers.timed_text import read_sbv, read_ttml
from coder.exchange.transcript import Transcript

TT = 'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
AGENTS = (
    '<head><metadata><ttm:agent xml:id="a"><ttm:name type="full">Kari Nes</ttm:name></ttm:agent>'
    '<ttm:agent xml:id="b"/></metadata></head>'
)


def turns(transcript: Transcript) -> list[tuple[str, float | None, str]]:
    return [(turn.speaker, turn.seconds, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_sbv_cues_are_joined() -> None:
    data = (
        b"0:00:01.000,0:00:04.000\nKari: SYNTHETIC words\nof two lines.\n\n"
        b"0:00:05.000,0:00:06.000\nAnd more.\n\n0:01:00.500,0:01:02.000\nOla: An answer.\n"
    )
    assert turns(read_sbv(data, "a.sbv")) == [
        ("Kari", 1.0, "SYNTHETIC words of two lines. And more."),
        ("Ola", 60.0, "An answer."),
    ]


def test_sbv_without_cues_is_an_error() -> None:
    with pytest.raises(UnreadableFile):
        read_sbv(b"plain words", "a.sbv")


def test_agents_are_speakers() -> None:
    data = (
        f'<tt {TT}>{AGENTS}<body><div><p begin="00:00:01.000" end="00:00:02" ttm:agent="a">SYNTHETIC<br/>words.</p>'
        '<p begin="20s" dur="2s" ttm:agent="b">An <span>answer</span>.</p></div></body></tt>'
    ).encode()
    assert turns(read_ttml(data, "a.ttml")) == [("Kari Nes", 1.0, "SYNTHETIC words."), ("b", 20.0, "An answer.")]


def test_labels_in_the_words_are_speakers() -> None:
    lines = [(1, "Kari: SYNTHETIC question?"), (20, "Ola: An answer."), (40, "Kari: And?"), (60, "Ola: No more.")]
    body = "".join(f'<p begin="{at}s" end="{at + 1}s">{words}</p>' for at, words in lines)
    transcript = read_ttml(f"<tt {TT}><body><div>{body}</div></body></tt>".encode(), "a.dfxp")
    assert [turn.speaker for turn in transcript.turns] == ["Kari", "Ola", "Kari", "Ola"]


@pytest.mark.parametrize(
    ("begin", "rates", "seconds"),
    [
        ("00:01:02.5", "", 62),
        ("00:00:02:15", 'ttp:frameRate="30"', 2),
        ("150f", 'ttp:frameRate="25"', 6),
        ("90000000t", 'ttp:tickRate="10000000"', 9),
        ("1.5m", "", 90),
        ("4500ms", "", 4),
    ],
)
def test_times(begin: str, rates: str, seconds: float) -> None:
    parameters = 'xmlns:ttp="http://www.w3.org/ns/ttml#parameter"'
    data = f'<tt {TT} {parameters} {rates}><body><div><p begin="{begin}">words</p></div></body></tt>'.encode()
    assert [turn.seconds for turn in read_ttml(data, "a.ttml").turns] == [seconds]


@pytest.mark.parametrize(("data", "message"), [(b"<tt", "damaged"), (b"<html/>", "not timed text"), (b"", "damaged")])
def test_other_content_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_ttml(data, "a.ttml")

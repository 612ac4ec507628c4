"""SYNTHETIC TextGrids of Praat."""

from __future__ import annotations

import pytest

from coder.errors import UnreadableFile
from coder.exchange.reading import transcript_in
from coder.exchange.transcript import Transcript

Interval = tuple[float, float, str]


def long_form(*tiers: tuple[str, list[Interval]]) -> str:
    lines = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "xmin = 0 ",
        "xmax = 60 ",
        "tiers? <exists> ",
    ]
    lines += [f"size = {len(tiers)} ", "item []: "]
    for number, (name, intervals) in enumerate(tiers, start=1):
        lines += [f"    item [{number}]:", '        class = "IntervalTier" ', f'        name = "{name}" ']
        lines += ["        xmin = 0 ", "        xmax = 60 ", f"        intervals: size = {len(intervals)} "]
        for at, (start, end, words) in enumerate(intervals, start=1):
            quoted = words.replace('"', '""')
            lines += [f"        intervals [{at}]:", f"            xmin = {start} ", f"            xmax = {end} "]
            lines += [f'            text = "{quoted}" ']
    return "\n".join(lines) + "\n"


def short_form(*tiers: tuple[str, list[Interval]]) -> str:
    lines = ['File type = "ooTextFile"', '"TextGrid"', "", "0", "60", "<exists>", str(len(tiers))]
    for name, intervals in tiers:
        lines += ['"IntervalTier"', f'"{name}"', "0", "60", str(len(intervals))]
        for start, end, words in intervals:
            quoted = words.replace('"', '""')
            lines += [str(start), str(end), f'"{quoted}"']
    return "\n".join(lines) + "\n"


def read(text: str, encoding: str = "utf-8") -> Transcript:
    return transcript_in(text.encode(encoding), "P01.TextGrid")


def turns(transcript: Transcript) -> list[tuple[str, float | None, str]]:
    return [(turn.speaker, turn.seconds, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


LIV = ("Liv", [(0, 2.5, 'How was "home"?'), (2.5, 7, ""), (7, 9, "And at 7 then?")])
ODD = ("Odd", [(0, 2.5, "sil"), (2.5, 7, "It was cold, på fjellet."), (7, 9, "")])
DIALOGUE = [("Liv", 0, 'How was "home"?'), ("Odd", 2, "It was cold, på fjellet."), ("Liv", 7, "And at 7 then?")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("write", [long_form, short_form])
def test_tiers_are_speakers_and_intervals_are_in_order_of_time(write: object, encoding: str) -> None:
    assert callable(write)
    assert turns(read(write(LIV, ODD), encoding)) == DIALOGUE


def test_tiers_of_sounds_and_words_below_utterances_are_memos() -> None:
    words = ("Liv - words", [(0, 1, "How"), (1, 2, "was")])
    phones = ("Liv - phones", [(0, 1, "h"), (1, 2, "w")])
    transcript = read(long_form(LIV, words, phones, ODD))
    assert turns(transcript) == DIALOGUE
    assert transcript.notes == ("Tier Liv - words:\n\nHow\nwas", "Tier Liv - phones:\n\nh\nw")
    assert "Liv - words, Liv - phones" in transcript.warnings[0]


def test_tiers_of_words_alone_are_joined() -> None:
    liv = ("Liv - words", [(0, 1, "How"), (1, 2, "was"), (2, 3, "it?")])
    odd = ("Odd - words", [(3, 4, "It"), (4, 5, "snowed.")])
    assert turns(read(short_form(liv, odd))) == [("Liv", 0, "How was it?"), ("Odd", 3, "It snowed.")]


def test_labels_in_one_tier_of_text_are_speakers() -> None:
    tier = ("transcript", [(0, 2, "I: How was it?"), (2, 4, "P: It snowed."), (4, 6, "I: And?"), (6, 8, "P: No.")])
    assert [speaker for speaker, _, _ in turns(read(long_form(tier)))] == ["I", "P", "I", "P"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"ooBinaryFile\x08TextGrid", "binary"),
        (b"SYNTHETIC words", "do not say so"),
        (long_form(LIV, ODD)[:600].encode(), "not complete"),
        (long_form(LIV).replace("size = 3", "size = -3").encode(), "not complete"),
        (long_form(LIV).replace("size = 3", "size = 1e999").encode(), "not complete"),
        (long_form(LIV).replace("xmin = 7 ", 'xmin = "7" ').encode(), "not complete"),
        (long_form(("Liv", [(0, 1, "")])).encode(), "no intervals with words"),
    ],
)
def test_other_content_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        transcript_in(data, "a.textgrid")

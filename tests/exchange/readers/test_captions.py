"""SYNTHETIC captions: WebVTT and SubRip as Zoom, Teams, Whisper and YouTube write them."""

from pathlib import Path

import pytest

from coder.exchange.importing import read_transcript as read
from coder.exchange.transcript import Transcript


def load(folder: Path, name: str, data: str) -> Transcript:
    path = folder / name
    path.write_bytes(data.encode())
    return read(path)


def spoken(transcript: Transcript) -> list[tuple[str, float | None, str]]:
    return [(turn.speaker, turn.seconds, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def clock(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}.000"


def cues(*lines: str, vtt: bool = True) -> str:
    """Captions of four seconds each."""
    blocks = [f"{clock(i * 4)} --> {clock(i * 4 + 4)}\n{line}" for i, line in enumerate(lines)]
    if vtt:
        return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"
    return "\n\n".join(f"{i}\n{block.replace('.000', ',000')}" for i, block in enumerate(blocks, 1)) + "\n"


def test_voices_are_speakers(tmp_path: Path) -> None:
    data = cues(
        "<v Kari Nes>So, what</v>",
        "<v Kari Nes>happened?</v>",
        "<v.loud Anna>I <i>fell</i> &amp; rose.</v>",
        "<v A>one</v>\n<v B>two</v>",
    )
    assert spoken(load(tmp_path, "a.vtt", data)) == [
        ("Kari Nes", 0, "So, what happened?"),
        ("Anna", 8, "I fell & rose."),
        ("A", 12, "one"),
        ("B", 12, "two"),
    ]


def test_labels_in_cues_and_continued_cues(tmp_path: Path) -> None:
    data = cues(
        "Kari Nes (KN): So, what",
        "happened: tell me",
        "Anna Li (AL): I fell.",
        "Kari Nes (KN): Oh.",
        "Anna Li (AL): Yes.",
    )
    result = load(tmp_path, "a.vtt", data)
    assert spoken(result) == [
        ("Kari Nes (KN)", 0, "So, what happened: tell me"),
        ("Anna Li (AL)", 8, "I fell."),
        ("Kari Nes (KN)", 12, "Oh."),
        ("Anna Li (AL)", 16, "Yes."),
    ]
    assert result.text.startswith("Kari Nes (KN): [00:00:00] So, what happened: tell me\n\n")


def test_silence_begins_a_new_turn(tmp_path: Path) -> None:
    data = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>One\n\n00:30.000 --> 00:31.000\n<v A>two\n\n"
        "00:32.000 --> 00:33.000\n<v A>three\n"
    )
    assert spoken(load(tmp_path, "a.vtt", data)) == [("A", 1, "One"), ("A", 30, "two three")]


def test_long_unnamed_speech_is_split_at_sentences(tmp_path: Path) -> None:
    result = load(
        tmp_path, "a.vtt", cues(*["ten words are in this line which goes on and"] * 7, "ends here.", "Next one.")
    )
    assert [words[-10:] for _, _, words in spoken(result)] == ["ends here.", "Next one."]


def test_long_named_speech_gets_paragraphs(tmp_path: Path) -> None:
    line = "ten words are in this line which goes on and"
    result = load(tmp_path, "a.vtt", cues(*[f"<v A>{line}"] * 7, "<v A>ends here.", "<v A>Next one."))
    assert [speaker for speaker, _, _ in spoken(result)] == ["A"]
    assert result.text.endswith("ends here.\n\nNext one.")


def test_rolling_captions_are_not_repeated(tmp_path: Path) -> None:
    data = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n"
        "00:00:00.000 --> 00:00:02.000 align:start position:0%\n \n"
        "so<00:00:00.500><c> we</c><00:00:01.000><c> begin</c>\n\n"
        "00:00:02.000 --> 00:00:02.010\nso we begin\n \n\n"
        "00:00:02.010 --> 00:00:04.000\nso we begin\nwith<00:00:03.000><c> this</c>\n\n"
        "00:00:04.000 --> 00:00:04.010\nwith this\n"
    )
    assert spoken(load(tmp_path, "a.vtt", data)) == [("", 0, "so we begin with this")]


def test_real_repetitions_are_kept(tmp_path: Path) -> None:
    assert spoken(load(tmp_path, "a.vtt", cues("No.", "No.", "Yes, I think.", "And then.", "So.", "Oh.")))[0][
        2
    ].startswith("No. No. Yes")


def test_notes_styles_and_numbers_are_skipped(tmp_path: Path) -> None:
    data = (
        "\ufeffWEBVTT - a title\n\nSTYLE\n::cue { color: red }\n\nNOTE made by nobody\n\n"
        "1\n00:01.000 --> 00:02.000 line:0\nOne\n\nNOTE again\n\n2\n00:02.000 --> 00:03.000\ntwo.\n"
    )
    result = load(tmp_path, "a.vtt", data)
    assert spoken(result) == [("", 1, "One two.")]
    assert result.warnings == ()


def test_missing_first_line_is_reported(tmp_path: Path) -> None:
    result = load(tmp_path, "a.vtt", cues("One").removeprefix("WEBVTT\n\n"))
    assert spoken(result) == [("", 0, "One")]
    assert "WEBVTT" in result.warnings[0]


@pytest.mark.parametrize("name", ["a.srt", "a.txt"])
def test_subrip_is_read(tmp_path: Path, name: str) -> None:
    data = cues("Kari: So?", "<i>Anna:</i> I fell\non ice.", "Kari: Oh.", "Anna: 7.", vtt=False).replace("\n", "\r\n")
    result = load(tmp_path, name, data)
    assert result.format == "srt"
    assert spoken(result) == [
        ("Kari", 0, "So?"),
        ("Anna", 4, "I fell on ice."),
        ("Kari", 8, "Oh."),
        ("Anna", 12, "7."),
    ]
    assert bool(result.warnings) == name.endswith("txt")


def test_broken_subrip_is_read_as_far_as_possible(tmp_path: Path) -> None:
    data = (
        "1\n00:00:01,000 --> 00:00:02,000\nOne.\nnonsense\n\n\n2\nbroken\n\n3\n00:00:03,000 --> 00:00:04,000\nTwo.\n"
    )
    result = load(tmp_path, "a.srt", data)
    assert "One." in result.text
    assert "Two." in result.text

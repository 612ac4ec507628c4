"""SYNTHETIC captions: WebVTT and SubRip as Zoom, Teams, Whisper and YouTube write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.importing import read_transcript as read
from coder.exchange.readers.captions import caption_format, parse
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


SAID = ["How was the first winter?", "Long, and dark.", "Who came?", "Nobody until March."]
SRT, VTT = cues(*SAID, vtt=False), cues(*SAID)
IDS = "WEBVTT\n\n" + "\n\n".join(f"{{}}\n00:0{at}.000 --> 00:0{at + 1}.000\n{words}" for at, words in enumerate(SAID))
#: The same captions, as other programs write them.
VARIANTS = {
    "CR.srt": SRT.replace("\n", "\r"),
    "CR CR LF.srt": SRT.replace("\n", "\r\r\n"),
    "blank lines everywhere.srt": SRT.replace("\n", "\n\n"),
    "no blank lines.srt": SRT.replace("\n\n", "\n"),
    "no blank lines.vtt": VTT.replace("\n\n", "\n"),
    "no numbers.srt": "\n\n".join(block.split("\n", 1)[1] for block in SRT.split("\n\n")),
    "no fractions.srt": SRT.replace(",000", ""),
    "points.srt": SRT.replace(",000", ".000"),
    "commas.vtt": VTT.replace(".000", ",000"),
    "no hours.vtt": VTT.replace("00:00:", "00:"),
    "unpadded.vtt": VTT.replace("00:00:0", "0:0:").replace("00:00:", "0:0:").replace(".000", ".0"),
    "blanks in times.srt": SRT.replace("00:00:", "00: 00: ").replace(",000", ", 000").replace("-->", "->"),
    "arrow.srt": SRT.replace(" --> ", " → "),
    "frames.srt": SRT.replace(",000", ":12"),
    "in a line.srt": "\n".join(f"{at} 00:00:0{at},000 --> 00:00:09,000 {words}" for at, words in enumerate(SAID)),
    "settings.vtt": VTT.replace(".000\n", ".000 align:start position:0% line:0\n"),
    "coordinates.srt": SRT.replace(",000\n", ",000  X1:1 X2:2 Y1:3 Y2:4\n"),
    "no header.vtt": VTT.removeprefix("WEBVTT\n\n"),
    "identifiers.vtt": IDS.format(*"abcd"),
    "long identifiers.vtt": IDS.format(*(f"0a1b2c3d-00ff-4e5f-8a9b-0123456789ab/{at}-0" for at in range(4))),
    "confidences.vtt": IDS.replace("{}\n", "NOTE Confidence: 0.91\n\n{}\n").format(*"1234"),
    "styles.vtt": VTT.replace("\n\n", "\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n", 1),
    "tags.vtt": cues(*(f"<c.yellow><i>{words}</i></c>" for words in SAID)),
    "fonts.srt": cues(*(f'<font color="#fff">{words}</font>' for words in SAID), vtt=False),
    "override codes.srt": cues(*("{\\an8}{\\i1}{\\c&HFFF000&}" + f"{words}{{\\i0}}" for words in SAID), vtt=False),
    "broken codes.srt": cues(*(f"{{\\an8{words}{{*\\i1}}\\n" for words in SAID), vtt=False),
    "old codes.srt": cues(*(f"{{y:i}}{{b}}{words}{{/b}}{{an8}}" for words in SAID), vtt=False),
    "breaks.srt": cues(*(words.replace(" ", "\\N").replace(",", "<br>,") for words in SAID), vtt=False),
    "text.txt": SRT,
    "a list.md": "\n".join(f"{at}. 00:00:0{at},000 --> 00:00:09,000\n   {words}" for at, words in enumerate(SAID, 1)),
    "code.md": "".join(f"`{at} 00:00:0{at},000 --> 00:00:09,000`\n{words}\n\n" for at, words in enumerate(SAID, 1)),
    "fence.md": f"```srt\n{SRT}```\n",
    "plain.md": SRT,
    "plain vtt.md": VTT,
    "quotation.md": "".join(f"> {line}\n" for line in VTT.split("\n")),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_captions_of_other_programs_are_the_same(tmp_path: Path, name: str) -> None:
    result = load(tmp_path, name, VARIANTS[name])
    joined = " ".join(words for _, _, words in spoken(result))
    assert joined.replace(" ,", ",").split() == " ".join(SAID).split()
    assert "->" not in result.text
    assert result.turns[0].seconds in (0, 1)
    assert [warning for warning in result.warnings if "captions" in warning] == (
        list(result.warnings) if name.endswith(("md", "txt")) or "header" in name else []
    )


def test_blank_line_in_a_cue_loses_no_words(tmp_path: Path) -> None:
    data = "00:01.000 --> 00:04.000\nI was afraid\n\nand nobody came.\n\n00:05.000 --> 00:06.000\nThen.\n"
    expected = [("", 1, "I was afraid and nobody came. Then.")]
    assert spoken(load(tmp_path, "a.vtt", "WEBVTT\n\n" + data)) == expected
    numbered = "1\n" + data.replace("\n00:05", "\n2\n00:05")
    assert spoken(load(tmp_path, "b.srt", numbered)) == expected
    assert (
        spoken(load(tmp_path, "c.vtt", "WEBVTT\n\n" + numbered.replace("1\n00", "a\n00").replace("2\n", "b\n")))
        == expected
    )


def test_numbers_that_are_spoken_are_words(tmp_path: Path) -> None:
    assert load(tmp_path, "a.srt", cues("How many?", "7", "And you?", "12", vtt=False)).text.endswith("7 And you? 12")
    assert load(tmp_path, "a.vtt", cues("How many?", "7", "And you?", "12")).text.endswith("7 And you? 12")


def test_comments_become_notes(tmp_path: Path) -> None:
    data = (
        VTT.replace("WEBVTT\n\n", "WEBVTT\n\nNOTE\nChecked by us,\nall of it\n\nNOTE language:en\n\n")
        + "\nNOTE end\n"
    )
    result = load(tmp_path, "a.vtt", data)
    assert result.notes == ("Checked by us,\nall of it", "end")
    assert spoken(result) == [("", 0, " ".join(SAID))]
    assert "NOTE end" in load(tmp_path, "a.srt", SRT + "\nNOTE end\n").text


def test_text_before_the_first_caption_is_kept(tmp_path: Path) -> None:
    result = load(tmp_path, "a.txt", "Transcript of P3\n\n" + SRT)
    assert spoken(result) == [("", None, "Transcript of P3"), ("", 0, " ".join(SAID))]
    front = load(tmp_path, "a.md", "---\ntitle: x\n---\n\n# P3\n\n" + SRT)
    assert (spoken(front)[0], front.notes) == (("", None, "P3"), ("---\ntitle: x\n---",))


def test_names_in_identifiers_are_speakers(tmp_path: Path) -> None:
    data = IDS.format('1 "Kari Nes" (29349)', '2 "Per Lie" (1)', '3 "Kari Nes" (29349)', '4 "Per Lie" (1)')
    assert [(speaker, words) for speaker, _, words in spoken(load(tmp_path, "a.vtt", data))] == [
        (["Kari Nes", "Per Lie"][at % 2], words) for at, words in enumerate(SAID)
    ]


def test_reading_of_ruby_is_left_out(tmp_path: Path) -> None:
    data = cues("<ruby>漢字<rt>かんじ</rt></ruby>です &amp; <unknown> 3 < 4 &lt;b&gt;")
    assert load(tmp_path, "a.vtt", data).text == "[00:00:00] 漢字です & <unknown> 3 < 4 <b>"


@pytest.mark.parametrize(
    "text",
    [
        "I: What is 00:00:01,000 --> 00:00:02,000?\n\nP: A caption.\n",
        "a -> b\n\nc --> d\n",
        "[00:00:01.000 --> 00:00:02.000] Hello.\n[00:00:02.000 --> 00:00:03.000] Yes.\n",
        "I: So?\n00:00:01,000 --> 00:00:02,000\n" + "P: Yes.\nI: And?\n" * 20,
    ],
)
def test_text_that_mentions_a_caption_is_text(text: str) -> None:
    assert caption_format(text) == ""


WORD = st.text("abcæøж漢", min_size=1, max_size=5) | st.sampled_from(
    ["♪", "—", "[x]", "7", "a->b", "&", "{x}", "1:30"]
)
CUE = st.lists(st.lists(WORD, min_size=1, max_size=4).map(" ".join), max_size=3)


@given(st.lists(CUE, min_size=1, max_size=8), st.booleans())
def test_parsed_words_are_the_words_written(texts: list[list[str]], vtt: bool) -> None:
    parsed = parse(cues(*("\n\n".join(lines) if vtt else "\n".join(lines) for lines in texts), vtt=vtt), comments=vtt)
    assert len(parsed.cues) == len(texts)
    read = [word for cue in parsed.cues for word in cue.text.split()]
    assert read == [word for lines in texts for line in lines for word in line.split()]

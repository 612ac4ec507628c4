from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.readers.rtf import read
from coder.exchange.transcript import Transcript

FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial Cyr;}"
    r"{\f2\fcharset128 MS Mincho;}{\f3\fcharset2 Symbol;}}"
)
COLOURS = r"{\colortbl;\red0\green0\blue0;\red200\green0\blue0;}"


def rtf(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> Transcript:
    return read(f"{{\\rtf1{head}{FONTS}{COLOURS}{body}}}".encode("latin-1"), "a.rtf")


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_paragraphs_and_speakers() -> None:
    transcript = rtf(r"\pard I: SYNTHETIC question?\par\pard P01:\tab An answer,\line on two lines.\par I: And?\par ")
    assert transcript.text == "I: SYNTHETIC question?\n\nP01:\tAn answer,\non two lines.\n\nI: And?"
    assert [speaker for speaker, _ in turns(transcript)] == ["I", "P01", "I"]
    assert transcript.warnings == ()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"bl\'e5b\'e6r \'96 \'93ja\'94", "blåbær – “ja”"),
        (r"na\u239\'efve \u8364?5 \uc0\u945 \u946  c", "naïve €5 αβ c"),
        (r"\u-10179?\u-8704? ok", "😀 ok"),
        (r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2} \f0 \'e9t\'e9", "Привет été"),
        (r"{\f2 \'93\'fa\'96\'7b \'83A}", "日本 ア"),
        (r"a\~b\_c\-d \{x\} \\y \emdash \ldblquote q\rdblquote", "a\u00a0b-cd {x} \\y —“q”"),
        ("one\\\ntwo\r\nthree", "one\n\ntwothree"),
        (r"{\uc2\u26085\'93\'fa}x", "日x"),
        (r"{\upr{plain}{\*\ud{\u945 a\u946?}}}", "αβ"),
    ],
)
def test_letters(body: str, text: str) -> None:
    assert rtf(body).text == text


@pytest.mark.parametrize(
    ("head", "byte", "letter"),
    [
        (r"\ansi\ansicpg1251", "cf", "П"),
        (r"\mac", "8c", "å"),
        (r"\ansi\ansicpg1250", "b3", "ł"),
        (r"\ansi\ansicpg65001", "c3\\'a5", "å"),
        (r"\pc", "86", "å"),
    ],
)
def test_code_page_of_the_document(head: str, byte: str, letter: str) -> None:
    assert read(f"{{\\rtf1{head} x\\'{byte}}}".encode(), "a.rtf").text == f"x{letter}"


def test_what_is_not_text_is_left_out() -> None:
    body = (
        r"{\info{\title Secret}}{\header Page}{\stylesheet{\s1 heading 1;}}{\*\generator Word;}{\pict\pngblip 89504e}"
        r"{\field{\*\fldinst HYPERLINK http://192.0.2.1}{\fldrslt the link}}{\v hidden} "
        r"{\deleted gone}words{\bin4 }}{{}"
    )
    transcript = rtf(body)
    assert transcript.text == "the link words"
    assert transcript.warnings == ("1 picture: left out",)


def test_bold_names_need_no_colon() -> None:
    body = "".join(
        rf"\pard\plain\cf1 {{\b {name}}} SYNTHETIC words {at}.\par "
        for at, name in enumerate(["Kari Nes", "Ola Moen"] * 2)
    )
    assert [speaker for speaker, _ in turns(rtf(body))] == ["Kari Nes", "Ola Moen"] * 2


def test_conversation_in_a_table_is_turns() -> None:
    body = "".join(
        rf"\trowd\cellx1\cellx2\pard\intbl {who}\cell SYNTHETIC\par words {at}\cell\row"
        for at, who in enumerate(["I", "P", "I"])
    )
    transcript = rtf(body + r"\pard After.\par ")
    assert turns(transcript)[0] == ("I", "SYNTHETIC\nwords 0")
    assert [speaker for speaker, _ in turns(transcript)][:3] == ["I", "P", "I"]
    assert transcript.text.endswith("After.")


def test_other_tables_are_rows() -> None:
    body = "".join(rf"\trowd\pard\intbl {a}\cell {b}\cell\row" for a, b in [("Ward", "Beds"), ("North", "12")])
    assert rtf(body).text == "Ward\tBeds\nNorth\t12"


def test_numbers_of_lists_are_kept_and_bullets_are_not() -> None:
    body = r"{\listtext 1.\tab}one\par{\listtext\f3\'b7\tab}dot\par{\pntext 2)\tab}two\par "
    assert rtf(body).text == "1. one\n\ndot\n\n2) two"


def test_notes_become_memos() -> None:
    transcript = rtf(
        r"word{\super\chftn}{\footnote \pard\plain{\super\chftn} SYNTHETIC note}s{\footnote\ftnalt end}\par "
    )
    assert transcript.text == "words"
    assert transcript.notes == ("Footnotes:\n\n1. SYNTHETIC note", "Endnotes:\n\n1. end")


def test_comment_keeps_its_passage_author_and_time() -> None:
    when = (124 << 20) | (2 << 16) | (5 << 11) | (15 << 6) | 10
    body = (
        r"\pard I: one {\*\atrfstart 1}two{\*\atrfend 1}{\*\atnid IH}{\*\atnauthor Ida H}\chatn {\*\annotation"
        rf"{{\*\atndate {when}}}{{\*\atnref 1}}\pard Is it?\par Yes.}} three\par "
    )
    transcript = rtf(body)
    (comment,) = transcript.comments
    assert transcript.text == "I: one two three"
    assert transcript.text[comment.start : comment.end] == "two"
    assert comment[2:] == ("Is it?\nYes.", "Ida H", "2024-02-05T15:10:00")


def test_text_box_is_kept_apart() -> None:
    body = r"\pard one{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard boxed\par}}{\shprslt old}} two\par "
    transcript = rtf(body)
    assert (transcript.text, transcript.notes) == ("one two", ("Text boxes:\n\nboxed",))
    assert transcript.warnings == ("1 text box: kept as a memo on the transcript",)


def test_heading_style_ends_a_turn() -> None:
    body = (
        r"{\stylesheet{\s0 Normal;}{\s5\b Heading 1;}}\pard I: a b c.\par P: d e.\par\pard\s5 Part two\par"
        r"\pard I: f.\par P: g.\par "
    )
    assert ("", "Part two") in turns(rtf(body))


def test_stamps_of_f4() -> None:
    body = (
        r"\pard I: SYNTHETIC question? #00:00:05-1#\par\pard B: An answer. #00:00:12-3#\par"
        r"\pard I: And? #00:00:14-0#\par "
    )
    transcript = rtf(body)
    assert [speaker for speaker, _ in turns(transcript)] == ["I", "B", "I"]


def test_file_that_was_cut_is_read_with_a_warning() -> None:
    transcript = read(rb"{\rtf1\ansi I: SYNTHETIC words\par P: and mo", "a.rtf")
    assert transcript.text == "I: SYNTHETIC words\n\nP: and mo"
    assert "end of the file is missing" in transcript.warnings[0]


@pytest.mark.parametrize(
    ("data", "message"), [(b"plain", "not an RTF"), (b"%PDF-1.4", "PDF"), (b"PK\x03\x04word/", "Word")]
)
def test_other_content_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read(data, "a.rtf")


WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1)


@given(st.lists(WORD, min_size=1, max_size=8))
def test_words_in_are_words_out(words: list[str]) -> None:
    def escaped(word: str) -> str:
        units = word.encode("utf-16-le")
        numbers = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
        return "".join(rf"\u{number}?" for number in numbers)

    body = r"\par ".join(rf"{escaped(word)} {{\b x{escaped(word)}}}" for word in words)
    assert rtf(body).text.split() == " ".join(f"{word} x{word}" for word in words).split()

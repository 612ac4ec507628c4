from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.readers.odt import read
from tests.exchange.documents import ODF, odt, zipped

BOLD = '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
TALK = "<text:p>I: SYNTHETIC question?</text:p><text:p>P01: An answer.</text:p>"


def test_paragraphs_and_speakers() -> None:
    transcript = read(odt(TALK), "a.odt")
    assert transcript.text == "I: SYNTHETIC question?\n\nP01: An answer."
    assert [turn.speaker for turn in transcript.turns] == ["I", "P01"]
    assert (transcript.format, transcript.encoding) == ("odt", "")


def test_blanks_tabs_and_breaks_are_those_that_the_document_shows() -> None:
    body = '<text:p>\n  a <text:span> b</text:span><text:s text:c="2"/>c<text:tab/>d<text:line-break/>e \n f</text:p>'
    assert read(odt(body), "a.odt").text == "a b  c\td\ne f"


def test_bold_names_need_no_colon() -> None:
    body = "".join(
        f'<text:p><text:span text:style-name="B">{name}</text:span> SYNTHETIC words {at}.</text:p>'
        for at, name in enumerate(["Kari Nes", "Ola Moen", "Kari Nes", "Ola Moen"])
    )
    transcript = read(odt(body, BOLD), "a.odt")
    assert [turn.speaker for turn in transcript.turns] == ["Kari Nes", "Ola Moen", "Kari Nes", "Ola Moen"]
    assert transcript.text.startswith("Kari Nes: SYNTHETIC words 0.")


def test_bold_is_inherited_from_the_style_above() -> None:
    child = '<style:style style:name="C" style:family="text" style:parent-style-name="B"/>'
    body = "".join(
        f'<text:p><text:span text:style-name="C">{name}</text:span> SYNTHETIC {at}.</text:p>'
        for at, name in enumerate(["Kari Nes", "Ola Moen"] * 2)
    )
    assert {turn.speaker for turn in read(odt(body, BOLD + child), "a.odt").turns} == {"Kari Nes", "Ola Moen"}


def test_tracked_deletions_are_left_out() -> None:
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info/>'
        "<text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = f'{deleted}<text:p>I: Is it <text:change text:change-id="c"/>there?</text:p>'
    assert read(odt(body), "a.odt").text == "I: Is it there?"


def test_comment_keeps_its_passage_author_and_time() -> None:
    body = (
        '<text:p>I: one <office:annotation office:name="7"><dc:creator>Ida H</dc:creator>'
        "<dc:date>2024-02-05T15:10:00</dc:date><text:p>Is it?</text:p><text:p>Yes.</text:p></office:annotation>two"
        '<office:annotation-end office:name="7"/> three</text:p><text:p>P: <office:annotation>'
        "<text:p>Point</text:p></office:annotation>word</text:p>"
    )
    transcript = read(odt(body), "a.odt")
    comments = [(transcript.text[c.start : c.end], c.text, c.author, c.when) for c in transcript.comments]
    assert comments == [("two", "Is it?\nYes.", "Ida H", "2024-02-05T15:10:00"), ("P: word", "Point", "", "")]
    assert "Is it?" not in transcript.text


def test_footnotes_become_a_note() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>SYNTHETIC note</text:p></text:note-body></text:note>"
    )
    transcript = read(odt(f"<text:p>I: word{note}s</text:p>"), "a.odt")
    assert (transcript.text, transcript.notes) == ("I: words", ("Footnotes:\n\n1. SYNTHETIC note",))
    assert transcript.warnings == ("1 footnote: kept as a memo on the transcript",)


def test_conversation_in_a_table_is_turns() -> None:
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{name}</text:p></table:table-cell>"
        f"<table:table-cell><text:p>SYNTHETIC words number {at}</text:p></table:table-cell></table:table-row>"
        for at, name in enumerate(["Interviewer", "Kari", "Interviewer"])
    )
    transcript = read(odt(f"<table:table><table:table-header-rows/>{rows}</table:table>"), "a.odt")
    assert [turn.speaker for turn in transcript.turns] == ["Interviewer", "Kari", "Interviewer"]


def test_numbers_of_lists_are_kept() -> None:
    style = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/><text:list-level-style-bullet text:level="2" text:bullet-char="-"/></text:list-style>'
    )
    body = (
        '<text:list text:style-name="L"><text:list-item><text:p>one</text:p><text:list><text:list-item>'
        "<text:p>below</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>two</text:p></text:list-item></text:list>"
    )
    assert read(odt(body, style), "a.odt").text == "1. one\n\nbelow\n\n2. two"


def test_text_box_is_kept_apart_and_picture_counted() -> None:
    body = (
        "<text:p>I: hello<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
        '<draw:frame><draw:image xlink:href="http://192.0.2.1/x.png"/></draw:frame></text:p>'
    )
    transcript = read(odt(body), "a.odt")
    assert (transcript.text, transcript.notes) == ("I: hello", ("Text boxes:\n\nboxed",))
    assert transcript.warnings == ("1 text box: kept as a memo on the transcript", "1 picture: left out")


def test_document_whose_words_are_all_in_a_text_box() -> None:
    body = "<text:p><draw:frame><draw:text-box><text:p>I: boxed</text:p></draw:text-box></draw:frame></text:p>"
    transcript = read(odt(body), "a.odt")
    assert (transcript.text, transcript.notes) == ("I: boxed", ())


def test_flat_document() -> None:
    flat = f"<office:document {ODF}><office:body><office:text>{TALK}</office:text></office:body></office:document>"
    assert [turn.speaker for turn in read(flat.encode(), "a.fodt").turns] == ["I", "P01"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (odt(TALK)[:200], "damaged"),
        (zipped({"content.xml": "<a"}), "damaged"),
        (zipped({"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "x"}), "password"),
        (zipped({"word/document.xml": "<a/>"}), "Word document"),
        (b"plain words", "not an OpenDocument"),
        (b"<html><body>page</body></html>", "not an OpenDocument"),
        (odt("", kind="spreadsheet"), "not a text document"),
    ],
)
def test_other_content_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read(data, "a.odt")


def test_nothing_outside_is_read() -> None:
    hostile = (
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'
        f"<office:document {ODF}><office:body><office:text><text:p>I: &a;&c; word</text:p></office:text>"
        "</office:body></office:document>"
    )
    assert read(hostile.encode(), "a.fodt").text == "I: word"


WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1)


@given(st.lists(WORD, min_size=1, max_size=8))
def test_words_in_are_words_out(words: list[str]) -> None:
    escaped = [word.replace("&", "&amp;").replace("<", "&lt;") for word in words]
    body = "".join(f"<text:p>{word} <text:span>x{word}</text:span></text:p>" for word in escaped)
    assert read(odt(body), "a.odt").text.split() == " ".join(f"{word} x{word}" for word in words).split()

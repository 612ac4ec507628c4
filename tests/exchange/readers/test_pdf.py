from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.readers.pdf import read
from coder.exchange.transcript import Transcript
from tests.exchange.documents import Line, pdf, zipped

LONG = "SYNTHETIC words that fill the whole line of the page – and more"


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def lines(*texts: str, top: float = 780) -> list[Line]:
    return [Line(text, y=top - 14 * at) for at, text in enumerate(texts) if text]


def test_lines_become_turns() -> None:
    data = pdf([lines(f"I: {LONG}", "until its end?", "P01: An (answer) – «blåbær».", f"I: {LONG}", "and so on.")])
    transcript = read(data, "a.pdf")
    assert turns(transcript) == [
        ("I", f"{LONG} until its end?"),
        ("P01", "An (answer) – «blåbær»."),
        ("I", f"{LONG} and so on."),
    ]
    assert (transcript.format, transcript.warnings) == ("pdf", ())


def test_hyphens_heads_and_page_numbers() -> None:
    pages = [
        [
            Line("My study", y=810, size=9),
            *lines(f"I: {LONG} for the begin-", f"ning of {number} {LONG}", "P: Yes.", top=770),
            Line(f"{number}", 300, 40),
        ]
        for number in (1, 2, 3)
    ]
    transcript = read(pdf(pages), "a.pdf")
    assert turns(transcript)[:2] == [("I", f"{LONG} for the beginning of 1 {LONG}"), ("P", "Yes.")]
    assert len(transcript.turns) == 6
    assert transcript.warnings == (
        "3 page numbers left out",
        "Running line left out on 3 pages: “My study”",
        "3 words divided at the end of a line joined",
    )


def test_bold_names_need_no_colon() -> None:
    page = []
    for at, name in enumerate(["Kari Nes", "Ola Moen", "Kari Nes", "Ola Moen"]):
        page += [Line(name, y=780 - 28 * at, bold=True), Line(f"SYNTHETIC words {at}.", 150, 780 - 28 * at)]
    assert [speaker for speaker, _ in turns(read(pdf([page]), "a.pdf"))] == ["Kari Nes", "Ola Moen"] * 2


def test_two_columns_in_reading_order() -> None:
    left, right = "left column line {} is rather full", "right column line {} is full too"
    page = [
        line
        for at in range(10)
        for line in (Line(left.format(at), 60, 780 - 14 * at), Line(right.format(at), 320, 780 - 14 * at))
    ]
    text = " ".join(read(pdf([page]), "a.pdf").text.split())
    assert text.index(left.format(9)) < text.index(right.format(0))


def test_pages_without_text_are_named() -> None:
    transcript = read(pdf([lines("I: SYNTHETIC words."), [], lines("P: Yes.")], image=True), "a.pdf")
    assert transcript.warnings == ("1 page without text, a scan or a picture: page 2",)


GOOD = pdf([lines("I: SYNTHETIC words.")])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf([[], []], image=True), "scan"),
        (GOOD[:60], "damaged"),
        (b"%PDF-1.7\n" + bytes(500), "damaged"),
        (b"plain words", "not a PDF"),
        (zipped({"word/document.xml": "<a/>"}), "Word document"),
    ],
)
def test_other_content_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as refused:
        read(data, "a.pdf")
    assert refused.value.hint


def test_encrypted_document_is_refused() -> None:
    owner, user = "00" * 32, "ff" * 32
    encryption = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner}> /U <{user}> /P -4 >> /ID [<00> <00>]".encode()
    with pytest.raises(UnreadableFile, match="password"):
        read(GOOD.replace(b"/Root 1 0 R", b"/Root 1 0 R " + encryption), "a.pdf")


WORD = st.text("abcdefæøåÉß", min_size=2, max_size=12)  # letters below one another are vertical writing


@given(st.lists(st.lists(WORD, min_size=1, max_size=7), min_size=1, max_size=12))
def test_words_in_are_words_out(words: list[list[str]]) -> None:
    data = pdf([lines(*(" ".join(line) for line in words))])
    assert read(data, "a.pdf").text.split() == [word for line in words for word in line]

"""SYNTHETIC Word files: numbers of list paragraphs."""

from pathlib import Path

import pytest

from coder.exchange.word.styles import format_number
from tests.exchange.word_files import load, paragraph, root, run, spoken


def level(at: int, text: str, format: str = "decimal") -> str:
    start = f'<w:start w:val="1"/><w:numFmt w:val="{format}"/>'
    return f'<w:lvl w:ilvl="{at}">{start}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return root("numbering", f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}')


def item(text: str, at: int = 0, list_id: int = 1) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>')


def lines(folder: Path, body: str, numbers: str, **more: str) -> list[str]:
    return load(folder, body, numbering=numbers, **more).text.split("\n\n")


def test_numbers_of_levels_are_counted(tmp_path: Path) -> None:
    numbers = numbering(level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"))
    body = item("One") + item("Below", 1) + item("Below", 1) + item("Deep", 2) + item("Two") + item("New", 1)
    assert lines(tmp_path, body, numbers) == ["1. One", "1.1 Below", "1.2 Below", "(a) Deep", "2. Two", "2.1 New"]


def test_list_that_begins_anew_counts_for_itself(tmp_path: Path) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{id}"><w:abstractNumId w:val="0"/>{override * (id == 3)}</w:num>' for id in (1, 2, 3)
    )
    body = item("a") + item("b", list_id=2) + item("c", list_id=3) + item("d", list_id=3)
    assert lines(tmp_path, body, numbering(level(0, "%1)"), nums=nums)) == ["1) a", "2) b", "5) c", "6) d"]


@pytest.mark.parametrize(
    ("text", "format", "expected"),
    [
        ("\uf0b7", "bullet", "word"),
        ("o", "bullet", "word"),
        ("I:", "bullet", "I: word"),
        ("Question %1:", "decimal", "Question 1: word"),
        ("%1", "none", "word"),
        ("§%1", "upperRoman", "§I word"),
    ],
)
def test_bullets_are_left_out_and_words_kept(tmp_path: Path, text: str, format: str, expected: str) -> None:
    assert lines(tmp_path, item("word"), numbering(level(0, text, format))) == [expected]


def test_number_of_a_style_is_kept(tmp_path: Path) -> None:
    styles = root(
        "styles",
        '<w:style w:styleId="N"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="M"><w:basedOn w:val="N"/></w:style>',
    )
    off = '<w:pStyle w:val="M"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("a", properties='<w:pStyle w:val="M"/>') + paragraph("b", properties=off)
    assert lines(tmp_path, body, numbering(level(0, "%1.")), styles=styles) == ["1. a", "b"]


@pytest.mark.parametrize("pattern", ["%1.", "%1)", "(%1)", "%1", "[%1]", "%1:"])
@pytest.mark.parametrize("names", [("I", "P"), ("Interviewer", "Kari Nes")])
def test_numbered_turns_keep_their_speakers(tmp_path: Path, pattern: str, names: tuple[str, str]) -> None:
    body = "".join(item(f"{names[at % 2]}: Word {at}.") for at in range(6))
    result = load(tmp_path, body, numbering=numbering(level(0, pattern)))
    assert spoken(result) == [(names[at % 2], f"Word {at}.") for at in range(6)]


def test_labels_that_are_numbers_of_lists_are_speakers(tmp_path: Path) -> None:
    nums = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in (0, 1))
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{level(0, label, "bullet")}</w:abstractNum>'
        for at, label in enumerate(("I:", "Kari:"))
    ).replace('Id="0"', 'Id="2"')
    body = "".join(item(f"Word {at}.", list_id=(2, 1)[at % 2]) for at in range(6))
    result = load(tmp_path, body, numbering=root("numbering", lists + nums.replace('"0"', '"2"')))
    assert spoken(result) == [(("I", "Kari")[at % 2], f"Word {at}.") for at in range(6)]


def test_bold_names_after_numbers_are_speakers(tmp_path: Path) -> None:
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    said = [("Kari Nes", "So?"), ("Anna Li", "No."), ("Kari Nes", "And?"), ("Anna Li", "So.")]
    body = "".join(paragraph(run(name, "<w:b/>"), " " + words, properties=properties) for name, words in said)
    result = load(tmp_path, body, numbering=numbering(level(0, "%1.")))
    assert spoken(result) == said
    assert result.text.startswith("1. Kari Nes: So?\n\n2. Anna Li: No.")


def test_numbers_shift_turns_and_comments(tmp_path: Path) -> None:
    comment = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    marked = paragraph(
        comment[0], "Milk", comment[1], properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    )
    body = paragraph("I: So?") + paragraph("P: To buy:") + item("Bread") + marked + paragraph("I: Oh.")
    comments = root("comments", f'<w:comment w:id="1" w:author="K">{paragraph("Why?")}</w:comment>')
    result = load(tmp_path, body, numbering=numbering(level(0, "%1.")), comments=comments)
    assert spoken(result) == [("I", "So?"), ("P", "To buy:\n\n1. Bread\n\n2. Milk"), ("I", "Oh.")]
    assert [result.text[c.start : c.end] for c in result.comments] == ["Milk"]


@pytest.mark.parametrize(
    ("number", "format", "expected"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (12, "chicago", "12"),
        (5000, "lowerRoman", "5000"),
    ],
)
def test_number_is_written_in_the_format_of_the_list(number: int, format: str, expected: str) -> None:
    assert format_number(number, format) == expected

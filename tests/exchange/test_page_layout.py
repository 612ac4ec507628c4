from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.page_layout import PageLine, paragraphs_of

LONG = "SYNTHETIC words that fill the whole line of the page here"


def page(*lines: str | PageLine, top: float = 780.0, pitch: float = 14.0) -> list[PageLine]:
    """A page of lines, 5 points a character; a leading `|` stands for a blank line before it."""
    result, y = [], top
    for line in lines:
        if isinstance(line, PageLine):
            result.append(line)
            continue
        y -= 10.0 if line.startswith("|") else 0.0
        result.append(at(line.lstrip("|"), y))
        y -= pitch
    return result


def at(text: str, y: float, left: float = 72.0, bold: int = 0) -> PageLine:
    hyphen = text.endswith("-")
    text = text.removesuffix("-")
    return PageLine(text, left, left + 5.0 * len(text), y, 11.0, bold, hyphen)


def texts(*pages: Sequence[PageLine]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of(pages).paragraphs]


def test_lines_of_a_paragraph_are_joined() -> None:
    assert texts(page(LONG, LONG, "end.", "|" + LONG, "other end.")) == [f"{LONG} {LONG} end.", f"{LONG} other end."]


def test_label_begins_a_paragraph() -> None:
    assert texts(page(f"I: {LONG}", f"P01: {LONG}", f"Kari Nes: {LONG}", "so it goes: on.")) == [
        f"I: {LONG}",
        f"P01: {LONG}",
        f"Kari Nes: {LONG} so it goes: on.",
    ]


def test_short_line_ends_a_paragraph() -> None:
    assert texts(page(LONG, "A short one.", LONG, LONG)) == [f"{LONG} A short one.", f"{LONG} {LONG}"]


def test_indented_line_begins_a_paragraph() -> None:
    lines = [at(LONG, 780), at(f"{LONG}.", 766), at(LONG[:-6], 752, left=90), at(LONG, 738), at(LONG, 724)]
    assert texts(lines) == [f"{LONG} {LONG}.", f"{LONG[:-6]} {LONG} {LONG}"]


def test_line_that_hangs_out_begins_a_paragraph() -> None:
    lines = [at(LONG, 780), at(LONG[:-6], 766, left=100), at(LONG[:-6], 752, left=100), at(LONG, 738)]
    assert texts(lines) == [f"{LONG} {LONG[:-6]} {LONG[:-6]}", LONG]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (f"{LONG} begin-", "ning of it", f"{LONG} beginning of it"),
        (f"{LONG} Anne-", "Marie came", f"{LONG} Anne-Marie came"),
        (f"{LONG} 2010-", "2012 again", f"{LONG} 2010-2012 again"),
        (f"{LONG} barne-", "og ungdom", f"{LONG} barne- og ungdom"),
        (f"well-known {LONG} well-", "known", f"well-known {LONG} well-known"),
    ],
)
def test_hyphens_at_line_ends(first: str, second: str, joined: str) -> None:
    assert texts(page(first, second)) == [joined]


def test_paragraph_goes_on_on_the_next_page() -> None:
    assert texts(page(LONG, LONG), page("that went on here.", "|Another one.")) == [
        f"{LONG} {LONG} that went on here.",
        "Another one.",
    ]
    assert texts(page(LONG, f"{LONG}."), page("Begins anew.")) == [f"{LONG} {LONG}.", "Begins anew."]


def numbered(number: int, *extra: PageLine) -> list[PageLine]:
    words = [f"Page text {number} {LONG}", f"ends {'x' * number}."]
    return [at("My study – draft 3", 815), *page(*words, top=780), *extra, at(f"Side {number} av 4", 40)]


def test_running_heads_and_page_numbers_are_left_out_and_named() -> None:
    layout = paragraphs_of([numbered(number) for number in range(1, 5)])
    text = "\n".join(paragraph.text for paragraph in layout.paragraphs)
    assert "My study" not in text
    assert "Side" not in text
    assert [f"Page text {number}" in text for number in range(1, 5)] == [True] * 4
    assert layout.notices == ["4 page numbers left out", "Running line left out on 4 pages: “My study – draft 3”"]


def test_words_at_the_top_that_repeat_are_no_running_head() -> None:
    pages = [page("I: Mm.", f"P: {LONG} {number}.") for number in range(5)]
    assert texts(*pages).count("I: Mm.") == 5


def test_number_in_the_text_is_no_page_number() -> None:
    pages = page(f"I: {LONG}", "P: Yes.", "12"), page(f"I: {LONG}", "P: No.", "30")
    assert " ".join(texts(*pages)).split()[-1] == "30"


def test_line_numbers_are_left_out() -> None:
    lines = page(*(f"{number} {LONG}" for number in range(1, 21)))
    layout = paragraphs_of([lines])
    assert [paragraph.text for paragraph in layout.paragraphs] == [" ".join([LONG] * 20)]
    assert layout.notices == ["20 line numbers left out"]


def test_numbers_that_do_not_count_lines_stay() -> None:
    lines = page(*(f"{number} {LONG}" for number in (3, 9, 2, 14, 1, 7, 5, 30, 12, 8, 4, 6)))
    assert all(paragraph.text[0].isdigit() for paragraph in paragraphs_of([lines]).paragraphs[:1])


def test_columns_are_read_one_after_the_other() -> None:
    lines = []
    for number in range(8):
        left = f"left column line {number} is full"
        end = 72.0 + 5 * len(left)
        text = f"{left}\tright column line {number} full"
        lines.append(PageLine(text, 72, 560, 780 - 14 * number, 11, 0, False, ((len(left) + 1, end, 320.0),)))
    layout = paragraphs_of([lines])
    text = " ".join(paragraph.text for paragraph in layout.paragraphs)
    assert text.index("left column line 7") < text.index("right column line 0")
    assert "columns" in layout.notices[0]


def test_labels_before_a_wide_space_are_no_column() -> None:
    lines = [
        PageLine(f"{who}:\t{LONG}", 72, 500, 780 - 14 * n, 11, 0, False, ((len(who) + 2, 90.0, 140.0),))
        for n, who in enumerate(["I", "P", "I", "P", "I"])
    ]
    assert texts(lines) == [f"{who}:\t{LONG}" for who in ["I", "P", "I", "P", "I"]]


def test_bold_name_at_the_start_is_kept() -> None:
    lines = [at(f"Kari {LONG}", 780, bold=5), at("and more.", 766), at(f"Ola {LONG}", 752, bold=4)]
    assert [(p.text, p.bold) for p in paragraphs_of([lines]).paragraphs] == [
        (f"Kari {LONG} and more.", 5),
        (f"Ola {LONG}", 4),
    ]


@given(st.lists(st.lists(st.text("abæ .:1", min_size=1, max_size=60), max_size=12), min_size=1, max_size=4))
def test_no_word_is_lost(pages: list[list[str]]) -> None:
    lines = [[at(f"x{text.strip()}", 700 - 14 * n) for n, text in enumerate(lines)] for lines in pages]
    words = [word for lines in pages for text in lines for word in f"x{text.strip()}".split()]
    assert " ".join(texts(*lines)).split() == words

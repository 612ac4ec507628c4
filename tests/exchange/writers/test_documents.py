"""Documents as Markdown, HTML and JSON: verbatim and well-formed. All text SYNTHETIC."""

from __future__ import annotations

import html
import json
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coder.errors import CoderError
from coder.exchange.registry import DOCUMENT, writer_for
from coder.exchange.writers.documents import as_html, as_json, as_markdown
from coder.model.document import (
    CONDENSATE,
    Cell,
    Condensate,
    Document,
    Heading,
    Items,
    Note,
    Paragraph,
    Quotation,
    Table,
)
from tests.exchange.writers.test_segments_html import Page

EVIL = "# One <script>alert('x')</script> & *two* | three\n\n  four_five_ \\ [six](http://seven)\n- eight"


def document_of(*blocks: object) -> Document:
    return Document("Kind", "SYNTHETIC & <b>", "2026-01-02T03:04:05+00:00", ("A *remark*.",), blocks)  # type: ignore[arg-type]


WHOLE = document_of(
    Heading(2, "Group <i>"),
    Paragraph("Words *here*\nand there", "Definition"),
    Items(("one | two", "- three"), "Warnings"),
    Quotation(EVIL, "P01, baseline", "gold quotation"),
    Condensate("Carrying it", EVIL.replace("\n- eight", ""), "2 of 9 units unused"),
    Note("Analytic memo, KG", "**Bold** <script>x</script> ![](http://x/y.png)\n\n- a list\n\n# big", "A *title*"),
    Heading(3, "Below"),
    Table(
        "n = 3 pairs | all",
        ("Code", "baseline", "follow-up"),
        ((Cell("A|B"), Cell("no unit", absent=True), Cell("2 units", Quotation(EVIL, "P01, follow-up", cut=True))),),
    ),
)


def words(rendered: str) -> str:
    """The text of a piece of HTML, its tags gone and its line breaks lines."""
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br ?/?>\n?", "\n", rendered)))


def read(text: str) -> str:
    return MarkdownIt("commonmark").enable("table").render(text)


@given(st.text(st.sampled_from("ab \n*_`#>|<&\\[]!-+.1æ🙂~$"), min_size=1).map(str.strip).filter(bool))
def test_md_quotations_are_verbatim(text: str) -> None:
    page = read(as_markdown(document_of(Quotation(text, "P01, baseline"))).decode())
    quote = page[page.index("<blockquote>") : page.index("</blockquote>")]
    shown = words(quote.replace("</p>\n<p>", "\n\n"))
    assert [line.strip() for line in shown.splitlines() if line.strip()] == [
        *(line.strip() for line in text.splitlines() if line.strip()),
        "— P01, baseline",
    ]


@given(st.text(st.sampled_from("ab \n*_`#>|<&\\[]!-+.1æ🙂~$"), min_size=1).map(str.strip).filter(bool))
def test_md_cells_are_verbatim(text: str) -> None:
    cells = (Cell("Code"), Cell("1 unit", Quotation(text, "P01, baseline")))
    page = read(as_markdown(document_of(Table("n", ("Code", "baseline"), (cells,)))).decode())
    (cell,) = re.findall(r"<td>(1 unit.*?)</td>", page, re.DOTALL)
    shown = words(cell).removeprefix("1 unit\n")
    assert shown == f"“{text}”"


def test_md_keeps_its_structure() -> None:
    page = read(as_markdown(WHOLE).decode())
    assert re.findall(r"<h(\d)>", page) == ["1", "2", "1", "3"]  # the third is inside the memo's list item
    assert page.count("<table>") == 1
    assert page.count("<th>") == 3
    assert page.count("<blockquote>") == 1
    assert "gold quotation" in page


def test_html_is_complete_safe_and_verbatim() -> None:
    text = as_html(WHOLE).decode()
    page = Page(text)
    assert page.tags.isdisjoint({"script", "img", "link", "iframe", "i"})
    assert len(set(page.ids)) == len(page.ids)
    assert {link for link in page.links if link[1:] not in page.ids} == {"http://x/y.png"}  # the memo's own
    assert page.verbatim == [EVIL, EVIL + " […]"]
    assert page.levels == [1, 2, 2, 3]  # the title, the contents, and the two headings
    assert "Content-Security-Policy" in text


@given(st.lists(st.text(st.sampled_from("ab *_`#>|<&\\[]!-+.1æ🙂~$"), min_size=1).filter(str.strip), min_size=1))
def test_condensate_is_verbatim_and_no_quotation(paragraphs: list[str]) -> None:
    document = document_of(Condensate("Carrying it", "\n\n".join(paragraphs), "2 of 9 units unused"))
    expected = [" ".join(text.split()) for text in paragraphs]
    page = read(as_markdown(document).decode())
    assert "blockquote" not in page
    shown = re.findall("<p><em>(.*?)</em></p>", page, re.DOTALL)
    assert [words(text) for text in shown] == expected
    assert f"<strong>{CONDENSATE}: Carrying it</strong>" in page
    web = as_html(document).decode()
    assert "blockquote" not in web.partition("<body>")[2]
    assert Page(web).verbatim == []
    paragraphs_shown = re.findall('<p class="made">(.*?)</p>', web, re.DOTALL)
    assert [" ".join(words(text).split()) for text in paragraphs_shown] == expected
    assert web.count(CONDENSATE) == 2  # to see and to hear
    (content,) = json.loads(as_json(document))["blocks"]
    assert content["kind"] == "condensate"
    assert "reference" not in content


def test_json_round_trips_the_document() -> None:
    content = json.loads(as_json(WHOLE))
    assert [block["kind"] for block in content["blocks"]] == [
        "heading",
        "paragraph",
        "items",
        "quotation",
        "condensate",
        "note",
        "heading",
        "table",
    ]
    assert msgspec.convert(content, Document) == WHOLE


@pytest.mark.parametrize(
    ("out", "format", "name"),
    [("a.DOCX", None, "docx"), ("a.HTM", None, "html"), ("a.md", "json", "json"), ("-", ".html", "html")],
)
def test_format_by_suffix_or_by_name(out: str, format: str | None, name: str) -> None:
    assert writer_for(DOCUMENT, out, format).name == name


@pytest.mark.parametrize(
    ("out", "format"), [("a.odt", None), ("a", None), ("-", None), ("a.md", "odt"), ("a.md", "")]
)
def test_unknown_formats_are_refused(out: str, format: str | None) -> None:
    with pytest.raises(CoderError, match="Cannot write a report"):
        writer_for(DOCUMENT, out, format)

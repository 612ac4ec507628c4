"""Exports of coded segments: content, verbatim quotations, no private memos. All text SYNTHETIC."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coder.errors import NotFound
from coder.exchange.csv_table import unguard_row
from coder.exchange.extract import Extract, Row, rows
from coder.exchange.markdown import block_quote, escape
from coder.exchange.registry import SEGMENTS, writer_for, writers
from coder.project import Project, create_project, open_project
from coder.project.operations import codebook, codings, memos, participants, preconceptions, sources, waves
from coder.text.phrases import format_day
from coder.text.span import Turn
from tests.exchange.office import words_of

#: Every format, so that a new one is tried by the tests of all.
FORMATS = [form.name for form in writers(SEGMENTS)]
FIRST = (
    "I: SYNTHETIC. How was it?\n\nP: =1+1 is what I said. You come in with a *fever*,\n  you do your list.\n\nI: And?"
)
SECOND = "P: - No. I told nobody, [Anna] least of all. Blåbær 👩‍⚕️ e\u0301t."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    create_project(tmp_path / "study", "Study <b>SYNTHETIC</b>")
    with open_project(tmp_path / "study", "KG") as opened:
        fill(opened)
        yield opened


def fill(project: Project) -> None:
    answer = FIRST.index("=1")
    question = FIRST.index("And?")
    turns = [
        Turn(3, answer - 5, "I", None, 0),
        Turn(answer, question - 5, "P", 75.0, answer - 3),
        Turn(question, len(FIRST), "I", None, question - 3),
    ]
    first = sources.add(
        project, name="P01_baseline", text=FIRST, turns=turns, participant="P01", wave="baseline", day=-3
    )
    second = sources.add(project, name="Notes", text=SECOND, turns=[Turn(3, len(SECOND), "P", None, 0)])
    strong = codebook.add(project, "Ought/Strong", definition="Never <ill>.", include="a *rule*")
    shame = codebook.add(project, "Before/Shame")
    codebook.add(project, "Unused")
    code(project, second, "- No. I told nobody", shame)
    gold = code(project, first, "You come in with a *fever*,\n  you do your list.", strong, shame)
    codings.mark(project, next(coding for coding in project.codings_of(gold) if coding.code == strong.id), "gold")
    formula = code(project, first, "=1+1 is what I said. You come in", strong)
    memos.write(project, "PUBLIC *unit* memo", about="segments", target=gold, title="On it")
    memos.write(project, "PRIVATE diary", about="segments", target=formula, kind="reflexive")
    memos.write_on_span(project, first, question, len(FIRST), "PRIVATE alone", kind="reflexive")
    memos.write_on_span(project, second, SECOND.index("Bl"), len(SECOND), "PUBLIC without a code")
    memos.write(project, "PUBLIC project memo")
    memos.write(project, "PUBLIC field note", about="sources", target=first.id, kind="field note")
    memos.write(project, "PUBLIC code memo", about="codes", target=strong.id)


def code(project: Project, source, quote: str, *codes) -> str:
    at = project.text_of(source).text.index(quote)
    return codings.code(project, source, at, at + len(quote), codes).segment.id


def export(project: Project, format: str, segments=None) -> str:
    return words_of(writer_for(SEGMENTS, "", format).write(project, segments))


def source_text(project: Project, name: str) -> str:
    return next(project.text_of(source).text for source in project.sources.values() if source.name == name)


def segment_of(project: Project, quote: str) -> str:
    return next(segment.id for segment in project.segments.values() if segment.quote.startswith(quote))


def test_segment_formats_are_registered() -> None:
    known = {writer.name: writer.suffixes for writer in writers(SEGMENTS)}
    assert {"csv", "html", "json", "md"} <= known.keys()
    assert ".csv" in known["csv"]


def test_rows_are_ordered_and_verbatim(project: Project) -> None:
    exported = list(rows(project))
    assert [(row.source, row.start, row.code) for row in exported] == [
        ("P01_baseline", FIRST.index("=1"), "Ought/Strong"),
        ("P01_baseline", FIRST.index("You"), "Ought/Strong"),
        ("P01_baseline", FIRST.index("You"), "Before/Shame"),
        ("Notes", 3, "Before/Shame"),
        ("Notes", SECOND.index("Bl"), ""),
    ]
    for row in exported:
        assert row.quote == source_text(project, row.source)[row.start : row.end]
    first = exported[1]
    assert (first.participant, first.wave, first.day, first.speaker, first.turn) == ("P01", "baseline", -3, "P", 2)
    assert (first.coder, first.mark, first.memos) == ("KG", "gold", "On it\n\nPUBLIC *unit* memo")
    assert first.created


def test_reference_names_participant_wave_and_turn(project: Project) -> None:
    references = [unit.reference for unit in Extract(project).units]
    assert references[1] == "P01 · baseline · turn 2"
    assert references[2] == "Notes · turn 1"


def test_reference_uses_the_source_name_if_participant_and_wave_are_shared(project: Project) -> None:
    sources.add(project, name="P01 again", text="P: more", turns=[], participant="P01", wave="baseline")
    assert Extract(project).units[0].reference == "P01_baseline · turn 2"


@pytest.mark.parametrize("format", FORMATS)
def test_private_memos_are_left_out(project: Project, format: str) -> None:
    text = export(project, format)
    assert "PRIVATE" not in text
    assert "PUBLIC without a code" in text
    assert segment_of(project, "And?") not in text


@pytest.mark.parametrize("format", ["html", "json", "md"])
def test_all_other_memos_are_included(project: Project, format: str) -> None:
    text = export(project, format)
    for words in ("project memo", "field note", "code memo"):
        assert f"PUBLIC {words}" in text


@pytest.mark.parametrize("format", FORMATS)
def test_extract_holds_only_the_given_segments(project: Project, format: str) -> None:
    text = export(project, format, [segment_of(project, "- No")])
    assert "I told nobody" in text
    for left_out in ("fever", "How was it", "Strong", "P01", "PUBLIC"):
        assert left_out not in text


@pytest.mark.parametrize("format", FORMATS)
def test_empty_extract_is_a_document(project: Project, format: str) -> None:
    assert "told nobody" not in export(project, format, [])


def test_unknown_segment_raises_not_found(project: Project) -> None:
    with pytest.raises(NotFound):
        export(project, "csv", ["no-such-id"])


def test_csv_round_trips_the_rows(project: Project) -> None:
    text = export(project, "csv")
    assert text.startswith("\ufeffsegment,source,")
    assert text.count("\r\n") == len(list(rows(project))) + 1
    read = [unguard_row(row) for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]
    assert read == [
        {field: "" if cell is None else str(cell) for field, cell in row._asdict().items()} for row in rows(project)
    ]


def test_csv_has_service_window_and_attributes(project: Project) -> None:
    person = next(iter(project.participants.values()))
    attributes = {"age": "50–59", "code": "=1+1"}
    participants.describe(project, person, service="Tern House", attributes=attributes)
    waves.describe(project, next(iter(project.waves.values())), first_day=0, last_day=10)
    read = csv.DictReader(io.StringIO(export(project, "csv").removeprefix("\ufeff"), newline=""))
    row = next(row for row in read if row["participant"] == person.name)
    assert (row["service"], row["attribute: age"], row["attribute: code"]) == ("Tern House", "50–59", "'=1+1")
    assert (row["day"], row["outside"]) == ("-3", "3")
    assert "quote" in row["guarded"] or not row["guarded"]


def test_csv_guards_formulas(project: Project) -> None:
    read = list(csv.DictReader(io.StringIO(export(project, "csv").removeprefix("\ufeff"), newline="")))
    assert [row["quote"][:3] for row in read if row["guarded"]] == ["'=1", "'- "]
    assert {row["guarded"] for row in read} == {"", "quote"}
    assert read[0]["day"] == "-3"


def test_json_contains_the_study(project: Project) -> None:
    document = json.loads(export(project, "json"))
    assert document["whole"] is True
    codes = {item["id"]: item for item in document["codes"]}
    assert [item["path"] for item in codes.values()] == ["Ought", "Ought/Strong", "Before", "Before/Shame", "Unused"]
    assert codes[project_code(document, "Ought/Strong")]["definition"] == "Never <ill>."
    texts = {source.id: project.text_of(source).text for source in project.sources.values()}
    for segment in document["segments"]:
        assert texts[segment["source"]][segment["start"] : segment["end"]] == segment["quote"]
        for coding in segment["codings"]:
            assert codes[coding["code"]]["path"] == coding["path"]
            assert project.codings[coding["id"]].segment == segment["id"]
    coding_ids = {coding["id"] for segment in document["segments"] for coding in segment["codings"]}
    assert coding_ids == set(project.codings)
    assert {source["id"] for source in document["sources"]} == set(project.sources)
    assert {coder["id"] for coder in document["coders"]} == set(project.coders)


def project_code(document, path: str) -> str:
    return next(item["id"] for item in document["codes"] if item["path"] == path)


def shown(markdown: str) -> str:
    """Return the words that Markdown renders, with line breaks."""
    words = []
    for token in MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown):
        assert token.type in ("blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline")
        if token.type == "inline":
            if words:
                words.append("\n\n")
            for child in token.children or ():
                assert child.type in ("text", "text_special", "hardbreak"), child
                words.append("\n" if child.type == "hardbreak" else child.content)
    return "".join(words)


MARKUP = st.text("ab 1.)(#*_-+=>`~[]!<&|\\\t{}$:/\n", min_size=1, max_size=40)


@given(MARKUP)
def test_md_quotations_are_verbatim(text: str) -> None:
    # several empty lines become one
    quote = re.sub(r"\n[ \t]*(?:\n[ \t]*)+", "\n\n", text.strip())
    if quote:
        assert shown(block_quote(quote)) == quote


@given(MARKUP)
def test_md_names_are_verbatim(text: str) -> None:
    name = text.replace("\n", " ").strip()
    assert shown(escape(name)) == name


def test_md_document_structure(project: Project) -> None:
    text = export(project, "md")
    assert "# Study \\<b\\>SYNTHETIC\\</b\\>" in text
    quote = "> You come in with a \\*fever\\*,\\\n> &#32;&#32;you do your list."
    assert f"{quote}\n>\n> — P01 · baseline · turn 2" in text
    assert "coded by KG ★ · also: Before/Shame" in text
    assert "**Definition:** Never \\<ill\\>." in text
    places = [text.index(heading) for heading in ("## Codes", "### Ought", "## Sources", "### P01\\_baseline")]
    assert places == sorted(places)


def test_format_day_of_an_export() -> None:
    assert format_day("2024-02-05T15:10:00+00:00") == "5 February 2024"
    assert format_day("") == ""


def test_word_file_has_a_heading_for_each_code_and_every_quotation_with_its_reference(project: Project) -> None:
    file = docx.Document(io.BytesIO(writer_for(SEGMENTS, "", "docx").write(project, None)))
    headings = [line.text for line in file.paragraphs if line.style.name.startswith("Heading")]
    codes = ["Ought", "Ought/Strong", "Before", "Before/Shame", "Unused", "Units with a memo and no code"]
    assert headings == ["Codes", *codes, "Sources", "P01_baseline", "Notes", "Memos on the study"]
    lines = [line.text for line in file.paragraphs]
    quotations = [line.text for line in file.paragraphs if line.style.name == "Quotation"]
    assert len(quotations) == len(project.codings) + 1
    at = lines.index("“You come in with a *fever*,\n  you do your list.”")
    assert lines[at + 1] == "— P01 · baseline · turn 2 · P · P01_baseline · coded by KG ★ · also: Before/Shame"
    assert lines[at + 2].startswith("Analytic memo, KG")
    assert "On it" in lines[at + 2]
    assert "Definition: Never <ill>." in lines


def test_workbook_has_a_row_for_each_coding_and_texts_as_they_are(project: Project) -> None:
    person = next(iter(project.participants.values()))
    participants.describe(project, person, attributes={"age": "50–59", "code": "=1+1"})
    sheet = openpyxl.load_workbook(io.BytesIO(writer_for(SEGMENTS, "", "xlsx").write(project, None))).active
    head, *cells = sheet.iter_rows(values_only=True)
    assert head == (*Row._fields, "attribute: age", "attribute: code")
    expected = [tuple(None if cell == "" else cell for cell in row) for row in rows(project)]
    assert [row[: len(Row._fields)] for row in cells] == expected
    assert {row[-1] for row in cells if row[2] == person.name} == {"=1+1"}
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)


def test_word_file_of_units_leaves_out_preconceptions(project: Project) -> None:
    preconceptions.write(project, "I expect the worst")
    file = docx.Document(io.BytesIO(writer_for(SEGMENTS, "", "docx").write(project, None)))
    text = "\n".join(line.text for line in file.paragraphs)
    assert "Memos on the study" in text
    assert "I expect the worst" not in text


@pytest.mark.parametrize("name", ["csv", "docx", "html", "md", "xlsx"])
def test_links_in_memos_are_words(small_project: Project, name: str) -> None:
    unit = next(iter(small_project.codings.values())).segment
    source = next(iter(small_project.sources.values()))
    memos.write(small_project, f"See [[{source.name}]] and [[nobody]]. SYNTHETIC", about="segments", target=unit)
    (form,) = [form for form in writers(SEGMENTS) if form.name == name]
    words = words_of(form.write(small_project, None)).replace("\\", "")
    assert source.name in words
    assert "broken link" in words
    assert f"[[{source.name}" not in words

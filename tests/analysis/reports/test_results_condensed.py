"""Results report with categories: texts, quotations, appendices. All SYNTHETIC."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable

import docx
import pytest
from markdown_it import MarkdownIt

from coder.analysis.reports import results
from coder.analysis.reports.audit import Line, lineage
from coder.analysis.reports.view import View
from coder.exchange.docx_document import CONDENSATE_LABEL, CONDENSATE_TEXT, QUOTATION
from coder.exchange.registry import DOCUMENT, writer_for
from coder.model.document import CONDENSATE, Condensate, Heading, Items, Paragraph, Quotation
from coder.project import Project
from coder.project.merge_artifacts import analytic_text_of, group_of
from coder.project.operations import (
    attrition,
    codebook,
    codings,
    condensates,
    groups,
    memos,
    sources,
    synthesis,
    themes,
    verdicts,
)
from coder.project.paths import code_named
from tests.exchange.writers.test_segments_html import Page
from tests.strategies import turns_of

from .conftest import Raw, quotations, section, tables, written_as

MADE_UP = "I carry it by myself. Nobody is to know."
WRITTEN = "The doctors carried it alone. One of them told nobody.\n\nThey asked late."
LONG = "SYNTHETIC\nI: And now?\nP: I never asked.\nStill not – “ikke én gang” | *no* <b>.\n"


def unit(project: Project, words: str) -> str:
    return next(id for id, one in project.segments.items() if one.quote.startswith(words))


@pytest.fixture
def condensed(small_project: Project) -> Project:
    """The small study carried through steps 1 to 4."""
    project = small_project
    third = sources.add(
        project, name="P03 late", text=LONG, turns=turns_of(LONG), participant="P03", wave="follow-up"
    )
    alone = code_named(project, "Alone")
    before, after = code_named(project, "Before asking"), code_named(project, "Afterwards")
    start = LONG.index("I never")
    codings.code(project, third, start, LONG.index("\n", start + 20), [alone])
    codings.code(project, third, LONG.index("And now"), LONG.index("And now") + 8, [before])
    rest = codebook.add(project, "Left over")
    silence, doctor, money = (themes.add(project, name) for name in ("Silence", "A doctor of one’s own", "Money"))
    agreed = themes.take(project, silence, "Alone with it", "both of us saw it")
    later = themes.take(project, doctor, "After the talk", "")
    themes.drop(project, money, "one mention")
    themes.add(project, "Nights")
    groups.make(project, before, [agreed], reason="the theme holds")
    groups.make(project, after, [later])
    groups.set_residual(project, groups.make(project, rest), True)
    codings.mark(project, next(one for one in project.codings_of(unit(project, "I never"))), "gold")
    condensates.write(project, alone, MADE_UP)
    made = next(iter(project.condensates.values()))
    condensates.link(project, made, made.sentences[0].key, [unit(project, "Long")])
    group = group_of(project, before.id)
    assert group is not None
    text = synthesis.write(project, group, WRITTEN)
    synthesis.support(project, text, text.sentences[0].key, [unit(project, "Long"), unit(project, "I did not")])
    synthesis.heading(project, group, "Carrying it alone")
    against = [unit(project, "I have a GP")]
    text = analytic_text_of(project, group.id)
    assert text is not None
    judged = verdicts.claim_check(project, text, text.sentences[2].key, "contradicted", True, against, "P02 did not")
    synthesis.reword(project, text, text.sentences[2].key, "Most of them asked late.", judged)
    found = project.segments[unit(project, "Long")]
    verdicts.unit_check(project, project.groups[group.id], found, "leading question", "asked for it")
    whole = project.segments[unit(project, "I did not")]
    verdicts.unit_check(project, project.groups[group.id], whole, "faithful")
    return project


def test_category_has_text_quotations_and_counter_examples(condensed: Project) -> None:
    document = results.report(condensed)
    chapters = [one.text for one in document.blocks if isinstance(one, Heading) and one.level == 2]
    assert chapters[:4] == ["Carrying it alone", "Afterwards", "Left over", "Coverage"]
    blocks = section(document, "Carrying it alone")
    said = [one.text for one in blocks if isinstance(one, Paragraph) and not one.label]
    assert said == ["The doctors carried it alone. One of them told nobody.", "Most of them asked late."]
    labelled = [(one.label, one.text) for one in blocks if isinstance(one, Paragraph) and one.label]
    assert labelled == [
        ("Code group", "Before asking"),
        ("Counter-examples to sentence 3", "Most of them asked late."),
        ("Coverage", "4 units, subgroups included, from 2 participants."),
    ]
    quotes = [(one.reference, one.mark) for one in blocks if isinstance(one, Quotation)]
    assert quotes == [("P03, follow-up", "gold quotation"), ("P02, follow-up", "")]
    (warned,) = [one.items for one in blocks if isinstance(one, Items)]
    assert warned == (
        "No unit from P02.",
        "In the group, but in no subgroup: 1 unit.",
        "Analytic text: 2 sentences supported by no unit.",
        "Not checked: 2 claims of 3.",
        "Changed since the check: 1 claim of 3.",
        "Not checked: 2 units of 4.",
    )
    said = [one.text for one in section(document, "Afterwards") if isinstance(one, Paragraph)]
    assert said[:2] == ["No analytic text has been written.", "No gold quotation has been chosen."]


def in_markdown(project: Project) -> list[tuple[str, str]]:
    page = MarkdownIt("commonmark").enable("table").render(_written(project, "md").decode())
    found = []
    for quote in re.findall("<blockquote>(.*?)</blockquote>", page, re.DOTALL):
        text = html.unescape(re.sub("<[^>]*>", "", re.sub("<br ?/?>\n?", "\n", quote))).strip()
        words, _, reference = text.rpartition("\n— ")
        found.append((words.strip(), reference))
    return found


def in_html(project: Project) -> list[tuple[str, str]]:
    text = _written(project, "html").decode()
    references = re.findall("<figcaption>(.*?)(?: <span.*?)?</figcaption>", text)
    figures = re.findall("<figure>.*?</figure>", text, re.DOTALL)
    return list(zip((Page(one).verbatim[0] for one in figures), map(html.unescape, references), strict=True))


def in_word(project: Project) -> list[tuple[str, str]]:
    file = docx.Document(io.BytesIO(_written(project, "docx")))
    found = []
    for line, below in zip(file.paragraphs, file.paragraphs[1:], strict=False):
        if line.style is not None and line.style.name == QUOTATION:
            found.append((line.text[1:-1], below.text.removeprefix("— ")))
    return found


def _written(project: Project, form: str) -> bytes:
    return writer_for(DOCUMENT, "", form).write(results.report(project))


@pytest.mark.parametrize("read", [in_markdown, in_html, in_word])
@pytest.mark.parametrize("study", ["condensed", "sample"])
def test_quotations_are_verbatim_in_their_interview(
    study: str, read: Callable[[Project], list[tuple[str, str]]], request: pytest.FixtureRequest
) -> None:
    project: Project = request.getfixturevalue(study)
    texts: dict[tuple[str, str], str] = {}
    for one in project.sources.values():
        if one.participant is not None and one.wave is not None:
            told = (project.participants[one.participant].name, project.waves[one.wave].name)
            texts[told] = project.text_of(one).text
    found = read(project)
    assert len(found) == sum(isinstance(one, Quotation) for one in results.report(project).blocks)
    for words, reference in found:
        person, wave = reference.split(", ")[:2]
        assert words in texts[person, wave], words
    if study == "condensed":
        assert found[0][0] == "I never asked.\nStill not – “ikke én gang” | *no* <b>."
    else:
        assert len(found) > 18


def test_condensates_are_in_an_appendix_and_labelled(condensed: Project) -> None:
    document = results.report(condensed)
    blocks = list(document.blocks)
    (made,) = [one for one in blocks if isinstance(one, Condensate)]
    assert (made.about, made.text, made.note) == ("Alone", MADE_UP, "1 of 3 units used, 1 sentence without a unit")
    appendix = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.text.startswith("Appendix"))
    assert blocks.index(made) > appendix
    told = [written for written in written_as(document) if MADE_UP in written]
    assert len(told) == 4
    assert [CONDENSATE in one or '"kind": "condensate"' in one for one in told] == [True] * 4
    assert not any(MADE_UP in one.text for one in quotations(document))
    file = docx.Document(io.BytesIO(_written(condensed, "docx")))
    styles = {line.text: line.style.name for line in file.paragraphs if line.style is not None}
    assert styles[MADE_UP] == CONDENSATE_TEXT
    assert styles[f"{CONDENSATE}: Alone"] == CONDENSATE_LABEL


def test_from_theme_to_category(condensed: Project) -> None:
    assert lineage(View(condensed)) == [
        Line("Silence", "KG", "taken up: both of us saw it", "Alone with it", "Before asking", "Carrying it alone"),
        Line("A doctor of one’s own", "KG", "taken up", "After the talk", "Afterwards", ""),
        Line("Money", "KG", "dropped: one mention", "", "", ""),
        Line("Nights", "KG", "open", "", "", ""),
        Line("", "", "", "", "Left over", ""),
    ]
    (table,) = [one for one in tables(results.report(condensed)) if one.caption.startswith("From theme")]
    assert table.caption.endswith("n = 4 preliminary themes, 2 negotiated themes, 3 code groups")
    assert [row[4].text for row in table.rows] == ["Before asking", "Afterwards", "none", "none", "Left over"]


def test_decisions_with_their_reasons(condensed: Project) -> None:
    moved = groups.move(
        condensed,
        [unit(condensed, "And now")],
        code_named(condensed, "Before asking"),
        code_named(condensed, "Left over"),
        "a question",
    )
    assert moved == 1
    condensed.undo()
    (table,) = [one for one in tables(results.report(condensed)) if one.caption.startswith("Decisions")]
    told = [(row[2].text, row[3].text) for row in table.rows]
    assert told[0] == ("proposed theme “Silence”", "")
    assert ("took up theme “Silence” (KG) into “Alone with it”", "both of us saw it") in told
    assert ("dropped theme “Money” (KG)", "one mention") in told
    assert ("made Before asking a code group from theme “Alone with it”", "the theme holds") in told
    assert told[-1][0].endswith("(undone)")
    assert told[-1][1] == "a question"
    assert f"n = {len(told)} decisions" in table.caption


def test_verdicts_and_consequences(condensed: Project) -> None:
    found = {one.caption: one for one in tables(results.report(condensed))}
    claims = found["Verdicts on claims, n = 1 verdict"]
    assert [cell.text for cell in claims.rows[0]] == ["Before asking", "none", "none", "1", "none", "1", "2"]
    units = found["Verdicts on units, n = 2 verdicts"]
    assert [cell.text for cell in units.rows[0]] == ["Before asking", "1", "none", "1", "none", "none", "2"]
    (claim,) = found["Claims checked, n = 1 verdict"].rows
    assert [cell.text for cell in claim] == [
        "Before asking",
        "They asked late.",
        "contradicted (stale)",
        "KG, 2 January 2026",
        "yes",
        "P02 did not",
        "reworded “They asked late.” in the analytic text of Before asking, after the verdict “contradicted”",
    ]
    (fault,) = found["Units with a fault, n = 1 verdict"].rows
    assert [cell.text for cell in fault][2:] == ["leading question", "KG, 2 January 2026", "asked for it", "none"]
    assert fault[1].quotation is not None
    assert fault[1].quotation.text == condensed.segments[unit(condensed, "Long")].quote


def test_units_in_no_code_group_are_a_gap(condensed: Project) -> None:
    source = next(iter(condensed.sources.values()))
    at = condensed.text_of(source).text.index("anybody")
    codings.code(condensed, source, at, at + 7, [codebook.add(condensed, "Elsewhere")])
    (gaps, *_) = [one.items for one in section(results.report(condensed), "Coverage") if isinstance(one, Items)]
    assert "In no code group: 1 unit." in gaps


def test_publication_omits_memos_and_small_numbers(condensed: Project) -> None:
    code = code_named(condensed, "Alone")
    memos.write(condensed, "SYNTHETIC Zzyzx", about="codes", target=code.id, kind="reflexive")
    memos.write(condensed, "SYNTHETIC open", about="codes", target=code.id)
    assert all("Zzyzx" not in one and "SYNTHETIC open" in one for one in written_as(results.report(condensed)))
    public = results.report(condensed, publication=True)
    assert all("Zzyzx" not in one and "SYNTHETIC open" not in one for one in written_as(public))
    assert not any("follow-up" in one.reference for one in quotations(public))
    assert "No unit from fewer than 3 participants." in [
        item for one in section(public, "Carrying it alone") if isinstance(one, Items) for item in one.items
    ]
    cells = sum(cell.text.startswith("suppressed") for table in tables(public) for row in table.rows for cell in row)
    assert cells
    assert any(f"{cells} cells are suppressed" in remark for remark in public.remarks)
    new = View(condensed, publication=True)
    p02 = next(one.id for one in condensed.participants.values() if one.name == "P02")
    (claim,) = next(one for one in tables(public) if one.caption.startswith("Claims")).rows
    assert claim[5].text == f"{new.name(p02)} did not"


def test_units_by_participant_wave_and_group(sample: Project, raw: Raw) -> None:
    table = tables(results.report(sample))[-1]
    groups_there = {raw.codes[one["code"]]["name"] for one in raw.tables["groups"].values()}
    assert set(table.head[1:-1]) == groups_there
    assert f"n = {len(raw.people)} participants, {len(raw.units())} units" in table.caption
    empty = 0
    for row in table.rows:
        person, wave = row[0].text.split(", ")
        for name, cell in zip(table.head[1:], row[1:], strict=True):
            number = len(raw.units(None if name == "All units" else name, person, wave))
            assert cell.text == (str(number) if number else "no unit")
            empty += not number
    assert empty


def test_each_table_states_its_n(condensed: Project, sample: Project) -> None:
    for project in (condensed, sample):
        for publication in (False, True):
            found = tables(results.report(project, publication=publication))
            assert len(found) > 4
            assert all("n = " in table.caption for table in found)


def test_data_to_be_erased_are_a_gap(condensed: Project) -> None:
    person = next(one for one in condensed.participants.values() if one.name == "P03")
    attrition.withdraw(condensed, person, erase=True)
    (gaps, *_) = [one.items for one in section(results.report(condensed), "Coverage") if isinstance(one, Items)]
    assert "Withdrawn, to be erased, but still in this report: P03." in gaps

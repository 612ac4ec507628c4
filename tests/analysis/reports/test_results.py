"""Results report, recounted from `project.json`. All text SYNTHETIC."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt

from coder.analysis.reports import pairs, results
from coder.analysis.reports.audit import Line, codebook_changes, lineage
from coder.analysis.reports.view import View
from coder.exchange.docx_document import CONDENSATE_LABEL, CONDENSATE_TEXT, QUOTATION
from coder.exchange.registry import DOCUMENT, writer_for
from coder.model.document import CONDENSATE, Condensate, Heading, Items, Note, Paragraph, Quotation
from coder.project import Project, open_project
from coder.project.merge_artifacts import analytic_text_of, group_of
from coder.project.opening import working_copy
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
from coder.project.study import code_named, codes_in_order, walk
from tests.exchange.writers.test_segments_html import Page
from tests.strategies import turns_of

from .conftest import Raw, quotations, section, tables, written_as


def test_chapters_follow_the_tree(coded: Project) -> None:
    headings = [block for block in results.report(coded).blocks if isinstance(block, Heading)]
    tree = [(depth + 2, code.name) for depth, code in walk(coded)]
    assert [(one.level, one.text) for one in headings[: len(tree)]] == tree


def test_units_of_each_participant_in_each_group(coded: Project, raw: Raw) -> None:
    table = tables(results.report(coded))[-1]
    assert table.head[1:-1] == tuple(code.name for code in coded.children(None))
    rows = [tuple(row[0].text.split(", ")) for row in table.rows]
    assert rows == sorted({_told(raw, source) for source in raw.sources.values()})
    empty = 0
    for (person, wave), row in zip(rows, table.rows, strict=True):
        for group, cell in zip(table.head[1:], row[1:], strict=True):
            number = len(raw.units(None if group == "All units" else group, person, wave))
            assert cell.text == (str(number) if number else "no unit")
            assert cell.absent == (number == 0)
            empty += number == 0
    assert empty
    assert f"n = 5 participants, {len(raw.units())} units" in table.caption


def test_gold_quotations_and_their_absence(coded: Project, raw: Raw) -> None:
    document = results.report(coded)
    missing = 0
    for code in codes_in_order(coded):
        blocks = section(document, code.name)
        shown = {(block.text, block.reference) for block in blocks if isinstance(block, Quotation)}
        assert shown == raw.gold(code.name)
        said = any(isinstance(block, Paragraph) and block.text.startswith("No gold") for block in blocks)
        own = any(coding["code"] == code.id for coding in raw.codings)
        assert said == (own and not shown)
        missing += said
    assert missing


def test_quotations_are_verbatim_with_their_participant(sample: Project, raw: Raw) -> None:
    found = [*quotations(results.report(sample)), *quotations(pairs.report(sample))]
    assert len(found) > 30
    for one in found:
        person, wave = one.reference.split(", ")
        texts = [raw.texts[unit] for unit, source in raw.sources.items() if _told(raw, source) == (person, wave)]
        assert len(texts) == 1
        assert one.text in texts[0]


def _told(raw: Raw, source: dict[str, str]) -> tuple[str, str]:
    return raw.people[source["participant"]]["name"], raw.waves[source["wave"]]["name"]


def test_coverage_of_each_code(coded: Project, raw: Raw) -> None:
    document = results.report(coded)
    assert raw.codes
    for code in codes_in_order(coded):
        units = raw.units(code.name)
        (said,) = [block.text for block in section(document, code.name) if getattr(block, "label", "") == "Coverage"]
        numbers = [int(number) for number in re.findall(r"\d+", said)]
        assert numbers == ([len(units), len({raw.told(unit)[0] for unit in units})] if units else [])


def test_coverage_warnings(coded: Project, raw: Raw) -> None:
    document = results.report(coded)
    warned = [block for block in section(document, "Afterwards") if isinstance(block, Items)]
    assert "No unit from P04." in warned[0].items
    (gaps, *_) = [block.items for block in section(document, "Coverage") if isinstance(block, Items)]
    children = {id for id, code in raw.codes.items() if code.get("parent")}
    groups = {code.get("parent") for code in raw.codes.values()}
    loose = 0
    for group in groups - {None}:
        sorted_in = {coding["segment"] for coding in raw.codings if raw.codes[coding["code"]].get("parent") == group}
        loose += len({coding["segment"] for coding in raw.codings if coding["code"] == group} - sorted_in)
    assert children
    assert f"In a group, but in none of its subgroups: {loose} units." in gaps
    assert "In the residual group: 1 unit." in gaps


def test_memos_on_codes_without_private_ones(small_project: Project) -> None:
    code = code_named(small_project, "Alone")
    for kind in ("analytic", "theoretical", "reflexive", "methodological"):
        memos.write(small_project, f"SYNTHETIC {kind}", about="codes", target=code.id, kind=kind)
    shown = [block.text for block in section(results.report(small_project), "Alone") if isinstance(block, Note)]
    assert shown == ["SYNTHETIC analytic", "SYNTHETIC theoretical"]


def test_private_memos_are_in_no_report(sample: Project, raw: Raw) -> None:
    private = [memo for memo in raw.tables["memos"].values() if memo["kind"] == "reflexive"]
    assert private
    for module in (results, pairs):
        for written in written_as(module.report(sample)):
            assert not any(memo["title"] in written or memo["text"][:30] in written for memo in private)


def test_codebook_changes(small_project: Project) -> None:
    alone, gp = code_named(small_project, "Alone"), code_named(small_project, "A GP")
    codebook.rename(small_project, alone, "By oneself", reason="their word")
    codebook.define(small_project, code_named(small_project, "By oneself"), definition="Nobody told.")
    codebook.recolor(small_project, gp, "#d1495b")
    codebook.move(small_project, gp, code_named(small_project, "Before asking"), reason="told before")
    codebook.merge(small_project, code_named(small_project, "By oneself"), code_named(small_project, "A GP"), "same")
    codebook.delete(small_project, code_named(small_project, "Afterwards"), reason="empty")
    small_project.undo()
    told = [(one.kind, one.what, one.reason, one.undone) for one in codebook_changes(small_project)]
    assert told == [
        ("created", "Before asking", "", False),
        ("created", "Before asking/Alone", "", False),
        ("created", "Afterwards", "", False),
        ("created", "Afterwards/A GP", "", False),
        ("renamed", "Before asking/Alone → By oneself", "their word", False),
        ("redefined", "Before asking/By oneself: definition", "", False),
        ("moved", "Afterwards/A GP → Before asking/A GP", "told before", False),
        ("merged", "merged code By oneself into A GP", "same", False),
        ("deleted", "Afterwards", "empty", True),
    ]
    trail = tables(results.report(small_project))[1]
    assert [row[2].text for row in trail.rows][-1] == "deleted (undone)"
    small_project.redo()
    assert not codebook_changes(small_project)[-1].undone


def test_an_empty_study(empty_project: Project) -> None:
    assert all("0 units from 0 interviews" in one for one in written_as(results.report(empty_project)))


def test_a_unit_with_one_code_by_two_coders_counts_once(coded: Project, raw: Raw) -> None:
    twice = [coding for coding in raw.codings if coding["code"] == raw.code("No records")]
    assert len(twice) > len({one["segment"] for one in twice})
    said = [block.text for block in section(results.report(coded), "No records") if isinstance(block, Paragraph)]
    assert any(one.startswith(f"{len({one['segment'] for one in twice})} units") for one in said)


# For publication


def test_publication_renumbers_consistently(sample: Project, raw: Raw) -> None:
    plain, public = results.report(sample), results.report(sample, publication=True)
    assert results.report(sample, publication=True).blocks == public.blocks
    known = {quotation.text: quotation.reference.split(", ")[0] for quotation in quotations(plain)}
    new: dict[str, set[str]] = {}
    for one in [*quotations(public), *quotations(pairs.report(sample, publication=True))]:
        if one.text in known:
            new.setdefault(known[one.text], set()).add(one.reference.split(", ")[0])
    assert all(len(names) == 1 for names in new.values())
    renamed = {old: names.pop() for old, names in new.items()}
    assert len(set(renamed.values())) == len(renamed) == 5
    assert any(old != name for old, name in renamed.items())
    assert any("renumbered" in remark for remark in public.remarks)


def test_publication_suppresses_small_numbers(coded: Project, raw: Raw) -> None:
    public = results.report(coded, publication=True)
    assert not [block for block in public.blocks if isinstance(block, Note)]
    assert not any("one-year" in quotation.reference for quotation in quotations(public))
    table = tables(public)[-1]
    suppressed = 0
    for row in table.rows:
        for wave, cell in zip(table.head[1:], row[1:], strict=True):
            people = len({raw.told(unit)[0] for unit in raw.units(row[0].text, wave=wave)})
            small = 0 < people < 3
            assert cell.text == ("suppressed" if small else str(people) if people else "no unit")
            suppressed += small
    assert suppressed
    assert "No unit from fewer than 3 participants." in [
        item for block in section(public, "Afterwards") if isinstance(block, Items) for item in block.items
    ]


def test_publication_renames_in_researchers_texts(small_project: Project) -> None:
    from coder.analysis.reports.view import View

    view = View(small_project, publication=True)
    new = {person.name: view.name(person.id) for person in small_project.participants.values()}
    assert sorted(new.values()) == ["P01", "P02"]
    assert view.renamed("p01's and P02, not P012") == f"{new['P01']}'s and {new['P02']}, not P012"
    assert view.renamed("P01_baseline") == f"{new['P01']}_baseline"
    assert View(small_project).renamed("P01") == "P01"


@pytest.mark.parametrize("name", ["Residual", "rest"])
def test_residual_group_warning(small_project: Project, name: str) -> None:
    source = next(iter(small_project.sources.values()))
    text = small_project.text_of(source).text
    at = text.index("anybody")
    codings.code(small_project, source, at, at + 7, [codebook.add(small_project, name)])
    warned = [block for block in section(results.report(small_project), name) if isinstance(block, Items)]
    assert any("Residual: 1 unit" in item for one in warned for item in one.items)


# With categories

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
    codings.mark(project, next(coding for coding in project.codings_of(unit(project, "I never"))), "gold")
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
    chapters = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    assert chapters[:4] == ["Carrying it alone", "Afterwards", "Left over", "Coverage"]
    blocks = section(document, "Carrying it alone")
    said = [block.text for block in blocks if isinstance(block, Paragraph) and not block.label]
    assert said == ["The doctors carried it alone. One of them told nobody.", "Most of them asked late."]
    labelled = [(block.label, block.text) for block in blocks if isinstance(block, Paragraph) and block.label]
    assert labelled == [
        ("Code group", "Before asking"),
        ("Counter-examples to sentence 3", "Most of them asked late."),
        ("Coverage", "4 units, subgroups included, from 2 participants."),
    ]
    quotes = [(block.reference, block.mark) for block in blocks if isinstance(block, Quotation)]
    assert quotes == [("P03, follow-up", "gold quotation"), ("P02, follow-up", "")]
    (warned,) = [block.items for block in blocks if isinstance(block, Items)]
    assert warned == (
        "No unit from P02.",
        "In the group, but in no subgroup: 1 unit.",
        "Analytic text: 2 sentences supported by no unit.",
        "Not checked: 2 claims of 3.",
        "Changed since the check: 1 claim of 3.",
        "Not checked: 2 units of 4.",
    )
    said = [block.text for block in section(document, "Afterwards") if isinstance(block, Paragraph)]
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
    for source in project.sources.values():
        if source.participant is not None and source.wave is not None:
            told = (project.participants[source.participant].name, project.waves[source.wave].name)
            texts[told] = project.text_of(source).text
    found = read(project)
    assert len(found) == sum(isinstance(block, Quotation) for block in results.report(project).blocks)
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
    (made,) = [block for block in blocks if isinstance(block, Condensate)]
    assert (made.about, made.text, made.note) == ("Alone", MADE_UP, "1 of 3 units used, 1 sentence without a unit")
    appendix = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.text.startswith("Appendix"))
    assert blocks.index(made) > appendix
    told = [written for written in written_as(document) if MADE_UP in written]
    assert len(told) == 4
    assert [CONDENSATE in one or '"kind": "condensate"' in one for one in told] == [True] * 4
    assert not any(MADE_UP in quotation.text for quotation in quotations(document))
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
    (table,) = [table for table in tables(results.report(condensed)) if table.caption.startswith("From theme")]
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
    (table,) = [table for table in tables(results.report(condensed)) if table.caption.startswith("Decisions")]
    told = [(row[2].text, row[3].text) for row in table.rows]
    assert told[0] == ("proposed theme “Silence”", "")
    assert ("took up theme “Silence” (KG) into “Alone with it”", "both of us saw it") in told
    assert ("dropped theme “Money” (KG)", "one mention") in told
    assert ("made Before asking a code group from theme “Alone with it”", "the theme holds") in told
    assert told[-1][0].endswith("(undone)")
    assert told[-1][1] == "a question"
    assert f"n = {len(told)} decisions" in table.caption


def test_verdicts_and_consequences(condensed: Project) -> None:
    found = {table.caption: table for table in tables(results.report(condensed))}
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
    (fault,) = found["Units with a problem, n = 1 verdict"].rows
    assert [cell.text for cell in fault][2:] == ["leading question", "KG, 2 January 2026", "asked for it", "none"]
    assert fault[1].quotation is not None
    assert fault[1].quotation.text == condensed.segments[unit(condensed, "Long")].quote


def test_units_in_no_code_group_are_a_gap(condensed: Project) -> None:
    source = next(iter(condensed.sources.values()))
    at = condensed.text_of(source).text.index("anybody")
    codings.code(condensed, source, at, at + 7, [codebook.add(condensed, "Elsewhere")])
    (gaps, *_) = [block.items for block in section(results.report(condensed), "Coverage") if isinstance(block, Items)]
    assert "In no code group: 1 unit." in gaps


def test_publication_leaves_out_who_withdrew_with_erasure(sample: Project, tmp_path: Path) -> None:
    with open_project(working_copy(sample, tmp_path / "copy", "KG"), "KG") as project:
        person = next(person for person in project.participants.values() if person.name == "P03")
        theirs = {source.id for source in project.sources.values() if source.participant == person.id}
        quotes = {unit.quote for unit in project.segments.values() if unit.source in theirs}

        def quoted(publication: bool) -> set[str]:
            report = results.report(project, publication=publication)
            return {quotation.text for quotation in quotations(report)} & quotes

        assert quoted(publication=True)
        attrition.withdraw(project, person, erase=True)
        assert not quoted(publication=True)
        assert quoted(publication=False)


def test_publication_omits_memos_and_small_numbers(condensed: Project) -> None:
    code = code_named(condensed, "Alone")
    memos.write(condensed, "SYNTHETIC Zzyzx", about="codes", target=code.id, kind="reflexive")
    memos.write(condensed, "SYNTHETIC open", about="codes", target=code.id)
    assert all("Zzyzx" not in one and "SYNTHETIC open" in one for one in written_as(results.report(condensed)))
    public = results.report(condensed, publication=True)
    assert all("Zzyzx" not in one and "SYNTHETIC open" not in one for one in written_as(public))
    assert not any("follow-up" in quotation.reference for quotation in quotations(public))
    assert "No unit from fewer than 3 participants." in [
        item for block in section(public, "Carrying it alone") if isinstance(block, Items) for item in block.items
    ]
    cells = sum(cell.text.startswith("suppressed") for table in tables(public) for row in table.rows for cell in row)
    assert cells
    assert any(f"{cells} cells are suppressed" in remark for remark in public.remarks)
    new = View(condensed, publication=True)
    p02 = next(participant.id for participant in condensed.participants.values() if participant.name == "P02")
    (claim,) = next(table for table in tables(public) if table.caption.startswith("Claims")).rows
    assert claim[5].text == f"{new.name(p02)} did not"


def test_units_by_participant_wave_and_group(sample: Project, raw: Raw) -> None:
    table = tables(results.report(sample))[-1]
    groups_there = {raw.codes[group["code"]]["name"] for group in raw.tables["groups"].values()}
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
    person = next(participant for participant in condensed.participants.values() if participant.name == "P03")
    attrition.withdraw(condensed, person, erase=True)
    (gaps, *_) = [block.items for block in section(results.report(condensed), "Coverage") if isinstance(block, Items)]
    assert "Withdrawn, to be erased, but still in this report: P03." in gaps

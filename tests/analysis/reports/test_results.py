"""Results report, recounted from `project.json`. All text SYNTHETIC."""

from __future__ import annotations

import re

import pytest

from coder.analysis.reports import pairs, results
from coder.analysis.reports.audit import codebook_changes
from coder.model.document import Heading, Items, Note, Paragraph, Quotation
from coder.project import Project
from coder.project.operations import codebook, codings, memos
from coder.project.ordering import codes_in_order, walk
from coder.project.paths import code_named

from .conftest import Raw, quotations, section, tables, written_as


def test_chapters_follow_the_tree(coded: Project) -> None:
    headings = [block for block in results.report(coded).blocks if isinstance(block, Heading)]
    tree = [(depth + 2, code.name) for depth, code in walk(coded)]
    assert [(one.level, one.text) for one in headings[: len(tree)]] == tree


def test_units_of_each_participant_in_each_group(coded: Project, raw: Raw) -> None:
    table = tables(results.report(coded))[-1]
    assert table.head[1:-1] == tuple(code.name for code in coded.children(None))
    rows = [tuple(row[0].text.split(", ")) for row in table.rows]
    assert rows == sorted({_told(raw, one) for one in raw.sources.values()})
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
        said = any(isinstance(one, Paragraph) and one.text.startswith("No gold") for one in blocks)
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
    for code in codes_in_order(coded):
        units = raw.units(code.name)
        (said,) = [one.text for one in section(document, code.name) if getattr(one, "label", "") == "Coverage"]
        numbers = [int(number) for number in re.findall(r"\d+", said)]
        assert numbers == ([len(units), len({raw.told(unit)[0] for unit in units})] if units else [])


def test_coverage_warnings(coded: Project, raw: Raw) -> None:
    document = results.report(coded)
    warned = [one for one in section(document, "Afterwards") if isinstance(one, Items)]
    assert "No unit from P04." in warned[0].items
    (gaps, *_) = [one.items for one in section(document, "Coverage") if isinstance(one, Items)]
    children = {id for id, code in raw.codes.items() if code.get("parent")}
    groups = {code.get("parent") for code in raw.codes.values()}
    loose = 0
    for group in groups - {None}:
        sorted_in = {one["segment"] for one in raw.codings if raw.codes[one["code"]].get("parent") == group}
        loose += len({one["segment"] for one in raw.codings if one["code"] == group} - sorted_in)
    assert children
    assert f"In a group, but in none of its subgroups: {loose} units." in gaps
    assert "In the residual group: 1 unit." in gaps


def test_memos_on_codes_without_private_ones(small_project: Project) -> None:
    code = code_named(small_project, "Alone")
    for kind in ("analytic", "theoretical", "reflexive", "methodological"):
        memos.write(small_project, f"SYNTHETIC {kind}", about="codes", target=code.id, kind=kind)
    shown = [one.text for one in section(results.report(small_project), "Alone") if isinstance(one, Note)]
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
    twice = [one for one in raw.codings if one["code"] == raw.code("No records")]
    assert len(twice) > len({one["segment"] for one in twice})
    said = [one.text for one in section(results.report(coded), "No records") if isinstance(one, Paragraph)]
    assert any(one.startswith(f"{len({one['segment'] for one in twice})} units") for one in said)


# For publication


def test_publication_renumbers_consistently(sample: Project, raw: Raw) -> None:
    plain, public = results.report(sample), results.report(sample, publication=True)
    assert results.report(sample, publication=True).blocks == public.blocks
    known = {one.text: one.reference.split(", ")[0] for one in quotations(plain)}
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
    assert not any("one-year" in one.reference for one in quotations(public))
    table = tables(public)[-1]
    suppressed = 0
    for row in table.rows:
        for wave, cell in zip(table.head[1:], row[1:], strict=True):
            people = len({raw.told(unit)[0] for unit in raw.units(row[0].text, wave=wave)})
            small = 0 < people < 3
            assert cell.text == (
                "suppressed (fewer than 3 participants)" if small else str(people) if people else "no unit"
            )
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
    warned = [one for one in section(results.report(small_project), name) if isinstance(one, Items)]
    assert any("Residual: 1 unit" in item for one in warned for item in one.items)

"""Pairs report, recounted from `project.json`. All text SYNTHETIC."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.analysis.method import participation
from coder.analysis.reports import pairs
from coder.analysis.reports.disclosure import SUPPRESSED
from coder.analysis.reports.view import LONGEST_EXCERPT, View
from coder.model.document import Document, Heading, Items, Paragraph, Quotation, Table
from coder.model.participant import Wave
from coder.project import Project, open_project
from coder.project.opening import working_copy
from coder.project.operations import changes, codings, participants, sources
from coder.project.study import code_named, codes_in_order

from .conftest import Raw, quotations, section, tables

WAVES = ("baseline", "follow-up")


def test_each_pair_has_a_section_in_order(sample: Project) -> None:
    document = pairs.report(sample)
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == ["All pairs", "Changes", "P01", "P02", "P03", "In no pair"]
    assert document.remarks[0].startswith("n = 3 pairs")


def test_units_side_by_side(sample: Project, raw: Raw) -> None:
    document = pairs.report(sample)
    codes = [code.name for code in codes_in_order(sample)]
    assert codes
    for person in ("P01", "P02", "P03"):
        table, *_ = [block for block in section(document, person) if block in tables(document)]
        assert table.head == ("Code", *WAVES)
        assert "n = 3 pairs" in table.caption
        assert [row[0].text.strip() for row in table.rows] == codes
        for row in table.rows:
            for wave, cell in zip(WAVES, row[1:], strict=True):
                number = len(raw.units(row[0].text.strip(), person, wave))
                assert cell.text == (f"{number} unit{'s' * (number != 1)}" if number else "no unit")
                assert cell.quotation is None or cell.quotation.reference == f"{person}, {wave}"


def test_gold_quotations_are_preferred_as_excerpts(sample: Project, raw: Raw) -> None:
    document = pairs.report(sample)
    seen = 0
    for person in ("P01", "P02", "P03"):
        table, *_ = [block for block in section(document, person) if block in tables(document)]
        for row in table.rows:
            gold = raw.gold(row[0].text.strip())
            for wave, cell in zip(WAVES, row[1:], strict=True):
                quotes = {words for words, reference in gold if reference == f"{person}, {wave}"}
                if quotes:
                    assert cell.quotation is not None
                    assert cell.quotation.text in quotes
                    assert cell.quotation.mark == "gold quotation"
                    seen += 1
    assert seen


def test_summary_counts_pairs_with_a_unit(sample: Project, raw: Raw) -> None:
    table = tables(pairs.report(sample))[0]
    assert "n = 3 pairs (baseline and follow-up)" in table.caption
    for row in table.rows:
        for wave, cell in zip(WAVES, row[1:], strict=True):
            held = {raw.told(unit)[0] for unit in raw.units(row[0].text.strip(), wave=wave)}
            number = len(held & {"P01", "P02", "P03"})
            assert cell.text == (f"{number} of 3" if number else "no unit")


def test_unpaired_participants_have_a_reason(sample: Project) -> None:
    (table,) = [
        block for block in section(pairs.report(sample), "In no pair") if block in tables(pairs.report(sample))
    ]
    assert [row[0].text for row in table.rows] == ["P04", "P05"]
    assert [row[1].text for row in table.rows] == [reason for _, reason in participation.unpaired(sample)]
    assert "follow-up" in table.rows[0][1].text
    assert "single wave (one-year)" in table.rows[1][1].text
    said = {quotation.reference.split(", ")[0] for quotation in quotations(pairs.report(sample))}
    assert said == {"P01", "P02", "P03"}


def test_days_and_their_windows(sample: Project) -> None:
    (items,) = [block.items for block in section(pairs.report(sample), "P02") if isinstance(block, Items)]
    assert items == ("baseline: day 6 ✓", "follow-up: day 402, 7 days outside the window")


def test_pairs_do_not_need_units(small_project: Project) -> None:
    view = View(small_project)
    assert pairs.pairs_of(view) == []
    sources.add(
        small_project, name="P01 again", text="SYNTHETIC. Again.", turns=[], participant="P01", wave="follow-up"
    )
    participants.add(small_project, "P09")
    view = View(small_project)
    (pair,) = pairs.pairs_of(view)
    assert (pair.participant.name, [wave.name for wave in pair.waves]) == ("P01", ["baseline", "follow-up"])
    told = {person.name: reason for person, reason in pairs.unpaired(view, [pair])}
    assert told.keys() == {"P02", "P09"}
    assert told["P09"] == "no interview"


@pytest.fixture
def sample_copy(sample: Project, tmp_path: Path) -> Iterator[Project]:
    """A working copy of the sample study."""
    folder = working_copy(sample, tmp_path / "copy", "KG")
    with open_project(folder, "KG") as project:
        yield project


def noted(project: Project, *tags: str) -> None:
    """A note on Shame for P01, P02, P03, as many as there are tags; the evidence of each are its own units."""
    for note in list(project.change_notes.values()):
        changes.remove(project, note)
    code = code_named(project, "Shame")
    units = [project.segments[project.codings[id].segment] for id in project.codings_with(code.id)]
    every = sorted(participation.pairs(project), key=lambda pair: pair.participant.name)
    for pair, tag in zip(every, tags, strict=False):
        subject = changes.Subject(pair.participant.id, pair.first.id, pair.then.id, code=code.id)
        first = [unit.id for unit in units if unit.source in {source.id for source in pair.first_sources}]
        sentence = f"SYNTHETIC: {pair.participant.name} says it aloud."
        changes.note(
            project, subject, tag=tag, sentence=sentence, evidence_first=tuple(first), absent_then="not asked"
        )


def by_codes(document: Document) -> list[Table]:
    """The comparison of the two waves and the change grid, by codes."""
    return [block for block in section(document, "Changes") if isinstance(block, Table) and block.head[0] == "Code"]


def test_change_notes_with_their_evidence(sample_copy: Project) -> None:
    noted(sample_copy, "increases/emerges", "constant")
    document = pairs.report(sample_copy)
    cross, grid = by_codes(document)
    assert all("n = 3 pairs" in table.caption for table in (cross, grid))
    row = next(row for row in grid.rows if row[0].text.strip() == "Shame")
    assert [cell.text for cell in row[1:]] == ["↑ I", "= K", "no note"]
    row = next(row for row in cross.rows if row[0].text.strip() == "Shame")
    assert dict(zip(cross.head, (cell.text for cell in row), strict=True)) == {
        "Code": row[0].text,
        "Units, baseline": "8",
        "Units, follow-up": "2",
        "Pairs with a note": "2",
        "↑ I increases/emerges": "1",
        "= K constant": "1",
    }
    (said,) = [
        block for block in section(document, "P01") if isinstance(block, Paragraph) and "says it aloud" in block.text
    ]
    assert said.text == "increases/emerges. SYNTHETIC: P01 says it aloud."
    shown = [block for block in section(document, "P01") if isinstance(block, Quotation)]
    assert shown
    assert all(one.reference == "P01, baseline" for one in shown)
    assert "not asked" in [block.text for block in section(document, "P01") if isinstance(block, Paragraph)]


def test_publication_suppresses_tags_of_fewer_than_three(sample_copy: Project) -> None:
    noted(sample_copy, "increases/emerges", "increases/emerges")
    document = pairs.report(sample_copy, publication=True)
    cross, grid = by_codes(document)
    for table in (cross, grid):
        row = next(row for row in table.rows if row[0].text.strip() == "Shame")
        cells = row[1:] if table is grid else row[3:]
        assert {cell.text for cell in cells} == {SUPPRESSED.text}, "not even who has no note"
    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert not any("aloud" in text for text in said)
    noted(sample_copy, *["increases/emerges"] * 3)
    document = pairs.report(sample_copy, publication=True)
    _, grid = by_codes(document)
    row = next(row for row in grid.rows if row[0].text.strip() == "Shame")
    assert {cell.text for cell in row[1:]} == {"↑ I"}
    names = {
        old: View(sample_copy, True).name(participant.id)
        for participant in sample_copy.participants.values()
        for old in [participant.name]
    }
    (said_of_one,) = [
        block.text
        for block in section(document, names["P01"])
        if isinstance(block, Paragraph) and "aloud" in block.text
    ]
    assert said_of_one == f"increases/emerges. SYNTHETIC: {names['P01']} says it aloud."


def test_a_long_excerpt_is_cut_between_words(small_project: Project) -> None:
    text = "SYNTHETIC. " + "many words " * 60
    source = sources.add(small_project, name="P01 again", text=text, turns=[], participant="P01", wave="follow-up")
    codings.code(small_project, source, 11, len(text) - 1, [code_named(small_project, "Alone")])
    (cut,) = [quotation for quotation in quotations(pairs.report(small_project)) if quotation.cut]
    assert len(cut.text) <= LONGEST_EXCERPT
    assert cut.text in text
    assert cut.text.split()[-1] in ("many", "words")


def test_publication_suppresses_small_cells(sample: Project, raw: Raw) -> None:
    document = pairs.report(sample, publication=True)
    summary, *others = tables(document)
    each = [table for table in others if table.caption.startswith("Units of")]
    assert len(each) == 3
    for row in summary.rows:
        for place, wave in enumerate(WAVES, 1):
            held = {raw.told(unit)[0] for unit in raw.units(row[0].text.strip(), wave=wave)} & {"P01", "P02", "P03"}
            cells = [row[place], *(table.rows[summary.rows.index(row)][place] for table in each)]
            assert all(cell.text.startswith("suppressed") for cell in cells) == (0 < len(held) < 3)
            assert not any(cell.quotation for cell in cells) or len(held) == 3
    said = [item for block in document.blocks if isinstance(block, Items) for item in block.items]
    assert said == ["other reasons, each of fewer than 3 participants: not shown"]


@pytest.mark.parametrize(
    ("first", "last", "days", "told"),
    [
        (335, 395, [402], "day 402, 7 days outside the window"),
        (335, 395, [330], "day 330, 5 days outside the window"),
        (335, 395, [335, 395], "day 335 ✓; day 395 ✓"),
        (None, None, [7], "day 7, wave without a window"),
        (0, 10, [None], "day not given"),
        (0, None, [-1], "day -1, 1 day outside the window"),
    ],
)
def test_describe_days(first: int | None, last: int | None, days: list[int | None], told: str) -> None:
    assert pairs.describe_days(Wave(id="w", name="w", first_day=first, last_day=last), days) == told

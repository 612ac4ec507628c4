"""The pairs, counted again by hand in `project.json`. All text SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.analysis.reports import pairs, words
from coder.analysis.reports.view import LONGEST_EXCERPT, View
from coder.model.document import Heading, Items
from coder.model.participant import Wave
from coder.project import Project
from coder.project.operations import codings, participants, sources
from coder.project.paths import code_named, walk

from .conftest import Raw, quotations, section, tables

WAVES = ("baseline", "follow-up")


def test_only_pairs_have_a_section_in_their_order(sample: Project) -> None:
    document = pairs.report(sample)
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == ["All pairs", "P01", "P02", "P03", "In no pair"]
    assert document.remarks[0].startswith("n = 3 pairs")


def test_units_side_by_side(sample: Project, raw: Raw) -> None:
    document = pairs.report(sample)
    codes = [code.name for _, code in walk(sample)]
    for person in ("P01", "P02", "P03"):
        (table,) = [block for block in section(document, person) if block in tables(document)]
        assert table.head == ("Code", *WAVES)
        assert "n = 3 pairs" in table.caption
        assert [row[0].text.strip() for row in table.rows] == codes
        for row in table.rows:
            for wave, cell in zip(WAVES, row[1:], strict=True):
                number = len(raw.units(row[0].text.strip(), person, wave))
                assert cell.text == (f"{number} unit{'s' * (number != 1)}" if number else "no unit")
                assert cell.quotation is None or cell.quotation.reference == f"{person}, {wave}"


def test_the_excerpt_is_gold_where_there_is_gold(sample: Project, raw: Raw) -> None:
    document = pairs.report(sample)
    seen = 0
    for person in ("P01", "P02", "P03"):
        (table,) = [block for block in section(document, person) if block in tables(document)]
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


def test_how_many_pairs_have_a_unit(sample: Project, raw: Raw) -> None:
    table = tables(pairs.report(sample))[0]
    assert "n = 3 pairs (baseline and follow-up)" in table.caption
    for row in table.rows:
        for wave, cell in zip(WAVES, row[1:], strict=True):
            held = {raw.told(unit)[0] for unit in raw.units(row[0].text.strip(), wave=wave)}
            number = len(held & {"P01", "P02", "P03"})
            assert cell.text == (f"{number} of 3" if number else "no unit")


def test_the_unpaired_with_their_reasons(sample: Project) -> None:
    (table,) = [
        block for block in section(pairs.report(sample), "In no pair") if block in tables(pairs.report(sample))
    ]
    assert [(row[0].text, row[1].text) for row in table.rows] == [
        ("P04", "one interview only (baseline); follow-up: unreachable"),
        ("P05", "other service (Harbour Line), interviewed at one-year only"),
    ]
    said = {one.reference.split(", ")[0] for one in quotations(pairs.report(sample))}
    assert said == {"P01", "P02", "P03"}


def test_days_and_their_windows(sample: Project) -> None:
    (items,) = [one.items for one in section(pairs.report(sample), "P02") if isinstance(one, Items)]
    assert items == ("baseline: day 6 ✓", "follow-up: day 402, 7 outside")


def test_two_interviews_with_units_in_one_of_them_are_no_pair(small_project: Project) -> None:
    again = sources.add(
        small_project, name="P01 again", text="SYNTHETIC. Again.", turns=[], participant="P01", wave="follow-up"
    )
    participants.add(small_project, "P09")
    view = View(small_project)
    assert pairs.pairs_of(view) == []
    told = {person.name: reason for person, reason in pairs.unpaired(view, [])}
    assert told == {
        "P01": "interviewed at baseline and follow-up, but with units at fewer than two of them",
        "P02": "one interview only (follow-up)",
        "P09": "no interview",
    }
    codings.code(small_project, again, 11, 16, [code_named(small_project, "Alone")])
    (pair,) = pairs.pairs_of(View(small_project))
    assert (pair.person.name, [wave.name for wave in pair.waves]) == ("P01", ["baseline", "follow-up"])


def test_a_long_excerpt_is_cut_between_words(small_project: Project) -> None:
    text = "SYNTHETIC. " + "many words " * 60
    source = sources.add(small_project, name="P01 again", text=text, turns=[], participant="P01", wave="follow-up")
    codings.code(small_project, source, 11, len(text) - 1, [code_named(small_project, "Alone")])
    (cut,) = [one for one in quotations(pairs.report(small_project)) if one.cut]
    assert len(cut.text) <= LONGEST_EXCERPT
    assert cut.text in text
    assert cut.text.split()[-1] in ("many", "words")


def test_publication_suppresses_small_cells(sample: Project, raw: Raw) -> None:
    document = pairs.report(sample, publication=True)
    summary, *each = tables(document)
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
        (335, 395, [402], "day 402, 7 outside"),
        (335, 395, [330], "day 330, 5 outside"),
        (335, 395, [335, 395], "day 335 ✓; day 395 ✓"),
        (None, None, [7], "day 7, no window is set"),
        (0, 10, [None], "day not given"),
        (0, None, [-1], "day -1, 1 outside"),
    ],
)
def test_offsets(first: int | None, last: int | None, days: list[int | None], told: str) -> None:
    assert words.offset(Wave(id="w", name="w", first_day=first, last_day=last), days) == told


def test_participants_come_in_the_order_of_their_numbers() -> None:
    assert sorted(["P10", "P2", "p1", "Ann", "P02b"], key=words.natural) == ["Ann", "p1", "P2", "P02b", "P10"]

"""Participants, interviews and the register as csv: round trips, differences, refusals. All SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import Invalid, UnreadableFile
from coder.exchange.registry import read_participants
from coder.exchange.writers.participants_csv import write
from coder.project import Project
from coder.project.operations import attrition, participants, roster, sources
from coder.project.study import participant_named, source_named, wave_named
from tests.strategies import labels, new_project, small, state_of


def filed(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "sheet.csv"
    path.write_bytes(text.encode(encoding))
    return path


def compared(project: Project, path: Path) -> roster.Difference:
    sheet, rows = read_participants(path)
    return roster.compare(project, sheet, rows)


@pytest.fixture
def study(small_project: Project) -> Project:
    """P01 with attributes that a spreadsheet would run, one called note, and a note of two lines."""
    first = participant_named(small_project, "P01")
    told = {
        "code": "=1+1",
        "note": "an attribute",
        "age": "50–59",
        "guarded": "yes",
        "Cohort": "2",
        "participant": "x",
    }
    participants.describe(small_project, first, service="Tern House", attributes=told, note="one\ntwo, “three”")
    sources.describe(
        small_project, source_named(small_project, "P01 baseline"), day=-3, interviewer="@IH", minutes=61
    )
    wave = wave_named(small_project, "follow-up")
    attrition.enter(small_project, participant_named(small_project, "P01"), "declined", wave=wave, reason="no time")
    return small_project


@pytest.mark.parametrize("sheet", roster.COLUMNS)
def test_written_sheet_changes_nothing(study: Project, tmp_path: Path, sheet: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(write(study, sheet))
    assert read_participants(path)[0] == sheet
    assert compared(study, path).steps == ()


@pytest.mark.parametrize("sheet", roster.COLUMNS)
def test_written_sheet_can_be_applied_to_another_project(study: Project, tmp_path: Path, sheet: str) -> None:
    """Into the same small study before anything was told of it: ids are the same, then names alone."""
    (tmp_path / "sheet.csv").write_bytes(write(study, sheet))
    other = small(new_project(tmp_path / "other"))
    before = state_of(other)
    difference = compared(other, tmp_path / "sheet.csv")
    assert roster.apply(other, difference) == len(difference.changes) > 0
    rows = [roster.cells_of(study, sheet, record) for record in roster.records(study, sheet)]
    taken = [roster.cells_of(other, sheet, record) for record in roster.records(other, sheet)]
    assert [{**row, "id": ""} for row in taken] == [{**row, "id": ""} for row in rows]
    assert compared(other, tmp_path / "sheet.csv").steps == ()
    other.undo()
    assert state_of(other) == before


def test_formulas_are_guarded(study: Project) -> None:
    text = write(study, roster.PEOPLE).decode("utf-8-sig")
    assert ",'=1+1," in text
    assert ",=1+1," not in text
    assert "attribute: note" in text.splitlines()[0]
    assert ",-3,'@IH," in write(study, roster.INTERVIEWS).decode("utf-8-sig")


def test_rows_are_new_changed_or_unknown(study: Project, tmp_path: Path) -> None:
    people = filed(tmp_path, "Name;Cohort;age\np01;Tern House;60–69\nP09;Harbour Line;\n")
    steps = compared(study, people).steps
    assert [(one.kind, one.name, one.detail) for one in steps] == [
        ("changed", "P01", "name: P01 → p01; age: 50–59 → 60–69"),
        ("new", "P09", "service: — → Harbour Line"),
    ]
    talks = filed(tmp_path, "interview,participant,wave,day,date\nP01 baseline,P09,T2,,2024-03-01\nP07,P07,T2,1,\n")
    difference = compared(study, talks)
    assert [(one.kind, one.name) for one in difference.steps] == [("changed", "P01 baseline"), ("unknown", "P07")]
    assert roster.apply(study, difference, "from the list") == 1
    source = source_named(study, "P01 baseline")
    assert (source.day, source.date, source.interviewer) == (-3, "2024-03-01", "@IH")
    assert study.participants[source.participant or ""].name == "P09"
    assert labels(study)[0] == "imported 1 row of interviews"


def test_date_gives_the_day(study: Project, tmp_path: Path) -> None:
    participants.set_field(study, [participant_named(study, "P01")], "anchor", "2024-02-27")
    path = filed(tmp_path, "name,participant,day,date\nP01 baseline,P01,,2024-03-01\n", "utf-16")
    roster.apply(study, compared(study, path))
    assert source_named(study, "P01 baseline").day == 3


def test_participant_is_matched_by_id(study: Project, tmp_path: Path) -> None:
    first = participant_named(study, "P01")
    roster.apply(study, compared(study, filed(tmp_path, f"id,name\n{first.id},P50\n")))
    assert study.participants[first.id].name == "P50"
    assert study.participants[first.id].attributes == first.attributes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\n", "is empty"),
        ("age,sex\n5,f\n", "neither “name” nor “participant”"),
        ("name,name\nP01,P01\n", "occurs twice"),
        ("name,age\nP01,5,6\n", "more cells"),
        ('name,age\nP01,"5\n', "line 2"),
        ("participant,name,mood\nP01,P01 baseline,good\n", "Unknown column “mood”"),
    ],
)
def test_invalid_sheet_is_refused(study: Project, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        compared(study, filed(tmp_path, text))
    assert said in str(refused.value)
    assert "sheet.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,anchor\nP01,soon\n", "Not a date"),
        ("name,age\nP01,5\np01,6\n", "occurs twice in it"),
        ("name,age\n,5\n", "cannot be empty"),
        ("name,participant,day\nP01 baseline,P01,soon\n", "whole number"),
        ("participant,outcome\nP01,lost\n", "Unknown outcome"),
        ("participant,wave,outcome\nP01,T9,declined\n", "no wave"),
        ("participant,outcome\nP33,declined\n", "no participant"),
    ],
)
def test_invalid_row_is_named_and_changes_nothing(study: Project, tmp_path: Path, text: str, said: str) -> None:
    before = state_of(study)
    with pytest.raises(Invalid) as refused:
        compared(study, filed(tmp_path, text))
    assert said in str(refused.value)
    assert "sheet.csv, line" in str(refused.value)
    assert state_of(study) == before


def test_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"none\.csv cannot be opened"):
        read_participants(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="not in UTF-8"):
        read_participants(filed(tmp_path, "name\nÆ\n", "latin-1"))

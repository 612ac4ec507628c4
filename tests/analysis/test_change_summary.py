"""Descriptions of changes to every kind of record. Sample study, SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.analysis.change_summary import describe_changes
from coder.exchange.importing import Chosen, import_file
from coder.exchange.transcript import ReadOptions
from coder.model.schema import TABLES
from coder.project import Project, read_project
from coder.project.operations import answers
from coder.text.speaker_rules import SpeakerRules

SAMPLE = Path(__file__).parents[2] / "sample_project"


@pytest.fixture(scope="module")
def lines() -> dict[str, list[str]]:
    """Table → the lines of the transactions that touched it."""
    project = read_project(SAMPLE)
    found: dict[str, list[str]] = {}
    for transaction in project.history():
        said = describe_changes(project, transaction)
        for change in transaction.changes:
            found.setdefault(change.table, []).extend(said)
    return found


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("answers", "answer “coreq, 2”: added: “KG: MD, PhD."),
        ("attrition", "“P04, follow-up”: added: “could not be reached: "),
        ("cells", ", P03, follow-up”: added: “"),
        ("change_notes", "change note “P0"),
        ("condensates", "condensate “Shame”: added: ≈ "),
        ("analytic_texts", "analytic text “Afterwards”: added: “"),
        ("themes", "theme “Relief”: decision: none → “dropped”"),
        ("groups", "code group “Afterwards”: category heading: none → “"),
        ("readings", "reading “P01_baseline”: added"),
        ("frameworks", "framework “Levels of culture”: added"),
        ("levels", "level “Artefacts”: added"),
        ("verdicts", "searched for counter-examples: yes"),
        ("verdicts", "on the claim “Those who heard it no longer obeyed.” (What a doctor ought to be): added: "),
        ("verdicts", "“partly” by IH led to this"),
    ],
)
def test_changes_of_each_table_in_words(lines: dict[str, list[str]], table: str, words: str) -> None:
    assert any(words in line for line in lines[table]), lines[table][:5]


def test_lines_have_no_table_names_or_ids(lines: dict[str, list[str]]) -> None:
    ids = {id for rows in read_project(SAMPLE).tables.values() for id in rows}
    names = [table for table in TABLES if "_" in table]
    assert names
    assert lines
    for line in {line for table_lines in lines.values() for line in table_lines}:
        assert not any(name in line for name in names), line
        assert not any(word.strip("“”,.:") in ids for word in line.split()), line


def test_every_transaction_of_the_sample_has_a_label() -> None:
    assert all(transaction.label for transaction in read_project(SAMPLE).history())


def test_a_changed_answer(small_project: Project) -> None:
    answers.answer(small_project, "coreq", "4", "SYNTHETIC one")
    answers.answer(small_project, "coreq", "4", "SYNTHETIC two")
    latest = next(iter(small_project.history()))
    assert describe_changes(small_project, latest) == ["answer “coreq, 4”: text: “SYNTHETIC one” → “SYNTHETIC two”"]


def test_decisions_on_imports_are_described(small_project: Project, tmp_path: Path) -> None:
    file = tmp_path / "P09.txt"
    file.write_text("I: SYNTHETIC?\nP: Yes.\nI: No?\nP: No.\n", encoding="utf-8")
    import_file(small_project, file, Chosen(options=ReadOptions(rules=SpeakerRules(names={"P": "Liv"}))))
    latest = next(iter(small_project.history()))
    assert "the project: decisions on imports: none → name P Liv" in describe_changes(small_project, latest)

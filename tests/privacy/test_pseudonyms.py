"""Decisions on candidates, the key file, and replacing everywhere. All text SYNTHETIC."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.errors import CoderError, Invalid, NotFound
from coder.model.pseudonym import KEEP, LATER
from coder.privacy import pseudonyms
from coder.privacy.candidates import Candidate
from coder.privacy.pseudonym_key import PseudonymKey, create_key, open_key
from coder.privacy.pseudonyms import REPLACE
from coder.project import Project, create_project, open_project
from coder.project.operations import codings, memos, sources
from coder.store.cipher import Cost
from coder.text.turns import find_turns

CHEAP = Cost(1, 8192)
FIRST = """SYNTHETIC

I: Hvem ringte?

P: Kari Nesvold ringte meg. Karis bror heter Torbjørn. Nummeret er 91 34 56 78.
"""
SECOND = """SYNTHETIC

Kari Nesvold: Jeg var på Skoglia sykehus.

I: Ja, Kari. Og Torbjørn?
"""


def add(project: Project, name: str, text: str) -> None:
    sources.add(project, name=name, text=text, turns=find_turns(text), language="nb")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    create_project(tmp_path / "study", "study")
    with open_project(tmp_path / "study", "KG") as project:
        add(project, "P01_baseline", FIRST)
        add(project, "P01_followup", SECOND)
        yield project


@pytest.fixture
def key(tmp_path: Path, project: Project) -> PseudonymKey:
    return create_key(tmp_path / "keys", lambda: "blåbær", project.folder, project.info.id, CHEAP)


def candidate(project: Project, key: PseudonymKey | None, words: str) -> Candidate:
    return next(row for row in pseudonyms.find(project, key) if words in row.variants)


def decide(project: Project, key: PseudonymKey, words: str, decision: str, replacement: str = "") -> None:
    found = candidate(project, key, words)
    pseudonyms.decide(project, key, found, decision, replacement or found.proposal)


def text_of(project: Project, name: str) -> str:
    return project.text_of(next(row for row in project.sources.values() if row.name == name)).text


def apply(project: Project, key: PseudonymKey, everywhere: bool = False) -> pseudonyms.Plan:
    plan = pseudonyms.plan(project, key, pseudonyms.find(project, key))
    pseudonyms.apply(project, key, plan, everywhere=everywhere)
    return plan


def test_key_file_is_read_with_its_passphrase_only(tmp_path: Path, project: Project, key: PseudonymKey) -> None:
    decide(project, key, "Torbjørn", REPLACE)
    assert b"Torbj" not in key.path.read_bytes()
    opened = open_key(key.path, lambda: "blåbær", project.folder, project.info.id)
    assert [(row.variants, row.replacement, row.coder) for row in opened.pseudonyms] == [
        (("Torbjørn",), "[man 1]", "KG")
    ]
    with pytest.raises(CoderError, match="cannot be opened"):
        open_key(key.path, lambda: "other", project.folder, project.info.id)
    with pytest.raises(CoderError, match="another project"):
        open_key(key.path, lambda: "blåbær", project.folder, "other")
    with pytest.raises(Invalid, match="a file of this name"):
        create_key(key.path, lambda: "x", project.folder, project.info.id)
    with pytest.raises(Invalid, match="cannot be in the project's folder"):
        create_key(project.folder / "keys", lambda: "x", project.folder, project.info.id)
    with pytest.raises(NotFound):
        open_key(tmp_path / "none", lambda: "x", project.folder, project.info.id)


def test_project_holds_no_originals_of_decisions(project: Project, key: PseudonymKey) -> None:
    decide(project, key, "Torbjørn", KEEP)
    decide(project, key, "Skoglia sykehus", LATER)
    decide(project, key, "Kari Nesvold", REPLACE)
    for row in project.history():
        if row.operation == "pseudonyms.decide":
            assert "Torbjørn" not in repr(row)
            assert "Nesvold" not in repr(row)
    kept = {row.decision for row in project.pseudonym_decisions.values()}
    assert kept == {KEEP, LATER}


def test_decisions_are_remembered_without_and_with_the_key_file(project: Project, key: PseudonymKey) -> None:
    decide(project, key, "Torbjørn", KEEP)
    decide(project, key, "Kari Nesvold", REPLACE)
    with_key = {
        row.candidate.original: row for row in pseudonyms.rows_of(project, key, pseudonyms.find(project, key))
    }
    assert with_key["Torbjørn"].decision == KEEP
    assert (with_key["Kari Nesvold"].decision, with_key["Kari Nesvold"].replacement) == (REPLACE, "[woman 1]")
    assert with_key["Skoglia sykehus"].undecided == 1
    without = {row.candidate.original: row for row in pseudonyms.rows_of(project, None, pseudonyms.find(project))}
    assert without["Torbjørn"].decision == KEEP
    assert without["Kari Nesvold"].undecided > 0


def test_later_decision_counts(project: Project, key: PseudonymKey) -> None:
    for decision in (REPLACE, KEEP, REPLACE, LATER, ""):
        decide(project, key, "Torbjørn", decision)
        row = pseudonyms.Decisions(project, key).row(candidate(project, key, "Torbjørn"))
        assert (row.decision, {item.decision for item in row.at}) == (decision, {decision})
    assert not project.pseudonym_decisions
    assert not key.pseudonyms


def test_replacing_follows_units_speakers_and_genitives(project: Project, key: PseudonymKey) -> None:
    first = next(iter(project.sources.values()))
    at = FIRST.index("Karis bror")
    coded = codings.code(project, first, at, at + len("Karis bror heter Torbjørn."), ["Family"]).segment
    decide(project, key, "Kari Nesvold", REPLACE)
    decide(project, key, "Torbjørn", REPLACE)
    decide(project, key, "91 34 56 78", REPLACE)
    plan = apply(project, key)
    assert text_of(project, "P01_baseline").endswith(
        "P: [woman 1] ringte meg. [woman 1]s bror heter [man 1]. Nummeret er [phone number].\n"
    )
    assert "[woman 1]: Jeg var på Skoglia sykehus." in text_of(project, "P01_followup")
    assert project.segments[coded.id].quote == "[woman 1]s bror heter [man 1]."
    assert plan.units == 1
    assert {(row.replacement, row.times, row.sources) for row in plan.counts} == {
        ("[man 1]", 2, 2),
        ("[phone number]", 1, 1),
        ("[woman 1]", 4, 2),
    }
    speakers = {turn.speaker for source in project.sources.values() for turn in project.text_of(source).turns}
    assert speakers == {"", "I", "P", "[woman 1]"}
    assert all(row.applied for row in key.pseudonyms)
    assert project.undoable
    project.undo()
    assert text_of(project, "P01_baseline") == FIRST


def test_one_occurrence_is_decided_by_itself(project: Project, key: PseudonymKey) -> None:
    decide(project, key, "Torbjørn", REPLACE)
    found = candidate(project, key, "Torbjørn")
    pseudonyms.decide(project, key, found, REPLACE, "[neighbour]", found.occurrences[1])
    decide(project, key, "Kari Nesvold", REPLACE)
    kari = candidate(project, key, "Kari Nesvold")
    place = next(item for item in kari.occurrences if item.text == "Kari")
    pseudonyms.decide(project, key, kari, KEEP, occurrence=place)
    apply(project, key)
    assert "heter [man 1]" in text_of(project, "P01_baseline")
    assert text_of(project, "P01_followup").endswith("I: Ja, Kari. Og [neighbour]?\n")
    row = pseudonyms.Decisions(project, key).row(candidate(project, key, "Kari"))
    assert [item.decision for item in row.at] == [KEEP]


def test_new_interview_gets_the_same_replacement_and_new_numbers(project: Project, key: PseudonymKey) -> None:
    decide(project, key, "Kari Nesvold", REPLACE)
    decide(project, key, "Torbjørn", REPLACE, "[man 4]")
    apply(project, key)
    add(project, "P02_baseline", "SYNTHETIC\n\nP: Jeg så Kari Nesvold, Nesvold og Håkon. Og Nesvolt.\n")
    rows = {row.candidate.original: row for row in pseudonyms.rows_of(project, key, pseudonyms.find(project, key))}
    known = next(row for row in rows.values() if "Kari Nesvold" in row.candidate.variants)
    assert known.replacement == "[woman 1]"
    assert rows["Håkon"].replacement == "[man 5]"
    assert "[woman 1]" not in {row.proposal for row in pseudonyms.find(project)}


def test_other_texts_are_listed_and_changed_on_demand(project: Project, key: PseudonymKey) -> None:
    memo = memos.write(
        project, "Torbjørn again; torbjørnen.", about="project", target=project.info.id, title="On Torbjørn"
    )
    first = next(iter(project.sources.values()))
    sources.rename(project, first, "Torbjørn_baseline")
    decide(project, key, "Torbjørn", REPLACE)
    plan = apply(project, key, everywhere=True)
    assert sorted(row.place.where.partition(":")[0].split()[0] for row in plan.elsewhere) == [
        "memo",
        "memo",
        "source",
    ]
    assert project.memos[memo.id].text == "[man 1] again; torbjørnen."
    assert project.memos[memo.id].title == "On [man 1]"
    assert project.sources[first.id].name == "[man 1]_baseline"


@pytest.mark.parametrize("words", ["", " x", "Torbjørn", "[Torbjørn]", "two\nlines", "x" * 81])
def test_impossible_replacements_are_refused(project: Project, key: PseudonymKey, words: str) -> None:
    found = candidate(project, key, "Torbjørn")
    with pytest.raises(Invalid, match="cannot be a replacement"):
        pseudonyms.decide(project, key, found, REPLACE, words)
    with pytest.raises(Invalid, match="needs the key file"):
        pseudonyms.decide(project, None, found, REPLACE, "[man 1]")
    assert not key.pseudonyms


def test_nothing_decided_is_said(project: Project, key: PseudonymKey) -> None:
    with pytest.raises(NotFound, match="nothing to replace"):
        apply(project, key)
    assert pseudonyms.overview(project, key) == []


def test_address_gives_its_replacement_to_no_name_that_is_part_of_it(project: Project, key: PseudonymKey) -> None:
    add(project, "P02", "SYNTHETIC\n\nP: Write to kari.nesvold@sykehus.example, said Kari Nesvold.\n")
    found = [row for row in pseudonyms.find(project, key) if "@" in row.original]
    assert len(found) == 1
    pseudonyms.decide(project, key, found[0], REPLACE, "[e-mail address]")
    rows = pseudonyms.rows_of(project, key, pseudonyms.find(project, key))
    names = [row for row in rows if row.candidate.kind == "name"]
    assert any("Kari Nesvold" in row.candidate.variants for row in names)
    assert [row.candidate.original for row in names if row.replacement == "[e-mail address]"] == []

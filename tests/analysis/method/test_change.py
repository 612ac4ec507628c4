"""The change grid against a brute-force count over plain JSON: the unpaired never enter it. All text SYNTHETIC."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.method import change
from coder.analysis.method.change import BYS, CODES, LEVELS, ChangeGrid, Trajectory
from coder.analysis.method.participation import ERASE, pairs
from coder.analysis.reports import change_tables
from coder.analysis.reports.disclosure import SUPPRESSED, Disclosure
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.model.framework import CHANGE_TAGS, ChangeNote, Framework, Level, LevelCell
from coder.model.participant import Attrition, Participant, Wave
from coder.model.project import Coder, Info
from coder.model.schema import TABLES
from coder.model.source import Coding, Segment, Source, SourceText
from coder.project import Project
from coder.project.operations import changes, sources
from coder.project.study import Study, code_named
from coder.text.phrases import NO_UNIT, natural_key
from tests.strategies import turns_of

WAVES = ("w0", "w1", "w2")
PEOPLE = ("P1", "P2", "P3", "P10")
CODED = ("c0", "c1", "c2", "c3")
TAGS = [*CHANGE_TAGS, ""]


Tables = dict[str, dict[str, Any]]


def put(tables: Tables, table: str, record: Any) -> None:
    tables[table][record.id] = record


@st.composite
def studies(draw: st.DrawFn, paired: bool = False) -> Study:
    """Four participants, interviews of some in some waves, units, a tree of codes, levels, notes on anybody.

    With `paired`, P1 was interviewed in the first two waves.
    """
    tables: Tables = {name: {} for name in TABLES}
    put(tables, "project", Info(id="i", name="SYNTHETIC"))
    put(tables, "coders", Coder(id="kg", initials="KG"))
    put(tables, "frameworks", Framework(id="f", name="SYNTHETIC layers"))
    for order, id in enumerate(WAVES):
        put(tables, "waves", Wave(id=id, name=f"wave {id}", order=order))
        put(tables, "levels", Level(id=f"l{order}", framework="f", name=f"level {order}", order=order))
    for id in PEOPLE:
        put(tables, "participants", Participant(id=id, name=id, service=draw(st.sampled_from(["North", "South"]))))
    for number, id in enumerate(CODED):
        parent = draw(st.sampled_from([None, *CODED[:number]]))
        put(tables, "codes", Code(id=id, name=id, parent=parent, archived=draw(st.integers(0, 2)) == 2))
    for id in draw(st.lists(st.sampled_from(CODED), max_size=2, unique=True)):
        put(tables, "groups", CodeGroup(id=f"g-{id}", code=id))
    for who in draw(st.lists(st.sampled_from(PEOPLE[1:]), max_size=1)):
        put(tables, "attrition", Attrition(id=f"a-{who}", participant=who, outcome=ERASE))
    add_interviews(draw, tables, [("P1", "w0"), ("P1", "w1")] if paired else [])
    add_notes(draw, tables)
    return Study(tables)


def add_interviews(draw: st.DrawFn, tables: Tables, first: list[tuple[str, str]]) -> None:
    """Interviews and units."""
    whose = st.tuples(st.sampled_from([*PEOPLE, None]), st.sampled_from([*WAVES, None]))
    for number, (who, when) in enumerate([*first, *draw(st.lists(whose, max_size=10))]):
        id = f"s{number}"
        put(tables, "sources", Source(id=id, name=id, participant=who, wave=when, order=number))
        put(tables, "texts", SourceText(id=f"t{number}", source=id, text="x" * 20))
    for number in range(draw(st.integers(0, 12)) if tables["sources"] else 0):
        source, start = draw(st.sampled_from(sorted(tables["sources"]))), draw(st.integers(0, 18))
        put(tables, "segments", Segment(id=f"u{number}", source=source, start=start, end=start + 1, quote="x"))
        for code in draw(st.lists(st.sampled_from(CODED), max_size=3, unique=True)):
            put(tables, "codings", Coding(id=f"k{number}-{code}", segment=f"u{number}", code=code, coder="kg"))


def add_notes(draw: st.DrawFn, tables: Tables) -> None:
    """Cells and change notes, also of those who are in no pair."""
    known = sorted(tables["segments"])
    units = st.lists(st.sampled_from(known), max_size=3, unique=True) if known else st.just([])
    places = st.tuples(st.sampled_from(["l0", "l1"]), st.sampled_from(PEOPLE), st.sampled_from(WAVES))
    for level, who, when in draw(st.lists(places, unique=True, max_size=5)):
        shown = tuple(draw(units))
        cell = LevelCell(
            id=f"{level}-{who}-{when}", level=level, participant=who, wave=when, evidence=shown, coder="kg"
        )
        put(tables, "cells", cell)
    about = st.sampled_from([(None, None), *((code, None) for code in CODED), (None, "l0"), (None, "l2")])
    steps = st.sampled_from([("w0", "w1"), ("w1", "w2"), ("w0", "w2")])
    every = draw(st.lists(st.tuples(st.sampled_from(PEOPLE), steps, about), unique=True, max_size=10))
    for number, (who, (first, then), (code, level)) in enumerate(every):
        note = ChangeNote(
            id=f"n{number}",
            participant=who,
            first=first,
            then=then,
            code=code,
            level=level,
            tag=draw(st.sampled_from(TAGS)),
            sentence=draw(st.sampled_from(["", "SYNTHETIC sentence."])),
            evidence_first=tuple(draw(units)),
            absent_then="not asked",
            coder="kg",
        )
        put(tables, "change_notes", note)


class Raw:
    """The study as plain JSON, and what a person with a pencil would count in it."""

    def __init__(self, study: Study) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {
            name: msgspec.json.decode(msgspec.json.encode(list(rows.values()))) for name, rows in study.tables.items()
        }

    def interviews(self, person: str, wave: str) -> set[str]:
        return {
            source["id"]
            for source in self.tables["sources"]
            if (source.get("participant"), source.get("wave")) == (person, wave)
        }

    def paired(self, first: str, then: str) -> set[str]:
        """Who was interviewed in both, and in no wave between, and did not take it back."""
        between = WAVES[WAVES.index(first) + 1 : WAVES.index(then)]
        erased = {entry["participant"] for entry in self.tables["attrition"]}
        return {
            person
            for person in PEOPLE
            if self.interviews(person, first)
            and self.interviews(person, then)
            and not any(self.interviews(person, wave) for wave in between)
            and person not in erased
        }

    def below(self, code: str) -> set[str]:
        found = {code}
        while more := {code["id"] for code in self.tables["codes"] if code.get("parent") in found} - found:
            found |= more
        return found

    def units(self, by: str, line: str, person: str, wave: str) -> set[str]:
        inside = self.interviews(person, wave)
        here = {segment["id"] for segment in self.tables["segments"] if segment["source"] in inside}
        if line == change.WHOLE:
            return here & {coding["segment"] for coding in self.tables["codings"]}
        if by == CODES:
            return here & {
                coding["segment"] for coding in self.tables["codings"] if coding["code"] in self.below(line)
            }
        cells = (
            cell for cell in self.tables["cells"]
            if (cell["level"], cell["participant"], cell["wave"]) == (line, person, wave)
        )  # fmt: skip
        return here & {unit for cell in cells for unit in cell.get("evidence", ())}

    def notes(self, by: str, line: str, first: str, then: str) -> dict[str, str]:
        """Participant → tag, of the pairs only."""
        code, level = (line or None, None) if by == CODES else (None, line or None)
        return {
            note["participant"]: note.get("tag", "")
            for note in self.tables["change_notes"]
            if (note["first"], note["then"], note.get("code"), note.get("level")) == (first, then, code, level)
            and note["participant"] in self.paired(first, then)
        }


@given(studies(), st.sampled_from(BYS))
def test_grid_agrees_with_a_brute_force_count(study: Study, by: str) -> None:
    raw = Raw(study)
    steps = {(first, then) for first in WAVES for then in WAVES if first < then and raw.paired(first, then)}
    assert {(first.id, then.id) for first, then in change.wave_pairs(study)} == steps
    for first, then in change.wave_pairs(study):
        grid = ChangeGrid(study, by, first, then)
        inside = raw.paired(first.id, then.id)
        assert {pair.participant.id for pair in grid.pairs} == inside
        assert grid.n == len(inside)
        for line in grid.lines:
            noted = raw.notes(by, line.id, first.id, then.id)
            for pair in grid.pairs:
                found = grid.note(line, pair)
                assert (None if found is None else found.tag) == noted.get(pair.participant.id)
            assert grid.tags(line) == Counter(noted.values())
            for wave in (first, then):
                each = [raw.units(by, line.id, person, wave.id) for person in inside]
                assert grid.units(line, wave) == sum(map(len, each))
                assert grid.participants(line, wave) == sum(map(bool, each))


@given(studies(paired=True), st.sampled_from(BYS))
def test_tables_state_their_n_and_exclude_the_unpaired(study: Study, by: str) -> None:
    raw, telling = Raw(study), Disclosure(study)
    assert change.wave_pairs(study)
    for first, then in change.wave_pairs(study):
        inside = raw.paired(first.id, then.id)
        grid = ChangeGrid(study, by, first, then)
        n = f"n = {len(inside)} pair{'s' * (len(inside) != 1)} ({first.name} and {then.name})"
        for make in (change_tables.grid_table, change_tables.cross_table, change_tables.notes_table):
            assert n in make(grid, telling).caption
        assert set(change_tables.grid_table(grid, telling).head[1:]) == inside
        cross = change_tables.cross_table(grid, telling)
        for line, row in zip(grid.lines, cross.rows, strict=True):
            told = dict(zip(cross.head, (cell.text for cell in row), strict=True))
            noted = raw.notes(by, line.id, first.id, then.id)
            assert told["Pairs with a note"] == (str(len(noted)) if noted else "none")
            units = sum(len(raw.units(by, line.id, person, then.id)) for person in inside)
            assert told[f"Units, {then.name}"] == (str(units) if units else NO_UNIT)
        people = {row[0].text for row in change_tables.notes_table(grid, telling).rows}
        assert people <= inside


@given(studies(paired=True), st.sampled_from(BYS))
def test_publication_suppresses_fewer_than_three(study: Study, by: str) -> None:
    raw, telling = Raw(study), Disclosure(study, publication=True)
    assert change.wave_pairs(study)
    for first, then in change.wave_pairs(study):
        grid = ChangeGrid(study, by, first, then)
        cells, cross = change_tables.grid_table(grid, telling), change_tables.cross_table(grid, telling)
        for number, line in enumerate(grid.lines):
            noted = raw.notes(by, line.id, first.id, then.id)
            count = Counter(noted.values())
            small = {tag for tag in count if count[tag] < 3}
            shown = [cell.text for cell in cells.rows[number][1:]]
            for tag in small - {""}:
                assert f"{CHANGE_TAGS[tag].glyph} {CHANGE_TAGS[tag].letter}" not in shown
            if small:
                assert "no note" not in shown, "which cells are empty would tell which are not"
            row = dict(zip(cross.head, (cell.text for cell in cross.rows[number]), strict=True))
            assert row["Pairs with a note"] in ("none", SUPPRESSED.text) or not small
            for head, told in row.items():
                if head.startswith("Units, "):
                    wave = first.id if head.endswith(first.name) else then.id
                    people = sum(bool(raw.units(by, line.id, one, wave)) for one in raw.paired(first.id, then.id))
                    assert (told == SUPPRESSED.text) == (0 < people < 3)


@given(studies(), st.sampled_from(BYS))
def test_publication_suppresses_in_trajectories(study: Study, by: str) -> None:
    raw, telling = Raw(study), Disclosure(study, publication=True)
    grids = [ChangeGrid(study, by, *two) for two in change.wave_pairs(study)]
    people = {pair.participant.id: pair.participant for pair in pairs(study)}
    tables = change_tables.trajectories(study, by, people.values(), telling, grids)
    assert len(tables) == len(people)
    for person, table in zip(sorted(people, key=lambda id: natural_key(telling.name(id))), tables, strict=True):
        assert table.caption.startswith(f"{telling.name(person)} through time")
        mine = [pair for pair in pairs(study) if pair.participant.id == person]
        for pair, column in zip(mine, range(2, len(table.head), 2), strict=True):
            for line, row in zip(grids[0].lines, table.rows, strict=True):
                count = Counter(raw.notes(by, line.id, pair.first.id, pair.then.id).values())
                tag = raw.notes(by, line.id, pair.first.id, pair.then.id).get(person)
                few = {one for one in count if count[one] < 3}
                assert (row[column].text == SUPPRESSED.text) == (bool(few) if tag is None else tag in few)


@given(studies(), st.sampled_from(PEOPLE), st.sampled_from(BYS))
def test_trajectory_of_one_participant(study: Study, person: str, by: str) -> None:
    raw = Raw(study)
    one = Trajectory(study, by, study.participants[person])
    mine = [pair for pair in pairs(study) if pair.participant.id == person]
    had = [wave for wave in WAVES if raw.interviews(person, wave)] if mine else []
    assert [wave.id for wave in one.waves] == had
    for line in one.lines:
        for wave in one.waves:
            assert one.units(line, wave) == raw.units(by, line.id, person, wave.id)
        for pair in one.pairs:
            note = one.note(line, pair)
            expected = raw.notes(by, line.id, pair.first.id, pair.then.id).get(person)
            assert (None if note is None else note.tag) == expected


@given(studies())
def test_lines_are_groups_and_subgroups_or_all_codes(study: Study) -> None:
    raw = Raw(study)
    groups = {group["code"] for group in raw.tables["groups"]}
    noted = {note["code"] for note in raw.tables["change_notes"] if note.get("code")}
    open_codes = {code["id"] for code in raw.tables["codes"] if not code.get("archived")}
    inside = {code["id"] for code in raw.tables["codes"] if code["id"] in groups or code.get("parent") in groups}
    expected = noted | (open_codes & inside if groups else open_codes)
    assert {line.id for line in change.lines(study, CODES)} == {change.WHOLE, *expected}
    assert [line.id for line in change.lines(study, LEVELS)] == [change.WHOLE, "l0", "l1", "l2"]


@given(studies())
def test_open_points_agree_with_a_count(study: Study) -> None:
    raw = Raw(study)
    told = Counter(point.text.rpartition(" a change ")[2] or point.text for point in change.open_points(study))
    texts = [point.text for point in change.open_points(study)]
    notes = raw.tables["change_notes"]
    on_pairs = [note for note in notes if note["participant"] in raw.paired(note["first"], note["then"])]
    assert sum(text.endswith("on waves that are not a pair") for text in texts) == len(notes) - len(on_pairs)
    assert sum(text.endswith("change note without a sentence") for text in texts) == sum(
        bool(note.get("tag")) and not note.get("sentence") for note in notes
    )
    assert sum(text.endswith("without a tag") for text in texts) == sum(not note.get("tag") for note in notes)
    whole = {(first, then) for first in WAVES for then in WAVES if first < then}
    silent = sum(
        not any((note["participant"], note["first"], note["then"]) == (person, first, then) for note in notes)
        for first, then in whole
        for person in raw.paired(first, then)
    )
    assert sum(text.endswith("has no change note") for text in texts) == silent
    assert told.total() == len(texts)
    wrong = 0
    sides = {segment["id"]: segment["source"] for segment in raw.tables["segments"]}
    for one in notes:
        inside = raw.interviews(one["participant"], one["first"])
        wrong += any(sides[unit] not in inside for unit in one.get("evidence_first", ()))
    assert sum("to another participant or wave" in text for text in texts) == wrong


# Tags, marks


def test_tag_named_by_letter_glyph_and_beginning() -> None:
    for name, tag in CHANGE_TAGS.items():
        assert {change.tag_named(text) for text in (name, tag.letter, tag.letter.lower(), tag.glyph)} == {name}
    assert change.tag_named("emerges") == "increases/emerges"
    assert change.tag_named("turning") == "surge/turning point"
    assert change.tag_named("worse") is change.tag_named("") is None


def test_tags_are_distinct() -> None:
    assert len({tag.letter for tag in CHANGE_TAGS.values()}) == len(CHANGE_TAGS)
    assert len({tag.glyph for tag in CHANGE_TAGS.values()}) == len(CHANGE_TAGS)


@pytest.fixture
def paired(small_project: Project) -> Project:
    """The small study with a second interview of P01."""
    text = "SYNTHETIC\nI: And now?\nP: I ask for help. It felt strange.\n"
    sources.add(
        small_project, name="P01 follow-up", text=text, turns=turns_of(text), participant="P01", wave="follow-up"
    )
    return small_project


def test_note_without_evidence_is_an_open_point(paired: Project) -> None:
    (pair,) = pairs(paired)
    code = code_named(paired, "Alone")
    what = changes.Subject(pair.participant.id, pair.first.id, pair.then.id, code=code.id)
    assert change.notes_on(paired, pair) == []
    note = changes.note(paired, what, sentence="SYNTHETIC.")
    assert change.notes_on(paired, pair) == [note]
    assert change.mark(note) == "?"
    ((_, _, only),) = [(point.step, point.kind, point.target) for point in change.open_points(paired)]
    assert only == note.id
    changes.note(paired, what, tag="constant", absent_first="not asked", absent_then="not asked")
    assert list(change.open_points(paired)) == []
    assert change.mark(changes.on(paired, what)) == "= K"

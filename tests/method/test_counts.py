"""The counts of the method that the program shows, against counts over project.json as plain JSON."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.__main__ import main
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.project import Project, create_project
from coder.project.operations import (
    changes,
    codebook,
    codings,
    condensates,
    groups,
    sources,
    synthesis,
    verdicts,
    waves,
)
from coder.project.study import wave_named
from coder.sample import folder as sample_folder
from tests.strategies import Clock, Ids, reopened, turns_of

FIRST, THEN = "baseline", "follow-up"


class HandCount:
    """The records of project.json, and counts of them made without the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        raw = json.loads((folder / "project.json").read_bytes())
        self.tables: dict[str, dict[str, Any]] = {
            table: {row["id"]: row for row in rows.values()} for table, rows in raw.items() if table != "meta"
        }

    def shown(self, *words: str) -> Any:
        """The JSON output of a verb."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            assert main([words[0], str(self.folder), *words[1:], "--json"]) == 0
        return json.loads(out.getvalue())

    def printed(self, *words: str) -> str:
        """The text output of a verb."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            assert main([words[0], str(self.folder), *words[1:]]) == 0
        return out.getvalue()

    def below(self, code: str) -> set[str]:
        match = {code}
        while True:
            more = {id for id, row in self.tables["codes"].items() if row.get("parent") in match} - match
            if not more:
                return match
            match |= more

    def units(self, code: str) -> set[str]:
        inside = self.below(code)
        return {coding["segment"] for coding in self.tables["codings"].values() if coding["code"] in inside}

    def subgroups(self, code: str) -> list[str]:
        return [id for id, row in self.tables["codes"].items() if row.get("parent") == code]

    def person(self, segment: str) -> str | None:
        return self.tables["sources"][self.tables["segments"][segment]["source"]].get("participant")

    def wave(self, segment: str) -> str | None:
        return self.tables["sources"][self.tables["segments"][segment]["source"]].get("wave")

    def names(self, segments: set[str]) -> set[str]:
        return {self.tables["participants"][who]["name"] for who in map(self.person, segments) if who}

    def pairs(self) -> set[str]:
        """The ids of those with an interview in both of the two waves."""
        by_name = {row["name"]: id for id, row in self.tables["waves"].items()}
        had: dict[str, set[str]] = {}
        for source in self.tables["sources"].values():
            if source.get("participant") and source.get("wave"):
                had.setdefault(source["participant"], set()).add(source["wave"])
        both = {by_name.get(FIRST), by_name.get(THEN)}
        return {who for who, there in had.items() if both <= there}


def groups_agree(by: HandCount) -> None:
    shown = by.shown("groups")
    assert len(shown["groups"]) == len(by.tables["groups"])
    for group in shown["groups"]:
        code = by.tables["groups"][group["id"]]["code"]
        units, inside = by.units(code), by.subgroups(code)
        assert group["units"] == len(units)
        assert set(group["participants"]) == by.names(units)
        everybody = {person["name"] for person in by.tables["participants"].values()}
        assert not set(group["participants"]) & set(group["no unit from"])
        assert set(group["no unit from"]) <= everybody - by.names(units)
        each = {by.tables["codes"][sub]["name"]: len(by.units(sub)) for sub in inside}
        assert {sub["name"]: sub["units"] for sub in group["subgroups"]} == each
        sorted_in = set().union(*(by.units(sub) for sub in inside))
        assert group["in no subgroup"] == (len(units - sorted_in) if inside else 0)


def condensates_agree(by: HandCount) -> None:
    written = {condensate["code"]: condensate for condensate in by.tables["condensates"].values()}
    for row in by.shown("condensates"):
        units = by.units(row["code id"])
        record = written.pop(row["code id"], None)
        linked = {unit for sentence in record["sentences"] for unit in sentence[2]} if record else set()
        assert (row["condensate"] is None) == (record is None)
        assert set(row["used"]) == linked & units
        assert set(row["unused"]) == units - linked
        assert set(row["participants"]) == by.names(linked & units)
        if record:
            bare = [number for number, sentence in enumerate(record["sentences"], 1) if not sentence[2]]
            assert row["without support"] == bare
        gold = {
            coding["segment"]
            for coding in by.tables["codings"].values()
            if coding.get("mark") == "gold" and coding["code"] in by.below(row["code id"])
        }
        assert set(row["gold"]) == gold
    assert not written


def verdicts_agree(by: HandCount) -> None:
    shown = by.shown("check")
    assert Counter((row["check"], row["verdict"]) for row in shown) == Counter(
        (verdict["kind"], verdict["verdict"]) for verdict in by.tables["verdicts"].values()
    )
    for text in by.shown("analytic"):
        if text["text"] is None:
            continue
        record = by.tables["analytic_texts"][text["text"]]
        keys = [sentence[0] for sentence in record["sentences"]]
        assert [sentence["key"] for sentence in text["sentences"]] == keys
        for sentence in text["sentences"]:
            records = [
                verdict for verdict in by.tables["verdicts"].values() if verdict.get("sentence") == sentence["key"]
            ]
            assert len(sentence["verdicts"]) == len(records)
            assert (sentence["state"] == "open") == (not records)
    printed = by.printed("steps")
    for group in by.tables["groups"].values():
        name = by.tables["codes"][group["code"]]["name"]
        checked = {
            verdict["segment"]
            for verdict in by.tables["verdicts"].values()
            if verdict["group"] == group["id"] and verdict.get("segment")
        }
        match = re.search(rf"(\d+) units? not checked in ‘{re.escape(name)}’", printed)
        has_text = any(row["group"] == group["id"] for row in by.tables["analytic_texts"].values())
        left = len(by.units(group["code"]) - checked)
        assert (int(match[1]) if match else 0) == (left if has_text else 0)


def pairs_agree(by: HandCount) -> None:
    ids = by.pairs()
    shown = by.shown("pairs")
    assert shown["n"] == len(ids) == len(shown["pairs"])
    assert {pair["participant"] for pair in shown["pairs"]} == {by.tables["participants"][id]["name"] for id in ids}
    everybody = {participant["name"] for participant in by.tables["participants"].values()}
    alone = {row["participant"] for row in shown["unpaired"]}
    assert alone == everybody - {pair["participant"] for pair in shown["pairs"]}
    if ids:
        cross = by.shown("changes", "--mode", "cross")["tables"]
        rows = {row[0]: row[1:] for row in cross[0]["rows"]}
        whole = [
            note for note in by.tables["change_notes"].values() if not note.get("code") and not note.get("level")
        ]
        assert rows["the whole pair"][2] == _counted(
            {note["participant"] for note in whole if note["participant"] in ids}
        )
        assert f"n = {len(ids)} pair" in cross[0]["caption"]
        names = {row["name"]: id for id, row in by.tables["waves"].items()}
        for code in by.tables["groups"].values():
            units = {unit for unit in by.units(code["code"]) if by.person(unit) in ids}
            row = rows[by.tables["codes"][code["code"]]["name"]]
            for place, wave in enumerate((FIRST, THEN)):
                assert row[place] in (_counted({u for u in units if by.wave(u) == names[wave]}), "no unit")


def _counted(what: set[str]) -> str:
    return str(len(what)) if what else "none"


def matrix_agrees(by: HandCount) -> None:
    shown = by.shown("matrix", "--rows", "interviews", "--columns", "groups")
    units_of: dict[str, set[str]] = {}
    for line in shown["columns"]["lines"]:
        if line["id"] in by.tables["codes"]:
            units_of[line["path"]] = by.units(line["id"])
            assert line["units"] == len(units_of[line["path"]])
    people: dict[str, set[str]] = {}
    for segment in by.tables["segments"]:
        who, wave = by.person(segment), by.wave(segment)
        if who is not None:
            name = by.tables["participants"][who]["name"]
            people.setdefault(name, set()).add(segment)
            if wave is not None:
                people.setdefault(f"{name}, {by.tables['waves'][wave]['name']}", set()).add(segment)
    cells = {(cell["row"], cell["column"]): cell["count"] for cell in shown["cells"]}
    for row, theirs in people.items():
        for column, units in units_of.items():
            assert cells.get((row, column), 0) == len(theirs & units)


def steps_agree(by: HandCount) -> None:
    printed = by.printed("steps")
    for noun, many in (
        ("code group", len(by.tables["groups"])),
        ("condensate", len(by.tables["condensates"])),
        ("verdict", len(by.tables["verdicts"])),
        ("framework", len(by.tables["frameworks"])),
        ("cell", len(by.tables["cells"])),
        ("negotiated theme", sum(theme.get("negotiated", False) for theme in by.tables["themes"].values())),
        ("gold quotation", sum(coding.get("mark") == "gold" for coding in by.tables["codings"].values())),
    ):
        match = re.search(rf"(\d+) {noun}s?\b", printed)
        assert (int(match[1]) if match else 0) == many, noun
    for group in by.tables["groups"].values():
        name, units = by.tables["codes"][group["code"]]["name"], by.units(group["code"])
        if units:
            from_ = len(by.names(units))
            assert re.search(rf"‘{re.escape(name)}’[^:]*: {len(units)} units? from {from_} of", printed)
        else:
            assert re.search(rf"‘{re.escape(name)}’[^:]*: no unit", printed)
    assert not re.search(r"\b0 (units|pairs|cells|verdicts|condensates|themes)\b", printed)


CHECKS: tuple[Callable[[HandCount], None], ...] = (
    groups_agree,
    condensates_agree,
    verdicts_agree,
    pairs_agree,
    matrix_agrees,
    steps_agree,
)


@pytest.mark.parametrize("agrees", CHECKS, ids=lambda row: row.__name__)
def test_counts_of_the_sample(agrees: Callable[[HandCount], None]) -> None:
    where = sample_folder()
    assert where is not None
    by = HandCount(where)
    assert len(by.pairs()) == 3
    agrees(by)


SAID = ("SYNTHETIC", "one", "two words", "three more words", "four", "five of them", "six")


Draw = Callable[[Any], Any]


def draw_study(draw: Draw, project: Project) -> None:
    """Some participants in one or two waves, codes in groups, units, condensates, texts, verdicts, notes."""
    for name in (FIRST, THEN):
        waves.add(project, name)
    for person in range(draw(st.integers(1, 3))):
        for wave in draw(st.sampled_from([(FIRST,), (THEN,), (FIRST, THEN)])):
            text = "\n".join(f"P: {words} of {person} at {wave}." for words in SAID)
            name = f"P{person} {wave}"
            sources.add(project, name=name, text=text, turns=turns_of(text), participant=f"P{person}", wave=wave)
    codes = [codebook.ensure(project, path) for path in ("A", "A/one", "A/two", "A/two/deep", "B", "C/one")]
    code_groups = [
        groups.make(project, codebook.ensure(project, path)) for path in draw(st.sets(st.sampled_from("ABC")))
    ]
    for source in list(project.sources.values()):
        for turn in project.text_of(source).turns:
            chosen = draw(st.lists(st.sampled_from(codes), max_size=2, unique_by=lambda code: code.id))
            if chosen:
                coded = codings.code(project, source, turn.start, turn.end, chosen)
                codings.mark(project, coded.new[0], draw(st.sampled_from(["", "", "gold"])))
    for group in code_groups:
        code = project.codes[group.code]
        for row in project.children(code.id) or [code]:
            _condense(draw, project, row)
        _check(draw, project, group)
    _note(draw, project)


def _condense(draw: Draw, project: Project, code: Code) -> None:
    if draw(st.booleans()):
        condensate = condensates.write(project, code, "I SYNTHETIC was there. Nobody asked me.")
        units = [unit for unit in project.segments if groups.codings_under(project, unit, code)]
        linked = draw(st.sets(st.sampled_from(units), max_size=3)) if units else ()
        condensates.link(project, condensate, condensate.sentences[0].key, sorted(linked))


def _check(draw: Draw, project: Project, group: CodeGroup) -> None:
    units = [unit for unit in project.segments if groups.codings_under(project, unit, project.codes[group.code])]
    for unit in draw(st.sets(st.sampled_from(units))) if units else ():
        verdict = draw(st.sampled_from(["faithful", "wrong speaker"]))
        verdicts.unit_check(project, group, project.segments[unit], verdict)
    if draw(st.booleans()):
        text = synthesis.write(project, group, "SYNTHETIC: they were there. Nobody had asked them.")
        if draw(st.booleans()):
            verdicts.claim_check(project, text, text.sentences[0].key, "partly", draw(st.booleans()))


def _note(draw: Draw, project: Project) -> None:
    first, then = (wave_named(project, name).id for name in (FIRST, THEN))
    for participant in list(project.participants.values()):
        had = {source.wave for source in project.referrers(participant.id, "sources")}
        if had == {first, then} and draw(st.booleans()):
            changes.note(project, changes.Subject(participant.id, first, then), sentence="SYNTHETIC change")


@settings(max_examples=25)
@given(data=st.data())
def test_counts_of_random_studies(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "study"
        create_project(where, "Study (SYNTHETIC)", clock=Clock(), new_id=Ids())
        with reopened(where, ids=Ids(2)) as project:
            draw_study(data.draw, project)
        by = HandCount(where)
        assert CHECKS
        for agrees in CHECKS:
            agrees(by)

"""The counts that the program tells of the method, against those made by hand over project.json as plain JSON."""

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


class ByHand:
    """A project as its file says, and counts of it made without the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        raw = json.loads((folder / "project.json").read_bytes())
        self.t: dict[str, dict[str, Any]] = {
            table: {row["id"]: row for row in rows.values()} for table, rows in raw.items() if table != "meta"
        }

    def said(self, *words: str) -> Any:
        """What the program says, as JSON."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            assert main([words[0], str(self.folder), *words[1:], "--json"]) == 0
        return json.loads(out.getvalue())

    def told(self, *words: str) -> str:
        """What the program says, in words."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            assert main([words[0], str(self.folder), *words[1:]]) == 0
        return out.getvalue()

    def below(self, code: str) -> set[str]:
        found = {code}
        while True:
            more = {id for id, one in self.t["codes"].items() if one.get("parent") in found} - found
            if not more:
                return found
            found |= more

    def units(self, code: str) -> set[str]:
        inside = self.below(code)
        return {one["segment"] for one in self.t["codings"].values() if one["code"] in inside}

    def subgroups(self, code: str) -> list[str]:
        return [id for id, one in self.t["codes"].items() if one.get("parent") == code]

    def person(self, segment: str) -> str | None:
        return self.t["sources"][self.t["segments"][segment]["source"]].get("participant")

    def wave(self, segment: str) -> str | None:
        return self.t["sources"][self.t["segments"][segment]["source"]].get("wave")

    def names(self, segments: set[str]) -> set[str]:
        return {self.t["participants"][who]["name"] for who in map(self.person, segments) if who}

    def pairs(self) -> set[str]:
        """The ids of those with an interview in both of the two waves."""
        by_name = {one["name"]: id for id, one in self.t["waves"].items()}
        had: dict[str, set[str]] = {}
        for source in self.t["sources"].values():
            if source.get("participant") and source.get("wave"):
                had.setdefault(source["participant"], set()).add(source["wave"])
        both = {by_name.get(FIRST), by_name.get(THEN)}
        return {who for who, there in had.items() if both <= there}


def groups_agree(by: ByHand) -> None:
    said = by.said("groups")
    assert len(said["groups"]) == len(by.t["groups"])
    for one in said["groups"]:
        code = by.t["groups"][one["id"]]["code"]
        units, inside = by.units(code), by.subgroups(code)
        assert one["units"] == len(units)
        assert set(one["participants"]) == by.names(units)
        everybody = {person["name"] for person in by.t["participants"].values()}
        assert not set(one["participants"]) & set(one["no unit from"])
        assert set(one["no unit from"]) <= everybody - by.names(units)
        each = {by.t["codes"][sub]["name"]: len(by.units(sub)) for sub in inside}
        assert {sub["name"]: sub["units"] for sub in one["subgroups"]} == each
        sorted_in = set().union(*(by.units(sub) for sub in inside))
        assert one["in no subgroup"] == (len(units - sorted_in) if inside else 0)


def condensates_agree(by: ByHand) -> None:
    written = {one["code"]: one for one in by.t["condensates"].values()}
    for one in by.said("condensates"):
        units = by.units(one["code id"])
        record = written.pop(one["code id"], None)
        linked = {unit for sentence in record["sentences"] for unit in sentence[2]} if record else set()
        assert (one["condensate"] is None) == (record is None)
        assert set(one["used"]) == linked & units
        assert set(one["unused"]) == units - linked
        assert set(one["participants"]) == by.names(linked & units)
        if record:
            bare = [number for number, sentence in enumerate(record["sentences"], 1) if not sentence[2]]
            assert one["without support"] == bare
        gold = {
            coding["segment"]
            for coding in by.t["codings"].values()
            if coding.get("mark") == "gold" and coding["code"] in by.below(one["code id"])
        }
        assert set(one["gold"]) == gold
    assert not written


def verdicts_agree(by: ByHand) -> None:
    said = by.said("check")
    assert Counter((one["check"], one["verdict"]) for one in said) == Counter(
        (one["kind"], one["verdict"]) for one in by.t["verdicts"].values()
    )
    for text in by.said("analytic"):
        if text["text"] is None:
            continue
        record = by.t["analytic_texts"][text["text"]]
        keys = [sentence[0] for sentence in record["sentences"]]
        assert [one["key"] for one in text["sentences"]] == keys
        for sentence in text["sentences"]:
            given = [one for one in by.t["verdicts"].values() if one.get("sentence") == sentence["key"]]
            assert len(sentence["verdicts"]) == len(given)
            assert (sentence["state"] == "open") == (not given)
    told = by.told("steps")
    for group in by.t["groups"].values():
        name = by.t["codes"][group["code"]]["name"]
        checked = {
            one["segment"] for one in by.t["verdicts"].values() if one["group"] == group["id"] and one.get("segment")
        }
        found = re.search(rf"(\d+) units? not checked in ‘{re.escape(name)}’", told)
        has_text = any(one["group"] == group["id"] for one in by.t["analytic_texts"].values())
        left = len(by.units(group["code"]) - checked)
        assert (int(found[1]) if found else 0) == (left if has_text else 0)


def pairs_agree(by: ByHand) -> None:
    ids = by.pairs()
    said = by.said("pairs")
    assert said["n"] == len(ids) == len(said["pairs"])
    assert {one["participant"] for one in said["pairs"]} == {by.t["participants"][id]["name"] for id in ids}
    everybody = {one["name"] for one in by.t["participants"].values()}
    alone = {one["participant"] for one in said["unpaired"]}
    assert alone == everybody - {one["participant"] for one in said["pairs"]}
    if ids:
        cross = by.said("changes", "--mode", "cross")["tables"]
        rows = {row[0]: row[1:] for row in cross[0]["rows"]}
        whole = [note for note in by.t["change_notes"].values() if not note.get("code") and not note.get("level")]
        assert rows["the whole pair"][2] == _counted(
            {note["participant"] for note in whole if note["participant"] in ids}
        )
        assert f"n = {len(ids)} pair" in cross[0]["caption"]
        names = {one["name"]: id for id, one in by.t["waves"].items()}
        for code in by.t["groups"].values():
            units = {unit for unit in by.units(code["code"]) if by.person(unit) in ids}
            row = rows[by.t["codes"][code["code"]]["name"]]
            for place, wave in enumerate((FIRST, THEN)):
                assert row[place] in (_counted({u for u in units if by.wave(u) == names[wave]}), "no unit")


def _counted(what: set[str]) -> str:
    return str(len(what)) if what else "none"


def matrix_agrees(by: ByHand) -> None:
    said = by.said("matrix", "--rows", "interviews", "--columns", "groups")
    units_of: dict[str, set[str]] = {}
    for line in said["columns"]["lines"]:
        if line["id"] in by.t["codes"]:
            units_of[line["path"]] = by.units(line["id"])
            assert line["units"] == len(units_of[line["path"]])
    people: dict[str, set[str]] = {}
    for segment in by.t["segments"]:
        who, wave = by.person(segment), by.wave(segment)
        if who is not None:
            name = by.t["participants"][who]["name"]
            people.setdefault(name, set()).add(segment)
            if wave is not None:
                people.setdefault(f"{name}, {by.t['waves'][wave]['name']}", set()).add(segment)
    cells = {(one["row"], one["column"]): one["count"] for one in said["cells"]}
    for row, theirs in people.items():
        for column, units in units_of.items():
            assert cells.get((row, column), 0) == len(theirs & units)


def steps_agree(by: ByHand) -> None:
    told = by.told("steps")
    for noun, many in (
        ("code group", len(by.t["groups"])),
        ("condensate", len(by.t["condensates"])),
        ("verdict", len(by.t["verdicts"])),
        ("framework", len(by.t["frameworks"])),
        ("cell", len(by.t["cells"])),
        ("negotiated theme", sum(one.get("negotiated", False) for one in by.t["themes"].values())),
        ("gold quotation", sum(one.get("mark") == "gold" for one in by.t["codings"].values())),
    ):
        found = re.search(rf"(\d+) {noun}s?\b", told)
        assert (int(found[1]) if found else 0) == many, noun
    for group in by.t["groups"].values():
        name, units = by.t["codes"][group["code"]]["name"], by.units(group["code"])
        if units:
            from_ = len(by.names(units))
            assert re.search(rf"‘{re.escape(name)}’[^:]*: {len(units)} units? from {from_} of", told)
        else:
            assert re.search(rf"‘{re.escape(name)}’[^:]*: no unit", told)
    assert not re.search(r"\b0 (units|pairs|cells|verdicts|condensates|themes)\b", told)


CHECKS: tuple[Callable[[ByHand], None], ...] = (
    groups_agree,
    condensates_agree,
    verdicts_agree,
    pairs_agree,
    matrix_agrees,
    steps_agree,
)


@pytest.mark.parametrize("agrees", CHECKS, ids=lambda one: one.__name__)
def test_counts_of_the_sample(agrees: Callable[[ByHand], None]) -> None:
    where = sample_folder()
    assert where is not None
    by = ByHand(where)
    assert len(by.pairs()) == 3
    agrees(by)


SAID = ("SYNTHETIC", "one", "two words", "three more words", "four", "five of them", "six")


Draw = Callable[[Any], Any]


def a_study(draw: Draw, project: Project) -> None:
    """Some participants in one or two waves, codes in groups, units, condensates, texts, verdicts, notes."""
    for name in (FIRST, THEN):
        waves.add(project, name)
    for person in range(draw(st.integers(1, 3))):
        for wave in draw(st.sampled_from([(FIRST,), (THEN,), (FIRST, THEN)])):
            text = "\n".join(f"P: {words} of {person} at {wave}." for words in SAID)
            name = f"P{person} {wave}"
            sources.add(project, name=name, text=text, turns=turns_of(text), participant=f"P{person}", wave=wave)
    codes = [codebook.ensure(project, path) for path in ("A", "A/one", "A/two", "A/two/deep", "B", "C/one")]
    made = [groups.make(project, codebook.ensure(project, path)) for path in draw(st.sets(st.sampled_from("ABC")))]
    for source in list(project.sources.values()):
        for turn in project.text_of(source).turns:
            chosen = draw(st.lists(st.sampled_from(codes), max_size=2, unique_by=lambda code: code.id))
            if chosen:
                coded = codings.code(project, source, turn.start, turn.end, chosen)
                codings.mark(project, coded.new[0], draw(st.sampled_from(["", "", "gold"])))
    for group in made:
        code = project.codes[group.code]
        for one in project.children(code.id) or [code]:
            _condense(draw, project, one)
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
            a_study(data.draw, project)
        by = ByHand(where)
        assert CHECKS
        for agrees in CHECKS:
            agrees(by)

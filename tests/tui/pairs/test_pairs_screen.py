"""Pairs and the change grid: every action by its key, evidence, drafts after a crash."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest

from coder.analysis.method import participation
from coder.model.framework import CHANGE_TAGS, ChangeNote, Framework, Level, LevelCell
from coder.project import open_project
from coder.project.operations import changes
from coder.project.operations.changes import FIRST, THEN
from coder.project.study import code_named
from coder.tui.keymap import actions
from coder.tui.kit.grid import Grid
from coder.tui.pairs.changes_screen import ChangesScreen, ChangeTable
from coder.tui.pairs.pair_view import PairView
from coder.tui.pairs.pairs_screen import PairsScreen
from tests.method.test_counts import HandCount
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("pairs", "changes")


@pytest.fixture
def bare(folder: Path) -> Path:
    """The sample without change notes, and with a framework of two levels: P01 has a cell on the first."""
    with open_project(folder, "KG") as project:
        with project.transaction("test", "no change notes, one framework") as tx:
            for table in ("change_notes", "cells", "levels", "frameworks"):
                for id in list(project.tables[table]):
                    tx.remove(table, id)
            framework = Framework(id=project.new_id(), name="SYNTHETIC layers")
            tx.put("frameworks", framework)
            for order, name in enumerate(("Things done", "Things said")):
                tx.put("levels", Level(id=project.new_id(), framework=framework.id, name=name, order=order))
        person = next(participant for participant in project.participants.values() if participant.name == "P01")
        wave = next(wave for wave in project.waves.values() if wave.name == "baseline")
        source = next(
            source for source in project.sources.values() if (source.participant, source.wave) == (person.id, wave.id)
        )
        unit = [id for id in project.positions(source.id) if project.index.segment_codings.get(id)][3]
        level = next(level for level in project.levels.values() if level.order == 0)
        coder = next(iter(project.coders))
        with project.transaction("test", "a cell") as tx:
            tx.put(
                "cells",
                LevelCell(
                    id=project.new_id(),
                    level=level.id,
                    participant=person.id,
                    wave=wave.id,
                    summary="SYNTHETIC: works through it.",
                    evidence=(unit,),
                    coder=coder,
                ),
            )
    return folder


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, running: Opener, bare: Path) -> None:
    async with running(bare) as ui:
        await ui.press("g", "p" if id.startswith("pairs.") else "y")
        await act.run(id, ui)
        assert ui.app._exception is None


def screen_keys() -> list[actions.Binding]:
    from coder.tui.pairs.pair_view import PairSide

    return [one for one in PairSide.BINDINGS if isinstance(one, actions.Binding)]


def pairs(ui: Ui) -> PairView:
    screen = ui.app.screen
    assert isinstance(screen, PairsScreen)
    return screen.view


def note(ui: Ui) -> ChangeNote:
    found = pairs(ui).note
    assert found is not None
    return found


def name(ui: Ui) -> str:
    pair = pairs(ui).pair
    assert pair is not None
    return pair.participant.name


async def about(ui: Ui, words: str) -> None:
    await ui.press("c")
    await ui.type(words)
    await ui.press("enter")


def words_at(ui: Ui, side: int) -> str:
    one = pairs(ui).sides[side]
    return one.text[slice(*one.view.cursor.span)]


# The pair screen


@act("pairs.next")
async def _(ui: Ui) -> None:
    assert name(ui) == "P01"
    await ui.press("p")
    assert name(ui) == "P02"
    assert pairs(ui).sides[0].source is not None
    assert "P02" in ui.seen
    await ui.press("p", "p")
    assert name(ui) == "P01"


@act("pairs.previous")
async def _(ui: Ui) -> None:
    await ui.press("P")
    assert name(ui) == "P03"


@act("pairs.about")
async def _(ui: Ui) -> None:
    await about(ui, "shame")
    assert "Before asking/Shame" in ui.seen
    assert pairs(ui).subject.code == code_named(ui.project, "Shame").id
    await about(ui, "thingsdone")
    assert "level Things done" in ui.seen
    assert "● SYNTHETIC: works through it." in ui.seen
    (unit,) = next(iter(ui.project.cells.values())).evidence
    assert pairs(ui).sides[0].view.cursor.span.start == ui.project.segments[unit].start
    await about(ui, "whole")
    assert pairs(ui).subject.code is pairs(ui).subject.level is None


@act("pairs.cite")
async def _(ui: Ui) -> None:
    await about(ui, "shame")
    await ui.press("e", "tab", "e")
    first, then = note(ui).evidence_first, note(ui).evidence_then
    assert (len(first), len(then)) == (1, 1)
    assert code_named(ui.project, "Shame").id in {coding.code for coding in ui.project.codings_of(first[0])}
    for one, id in zip(pairs(ui).sides, (first[0], then[0]), strict=True):
        unit = ui.project.segments[id]
        assert (unit.start, unit.end) in [tuple(span) for span in one.view.canvas.highlighted]
    assert note(ui).tag == ""
    await ui.press("e")
    assert "already" in ui.said


@act("pairs.uncite")
async def _(ui: Ui) -> None:
    await about(ui, "shame")
    await ui.press("e", "x")
    assert note(ui).evidence_first == ()
    await ui.press("x")
    assert "not evidence" in ui.said
    await ui.press("u", "u")
    assert pairs(ui).note is None


@act("pairs.absent")
async def _(ui: Ui) -> None:
    await ui.press("a")
    await ui.type("notasked")
    await ui.press("enter", "tab", "a")
    await ui.type("silence")
    await ui.press("enter")
    assert (note(ui).absent_first, note(ui).absent_then) == ("notasked", "silence")
    assert "no evidence: silence" in ui.seen


@act("pairs.tag")
async def _(ui: Ui) -> None:
    await about(ui, "shame")
    await ui.press("e", "t", "d")
    assert "no evidence at follow-up yet" in ui.toasts
    assert note(ui).tag == ""
    await ui.press("tab", "a")
    await ui.type("notasked")
    await ui.press("enter", "t", "d")
    assert note(ui).tag == "decreases/ceases"
    assert "↓ D decreases/ceases" in ui.seen
    await ui.press("t", "n")
    assert note(ui).tag == ""


@act("pairs.sentence")
async def _(ui: Ui) -> None:
    await ui.press("s")
    await ui.type("Worse")
    await ui.press("escape")
    assert note(ui).sentence == "Worse"
    assert "Worse" in ui.seen
    assert pairs(ui).note_panel.editor is None
    assert "cite" in ui.hints
    await ui.press("s")
    assert "save and close" in ui.hints
    await ui.type("more")
    await ui.press("ctrl+g")
    assert note(ui).sentence == "Worse"
    await ui.press("p")
    assert name(ui) == "P02"


@act("pairs.questions")
async def _(ui: Ui) -> None:
    await ui.press("Q")
    assert "Framing" in ui.seen
    assert "Interpretation" in ui.seen
    await ui.press("escape")
    assert ui.screen == "PairsScreen"


@act("pairs.link")
async def _(ui: Ui) -> None:
    await about(ui, "patientfirst")
    await ui.press("less_than_sign", "tab", "less_than_sign", "tab", "n")
    starts = [one.view.cursor.span.start for one in pairs(ui).sides]
    assert starts == [one.stops[0] for one in pairs(ui).sides]  # together: both
    for _ in range(40):
        await ui.press("n")
    assert ui.said.startswith("no later unit in baseline and follow-up · ")
    await ui.press("l", "less_than_sign")  # in step: every move
    assert [one.view.cursor.span.start for one in pairs(ui).sides] == [0, 0]
    await ui.press("j")
    assert all(one.view.cursor.span.start > 0 for one in pairs(ui).sides)
    await ui.press("less_than_sign", "l", "n")  # freely: one side
    assert pairs(ui).sides[0].view.cursor.span.start == pairs(ui).sides[0].stops[0]
    assert pairs(ui).sides[1].view.cursor.span.start == 0
    await ui.press("j")
    assert pairs(ui).sides[1].view.cursor.span.start == 0
    await ui.press("l")
    assert "linked" in ui.said


@act("pairs.flip")
async def _(ui: Ui) -> None:
    first, then = pairs(ui).sides
    assert first.region.height
    assert then.region.height
    await ui.press("f")
    assert (first.display, bool(then.region.area)) == (True, False)
    await ui.press("f")
    assert not first.region.area
    assert then.region.area
    assert then.view.has_focus
    await ui.press("z")
    assert first.region.area
    assert then.region.area


@act("pairs.open")
async def _(ui: Ui) -> None:
    await about(ui, "shame")
    here = words_at(ui, 0)
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert ui.quote == here
    await ui.press("escape")
    assert ui.screen == "PairsScreen"
    assert words_at(ui, 0) == here


@act("pairs.remove")
async def _(ui: Ui) -> None:
    await about(ui, "shame")
    await ui.press("D")
    assert "no note" in ui.said
    await ui.press("e", "D")
    assert pairs(ui).note is None
    await ui.press("u")
    assert len(note(ui).evidence_first) == 1


async def test_citing_a_selection_creates_a_unit_and_uncite_deletes_it(running: Opener, bare: Path) -> None:
    async with running(bare, size=(140, 40)) as ui:
        await ui.press("g", "p", "j", "j")
        span = pairs(ui).sides[0].view.cursor.span
        before = len(ui.project.segments)
        await ui.press("e")
        (id,) = note(ui).evidence_first
        assert ui.project.segments[id].span == span
        await ui.press("x")
        assert len(ui.project.segments) == before
        sides = pairs(ui).sides
        assert sides[0].region.y == sides[1].region.y, "side by side"


async def test_questions_and_citing_work_while_the_sentence_is_edited(running: Opener, bare: Path) -> None:
    async with running(bare) as ui:
        await ui.press("g", "p")
        await about(ui, "shame")
        await ui.press("s")
        await ui.type("Said")
        assert "What changed: Before asking/Shame" in ui.seen
        await ui.press("ctrl+o")
        assert "Framing" in ui.seen
        await ui.press("escape", "escape", "e")
        assert pairs(ui).active.side == FIRST
        assert len(note(ui).evidence_first) == 1
        await ui.press("s")
        await ui.type("aloud")
        await ui.press("escape")
        assert note(ui).sentence == "Saidaloud"
        await ui.press("s", "x")
        ui.app.screen.focus_next()  # as a click does
        await ui.press("p")  # on to the next pair: what was typed is kept
        assert name(ui) == "P02"
        assert pairs(ui).note_panel.editor is None
        assert next(iter(ui.project.change_notes.values())).sentence == "Saidaloudx"


async def test_a_sentence_survives_a_crash(running: Opener, bare: Path) -> None:
    async with running(bare) as ui:
        await ui.press("g", "p", "s")
        await ui.type("Halfway")
        editor = pairs(ui).note_panel.editor
        assert editor is not None
        editor.keep()  # as the timer does
        ui.project._store.leave()  # as after a crash
        editor.target = ""
    async with running(bare) as ui:
        await ui.press("g", "p", "s")
        editor = pairs(ui).note_panel.editor
        assert editor is not None
        assert editor.text == "Halfway"
        assert "draft restored" in ui.said
        await ui.press("escape")
        assert note(ui).sentence == "Halfway"


async def test_a_removed_pair_shows_the_next_one(running: Opener, bare: Path) -> None:
    async with running(bare) as ui:
        await ui.press("g", "p")
        await about(ui, "homepays")
        with ui.project.transaction("test", "a wave less") as tx:
            person = next(
                participant for participant in ui.project.participants.values() if participant.name == "P01"
            )
            for source in list(ui.project.referrers(person.id, "sources")):
                tx.put("sources", msgspec.structs.replace(source, wave=None))
        await ui.pilot.pause()
        assert name(ui) == "P02"
        assert ui.app._exception is None


async def test_without_pairs_the_reasons_are_shown(running: Opener, bare: Path) -> None:
    with open_project(bare, "KG") as project, project.transaction("test", "no waves") as tx:
        for source in list(project.sources.values()):
            tx.put("sources", msgspec.structs.replace(source, wave=None))
    async with running(bare) as ui:
        await ui.press("g", "p")
        assert "No participant has interviews in two waves yet" in ui.seen
        assert "P01: the wave of the interview is not given" in ui.seen
        for action in actions.of("pairs"):
            await ui.press(action.key.split(",")[0], "escape")
            await ui.press("g", "p")
        await ui.press("g", "y")
        for action in actions.of("changes"):
            await ui.press(action.key.split(",")[0], "escape")
            await ui.press("g", "y")
        await ui.press("enter")
        assert ui.app._exception is None
        assert not ui.project.change_notes


# The change grid


def grid(ui: Ui) -> Grid:
    return ui.app.screen.query_one(Grid)


def table(ui: Ui) -> ChangeTable:
    found = grid(ui).table
    assert isinstance(found, ChangeTable)
    return found


def cell(ui: Ui, row: str, column: str) -> str:
    rows = [table(ui).label(number)[0].strip() for number in range(table(ui).height)]
    columns = [column.heads[0] for column in table(ui).columns]
    return table(ui).cell(rows.index(row), columns.index(column))


def tagged(ui: Ui, person: str, on: str, tag: str) -> None:
    """A note of one pair, with units of its own."""
    pair = next(pair for pair in participation.pairs(ui.project) if pair.participant.name == person)
    level = next((level.id for level in ui.project.levels.values() if level.name == on), None)
    code = None if level else code_named(ui.project, on).id
    what = changes.Subject(pair.participant.id, pair.first.id, pair.then.id, level=level, code=code)
    changes.note(
        ui.project,
        what,
        tag=tag,
        sentence="SYNTHETIC sentence.",
        absent_first="not asked",
        absent_then="asked, nothing said",
    )


@act("changes.by")
async def _(ui: Ui) -> None:
    tagged(ui, "P02", "Things done", "constant")
    tagged(ui, "P03", "Shame", "missing")
    await ui.pilot.pause()
    assert cell(ui, "Shame", "P03") == "∅ M"
    await ui.press("b")
    assert [table(ui).label(row)[0] for row in range(3)] == ["the whole pair", "Things done", "Things said"]
    assert cell(ui, "Things done", "P02") == "= K"
    assert cell(ui, "Things said", "P02") == "·"
    assert "n = 3 pairs" in ui.seen
    assert "P04" not in ui.seen


@act("changes.mode")
async def _(ui: Ui) -> None:
    for person in ("P01", "P02"):
        tagged(ui, person, "Shame", "decreases/ceases")
    await ui.press("m")
    assert all(f" {tag.glyph} {tag.letter}" in ui.seen for tag in CHANGE_TAGS.values())  # at 80 columns, too
    assert cell(ui, "Shame", "↓ D") == "2"
    assert cell(ui, "Shame", "= K") == "·"
    assert cell(ui, "Residual", "baseline") == "no unit"
    await ui.press("m")
    assert "P01" in ui.seen
    assert cell(ui, "Shame", "change") == "↓ D"
    await ui.press("m")
    assert cell(ui, "Shame", "P02") == "↓ D"


@act("changes.person")
async def _(ui: Ui) -> None:
    tagged(ui, "P02", "Shame", "constant")
    await ui.press("p")
    assert "trajectory · P01" in ui.seen
    await ui.press("p")
    assert "trajectory · P02" in ui.seen
    assert cell(ui, "Shame", "change") == "= K"
    await ui.press("b")
    assert cell(ui, "Things done", "baseline") == "no unit"
    await ui.press("P")
    assert "SYNTHETIC: works" in cell(ui, "Things done", "baseline")


@act("changes.person_before")
async def _(ui: Ui) -> None:
    await ui.press("P", "P")
    assert "trajectory · P03" in ui.seen


@act("changes.turn")
async def _(ui: Ui) -> None:
    tagged(ui, "P02", "Shame", "constant")
    await ui.press("t")
    assert cell(ui, "P02", "Shame") == "= K"
    await ui.press("t")
    assert cell(ui, "Shame", "P02") == "= K"


@act("changes.waves")
async def _(ui: Ui) -> None:
    await ui.press("w")
    assert "same two waves" in ui.said
    text = "SYNTHETIC\nI: Again.\nP: Again."
    from coder.project.operations import sources
    from tests.strategies import turns_of

    sources.add(ui.project, name="P01_later", text=text, turns=turns_of(text), participant="P01", wave="later")
    await ui.pilot.pause()
    await ui.press("w")
    assert "follow-up → later" in ui.seen
    assert "n = 1 pair" in ui.seen
    await ui.press("w")
    assert "n = 3 pairs" in ui.seen
    await ui.press("p")
    assert [column.heads[0] for column in table(ui).columns] == ["baseline", "change", "follow-up", "change", "later"]


@act("changes.export")
async def _(ui: Ui) -> None:
    tagged(ui, "P02", "Shame", "decreases/ceases")
    for who, suffix in (("o", ".csv"), ("p", ".csv"), ("o", ".md"), ("o", ".html"), ("o", ".docx")):
        await ui.press("e", who)
        line = ui.app.screen.query_one("#prompt-line")
        path = Path(f"changes-{who}{suffix}").absolute()
        line.value = str(path)  # type: ignore[attr-defined]
        await ui.press("enter")
        ending = "may identify somebody" if who == "p" else str(path)  # its names are not decided on
        await ui.until(lambda ending=ending: ending in ui.said and "Exporting" not in ui.said)
        assert path.exists() == (who == "o")
    rows = list(csv.reader(Path("changes-o.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["Change, codes by participants, n = 3 pairs (baseline and follow-up)"]
    assert next(row for row in rows if row and row[0].strip() == "Shame") == [rows[8][0], "", "↓ D", ""]


async def test_enter_opens_the_pair_at_its_note(running: Opener, bare: Path) -> None:
    async with running(bare, size=(140, 40)) as ui:
        await ui.press("g", "y")
        tagged(ui, "P02", "Shame", "constant")
        tagged(ui, "P03", "Shame", "constant")
        await ui.press("slash")
        await ui.type("shame")
        await ui.press("enter", "right", "enter")
        assert ui.screen == "PairsScreen"
        assert (name(ui), note(ui).tag) == ("P02", "constant")
        await ui.press("g", "y", "m")
        grid(ui).move_to(grid(ui).row, 4)
        await ui.pilot.pause()
        assert "2 pairs: P02 and P03" in ui.seen
        await ui.press("enter", "down", "enter")
        assert (name(ui), note(ui).tag) == ("P03", "constant")


async def test_aim_shows_a_participant_or_a_note(running: Opener, bare: Path) -> None:
    async with running(bare) as ui:
        tagged(ui, "P03", "Shame", "constant")
        await ui.press("g", "p")
        screen = ui.app.screen
        assert isinstance(screen, PairsScreen)
        screen.aim(
            next(participant.id for participant in ui.project.participants.values() if participant.name == "P02")
        )
        assert name(ui) == "P02"
        screen.aim(next(iter(ui.project.change_notes)))
        assert (name(ui), note(ui).tag) == ("P03", "constant")
        assert {one.side for one in screen.view.sides} == {FIRST, THEN}
        assert ChangesScreen.where == "changes"


async def test_a_long_sentence_does_not_hide_the_evidence(running: Opener, bare: Path) -> None:
    async with running(bare) as ui:
        await ui.press("g", "p")
        pair = pairs(ui).subject
        changes.note(
            ui.project, pair, sentence="SYNTHETIC words, many of them. " * 8, absent_first="first", absent_then="last"
        )
        await ui.pilot.pause()
        assert "no evidence: first" in ui.seen
        assert "no evidence: last" in ui.seen
        await ui.press("s", "escape")
        assert "no evidence: last" in ui.seen


async def test_a_note_on_waves_that_are_not_a_pair_can_be_deleted(running: Opener, bare: Path) -> None:
    async with running(bare) as ui:
        tagged(ui, "P03", "Shame", "constant")
        (id,) = ui.project.change_notes
        with ui.project.transaction("test", "P03 has one interview") as tx:
            person = ui.project.change_notes[id].participant
            source = next(source for source in ui.project.referrers(person, "sources") if "follow" in source.name)
            tx.put("sources", msgspec.structs.replace(source, wave=None))
        await ui.press("g", "p")
        ui.app.screen.aim(id)  # type: ignore[attr-defined]
        await ui.pilot.pause()
        assert "Delete the note" in ui.seen
        await ui.press("k")
        assert id in ui.project.change_notes
        ui.app.screen.aim(id)  # type: ignore[attr-defined]
        await ui.pilot.pause()
        await ui.press("d")
        assert not ui.project.change_notes


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (60, 20)])
async def test_every_size_without_color(
    running: Opener, bare: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(bare, size=size) as ui:
        await ui.press("g", "p", "c", "s", "h", "a", "m", "e", "enter", "e")
        assert "Before asking/Shame" in ui.seen
        assert "P01" in ui.seen
        await ui.press("g", "y")
        assert "codes × pairs" in ui.seen


async def test_pairs_and_the_change_grid(ui: Ui, by: HandCount) -> None:
    pairs = by.pairs()
    await ui.press("g", "w")
    assert f"pairs: n = {len(pairs)}" in ui.seen
    await ui.press("g", "p")
    assert f"1/{len(pairs)}" in ui.seen
    await ui.press("g", "y")
    assert f"n = {len(pairs)} pairs" in ui.seen
    (numbers,) = [row for row in ui.seen.splitlines() if row.startswith(f" n = {len(pairs)} pairs")]
    names = sorted((by.tables["participants"][id]["name"], id) for id in pairs)
    noted = [
        sum(one["participant"] == id and not one.get("level") for one in by.tables["change_notes"].values())
        for _, id in names
    ]
    assert [int(word) for word in numbers.split("pairs")[1].split()] == noted

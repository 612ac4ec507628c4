"""The framework screen: every action by its key, drafts after a crash. All SYNTHETIC."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coder.model.framework import EVIDENCED, INFERRED, LevelCell
from coder.project import drafts, open_project
from coder.project.framework_layer import cell_at, level_named, levels_of
from coder.project.memo_links import Resolver, links
from coder.project.operations import frameworks
from coder.tui.framework.framework_screen import FrameworkScreen
from coder.tui.framework.levels_screen import LevelsScreen
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("framework", "evidence", "levels")


def cell(ui: Ui, level: str, person: str = "P01", wave: str = "baseline") -> LevelCell | None:
    project = ui.project
    who = next(participant for participant in project.participants.values() if participant.name == person)
    when = next(one for one in project.waves.values() if one.name == wave)
    return cell_at(project, level_named(project, f"Levels of culture/{level}"), who, when)


def written(ui: Ui, level: str, person: str = "P01", wave: str = "baseline") -> LevelCell:
    found = cell(ui, level, person, wave)
    assert found is not None
    return found


def screen(ui: Ui) -> FrameworkScreen:
    assert isinstance(ui.app.screen, FrameworkScreen)
    return ui.app.screen


def levels(ui: Ui) -> LevelsScreen:
    assert isinstance(ui.app.screen, LevelsScreen)
    return ui.app.screen


def names(ui: Ui) -> list[str]:
    return [level.name for level in levels_of(ui.project, next(iter(ui.project.frameworks.values())))]


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "f")
    await act.run(id, ui)
    assert ui.app._exception is None


async def test_the_table_and_the_page_show_a_participant(ui: Ui) -> None:
    await ui.press("g", "f")
    seen = ui.seen
    assert "Levels of culture · opened early · P01 (1 of 5)" in seen
    assert "n = 2 interviews" in seen
    assert "day 352 ✓" in seen
    assert "inferred" in seen
    assert "domain" in seen
    assert "● evidenced" in seen
    assert "water.” (P01, baseline, turn 17)" in seen
    assert "What can be seen and heard" in seen or "▾" in seen
    await ui.press("j", "j")
    assert "Basic underlying assumptions (inferred) · P01 · baseline" in ui.seen
    assert "Concluded from:" in ui.seen


async def test_unpaired_participants_are_shown_and_never_counted(ui: Ui) -> None:
    await ui.press("g", "f", "n", "n", "n")
    assert "P04 (4 of 5) · in no pair" in ui.seen
    assert "× no interview" in ui.seen
    await ui.press("t")
    assert "over n = 3 pairs" in ui.seen
    assert "n = 3 pairs" in ui.seen
    assert "no pair" in ui.seen


async def test_the_first_framework_records_that_it_was_opened_early(running: Opener, folder: Path) -> None:
    with open_project(folder, "KG") as project:
        for framework in list(project.frameworks.values()):
            frameworks.remove(project, framework, with_cells=True)
    async with running(folder) as ui:
        await ui.press("g", "f")
        await ui.until(lambda: ui.screen == "ChoiceModal")
        assert "step 4 is open" in " ".join(ui.seen.replace("│", " ").split())
        assert [row.split(" ", 1)[1] for row in ui.options] == [
            "New: Levels of culture",
            "New: Phases of change",
            "New: My framework (define your own levels)",
        ]
        await ui.press("escape")
        assert "A framework is a second layer over the same units" in ui.seen
        await ui.press("f", "l")
        made = next(iter(ui.project.frameworks.values()))
        assert made.early
        assert next(ui.project.history()).reason == made.early
        assert "nothing written" in ui.seen


@act("framework.write")
async def _(ui: Ui) -> None:
    await ui.press("e")
    await ui.type(" More")
    assert "discard" in ui.hints
    await ui.press("escape")
    assert written(ui, "Artefacts").summary.endswith("More")
    assert ui.screen == "FrameworkScreen"
    await ui.press("e")
    await ui.type("lost")
    await ui.press("ctrl+g")
    assert not written(ui, "Artefacts").summary.endswith("lost")


async def test_a_summary_survives_a_crash(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("g", "f", "e")
        await ui.type(" and more")
        screen(ui).keep()
    async with running(folder) as ui:
        assert [draft.kind for draft in drafts.prose_drafts(ui.project)] == ["cell"]
        await ui.press("g", "f", "e")
        assert "draft restored" in ui.said
        await ui.press("escape")
        assert written(ui, "Artefacts").summary.endswith(" and more")
        assert not list(drafts.prose_drafts(ui.project))


async def test_leaving_the_screen_saves_the_summary(ui: Ui) -> None:
    await ui.press("g", "f", "e")
    await ui.type(" Kept")
    ui.app.open("home")
    await ui.pilot.pause()
    assert written(ui, "Artefacts").summary.endswith(" Kept")


@act("framework.status")
async def _(ui: Ui) -> None:
    await ui.press("s", "3")
    assert written(ui, "Artefacts").status == "contradictory"
    await ui.press("s", "5")
    assert "A cell with evidence is not" in ui.toasts
    assert written(ui, "Artefacts").status == "contradictory"


@act("framework.evidence")
async def _(ui: Ui) -> None:
    before = written(ui, "Artefacts").evidence
    await ui.press("a", "tab", "down", "enter")
    after = written(ui, "Artefacts").evidence
    assert len(after) == len(before) + 1
    source = ui.project.sources[ui.project.segments[after[-1]].source]
    assert ui.project.participants[source.participant or ""].name == "P01"


@act("framework.cite")
async def _(ui: Ui) -> None:
    await ui.press("j", "j")
    before = written(ui, "Basic underlying assumptions").cites
    await ui.press("c")
    await ui.type("espoused follow")
    await ui.press("enter")
    after = written(ui, "Basic underlying assumptions").cites
    assert set(after) - set(before) == {written(ui, "Espoused values", wave="follow-up").id}
    for _ in after[:-1]:
        await ui.press("c")
        await ui.type("baseline")
        await ui.press("enter")
    assert written(ui, "Basic underlying assumptions").cites


@act("framework.clear")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "x", "x")
    assert cell(ui, "Work") is None
    await ui.press("u")
    assert cell(ui, "Work") is not None


@act("framework.next")
async def _(ui: Ui) -> None:
    await ui.press("n", "p")
    assert "P03 (3 of 5)" in ui.seen
    await ui.press("t", "n")
    assert screen(ui).pane.state.level == level_named(ui.project, "Espoused").id


@act("framework.previous")
async def _(ui: Ui) -> None:
    await ui.press("N")
    assert "P05 (5 of 5)" in ui.seen
    await ui.press("P")
    assert "P04 (4 of 5)" in ui.seen


@act("framework.turn")
async def _(ui: Ui) -> None:
    await ui.press("t")
    assert "Artefacts · over n = 3 pairs" in ui.seen
    await ui.press("j", "t")
    assert "P02 (2 of 5)" in ui.seen


@act("framework.participant")
async def _(ui: Ui) -> None:
    await ui.press("slash")
    await ui.type("P03")
    await ui.press("enter")
    assert "P03 (3 of 5)" in ui.seen


@act("framework.framework")
async def _(ui: Ui) -> None:
    await ui.press("f", "2")
    assert "Phases of change" in ui.seen
    await ui.press("f", "e")
    await ui.type("Ours")
    await ui.press("enter")
    assert "Ours" in {framework.name for framework in ui.project.frameworks.values()}
    assert "no levels yet" in ui.seen


@act("framework.levels")
async def _(ui: Ui) -> None:
    await ui.press("L")
    assert "6 levels" in ui.seen
    await ui.press("escape")
    assert ui.screen == "FrameworkScreen"


@act("framework.memo")
async def _(ui: Ui) -> None:
    await ui.press("m")
    await ui.type("Two models")
    await ui.press("enter")
    framework = next(
        framework for framework in ui.project.frameworks.values() if framework.template == "levels-of-culture"
    )
    assert [(memo.kind, memo.text) for memo in ui.project.memos_on(framework.id)][-1] == ("theoretical", "Two models")


@act("framework.export")
async def _(ui: Ui) -> None:
    await ui.press("E", "o", "enter")
    await ui.until(lambda: "Saved to" in ui.said)
    (made,) = Path.cwd().glob("*.csv")
    rows = list(csv.reader(made.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][0].startswith("Levels of culture · P01 · n = 2 interviews")
    assert len(rows) == 2 + len(names(ui))
    await ui.press("E", "o")
    await ui.press(*(["backspace"] * 3))
    await ui.type("md")
    await ui.press("enter")
    await ui.until(lambda: bool(list(Path.cwd().glob("*.md"))))
    (told,) = Path.cwd().glob("*.md")
    assert "| Artefacts |" in told.read_text(encoding="utf-8")
    told.unlink()
    await ui.press("E", "p", "enter")
    await ui.until(lambda: "may identify somebody" in ui.said)  # its names are not decided on
    assert not list(Path.cwd().glob("*-publication.md"))
    await ui.press("E", "p", "ctrl+u", *"sheet.csv", "enter")
    assert not list(Path.cwd().glob("sheet.csv"))  # a sheet is not for publication


@act("framework.read_on")
async def _(ui: Ui) -> None:
    before = ui.seen
    await ui.press("space")
    assert ui.seen != before


@act("framework.read_back")
async def _(ui: Ui) -> None:
    before = ui.seen
    await ui.press("space", "backspace")
    assert ui.seen == before


# Evidence in context


@act("evidence.uncite")
async def _(ui: Ui) -> None:
    before = written(ui, "Artefacts").evidence
    await ui.press("enter")
    assert "P01_follow-up" in ui.seen  # both waves
    await ui.press("x")
    assert written(ui, "Artefacts").evidence == before[1:]
    assert "No longer evidence of Artefacts" in ui.said
    await ui.press("u")
    assert written(ui, "Artefacts").evidence == before


async def test_a_unit_opens_in_its_transcript_and_back(ui: Ui) -> None:
    await ui.press("g", "f", "enter", "enter")
    assert ui.screen == "CodingScreen"
    assert ui.pane.source is not None
    assert ui.pane.source.name == "P01_baseline"
    assert "Esc goes back to the list" in ui.said
    await ui.press("escape")
    assert ui.screen == "SegmentListScreen"
    await ui.press("escape")
    assert ui.screen == "FrameworkScreen"


async def test_a_cell_without_units_opens_the_interview(ui: Ui) -> None:
    await ui.press("g", "f", "n", "n", "n", "enter")
    assert ui.screen == "CodingScreen"
    assert ui.pane.source is not None
    assert ui.pane.source.name.startswith("P04")
    await ui.press("escape")
    assert ui.screen == "FrameworkScreen"


# From the transcript


async def test_f_puts_a_unit_under_levels(ui: Ui) -> None:
    await ui.do("transcript.next_turn", "transcript.next_turn")
    quote = ui.quote
    await ui.press("f")
    await ui.type("espoused")
    await ui.press("tab")
    await ui.type("work levels")
    await ui.press("enter")
    source = ui.pane.source
    assert source is not None
    wave, person = ui.project.waves[source.wave or ""].name, ui.project.participants[source.participant or ""].name
    for level in ("Espoused values", "Work"):
        unit = written(ui, level, person, wave).evidence[-1]
        assert ui.project.segments[unit].quote == quote
    await ui.press("j", "k")
    assert "● Espoused values" in ui.said
    await ui.press("u")
    assert "● Espoused values" not in ui.said


async def test_an_inferred_cell_needs_a_cited_cell(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        source = next(source for source in ui.project.sources.values() if source.name.startswith("P04"))
        ui._coding.visit(source, None, None)
        await ui.pilot.pause()  # keys are for what was painted
        await ui.press("f")
        await ui.type("basic")
        await ui.press("enter")
        assert "is inferred from other cells" in ui.toasts
        assert cell(ui, "Basic underlying assumptions", "P04") is None
        await ui.press("f")
        await ui.type("basic")
        await ui.press("tab")
        await ui.type("artefacts")
        await ui.press("enter")
        assert written(ui, "Artefacts", "P04").status == EVIDENCED
        assert "not under Basic underlying assumptions: it must cite a cell first" in ui.said


async def test_an_inferred_summary_without_citation_is_refused_and_kept(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("g", "f", "n", "n", "n", "j", "j", "e")
        await ui.type("SYNTHETIC")
        await ui.press("escape")
        assert "is inferred from other cells" in ui.toasts
        assert screen(ui).pane.editor.editor is not None  # nothing typed is lost
        await ui.press("ctrl+g")
        assert cell(ui, "Basic underlying assumptions", "P04") is None
        await ui.press("k", "s", "1", "j", "c", "enter", "e")
        await ui.type("SYNTHETIC")
        await ui.press("escape")
        assert written(ui, "Basic underlying assumptions", "P04").status == INFERRED


# Levels


@act("levels.add")
async def _(ui: Ui) -> None:
    await ui.press("L", "a")
    await ui.type("Stories")
    await ui.press("enter")
    assert names(ui)[3] == "Stories"
    assert levels(ui).pane.level is not None
    assert levels(ui).pane.level.name == "Stories"  # type: ignore[union-attr]


@act("levels.rename")
async def _(ui: Ui) -> None:
    await ui.press("L", "r")
    await ui.type("!")
    await ui.press("enter")
    assert names(ui)[0] == "Artefacts!"


@act("levels.write")
async def _(ui: Ui) -> None:
    await ui.press("L", "e")
    await ui.type(" Ours.")
    await ui.press("escape")
    assert level_named(ui.project, "Artefacts").help.endswith(" Ours.")


@act("levels.inferred")
async def _(ui: Ui) -> None:
    await ui.press("L", "i")
    assert "An inferred cell would lose" in ui.toasts
    assert not level_named(ui.project, "Artefacts").inferred
    await ui.press("a")
    await ui.type("Deeper")
    await ui.press("enter", "i")
    assert level_named(ui.project, "Deeper").inferred


@act("levels.domain")
async def _(ui: Ui) -> None:
    await ui.press("L", "d")
    assert level_named(ui.project, "Artefacts").domain


@act("levels.up")
async def _(ui: Ui) -> None:
    await ui.press("L", "j", "K")
    assert names(ui)[:2] == ["Espoused values", "Artefacts"]


@act("levels.down")
async def _(ui: Ui) -> None:
    await ui.press("L", "J")
    assert names(ui)[:2] == ["Espoused values", "Artefacts"]
    assert levels(ui).pane.level == level_named(ui.project, "Artefacts")


@act("levels.remove")
async def _(ui: Ui) -> None:
    work = written(ui, "Work")
    await ui.press("L", "j", "j", "j", "x", "m")
    await ui.type("outside")
    await ui.press("enter")
    assert "Work" not in names(ui)
    assert written(ui, "Outside work").summary.endswith(work.summary)
    await ui.press("u")
    assert written(ui, "Work") == work


@act("levels.name")
async def _(ui: Ui) -> None:
    await ui.press("L", "R")
    await ui.type("!")
    await ui.press("enter")
    assert "Levels of culture!" in ui.seen


@act("levels.note")
async def _(ui: Ui) -> None:
    await ui.press("L", "N")
    await ui.type(" Ours.")
    await ui.press("enter")
    assert any(framework.note.endswith(" Ours.") for framework in ui.project.frameworks.values())


@act("levels.drop")
async def _(ui: Ui) -> None:
    await ui.press("L", "D", "x")
    assert {framework.name for framework in ui.project.frameworks.values()} == {"Phases of change"}
    assert ui.screen == "FrameworkScreen"
    assert "Phases of change" in ui.seen
    await ui.press("u")
    assert len(ui.project.frameworks) == 2


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (60, 20)])
async def test_every_size_without_color(
    running: Opener, folder: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(folder, size=size) as ui:
        await ui.press("g", "f", "f", "2", "j", "l", "t", "L", "j")
        assert "Unfreezing" in ui.seen
        assert ui.app._exception is None


async def test_aim_shows_a_participant_or_a_cell(ui: Ui) -> None:
    project = ui.project
    other = next(framework for framework in project.frameworks.values() if framework.template == "phases-of-change")
    who = next(participant for participant in project.participants.values() if participant.name == "P02")
    ui.app.open("framework")
    screen(ui).aim(f"{other.id}/{who.id}")
    await ui.pilot.pause()
    assert "Phases of change" in ui.seen
    assert "P02 (2 of 5)" in ui.seen
    there = written(ui, "Espoused values", "P03", "follow-up")
    await ui.press("escape")
    ui.app.open("framework")
    screen(ui).aim(there.id)
    await ui.pilot.pause()
    here = screen(ui).pane.entry
    assert here is not None
    assert here.cell == there


async def test_a_memo_on_a_framework_opens_it_and_can_be_linked(ui: Ui) -> None:
    await ui.press("g", "f", "f", "2", "m")
    await ui.type("Phases first")
    await ui.press("enter", "g", "m")
    assert "framework Phases of change" in ui.seen
    await ui.press("s", "s", "s", "enter")
    assert ui.screen == "FrameworkScreen"
    assert "Phases of change" in ui.seen
    goal = Resolver(ui.project).goal(next(iter(links("see [[phases of change]]"))))
    assert goal is not None
    assert goal.about == "frameworks"

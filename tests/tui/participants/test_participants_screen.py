"""Participants and waves: every action by its key, the two tables, many rows at once, files, days for dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.analysis.method import participation
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import attrition, memos, participants, queries, sources
from coder.project.study import participant_named, waves_in_order
from coder.tui.kit.grid import Grid
from coder.tui.participants.participants_pane import ParticipantsPane
from coder.tui.participants.participants_screen import ParticipantsScreen
from coder.tui.participants.participants_table import ParticipantTable
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("participants")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "w")
    await act.run(id, ui)
    assert ui.app._exception is None


def pane(ui: Ui) -> ParticipantsPane:
    screen = ui.app.screen
    assert isinstance(screen, ParticipantsScreen)
    return screen.pane


async def at(ui: Ui, row: str, column: str) -> None:
    """Put the cursor on a cell, by the names of its row and column."""
    table = pane(ui).table
    rows = [table.label(number)[0].strip("✓ ") for number in range(table.height)]
    columns = [table.head(field) for field in table.fields]
    ui.app.screen.query_one(Grid).move_to(rows.index(row), columns.index(column))
    await ui.pilot.pause()


async def fill_in(ui: Ui, text: str) -> None:
    await ui.press("enter", "ctrl+u", *text, "enter")


def person(ui: Ui, name: str) -> Participant:
    return participant_named(ui.project, name)


def wave(ui: Ui, name: str) -> Wave:
    return next(one for one in ui.project.waves.values() if one.name == name)


def source(ui: Ui, name: str) -> Source:
    return next(one for one in ui.project.sources.values() if one.name == name)


@act("participants.mark")
async def _(ui: Ui) -> None:
    """Several rows, one column, one change."""
    await at(ui, "P01", "service")
    await ui.press("space", "space")
    assert "✓ P01" in ui.seen
    assert "2 marked" in ui.said
    before = ui.project.undoable
    await fill_in(ui, "Another House")
    assert [person(ui, name).service for name in ("P01", "P02", "P03")] == ["Another House"] * 2 + ["Tern House"]
    assert ui.project.undoable == before + 1
    await ui.press("escape")
    assert "✓ P01" not in ui.seen
    assert ui.screen == "ParticipantsScreen"


@act("participants.mark_all")
async def _(ui: Ui) -> None:
    await ui.do("participants.mark_all")
    await at(ui, "P03", "age")
    await fill_in(ui, "50-59")
    assert {participant.attributes["age"] for participant in ui.project.participants.values()} == {"50-59"}
    await ui.do("participants.mark_all")
    assert not pane(ui).marked


@act("participants.view")
async def _(ui: Ui) -> None:
    await ui.do("participants.view")
    assert "Interviews" in ui.seen
    assert "day 402, 7 days outside" in ui.seen
    await at(ui, "P02_follow-up", "minutes")
    assert "P02 · follow-up (days 335–395) · day 402, 7 days outside the window" in " ".join(ui.seen.split())
    await ui.do("participants.view")
    assert ui.app.screen.query_one(Grid).table.height == 5


@act("participants.add")
async def _(ui: Ui) -> None:
    await ui.press("a", *"P06", "enter")
    assert person(ui, "P06").service == ""
    assert pane(ui).participant == person(ui, "P06")


@act("participants.rename")
async def _(ui: Ui) -> None:
    await at(ui, "P05", "service")
    await ui.press("r", "ctrl+u", *"P50", "enter")
    assert "P50" in {participant.name for participant in ui.project.participants.values()}
    queries.save(ui.project, "The other service", "participant:P50")
    await ui.press("r", "ctrl+u", *"P51", "enter")
    assert "Saved queries that still contain the old name: The other service" in ui.said
    await ui.press("v", "r", "ctrl+u", *"First talk", "enter")
    assert source(ui, "First talk").participant is not None


@act("participants.merge")
async def _(ui: Ui) -> None:
    await at(ui, "P04", "service")
    await ui.press("M", *"P05", "enter")
    assert "P04" not in {participant.name for participant in ui.project.participants.values()}
    assert len(participation.interviews(ui.project, person(ui, "P05"))) == 2
    assert pane(ui).participant == person(ui, "P05")


@act("participants.remove")
async def _(ui: Ui) -> None:
    await at(ui, "P04", "service")
    await ui.do("participants.remove")
    assert "P04 still has 1 interview" in ui.toasts
    participants.add(ui.project, "P06")
    await at(ui, "P06", "service")
    await ui.do("participants.remove")
    assert "P06" not in {participant.name for participant in ui.project.participants.values()}
    added = participants.add(ui.project, "P06")
    memos.write(ui.project, "SYNTHETIC", about="participants", target=added.id)
    await at(ui, "P06", "service")
    await ui.do("participants.remove")
    assert "also deletes 1 memo" in ui.seen
    await ui.press("n")
    assert added.id in ui.project.participants
    await ui.do("participants.remove")
    await ui.press("y")
    assert "P06" not in {participant.name for participant in ui.project.participants.values()}


@act("participants.erase")
async def _(ui: Ui) -> None:
    await at(ui, "P05", "service")
    await ui.do("participants.erase")
    await ui.until(lambda: "Quoted 1 of" in ui.seen)
    await ui.press("C")
    await ui.until(lambda: "Erase participant P05?" in ui.seen)
    assert "This cannot be undone" in " ".join(ui.seen.split())
    await ui.press("n")
    assert "P05_one-year" in {source.name for source in ui.project.sources.values()}
    await ui.do("participants.erase")
    await ui.until(lambda: "Quoted 1 of" in ui.seen)
    await ui.press("C")
    await ui.until(lambda: "Erase participant P05?" in ui.seen)
    await ui.press("e", *"withdrew", "enter")
    await ui.until(lambda: "nothing of it is left" in ui.toasts)
    assert "P05_one-year" not in {source.name for source in ui.project.sources.values()}
    latest = next(ui.project.history())
    assert (latest.label, latest.reason) == ("erased participant P05", "withdrew")
    await ui.press("u")
    assert "Undo ends at “erased participant P05”" in ui.seen


@act("participants.register")
async def _(ui: Ui) -> None:
    await at(ui, "P05", "baseline")
    await ui.press("o", "d", *"no time", "enter")
    entry = attrition.find_entry(ui.project, person(ui, "P05"), wave(ui, "baseline"))
    assert entry is not None
    assert (entry.outcome, entry.reason) == ("declined", "no time")
    assert "× declined" in ui.seen
    await ui.press("o", "x")
    assert attrition.find_entry(ui.project, person(ui, "P05"), wave(ui, "baseline")) is None
    await at(ui, "P03", "service")
    await ui.press("o", "e", "enter")
    assert "Nothing has been erased yet" in ui.toasts
    assert "P03" not in {pair.participant.name for pair in participation.pairs(ui.project)}


@act("participants.wave")
async def _(ui: Ui) -> None:
    await at(ui, "P01", "one-year")
    await ui.press("w", "n", "ctrl+u", *"later", "enter")
    await ui.press("w", "w", "ctrl+u", *"300..", "enter")
    assert (wave(ui, "later").first_day, wave(ui, "later").last_day) == (300, None)
    await ui.press("w", "e")
    assert [one.name for one in waves_in_order(ui.project)] == ["baseline", "later", "follow-up"]
    await ui.press("w", "l")
    await ui.press("w", "x")
    assert "It is used by 1 interview" in ui.toasts


@act("participants.add_wave")
async def _(ui: Ui) -> None:
    await ui.press("W", *"five years, 1800..1900", "enter")
    made = wave(ui, "five years")
    assert (made.first_day, made.last_day, made.order) == (1800, 1900, 4)
    await ui.press("W", *"six years, soon", "enter")
    assert "Not a window of days" in ui.toasts


@act("participants.attribute")
async def _(ui: Ui) -> None:
    await at(ui, "P01", "service")
    await ui.press("t", *"sex", "enter")
    await fill_in(ui, "f")
    assert participants.find(ui.project, "P01").attributes["sex"] == "f"  # type: ignore[union-attr]
    await ui.press("t", "r", "ctrl+u", *"gender", "enter")
    assert person(ui, "P01").attributes["gender"] == "f"
    await at(ui, "P01", "gender")
    await ui.press("t", "x")
    assert "Delete gender of 1 participant?" in ui.seen
    await ui.press("y")
    assert "gender" not in person(ui, "P01").attributes


@act("participants.days")
async def _(ui: Ui) -> None:
    await ui.do("participants.days")
    assert "no dates" in ui.said
    await at(ui, "P01", "baseline")
    await fill_in(ui, "2024-09-06")
    await ui.do("participants.days")
    assert "P01_baseline: 2024-09-06 → day 4" in ui.seen
    await ui.press("d")
    assert (source(ui, "P01_baseline").date, source(ui, "P01_baseline").day) == ("", 4)


@act("participants.transcript")
async def _(ui: Ui) -> None:
    await at(ui, "P02", "follow-up")
    await ui.do("participants.transcript")
    assert ui.screen == "CodingScreen"
    assert ui.pane.source == source(ui, "P02_follow-up")


@act("participants.next")
async def _(ui: Ui) -> None:
    points = [point.text for point in participation.open_points(ui.project)]
    late = next(at for at, text in enumerate(points) if "402, 7 days outside the window" in text)
    for _ in range(late + 1):
        await ui.press("n")
    assert "P02, follow-up: day 402, 7 days outside the window" in ui.said
    assert (pane(ui).participant, pane(ui).wave) == (person(ui, "P02"), wave(ui, "follow-up"))
    await ui.press("v", "n")
    assert pane(ui).source is not None


@act("participants.export")
async def _(ui: Ui) -> None:
    await ui.press("e", "i", "ctrl+u", *"talks.csv", "enter")
    assert Path("talks.csv").read_text("utf-8-sig").startswith("id,name,participant,wave,date,day,interviewer")


@act("participants.import")
async def _(ui: Ui) -> None:
    Path("people.csv").write_text("name,service,sex\nP01,Tern House,f\nP09,Harbour Line,m\n", "utf-8")
    await ui.press("i", "ctrl+u", *"people.csv", "enter")
    await ui.until(lambda: "new P09" in ui.seen)
    assert "sex: — → f" in ui.seen
    await ui.press("i")
    await ui.until(lambda: any(who.name == "P09" for who in ui.project.participants.values()))
    assert person(ui, "P09").attributes == {"sex": "m"}
    await ui.press("i", "ctrl+u", *"people.csv", "enter")
    await ui.until(lambda: "Nothing to import" in ui.said)


async def test_days_outside_the_window_are_flagged_and_accepted(ui: Ui) -> None:
    await ui.press("g", "w")
    await at(ui, "P01", "follow-up")
    await fill_in(ui, "400")
    assert source(ui, "P01_follow-up").day == 400
    assert "day 400, 5 days outside the window" in ui.seen
    assert "lies 5 days outside the window of follow-up" in ui.said


async def test_a_second_interview_in_a_wave_is_shown(ui: Ui) -> None:
    second = source(ui, "P04_baseline")
    sources.describe_all(ui.project, [second], "participant", "P01")
    await ui.press("g", "w")
    assert "2 interviews !" in ui.seen
    await at(ui, "P01", "baseline")
    await ui.press("enter")
    assert "choose the row to edit" in ui.said
    assert pane(ui).state.interviews
    assert "another interview in baseline: P04_baseline" in " ".join(ui.seen.split())


async def test_an_interview_is_described_in_its_row(ui: Ui) -> None:
    await ui.press("g", "w", "v")
    for column, text in {"interviewer": "KG", "mode": "video", "guide": "3", "minutes": "44"}.items():
        await at(ui, "P01_baseline", column)
        await fill_in(ui, text)
    changed = source(ui, "P01_baseline")
    assert (changed.interviewer, changed.mode, changed.guide, changed.minutes) == ("KG", "video", "3", 44)
    await at(ui, "P01_baseline", "minutes")
    await fill_in(ui, "an hour")
    assert "The minutes is a whole number" in ui.toasts
    await at(ui, "P01_baseline", "wave")
    await ui.press("enter", *"one-y", "enter")
    assert source(ui, "P01_baseline").wave == wave(ui, "one-year").id


async def test_dates_to_days_shows_a_preview(ui: Ui) -> None:
    first = source(ui, "P01_baseline")
    participants.describe(ui.project, person(ui, "P01"), anchor="2024-08-30")
    sources.describe(ui.project, first, date="2024-09-03")
    await ui.press("g", "w", "d")
    assert "2024-09-03 → day 4" in ui.seen
    assert "history and the backups hold the dates" in " ".join(ui.seen.split())
    await ui.press("c")
    assert source(ui, "P01_baseline").date == "2024-09-03"
    await ui.press("d", "d")
    assert (source(ui, "P01_baseline").date, source(ui, "P01_baseline").day) == ("", 4)
    assert person(ui, "P01").anchor == ""
    await ui.press("u")
    assert source(ui, "P01_baseline").date == "2024-09-03"


async def test_contradicting_dates_are_listed(ui: Ui) -> None:
    participants.describe(ui.project, person(ui, "P01"), anchor="2024-08-30")
    sources.describe(ui.project, source(ui, "P01_baseline"), date="2024-09-03", day=9)
    await ui.press("g", "w", "d")
    assert "it says day 9, but its date is day 4" in ui.toasts
    assert source(ui, "P01_baseline").date


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_every_size_without_color(
    running: Opener, folder: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(folder, size=size) as ui:
        await ui.press("g", "w")
        await at(ui, "P02", "follow-up")
        assert "day 402, 7 days outside" in ui.seen
        assert "in a pair: baseline → follow-up" in ui.seen
        await ui.press("v")
        await at(ui, "P02_follow-up", "guide")
        assert "P02_follow-up" in ui.seen
        await ui.press("escape")
        assert ui.screen == "CodingScreen"


async def test_a_read_only_project_is_not_changed(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(ui.project), "readonly", True)
    await ui.press("g", "w")
    await at(ui, "P01", "service")
    await ui.press("enter")
    assert "read-only" in ui.said
    assert not ui.app.screen.query("#prompt")  # refused before anything is asked
    assert "edit" not in ui.hints


async def test_every_key_works_without_participants(running: Opener, tmp_path: Path) -> None:
    from coder.project import create_project

    create_project(tmp_path / "empty")
    async with running(tmp_path / "empty") as ui:
        await ui.press("g", "w")
        assert "No participants yet" in ui.seen
        for key in (
            "enter",
            "space",
            "asterisk",
            "r",
            "M",
            "D",
            "o",
            "w",
            "t",
            "escape",
            "d",
            "c",
            "v",
            "enter",
            "o",
        ):
            await ui.press(key)
            assert ui.app._exception is None, key
            if ui.screen == "ParticipantsScreen" and ui.app.screen.questions.open:
                await ui.press("escape")


def test_columns_that_are_cut_use_the_room_there_is(small_project: Project) -> None:
    people = [*small_project.participants.values()]
    participants.set_field(small_project, people[:1], "note", "x" * 60)
    narrow = ParticipantTable(small_project, ())
    spare = narrow.label_width + sum(column.width for column in narrow.columns)
    assert ParticipantTable(small_project, (), room=spare).columns == narrow.columns
    assert ParticipantTable(small_project, (), room=spare + 100).columns[-1].width == 61

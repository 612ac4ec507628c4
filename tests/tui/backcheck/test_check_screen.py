"""The back-check on the screen: every action by its key, undo within a session, interruptions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from coder.analysis.method.staleness import standings
from coder.analysis.method.synthesis import synthesis
from coder.analysis.method.units import group_name, groups_in_order, units_below, units_in_order
from coder.model.condensation import CodeGroup, Verdict
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import verdicts
from coder.tui.backcheck.check_screen import CheckScreen
from coder.tui.backcheck.session import CheckSession
from coder.tui.backcheck.session_screen import CheckSessionScreen
from tests.method.test_counts import HandCount
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("check", "checking", "unitcheck", "claimcheck")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "v")
    await act.run(id, ui)
    assert ui.app._exception is None


def session(ui: Ui) -> CheckSession:
    assert isinstance(ui.app.screen, CheckSessionScreen)
    return ui.app.screen.session


def own_verdict(ui: Ui) -> Verdict | None:
    """The verdict of KG on the current item."""
    assert isinstance(ui.app.screen, CheckSessionScreen)
    return ui.app.screen.pane.check.own_verdict


def group(ui: Ui, name: str) -> CodeGroup:
    return next(group for group in groups_in_order(ui.project) if group_name(ui.project, group) == name)


async def units_of(ui: Ui, name: str) -> None:
    """Begin a session over the units of a group."""
    await ui.press("home", *(["j"] * groups_in_order(ui.project).index(group(ui, name))), "enter")
    assert ui.screen == "CheckSessionScreen"


async def claims_of(ui: Ui, name: str) -> None:
    await ui.press(*(["j"] * groups_in_order(ui.project).index(group(ui, name))), "l", "enter")
    assert ui.screen == "CheckSessionScreen"


# All groups


@act("check.text")
async def _(ui: Ui) -> None:
    await ui.press("j", "a")
    assert ui.screen == "AnalyticScreen"
    assert "Analytic text · Before asking" in ui.seen


async def test_counts_match_the_records(ui: Ui) -> None:
    """Counted again from the records: units, sentences, verdicts that differ from what they were given on."""
    await ui.press("g", "v")
    lines = ui.seen.splitlines()
    groups = groups_in_order(ui.project)
    assert groups
    for group in groups:
        row = next(line for line in lines if line.startswith(f" {group_name(ui.project, group)}"))
        units = units_below(ui.project, ui.project.codes[group.code])
        verdicts = standings(ui.project, ui.project.referrers(group.id, "verdicts"))
        verdicts = [standing for standing in verdicts if not standing.gone]
        fresh = {standing.verdict.segment for standing in verdicts if not standing.why} & units
        stale = {standing.verdict.segment for standing in verdicts if standing.why} & units - fresh
        count = f"{len(fresh) or 'none'} of {len(units)}" + (f", {len(stale)} stale" if stale else "")
        assert count in row
        text = analytic_text_of(ui.project, group.id)
        if text is None:
            assert "no analytic text" in row
        else:
            done = {standing.verdict.sentence for standing in verdicts if not standing.why and standing.verdict.text}
            assert f"{len(done) or 'none'} of {len(text.sentences)}" in row.split(count, 1)[1]


async def test_a_group_without_analytic_text_opens_no_session(ui: Ui) -> None:
    await ui.press("g", "v", "end", *["j"] * 4, "l", "enter")
    assert ui.screen == "CheckScreen"
    assert "No analytic text for this group yet" in ui.said


async def test_stale_units_come_first_then_open_ones(ui: Ui) -> None:
    await ui.press("g", "v", "enter")
    states = [session(ui).states[item] for item in session(ui).items]
    assert states == sorted(states, key=["stale", "open", "done"].index)
    assert states[0] == "stale"
    assert "1/29 ↻ stale · checked 28 of 29, 1 stale" in ui.seen
    assert "the text or the edges of the unit have changed" in ui.seen


async def test_a_claim_has_its_number_in_the_text(ui: Ui) -> None:
    """The stale one comes first, and is the fifth sentence."""
    await ui.press("g", "v", "right", "enter")
    assert "claim 5/5 ↻ stale · checked 4 of 5, 1 stale · What a doctor ought to be" in ui.seen
    await ui.press("j")
    assert "claim 1/5 ✓ done" in ui.seen


async def test_a_unit_is_shown_with_three_turns_on_either_side(running: Any, folder: Any) -> None:
    async with running(folder, (140, 60)) as ui:
        await ui.press("g", "v", "enter")
        segment = ui.project.segments[session(ui).item]
        turns = ui.project.text_of(ui.project.sources[segment.source]).turns
        at = next(n for n, turn in enumerate(turns) if turn.end > segment.start)
        for number in range(at - 3, at + 4):
            assert f"{number + 1} {turns[number].speaker}  " in ui.seen
        assert segment.quote[:15] in ui.seen


# Units and claims


@act("checking.give")
async def _(ui: Ui) -> None:
    """The verdict is there, the next unit is shown, undo takes it back and returns to it."""
    await units_of(ui, "Afterwards")
    first = session(ui).item
    assert session(ui).states[first] == "open"
    assert "checked 12 of 14" in ui.seen
    await ui.press("3")
    given = verdicts.given(ui.project, segment=first, group=session(ui).group)
    assert given is not None
    assert given.verdict == "leading question"
    assert session(ui).index == 1
    assert "checked 13 of 14" in ui.seen
    await ui.press("1")
    assert "checked 14 of 14" in ui.seen
    await ui.press("u", "u")
    assert session(ui).item == first
    assert "checked 12 of 14" in ui.seen
    await ui.press("u")
    assert ui.said == "Nothing to undo in this check"
    await ui.press("ctrl+r")
    assert "checked 13 of 14" in ui.seen
    assert "3 leading question · KG" in ui.seen


@act("checking.next")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press("j", "down")
    assert session(ui).index == 2


@act("checking.previous")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press("j", "j", "k", "up")
    assert session(ui).index == 0
    await ui.press("k")
    assert ui.said == "This is the first unit"


@act("checking.last")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press(">", "j")
    assert session(ui).index == 13
    assert ui.said == "This is the last unit"


@act("checking.first")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press(">", "<")
    assert session(ui).index == 0


@act("checking.to_do")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press(">", "t")
    assert session(ui).index == 0
    await ui.press("1", "1", ">", "t")
    assert ui.said == "Everything is checked"


@act("checking.note")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press("n")
    assert "Give a verdict first" in ui.said
    await ui.press("2", "k", "n", *"ironic", "enter")
    given = own_verdict(ui)
    assert given is not None
    assert (given.verdict, given.note) == ("meaning changed", "ironic")
    assert "ironic" in ui.seen
    await ui.press("u")
    assert own_verdict(ui) is not None
    assert "ironic" not in ui.seen


@act("checking.against")
async def _(ui: Ui) -> None:
    """Said before the verdict, it is kept with it; said again, it is taken away."""
    await claims_of(ui, "Afterwards")
    await ui.press("a", *"crouched", "enter")
    assert "1 contradicting" in ui.seen
    assert own_verdict(ui) is None
    await ui.press("3", "k")
    given = own_verdict(ui)
    assert given is not None
    assert ["crouched" in ui.project.segments[id].quote for id in given.against] == [True]
    assert "Contradicted by" in ui.seen
    await ui.press("a", "enter")
    assert own_verdict(ui).against == ()  # type: ignore[union-attr]


@act("checking.withdraw")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press("w")
    assert ui.said == "You have given no verdict here"
    await ui.press("1", "k")
    assert own_verdict(ui) is not None
    await ui.press("w")
    assert own_verdict(ui) is None
    assert "not checked yet" in ui.seen


@act("checking.open")
async def _(ui: Ui) -> None:
    """A unit in its transcript and back to the same place; the units of a claim, one of them, and back."""
    await units_of(ui, "Afterwards")
    await ui.press("1", "enter")
    assert ui.screen == "CodingScreen"
    await ui.press("escape")
    await ui.until(lambda: ui.screen == "CheckSessionScreen")
    assert session(ui).index == 1
    await ui.press("u")
    assert ui.said == "Nothing to undo in this check"
    await ui.press("escape", "l", "enter")
    await ui.press("enter")
    assert ui.screen == "SegmentListScreen"
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    await ui.press("escape")
    await ui.until(lambda: ui.screen == "SegmentListScreen")
    await ui.press("escape")
    await ui.until(lambda: ui.screen == "CheckSessionScreen")


@act("checking.read_on")
async def _(ui: Ui) -> None:
    await claims_of(ui, "Before asking")
    before = ui.seen
    await ui.press("pagedown")
    assert ui.seen != before


@act("checking.read_back")
async def _(ui: Ui) -> None:
    await claims_of(ui, "Before asking")
    before = ui.seen
    await ui.press("space", "backspace")
    assert ui.seen == before


# Units


@act("unitcheck.recode")
async def _(ui: Ui) -> None:
    """The unit leaves the group; the verdict remembers what it led to; both go back as one."""
    await units_of(ui, "Afterwards")
    unit = session(ui).item
    await ui.press("c")
    assert "Give a verdict first" in ui.said
    await ui.press("2", "k", "c", *"shame", "enter")
    assert {ui.project.codes[coding.code].name for coding in ui.project.codings_of(unit)} >= {"Shame"}
    assert unit not in session(ui).items
    last = next(ui.project.history())
    assert last.operation == "verdicts.act_on"
    assert "after the verdict “meaning changed”" in last.label
    assert [verdict.led_to for verdict in ui.project.verdicts.values() if verdict.segment == unit] == [last.id]
    await ui.press("u")
    assert session(ui).item == unit
    assert [verdict.led_to for verdict in ui.project.verdicts.values() if verdict.segment == unit] == [""]


@act("unitcheck.uncode")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    unit = session(ui).item
    await ui.press("4", "k", "x")
    assert ui.project.codings_of(unit) == []
    assert unit not in session(ui).items
    assert "13" in ui.seen.splitlines()[0]
    await ui.press("u")
    assert ui.project.codings_of(unit) != []


# Claims


@act("claimcheck.counter")
async def _(ui: Ui) -> None:
    await claims_of(ui, "Afterwards")
    await ui.press("c")
    assert "searched for counter-examples: yes" in ui.seen
    await ui.press("1", "k")
    assert own_verdict(ui).counter  # type: ignore[union-attr]
    await ui.press("c")
    assert not own_verdict(ui).counter  # type: ignore[union-attr]
    assert "searched for counter-examples: no" in ui.seen


async def _there_and_back(ui: Ui, key: str, screen: str) -> None:
    await claims_of(ui, "Afterwards")
    await ui.press("1")
    key_of = session(ui).item
    await ui.press(key)
    assert ui.screen == screen
    await ui.until(lambda: "g v returns to the claim" in ui.said)
    await ui.press("escape")
    await ui.until(lambda: ui.screen == "CheckSessionScreen")
    assert session(ui).item == key_of
    await ui.press(key)
    assert ui.screen == screen
    await ui.press("enter" if key == "r" else "tab", "g", "c", "g", "v")  # out of the line that takes letters
    await ui.until(lambda: ui.screen == "CheckSessionScreen")
    assert session(ui).item == key_of


@act("claimcheck.search")
async def _(ui: Ui) -> None:
    await _there_and_back(ui, "s", "SearchScreen")


@act("claimcheck.retrieve")
async def _(ui: Ui) -> None:
    await _there_and_back(ui, "r", "RetrieveScreen")


@act("claimcheck.reword")
async def _(ui: Ui) -> None:
    await claims_of(ui, "Afterwards")
    key = session(ui).item
    await ui.press("2", "k", "e", "ctrl+u", *"Some went back.", "enter")
    assert "Some went back." in ui.seen
    assert session(ui).states[key] == "stale"
    last = next(ui.project.history())
    assert own_verdict(ui).led_to == last.id  # type: ignore[union-attr]
    assert "the sentence was reworded" in ui.seen
    await ui.press("u")
    assert "Some went back." not in ui.seen
    assert session(ui).states[key] == "done"


# Sessions


async def test_a_session_follows_changes_made_elsewhere(ui: Ui) -> None:
    await ui.press("g", "v")
    await units_of(ui, "Afterwards")
    unit = session(ui).items[1]
    with ui.project.transaction("test", "uncoded") as tx:
        for coding in ui.project.codings_of(unit):
            tx.remove("codings", coding.id)
    await ui.pilot.pause()
    assert unit not in session(ui).items
    ui.project.undo()
    await ui.pilot.pause()
    assert session(ui).items[1] == unit
    with ui.project.transaction("test", "no group any more") as tx:
        for verdict in ui.project.referrers(session(ui).group, "verdicts"):
            tx.remove("verdicts", verdict.id)
        text = analytic_text_of(ui.project, session(ui).group)
        assert text is not None
        tx.remove("analytic_texts", text.id)
        tx.remove("groups", session(ui).group)
    for key in ("1", "j", "n", "a", "c", "x", "w", "t", "enter", "<"):
        await ui.press(key)
        await ui.press("escape") if ui.screen != "CheckSessionScreen" else None
    assert ui.app._exception is None


async def test_the_last_verdict_says_that_everything_is_checked(ui: Ui) -> None:
    await ui.press("g", "v")
    await units_of(ui, "Afterwards")
    await ui.press(*"1" * 14)
    assert ui.said == "faithful · everything is checked"
    found = synthesis(ui.project, group(ui, "Afterwards"))
    assert found.units_checked == (14, 0, 0)


async def test_read_only_gives_no_verdict(running: Any, folder: Any) -> None:
    from coder.project import open_project

    with open_project(folder, "XX"):
        async with running(folder) as ui:
            await ui.press("g", "v", "j", "j", "j", "enter")
            for key in ("1", "w", "x"):
                await ui.press(key)
            assert ui.app._exception is None
            assert len(ui.project.verdicts) == len(set(ui.project.verdicts))
            assert "read-only" in ui.said


async def test_without_code_groups(running: Any, tmp_path: Any) -> None:
    from tests.strategies import new_project

    new_project(tmp_path / "bare").close()
    async with running(tmp_path / "bare") as ui:
        await ui.press("g", "v", "enter", "a", "e", "h", "l", "n", "v", "enter", "D")
        assert ui.app._exception is None
        assert "No code groups yet" in ui.seen


async def test_verdicts_are_listed_in_reading_order(ui: Ui) -> None:
    await ui.press("g", "v")
    screen = ui.app.screen
    assert isinstance(screen, CheckScreen)
    await ui.until(lambda: screen.overview.table.height)
    units = [one.verdict.segment for one in screen.overview.table.noteworthy(0, 0)]
    assert len(units) == 2
    assert units == units_in_order(ui.project, [unit for unit in units if unit])


async def test_verdicts_done_open_and_stale(ui: Ui, by: HandCount) -> None:
    await ui.press("g", "v")
    assert by.tables["groups"]
    for group in by.tables["groups"].values():
        units = by.units(group["code"])
        checked = {
            verdict.get("segment") for verdict in by.tables["verdicts"].values() if verdict["group"] == group["id"]
        } & units
        row = next(line for line in ui.seen.splitlines() if by.tables["codes"][group["code"]]["name"] in line)
        found = re.search(r"(\d+) of (\d+)(?:, (\d+) stale)?", row)
        if found is None:
            assert not checked
            continue
        assert int(found[2]) == len(units)
        assert int(found[1]) + int(found[3] or 0) == len(checked)

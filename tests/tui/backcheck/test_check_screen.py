"""The back-check on the screen: each action by its key, undo inside, what a verdict leads to, there and back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from coder.analysis.method.staleness import standings
from coder.analysis.method.synthesis import synthesis
from coder.analysis.method.units import group_name, groups_in_order, units_below, units_in_order
from coder.model.condensation import CodeGroup, Verdict
from coder.project.merge_artifacts import analytic_text_of
from coder.project.operations import verdicts
from coder.tui.backcheck.check_screen import CheckScreen
from coder.tui.backcheck.check_walk import WalkScreen
from coder.tui.backcheck.session import Walk
from coder.tui.keymap import actions
from tests.tui.conftest import Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}
WHERE = ("check", "checking", "unitcheck", "claimcheck")


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for where in WHERE for one in actions.of(where)])
async def test_action(id: str, ui: Ui) -> None:
    await ui.press("g", "v")
    await CASES[id](ui)
    assert ui.app._exception is None


@pytest.mark.parametrize("kind", ["unitcheck", "claimcheck"])
def test_no_key_twice(kind: str) -> None:
    scopes = ("checking", kind, "study", "app")
    keys = [key for scope in scopes for action in actions.of(scope) for key in action.key.split(",")]
    assert len(keys) == len(set(keys))


def walk(ui: Ui) -> Walk:
    screen = ui.app.screen
    assert isinstance(screen, WalkScreen)
    return screen.walk


def mine(ui: Ui) -> Verdict | None:
    """The verdict of KG on what is looked at."""
    screen: Any = ui.app.screen
    found: Verdict | None = screen.mine()
    return found


def group(ui: Ui, name: str) -> CodeGroup:
    return next(one for one in groups_in_order(ui.project) if group_name(ui.project, one) == name)


async def units_of(ui: Ui, name: str) -> None:
    """Begin the walk through the units of a group."""
    await ui.press("home", *(["j"] * groups_in_order(ui.project).index(group(ui, name))), "enter")
    assert ui.screen == "UnitCheckScreen"


async def claims_of(ui: Ui, name: str) -> None:
    await ui.press(*(["j"] * groups_in_order(ui.project).index(group(ui, name))), "l", "enter")
    assert ui.screen == "ClaimCheckScreen"


# All groups


@act("check.text")
async def _(ui: Ui) -> None:
    await ui.press("j", "a")
    assert ui.screen == "AnalyticScreen"
    assert "Analytic text · Before asking" in ui.seen


async def test_counts_agree_with_the_tables(ui: Ui) -> None:
    """Counted again from the records: units, sentences, verdicts that differ from what they were given on."""
    await ui.press("g", "v")
    lines = ui.seen.splitlines()
    for one in groups_in_order(ui.project):
        row = next(line for line in lines if line.startswith(f" {group_name(ui.project, one)}"))
        units = units_below(ui.project, ui.project.codes[one.code])
        given = [found for found in standings(ui.project, ui.project.users(one.id, "verdicts")) if not found.gone]
        fresh = {found.verdict.segment for found in given if not found.why} & units
        stale = {found.verdict.segment for found in given if found.why} & units - fresh
        told = f"{len(fresh) or 'none'} of {len(units)}" + (f", {len(stale)} stale" if stale else "")
        assert told in row
        text = analytic_text_of(ui.project, one.id)
        if text is None:
            assert "no analytic text" in row
        else:
            done = {found.verdict.sentence for found in given if not found.why and found.verdict.text}
            assert f"{len(done) or 'none'} of {len(text.sentences)}" in row.split(told, 1)[1]


async def test_what_there_is_not_is_not_walked_through(ui: Ui) -> None:
    await ui.press("g", "v", "end", *["j"] * 4, "l", "enter")
    assert ui.screen == "CheckScreen"
    assert "no analytic text of this group yet" in ui.said


async def test_stale_ones_come_first_then_open_ones(ui: Ui) -> None:
    await ui.press("g", "v", "enter")
    states = [walk(ui).states[item] for item in walk(ui).items]
    assert states == sorted(states, key=["stale", "open", "done"].index)
    assert states[0] == "stale"
    assert "1/29 ↻ stale · checked 28 of 29, 1 stale" in ui.seen
    assert "the text or the edges of the unit have changed" in ui.seen


async def test_a_claim_is_called_by_its_number_in_the_text(ui: Ui) -> None:
    """The stale one comes first, and is the fifth sentence."""
    await ui.press("g", "v", "right", "enter")
    assert "claim 5/5 ↻ stale · checked 4 of 5, 1 stale · What a doctor ought to be" in ui.seen
    await ui.press("j")
    assert "claim 1/5 ✓ done" in ui.seen


async def test_a_unit_stands_among_three_turns_on_either_side(running: Any, folder: Any) -> None:
    async with running(folder, (140, 60)) as ui:
        await ui.press("g", "v", "enter")
        segment = ui.project.segments[walk(ui).item]
        turns = ui.project.text_of(ui.project.sources[segment.source]).turns
        at = next(n for n, turn in enumerate(turns) if turn.end > segment.start)
        for number in range(at - 3, at + 4):
            assert f"{number + 1} {turns[number].speaker}  " in ui.seen
        assert segment.quote[:15] in ui.seen


# Both walks


@act("checking.give")
async def _(ui: Ui) -> None:
    """The verdict is there, the next unit is shown, undo takes it back and returns to it."""
    await units_of(ui, "Afterwards")
    first = walk(ui).item
    assert walk(ui).states[first] == "open"
    assert "checked 12 of 14" in ui.seen
    await ui.press("3")
    given = verdicts.given(ui.project, segment=first, group=walk(ui).group)
    assert given is not None
    assert given.verdict == "leading question"
    assert walk(ui).at == 1
    assert "checked 13 of 14" in ui.seen
    await ui.press("1")
    assert "checked 14 of 14" in ui.seen
    await ui.press("u", "u")
    assert walk(ui).item == first
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
    assert walk(ui).at == 2


@act("checking.previous")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press("j", "j", "k", "up")
    assert walk(ui).at == 0
    await ui.press("k")
    assert ui.said == "That is the first"


@act("checking.last")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press(">", "j")
    assert walk(ui).at == 13
    assert ui.said == "That is the last"


@act("checking.first")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press(">", "<")
    assert walk(ui).at == 0


@act("checking.to_do")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press(">", "t")
    assert walk(ui).at == 0
    await ui.press("1", "1", ">", "t")
    assert ui.said == "All is checked"


@act("checking.note")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press("n")
    assert "Give a verdict first" in ui.said
    await ui.press("2", "k", "n", *"ironic", "enter")
    given = mine(ui)
    assert given is not None
    assert (given.verdict, given.note) == ("meaning changed", "ironic")
    assert "ironic" in ui.seen
    await ui.press("u")
    assert mine(ui) is not None
    assert "ironic" not in ui.seen


@act("checking.against")
async def _(ui: Ui) -> None:
    """Said before the verdict, it is kept with it; said again, it is taken away."""
    await claims_of(ui, "Afterwards")
    await ui.press("a", *"crouched", "enter")
    assert "1 contradicting" in ui.seen
    assert mine(ui) is None
    await ui.press("3", "k")
    given = mine(ui)
    assert given is not None
    assert ["crouched" in ui.project.segments[id].quote for id in given.against] == [True]
    assert "Contradicted by" in ui.seen
    await ui.press("a", "enter")
    assert mine(ui).against == ()  # type: ignore[union-attr]


@act("checking.withdraw")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    await ui.press("w")
    assert ui.said == "You gave no verdict on this"
    await ui.press("1", "k")
    assert mine(ui) is not None
    await ui.press("w")
    assert mine(ui) is None
    assert "not checked yet" in ui.seen


@act("checking.open")
async def _(ui: Ui) -> None:
    """A unit in its transcript and back to the same place; the units of a claim, one of them, and back."""
    await units_of(ui, "Afterwards")
    await ui.press("1", "enter")
    assert ui.screen == "CodingScreen"
    await ui.press("escape")
    await ui.until(lambda: ui.screen == "UnitCheckScreen")
    assert walk(ui).at == 1
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
    await ui.until(lambda: ui.screen == "ClaimCheckScreen")


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
    unit = walk(ui).item
    await ui.press("c")
    assert "Give a verdict first" in ui.said
    await ui.press("2", "k", "c", *"shame", "enter")
    assert {ui.project.codes[one.code].name for one in ui.project.codings_of(unit)} >= {"Shame"}
    assert unit not in walk(ui).items
    last = next(ui.project.history())
    assert last.operation == "verdicts.act_on"
    assert "after the verdict “meaning changed”" in last.label
    assert [one.led_to for one in ui.project.verdicts.values() if one.segment == unit] == [last.id]
    await ui.press("u")
    assert walk(ui).item == unit
    assert [one.led_to for one in ui.project.verdicts.values() if one.segment == unit] == [""]


@act("unitcheck.uncode")
async def _(ui: Ui) -> None:
    await units_of(ui, "Afterwards")
    unit = walk(ui).item
    await ui.press("4", "k", "x")
    assert ui.project.codings_of(unit) == []
    assert unit not in walk(ui).items
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
    assert mine(ui).counter  # type: ignore[union-attr]
    await ui.press("c")
    assert not mine(ui).counter  # type: ignore[union-attr]
    assert "counter-examples searched for: no" in ui.seen


async def _there_and_back(ui: Ui, key: str, screen: str) -> None:
    await claims_of(ui, "Afterwards")
    await ui.press("1")
    key_of = walk(ui).item
    await ui.press(key)
    assert ui.screen == screen
    await ui.until(lambda: "g v comes back to the claim" in ui.said)
    await ui.press("escape", "escape")
    await ui.press("g", "v")
    await ui.until(lambda: ui.screen == "ClaimCheckScreen")
    assert walk(ui).item == key_of


@act("claimcheck.search")
async def _(ui: Ui) -> None:
    await _there_and_back(ui, "s", "SearchScreen")


@act("claimcheck.retrieve")
async def _(ui: Ui) -> None:
    await _there_and_back(ui, "r", "RetrieveScreen")


@act("claimcheck.reword")
async def _(ui: Ui) -> None:
    await claims_of(ui, "Afterwards")
    key = walk(ui).item
    await ui.press("2", "k", "e", "ctrl+u", *"Some went back.", "enter")
    assert "Some went back." in ui.seen
    assert walk(ui).states[key] == "stale"
    last = next(ui.project.history())
    assert mine(ui).led_to == last.id  # type: ignore[union-attr]
    assert "the sentence was reworded" in ui.seen
    await ui.press("u")
    assert "Some went back." not in ui.seen
    assert walk(ui).states[key] == "done"


# As a whole


async def test_a_walk_follows_what_is_done_elsewhere(ui: Ui) -> None:
    await ui.press("g", "v")
    await units_of(ui, "Afterwards")
    unit = walk(ui).items[1]
    with ui.project.transaction("test", "uncoded") as tx:
        for coding in ui.project.codings_of(unit):
            tx.remove("codings", coding.id)
    await ui.pilot.pause()
    assert unit not in walk(ui).items
    ui.project.undo()
    await ui.pilot.pause()
    assert walk(ui).items[1] == unit
    with ui.project.transaction("test", "no group any more") as tx:
        for verdict in ui.project.users(walk(ui).group, "verdicts"):
            tx.remove("verdicts", verdict.id)
        text = analytic_text_of(ui.project, walk(ui).group)
        assert text is not None
        tx.remove("analytic_texts", text.id)
        tx.remove("groups", walk(ui).group)
    for key in ("1", "j", "n", "a", "c", "x", "w", "t", "enter", "<"):
        await ui.press(key)
        await ui.press("escape") if ui.screen != "UnitCheckScreen" else None
    assert ui.app._exception is None


async def test_done_when_all_is_checked(ui: Ui) -> None:
    await ui.press("g", "v")
    await units_of(ui, "Afterwards")
    await ui.press(*"1" * 14)
    assert ui.said == "faithful · that was the last: all is checked"
    found = synthesis(ui.project, group(ui, "Afterwards"))
    assert found.units_checked == (14, 0, 0)


async def test_a_read_only_project_is_only_looked_at(running: Any, folder: Any) -> None:
    from coder.project import open_project

    with open_project(folder, "XX"):
        async with running(folder) as ui:
            await ui.press("g", "v", "j", "j", "j", "enter")
            for key in ("1", "w", "x"):
                await ui.press(key)
            assert ui.app._exception is None
            assert len(ui.project.verdicts) == len(set(ui.project.verdicts))
            assert "for reading only" in ui.toasts


async def test_without_a_code_group(running: Any, tmp_path: Any) -> None:
    from tests.strategies import new_project

    new_project(tmp_path / "bare").close()
    async with running(tmp_path / "bare") as ui:
        await ui.press("g", "v", "enter", "a", "e", "h", "l", "n", "v", "enter", "D")
        assert ui.app._exception is None
        assert "no code group yet" in ui.seen


async def test_verdicts_are_listed_in_the_order_of_the_texts(ui: Ui) -> None:
    await ui.press("g", "v")
    screen = ui.app.screen
    assert isinstance(screen, CheckScreen)
    await ui.until(lambda: screen.overview.height)
    units = [one.verdict.segment for one in screen.overview.listed(0, 0)]
    assert len(units) == 2
    assert units == units_in_order(ui.project, [unit for unit in units if unit])

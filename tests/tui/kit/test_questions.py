"""The key hints: what fits, and what is always shown; questions that come over others, or are left."""

from __future__ import annotations

import pytest

from coder.analysis import counts
from coder.tui.kit.foot import fitting
from coder.tui.kit.questions import GROUP, code_finder, list_finder
from coder.tui.kit.requests import Item
from tests.tui.conftest import Ui

HINTS = [("c", "code"), ("x", "uncode"), ("m", "memo"), ("g", "go to"), ("?", "keys")]


def test_all_keys_stand_in_order_where_there_is_room() -> None:
    assert fitting(HINTS, 80) == HINTS


def test_the_last_two_stay_and_those_before_them_are_left_out() -> None:
    assert fitting(HINTS, 34) == [HINTS[0], HINTS[1], *HINTS[-2:]]
    assert fitting(HINTS, 33) == [HINTS[0], *HINTS[-2:]]


def test_the_first_stays_longest() -> None:
    assert fitting(HINTS, 20) == [HINTS[0], HINTS[-1]]
    assert fitting(HINTS, 7) == HINTS[:1]
    assert fitting(HINTS, 3) == []


async def test_at_80_columns_the_next_step_and_the_keys_are_named(ui: Ui) -> None:
    for pane in ("transcript", "codes", "memo"):
        assert ui.hints.rstrip().endswith("g go to  ? keys"), pane
        await ui.press("tab")


async def ask(ui: Ui, kind: str, number: int, answers: dict[int, object]) -> None:
    """Open a question of the transcript, as an action of it does."""

    async def act() -> None:
        if kind == "pick":
            answers[number] = await ui.pane.pick(f"Question {number}", list_finder([Item("id", "the only row")]))
        else:
            answers[number] = await ui.pane.ask(f"Question {number}", "typed")

    ui.pane.run_worker(act(), group=GROUP)
    await ui.until(lambda: f"Question {number}" in ui.seen)


@pytest.mark.parametrize("second", ["pick", "ask"])
@pytest.mark.parametrize("first", ["pick", "ask"])
async def test_a_question_over_another_answers_the_first_with_no(ui: Ui, first: str, second: str) -> None:
    answers: dict[int, object] = {}
    await ask(ui, first, 1, answers)
    await ask(ui, second, 2, answers)
    await ui.until(lambda: 1 in answers)
    assert answers == {1: None}
    assert "Question 1" not in ui.seen
    await ui.press("enter")
    assert answers == {1: None, 2: "id" if second == "pick" else "typed"}
    assert ui.app.focused is ui.view
    assert not any(worker.group == GROUP for worker in ui.app.workers)


@pytest.mark.parametrize("kind", ["pick", "ask"])
async def test_a_click_elsewhere_answers_with_no(ui: Ui, kind: str) -> None:
    answers: dict[int, object] = {}
    await ask(ui, kind, 1, answers)
    await ui.pilot.click(ui.view, offset=(5, 1))
    await ui.until(lambda: 1 in answers)
    assert answers == {1: None}
    assert "Question 1" not in ui.seen
    assert ui.app.focused is ui.view


async def test_list_of_codes_counts_as_the_tree_does(ui: Ui) -> None:
    project = ui.project
    items = {item.id: item.tally for item in code_finder(project, among=lambda code: True)("")}
    assert items
    assert items == {id: str(counts.of_subtree(project, project.codes[id]).codings or "") for id in items}

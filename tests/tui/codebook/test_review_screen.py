"""The review of a code's units: each action by its key, undo within the review, a split."""

from __future__ import annotations

import pytest

from coder.model.codebook import Code
from coder.model.source import Segment
from coder.project.operations import codebook
from coder.project.study import code_named, path_of
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("review")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.review")
    await act.run(id, ui)
    assert ui.app._exception is None


def shame(ui: Ui) -> Code:
    return next(code for code in ui.project.codes.values() if code.name == "Shame")


def units(ui: Ui) -> list[Segment]:
    """The units of Shame in the order of the texts."""
    segments = [ui.project.segments[ui.project.codings[id].segment] for id in ui.project.codings_with(shame(ui).id)]
    return sorted(segments, key=lambda segment: (ui.project.sources[segment.source].order, segment.start))


def count(ui: Ui, name: str) -> int:
    return len(ui.project.codings_with(code_named(ui.project, name).id))


def operations(ui: Ui, number: int) -> list[str]:
    return [transaction.operation for transaction, _ in zip(ui.project.history(), range(number), strict=False)]


@act("review.send")
async def _(ui: Ui) -> None:
    first, number = units(ui)[0], len(units(ui))
    await ui.press("9")
    assert "Key 9 has no code" in ui.said
    digit = next(str(code.quick) for code in ui.project.codes.values() if code.quick and code != shame(ui))
    await ui.press(digit)
    assert len(units(ui)) == number - 1
    assert shame(ui).id not in {coding.code for coding in ui.project.codings_of(first.id)}
    assert f"2/{number} · 1 changed" in ui.seen
    await ui.press("u")
    assert len(units(ui)) == number
    assert f"1/{number}" in ui.seen
    await ui.press("u")
    assert "in this review" in ui.said
    await ui.press("ctrl+r")
    assert len(units(ui)) == number - 1
    await ui.press("ctrl+r")
    assert "in this review" in ui.said


@act("review.choose")
async def _(ui: Ui) -> None:
    number = len(units(ui))
    await ui.press("c", *"Loss of face", "up", "enter")
    assert path_of(ui.project, code_named(ui.project, "Loss of face")) == "Before asking/Loss of face"
    assert count(ui, "Loss of face") == 1
    key = next(word for word in ui.seen.splitlines()[-4:] if "Loss of face" in word).split("Loss")[0].split()[-1]
    await ui.press(key)
    assert count(ui, "Loss of face") == 2
    assert len(units(ui)) == number - 2
    await ui.press("u", "u")
    assert "Loss of face" not in ui.names()
    await ui.press(key)
    assert count(ui, "Loss of face") == 1


@act("review.next")
async def _(ui: Ui) -> None:
    number = len(units(ui))
    assert " ".join(units(ui)[0].quote.split())[:15] in ui.seen
    for _ in range(number):
        await ui.press("j")
    assert "Last unit" in ui.said
    assert f"{number}/{number}" in ui.seen


@act("review.previous")
async def _(ui: Ui) -> None:
    await ui.press("k")
    assert "First unit" in ui.said
    await ui.press("j", "k")
    assert "1/" in ui.seen


@act("review.first")
async def _(ui: Ui) -> None:
    await ui.press("j", "<")
    assert f"1/{len(units(ui))}" in ui.seen


@act("review.last")
async def _(ui: Ui) -> None:
    await ui.press(">")
    assert f"{len(units(ui))}/{len(units(ui))}" in ui.seen


@act("review.uncode")
async def _(ui: Ui) -> None:
    number = len(units(ui))
    await ui.press("x")
    assert len(units(ui)) == number - 1
    await ui.press("k", "x", "*", "m", "e", "c")
    assert "u undoes that" in ui.said
    await ui.press("u")
    assert len(units(ui)) == number


@act("review.gold")
async def _(ui: Ui) -> None:
    before = [coding.mark for coding in ui.project.codings.values()].count("gold")
    await ui.press("*")
    after = [coding.mark for coding in ui.project.codings.values()].count("gold")
    assert abs(after - before) == 1
    await ui.press("*")
    assert [coding.mark for coding in ui.project.codings.values()].count("gold") == before


@act("review.doubtful")
async def _(ui: Ui) -> None:
    (coding,) = (coding for coding in ui.project.codings_of(units(ui)[0].id) if coding.code == shame(ui).id)
    assert coding.mark == ""
    await ui.press("!")
    assert ui.project.codings[coding.id].mark == "doubtful"
    assert "? Shame" in ui.seen
    await ui.press("!")
    assert ui.project.codings[coding.id] == coding


@act("review.memo")
async def _(ui: Ui) -> None:
    await ui.press("m", *"Is this shame?", "enter")
    assert "Is this shame?" in [memo.text for memo in ui.project.memos_on(units(ui)[0].id)]


@act("review.example")
async def _(ui: Ui) -> None:
    before = units(ui)[0].id in shame(ui).examples
    await ui.press("e")
    assert (units(ui)[0].id in shame(ui).examples) is not before
    assert ("(example)" in ui.seen) is not before


@act("review.open")
async def _(ui: Ui) -> None:
    await ui.press(">", "enter")
    assert ui.screen == "CodingScreen"
    assert ui.pane.source is not None
    assert ui.pane.source.id == units(ui)[-1].source
    assert "Shame" in ui.here
    await ui.press("escape")
    assert ui.screen == "ReviewScreen"
    assert f"{len(units(ui))}/{len(units(ui))}" in ui.seen


async def test_a_split_asks_for_its_reason_once(ui: Ui) -> None:
    codebook.require_reasons(ui.project, True)
    await ui.to_code("Shame")
    await ui.press("S", *"Before colleagues", "enter", *"two things", "enter")
    assert ui.screen == "ReviewScreen"
    assert "+ Before colleagues" in ui.seen
    await ui.press("1", "1")
    assert count(ui, "Before colleagues") == 2
    assert operations(ui, 2) == ["codebook.split"] * 2
    assert {transaction.reason for transaction, _ in zip(ui.project.history(), "12", strict=False)} == {"two things"}
    await ui.press("u", "u", "u")
    assert "Before colleagues" not in ui.names()
    assert ui.project.info.reasons


async def test_the_unit_is_visible_in_long_turns(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("R")
    assert units(ui)
    for unit in units(ui):
        assert " ".join(unit.quote.split())[:12] in " ".join(ui.seen.split())
        await ui.press("space")


async def test_a_code_without_units_shows_those_of_the_codes_below(ui: Ui) -> None:
    await ui.to_code("Before asking")
    await ui.press("R")
    assert ui.screen == "ReviewScreen"

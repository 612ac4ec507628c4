"""The page of a code: each action by its key, its history, its end."""

from __future__ import annotations

import pytest

from coder.model.codebook import Code
from coder.model.source import Segment
from coder.project.operations import codebook
from coder.project.study import code_named
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("code_page")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.page")
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


@act("code_page.define")
async def _(ui: Ui) -> None:
    before = shame(ui).definition
    await ui.press("d", "enter", "enter", *"Being seen", "escape")
    assert shame(ui).definition == f"{before}\n\nBeing seen"
    assert "Being seen" in ui.seen
    await ui.press("d", *"no", "ctrl+g")
    assert shame(ui).definition == f"{before}\n\nBeing seen"
    await ui.press("d", *" again", "ctrl+s")
    assert shame(ui).definition == f"{before}\n\nBeing seen again"


@act("code_page.include")
async def _(ui: Ui) -> None:
    await ui.press("+", "ctrl+u", *"blushing", "escape")
    assert shame(ui).include == "blushing"
    assert "blushing" in ui.seen


@act("code_page.exclude")
async def _(ui: Ui) -> None:
    await ui.press("-", "ctrl+u", *"guilt", "escape")
    assert shame(ui).exclude == "guilt"
    assert "guilt" in ui.seen


@act("code_page.aliases")
async def _(ui: Ui) -> None:
    await ui.press("a", "ctrl+u", *"skam; Loss of face;", "enter")
    assert shame(ui).aliases == ("skam", "Loss of face")
    assert "skam, Loss of face" in ui.seen


@act("code_page.sets")
async def _(ui: Ui) -> None:
    await ui.press("s", *"Hard words", "enter")
    (code_set,) = (record for record in ui.project.sets.values() if record.name == "Hard words")
    assert code_set.codes == (shame(ui).id,)
    assert "Hard words" in ui.seen
    await ui.press("s", *"hard", "enter")
    assert ui.project.sets[code_set.id].codes == ()


@act("code_page.example")
async def _(ui: Ui) -> None:
    before = set(shame(ui).examples)
    await ui.press("e", "enter")
    changed = before ^ set(shame(ui).examples)
    assert len(changed) == 1
    await ui.press("u")
    assert set(shame(ui).examples) == before


@act("code_page.memo")
async def _(ui: Ui) -> None:
    await ui.press("m", *"Closest to fear.", "enter")
    assert "Closest to fear." in [memo.text for memo in ui.project.memos_on(shame(ui).id)]


@act("code_page.review")
async def _(ui: Ui) -> None:
    await ui.press("enter")
    assert ui.screen == "ReviewScreen"
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def _lengthen(ui: Ui) -> None:
    await ui.press("d")
    await ui.paste(" word" * 200)
    await ui.press("escape")


@act("code_page.down")
async def _(ui: Ui) -> None:
    await _lengthen(ui)
    before = ui.seen
    await ui.press("j", "down")
    assert ui.seen != before
    assert "▴" in ui.seen


@act("code_page.up")
async def _(ui: Ui) -> None:
    await _lengthen(ui)
    await ui.press("j", "k", "up")
    assert "▴" not in ui.seen


@act("code_page.page_down")
async def _(ui: Ui) -> None:
    await _lengthen(ui)
    await ui.press("pagedown")
    assert "▴" in ui.seen


@act("code_page.page_up")
async def _(ui: Ui) -> None:
    await _lengthen(ui)
    await ui.press("pagedown", "space", "pageup", "backspace")
    assert "▴" not in ui.seen


@act("code_page.next")
async def _(ui: Ui) -> None:
    await ui.press("n")
    assert "Before asking/Shame" not in ui.seen
    await ui.press("N")
    assert "Before asking/Shame" in ui.seen


@act("code_page.previous")
async def _(ui: Ui) -> None:
    await ui.press("N")
    assert "Before asking/Shame" not in ui.seen


async def test_the_page_shows_the_history_of_the_code(ui: Ui) -> None:
    codebook.require_reasons(ui.project, True)
    await ui.to_code("Home pays")
    await ui.press("M", *"shame", "enter", "enter")
    assert "reason is required" in ui.toasts
    await ui.press("M", *"shame", "enter", *"both hide it", "enter", "y")
    assert "Home pays" not in ui.names()
    await ui.to_code("Shame")
    await ui.press("i")
    await ui.until(lambda: "reading the history" not in ui.seen)
    await ui.press(*["space"] * 4)
    assert "merged code Home pays into Shame · reason: both hide it" in " ".join(ui.seen.split())


async def test_deleting_the_code_closes_its_page(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("a", *"Passing", "enter")
    await ui.press("i")
    assert ui.screen == "CodePage"
    assert "No definition yet" in ui.seen
    await ui.press("R")
    assert "no units" in ui.said
    await ui.press("u")
    assert ui.screen == "CodingScreen"

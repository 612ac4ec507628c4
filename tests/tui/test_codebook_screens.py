"""The page of a code, the review of its units, and several codes at once: every action by its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from coder.model.codebook import Code
from coder.model.segment import Segment
from coder.project import create_project, open_project
from coder.project.operations import codebook, sources
from coder.project.paths import code_named, path_of
from coder.text.turns import find_turns
from coder.tui.keymap import actions
from tests.tui.conftest import Opener, Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}
WHERE = ("code_page", "review")


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for where in WHERE for one in actions.of(where)])
async def test_action(id: str, ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.page" if id.startswith("code_page") else "codes.review")
    await CASES[id](ui)
    assert ui.app._exception is None


def shame(ui: Ui) -> Code:
    return next(code for code in ui.project.codes.values() if code.name == "Shame")


def units(ui: Ui) -> list[Segment]:
    """The units of Shame in the order of the texts."""
    found = [ui.project.segments[ui.project.codings[id].segment] for id in ui.project.codings_with(shame(ui).id)]
    return sorted(found, key=lambda one: (ui.project.sources[one.source].order, one.start))


def held(ui: Ui, name: str) -> int:
    return len(ui.project.codings_with(code_named(ui.project, name).id))


def operations(ui: Ui, number: int) -> list[str]:
    return [one.operation for one, _ in zip(ui.project.history(), range(number), strict=False)]


# The page


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
    (one,) = (one for one in ui.project.sets.values() if one.name == "Hard words")
    assert one.codes == (shame(ui).id,)
    assert "Hard words" in ui.seen
    await ui.press("s", *"hard", "enter")
    assert ui.project.sets[one.id].codes == ()


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


async def test_the_page_tells_what_became_of_the_code_in_words(ui: Ui) -> None:
    codebook.require_reasons(ui.project, True)
    await ui.to_code("Home pays")
    await ui.press("M", *"shame", "enter", "enter")
    assert "wants a reason" in ui.toasts
    await ui.press("M", *"shame", "enter", *"both hide it", "enter")
    assert "Home pays" not in ui.names()
    await ui.to_code("Shame")
    await ui.press("i")
    await ui.until(lambda: "reading the history" not in ui.seen)
    await ui.press(*["space"] * 4)
    assert "merged code Home pays into Shame, because both hide it" in " ".join(ui.seen.split())


async def test_a_code_that_is_gone_closes_its_page(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("a", *"Passing", "enter")
    await ui.press("i")
    assert ui.screen == "CodePage"
    assert "No definition yet" in ui.seen
    await ui.press("R")
    assert "no units" in ui.said
    await ui.press("u")
    assert ui.screen == "CodingScreen"


# The review


@act("review.send")
async def _(ui: Ui) -> None:
    first, there = units(ui)[0], len(units(ui))
    await ui.press("9")
    assert "No code is on key 9" in ui.said
    digit = next(str(code.quick) for code in ui.project.codes.values() if code.quick and code != shame(ui))
    await ui.press(digit)
    assert len(units(ui)) == there - 1
    assert shame(ui).id not in {one.code for one in ui.project.codings_of(first.id)}
    assert f"2/{there} · 1 changed" in ui.seen
    await ui.press("u")
    assert len(units(ui)) == there
    assert f"1/{there}" in ui.seen
    await ui.press("u")
    assert "Nothing in this review" in ui.said
    await ui.press("ctrl+r")
    assert len(units(ui)) == there - 1
    await ui.press("ctrl+r")
    assert "Nothing in this review" in ui.said


@act("review.choose")
async def _(ui: Ui) -> None:
    there = len(units(ui))
    await ui.press("c", *"Loss of face", "up", "enter")
    assert path_of(ui.project, code_named(ui.project, "Loss of face")) == "Before asking/Loss of face"
    assert held(ui, "Loss of face") == 1
    key = next(word for word in ui.seen.splitlines()[-4:] if "Loss of face" in word).split("Loss")[0].split()[-1]
    await ui.press(key)
    assert held(ui, "Loss of face") == 2
    assert len(units(ui)) == there - 2
    await ui.press("u", "u")
    assert "Loss of face" not in ui.names()
    await ui.press(key)
    assert held(ui, "Loss of face") == 1


@act("review.next")
async def _(ui: Ui) -> None:
    there = len(units(ui))
    assert " ".join(units(ui)[0].quote.split())[:15] in ui.seen
    for _ in range(there):
        await ui.press("j")
    assert "last unit" in ui.said
    assert f"{there}/{there}" in ui.seen


@act("review.previous")
async def _(ui: Ui) -> None:
    await ui.press("k")
    assert "first unit" in ui.said
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
    there = len(units(ui))
    await ui.press("x")
    assert len(units(ui)) == there - 1
    await ui.press("k", "x", "*", "m", "e", "c")
    assert "u takes that back" in ui.said
    await ui.press("u")
    assert len(units(ui)) == there


@act("review.gold")
async def _(ui: Ui) -> None:
    before = [one.mark for one in ui.project.codings.values()].count("gold")
    await ui.press("*")
    after = [one.mark for one in ui.project.codings.values()].count("gold")
    assert abs(after - before) == 1
    await ui.press("*")
    assert [one.mark for one in ui.project.codings.values()].count("gold") == before


@act("review.doubtful")
async def _(ui: Ui) -> None:
    (coding,) = (one for one in ui.project.codings_of(units(ui)[0].id) if one.code == shame(ui).id)
    assert coding.mark == ""
    await ui.press("!")
    assert ui.project.codings[coding.id].mark == "doubtful"
    assert "?Shame" in ui.seen
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
    assert held(ui, "Before colleagues") == 2
    assert operations(ui, 2) == ["codebook.split"] * 2
    assert {one.reason for one, _ in zip(ui.project.history(), "12", strict=False)} == {"two things"}
    await ui.press("u", "u", "u")
    assert "Before colleagues" not in ui.names()
    assert ui.project.info.reasons


async def test_the_unit_is_seen_however_long_its_turns_are(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("R")
    for unit in units(ui):
        assert " ".join(unit.quote.split())[:12] in " ".join(ui.seen.split())
        await ui.press("space")


async def test_a_group_shows_the_units_of_the_codes_below(ui: Ui) -> None:
    await ui.to_code("Before asking")
    await ui.press("R")
    assert ui.screen == "ReviewScreen"


# Several codes


async def test_marked_codes_are_merged_coloured_archived_deleted_at_once(ui: Ui) -> None:
    ui.forget_texts_on("Shame", "Home pays")
    before = ui.project.undoable

    async def mark() -> None:
        for name in ("Shame", "Home pays"):
            await ui.to_code(name)
            await ui.press("x")

    await mark()
    await ui.press("C", "down", "enter")
    assert code_named(ui.project, "Shame").color == code_named(ui.project, "Home pays").color
    await mark()
    await ui.press("h")
    assert code_named(ui.project, "Shame").archived
    assert code_named(ui.project, "Home pays").archived
    await ui.press("u")
    await mark()
    await ui.press("D", "u")
    assert not {"Shame", "Home pays"} & ui.names()
    await ui.press("u")
    await mark()
    await ui.press("M", *"Shame", "enter")
    assert "Home pays" not in ui.names()
    assert ui.project.undoable == before + 2
    assert ui.app._exception is None


async def test_a_code_cannot_go_into_its_own_child(ui: Ui) -> None:
    await ui.to_code("Before asking")
    await ui.press("M", *"shame")
    assert not any("Before asking/Shame" in row for row in ui.options)


async def test_an_empty_tree_says_why_it_is_empty_and_what_to_do(running: Opener, tmp_path: Path) -> None:
    words = "P: One. Two.\n"
    create_project(tmp_path / "new", "New", coder="KG")
    with open_project(tmp_path / "new") as project:
        sources.add(project, name="A", text=words, turns=find_turns(words))
    async with running(tmp_path / "new") as ui:
        note = "No codes yet. c in the"
        assert note in ui.seen
        await ui.press("c")
        assert "type a name, Enter makes it" in ui.seen
        await ui.press(*"Home/Cold", "enter")
        assert note not in ui.seen
        await ui.press("tab", "slash", *"zzz")
        assert "No code matches." in ui.seen
        await ui.press("escape")
        assert "No code matches." not in ui.seen
        await ui.press("u")
        assert note in ui.seen

"""Every action in the code tree, the memo pane, on the home screen and everywhere, by its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.analysis.retrieval import retrieve
from coder.model.memo import Memo
from coder.project.operations import memos
from coder.project.study import path_of
from coder.tui.keymap import actions
from tests.tui.conftest import ActionCases, Ui

WHERE = ("codes", "memo", "study", "app")
act = ActionCases(*WHERE)
#: Parts whose actions are tried in a test file of their own.
ELSEWHERE = (
    "home",
    "transcript",
    "history",
    "settings",
    "memos",
    "search",
    "retrieve",
    "autocode",
    "codebook",
    "code_page",
    "review",
    "correction",
    "grid",
    "matrix",
    "cards",
    "steps",
    "themes",
    "groups",
    "pairs",
    "changes",
    "participants",
    "framework",
    "evidence",
    "levels",
    "coreq",
    "answering",
    "analytic",
    "check",
    "checking",
    "unitcheck",
    "claimcheck",
    "condense",
    "condensing",
)


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await act.run(id, ui)
    assert ui.app._exception is None


def test_no_action_is_left_out() -> None:
    assert {one.where for one in actions.ACTIONS} == {*WHERE, *ELSEWHERE}


@pytest.mark.parametrize("where", [*WHERE, *ELSEWHERE])
def test_no_key_twice(where: str) -> None:
    scopes = [where] if where in ("study", "app") else [where, "study", "app"]
    keys = [key for scope in scopes for action in actions.of(scope) for key in action.key.split(",")]
    assert keys
    assert len(keys) == len(set(keys))


def path(ui: Ui, name: str) -> str:
    return path_of(ui.project, next(one for one in ui.project.codes.values() if one.name == name))


# The code tree


@act("codes.next")
async def _(ui: Ui) -> None:
    ui.tree.focus()
    await ui.press("j", "down")
    assert ui.codes.code is not None
    assert ui.codes.code.name == "Patient first"


@act("codes.previous")
async def _(ui: Ui) -> None:
    await ui.to_code("Patient first")
    await ui.press("k", "up")
    assert ui.codes.code is not None
    assert ui.codes.code.name == "What a doctor ought to be"


@act("codes.fold")
async def _(ui: Ui) -> None:
    await ui.to_code("Before asking")
    await ui.press("space")
    assert "Presenteeism" not in ui.seen
    await ui.press("space")
    assert "Presenteeism" in ui.seen


@act("codes.light")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.light")
    assert "units of Shame in this transcript" in ui.said
    assert ui.view.canvas.lit
    await ui.do("codes.light")
    assert not ui.view.canvas.lit


@act("codes.add")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("a", *"Fear/Of colleagues", "enter")
    assert path(ui, "Of colleagues") == "Before asking/Fear/Of colleagues"


@act("codes.add_below")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("A", *"Fear", "enter")
    assert path(ui, "Fear") == "Before asking/Shame/Fear"


@act("codes.rename")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("r", "ctrl+u", *"Loss of face", "enter")
    assert "Shame" not in ui.names()
    await ui.press("r", "escape")
    assert path(ui, "Loss of face") == "Before asking/Loss of face"
    assert "Loss of face" in ui.seen


@act("codes.why")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("w")
    assert "asked for a reason" in ui.said
    await ui.press("r", "ctrl+u", *"Loss of face", "enter", *"it is more than shame", "enter")
    assert next(ui.project.history()).reason == "it is more than shame"
    await ui.press("r", "ctrl+u", *"Face", "enter")
    assert "Face" in ui.names()  # the next one does not ask
    await ui.press("w", "w", "r", "ctrl+u", *"Shame", "enter")
    assert "Shame" in ui.names()


@act("codes.units")
async def _(ui: Ui) -> None:
    for name, query in (("Shame", '"Before asking"/Shame'), ("Before asking", '"Before asking"/**')):
        await ui.press("g", "c")
        await ui.to_code(name)
        await ui.press("o")
        wanted = len(retrieve(ui.project, query))
        await ui.until(lambda wanted=wanted: f"{wanted} units in" in ui.seen)
        assert query in ui.seen


@act("codes.import")
async def _(ui: Ui) -> None:
    Path("book.csv").write_text("path,definition\nFear,Of what comes\n", encoding="utf-8")
    await ui.to_code("Shame")
    await ui.do("codes.import")
    await ui.paste("book.csv")
    await ui.press("enter", "a", "enter")
    assert "Fear" in ui.names()


@act("codes.export")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.export")
    await ui.press("enter")
    await ui.until(lambda: "Saved to" in ui.said)
    assert "Shame" in Path("tern-house-codebook.csv").read_text(encoding="utf-8-sig")


@act("codes.define")
async def _(ui: Ui) -> None:
    await ui.to_code("Among equals")
    await ui.press("d", "ctrl+u", *"Spoken as equals", "enter")
    assert ui.codes.code is not None
    assert ui.codes.code.definition == "Spoken as equals"
    await ui.until(lambda: "Spoken as equals" in ui.seen)
    await ui.press("d", "ctrl+j", *"Or not", "enter")
    assert ui.codes.code.definition == "Spoken as equals\nOr not"
    await ui.press("d")
    assert "Spoken as equals ⏎ Or not" in ui.seen  # on one line
    await ui.press("enter")
    assert ui.codes.code.definition == "Spoken as equals\nOr not"
    await ui.press("d", "ctrl+u")
    await ui.paste("Whole\r\n\r\nparagraphs\n")
    await ui.press("enter")
    assert ui.codes.code.definition == "Whole\n\nparagraphs"


@act("codes.up")
async def _(ui: Ui) -> None:
    before = [one.name for one in ui.project.children(None)]
    await ui.to_code(before[1])
    await ui.do("codes.up")
    assert [one.name for one in ui.project.children(None)][:2] == [before[1], before[0]]
    assert ui.codes.code is not None
    assert ui.codes.code.name == before[1]


@act("codes.down")
async def _(ui: Ui) -> None:
    before = [one.name for one in ui.project.children(None)]
    await ui.to_code(before[0])
    await ui.do("codes.down")
    assert [one.name for one in ui.project.children(None)][:2] == [before[1], before[0]]


@act("codes.indent")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press(">")
    assert path(ui, "Shame") == "Before asking/Presenteeism/Shame"


@act("codes.outdent")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("<")
    assert path(ui, "Shame") == "Shame"


@act("codes.move")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("v", *"afterw", "enter")
    assert path(ui, "Shame") == "Afterwards/Shame"
    await ui.press("v", *"top", "enter")
    assert path(ui, "Shame") == "Shame"


@act("codes.merge")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    both = ui.count("Shame") + ui.count("Home pays")
    await ui.press("M", *"home pays", "enter")
    assert "Shame" not in ui.names()
    assert ui.said.startswith("merged Shame into Home pays")
    assert ui.count("Home pays") <= both


@act("codes.color")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    assert ui.codes.code is not None
    before = ui.codes.code.color
    await ui.press("C", "down", "enter")
    assert ui.codes.code.color != before


@act("codes.pin")
async def _(ui: Ui) -> None:
    await ui.to_code("Home pays")
    assert ui.codes.code is not None
    await ui.press("7")
    assert ui.codes.code.quick == 7
    await ui.press("7")
    assert ui.codes.code.quick is None


@act("codes.memo")
async def _(ui: Ui) -> None:
    await ui.to_code("Home pays")
    await ui.press("m", *"Who pays?", "escape")
    assert ui.codes.code is not None
    assert [memo.text for memo in ui.project.memos_on(ui.codes.code.id)] == ["Who pays?"]


@act("codes.delete")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("delete", "m", *"home pays", "enter")
    assert "has a condensate" in " ".join(ui.toasts.split())
    assert "Shame" in ui.names()
    ui.forget_texts_on("Shame")
    await ui.pilot.pause()
    moved, there, above = ui.count("Shame"), ui.count("Home pays"), ui.count("Before asking")
    await ui.press("delete")
    assert f"{moved} codings" in ui.seen
    await ui.press("m", *"home pays", "enter")
    assert "Shame" not in ui.names()
    assert there < ui.count("Home pays") <= there + moved
    assert ui.count("Before asking") <= above
    await ui.press("u")
    assert (ui.count("Shame"), ui.count("Home pays")) == (moved, there)
    await ui.to_code("Shame")
    await ui.press("D", "u")
    assert ui.count("Before asking") == above - moved
    await ui.to_code("Home pays")
    await ui.press("D", "c")
    assert "Home pays" in ui.names()


@act("codes.like")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.like")
    assert ui.screen == "AutocodeScreen"
    await ui.until(lambda: "0 of 50 selected" in ui.said)
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@act("codes.page")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.page")
    assert ui.screen == "CodePage"
    assert "Before asking/Shame" in ui.seen


@act("codes.review")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.review")
    assert ui.screen == "ReviewScreen"
    assert f"1/{ui.count('Shame')}" in ui.seen


@act("codes.split")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    there = ui.count("Shame")
    await ui.press("S", *"Loss of face", "enter")
    assert ui.screen == "ReviewScreen"
    assert "Loss of face" not in ui.names()
    await ui.press("1", "escape")
    assert ui.count("Loss of face") == 1
    assert ui.count("Shame") == there - 1
    assert next(ui.project.history()).operation == "codebook.split"


@act("codes.archive")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.archive")
    assert "Shame" not in "".join(row.name for id, row in ui.tree.rows.items() if id in ui.tree.nodes)
    await ui.press("tab", "tab", "c", *"shame")
    assert not any("Before asking/Shame" in row for row in ui.options)
    await ui.press("escape")
    await ui.press("u")
    assert any(ui.tree.rows[id].name == "Shame" for id in ui.tree.nodes)


@act("codes.show_archived")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("h", "H")
    assert "(Shame)" in ui.seen
    await ui.to_code("Shame")
    await ui.press("h")
    assert "(Shame)" not in ui.seen
    assert "Shame" in ui.seen


@act("codes.mark")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("x")
    await ui.to_code("Home pays")
    await ui.press("x")
    assert "2 marked" in ui.seen
    await ui.press("v", *"afterw", "enter")
    assert path(ui, "Shame") == "Afterwards/Shame"
    assert path(ui, "Home pays") == "Afterwards/Home pays"
    assert not ui.tree.marked
    await ui.press("u")
    assert path(ui, "Shame") == "Before asking/Shame"


@act("codes.unmark")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("x", "escape")
    assert not ui.tree.marked
    assert "marked" not in ui.seen


@act("codes.filter")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.press("/", *"équals")
    assert len(ui.tree.nodes) < 4
    assert "Among equals" in ui.seen
    await ui.press("escape")
    assert len(ui.tree.nodes) == len(ui.project.codes)


# The memo pane


async def at_memos(ui: Ui) -> None:
    await ui.press("tab", "tab")
    assert ui.memo.memo is not None


@act("memo.edit")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    memo = ui.memo.memo
    assert memo is not None
    await ui.press("enter", *" More.", "escape")
    assert ui.project.memos[memo.id].text == memo.text + " More."


@act("memo.next")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    await ui.press("a", *"Second.", "escape")
    shown = ui.memo.memo
    await ui.do("memo.next")
    assert ui.memo.memo != shown
    await ui.do("memo.next")
    assert ui.memo.memo == shown


@act("memo.previous")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    await ui.press("a", *"Second.", "escape")
    shown = ui.memo.memo
    await ui.do("memo.previous")
    assert ui.memo.memo != shown
    assert " of 2" in ui.seen


@act("memo.read_on")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    first = "After the interview"
    assert first in ui.seen
    await ui.do("memo.read_on")
    await ui.until(lambda: first not in ui.seen)


@act("memo.read_back")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    await ui.press("pagedown", "space", "pageup", "backspace")
    await ui.until(lambda: "After the interview" in ui.seen)


@act("memo.add")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    before = len(ui.project.memos)
    await ui.press("a", *"Second.", "escape")
    assert len(ui.project.memos) == before + 1


@act("memo.kind")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    memo = ui.memo.memo
    assert memo is not None
    await ui.press("t", "r")
    assert ui.project.memos[memo.id].kind == "reflexive"


async def the_only_memo_here(ui: Ui, text: str, kind: str = "analytic") -> Memo:
    """Write the only memo on the transcript and go to it."""
    source = next(one for one in ui.project.sources.values() if one.name == "P01_baseline")
    for one in ui.project.memos_on(source.id):
        memos.remove(ui.project, one)
    memo = memos.write(ui.project, text, kind=kind, about="sources", target=source.id)
    await ui.press("shift+tab")
    assert ui.memo.memo == memo
    return memo


@act("memo.follow")
async def _(ui: Ui) -> None:
    await the_only_memo_here(ui, "See [[code:Shame]]")
    await ui.do("memo.follow")
    assert ui.app.focused is ui.tree
    assert ui.codes.code is not None
    assert ui.codes.code.name == "Shame"


@act("memo.share")
async def _(ui: Ui) -> None:
    memo = await the_only_memo_here(ui, "Mine", "reflexive")
    await ui.do("memo.share")
    assert ui.project.memos[memo.id].shared


@act("memo.delete")
async def _(ui: Ui) -> None:
    await at_memos(ui)
    memo = ui.memo.memo
    assert memo is not None
    await ui.press("D", "c")
    assert memo.id in ui.project.memos
    await ui.press("D", "d")
    assert memo.id not in ui.project.memos
    await ui.press("u")
    assert ui.project.memos[memo.id] == memo


# Everywhere


@act("study.go")
async def _(ui: Ui) -> None:
    for letter, screen in (("h", "Home"), ("i", "Import"), ("l", "History"), ("c", "Coding")):
        await ui.press("g")
        assert ui.screen == "ChoiceModal"
        await ui.press(letter)
        assert ui.screen == f"{screen}Screen"


@act("study.undo")
async def _(ui: Ui) -> None:
    before = ui.project.undoable
    await ui.press("1", "u")
    assert ui.said.startswith("Undid: coded “SYNTHETIC")
    assert f"{before} to undo · 1 to redo" in ui.state


@act("study.redo")
async def _(ui: Ui) -> None:
    await ui.press("1", "u", "ctrl+r")
    assert ui.said.startswith("Redid: coded “SYNTHETIC")
    assert ui.here == {"Strong, never ill"}
    await ui.press("ctrl+r")
    assert ui.said == "Nothing to redo"


@act("study.zoom")
async def _(ui: Ui) -> None:
    await ui.do("study.zoom")
    assert ui.view.size.width > 70
    assert not ui.tree.region.area
    await ui.do("study.zoom")
    assert ui.tree.region.area


@act("study.wider")
async def _(ui: Ui) -> None:
    before = ui.tree.size.width
    await ui.press("(")
    assert ui.tree.size.width == before + 2


@act("study.narrower")
async def _(ui: Ui) -> None:
    before = ui.tree.size.width
    await ui.press(")")
    assert ui.tree.size.width == before - 2


@act("study.next_pane")
async def _(ui: Ui) -> None:
    found = []
    for _ in range(3):
        await ui.press("tab")
        found.append(ui.app.focused)
    assert found == [ui.tree, ui.memo, ui.view]


@act("study.previous_pane")
async def _(ui: Ui) -> None:
    found = []
    for _ in range(3):
        await ui.press("shift+tab")
        found.append(ui.app.focused)
    assert found == [ui.memo, ui.tree, ui.view]


@act("study.search")
async def _(ui: Ui) -> None:
    await ui.do("study.search")
    assert ui.screen == "SearchScreen"


@act("study.stop")
async def _(ui: Ui) -> None:
    stopped: list[bool] = []
    ui.app.screen.stop_work = lambda: stopped.append(True)  # type: ignore[attr-defined]
    await ui.do("study.stop", "study.stop")
    assert stopped == [True]


@act("app.keys")
async def _(ui: Ui) -> None:
    await ui.press("?")
    assert ui.screen == "KeysScreen"
    assert "Next unit" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@act("app.palette")
async def _(ui: Ui) -> None:
    await ui.press("ctrl+p")
    await ui.until(lambda: ui.screen == "CommandPalette")
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@act("app.theme")
async def _(ui: Ui) -> None:
    seen = []
    for _ in range(3):
        await ui.do("app.theme")
        seen.append(ui.app.theme)
    assert seen == ["coder-light", "coder-contrast", "coder-dark"]


@act("app.quit")
async def _(ui: Ui) -> None:
    project = ui.project
    await ui.press("1", "ctrl+q")
    await ui.until(lambda: ui.app.project is None)
    assert ui.app.return_code in (0, None)
    assert project.undoable

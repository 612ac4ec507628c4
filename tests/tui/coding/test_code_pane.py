"""The code pane: each action by its key; several codes at once; an empty tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.analysis.retrieval import retrieve
from coder.project import create_project, open_project
from coder.project.operations import sources
from coder.project.study import code_named, path_of
from coder.text.turns import find_turns
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("codes")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await act.run(id, ui)
    assert ui.app._exception is None


async def test_marked_codes_change_together(ui: Ui) -> None:
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


async def test_a_code_cannot_be_merged_into_its_child(ui: Ui) -> None:
    await ui.to_code("Before asking")
    await ui.press("M", *"shame")
    assert not any("Before asking/Shame" in row for row in ui.options)


async def test_an_empty_tree_says_what_to_do(running: Opener, tmp_path: Path) -> None:
    words = "P: One. Two.\n"
    create_project(tmp_path / "new", "New", coder="KG")
    with open_project(tmp_path / "new") as project:
        sources.add(project, name="A", text=words, turns=find_turns(words))
    async with running(tmp_path / "new") as ui:
        note = "No codes yet. c in the"
        assert note in ui.seen
        await ui.press("c")
        assert "type a name, Enter creates it" in ui.seen
        await ui.press(*"Home/Cold", "enter")
        assert note not in ui.seen
        await ui.press("tab", "slash", *"zzz")
        assert "No code matches." in ui.seen
        await ui.press("escape")
        assert "No code matches." not in ui.seen
        await ui.press("u")
        assert note in ui.seen


def path(ui: Ui, name: str) -> str:
    return path_of(ui.project, next(code for code in ui.project.codes.values() if code.name == name))


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


@act("codes.code")
async def _(ui: Ui) -> None:
    await ui.press("v", "j")
    span = ui.view.selection
    await ui.to_code("Shame")
    await ui.press("space")
    unit = next(unit for unit in ui.project.segments.values() if unit.span == span)
    assert [ui.project.codes[coding.code].name for coding in ui.project.codings_of(unit.id)] == ["Shame"]
    assert "coded “" in ui.said
    assert "with Shame" in ui.said
    assert ui.app.focused is ui.tree
    assert ui.view.cursor.anchor is None


@act("codes.fold")
async def _(ui: Ui) -> None:
    await ui.to_code("Before asking")
    await ui.press("left")
    assert "Presenteeism" not in ui.seen
    await ui.press("left")
    assert "Presenteeism" not in ui.seen


@act("codes.unfold")
async def _(ui: Ui) -> None:
    await ui.to_code("Before asking")
    await ui.press("left", "right")
    assert "Presenteeism" in ui.seen
    await ui.press("right")
    assert "Presenteeism" in ui.seen


@act("codes.light")
async def _(ui: Ui) -> None:
    await ui.to_code("Shame")
    await ui.do("codes.light")
    assert "units of Shame in this transcript" in ui.said
    assert ui.view.canvas.highlighted
    await ui.do("codes.light")
    assert not ui.view.canvas.highlighted


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
    code = ui.codes.code
    assert code is not None
    await ui.press("d", "ctrl+end", "enter", *"Or not", "escape")
    assert ui.project.codes[code.id].definition == f"{code.definition}\nOr not"
    assert ui.app.focused is ui.tree
    await ui.press("d", *"lost", "ctrl+g")
    assert ui.project.codes[code.id].definition == f"{code.definition}\nOr not"


@act("codes.up")
async def _(ui: Ui) -> None:
    before = [child.name for child in ui.project.children(None)]
    await ui.to_code(before[1])
    await ui.do("codes.up")
    assert [child.name for child in ui.project.children(None)][:2] == [before[1], before[0]]
    assert ui.codes.code is not None
    assert ui.codes.code.name == before[1]


@act("codes.down")
async def _(ui: Ui) -> None:
    before = [child.name for child in ui.project.children(None)]
    await ui.to_code(before[0])
    await ui.do("codes.down")
    assert [child.name for child in ui.project.children(None)][:2] == [before[1], before[0]]


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
    assert "by IH" in ui.seen
    assert "Shame" in ui.names()
    await ui.press("y")
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
    await ui.press("delete")
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


async def test_the_cursor_follows_what_is_coded_elsewhere_and_unfolds_nothing(ui: Ui) -> None:
    ui.view.focus()
    await ui.press("j", "j", "c", *"shame", "enter")
    await ui.until(lambda: ui.codes.code == code_named(ui.project, "Shame"))
    ui.tree.nodes[code_named(ui.project, "Before asking").id].collapse()
    await ui.press("j", "c", *"home pays", "enter")
    await ui.until(lambda: ui.codes.code == code_named(ui.project, "Before asking"))
    assert not ui.tree.nodes[code_named(ui.project, "Before asking").id].is_expanded


async def test_filter_leaves_out_names_that_are_only_spelt_alike(ui: Ui) -> None:
    await ui.press("tab", "/", *"sham", "enter")
    assert [ui.project.codes[id].name for id in ui.tree.nodes] == ["Before asking", "Shame"]


async def test_a_move_that_is_not_possible_says_why(ui: Ui) -> None:
    await ui.to_code("Presenteeism")
    before = ui.project.undoable
    await ui.press("K")
    assert ui.said == "Presenteeism is the first of its group"
    await ui.press(">")
    assert ui.said == "No code above Presenteeism in its group to move it into"
    await ui.to_code("Before asking")
    await ui.press("<")
    assert ui.said == "Before asking is in no group to move it out of"
    assert ui.project.undoable == before

"""Every action in the transcript, by its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.model.source import DOUBTFUL, GOLD
from coder.project import create_project, open_project
from coder.project.operations import sources
from tests.strategies import turns_of
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("transcript")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await act.run(id, ui)
    assert ui.app._exception is None


@act("transcript.down")
async def _(ui: Ui) -> None:
    await ui.press("j", "down")
    assert ui.quote == "Thank you for coming."


@act("transcript.up")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "k", "up")
    assert ui.quote == "Nobody said this."


@act("transcript.next_turn")
async def _(ui: Ui) -> None:
    await ui.do("transcript.next_turn")
    assert ui.quote == "Thank you for coming."


@act("transcript.previous_turn")
async def _(ui: Ui) -> None:
    await ui.do("transcript.next_turn", "transcript.next_turn", "transcript.previous_turn")
    assert ui.quote == "Thank you for coming."


@act("transcript.page_down")
async def _(ui: Ui) -> None:
    await ui.do("transcript.page_down")
    assert ui.view.canvas.top > 10
    assert ui.view.canvas.shows(ui.view.cursor.head)


@act("transcript.page_up")
async def _(ui: Ui) -> None:
    await ui.press("pagedown", "space", "pageup", "backspace")
    assert ui.view.canvas.top == 0


@act("transcript.home")
async def _(ui: Ui) -> None:
    await ui.go_to("So technically")
    await ui.do("transcript.home")
    assert ui.quote == "I rang."


@act("transcript.end")
async def _(ui: Ui) -> None:
    await ui.go_to("I rang.")
    await ui.do("transcript.end")
    assert ui.quote == "I said I was calling on behalf of a colleague."


@act("transcript.first")
async def _(ui: Ui) -> None:
    await ui.do("transcript.last", "transcript.first")
    assert ui.view.cursor.span.start == 0


@act("transcript.last")
async def _(ui: Ui) -> None:
    await ui.do("transcript.last")
    assert ui.pane.text.rstrip().endswith(ui.quote.rstrip())


@act("transcript.smaller")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.do("transcript.smaller")
    assert (ui.quote, ui.said) == ("Thank", "word")
    await ui.do("transcript.smaller")
    assert (ui.quote, ui.said) == ("T", "character")


@act("transcript.larger")
async def _(ui: Ui) -> None:
    await ui.go_to("I rang.")
    await ui.do("transcript.larger")
    assert ui.said.startswith("turn")
    assert ui.quote.startswith("I rang.")
    assert ui.quote.endswith("on behalf of a colleague.")


@act("transcript.next_coded")
async def _(ui: Ui) -> None:
    await ui.do("transcript.next_coded")
    assert ui.here
    first = ui.view.cursor.span
    await ui.do("transcript.next_coded")
    assert ui.view.cursor.span.start > first.start


@act("transcript.previous_coded")
async def _(ui: Ui) -> None:
    await ui.do("transcript.next_coded")
    first = ui.view.cursor.span
    await ui.do("transcript.next_coded", "transcript.previous_coded")
    assert ui.view.cursor.span == first


@act("transcript.select")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.do("transcript.select", "transcript.down")
    assert ui.quote == "Thank you for coming. Where would you like to begin?"
    assert ui.said.startswith("selection")


@act("transcript.extend_down")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("shift+down")
    assert ui.quote == "Thank you for coming. Where would you like to begin?"


@act("transcript.extend_up")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("J", "shift+up", "K")
    assert ui.quote.startswith("Nobody said this.")


@act("transcript.swap")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("J", "o")
    assert ui.view.cursor.head == ui.view.selection.start


@act("transcript.nudge_back")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("v", "[", "[")
    assert ui.quote == "Thank you for"


@act("transcript.nudge_on")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("v", "]")
    assert ui.quote == "Thank you for coming. Where"


@act("transcript.escape")
async def _(ui: Ui) -> None:
    await ui.press("v", "j", "escape")
    assert ui.view.cursor.anchor is None


@act("transcript.code")
async def _(ui: Ui) -> None:
    before = ui.count("Shame")
    await ui.go_to("Thank you for coming.")
    await ui.press("c", "s", "h", "a", "enter")
    assert ui.here == {"Shame"}
    assert ui.count("Shame") == before + 1
    assert "Shame" in ui.said


@act("transcript.again")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.do("transcript.again")
    assert "c chooses one" in ui.said
    await ui.press("c", "s", "h", "a", "enter", "j", ".")
    assert (ui.quote, ui.here) == ("Where would you like to begin?", {"Shame"})


@act("transcript.quick")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("9")
    assert "Key 9 has no code" in ui.said
    await ui.press("1")
    assert ui.here == {"Strong, never ill"}


@act("transcript.in_vivo")
async def _(ui: Ui) -> None:
    await ui.go_to("On behalf of a colleague")
    await ui.do("transcript.in_vivo")
    assert ui.here == {"On behalf of a colleague"}
    assert "On behalf of a colleague" in ui.names()


@act("transcript.uncode")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.do("transcript.uncode")
    assert ui.said == "Nothing is coded here"
    await ui.press("1", "2", "x")
    assert ui.screen == "ChoiceModal"
    await ui.press("1")
    assert len(ui.here) == 1
    await ui.press("x")
    assert not ui.here


@act("transcript.adjust")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("1", "e", "[", "[", "enter")
    assert {ui.project.segments[c.segment].quote for c in ui.pane.codings_here()} == {"Thank you for"}
    await ui.press("e", "[")
    assert "move edge" in ui.seen.splitlines()[-1]
    await ui.press("escape")
    assert "move edge" not in ui.seen
    assert {ui.project.segments[c.segment].quote for c in ui.pane.codings_here()} == {"Thank you for"}


@act("transcript.doubtful")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("!")
    assert ui.said == "Nothing is coded here"
    await ui.press("1", "!")
    assert [one.mark for one in ui.pane.codings_here()] == [DOUBTFUL]
    await ui.press("*", "!", "!")
    assert [one.mark for one in ui.pane.codings_here()] == [""]


@act("transcript.gold")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    await ui.press("*")
    assert ui.said == "Nothing is coded here"
    await ui.press("1", "*")
    assert [one.mark for one in ui.pane.codings_here()] == [GOLD]
    await ui.press("*")
    assert [one.mark for one in ui.pane.codings_here()] == [""]


async def _written(ui: Ui, key: str) -> tuple[str, str]:
    before = set(ui.project.memos)
    await ui.press(key)
    if ui.memo.view.editing and ui.memo.view.editor.text:
        existing = ui.memo.view._draft
        assert existing is not None
        await ui.press("escape")
        return existing.about, existing.target
    await ui.type("A thought.")
    await ui.press("escape")
    (made,) = set(ui.project.memos) - before
    memo = ui.project.memos[made]
    assert (memo.text, ui.memo.view.editing) == ("A thought.", False)
    return memo.about, memo.target


@act("transcript.memo")
async def _(ui: Ui) -> None:
    await ui.go_to("Thank you for coming.")
    about, target = await _written(ui, "m")
    assert about == "segments"
    assert ui.project.segments[target].quote == "Thank you for coming."


@act("transcript.memo_document")
async def _(ui: Ui) -> None:
    assert ui.pane.source is not None
    assert await _written(ui, "M") == ("sources", ui.pane.source.id)


@act("transcript.memo_participant")
async def _(ui: Ui) -> None:
    assert ui.pane.source is not None
    assert await _written(ui, "p") == ("participants", ui.pane.source.participant)


@act("transcript.memo_project")
async def _(ui: Ui) -> None:
    assert await _written(ui, "P") == ("project", ui.project.info.id)


@act("transcript.copy")
async def _(ui: Ui) -> None:
    copied: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pyperclip.copy", copied.append)
        await ui.go_to("Thank you for coming.")
        await ui.do("transcript.copy")
    assert copied == ["“Thank you for coming.” (P01, baseline, turn 2)"]


async def test_copied_name_is_named_after_it_is_copied(
    running: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyperclip.copy", lambda text: None)
    text = "I: Who was it? SYNTHETIC\nP: I asked doctor Kari Nesvold. Nothing else.\n"
    create_project(tmp_path / "study")
    with open_project(tmp_path / "study", "KG") as project:
        sources.add(project, name="P09", text=text, turns=turns_of(text), language="en")
    async with running(tmp_path / "study") as ui:
        await ui.go_to("I asked")
        await ui.do("transcript.copy")
        await ui.until(lambda: ui.said == "Copied; may identify somebody: Kari Nesvold")
        await ui.go_to("Nothing else")
        await ui.do("transcript.copy")
        assert ui.said == "Copied to the clipboard"


@act("transcript.find")
async def _(ui: Ui) -> None:
    await ui.press("/", *"colleague")
    count = ui.pane.text.count("colleague")
    assert ui.said.startswith(f"1 of {count}")
    await ui.press("enter")
    assert ui.said.startswith(f"1 of {count} · n N: next, previous")
    assert "colleague" in ui.quote
    for place in range(2, count + 1):
        await ui.press("/", "enter")
        assert ui.said.startswith(f"{place} of {count}")
        assert "colleague" in ui.quote
    await ui.do("transcript.previous_coded")
    assert "colleague" in ui.quote
    assert f"of {count} highlighted" in ui.said
    await ui.press("/", *"no such words", "escape")
    assert "colleague" in ui.quote


async def test_typeset_words_are_found_as_one_types_them(running: Opener, tmp_path: Path) -> None:
    text = "I: How was it?\nP: It was e\ufb00ective in the o\ufb03ce. And it\u02bcs \ufb01ne. SYNTHETIC\n"
    create_project(tmp_path / "study")
    with open_project(tmp_path / "study", "KG") as project:
        sources.add(project, name="typeset", text=text, turns=turns_of(text))
    async with running(tmp_path / "study") as ui:
        await ui.press("/", *"office")
        assert ui.said.startswith("1 of 1")
        await ui.press("enter")
        assert "o\ufb03ce" in ui.quote
        await ui.press("/", *"it's fine", "enter")
        assert "\ufb01ne" in ui.quote


async def test_words_that_are_not_there_leave_the_cursor_where_it_was(ui: Ui) -> None:
    await ui.go_to("They gave me a prize")
    here = ui.quote
    await ui.press("/", *"thermos")
    assert ui.quote != here
    await ui.press(*"zz", "enter")
    assert "not in this text" in ui.said
    assert ui.quote == here


@act("transcript.correct")
async def _(ui: Ui) -> None:
    await ui.press("E")
    assert ui.screen == "CorrectionTextScreen"
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


@act("transcript.quote")
async def _(ui: Ui) -> None:
    await ui.go_to("On behalf of a colleague.")
    await ui.do("transcript.quote")
    await ui.press("down", "enter")
    await ui.until(lambda: ui.memo.view.editing)
    assert ui.memo.view.editor.text.startswith("> On behalf of a colleague.\n>\n> — P01, baseline")
    assert "analytic · the project" in ui.seen


@act("transcript.stripes")
async def _(ui: Ui) -> None:
    await ui.do("transcript.stripes")
    assert not ui.view.codes_visible
    await ui.do("transcript.stripes")
    assert ui.view.codes_visible


@act("transcript.source")
async def _(ui: Ui) -> None:
    await ui.press("s", *"p03 base", "enter")
    assert ui.pane.source is not None
    assert ui.pane.source.name == "P03_baseline"


@act("transcript.skip")
async def _(ui: Ui) -> None:
    await ui.go_to("You're the one")
    await ui.do("transcript.skip")
    assert "without I" in ui.said
    await ui.press("j")
    assert ui.quote == "I rang."
    await ui.press("k", "k")
    assert ui.quote == "SYNTHETIC – invented for learning and testing. Nobody said this."[-len(ui.quote) :]
    await ui.do("transcript.skip")
    assert "without" not in ui.said
    await ui.press("j")
    assert ui.quote == "Thank you for coming."


@act("transcript.speakers")
async def _(ui: Ui) -> None:
    await ui.do("transcript.speakers")
    await ui.press(*"only I", "enter")
    assert "only I" in ui.said
    await ui.go_to("Where would you like")
    await ui.press("j")
    assert ui.quote == "(laughs) That's true."
    await ui.do("transcript.speakers")
    await ui.press(*"interviewers", "enter")
    await ui.press(*"P", "enter")
    assert ui.pane.source is not None
    assert ui.project.sources[ui.pane.source.id].interviewers == ("P",)
    await ui.do("transcript.speakers")
    await ui.press(*"all speakers", "enter")
    assert "only" not in ui.said


@act("transcript.bookmark")
async def _(ui: Ui) -> None:
    await ui.do("transcript.bookmark")
    assert ui.said == "Bookmark set: B lists them"
    await ui.press("j", "k")
    assert "bookmark" in ui.said
    await ui.do("transcript.bookmark")
    assert ui.pane.places.bookmarks == []
    await ui.press("j", "k")
    assert "bookmark" not in ui.said


@act("transcript.bookmarks")
async def _(ui: Ui) -> None:
    await ui.do("transcript.bookmarks")
    assert ui.said.startswith("No bookmarks yet")
    await ui.go_to("I rang.")
    await ui.press("b", "s", *"P02", "enter")
    assert "P02" in ui.seen.splitlines()[0]
    await ui.do("transcript.bookmarks")
    assert "P01_baseline · turn 5" in ui.seen
    await ui.press("enter")
    assert ui.quote == "I rang."


@act("transcript.back")
async def _(ui: Ui) -> None:
    await ui.do("transcript.back")
    assert ui.said == "No position to go back to yet"
    await ui.go_to("I rang.")
    await ui.do("transcript.last")
    assert ui.quote != "I rang."
    await ui.do("transcript.back")
    assert ui.quote == "I rang."
    await ui.press("s", *"P02", "enter")
    await ui.do("transcript.back")
    assert ui.quote == "I rang."
    await ui.do("transcript.back")
    assert ui.pane.source is not None
    assert ui.pane.source.name == "P02_baseline"


@act("transcript.many")
async def _(ui: Ui) -> None:
    before, codings = ui.project.undoable, len(ui.project.codings)
    await ui.go_to("And did the list.")
    await ui.do("transcript.many")
    await ui.press("t", *"Shame", "enter")
    assert "coded 4 units" in ui.said
    assert ui.project.undoable == before + 1
    assert ui.here >= {"Shame"}
    await ui.press("u")
    assert len(ui.project.codings) == codings
    await ui.press("/", *"resection", "enter")
    await ui.do("transcript.many")
    await ui.press("l", *"Shame", "enter")
    assert "units" in ui.said
    assert ui.project.undoable == before + 1


@act("transcript.read")
async def _(ui: Ui) -> None:
    first = ui.pane.source
    assert first is not None
    for reading in list(ui.project.readings.values()):
        unread_again(ui, reading.id)
    await ui.do("transcript.read")
    second = ui.pane.source
    assert second is not None
    assert second.id != first.id
    assert "to read" in ui.said
    assert [one.source for one in ui.project.readings.values()] == [first.id]
    await ui.press("s", *first.name, "enter", "R")
    assert not ui.project.readings
    assert ui.pane.source.id == first.id
    assert ui.said.startswith(f"{first.name} marked as unread")
    await ui.press("S")
    assert "reading" in ui.said
    assert f"0 of {len(ui.project.sources)} read" in ui.said
    assert len(ui.said) <= 50  # what there is room for at 80 columns
    for _ in ui.project.sources:
        await ui.do("transcript.read")
    assert "all" in ui.said
    await ui.press("j")
    assert "reading mode · read" in ui.said
    coded = ui.project.segments[next(iter(ui.project.codings.values())).segment]
    ui.pane.show(ui.project, ui.project.sources[coded.source], coded.start)
    ui._coding.workspace.show_status()
    assert [part for part in ui.said.split(" · ") if part in {code.name for code in ui.project.codes.values()}] == []


def unread_again(ui: Ui, reading: str) -> None:
    with ui.project.transaction("test", "nobody has read it") as tx:
        tx.remove("readings", reading)


@act("transcript.theme")
async def _(ui: Ui) -> None:
    before, place = set(ui.project.themes), ui.quote
    await ui.do("transcript.theme")
    await ui.press(*"Evenings", "enter")
    (made,) = set(ui.project.themes) - before
    assert ui.project.themes[made].name == "Evenings"
    assert ui.quote == place
    await ui.do("transcript.theme")
    await ui.press("escape", "j")
    assert ui.quote != place


@act("transcript.level")
async def _(ui: Ui) -> None:
    await ui.press("j", "f")
    await ui.type("outside")
    await ui.press("enter")
    assert "under Outside work" in ui.said
    assert any("Outside work" in note for note in ui.pane.notes())

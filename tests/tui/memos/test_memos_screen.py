"""The memo screen, links, quotations, two texts of one memo, and whose memos are shown."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from coder.model.memo import MEMO_KINDS, Memo
from coder.project import create_project, drafts, open_project
from coder.project.drafts import MemoDraft
from coder.project.operations import memos, preconceptions
from coder.project.study import target_label
from coder.tui.app import CoderApp
from coder.tui.memos.memos_screen import MemosPane
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("memos")


def pane(ui: Ui) -> MemosPane:
    return ui.app.screen.query_one(MemosPane)


def here(ui: Ui) -> Memo:
    found = pane(ui).memo_list.memo
    assert found is not None
    return found


def texts(ui: Ui) -> list[str]:
    return [memo.text for memo in pane(ui).memo_list.memos]


def written(ui: Ui, text: str) -> Memo:
    return next(memo for memo in ui.project.memos.values() if memo.text == text)


def write(ui: Ui, text: str, about: str = "project", name: str = "", kind: str = "analytic") -> Memo:
    rows = ui.project.tables[about].values() if name else ()
    target = next((row.id for row in rows if getattr(row, "name", "") == name), "")
    return memos.write(ui.project, text, about=about, target=target, kind=kind)


async def to(ui: Ui, memo: Memo) -> None:
    """Open the screen with the cursor on a memo."""
    await ui.press("g", "m")
    pane(ui).memo_list.state.memo = memo.id
    pane(ui).memo_list.fill()
    await ui.pilot.pause()
    assert here(ui) == memo


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await act.run(id, ui)
    assert ui.app._exception is None


@act("memos.open")
async def _(ui: Ui) -> None:
    memo = next(memo for memo in ui.project.memos.values() if memo.about == "segments")
    await to(ui, memo)
    await ui.do("memos.open")
    assert ui.screen == "CodingScreen"
    assert ui.project.segments[memo.target] in ui.pane.under_cursor()
    await ui.press("escape")
    assert ui.screen == "MemosScreen"
    assert here(ui) == memo


@act("memos.read_on")
async def _(ui: Ui) -> None:
    await to(ui, write(ui, "\n\n".join(f"line {n}" for n in range(60))))
    assert "line 12" not in ui.seen
    await ui.do("memos.read_on")
    await ui.until(lambda: "line 12" in ui.seen)


@act("memos.read_back")
async def _(ui: Ui) -> None:
    await to(ui, write(ui, "\n\n".join(f"line {n}" for n in range(60))))
    await ui.do("memos.read_on", "memos.read_back")
    await ui.until(lambda: "line 1 " in ui.seen and "line 12" not in ui.seen)


@act("memos.find")
async def _(ui: Ui) -> None:
    memo = write(ui, "About skål and nothing else")
    await ui.press("g", "m", "slash", *"SKAL")
    await ui.until(lambda: texts(ui) == [memo.text])
    await ui.press("enter")
    assert texts(ui) == [memo.text]
    assert "“SKAL”" in ui.seen
    await ui.press("escape")
    assert len(texts(ui)) == len(ui.project.memos)


@act("memos.edit")
async def _(ui: Ui) -> None:
    memo = write(ui, "Edited in place")
    await to(ui, memo)
    await ui.press("e", *"!", "escape")
    assert ui.project.memos[memo.id].text == "Edited in place!"
    assert ui.screen == "MemosScreen"
    assert ui.app.focused is pane(ui).memo_list
    assert "Edited in place!" in ui.seen


@act("memos.add")
async def _(ui: Ui) -> None:
    memo = write(ui, "On a code", "codes", "Shame")
    await to(ui, memo)
    await ui.press("a", "s", *"Second", "escape")
    assert written(ui, "Second").target == memo.target
    await ui.press("a", "p", *"Third", "escape")
    assert written(ui, "Third").about == "project"


@act("memos.by_kind")
async def _(ui: Ui) -> None:
    write(ui, "One of a kind", kind="theoretical")
    await ui.press("g", "m", "K", "t")
    assert {memo.kind for memo in pane(ui).memo_list.memos} == {"theoretical"}
    await ui.press("K", "0")
    assert len(texts(ui)) == len(ui.project.memos)


@act("memos.by_target")
async def _(ui: Ui) -> None:
    memo = write(ui, "On a code", "codes", "Shame")
    await ui.press("g", "m", "O", *"shame", "enter")
    assert {memo.target for memo in pane(ui).memo_list.memos} == {memo.target}


@act("memos.by_author")
async def _(ui: Ui) -> None:
    await ui.press("g", "m", "A", "1")
    assert len({memo.coder for memo in pane(ui).memo_list.memos}) == 1
    assert pane(ui).memo_list.state.filter.by


@act("memos.by_date")
async def _(ui: Ui) -> None:
    write(ui, "New")
    now = next(memo for memo in ui.project.memos.values() if memo.text == "New").created[:7]
    await ui.press("g", "m", "d", *"2025-10-02 .. 2025-10-06", "enter")
    assert "2025-10-02 .. 202" in ui.seen
    assert {"New"}.isdisjoint(texts(ui))
    assert len(texts(ui)) == sum(
        "2025-10-02" <= memo.created[:10] <= "2025-10-06" for memo in ui.project.memos.values()
    )
    await ui.press("d", "ctrl+u", *now, "enter")
    assert texts(ui) == ["New"]
    await ui.press("d", "ctrl+u", *"May", "enter")
    assert "✗ “May” is not a date" in ui.said
    assert texts(ui) == ["New"]
    await ui.press("d", "ctrl+u", "enter")
    assert len(texts(ui)) > 1


@act("memos.order")
async def _(ui: Ui) -> None:
    await ui.press("g", "m")
    newest = [memo.created for memo in pane(ui).memo_list.memos]
    assert newest == sorted(newest, reverse=True)
    await ui.do("memos.order")
    assert [memo.created for memo in pane(ui).memo_list.memos] == sorted(newest)
    await ui.do("memos.order")
    kinds = [list(MEMO_KINDS).index(memo.kind) for memo in pane(ui).memo_list.memos]
    assert kinds == sorted(kinds)


@act("memos.follow")
async def _(ui: Ui) -> None:
    await to(ui, write(ui, "See [[code:Shame]]"))
    await ui.do("memos.follow")
    assert ui.screen == "CodingScreen"
    assert ui.app.focused is ui.tree
    assert ui.codes.code is not None
    assert ui.codes.code.name == "Shame"
    await ui.press("escape")
    assert ui.screen == "MemosScreen"


@act("memos.linked")
async def _(ui: Ui) -> None:
    on, linking = write(ui, "On the code", "codes", "Shame"), write(ui, "See [[code:Shame]]")
    await to(ui, on)
    assert "1 memo linked to this target" in ui.seen
    await ui.press("b", "enter")
    assert here(ui) == linking


@act("memos.kind")
async def _(ui: Ui) -> None:
    memo = write(ui, "Turned")
    await to(ui, memo)
    await ui.press("t", "m")
    assert ui.project.memos[memo.id].kind == "methodological"


@act("memos.lock")
async def _(ui: Ui) -> None:
    memo = write(ui, "Expected", kind="preconception")
    await to(ui, memo)
    await ui.press("L", "c")
    assert not ui.project.memos[memo.id].locked
    await ui.press("L", "l")
    assert ui.project.memos[memo.id].locked
    assert "KG · locked" in ui.seen
    await ui.press("D")
    assert "Locked on" in ui.toasts
    await ui.press("e", "n", "escape")
    assert ui.project.memos[memo.id].text == "Expected"
    later = preconceptions.versions(ui.project, memo.coder)[-1]
    assert (later.text, later.locked) == ("Expected", "")
    await to(ui, write(ui, "No expectation"))
    await ui.press("L")
    assert "preconception" in ui.said


@act("memos.share")
async def _(ui: Ui) -> None:
    memo = write(ui, "Mine", kind="reflexive")
    await to(ui, memo)
    assert "reflexive · KG · private · 1 word" in ui.seen
    await ui.press("S", "enter")  # keeping it private is the first answer
    assert ui.project.memos[memo.id].private
    await ui.press("S", "s")
    assert ui.project.memos[memo.id].shared
    assert "KG · shared" in ui.seen
    await ui.press("S")
    assert ui.project.memos[memo.id].private


@act("memos.delete")
async def _(ui: Ui) -> None:
    memo = write(ui, "Doomed")
    await to(ui, memo)
    await ui.press("D", "d")
    assert memo.id not in ui.project.memos
    await ui.press("u")
    assert "Doomed" in texts(ui)


@act("memos.erase")
async def _(ui: Ui) -> None:
    memo = write(ui, "Doomed")
    await to(ui, memo)
    await ui.press("X")
    await ui.until(lambda: "Erase a memo on the project?" in ui.seen)
    await ui.press("e", "enter")
    await ui.until(lambda: "nothing of it is left" in ui.toasts)
    assert memo.id not in ui.project.memos


@act("memos.export")
async def _(ui: Ui) -> None:
    write(ui, "Mine alone", kind="reflexive")
    write(ui, "For all", kind="reflexive")
    memos.share(ui.project, next(memo for memo in ui.project.memos.values() if memo.text == "For all"))
    await ui.press("g", "m", "slash", *"all", "enter", "slash", "ctrl+u", "enter")
    await ui.press("E", "w", "ctrl+u", *"all.md", "enter")
    await ui.until(lambda: "Saved to" in ui.said)
    assert "For all" in Path("all.md").read_text(encoding="utf-8")
    assert "Mine alone" not in Path("all.md").read_text(encoding="utf-8")
    await ui.press("slash", *"alone", "enter", "E", "p", "ctrl+u", *"own.md", "enter")
    await ui.until(lambda: "own.md" in ui.said and "Saved to" in ui.said)
    assert "Mine alone" in Path("own.md").read_text(encoding="utf-8")
    assert "For all" not in Path("own.md").read_text(encoding="utf-8")
    await ui.press("slash", "ctrl+u", *"nowhere at all", "enter", "E")
    assert "No memo to export" in ui.said


@act("memos.leave")
async def _(ui: Ui) -> None:
    await ui.press("g", "m", "K", "a", "escape")
    assert ui.screen == "MemosScreen"
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


async def test_list_and_memo_at_80_columns(ui: Ui) -> None:
    await to(ui, write(ui, "Wide ideas", "codes", "Shame"))
    assert "Wide ideas" in ui.seen
    assert "2 words" in ui.seen
    assert all(len(row) <= 80 for row in ui.seen.splitlines())


async def test_no_memo_at_all(running: Opener, tmp_path: Path) -> None:
    create_project(tmp_path / "bare", "Bare", coder="KG")
    async with running(tmp_path / "bare") as ui:
        await ui.press("g", "m", "enter", "e", "b", "l", "S", "t", "D", "j")
        assert "a writes one" in ui.seen
        await ui.press("a", *"First", "escape")
        assert texts(ui) == ["First"]


async def test_what_was_typed_into_a_memo_that_was_locked_meanwhile_is_a_new_version(ui: Ui) -> None:
    memo = write(ui, "Expected", kind="preconception")
    await to(ui, memo)
    await ui.press("e", *" more")
    preconceptions.lock(ui.project, ui.project.memos[memo.id])
    await ui.press("escape")
    assert "a new version" in ui.said
    versions = preconceptions.versions(ui.project, memo.coder)[-2:]
    assert [(memo.text, bool(memo.locked)) for memo in versions] == [("Expected", True), ("Expected more", False)]
    assert here(ui) == versions[-1]
    assert drafts.memo_drafts(ui.project) == []


@pytest.fixture
def no_recovery(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts are not offered at the start: a draft of the same second would be."""
    monkeypatch.setattr("coder.tui.memos.draft_recovery.DELAY", 3600)


async def test_a_draft_left_of_a_memo_that_is_locked_now_is_offered(no_recovery: None, ui: Ui) -> None:
    memo = write(ui, "Expected", kind="preconception")
    draft = MemoDraft(memo=memo.id, kind=memo.kind, about=memo.about, target=memo.target, text="Typed", coder="KG")
    drafts.save(ui.project, msgspec.structs.replace(draft, base=memo.modified))
    await to(ui, preconceptions.lock(ui.project, memo))
    await ui.press("e")
    assert "Typed" in ui.seen
    await ui.press(*"!", "escape")
    assert preconceptions.versions(ui.project, memo.coder)[-1].text == "Typed!"
    assert ui.project.memos[memo.id].text == "Expected"


async def test_leaving_the_screen_while_writing_saves(ui: Ui) -> None:
    memo = write(ui, "Left")
    await to(ui, memo)
    await ui.press("e", *"!")
    pane(ui).memo_list.focus()  # as a click does
    await ui.press("g", "c")
    assert ui.screen == "CodingScreen"
    assert ui.project.memos[memo.id].text == "Left!"
    assert drafts.memo_drafts(ui.project) == []


async def test_another_coder_does_not_see_private_memos(running: Opener, folder: Path) -> None:
    with open_project(folder, "IH") as project:
        code = next(code for code in project.codes.values() if code.name == "Shame")
        memos.write(project, "Theirs alone", kind="reflexive", about="codes", target=code.id)
        memos.share(project, memos.write(project, "Theirs and shared", kind="reflexive"))
        drafts.save(
            project,
            MemoDraft(memo="d", kind="reflexive", about="codes", target=code.id, text="Typed alone", coder="IH"),
        )
    async with running(folder) as ui:
        await ui.press("g", "m")
        assert "Theirs and shared" in texts(ui)
        assert "Theirs alone" not in texts(ui)
        await ui.press("slash", *"Theirs alone", "enter")
        assert texts(ui) == []
        await ui.press("escape", "escape")
        await ui.to_code("Shame")
        await ui.press("m")
        assert ui.memo.view.editor.text == ""
        assert "alone" not in ui.seen


# Links


async def test_links_are_completed_as_one_types(ui: Ui) -> None:
    await ui.press("P")
    await ui.press("ctrl+g", "m", *"See [[")
    assert "Link to a participant" in ui.seen
    await ui.press(*"sham", "enter")
    assert ui.memo.view.editor.text.endswith("Shame]]")
    await ui.press(*" and [[", *"P02", "enter", "escape")
    memo = next(memo for memo in ui.project.memos.values() if memo.text.startswith("See [["))
    assert memo.text.endswith(" and [[P02]]")
    assert "[[code:" in memo.text


async def test_link_typed_ahead_of_the_list_is_completed(ui: Ui) -> None:
    before = set(ui.project.memos)
    await ui.press("P", "ctrl+g", "m")
    ui.send("S", "[", "[", "P", "0", "2", "enter", "x", "escape")
    await ui.until(lambda: ui.project.memos.keys() > before)
    assert [memo.text for id, memo in ui.project.memos.items() if id not in before] == ["S[[P02]]x"]


async def test_a_broken_link_is_visible_and_leads_nowhere(ui: Ui) -> None:
    await to(ui, write(ui, "See [[code:Nothing like it]]"))
    assert "✗ broken link" in " ".join(ui.seen.split())
    await ui.do("memos.follow")
    assert ui.screen == "MemosScreen"
    assert "broken link" in ui.said


async def test_several_links_are_chosen_from(ui: Ui) -> None:
    await to(ui, write(ui, "[[code:Shame]] or [[P02]] or [[nobody]]"))
    await ui.press("l")
    assert ui.screen == "ChoiceModal"
    await ui.press("2")
    assert ui.pane.source is not None
    assert ui.project.participants[ui.pane.source.participant or ""].name == "P02"


async def test_an_old_name_still_leads_to_the_code(ui: Ui) -> None:
    await to(ui, write(ui, "See [[code:Shame]]"))
    await ui.press("escape")
    await ui.to_code("Shame")
    await ui.press("r", "ctrl+u", *"Guilt", "enter")
    await ui.press("g", "m")
    assert "Guilt" in ui.seen
    assert "✗" not in ui.seen


# Quoting


async def test_quoting_in_a_new_memo_and_in_one_that_is_written(ui: Ui) -> None:
    await ui.go_to("On behalf of a colleague.")
    await ui.do("transcript.quote")
    await ui.press("enter")
    await ui.until(lambda: ui.memo.view.editing)
    assert ui.memo.view.editor.text.startswith("> On behalf of a colleague.\n>\n> — P01, baseline, turn ")
    ui.view.focus()  # as a click does
    await ui.go_to("Thank you for coming.")
    await ui.do("transcript.quote")
    assert "> Thank you for coming." in ui.memo.view.editor.text
    await ui.press("escape")
    memo = next(memo for memo in ui.project.memos.values() if "On behalf" in memo.text)
    assert "> Thank you for coming." in memo.text
    assert memo.text.count("[[unit ") == 2
    await to(ui, memo)
    assert "→ unit" in " ".join(ui.seen.split())


async def test_quoting_from_the_editor(ui: Ui) -> None:
    await ui.go_to("On behalf of a colleague.")
    await ui.press("M", *"Cf.", "ctrl+o")
    assert "Cf.\n\n> On behalf of a colleague." in ui.memo.view.editor.text


async def test_quoting_in_a_memo_that_is_there(ui: Ui) -> None:
    memo = write(ui, "Take this")
    await ui.go_to("On behalf of a colleague.")
    await ui.do("transcript.quote")
    await ui.press(*"take this", "enter")
    await ui.until(lambda: ui.memo.view.editing and "> On behalf" in ui.memo.view.editor.text)
    await ui.press("escape")
    assert ui.project.memos[memo.id].text.startswith("Take this\n\n> On behalf of a colleague.\n>\n> — P01")


# Templates


async def test_a_template_for_a_fresh_memo_of_a_kind(ui: Ui) -> None:
    before = set(ui.project.memos)
    await ui.press("m", "ctrl+k", "m")
    assert ui.memo.view.editor.text == MEMO_KINDS["methodological"].template
    await ui.press("escape")
    assert set(ui.project.memos) == before
    await ui.press("m", "ctrl+k", "m", *"Sentences", "escape")
    (memo,) = [one for id, one in ui.project.memos.items() if id not in before]
    assert memo.text.startswith("**Decided:** Sentences\n")


async def test_ones_own_template(ui: Ui) -> None:
    ui.app.settings.templates["theoretical"] = "Claim: "
    await ui.press("m", "ctrl+k", "t", *"x", "escape")
    assert written(ui, "Claim: x").kind == "theoretical"


async def test_coder_memo_opens_the_editor_with_its_kind(folder: Path) -> None:
    app = CoderApp(folder, "project", "field note")
    async with app.run_test(size=(80, 24)) as pilot:
        ui = Ui(app, pilot)
        await ui.until(lambda: ui.memo.view.editing)
        assert ui.memo.view.editor.text == MEMO_KINDS["field note"].template
        await ui.press(*"Ward", "escape")
        (memo,) = [memo for memo in ui.project.memos.values() if "Ward" in memo.text]
        assert (memo.kind, memo.about) == ("field note", "project")


# Two texts of one memo


def left(ui: Ui, memo: Memo, text: str, base: str) -> None:
    draft = MemoDraft(
        memo=memo.id, kind=memo.kind, about=memo.about, target=memo.target, text=text, coder="KG", base=base
    )
    drafts.save(ui.project, draft)


@pytest.mark.parametrize("decision", ["m", "t", "b", "escape"])
@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_draft_of_a_memo_that_was_changed_meanwhile(
    running: Opener, folder: Path, decision: str, size: tuple[int, int]
) -> None:
    async with running(folder, size) as ui:
        await ui.pilot.pause(0.5)  # nothing was left to be offered
        memo = write(ui, "As saved now")
        left(ui, memo, "As typed before", "2020-01-01T00:00:00+00:00")
        await to(ui, memo)
        await ui.press("e")
        assert ui.screen == "ConflictModal"
        rows = ui.seen.splitlines()
        beside = any("As saved now" in row and "As typed before" in row for row in rows)
        assert beside == (size[0] >= 100)
        assert "As saved now" in ui.seen
        assert "As typed before" in ui.seen
        await ui.press(decision)
        if decision in "mb":
            await ui.until(lambda: pane(ui).view.editing)
            await ui.press("escape")
        expected = {
            "m": "As typed before",
            "b": "As typed before\n\n* * *\n\nAs saved now",
        }.get(decision, "As saved now")
        assert ui.project.memos[memo.id].text == expected
        assert ui.screen == "MemosScreen"
        assert bool(drafts.memo_drafts(ui.project)) == (decision == "escape")


@pytest.mark.parametrize("decision", ["m", "t", "b"])
async def test_a_memo_that_is_changed_while_it_is_written(ui: Ui, decision: str) -> None:
    memo = next(iter(ui.project.memos.values()))  # saved long ago, by the clock that counts seconds
    await to(ui, memo)
    await ui.press("e", "ctrl+a", *"Begun here ")
    here = pane(ui).view.editor.text
    memos.revise(ui.project, memo, text="Begun there")
    await ui.press("escape")
    assert ui.screen == "ConflictModal"
    await ui.press(decision)
    if decision == "b":
        assert pane(ui).view.editing
        await ui.press("escape")
    expected = {"m": here, "t": "Begun there", "b": f"{here}\n\n* * *\n\nBegun there"}[decision]
    assert ui.project.memos[memo.id].text == expected
    assert drafts.memo_drafts(ui.project) == []
    assert not pane(ui).view.editing


async def test_two_drafts_of_one_memo_from_two_machines(running: Opener, folder: Path) -> None:
    with open_project(folder, "KG") as project:
        id = project.new_id()
        draft = MemoDraft(memo=id, kind="analytic", about="project", target=project.info.id, text="Here", coder="KG")
        drafts.save(project, draft)
        copy = folder / "drafts" / f"{id} (conflicted copy).json"
        copy.write_bytes(msgspec.json.encode(msgspec.structs.replace(draft, text="There")))
        assert json.loads(copy.read_text(encoding="utf-8"))["text"] == "There"
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("o")
        assert ui.screen == "ConflictModal"
        await ui.press("b")
        await ui.until(lambda: ui.memo.view.editing)
        await ui.press("escape")
        assert ui.project.memos[id].text == "Here\n\n* * *\n\nThere"
        assert drafts.memo_drafts(ui.project) == []
        assert not copy.exists()


async def test_the_label_of_what_a_memo_is_about_is_shown(ui: Ui) -> None:
    memo = next(memo for memo in ui.project.memos.values() if memo.about == "codes")
    await to(ui, memo)
    assert target_label(ui.project, memo.about, memo.target)[-20:] in ui.seen

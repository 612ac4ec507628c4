"""The walk over candidates for pseudonyms: each action by its key. All text SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.project.operations import sources
from coder.store import cipher
from coder.text.turns import find_turns
from coder.tui.privacy.pseudonyms_screen import PseudonymsPane, PseudonymsScreen
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("pseudonyms")
TEXT = (
    "SYNTHETIC\n\nI: Who?\n\nP: Dr. Torbjørn Nesvold and Torbjørn, in Drammen. Write to a@b.example or c@d.example.\n"
)
NAME = "Torbjørn Nesvold"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "calibrated", lambda: cipher.Cost(1, 8192))


async def opened(ui: Ui) -> PseudonymsPane:
    """The screen with the candidates of one more interview, the cursor on a name that occurs twice."""
    sources.add(ui.project, name="names", text=TEXT, turns=find_turns(TEXT), language="en")
    await ui.press("g", "P")
    screen = ui.app.screen
    assert isinstance(screen, PseudonymsScreen)
    pane = screen.pseudonyms
    await ui.until(lambda: pane.rows)
    await to(ui, NAME)
    return pane


async def to(ui: Ui, words: str) -> None:
    pane = ui.app.screen.query_one(PseudonymsPane)
    pane._list.highlighted = next(number for number, row in enumerate(pane.rows) if row.candidate.original == words)
    await ui.pilot.pause()


async def open_key(ui: Ui) -> None:
    """Answer the questions for a new key file."""
    await ui.press("ctrl+u")
    await ui.type(str(ui.project.folder.parent / "keys"))
    await ui.press("enter")
    for title in ("New passphrase", "again"):
        await ui.until(lambda title=title: title in ui.seen)
        await ui.type("blåbær")
        await ui.press("enter")
    await ui.until(lambda: "key file keys" in ui.seen)


def decision(pane: PseudonymsPane, words: str = NAME) -> tuple[str, str, list[str]]:
    row = next(row for row in pane.rows if row.candidate.original == words)
    return row.decision, row.replacement, [item.decision for item in row.at]


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await opened(ui)
    await act.run(id, ui)
    assert ui.app._exception is None


def pane_of(ui: Ui) -> PseudonymsPane:
    return ui.app.screen.query_one(PseudonymsPane)


@act("pseudonyms.replace")
async def _(ui: Ui) -> None:
    await ui.press("r")
    await open_key(ui)
    await ui.press("f")
    assert decision(pane_of(ui))[::2] == ("replace", ["replace", "replace"])


@act("pseudonyms.keep")
async def _(ui: Ui) -> None:
    await ui.press("K", "f")
    assert decision(pane_of(ui))[::2] == ("keep", ["keep", "keep"])


@act("pseudonyms.later")
async def _(ui: Ui) -> None:
    await ui.press("l", "f")
    assert decision(pane_of(ui))[0] == "later"
    await ui.press("u")
    assert decision(pane_of(ui))[0] == ""


@act("pseudonyms.edit")
async def _(ui: Ui) -> None:
    await ui.press("e", "ctrl+u")
    await ui.type("[the boss]")
    await ui.press("enter")
    await open_key(ui)
    await ui.press("f")
    assert decision(pane_of(ui))[:2] == ("replace", "[the boss]")


@act("pseudonyms.withdraw")
async def _(ui: Ui) -> None:
    await ui.press("K", "f")
    await to(ui, NAME)
    await ui.press("x")
    assert decision(pane_of(ui))[0] == ""


@act("pseudonyms.all")
async def _(ui: Ui) -> None:
    await ui.press("a")
    assert "this occurrence (1)" in ui.seen
    await ui.press("a")
    assert "all occurrences" in ui.seen


@act("pseudonyms.next")
async def _(ui: Ui) -> None:
    await ui.press("n", "n", "K", "f")
    assert decision(pane_of(ui))[::2] == ("", ["", "keep"])


@act("pseudonyms.previous")
async def _(ui: Ui) -> None:
    await ui.press("n", "n", "N", "K", "f")
    assert decision(pane_of(ui))[::2] == ("", ["keep", ""])


@act("pseudonyms.kind")
async def _(ui: Ui) -> None:
    await to(ui, "a@b.example")
    await ui.press("A")
    await ui.until(lambda: "Replace 2 candidates" in ui.seen)
    await ui.press("r")
    await open_key(ui)
    await ui.press("f")
    assert decision(pane_of(ui), "c@d.example")[:2] == ("replace", "[e-mail address]")


@act("pseudonyms.show")
async def _(ui: Ui) -> None:
    await ui.press("K", "K")
    assert NAME not in [row.candidate.original for row in pane_of(ui).rows]
    await ui.press("f")
    assert NAME in [row.candidate.original for row in pane_of(ui).rows]


@act("pseudonyms.key")
async def _(ui: Ui) -> None:
    await ui.press("o")
    await open_key(ui)
    assert (ui.project.folder.parent / "keys").is_file()


@act("pseudonyms.apply")
async def _(ui: Ui) -> None:
    await ui.press("r")
    await open_key(ui)
    await ui.press("p")
    await ui.until(lambda: "Replace in the transcripts" in ui.seen)
    await ui.press("t")
    await ui.until(lambda: "passages replaced" in ui.seen)
    texts = [text.text for text in ui.project.tables["texts"].values()]  # type: ignore[attr-defined]
    assert not any("Nesvold" in text for text in texts)
    assert b"Nesvold" not in (ui.project.folder / "history.jsonl").read_bytes()

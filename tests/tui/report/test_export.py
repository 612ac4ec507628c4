"""Exports in the background report their end on whatever screen is in front."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

import coder.tui
from coder.exchange.registry import SEGMENTS, Writer, writers
from coder.exchange.writers import memos as memo_files
from coder.exports import EXPORTS, export_named
from coder.privacy import outgoing
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.report.export import FORMAT_KEYS
from tests.exchange.office import words_of
from tests.tui.conftest import Ui


class SlowWriter:
    """Holds the memo writer until `go_on`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._go_on, write = threading.Event(), memo_files.render

        def render(*args: object, **named: object) -> bytes:
            self._go_on.wait()
            return write(*args, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(memo_files, "render", render)

    def go_on(self) -> None:
        self._go_on.set()


async def begin_export(ui: Ui, file: str) -> ProjectScreen:
    """Begin to export all memos, and return to coding at once; return the screen that was left."""
    await ui.press("g", "m")
    await ui.press(*(["E", "w"] if any(memo.private for memo in ui.project.memos.values()) else ["E"]))
    await ui.press("ctrl+u")
    await ui.paste(file)
    await ui.press("enter")
    await ui.until(lambda: "Exporting to" in ui.said)
    left = ui.app.screen
    assert isinstance(left, ProjectScreen)
    await ui.press("g", "c")
    return left


async def test_a_finished_export_is_reported_on_another_screen(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowWriter(monkeypatch)
    left = await begin_export(ui, "memos.md")
    assert not left.is_attached
    slow.go_on()
    await ui.until(lambda: "Saved to memos.md" in ui.said)
    assert Path("memos.md").exists()


async def test_a_failed_export_is_reported_on_another_screen(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowWriter(monkeypatch)
    Path("nowhere").mkdir()
    await begin_export(ui, "nowhere/memos.md")
    Path("nowhere").rmdir()
    slow.go_on()
    await ui.until(lambda: "✗ There is no such folder" in ui.said)
    assert ui.screen == "CodingScreen"
    assert not Path("nowhere").exists()


@pytest.mark.parametrize("form", writers(SEGMENTS), ids=lambda form: form.name)
async def test_name_without_a_suffix_gets_that_of_the_chosen_format(ui: Ui, form: Writer[Any]) -> None:
    internal = ["o"] if export_named("units").is_for_publication(form) else []
    await ui.press("g", "e", "u", FORMAT_KEYS[form.name], *internal, "ctrl+u", *"out", "enter")
    await ui.until(lambda: "Saved to" in ui.said, 30)
    assert "Shame" in words_of(Path(f"out{form.suffixes[0]}").read_bytes())


@pytest.mark.parametrize("name", ["out.docx", "out.zzz"])
async def test_suffix_of_another_format_than_the_chosen_one_is_refused(ui: Ui, name: str) -> None:
    await ui.press("g", "e", "u", "x", "ctrl+u", *name, "enter")
    assert ui.said.startswith(f"✗ You chose .xlsx, and {name} is not")
    assert not Path(name).exists()


async def test_every_export_is_in_the_menu_with_a_key_of_its_own(ui: Ui) -> None:
    keys = [export.key for export in EXPORTS]
    assert len({*keys}) == len(keys)
    assert {form.name for export in EXPORTS for form in export.formats} <= FORMAT_KEYS.keys()
    await ui.press("g", "e")
    shown = ui.app.screen.query_one(OptionList)
    assert [option.id for option in shown.options] == [export.id for export in EXPORTS]
    assert shown.max_scroll_y == 0  # all of them in sight at 80×24


async def test_export_of_one_of_several_asks_which(ui: Ui) -> None:
    await ui.press("g", "e", "o", *"P02_b", "enter", "s", "enter")
    await ui.until(lambda: "Saved to" in ui.said, 30)
    assert "P02_b" in Path("tern-house-portrait.svg").read_text(encoding="utf-8")


async def test_report_for_publication_is_refused_until_each_finding_is_decided(
    ui: Ui, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ui.press("g", "e", "r", "w", "p", "enter")
    await ui.until(lambda: "may identify somebody" in ui.said, 30)
    assert not Path("tern-house-results-publication.docx").exists()
    assert "Bjørg (name" in ui.toasts
    monkeypatch.setattr(outgoing.Kept, "words", lambda self, words: True)
    await ui.press("g", "e", "r", "w", "p", "enter")
    await ui.until(lambda: "Saved to" in ui.said, 30)
    assert "renumbered" in words_of(Path("tern-house-results-publication.docx").read_bytes())


async def test_existing_file_is_replaced_only_after_a_question(ui: Ui) -> None:
    Path("out.md").write_text("mine")
    await ui.press("g", "e", "u", "m", "o", "ctrl+u", *"out.md", "enter")
    await ui.until(lambda: ui.screen == "ChoiceModal")
    await ui.press("escape")
    assert Path("out.md").read_text() == "mine"
    await ui.press("g", "e", "u", "m", "o", "ctrl+u", *"out.md", "enter")
    await ui.until(lambda: ui.screen == "ChoiceModal")
    await ui.press("n", "ctrl+u", *"other.md", "enter")
    await ui.until(lambda: "Saved to" in ui.said, 30)
    assert Path("other.md").exists()
    assert Path("out.md").read_text() == "mine"
    await ui.press("g", "e", "u", "m", "o", "ctrl+u", *"out.md", "enter")
    await ui.until(lambda: ui.screen == "ChoiceModal")
    await ui.press("r")
    await ui.until(lambda: Path("out.md").read_text() != "mine", 30)
    assert Path("out.md").read_text().startswith("# ")


async def test_file_made_after_the_question_is_not_replaced(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowWriter(monkeypatch)
    await begin_export(ui, "memos.md")
    Path("memos.md").write_text("theirs")
    slow.go_on()
    await ui.until(lambda: "A file of this name exists already" in ui.said)
    assert Path("memos.md").read_text() == "theirs"
    assert "--" not in ui.toasts
    assert "Choose another name" in ui.toasts


@pytest.mark.parametrize("name", ["tern-house/backups/x.md", "tern-house/project.json.md", "~nobody-here/x.md"])
async def test_place_that_cannot_be_is_named_before_anything_is_written(ui: Ui, folder: Path, name: str) -> None:
    (folder / "backups").mkdir(exist_ok=True)
    await ui.press("g", "e", "u", "m", "o", "ctrl+u")
    await ui.paste(str(folder.parent / name) if name.startswith("tern") else name)
    await ui.press("enter")
    await ui.until(lambda: ui.said.startswith("✗"))
    assert "--" not in ui.toasts
    assert not list(folder.rglob("*.md"))


def test_screens_write_files_in_one_place_that_asks() -> None:
    tui = Path(coder.tui.__file__).parent
    writers = [path.name for path in tui.rglob("*.py") if "write_file(" in path.read_text(encoding="utf-8")]
    assert writers == ["file_export.py"]
    others = [
        path.name for path in tui.rglob("*.py") if re.search(r"\.write_(text|bytes)\(", path.read_text("utf-8"))
    ]
    assert others == []


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
async def test_an_exported_file_is_shared_where_the_settings_say_so(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowWriter(monkeypatch)
    ui.app.change_settings(exports="shared")
    await begin_export(ui, "memos.md")
    slow.go_on()
    await ui.until(lambda: "Saved to" in ui.said)
    assert Path("memos.md").stat().st_mode & 0o777 == 0o644

"""Every screen shows controls and bidi overrides of the data as signs; none reaches the driver. All SYNTHETIC."""

from __future__ import annotations

import ast
import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyte
import pytest
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.content import Content
from textual.drivers.headless_driver import HeadlessDriver
from textual.strip import Strip

from coder.errors import CoderError
from coder.model.record import Record
from coder.model.schema import TABLES
from coder.project import Project, drafts, open_or_read, settings
from coder.store import rescue
from coder.tui import routes
from coder.tui.kit import safe_output
from coder.tui.kit.passphrase_modal import PassphraseModal
from coder.tui.privacy.key_file import KeyPassphraseModal
from tests.tui.conftest import Opener

#: Clipboard (OSC 52), title, device control, a colour of its own, C1 forms, backspace, bidi, separators.
HOSTILE = "\x1b]52;c;YQ==\x07\x1bPq\x1b\\\x1b[7;7;7mX\x9b7J\x9d0;t\x9c\x7f\x08\u202eevil\u2066\u2028\ufff9"
#: What a name of an older project may hold.
IN_NAMES = "\x9b7J\x9d0;t\x9c\x7f\u202e"
NAMES = {"name", "initials", "heading"}
SENT = re.compile(
    "\x1b[^\\[78]|\x1b\\[7;7;7m"
    "|[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u206f\u2028\u2029]"
)
IN_FILE_NAMES = "\x9b7J\u202e" if os.name == "nt" else HOSTILE
#: Textual's own: the shape of the mouse pointer.
POINTER = re.compile("\x1b\\]22;[a-z-]+\x07")
#: Fields that hold keys, choices, dates or text with anchors.
CLOSED = {
    *("id", "color", "created", "modified", "imported", "digest", "format", "encoding", "kind", "about", "target"),
    *(
        "language",
        "anchor",
        "date",
        "locked",
        "mark",
        "outcome",
        "fate",
        "status",
        "verdict",
        "tag",
        "parent",
        "when",
    ),
    *(
        "coder",
        "participant",
        "wave",
        "source",
        "segment",
        "code",
        "framework",
        "level",
        "into",
        "first",
        "then",
        "when",
    ),
    *("quote", "before", "after", "form", "item", "sentence", "key", "decided_by", "against", "group"),
}


def poison(project: Project) -> set[str]:
    """Add the sequences to every free text of the study; return the fields that took them."""
    fields = set()
    with project.transaction("test", f"poison {HOSTILE}", HOSTILE) as tx:
        for table in TABLES:
            for record in list(project.tables[table].values()):
                changed = {} if getattr(record, "locked", "") else poisoned_fields(table, record)
                if changed:
                    tx.put(table, msgspec.structs.replace(record, **changed))
                    fields |= {f"{table}.{name}" for name in changed}
    return fields


def poisoned_fields(table: str, record: Record) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name in record if table not in ("texts", "segments", "codings") else ():
        value = record[name]
        if name == "attributes":
            changed[name] = {key + IN_NAMES: text + HOSTILE for key, text in value.items()}
        elif name == "sentences":
            changed[name] = tuple(sentence._replace(text=sentence.text + HOSTILE) for sentence in value)
        elif isinstance(value, str) and value and name not in CLOSED and (table, name) != ("verdicts", "text"):
            changed[name] = value + (IN_NAMES if name in NAMES else HOSTILE)
    return changed


@pytest.fixture
def poisoned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("coder.project.project.name_violations", lambda _: ())
    with open_or_read(folder, "KG") as project:
        fields = poison(project)
    assert {"codes.name", "codes.definition", "memos.text", "participants.name", "sources.name"} <= fields
    (Path.cwd() / f"P09{IN_FILE_NAMES}.txt").write_text("SYNTHETIC\n\nI: Who?\n\nP: Nobody.\n", encoding="utf-8")
    evil = Path(shutil.copytree(folder, folder.with_name(f"evil{IN_FILE_NAMES}")))
    settings.change(recent=[str(evil), str(folder)])
    return evil


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written to the terminal."""
    written: list[str] = []
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("LINES", "40")
    monkeypatch.setattr(HeadlessDriver, "write", lambda _, data: written.append(data))
    monkeypatch.setattr(HeadlessDriver, "is_headless", property(lambda _: False))
    return written


def check(sent: list[str], where: str) -> str:
    output = POINTER.sub("", "".join(sent))
    found = SENT.search(output)
    assert found is None, (where, output[max(0, found.start() - 40) : found.end() + 40])
    return output


#: Route → its options.
OPTIONS: dict[str, Callable[[Project], dict[str, Any]]] = {
    "code_page": lambda project: {"code": next(iter(project.codes))},
    "speakers": lambda project: {"source": next(iter(project.sources.values()))},
    "segments": lambda project: {
        "title": HOSTILE,
        "find": lambda: list(project.segments)[:20],
        "back": lambda: None,
    },
}
#: Opened by what is done on other screens, with the state of a review.
ELSEWHERE = {"review"}


@pytest.mark.parametrize(
    "name", [*routes.SCREENS, *(name for name in routes.OVERLAYS if name not in ELSEWHERE), "coding"]
)
async def test_screen_sends_no_controls(running: Opener, poisoned: Path, sent: list[str], name: str) -> None:
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.pilot.pause()
        sent.clear()
        make = OPTIONS.get(name, lambda _: {})
        ui.app.open(name, **make(ui.project))
        await ui.pilot.pause()
        for keys in (("down",), ("down",), ("tab",), ("enter",), ("escape",)):
            await ui.press(*keys)
        output = check(sent, name)
        assert len(output) > 500


#: What leads to a dialog, a preview or a list from the coding screen → the keys.
DIALOGS: dict[str, tuple[str, ...]] = {
    "code picker": ("c",),
    "uncode": ("n", "x"),
    "another transcript": ("s",),
    "speakers of a transcript": ("W",),
    "bookmarks": ("b", "B"),
    "correct a turn": ("j", "E"),
    "framework level": ("f",),
    "quote in a memo": ('"',),
    "memo on the unit": ("n", "m"),
    "export": ("g", "e"),
    "export a file that is there": ("g", "e", "u", "c", "ctrl+u", *"x.csv", "enter"),
    "code page": ("tab", "j", "i", "R"),
    "review of a code": ("tab", "j", "R", "j", "c"),
    "delete a code": ("tab", "j", "D"),
    "move a code": ("tab", "j", "v"),
    "merge a code": ("tab", "j", "M"),
    "colour": ("tab", "j", "C"),
    "rename": ("tab", "j", "r"),
    "define": ("tab", "j", "d"),
    "units of a code": ("tab", "j", "o"),
    "similar units": ("tab", "j", "L"),
    "import a codebook": ("tab", "I"),
    "export the codebook": ("tab", "E"),
    "palette": ("ctrl+p", *"quick"),
    "home, delete": ("g", "h", "D"),
    "home, correct": ("g", "h", "E"),
    "home, participant": ("g", "h", "p"),
    "history, undo to here": ("g", "l", "j", "j", "U"),
    "history, filter": ("g", "l", "c"),
    "memos, filters": ("g", "m", "O"),
    "memos, delete": ("g", "m", "D"),
    "settings, quick keys": ("g", "o", "end", "enter"),
    "participants, merge": ("g", "w", "M"),
    "participants, wave": ("g", "w", "w"),
    "participants, register": ("g", "w", "o"),
    "groups, move": ("g", "u", "v"),
    "themes, take up": ("g", "k", "t"),
    "pairs, subject": ("g", "p", "c"),
    "pairs, tag": ("g", "p", "t"),
    "changes, row": ("g", "y", "/"),
    "framework, evidence": ("g", "f", "a"),
    "framework, levels": ("g", "f", "L", "x"),
    "analytic, link": ("g", "a", "l"),
    "backups": ("g", "z", "b", "j", "enter", "R"),
    "undo": ("u", "u"),
    "import": ("g", "i", "down", "space", "enter"),
    "import, all": ("g", "i", "ctrl+a", "enter", "enter", "enter"),
}


@pytest.mark.parametrize("name", DIALOGS)
async def test_dialog_sends_no_controls(running: Opener, poisoned: Path, sent: list[str], name: str) -> None:
    Path("x.csv").write_text("SYNTHETIC", encoding="utf-8")
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.pilot.pause()
        sent.clear()
        await ui.press(*DIALOGS[name])
        await ui.press("down", "down")
        assert check(sent, name)


#: Screens without a route → the keys from the coding screen that lead there.
BY_KEYS: dict[str, tuple[str, ...]] = {
    "AutocodeScreen": ("tab", "j", "L"),
    "CheckSessionScreen": ("g", "v", "enter"),
    "ChoiceModal": ("g", "h", "E"),
    "CorrectionTextScreen": ("E",),
    "DifferencesScreen": ("tab", "I", "ctrl+u", *"book.csv", "enter"),
    "HelpScreen": ("?", "h"),
    "KeysScreen": ("?",),
    "LevelsScreen": ("g", "f", "L"),
    "LockScreen": ("f8",),
    "PressKeyModal": ("g", "o", "end", "enter"),
    "PreviewScreen": ("E", "X", "ctrl+s"),
    "QuestionsModal": ("g", "p", "Q"),
    "SessionMemoScreen": ("g", "j"),
    "TextModal": ("tab", "j", "i", "d"),
}
#: Screens that a test of their own opens.
BY_TESTS = {
    *("CodingScreen", "ConflictModal", "ReanchorScreen", "RepairScreen", "ReviewScreen", "StartScreen"),
    *("PassphraseModal", "KeyPassphraseModal"),
    "ErasingModal",  # shows nothing of a project
}


def classes_of_screens() -> set[str]:
    """Return the names of the screens in the code, except those that others are made from."""
    package = Path(routes.__file__).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in package.rglob("*.py")]
    kinds = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {"Screen", "ModalScreen", "Dialog", "ProjectScreen"}
    return {kind.name for kind in kinds if bases & _names(kind.bases)} - bases


def _names(bases: list[ast.expr]) -> set[str]:
    bare = [base.value if isinstance(base, ast.Subscript) else base for base in bases]
    return {base.id for base in bare if isinstance(base, ast.Name)}


def test_every_screen_is_tried() -> None:
    routed = {target.partition(":")[2] for target in (*routes.SCREENS.values(), *routes.OVERLAYS.values())}
    assert len(routed) > 20
    assert classes_of_screens() == routed | set(BY_KEYS) | BY_TESTS


@pytest.mark.parametrize("name", BY_KEYS)
async def test_screen_without_a_route_sends_no_controls(
    running: Opener, poisoned: Path, sent: list[str], name: str
) -> None:
    Path("book.csv").write_text("path,definition\nBefore asking/Shame,SYNTHETIC\n", encoding="utf-8")
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.pilot.pause()
        sent.clear()
        await ui.press(*BY_KEYS[name])
        await ui.until(lambda: ui.screen == name)
        await ui.press("down", "pagedown")
        assert check(sent, name)


async def test_dialogs_of_passphrases_send_no_controls(running: Opener, poisoned: Path, sent: list[str]) -> None:
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.pilot.pause()
        name = f"study{IN_FILE_NAMES}"
        for dialog in (PassphraseModal(Path(name)), KeyPassphraseModal(name, name)):
            sent.clear()
            ui.app.push_screen(dialog)
            await ui.until(lambda dialog=dialog: ui.app.screen is dialog)
            assert check(sent, type(dialog).__name__)
            await ui.press("escape")


async def test_place_of_a_lost_unit_sends_no_controls(running: Opener, poisoned: Path, sent: list[str]) -> None:
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.pilot.pause()
        await ui.press("n", "E")
        ui.app.screen.editor.load_text("Quite other things were said.")  # type: ignore[attr-defined]
        await ui.pilot.pause()
        await ui.press("ctrl+s", "h")
        await ui.until(lambda: ui.screen == "ReanchorScreen")
        assert check(sent, "place of a lost unit")


def typed_memo(project: Project) -> drafts.MemoDraft:
    """A draft of a new memo that holds the sequences."""
    source = next(iter(project.sources.values()))
    text, memo = f"SYNTHETIC {HOSTILE}", project.new_id()
    return drafts.MemoDraft(memo=memo, kind="theoretical", about="sources", target=source.id, text=text, coder="KG")


async def test_offer_of_a_rescued_text_sends_no_controls(running: Opener, poisoned: Path, sent: list[str]) -> None:
    with open_or_read(poisoned, "KG") as project:
        info, draft = project.info.id, typed_memo(project)
    content = msgspec.json.encode(draft).decode()
    for path, text in ((str(poisoned), content), (f"/elsewhere/{HOSTILE}", content), ("/copy", f"{{{HOSTILE}")):
        rescue.write(rescue.Rescue(project=info, path=path, change=1, file=draft.file_name, draft=text))
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.until(lambda: "Kept outside the project: 2 texts" in ui.toasts)
        await ui.press("o")
        await ui.pilot.pause()
        assert "SYNTHETIC" in check(sent, "rescue")


async def test_two_texts_of_a_memo_send_no_controls(running: Opener, poisoned: Path, sent: list[str]) -> None:
    with open_or_read(poisoned, "KG") as project:
        memo = next(memo for memo in project.memos.values() if not memo.locked)
        by_others = drafts.MemoDraft(
            memo=memo.id, kind=memo.kind, about=memo.about, target=memo.target, text=HOSTILE, coder=HOSTILE, base="x"
        )
        drafts.save(project, by_others)
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("o")
        await ui.until(lambda: ui.screen == "ConflictModal")
        assert check(sent, "two texts")


async def test_review_sends_no_controls(running: Opener, poisoned: Path, sent: list[str]) -> None:
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.pilot.pause()
        code = next(code for code in ui.project.codes.values() if ui.project.codings_with(code.id))
        sent.clear()
        ui.app.open("review_code", code=code)
        await ui.until(lambda: ui.screen == "ReviewScreen")
        await ui.press("j", "c")
        assert len(check(sent, "review")) > 500


async def test_offer_of_a_draft_sends_no_controls(running: Opener, poisoned: Path, sent: list[str]) -> None:
    with open_or_read(poisoned, "KG") as project:
        drafts.save(project, typed_memo(project))
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.until(lambda: ui.screen == "ChoiceModal")
        await ui.press("o")
        await ui.pilot.pause()
        assert "SYNTHETIC" in check(sent, "draft")


async def test_repair_screen_sends_no_controls(running: Opener, poisoned: Path, sent: list[str]) -> None:
    path = poisoned / "project.json"
    path.write_bytes(path.read_bytes()[:-40] + b"\x1b]52;c;YQ==\x07\x9b7J\xff")
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.until(lambda: ui.screen != "StartScreen")
        await ui.pilot.pause()
        await ui.press("down", "pagedown")
        assert check(sent, "repair")


#: What a sequence of a terminal is made of: introducers, final bytes, parameters, overrides, separators, tags.
PIECES = (
    "\x1b",
    "\x9b",
    "\x9d",
    "\x90",
    "[",
    "]52;c;",
    "31m",
    "2J",
    "0;t",
    "\x07",
    "\x9c",
    "\x1b\\",
    "\x08",
    "\r",
    "\x7f",
)
INVISIBLE = (
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u2028",
    "\u2029",
    "\ufff9",
    "\u200f",
    "\U000e0041",
    "\u0085",
    "ש",
    "a",
)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
async def test_random_sequences_reach_no_terminal(
    running: Opener, folder: Path, sent: list[str], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    pick = random.Random(seed)
    monkeypatch.setattr(f"{__name__}.HOSTILE", "".join(pick.choices(PIECES + INVISIBLE, k=40)) + "x")
    monkeypatch.setattr("coder.project.project.name_violations", lambda _: ())
    with open_or_read(folder, "KG") as project:
        assert poison(project)
    async with running(folder, size=(140, 40)) as ui:
        await ui.pilot.pause()
        for name in [*routes.SCREENS, "coding"]:
            sent.clear()
            ui.app.open(name)
            await ui.press("down", "tab", "enter", "escape")
            check(sent, f"{name}, seed {seed}")
        assert ui.app.is_running


async def test_coding_screen_shows_signs(running: Opener, poisoned: Path, sent: list[str]) -> None:
    async with running(poisoned, size=(140, 40)) as ui:
        await ui.pilot.pause()
        assert "\ufffd" in check(sent, "coding")


async def test_start_screen_sends_no_controls(running: Opener, poisoned: Path, sent: list[str]) -> None:
    settings.change(recent=[f"/gone/{HOSTILE}", *settings.load().recent])
    async with running(None, size=(140, 40)) as ui:
        await ui.until(lambda: "cannot be reached" in ui.seen)
        await ui.press("1")
        await ui.until(lambda: "Is its share or disk connected?" in ui.toasts)
        assert "evil" in check(sent, "start")


async def test_errors_messages_and_questions_send_no_controls(running: Opener, folder: Path, sent: list[str]) -> None:
    async with running(folder, size=(140, 40)) as ui:
        sent.clear()
        ui.app.fail(CoderError(HOSTILE, HOSTILE, HOSTILE))
        ui.app.say(HOSTILE)
        await ui.pilot.pause()
        assert "␛" in check(sent, "error")


async def test_project_with_such_names_can_be_changed(running: Opener, poisoned: Path) -> None:
    with open_or_read(poisoned, "KG") as project:
        code = next(iter(project.codes.values()))
        with project.transaction("test", "recolour") as tx:
            tx.put("codes", msgspec.structs.replace(code, color="#112233"))
        assert project.codes[code.id].color == "#112233"


@pytest.mark.parametrize("text", ["a\x1b]52;c\x07b", "\x9b2J", "x\u202ey\u2066", "\u200fש\u200e"])
def test_texts_and_lines_keep_their_cells(text: str, request: pytest.FixtureRequest) -> None:
    from rich.console import Console

    safe_output.use()
    console = Console(color_system=None)
    assert not SENT.search(Text(text).plain.replace("\u200e", "").replace("\u200f", ""))
    assert not SENT.search(Content(text).plain.replace("\u200e", "").replace("\u200f", ""))
    strip = Strip([Segment(text), Segment("|")])
    drawn = strip.render(console)
    assert not SENT.search(drawn)
    screen = pyte.Screen(80, 2)
    pyte.Stream(screen).feed(drawn)
    assert screen.cursor.x == strip.cell_length


def test_hyperlinks_are_not_sent() -> None:
    from rich.console import Console

    strip = Strip([Segment("link", Style(link="https://example.org/\x1b]52;c;x\x07"))])
    assert "\x1b]8" not in strip.render(Console(color_system="truecolor"))

"""The program run without a terminal, and what a person would see of it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import platformdirs
import pytest
import rich.markdown  # noqa: F401  # the program imports it when there is time: here it always is
from textual import events
from textual._styles_cache import StylesCache
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static, TextArea

from coder import sample
from coder.project import Project, drafts, read_project, settings
from coder.project.opening import working_copy
from coder.project.operations import changes, condensates
from coder.project.study import code_named
from coder.sample import folder as sample_folder
from coder.tui.app import CoderApp
from coder.tui.coding.code_pane import CodesPane, CodeTree
from coder.tui.coding.transcript_pane import TranscriptPane
from coder.tui.keymap import actions
from coder.tui.kit.foot import HintLine
from coder.tui.memos.memo_pane import MemoPane
from coder.tui.transcript.view import TranscriptView
from tests.method.test_counts import HandCount
from tests.tui.at_rest import until, wait_until_at_rest

Opener = Callable[..., AbstractAsyncContextManager["Ui"]]


def _key(key: str) -> events.Key:
    if len(key) > 1:
        return events.Key(key, None)
    return events.Key(key if key.isalnum() else _character_to_key(key), key)


class Ui:
    """A running program: keys go in, what is on the screen comes out."""

    def __init__(self, app: CoderApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before it is done; what goes into a text is typed without a rest."""
        typing = False
        for key in keys:
            if len(key) == 1 and isinstance(self.app.focused, Input | TextArea):
                self._send(_key(key))
                typing = True
                continue
            if typing:
                await self.pilot.pause()
                typing = False
            await self.pilot.press(key)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*text)

    async def paste(self, text: str) -> None:
        """Put a text in at once, as a terminal pastes it."""
        self._send(events.Paste(text))
        await self.pilot.pause()

    def send(self, *keys: str) -> None:
        """Send keys all at once, as a slow line brings them."""
        for key in keys:
            self._send(_key(key))

    def _send(self, event: events.Key | events.Paste) -> None:
        assert self.app._driver is not None
        event.set_sender(self.app)
        self.app._driver.send_message(event)

    async def do(self, *ids: str) -> None:
        """Press the key of each of these actions."""
        for id in ids:
            await self.press(actions.BY_ID[id].key.split(",")[0])

    async def until(self, done: Callable[[], object], seconds: float = 10) -> None:
        """Wait for what happens in the background."""
        await until(self.pilot, done, seconds)

    def forget_texts_on(self, *names: str) -> None:
        """Take away what was written about some codes, which otherwise keeps them from being deleted."""
        for name in names:
            code = code_named(self.project, name)
            for condensate in self.project.referrers(code.id, "condensates"):
                condensates.remove(self.project, condensate)
            for note in self.project.referrers(code.id, "change_notes"):
                changes.remove(self.project, note)

    @property
    def project(self) -> Project:
        """The open project. Without one the error says why: the fault or the error shown."""
        if self.app.project is None:
            raise AssertionError(f"no project is open: {self.toasts or 'no error shown'}") from self.app._exception
        return self.app.project

    @property
    def screen(self) -> str:
        """The name of the screen that has the keys."""
        return type(self.app.screen).__name__

    @property
    def seen(self) -> str:
        """All that is on the screen, row by row."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def said(self) -> str:
        return str(self.app.screen.query_one("#status-left", Static).render()).strip()

    @property
    def state(self) -> str:
        return str(self.app.screen.query_one("#status-right", Static).render()).strip()

    @property
    def hints(self) -> str:
        return str(self.app.screen.query_one(HintLine).render())

    @property
    def toasts(self) -> str:
        return "\n".join(f"{notification.title}: {notification.message}" for notification in self.app._notifications)

    # The coding screen

    @property
    def _coding(self) -> Any:
        return next(screen for screen in self.app.screen_stack if type(screen).__name__ == "CodingScreen")

    @property
    def pane(self) -> TranscriptPane:
        return self._coding.query_one(TranscriptPane)

    @property
    def view(self) -> TranscriptView:
        return self._coding.query_one(TranscriptView)

    @property
    def codes(self) -> CodesPane:
        return self._coding.query_one(CodesPane)

    @property
    def tree(self) -> CodeTree:
        return self._coding.query_one(CodeTree)

    @property
    def memo(self) -> MemoPane:
        return self._coding.query_one(MemoPane)

    @property
    def quote(self) -> str:
        """The words that would be coded now."""
        return self.pane.text[slice(*self.view.selection)]

    @property
    def here(self) -> set[str]:
        """The names of the codes under the cursor."""
        return {self.project.codes[one.code].name for one in self.pane.codings_here()}

    async def go_to(self, words: str) -> None:
        """Put the cursor on the unit that holds these words."""
        self.view.go_to(self.pane.text.index(words))
        await self.pilot.pause()

    async def to_code(self, name: str) -> None:
        """Put the cursor of the code tree on a code."""
        code = next(code for code in self.project.codes.values() if code.name == name)
        self.tree.focus()
        self.tree.point_at(code.id)
        await self.pilot.pause()

    def count(self, name: str) -> int:
        """The count beside a code in the tree, as it is drawn."""
        code = next(code for code in self.project.codes.values() if code.name == name)
        return self.tree.rows[code.id].codings

    def names(self) -> set[str]:
        return {code.name for code in self.project.codes.values()}

    @property
    def memo_drafts(self) -> list[str]:
        """The texts of the drafts of memos that are on disk."""
        return [draft.text for draft in drafts.memo_drafts(self.project)]

    @property
    def options(self) -> list[str]:
        """The rows of the list that is open."""
        open_list = next(one for one in self.app.screen.query(OptionList) if one.display and one.region.area)
        return [str(option.prompt).strip() for option in open_list.options]


Case = Callable[[Ui], Awaitable[None]]


class ActionCases:
    """One case for each action of some places: `@act("codes.delete")` adds it, `act.run` runs it."""

    def __init__(self, *places: str) -> None:
        self.ids = [action.id for place in places for action in actions.of(place)]
        self._cases: dict[str, Case] = {}

    def __call__(self, id: str) -> Callable[[Case], Case]:
        assert id in self.ids, f"{id} is no action of these places"
        assert id not in self._cases, f"{id} has two cases"
        return lambda case: self._cases.setdefault(id, case)

    async def run(self, id: str, ui: Ui) -> None:
        assert id in self._cases, f"{id} has no case"
        await self._cases[id](ui)


@pytest.fixture(autouse=True)
def _at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pilot goes on when the program is at rest, however busy the machine is."""
    for where in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{where}.wait_for_idle", wait_until_at_rest)


@pytest.fixture(autouse=True)
def _own_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this person's terminal, folders or habits."""
    for name in ("NO_COLOR", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("user_state_path", "user_log_path", "user_config_path"):
        folder = tmp_path / "home" / name
        monkeypatch.setattr(platformdirs, name, lambda *_, folder=folder, **__: folder)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


@pytest.fixture(autouse=True)
def _waits_for_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done apart is there when a key has been answered, however busy the machine is."""
    monkeypatch.setattr("coder.tui.kit.background.AT_ONCE", 60)


@pytest.fixture(autouse=True)
def _collected(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program leaves what there is at its start to itself: here many are started in one process."""
    monkeypatch.setattr(gc, "freeze", lambda: None)
    yield
    StylesCache.get_inner_outer.cache_clear()  # its keys hold what is drawn of the last thousand widgets
    gc.enable()


@pytest.fixture(autouse=True)
def _no_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal ends the tests: it does not close the project under the test that happens to run."""
    monkeypatch.setattr("coder.tui.kit.hang_up.HangUp.start", lambda _: None)


@pytest.fixture(autouse=True)
def _initials(_own_settings: None) -> None:
    mine = settings.Settings(initials="KG")
    settings.save(mine)


@pytest.fixture(scope="session")
def _copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = sample.folder()
    assert source is not None
    return working_copy(read_project(source), tmp_path_factory.mktemp("copied") / "tern-house", "KG")


@pytest.fixture
def folder(_copied: Path, tmp_path: Path) -> Path:
    """A working copy of the sample study (SYNTHETIC)."""
    return Path(shutil.copytree(_copied, tmp_path / "tern-house"))


@pytest.fixture
def running() -> Opener:
    """Runs the program: `async with running(folder, size=(80, 24)) as ui`."""

    @asynccontextmanager
    async def run(folder: Path | None = None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Ui]:
        app = CoderApp(folder)
        async with app.run_test(size=size) as pilot:
            ui = Ui(app, pilot)
            await ui.until(lambda: len(app.screen_stack) > 1)  # a project, or the start
            yield ui

    return run


@pytest.fixture
async def ui(running: Opener, folder: Path) -> AsyncIterator[Ui]:
    """The program on a working copy of the sample, at 80×24."""
    async with running(folder) as made:
        yield made


@pytest.fixture(scope="module")
def by() -> HandCount:
    where = sample_folder()
    assert where is not None
    return HandCount(Path(where))

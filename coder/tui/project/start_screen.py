"""The start screen: new, open, recent and sample project; and the offer of a working copy of the sample."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static
from textual.widgets.option_list import Option

from coder import __version__, sample
from coder.errors import NotFound, ReadOnly
from coder.project import Project, backups, create_project, settings
from coder.project.backups import Backup
from coder.project.opening import folder_of, working_copies, working_copy
from coder.store.checkpoint import no_project
from coder.store.glance import CHECKPOINT, HISTORY
from coder.text.characters import cut_front
from coder.tui.keymap.actions import BY_ID
from coder.tui.kit.file_reading import ask_path
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.passphrase_modal import unlocking
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, Questions, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.shell import Shell, shell_of
from coder.tui.kit.working_folder import typed_path, working_folder
from coder.tui.project.initials import ask_initials
from coder.tui.project.recent_projects import RecentProject, looked_at

#: Seconds between two looks whether recent projects have answered.
LOOK = 0.2
#: Name of the folder of a working copy of the sample.
COPY = "tern-house"
#: Cells of a path in an option at 80 columns.
PLACE_CELLS = 40
#: Working copies that are offered.
MOST_COPIES = 3
PROMISE = "Code interviews by keyboard. Everything stays on this machine."


class StartScreen(Screen[None], Interactive):
    """Shown when no project is open."""

    #: Its keys open and ask: they may be typed before it is there.
    takes_typeahead: ClassVar[bool] = True

    CSS_PATH = "start_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", show=False),
        Binding("o", "open", show=False),
        Binding("r", "read_only", show=False),
        Binding("s", "sample", show=False),
        Binding("b", "restore", show=False),
        Binding("q", "app.leave_app", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.questions = Questions(self)
        self._recent: list[RecentProject] = []
        self._looking: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="start"):
            yield Static(Text.assemble(("coder", "bold"), f"  {__version__}"), id="start-title")
            yield Static(PROMISE, id="start-line")
            yield OptionList(id="start-list", markup=False)

    def on_mount(self) -> None:
        rows = [_option("n", "New project", "new"), _option("o", "Open a project", "open")]
        rows.append(_option("r", "Open a project read-only", "read_only"))
        if sample.folder() is not None:
            rows.append(_option("s", "Open the sample study", "sample"))
        self._recent = looked_at([Path(folder) for folder in shell_of(self).settings.recent[:9]])
        rows += [_option(str(number), _label(recent), str(number)) for number, recent in enumerate(self._recent, 1)]
        rows.append(_option("b", "Restore a backup", "restore"))
        rows.append(_option(BY_ID["app.keys"].keys[0], "Keys, and the manual", "keys"))
        rows.append(_option("q", "Quit", "quit"))
        options = self.query_one(OptionList)
        options.add_options(rows)
        options.highlighted = 4 if self._recent and sample.folder() else 0
        options.focus()
        if not all(recent.is_known for recent in self._recent):
            self._looking = self.set_interval(LOOK, self._mark_recent)

    def _mark_recent(self) -> None:
        """Update the signs of the recent projects, until each has answered or has not for too long."""
        options = self.query_one(OptionList)
        for number, recent in enumerate(self._recent, 1):
            options.replace_option_prompt(str(number), _prompt(str(number), _label(recent)))
        if self._looking is not None and all(recent.is_known for recent in self._recent):
            self._looking.stop()

    def _open_recent(self, number: int) -> None:
        recent = self._recent[number - 1]
        if recent.look_again():
            shell_of(self).open_folder(recent.folder)
            return
        self._mark_recent()
        shell_of(self).fail(
            NotFound(
                f"{recent.folder.name} cannot be reached",
                str(recent.folder),
                "Is its share or disk connected? Then try again. What you typed after the connection was "
                "lost is kept on this machine, and is offered when the project opens.",
            )
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        id = event.option.id or ""
        if id.isdigit():
            self._open_recent(int(id))
        elif id in ("quit", "keys"):
            shell_of(self).open(id)
        else:
            getattr(self, f"action_{id}")()

    def on_key(self, event: events.Key) -> None:
        digit = event.character or ""
        if digit.isdigit() and not self.questions.open and 0 < int(digit) <= len(self._recent):
            event.stop()  # the same key would act on the screen that opens: a digit codes there
            self._open_recent(int(digit))

    @interactive
    async def action_new(self) -> None:
        """Create a project; opening it asks for the coder's initials where they are not known yet."""
        shell = shell_of(self)
        _refuse_read_only(shell)
        text = await self.ask("New project in folder:", str(free_folder(working_folder(), "my-study")))
        if text is None:
            return
        folder = typed_path(text)
        create_project(folder, folder.name, language=shell.settings.language or "en")
        shell.open_folder(folder)

    @interactive
    async def action_open(self) -> None:
        folder = await ask_path(self, "Project folder:", f"{working_folder()}/", _refuse_no_project)
        if folder is not None:
            shell_of(self).open_folder(folder)

    @interactive
    async def action_read_only(self) -> None:
        """Open a project without a lock, and change nothing in it."""
        recent = [str(recent.folder) for recent in self._recent[:1]]
        initial = next(iter(recent), f"{working_folder()}/")
        folder = await ask_path(self, "Project folder, to open read-only:", initial, _refuse_no_project)
        if folder is not None:
            shell_of(self).open_folder(folder, read_only=True)

    @interactive
    async def action_restore(self) -> None:
        """Restore a backup into a new folder and open that: for a project that is gone, or does not open."""
        shell = shell_of(self)
        _refuse_read_only(shell)
        known = [shell.settings.backup_folder, *shell.settings.recent[:1], f"{working_folder()}/"]
        title = "Project folder, backup folder or backup file:"
        origin = await ask_path(self, title, next(filter(None, known)))
        if origin is None:
            return
        rows = await asyncio.to_thread(backups.listed, origin)
        if not rows:
            raise NotFound("There are no backups here", str(origin))
        items = [Item(str(number), _backup_label(row), detail=str(row.path)) for number, row in enumerate(rows)]
        place = await self.pick("Restore which backup?", list_finder(items))
        if place is None:
            return
        target = await self.ask("Restore into a new folder:", str(free_folder(working_folder(), "restored")))
        if target is None:
            return
        folder = typed_path(target)
        line = self.query_one("#start-line", Static)
        line.update("Checking and restoring …")
        try:
            restored = await unlocking(
                self, lambda: backups.restore_to(rows[int(place)], rows, folder, folder_of(origin))
            )
        finally:
            line.update(PROMISE)
        if restored is None:
            return
        shell.open_folder(folder)

    def action_sample(self) -> None:
        folder = sample.folder()
        if folder is not None:
            shell_of(self).open_folder(folder)


def _refuse_no_project(folder: Path) -> None:
    """Raise NotFound where there is neither a project nor what is left of one."""
    if not any((folder / name).exists() for name in (CHECKPOINT, HISTORY)):
        raise no_project(folder)


def _refuse_read_only(shell: Shell) -> None:
    """Refuse to make a project where the program was started with --read-only: it could not be changed."""
    if shell.read_only:
        detail = "The program was started with --read-only."
        raise ReadOnly("No project can be created", detail, "To create one, start without --read-only.")


def _option(key: str, label: str, id: str) -> Option:
    return Option(_prompt(key, label), id=id)


def _prompt(key: str, label: str) -> Text:
    return Text.assemble((f" {key}  ", "bold"), label)


def _label(recent: RecentProject) -> str:
    away = "cannot be reached: " if recent.is_away else ""  # first, as a long name is cut
    return f"{away}{recent.folder.name}  ({_short(recent.folder.parent)})"


def _backup_label(row: Backup) -> str:
    """Return when a backup was made, of which project, and what is known of it."""
    return " · ".join(filter(None, (backups.moment(row), row.name, row.note, row.damage and "damaged")))


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _place(path: Path) -> str:
    """Return a path for an option, its end if it is long."""
    return cut_front(_short(path), PLACE_CELLS)


def free_folder(parent: Path, name: str) -> Path:
    """Return a folder that does not exist yet."""
    candidate, number = parent / name, 2
    while candidate.exists():
        candidate, number = parent / f"{name}-{number}", number + 1
    return candidate


def _copies(project: Project, recent: list[str]) -> list[Path]:
    """Return the working copies of the sample: those opened last, then those in the working folder."""
    folders = [Path(folder) for folder in recent] + sorted(working_folder().glob(f"{COPY}*"))
    return working_copies(project, [row.folder for row in looked_at(folders) if not row.is_away and row.is_known])


@interactive
async def offer_working_copy(screen: ProjectScreen) -> None:
    """Offer the working copies of the sample and a new one; the sample itself stays unchanged."""
    shell, project = screen.shell, screen.project
    copies = _copies(project, shell.settings.recent)[:MOST_COPIES]
    folder = free_folder(working_folder(), COPY)
    keys = ("o", *map(str, range(2, MOST_COPIES + 1)))
    options = [
        *((str(copy), key, f"Open my copy: {_place(copy)}") for key, copy in zip(keys, copies, strict=False)),
        ("copy", "c", f"Make a {'new ' if copies else ''}working copy: {_place(folder)}"),
        ("guide", "g", "Make a working copy and start the tour (5 minutes)"),
        ("look", "l", "Open read-only"),
    ]
    title = f"{project.info.name}: a sample study, all invented"
    answer = await screen.choose(title, options, "You can code, write memos and undo in a copy.")
    if answer is not None and Path(answer) in copies:
        shell.open_folder(Path(answer))
    if answer in ("copy", "guide"):
        initials: str | None = settings.initials(stored=shell.settings)
        if not initials:
            initials = await ask_initials(screen, project)
            if initials is None:
                return
            shell.change_settings(initials=initials)  # where they are not saved, they hold until the program ends
        working_copy(project, folder, initials)
        shell.open_folder(folder)
        screen.app.call_after_refresh(shell.say, f"Your working copy: {_short(folder)}")
        if answer == "guide":
            screen.app.call_after_refresh(shell.open, "tour")

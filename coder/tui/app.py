"""The program on the screen: opens a project, moves between screens, shows errors. No feature logic."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen
from textual.worker import WorkerFailed

from coder.errors import CoderError
from coder.project import Project, open_somehow, settings
from coder.tui.keymap import actions, terminal_keys
from coder.tui.kit import color_themes, crash
from coder.tui.kit.messages import Choose
from coder.tui.kit.typeahead import TypeAhead

#: Seconds between looks at whether a checkpoint or a backup is due.
HOUSEKEEPING = 30.0


#: Seconds until the first screen has certainly been painted.
STARTED = 1.0


def _collect_again() -> None:
    """Leave what there is to itself, and look only through what is made from now on."""
    gc.freeze()
    gc.enable()


def _as_the_window_is(event: events.Resize) -> events.Resize:
    """The size that the window has now: two signals close together can be told of in the wrong order.

    A terminal that tells its size in its own words (with pixels) is taken at its word.
    """
    if event.pixel_size is not None:
        return event
    size = Size(*shutil.get_terminal_size())
    return event if size == event.size else events.Resize(size, size)


class CoderApp(App[None]):
    """One project at a time, or the start screen where there is none."""

    TITLE = "coder"
    #: Those of the first screen too: what comes later has all be parsed anew.
    CSS_PATH: ClassVar[Any] = [
        Path(__file__).parent / name for name in ("kit/project_screen.tcss", "coding/coding_screen.tcss")
    ]
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("app")]

    def __init__(self, folder: Path | None = None, memo_target: str | None = None, memo_kind: str = "") -> None:
        super().__init__()
        self.project: Project | None = None
        self.saved = "saved"
        self._folder = folder
        self._memo_target, self._memo_kind = memo_target, memo_kind
        self._crash = ""
        self._settings_error: CoderError | None = None
        self.settings = self._load_settings()
        for theme in color_themes.THEMES:
            self.register_theme(theme)
        self.theme = self.settings.theme if self.settings.theme in color_themes.NAMES else color_themes.NAMES[0]
        self._typeahead = TypeAhead(self, super().on_event)
        if self.no_color:
            from coder.tui.kit.no_color import NoColor

            self._filters = [NoColor()]

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        terminal_keys.use_for(driver)
        return driver

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typeahead.take(event)
            return
        if isinstance(event, events.Resize) and not self.is_headless:
            event = _as_the_window_is(event)
        await super().on_event(event)

    def on_mount(self) -> None:
        if self._settings_error is not None:
            self.call_after_refresh(self.fail, self._settings_error)
        self.use_keymap()
        self.set_interval(HOUSEKEEPING, self._keep_house)
        self.set_timer(STARTED, _collect_again)
        crash.on_hang_up(self._hung_up)
        if self._folder is not None:
            self.call_later(self.open_folder, self._folder)  # here nothing is painted before all is done
            self._typeahead.hold()
        else:
            self._start()

    def use_keymap(self) -> None:
        """Let the keys be what the settings say."""
        actions.KEYMAP.clear()
        actions.KEYMAP.update(self.settings.keymap)
        self.set_keymap(self.settings.keymap)

    def _load_settings(self) -> settings.Settings:
        try:
            return settings.load()
        except CoderError as error:
            self._settings_error = error
            return settings.Settings()

    # Projects

    def open_folder(self, folder: Path) -> None:
        """Open a project; where that cannot be, the start screen with the reason."""
        try:
            project = open_somehow(folder, settings.initials(self.settings.initials))
        except CoderError as error:
            self._start()
            self.fail(error)
            return
        self._close_project()
        self.project = project
        project.full_name = self.settings.name.strip()
        self.saved = "saved"
        self._show_project(project)

    def _show_project(self, project: Project) -> None:
        from coder.tui.coding.coding_screen import CodingScreen

        while len(self.screen_stack) > 1:
            self.pop_screen()
        screen = CodingScreen(project, self._memo_target, self._memo_kind)
        self.push_screen(screen)
        self._memo_target = None
        for notice in () if project.info.sample else project.notices:  # the offer says it of the sample
            self.notify(notice, title="Please note", timeout=8, markup=False)
        if project.info.sample:
            from coder.tui.project.start_screen import offer_working_copy

            self.call_after_refresh(offer_working_copy, screen)
        else:
            self.call_after_refresh(self._remember, project)

    def _remember(self, project: Project) -> None:
        try:
            settings.remember(project.folder)
        except CoderError as error:
            self.fail(error)

    def _start(self) -> None:
        from coder.tui.project.start_screen import StartScreen

        self.push_screen(StartScreen())

    def _close_project(self) -> None:
        from coder.tui.kit.project_screen import ProjectScreen

        for screen in self.screen_stack:
            if isinstance(screen, ProjectScreen):
                screen.keep()
        project, self.project = self.project, None
        if project is not None:
            project.close()

    def _keep_house(self) -> None:
        """Checkpoint and back up now and then; the journal already holds everything."""
        project = self.project
        if project is None or project.readonly:
            return
        try:
            if project.checkpoint_due:
                project.checkpoint()
            project.back_up()
        except CoderError as error:
            self.fail(error)

    # Screens

    def open(self, name: str, *, record: str = "", **options: Any) -> None:
        """Open a screen by its name (`routes`); `record` is the id it shows first, `options` are its arguments."""
        from coder.tui import routes

        routes.open_route(self, name, record, options)

    def action_open(self, name: str) -> None:
        self.open(name)

    def action_go_to(self) -> None:
        """Let the person choose a screen by one letter."""
        from coder.tui.kit.choice_modal import ChoiceModal

        options = [(place.do, place.letter, place.label) for place in actions.PLACES]
        self.push_screen(ChoiceModal(Choose("Go to", options)), lambda name: self.open(name) if name else None)

    def action_keys(self) -> None:
        self.open("keys")

    def action_next_theme(self) -> None:
        names = color_themes.NAMES
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]
        self.change_settings(theme=self.theme)

    def change_settings(self, **fields: Any) -> bool:
        """Keep these settings in the person's file at once; False when that was not possible, which is then shown."""
        try:
            self.settings = settings.change(**fields)
        except CoderError as error:
            self.fail(error)
            return False
        return True

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The command palette: every action of the table that can be done here, and every place."""
        from coder.tui import routes

        yield from routes.commands(self, screen)

    async def action_leave_app(self) -> None:
        """Save and leave."""
        try:
            self._close_project()
        except CoderError as error:
            self.fail(error)
            return
        self.exit()

    def _hung_up(self) -> None:
        """The line was dropped or the machine goes down: keep all, then end."""
        self._close_project()
        self.exit(return_code=129)

    async def action_quit(self) -> None:
        await self.action_leave_app()

    def action_help_quit(self) -> None:
        self.notify("Ctrl+Q saves and quits", timeout=4)

    def on_unmount(self) -> None:
        if self.project is not None:
            self.project.close()
            self.project = None

    # Words that leave the program

    def copy_quotation(self, text: str) -> str:
        """Copy a quotation because the person asked for it; gives in words what was done."""
        from coder.tui.kit import clipboard

        if self.settings.clipboard == "off":
            return "Copying is off in your settings"
        return f"copied to {clipboard.copy(text, super().copy_to_clipboard)}"

    def copy_to_clipboard(self, text: str) -> None:
        """Cut and copy inside the program stay inside it, unless the settings allow more."""
        if self.settings.clipboard == "always":
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text

    # Messages and errors

    def say(self, text: str) -> None:
        """Show a message in the status line of the screen in front, or as a notification where it has none."""
        from coder.tui.kit.project_screen import ProjectScreen

        for screen in reversed(self.screen_stack):
            if isinstance(screen, ProjectScreen):
                screen.say(text)
                return
        self.notify(text, markup=False)

    def fail(self, error: CoderError) -> None:
        """Show an error: title, what it means, what to do."""
        body = "\n".join(part for part in (error.detail, error.hint) if part)
        self.notify(body or " ", title=error.title, severity="error", timeout=12, markup=False)

    def _handle_exception(self, error: Exception) -> None:
        """A fault of the program: its place goes to a log without a word of any interview, and it ends."""
        if isinstance(error, WorkerFailed):
            error = error.error if isinstance(error.error, Exception) else error
        self._crash = crash.record(error)
        self._return_code = 1
        self._exception = error
        self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def crashed(self) -> str:
        """What to tell the person after a fault of the program; "" when there was none."""
        return self._crash


def run(folder: Path | None = None, memo_target: str | None = None, memo_kind: str = "") -> int:
    """Run the program on the screen; gives the exit status."""
    import sys

    app = CoderApp(folder, memo_target, memo_kind)
    app.run()
    if app.crashed:
        print(app.crashed, file=sys.stderr)
        return 1
    return app.return_code or 0

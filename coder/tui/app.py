"""The Textual app: opens a project, shows screens, messages and errors. No feature logic."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar

from msgspec.structs import replace
from rich.console import RenderableType
from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerFailed

from coder.errors import CoderError, Damaged, Kept, Postponed, ReadOnly, StoreError
from coder.project import Project, drafts, open_or_read, openings, read_project, rescue, settings
from coder.project.operations.coders import account_name
from coder.store import keys
from coder.store.keys import NeedsPassphrase
from coder.store.rescue import hide_paths
from coder.text.phrases import format_count
from coder.tui import routes
from coder.tui.keymap import actions, terminal_keys
from coder.tui.kit import cell_widths, clipboard, colors, departed, lifecycle, safe_output, toasts
from coder.tui.kit.change_watch import ChangeWatch
from coder.tui.kit.colors import NoColor
from coder.tui.kit.first_paint import FirstPaint
from coder.tui.kit.folder_watch import AWAY, KEPT, NOT_SAVED, SAVED, FolderWatch
from coder.tui.kit.hang_up import DROPPED, HangUp
from coder.tui.kit.housekeeping import Housekeeping
from coder.tui.kit.lock import Lock
from coder.tui.kit.option_list import Palette
from coder.tui.kit.typeahead import TypeAhead

safe_output.use()
departed.use()

#: Seconds between checks whether a checkpoint or a backup is due, and between two looks at the project's folder.
HOUSEKEEPING = 30.0
LOOK = 3.0


class CoderApp(App[None]):
    """The program on the screen, with one open project, or the start screen; the only `Shell`."""

    TITLE = "coder"
    #: Styles of the first screen too: styles that are added later are all parsed anew.
    CSS_PATH: ClassVar[Any] = [
        Path(__file__).parent / name for name in ("kit/project_screen.tcss", "coding/coding_screen.tcss")
    ]
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("app")]

    def __init__(
        self,
        folder: Path | None = None,
        memo_target: str | None = None,
        memo_kind: str = "",
        read_only: bool = False,
        session_memo: bool = False,
    ) -> None:
        """`memo_target`: the record to write a memo of `memo_kind` on at once; `read_only`: change no project.

        `session_memo`: begin with the private session memo.
        """
        super().__init__()
        self.project: Project | None = None
        self.saved = SAVED
        #: The message to print after a fault; "" where there was none.
        self.crashed = ""
        #: Message after the end if `project.json` is written later; otherwise "".
        self._postponed = ""
        self._folder = folder
        self.read_only = read_only
        #: Whether the open project was opened read-only on purpose.
        self._looking = False
        self._memo_target, self._memo_kind = memo_target, memo_kind
        self.session_memo = ""
        self._opens_session_memo = session_memo
        #: Whether the person was asked to quit although the session memo is lost, and has not said no.
        self._asked_to_quit = False
        self._settings_error: CoderError | None = None
        try:
            self.settings = settings.load()
        except CoderError as error:
            self.settings, self._settings_error = settings.Settings(), error
        hide_paths(self.settings.private_state == "on")
        depth = colors.depth_of(self.console.color_system)
        for theme in colors.themes(depth):
            self.register_theme(theme)
        self.theme = self.settings.theme if self.settings.theme in colors.NAMES else colors.NAMES[0]
        self.lock = Lock(self, lambda: routes.save_screens(self), lambda: routes.forget_session_memo(self))
        self._housekeeping = Housekeeping(self)
        self._folder_watch = FolderWatch(self)
        self._change_watch = ChangeWatch(self)
        self._first_paint = FirstPaint(self)
        self._typeahead = TypeAhead(self, super().on_event, self._first_paint)
        self.hang_up = HangUp(self._hang_up, self._run_on_loop, self._abandon_terminal, drafts.keep_typed)
        self._filters = [NoColor()] if self.no_color else [*self._filters[:1], colors.Readable(depth)]

    def get_driver_class(self) -> type[Driver]:
        driver = super().get_driver_class()
        terminal_keys.use_for(driver)
        if os.name == "nt":
            return driver
        from coder.tui.kit.terminal_driver import driver_for

        return driver_for(driver, lambda: self.hang_up.lost(), self._foreign_byte, self._measured)

    def on_notify(self, event: Notify) -> None:
        toasts.admit(self, event.notification)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            if self.lock.hides(self.screen):
                return
            self.lock.touch()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typeahead.take(event)
            return
        if isinstance(event, events.Key) and self._typeahead.is_left_over(event):
            return  # the keys of the screen that is there by now are others
        if isinstance(event, events.MouseDown | events.MouseMove) and not event.is_forwarded:
            pressed_unseen = isinstance(event, events.MouseDown) and self._first_paint.precedes_front(event.time)
            if pressed_unseen or departed.is_hit(self.screen, event):
                return
        if isinstance(event, events.Resize) and not self.is_headless:
            event = lifecycle.current_size(event)
        await super().on_event(event)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.lock.hides(screen):
            return
        if renderable is not None and not self._batch_count:
            self._first_paint.note()
        super()._display(screen, renderable)

    def on_mount(self) -> None:
        if self._settings_error is not None:
            self.call_after_refresh(self.fail, self._settings_error)
        self.use_keymap()
        self.set_interval(HOUSEKEEPING, self._housekeeping.run)
        for watch in (self.lock, self._folder_watch, self._change_watch):
            self.set_interval(LOOK, watch.run)
        lifecycle.collect_garbage_later(self)
        self.hang_up.start()
        if self._folder is not None:
            self.call_later(self.open_folder, self._folder)  # nothing is painted before the project is open
            self._typeahead.hold()
        else:
            routes.show_start(self)
        if self._opens_session_memo:
            self.open("session_memo")

    def on_unmount(self) -> None:
        if self.project is not None:
            with contextlib.suppress(Postponed):  # reported by the quit action
                self.project.close()
            self.project = None

    def use_keymap(self) -> None:
        """Apply the key bindings of the settings."""
        actions.KEYMAP.clear()
        actions.KEYMAP.update(self.settings.keymap)
        self.set_keymap(self.settings.keymap)

    def change_settings(self, **fields: Any) -> bool:
        """Change personal settings; return False after showing why they are not saved: they apply until the end."""
        try:
            self.settings = settings.change(**fields)
        except CoderError as error:
            self.settings = replace(self.settings, **fields)
            hint = f"What you set applies until coder ends. {error.hint}".rstrip()
            why = ": ".join(filter(None, (error.title, error.detail)))
            self.fail(CoderError("The settings cannot be saved", why, hint))
            return False
        hide_paths(self.settings.private_state == "on")
        return True

    # Projects

    def open_folder(self, folder: Path, read_only: bool = False) -> None:
        """Close the open project and open the one in this folder; show the start screen where that fails."""
        looking = read_only or self.read_only
        try:
            if self.project is not None and self.project.folder.resolve() == folder.resolve():
                self._close_project()  # it would be locked
            initials = settings.initials(stored=self.settings) or account_name()
            project = read_project(folder) if looking else open_or_read(folder, initials)
        except NeedsPassphrase as error:
            if self.project is None:
                routes.show_start(self)
            routes.ask_passphrase(self, error.place, lambda: self.open_folder(folder, read_only))
            return
        except CoderError as error:
            routes.show_start(self)
            if isinstance(error, Damaged) and not looking:
                routes.offer_repair(self, folder, error)
            else:
                self.fail(error)
                self._say_what_is_kept(folder)
            return
        before = self.project.folder if self.project is not None else None
        self._close_project()
        if before is not None:
            keys.lock_left(before, folder)
        self.project, self._looking = project, looking
        self.lock.watch(project.folder)
        if not looking:
            openings.record(project, "coder", self.settings)
        rescue.return_drafts(project)
        if self._postponed:
            self.notify(self._postponed, title="Please note", severity="warning", timeout=12, markup=False)
            self._postponed = ""
        project.subscribe(lambda _: self.show_saved(SAVED))  # before the screens: they show it
        project.full_name = self.settings.name.strip()
        self.saved = SAVED
        memo_target = self._memo_target if folder == self._folder else None
        routes.show_project(self, project, memo_target, self._memo_kind)
        self._housekeeping.check_history()
        if settings.initials(stored=self.settings):  # otherwise they are asked for, and the project opens once more
            self._memo_target = None

    def _close_project(self) -> None:
        self._housekeeping.stop()
        if self.project is not None:
            routes.save_screens(self)
            project, self.project = self.project, None
            try:
                project.close()
            except Postponed as error:
                self._postponed = str(error)

    def _say_what_is_kept(self, folder: Path) -> None:
        rows = rescue.listed(folder)
        if rows:
            self.notify(
                f"{format_count(len(rows), 'text')} typed while the project could not be reached: kept, and offered "
                "when it opens.",
                title="Nothing typed is lost",
                timeout=12,
            )

    async def action_leave_app(self) -> None:
        """Save and quit; ask once where the private session memo would be lost."""
        if self.session_memo.strip() and not self._asked_to_quit:
            self._asked_to_quit = True
            routes.ask_to_lose_session_memo(self, self._quit_if)
        else:
            self._quit()

    def _quit_if(self, agreed: bool) -> None:
        self._asked_to_quit = False
        if agreed:
            self._quit()

    def _quit(self) -> None:
        routes.finish_screens(self)
        try:
            self._close_project()
        except CoderError as error:
            self.fail(error)
        else:
            self.exit(message=self._postponed or None)

    action_quit = action_leave_app

    @property
    def is_locked(self) -> bool:
        return self.lock.on

    def action_suspend(self) -> None:
        """Keep what is typed, and stop until the shell continues the program."""
        routes.save_screens(self)
        if not getattr(self._driver, "can_stop", False):
            self.say("No shell to return to: coder was not started from a shell with job control")
        else:
            os.kill(os.getpid(), signal.SIGTSTP)

    def action_help_quit(self) -> None:
        self.notify("Ctrl+Q saves and quits", timeout=4)

    # The end without a terminal

    def _run_on_loop(self, act: Callable[[], None]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(act)

    def _abandon_terminal(self) -> None:
        abandon = getattr(self._driver, "abandon_output", None)
        if abandon is not None:
            abandon()

    def _foreign_byte(self) -> None:
        self.notify(
            "It sent a byte that is not valid UTF-8. Set the terminal and LANG to UTF-8.",
            title="This terminal is not set to UTF-8",
            severity="warning",
            timeout=12,
        )

    def _measured(self, spacing_mark: int, ambiguous: int) -> None:
        """Count cells as the terminal draws them: of a letter with a spacing mark, of a character such as “…”."""
        if spacing_mark == 1:
            cell_widths.use(spacing_mark=0)
            self.refresh(layout=True)
        if ambiguous == 2:
            self.notify(
                "It draws “…” two cells wide, so lines shift. Set ambiguous-width characters to narrow.",
                title="This terminal draws some characters too wide",
                severity="warning",
                timeout=12,
            )

    def _hang_up(self) -> None:
        """Save and end: the line was dropped or the machine shuts down."""
        try:
            self._close_project()
        except Exception as error:  # no terminal to show it on; journal and drafts hold everything
            lifecycle.log_fault(error)
        self.exit(return_code=self.hang_up.status or DROPPED)

    # Screens

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Run what a key is bound to; say so where it is bound to nothing, or to what changes a read-only project."""
        if priority and self.is_locked and not actions.is_unconditional(key):
            return False
        if priority and key == "escape":
            self.clear_notifications()
        if not priority and routes.refuse_change(self, key):
            return True
        let_message_go = routes.passing_message(self)
        is_used = await super()._check_bindings(key, priority)
        if not is_used and not priority:
            routes.show_unused_key(self, key)
        elif is_used:
            let_message_go()
            toasts.dismiss_stale_errors(self)
        return is_used

    def open(self, name: str, *, record: str = "", **options: Any) -> None:
        """Open a screen by its name (`routes`); `record` is the id it shows first, `options` are its arguments."""
        routes.open_route(self, name, record, options)

    async def action_escape(self) -> None:
        """Do what Esc does here, by the first of the widgets around the focus that does anything."""
        await self._check_bindings("escape")

    def action_open(self, name: str) -> None:
        self.open(name)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        yield from routes.commands(self, screen)

    def action_command_palette(self) -> None:
        """Open the command palette."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_next_theme(self) -> None:
        self.theme = colors.name_after(self.theme)
        self.change_settings(theme=self.theme)

    def copy_quotation(self, text: str) -> str:
        """Copy a quotation on request; return a message that says where it went."""
        return clipboard.copy_quotation(text, self.settings, super().copy_to_clipboard)

    def copy_to_clipboard(self, text: str) -> None:
        """Keep text that is cut or copied inside the program, unless the settings allow more."""
        if self.settings.clipboard == "always":
            self.say(clipboard.copy(text, super().copy_to_clipboard))
        self._clipboard = text

    def say(self, text: str) -> None:
        """Show a message in the status line of the screen in front."""
        routes.show_message(self, text)

    def fail(self, error: CoderError) -> None:
        """Show an error: title, detail, hint; beside it no screen says “saved” of what is not."""
        if isinstance(error, Kept):
            if self.saved == KEPT:  # reported once; every draft would report it again
                return
            self.show_saved(KEPT)
        elif isinstance(error, Postponed):
            self.show_saved("saved in the history")
        elif isinstance(error, StoreError) and not isinstance(error, ReadOnly) and self.saved not in (AWAY, KEPT):
            self.show_saved(NOT_SAVED if self._folder_watch.in_reach() else AWAY)
        if isinstance(error, ReadOnly) and error.is_plain:
            routes.show_message(self, self._refusal(), passing=True)
            return
        body = "\n".join(part for part in (error.detail, error.hint) if part)
        severity: SeverityLevel = "warning" if isinstance(error, Postponed | Kept) else "error"
        self.notify(body or " ", title=error.title, severity=severity, timeout=12, markup=False)

    def _refusal(self) -> str:
        """Return one line that says that nothing can be changed, and what ends it."""
        if self.read_only:
            return "read-only: nothing can be changed · started with --read-only"
        project, key = self.project, actions.BY_ID["home.read_only"].keys[0]
        if project is not None and project.info.sample:
            return f"read-only: a sample · {key} on home (g h) makes a copy to change"
        ends = "ends it" if self._looking else "tries again"
        return f"read-only: nothing can be changed · {key} on home (g h) {ends}"

    def show_saved(self, state: str) -> None:
        """Let the status lines show whether everything is saved."""
        if state != self.saved:
            self.saved = state
            routes.show_states(self)

    def _handle_exception(self, error: Exception) -> None:
        """End after a fault, with a log of its place that holds no interview text."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        if departed.is_of_departed(error):
            return
        self.crashed = lifecycle.log_fault(error)
        self._return_code = 1
        self._exception = error
        self._exception_event.set()
        self._close_messages_no_wait()

"""The lock: a blank screen at the lock key, or after some idle minutes, until the person is back.

Everything goes on below it, unseen: the screens stay as they were, and an encrypted project stays open in memory. Who
comes back must know its passphrase.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from coder.errors import CoderError, StoreError
from coder.project import drafts
from coder.store import keys
from coder.tui.kit.shell import shell_of

if TYPE_CHECKING:
    from pathlib import Path

    from coder.store.keys import KeyFile

#: Seconds to wait for the key file, which may lie on a share.
PATIENCE = 2.0
#: Seconds before the idle lock in which it is announced where something would be lost.
ANNOUNCED = 30.0
LOST = "The private session memo was discarded when the screen was locked"
SOON = f"The screen locks in {ANNOUNCED:.0f} seconds; the private session memo is then lost. Any key keeps it."


class Lock:
    """Whether the screen is locked, since when nobody typed, and how an encrypted project is unlocked."""

    def __init__(self, app: App[Any], save: Callable[[], None], forget: Callable[[], None]) -> None:
        """`save` writes to disk what is only on the screen; `forget` empties the private session memo."""
        self._app, self._save, self._forget = app, save, forget
        self.on = False
        self._key_file: KeyFile | None = None
        self._lost = self._announced = self._asked = False
        self.touch()

    # The project

    def watch(self, folder: Path) -> None:
        """Note which project is open: what unlocks it is read now, since its share may be gone when it is needed."""
        self._key_file = keys.read(folder)

    @property
    def is_encrypted(self) -> bool:
        """Whether a passphrase unlocks the screen."""
        return self._key_file is not None and shell_of(self._app).project is not None

    # Idle time

    def touch(self) -> None:
        """Note that the person is there."""
        self._last = time.monotonic(), time.time()
        self._announced = False

    @property
    def idle(self) -> float:
        """Seconds since a key or the mouse, those in which the machine slept included."""
        return max(time.monotonic() - self._last[0], time.time() - self._last[1])

    @property
    def is_due(self) -> bool:
        """Whether the idle lock must fall now."""
        minutes = shell_of(self._app).settings.idle_lock
        return not self.on and minutes > 0 and self.idle >= 60 * minutes

    def run(self) -> None:
        """Lock when it is due, and announce it where something would be lost."""
        shell = shell_of(self._app)
        minutes = shell.settings.idle_lock
        if self.is_due:
            self.lock()
        elif minutes and not self.on and not self._announced and self.idle >= 60 * minutes - ANNOUNCED:
            self._announced = True
            if shell.session_memo.strip():
                self._app.notify(SOON, title="Please note", severity="warning", timeout=ANNOUNCED, markup=False)

    def hides(self, screen: Screen[Any]) -> bool:
        """Return whether a screen must be neither painted nor typed on: it is covered, or about to be.

        The idle lock falls here, too: the machine may have slept, or the program may have been stopped.
        """
        if self.is_due:
            self._app.call_later(self.lock)
        elif self.on and not is_lock(screen):
            self._app.call_later(self.stay_in_front)
        else:
            return False
        return True

    # Locking

    def ask(self, ask: Callable[[Callable[[bool], None]], None]) -> None:
        """Lock; call `ask` once where the private session memo would be lost."""
        if self._asked or not shell_of(self._app).session_memo.strip():
            self._lock_if(True)
        else:
            self._asked = True
            ask(self._lock_if)

    def _lock_if(self, agreed: bool) -> None:
        self._asked = False
        if agreed:
            self.lock()

    def lock(self) -> None:
        """Save what is typed, discard the private session memo and blank the screen; no-op while it is locked."""
        if self.on:
            return
        from coder.tui.kit.editors import AutosaveEditor

        shell = shell_of(self._app)
        with contextlib.suppress(CoderError):  # what is not saved stays in its editor, which says so again
            for screen in self._app.screen_stack:
                for editor in screen.query(AutosaveEditor):
                    editor.keep()
            if shell.project is not None:
                drafts.save_typed(shell.project)
        with contextlib.suppress(CoderError):
            self._save()
        self._lost = bool(shell.session_memo.strip())
        self._forget()
        self.on = True
        self.stay_in_front()
        self._app.clear_notifications()

    def unlocks(self, passphrase: str) -> bool:
        """Return whether a passphrase, or the recovery key, opens the project; half a second for each it has."""
        key_file = self._present_key_file()
        return key_file is not None and keys.open_slot(key_file, passphrase) is not None

    def _present_key_file(self) -> KeyFile | None:
        """Return the key file as it is now, since a passphrase may have been changed; else as it was at opening."""
        project, present = shell_of(self._app).project, [self._key_file]

        def read(folder: Path) -> None:
            with contextlib.suppress(StoreError):
                present.append(keys.read(folder))

        if project is not None:
            thread = threading.Thread(target=read, args=(project.folder,), name="key file", daemon=True)
            thread.start()
            thread.join(PATIENCE)  # a share may not answer
        return present[-1] or self._key_file

    def unlock(self) -> None:
        """Show the screens again."""
        self.on = False
        self.touch()
        screens = [screen for screen in self._app.screen_stack if is_lock(screen)]
        for screen in screens:
            self._take_out(screen)
        self._app.screen.refresh(layout=True)
        if self._lost:
            self._app.call_after_refresh(shell_of(self._app).say, LOST)

    def stay_in_front(self) -> None:
        """Put the blank screen before all others, where it is not."""
        if not self.on or is_lock(self._app.screen):
            return
        for screen in [screen for screen in self._app.screen_stack if is_lock(screen)]:
            self._take_out(screen)
        from coder.tui.kit.lock_screen import LockScreen

        self._app.push_screen(LockScreen(self.unlock, self.unlocks if self.is_encrypted else None))

    def _take_out(self, screen: Screen[Any]) -> None:
        if screen is self._app.screen:
            self._app.pop_screen()
        else:  # something was pushed over it
            self._app._screen_stack.remove(screen)
            screen.remove()


def is_lock(screen: Screen[Any]) -> bool:
    """Return whether a screen is the blank one."""
    return getattr(screen, "is_lock", False)

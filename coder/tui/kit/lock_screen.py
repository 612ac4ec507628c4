"""The blank screen of the lock: nothing of the study is on it, not even its name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coder.tui.kit.shell import shell_of

PLAIN = "Enter returns. The project is not encrypted: it is only hidden, from whoever does not press Enter."
NONE_OPEN = "Enter returns. No project is open."
ENCRYPTED = "Type the passphrase, or the recovery key, then Enter. Ctrl+Q saves and quits."
CHECKING = "Checking …"
WRONG = "That is not the passphrase."


class LockScreen(ModalScreen[None]):
    """Covers everything until Enter, for an encrypted project after the passphrase."""

    is_lock: ClassVar[bool] = True
    takes_typeahead: ClassVar[bool] = True
    DEFAULT_CSS = """
    LockScreen { background: $background; align: center middle; }
    LockScreen ToastRack { display: none; }
    #lock { width: 60; max-width: 100%; height: auto; }
    #lock Static { width: 100%; height: auto; }
    #lock Input { width: 100%; margin: 1 0 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "return", show=False)]

    def __init__(self, done: Callable[[], None], opens: Callable[[str], bool] | None) -> None:
        """`done` is called when the person is back; `opens` says in a thread whether a passphrase is the right one.

        None: no passphrase is needed.
        """
        super().__init__()
        self._done, self._opens = done, opens
        self._checking = False

    def compose(self) -> ComposeResult:
        is_open = shell_of(self).project is not None
        with Vertical(id="lock"):
            yield Static("Locked", classes="title")
            line = ENCRYPTED if self._opens is not None else PLAIN if is_open else NONE_OPEN
            yield Static(line, id="lock-line", markup=False)
            if self._opens is not None:
                yield Input(password=True, id="lock-passphrase", select_on_focus=False)

    def action_return(self) -> None:
        """Return to the study, unless it needs the passphrase."""
        if self._opens is None:
            self._done()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._opens is not None and event.value and not self._checking:
            self._checking = True
            self.run_worker(self._check(self._opens, event.value))
            event.input.clear()
            self.query_one("#lock-line", Static).update(CHECKING)

    async def _check(self, opens: Callable[[str], bool], passphrase: str) -> None:
        try:
            is_right = await asyncio.to_thread(opens, passphrase)
        finally:
            self._checking = False
        if is_right:
            self._done()
        else:
            self.query_one("#lock-line", Static).update(f"{WRONG} {ENCRYPTED}")

"""The dialog that asks for the passphrase of an encrypted project, and unlocks it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from coder.errors import CoderError
from coder.store import keys
from coder.store.keys import NeedsPassphrase, WrongPassphrase
from coder.tui.kit.dialog import Dialog
from coder.tui.kit.questions import Interactive
from coder.tui.kit.shell import shell_of

T = TypeVar("T")
TRIES = 3
LINE = "Type its passphrase, or the recovery key:"
CHECKING = "Checking …"


class PassphraseModal(Dialog[bool]):
    """Returns whether the project in a folder, or of a backup, was unlocked; after three wrong ones it is not.

    What is typed is never shown, and is forgotten once it was tried.
    """

    keys = (("Enter", "open"), ("Esc", "cancel"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]
    DEFAULT_CSS = """
    PassphraseModal { align: center middle; }
    #passphrase { width: 64; max-width: 100%; height: auto; background: $surface; padding: 1 2; }
    #passphrase Static { height: auto; }
    #passphrase Input { width: 100%; margin: 1 0 0 0; }
    """

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place
        self._left = TRIES
        self._checking = False

    def compose(self) -> ComposeResult:
        with Vertical(id="passphrase"):
            yield Static(f"“{self._place.resolve().name}” is encrypted", classes="title", markup=False)
            yield Static(LINE, id="passphrase-line", markup=False)
            yield Input(password=True, id="passphrase-text", select_on_focus=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value and not self._checking:
            self._checking = True
            self.run_worker(self._try(event.value))
            event.input.clear()
            self.query_one("#passphrase-line", Static).update(CHECKING)

    async def _try(self, passphrase: str) -> None:
        try:
            await asyncio.to_thread(keys.unlock, self._place, passphrase)
        except WrongPassphrase as error:
            self._left -= 1
            if not self._left:
                self.dismiss(False)
                shell_of(self).fail(CoderError(error.title, "It was not opened.", "To try again, open it once more."))
                return
            self.query_one("#passphrase-line", Static).update(f"{error.title}. {LINE}")
        except CoderError as error:
            self.dismiss(False)
            shell_of(self).fail(error)
        else:
            self.dismiss(True)
        finally:
            self._checking = False

    def action_cancel(self) -> None:
        if not self._checking:
            self.dismiss(False)


async def unlocking(asker: Interactive, act: Callable[[], T]) -> T | None:
    """Return what `act` returns, run in a thread; None where it needs a passphrase that is not given."""
    while True:
        try:
            return await asyncio.to_thread(act)
        except NeedsPassphrase as error:
            if not await asker.show_modal(PassphraseModal(error.place)):
                return None

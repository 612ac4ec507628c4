"""The key file of pseudonyms on the screen: its path and passphrase are asked for, it is opened or created."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from coder.errors import Invalid
from coder.privacy.pseudonym_key import SUFFIX, PseudonymKey, check_place, create_key, open_key
from coder.project import Project
from coder.tui.kit.dialog import Dialog
from coder.tui.kit.questions import Interactive, waiting
from coder.tui.kit.working_folder import typed_path

NEW = "Without this passphrase nobody can tell whom a pseudonym stands for. Keep it apart from the project."


class KeyPassphraseModal(Dialog[str]):
    """Returns a passphrase that was typed unseen; None after Esc."""

    keys = (("Enter", "done"), ("Esc", "cancel"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    DEFAULT_CSS = """
    KeyPassphraseModal { align: center middle; }
    #key-passphrase { width: 64; max-width: 100%; height: auto; background: $surface; padding: 1 2; }
    #key-passphrase Static { height: auto; }
    #key-passphrase Input { width: 100%; margin: 1 0 0 0; }
    """

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__()
        self._title, self._detail = title, detail

    def compose(self) -> ComposeResult:
        with Vertical(id="key-passphrase"):
            yield Static(self._title, classes="title", markup=False)
            yield Static(self._detail, markup=False)
            yield Input(password=True, select_on_focus=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value:
            self.dismiss(event.value)


async def ask_for_key(asker: Interactive, project: Project) -> PseudonymKey | None:
    """Ask for the key file and its passphrase; a file that does not exist is created. None after Esc."""
    initial = Path.home() / f"{project.folder.resolve().name}{SUFFIX}"
    text = await asker.ask(
        "Key file of pseudonyms, outside the project (a new one is created):", str(initial), reads=True
    )
    if text is None:
        return None
    path = typed_path(text)
    check_place(path, project.folder)
    is_new = not path.exists()
    first = await asker.show_modal(
        KeyPassphraseModal(f"{'New passphrase' if is_new else 'Passphrase'} of {path.name}", NEW if is_new else "")
    )
    if first is None:
        return None
    if is_new and await asker.show_modal(KeyPassphraseModal("The same passphrase again")) != first:
        raise Invalid("The two passphrases differ", "Nothing was created.", "Try again.")
    work = create_key if is_new else open_key
    asker.say("Opening the key file …")
    with waiting():
        key = await asyncio.to_thread(work, path, lambda: first, project.folder, project.info.id)
    asker.say(f"{'Created' if is_new else 'Opened'} {path}")
    return key

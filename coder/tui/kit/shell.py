"""The shell: what a screen may ask of the program around it, without importing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, cast

from textual.dom import DOMNode

from coder.errors import CoderError
from coder.project import Project
from coder.project.settings import Settings


class Shell(Protocol):
    """The running program as features see it; `CoderApp` is the only implementation."""

    project: Project | None
    settings: Settings
    saved: str
    #: Whether the program was started with --read-only.
    read_only: bool
    #: The text of the private session memo: in memory only.
    session_memo: str

    @property
    def is_locked(self) -> bool:
        """Whether the screen is blank until the person is back."""

    def open(self, name: str, *, record: str = "", **options: Any) -> None:
        """Open a screen by its name (`routes`); `record` is the id it shows first, `options` are its arguments."""

    def open_folder(self, folder: Path, read_only: bool = False) -> None:
        """Close the open project and open the one in this folder; read-only if asked, or started so."""

    def say(self, text: str) -> None:
        """Show a message in the status line of the screen in front."""

    def fail(self, error: CoderError) -> None:
        """Show an error: title, detail, hint."""

    def show_saved(self, state: str) -> None:
        """Let the status lines show whether everything is saved."""

    def copy_quotation(self, text: str) -> str:
        """Copy a quotation on request; return a message that says where it went."""

    def change_settings(self, **fields: Any) -> bool:
        """Change personal settings; return False after showing why they are not saved: they apply until the end."""

    def use_keymap(self) -> None:
        """Apply the key bindings of the settings."""


def shell_of(node: DOMNode) -> Shell:
    """Return the shell that a widget or screen runs in."""
    return cast(Shell, node.app)

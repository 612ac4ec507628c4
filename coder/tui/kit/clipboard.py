"""Copying on request: pyperclip locally, OSC 52 through the terminal over SSH."""

from __future__ import annotations

import os
from collections.abc import Callable

from coder.project.settings import Settings


def remote() -> bool:
    """Return whether the terminal runs on another machine."""
    return any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def copy_quotation(text: str, settings: Settings, through_terminal: Callable[[str], None]) -> str:
    """Copy a quotation on request, if the settings allow; return a message that says where it went."""
    if settings.clipboard == "off":
        return "Copying is off in your settings"
    if remote():
        through_terminal(text)
        return "Copied to your terminal's clipboard (OSC 52)"
    import pyperclip

    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        through_terminal(text)
        return "Copied to the terminal's clipboard"
    return "Copied to the clipboard"

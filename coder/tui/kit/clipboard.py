"""Copying on request: pyperclip on this machine, tmux where it runs, else OSC 52 through the terminal.

No terminal confirms OSC 52, and the manual of tmux (`set-clipboard`, `terminal-features`, `load-buffer -w`) says when
tmux passes it on. Each message says only what is known, in 55 characters: the state of the project stands beside it.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable

from coder.project.settings import Settings

#: Values of TERM of terminals that have no clipboard.
WITHOUT_CLIPBOARD = frozenset({"linux", "dumb", "vt100", "vt102", "vt220", "cons25"})
#: Bytes that xterm and others accept in one OSC 52 sequence, as base64.
LONGEST = 74_994
#: Seconds that tmux has for an answer.
PATIENCE = 2.0
SSH = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
SENT = "Sent to the terminal. Nothing pasted? coder help settings"
_FORMAT = "#{version}|#{set-clipboard}|#{client_termfeatures}"


def copy_quotation(text: str, settings: Settings, through_terminal: Callable[[str], None]) -> str:
    """Copy a quotation on request, if the settings allow; return a message that says where it went."""
    if settings.clipboard == "off":
        return "Copying is off in your settings"
    return copy(text, through_terminal)


def copy(text: str, through_terminal: Callable[[str], None]) -> str:
    """Copy a text; return a message that says where it went. `through_terminal` sends it by OSC 52."""
    if not remote():
        import pyperclip

        try:
            pyperclip.copy(text)
        except pyperclip.PyperclipException:
            pass  # no desktop: the terminal may have one
        else:
            return "Copied to the clipboard"
    if os.environ.get("TMUX"):
        return _through_tmux(text, through_terminal)
    if os.environ.get("STY"):
        return "Not copied: GNU screen does not pass on the clipboard"
    if os.environ.get("TERM", "") in WITHOUT_CLIPBOARD:
        return "Not copied: this terminal has no clipboard"
    through_terminal(text)
    if 4 * len(text.encode()) // 3 > LONGEST:
        return "Sent, but longer than many terminals accept (55 kB)"
    return SENT


def remote() -> bool:
    """Return whether the terminal runs on another machine; tmux knows where its client came from last."""
    if os.environ.get("TMUX"):
        names = _tmux("show-environment")
        if names is not None:
            return any(line.startswith(f"{name}=") for line in names.splitlines() for name in SSH)
    return any(os.environ.get(name) for name in SSH)


def _through_tmux(text: str, through_terminal: Callable[[str], None]) -> str:
    """Put a text into the paste buffer of tmux, and from there on the clipboard where tmux can."""
    answer = _tmux("display-message", "-p", _FORMAT)
    version, passes_on, features = [*(answer or "").strip().split("|"), "", "", ""][:3]
    can_pass = _number(version) >= (3, 2)
    stored = answer is not None and _tmux("load-buffer", *(["-w"] if can_pass else []), "-", text=text) is not None
    if not stored:
        through_terminal(text)
        return "tmux does not answer; sent to the terminal"
    if passes_on == "off":
        return "Copied in tmux only: its set-clipboard is off"
    if not can_pass:
        through_terminal(text)  # which tmux passes on where set-clipboard is on
        return "Copied in tmux; beyond it only if set-clipboard is on"
    if features and "clipboard" not in features.split(","):
        return "Copied in tmux only; clipboard: coder help settings"
    return "Copied in tmux, and sent to the terminal's clipboard"


def _number(version: str) -> tuple[int, ...]:
    """Return the version of tmux as numbers: `3.2a`, `next-3.4` and `openbsd-7.4`, which has no number of its own."""
    if version.startswith("openbsd"):
        return (3, 2)
    return tuple(map(int, re.findall(r"\d+", version)[:2]))


def _tmux(*arguments: str, text: str | None = None) -> str | None:
    """Return what tmux answers to a command, None where it fails; a text goes through standard input."""
    try:
        done = subprocess.run(
            ["tmux", *arguments], input=text, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout

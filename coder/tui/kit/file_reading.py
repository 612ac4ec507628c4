"""Reading a file of others: its path is asked for; it is read in the background, cancelled by Ctrl+G."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from coder.errors import CoderError, NotFound
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, waiting
from coder.tui.kit.working_folder import typed_path

T = TypeVar("T")


def _refuse_missing(path: Path) -> None:
    """Raise NotFound where nothing is at a path."""
    if not path.exists():
        raise NotFound(f"{path.name} cannot be opened", f"Nothing is at {path}", "Correct the path; Esc cancels.")


async def ask_path(
    asker: Interactive, title: str, initial: str = "", check: Callable[[Path], None] = _refuse_missing
) -> Path | None:
    """Ask for a path until `check` raises no CoderError for it; None after Esc, or where none was typed."""
    text: str | None = initial
    while (text := await asker.ask(title, text or "")) is not None and text.strip():
        try:
            path = typed_path(text)
            check(path)
        except CoderError as error:
            asker.fail(error)
            continue
        if text != initial:
            asker.app.clear_notifications()  # what was said of the path before
        return path
    return None


async def read_in_background(screen: ProjectScreen, read: Callable[..., T], path: Path) -> T | None:
    """Return `read(path, stop)`; None once Ctrl+G has ended the process that reads.

    Raises the CoderError that `read` raises.
    """
    from coder.exchange.sandbox import Stop, Stopped

    stop = Stop()
    screen.stop_work = stop.request
    screen.say(f"Reading {path.name} · Ctrl+G cancels")
    try:
        with waiting():
            return await asyncio.to_thread(read, path, stop)
    except Stopped:
        screen.say(f"Cancelled: {path.name} was not imported")
        return None
    finally:
        screen.stop_work = None

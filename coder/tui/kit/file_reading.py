"""Reading a file of others from a screen: in the background, cancelled by Ctrl+G."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import waiting
from coder.tui.kit.working_folder import typed_path

T = TypeVar("T")


async def read_in_background(screen: ProjectScreen, read: Callable[..., T], text: str) -> T | None:
    """Return `read(path, stop)` for the path a person typed; None once Ctrl+G has ended the process that reads.

    Raises the CoderError that `read` raises.
    """
    from coder.exchange.sandbox import Stop, Stopped

    path, stop = typed_path(text), Stop()
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

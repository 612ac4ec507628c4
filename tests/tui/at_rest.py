"""When a program that a pilot drives has done all that a key set off.

Textual's pilot takes the program for idle when it uses little of the processor for a moment: on a busy machine that
is so while it waits for its turn. Here the event loop is asked: nothing is ready to run, nothing that was put off is
due soon, no thread is at work, and the present screen has been painted: keys from before that write nothing.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from textual._context import active_app
from textual.message import Message
from textual.pilot import Pilot

SOON = 0.05
"""Seconds within which what was put off belongs to the key: drawing (a 60th), the next slice of some work."""
TIMERS = 8
"""So many may be due one after the other: what then still comes is without end, such as a spinner."""
PATIENCE = 1.0
"""Seconds for threads, which a test may hold up on purpose: for what they do a test waits by `until`."""


async def wait_until_at_rest(*_: object) -> None:
    """Wait until the program can do no more by itself; in the place of `textual._wait.wait_for_idle`."""
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    timers = still = 0
    while still < 2:
        await asyncio.sleep(0)
        due = min((one.when() for one in loop._scheduled if not one.cancelled()), default=end + SOON) - loop.time()
        if loop._ready:
            still = 0
        elif due < SOON and timers < TIMERS:
            still, timers = 0, timers + 1
            await asyncio.sleep(max(0.0, due))
        elif loop.time() < end and (threads_at_work() or unpainted()):
            still = 0
            await asyncio.sleep(0.002)
        else:
            still += 1


def threads_at_work() -> bool:
    """Whether a worker of the program, or a thread of its own, is running."""
    app = active_app.get(None)
    if app is not None and any(one._thread_worker and one.is_running for one in app.workers):
        return True
    return any(one.daemon and one.name.startswith("Thread-") for one in threading.enumerate())


def unpainted() -> bool:
    """Whether the program takes the keys that come now for typed before the present screen was seen."""
    first_paint = getattr(active_app.get(None), "_first_paint", None)
    return first_paint is not None and first_paint.precedes_base(Message().time)


async def until(pilot: Pilot[Any], done: Callable[[], object], seconds: float = 10) -> None:
    """Wait for what happens in the background."""
    for _ in range(int(seconds / 0.02)):
        if done():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    assert done()

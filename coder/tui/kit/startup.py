"""What the app does once at its start: garbage collection after the first paint, and the true size of the window."""

from __future__ import annotations

import gc
import shutil
from typing import Any

from textual import events
from textual.app import App
from textual.geometry import Size

#: Seconds until the first screen has been painted.
PAINTED = 1.0


def collect_garbage_later(app: App[Any]) -> None:
    """Turn garbage collection on after the first paint, for objects made from then on."""

    def collect() -> None:
        gc.freeze()
        gc.enable()

    app.set_timer(PAINTED, collect)


def current_size(event: events.Resize) -> events.Resize:
    """Return the resize event with the current size: two signals close together may arrive in the wrong order.

    The size of a terminal that reports it in band (with pixels) is kept.
    """
    if event.pixel_size is not None:
        return event
    size = Size(*shutil.get_terminal_size())
    return event if size == event.size else events.Resize(size, size)

"""Start and faults of the program: garbage collection, size of the window, a log without interview text."""

from __future__ import annotations

import gc
import os
import shutil
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.geometry import Size

from coder import __version__
from coder.store import files

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


def log_fault(error: BaseException) -> str:
    """Log where a fault happened (types and lines of code only); return the message for the person."""
    lines = [f"{datetime.now().isoformat(timespec='seconds')} coder {__version__} {type(error).__name__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
    place = lines[-1].strip()
    try:
        log = _path()
        files.make_folder(log.parent)
        files.tighten(log.parent)
        handle = files.open_private(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        with open(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        where = "\n".join(lines)
    else:
        where = f"Details: {log}"
    return (
        f"error: the program failed ({type(error).__name__} at {place}).\n"
        "Every change shown as saved is safe, and so are the drafts of memos.\n"
        f"{where} (no interview text). hint: restart; coder doctor PROJECT checks the project."
    )


def _path() -> Path:
    from platformdirs import user_log_path

    return user_log_path("coder", appauthor=False) / "faults.log"

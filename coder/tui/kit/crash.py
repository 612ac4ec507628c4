"""The end of the program after a fault or a hang-up: nothing is lost, and no interview text is logged."""

from __future__ import annotations

import asyncio
import signal
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from coder import __version__
from coder.store import files


def record(error: BaseException) -> str:
    """Log where a fault happened (types and lines of code only); return the message for the person."""
    lines = [f"{datetime.now().isoformat(timespec='seconds')} coder {__version__} {type(error).__name__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
    place = lines[-1].strip()
    try:
        log = _path()
        files.make_folder(log.parent)
        with log.open("a", encoding="utf-8") as file:
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


def on_hang_up(end: Callable[[], None]) -> None:
    """Call `end` on SIGHUP (dropped line) and SIGTERM, on platforms that have them."""
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, end)
        except (NotImplementedError, RuntimeError, ValueError):
            return  # Windows, or not the main thread: journal and drafts hold everything


def _path() -> Path:
    from platformdirs import user_log_path

    return user_log_path("coder", appauthor=False) / "faults.log"

"""A fault of the program, told without a word of any interview."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from coder import __version__
from coder.store import files


def record(error: BaseException) -> str:
    """Log where a fault happened (types and lines of code only); gives what to tell the person."""
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
        where = f"Its place is in {log}"
    return (
        f"error: the program met a fault of its own ({type(error).__name__} at {place}).\n"
        "Every change you saw confirmed is safe, and so is the draft of a memo.\n"
        f"{where} (no interview text). hint: start again; coder doctor PROJECT checks the project."
    )


def _path() -> Path:
    from platformdirs import user_log_path

    return user_log_path("coder", appauthor=False) / "faults.log"

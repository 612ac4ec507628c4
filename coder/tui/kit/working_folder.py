"""The folder that paths typed on a screen begin with."""

from __future__ import annotations

from pathlib import Path


def working_folder() -> Path:
    """Return the working folder; the person's own if it is gone, as with a share that was taken away."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()

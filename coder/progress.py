"""The progress of long work: the callback that gets the share done, and the one that ignores it."""

from __future__ import annotations

from collections.abc import Callable

#: Gets the share done (0 to 1), and stops the work by raising.
Progress = Callable[[float], None]


def no_progress(share: float) -> None:
    """Report no progress."""

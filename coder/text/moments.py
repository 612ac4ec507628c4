"""Moments as they are stored (ISO 8601, UTC), and as people read them; what is no moment stays as it is."""

from __future__ import annotations

from datetime import datetime


def local_moment(text: str) -> datetime | None:
    """Return a stored moment in local time; None for what is none, as in a file that was edited by hand."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def format_moment(text: str) -> str:
    """Return a stored moment in local time: `2026-03-14 09:30`."""
    moment = local_moment(text)
    return text if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def format_ago(text: str) -> str:
    """Return how long ago a stored moment was: `an hour ago`."""
    import humanize

    moment = local_moment(text)
    return "some time ago" if moment is None else humanize.naturaltime(moment)

"""Sort keys for names."""

from __future__ import annotations

import re


def natural_key(name: str) -> tuple[list[tuple[int, str]], str]:
    """Return a sort key that places P2 before P10."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], name

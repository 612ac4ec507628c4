"""Numbers of things, in words."""

from __future__ import annotations

#: What a count of units says where there is none; 0 would read as a finding.
NO_UNIT = "no unit"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `0 units`, `1 unit`, `1,200 units`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def some(number: int, noun: str) -> str:
    """As `counted`, and in words where there is none: `no unit`, `1 unit`, `1,200 units`."""
    return counted(number, noun) if number else f"no {noun}"

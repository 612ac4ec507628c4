"""Upgrades of the file format: one function a step, each with a stored old file as its test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

#: The version this program writes.
VERSION = 1

Raw = dict[str, dict[str, Any]]

#: version found → the function that makes the next version of the raw tables.
STEPS: dict[int, Callable[[Raw], Raw]] = {}


def upgrade(data: bytes, version: int) -> bytes:
    """The same project in the format of this version; the file itself is not touched."""
    raw: Raw = msgspec.json.decode(data)
    while version < VERSION:
        raw = STEPS[version](raw)
        version += 1
        raw["meta"]["1"]["version"] = version
    return msgspec.json.encode(raw)

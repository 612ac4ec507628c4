"""An open point: something that the method asks for, and that is not there yet."""

from __future__ import annotations

from typing import NamedTuple


class OpenPoint(NamedTuple):
    """What is open in a `step` (0-4; 5: pairs and frameworks), in words, and where to go for it.

    `place` is the name of a screen (as in the table of places), `target` the id of the record it is about.
    """

    step: int
    text: str
    place: str
    target: str = ""

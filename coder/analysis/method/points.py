"""An open point: something that the method asks for, and that is not there yet."""

from __future__ import annotations

from typing import NamedTuple


class OpenPoint(NamedTuple):
    """What is open in a `step` (0-4; 5: pairs and frameworks), in words, and where to go for it.

    `place` is the name of a screen (as in the table of places), `target` the id of the record it is about, `part`
    a line that stands there for something that is no record.
    """

    step: int
    text: str
    place: str
    target: str = ""
    part: str = ""

    @property
    def aim(self) -> str:
        """What the screen is to show, as its `aim` takes it."""
        return f"{self.target} {self.part}".strip()

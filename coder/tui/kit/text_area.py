"""Textual's text area, which may go while another screen is being put over it."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea


class Area(TextArea):
    """A text area that is drawn as nothing once it is removed.

    A screen that is covered before it has closed the gap (Esc and `g`, typed in one go) still asks for its lines, and
    Textual then looks for styles that are gone: KeyError.
    """

    #: Characters that may open something where what is typed next goes.
    OPENS: ClassVar[str] = ""

    def render_lines(self, crop: Region) -> list[Strip]:
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

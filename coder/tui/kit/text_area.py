"""A text area that may be removed while another screen is pushed over it."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea


class SafeTextArea(TextArea):
    """A text area that renders blank lines once it is removed.

    A screen that is covered before its layout is updated (Esc and `g` typed at once) still asks a removed text area
    for lines; Textual then looks up styles that no longer exist: KeyError.
    """

    #: Characters that may open something which takes the next keys.
    OPENS: ClassVar[str] = ""

    def render_lines(self, crop: Region) -> list[Strip]:
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

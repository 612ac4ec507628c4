"""A screen around one grid: what those have in common."""

from __future__ import annotations

from typing import ClassVar

from coder.tui.keymap import actions
from coder.tui.kit.grid import Grid
from coder.tui.kit.project_screen import ProjectScreen


class GridScreen(ProjectScreen):
    """Fills its grid when it is mounted, and says what is under the cursor; Esc goes back to coding."""

    #: What Enter and Esc do, for the line of keys.
    enter: ClassVar[str] = ""
    escape: ClassVar[str] = "back to coding"

    def on_mount(self) -> None:
        self.grid.following = self.moved
        self.grid.focus()
        self.fill()
        self.show_state()
        self.show_hints()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def fill(self) -> None:
        """Show what there is now."""
        raise NotImplementedError

    def moved(self) -> None:
        """The cursor is on another cell: say what is in it."""
        raise NotImplementedError

    def parts(self) -> tuple[str, ...]:
        return (self.where, "grid")

    def hints(self) -> list[tuple[str, str]]:
        enter = [("Enter", self.enter)] if self.enter else []
        return [*enter, *actions.hints(self.where), ("Esc", self.escape), *actions.hints("study", "app")]

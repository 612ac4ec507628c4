"""A screen that is one page under a title, scrolled by the keys: about a code, or about a codebook."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.tui.kit.page import Page
from coder.tui.kit.project_screen import ProjectScreen


class PagedScreen(ProjectScreen):
    """The page has the keys, so that it is read by them."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "../codebook/code_page.tcss"]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="code-title", classes="title", markup=False)
            yield Page(id="code-page")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.page.can_focus = True
        self.page.focus()
        self.show_state()
        self.show_hints()

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    def entitle(self, title: Text) -> None:
        """Put a line above the page."""
        self.query_one("#code-title", Static).update(title, layout=False)

    def action_scroll(self, rows: int) -> None:
        self.page.scroll_rows(rows)

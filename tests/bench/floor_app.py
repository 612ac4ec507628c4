"""The floor under the app: a bare Textual program of three panes with a key that changes one line.

`python tests/bench/floor_app.py [bare]`; with `bare` it has one empty pane and the line. Any key updates the line.
"""

from __future__ import annotations

import sys

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

THREE_PANES = ("transcript pane", "code pane", "memo pane")


class FloorApp(App[None]):
    """Three panes of plain text."""

    CSS = "#text { width: 2fr; border: solid; } #codes, #memo { border: solid; } #line { height: 1; dock: bottom; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, bare: bool = False) -> None:
        super().__init__()
        self.bare = bare
        self.count = 0

    def compose(self) -> ComposeResult:
        if not self.bare:
            with Horizontal():
                yield Static(f"{THREE_PANES[0]}\n" * 20, id="text")
                with Vertical():
                    yield Static(f"{THREE_PANES[1]}\n" * 8, id="codes")
                    yield Static(f"{THREE_PANES[2]}\n" * 8, id="memo")
        yield Static("keys: 0", id="line")

    def on_key(self, event: events.Key) -> None:
        if event.key == "q":
            self.exit()
            return
        self.count += 1
        self.call_later(self.show)

    def show(self) -> None:
        self.query_one("#line", Static).update(f"keys: {self.count}", layout=False)


if __name__ == "__main__":
    FloorApp("bare" in sys.argv[1:]).run()

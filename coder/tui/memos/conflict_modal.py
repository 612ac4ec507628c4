"""The conflict modal: two versions of one memo, side by side, or one above the other on a narrow terminal."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.project.drafts import MemoDraft, OtherVersion
from coder.tui.kit.line_widgets import Page

#: From this many columns on, side by side.
BESIDE = 100
#: Marks a line that only one version has.
ONLY_HERE = "▌ "
KEYS = (("m", "keep mine"), ("t", "keep theirs"), ("b", "keep both"), ("Esc", "cancel"))


class ConflictModal(ModalScreen[str | None]):
    """Returns "mine", "theirs" or "both"; None leaves both as they are."""

    CSS_PATH: ClassVar[Any] = "conflict_modal.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "dismiss('mine')", show=False),
        Binding("t", "dismiss('theirs')", show=False),
        Binding("b", "dismiss('both')", show=False),
        Binding("escape", "dismiss(None)", show=False),
        Binding("down,j", "read(1)", show=False),
        Binding("up,k", "read(-1)", show=False),
        Binding("pagedown,space", "read(8)", show=False),
        Binding("pageup,backspace", "read(-8)", show=False),
    ]

    def __init__(self, mine: MemoDraft, theirs: OtherVersion) -> None:
        super().__init__()
        self._mine, self._theirs = mine, theirs

    def compose(self) -> ComposeResult:
        mine, theirs = self._mine, self._theirs
        state = "saved" if theirs.saved else "not saved"
        with Vertical(id="two"):
            yield Static(Text("This memo has two versions", style="bold"), classes="title")
            with Container(id="two-texts"):
                with Vertical():
                    yield Static(_heading("mine", "not saved", mine.coder, mine.when), classes="two-head")
                    yield Page(id="two-mine")
                with Vertical():
                    yield Static(_heading("theirs", state, theirs.by, theirs.when), classes="two-head")
                    yield Page(id="two-theirs")
            keys = [part for key, label in KEYS for part in ((key, "bold"), f" {label}  ")]
            yield Static(Text.assemble(" ", *keys, no_wrap=True, overflow="ellipsis"), id="two-keys")

    def on_mount(self) -> None:
        mine, theirs = mark_differences(self._mine.text, self._theirs.text)
        self.query_one("#two-mine", Page).show(mine)
        self.query_one("#two-theirs", Page).show(theirs)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= BESIDE, "beside")

    def action_read(self, by: int) -> None:
        for page in self.query(Page):
            page.scroll_rows(by)


def _heading(version: str, state: str, by: str, when: str) -> Text:
    text = Text(f" {version}", style="bold", no_wrap=True, overflow="ellipsis")
    return text.append(f" · {' · '.join(filter(None, (state, by, when[:16].replace('T', ' '))))}", style="not bold")


def mark_differences(mine: str, theirs: str) -> tuple[Text, Text]:
    """Return both texts; a line that only one of them has is bold, with a bar before it."""
    a, b = mine.split("\n"), theirs.split("\n")
    same = SequenceMatcher(None, a, b).get_matching_blocks()
    return (
        _lines(a, {n for block in same for n in range(block.a, block.a + block.size)}),
        _lines(b, {n for block in same for n in range(block.b, block.b + block.size)}),
    )


def _lines(lines: list[str], shared: set[int]) -> Text:
    text = Text()
    for n, line in enumerate(lines):
        text.append(f"{line}\n") if n in shared else text.append(f"{ONLY_HERE}{line}\n", style="bold")
    return text

"""The base of dialogs: the keys of the dialog in the last row, in place of those of the screen that it covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.screen import ModalScreen, ScreenResultType

from coder.tui.kit import toasts
from coder.tui.kit.foot import HintLine


class Dialog(ModalScreen[ScreenResultType]):
    """A dialog over a screen; `keys` are its hints, (key, label), which its `BINDINGS` and widgets take."""

    keys: ClassVar[Sequence[tuple[str, str]]] = ()

    DEFAULT_CSS = """
    #dialog-keys { dock: bottom; width: 100%; height: 1; background: $background; color: $foreground 80%; }
    """

    def on_mount(self) -> None:
        for screen in self.app.screen_stack[:-1]:
            toasts.hide(screen)
        line = HintLine(id="dialog-keys")
        line.set([*self.keys])
        self.mount(line)

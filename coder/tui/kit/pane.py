"""What every pane of a screen does alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.widget import Widget

from coder.errors import CoderError
from coder.tui.kit.messages import Failed, Say

T = TypeVar("T")


class Acting(Widget):
    """A widget that calls operations: an error of theirs is shown, and nothing else happens."""

    def attempt(self, operation: Callable[[], T]) -> T | None:
        """The operation's result; None when it said no, which is then on the screen."""
        try:
            return operation()
        except CoderError as error:
            self.post_message(Failed(error))
            return None

    def say(self, text: str) -> None:
        """Put a line into the status line."""
        self.post_message(Say(text))

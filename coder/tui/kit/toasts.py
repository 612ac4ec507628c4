"""Where toasts stand: above the question that is open, beside a dialog, never over either."""

from __future__ import annotations

from typing import Any

from textual.geometry import Spacing
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import ToastRack


def stand_above(question: Widget) -> None:
    """Let the toasts of a screen end above a question that is open on it; those that do not fit are cut."""
    rows = question.region.y
    for rack in question.screen.query_children(ToastRack):
        rack.styles.margin = Spacing(bottom=max(0, question.screen.size.height - rows))
        rack.styles.max_height = rows


def stand_at_foot(screen: Screen[Any]) -> None:
    """Let the toasts stand where they do without a question."""
    for rack in screen.query_children(ToastRack):
        rack.styles.clear_rule("margin")
        rack.styles.clear_rule("max_height")
        rack.refresh(layout=True)


def hide(screen: Screen[Any]) -> None:
    """Hide the toasts of a screen that a dialog covers: the dialog shows them, until the screen is back."""
    for rack in screen.query_children(ToastRack):
        rack.display = False

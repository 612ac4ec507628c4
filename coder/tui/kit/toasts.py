"""Which toasts stand, and where: above or below the question that is open, beside a dialog, never over either."""

from __future__ import annotations

from time import time
from typing import Any

from textual.app import App
from textual.geometry import Spacing
from textual.notifications import Notification
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import ToastRack

#: Errors that stand at the same time, and for how many seconds one stands whatever is done meanwhile.
MOST, LEAST_TIME = 2, 4.0


def admit(app: App[Any], notification: Notification) -> None:
    """Make room for a toast: the same one goes, and of errors the oldest; what a project says at opening stays."""
    shown = app._notifications
    for same in [old for old in shown if (old.title, old.message) == (notification.title, notification.message)]:
        del shown[same]
    errors = [old for old in [*shown, notification] if old.severity == "error"]
    for oldest in errors[:-MOST]:
        del shown[oldest]


def dismiss_stale_errors(app: App[Any]) -> None:
    """Take away the errors that have stood for a while: the person has gone on."""
    stale = [old for old in app._notifications if old.severity == "error" and time() - old.raised_at > LEAST_TIME]
    for old in stale:
        app._unnotify(old)


def stand_beside(question: Widget) -> None:
    """Let the toasts of a screen end above an open question, or stand below it; those that do not fit are cut."""
    height, region = question.screen.size.height, question.region
    at_top = region.y == 0
    for rack in question.screen.query_children(ToastRack):
        rack.styles.margin = Spacing(bottom=0 if at_top else max(0, height - region.y))
        rack.styles.max_height = max(0, height - region.bottom) if at_top else region.y


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

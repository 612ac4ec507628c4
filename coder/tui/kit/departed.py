"""Work of widgets that left the screen before it was done: keys come faster than screens open and close.

A screen that is left loses its widgets one by one, while messages, timers and workers of them are still on the way.
"""

from __future__ import annotations

import contextlib
from functools import partial
from typing import Any

from textual import events
from textual._context import active_message_pump
from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.errors import NoWidget
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import MountError
from textual.worker import NoActiveWorker, get_current_worker

#: What is raised where a widget is looked for, or mounted, that went with its screen.
LOOKED_FOR = (NoMatches, NoScreen, MountError)
_call_after_refresh = MessagePump.call_after_refresh


def use() -> None:
    """Let no callback run after the refresh whose widget is gone by then."""
    setattr(MessagePump, "call_after_refresh", call_after_refresh)  # noqa: B010  # as in `safe_output.use`


def call_after_refresh(pump: MessagePump, callback: Any, *args: Any, **options: Any) -> bool:
    """Call back after the refresh, if the widget is still on a screen then."""
    return _call_after_refresh(pump, _call_if_there, pump, partial(callback, *args, **options))


def _call_if_there(pump: MessagePump, callback: Any) -> Any:
    return None if has_left(pump) else callback()


def has_left(pump: MessagePump | None) -> bool:
    """Return whether a widget, or the screen it is on, is removed or being removed."""
    if isinstance(pump, App) or not isinstance(pump, DOMNode):
        return False
    line = pump.ancestors_with_self
    if any(not node.is_running or node._pruning or node._closing for node in line):
        return True
    screen = next((node for node in line if isinstance(node, Screen)), None)
    return screen is None or screen not in pump.app.screen_stack


def is_hit(screen: Screen[Any], event: events.MouseEvent) -> bool:
    """Return whether the mouse is on a widget that left, and is drawn until the next layout."""
    try:
        widget, _ = screen.get_widget_at(event.x, event.y)
    except NoWidget:
        return False
    return has_left(widget)


def is_of_departed(error: Exception) -> bool:
    """Return whether an error says only that a widget now gone, or its worker, looked for what went with it."""
    return isinstance(error, LOOKED_FOR) and has_left(_at_work())


def _at_work() -> MessagePump | None:
    """Return the widget whose message, callback or worker runs now; a worker runs as the app."""
    pump = active_message_pump.get(None)
    if isinstance(pump, App):
        with contextlib.suppress(NoActiveWorker):
            return get_current_worker().node
    return pump

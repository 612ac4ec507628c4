"""Type-ahead: keys that arrive together go to the widgets that the keys before them open.

Textual delivers a key to the widget that has the focus when the key arrives. Over a slow line several keys arrive at
once, and text meant for a picker that is about to open would be taken for commands.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

from coder.tui.keymap.terminal_keys import BY_WORDS
from coder.tui.kit.questions import unsettled

#: Poll count and interval in seconds: longer work does not hold keys back. Time in which the program is blocked
#: altogether counts as one poll.
LOOKS, APART = 20, 0.1
#: Polls of interactive actions within one interval.
PARTS = 20
#: Rounds at most until the focus no longer changes.
ROUNDS = 6

Typed = events.Key | events.Paste


class TypeAhead:
    """Holds keys back until the effects of the previous key are done; `deliver` passes a key to the focus."""

    def __init__(self, app: App[Any], deliver: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[Typed] = deque()
        self._feeding: asyncio.Task[None] | None = None

    async def take(self, event: Typed) -> None:
        """Take a key from the terminal; deliver it at once when the ones before it are done."""
        if self._feeding is not None:
            self._waiting.append(event)
        elif await self._only_text(event):
            return
        else:
            self.hold()

    def hold(self) -> None:
        """Hold keys back until the current work is done, as after a key."""
        self._feeding = asyncio.create_task(self._feed())

    async def _only_text(self, event: Typed) -> bool:
        """Deliver a key; return whether all it can do is insert text into the focused widget."""
        from textual.widgets import Input, TextArea

        into_text = isinstance(self._app.focused, Input | TextArea)
        opens = getattr(self._app.focused, "OPENS", "")
        if isinstance(event, events.Key) and event.key in BY_WORDS:
            if into_text:
                event = events.Key(BY_WORDS[event.key], None)
            else:
                self._waiting.appendleft(events.Key(event.key.removeprefix("alt+"), event.character))
                event = events.Key("escape", "\x1b")
        await self._deliver(event)
        return into_text and (
            isinstance(event, events.Paste) or (event.is_printable and event.character not in opens)
        )

    async def _feed(self) -> None:
        try:
            await self._settle()
            while self._waiting:
                if not await self._only_text(self._waiting.popleft()):
                    await self._settle()
        finally:
            self._feeding = None

    async def _settle(self) -> None:
        """Wait until the messages caused by the last key are handled, from the focused widget up to the app."""
        for turn in range(ROUNDS):
            if not self._app.is_running:
                return
            before = (self._app.screen, self._app.focused)
            for pump in [*(before[1] or before[0]).ancestors_with_self, self._app]:
                await _drain(pump)
            await self._wait_for_actions()
            if turn and before == (self._app.screen, self._app.focused):
                return

    async def _wait_for_actions(self) -> None:
        """Wait until interactive actions have asked their next question or ended."""
        for _ in range(LOOKS * PARTS):
            if not unsettled(self._app):
                return
            await asyncio.sleep(APART / PARTS)


async def _drain(pump: MessagePump) -> None:
    """Wait until a message pump has handled the messages queued before."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        for _ in range(LOOKS):
            if done.is_set() or not pump.is_running:
                return
            try:
                await asyncio.wait_for(done.wait(), APART)
            except asyncio.TimeoutError:
                continue  # busy or gone: after the last poll the keys go on

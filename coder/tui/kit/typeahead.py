"""Keys in their order: one that is typed ahead goes to what the keys before it have opened.

Textual hands a key to what has the focus when the key arrives. Over a slow line several arrive at once, and what
was meant for a picker that is about to open would be taken for commands.
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

#: What takes longer than this, in seconds, does not hold the keys back any more: so many looks, so far apart.
#: Time in which the program could do nothing at all is one look, however long it was.
LOOKS, APART = 20, 0.1
#: Parts of a look, for interactive actions.
PARTS = 20
#: Rounds until nobody hands the focus on any more.
ROUNDS = 6

Typed = events.Key | events.Paste


class TypeAhead:
    """Holds keys back until what the one before has set off is done; `deliver` hands a key to the focus."""

    def __init__(self, app: App[Any], deliver: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._deliver = deliver
        self._waiting: deque[Typed] = deque()
        self._feeding: asyncio.Task[None] | None = None

    async def take(self, event: Typed) -> None:
        """A key from the terminal: delivered at once when all before it are done."""
        if self._feeding is not None:
            self._waiting.append(event)
        elif await self._only_text(event):
            return
        else:
            self.hold()

    def hold(self) -> None:
        """Hold keys back until what is under way is done, as after a key."""
        self._feeding = asyncio.create_task(self._feed())

    async def _only_text(self, event: Typed) -> bool:
        """Deliver; tells whether it can do nothing but add text where the focus is."""
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
        """Wait until all that the last key has set off is done, up the tree from what had the focus."""
        for turn in range(ROUNDS):
            if not self._app.is_running:
                return
            before = (self._app.screen, self._app.focused)
            for one in [*(before[1] or before[0]).ancestors_with_self, self._app]:
                await _reached(one)
            await self._acted()
            if turn and before == (self._app.screen, self._app.focused):
                return

    async def _acted(self) -> None:
        """Wait until interactive actions have asked their next question or ended."""
        for _ in range(LOOKS * PARTS):
            if not unsettled(self._app):
                return
            await asyncio.sleep(APART / PARTS)


async def _reached(pump: MessagePump) -> None:
    """Wait until a part of the screen has done all it was asked to do before."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        for _ in range(LOOKS):
            if done.is_set() or not pump.is_running:
                return
            try:
                await asyncio.wait_for(done.wait(), APART)
            except asyncio.TimeoutError:
                continue  # at something long, or gone: after the last look the keys go on

"""Type-ahead: keys that arrive together go to the widgets that the keys before them open, but write nothing unseen.

Textual delivers a key to the widget that has the focus when the key arrives. Over a slow line several keys arrive at
once, and text meant for a picker that is about to open would be taken for commands.

A key from before the screen was painted moves, opens and types, but does not write: its writer cannot have seen what
she would change. The same goes for the keys that follow it without a pause. A dialog takes no answer from before it
was painted, unless it says otherwise (`takes_typeahead`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen, SystemModalScreen

from coder.tui.keymap import actions
from coder.tui.keymap.layouts import latin
from coder.tui.keymap.terminal_keys import BY_WORDS
from coder.tui.kit.first_paint import FirstPaint, request_of
from coder.tui.kit.questions import unsettled
from coder.tui.kit.requests import Ask
from coder.tui.kit.shell import shell_of

#: Poll count and interval in seconds: longer work does not hold keys back. Time in which the program is blocked
#: altogether counts as one poll.
LOOKS, APART = 20, 0.1
#: Polls of interactive actions within one interval.
PARTS = 20
#: Rounds at most until the focus no longer changes.
ROUNDS = 6
#: Seconds between two keys that end a burst.
PAUSE = 0.25
#: Seconds after its first paint in which a burst from before may still be unseen.
UNSEEN = 1.0
#: Deliveries remembered until they come back unhandled.
DELIVERIES = 64
#: Actions of key bindings outside the action table that write at once.
WRITING = frozenset({"done", "quote"})
REFUSED = "Keys typed before this was shown were ignored"

Typed = events.Key | events.Paste


class TypeAhead:
    """Holds keys back until the effects of the previous key are done; `deliver` passes a key to the focus."""

    def __init__(self, app: App[Any], deliver: Callable[[Typed], Awaitable[None]], first_paint: FirstPaint) -> None:
        self._app = app
        self._pass_on = deliver
        self._first_paint = first_paint
        self._waiting: deque[Typed] = deque()
        self._feeding: asyncio.Task[None] | None = None
        self._delivered: deque[tuple[Typed, Screen[Any]]] = deque(maxlen=DELIVERIES)
        self._last_unseen = float("-inf")
        self._dropping = False

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

    def is_left_over(self, event: events.Key) -> bool:
        """Return whether a key that no widget handled was delivered to another screen than the present one."""
        return any(key is event and screen is not self._app.screen for key, screen in self._delivered)

    async def _only_text(self, event: Typed) -> bool:
        """Deliver a key; return whether all it can do is insert text into the focused widget."""
        into_text = self._types()
        opens = getattr(self._app.focused, "OPENS", "")
        if not into_text:
            event = self._on_latin_layout(event)
        if isinstance(event, events.Key) and event.key in BY_WORDS:
            if into_text:
                event = _key(BY_WORDS[event.key], None, event.time)
            else:
                self._waiting.appendleft(_key(event.key.removeprefix("alt+"), event.character, event.time))
                event = _key("escape", "\x1b", event.time)
        if self._is_refused(event):
            return True
        self._delivered.append((event, self._app.screen))
        await self._pass_on(event)
        return into_text and (
            isinstance(event, events.Paste) or (event.is_printable and event.character not in opens)
        )

    def _on_latin_layout(self, event: Typed) -> Typed:
        """Return the key that a command typed on another keyboard layout stands for, unless it is bound itself."""
        character = (event.character or "") if isinstance(event, events.Key) else ""
        plain = latin(character) if character else ""
        if not plain or not isinstance(event, events.Key) or event.key in self._app.screen.active_bindings:
            return event
        return _key(_character_to_key(plain), plain, event.time)

    def _types(self) -> bool:
        from textual.widgets import Input, TextArea

        return isinstance(self._app.focused, Input | TextArea)

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

    # What was typed before it could be seen what it does

    def _is_refused(self, event: Typed) -> bool:
        """Return whether a key must not act, because it was typed unseen; say so once in a burst."""
        if isinstance(event, events.Key) and actions.is_unconditional(event.key):
            return False  # saves everything and answers nothing
        in_burst = event.time - self._last_unseen <= PAUSE
        unseen = self._first_paint.precedes_base(event.time) or (
            in_burst and (self._dropping or self._first_paint.precedes_base(event.time, UNSEEN))
        )
        if unseen:
            self._last_unseen = event.time
        else:
            self._dropping = False
        if self._dropping:
            return True
        if not self._answers_unseen(event) and not (unseen and self._writes(event)):
            return False
        self._last_unseen, self._dropping = event.time, True
        shell_of(self._app).say(REFUSED)
        return True

    def _answers_unseen(self, event: Typed) -> bool:
        """Return whether a key was typed before the dialog was painted that it would answer."""
        screen = self._app.screen
        if isinstance(screen, ModalScreen):
            closed = not isinstance(screen, SystemModalScreen) and not getattr(screen, "takes_typeahead", False)
        else:
            request = request_of(screen)
            closed = isinstance(request, Ask) and request.unasked
        return closed and self._first_paint.precedes_front(event.time)

    def _writes(self, event: Typed) -> bool:
        """Return whether a key changes anything at once, or answers a question whose answer does."""
        screen = self._app.screen
        if isinstance(event, events.Paste):
            return False
        if getattr(screen, "takes_typeahead", False) and not self._types():
            return False
        if isinstance(screen, SystemModalScreen):
            return event.key == "enter"  # may run any action
        request = request_of(screen)
        if request is not None:
            return event.key == "enter" and not request.reads
        if self._types() and event.is_printable:
            return False
        bound = screen.active_bindings.get(event.key)
        if bound is not None:
            action = actions.bound_action(bound.binding.id)
            if action is not None:
                return action.writes
            if bound.binding.action in WRITING:
                return True
        elif event.key == "enter" and not self._types():
            return True  # a widget takes it without a binding
        parts: tuple[str, ...] = screen.parts() if hasattr(screen, "parts") else ()
        return any(
            event.key in action.bound.split(",") for part in parts for action in actions.of(part) if action.writes
        )


def _key(key: str, character: str | None, time: float) -> events.Key:
    """Return a key that was typed at this time."""
    event = events.Key(key, character)
    event.time = time
    return event


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

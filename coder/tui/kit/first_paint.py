"""First paint: since when a person can have seen the screen in front, and the one below its dialogs."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.message import Message
from textual.screen import ModalScreen, Screen

#: What is shown: the screen, and what of it; a change of either is a change of what keys act on.
Subject = tuple[object, object]


class FirstPaint:
    """Decides whether a key or a click was made before what it would act on was painted.

    The *base* is the topmost screen that is no dialog, with its `subject`, such as the open transcript. The *front*
    is the topmost screen, with the question that is open on it.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._painted: tuple[Subject | None, Subject | None] = (None, None)
        self._base_since = self._front_since = 0.0

    def note(self) -> None:
        """Note that a frame of the present screens is about to be written."""
        now, subjects = Message().time, self._subjects()  # the clock of the events
        if subjects[0] != self._painted[0]:
            self._base_since = now
        if subjects[1] != self._painted[1]:
            self._front_since = now
        self._painted = subjects

    def precedes_base(self, moment: float, margin: float = 0.0) -> bool:
        """Return whether the base was first painted after `moment`, or less than `margin` seconds before."""
        return self._subjects()[0] != self._painted[0] or moment < self._base_since + margin

    def precedes_front(self, moment: float) -> bool:
        """Return whether the front was first painted after `moment`."""
        return self._subjects()[1] != self._painted[1] or moment < self._front_since

    def _subjects(self) -> tuple[Subject, Subject]:
        stack = self._app.screen_stack
        front = stack[-1]
        base = next((screen for screen in reversed(stack) if not isinstance(screen, ModalScreen)), front)
        return (base, getattr(base, "subject", "")), (front, request_of(front))


def request_of(screen: Screen[Any]) -> Any:
    """Return the question that the picker or the prompt of a screen shows; None without one."""
    questions = getattr(screen, "questions", None)
    return None if questions is None else questions.request

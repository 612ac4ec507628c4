"""Long work done a little at a time between keys: it can be watched, and stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from textual.timer import Timer
from textual.widget import Widget

from coder.errors import CoderError

T = TypeVar("T")
#: Seconds of work before the keys are looked at.
SLICE = 0.02
#: Seconds until the work goes on.
REST = 0.005


class Slices(Generic[T]):
    """Takes steps one after the other: `each` gets what each of them gives, `done` is called at the end.

    The first slice is done at once. An error that a step raises goes to `failed`, and ends it.
    """

    def __init__(
        self,
        widget: Widget,
        steps: Iterator[T | None],
        each: Callable[[T], None],
        done: Callable[[], None],
        failed: Callable[[CoderError], None],
    ) -> None:
        self._widget, self._steps = widget, steps
        self._each, self._done, self._failed = each, done, failed
        self._timer: Timer | None = None
        self.running = True
        self._go()

    def stop(self) -> None:
        """Take no further step."""
        self.running = False
        if self._timer is not None:
            self._timer.stop()

    def _go(self) -> None:
        until = time.monotonic() + SLICE
        try:
            while self.running and time.monotonic() < until:
                try:
                    step = next(self._steps)
                except StopIteration:
                    self.running = False
                    self._done()
                    return
                if step is not None:  # nothing to give yet
                    self._each(step)
        except CoderError as error:
            self.running = False
            self._failed(error)
            return
        if self.running:
            self._timer = self._widget.set_timer(REST, self._go)

"""Background work: one job at a time per owner, with progress, cancellation and its result on the screen's loop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from textual.app import App
from textual.timer import Timer
from textual.widget import Widget

from coder.errors import CoderError
from coder.progress import Progress

T = TypeVar("T")
#: Seconds a thread job may hold the screen, so that a quick result is painted with the key that asked for it.
AT_ONCE = 0.2
#: Seconds between two checks of a thread job.
POLL = 0.05
#: Seconds of steps between two keys, and the pause after them.
SLICE = 0.02
REST = 0.005
#: Seconds between two looks whether the screen is still locked.
LOCKED = 0.5


def _is_locked(owner: Widget | App[Any]) -> bool:
    """Return whether the screen is locked: results wait, since they may show something."""
    return bool(getattr(owner.app, "is_locked", False))


class Cancelled(Exception):
    """Raised inside a thread job by its progress callback after `ThreadJob.cancel`."""


class ThreadJob(Generic[T]):
    """Runs `work(progress)` in a thread and hands its result to `done` on the loop of `owner`.

    A CoderError goes to `failed`; any other exception is raised on the loop. With `at_once`, `start` waits that many
    seconds, so that a quick result is handed over before it returns. Work that reads the open project must be
    cancelled before the project changes; work that takes long reads its own copy from disk (`read_project`).
    """

    def __init__(
        self,
        owner: Widget | App[Any],
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[CoderError], None],
        progress: Callable[[float], None] | None = None,
        at_once: float | None = 0.0,
    ) -> None:
        """`at_once`: seconds; None means `AT_ONCE`."""
        self._owner, self._work_function = owner, work
        self._done, self._failed, self._progress = done, failed, progress
        self._at_once = at_once
        self._share = 0.0
        self._cancelled = threading.Event()
        self._result: list[T] = []
        self._error: BaseException | None = None
        self._timer: Timer | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.running = False

    def start(self) -> ThreadJob[T]:
        """Start the thread; return this job."""
        self.running = True
        self._thread.start()
        self._thread.join(AT_ONCE if self._at_once is None else self._at_once)
        self._poll()
        return self

    def cancel(self, wait: bool = True) -> None:
        """Cancel: neither `done` nor `failed` is called. With `wait`, the thread has ended on return."""
        self.running = False
        self._cancelled.set()
        if self._timer is not None:
            self._timer.stop()
        if wait:
            self._thread.join()

    def _work(self) -> None:
        try:
            self._result.append(self._work_function(self._report))
        except BaseException as error:  # re-raised on the loop by `_poll`
            self._error = error

    def _report(self, share: float) -> None:
        self._share = share
        if self._cancelled.is_set():
            raise Cancelled

    def _poll(self) -> None:
        if not self.running:
            return
        if self._thread.is_alive() or _is_locked(self._owner):
            if self._progress is not None:
                self._progress(self._share)
            if self._timer is None:
                self._timer = self._owner.set_interval(POLL, self._poll)
            return
        self.running = False
        if self._timer is not None:
            self._timer.stop()
        error = self._error
        if isinstance(error, CoderError):
            self._failed(error)
        elif error is not None:
            raise error
        else:
            self._done(self._result.pop())


class StepJob(Generic[T]):
    """Takes the steps of an iterator between keys, on the loop: for work over the open project.

    `each` gets every step that is not None, `done` is called after the last one. A CoderError raised by a step goes
    to `failed` and ends the job. The first slice runs before the constructor returns.
    """

    def __init__(
        self,
        owner: Widget | App[Any],
        steps: Iterator[T | None],
        each: Callable[[T], None],
        done: Callable[[], None],
        failed: Callable[[CoderError], None],
    ) -> None:
        self._owner, self._steps = owner, steps
        self._each, self._done, self._failed = each, done, failed
        self._timer: Timer | None = None
        self.running = True
        self._take_slice()

    def cancel(self) -> None:
        """Take no further step."""
        self.running = False
        if self._timer is not None:
            self._timer.stop()

    def _take_slice(self) -> None:
        if self.running and _is_locked(self._owner):
            self._timer = self._owner.set_timer(LOCKED, self._take_slice)
            return
        until = time.monotonic() + SLICE
        try:
            while self.running and time.monotonic() < until:
                try:
                    step = next(self._steps)
                except StopIteration:
                    self.running = False
                    self._done()
                    return
                if step is not None:
                    self._each(step)
        except CoderError as error:
            self.running = False
            self._failed(error)
            return
        if self.running:
            self._timer = self._owner.set_timer(REST, self._take_slice)

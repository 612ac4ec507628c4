"""Work over the open project in a thread: it can be watched and stopped, and what is quick is there at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from textual.timer import Timer
from textual.widget import Widget

from coder.errors import CoderError

T = TypeVar("T")
#: Seconds that are waited for the work before the keys go on.
AT_ONCE = 0.2
#: Seconds from one look at how far it is to the next.
LOOK = 0.05


class _Stopped(Exception):
    """Nobody waits for it any more."""


class Apart(Generic[T]):
    """One piece of work. `make` is given a function to call often, with the share that is done (0 to 1).

    What was made goes to `done`, a CoderError to `failed`, how far it is to `far`; any other error is raised. When
    the project changes meanwhile, what is made or goes wrong means nothing: `stop` it then.
    """

    def __init__(
        self,
        widget: Widget,
        make: Callable[[Callable[[float], None]], T],
        done: Callable[[T], None],
        failed: Callable[[CoderError], None],
        far: Callable[[float], None],
    ) -> None:
        self._widget, self._make = widget, make
        self._done, self._failed, self._far = done, failed, far
        self._share = 0.0
        self._given_up = threading.Event()
        self._made: list[T] = []
        self._error: BaseException | None = None
        self._timer: Timer | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.running = False

    def start(self) -> None:
        """Begin; what is made quickly is handed over before this returns."""
        self.running = True
        self._thread.start()
        self._thread.join(AT_ONCE)
        self._look()

    def stop(self) -> None:
        """Give it up; nobody reads the project any more when this returns."""
        self.running = False
        self._given_up.set()
        if self._timer is not None:
            self._timer.stop()
        self._thread.join()

    def _work(self) -> None:
        try:
            self._made.append(self._make(self._tick))
        except BaseException as error:  # it is raised where somebody sees it
            self._error = error

    def _tick(self, share: float) -> None:
        self._share = share
        if self._given_up.is_set():
            raise _Stopped

    def _look(self) -> None:
        if not self.running:
            return
        if self._thread.is_alive():
            self._far(self._share)
            if self._timer is None:
                self._timer = self._widget.set_interval(LOOK, self._look)
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
            self._done(self._made.pop())

"""The end of the program when the line is dropped or a signal asks for it: within seconds, whatever hangs.

A thread waits for the signals, which needs neither the terminal nor the event loop: the main thread may block in a
write to a terminal that is gone, or in a call to a share that does not answer.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable

from coder.tui.kit import lifecycle

#: Seconds after which the terminal, and then all else, is no longer waited for.
PATIENCE, LIMIT = 2.0, 4.5
#: Signals that end the program; those that a platform lacks are left out.
SIGNALS = tuple(
    number for name in ("SIGHUP", "SIGTERM", "SIGINT") if (number := getattr(signal, name, None)) is not None
)
#: Exit status of a program whose line was dropped: 128 and the number of SIGHUP.
DROPPED = 129


class HangUp:
    """Ends the program after a signal or a lost terminal.

    `end` saves and ends on the loop (`on_loop` runs it there); `abandon` gives up the terminal; `keep` writes
    elsewhere what the main thread still waits to write.
    """

    def __init__(
        self,
        end: Callable[[], None],
        on_loop: Callable[[Callable[[], None]], object],
        abandon: Callable[[], None],
        keep: Callable[[], None],
    ) -> None:
        self._end, self._on_loop, self._abandon, self._keep = end, on_loop, abandon, keep
        self._wake: socket.socket | None = None
        self._lost = False
        #: The exit status once the program is to end, otherwise 0.
        self.status = 0

    def start(self) -> None:
        """Watch from now on; called in the main thread. On Windows no signal is sent when a console closes."""
        if os.name == "nt":
            return
        heard, self._wake = socket.socketpair()
        self._wake.setblocking(False)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        for number in SIGNALS:
            signal.signal(number, _heard_by_the_thread)
        os.register_at_fork(after_in_child=_forget_signals)
        threading.Thread(target=self._watch, args=(heard,), name="hang-up", daemon=True).start()
        if self._lost:
            self.lost()

    def lost(self) -> None:
        """End: the terminal is gone. May be called in any thread, and more than once."""
        self._lost = True
        if self._wake is not None:
            with contextlib.suppress(OSError):
                self._wake.send(bytes([signal.SIGHUP]))

    def _watch(self, heard: socket.socket) -> None:
        while not self.status:
            for number in heard.recv(64):
                if number in SIGNALS:
                    self.status = self.status or 128 + number
        if self.status == DROPPED:
            _guarded(self._abandon)
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._on_loop(lambda: _guarded(self._end))
        time.sleep(PATIENCE)
        _guarded(self._abandon)
        threading.Thread(target=_guarded, args=(self._keep,), name="keep", daemon=True).start()
        time.sleep(LIMIT - PATIENCE)
        os._exit(self.status)


def _guarded(act: Callable[[], None]) -> None:
    try:
        act()
    except BaseException as error:
        lifecycle.log_fault(error)


def _heard_by_the_thread(*_: object) -> None:
    """Have a handler, so that Python notes the signal for the thread."""


def _forget_signals() -> None:
    """Let a forked child end at a signal as any program does, without waking this one."""
    with contextlib.suppress(ValueError):
        signal.set_wakeup_fd(-1)
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)

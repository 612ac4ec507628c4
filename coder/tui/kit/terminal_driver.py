"""The driver of a Unix terminal: input that nothing ends, output that never blocks the program, stop and continue.

Textual's own reads on for ever where the terminal is gone, blocks for ever where its writing thread has died, ends at
a byte that is not UTF-8, and starts a second input thread after SIGCONT.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import queue
import selectors
import signal
import termios
import time
import tty
from collections.abc import Callable
from typing import IO, Any

from textual import events
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from coder.tui.keymap.terminal_keys import PASTE_BEGINS, PASTE_ENDS, KeyParser
from coder.tui.kit import cell_widths

#: Seconds between two looks whether the output was abandoned, the input is to end, or a key is complete.
LOOK = 0.1
#: Seconds without input after which a paste whose end never came is over.
PASTE_OVER = 5.0
#: Seconds at most to wait for the last output.
LAST_OUTPUT = 1.0
#: Columns or rows at most that a terminal may report.
LARGEST = 10_000
#: Sets of the modes that a stop may have reset, without pushing the keyboard mode a second time.
_KEYBOARD = "\x1b[=25u"


class LineWriter(WriterThread):
    """Writes to the terminal in its thread; output to a terminal that is gone or abandoned is dropped."""

    def __init__(self, file: IO[str], lost: Callable[[], None]) -> None:
        super().__init__(file)
        self._lost = lost
        self._dropping = False

    def write(self, text: str) -> None:
        self._put(text)

    def abandon(self) -> None:
        """Drop all further output, so that nothing waits for the terminal."""
        self._dropping = True

    def run(self) -> None:
        try:
            super().run()
        except (OSError, ValueError):
            self.abandon()
            self._lost()

    def stop(self) -> None:
        self._put(None)
        until = time.monotonic() + LAST_OUTPUT
        while self.is_alive() and not self._dropping and time.monotonic() < until:
            self.join(LOOK)
        self.abandon()

    def _put(self, text: str | None) -> None:
        while not self._dropping:
            try:
                self._queue.put(text, timeout=LOOK)
            except queue.Full:  # a slow line, or one that is gone
                continue
            return


class TerminalDriver(LinuxDriver):
    """Textual's driver with the faults above mended; `driver_for` says what it calls when."""

    lost: Callable[[], None] = staticmethod(lambda: None)
    foreign_byte: Callable[[], None] = staticmethod(lambda: None)
    measured: Callable[..., None] = staticmethod(lambda *columns: None)

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._stopped = False
        self._said = False
        #: The columns after the samples that the terminal drew.
        self._answers: list[int] = []

    # Output

    def abandon_output(self) -> None:
        """Write nothing more: the program ends, and the terminal takes nothing."""
        if isinstance(self._writer_thread, LineWriter):
            self._writer_thread.abandon()

    def start_application_mode(self) -> None:
        vars(linux_driver)["WriterThread"] = lambda file: LineWriter(file, self._lose)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._answers = []
        self.write(cell_widths.QUESTION)

    def stop_application_mode(self) -> None:
        """Give the terminal back, without words: one without a second screen would keep what was shown last.

        Row by row, since tmux moves a screen that is cleared at once to its history.
        """
        rows = range(1, self._get_terminal_size()[1] + 1)
        self.write("\x1b[m" + "".join(f"\x1b[{row};1H\x1b[2K" for row in rows) + "\x1b[H")
        super().stop_application_mode()

    def answer(self, column: int) -> bool:
        """Take the column after a sample (from 0); return False if none was asked for. Nothing waits for answers."""
        if len(self._answers) == len(cell_widths.SAMPLES):
            return False
        self._answers.append(column)
        if len(self._answers) == len(cell_widths.SAMPLES):
            self._loop.call_soon_threadsafe(self.measured, *self._answers)
        return True

    def _lose(self) -> None:
        if not self.exit_event.is_set():
            self.lost()

    # Stop and continue

    def _sigtstp_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self.stop)

    def _sigcont_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._continue)

    @property
    def can_stop(self) -> bool:
        """Whether a shell with job control started the program, which can continue it."""
        try:
            return os.getpgrp() != os.getsid(0)
        except OSError:
            return False

    def stop(self) -> None:
        """Give the terminal back and stop this job, until it is continued; no-op without a shell to do that."""
        if self._stopped or not self.can_stop:
            return
        self._stopped = True
        self.suspend_application_mode()
        os.kill(0, signal.SIGSTOP)  # all of the job: the shell waits for its first process

    def _continue(self) -> None:
        """Take the terminal again after SIGCONT; after a bare SIGSTOP the input thread still runs."""
        if self._stopped:
            self._stopped = False
            self.resume_application_mode()
        elif self._writer_thread is not None:
            self._take_terminal_again()
        self._app.refresh(layout=True)
        for screen in self._app.screen_stack:
            screen.refresh(layout=True)

    def _take_terminal_again(self) -> None:
        with contextlib.suppress(termios.error):
            attributes = termios.tcgetattr(self.fileno)
            attributes[tty.LFLAG] = self._patch_lflag(attributes[tty.LFLAG])
            attributes[tty.IFLAG] = self._patch_iflag(attributes[tty.IFLAG])
            attributes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        self.write(f"\x1b[?1049h\x1b[?25l\x1b[?1004h{_KEYBOARD}")
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self._enable_mouse_support()
        if self._in_band_window_resize:
            self._enable_in_band_window_resize()
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    # Input

    def run_input_thread(self) -> None:
        """Pass on what is typed until the driver ends or the terminal is gone."""
        keys = _Input(self)
        selector = selectors.DefaultSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        try:
            while not self.exit_event.is_set():
                if not selector.select(LOOK):
                    keys.idle()
                    continue
                try:
                    data = os.read(self.fileno, 1 << 14)
                except InterruptedError:
                    continue
                except OSError:
                    data = b""
                if not data:
                    self._lose()
                    return
                keys.take(data)
        finally:
            selector.close()

    def say_foreign_byte(self) -> None:
        """Say once that the terminal sends bytes that are not UTF-8."""
        if not self._said:
            self._said = True
            self._loop.call_soon_threadsafe(self.foreign_byte)


def driver_for(
    driver: type[Driver],
    lost: Callable[[], None],
    foreign_byte: Callable[[], None],
    measured: Callable[[int, int], None] = lambda *columns: None,
) -> type[Driver]:
    """Return the driver to use in place of Textual's; another one, such as that of a browser, is left as it is.

    `lost` is called, in any thread, when the terminal is gone; `foreign_byte` on the loop at the first byte that is
    not UTF-8; `measured` with the cells that the terminal drew for each of `cell_widths.SAMPLES`, if it answers.
    """
    if driver is not LinuxDriver:
        return driver
    attributes: dict[str, Any] = {"lost": staticmethod(lost), "foreign_byte": staticmethod(foreign_byte)}
    attributes["measured"] = staticmethod(measured)
    return type("AppTerminalDriver", (TerminalDriver,), attributes)


class _Input:
    """Bytes of the terminal to events: what is not UTF-8 is U+FFFD, what cannot be parsed is dropped."""

    def __init__(self, driver: TerminalDriver) -> None:
        self._driver = driver
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._parser = KeyParser()
        self._tail = ""
        self._pasting = False
        self._last = time.monotonic()

    def take(self, data: bytes) -> None:
        """Pass on the events of some bytes."""
        text = self._decoder.decode(data)
        if "\ufffd" in text:
            self._driver.say_foreign_byte()
        self._last = time.monotonic()
        self._feed(text)
        self._tick()

    def idle(self) -> None:
        """Pass on what only time completes: an Esc, a letter that is cut off, a paste without an end."""
        silent = time.monotonic() - self._last
        rest = self._decoder.decode(b"", final=True) if silent > LOOK else ""
        if rest:
            self._driver.say_foreign_byte()
            self._feed(rest)
        self._tick()
        if self._pasting and silent > PASTE_OVER:
            self._feed(PASTE_ENDS)

    def _feed(self, text: str) -> None:
        if not text:  # would end the parser
            return
        recent = self._tail + text
        if (begin := recent.rfind(PASTE_BEGINS)) >= 0 or PASTE_ENDS in recent:
            self._pasting = begin > recent.rfind(PASTE_ENDS)
        self._tail = recent[1 - len(PASTE_BEGINS) :]
        self._pass_on(lambda: self._parser.feed(text))

    def _tick(self) -> None:
        self._pass_on(self._parser.tick)

    def _pass_on(self, parse: Callable[[], Any]) -> None:
        try:
            for event in parse():
                if isinstance(event, events.Resize) and not _plausible(event.size):
                    continue
                if isinstance(event, events.CursorPosition) and self._driver.answer(event.x):
                    continue
                self._driver.process_message(event)
        except Exception:  # a sequence that Textual's parser cannot take, such as a key beyond Unicode
            size = (self._parser.terminal_size, self._parser.terminal_pixel_size, self._parser.mouse_pixels)
            self._parser, self._pasting, self._tail = KeyParser(), False, ""
            self._parser.terminal_size, self._parser.terminal_pixel_size, self._parser.mouse_pixels = size


def _plausible(size: Size) -> bool:
    return 0 < size.width <= LARGEST and 0 < size.height <= LARGEST

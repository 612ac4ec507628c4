"""The driver of a Unix terminal: output that nobody waits for, and input that nothing ends."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("a driver of Unix terminals", allow_module_level=True)

from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.drivers.linux_driver import LinuxDriver

from coder.tui.kit import terminal_driver
from coder.tui.kit.terminal_driver import LineWriter, TerminalDriver, driver_for

#: More than the queue of a writer takes.
MANY = 200


class Loop:
    """A loop that calls at once."""

    def call_soon_threadsafe(self, act: Callable[[], object]) -> None:
        act()


class Recorder(TerminalDriver):
    """The input of the driver on a pseudo-terminal or pipe, without an app; it notes the events."""

    def __init__(self, fileno: int) -> None:
        self.fileno = fileno
        self.exit_event = threading.Event()
        self.events: list[Any] = []
        self.changed = threading.Condition()
        self.calls: list[str] = []
        self.lost = lambda: self.calls.append("lost")
        self.foreign_byte = lambda: self.calls.append("foreign byte")
        self._said = False
        self._loop = Loop()
        self.thread = threading.Thread(target=self.run_input_thread, daemon=True)

    def process_message(self, message: Any) -> None:
        with self.changed:
            self.events.append(message)
            self.changed.notify_all()

    @property
    def keys(self) -> str:
        return "".join(event.character or f"<{event.key}>" for event in self.events if isinstance(event, events.Key))

    def wait_for(self, test: Callable[[], object]) -> None:
        with self.changed:
            assert self.changed.wait_for(test, 60), (self.events, self.calls)


@pytest.fixture
def line() -> Iterator[tuple[int, Recorder]]:
    """The end to type at, and the driver that reads."""
    reading, writing = os.pipe()
    recorder = Recorder(reading)
    recorder.thread.start()
    yield writing, recorder
    recorder.exit_event.set()
    recorder.thread.join(60)
    assert not recorder.thread.is_alive()
    for handle in (reading, writing):
        try:
            os.close(handle)
        except OSError:  # closed by the test
            continue


def type_in(line: tuple[int, Recorder], *parts: bytes, until: str) -> Recorder:
    for part in parts:
        os.write(line[0], part)
    line[1].wait_for(lambda: until in line[1].keys)
    return line[1]


# Output


class Gone(io.StringIO):
    """A terminal that is gone."""

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


class Stuck(io.StringIO):
    """A terminal that takes nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.waits, self.go_on = threading.Event(), threading.Event()

    def write(self, text: str) -> int:
        self.waits.set()
        assert self.go_on.wait(60)
        return super().write(text)


def test_output_arrives_in_order() -> None:
    file = io.StringIO()
    writer = LineWriter(file, lambda: pytest.fail("nothing is lost"))
    writer.start()
    for number in range(MANY):
        writer.write(f"{number} ")
    writer.stop()
    assert file.getvalue().split() == [str(number) for number in range(MANY)]


def test_lost_terminal_is_reported_once_and_blocks_nothing() -> None:
    lost = []
    writer = LineWriter(Gone(), lambda: lost.append(1))
    writer.start()
    for number in range(MANY):
        writer.write(str(number))
    writer.stop()
    assert lost == [1]
    assert not writer.is_alive()


def test_closed_file_is_a_terminal_that_is_gone() -> None:
    lost = []
    file = io.StringIO()
    file.close()
    writer = LineWriter(file, lambda: lost.append(1))
    writer.start()
    writer.write("words")
    writer.stop()
    assert lost == [1]


def test_abandoned_output_blocks_nobody() -> None:
    file = Stuck()
    writer = LineWriter(file, lambda: None)
    writer.start()
    main = threading.Thread(target=lambda: [writer.write("words") for _ in range(MANY)], daemon=True)
    main.start()
    assert file.waits.wait(60)
    assert main.is_alive(), "it waits for a slow line"
    writer.abandon()
    main.join(60)
    assert not main.is_alive()
    writer.stop()
    file.go_on.set()


def test_stop_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_driver, "LAST_OUTPUT", 0.05)
    file = Stuck()
    writer = LineWriter(file, lambda: None)
    writer.start()
    writer.write("words")
    assert file.waits.wait(60)
    stopping = threading.Thread(target=writer.stop, daemon=True)
    stopping.start()
    stopping.join(60)
    assert not stopping.is_alive()
    file.go_on.set()


# Input


def test_keys_are_passed_on(line: tuple[int, Recorder]) -> None:
    recorder = type_in(line, "blå 🙂\x1b[A".encode(), b"z", until="z")
    assert recorder.keys == "blå 🙂<up>z"
    assert recorder.calls == []


def test_letter_that_comes_in_two_parts_is_one(line: tuple[int, Recorder]) -> None:
    recorder = type_in(line, b"\xc3", b"\xa5z", until="z")
    assert recorder.keys == "åz"
    assert recorder.calls == []


def test_bytes_that_are_not_utf8_are_reported_once(line: tuple[int, Recorder]) -> None:
    recorder = type_in(line, b"\xe5a", b"\xf8b\xff", b"cz", until="z")
    assert recorder.keys == "\ufffda\ufffdb\ufffdcz"
    assert recorder.calls == ["foreign byte"]


def test_half_a_letter_at_rest_is_a_foreign_byte(line: tuple[int, Recorder]) -> None:
    recorder = type_in(line, b"a\xc3", until="\ufffd")
    assert recorder.keys == "a\ufffd"
    assert recorder.calls == ["foreign byte"]


def test_lone_escape_is_a_key(line: tuple[int, Recorder]) -> None:
    recorder = type_in(line, b"\x1b", until="\x1b")
    assert [event.key for event in recorder.events] == ["escape"]


@pytest.mark.parametrize(
    "junk",
    [b"\x1b[99999999999u", b"\x1b[1114112;1u", b"\x1b[55296u", b"\x1b[48;0;0;0;0t", b"\x1b[<35;-5;--3M", b"\0"],
)
def test_sequence_that_is_no_key_ends_no_input(line: tuple[int, Recorder], junk: bytes) -> None:
    recorder = type_in(line, b"a", until="a")
    os.write(line[0], junk)
    type_in(line, b"bz", until="z")
    assert recorder.keys.endswith("bz")
    assert recorder.calls == []
    assert recorder.thread.is_alive()


@pytest.mark.parametrize("size", [b"0;0", b"20000;80", b"24;20000"])
def test_size_that_no_terminal_has_is_left_out(line: tuple[int, Recorder], size: bytes) -> None:
    os.write(line[0], b"\x1b[48;" + size + b";0;0t\x1b[48;30;90;600;900t")
    recorder = type_in(line, b"z", until="z")
    sizes = [event.size for event in recorder.events if isinstance(event, events.Resize)]
    assert all((size.width, size.height) == (90, 30) for size in sizes)


def test_paste_is_one_event(line: tuple[int, Recorder]) -> None:
    recorder = type_in(line, b"\x1b[200~one\ntwo\x1b[201~z", until="z")
    assert [event.text for event in recorder.events if isinstance(event, events.Paste)] == ["one\ntwo"]


def test_paste_without_an_end_is_over_after_a_while(
    line: tuple[int, Recorder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_driver, "PASTE_OVER", 0.05)
    os.write(line[0], b"\x1b[200~cut off")
    line[1].wait_for(lambda: any(isinstance(event, events.Paste) for event in line[1].events))
    recorder = type_in(line, b"z", until="z")
    assert recorder.keys == "z"


def test_end_of_input_is_a_lost_terminal(line: tuple[int, Recorder]) -> None:
    os.close(line[0])
    line[1].thread.join(60)
    assert not line[1].thread.is_alive()
    assert line[1].calls == ["lost"]


def test_closed_pseudo_terminal_is_a_lost_terminal() -> None:
    master, slave = os.openpty()
    recorder = Recorder(slave)
    recorder.thread.start()
    os.close(master)
    recorder.thread.join(60)
    assert not recorder.thread.is_alive()
    assert recorder.calls == ["lost"]
    os.close(slave)


def test_end_of_the_driver_ends_its_input_and_loses_nothing(line: tuple[int, Recorder]) -> None:
    line[1].exit_event.set()
    line[1].thread.join(60)
    assert not line[1].thread.is_alive()
    assert line[1].calls == []


# Which driver


def test_only_the_driver_of_unix_terminals_is_replaced() -> None:
    calls: list[str] = []
    driver = driver_for(LinuxDriver, lambda: calls.append("lost"), lambda: calls.append("byte"))
    assert issubclass(driver, TerminalDriver)
    driver.lost()
    driver.foreign_byte()
    assert calls == ["lost", "byte"]
    assert driver_for(HeadlessDriver, calls.clear, calls.clear) is HeadlessDriver

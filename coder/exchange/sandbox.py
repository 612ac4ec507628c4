"""Reader processes: files of others are read in processes of their own, within limits of time and memory.

A process gets a task, the bytes of a file and its name over a pipe, and sends the result back; it opens no file of a
person. What it does wrong (a crash, a loop, too much memory) ends it and is an error of that file alone.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import msgspec

import coder
from coder.errors import CoderError, Invalid, NotFound, UnreadableFile

#: Processes that read files of one batch side by side.
MOST_PROCESSES = min(os.cpu_count() or 1, 4)
#: Seconds of processor time for a file: more than twice what a pdf of 300 pages takes.
SECONDS = 8.0
#: Bytes of address space of a process.
MEMORY = 1_000_000_000
#: First byte of an answer: the result, an error to show, not enough memory.
RESULT, ERROR, NO_MEMORY = b"r", b"e", b"m"
#: Exit codes of a process: idle for long, out of memory, out of time.
IDLE, OUT_OF_MEMORY, OUT_OF_TIME = 0, 81, 82
_SIGPROF = 27

_ERRORS: dict[str, Callable[[str, str, str], CoderError]] = {
    error.__name__: error for error in (UnreadableFile, NotFound, Invalid)
}
_SAVE_AGAIN = "Open it in the program that wrote it and save it again, or save its text as .txt"


class Stopped(Exception):
    """Raised for a file whose reading was stopped."""


class Stop:
    """Stops reading: ends the processes that read for it, from any thread."""

    def __init__(self) -> None:
        self.requested = False
        self._lock = threading.Lock()
        self._processes: set[_Process] = set()

    def request(self) -> None:
        """End the processes at once; what is read for this later raises Stopped."""
        with self._lock:
            self.requested = True
            for process in self._processes:
                process.kill()

    def _watch(self, process: _Process) -> None:
        with self._lock:
            if self.requested:
                process.kill()
            self._processes.add(process)

    def _release(self, process: _Process) -> None:
        with self._lock:
            self._processes.discard(process)


def run(task: str, data: bytes, name: str, arguments: object, result: Any, stop: Stop | None = None) -> Any:
    """Return what a task of `sandbox_process.TASKS` makes of the bytes of a file, as type `result`.

    Raises the CoderError that the task raises; UnreadableFile if it fails otherwise or exceeds a limit; Stopped.
    """
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    request = msgspec.msgpack.encode((task, name, SECONDS, arguments), enc_hook=_encode)
    while True:
        process = _take()
        if stop is not None:
            stop._watch(process)
        try:
            answer = process.ask(request, data, 4 * SECONDS + 20)
        except BaseException:
            process.end()
            raise
        finally:
            if stop is not None:
                stop._release(process)
        if answer is not None:
            break
        code = process.end()
        if stop is not None and stop.requested:
            raise Stopped
        if code != IDLE or process.late:
            raise _died(name, code, process.late)
    kind, content = answer[:1], memoryview(answer)[1:]
    if kind == NO_MEMORY:
        process.end()
        raise _died(name, OUT_OF_MEMORY)
    _give_back(process)
    if kind == ERROR:
        error, *parts = msgspec.msgpack.decode(content, type=tuple[str, str, str, str])
        raise _ERRORS[error](*parts)
    return msgspec.msgpack.decode(content, type=result, dec_hook=_decode)


def _encode(value: Any) -> Any:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(type(value))


def _decode(kind: type[Any], value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)


def _died(name: str, code: int, late: bool = False) -> UnreadableFile:
    if late or code in (OUT_OF_TIME, -_SIGPROF):
        return UnreadableFile(f"{name} takes too long to read", "Reading it was stopped", _SAVE_AGAIN)
    if code == OUT_OF_MEMORY:
        limit = f"Reading it takes more than {MEMORY // 10**6:,} MB of memory"
        return UnreadableFile(f"{name} is too large to read", limit, _SAVE_AGAIN)
    cause = f"signal {-code}" if code < 0 else f"status {code}"
    return UnreadableFile(f"{name} cannot be read", f"The process that read it ended ({cause})", _SAVE_AGAIN)


# Processes

_idle: list[_Process] = []
_lock = threading.Lock()


def warm_up() -> None:
    """Start a process, if none waits, so that it is ready when it is needed."""
    with _lock:
        if not _idle:
            _idle.append(_Process())


def close() -> None:
    """End the processes that wait."""
    while True:
        with _lock:
            if not _idle:
                return
            process = _idle.pop()
        process.end()


atexit.register(close)


def _take() -> _Process:
    with _lock:
        process = _idle.pop() if _idle else None
    return process or _Process()


def _give_back(process: _Process) -> None:
    with _lock:
        if len(_idle) < MOST_PROCESSES:
            _idle.append(process)
            return
    process.end()


class _Process:
    """A process that reads one file after the other; `closed` once it has ended, `late` if that was for its time."""

    def __init__(self) -> None:
        options: dict[str, Any] = {"start_new_session": True}  # Ctrl+C in the terminal is for this program
        if sys.platform == "win32":
            options = {"creationflags": subprocess.CREATE_NO_WINDOW}
        self._popen = subprocess.Popen(
            _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, **options
        )
        self.late = self.closed = False

    def ask(self, request: bytes, data: bytes, seconds: float) -> bytes | None:
        """Send a request and return the answer; None if the process ends before."""
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        timer = threading.Timer(seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            for part in (request, data):
                send(self._popen.stdin, part)
            answer = receive(self._popen.stdout)
        except OSError:
            answer = None
        finally:
            timer.cancel()
        self.closed = answer is None
        return answer

    def _end_late(self) -> None:
        self.late = True
        self.kill()

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._popen.kill()

    def end(self) -> int:
        """End the process and return its exit code."""
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        if self.closed:  # it is ending: of what?
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._popen.wait(2)
        self.kill()
        code = self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        return code


def _command() -> list[str]:
    """Return the command of a process: without settings and folders of the environment, with the modules of this."""
    here = str(Path(coder.__file__).parents[1])
    folders = list(dict.fromkeys([here, *(os.path.abspath(folder) for folder in sys.path)]))
    code = "import sys; sys.path[:] = sys.argv[1:]; from coder.exchange.sandbox_process import main; main()"
    options = ["-I", "-S", "-X", "utf8"]
    if sys.dont_write_bytecode:
        options.append("-B")
    if sys.pycache_prefix:
        options += ["-X", f"pycache_prefix={sys.pycache_prefix}"]
    return [sys.executable, *options, "-c", code, *folders]


# Messages on a pipe: eight bytes of length, then as many bytes


def send(stream: IO[bytes], message: bytes) -> None:
    """Write a message."""
    for part in (len(message).to_bytes(8, "big"), message):
        view = memoryview(part)
        while view:
            view = view[stream.write(view) :]


def receive(stream: IO[bytes]) -> bytes | None:
    """Return the next message; None at the end."""
    head = _read(stream, 8)
    return None if head is None else _read(stream, int.from_bytes(head, "big"))


def _read(stream: IO[bytes], length: int) -> bytes | None:
    parts = []
    while length:
        part = stream.read(min(length, 1 << 20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)

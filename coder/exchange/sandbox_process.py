"""The process in which files of others are read: limits itself, and answers one request after the other."""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from coder.errors import CoderError, UnreadableFile
from coder.exchange import file_parts, reading, registry
from coder.exchange.sandbox import (
    ERROR,
    IDLE,
    MEMORY,
    NO_MEMORY,
    OUT_OF_MEMORY,
    OUT_OF_TIME,
    RESULT,
    receive,
    send,
)
from coder.exchange.transcript import ReadOptions
from coder.model.project import ImportDecision

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

#: Seconds after which an idle process ends.
PATIENCE = 120.0
#: On a busy machine a file is given up when it has waited so many times its processor time, and had a third of it.
BUSY = 3
_WATCH = 0.05  # seconds between two looks at time and memory


class Task(NamedTuple):
    """What is done with the bytes of a file, `function(data, name, *arguments)`, and the type of the arguments."""

    function: Callable[..., Any]
    arguments: Any


TASKS: dict[str, Task] = {
    "transcript": Task(reading.transcript_in, tuple[ReadOptions]),
    "file": Task(reading.content_of, tuple[reading.Chosen, tuple[ImportDecision, ...]]),
    "encoding": Task(reading.encoding_of, tuple[()]),
    "codebook": Task(registry.reader_of(registry.CODEBOOK), tuple[()]),
    "parts": Task(file_parts.parts_of, tuple[()]),
    "participants": Task(registry.reader_of(registry.PARTICIPANTS), tuple[()]),
}


def main() -> None:
    """Answer the requests on standard input until it ends."""
    requests: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
    source, answers = _pipes()
    _set_limits()
    gc.freeze()
    threading.Thread(target=_receive, args=(source, requests), daemon=True).start()
    while True:
        try:
            request, data = requests.get(timeout=PATIENCE)
        except queue.Empty:
            os._exit(IDLE)
        answer = _answer(request, data)
        _lift_limit()
        send(answers, answer)
        del request, data, answer


def _pipes() -> tuple[Any, Any]:
    """Return standard input and output; what a library prints is discarded."""
    source, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    return open(source, "rb", buffering=0), open(answers, "wb", buffering=0)


def _receive(source: Any, requests: queue.SimpleQueue[tuple[bytes, bytes]]) -> None:
    """Put the requests in a queue; end the process when the program that asks is gone, whatever is being read."""
    try:
        while True:
            request, data = receive(source), receive(source)
            if request is None or data is None:
                os._exit(IDLE)
            requests.put((request, data))
            del request, data
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _answer(request: bytes, data: bytes) -> bytes:
    name = ""
    try:
        task, name, seconds, arguments = msgspec.msgpack.decode(request, type=tuple[str, str, float, msgspec.Raw])
        _limit_time(seconds)
        row = TASKS[task]
        given = msgspec.msgpack.decode(arguments, type=row.arguments)
        return RESULT + msgspec.msgpack.encode(row.function(data, name, *given), enc_hook=_encode)
    except MemoryError:
        return NO_MEMORY
    except CoderError as error:
        return _error(error)
    except Exception as error:
        return _error(_unexpected(error, name))


def _encode(value: Any) -> Any:
    if isinstance(value, Path):
        return value.name
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(type(value))


def _error(error: CoderError) -> bytes:
    parts = (str(part).encode("utf-8", "replace").decode() for part in (error.title, error.detail, error.hint))
    return ERROR + msgspec.msgpack.encode((type(error).__name__, *parts))


def _unexpected(error: Exception, name: str) -> UnreadableFile:
    """Return the error on a file that a reader is not prepared for, without words of it."""
    traceback, place = error.__traceback__, "?"
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        if "coder" in file.parts and file.name != "sandbox_process.py":
            place = f"{file.name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return UnreadableFile(
        f"{name} cannot be read",
        f"It is damaged, or written in a way that is not known here ({type(error).__name__}, {place})",
        "Open it in the program that wrote it and save it again, or save its text as .txt",
    )


# Limits


def _set_limits() -> None:
    threading.Thread(target=_watch, daemon=True).start()
    if resource is not None:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold words of an interview
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Limit(NamedTuple):
    """The time for a file, `seconds` of the processor; `begun` are processor time and clock when it began."""

    seconds: float
    begun: tuple[float, float]

    def is_over(self, processor: float, clock: float) -> bool:
        """Return whether the file has had its time."""
        used, waited = processor - self.begun[0], clock - self.begun[1]
        return used > self.seconds or (waited > BUSY * self.seconds and used > self.seconds / BUSY)


_NONE = Limit(float("inf"), (float("inf"), float("inf")))
_limit = _NONE


def _limit_time(seconds: float) -> None:
    global _limit
    _limit = Limit(seconds, (time.process_time(), time.monotonic()))
    if hasattr(signal, "setitimer"):  # SIGPROF ends the process, whatever library is at work in it
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _lift_limit() -> None:
    global _limit
    _limit = _NONE
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)


def _watch() -> None:
    """End the process at a limit, where the system does not."""
    limits_memory = resource is not None and sys.platform == "linux"
    while True:
        time.sleep(_WATCH)
        if _limit.is_over(time.process_time(), time.monotonic()):
            os._exit(OUT_OF_TIME)
        if not limits_memory and _peak_memory() > MEMORY:
            os._exit(OUT_OF_MEMORY)


def _peak_memory() -> int:
    """Return the most memory that this process has had, in bytes."""
    if resource is not None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else 1024 * peak
    return _peak_on_windows()


def _peak_on_windows() -> int:
    """Source: PROCESS_MEMORY_COUNTERS of the Windows API."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "pages", "peak_pages")),
        )

    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
    done = kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.size)
    return int(counters.peak_pages) if done else 0

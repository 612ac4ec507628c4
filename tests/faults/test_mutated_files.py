"""Mutated files of every format through the reader processes: an error of the file at most, in time and memory."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from coder.errors import CoderError
from coder.exchange import sandbox
from coder.exchange.reading import NOTHING, Reading, Survey
from tests.faults.test_mutated_documents import MARK, SEEDS, mutated
from tests.faults.test_mutated_transcripts import SAMPLES, mutate, mutate_archive

SLOWEST = 10.0  # seconds
MOST_MEMORY = 300_000_000  # bytes, of the process that read them all
CODEBOOKS = {
    "a.csv": b"path,definition,color\nSleep,SYNTHETIC,#112233\nSleep/Bad,x,\n",
    "a.md": b"# Sleep\n\nSYNTHETIC\n\n## Bad\n",
}
PEOPLE = {"a.csv": b"name,age\nP01,40\nP02,\n"}


def variants(seed: int) -> list[tuple[str, str, bytes, object, object]]:
    """One mutated file of each format: task, name, bytes, arguments and type of the result."""
    chance = random.Random(seed)
    files = [(f"a{suffix}", mutated(chance, data)) for suffix, data in SEEDS.items()]
    for name, data in SAMPLES.items():
        files.append((name, (mutate_archive if name.endswith("docx") else mutate)(data, chance)))
    content = Reading | Survey
    rows: list[tuple[str, str, bytes, object, object]] = [
        ("file", name, data, (NOTHING, ()), content) for name, data in files
    ]
    rows += [("codebook", name, mutate(data, chance), (), Any) for name, data in CODEBOOKS.items()]
    rows += [("participants", name, mutate(data, chance), (), Any) for name, data in PEOPLE.items()]
    return rows


def read_all(rounds: int) -> dict[str, float]:
    """Read the variants; return the numbers of files and of errors that no reader expected, and the longest time."""
    numbers: dict[str, float] = {"files": 0, "unexpected": 0, "longest": 0}
    for seed in range(rounds):
        for task, name, data, arguments, kind in variants(seed):
            started = time.monotonic()
            try:
                result = sandbox.run(task, data, name, arguments, kind)
            except CoderError as error:
                numbers["unexpected"] += "not known here" in error.detail or "ended (" in error.detail
            else:
                assert MARK not in str(result)
            numbers["files"] += 1
            numbers["longest"] = max(numbers["longest"], time.monotonic() - started)
    return numbers


def peak_memory() -> int:
    """Return the most memory of the processes that wait, in bytes."""
    peaks = [0]
    for process in sandbox._idle:
        status = Path(f"/proc/{process._popen.pid}/status").read_text()
        peaks.append(1024 * int(status.partition("VmHWM:")[2].split()[0]))
    return max(peaks)


def test_mutated_files_are_read_or_refused() -> None:
    numbers = read_all(5)
    assert numbers["files"] > 100
    if sys.platform == "linux":
        assert 0 < peak_memory() < MOST_MEMORY


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_ten_thousand_mutated_files() -> None:
    numbers = read_all(500)
    print(numbers, peak_memory())  # with -s: the figures
    assert numbers["files"] > 10_000
    assert numbers["longest"] < SLOWEST
    assert numbers["unexpected"] == 0
    assert peak_memory() < MOST_MEMORY

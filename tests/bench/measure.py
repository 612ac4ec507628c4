"""Rows of the table, and how they are measured: repeated, in turns with their floor, in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.bench.generate import cache, project
from tests.e2e.terminal import ROOT, environment

PYTHON = sys.executable
COLUMNS, ROWS = 120, 36


class Row(NamedTuple):
    """One line of the table; `holds` is None where the row could not be measured, `note` says why, or more."""

    name: str
    p50: float | None
    p95: float | None
    unit: str
    floor: float | None
    budget: str
    holds: bool | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.p50 / self.floor if self.p50 is not None and self.floor else None


def skipped(name: str, budget: str, why: str) -> Row:
    """A row that cannot be measured yet."""
    return Row(name, None, None, "", None, budget, None, why)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, a value that occurred."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def against_floor(name: str, values: Sequence[float], floors: Sequence[float], factor: float, plus: float = 0) -> Row:
    """A row in seconds whose median may be `factor` floors and `plus` seconds."""
    floor, mid = median(floors), median(values)
    more = f" + {plus * 1000:g} ms" if plus else ""
    return Row(
        name,
        mid * 1000,
        p95(values) * 1000,
        "ms",
        floor * 1000,
        f"≤ {factor:g} × floor{more}",
        mid <= factor * floor + plus,
    )


def at_most(name: str, values: Sequence[float], limit: float, floors: Sequence[float] = (), at: str = "p95") -> Row:
    """A row in seconds whose p95 (or p50) may be `limit` seconds."""
    worst = p95(values) if at == "p95" else median(values)
    floor = median(floors) * 1000 if floors else None
    return Row(
        name,
        median(values) * 1000,
        p95(values) * 1000,
        "ms",
        floor,
        f"{at} ≤ {limit * 1000:g} ms",
        worst <= limit,
    )


def in_turns(times: int, *runs: Callable[[], float]) -> list[list[float]]:
    """Run several measurements in turns, so that noise falls on all alike; the seconds of each."""
    results: list[list[float]] = [[] for _ in runs]
    for turn in range(times):
        order = range(len(runs)) if turn % 2 == 0 else reversed(range(len(runs)))
        for place in order:
            results[place].append(runs[place]())
    return results


@contextmanager
def copies() -> Iterator[Callable[[str], Path]]:
    """Gives a function that makes a copy of a generated study, to be changed; removed at the end."""
    with tempfile.TemporaryDirectory(prefix="coder-bench-") as folder:

        def copy(size: str) -> Path:
            into = Path(tempfile.mkdtemp(dir=folder)) / size
            shutil.copytree(project(size), into)
            return into

        yield copy


def compiled() -> dict[str, str]:
    """Compiled files in the cache, as an installed program has them: the first run writes them."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(cache() / "compiled")}


def isolated(folder: Path) -> dict[str, str]:
    """Settings, state and data in a folder of their own, so that nobody's own are read or written."""
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
    own = {"CODER_CONFIG": str(folder / "config.toml"), "CODER_INITIALS": "KG"}
    return {**compiled(), **own, **{name: str(folder) for name in names}}


def command(argv: Sequence[str], folder: Path) -> float:
    """Seconds that a command takes from start to end; it must succeed."""
    env = environment(isolated(folder))
    started = time.perf_counter()
    done = subprocess.run(
        list(argv), cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    taken = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{' '.join(argv[:4])} … ended with {done.returncode}: {done.stderr.decode()[-400:]}")
    return taken


def child(task: str, *arguments: str | Path | int) -> Mapping[str, Any]:
    """What a task of `tests.bench.child` found, run in a fresh process."""
    argv = [PYTHON, "-m", "tests.bench.child", task, *map(str, arguments)]
    done = subprocess.run(argv, cwd=ROOT, env={**os.environ, **compiled()}, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{task} ended with {done.returncode}: {done.stderr.decode()[-600:]}")
    results: Mapping[str, Any] = json.loads(done.stdout)
    return results

"""The budgets, measured: `python -m tests.bench [ROW …] [--size W1,W10,W100] [--json FILE]`.

Rows are named by what they measure (`--list` shows them). Nothing else should run on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench import rows_method, rows_questions, rows_screen, rows_start, rows_store
from tests.bench.generate import project
from tests.bench.measure import Row, skipped

ROWS: dict[str, Callable[[Sequence[str]], Iterator[Row]]] = {
    "start": rows_start.start,
    "commands": rows_start.commands,
    "open": rows_store.opening,
    "keys": rows_screen.keys,
    "held": rows_screen.held,
    "coding": rows_store.coding,
    "encrypted": rows_store.encrypted,
    "matrix": rows_screen.matrix,
    "together": rows_questions.together,
    "method": rows_method.method,
    "picker": rows_questions.picker,
    "phrase": rows_questions.phrase,
    "identifying": rows_questions.identifying,
    "units": rows_questions.units,
    "correction": rows_questions.correction,
    "export": rows_store.exporting,
    "import": rows_store.importing,
    "memory": rows_screen.memory,
}
ALL_SIZES = ("W1", "W10", "W100")


def number(value: float | None) -> str:
    """Three digits that matter."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def line(row: Row) -> str:
    """One line of the table."""
    holds = {True: "yes", False: "NO", None: ""}[row.holds]
    measured = f"{number(row.p50)} / {number(row.p95)} {row.unit}" if row.p50 is not None else "–"
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
    against = f"{number(row.floor):>8} {ratio:>6}"
    return f"{row.name:42} {measured:>20} {against}  {row.budget:20} {holds:3}  {row.note}".rstrip()


def measured(names: Sequence[str], sizes: Sequence[str]) -> Iterator[Row]:
    """The rows, one after the other; one that fails says why and stops no other."""
    for name in names:
        try:
            yield from ROWS[name](sizes)
        except (RuntimeError, AssertionError) as error:
            yield skipped(name, "", f"failed: {error}")._replace(holds=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of: {', '.join(ROWS)}; all if none is named")
    parser.add_argument("--size", default=",".join(ALL_SIZES), help="which studies, such as W1,W10")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--list", action="store_true", help="only list the rows")
    chosen = parser.parse_args()
    sizes = [size for size in chosen.size.split(",") if size]
    unknown = [name for name in chosen.rows if name not in ROWS] + [size for size in sizes if size not in ALL_SIZES]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    if chosen.list:
        print("\n".join(f"{name:10} {run.__doc__}" for name, run in ROWS.items()))
        return 0
    for size in ("W1", "W10", "MILLION", *(["W100"] if "W100" in sizes else [])):
        project(size)
    print(f"{'row':42} {'p50 / p95':>20} {'floor':>8} {'ratio':>6}  {'budget':20} holds")
    found = []
    for row in measured(chosen.rows or list(ROWS), sizes):
        found.append(row)
        print(line(row), flush=True)
    if chosen.json:
        machine = {"python": platform.python_version(), "system": platform.platform()}
        rows = [{**row._asdict(), "ratio": row.ratio} for row in found]
        chosen.json.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1, ensure_ascii=False))
    return 1 if any(row.holds is False for row in found) else 0


if __name__ == "__main__":
    sys.exit(main())

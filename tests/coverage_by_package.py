"""Coverage by package, from the data of `coverage run`: `python -m tests.coverage_by_package`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)], check=True)
        files = json.loads(report.read_text("utf-8"))["files"]
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, file in files.items():
        parts = Path(name).parts
        package = "/".join(parts[: 3 if parts[1] == "tui" and len(parts) > 3 else 2])
        for key in (package, "all"):
            totals[key][0] += file["summary"]["covered_lines"]
            totals[key][1] += file["summary"]["num_statements"]
    for package, (covered, statements) in sorted(totals.items()):
        print(f"{package:24} {statements:7,} statements {covered / max(1, statements):7.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

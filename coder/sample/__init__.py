"""The sample study “Tern House”: invented interviews for learning and testing."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path | None:
    """Return the folder of the sample project: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent
    for candidate in (package.parent.parent / "sample_project", package / "project"):
        if (candidate / "project.json").is_file():
            return candidate
    return None

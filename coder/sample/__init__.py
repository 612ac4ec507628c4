"""The sample study “Tern House”: invented interviews, to learn with and to test with."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path | None:
    """Where the sample project lies: beside the package in a checkout, inside it when installed."""
    here = Path(__file__).parent
    for place in (here.parent.parent / "sample_project", here / "project"):
        if (place / "project.json").is_file():
            return place
    return None

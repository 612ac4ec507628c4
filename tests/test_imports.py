"""The floors of the house: imports go down only, and what never draws never loads what draws."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coder.project import Project, create_project
from tests.e2e.terminal import environment

ROOT = Path(__file__).parents[1]
DRAWS = {"textual", "rich", "pyperclip"}
#: What the first screen does without: imported when it is asked for, or once all is painted.
LATER = (
    *("coder.analysis.method", "coder.analysis.search", "coder.exchange", "coder.privacy", "phonenumbers", "stdnum"),
    *("coder.project.operations.corrections", "coder.project.operations.sources", "coder.project.operations.themes"),
    *("coder.tui.report.export", "coder.tui.kit.file_export", "coder.tui.kit.editors"),
    *("coder.tui.kit.input_widgets", "nacl"),
    *("humanize", "markdown_it", "openpyxl", "rapidfuzz", "regex", "textual.widgets._text_area", "tomlkit", "yaml"),
    "xlsxwriter",
)
FIRST_SCREEN = """
import os, sys
from pathlib import Path
from coder.tui.app import CoderApp
from coder.tui.coding.coding_screen import CodingScreen

shown = CodingScreen.on_mount

def on_mount(screen):
    shown(screen)
    print(*sys.modules, file=sys.__stdout__, flush=True)
    os._exit(0)

CodingScreen.on_mount = on_mount
CoderApp(Path(sys.argv[1])).run(headless=True)
"""


def loaded_by(*argv: str) -> set[str]:
    """The top-level packages that a command of `coder` has loaded when it ends; it must succeed."""
    program = (
        "import sys; from coder.__main__ import main; status = main(sys.argv[1:]); "
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *argv],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_imports_go_down_only() -> None:
    api = pytest.importorskip("importlinter.cli", reason="import-linter is not installed")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; from {api.__name__} import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_version_loads_almost_nothing() -> None:
    assert not loaded_by("--version") & {*DRAWS, "msgspec", "tinydb", "rapidfuzz"}


@pytest.mark.parametrize(
    "verb", [["find", "PROJECT", "CODE"], ["search", "PROJECT", "synthetic"], ["codes", "PROJECT"]]
)
def test_reading_verbs_never_load_the_screen(small_project: Project, verb: list[str]) -> None:
    code = next(iter(small_project.codes.values()))
    stands_for = {"PROJECT": str(small_project.folder), "CODE": f'"{code.name}"'}
    loaded = loaded_by(*(stands_for.get(word, word) for word in verb))
    assert "msgspec" in loaded  # it did read the project
    assert not loaded & {*DRAWS, "nacl"}


def test_writing_verbs_never_load_the_screen(tmp_path: Path) -> None:
    folder = create_project(tmp_path / "study", "SYNTHETIC")
    assert not loaded_by("codes", "add", str(folder), "Group/Leaf") & {*DRAWS, "nacl"}


def test_the_first_screen_loads_only_what_it_shows(small_project: Project) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_SCREEN, str(small_project.folder)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = done.stdout.split()
    assert "coder.tui.coding.transcript_pane" in loaded, done.stderr
    assert not [name for name in loaded if name.startswith(LATER)]

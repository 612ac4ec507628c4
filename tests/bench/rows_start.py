"""Starting: the app until its three panes are painted, and the commands that never draw."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from coder.project import read_project
from tests.bench.floor_app import THREE_PANES
from tests.bench.measure import COLUMNS, PYTHON, ROWS, Row, against_floor, command, copies, in_turns, isolated
from tests.e2e.terminal import Terminal

FLOOR_APP = str(Path(__file__).parent / "floor_app.py")


def painted(argv: Sequence[str], folder: Path, wanted: Sequence[str]) -> float:
    """Seconds from the start of a program until its screen shows all that is wanted."""

    def test(lines: list[str]) -> bool:
        text = "\n".join(lines)
        return all(phrase in text for phrase in wanted)

    with Terminal(argv, COLUMNS, ROWS, isolated(folder)) as terminal:
        # The screen is worked out after it has come to rest, so that this takes no time from the program
        terminal.wait_still(0.7, 60)
        terminal.wait_for(test, 60)
        shown = terminal.when(test)
        assert shown is not None
        return shown - terminal.started


def first_words(folder: Path) -> list[str]:
    """What the screen shows of a project when it is opened for the first time: transcript, tree, memo."""
    study = read_project(folder)
    source = min(study.sources.values(), key=lambda source: source.order)
    text = study.text_of(source)
    turn = text.turns[0]
    return [text.text[turn.start : turn.start + 12], study.children(None)[0].name[:10], "Memo"]


def start(sizes: Sequence[str]) -> Iterator[Row]:
    """Process start until three panes are painted, with a project open."""
    with copies() as copy:
        for size in [size for size in sizes if size != "W100"]:
            folder = copy(size)
            wanted = first_words(folder)
            app, floor = in_turns(
                7,
                lambda f=folder, w=wanted: painted([PYTHON, "-m", "coder", str(f)], f.parent, w),
                lambda f=folder: painted([PYTHON, FLOOR_APP], f.parent, THREE_PANES),
            )
            yield against_floor(f"start → three panes, {size}", app[1:], floor[1:], 1.5)


def commands(sizes: Sequence[str]) -> Iterator[Row]:
    """`coder --version` and `coder find`, against a bare Python."""
    with tempfile.TemporaryDirectory() as place, copies() as copy:
        settings = Path(place)
        folder = copy("W1")
        study = read_project(folder)
        code = max(study.codes.values(), key=lambda code: len(study.codings_with(code.id)))
        bare = [PYTHON, "-c", "pass"]
        runs = {
            "coder --version": [PYTHON, "-m", "coder", "--version"],
            "coder find, W1": [PYTHON, "-m", "coder", "find", str(folder), f'"{code.name}"'],
        }
        for name, argv in runs.items():
            taken, floor = in_turns(15, lambda a=argv: command(a, settings), lambda: command(bare, settings))
            yield against_floor(name, taken[2:], floor[2:], 2.5)

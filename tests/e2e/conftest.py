"""A person's machine: her folders, her programs, her transcripts (all SYNTHETIC)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ptyprocess")

import docx

from tests.e2e.person import Person
from tests.e2e.terminal import environment

PROGRAM = [sys.executable, "-m", "coder"]

#: Turns of an invented interview: Norwegian letters, an emoji, a stumble.
TURNS = (
    ("Interviewer", "Hvordan har du det nå?"),
    ("P01", "Jeg har det bra, takk. Været på Ås er blått 🙂 og kaldt. Det gjør ikke noe."),
    ("Interviewer", "Hva sa legen?"),
    ("P01", "Hun sa at jeg måtte hvile. Det gjorde jeg ikke! Så ble det øh verre."),
    ("Interviewer", "Og så?"),
    ("P01", "Så lå jeg der og skammet meg. Ingen visste noe."),
)


class Machine:
    """One folder that is home, working folder and settings; programs run in it."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.home = home
        self._stack = stack
        self.env = {
            "HOME": str(home),
            "CODER_CONFIG": str(home / "settings.toml"),
            **{name: str(home / name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")},
        }

    def run(self, *argv: object) -> str:
        """What a verb prints; it must succeed."""
        done = subprocess.run(
            [*PROGRAM, *map(str, argv)],
            cwd=self.home,
            env=environment(self.env),
            capture_output=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8")

    def json(self, *argv: object) -> Any:
        return json.loads(self.run(*argv, "--json"))

    def app(self, *argv: object, columns: int = 80, rows: int = 24, env: dict[str, str] | None = None) -> Person:
        """The program on the screen; what is left of it is killed when the test ends."""
        started = Person([*PROGRAM, *map(str, argv)], columns, rows, {**self.env, **(env or {})}, cwd=self.home)
        return self._stack.enter_context(started)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    home = tmp_path / "home"
    home.mkdir()
    with ExitStack() as stack:
        yield Machine(home, stack)


@pytest.fixture
def transcript(machine: Machine) -> Path:
    """A Word file as researchers have them."""
    document = docx.Document()
    document.add_paragraph("SYNTHETIC")
    for speaker, words in TURNS:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{speaker}: ").bold = True
        paragraph.add_run(words)
    path = machine.home / "P01_baseline.docx"
    document.save(str(path))
    return path


@pytest.fixture
def study(machine: Machine, transcript: Path) -> Path:
    """A project with that interview, not coded yet."""
    machine.run("new", "study", "--coder", "KG", "--language", "nb")
    machine.run("import", "study", transcript)
    return machine.home / "study"


Wait = Callable[[list[str]], bool]


def cursor_on(words: str) -> Wait:
    """The unit under the cursor begins with these words, after its half block."""
    return lambda lines: f"▐{words}" in "\n".join(lines)


def titled(words: str) -> Wait:
    """The first line of the screen begins with these words."""
    return lambda lines: lines[0].startswith(f" {words}")


def kept(study: Path, words: str) -> Callable[[], bool]:
    """A test whether what is typed is on the disk, as a draft."""

    def test() -> bool:
        for path in (study / "drafts").glob("[!.]*"):
            with suppress(FileNotFoundError):  # a draft is replaced by its next version
                if words in path.read_text("utf-8"):
                    return True
        return False

    return test

"""Random bytes at the speed of a person and faster, in a real terminal: nothing ends the program but Ctrl+Q."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("ptyprocess")

from coder import sample
from coder.project import create_project, doctor, read_project
from coder.project.opening import working_copy
from tests.e2e.person import Person
from tests.faults.random_keys import RandomKeys, replay

#: Walks, and the keys of a short and of a long one.
SEEDS, SHORT, LONG = 20, 60, 600
#: Megabytes of memory, and seconds without an answer, that are a fault.
MEMORY, PATIENCE = 1000, 60
#: Keys between two looks whether the program still answers.
LOOKS = 30


def walk(terminal: Person, seed: int, count: int) -> list[bytes]:
    """Send random keys, until so many were sent or the program has ended; return them."""
    walker, sent = RandomKeys(seed, junk=True), list[bytes]()
    while len(sent) < count and not terminal.ended:
        data = walker.next()
        sent.append(data)
        try:
            terminal.send(data.decode("utf-8", "surrogateescape"))
        except OSError:  # it has ended
            break
        if walker.chance(0.005):
            terminal.resize(*walker.size())
        if walker.chance(0.005):
            terminal.kill(signal.SIGSTOP)
            terminal.kill(signal.SIGCONT)
        time.sleep(walker.pause())
        if len(sent) % LOOKS == 0 and not terminal.ended:
            terminal.settle(PATIENCE)
            mark = terminal.mark()
            terminal.resize(81 + len(sent) // LOOKS % 2, 24)
            assert terminal.wait_output(mark, PATIENCE), f"no answer: {replay(seed, sent)}"
            assert terminal.resident() < MEMORY, replay(seed, sent)
    return sent


@pytest.mark.parametrize(
    ("start", "seed"),
    [
        pytest.param(start, seed, marks=[pytest.mark.long] if (start, seed) != ("sample", 0) else [])
        for start in ("sample", "empty", "none")
        for seed in range(SEEDS)
    ],
)
def test_random_keys_in_a_terminal_end_nothing(
    tmp_path: Path, start: str, seed: int, request: pytest.FixtureRequest
) -> None:
    folder, count = tmp_path / "study", LONG if request.config.getoption("--long") else SHORT
    if start == "sample":
        source = sample.folder()
        assert source is not None
        working_copy(read_project(source), folder, "KG")
    elif start == "empty":
        create_project(folder, "Empty", coder="KG")
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text('initials = "KG"\n', "utf-8")
    env = {
        "HOME": str(home),
        "CODER_CONFIG": str(home / "settings.toml"),
        **{name: str(home / name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")},
    }
    argv = [sys.executable, "-m", "coder", *([str(folder)] if start != "none" else [])]
    sent: list[bytes] = []
    part = 0
    while len(sent) < count:  # a walk may find the way out; then the program is started again
        with Person(argv, 80, 24, env, cwd=home) as terminal:
            terminal.wait_for(lambda lines: any(lines))
            sent += walk(terminal, seed * 1000 + part, count - len(sent))
            if not terminal.ended:
                terminal.send("\x1b[201~")
                terminal.send("\x11")
            status = terminal.wait_end(PATIENCE)
            faults = [path.read_text("utf-8") for path in home.rglob("faults.log")]
            assert (status, faults) == (0, []), f"{terminal.text()}\n{replay(seed * 1000 + part, sent)}"
            part += 1
    assert part <= count / 10
    if folder.exists():
        assert doctor.examine(folder) == []

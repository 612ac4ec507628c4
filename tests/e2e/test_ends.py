"""The program when it is killed or hung up, and when another one has the project open."""

from __future__ import annotations

import re
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.conftest import Machine, cursor_on, kept
from tests.e2e.emulator import Emulator
from tests.e2e.person import Person

WORDS = "Her er et notat som blir avbrutt midt i en setning, og det skal ikke g"


def test_after_a_kill_the_complete_draft_of_a_memo_is_offered(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.do("j", "m", said="Esc save")
    app.settle()
    for letter in WORDS:
        app.send(letter)
    app.until(kept(study, WORDS))
    app.kill(signal.SIGKILL)
    assert app.wait_end() == -signal.SIGKILL

    again = machine.app(study)
    again.wait_for("A memo was not saved when the program ended")
    assert f"{len(WORDS.split())} words" in again.text()
    again.do("o", said="Esc save")
    again.write("lemmes.", "escape", said="wrote a memo")
    again.leave()
    assert [one["text"] for one in machine.json("memos", study)] == [f"{WORDS}lemmes."]
    assert not any((study / "drafts").glob("*"))


def test_hang_up_keeps_the_draft_and_ends_cleanly(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.do("j", "i", said="coded in vivo")
    app.do("m", said="Esc save")
    app.type("halv tanke")
    app.kill(signal.SIGHUP)
    assert app.wait_end() == 129
    assert machine.json("doctor", study)["ok"]
    assert [one["text"] for one in machine.json("find", study, "**")] == ["Hvordan har du det nå?"]
    again = machine.app(study)
    again.wait_for("A memo was not saved when the program ended")
    assert "locked" not in again.text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_keeps_the_draft_and_ends(machine: Machine, study: Path, number: int) -> None:
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.do("m", said="Esc save")
    app.type("halv tanke")
    app.kill(number)
    assert app.wait_end() == 128 + number
    assert kept(study, "halv tanke")()


@pytest.mark.parametrize(
    "number", [signal.SIGHUP, *(pytest.param(one, marks=pytest.mark.long) for one in (signal.SIGTERM, signal.SIGINT))]
)
@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("c",), "Enter"),
        (("?",), "next sentence"),
        (("g", "e"), "Export"),
        (("g", "z"), "Backups"),
        (("g", "o"), "Settings"),
    ],
    ids=["prompt", "help", "export", "backups", "settings"],
)
def test_signal_ends_the_program_wherever_it_is(
    machine: Machine, study: Path, keys: tuple[str, ...], said: str, number: int
) -> None:
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.do(*keys, said=said)
    app.kill(number)
    assert app.wait_end() == 128 + number
    assert machine.json("doctor", study)["ok"]
    assert not (study / "project.owner.json").exists()


def processes_of(machine: Machine) -> list[str]:
    """Return the numbers of the processes that run with the home of this test (Linux)."""
    mine = f"HOME={machine.home}".encode()
    numbers = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # another person's, or ended
            if mine in path.read_bytes().split(b"\0"):
                numbers.append(path.parent.name)
    return numbers


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_signal_during_an_import_ends_the_program_and_its_reader(machine: Machine, study: Path, number: int) -> None:
    turns = (f"Interviewer: Hvordan {n}?\nP09: Jeg har det bra {n}, takk." for n in range(60_000))
    (machine.home / "P09.txt").write_text("SYNTHETIC\n" + "\n".join(turns), "utf-8")
    (machine.home / "P01_baseline.docx").unlink()
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.do("g", "i", said="P09.txt")
    app.send("\r")
    app.until(lambda: len(processes_of(machine)) > 1)
    app.kill(number)
    assert app.wait_end() == 128 + number
    app.until(lambda: processes_of(machine) == [])
    assert machine.json("doctor", study)["ok"]
    assert [row["name"] for row in machine.json("sources", study)] == ["P01_baseline"]


def test_bytes_that_are_no_key_do_not_end_the_program(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.send("\udcf8\0\x1b[99999999999u\x1b[48;0;0;0;0t\x1b[<35;-5;--3M")
    app.wait_for("not set to UTF-8")
    app.press("ctrl+q")
    assert app.wait_end() == 0


def test_stop_and_continue_leaves_one_input_thread(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.wait_still()
    threads = Path(f"/proc/{app.pid}/task")
    if not threads.is_dir():
        pytest.skip("threads are counted in /proc")
    before = len(list(threads.iterdir()))
    app.kill(signal.SIGSTOP)
    app.kill(signal.SIGCONT)
    app.do("j", said=cursor_on("Hvordan"))
    assert len(list(threads.iterdir())) <= before
    app.leave()


def test_suspended_program_goes_to_the_shell_and_comes_back(machine: Machine, study: Path) -> None:
    shell_path = shutil.which("bash")
    if shell_path is None or not Path("/proc/self/task").is_dir():
        pytest.skip("needs bash, and threads are counted in /proc")
    argv = [shell_path, "--norc", "--noprofile", "-i"]
    with Person(argv, 80, 24, {**machine.env, "PS1": "$ "}, cwd=machine.home) as shell:
        shell.wait_for("$")
        shell.send(f"{sys.executable} -m coder study\r")
        shell.wait_for("Hvordan har du det nå?")
        (pid,) = Path(f"/proc/{shell.pid}/task/{shell.pid}/children").read_text().split()
        threads = Path(f"/proc/{pid}/task")
        before = len(list(threads.iterdir()))
        for key, unit in (("j", "Hvordan"), ("j", "Jeg har"), ("k", "Hvordan")):
            shell.send(key)
            shell.wait_for(cursor_on(unit))
            shell.do("ctrl+z", said="Stopped")
            assert "Hvordan" not in shell.text()
            shell.send("fg\r")
            shell.wait_for(cursor_on(unit))
            assert len(list(threads.iterdir())) <= before
        shell.do("ctrl+q", said="$")
        assert "Hvordan" not in shell.text()
        shell.send("exit\r")
        assert shell.wait_end() == 0


def test_nothing_shown_stays_in_a_terminal_without_a_second_screen(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.leave()
    plain = Emulator(80, 24)
    plain.feed(re.sub(rb"\x1b\[\?1049[hl]", b"", b"".join(piece.data for piece in app._pieces)))
    assert not any(plain.lines())


#: The program, with a share that stops to answer once there is a file `stop`; then it makes a file `hangs`.
NEVER_ANSWERS = """
import sys, threading
from pathlib import Path
from coder.__main__ import main
from coder.store import drafts
write = drafts.write
def hang(*draft):
    if not Path("stop").exists():
        return write(*draft)
    Path("hangs").touch()
    threading.Event().wait()
drafts.write = hang
sys.exit(main())
"""


def check_rescued(machine: Machine, study: Path, text: str) -> None:
    """A memo is in a rescue file; the next opening takes it into the project and offers it."""
    (row,) = machine.json("rescue", "list", study)
    assert row["text"] == text
    again = machine.app(study)
    again.wait_for("A memo was not saved when the program ended")
    assert kept(study, text)()


def test_share_that_never_answers_keeps_what_is_typed_and_ends(machine: Machine, study: Path) -> None:
    program = [sys.executable, "-c", NEVER_ANSWERS, str(study)]
    with Person(program, 80, 24, machine.env, cwd=machine.home) as app:
        app.wait_for("Hvordan har du det nå?")
        app.do("m", said="Esc save")
        app.type("halv ")
        app.until(kept(study, "halv "))
        (machine.home / "stop").touch()
        app.send("t")
        app.until((machine.home / "hangs").exists)
        app.kill(signal.SIGHUP)
        assert app.wait_end() == 129
    check_rescued(machine, study, "halv t")


#: The program, whose main thread hangs in a checkpoint once there is a file `stop`; then it makes a file `hangs`.
CHECKPOINT_HANGS = """
import sys, threading
from pathlib import Path
from coder.__main__ import main
from coder.project import Project
from coder.tui import app
from coder.tui.memos import memo_pane
memo_pane.DRAFT_DELAY = 3600  # no draft is written before the end
app.HOUSEKEEPING = 0.1
def hang(project):
    if not Path("stop").exists():
        return False
    Path("hangs").touch()
    threading.Event().wait()
Project.checkpoint_due = property(hang)
sys.exit(main())
"""


def test_main_thread_that_hangs_elsewhere_loses_nothing_typed(machine: Machine, study: Path) -> None:
    program = [sys.executable, "-c", CHECKPOINT_HANGS, str(study)]
    with Person(program, 80, 24, machine.env, cwd=machine.home) as app:
        app.wait_for("Hvordan har du det nå?")
        app.do("m", said="Esc save")
        app.type("halv tanke")
        (machine.home / "stop").touch()
        app.until((machine.home / "hangs").exists)
        app.kill(signal.SIGTERM)
        assert app.wait_end() == 143
    check_rescued(machine, study, "halv tanke")


@pytest.mark.parametrize("empty", [False, True])
def test_line_and_share_gone_together_keep_what_is_typed(machine: Machine, study: Path, empty: bool) -> None:
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.do("m", said="Esc save")
    app.type("halv ")
    away = study.rename(study.with_name("away"))
    if empty:  # the mount point of a share that is gone
        study.mkdir()
    app.type("tanke")
    app.drop_line()
    assert app.wait_end() == 129
    assert not (study / "drafts").exists()
    (row,) = machine.json("rescue", "list", study)
    assert row["text"] == "halv tanke"
    if empty:
        study.rmdir()
    away.rename(study)
    again = machine.app(study)
    again.wait_for("A memo was not saved when the program ended")
    again.do("o", said="Esc save")
    again.write(" til", "escape", said="wrote a memo")
    again.leave()
    assert [one["text"] for one in machine.json("memos", study)] == ["halv tanke til"]
    assert machine.json("rescue", "list", study) == []


def test_a_second_program_opens_read_only_and_says_who_has_the_project(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("KG · saved")
    second = machine.app(study)
    second.wait_for("read-only")
    second.wait_for("KG")
    second.wait_for(re.compile(rf"{app.pid}|since"))  # shown beside it a moment later
    second.do("j", said=cursor_on("Hvordan"))
    second.do("c", said="nothing can be changed")
    app.leave()
    assert len(machine.json("sources", study)) == 1

"""The program in other terminals: without colour, old, small, resized; bytes and frames of a cursor move."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import Machine
from tests.e2e.person import Person
from tests.e2e.terminal import ROOT

SGR = re.compile(rb"\x1b\[([\d;:]*)m")


def colours(data: bytes) -> set[int]:
    """The numbers that set a colour in what was sent."""
    numbers = {int(part) for sgr in SGR.findall(data) for part in re.split(rb"[;:]", sgr) if part}
    return {number for number in numbers if 30 <= number <= 49 or 90 <= number <= 107}


def sent(app: Person) -> bytes:
    return b"".join(piece.data for piece in app._pieces)


@pytest.fixture
def coded(machine: Machine, study: Path) -> Path:
    """Two codings that overlap, and a memo."""
    machine.run("code", study, "P01_baseline", "--quote", "Jeg har det bra, takk.", "Body/Rest", "--create")
    machine.run("code", study, "P01_baseline", "--quote", "har det", "Shame", "--create")
    return study


def test_without_colours_the_margin_shows_the_codes(machine: Machine, coded: Path) -> None:
    app = machine.app(coded, env={"NO_COLOR": "1", "TERM": "xterm"})
    app.wait_for("KG · saved")
    app.do("j", "j", said="▐Jeg har det bra, takk.▌")
    line = next(line for line in app.seen().splitlines() if "▐Jeg har" in line)
    assert re.search(r"\bab?\b", line.split("▏")[0][45:])
    app.do("c", said="Code “")
    app.do("escape", said=lambda lines: "Code “" not in "\n".join(lines))
    app.leave()
    assert colours(sent(app)) == set()


@pytest.mark.parametrize("term", ["screen", "linux", "vt100", "xterm-256color", "tmux-256color"])
def test_coding_works_with_terminal_type(machine: Machine, study: Path, term: str) -> None:
    app = machine.app(study, env={"TERM": term, "COLORTERM": ""})
    app.wait_for("KG · saved")
    app.do("j", "i", said="coded in vivo")
    app.leave()
    assert len(machine.json("codes", study)) == 1


def test_a_cursor_move_is_one_frame_and_at_most_a_kilobyte(machine: Machine, coded: Path) -> None:
    app = machine.app(coded)
    app.wait_for("KG · saved")
    app.wait_still(1.2)  # past the one-off output after the first screen
    for key in "jjjjjjkkkkkk":
        mark = app.mark()
        app.press(key)
        app.wait_output(mark, 60)
        app.settle()
        came = app.output(mark)
        assert came.frames == 1
        assert 0 < came.bytes <= 1024


def test_keys_typed_ahead_reach_what_they_opened(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("KG · saved")
    app.send("jcGroup/Sub\rjmx is no command here")
    app.wait_for("x is no command here")
    app.send("\x1bgh")  # Esc and a letter at once are what a terminal sends for Alt, too
    app.wait_for("Enter continues there")
    found = machine.json("find", study, "Group/Sub")
    assert [one["text"] for one in found] == ["Hvordan har du det nå?"]


def test_an_esc_within_one_chunk_of_input_is_a_key(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("KG · saved")
    app.send("jmone memo\x1bjjm/ another\x1bk\x1b/takk\x1b\x1bgh")
    app.wait_for("Enter continues there")
    assert sorted(one["text"] for one in machine.json("memos", study)) == ["/ another", "one memo"]


def test_resizing_while_typing_loses_no_letter(machine: Machine, study: Path) -> None:
    app = machine.app(study, columns=20, rows=5)
    app.wait_for("P01")
    app.resize(80, 24)
    app.wait_for("KG · saved")
    app.do("j", "m", said="Esc save")
    words = "the window changes and every letter stays"
    for number, letter in enumerate(words):
        app.send(letter)
        app.resize(20 + number * 7 % 230, 5 + number * 3 % 60)
    app.resize(80, 24)
    app.wait_for("letter stays")
    app.do("escape", said="analytic · KG")
    app.leave()
    assert [one["text"] for one in machine.json("memos", study)] == [words]


def test_a_megabyte_can_be_pasted_into_a_memo(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("KG · saved")
    app.do("j", "m", said="Esc save")
    pasted = "\n".join(f"SYNTHETIC line {number} of many, pasted." for number in range(28_000))
    app.send(f"\x1b[200~{pasted}\x1b[201~")
    app.wait_for("line 27999 of", timeout=300)
    app.do("escape", said="analytic · KG")
    app.leave()
    assert [one["text"] for one in machine.json("memos", study)] == [pasted]


def test_an_open_question_sends_no_output(machine: Machine) -> None:
    shutil.copytree(ROOT / "sample_project", machine.home / "sample")
    app = machine.app("sample")
    app.wait_for("Make a working copy")
    app.wait_still(2.0)  # longer than any delayed update
    assert "Make a working copy" in app.text()

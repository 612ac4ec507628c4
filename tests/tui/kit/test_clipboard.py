"""Copying: the clipboard here, the terminal over SSH, or off."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from coder.tui.kit import clipboard
from tests.tui.conftest import Ui


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "STY", *clipboard.SSH):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []
    monkeypatch.setattr("pyperclip.copy", texts.append)
    return texts


@pytest.fixture
def written(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the terminal."""
    data: list[str] = []
    driver: Any = ui.app._driver
    monkeypatch.setattr(driver, "write", data.append)
    return data


def osc52(written: list[str]) -> bool:
    return any("\x1b]52" in one for one in written)


async def test_copying_goes_to_the_clipboard_here(ui: Ui, copied: list[str], written: list[str]) -> None:
    await ui.press("j", "j", "y")
    assert copied == ["“Thank you for coming.” (P01, baseline, turn 2)"]
    assert not osc52(written)


async def test_copying_over_ssh_goes_through_the_terminal(
    ui: Ui, copied: list[str], written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
    await ui.press("j", "j", "y")
    assert copied == []
    assert osc52(written)
    assert ui.said == clipboard.SENT


async def test_copying_can_be_off(ui: Ui, copied: list[str], written: list[str]) -> None:
    ui.app.settings.clipboard = "off"
    await ui.press("j", "j", "y")
    assert (copied, osc52(written)) == ([], False)
    assert "off in your settings" in ui.said


async def test_ctrl_c_never_reaches_the_clipboard(ui: Ui, copied: list[str], written: list[str]) -> None:
    await ui.press("j", "j", "ctrl+c", "m", *"secret", "ctrl+a", "shift+home", "ctrl+c", "ctrl+x", "ctrl+v")
    assert ui.memo.view.editing
    assert (copied, osc52(written)) == ([], False)
    assert ui.memo.view.editor.text == "secret"


def over_ssh(monkeypatch: pytest.MonkeyPatch, **environment: str) -> tuple[str, list[str]]:
    """Return the message after copying a text in such a terminal, and what was sent through it."""
    sent: list[str] = []
    for name, value in {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", **environment}.items():
        monkeypatch.setenv(name, value)
    return clipboard.copy("a text", sent.append), sent


def tmux_that_answers(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> list[list[str]]:
    """Replace tmux by one that gives this answer; return the commands it gets, texts last."""
    commands: list[list[str]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        if answer is None:
            raise subprocess.CalledProcessError(1, command)
        commands.append([*command, *filter(None, [options["input"]])])
        output = "SSH_CONNECTION=192.0.2.1\n" if "show-environment" in command else answer
        return subprocess.CompletedProcess(command, 0, output)

    monkeypatch.setattr(subprocess, "run", run)
    return commands


@pytest.mark.parametrize(
    ("answer", "flag", "message", "sent"),
    [
        ("3.3a|external|256,clipboard,title\n", ["-w"], "sent to the terminal's clipboard", 0),
        ("3.2|on|\n", ["-w"], "sent to the terminal's clipboard", 0),
        ("next-3.5|external|256,title\n", ["-w"], "coder help settings", 0),
        ("3.4|off|256,clipboard\n", ["-w"], "set-clipboard is off", 0),
        ("3.1c|on|\n", [], "only if set-clipboard is on", 1),
    ],
)
def test_copying_in_tmux_says_what_tmux_does(
    monkeypatch: pytest.MonkeyPatch, answer: str, flag: list[str], message: str, sent: int
) -> None:
    commands = tmux_that_answers(monkeypatch, answer)
    said, through = over_ssh(monkeypatch, TMUX="/tmp/tmux,1,0")
    assert commands[-1] == ["tmux", "load-buffer", *flag, "-", "a text"]
    assert message in said
    assert len(said) <= 55
    assert len(through) == sent


def test_copying_in_tmux_that_does_not_answer_goes_through_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    tmux_that_answers(monkeypatch, None)
    said, through = over_ssh(monkeypatch, TMUX="/tmp/tmux,1,0")
    assert "does not answer" in said
    assert through == ["a text"]


@pytest.mark.parametrize("environment", [{"TERM": "linux"}, {"TERM": "dumb"}, {"STY": "1.pts-0"}])
def test_copying_without_a_clipboard_says_so(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    said, through = over_ssh(monkeypatch, **environment)
    assert said.startswith("Not copied")
    assert through == []

"""Where passphrases come from: a file, a descriptor, the terminal without echo."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.cli import global_options, passphrase
from coder.errors import CoderError, Invalid
from tests.cli.conftest import Run

SECRET = "SYNTHETIC blåbær"


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passphrase, "_has_terminal", lambda: False)
    monkeypatch.delenv(passphrase.FD, raising=False)
    yield
    passphrase.use_file("")


def typed(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Have a terminal on which these are typed; return the list of prompts."""
    prompts: list[str] = []
    left = list(answers)

    def getpass(prompt: str) -> str:
        prompts.append(prompt)
        return left.pop(0)

    monkeypatch.setattr("getpass.getpass", getpass)
    monkeypatch.setattr(passphrase, "_has_terminal", lambda: True)
    return prompts


@pytest.mark.parametrize(
    "data",
    [SECRET.encode(), f"{SECRET}\n".encode(), f"\ufeff{SECRET}\r\n".encode(), f"{SECRET}\nanother\n".encode()],
    ids=["bare", "newline", "BOM and CR LF", "two lines"],
)
def test_a_file_gives_its_first_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "secret").write_bytes(data)
    passphrase.use_file(str(tmp_path / "secret"))
    assert passphrase.ask("“friends”") == SECRET


def test_spaces_of_a_passphrase_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"  two words \n")
    passphrase.use_file(str(tmp_path / "secret"))
    assert passphrase.ask("“friends”") == "  two words "


def test_the_second_passphrase_is_the_second_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_bytes(b"old\nnew\n")
    passphrase.use_file(str(tmp_path / "secret"))
    assert [passphrase.ask("“friends”"), passphrase.ask_new("“friends”")] == ["old", "new"]
    typed(monkeypatch, "typed")
    assert passphrase.ask("the key file") == "typed"


def test_a_descriptor_gives_the_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.write(writer, f"{SECRET}\n".encode())
    os.close(writer)
    monkeypatch.setenv(passphrase.FD, str(reader))
    passphrase.use_file("")
    assert passphrase.is_prepared()
    assert passphrase.ask("“friends”") == SECRET
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(reader)


@pytest.mark.parametrize("number", ["three", "-1", "98765", str(1 << 70)])
def test_what_is_no_descriptor_is_refused(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    monkeypatch.setenv(passphrase.FD, number)
    passphrase.use_file("")
    with pytest.raises(CoderError, match="CODER_PASSPHRASE_FD"):
        passphrase.ask("“friends”")


def test_the_file_is_used_rather_than_the_descriptor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_bytes(b"of the file")
    monkeypatch.setenv(passphrase.FD, "98765")
    passphrase.use_file(str(tmp_path / "secret"))
    assert passphrase.ask("“friends”") == "of the file"


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"", "is empty"), (b"\n", "is empty"), (b"\xe5\n", "not text in UTF-8"), (b"x" * 70_000, "no passphrase")],
    ids=["empty file", "empty line", "Latin-1", "too large"],
)
def test_a_file_without_a_passphrase_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "secret").write_bytes(data)
    passphrase.use_file(str(tmp_path / "secret"))
    with pytest.raises(CoderError, match=problem):
        passphrase.ask("“friends”")


@pytest.mark.parametrize("name", ["missing", ".", "\0"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    passphrase.use_file(str(tmp_path / name))
    with pytest.raises(CoderError, match="cannot be read"):
        passphrase.ask("“friends”")


def test_without_a_terminal_the_error_names_the_other_ways() -> None:
    with pytest.raises(CoderError, match="no terminal") as error:
        passphrase.ask("“friends”")
    assert "--passphrase-file" in error.value.hint
    assert passphrase.FD in error.value.hint


def test_a_terminal_is_asked_and_a_new_passphrase_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = typed(monkeypatch, "one", "two", "two", "three", "four", "")
    answer = passphrase.ask("“fri\x1b[2Jends”")
    assert (answer, answer.typed) == ("one", True)
    assert "\x1b" not in prompts[0]
    assert passphrase.ask_new("“friends”") == "two"
    with pytest.raises(Invalid, match="differ"):
        passphrase.ask_new("“friends”")
    with pytest.raises(Invalid, match="empty"):
        passphrase.ask("“friends”")


def test_a_passphrase_is_in_no_representation() -> None:
    assert SECRET not in repr(passphrase.Passphrase(SECRET))
    assert SECRET not in repr([passphrase.Passphrase(SECRET)])


def test_the_end_of_the_terminal_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch)
    for error in (EOFError(), UnicodeDecodeError("utf-8", b"\xe5", 0, 1, "invalid")):
        monkeypatch.setattr("getpass.getpass", lambda prompt, error=error: (_ for _ in ()).throw(error))
        with pytest.raises(Invalid):
            passphrase.ask("“friends”")


@pytest.mark.parametrize("words", [["--passphrase-file", "F"], ["--passphrase-file=F"]], ids=" ".join)
@pytest.mark.parametrize("before", [True, False])
def test_the_option_goes_with_every_verb_before_and_after_it(
    project: Path, run: Run, words: list[str], before: bool
) -> None:
    argv = ["sources", str(project), "--json"]
    result = run(*words, *argv) if before else run(*argv, *words)
    assert (result.status, len(result.json)) == (0, 1)


def test_global_options_are_counted_with_their_values() -> None:
    assert global_options.count(["--json", "--passphrase-file", "F", "--yes", "sources", "--read-only"]) == 4
    assert global_options.count(["--passphrase-file"]) == 1
    assert global_options.count(["--passphrase-file=F"]) == 1
    assert global_options.count(["friends", "--json"]) == 0
    assert global_options.without_passphrase_file(["friends", "--passphrase-file", "F"]) == (["friends"], "F")
    assert global_options.without_passphrase_file(["--passphrase-file=F", "x"]) == (["x"], "F")
    assert global_options.without_passphrase_file(["--passphrase-file"]) == (["--passphrase-file"], "")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminal of POSIX")
def test_nothing_typed_on_a_terminal_is_echoed(tmp_path: Path) -> None:
    import pty

    code = (
        "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
        "from coder.cli import passphrase\n"
        "answer = passphrase.ask('“friends”')\n"
        "print(len(answer), answer.typed, flush=True)\n"
    )
    terminal, end = pty.openpty()
    words = [sys.executable, "-X", "utf8", "-c", code]
    child = subprocess.Popen(words, stdin=end, stdout=end, stderr=end, start_new_session=True, cwd=os.getcwd())
    os.close(end)
    screen = b""
    while b": " not in screen:
        screen += os.read(terminal, 1024)
    os.write(terminal, b"SECRET word\n")
    with contextlib.suppress(OSError):  # Linux: the other end is closed
        while data := os.read(terminal, 1024):
            screen += data
    os.close(terminal)
    assert child.wait() == 0
    assert "Passphrase of “friends”: " in screen.decode()
    assert "11 True" in screen.decode()
    assert b"SECRET" not in screen

"""The lock in a terminal: nothing of the study is left on it, whatever happens, and the passphrase is not echoed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.e2e.conftest import Machine

SECRET = "SYNTHETIC blåbær"
WORDS = "Hvordan har du det"


def test_a_locked_terminal_shows_nothing_of_an_encrypted_study(machine: Machine, study: Path) -> None:
    secret = machine.home / "secret"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    machine.run("encrypt", study, "--passphrase-file", secret)
    secret.unlink()
    app = machine.app(study)
    app.wait_for("is encrypted")
    app.settle()
    app.send(SECRET)
    app.wait_for("•" * len(SECRET))
    app.do("enter", said=WORDS)
    app.do("m", said="Esc save")
    app.type("halv tanke")
    app.send("\x1c")
    app.wait_for("Locked")
    app.settle()
    mark = app.mark()
    assert WORDS not in app.text()
    assert "halv" not in app.text()
    app.send("feil ord")
    app.wait_for("••••••••")
    app.do("enter", said="not the passphrase")
    app.resize(100, 30)
    os.kill(app.pid, signal.SIGTSTP)  # without a shell to return to it goes on
    os.kill(app.pid, signal.SIGCONT)
    app.settle()
    app.send(SECRET)
    app.wait_for("•" * len(SECRET))
    written = app.written(mark)
    assert "Locked" in written
    assert not any(words in written for words in (*WORDS.split(), "halv", "feil", SECRET, "study"))
    app.do("enter", said="halv tanke")
    app.write("!", "escape", said="wrote a memo")
    app.leave()
    files = [path for path in machine.home.rglob("*") if path.is_file() and path.suffix != ".docx"]
    assert files
    texts = [words.encode() for words in (SECRET, WORDS, "halv tanke")]
    readable = [path for path in files if any(words in path.read_bytes() for words in texts)]
    assert readable == []

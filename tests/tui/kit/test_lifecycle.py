"""A crash is reported without a word of an interview."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest

from coder.project import read_project
from coder.tui.kit import lifecycle
from tests.tui.conftest import Opener

SECRET = "SYNTHETIC I never told my wife about the car park"


async def test_a_fault_of_the_program_tells_no_word_of_an_interview(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SECRET)

    async with running(folder) as ui:
        await ui.press("j", "j", "2")
        monkeypatch.setattr(type(ui.view), "action_move", fail)
        await ui.pilot.press("j")
        for _ in range(100):
            await asyncio.sleep(0.02)
            if ui.app.crashed:
                break
        report = ui.app.crashed
        ui.app._exception = None  # else the test harness shows it, with its message
    assert "RuntimeError" in report
    assert "test_lifecycle.py" in report
    out, err = capfd.readouterr()
    log = lifecycle._path().read_text(encoding="utf-8")
    assert "RuntimeError" in log
    for where in (report, log, out, err):
        assert SECRET not in where
        assert "Thank you for coming" not in where
    assert "Thank you for coming." in {segment.quote for segment in read_project(folder).segments.values()}


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_log_of_faults_is_private_without_a_umask() -> None:
    before = os.umask(0)
    try:
        lifecycle.log_fault(RuntimeError(SECRET))
        lifecycle.log_fault(RuntimeError(SECRET))
    finally:
        os.umask(before)
    log = lifecycle._path()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (log, log.parent)] == [0o600, 0o700]
    assert log.read_text(encoding="utf-8").count("RuntimeError") == 2

"""A history that was changed outside the program: the project opens, and says so once; the rest works as ever."""

from __future__ import annotations

import zlib
from pathlib import Path

from coder.store import journal
from tests.tui.conftest import Opener

_HEAD = len(b'{"sum":"00000000:00000000","entry":')


def forge(folder: Path, number: int) -> None:
    """Give an entry of the history another coder, and the checksum that it should have."""
    path = folder / journal.NAME
    lines = path.read_bytes().splitlines(keepends=True)
    body = lines[number - 1][_HEAD:-2].replace(b'"coder":"KG"', b'"coder":"XX"')
    assert b'"coder":"XX"' in body
    lines[number - 1] = b'{"sum":"%08x:%08x","entry":%s}\n' % (len(body), zlib.crc32(body), body)
    path.write_bytes(b"".join(lines))


async def test_changed_history_is_said_once_and_the_project_opens(running: Opener, folder: Path) -> None:
    forge(folder, 5)
    async with running(folder) as ui:
        await ui.until(lambda: "changed outside the program, near line 5" in ui.toasts)
        assert ui.toasts.count("changed outside") == 1
        assert not ui.project.readonly


async def test_untouched_history_is_not_mentioned(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        check = ui.app._housekeeping._check
        await ui.until(lambda: check is not None and not check.running)
        assert "changed outside" not in ui.toasts

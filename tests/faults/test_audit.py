"""What Python itself reports of the program: no network, and no file written outside the project and the own folders.

This works on every system, without the processes that read files of others; `tests/e2e/test_system_calls.py` asks
the system the same of all processes, where it can be asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

#: Imported by Python when it starts: notes each event of interest, one JSON list a line.
HOOK = """
import json, os, sys
_log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_MADE = ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "shutil.copyfile", "shutil.move")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

def _hook(event, values):
    if event == "socket.gethostname":  # asks this machine alone
        return
    if event.startswith("socket.") or event in ("urllib.Request", "http.client.connect", "ftplib.connect"):
        noted = [event, "", str(values[1:])]
    elif event == "open" and isinstance(values[0], (str, bytes)) and (values[2] or 0) & _WRITING:
        noted = [event, os.fsdecode(values[0]), ""]
    elif event in _MADE:
        noted = [event, *(os.fsdecode(value) for value in values[:2] if isinstance(value, (str, bytes)))]
    else:
        return
    os.write(_log, (json.dumps(noted) + "\\n").encode())

sys.addaudithook(_hook)
"""
#: Runs each list of words as a command of the program.
COMMANDS = "import json, sys; from coder.__main__ import main; print([main(row) for row in json.loads(sys.argv[1])])"
TEXT = "I: How was it?\n\nP: I asked doctor Kari Nesvold, SYNTHETIC. It helped.\n"


def test_commands_use_no_network_and_write_only_where_they_should(tmp_path: Path) -> None:
    for name in ("site", "state", "work", "temporary"):
        (tmp_path / name).mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    (tmp_path / "work" / "P01.txt").write_text(TEXT, encoding="utf-8")
    log = tmp_path / "audit.log"
    environment = {
        **os.environ,
        "AUDIT_LOG": str(log),
        "PYTHONPATH": str(tmp_path / "site"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "CODER_CONFIG": str(tmp_path / "state" / "settings.toml"),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path / "temporary")),
    }
    commands = [
        ["new", "study", "--coder", "KG"],
        ["import", "study", "P01.txt", "--coder", "KG"],
        ["code", "study", "P01", "--quote", "It helped.", "Help", "--create", "--coder", "KG"],
        ["memo", "study", "--text", "SYNTHETIC note", "--coder", "KG"],
        ["export", "study", "units.md"],
        ["report", "data-management", "study", "sheet.md"],
        ["undo", "study", "--coder", "KG", "--yes"],
    ]
    argv = [sys.executable, "-c", COMMANDS, json.dumps(commands)]
    options = {"cwd": tmp_path / "work", "env": environment, "capture_output": True, "text": True, "timeout": 300}
    done = subprocess.run(argv, check=True, **options)  # type: ignore[call-overload]
    assert done.stdout.splitlines()[-1] == str([0] * len(commands)), done.stdout + done.stderr
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert any(event == "open" and path.endswith("history.jsonl") for event, path, *_ in events), "it was heard"
    assert [row for row in events if row[0].startswith(("socket.", "urllib.", "http.", "ftplib."))] == []
    written = {os.path.join(tmp_path, "work", path) for _, *paths in events for path in paths if path}
    allowed = ("work/study", "work/units.md", "work/sheet.md", "work/.coder-export-", "state/")
    places = (*(str(tmp_path / name) for name in allowed), os.devnull)
    assert [path for path in sorted(written) if not path.startswith(places)] == []
    assert list((tmp_path / "temporary").iterdir()) == []

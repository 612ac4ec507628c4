"""A command that changes what another coder wrote says whose it is and asks. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

#: Name → the commands before it, what writes a text, and what changes it.
TEXTS: dict[str, tuple[list[list[str]], list[str], list[str]]] = {
    "condensate": (
        [["groups", "make", "P", "Before"]],
        ["condensates", "write", "P", "Before/Shame", "--text", "I was ashamed."],
        ["condensates", "write", "P", "Before/Shame", "--text", "I was afraid."],
    ),
    "analytic text": (
        [["groups", "make", "P", "Before"]],
        ["analytic", "write", "P", "Before", "--text", "They kept it to themselves."],
        ["analytic", "reword", "P", "Before", "1", "--text", "They told nobody."],
    ),
    "cell": (
        [["frameworks", "add", "P", "--template", "levels-of-culture"]],
        ["cells", "write", "P", "Artefacts", "P01", "baseline", "--summary", "She works on."],
        ["cells", "write", "P", "Artefacts", "P01", "baseline", "--summary", "She stops."],
    ),
    "answer": (
        [],
        ["answers", "set", "P", "coreq", "2", "A nurse."],
        ["answers", "set", "P", "coreq", "2", "None."],
    ),
    "theme": (
        [],
        ["themes", "add", "P", "Exposure", "--negotiated"],
        ["themes", "change", "P", "Exposure", "--note", "seen"],
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_another_coder_is_changed_only_when_asked(run: Run, project: Path, name: str) -> None:
    steps, *acts = TEXTS[name]
    write, change = ([str(project) if word == "P" else word for word in words] for words in acts)
    for words in steps:
        run(*(str(project) if word == "P" else word for word in words))
    written = run(*write, "--coder", "MB")
    assert written.status == 0, written.err
    before = (project / "history.jsonl").read_bytes()
    refused = run(*change)
    assert (refused.status, "by MB" in refused.err, "--yes" in refused.err) == (1, True, True), refused.err
    assert (project / "history.jsonl").read_bytes() == before
    assert run(*change, "--coder", "MB").status == 0  # one's own
    assert run("undo", project, "--coder", "MB").status == 0
    assert run(*change, "--yes").status == 0


def test_memo_of_another_coder_is_changed_only_when_asked(run: Run, project: Path) -> None:
    memo = run("memo", project, "P01", "--text", "Hers.", "--coder", "MB", "--json").json["id"]
    before = (project / "history.jsonl").read_bytes()
    for words in (["--text", "Mine."], ["--text", "Hers.", "--kind", "theoretical"]):
        refused = run("memo", project, f"memo:{memo}", *words)
        assert (refused.status, "It is by MB." in refused.err) == (1, True)
    assert (project / "history.jsonl").read_bytes() == before
    assert run("memo", project, f"memo:{memo}", "--text", "Hers still.", "--coder", "MB").status == 0
    assert run("memo", project, f"memo:{memo}", "--text", "Mine.", "--yes").status == 0


@pytest.mark.parametrize("words", [["memo", "P", "--text", "SYNTHETIC"], ["backups", "make", "P"]], ids=" ".join)
def test_every_command_that_writes_accepts_yes(run: Run, project: Path, words: list[str]) -> None:
    assert run(*(str(project) if word == "P" else word for word in words), "--yes").status == 0

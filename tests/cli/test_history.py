"""`coder history`, `undo` and `redo`."""

from __future__ import annotations

import zlib
from pathlib import Path

from tests.cli.conftest import Run, code_paths


def test_history_filters_and_shows_details(run: Run, project: Path) -> None:
    assert run("codes", "define", project, "Shame", "Afraid of being seen").status == 0
    out = run("history", project, "code:Shame", "op:codebook", "--details").out
    assert "definition: none → “Afraid of being seen”" in out
    rows = run("history", project, "code:Shame", "op:codebook", "-n", "1", "--details", "--json").json
    assert len(rows) == 1
    assert "code “Shame”: definition: none → “Afraid of being seen”" in rows[0]["changes"]
    assert run("history", project, "by:nobody").out == ""
    wrong = run("history", project, "colour:red")
    assert wrong.status == 1
    assert "colour:" in wrong.err


def test_json_without_details_has_the_keys_of_the_contract(run: Run, project: Path) -> None:
    keys = {"id", "when", "coder", "operation", "label", "reason", "undoes"}
    assert all(row.keys() == keys for row in run("history", project, "--json").json)


def test_undo_to_a_change_and_redo(run: Run, project: Path) -> None:
    current = run("history", project, "--json").json[0]["id"]
    for name in ("One", "Two", "Three"):
        run("codes", "add", project, name)
    assert run("undo", project, "--to", current[:10]).out.count("undo:") == 3
    assert "One" not in run("codes", project).out
    again = run("undo", project, "--to", current)
    assert again.status == 1
    assert "Nothing to undo" in again.err
    assert run("redo", project, "-n", "3").status == 0
    assert "Three" in run("codes", project).out
    assert run("undo", project, "--to", "zzzz").status == 1


def test_history_lists_changes_latest_first(project: Path, run: Run) -> None:
    rows = run("history", project, "--json").json
    assert rows[0].keys() == {"id", "when", "coder", "operation", "label", "reason", "undoes"}
    assert rows[0]["operation"] == "memos.add"
    assert rows[1]["label"].startswith("coded “I am never ill")
    assert len(run("history", project, "-n", 2, "--json").json) == 2
    assert "imported P01_baseline" in run("history", project).out


def test_hash_that_was_noted_is_found_later(project: Path, run: Run) -> None:
    noted = run("history", project, "--anchor", "--json").json
    assert run("history", project, "--anchor").out.splitlines()[0] == noted["anchor"]
    run("codes", "add", project, "Envy")
    for text in (noted["anchor"], noted["hash"]):
        result = run("doctor", project, "--anchor", text)
        assert (result.status, "The history has the noted hash" in result.out) == (0, True)
    other = noted["anchor"].replace("-", "-0000-", 1)
    result = run("doctor", project, "--anchor", other, "--json")
    assert (result.status, [row["kind"] for row in result.json["findings"]]) == (1, ["anchor"])
    assert "--anchor" in run("doctor", project, "--anchor", "none").err


def test_undo_of_several_changes_stops_at_a_lock(project: Path, run: Run) -> None:
    run("preconceptions", "write", project, "--text", "SYNTHETIC: I expect shame.")
    run("preconceptions", "lock", project)
    before = run("history", project, "--json").json[2]["id"]
    run("codes", "add", project, "Envy")
    result = run("undo", project, "-n", "3")
    assert result.out.splitlines() == ["undo: added code Envy"]
    assert "a lock cannot be undone" in result.err
    for words in ((), ("-n", "3"), ("--to", before)):
        refused = run("undo", project, *words)
        assert refused.status == 1
        assert "A lock cannot be undone" in refused.err


def test_history_that_was_changed_outside_is_listed_with_a_note(project: Path, run: Run) -> None:
    path = project / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], forged(lines[1]), *lines[2:]]))
    result = run("history", project)
    assert "changed outside the program, near line 2" in result.err
    (finding,) = run("doctor", project, "--json").json["findings"]
    assert (finding["kind"], finding["entry"]["line"]) == ("chain", 2)
    assert run("doctor", project, "--repair").status == 0
    assert run("history", project, "-n", "1", "--json").json[0]["coder"] == "KG"


def forged(line: bytes) -> bytes:
    """The line with another coder, and the checksum that it should have."""
    body = line[len(b'{"sum":"00000000:00000000","entry":') : -2].replace(b'"coder":"KG"', b'"coder":"XX"')
    return b'{"sum":"%08x:%08x","entry":%s}\n' % (len(body), zlib.crc32(body), body)


def test_undo_and_redo(project: Path, run: Run) -> None:
    assert run("undo", project, "-n", 2, "--json").json["undo"][0].startswith("wrote a memo")
    assert len(run("find", project, "Pride", "--json").json) == 1
    assert run("redo", project, "-n", 9).status == 0
    assert len(run("find", project, "Pride", "--json").json) == 2
    nothing = run("redo", project)
    assert nothing.status == 1
    assert "Nothing to redo" in nothing.err


def test_a_writing_verb_is_one_change_by_its_coder(project: Path, run: Run) -> None:
    before = len(run("history", project, "--json").json)
    run("code", project, "P01", "--quote", "nothing", "New/One", "Two", "--create", "--coder", "IH")
    rows = run("history", project, "--json").json
    assert len(rows) == before + 1
    assert rows[0]["coder"] == "IH"
    assert run("undo", project, "--yes").status == 0
    assert "Two" not in code_paths(run, project)

"""`coder pseudonyms`: candidates, decide, list, reveal. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.store import cipher
from tests.cli.conftest import Run

FIRST = "SYNTHETIC\n\nI: Hvem ringte?\n\nP: Kari Nesvold ringte meg, fra Skoglia sykehus. Nummeret var 91 34 56 78.\n"
SECOND = "SYNTHETIC\n\nI: Hvem?\n\nP: Kari Nesvold igjen. Karis bror Torbjørn.\n"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "calibrated", lambda: cipher.Cost(1, 8192))


@pytest.fixture
def study(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "study"
    assert run("new", folder, "--name", "study", "--language", "nb").status == 0
    for name, text in (("P01_baseline", FIRST), ("P01_followup", SECOND)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        assert run("import", folder, tmp_path / f"{name}.txt", "--language", "nb").status == 0
    (tmp_path / "passphrase").write_text("blåbær\n", encoding="utf-8")
    return folder


@pytest.fixture
def key(tmp_path: Path) -> list[object]:
    return ["--key-file", tmp_path / "keys", "--passphrase-file", tmp_path / "passphrase"]


def test_decisions_are_made_listed_and_revealed(study: Path, tmp_path: Path, run: Run, key: list[object]) -> None:
    result = run("pseudonyms", "decide", study, "Kari Nesvold", "--replace", *key, "--json")
    assert result.json == [{"kind": "name", "decision": "replace", "replacement": "[woman 1]"}]
    assert run("pseudonyms", "decide", study, "Torbjørn", "--keep").status == 0
    assert run("pseudonyms", "decide", study, "--kind", "phone", "--replace", *key).status == 0
    listed = run("pseudonyms", "list", study, *key, "--json").json
    assert [(row["replacement"], row["state"]) for row in listed["pseudonyms"]] == [
        ("[phone number]", "to apply"),
        ("[woman 1]", "to apply"),
    ]
    assert (listed["keep"], listed["later"]) == (1, 0)
    assert "Nesvold" not in run("pseudonyms", "list", study, *key).out
    assert "Kari Nesvold · Karis" in run("pseudonyms", "reveal", study, "[woman 1]", *key).out
    left = run("pseudonyms", "candidates", study, "--undecided", "--certain", *key, "--json").json
    assert [row["original"] for row in left] == ["Skoglia sykehus"]
    history = (study / "history.jsonl").read_text(encoding="utf-8").splitlines()
    decided = [line for line in history if "pseudonym" in line]
    assert decided
    assert not any("Torbj" in line or "Nesvold" in line for line in decided)
    (tmp_path / "passphrase").write_text("other\n", encoding="utf-8")
    wrong = run("pseudonyms", "reveal", study, *key)
    assert wrong.status == 1
    assert "cannot be opened" in wrong.err


def test_candidates_of_a_new_interview(study: Path, run: Run, key: list[object]) -> None:
    assert run("pseudonyms", "decide", study, "Kari Nesvold", "--with", "[sister]", *key).status == 0
    rows = run("pseudonyms", "candidates", study, "--source", "P01_followup", "--certain", *key, "--json").json
    assert [(row["original"], row["proposal"], row["decision"]) for row in rows] == [
        ("Kari Nesvold", "[sister]", "replace"),
        ("Torbjørn", "[relative 1]", ""),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--keep"],
        ["Torbjørn"],
        ["Torbjørn", "--replace"],
        ["Torbjørn", "--kind", "name", "--keep"],
        ["Torbjørn", "--keep", "--later"],
        ["--kind", "phone", "--with", "x", "--key-file", "keys"],
    ],
)
def test_wrong_usage_of_decide(study: Path, run: Run, arguments: list[str]) -> None:
    assert run("pseudonyms", "decide", study, *arguments).status == 2


def test_words_that_only_a_memo_has_can_be_kept(study: Path, run: Run) -> None:
    assert run("memo", study, "--text", "SYNTHETIC: asked Gro Tveita about it").status == 0
    assert run("pseudonyms", "decide", study, "Gro Tveita", "--keep").out == "1 candidate kept.\n"
    assert run("pseudonyms", "decide", study, "Gro Tveita", "--withdraw").status == 0


def test_unknown_words_places_and_kinds_are_refused(study: Path, run: Run, key: list[object]) -> None:
    assert "is not in the transcripts" in run("pseudonyms", "decide", study, "Nobody", "--keep").err
    assert (
        "It occurs at: P01_followup:" in run("pseudonyms", "decide", study, "Torbjørn", "--keep", "--at", "P:1").err
    )
    assert "Known: e-mail" in run("pseudonyms", "decide", study, "--kind", "fax", "--keep").err
    assert "no key file" in run("pseudonyms", "reveal", study, *key).err
    inside = run("pseudonyms", "decide", study, "Torbjørn", "--replace", "--key-file", study / "keys")
    assert "cannot be in the project's folder" in inside.err


def test_apply_replaces_and_erases_the_originals(study: Path, run: Run, key: list[object]) -> None:
    assert run("code", study, "P01_followup", "--quote", "Kari Nesvold igjen.", "Call", "--create").status == 0
    assert run("backups", "list", study).status == 0
    for words in ("Kari Nesvold", "Torbjørn", "91 34 56 78"):
        assert run("pseudonyms", "decide", study, words, "--replace", *key).status == 0
    preview = run("pseudonyms", "apply", study, *key, "--dry-run", "--json").json
    assert (preview["passages"], preview["units"], preview["applied"]) == (5, 1, False)
    refused = run("pseudonyms", "apply", study, *key)
    assert refused.status == 1
    assert "undo ends there" in refused.err
    result = run("pseudonyms", "apply", study, *key, "--yes", "--json")
    assert result.json["applied"] is True
    shown = run("show", study, "P01_followup", "--json").json
    assert "P: [woman 1] igjen. [woman 1]s bror [relative 1]." in shown["text"]
    assert [segment["codes"] for segment in shown["segments"]] == [["Call"]]
    assert shown["text"][shown["segments"][0]["start"] : shown["segments"][0]["end"]] == "[woman 1] igjen."
    for path in study.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert b"Nesvold" not in data, path
        assert "Torbjørn".encode() not in data, path
    assert run("doctor", study).status == 0
    assert run("undo", study).status == 1
    listed = run("pseudonyms", "list", study, "--json").json["pseudonyms"]
    assert [(row["replacement"], row["times"]) for row in listed] == [
        ("[relative 1]", 1),
        ("[woman 1]", 3),
    ]
    again = run("pseudonyms", "apply", study, *key, "--yes")
    assert "nothing to replace" in again.err

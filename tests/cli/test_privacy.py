"""`coder pseudonyms candidates` and `coder scan`. All text SYNTHETIC."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Run
from tests.test_imports import DRAWS, loaded_by

TALK = """SYNTHETIC

I: Hvem ringte?

P: Kari Nesvold ringte meg, fra Skoglia sykehus. Nummeret var 91 34 56 78, den 12. mars 2019.
"""
PLAIN = "SYNTHETIC\n\nI: hvem ringte?\n\nP: jeg vet ikke, men det var en kollega som ringte.\n"


@pytest.fixture
def study(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "study"
    talk = tmp_path / "P01_baseline.txt"
    talk.write_text(TALK, encoding="utf-8")
    assert run("new", folder, "--name", "study", "--language", "nb").status == 0
    assert run("import", folder, talk, "--language", "nb").status == 0
    return folder


def kinds(findings: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(finding["kind"], finding["text"]) for finding in findings}


def test_candidates_are_listed_with_proposals(study: Path, run: Run) -> None:
    rows = run("pseudonyms", "candidates", study, "--certain", "--json").json
    assert {(row["kind"], row["original"], row["proposal"]) for row in rows} == {
        ("name", "Kari Nesvold", "[woman 1]"),
        ("institution", "Skoglia sykehus", "[hospital A]"),
        ("phone", "91 34 56 78", "[phone number]"),
        ("date", "12. mars 2019", "[date]"),
    }
    (item,) = next(row for row in rows if row["kind"] == "phone")["occurrences"]
    assert item["source"] == "P01_baseline"
    assert TALK[item["start"] : item["end"]] == item["text"] == "91 34 56 78"
    assert "Kari Nesvold" in run("pseudonyms", "candidates", study).out


def test_a_list_adds_names(study: Path, tmp_path: Path, run: Run) -> None:
    staff = tmp_path / "staff.txt"
    staff.write_text("kollega\nNes Vold\nHvem\n", encoding="utf-8")
    rows = run("pseudonyms", "candidates", study, "--list", staff, "--json").json
    assert [row["original"] for row in rows if row["reason"] == "on your list"] == ["Hvem"]
    missing = run("pseudonyms", "candidates", study, "--list", tmp_path / "none.txt")
    assert missing.status == 1
    assert "none.txt cannot be opened" in missing.err


def test_a_scan_of_a_project_names_places_and_reasons(study: Path, run: Run) -> None:
    assert run("memo", study, "P01", "--text", "Ring Torbjørn på jobb.").status == 0
    assert run("codes", "add", study, "Skam/Brev fra Lübeck").status == 0
    assert run("participants", "describe", study, "P01", "--attribute", "town=Hammerfest").status == 0
    result = run("scan", study, "--json")
    assert result.status == 1
    assert result.json["ok"] is False
    found = {(row["kind"], row["where"].partition(" ")[0], row["text"]) for row in result.json["findings"]}
    assert found >= {
        ("name", "P01_baseline", "Kari Nesvold"),
        ("name", "memo", "Torbjørn"),
        ("place", "code", "Lübeck"),
        ("place", "participant", "Hammerfest"),
    }
    assert all(row["detail"] for row in result.json["findings"])
    assert "Kari Nesvold" in run("scan", study).out


def test_a_scan_finds_what_a_correction_left_in_an_earlier_revision(study: Path, tmp_path: Path, run: Run) -> None:
    corrected = tmp_path / "corrected.txt"
    corrected.write_text(TALK.replace("Kari Nesvold", "[woman 1]"), encoding="utf-8")
    assert run("source", "correct", study, "P01", corrected).status == 0
    places = [row["where"] for row in run("scan", study, "--json").json["findings"] if row["text"] == "Kari Nesvold"]
    assert places
    assert all(place.startswith("P01_baseline, revision 1") for place in places)


def test_a_scan_of_files_names_the_file_and_the_line(tmp_path: Path, run: Run) -> None:
    talk, plain = tmp_path / "talk.txt", tmp_path / "plain.md"
    talk.write_text(TALK, encoding="utf-8")
    plain.write_text(PLAIN, encoding="utf-8")
    result = run("scan", talk, "--json")
    assert result.status == 1
    assert {"kind": "phone", "where": "text, line 5", "text": "91 34 56 78"}.items() <= next(
        row for row in result.json["findings"] if row["kind"] == "phone"
    ).items()
    both = run("scan", plain, talk, "--json")
    assert {row["where"].partition(":")[0] for row in both.json["findings"]} == {"talk.txt"}
    clean = run("scan", plain, "--json")
    assert (clean.status, clean.json) == (0, {"ok": True, "findings": [], "unread": []})
    assert "not every one" in run("scan", plain).out


def test_publication_finds_what_is_uncertain_and_rare(study: Path, run: Run) -> None:
    for name, specialty in (("P01", "surgery"), ("P02", "medicine"), ("P03", "medicine")):
        assert name == "P01" or run("participants", "add", study, name).status == 0
        assert run("participants", "describe", study, name, "--attribute", f"specialty={specialty}").status == 0
    usual = kinds(run("scan", study, "--json").json["findings"])
    strict = kinds(run("scan", study, "--publication", "--json").json["findings"])
    assert usual < strict
    assert ("attribute", "surgery") in strict - usual
    assert ("attribute", "medicine") not in strict


def test_scan_refuses_what_it_cannot_read(tmp_path: Path, run: Run) -> None:
    result = run("scan", tmp_path / "none.docx")
    assert result.status == 1
    assert "none.docx cannot be opened" in result.err
    assert run("scan").status == 2


def test_a_file_that_cannot_be_read_does_not_end_the_scan(tmp_path: Path, run: Run) -> None:
    bad, talk, plain = tmp_path / "bad.docx", tmp_path / "talk.txt", tmp_path / "plain.txt"
    bad.write_bytes(b"SYNTHETIC: no document")
    talk.write_text(TALK, encoding="utf-8")
    plain.write_text(PLAIN, encoding="utf-8")
    result = run("scan", bad, talk, "--json")
    assert (result.status, result.json["ok"]) == (1, False)
    assert ("phone", "91 34 56 78") in kinds(result.json["findings"])
    assert [row["where"] for row in result.json["unread"]] == ["bad.docx"]
    alone = run("scan", plain, bad)
    assert alone.status == 1
    assert "bad.docx" in alone.err
    assert "not every one" not in alone.out


def test_what_a_scan_does_not_read_is_named(tmp_path: Path, run: Run) -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    clean = tmp_path / "clean.docx"
    clean.write_bytes(stream.getvalue())
    before = run("scan", clean, "--json").json["findings"]
    with zipfile.ZipFile(clean, "a") as archive:
        archive.writestr("word/embeddings/sheet.xlsx", b"SYNTHETIC: no workbook")
    result = run("scan", clean, "--json")
    assert (result.status, result.json["ok"], result.json["findings"]) == (1, False, before)
    assert result.json["unread"] == [{"where": "clean.docx", "detail": "1 picture or embedded file: not searched"}]


def test_scan_changes_nothing_and_runs_read_only(study: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    assert run("scan", study, "--read-only").status == 1
    assert {path: path.read_bytes() for path in study.rglob("*") if path.is_file()} == before


def test_the_libraries_are_loaded_only_when_they_are_used(study: Path) -> None:
    assert not loaded_by("codes", str(study)) & {*DRAWS, "phonenumbers", "stdnum", "rapidfuzz"}
    loaded = loaded_by("pseudonyms", "candidates", str(study))
    assert "phonenumbers" in loaded
    assert not loaded & DRAWS

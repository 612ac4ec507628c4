"""`coder export` and `report`."""

from __future__ import annotations

import codecs
import json
import shlex
import shutil
from contextlib import closing
from pathlib import Path

import docx
import pytest

from coder.exchange.registry import SEGMENTS, writers
from coder.exports import export_named
from coder.privacy import outgoing
from coder.project import Project, read_project
from tests.cli.conftest import SHAMED, Run
from tests.exchange.office import is_office, words_of

SAMPLE = Path(__file__).parents[2] / "sample_project"


KINDS = ("results", "pairs", "coreq")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


@pytest.mark.parametrize("suffix", [form.name for form in writers(SEGMENTS)])
def test_export_formats(project: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"units.{suffix}"
    assert run("export", project, out, "--query", "Shame").status == 0
    written = words_of(out.read_bytes())
    assert SHAMED in written
    others = "" if suffix == "html" else "I am never ill. Never"  # the page shows units in their whole source
    assert not others or others not in written
    if not is_office(out.read_bytes()):
        assert SHAMED in run("export", project, "-", "--format", suffix).out


def test_a_table_in_a_pipe_is_plain(project: Path, run: Run, tmp_path: Path) -> None:
    piped = run("export", project, "-", "--format", "csv").out
    assert piped.startswith("segment,source,")
    assert "\r" not in piped
    out = tmp_path / "units.csv"
    run("export", project, out)
    assert out.read_bytes().startswith(codecs.BOM_UTF8)  # a spreadsheet would not know that it is UTF-8


def test_export_never_overwrites_a_project(project: Path, run: Run) -> None:
    before = (project / "project.json").read_bytes()
    assert run("export", project, project / "project.json").status == 1
    assert (project / "project.json").read_bytes() == before


def test_export_without_a_known_format_is_refused(project: Path, run: Run, tmp_path: Path) -> None:
    assert "Formats: " in run("export", project, tmp_path / "units.odt").err
    assert run("export", project, "-").status == 1
    assert run("export", project, tmp_path / "gone" / "units.csv").status == 1


@pytest.mark.parametrize("suffix", ["md", "html", "json"])
def test_trail_formats(project: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    run("codes", "rename", project, "Shame", "Fear_2", "--reason", "wider <b>")
    run("memo", project, "--text", "private", "--kind", "reflexive")
    run("undo", project, "-n", 2)
    run("redo", project)
    out = tmp_path / f"trail.{suffix}"
    assert run("report", "trail", project, out).status == 0
    text = out.read_text(encoding="utf-8")
    if suffix == "json":
        (step,) = (step for step in json.loads(text) if step["operation"] == "codebook.rename")
        assert step["reason"] == "wider <b>"
        assert step["undone"] is False
        assert json.loads(text)[-1] == step
    else:
        assert "renamed code Shame" in text
        assert "<b>" not in text.replace("\\<b\\>", "")
        assert "memo on the project" not in text


@pytest.mark.parametrize("kind", [*KINDS, "trail"])
@pytest.mark.parametrize("suffix", ["md", "html", "json"])
def test_reports_are_written_into_files(sample: Path, run: Run, tmp_path: Path, kind: str, suffix: str) -> None:
    out = tmp_path / f"report.{suffix}"
    result = run("report", kind, sample, out)
    assert (result.status, "error" in result.err) == (0, False)
    assert str(out) in result.out
    written = out.read_text(encoding="utf-8")
    assert "I like some of them more" not in written  # the title of the private memo
    begins = {"md": "# ", "html": "<!doctype html>", "json": ("{", "[")}[suffix]
    assert written.lower().startswith(begins)
    if suffix == "json":
        json.loads(written)


@pytest.mark.parametrize("kind", [*KINDS, "trail"])
def test_reports_on_standard_output(sample: Path, run: Run, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Project, "now", lambda _: "2026-03-01T12:00:00+00:00")  # both are made at one moment
    assert run("report", kind, sample, "-").out.startswith("# ")
    assert run("report", kind, sample, "-", "--format", "html").out.lower().startswith("<!doctype html>")
    assert (
        run("report", kind, sample, "-", "--json").json == run("report", kind, sample, "-", "--format", "json").json
    )


@pytest.mark.parametrize("kind", [*KINDS, "trail"])
def test_reports_as_word_files(sample: Path, run: Run, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "report.docx"
    assert run("report", kind, sample, out).status == 0
    file = docx.Document(str(out))
    words = "\n".join(line.text for line in file.paragraphs)
    assert words.startswith({"trail": "Decision trail", "coreq": "COREQ"}.get(kind, kind.capitalize()))
    assert "I like some of them more" not in words
    if kind == "trail":
        acts = run("report", "trail", sample, "-", "--json").json
        assert sum(len(table.rows) - 1 for table in file.tables) == len(acts)
        assert {row["id"] for row in acts} <= {row["id"] for row in run("history", sample, "--json").json}


def test_json_names_the_written_file(sample: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "pairs.txt"
    result = run("report", "pairs", sample, out, "--format", "md", "--json").json
    assert result == {"file": str(out), "format": "md", "findings": result["findings"]}
    assert out.read_text(encoding="utf-8").startswith("# Pairs")


@pytest.mark.parametrize("kind", KINDS)
def test_publication_renumbers_participants(
    sample: Path, run: Run, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing.Kept, "words", lambda self, words: True)
    result = run("report", kind, sample, "-", "--publication")
    assert "renumbered" in result.out
    assert "Memo" not in result.out


@pytest.mark.parametrize("kind", KINDS)
def test_publication_is_refused_until_each_finding_is_decided(
    sample: Path, run: Run, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "report.docx"
    refused = run("report", kind, sample, out, "--publication")
    assert refused.status == 1
    assert "may identify somebody" in refused.err
    assert "Tern House (place" in refused.err
    assert not out.exists()
    written = run("report", kind, sample, out, "--json").json
    found = run("scan", out, "--study", sample, "--json").json["findings"]
    assert written["findings"] == len(found) > 0


def test_note_names_the_number_of_findings_and_the_command_that_lists_them(
    sample: Path, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "gold units.md"
    note = run("export", sample, out, "--what", "gold").err
    assert "places may identify somebody" in note
    words = shlex.split(note.partition("coder ")[2])
    listed = run(*words)
    assert listed.status == 1
    assert f"{note.split(': ')[2].split()[0]} findings" in listed.out


def test_coreq_uses_answers_of_a_file(sample: Path, run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('10 = "Everybody who came."\n', encoding="utf-8")
    assert "Everybody who came." in run("report", "coreq", sample, "-", "--answers", answers).out
    answers.write_text('sampling = "Everybody who came."\n', encoding="utf-8")
    refused = run("report", "coreq", sample, "-", "--answers", answers)
    assert (refused.status, refused.out) == (1, "")
    assert "Unknown item" in refused.err
    missing = run("report", "coreq", sample, "-", "--answers", tmp_path / "none.toml")
    assert missing.status == 1
    assert "cannot be opened" in missing.err


@pytest.mark.parametrize("kind", [*KINDS, "trail"])
def test_invalid_files_are_refused(sample: Path, run: Run, tmp_path: Path, kind: str) -> None:
    for out in (tmp_path / "a.odt", tmp_path / "a", tmp_path / "none" / "a.md"):
        result = run("report", kind, sample, out)
        assert result.status == 1
        assert "error:" in result.err
    before = (sample / "project.json").read_bytes()
    assert run("report", kind, sample, sample / "project.json").status == 1
    assert (sample / "project.json").read_bytes() == before


def test_report_help_lists_the_kinds(run: Run) -> None:
    help_result = run("report", "--help")
    assert help_result.status == 0
    assert all(f"coder report {kind}" in help_result.out for kind in (*KINDS, "trail"))
    assert "examples:" in help_result.out
    for kind in KINDS:
        assert "examples:" in run("report", kind, "--help").out
    assert run("help", "reports").out.startswith("# Reports")
    assert run("report", "poem").status == 2


def test_existing_file_is_replaced_only_with_force(project: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "units.md"
    out.write_text("mine")
    refused = run("export", project, out, "--json")
    assert refused.status == 1
    assert "--force" in refused.json["error"]["hint"]
    assert out.read_text() == "mine"
    assert run("export", project, out, "--force").status == 0
    assert out.read_text().startswith("# ")
    assert run("report", "results", project, out).status == 1
    assert run("memos", "export", project, out).status == 1


@pytest.mark.parametrize("what", ["codebook", "register", "matrix", "changes-cross", "framework", "portrait"])
def test_command_writes_what_the_menu_writes(
    sample: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(Project, "now", lambda _: "2026-03-01T12:00:00+00:00")
    export = export_named(what)
    with closing(read_project(sample)) as project:
        id, name = export.choice.options(project)[0] if export.choice else ("", "")
        out = tmp_path / "file.csv"
        result = run("export", sample, out, "--what", what, *(["--of", name] if name else []))
        assert (result.status, "error" in result.err) == (0, False)
        assert out.read_bytes() == export.render(project, out.name, id=id)


def test_commands_refuse_what_does_not_go_together(run: Run, sample: Path, tmp_path: Path) -> None:
    refused = (
        ("--what", "participants", "--publication"),
        ("--what", "framework", "--of", "Levels", "--publication"),
        ("--what", "codebook", "--query", "Shame"),
        ("--what", "portrait"),
        ("--what", "growth", "--of", "P01_b"),
        ("--what", "nothing"),
    )
    results = [run("export", sample, tmp_path / "out.csv", *words) for words in refused]
    assert [result.status for result in results] == [1] * len(refused)
    assert all("hint:" in result.err or "error:" in result.err for result in results)
    assert not (tmp_path / "out.csv").exists()


def test_query_within_gold_quotations(run: Run, sample: Path, tmp_path: Path) -> None:
    everything = run("export", sample, "-", "--format", "json", "--what", "gold").json
    some = run("export", sample, "-", "--format", "json", "--what", "gold", "--query", "wave:baseline").json
    assert 0 < len(some["segments"]) < len(everything["segments"])

"""`coder codes`. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, code_paths


def history(run: Run, project: Path) -> list[dict[str, str]]:
    return list(run("history", project, "--json").json)


def test_split_by_segment_and_by_query(project: Path, run: Run) -> None:
    unit = next(row for row in run("find", project, "Pride", "--json").json if row["text"] == "the shame of it")
    result = run(
        "codes", "split", project, "Pride", "Feigned", unit["segment"][:8], "--reason", "two things", "--json"
    )
    assert (result.json["path"], result.json["moved"], result.json["from"]) == ("Before/Feigned", 1, "Before/Pride")
    assert history(run, project)[0]["reason"] == "two things"
    assert [row["text"] for row in run("find", project, "Feigned", "--json").json] == ["the shame of it"]
    assert run("codes", "split", project, "Pride", "Shame", "--query", "text:never").status == 0
    assert run("find", project, "Pride", "--json").json == []
    assert run("codes", "split", project, "Pride", "Shame", "--query", "text:never").status == 1
    assert run("codes", "split", project, "Pride", "Shame", unit["segment"]).status == 1
    assert run("codes", "split", project, "Pride", "Shame").status == 2
    run("undo", project, "-n", "2")
    assert len(run("find", project, "Pride", "--json").json) == 2
    assert "Before/Feigned" not in code_paths(run, project)


def test_archived_codes_are_listed_on_request_only(project: Path, run: Run) -> None:
    assert run("codes", "archive", project, "Pride", "Shame", "--json").json["codes"] == 2
    assert "Pride" not in run("codes", project).out
    assert "Pride" in run("codes", project, "--archived").out
    assert {row["archived"] for row in run("codes", project, "--json").json} == {True, False}
    assert len(run("find", project, "Pride", "--json").json) == 2
    assert run("codes", "unarchive", project, "Pride").status == 0
    assert "Pride" in run("codes", project).out


def test_examples_are_linked_listed_and_removed(project: Path, run: Run) -> None:
    unit = run("find", project, "Shame", "--json").json[0]["segment"]
    assert run("codes", "example", project, "Shame", unit, "--json").json["examples"][0]["text"] == "the shame of it"
    assert "the shame of it" in run("codes", "example", project, "Shame").out
    assert run("codes", "example", project, "Shame", unit, "--remove").status == 0
    assert "no examples" in run("codes", "example", project, "Shame").out
    assert run("codes", "example", project, "Shame", unit, "--remove").status == 1


def test_a_project_can_require_reasons(project: Path, run: Run) -> None:
    run("codes", "add", project, "Before/Fear")
    assert run("codes", "reasons", project, "on", "--json").json == {"reasons": True}
    acts = {
        "rename": ["Fear", "Dread"],
        "move": ["Fear", "/"],
        "merge": ["Fear", "Shame"],
        "split": ["Pride", "Shame", "--query", "text:never"],
        "archive": ["Fear"],
        "delete": ["Fear"],
    }
    before = history(run, project)
    for verb, words in acts.items():
        refused = run("codes", verb, project, *words)
        assert refused.status == 1, verb
        assert "reason is required" in refused.err
        assert run("codes", verb, project, *words, "--reason", " ").status == 1
        assert history(run, project) == before
        assert run("codes", verb, project, *words, "--reason", f"why {verb}").status == 0, verb
        assert history(run, project)[0]["reason"] == f"why {verb}"
        run("undo", project)
        before = history(run, project)
    assert run("codes", "move", project, "Fear", "Before", "--place", "1").status == 0
    run("codes", "reasons", project, "off")
    assert run("codes", "delete", project, "Fear").status == 0


@pytest.mark.parametrize("suffix", [".csv", ".md"])
def test_an_exported_codebook_can_be_imported(project: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    run("codes", "define", project, "Shame", "=Afraid", "--include", "- blushing\n# more", "--alias", "a;b")
    out = tmp_path / f"codebook{suffix}"
    assert run("codes", "export", project, out).status == 0
    same = run("codes", "import", project, out, "--json").json
    assert (same["changes"], same["applied"], same["steps"]) == (0, False, [])
    new = tmp_path / "new"
    run("new", new)
    assert run("codes", "import", new, out).status == 0
    current, target = (run("codes", row, "--json").json for row in (project, new))
    for row in (*current, *target):
        for count in ("codings", "segments", "sources"):
            row.pop(count)
    assert current == target
    run("undo", new)
    assert code_paths(run, new) == []


def test_export_to_standard_output_has_no_bom(run: Run, project: Path, tmp_path: Path) -> None:
    for name in ("csv", "md"):
        out = tmp_path / f"codebook.{name}"
        run("codes", "export", project, out)
        result = run("codes", "export", project, "-", "--format", name)
        assert result.status == 0
        assert result.out == out.read_text("utf-8-sig")
    assert run("codes", "export", project, "-").out == run("codes", "export", project, "-", "--format", "csv").out
    assert run("codes", "export", project, tmp_path / "a.csv", "--format", "odt").status == 1


def test_import_lists_differences_and_deletes_nothing(project: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_text("name;parent;description\nEmbarrassment;Feelings;Red in the face\n", encoding="utf-8")
    run("codes", "rename", project, "Shame", "Embarrassment")
    run("codes", "rename", project, "Embarrassment", "Shame")
    tried = run("codes", "import", project, file, "--dry-run", "--json").json
    kinds = {step["kind"]: step["path"] for step in tried["steps"]}
    assert kinds == {
        "added": "Feelings",
        "renamed": "Feelings/Embarrassment",
        "moved": "Feelings/Embarrassment",
        "redefined": "Feelings/Embarrassment",
        "missing": "Before/Pride",
    }
    assert not tried["applied"]
    run("codes", "reasons", project, "on")
    assert run("codes", "import", project, file).status == 1
    assert "renamed" in run("codes", "import", project, file, "--reason", "agreed").out
    assert set(code_paths(run, project)) == {"Before", "Before/Pride", "Feelings", "Feelings/Embarrassment"}
    assert history(run, project)[0]["reason"] == "agreed"
    run("undo", project)
    assert set(code_paths(run, project)) == {"Before", "Before/Pride", "Before/Shame"}


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("b.csv", b"name,parent\nA,B\nB,A\n", "inside itself"),
        ("b.csv", b"name,parent\nA,A\n", "inside itself"),
        ("b.csv", b"path\nA\na\n", "b.csv, line 3, and b.csv, line 2"),
        ("b.csv", b"path,id\nA,1\nB,1\n", "line 3"),
        ("b.csv", b"path\n A/ /C\n", "line 2"),
        ("b.csv", b'path,definition\n"",x\n', "no name"),
        ("b.csv", b"definition\nx\n", "column is missing"),
        ("b.csv", b"path,path\nx,y\n", "occurs twice"),
        ("b.csv", b"path\nA,B\n", "more cells"),
        ("b.csv", b'path\n"A\n', "line 2"),
        ("b.csv", "path\nGroup\nSårbarhet\n".encode("cp1252"), "line 3"),
        ("b.csv", b"path,color\nA,red\n", "colour"),
        ("b.csv", b"path,archived\nA,perhaps\n", "yes or no"),
        ("b.csv", b"", "empty"),
        ("b.csv", b"path\n" + b"x" * 300, "longer than"),
        ("b.md", b"# Nothing here\n", "no codes"),
        ("b.md", b"## A/\n", "line 1"),
        ("b.md", b"## A\n## \xff\n", "line 2"),
        ("b.txt", b"x", ".csv, .md"),
    ],
)
def test_an_invalid_codebook_is_refused(
    project: Path, run: Run, tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    before = history(run, project)
    result = run("codes", "import", project, tmp_path / name)
    assert result.status == 1
    assert message in result.err
    assert "unexpected error" not in result.err
    assert history(run, project) == before


def test_codes_lists_the_tree_with_counts(project: Path, run: Run) -> None:
    rows = run("codes", project, "--json").json
    assert [row["path"] for row in rows] == ["Before", "Before/Shame", "Before/Pride"]
    pride = rows[2]
    assert (pride["codings"], pride["segments"], pride["sources"]) == (2, 2, 1)
    assert pride["parent"] == rows[0]["id"]
    assert {"id", "name", "color", "definition"} <= pride.keys()
    lines = run("codes", project).out.splitlines()
    assert lines[1].split() == ["Before", "0", "3", "0", "0"]
    assert lines[3].split() == ["Pride", "2", "2", "2", "1"]


def test_codes_are_added_renamed_moved_merged_and_deleted(project: Path, run: Run) -> None:
    run("codes", "add", project, "After/Relief", "--color", "#AABBCC", "--definition", "Lighter")
    run("codes", "rename", project, "Relief", "Ease")
    assert code_paths(run, project) == ["Before", "Before/Shame", "Before/Pride", "After", "After/Ease"]
    run("codes", "move", project, "Ease", "Before", "--place", 1)
    assert code_paths(run, project)[:2] == ["Before", "Before/Ease"]
    run("codes", "move", project, "Ease", "/")
    assert code_paths(run, project)[-1] == "Ease"
    assert run("codes", "merge", project, "Shame", "Pride", "--reason", "one").status == 0
    assert "Before/Shame" not in code_paths(run, project)
    assert len(run("find", project, "Pride", "--json").json) == 2
    assert run("codes", "delete", project, "Pride").status == 1
    assert run("codes", "delete", project, "Pride", "--units-to", "Ease").status == 0
    assert len(run("find", project, "Ease", "--json").json) == 2
    assert run("codes", "delete", project, "Ease", "--uncode").status == 0
    assert run("history", project, "--json").json[2]["reason"] == "one"


def test_define_sets_definition_aliases_and_key(project: Path, run: Run) -> None:
    run("codes", "define", project, "Shame", "Fear of eyes", "--include", "blushing", "--alias", "skam", "--key", 3)
    (row,) = (row for row in run("codes", project, "--json").json if row["name"] == "Shame")
    assert (row["definition"], row["include"], row["aliases"], row["quick"]) == (
        "Fear of eyes",
        "blushing",
        ["skam"],
        3,
    )
    assert run("history", project, "-n", 1, "--json").json[0]["label"] == "defined code Before/Shame"
    assert "Fear of eyes" in run("codes", "define", project, "skam").out
    assert run("codes", "define", project, "Shame", "--color", "blue").status == 1

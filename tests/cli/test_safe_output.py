"""No verb sends a control or bidi override of the data to stdout or stderr."""

from __future__ import annotations

import json
import os
import re
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from coder.__main__ import VERBS as MODULES
from coder.cli import help, verb
from tests.cli.conftest import Run

#: SYNTHETIC sequences: clipboard (OSC 52), colour, device control, C1 forms, title, backspace, bidi.
HOSTILE = (
    "x\x1b]52;c;Y29waWVk\x07\x1b[31m\x1bPq\x1b\\\x9b2J\x9d0;t\x9c\x90\x7f\r\x08"
    "\x1b]0;title\x07\u202eevil\u2066\u2028\ufff9"
)
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\u2028\u2029\ufff9-\ufffb]")
#: What names of older projects may hold: C0 controls were always refused.
IN_NAMES = "\x9b2J\x7f\u202e"
NAMES = ("name", "initials", "heading")
#: Fields that are keys, dates or choices, in which free text cannot stand; and texts with their anchors.
CLOSED = {
    *("id", "color", "created", "modified", "imported", "digest", "format", "kind", "about", "target", "coder"),
    *("language", "anchor", "date", "locked", "mark", "outcome", "fate", "status", "verdict", "tag", "parent"),
    *("participant", "wave", "source", "segment", "code", "framework", "level", "theme", "group", "into", "first"),
    *("then", "against", "quote", "before", "after", "form", "item", "when", "text_id", "sentence", "decided_by"),
}


class Field(NamedTuple):
    table: str
    name: str


def poison(project: Path) -> list[Field]:
    """Put the sequences into every free text of every record in the file, as someone else's program could."""
    path = project / "project.json"
    tables = json.loads(path.read_text(encoding="utf-8"))
    fields = []
    for table, rows in tables.items():
        for row in rows.values() if table != "meta" else ():
            for name, value in row.items():
                is_text = table == "memos" or name != "text"
                if isinstance(value, str) and name not in CLOSED and is_text and table not in ("texts", "segments"):
                    row[name] = value + (IN_NAMES if name in NAMES else HOSTILE)
                    fields.append(Field(table, name))
                elif isinstance(value, dict):
                    row[name] = {key + "\x9b": text + HOSTILE for key, text in value.items()}
    path.write_text(json.dumps(tables), encoding="utf-8")
    return fields


def enumerate_verbs() -> list[str]:
    help.as_markdown(MODULES)  # imports every module
    return sorted(verb.VERBS)


@pytest.fixture
def poisoned(panel: Path, run: Run) -> Path:
    for words in (
        ["memo", panel, "Shame", "--text", f"Close to fear {HOSTILE}"],
        ["memo", panel, "--text", f"On the study {HOSTILE}"],
        ["codes", "define", panel, "Shame", f"what {HOSTILE}"],
        ["participants", "describe", panel, "P01", "--note", f"note {HOSTILE}", "--attribute", f"job=nurse{HOSTILE}"],
        ["source", "describe", panel, "P01_baseline", "--interviewer", f"IH{HOSTILE}", "--mode", f"video{HOSTILE}"],
        ["queries", panel, "save", "mine", "Before/Shame"],
    ):
        result = run(*words)
        assert result.status == (1 if "describe" in words and "source" in words else 0), (words, result)
        assert not FORBIDDEN.search(result.out + result.err), (words, result)
    return panel


ARGUMENTS: dict[str, list[list[str]]] = {
    "show": [["P01_baseline"], ["P01_baseline", "--text"], ["P01_baseline", "--codes"]],
    "find": [["Before/Shame"]],
    "search": [["shame"]],
}


@pytest.mark.parametrize("name", enumerate_verbs())
def test_verb_sends_no_control(poisoned: Path, run: Run, tmp_path: Path, name: str) -> None:
    cases = [*ARGUMENTS.get(name, []), [], [HOSTILE], [HOSTILE, HOSTILE], [f"--{HOSTILE}"], ["-"]]
    assert cases
    wrong = [[*name.split(), f"{poisoned}{HOSTILE}", *words] for words in cases]
    for words in [[*name.split(), poisoned, *words] for words in cases if words != ["-"]] + wrong:
        for more in ([], ["--json"]):
            result = run(*words, *more)
            assert not FORBIDDEN.search(result.out + result.err), (words, more, result)


def test_words_that_are_no_verb_are_echoed_with_signs(run: Run) -> None:
    for words in ([HOSTILE], [HOSTILE, "x"], ["--" + HOSTILE], ["help", HOSTILE], ["report", HOSTILE]):
        result = run(*words)
        assert result.status in (1, 2)
        assert not FORBIDDEN.search(result.out + result.err), (words, result)


def test_json_escapes_what_text_shows_as_signs(poisoned: Path, run: Run) -> None:
    result = run("memos", poisoned, "--json")
    assert "\\u001b]52;c" in result.out
    assert "\\u009b" in result.out
    assert "\\u202e" in result.out
    assert any(HOSTILE in row["text"] for row in result.json)


def test_project_of_others_with_such_names_opens_and_sends_none(poisoned: Path, run: Run) -> None:
    fields = poison(poisoned)
    assert {Field("participants", "name"), Field("sources", "name"), Field("waves", "name")} <= set(fields)
    for words in (["sources"], ["codes"], ["participants"], ["coders"], ["memos"], ["history"], ["doctor"]):
        for more in ([], ["--json"]):
            result = run(words[0], poisoned, *words[1:], *more)
            assert result.out
            assert not FORBIDDEN.search(result.out + result.err), (words, result)


#: Verbs that read what a project of others holds → what they are called with.
READING = (["backups", "list"], ["backups", "show"], ["rescue", "list"], ["decisions"], ["memos"], ["history"])


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_newer_verbs_send_no_control(poisoned: Path, run: Run, words: list[str], more: list[str]) -> None:
    poison(poisoned)
    run("backups", "make", poisoned)
    (poisoned / "drafts").mkdir(exist_ok=True)
    (poisoned / "drafts" / f"x{FILE_NAME}.json").write_text(f'{{"text": "SYNTHETIC {HOSTILE}"}}', encoding="utf-8")
    result = run(*words, poisoned, *more)
    assert not FORBIDDEN.search(result.out + result.err), result


@pytest.mark.parametrize("cut", [0, 10, 200], ids=lambda cut: f"{cut} bytes cut")
@pytest.mark.parametrize("more", [[], ["--json"], ["--repair", "--yes"]], ids=" ".join)
def test_findings_of_doctor_hold_no_control(poisoned: Path, run: Run, more: list[str], cut: int) -> None:
    poison(poisoned)
    path = poisoned / "project.json"
    path.write_bytes(path.read_bytes()[: -cut or None] + f"{HOSTILE}\xff".encode("latin-1", "replace"))
    result = run("doctor", poisoned, *more)
    assert result.out + result.err
    assert not FORBIDDEN.search(result.out + result.err), result


#: What a file of somebody else may be called.
FILE_NAME = "a\x1b]0;t\x07\nb\u202ec\x9b2J\udcff" if os.name == "posix" and sys.platform != "darwin" else "a\u202ec"
#: Verbs that name a file in an error or a result → the words before and after it.
WITH_FILES = {
    "import": ("import",),
    "import --dry-run": ("import", "--dry-run"),
    "participants import": ("participants", "import"),
    "codes import": ("codes", "import"),
    "source correct": ("source", "correct"),
    "answers": ("answers",),
    "export": ("export",),
    "report results": ("report", "results"),
    "memos --export": ("memos", "--export"),
    "backups restore": ("backups", "restore"),
}


@pytest.mark.parametrize("suffix", [".docx", ".csv", ".toml", ""])
@pytest.mark.parametrize("name", WITH_FILES)
def test_names_of_files_are_sent_with_signs(poisoned: Path, run: Run, tmp_path: Path, name: str, suffix: str) -> None:
    verb_name, *options = WITH_FILES[name]
    file = tmp_path / f"{FILE_NAME}{suffix}"
    for content in (None, b"", b"\x00\x1b]52;c;YQ==\x07\xff", b"name;definition\nx\x1b[31m;y\n"):
        if content is not None:
            file.write_bytes(content)
        words = [verb_name, *(option for option in options if not option.startswith("-")), poisoned]
        words += ["P01_baseline"] if options == ["correct"] else []
        for more in ([], ["--json"]):
            result = run(*words, *(option for option in options if option.startswith("-")), file, *more)
            assert result.out + result.err, words
            assert not FORBIDDEN.search(result.out + result.err), (words, more, result)


def test_text_keeps_its_offsets(project: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "P09.txt"
    file.write_text("SYNTHETIC\n\nI: \u202bWhat?\u202c \u200fשלום\n\nP: 👩🏽\u200d🚀 Nothing.\n", encoding="utf-8")
    assert run("import", project, file).status == 0
    text = run("show", project, "P09", "--json").json["text"]
    shown = run("show", project, "P09", "--text").out
    assert "\u202b" in text
    assert not FORBIDDEN.search(shown)
    assert len(shown.removesuffix("\n")) in (len(text), len(text.removesuffix("\n")))
    assert shown.index("Nothing") == text.index("Nothing")


@pytest.mark.parametrize("suffix", ["csv", "md", "html", "json", "docx"])
@pytest.mark.parametrize("words", [["export"], ["memos"], ["report", "results"], ["report", "trail"]])
def test_files_hold_no_control(poisoned: Path, run: Run, tmp_path: Path, words: list[str], suffix: str) -> None:
    out = tmp_path / f"out.{suffix}"
    verb_words = [*words, poisoned, out] if words != ["memos"] else ["memos", poisoned, "--export", out]
    if run(*verb_words).status:
        pytest.skip(f"no {suffix} of {' '.join(words)}")
    if suffix == "docx":
        with zipfile.ZipFile(out) as archive:
            text = archive.read("word/document.xml").decode()
    else:
        text = out.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    assert text
    assert not re.search(FORBIDDEN.pattern.replace("\u2028\u2029", ""), text)

"""No written file holds controls, bidi overrides or cells that run as formulas. All SYNTHETIC."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from coder.analysis import history
from coder.errors import UnreadableFile
from coder.exchange import registry
from coder.exchange.csv_table import encode_csv, guard
from coder.model.document import (
    Cell,
    Document,
    Heading,
    Items,
    Note,
    Paragraph,
    Picture,
    PictureRow,
    Quotation,
    Table,
)
from coder.project import Project
from coder.project.operations import codebook, memos, participants
from coder.project.operations.roster import COLUMNS
from coder.project.study import participant_named

HOSTILE = (
    "x\x1b]52;c;YQ==\x07\x9b2J\x90\x7f\x08\x1b]0;t\x07\u202eevil\u2066\u2028\ufff9 مي\u200cخ \u200fש 👩🏽\u200d🚀"
)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]")
KEPT = ("\u200c", "\u200f", "👩🏽\u200d🚀")


@pytest.fixture
def hostile(small_project: Project) -> Project:
    code = next(iter(small_project.codes.values()))
    codebook.define(small_project, code, definition=HOSTILE, include=HOSTILE)
    memos.write(small_project, HOSTILE, title=HOSTILE)
    memos.write(small_project, HOSTILE, about="codes", target=code.id)
    participants.describe(
        small_project, participant_named(small_project, "P01"), attributes={"=cmd": HOSTILE}, note=HOSTILE
    )
    return small_project


def document() -> Document:
    quotation = Quotation(HOSTILE, HOSTILE, "", False)
    blocks = (
        Heading(2, HOSTILE),
        Paragraph(HOSTILE),
        Items((HOSTILE,)),
        Note(HOSTILE, HOSTILE, HOSTILE),
        quotation,
        Table(HOSTILE, (HOSTILE,), ((Cell(HOSTILE, quotation),),)),
    )
    return Document(HOSTILE, HOSTILE, "2026-01-01T00:00:00+00:00", (HOSTILE,), blocks)


def picture() -> Picture:
    return Picture(HOSTILE, (HOSTILE,), (PictureRow(HOSTILE, (1.0,)),))


def rows() -> list[list[str]]:
    return [["heading", HOSTILE], [HOSTILE, "\rx"]]


WRITE: dict[Any, Callable[[Project, Any], list[bytes]]] = {
    registry.SEGMENTS: lambda project, write: [write(project, None)],
    registry.CODEBOOK: lambda project, write: [write(project)],
    registry.PARTICIPANTS: lambda project, write: [write(project, sheet) for sheet in COLUMNS],
    registry.MEMOS: lambda project, write: [write(project, list(project.memos.values()))],
    registry.DOCUMENT: lambda _, write: [write(document())],
    registry.SHEET: lambda _, write: [write(rows())],
    registry.TABLES: lambda _, write: [write(rows, document)],
    registry.FIGURE: lambda _, write: [write(rows, document, picture)],
    registry.PICTURE: lambda _, write: [write(picture())],
    registry.TRAIL: lambda project, write: [write(*history.exported(project))],
}


def texts_of(data: bytes) -> list[str]:
    """The text of a file, or of the parts of an archive."""
    if not data.startswith(b"PK"):
        return [data.decode()]
    archive = zipfile.ZipFile(io.BytesIO(data))
    return [archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))]


def strings_in(value: Any) -> set[str]:
    """All strings of a JSON document."""
    if isinstance(value, str):
        return {value}
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(strings_in, items))


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, form.name) for kind in WRITE for form in registry.writers(kind)],
    ids=lambda value: getattr(value, "name", value),
)
def test_file_holds_no_controls(hostile: Project, kind: Any, name: str) -> None:
    files = WRITE[kind](hostile, registry.writer_for(kind, "", name).write)
    texts = [text for data in files for text in texts_of(data)]
    assert texts
    for text in texts:
        assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
        assert not re.search("\r(?!\n)", text)
    if name == "json":
        assert HOSTILE in strings_in(json.loads(texts[0])) or kind is registry.TRAIL
    elif kind not in (registry.TRAIL, registry.SHEET, registry.FIGURE, registry.PICTURE):
        assert all(any(sign in text for text in texts) for sign in KEPT)


def test_trail_page_forbids_scripts_and_resources(hostile: Project) -> None:
    page = registry.writer_for(registry.TRAIL, "trail.html").write(*history.exported(hostile)).decode()
    assert "default-src 'none'" in page


FORMULAS = [
    "=1+1",
    "+1",
    "-x",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\ufeff=1",
    "\u200b＝1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula_is_guarded(formula: str) -> None:
    assert guard(formula) == f"'{formula}"
    assert guard(f"x{formula}") == f"x{formula}"


def test_participants_header_is_guarded_and_read_back(hostile: Project) -> None:
    data = registry.writer_for(registry.PARTICIPANTS, "p.csv").write(hostile, "participants")
    header = next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert "'=cmd" in header
    _, read = registry.reader_for(registry.PARTICIPANTS, "p.csv").read(data, "p.csv")
    assert any("=cmd" in row.cells for row in read)


@pytest.mark.parametrize("unsafe", ["\x1b[31m", "\x9b", "\u202e", "\u2066"])
def test_codebook_of_others_with_such_a_name_is_refused_with_its_line(unsafe: str) -> None:
    data = encode_csv([["path", "definition"], ["Safe", "x"], [f"Group/Le{unsafe}af", "x"]])
    with pytest.raises(UnreadableFile, match=r"c\.csv, line 3"):
        registry.reader_for(registry.CODEBOOK, "c.csv").read(data, "c.csv")


def test_codebook_of_others_loses_direction_marks_in_names() -> None:
    data = encode_csv([["path"], ["\u200fשלום"]])
    entries = registry.reader_for(registry.CODEBOOK, "c.csv").read(data, "c.csv")
    assert [entry.name for entry in entries] == ["שלום"]

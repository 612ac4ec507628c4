"""Memo exports: all formats, without private memos."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from coder.analysis import history
from coder.errors import CoderError
from coder.exchange.registry import DOCUMENT, SEGMENTS, TRAIL, writers
from coder.exchange.writers import memos as memo_files
from coder.model.document import Note, Quotation
from coder.project import Project
from coder.project.operations import memos
from tests.strategies import new_project, small

SECRET = "Zzyzx alone"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a small study (SYNTHETIC) with private, shared and other memos on all kinds of targets."""
    project = small(new_project(tmp_path / "p"))
    for about in ("codes", "segments", "sources", "participants"):
        for id in list(project.tables[about])[:1]:
            memos.write(project, SECRET, about=about, target=id, kind="reflexive", title=SECRET)
            memos.write(project, f"open on {about}", about=about, target=id)
    memos.write(project, SECRET, kind="reflexive")
    memos.share(project, memos.write(project, "shared diary", kind="reflexive"))
    memos.unshare(project, memos.share(project, memos.write(project, SECRET, kind="reflexive")))
    memos.write(project, "=1+1", title="@risk")
    return project


@pytest.mark.parametrize("form", ["md", "html", "json", "csv"])
def test_each_format_has_all_memos_that_are_not_private(project: Project, form: str) -> None:
    data = memo_files.render(project, project.memos.values(), f"out.{form}").decode()
    for text in ("open on codes", "open on sources", "shared diary"):
        assert text in data
    assert SECRET not in data
    assert "Zzyzx" not in data


def test_format_by_suffix_or_by_name(project: Project) -> None:
    assert memo_files.render(project, (), "-", "CSV").decode("utf-8-sig").startswith("id,kind")
    with pytest.raises(CoderError, match="odt"):
        memo_files.render(project, (), "out.odt")


def test_csv_guards_formulas(project: Project) -> None:
    data = memo_files.render(project, project.memos.values(), "x.csv").decode("utf-8-sig")
    (row,) = [row for row in csv.DictReader(io.StringIO(data)) if row["guarded"]]
    assert (row["text"], row["title"], row["guarded"]) == ("'=1+1", "'@risk", "title text")


def test_document_groups_memos_by_kind(project: Project) -> None:
    document = memo_files.document(project, [memo for memo in project.memos.values() if not memo.private])
    assert [block.text for block in document.blocks if type(block).__name__ == "Heading"] == [
        "Analytic memo",
        "Reflexive journal",
    ]
    assert all(writer.write(document) for writer in writers(DOCUMENT))


def test_no_export_contains_private_memos(project: Project) -> None:
    assert writers(SEGMENTS)
    assert writers(TRAIL)
    for writer in writers(SEGMENTS):
        assert b"Zzyzx" not in writer.write(project, None), writer.name
    for trail_writer in writers(TRAIL):
        assert b"Zzyzx" not in trail_writer.write(*history.exported(project)), trail_writer.name


def test_journal_is_exported_only_for_its_author(project: Project) -> None:
    assert (
        SECRET in memo_files.render(project, project.memos.values(), "mine.md", journal_of=project.initials).decode()
    )
    assert SECRET not in memo_files.render(project, project.memos.values(), "mine.md", journal_of="IH").decode()


@pytest.mark.parametrize("file", ["mine.md", "mine.html", "mine.docx"])
def test_file_with_private_memos_says_so(project: Project, file: str) -> None:
    def exported(journal_of: str | None) -> str:
        data = memo_files.render(project, project.memos.values(), file, journal_of=journal_of)
        if file.endswith(".docx"):
            return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        return data.decode()

    for journal_of, holds in ((None, False), ("IH", False), (project.initials, True)):
        assert ("Private memos are not part of" not in exported(journal_of)) is holds
        assert ("It contains private memos" in exported(journal_of)) is holds


def test_lines_of_a_memo_stay_lines_on_a_page(tmp_path: Path) -> None:
    project = small(new_project(tmp_path / "p"))
    memos.write(project, "SYNTHETIC one\ntwo")
    assert "SYNTHETIC one<br />\ntwo" in memo_files.render(project, project.memos.values(), "out.html").decode()


def test_document_quotes_the_unit_with_its_place_and_names_what_links_name(project: Project) -> None:
    segment, code = next(iter(project.segments.values())), next(iter(project.codes.values()))
    memo = memos.write(project, f"See [[code:{code.name}]].", about="segments", target=segment.id)
    document = memo_files.document(project, [memo])
    quotation, note = document.blocks[1:]
    assert isinstance(quotation, Quotation)
    assert isinstance(note, Note)
    assert quotation.text == segment.quote
    assert "turn " in quotation.reference
    assert quotation.reference in note.head
    assert note.text == f"See **→ code {code.name}**."

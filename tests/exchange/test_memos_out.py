"""Memos into files: every form holds every memo, and none holds a private one; nor does any other export."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from coder.analysis import trail
from coder.errors import CoderError
from coder.exchange import exporting, memos_out
from coder.exchange.documents import FORMS
from coder.project import Project
from coder.project.operations import memos
from tests.strategies import new_project, small

SECRET = "Zzyzx alone"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small study (SYNTHETIC) with private memos, open ones and a shared one, on everything that can carry one."""
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
def test_forms(project: Project, form: str) -> None:
    data = memos_out.render(project, project.memos.values(), f"out.{form}").decode()
    for text in ("open on codes", "open on sources", "shared diary"):
        assert text in data
    assert SECRET not in data
    assert "Zzyzx" not in data


def test_by_suffix_or_by_name(project: Project) -> None:
    assert memos_out.render(project, (), "-", "CSV").decode("utf-8-sig").startswith("id,kind")
    with pytest.raises(CoderError, match="odt"):
        memos_out.render(project, (), "out.odt")


def test_csv_runs_no_formula(project: Project) -> None:
    data = memos_out.render(project, project.memos.values(), "x.csv").decode("utf-8-sig")
    (row,) = [one for one in csv.DictReader(io.StringIO(data)) if one["guarded"]]
    assert (row["text"], row["title"], row["guarded"]) == ("'=1+1", "'@risk", "title text")


def test_by_kind_in_a_document(project: Project) -> None:
    document = memos_out.document(project, [memo for memo in project.memos.values() if not memo.private])
    assert [block.text for block in document.blocks if type(block).__name__ == "Heading"] == [
        "Analytic memo",
        "Reflexive journal",
    ]
    assert all(form.write(document) for form in FORMS)


def test_private_memos_are_in_no_export_at_all(project: Project) -> None:
    for writer in exporting.writers():
        data = exporting.render(project, writer, None)
        assert b"Zzyzx" not in data, writer.name
    for form in trail.FORMS.values():
        assert "Zzyzx" not in form(project, trail.steps(project))


def test_ones_own_journal_is_ones_own(project: Project) -> None:
    assert (
        SECRET in memos_out.render(project, project.memos.values(), "mine.md", journal_of=project.initials).decode()
    )
    assert SECRET not in memos_out.render(project, project.memos.values(), "mine.md", journal_of="IH").decode()


@pytest.mark.parametrize("file", ["mine.md", "mine.html", "mine.docx"])
def test_a_file_with_private_memos_says_so(project: Project, file: str) -> None:
    def told(journal_of: str | None) -> str:
        data = memos_out.render(project, project.memos.values(), file, journal_of=journal_of)
        if file.endswith(".docx"):
            return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        return data.decode()

    for journal_of, holds in ((None, False), ("IH", False), (project.initials, True)):
        assert ("Private memos are not part of" not in told(journal_of)) is holds
        assert ("It holds private memos" in told(journal_of)) is holds

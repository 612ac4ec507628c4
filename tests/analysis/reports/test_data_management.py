"""The data-management sheet: what it says of a project, and what it never says."""

from __future__ import annotations

import pytest

from coder.analysis.reports import data_management
from coder.exports import EXPORTS, export_named
from coder.model.document import Document, Items, Table
from coder.project import Project, encryption, open_project
from coder.project.operations import memos
from coder.store import openings
from coder.store.cipher import Cost


def lines(document: Document) -> list[str]:
    rows = [cell.text for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    return [*rows, *(item for block in document.blocks if isinstance(block, Items) for item in block.items)]


def test_sheet_names_places_coders_and_what_is_missing(small_project: Project) -> None:
    document = data_management.report(small_project)
    text = "\n".join(lines(document))
    assert str(small_project.folder / "history.jsonl") in text
    assert "Not encrypted by the program" in text
    assert "0 backups" in text
    assert text.count(data_management.TO_FILL_IN) >= 6
    (people,) = [block for block in document.blocks if isinstance(block, Table) and block.caption == "Coders"]
    assert [row[0].text for row in people.rows] == sorted(row.initials for row in small_project.coders.values())


def test_sheet_names_what_erasing_does_not_reach(small_project: Project) -> None:
    assert "not of the program" not in "\n".join(lines(data_management.report(small_project)))
    (small_project.folder / ".git").mkdir()
    (small_project.folder / "notes.odt").touch()
    text = "\n".join(lines(data_management.report(small_project)))
    assert "erasing does not reach them" in text
    assert "1 other file, not of the program" in text


def test_sheet_holds_no_words_of_an_interview_or_a_memo(small_project: Project) -> None:
    memos.write(small_project, "SYNTHETIC the surgeon of the island", kind="reflexive")
    text = "\n".join(lines(data_management.report(small_project)))
    source = next(iter(small_project.sources.values()))
    assert small_project.text_of(source).text[:40] not in text
    assert "island" not in text


def test_sheet_says_whose_passphrases_open_an_encrypted_project(small_project: Project) -> None:
    folder = small_project.folder
    small_project.close()
    encryption.encrypt(folder, "correct horse battery", coder="KG", cost=Cost(1, 8192))
    with open_project(folder, "KG") as project:
        text = "\n".join(lines(data_management.report(project)))
    assert "Encrypted at rest" in text
    assert "1 passphrase: KG" in text


def test_sheet_names_files_that_others_can_read(small_project: Project) -> None:
    (small_project.folder / "history.jsonl").chmod(0o644)
    assert "can read: history.jsonl" in "\n".join(lines(data_management.report(small_project)))


def test_sheet_counts_the_log_of_openings(small_project: Project) -> None:
    opening = openings.Opening("2026-01-01T00:00:00+00:00", "KG", "kg", "host", "read", "coder")
    assert openings.append(small_project.folder, opening)
    assert "opened the project: 1 opening." in "\n".join(lines(data_management.report(small_project)))


def test_sheet_is_written_in_every_format_of_reports_and_never_for_publication(small_project: Project) -> None:
    sheet = export_named("data-management")
    assert sheet in EXPORTS
    for form in sheet.formats:
        assert sheet.render(small_project, f"sheet{form.suffixes[0]}")
        assert not sheet.is_for_publication(form)
    with pytest.raises(Exception, match="not for publication"):
        sheet.writer("sheet.docx", publication=True)

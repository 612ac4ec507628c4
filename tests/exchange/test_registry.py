"""The registry: look-ups by suffix and name, adapters, messages, and that listing formats is cheap."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import CoderError, UnreadableFile
from coder.exchange import registry
from coder.exchange.registry import (
    CODEBOOK,
    DOCUMENT,
    FIGURE,
    MEMOS,
    PARTICIPANTS,
    PICTURE,
    SEGMENTS,
    SHEET,
    TABLES,
    TRAIL,
    TRANSCRIPT,
    Kind,
    names,
    reader_for,
    readers,
    suffix_of,
    suffixes,
    writer_for,
    writers,
)

READ = (TRANSCRIPT, CODEBOOK, PARTICIPANTS)
WRITTEN = (SEGMENTS, CODEBOOK, PARTICIPANTS, MEMOS, DOCUMENT, SHEET, TABLES, FIGURE, PICTURE, TRAIL)


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.name)
def test_suffixes_of_readers_are_unique(kind: Kind[object, object]) -> None:
    known = [suffix for reader in readers(kind) for suffix in reader.suffixes]
    assert known
    assert len(known) == len(set(known))


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.name)
def test_writers_are_found_by_suffix_and_name(kind: Kind[object, object]) -> None:
    assert writers(kind)
    for writer in writers(kind):
        assert writer_for(kind, "x", f".{writer.name.upper()}").label == writer.label
        for suffix in writer.suffixes:
            assert writer_for(kind, f"folder/file{suffix.upper()}").name == writer.name


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("file", "format"), [("a.xyz", None), ("a", None), ("a.csv", "xyz"), ("a.csv", "")])
def test_unknown_format_lists_the_formats(kind: Kind[object, object], file: str, format: str | None) -> None:
    with pytest.raises(CoderError, match=f"Cannot write {kind.name}") as refused:
        writer_for(kind, file, format)
    assert refused.value.hint.partition(". ")[0] == f"Formats: {names(writers(kind))}"


def test_unknown_transcript_suffix_lists_the_formats() -> None:
    with pytest.raises(UnreadableFile, match=r"\.xyz files cannot be read as a transcript; formats: .*\.docx"):
        reader_for(TRANSCRIPT, "a.xyz")


def test_adapters_serve_a_kind_with_the_writers_of_another() -> None:
    documents = {writer.name for writer in writers(DOCUMENT)}
    assert documents
    assert {writer.name for writer in writers(MEMOS)} == {*documents, "csv", "xlsx"}
    assert {writer.name for writer in writers(TABLES)} == {*documents, *(writer.name for writer in writers(SHEET))}
    assert {writer.name for writer in writers(TRAIL)} == documents


def test_a_new_document_format_serves_reports_memos_trail_and_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    writers(DOCUMENT)
    monkeypatch.setitem(registry._writers, DOCUMENT, dict(registry._writers[DOCUMENT]))
    registry.writer(DOCUMENT, "xyz", "A new format", ".xyz")(lambda document: document.title.encode())
    for kind in (DOCUMENT, MEMOS, TRAIL, TABLES):
        assert writer_for(kind, "a.xyz").label == "A new format"
        assert ".xyz" in suffixes(writers(kind)).split()


@given(st.text("ab./", max_size=8))
def test_suffix_of_a_hidden_file_is_its_name(name: str) -> None:
    assert suffix_of(f"{name}/.csv") == suffix_of(".csv") == ".csv"


def test_listing_formats_imports_no_heavy_library() -> None:
    heavy = ("docx", "lxml", "pypdfium2", "openpyxl", "markdown_it", "charset_normalizer", "textual")
    code = (
        "import sys; from coder.exchange.registry import TRANSCRIPT, readers;"
        "names = [reader.name for reader in readers(TRANSCRIPT)];"
        f"print(names, [m for m in {heavy} if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    names, _, loaded = shown.strip().rpartition(" ")
    assert "'docx'" in names
    assert loaded == "[]"


def test_unwritable_document_says_what_to_write_instead_and_names_the_reports() -> None:
    with pytest.raises(CoderError) as refused:
        writer_for(registry.SEGMENTS, "units.pdf")
    assert ".docx" in refused.value.detail
    assert "coder report results" in refused.value.hint

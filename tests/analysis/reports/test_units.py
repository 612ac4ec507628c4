"""Coded units for publication. All SYNTHETIC."""

from __future__ import annotations

import re

import pytest

from coder.analysis.reports import units
from coder.exports import export_named
from coder.model.document import Document, Heading, Note, Quotation
from coder.project import Project
from coder.project.operations import memos
from tests.exchange.office import words_of


def quotations(document: Document) -> list[Quotation]:
    return [block for block in document.blocks if isinstance(block, Quotation)]


def test_units_for_publication_are_verbatim_and_renumbered(small_project: Project) -> None:
    memos.write(small_project, "SYNTHETIC thought", about="segments", target=next(iter(small_project.segments)))
    document = units.report(small_project)
    coded = {coding.segment for coding in small_project.codings.values()}
    assert {row.text for row in quotations(document)} == {small_project.segments[id].quote for id in coded}
    assert len(coded) > 0
    names = [source.name for source in small_project.sources.values()]
    assert [row.reference for row in quotations(document) if row.reference in names] == []
    assert not any(isinstance(block, Note) for block in document.blocks)


def test_extract_has_only_its_units_and_their_codes(small_project: Project) -> None:
    segment = small_project.segments[next(iter(small_project.codings.values())).segment]
    document = units.report(small_project, [segment.id])
    assert {row.text for row in quotations(document)} == {segment.quote}
    assert document.remarks[0].startswith("An extract")
    codes = {coding.code for coding in small_project.codings.values() if coding.segment == segment.id}
    assert sum(isinstance(block, Heading) for block in document.blocks) == len(codes)


@pytest.mark.parametrize("suffix", [".docx", ".html", ".json", ".md"])
def test_export_for_publication_names_no_coder(small_project: Project, suffix: str) -> None:
    data = export_named("units").render(small_project, f"units{suffix}", publication=True)
    unit = small_project.segments[next(iter(small_project.codings.values())).segment]
    assert unit.quote.split()[0] in words_of(data)
    assert not re.search(r"coded by|turn \d", words_of(data))

"""References between records: all are declared, found, and repointed."""

from __future__ import annotations

import msgspec
import pytest

from coder.model.codebook import Code
from coder.model.condensation import CodeGroup, Condensate, Sentence, Verdict
from coder.model.framework import LevelCell
from coder.model.schema import CODERS, REFERENCES, TABLES, references, repointed

#: Fields that hold ids and are kept in indexes of their own, or are no references to records.
ELSEWHERE = {
    ("codes", "parent"),
    ("segments", "source"),
    ("codings", "segment"),
    ("codings", "code"),
    ("texts", "source"),
    ("memos", "target"),
}
ID_LIKE = {"source", "participant", "wave", "code", "codes", "group", "segment", "text", "into", "themes", "level"}


def test_listed_fields_exist() -> None:
    assert REFERENCES
    assert CODERS
    for table, listed in REFERENCES.items():
        assert {reference.field for reference in listed} <= set(TABLES[table].__struct_fields__)
        assert {reference.table for reference in listed} <= set(TABLES)
    for table, fields in CODERS.items():
        assert set(fields) <= set(TABLES[table].__struct_fields__)


@pytest.mark.parametrize("table", TABLES)
def test_every_reference_field_is_listed(table: str) -> None:
    listed = {one.field for one in REFERENCES.get(table, ())}
    held = set(TABLES[table].__struct_fields__)
    texts = {("texts", "text"), ("memos", "text"), ("queries", "text"), ("answers", "text")}
    for field in held & ID_LIKE:
        assert field in listed or (table, field) in ELSEWHERE | texts, (table, field)
    assert ("coder" in held) <= ("coder" in CODERS.get(table, ()) or table == "queries")


def test_references_yield_each_id_once_per_field() -> None:
    sentences = (Sentence("a", "One.", ("s1", "s2")), Sentence("b", "Two.", ("s1",)))
    condensate = Condensate(id="c", code="k", sentences=sentences, coder="x")
    assert [(ref.table, id) for ref, id in references("condensates", condensate)] == [
        ("codes", "k"),
        ("segments", "s1"),
        ("segments", "s2"),
    ]


def test_repointed_replaces_and_deduplicates_ids() -> None:
    sentences = (Sentence("a", "One.", ("s1", "s2")), Sentence("b", "Two.", ("s1",)))
    condensate = Condensate(id="c", code="k", sentences=sentences, coder="x")
    changed = repointed("condensates", condensate, "s1", "s2")
    assert isinstance(changed, Condensate)
    assert [sentence.units for sentence in changed.sentences] == [("s2",), ("s2",)]
    without = repointed("condensates", condensate, "s1", None)
    assert isinstance(without, Condensate)
    assert [sentence.units for sentence in without.sentences] == [("s2",), ()]
    assert repointed("condensates", condensate, "elsewhere", None) is condensate


def test_record_is_removed_with_a_required_reference() -> None:
    assert repointed("groups", CodeGroup(id="g", code="k"), "k", None) is None
    verdict = Verdict(id="v", kind="unit", group="g", verdict="faithful", segment="s", against=("t",), coder="x")
    assert repointed("verdicts", verdict, "s", None) is None
    assert repointed("verdicts", verdict, "t", None) == msgspec.structs.replace(verdict, against=())
    cell = LevelCell(id="c", level="l", participant="p", wave="w", cites=("d",), coder="x")
    assert repointed("cells", cell, "d", "e") == msgspec.structs.replace(cell, cites=("e",))
    assert repointed("codes", Code(id="k", name="A"), "s", None) is not None

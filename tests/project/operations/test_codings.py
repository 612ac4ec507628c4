"""Codings: code, uncode, adjust, in vivo. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.errors import Invalid
from coder.project import Project
from coder.project.operations import codings, memos
from coder.project.operations.codings import SourceSpan
from coder.project.study import code_named, source_named
from tests.strategies import FIRST, first_of, state_of


def test_code_all_codes_each_passage_once_and_undoes(small_project: Project) -> None:
    source = source_named(small_project, "P01 baseline")
    codes = [code_named(small_project, "Alone"), code_named(small_project, "A GP")]
    before, undoable = state_of(small_project), small_project.undoable
    long = FIRST.index("Long")
    spans = [
        SourceSpan(source, long, long + 5),
        SourceSpan(source, long + 6, long + 20),
        SourceSpan(source, long, long + 5),
    ]
    done = codings.code_all(small_project, spans, codes, "because")
    assert done == codings.CodedAll(units=2, codings=4, already=0)
    assert small_project.undoable == undoable + 1
    assert next(iter(small_project.history())).reason == "because"
    small_project.undo()
    assert state_of(small_project)[0] == before[0]


def test_code_all_refuses_no_passages_and_invalid_ones(small_project: Project) -> None:
    source, code = source_named(small_project, "P01 baseline"), code_named(small_project, "Alone")
    before = state_of(small_project)
    for spans, codes in (([], [code]), ([SourceSpan(source, 0, 9)], [])):
        with pytest.raises(Invalid):
            codings.code_all(small_project, spans, codes)
    with pytest.raises(Invalid):
        codings.code_all(small_project, [SourceSpan(source, 0, 9), SourceSpan(source, 0, 10**6)], [code])
    assert state_of(small_project) == before


def test_coding_twice_adds_one_coding(small_project: Project) -> None:
    source = source_named(small_project, "P01")
    start = FIRST.index("Long")
    end = FIRST.index("I did not") + 5
    again = codings.code(small_project, source, start - 1, end, [code_named(small_project, "Alone")])
    assert again.new == ()
    assert [code.name for code in again.already] == ["Alone"]


def test_span_never_splits_a_grapheme(small_project: Project) -> None:
    source = source_named(small_project, "P01")
    doctor = FIRST.index("👩")
    for start, end in ((doctor, doctor + 1), (doctor + 2, doctor + 3), (doctor + 1, doctor + 4)):
        done = codings.code(small_project, source, start, end, [code_named(small_project, "Alone")])
        assert done.segment.quote == "👩‍⚕️"
    for start, end in ((-1, 5), (5, 5), (6, 5), (0, 10**6)):
        with pytest.raises(Invalid):
            codings.code(small_project, source, start, end, [code_named(small_project, "Alone")])


def test_uncode_keeps_a_segment_with_a_memo(small_project: Project) -> None:
    memo = first_of(small_project.memos.values())
    assert codings.uncode(small_project, small_project.segments[memo.target]) == 1
    assert memo.target in small_project.segments
    memos.remove(small_project, memo)
    assert memo.target not in small_project.segments


def test_adjust_onto_another_segment_merges_them(small_project: Project) -> None:
    source = source_named(small_project, "P01")
    long, short = small_project.positions(source.id)
    first, second = small_project.segments[long], small_project.segments[short]
    kept = codings.adjust(small_project, first, second.start, second.end)
    assert kept == second
    assert {coding.code for coding in small_project.codings_of(second.id)} == {
        code_named(small_project, "Alone").id,
        code_named(small_project, "A GP").id,
    }
    assert first.id not in small_project.segments


def test_in_vivo_name_has_no_final_stop(small_project: Project) -> None:
    source = next(iter(small_project.sources.values()))
    end = small_project.text_of(source).text.index(".") + 1
    start = small_project.text_of(source).text.rindex(" ", 0, end - 2)
    done = codings.in_vivo(small_project, source, start, end)
    assert done.segment.quote.endswith(".")
    assert not small_project.codes[done.new[0].code].name.endswith(".")


def test_in_vivo_name_is_the_quoted_text(small_project: Project) -> None:
    source = source_named(small_project, "P01")
    start = FIRST.index("first week")
    done = codings.in_vivo(small_project, source, start, start + 10)
    assert code_named(small_project, "first week").id == done.new[0].code
    assert codings.in_vivo(small_project, source, start, start + 10).new == ()

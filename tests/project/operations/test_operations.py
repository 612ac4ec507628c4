"""What a researcher can do, verb by verb: what comes of it, and what is refused."""

from __future__ import annotations

import pytest

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.project import Project
from coder.project.operations import codebook, codings, memos, participants, sources, waves
from coder.project.paths import code_named, path_of, source_named
from tests.strategies import FIRST, first_of, labels, turns_of


def alone(project: Project) -> Code:
    return code_named(project, "Alone")


def test_adding_a_path_makes_its_groups(empty_project: Project) -> None:
    leaf = codebook.add(empty_project, " Group / Sub / Leaf ", definition="D")
    assert path_of(empty_project, leaf) == "Group/Sub/Leaf"
    assert leaf.definition == "D"
    assert {code.color for code in empty_project.codes.values()} == {leaf.color}
    assert codebook.ensure(empty_project, "group/sub/leaf") is leaf
    for wrong in ("Group/Sub/leaf", "a//b", " ", "x" * 201):
        with pytest.raises(Invalid):
            codebook.add(empty_project, wrong)
    assert len(empty_project.codes) == 3


def test_a_renamed_code_is_still_found(small_project: Project) -> None:
    codebook.rename(small_project, alone(small_project), "By oneself", "clearer")
    assert alone(small_project).aliases == ("Alone",)
    assert next(small_project.history()).reason == "clearer"
    codebook.rename(small_project, alone(small_project), "Alone")
    assert alone(small_project).aliases == ("By oneself",)


def test_merging_collapses_what_would_be_there_twice_and_loses_no_memo(small_project: Project) -> None:
    gp = code_named(small_project, "A GP")
    memo = memos.write(small_project, "About it", about="codes", target=gp.id)
    codebook.add(small_project, "Afterwards/A GP/Child")
    codebook.add(small_project, "Before asking/Alone/Child")
    collapsed = codebook.merge(small_project, gp, alone(small_project))
    assert collapsed == 1
    assert len(small_project.codings) == 3
    assert small_project.memos[memo.id].target == alone(small_project).id
    assert [code.name for code in small_project.children(alone(small_project).id)] == ["Child", "Child (2)"]
    assert code_named(small_project, "A GP") == alone(small_project)


def test_deleting_a_code_asks_where_its_units_go(small_project: Project) -> None:
    with pytest.raises(Invalid, match="still has units"):
        codebook.delete(small_project, alone(small_project))
    with pytest.raises(Invalid):
        codebook.delete(small_project, code_named(small_project, "Before asking"), units_to=alone(small_project))
    group = code_named(small_project, "Before asking")
    assert codebook.delete(small_project, group, units_to=code_named(small_project, "A GP")) == 2
    assert len(small_project.codings) == 3
    assert codebook.delete(small_project, code_named(small_project, "Afterwards"), uncode=True) == 3
    assert not small_project.codings
    assert len(small_project.segments) == 1  # the one with a memo
    assert len(small_project.memos) == 1


def test_moving_keeps_the_order_and_refuses_a_circle(small_project: Project) -> None:
    group = code_named(small_project, "Before asking")
    with pytest.raises(Invalid):
        codebook.move(small_project, group, alone(small_project))
    codebook.move(small_project, group, None, 1)
    assert [code.name for code in small_project.children(None)] == ["Afterwards", "Before asking"]
    codebook.move(small_project, alone(small_project), None, 0)
    assert [code.name for code in small_project.children(None)] == ["Alone", "Afterwards", "Before asking"]


def test_a_quick_key_belongs_to_one_code(small_project: Project) -> None:
    codebook.pin(small_project, alone(small_project), 1)
    codebook.pin(small_project, code_named(small_project, "A GP"), 1)
    assert alone(small_project).quick is None


def test_coding_twice_is_coding_once(small_project: Project) -> None:
    source = source_named(small_project, "P01")
    start = FIRST.index("Long")
    end = FIRST.index("I did not") + 5
    again = codings.code(small_project, source, start - 1, end, [alone(small_project)])
    assert again.new == ()
    assert [code.name for code in again.already] == ["Alone"]


def test_span_never_splits_a_grapheme(small_project: Project) -> None:
    source = source_named(small_project, "P01")
    doctor = FIRST.index("👩")
    for start, end in ((doctor, doctor + 1), (doctor + 2, doctor + 3), (doctor + 1, doctor + 4)):
        done = codings.code(small_project, source, start, end, [alone(small_project)])
        assert done.segment.quote == "👩‍⚕️"
    for start, end in ((-1, 5), (5, 5), (6, 5), (0, 10**6)):
        with pytest.raises(Invalid):
            codings.code(small_project, source, start, end, [alone(small_project)])


def test_uncoding_leaves_a_segment_with_a_memo(small_project: Project) -> None:
    memo = first_of(small_project.memos.values())
    assert codings.uncode(small_project, small_project.segments[memo.target]) == 1
    assert memo.target in small_project.segments
    memos.remove(small_project, memo)
    assert memo.target not in small_project.segments


def test_adjusting_onto_another_segment_makes_them_one(small_project: Project) -> None:
    source = source_named(small_project, "P01")
    long, short = small_project.positions(source.id)
    first, second = small_project.segments[long], small_project.segments[short]
    kept = codings.adjust(small_project, first, second.start, second.end)
    assert kept == second
    assert {coding.code for coding in small_project.codings_of(second.id)} == {
        alone(small_project).id,
        code_named(small_project, "A GP").id,
    }
    assert first.id not in small_project.segments


def test_in_vivo_names_end_without_a_full_stop(small_project: Project) -> None:
    source = next(iter(small_project.sources.values()))
    end = small_project.text_of(source).text.index(".") + 1
    start = small_project.text_of(source).text.rindex(" ", 0, end - 2)
    done = codings.in_vivo(small_project, source, start, end)
    assert done.segment.quote.endswith(".")
    assert not small_project.codes[done.new[0].code].name.endswith(".")


def test_in_vivo_names_the_code_as_the_text_reads(small_project: Project) -> None:
    source = source_named(small_project, "P01")
    start = FIRST.index("first week")
    done = codings.in_vivo(small_project, source, start, start + 10)
    assert code_named(small_project, "first week").id == done.new[0].code
    assert codings.in_vivo(small_project, source, start, start + 10).new == ()


def test_a_transcript_twice_and_a_name_twice(small_project: Project) -> None:
    with pytest.raises(Invalid, match="already"):
        sources.add(small_project, name="Other", text=FIRST, turns=turns_of(FIRST))
    with pytest.raises(Invalid, match="same name"):
        sources.add(small_project, name="p01 BASELINE", text="SYNTHETIC other", turns=[])
    assert sources.free_name(small_project, "P01 baseline") == "P01 baseline (2)"


def test_removing_a_source_takes_all_that_hangs_on_it(small_project: Project) -> None:
    assert sources.remove(small_project, source_named(small_project, "P02")) == 1
    assert len(small_project.codings) == 3
    assert not small_project.memos
    assert len(small_project.tables["texts"]) == 1
    assert labels(small_project)[0] == "removed P02 follow-up"


def test_participants_and_waves_that_are_used_stay(small_project: Project) -> None:
    with pytest.raises(Invalid, match="cannot be removed"):
        participants.remove(small_project, first_of(small_project.participants.values()))
    with pytest.raises(Invalid, match="cannot be removed"):
        waves.remove(small_project, first_of(small_project.waves.values()))
    assert participants.ensure(small_project, " p01 ") is participants.find(small_project, "P01")


def test_an_empty_memo_is_not_kept(small_project: Project) -> None:
    with pytest.raises(Invalid):
        memos.write(small_project, "  ")
    memo = first_of(small_project.memos.values())
    assert memos.revise(small_project, memo, text=memo.text) is memo
    assert memos.revise(small_project, memo, title="T").modified > memo.modified

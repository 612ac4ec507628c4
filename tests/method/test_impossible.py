"""The operations refuse what the method forbids, and say why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coder.analysis.method.participation import pairs
from coder.errors import CoderError, Invalid
from coder.model.memo import Memo
from coder.model.source import GOLD, Coding, Segment, Source, SourceText
from coder.project import Project, open_project, read_project
from coder.project.interviews import same_wave_interviews, warnings
from coder.project.opening import working_copy
from coder.project.operations import (
    attrition,
    codebook,
    codings,
    corrections,
    frameworks,
    groups,
    levels,
    memos,
    participants,
    sources,
    waves,
)
from coder.project.segments import segment_at
from coder.project.study import code_named, participant_named, source_named
from coder.sample import folder as sample_folder
from coder.sample.acts import unit_named
from tests.strategies import state_of, turns_of

SHAME = "Before asking/Shame"


@pytest.fixture
def study(tmp_path: Path) -> Any:
    """A working copy of the sample study."""
    where = sample_folder()
    assert where is not None
    copy = working_copy(read_project(where), tmp_path / "study", "KG")
    with open_project(copy, "KG") as project:
        yield project


@contextmanager
def refused(project: Project, *phrases: str) -> Iterator[None]:
    """Expect a CoderError that contains all phrases, and records and history as they were before."""
    before, history = state_of(project), len(list(project.history()))
    with pytest.raises(CoderError) as caught:
        yield
    assert caught.value.title
    assert [phrase for phrase in phrases if phrase not in str(caught.value)] == []
    assert state_of(project) == before
    assert len(list(project.history())) == history


def put(project: Project, table: str, record: Any) -> None:
    with project.transaction("test", "tried to put a record") as tx:
        tx.put(table, record)


# A unit without a resolvable anchor


@pytest.mark.parametrize(("start", "end"), [(-5, 3), (10, 10), (20, 10), (0, 10**6), (10**6, 10**6 + 5)])
def test_unit_outside_the_text_is_refused(study: Project, start: int, end: int) -> None:
    with refused(study):
        codings.code(study, source_named(study, "P01_baseline"), start, end, [code_named(study, SHAME)])


def test_unit_of_white_space_is_refused(study: Project) -> None:
    source = source_named(study, "P01_baseline")
    between = study.text_of(source).text.index("\n\n")
    with refused(study):
        codings.code(study, source, between, between + 2, [code_named(study, SHAME)])


@pytest.mark.parametrize(
    "changed",
    [{"start": -1}, {"end": 10**6}, {"revision": 9}, {"source": "nothing"}, {"start": 7, "end": 7}],
    ids=str,
)
def test_unit_cannot_be_adjusted_outside_its_text(study: Project, changed: dict[str, Any]) -> None:
    unit = unit_named(study, "P01_baseline: Under thirty-nine")
    with refused(study):
        put(study, "segments", msgspec.structs.replace(unit, **changed))


def test_text_of_a_unit_cannot_be_removed(study: Project) -> None:
    unit = unit_named(study, "P01_baseline: Under thirty-nine")
    text = study.text_of(study.sources[unit.source])
    with refused(study), study.transaction("test", "removed a text") as tx:
        tx.remove("texts", text.id)


# A gold quotation that is not verbatim in its source


def test_gold_quotation_must_match_its_source(study: Project) -> None:
    unit = unit_named(study, "P01_baseline: Under thirty-nine")
    for words in ("Under thirty-eight", unit.quote + " ", unit.quote.casefold(), ""):
        with refused(study, "quotation differs from the text"):
            put(study, "segments", msgspec.structs.replace(unit, quote=words))


def test_gold_quotations_are_verbatim(study: Project) -> None:
    assert study.codings
    for coding in list(study.codings.values()):
        codings.mark(study, coding, GOLD)
    for coding in study.codings.values():
        unit = study.segments[coding.segment]
        text = study.text_of(study.sources[unit.source])
        assert text.text[unit.start : unit.end] == unit.quote


def test_only_a_unit_can_be_a_gold_quotation(study: Project) -> None:
    condensate = next(iter(study.condensates.values()))
    coder = next(iter(study.coders))
    coding = Coding(
        id=study.new_id(), segment=condensate.id, code=condensate.code, coder=coder, created=study.now(), mark=GOLD
    )
    with refused(study, "segment does not exist"):
        put(study, "codings", coding)


# Deleting a group that still holds units


def test_group_with_units_cannot_be_deleted_without_a_decision(study: Project) -> None:
    assert study.groups
    for group in list(study.groups.values()):
        code = study.codes[group.code]
        with refused(study, "still has units", code.name):
            codebook.delete(study, code)
        for below in study.children(code.id):
            with refused(study, "still has units", below.name):
                codebook.delete(study, below)


def test_units_cannot_be_moved_to_a_deleted_code(study: Project) -> None:
    code = code_named(study, "Before asking")
    with refused(study, "cannot be moved to a deleted code"):
        codebook.delete(study, code, units_to=code_named(study, SHAME))


def test_deleting_a_group_never_loses_its_texts(study: Project) -> None:
    code, into = code_named(study, "Before asking"), code_named(study, "Residual")
    with refused(study, "would be lost", "an analytic text", "a category heading"):
        codebook.delete(study, code, units_to=into)
    with refused(study, "would be lost", "a condensate"):
        codebook.delete(study, code_named(study, SHAME), units_to=into)
    with refused(study, "would be lost"):
        codebook.delete_all(study, [code], units_to=into)
    with refused(study, "would be lost", "an analytic text"):
        groups.unmake(study, groups.named(study, "Before asking"))


def test_code_record_with_units_cannot_be_removed(study: Project) -> None:
    code = code_named(study, "Residual")
    with refused(study, "still has"), study.transaction("test", "removed a code") as tx:
        tx.remove("codes", code.id)


# Losing a memo when its unit is recoded


def _recode(project: Project, unit: Segment) -> None:
    for coding in project.codings_of(unit.id):
        codings.recode(project, coding, code_named(project, "Residual"))


def _move(project: Project, unit: Segment) -> None:
    groups.move(project, [unit.id], code_named(project, "What a doctor ought to be"), code_named(project, SHAME))


def _split(project: Project, unit: Segment) -> None:
    coding = project.codings_of(unit.id)[0]
    codebook.split(project, project.codes[coding.code], [coding], "Set apart")


def _merge(project: Project, unit: Segment) -> None:
    code = project.codes[project.codings_of(unit.id)[0].code]
    codebook.merge(project, code, code_named(project, SHAME))


def _uncode(project: Project, unit: Segment) -> None:
    codings.uncode(project, unit)


def _adjust(project: Project, unit: Segment) -> None:
    codings.adjust(project, unit, unit.start, unit.end - 6)


@pytest.mark.parametrize("recode", [_recode, _move, _split, _merge, _uncode, _adjust])
def test_recoded_unit_keeps_its_memo(study: Project, recode: Callable[..., None]) -> None:
    unit = unit_named(study, "P01_baseline: Under thirty-nine")
    (memo,) = study.memos_on(unit.id)
    before = [(coding.code, coding.mark) for coding in study.codings_of(unit.id)]
    recode(study, unit)
    assert study.memos[memo.id] == memo
    assert study.segments[unit.id].id == memo.target
    study.undo()
    while [(coding.code, coding.mark) for coding in study.codings_of(unit.id)] != before:
        study.undo()
    assert study.memos_on(unit.id) == [memo]


def test_merged_units_keep_both_memos(study: Project) -> None:
    one, other = (unit_named(study, f"P01_baseline: {words}") for words in ("You don't send", "We had a bowel"))
    first = memos.write(study, "SYNTHETIC one", about="segments", target=one.id)
    then = memos.write(study, "SYNTHETIC other", about="segments", target=other.id)
    left = codings.adjust(study, one, other.start, other.end)
    assert left.id == other.id
    assert {memo.id for memo in study.memos_on(other.id)} == {first.id, then.id}


def test_unit_with_a_memo_cannot_be_removed(study: Project) -> None:
    unit = unit_named(study, "P01_baseline: Under thirty-nine")
    with refused(study, "still"), study.transaction("test", "removed a unit") as tx:
        for coding in study.codings_of(unit.id):
            tx.remove("codings", coding.id)
        tx.remove("segments", unit.id)


# A silent shift of units when a transcript is corrected


def test_text_of_a_revision_cannot_change(study: Project) -> None:
    text = study.text_of(source_named(study, "P02_baseline"))
    with refused(study, "quotation differs from the text"):
        put(study, "texts", msgspec.structs.replace(text, text="One word more. " + text.text))
    with refused(study):
        put(study, "texts", SourceText(id=study.new_id(), source=text.source, revision=text.revision, text=text.text))


def test_correction_that_loses_units_requires_a_decision(study: Project) -> None:
    source = source_named(study, "P02_baseline")
    text = study.text_of(source).text
    unit = unit_named(study, "P02_baseline: I sat in the car")
    better = text.replace(unit.quote, "(not to be heard)")
    found = corrections.preview(study, source, better, turns_of(better))
    assert [one.segment.id for one in found.those("lost")] == [unit.id]
    with refused(study, "1 unit would be lost"):
        corrections.apply(study, source, found)
    with refused(study, "cannot be kept"):
        corrections.apply(study, source, found, decisions={unit.id: "keep"})


def test_correction_moves_every_unit_to_its_words(study: Project) -> None:
    source = source_named(study, "P02_baseline")
    text = study.text_of(source).text
    quotes = {id: study.segments[id].quote for id in study.positions(source.id)}
    better = text.replace("I'd moved into the garage.", "I'd moved, as it were, into the garage 👩‍⚕️.", 1)
    assert better != text
    corrected = corrections.apply(study, source, corrections.preview(study, source, better, turns_of(better)))
    assert corrected.revision == source.revision + 1
    kept = study.rules.text_of(source.id, source.revision)
    assert kept is not None
    assert kept.text == text
    for id, quote in quotes.items():
        unit = study.segments[id]
        assert (unit.revision, unit.quote) == (corrected.revision, quote)
        assert better[unit.start : unit.end] == quote


def test_outdated_correction_is_refused(study: Project) -> None:
    source = source_named(study, "P02_baseline")
    better = study.text_of(source).text + "\n"
    found = corrections.preview(study, source, better, turns_of(better))
    unit = unit_named(study, "P02_baseline: I sat in the car")
    codings.adjust(study, unit, unit.start + 2, unit.end)
    with refused(study, "has changed since"):
        corrections.apply(study, source, found)


# What was expected before reading stays as it was


def test_locked_preconception_cannot_be_changed_or_removed(study: Project) -> None:
    locked = [memo for memo in study.memos.values() if memo.locked]
    assert len(locked) == 3
    for memo in locked:
        with refused(study, "Locked on"):
            memos.revise(study, memo, text="I expected just what we found.")
        with refused(study, "Locked on"):
            memos.remove(study, memo)


# Bad input


def _interview(project: Project, name: str, **of: Any) -> Source:
    text = f"SYNTHETIC {name}\nP: Nothing new.\n"
    return sources.add(project, name=name, text=text, turns=turns_of(text), **of)


def test_second_interview_in_a_wave_gives_a_warning_and_one_pair(study: Project) -> None:
    again = _interview(study, "again", participant="P01", wave="baseline", day=5)
    first = source_named(study, "P01_baseline")
    assert same_wave_interviews(study, again) == [first]
    assert any("P01_baseline" in told for told in warnings(study, again))
    assert any("again" in told for told in warnings(study, first))
    names = [study.participants[pair.participant.id].name for pair in pairs(study)]
    assert names == ["P01", "P02", "P03"]


def test_used_wave_cannot_be_removed(study: Project) -> None:
    assert study.waves
    for wave in list(study.waves.values()):
        with refused(study, wave.name, "interview"):
            waves.remove(study, wave)


def test_level_with_cells_cannot_be_removed_without_a_decision(study: Project) -> None:
    for framework in list(study.frameworks.values()):
        with refused(study, "would be lost", "cell"):
            frameworks.remove(study, framework)
    used = [level for level in study.levels.values() if study.referrers(level.id, "cells")]
    assert len(used) >= 6
    for level in used:
        with refused(study, "cell"):
            levels.remove(study, level)


def test_inferred_cell_requires_cited_cells(study: Project) -> None:
    inferred = next(level for level in study.levels.values() if level.inferred)
    cell = next(cell for cell in study.referrers(inferred.id, "cells"))
    with refused(study, "cites"):
        put(study, "cells", msgspec.structs.replace(cell, cites=()))
    with refused(study, "inferred level"):
        put(study, "cells", msgspec.structs.replace(cell, status="evidenced"))


def test_renamed_participant_keeps_all_references(study: Project) -> None:
    person = participant_named(study, "P03")
    used = {table: len(study.referrers(person.id, table)) for table in ("sources", "cells", "change_notes")}
    participants.rename(study, person, "P33")
    now = participant_named(study, "P33")
    assert now.id == person.id
    assert {table: len(study.referrers(now.id, table)) for table in used} == used
    with refused(study):
        participants.rename(study, now, "p01")


def test_withdrawn_participant_is_in_no_pair_and_keeps_data(study: Project) -> None:
    person = participant_named(study, "P03")
    segments, notes = dict(study.segments), dict(study.change_notes)
    entry = attrition.withdraw(study, person, erase=True, reason="SYNTHETIC wish")
    assert entry.outcome == "withdrawn, erase"
    assert "P03" not in {study.participants[pair.participant.id].name for pair in pairs(study)}
    assert (dict(study.segments), dict(study.change_notes)) == (segments, notes)
    with refused(study, "cannot be deleted", "interview"):
        participants.remove(study, person)


def test_participants_with_conflicting_records_cannot_be_merged(study: Project) -> None:
    with refused(study, "cannot be merged yet", "Artefacts", "change note"):
        participants.merge(study, participant_named(study, "P02"), participant_named(study, "P01"))
    with refused(study, "into itself"):
        participants.merge(study, participant_named(study, "P02"), participant_named(study, "P02"))
    merged = participants.merge(study, participant_named(study, "P05"), participant_named(study, "P04"))
    assert {source.name for source in study.referrers(merged.participant.id, "sources")} == {
        "P04_baseline",
        "P05_one-year",
    }
    assert merged.doubles == ()


def test_memo_requires_a_target(study: Project) -> None:
    coder = next(iter(study.coders))
    with refused(study, "the record it is about does not exist"):
        put(
            study, "memos", Memo(id=study.new_id(), about="segments", target="nowhere", text="SYNTHETIC", coder=coder)
        )


def test_every_unit_of_the_sample_matches_its_text(study: Project) -> None:
    for unit in study.segments.values():
        source = study.sources[unit.source]
        assert segment_at(study, source, unit.start, unit.end) == unit
        assert re.search(r"\w", unit.quote)
    with pytest.raises(Invalid):
        study.text_of(msgspec.structs.replace(source_named(study, "P01_baseline"), revision=7))

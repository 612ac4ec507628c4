"""The sample study: all steps of the method, and the planted defects."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from coder.model.condensation import CLAIM_CHECK, UNIT_CHECK
from coder.model.framework import CHANGE_TAGS, STATUSES
from coder.model.source import GOLD
from coder.project import Project, read_project
from coder.project.framework_layer import NO_INTERVIEW
from coder.project.study import code_named, path_of, source_named
from coder.sample.acts import part, unit_named
from coder.sample.build import build
from tests.cells import status_at


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    where = tmp_path_factory.mktemp("sample") / "tern house"
    build(where)
    return read_project(where)


def labels(sample: Project) -> list[str]:
    """Return the labels of all changes, oldest first."""
    return [transaction.label for transaction in reversed(list(sample.history()))]


# The steps


def test_preconceptions_are_locked_before_the_import(
    sample: Project,
) -> None:
    statements = sorted(
        (memo for memo in sample.memos.values() if memo.kind == "preconception"), key=lambda memo: memo.created
    )
    assert [sample.coders[memo.coder].initials for memo in statements] == ["KG", "IH", "KG"]
    assert all(memo.locked == memo.created for memo in statements)
    imported = min(source.imported for source in sample.sources.values())
    assert statements[1].locked < imported < statements[2].locked
    assert max(memo.locked for memo in statements) < min(reading.when for reading in sample.readings.values())


def test_transcripts_are_read_before_coding(sample: Project) -> None:
    read: dict[str, set[str]] = {}
    for reading in sample.readings.values():
        read.setdefault(sample.coders[reading.coder].initials, set()).add(sample.sources[reading.source].name)
    every = {source.name for source in sample.sources.values()}
    assert read == {"KG": every, "IH": every - {"P04_baseline"}}
    coded = min(coding.created for coding in sample.codings.values())
    assert max(reading.when for reading in sample.readings.values()) < coded


def test_themes_are_decided_and_become_groups(
    sample: Project,
) -> None:
    preliminary = [theme for theme in sample.themes.values() if not theme.negotiated]
    agreed = {theme.id: theme.name for theme in sample.themes.values() if theme.negotiated}
    each = Counter(sample.coders[theme.coder].initials for theme in preliminary)
    assert each == {"KG": 6, "IH": 5}
    assert all(theme.why and theme.decided and theme.decided_by for theme in preliminary)
    assert [theme.name for theme in preliminary if theme.fate == "dropped"] == ["Relief"]
    assert {theme.into for theme in preliminary if theme.fate == "taken"} == set(agreed)
    groups = [group for group in sample.groups.values() if not group.residual]
    assert sorted(theme for group in groups for theme in group.themes) == sorted(agreed)
    (residual,) = [group for group in sample.groups.values() if group.residual]
    assert sample.codes[residual.code].name == "Residual"


def test_subgroups_have_a_condensate_and_a_gold_quotation(sample: Project) -> None:
    groups = [group.code for group in sample.groups.values() if not group.residual]
    subgroups = {code.id for group in groups for code in sample.children(group)}
    assert len(subgroups) == 9
    assert {condensate.code for condensate in sample.condensates.values()} == subgroups
    for condensate in sample.condensates.values():
        words = " ".join(sentence.text for sentence in condensate.sentences)
        assert re.search(r"\b(I|I'm|I'd|I've|me|my)\b", words)
        assert 30 < len(words.split()) < 160
    gold = {coding.code for coding in sample.codings.values() if coding.mark == GOLD}
    assert subgroups <= gold


def test_condensates_use_units_of_their_subgroup(sample: Project) -> None:
    assert sample.condensates
    for condensate in sample.condensates.values():
        units = {sample.codings[id].segment for id in sample.codings_with(condensate.code)}
        for sentence in condensate.sentences:
            assert set(sentence.units) <= units


def test_groups_have_an_analytic_text_and_a_heading(sample: Project) -> None:
    assert sample.groups
    for group in sample.groups.values():
        (text,) = sample.referrers(group.id, "analytic_texts") or [None]
        assert (text is None) == group.residual
        assert bool(group.heading) != group.residual
        if text is not None:
            words = " ".join(sentence.text for sentence in text.sentences)
            assert not re.search(r"\b(I|I'm|I've|my|we|our)\b", words)
            assert 4 <= len(text.sentences) <= 6


def test_change_notes_cover_the_pairs_and_all_tags(sample: Project) -> None:
    notes = list(sample.change_notes.values())
    names = {sample.participants[note.participant].name for note in notes}
    assert names == {"P01", "P02", "P03"}
    assert {note.tag for note in notes} == set(CHANGE_TAGS)
    whole = [sample.participants[note.participant].name for note in notes if not note.code and not note.level]
    assert sorted(whole) == ["P01", "P02", "P03"]
    assert any(note.absent_first for note in notes)
    assert any(note.absent_then for note in notes)
    assert any(note.level for note in notes)


def test_frameworks_are_opened_early_and_use_all_statuses(sample: Project) -> None:
    assert {framework.template for framework in sample.frameworks.values()} == {
        "levels-of-culture",
        "phases-of-change",
    }
    assert all(framework.early for framework in sample.frameworks.values())
    statuses = {cell.status for cell in sample.cells.values()}
    follow_up = next(wave for wave in sample.waves.values() if wave.name == "follow-up")
    single = next(participant for participant in sample.participants.values() if participant.name == "P04")
    level = next(iter(sample.levels.values()))
    assert statuses | {status_at(sample, level, single, follow_up)} == set(STATUSES)
    assert status_at(sample, level, single, follow_up) == NO_INTERVIEW
    inferred = [cell for cell in sample.cells.values() if sample.levels[cell.level].inferred]
    assert len(inferred) == 6
    assert all(cell.cites for cell in inferred)


def test_attrition_register_has_one_unreachable_participant(sample: Project) -> None:
    (entry,) = sample.attrition.values()
    assert sample.participants[entry.participant].name == "P04"
    assert entry.wave is not None
    assert (sample.waves[entry.wave].name, entry.outcome) == ("follow-up", "unreachable")
    assert entry.reason


def test_interviews_have_interviewer_mode_guide_and_minutes(sample: Project) -> None:
    assert sample.sources
    for source in sample.sources.values():
        assert source.interviewer in {"KG", "IH"}
        assert source.mode
        assert source.guide in {"1", "2"}
        assert source.minutes
        assert source.attributes == {}


# Planted defects


def test_planted_condensate_sentence_without_a_unit(sample: Project) -> None:
    bare = [
        (path_of(sample, sample.codes[condensate.code]), sentence.text)
        for condensate in sample.condensates.values()
        for sentence in condensate.sentences
        if not sentence.units
    ]
    assert bare == [("Before asking/Presenteeism", "Nobody at work would have let me go home.")]


def test_planted_unused_units(sample: Project) -> None:
    unused = {}
    for condensate in sample.condensates.values():
        used = {unit for sentence in condensate.sentences for unit in sentence.units}
        units = {sample.codings[id].segment for id in sample.codings_with(condensate.code)}
        unused[sample.codes[condensate.code].name] = len(units - used)
    assert unused.pop("Home pays") == 0
    assert all(unused.values())


def test_planted_verdict_on_a_leading_question(sample: Project) -> None:
    unit = unit_named(sample, "P02_baseline: Ashamed.")
    verdicts = {check.verdict for check in sample.referrers(unit.id, "verdicts") if check.kind == UNIT_CHECK}
    assert verdicts == {"leading question"}
    supporting = {
        unit
        for condensate in sample.condensates.values()
        for sentence in condensate.sentences
        for unit in sentence.units
    }
    assert unit.id not in supporting


def test_planted_contradiction_of_a_claim(sample: Project) -> None:
    (verdict,) = [check for check in sample.verdicts.values() if check.verdict == "contradicted"]
    assert verdict.kind == CLAIM_CHECK
    assert verdict.counter
    sources = {sample.sources[sample.segments[id].source].name for id in verdict.against}
    assert sources == {"P03_baseline", "P03_follow-up"}
    assert unit_named(sample, "P03_baseline: I was more careful").id in verdict.against


def test_planted_late_correction_changes_one_unit(sample: Project) -> None:
    source = source_named(sample, "P04_baseline")
    assert source.revision == 2
    first = sample.rules.text_of(source.id, 1)
    assert first is not None
    correction = next(change for change in sample.history() if "corrected P04_baseline" in change.label)
    changes: list[Any] = [change for change in correction.changes if change.table == "segments"]
    quotes = [(change.before["quote"], change.after["quote"]) for change in changes]
    changed = [(before, after) for before, after in quotes if before != after]
    (words,) = [place for place in part("verdicts")["correction"][0]["place"] if "tired" in place["is"]]
    assert changed == [("I'm not ill. " + words["heard"], "I'm not ill. " + words["is"])]
    assert len(quotes) == len(sample.positions(source.id))  # all moved: a word before them was corrected too
    (cause,) = [verdict for verdict in sample.verdicts.values() if verdict.led_to == correction.id]
    assert cause.verdict == "meaning changed"
    assert max(coding.created for coding in sample.codings.values()) < correction.when
    assert not [memo for memo in sample.memos.values() if memo.title.startswith("Lost")]


def test_planted_split_and_merge_have_reasons(sample: Project) -> None:
    done = labels(sample)
    split, merged = done.index("moved code Shame under Hiding"), done.index("merged code Hiding into Before asking")
    assert split < merged
    reasons = {transaction.label: transaction.reason for transaction in sample.history()}
    assert reasons["moved code Shame under Hiding"]
    assert reasons["merged code Hiding into Before asking"]
    before = code_named(sample, "Before asking")
    assert [code.name for code in sample.children(before.id)] == ["Presenteeism", "Shame", "Home pays"]
    assert "Hiding" in before.aliases

"""What an act deletes and changes besides the records it names: the words agree with what it then does."""

from __future__ import annotations

from functools import partial

import pytest

from coder.errors import Invalid, ReadOnly
from coder.project import Project
from coder.project.consequences import by_another, coded_by_others, foresee
from coder.project.opening import read_project
from coder.project.operations import codebook, codings, memos, participants, sources
from coder.project.project import foresee_changes


def sizes(project: Project) -> dict[str, int]:
    return {table: len(records) for table, records in project.tables.items()}


def coded_source(project: Project) -> str:
    return next(source.id for source in project.sources.values() if len(project.positions(source.id)))


def test_source_takes_what_is_named(small_project: Project) -> None:
    source = small_project.sources[coded_source(small_project)]
    memos.write(small_project, "SYNTHETIC", about="sources", target=source.id)
    remove = partial(sources.remove, small_project, source)
    text = foresee(small_project, remove, {source.id})
    before = sizes(small_project)
    remove()
    after = sizes(small_project)
    lost = {table: before[table] - after[table] for table in ("segments", "codings", "memos")}
    assert lost["segments"]
    assert lost["memos"]
    for table, noun in (("segments", "coded unit"), ("codings", "coding"), ("memos", "memo")):
        number = lost[table]
        assert (f"{number} {noun}" in text) == bool(number), (table, text)


def test_foreseeing_changes_nothing(small_project: Project) -> None:
    source = small_project.sources[coded_source(small_project)]
    before = {table: dict(records) for table, records in small_project.tables.items()}
    positions = list(small_project.positions(source.id))
    number, transactions = small_project.undoable, []
    small_project.subscribe(transactions.append)
    assert foresee_changes(small_project, partial(sources.remove, small_project, source))
    assert {table: dict(records) for table, records in small_project.tables.items()} == before
    assert list(small_project.positions(source.id)) == positions
    assert (small_project.undoable, transactions) == (number, [])


def test_foreseeing_raises_what_the_act_raises(small_project: Project) -> None:
    before = sizes(small_project)

    def act() -> None:
        codebook.add(small_project, "New")
        raise Invalid("SYNTHETIC")

    with pytest.raises(Invalid, match="SYNTHETIC"):
        foresee_changes(small_project, act)
    assert sizes(small_project) == before


def test_read_only_project_foresees_nothing(small_project: Project) -> None:
    with read_project(small_project.folder) as project, pytest.raises(ReadOnly):
        foresee_changes(project, lambda: None)


def test_code_takes_the_codes_below(small_project: Project) -> None:
    top = codebook.add(small_project, "Top")
    delete = partial(codebook.delete, small_project, top)
    assert foresee(small_project, delete, {top.id}) == ""
    below = codebook.add(small_project, "Below", parent=top)
    codebook.add(small_project, "Deeper", parent=below)
    assert foresee(small_project, delete, {top.id}) == "This also deletes 2 codes."


def test_participant_takes_memos(small_project: Project) -> None:
    participant = participants.add(small_project, "P09")
    remove = partial(participants.remove, small_project, participant)
    assert foresee(small_project, remove, {participant.id}) == ""
    memos.write(small_project, "SYNTHETIC", about="participants", target=participant.id)
    assert foresee(small_project, remove, {participant.id}) == "This also deletes 1 memo."


def _coded_by(project: Project, initials: str) -> str:
    """Code the first word of the first source with Theirs; return the id of the coding."""
    own = project.initials
    project.act_as(initials)
    coded = codings.code(project, next(iter(project.sources.values())), 0, 5, ["Theirs"])
    project.act_as(own)
    return coded.new[0].id


GONE = ("codings", "segments")


def test_uncoding_another_coders_unit_needs_a_question(small_project: Project) -> None:
    mine = _coded_by(small_project, small_project.initials)
    uncode = partial(codings.uncode_all, small_project, [small_project.codings[mine]])
    assert foresee(small_project, uncode, {mine}, GONE) == ""
    theirs = _coded_by(small_project, "MB")
    uncode = partial(codings.uncode_all, small_project, [small_project.codings[theirs]])
    assert foresee(small_project, uncode, {theirs}, GONE) == "It is by MB."


def test_merging_codes_with_another_coders_units_needs_a_question(small_project: Project) -> None:
    mine = _coded_by(small_project, small_project.initials)
    code, into = small_project.codes[small_project.codings[mine].code], codebook.add(small_project, "Other")
    merge = partial(codebook.merge, small_project, code, into)
    assert foresee(small_project, merge, {code.id, into.id}, GONE) == ""
    _coded_by(small_project, "MB")
    assert foresee(small_project, merge, {code.id, into.id}, GONE) == "This changes 2 codings (1 by MB)."


def test_codings_are_counted_by_coder(small_project: Project) -> None:
    small_project.act_as("KG")
    for initials in ("KG", "MB", "AL"):
        _coded_by(small_project, initials)
    code = next(code for code in small_project.codes.values() if code.name == "Theirs")
    delete = partial(codebook.delete, small_project, code, uncode=True)
    text = foresee(small_project, delete, {code.id}, ("codings", "segments"))
    assert "3 codings (1 by AL, 1 by MB)" in text


def test_a_record_of_another_coder_names_her(small_project: Project) -> None:
    mine = small_project.codings[_coded_by(small_project, small_project.initials)]
    theirs = small_project.codings[_coded_by(small_project, "MB")]
    assert by_another(small_project, "codings", mine) == ""
    assert by_another(small_project, "codings", theirs) == "It is by MB."
    assert by_another(small_project, "codings", None) == ""
    assert coded_by_others(small_project, small_project.segments[theirs.segment]) == "It is coded by MB."

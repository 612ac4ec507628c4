"""What goes with a record when it is removed: the words agree with what the operation takes."""

from __future__ import annotations

from coder.project import Project, consequences
from coder.project.operations import codebook, memos, participants, sources


def sizes(project: Project) -> dict[str, int]:
    return {table: len(records) for table, records in project.tables.items()}


def test_source_takes_what_is_named(small_project: Project) -> None:
    source = next(source for source in small_project.sources.values() if len(small_project.positions(source.id)))
    memos.write(small_project, "SYNTHETIC", about="sources", target=source.id)
    text = consequences.of_source(small_project, source)
    before = sizes(small_project)
    sources.remove(small_project, source)
    after = sizes(small_project)
    lost = {table: before[table] - after[table] for table in ("segments", "codings", "memos")}
    assert lost["segments"]
    assert lost["memos"]
    for table, noun in (("segments", "coded segment"), ("codings", "coding"), ("memos", "memo")):
        number = lost[table]
        assert (f"{number} {noun}" in text) == bool(number), (table, text)


def test_code_takes_the_codes_below(small_project: Project) -> None:
    top = codebook.add(small_project, "Top")
    assert consequences.of_code(small_project, top) == ""
    below = codebook.add(small_project, "Below", parent=top)
    codebook.add(small_project, "Deeper", parent=below)
    assert consequences.of_code(small_project, top) == "2 codes"
    before = len(small_project.codes)
    codebook.delete(small_project, top)
    assert before - len(small_project.codes) == 3


def test_participant_takes_memos(small_project: Project) -> None:
    participant = participants.add(small_project, "P09")
    assert consequences.of_participant(small_project, participant) == ""
    memos.write(small_project, "SYNTHETIC", about="participants", target=participant.id)
    assert consequences.of_participant(small_project, participant) == "1 memo"
    before = len(small_project.memos)
    participants.remove(small_project, participant)
    assert before - len(small_project.memos) == 1

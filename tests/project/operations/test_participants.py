"""Participants, waves, the register, interviews: what is led where, and what is refused in words. All SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.errors import CoderError, Invalid, NotFound
from coder.model.framework import ChangeNote, Framework, Level, LevelCell
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project import Project
from coder.project.interviews import contradicting_day, format_window, same_wave_interviews, warnings
from coder.project.operations import attrition, memos, participants, sources, waves
from coder.project.study import participant_named, source_named, wave_named, waves_in_order
from tests.strategies import first_of, labels, state_of


def person(project: Project, name: str) -> Participant:
    return participant_named(project, name)


def talk(project: Project, name: str, participant: str, wave: str, day: int | None = None) -> Source:
    text = f"SYNTHETIC\nP: {name}"
    return sources.add(project, name=name, text=text, turns=[], participant=participant, wave=wave, day=day)


@pytest.fixture
def study(small_project: Project) -> Project:
    """P01 at baseline, P02 at follow-up; a framework with one level; a cell and a change note of P01."""
    project = small_project
    with project.transaction("test", "a framework") as tx:
        framework = Framework(id=project.new_id(), name="Levels")
        level = Level(id=project.new_id(), framework=framework.id, name="Artefacts")
        tx.put("frameworks", framework)
        tx.put("levels", level)
    put_cell(project, "P01", "baseline", "Praised")
    put_note(project, "P01")
    return project


def put_cell(project: Project, name: str, wave: str, summary: str) -> LevelCell:
    with project.transaction("test", "a cell") as tx:
        cell = LevelCell(
            id=project.new_id(),
            level=next(iter(project.levels)),
            participant=person(project, name).id,
            wave=wave_named(project, wave).id,
            summary=summary,
            coder=project.acting_coder(tx).id,
        )
        tx.put("cells", cell)
    return cell


def put_note(project: Project, name: str) -> ChangeNote:
    with project.transaction("test", "a note") as tx:
        note = ChangeNote(
            id=project.new_id(),
            participant=person(project, name).id,
            first=wave_named(project, "baseline").id,
            then=wave_named(project, "follow-up").id,
            sentence="SYNTHETIC",
            coder=project.acting_coder(tx).id,
        )
        tx.put("change_notes", note)
    return note


# Two who are one


def test_all_that_is_one_participants_goes_to_the_other(study: Project) -> None:
    first, second = person(study, "P01"), person(study, "P02")
    participants.set_field(study, [first], "attribute:age", "50–59")
    attrition.enter(study, first, "invited")
    memos.write(study, "On P01.", about="participants", target=first.id)
    before = state_of(study)
    merged = participants.merge(study, person(study, "P01"), second, "the same person")
    assert [participant.name for participant in study.participants.values()] == ["P02"]
    assert {source.participant for source in study.sources.values()} == {second.id}
    assert {
        one.participant for table in ("cells", "change_notes", "attrition") for one in study.tables[table].values()
    } == {second.id}
    assert [memo.text for memo in study.memos_on(second.id)] == ["On P01."]
    assert merged.participant.attributes == {"age": "50–59"}
    assert merged.doubles == ()
    assert labels(study)[0] == "merged participant P01 into P02"
    study.undo()
    assert state_of(study) == before


def test_two_interviews_of_a_wave_are_allowed_and_told(study: Project) -> None:
    other = talk(study, "P01 again", "P09", "baseline")
    merged = participants.merge(study, person(study, "P09"), person(study, "P01"))
    assert {one.name for one in merged.doubles} == {"P01 baseline", "P01 again"}
    assert [one.name for one in same_wave_interviews(study, study.sources[other.id])] == ["P01 baseline"]
    assert "P01 has another interview in baseline: P01 baseline" in warnings(study, study.sources[other.id])


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("cell", "a cell “Artefacts” at baseline"),
        ("note", "a change note from baseline to follow-up"),
        ("entry", "an entry of the attrition register for follow-up"),
    ],
)
def test_what_only_one_of_them_could_keep_is_named_first(study: Project, what: str, told: str) -> None:
    if what == "cell":
        put_cell(study, "P02", "baseline", "Other words")
    elif what == "note":
        put_note(study, "P02")
    else:
        for name in ("P01", "P02"):
            attrition.enter(study, person(study, name), "invited", wave=wave_named(study, "follow-up"))
    before = state_of(study)
    with pytest.raises(Invalid) as refused:
        participants.merge(study, person(study, "P01"), person(study, "P02"))
    assert told in refused.value.detail
    assert "SYNTHETIC" not in str(refused.value)
    assert state_of(study) == before


def test_nobody_is_merged_with_themselves(study: Project) -> None:
    with pytest.raises(Invalid, match="into itself"):
        participants.merge(study, person(study, "P01"), person(study, "P01"))


# One who goes


def test_a_participant_on_whom_something_hangs_stays(study: Project) -> None:
    with pytest.raises(Invalid) as refused:
        participants.remove(study, person(study, "P01"))
    assert refused.value.detail == "P01 still has 1 interview, 1 cell of a framework, 1 change note."


def test_withdrawn_is_written_down_and_nothing_is_erased(study: Project) -> None:
    first = person(study, "P01")
    attrition.withdraw(study, first, reason="moved")
    entry = attrition.withdraw(study, first, erase=True)
    assert (entry.outcome, entry.reason) == ("withdrawn, erase", "moved")
    assert len(study.attrition) == 1
    assert source_named(study, "P01 baseline").participant == first.id
    with pytest.raises(Invalid, match="Unknown outcome"):
        attrition.enter(study, first, "lost")


def test_a_name_taken_or_impossible_is_refused(study: Project) -> None:
    with pytest.raises(Invalid, match="same name"):
        participants.rename(study, person(study, "P01"), " p02 ")
    with pytest.raises(Invalid, match="empty"):
        participants.rename(study, person(study, "P01"), " ")
    with pytest.raises(NotFound, match="no participant"):
        person(study, "P33")
    renamed = participants.rename(study, person(study, "P01"), " P50 ")
    assert study.sources[source_named(study, "P01 baseline").id].participant == renamed.id


def test_an_attribute_of_several(study: Project) -> None:
    people = list(study.participants.values())
    before = study.undoable
    assert participants.set_field(study, people, "attribute:age", "40–49") == 2
    assert participants.set_field(study, people[:1], "attribute:note", "an attribute called note") == 1
    assert study.undoable == before + 2
    assert participants.rename_attribute(study, "age", "years") == 2
    with pytest.raises(Invalid, match="cannot be renamed"):
        participants.rename_attribute(study, "years", "note")
    assert participants.remove_attribute(study, "years") == 2
    assert person(study, "P01").attributes == {"note": "an attribute called note"}
    assert person(study, "P01").note == ""
    with pytest.raises(Invalid):
        participants.set_field(study, people, "attribute:", "x")
    with pytest.raises(Invalid, match="no such field"):
        participants.set_field(study, people, "interviews", "3")


# Waves


def names(project: Project) -> list[str]:
    return [wave.name for wave in waves_in_order(project)]


def test_waves_in_another_order(study: Project) -> None:
    waves.add(study, "later", first_day=700)
    assert waves.move(study, wave_named(study, "later"), -5)
    assert names(study) == ["later", "baseline", "follow-up"]
    assert waves.move(study, wave_named(study, "later"), 1)
    assert names(study) == ["baseline", "later", "follow-up"]
    assert not waves.move(study, wave_named(study, "follow-up"), 1)


def test_a_wave_that_is_used_says_by_what(study: Project) -> None:
    attrition.enter(study, person(study, "P02"), "declined", wave=wave_named(study, "baseline"))
    with pytest.raises(Invalid) as refused:
        waves.remove(study, wave_named(study, "baseline"))
    assert refused.value.title == "The wave baseline cannot be deleted"
    used = "1 interview, 1 entry of the attrition register, 1 cell of a framework, 1 change note"
    assert refused.value.detail == f"It is used by {used}."
    unused = waves.add(study, "T3")
    waves.remove(study, unused)
    assert "T3" not in names(study)


def test_a_window_and_a_name(study: Project) -> None:
    wave = waves.describe(study, wave_named(study, "baseline"), first_day=0, last_day=10)
    assert (format_window(wave), wave.misses(6), wave.misses(12)) == ("days 0–10", 0, 2)
    wave = waves.describe(study, wave, name="T1", last_day=None)
    assert (wave.name, format_window(wave)) == ("T1", "from day 0")
    assert format_window(waves.describe(study, wave, first_day=None)) == ""
    with pytest.raises(Invalid, match="ends before"):
        waves.describe(study, wave, first_day=10, last_day=0)


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("335..395", (335, 395)),
        (" -3 – 10 ", (-3, 10)),
        ("..10", (None, 10)),
        ("300..", (300, None)),
        ("", (None, None)),
    ],
)
def test_windows_as_people_write_them(text: str, window: tuple[int | None, int | None]) -> None:
    assert waves.read_window(text) == window


@pytest.mark.parametrize("text", ["soon", "10", "1..2..3", "a..b"])
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(Invalid, match="Not a window"):
        waves.read_window(text)


# Interviews


def test_a_date_gives_the_day_where_there_is_one_to_count_from(study: Project) -> None:
    participants.describe(study, person(study, "P01"), anchor="2024-02-27")
    talked = sources.describe(study, source_named(study, "P01 baseline"), date="2024-03-01", interviewer=" IH ")
    assert (talked.day, talked.interviewer) == (3, "IH")  # 2024 has a 29 February
    moved = participants.describe(study, person(study, "P01"), anchor="2024-02-26")
    assert study.sources[talked.id].day == 4
    talked = sources.describe(study, study.sources[talked.id], date="2024-03-02", day=9)
    assert (talked.day, contradicting_day(study, talked)) == (9, 5)
    participants.describe(study, moved, anchor="2024-02-25")
    assert study.sources[talked.id].day == 9  # written down by a person: it stays, and is told
    assert "Its day is 9, but by its date it is day 6" in warnings(study, study.sources[talked.id])
    second = sources.describe(study, source_named(study, "P02 follow-up"), date="2025-03-01")
    assert second.day is None


@pytest.mark.parametrize("date", ["2025-02-29", "1 March 2024", "20240301"])
def test_a_date_is_a_date(study: Project, date: str) -> None:
    before = state_of(study)
    with pytest.raises(Invalid):
        sources.describe(study, source_named(study, "P01 baseline"), date=date)
    with pytest.raises(Invalid):
        participants.describe(study, person(study, "P01"), anchor=date)
    assert state_of(study) == before


def test_several_interviews_at_once(study: Project) -> None:
    both = list(study.sources.values())
    before = study.undoable
    assert sources.describe_all(study, both, "minutes", " 60 ") == 2
    assert {source.minutes for source in study.sources.values()} == {60}
    assert study.undoable == before + 1
    sources.describe_all(study, list(study.sources.values()), "wave", "baseline")
    sources.describe_all(study, list(study.sources.values()), "minutes", "")
    assert {source.minutes for source in study.sources.values()} == {None}
    with pytest.raises(Invalid, match="whole number"):
        sources.describe_all(study, both, "day", "soon")
    with pytest.raises(Invalid, match="no “name”"):
        sources.describe_all(study, both, "name", "x")


# Days for dates


def test_days_take_the_place_of_all_dates_in_one_change(study: Project) -> None:
    first, second = source_named(study, "P01 baseline"), source_named(study, "P02 follow-up")
    participants.describe(study, person(study, "P01"), anchor="2024-02-27")
    sources.describe(study, first, date="2024-03-01")
    sources.describe(study, second, date="2025-03-01", day=350)  # no anchor, but the day is known
    attrition.enter(study, person(study, "P01"), "unreachable", when="2025-02-26, by letter")
    attrition.enter(study, person(study, "P02"), "invited", when="2025-01-01")
    before, number = state_of(study), study.undoable
    plan = sources.dates_to_days(study)
    assert [(one.source.name, one.date, one.day) for one in plan.days] == [
        ("P01 baseline", "2024-03-01", 3),
        ("P02 follow-up", "2025-03-01", 350),
    ]
    assert [(source.date, source.day) for source in study.sources.values()] == [("", 3), ("", 350)]
    assert {participant.anchor for participant in study.participants.values()} == {""}
    assert sorted(entry.when for entry in study.attrition.values()) == ["", "day 365"]
    assert study.undoable == number + 1
    assert sources.plan_days(study).empty
    study.undo()
    assert state_of(study) == before


def test_interviews_that_cannot_be_counted_are_listed(study: Project) -> None:
    sources.describe(study, source_named(study, "P02 follow-up"), date="2025-03-01")
    participants.describe(study, person(study, "P01"), anchor="2024-02-27")
    sources.describe(study, source_named(study, "P01 baseline"), date="2024-03-01", day=9)
    sources.add(study, name="Nobody", text="SYNTHETIC", turns=[])
    sources.describe(study, source_named(study, "Nobody"), date="2025-03-01")
    before = state_of(study)
    with pytest.raises(CoderError) as refused:
        sources.dates_to_days(study)
    assert refused.value.detail.splitlines() == [
        "P01 baseline: it says day 9, but its date is day 3",
        "P02 follow-up: P02 has no date to count from",
        "Nobody: it has no participant",
    ]
    assert state_of(study) == before


def test_where_there_is_no_date_there_is_nothing_to_do(study: Project) -> None:
    number = study.undoable
    assert sources.dates_to_days(study).empty
    assert study.undoable == number


def test_the_wave_of_the_window_is_told(study: Project) -> None:
    wave: Wave = waves.describe(study, wave_named(study, "baseline"), first_day=0, last_day=3)
    told = warnings(study, source_named(study, "P01 baseline"))
    assert told == [f"Day 6 lies 3 days outside the window of {wave.name} (days 0–3)"]


def test_used_participants_and_waves_cannot_be_removed(small_project: Project) -> None:
    with pytest.raises(Invalid, match="cannot be deleted"):
        participants.remove(small_project, first_of(small_project.participants.values()))
    with pytest.raises(Invalid, match="cannot be deleted"):
        waves.remove(small_project, first_of(small_project.waves.values()))
    assert participants.ensure(small_project, " p01 ") is participants.find(small_project, "P01")

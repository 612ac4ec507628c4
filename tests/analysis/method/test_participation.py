"""Participation against an independent count over plain JSON; open points. All SYNTHETIC."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.method import participation
from coder.model.participant import OUTCOMES, Attrition, Participant, Wave
from coder.model.schema import TABLES
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import attrition, participants, sources
from coder.project.study import Study, participant_named, wave_named

WAVES = ("w0", "w1", "w2")
PEOPLE = ("P1", "P2", "P10")


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Three participants of one or two services, up to nine interviews, some of nobody, some twice."""
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    for order, id in enumerate(WAVES):
        tables["waves"][id] = Wave(id=id, name=f"wave {id}", order=-order, first_day=0, last_day=10)
    for id in PEOPLE:
        anchor = draw(st.sampled_from(["", "2024-01-01"]))
        service = draw(st.sampled_from(["North", "South", ""]))
        tables["participants"][id] = Participant(id=id, name=id, service=service, anchor=anchor)
    for number in range(draw(st.integers(0, 9))):
        id = f"s{number}"
        who, when = draw(st.sampled_from([*PEOPLE, None])), draw(st.sampled_from([*WAVES, None]))
        day, date = draw(st.none() | st.integers(-2, 20)), draw(st.sampled_from(["", "2024-01-06"]))
        tables["sources"][id] = Source(id=id, name=id, participant=who, wave=when, day=day, date=date, order=number)
    places = st.tuples(st.sampled_from(PEOPLE), st.sampled_from([*WAVES, None]))
    for who, when in draw(st.lists(places, max_size=3, unique=True)):
        id = f"a-{who}-{when}"
        outcome = draw(st.sampled_from([*OUTCOMES]))
        tables["attrition"][id] = Attrition(id=id, participant=who, wave=when, outcome=outcome)
    return Study(tables)


def plain(study: Study, table: str) -> list[dict[str, Any]]:
    """The records as JSON holds them, which leaves out what is not said."""
    found = msgspec.json.decode(msgspec.json.encode(list(study.tables[table].values())))
    return [{"participant": None, "wave": None, "day": None, **one} for one in found]


@given(studies())
def test_pairs_agree_with_a_count_over_json(study: Study) -> None:
    held, register = plain(study, "sources"), plain(study, "attrition")
    expected = []
    for person in PEOPLE:  # P2 before P10
        if any(one["participant"] == person and one["outcome"] == "withdrawn, erase" for one in register):
            continue
        had = [
            wave for wave in reversed(WAVES)  # their order goes backwards
            if any(one["participant"] == person and one["wave"] == wave for one in held)
        ]  # fmt: skip
        for number in range(len(had) - 1):
            both = [
                [one["id"] for one in held if (one["participant"], one["wave"]) == (person, wave)]
                for wave in had[number : number + 2]
            ]
            expected.append((person, *had[number : number + 2], *both))
    found = [
        (pair.participant.id, pair.first.id, pair.then.id, *([s.id for s in each] for each in pair[3:]))
        for pair in participation.pairs(study)
    ]
    assert found == expected
    alone = {one.id for one, _ in participation.unpaired(study)}
    assert alone == set(PEOPLE) - {one[0] for one in expected}
    assert all(why for _, why in participation.unpaired(study))


@given(studies())
def test_attendance_table_has_each_interview_once(study: Study) -> None:
    rows = participation.attendance_table(study)
    inside = [source.id for row in rows for meeting in row for source in meeting.sources]
    expected = [one["id"] for one in plain(study, "sources") if one["participant"] and one["wave"]]
    assert sorted(inside) == sorted(expected)
    halves = {
        (pair.participant.id, wave.id) for pair in participation.pairs(study) for wave in (pair.first, pair.then)
    }
    assert {(m.participant.id, m.wave.id) for row in rows for m in row if m.paired} == halves


@given(studies())
def test_contradictions_of_interviews_are_open_points(study: Study) -> None:
    told = [point.text for point in participation.open_points(study)]
    held = plain(study, "sources")
    places = [(one["participant"], one["wave"]) for one in held if one["participant"] and one["wave"]]
    doubles = {place for place in places if places.count(place) > 1}
    assert sum(" interviews (" in text for text in told) == len(doubles)
    outside = [one for one in held if one["participant"] and one["wave"] and one["day"] is not None]
    outside = [one for one in outside if not 0 <= one["day"] <= 10]
    assert sum("outside the window" in text for text in told) == len(outside)
    ids = {record.id for table in ("sources", "participants") for record in study.tables[table].values()}
    assert {point.target for point in participation.open_points(study)} <= ids


def test_a_service_with_a_single_wave_has_no_pairs(small_project: Project) -> None:
    participants.set_field(small_project, list(small_project.participants.values()), "service", "Tern House")
    participants.add(small_project, "P09", service="Harbour Line")
    sources.add(small_project, name="x", text="SYNTHETIC", turns=[], participant="P09", wave="one-year", day=3)
    assert participation.pairs(small_project) == []
    why = {one.name: told for one, told in participation.unpaired(small_project)}
    assert why["P09"] == "the service Harbour Line has a single wave (one-year)"
    assert why["P01"] == "no interview in follow-up"


def reason(project: Project, person: Participant) -> str:
    return next(told for one, told in participation.unpaired(project) if one.id == person.id)


def test_the_register_gives_the_reason(small_project: Project) -> None:
    first = participant_named(small_project, "P01")
    second = wave_named(small_project, "follow-up")
    attrition.enter(small_project, first, "unreachable", wave=second, reason="two letters")
    participants.set_field(small_project, list(small_project.participants.values()), "service", "Tern House")
    assert reason(small_project, first) == "follow-up: could not be reached: two letters"
    assert not any("P01" in point.text for point in participation.open_points(small_project))
    attrition.withdraw(small_project, first, erase=True, reason="by letter")
    assert "to be erased: by letter" in reason(small_project, first)
    assert any("the data of P01 are to be erased" in point.text for point in participation.open_points(small_project))


@pytest.mark.parametrize(
    ("first", "last", "day", "told"),
    [
        (335, 395, 352, "day 352 ✓"),
        (335, 395, 402, "day 402, 7 days outside the window"),
        (335, None, 330, "day 330, 5 days outside the window"),
        (None, None, 9, "day 9"),
        (0, 10, None, ""),
    ],
)
def test_day_and_window(first: int | None, last: int | None, day: int | None, told: str) -> None:
    assert participation.format_interview_day(Wave(id="w", name="w", first_day=first, last_day=last), day) == told

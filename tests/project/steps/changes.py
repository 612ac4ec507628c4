"""Steps of the property tests: operations on change notes. All text SYNTHETIC."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from coder.model.framework import CHANGE_TAGS, Framework, Level
from coder.model.participant import Participant, Wave
from coder.project import Project
from coder.project.operations import changes, codings, sources
from tests.project.steps.draws import Draw, Step, pick
from tests.strategies import turns_of

LATER = "SYNTHETIC\nI: A year has passed.\nP: I ask for help now. It felt strange.\n"
TAGS = st.sampled_from([*CHANGE_TAGS, "", "worse"])
WORDS = st.sampled_from(["SYNTHETIC words.", "", " ", "two\nlines", "half \udc00"])


def _named(project: Project, table: str, name: str) -> Any:
    return next((one for one in project.tables[table].values() if one["name"] == name), None)


def _paired(project: Project) -> None:
    """P01 with an interview in each of two waves, a code, a framework of one level: what a note needs."""
    with project.transaction("test", "added a pair") as tx:
        for order, name in enumerate(("baseline", "follow-up")):
            if _named(project, "waves", name) is None:
                tx.put("waves", Wave(id=project.new_id(), name=name, order=order))
        if _named(project, "participants", "P01") is None:
            tx.put("participants", Participant(id=project.new_id(), name="P01"))
    person = _named(project, "participants", "P01")
    for name in ("baseline", "follow-up"):
        wave = _named(project, "waves", name)
        if not any((source.participant, source.wave) == (person.id, wave.id) for source in project.sources.values()):
            text = f"{name}\n{LATER}"
            called = sources.free_name(project, f"P01 {name} again")
            made = sources.add(project, name=called, text=text, turns=turns_of(text), participant="P01", wave=name)
            codings.in_vivo(project, made, 0, len(name))
    if not project.levels:
        with project.transaction("test", "added a level") as tx:
            framework = Framework(id=project.new_id(), name="SYNTHETIC framework")
            tx.put("frameworks", framework)
            tx.put("levels", Level(id=project.new_id(), framework=framework.id, name="Artefacts"))


def _subject(draw: Draw, project: Project) -> changes.Subject:
    _paired(project)
    person = _named(project, "participants", "P01")
    first, then = (_named(project, "waves", name) for name in ("baseline", "follow-up"))
    waves = draw(st.sampled_from([(first.id, then.id), (first.id, then.id), (then.id, first.id), ("x", then.id)]))
    on = draw(st.sampled_from(["pair", "code", "level"]))
    code = pick(draw, project.codes).id if on == "code" else None
    return changes.Subject(
        person.id, *waves, level=pick(draw, project.levels).id if on == "level" else None, code=code
    )


def _side(draw: Draw, project: Project, subject: changes.Subject) -> tuple[str, ...]:
    """Units, most of them of the participant."""
    return tuple(pick(draw, project.segments).id for _ in range(draw(st.integers(0, 2))))


def _note(draw: Draw, project: Project) -> object:
    with project.transaction("test", "noted a change"):
        subject = _subject(draw, project)
        return changes.note(
            project,
            subject,
            tag=draw(st.none() | TAGS),
            sentence=draw(st.none() | WORDS),
            evidence_first=draw(st.none() | st.just(())) if draw(st.booleans()) else _side(draw, project, subject),
            evidence_then=draw(st.none() | st.just(())) if draw(st.booleans()) else _side(draw, project, subject),
            absent_first=draw(st.none() | WORDS),
            absent_then=draw(st.none() | WORDS),
        )


def _cite(draw: Draw, project: Project) -> object:
    with project.transaction("test", "cited a unit"):
        side = draw(st.sampled_from([*changes.SIDES, "between"]))
        return changes.cite(project, _subject(draw, project), side, pick(draw, project.segments))


def _cite_span(draw: Draw, project: Project) -> object:
    with project.transaction("test", "cited a span"):
        subject = _subject(draw, project)
        start = draw(st.integers(-1, 60))
        return changes.cite_span(
            project,
            subject,
            draw(st.sampled_from(changes.SIDES)),
            pick(draw, project.sources),
            start,
            start + draw(st.integers(0, 30)),
        )


def _uncite(draw: Draw, project: Project) -> object:
    note = pick(draw, project.change_notes)
    return changes.uncite(
        project, changes.subject_of(note), draw(st.sampled_from(changes.SIDES)), pick(draw, project.segments)
    )


STEPS: dict[str, Step] = {
    "changes.note": _note,
    "changes.cite": _cite,
    "changes.cite_span": _cite_span,
    "changes.uncite": _uncite,
    "changes.remove": lambda d, p: changes.remove(p, pick(d, p.change_notes)),
}
READ_ONLY = {"changes.subject_of", "changes.on", "changes.about", "changes.side_of", "changes.gone"}

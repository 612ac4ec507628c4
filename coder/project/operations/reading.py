"""Reading: which analyst has read which transcript as a whole."""

from __future__ import annotations

from coder.model.condensation import Reading
from coder.model.source import Source
from coder.project.project import Project
from coder.project.study import Study


def reading_of(study: Study, source: Source, initials: str) -> Reading | None:
    """That a coder has read a source; None where it was not said."""
    wanted = initials.casefold()
    readings: list[Reading] = study.users(source.id, "readings")
    return next((one for one in readings if study.coders[one.coder].initials.casefold() == wanted), None)


def mark_read(project: Project, source: Source) -> Reading:
    """Say that the acting coder has read a whole source; once is enough."""
    there = reading_of(project, source, project.who)
    if there is not None:
        return there
    with project.transaction("reading.mark_read", f"read {source.name}") as tx:
        reading = Reading(id=project.new_id(), source=source.id, coder=project.acting(tx).id, when=project.now())
        tx.put("readings", reading)
    return reading


def unmark(project: Project, source: Source) -> None:
    """Say that the acting coder has not read a source after all."""
    there = reading_of(project, source, project.who)
    if there is not None:
        with project.transaction("reading.unmark", f"has not read {source.name} after all") as tx:
            tx.remove("readings", there.id)

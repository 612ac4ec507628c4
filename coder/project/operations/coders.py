"""Who works on the study: their initials, put right for all that they did."""

from __future__ import annotations

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.coder import Coder
from coder.project.project import Project
from coder.project.study import Study


def coder_named(study: Study, text: str) -> Coder:
    """The coder with these initials or this id; NotFound with those that there are."""
    found = text if text in study.coders else next(iter(study.rules.named("coders", text.strip())), None)
    if found is not None:
        return study.coders[found]
    there = ", ".join(sorted(one.initials for one in study.coders.values()))
    raise NotFound(
        f"There is no coder “{text}”", hint=f"There is: {there}" if there else "Nobody has done anything yet."
    )


def add(project: Project) -> Coder:
    """Add the acting coder to the study, before anything else is done."""
    with project.transaction("coders.add", f"added coder {project.who}") as tx:
        return project.acting_coder(tx)


def rename(project: Project, coder: Coder, initials: str) -> Coder:
    """Give a coder other initials; all that they made stays theirs, and the history tells what was done under which.

    Raises Invalid where another coder has them: who of the two did what would be lost.
    """
    initials = initials.strip()
    other = next((id for id in project.rules.named("coders", initials) if id != coder.id), None)
    if other is not None:
        raise Invalid(
            f"{project.coders[other].initials} is another coder",
            "Two coders do not become one: who of them did what would be lost.",
            "Choose other initials.",
        )
    if initials == coder.initials:
        return coder
    renamed = msgspec.structs.replace(coder, initials=initials)
    with project.transaction("coders.rename", f"coder {coder.initials} is {initials} now") as tx:
        tx.put("coders", renamed)
    return renamed

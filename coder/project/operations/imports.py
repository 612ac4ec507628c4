"""Decisions on imported files that the next imports follow: forgotten."""

from __future__ import annotations

import msgspec

from coder.errors import NotFound
from coder.project.project import Project


def forget_decisions(project: Project, number: int) -> int:
    """Forget the decision on imports with a number, counted from 1, or all for 0; return how many.

    Raises NotFound if there is none of that number.
    """
    known = project.info.imports
    if not 0 <= number <= len(known):
        raise NotFound(f"There is no decision {number}", hint="List them: coder decisions PROJECT")
    kept = (*known[: number - 1], *known[number:]) if number else ()
    if kept != known:
        with project.transaction("project.imports", "forgot what was decided on imports") as tx:
            tx.put("project", msgspec.structs.replace(project.info, imports=kept))
    return len(known) - len(kept)

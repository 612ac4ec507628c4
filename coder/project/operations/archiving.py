"""Archiving: codes that are no longer used leave picker and tree, and keep their codings."""

from __future__ import annotations

import msgspec

from coder.model.codebook import Code
from coder.project.operations.reasons import given
from coder.project.ordering import subtree
from coder.project.paths import path_of
from coder.project.project import Project


def archive(project: Project, code: Code, reason: str = "") -> int:
    """Archive a code and all below it; their quick keys become free. Gives how many codes that are."""
    doomed = [one for one in subtree(project, code) if not one.archived]
    with project.transaction(
        "codebook.archive", f"archived code {path_of(project, code)}", given(project, reason)
    ) as tx:
        for one in doomed:
            tx.put("codes", msgspec.structs.replace(one, archived=True, quick=None))
    return len(doomed)


def unarchive(project: Project, code: Code, reason: str = "") -> int:
    """Bring a code back, with all below it and the groups it lies in; gives how many codes came back."""
    back = [one for one in subtree(project, code) if one.archived]
    above = code.parent
    while above is not None:
        group = project.codes[above]
        back += [group] if group.archived else []
        above = group.parent
    label = f"brought back code {path_of(project, code)}"
    with project.transaction("codebook.unarchive", label, reason.strip()) as tx:
        for one in back:
            tx.put("codes", msgspec.structs.replace(one, archived=False))
    return len(back)

"""Working copies of a project."""

from __future__ import annotations

from pathlib import Path

import msgspec

from coder.project.opening import open_project
from coder.project.project import Project

#: The operation with which the history of a working copy goes on after that of the sample.
COPIED = "project.copy"


def working_copy(project: Project, folder: Path, coder: str) -> Path:
    """Copy a project with its history into a new folder, as one that can be changed; gives the folder."""
    project.save_copy(folder)
    with (
        open_project(folder, coder, sample=True) as copy,
        copy.transaction(COPIED, "made a working copy") as tx,
    ):
        tx.put("project", msgspec.structs.replace(copy.info, sample=False))
    return folder

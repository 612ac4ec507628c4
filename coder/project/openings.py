"""Who opened a project when: the optional log of openings."""

from __future__ import annotations

from coder.errors import CoderError
from coder.project import settings
from coder.project.project import Project
from coder.project.settings import Settings
from coder.store import openings
from coder.store.lock import me

NAME = openings.NAME
Opening = openings.Opening
listed = openings.listed


def record(project: Project, program: str, stored: Settings | None = None) -> None:
    """Add an opening by `program` to the log, if the project has one or the settings ask for it; trouble is a notice.

    A folder that cannot be written, and the sample, get none. `stored` are the settings if they were read already.
    """
    try:
        wanted = openings.is_kept(project.folder) or (stored or settings.load()).log_openings == "on"
        if not wanted or project.info.sample:
            return
        owner = me(project.initials or settings.initials(stored=stored), project.now())
        access = "read" if project.readonly else "write"
        opening = Opening(owner.since, owner.coder, owner.user, owner.host, access, program)
        openings.append(project.folder, opening)
    except CoderError as error:
        project.notices.append(f"The opening of the project could not be logged: {error}")

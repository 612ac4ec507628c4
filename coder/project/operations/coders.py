"""Coders: add and rename."""

from __future__ import annotations

import getpass

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.project import Coder
from coder.project.project import Project
from coder.project.study import NAMELESS, Study

#: Accounts that many people use: none of them is a coder.
SHARED_ACCOUNTS = ("root", "admin", "administrator", "user", "guest", "nobody", "ubuntu", "runner")
UNKNOWN = "unknown"


def account_name() -> str:
    """Return the name of the account, for a person whose initials are not known; `UNKNOWN` if many may share it."""
    try:
        name = getpass.getuser().strip()
    except (KeyError, OSError, ImportError):
        return UNKNOWN
    return UNKNOWN if name.casefold() in SHARED_ACCOUNTS else name or UNKNOWN


def default_initials(study: Study) -> str:
    """Return the initials for a person who gave none: those of the study's only coder, else the account's name."""
    known = [coder.initials for coder in study.coders.values()]
    return known[0] if len(known) == 1 else account_name()


def only_coder(study: Study) -> str:
    """Return the initials to propose to a person: those of the study's only coder, if somebody's, else ""."""
    known = [coder.initials for coder in study.coders.values()]
    nobody = {*SHARED_ACCOUNTS, UNKNOWN, NAMELESS}
    return known[0] if len(known) == 1 and known[0].casefold() not in nobody else ""


def check_initials(text: str) -> str:
    """Return the initials a person typed, without spaces around them; Invalid if they name no one person."""
    initials = text.strip()
    if not initials or initials.casefold() in {*SHARED_ACCOUNTS, UNKNOWN}:
        title = f"“{initials}” cannot be used as initials" if initials else "Initials are needed"
        raise Invalid(title, "They show which work is yours.", "Type yours, or press Esc to continue without.")
    return initials


def coder_named(study: Study, text: str) -> Coder:
    """Return the coder with these initials or this id; NotFound with the known ones."""
    id = text if text in study.coders else next(iter(study.rules.named("coders", text.strip())), None)
    if id is not None:
        return study.coders[id]
    known = ", ".join(sorted(coder.initials for coder in study.coders.values()))
    raise NotFound(f"There is no coder “{text}”", hint=f"Known: {known}" if known else "There are no coders yet.")


def add(project: Project) -> Coder:
    """Add the acting coder to the study, before anything else is done."""
    with project.transaction("coders.add", f"added coder {project.stored_initials}") as tx:
        return project.acting_coder(tx)


def rename(project: Project, coder: Coder, initials: str) -> Coder:
    """Change a coder's initials on all their work; the history keeps the old ones.

    Raises Invalid if another coder has them: the work of the two would become indistinguishable.
    """
    initials = initials.strip()
    other = next((id for id in project.rules.named("coders", initials) if id != coder.id), None)
    if other is not None:
        raise Invalid(
            f"{project.coders[other].initials} is another coder",
            "Two coders cannot be merged: their work would become indistinguishable.",
            "Choose other initials.",
        )
    if initials == coder.initials:
        return coder
    renamed = msgspec.structs.replace(coder, initials=initials)
    with project.transaction("coders.rename", f"renamed coder {coder.initials} to {initials}") as tx:
        tx.put("coders", renamed)
    return renamed

"""Reasons: whether a change to the shape of the codebook must carry one."""

from __future__ import annotations

import msgspec

from coder.errors import Invalid
from coder.project.project import Project


def require(project: Project, wanted: bool) -> None:
    """From now on a change to the shape of the codebook must carry a reason, or need not."""
    if wanted == project.info.reasons:
        return
    what = "changes to the codebook must carry a reason" if wanted else "changes to the codebook need no reason"
    with project.transaction("reasons.require", what) as tx:
        tx.put("project", msgspec.structs.replace(project.info, reasons=wanted))


def given(project: Project, reason: str) -> str:
    """The reason, trimmed; Invalid when it is empty and the project wants one."""
    reason = reason.strip()
    if project.info.reasons and not reason:
        raise Invalid(
            "This project wants a reason",
            "A change to the shape of the codebook must say why.",
            "Give one (on the command line: --reason TEXT).",
        )
    return reason

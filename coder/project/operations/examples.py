"""Examples: real units that show what a code means."""

from __future__ import annotations

import msgspec

from coder.errors import NotFound
from coder.model.codebook import Code
from coder.model.segment import Segment
from coder.project.project import Project
from coder.project.segments import excerpt


def link(project: Project, code: Code, segment: Segment) -> Code:
    """Take a unit as an example of a code."""
    if segment.id in code.examples:
        return code
    changed = msgspec.structs.replace(code, examples=(*code.examples, segment.id))
    with project.transaction("codebook.example", f"took “{excerpt(segment.quote)}” as example of {code.name}") as tx:
        tx.put("codes", changed)
    return changed


def unlink(project: Project, code: Code, segment: Segment) -> Code:
    """A unit is no longer an example of a code; NotFound when it is none."""
    if segment.id not in code.examples:
        raise NotFound(f"The unit is no example of {code.name}", segment.id)
    kept = tuple(id for id in code.examples if id != segment.id)
    changed = msgspec.structs.replace(code, examples=kept)
    label = f"“{excerpt(segment.quote)}” is no example of {code.name} any more"
    with project.transaction("codebook.example", label) as tx:
        tx.put("codes", changed)
    return changed

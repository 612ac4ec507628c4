"""The same act on several codes, as one change."""

from __future__ import annotations

from collections.abc import Sequence

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.project.operations import archiving, codebook
from coder.project.operations.reasons import given
from coder.project.ordering import subtree
from coder.project.paths import path_of
from coder.project.project import Project


def topmost(project: Project, codes: Sequence[Code]) -> list[Code]:
    """The codes without those that lie below another of them, in the order given."""
    below = {one.id for code in codes for one in subtree(project, code) if one.id != code.id}
    return list({code.id: code for code in codes if code.id not in below}.values())


def move(project: Project, codes: Sequence[Code], parent: Code | None, reason: str = "") -> int:
    """Move codes, each with all below it, under `parent` (None: the top); gives how many."""
    chosen = _some(topmost(project, codes))
    where = f"under {parent.name}" if parent else "to the top"
    with project.transaction("codebook.move", f"moved {_told(chosen)} {where}", given(project, reason)):
        for code in chosen:
            above = project.codes[parent.id] if parent else None
            codebook.move(project, project.codes[code.id], above, reason=reason)
    return len(chosen)


def merge(project: Project, codes: Sequence[Code], into: Code, reason: str = "") -> int:
    """Merge codes into one that stays; gives how many codings collapsed."""
    chosen = _some(list({code.id: code for code in codes if code.id != into.id}.values()))
    for code in chosen:
        if any(one.id == into.id for one in subtree(project, code)):
            raise Invalid(
                "A code cannot be merged into itself", path_of(project, code), "Choose a code outside of it."
            )
    label = f"merged {_told(chosen)} into {into.name}"
    with project.transaction("codebook.merge", label, given(project, reason)):
        return sum(codebook.merge(project, project.codes[code.id], project.codes[into.id], reason) for code in chosen)


def recolor(project: Project, codes: Sequence[Code], color: str) -> int:
    """Give codes one colour (`#rrggbb`); gives how many."""
    chosen = _some(codes)
    with project.transaction("codebook.recoloured", f"recoloured {_told(chosen)}"):
        for code in chosen:
            codebook.recolor(project, project.codes[code.id], color)
    return len(chosen)


def archive(project: Project, codes: Sequence[Code], reason: str = "") -> int:
    """Archive codes with all below them; gives how many codes that are."""
    chosen = _some(topmost(project, codes))
    with project.transaction("codebook.archive", f"archived {_told(chosen)}", given(project, reason)):
        return sum(archiving.archive(project, code, reason) for code in chosen)


def unarchive(project: Project, codes: Sequence[Code], reason: str = "") -> int:
    """Bring codes back; gives how many codes that are."""
    chosen = _some(codes)
    with project.transaction("codebook.unarchive", f"brought back {_told(chosen)}", reason.strip()):
        return sum(archiving.unarchive(project, project.codes[code.id], reason) for code in chosen)


def delete(
    project: Project, codes: Sequence[Code], *, units_to: Code | None = None, uncode: bool = False, reason: str = ""
) -> int:
    """Delete codes with all below them, as `codebook.delete` does; gives how many codings they held."""
    chosen = _some(topmost(project, codes))
    doomed = {one.id for code in chosen for one in subtree(project, code)}
    if units_to is not None and units_to.id in doomed:
        raise Invalid("The units cannot go to a code that is deleted", path_of(project, units_to))
    with project.transaction("codebook.delete", f"deleted {_told(chosen)}", given(project, reason)):
        return sum(
            codebook.delete(project, project.codes[code.id], units_to=units_to, uncode=uncode, reason=reason)
            for code in chosen
        )


def _some(codes: Sequence[Code]) -> Sequence[Code]:
    if not codes:
        raise Invalid("No code was chosen")
    return codes


def _told(codes: Sequence[Code]) -> str:
    names = ", ".join(code.name for code in codes[:4])
    if len(codes) == 1:
        return f"code {names}"
    return f"{len(codes)} codes ({names}{' …' if len(codes) > 4 else ''})"

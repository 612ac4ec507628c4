"""Code groups (step 2): make, describe, and move units between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.codebook import SEPARATOR, Code
from coder.model.condensation import CodeGroup, Theme
from coder.model.source import MARKS, Coding
from coder.project.merge_artifacts import analytic_text_of, group_of
from coder.project.operations import codebook
from coder.project.project import Pending, Project
from coder.project.study import Study, code_named, path_of, subtree
from coder.text.phrases import excerpt


def named(study: Study, text: str) -> CodeGroup:
    """Return the code group of the code with this path, unique name or id; NotFound if it is not a group."""
    code = code_named(study, text)
    group = group_of(study, code.id)
    if group is None:
        raise NotFound(
            f"{path_of(study, code)} is not a code group", hint="coder groups make PROJECT CODE makes it one."
        )
    return group


def make(
    project: Project, code: Code | str | None = None, themes: Sequence[Theme] = (), reason: str = ""
) -> CodeGroup:
    """Make a code a code group; `themes` are the negotiated themes it comes from.

    `code` may be a path, created if missing; without it, the first theme gives the name.
    """
    _negotiated(themes)
    if code is None and not themes:
        raise Invalid("A code group needs a code, or a theme to be named after")
    path = themes[0].name.replace(SEPARATOR, "∕") if code is None else code if isinstance(code, str) else ""
    name = code.name if isinstance(code, Code) else path.split(SEPARATOR)[-1].strip()
    origin = f" from theme {_names(themes)}" if themes else ""
    with project.transaction("groups.make", f"made {name} a code group{origin}", reason.strip()) as tx:
        if not isinstance(code, Code):
            code = codebook.ensure(project, path)
        if group_of(project, code.id) is not None:
            raise Invalid("The code is a code group already", path_of(project, code))
        for near in (*_above(project, code), *list(subtree(project, code))[1:]):
            if group_of(project, near.id) is not None:
                raise Invalid(
                    "A code group cannot be inside another",
                    f"{path_of(project, near)} is a code group; {path_of(project, code)} lies above or below it.",
                    "The codes directly below a code group are its subgroups.",
                )
        origins = tuple(
            [theme.id for theme in themes]
        )  # in Python 3.10 () of an iterator is another one, and written
        group = CodeGroup(id=project.new_id(), code=code.id, themes=origins, created=project.now())
        tx.put("groups", group)
    return group


def unmake(project: Project, group: CodeGroup, reason: str = "") -> None:
    """Remove a code group; its code and units stay. Raises Invalid if step 4 builds on it."""
    texts = [
        noun
        for noun, content in (
            ("an analytic text", analytic_text_of(project, group.id)),
            ("a category heading", group.heading),
            ("verdicts", project.referrers(group.id, "verdicts")),
        )
        if content
    ]
    name = project.codes[group.code].name
    if texts:
        raise Invalid("Texts about the code group would be lost", f"{name} has {', '.join(texts)}.")
    with project.transaction("groups.unmake", f"deleted the code group {name}", reason.strip()) as tx:
        tx.remove("groups", group.id)


def set_residual(project: Project, group: CodeGroup, residual: bool) -> CodeGroup:
    """Set or clear the residual group; there is at most one."""
    if group.residual == residual:
        return group
    name = project.codes[group.code].name
    label = f"marked {name} as the residual group" if residual else f"unmarked {name} as the residual group"
    changed = msgspec.structs.replace(group, residual=residual)
    with project.transaction("groups.set_residual", label) as tx:
        for other in list(project.groups.values()):
            if residual and other.residual:
                tx.put("groups", msgspec.structs.replace(other, residual=False))
        tx.put("groups", changed)
    return changed


def set_themes(project: Project, group: CodeGroup, themes: Sequence[Theme]) -> CodeGroup:
    """Set the negotiated themes that a code group comes from."""
    _negotiated(themes)
    changed = msgspec.structs.replace(group, themes=tuple(dict.fromkeys(theme.id for theme in themes)))
    name = project.codes[group.code].name
    label = f"set the themes of {name}: {_names(themes)}" if themes else f"cleared the themes of {name}"
    with project.transaction("groups.set_themes", label) as tx:
        tx.put("groups", changed)
    return changed


def codings_under(study: Study, segment: str, code: Code) -> list[Coding]:
    """Return the codings of a segment with a code or one below it."""
    below = {member.id for member in subtree(study, code)}
    return [coding for coding in study.codings_of(segment) if coding.code in below]


def move(project: Project, segments: Iterable[str], out_of: Code | None, into: Code | str, reason: str = "") -> int:
    """Move units from a code and its subtree to another code; return how many. Memos stay.

    Without `out_of`, the code is added to those they have. A name `into` creates a subgroup
    of the code group of `out_of`.
    """
    ids = list(dict.fromkeys(segments))
    if isinstance(into, Code) and not into.codable:
        raise Invalid("This code cannot have units", path_of(project, into), "Choose a code below it.")
    target_id = into.id if isinstance(into, Code) else ""
    codings = {id: codings_under(project, id, out_of) if out_of else project.codings_of(id) for id in ids}
    if out_of is None:
        moved = [id for id in ids if all(coding.code != target_id for coding in codings[id])]
    else:
        moved = [id for id in ids if any(coding.code != target_id for coding in codings[id])]
    if not moved:
        raise Invalid("There is nothing to move", "The units have this code already, or none was chosen.")
    quoted = f"{len(moved)} units" if len(moved) > 1 else f"“{excerpt(project.segments[moved[0]].quote)}”"
    where = path_of(project, into) if isinstance(into, Code) else into.strip()
    origin = f" from {path_of(project, out_of)}" if out_of else ""
    with project.transaction("groups.move", f"moved {quoted}{origin} to {where}", reason.strip()) as tx:
        code = into if isinstance(into, Code) else codebook.add(project, into, parent=_top(project, out_of))
        for id in moved:
            if out_of is None:
                tx.put("codings", _new_coding(project, tx, id, code))
            for coding in codings[id] if out_of else ():
                codebook.recode_to(project, tx, coding, code)
    return len(moved)


def _new_coding(project: Project, tx: Pending, segment: str, code: Code) -> Coding:
    coder = project.acting_coder(tx).id
    return Coding(id=project.new_id(), segment=segment, code=code.id, coder=coder, created=project.now())


def _top(study: Study, code: Code | None) -> Code | None:
    """Return the code of the code group that a code belongs to; the code itself if there is none."""
    above = [code, *_above(study, code)] if code else []
    return next((parent for parent in above if group_of(study, parent.id)), code)


def mark(project: Project, segments: Iterable[str], under: Code, mark: str) -> int:
    """Mark units of a code (gold, doubtful), "" to clear; return how many codings changed."""
    if mark not in MARKS:
        raise Invalid("There is no such mark", mark, f"Marks are: {', '.join(filter(None, MARKS))}")
    codings = [coding for id in dict.fromkeys(segments) for coding in codings_under(project, id, under)]
    changed = [coding for coding in codings if coding.mark != mark]
    quotes = {coding.segment for coding in changed}
    units = f"{len(quotes)} units" if len(quotes) != 1 else f"“{excerpt(project.segments[min(quotes)].quote)}”"
    label = f"marked {units} as {mark}" if mark else f"unmarked {units}"
    with project.transaction("codings.mark", label) as tx:
        for coding in changed:
            tx.put("codings", msgspec.structs.replace(coding, mark=mark))
    return len(changed)


def _above(study: Study, code: Code) -> list[Code]:
    parents = []
    while code.parent is not None:
        code = study.codes[code.parent]
        parents.append(code)
    return parents


def _negotiated(themes: Iterable[Theme]) -> None:
    for theme in themes:
        if not theme.negotiated:
            raise Invalid("Not a negotiated theme", f"“{theme.name}” is a preliminary one.")


def _names(themes: Iterable[Theme]) -> str:
    return ", ".join(f"“{theme.name}”" for theme in themes)

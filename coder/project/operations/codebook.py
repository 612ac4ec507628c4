"""The codebook: add, rename, move, define, colour, merge, split, archive and delete codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.codebook import PALETTE, SEPARATOR, Code
from coder.model.source import Coding, Segment
from coder.project.merge_artifacts import merge_code_artifacts, refuse_loss
from coder.project.project import Pending, Project
from coder.project.segments import remove_if_unused, repoint
from coder.project.study import path_of, subtree
from coder.text.fold import name_key
from coder.text.phrases import excerpt, format_count


def find_child(project: Project, parent: str | None, name: str) -> Code | None:
    """Return the child of `parent` with this name (case-insensitive), if there is one."""
    folded = name_key(name)
    return next((code for code in project.children(parent) if name_key(code.name) == folded), None)


def next_color(project: Project, parent: str | None) -> str:
    """Return the parent's colour, or at the top the least used colour of the palette."""
    if parent is not None and project.codes[parent].color:
        return project.codes[parent].color
    used = [code.color for code in project.children(None)]
    return min(PALETTE.values(), key=used.count)


def add(
    project: Project, path: str, *, parent: Code | None = None, color: str = "", definition: str = "", **fields: Any
) -> Code:
    """Add a code; `path` is relative to `parent` (or the top), and missing groups are created.

    Raises Invalid if the code exists already or a name is not valid.
    """
    names = [name.strip() for name in path.split(SEPARATOR)]
    if not all(names):
        raise Invalid("Not possible: a name cannot be empty", f"{path!r}", "Nothing was changed.")
    with project.transaction("codebook.add", f"added code {path.strip()}") as tx:
        above = parent.id if parent else None
        code: Code | None = None
        for place, name in enumerate(names, 1):
            child = find_child(project, above, name)
            if child is not None and place == len(names):
                raise Invalid(
                    "This code exists already", path_of(project, child), "Use that code, or choose another name."
                )
            if child is None:
                last = place == len(names)
                code = Code(
                    id=project.new_id(),
                    name=name,
                    parent=above,
                    order=1 + max((code.order for code in project.children(above)), default=0),
                    color=(last and color) or next_color(project, above),
                    definition=definition if last else "",
                    **(fields if last else {}),
                )
                tx.put("codes", code)
                child = code
            above = child.id
    assert code is not None
    return code


def ensure(project: Project, path: str) -> Code:
    """Return the code with exactly this path, created if there is none."""
    above: str | None = None
    code: Code | None = None
    for name in path.split(SEPARATOR):
        code = find_child(project, above, name)
        if code is None:
            return add(project, path)
        above = code.id
    assert code is not None
    return code


def ensure_codes(project: Project, codes: Iterable[Code | str]) -> list[Code]:
    """Return the codes; a string is the path of one, created if it does not exist."""
    return [ensure(project, code) if isinstance(code, str) else code for code in codes]


def _change(project: Project, code: Code, verb: str, reason: str = "", **fields: Any) -> Code:
    changed = msgspec.structs.replace(code, **fields)
    label = f"{verb} code {path_of(project, code)}"
    with project.transaction(f"codebook.{verb.split()[0]}", label, reason) as tx:
        tx.put("codes", changed)
    return changed


def rename(project: Project, code: Code, name: str, reason: str = "") -> Code:
    """Rename a code; the old name stays as an alias."""
    name = name.strip()
    if name == code.name:
        return code
    reason = check_reason(project, reason)
    aliases = tuple(dict.fromkeys(alias for alias in (*code.aliases, code.name) if alias != name))
    changed = msgspec.structs.replace(code, name=name, aliases=aliases)
    with project.transaction("codebook.rename", f"renamed code {code.name} to {name}", reason) as tx:
        tx.put("codes", changed)
    return changed


def define(
    project: Project,
    code: Code,
    *,
    definition: str | None = None,
    include: str | None = None,
    exclude: str | None = None,
    aliases: Iterable[str] | None = None,
    color: str | None = None,
    quick: int | None = None,
) -> Code:
    """Define a code: its definition, what to include and exclude, aliases, colour and quick key (0: no key).

    None leaves a field as it is.
    """
    with project.transaction("codebook.define", f"defined code {path_of(project, code)}") as tx:
        changed = msgspec.structs.replace(
            code,
            definition=code.definition if definition is None else definition,
            include=code.include if include is None else include,
            exclude=code.exclude if exclude is None else exclude,
            aliases=code.aliases if aliases is None else tuple(aliases),
            color=code.color if color is None else color,
        )
        tx.put("codes", changed)
        return changed if quick is None else pin(project, changed, quick or None)


def recolor(project: Project, code: Code, color: str) -> Code:
    """Set the colour of a code (`#rrggbb`)."""
    return _change(project, code, "recoloured", color=color)


def pin(project: Project, code: Code, digit: int | None) -> Code:
    """Assign a quick key 1-9 to a code (None: no key); another code loses the key."""
    label = f"assigned key {digit} to {code.name}" if digit else f"removed the key of {code.name}"
    with project.transaction("codebook.pin", label) as tx:
        for other in list(project.codes.values()):
            if digit is not None and other.quick == digit and other.id != code.id:
                tx.put("codes", msgspec.structs.replace(other, quick=None))
        changed = msgspec.structs.replace(code, quick=digit)
        tx.put("codes", changed)
    return changed


def move(project: Project, code: Code, parent: Code | None, place: int | None = None, reason: str = "") -> Code:
    """Move a code with its subtree under `parent` (None: the top), to position `place` (None: last)."""
    if parent is not None and any(below.id == parent.id for below in subtree(project, code)):
        raise Invalid("A code cannot be moved into itself", path_of(project, code), "Choose a place outside of it.")
    above = parent.id if parent else None
    if above != code.parent:  # another place in the same group is no change of shape
        reason = check_reason(project, reason)
    siblings = [other for other in project.children(above) if other.id != code.id]
    place = len(siblings) if place is None else max(0, min(place, len(siblings)))
    changed = msgspec.structs.replace(code, parent=above)
    siblings.insert(place, changed)
    if above == code.parent:
        label = f"reordered code {code.name} {f'within {parent.name}' if parent else 'at the top'}"
    else:
        label = f"moved code {code.name} {f'under {parent.name}' if parent else 'to the top'}"
    with project.transaction("codebook.move", label, reason) as tx:
        for order, other in enumerate(siblings, 1):
            if other.order != order or other.id == code.id:
                other = msgspec.structs.replace(other, order=order)
                tx.put("codes", other)
            if other.id == code.id:
                changed = other
    return changed


def recode_to(project: Project, tx: Pending, coding: Coding, code: Code) -> bool:
    """Recode a coding; a duplicate of the same coder is removed. Return whether it was."""
    if coding.code == code.id:
        return False
    twin = any(other.code == code.id and other.coder == coding.coder for other in project.codings_of(coding.segment))
    if twin:
        tx.remove("codings", coding.id)
    else:
        tx.put("codings", msgspec.structs.replace(coding, code=code.id))
    return twin


def merge(project: Project, code: Code, into: Code, reason: str = "") -> int:
    """Merge a code into another, with its codings, memos, names, definition and children.

    Return how many codings collapsed.
    """
    if any(below.id == into.id for below in subtree(project, code)):
        raise Invalid("A code cannot be merged into itself", path_of(project, code), "Choose a code outside of it.")
    label = f"merged code {code.name} into {into.name}"
    collapsed = 0
    with project.transaction("codebook.merge", label, check_reason(project, reason)) as tx:
        for id in list(project.codings_with(code.id)):
            collapsed += recode_to(project, tx, project.codings[id], into)
        for memo in project.memos_on(code.id):
            tx.put("memos", msgspec.structs.replace(memo, target=into.id))
        _adopt_children(project, tx, code, into)
        names = dict.fromkeys((*into.aliases, code.name, *code.aliases))
        aliases = tuple(name for name in names if name != into.name)
        examples = tuple(dict.fromkeys((*into.examples, *code.examples)))
        texts = {field: _join_texts(into, code, field) for field in ("definition", "include", "exclude")}
        quick = into.quick or code.quick
        tx.put("codes", msgspec.structs.replace(into, aliases=aliases, examples=examples, quick=quick, **texts))
        merge_code_artifacts(project, tx, code, into)
        tx.remove("codes", code.id)
    return collapsed


def _join_texts(into: Code, code: Code, field: str) -> str:
    """Return the texts of two codes joined; the second is prefixed with its code's name."""
    mine, theirs = str(getattr(into, field)), str(getattr(code, field))
    if not mine or not theirs or theirs in mine:
        return mine or theirs
    return f"{mine} ({code.name}: {theirs})"


def _adopt_children(project: Project, tx: Pending, code: Code, into: Code) -> None:
    last = max((child.order for child in project.children(into.id)), default=0)
    for child in project.children(code.id):
        name, number = child.name, 2
        while find_child(project, into.id, name) is not None:
            name, number = f"{child.name} ({number})", number + 1
        last += 1
        tx.put("codes", msgspec.structs.replace(child, parent=into.id, order=last, name=name))


def delete(
    project: Project, code: Code, *, units_to: Code | None = None, uncode: bool = False, reason: str = ""
) -> int:
    """Delete a code and its subtree; return how many codings it had.

    Its codings move to the code `units_to` or, with `uncode`, are removed. A segment that
    loses its last coding is removed unless it has a memo. Memos on the codes move to `units_to` or the
    project, with the code's name as title. Raises Invalid if the codings' fate is not given.
    """
    deleted = list(subtree(project, code))
    codings = [id for member in deleted for id in project.codings_with(member.id)]
    if units_to is not None and any(member.id == units_to.id for member in deleted):
        raise Invalid("The units cannot be moved to a deleted code", path_of(project, units_to))
    if codings and units_to is None and not uncode:
        raise Invalid(
            "The code still has units",
            f"{path_of(project, code)} and the codes below it have {format_count(len(codings), 'coding')}.",
            "Choose a code to move them to, or uncode them.",
        )
    for member in deleted:
        refuse_loss(project, member)
    label = f"deleted code {path_of(project, code)}"
    with project.transaction("codebook.delete", label, check_reason(project, reason)) as tx:
        for id in codings:
            coding = project.codings[id]
            if units_to is not None:
                recode_to(project, tx, coding, units_to)
            else:
                tx.remove("codings", id)
                remove_if_unused(project, tx, coding.segment)
        for member in deleted:
            _keep_memos(project, tx, member, units_to)
        for member in reversed(deleted):
            repoint(project, tx, "codes", member.id, None)
            tx.remove("codes", member.id)
    return len(codings)


def _keep_memos(project: Project, tx: Pending, code: Code, units_to: Code | None) -> None:
    for memo in project.memos_on(code.id):
        title = memo.title or f"on the deleted code {path_of(project, code)}"
        about, target = ("codes", units_to.id) if units_to else ("project", project.info.id)
        tx.put("memos", msgspec.structs.replace(memo, about=about, target=target, title=title))


# Archive


def archive(project: Project, code: Code, reason: str = "") -> int:
    """Archive a code and its subtree and clear their quick keys; return how many codes."""
    codes = [member for member in subtree(project, code) if not member.archived]
    with project.transaction(
        "codebook.archive", f"archived code {path_of(project, code)}", check_reason(project, reason)
    ) as tx:
        for member in codes:
            tx.put("codes", msgspec.structs.replace(member, archived=True, quick=None))
    return len(codes)


def unarchive(project: Project, code: Code, reason: str = "") -> int:
    """Restore an archived code, its subtree and its groups; return how many codes."""
    codes = [archived_code for archived_code in subtree(project, code) if archived_code.archived]
    above = code.parent
    while above is not None:
        group = project.codes[above]
        codes += [group] if group.archived else []
        above = group.parent
    label = f"restored code {path_of(project, code)}"
    with project.transaction("codebook.unarchive", label, reason.strip()) as tx:
        for archived_code in codes:
            tx.put("codes", msgspec.structs.replace(archived_code, archived=False))
    return len(codes)


# Examples: units that show what a code means


def link_example(project: Project, code: Code, segment: Segment) -> Code:
    """Add a unit to the examples of a code."""
    if segment.id in code.examples:
        return code
    changed = msgspec.structs.replace(code, examples=(*code.examples, segment.id))
    with project.transaction(
        "codebook.example", f"added “{excerpt(segment.quote)}” to the examples of {code.name}"
    ) as tx:
        tx.put("codes", changed)
    return changed


def unlink_example(project: Project, code: Code, segment: Segment) -> Code:
    """Remove a unit from the examples of a code; NotFound if it is not one."""
    if segment.id not in code.examples:
        raise NotFound(f"The unit is not an example of {code.name}", segment.id)
    examples = tuple(id for id in code.examples if id != segment.id)
    changed = msgspec.structs.replace(code, examples=examples)
    label = f"removed “{excerpt(segment.quote)}” from the examples of {code.name}"
    with project.transaction("codebook.example", label) as tx:
        tx.put("codes", changed)
    return changed


# Split


class Split(NamedTuple):
    """The target code, the number of units moved, and how many of these had it already."""

    code: Code
    moved: int
    collapsed: int


def split(project: Project, code: Code, units: Sequence[Coding], into: Code | str, reason: str = "") -> Split:
    """Move codings of a code to another; a name or path is that of a code beside it, created if missing.

    Raises Invalid if there are none or one has another code.
    """
    reason = check_reason(project, reason)
    units = list({coding.id: coding for coding in units}.values())
    foreign = [coding for coding in units if coding.code != code.id]
    if not units or foreign:
        raise Invalid(
            "These units cannot be split off",
            f"{len(foreign)} of {len(units)} are not coded with {path_of(project, code)}.",
            "Choose units of the code itself.",
        )
    name = into if isinstance(into, str) else into.name
    noun = "unit" if len(units) == 1 else "units"
    label = f"split {len(units)} {noun} of code {code.name} off to {name.strip()}"
    with project.transaction("codebook.split", label, reason):
        target = ensure_beside(project, code, into) if isinstance(into, str) else into
        if target.id == code.id:
            raise Invalid("The units have this code already", path_of(project, code), "Choose another code.")
        with project.transaction("codebook.split", label) as tx:
            collapsed = sum(recode_to(project, tx, coding, target) for coding in units)
    return Split(target, len(units), collapsed)


def ensure_beside(project: Project, code: Code, path: str) -> Code:
    """Return the code with this path in the group of `code`, created if there is none."""
    parent = project.codes[code.parent] if code.parent is not None else None
    above, child = code.parent, None
    for name in path.split(SEPARATOR):
        child = find_child(project, above, name)
        if child is None:
            return add(project, path, parent=parent)
        above = child.id
    assert child is not None
    return child


# Reasons for changes to the shape of the codebook


def require_reasons(project: Project, required: bool) -> None:
    """Require a reason for changes to the shape of the codebook, or no longer."""
    if required == project.info.reasons:
        return
    label = (
        "required a reason for codebook changes" if required else "stopped requiring a reason for codebook changes"
    )
    with project.transaction("reasons.require", label) as tx:
        tx.put("project", msgspec.structs.replace(project.info, reasons=required))


def check_reason(project: Project, reason: str) -> str:
    """Return the trimmed reason; Invalid if it is empty and the project requires one."""
    reason = reason.strip()
    if project.info.reasons and not reason:
        raise Invalid(
            "A reason is required",
            "This project requires a reason for changes to the code tree.",
            "Give one (on the command line: --reason TEXT).",
        )
    return reason


# Several codes at once


def topmost(project: Project, codes: Sequence[Code]) -> list[Code]:
    """Return the codes that are not below another of them, in the given order."""
    below = {below_code.id for code in codes for below_code in subtree(project, code) if below_code.id != code.id}
    return list({code.id: code for code in codes if code.id not in below}.values())


def move_all(project: Project, codes: Sequence[Code], parent: Code | None, reason: str = "") -> int:
    """Move codes with their subtrees under `parent` (None: the top); return how many."""
    selected = _some(topmost(project, codes))
    where = f"under {parent.name}" if parent else "to the top"
    with project.transaction("codebook.move", f"moved {_describe(selected)} {where}", check_reason(project, reason)):
        for code in selected:
            above = project.codes[parent.id] if parent else None
            move(project, project.codes[code.id], above, reason=reason)
    return len(selected)


def merge_all(project: Project, codes: Sequence[Code], into: Code, reason: str = "") -> int:
    """Merge codes into one that stays; return how many codings collapsed."""
    selected = _some(list({code.id: code for code in codes if code.id != into.id}.values()))
    for code in selected:
        if any(member.id == into.id for member in subtree(project, code)):
            raise Invalid(
                "A code cannot be merged into itself", path_of(project, code), "Choose a code outside of it."
            )
    label = f"merged {_describe(selected)} into {into.name}"
    with project.transaction("codebook.merge", label, check_reason(project, reason)):
        return sum(merge(project, project.codes[code.id], project.codes[into.id], reason) for code in selected)


def recolor_all(project: Project, codes: Sequence[Code], color: str) -> int:
    """Set the colour of codes (`#rrggbb`); return how many."""
    selected = _some(codes)
    with project.transaction("codebook.recoloured", f"recoloured {_describe(selected)}"):
        for code in selected:
            recolor(project, project.codes[code.id], color)
    return len(selected)


def archive_all(project: Project, codes: Sequence[Code], reason: str = "") -> int:
    """Archive codes with their subtrees; return how many codes."""
    selected = _some(topmost(project, codes))
    with project.transaction("codebook.archive", f"archived {_describe(selected)}", check_reason(project, reason)):
        return sum(archive(project, code, reason) for code in selected)


def unarchive_all(project: Project, codes: Sequence[Code], reason: str = "") -> int:
    """Restore archived codes; return how many."""
    selected = _some(codes)
    with project.transaction("codebook.unarchive", f"restored {_describe(selected)}", reason.strip()):
        return sum(unarchive(project, project.codes[code.id], reason) for code in selected)


def delete_all(
    project: Project, codes: Sequence[Code], *, units_to: Code | None = None, uncode: bool = False, reason: str = ""
) -> int:
    """Delete codes with their subtrees, as `delete` does; return how many codings they had."""
    selected = _some(topmost(project, codes))
    deleted = {member.id for code in selected for member in subtree(project, code)}
    if units_to is not None and units_to.id in deleted:
        raise Invalid("The units cannot be moved to a deleted code", path_of(project, units_to))
    with project.transaction("codebook.delete", f"deleted {_describe(selected)}", check_reason(project, reason)):
        return sum(
            delete(project, project.codes[code.id], units_to=units_to, uncode=uncode, reason=reason)
            for code in selected
        )


def _some(codes: Sequence[Code]) -> Sequence[Code]:
    if not codes:
        raise Invalid("No code was chosen")
    return codes


def _describe(codes: Sequence[Code]) -> str:
    names = ", ".join(code.name for code in codes[:4])
    if len(codes) == 1:
        return f"code {names}"
    return f"{len(codes)} codes ({names}{' …' if len(codes) > 4 else ''})"

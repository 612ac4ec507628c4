"""The codebook: add, rename, move, define, colour, merge, delete."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from coder.errors import Invalid
from coder.model.codebook import PALETTE, SEPARATOR, Code
from coder.model.segment import Coding
from coder.project.merge_artifacts import refuse_loss, unite_codes
from coder.project.operations.reasons import given
from coder.project.ordering import subtree
from coder.project.paths import path_of
from coder.project.project import Pending, Project
from coder.project.repoint import redirect
from coder.project.segments import drop_if_bare


def child_named(project: Project, parent: str | None, name: str) -> Code | None:
    """The code of this name right below `parent`, case aside."""
    folded = name.strip().casefold()
    return next((code for code in project.children(parent) if code.name.casefold() == folded), None)


def next_color(project: Project, parent: str | None) -> str:
    """The parent's hue for a code inside a group, else the hue of the palette that is used least."""
    if parent is not None and project.codes[parent].color:
        return project.codes[parent].color
    used = [code.color for code in project.children(None)]
    return min(PALETTE.values(), key=used.count)


def add(
    project: Project, path: str, *, parent: Code | None = None, color: str = "", definition: str = "", **fields: Any
) -> Code:
    """Add a code; `path` is read from `parent` (or the top), and groups it names are made where missing.

    Raises Invalid when the code exists already, or one of the names is not possible.
    """
    names = [name.strip() for name in path.split(SEPARATOR)]
    if not all(names):
        raise Invalid("Not possible: a name cannot be empty", f"{path!r}", "Nothing was changed.")
    with project.transaction("codebook.add", f"added code {path.strip()}") as tx:
        above = parent.id if parent else None
        made: Code | None = None
        for place, name in enumerate(names, 1):
            found = child_named(project, above, name)
            if found is not None and place == len(names):
                raise Invalid(
                    "There is such a code already", path_of(project, found), "Take that one, or another name."
                )
            if found is None:
                last = place == len(names)
                made = Code(
                    id=project.new_id(),
                    name=name,
                    parent=above,
                    order=1 + max((code.order for code in project.children(above)), default=0),
                    color=(last and color) or next_color(project, above),
                    definition=definition if last else "",
                    **(fields if last else {}),
                )
                tx.put("codes", made)
                found = made
            above = found.id
    assert made is not None
    return made


def ensure(project: Project, path: str) -> Code:
    """The code with exactly this path, made if there is none."""
    above: str | None = None
    found: Code | None = None
    for name in path.split(SEPARATOR):
        found = child_named(project, above, name)
        if found is None:
            return add(project, path)
        above = found.id
    assert found is not None
    return found


def ensure_all(project: Project, codes: Iterable[Code | str]) -> list[Code]:
    """Return the codes; a string is the path of one, created if it does not exist."""
    return [ensure(project, code) if isinstance(code, str) else code for code in codes]


def _change(project: Project, code: Code, verb: str, reason: str = "", **fields: Any) -> Code:
    changed = msgspec.structs.replace(code, **fields)
    label = f"{verb} code {path_of(project, code)}"
    with project.transaction(f"codebook.{verb.split()[0]}", label, reason) as tx:
        tx.put("codes", changed)
    return changed


def rename(project: Project, code: Code, name: str, reason: str = "") -> Code:
    """Give a code another name; the old one stays as an alias, so that it is still found."""
    name = name.strip()
    if name == code.name:
        return code
    reason = given(project, reason)
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
    with project.transaction("codebook.defined", f"defined code {path_of(project, code)}") as tx:
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
    """Give a code another colour (`#rrggbb`)."""
    return _change(project, code, "recoloured", color=color)


def pin(project: Project, code: Code, digit: int | None) -> Code:
    """Put a code on a quick key 1-9 (None: on none); the code that had the key loses it."""
    what = f"put {code.name} on key {digit}" if digit else f"took {code.name} off its key"
    with project.transaction("codebook.pin", what) as tx:
        for other in list(project.codes.values()):
            if digit is not None and other.quick == digit and other.id != code.id:
                tx.put("codes", msgspec.structs.replace(other, quick=None))
        changed = msgspec.structs.replace(code, quick=digit)
        tx.put("codes", changed)
    return changed


def move(project: Project, code: Code, parent: Code | None, place: int | None = None, reason: str = "") -> Code:
    """Move a code with all below it under `parent` (None: the top), to the `place`-th position (None: last)."""
    if parent is not None and any(below.id == parent.id for below in subtree(project, code)):
        raise Invalid("A code cannot be moved into itself", path_of(project, code), "Choose a place outside of it.")
    above = parent.id if parent else None
    if above != code.parent:  # another place in the same group is no change of shape
        reason = given(project, reason)
    siblings = [other for other in project.children(above) if other.id != code.id]
    place = len(siblings) if place is None else max(0, min(place, len(siblings)))
    changed = msgspec.structs.replace(code, parent=above)
    siblings.insert(place, changed)
    where = f"under {parent.name}" if parent else "to the top"
    with project.transaction("codebook.move", f"moved code {code.name} {where}", reason) as tx:
        for order, other in enumerate(siblings, 1):
            if other.order != order or other.id == code.id:
                other = msgspec.structs.replace(other, order=order)
                tx.put("codes", other)
            if other.id == code.id:
                changed = other
    return changed


def recode_to(project: Project, tx: Pending, coding: Coding, code: Code) -> bool:
    """Give a coding another code; where that coder has it there already, the coding goes. Tells which."""
    if coding.code == code.id:
        return False
    twin = any(other.code == code.id and other.coder == coding.coder for other in project.codings_of(coding.segment))
    if twin:
        tx.remove("codings", coding.id)
    else:
        tx.put("codings", msgspec.structs.replace(coding, code=code.id))
    return twin


def merge(project: Project, code: Code, into: Code, reason: str = "") -> int:
    """Merge a code into another: codings, memos, names, meaning and children come along.

    Gives how many codings collapsed.
    """
    if any(below.id == into.id for below in subtree(project, code)):
        raise Invalid("A code cannot be merged into itself", path_of(project, code), "Choose a code outside of it.")
    label = f"merged code {code.name} into {into.name}"
    collapsed = 0
    with project.transaction("codebook.merge", label, given(project, reason)) as tx:
        for id in list(project.codings_with(code.id)):
            collapsed += recode_to(project, tx, project.codings[id], into)
        for memo in project.memos_on(code.id):
            tx.put("memos", msgspec.structs.replace(memo, target=into.id))
        _adopt_children(project, tx, code, into)
        names = dict.fromkeys((*into.aliases, code.name, *code.aliases))
        aliases = tuple(name for name in names if name != into.name)
        examples = tuple(dict.fromkeys((*into.examples, *code.examples)))
        said = {field: _joined(into, code, field) for field in ("definition", "include", "exclude")}
        quick = into.quick or code.quick
        tx.put("codes", msgspec.structs.replace(into, aliases=aliases, examples=examples, quick=quick, **said))
        unite_codes(project, tx, code, into)
        tx.remove("codes", code.id)
    return collapsed


def _joined(into: Code, code: Code, field: str) -> str:
    """What two codes say of themselves, as one; what came along keeps the name it was said of."""
    mine, theirs = str(getattr(into, field)), str(getattr(code, field))
    if not mine or not theirs or theirs in mine:
        return mine or theirs
    return f"{mine} ({code.name}: {theirs})"


def _adopt_children(project: Project, tx: Pending, code: Code, into: Code) -> None:
    last = max((child.order for child in project.children(into.id)), default=0)
    for child in project.children(code.id):
        name, number = child.name, 2
        while child_named(project, into.id, name) is not None:
            name, number = f"{child.name} ({number})", number + 1
        last += 1
        tx.put("codes", msgspec.structs.replace(child, parent=into.id, order=last, name=name))


def delete(
    project: Project, code: Code, *, units_to: Code | None = None, uncode: bool = False, reason: str = ""
) -> int:
    """Delete a code and all below it; gives how many codings it held.

    Where it holds codings, say where they go: to the code `units_to`, or, with `uncode`, away. A segment that
    loses its last coding goes too, unless it has a memo. Memos on the codes move to `units_to`, or to the
    parent, or to the project, and keep the code's name in their title. Raises Invalid when nothing was said.
    """
    doomed = list(subtree(project, code))
    held = [id for one in doomed for id in project.codings_with(one.id)]
    if units_to is not None and any(one.id == units_to.id for one in doomed):
        raise Invalid("The units cannot go to a code that is deleted", path_of(project, units_to))
    if held and units_to is None and not uncode:
        raise Invalid(
            "The code still holds units",
            f"{path_of(project, code)} and what is below it hold {len(held)} codings.",
            "Say which code they go to, or that they are to be uncoded.",
        )
    for one in doomed:
        refuse_loss(project, one)
    label = f"deleted code {path_of(project, code)}"
    with project.transaction("codebook.delete", label, given(project, reason)) as tx:
        for id in held:
            coding = project.codings[id]
            if units_to is not None:
                recode_to(project, tx, coding, units_to)
            else:
                tx.remove("codings", id)
                drop_if_bare(project, tx, coding.segment)
        for one in doomed:
            _keep_memos(project, tx, one, units_to)
        for one in reversed(doomed):
            redirect(project, tx, "codes", one.id, None)
            tx.remove("codes", one.id)
    return len(held)


def _keep_memos(project: Project, tx: Pending, code: Code, units_to: Code | None) -> None:
    for memo in project.memos_on(code.id):
        title = memo.title or f"on the deleted code {path_of(project, code)}"
        about, target = ("codes", units_to.id) if units_to else ("project", project.info.id)
        tx.put("memos", msgspec.structs.replace(memo, about=about, target=target, title=title))

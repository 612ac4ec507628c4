"""Sets of codes from anywhere in the tree: add, rename, change, remove."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from coder.model.codebook import Code
from coder.model.project import CodeSet
from coder.project.project import Project
from coder.project.study import by_name, match_name, pick_one


def named(project: Project, text: str) -> CodeSet:
    """Return the set with this id or name; NotFound with the known names."""
    sets = project.sets.values()
    return pick_one(match_name(sets, text), text, "set", (), sorted(code_set.name for code_set in sets))


def with_code(project: Project, code: Code) -> list[CodeSet]:
    """Return the sets that contain a code, by name."""
    return sorted((code_set for code_set in project.sets.values() if code.id in code_set.codes), key=by_name)


def add(project: Project, name: str, codes: Iterable[Code] = (), note: str = "") -> CodeSet:
    """Add a set."""
    code_set = CodeSet(id=project.new_id(), name=name.strip(), codes=_ids(codes), note=note)
    with project.transaction("sets.add", f"added set {code_set.name}") as tx:
        tx.put("sets", code_set)
    return code_set


def rename(project: Project, code_set: CodeSet, name: str) -> CodeSet:
    """Rename a set."""
    changed = msgspec.structs.replace(code_set, name=name.strip())
    with project.transaction("sets.rename", f"renamed set {code_set.name} to {changed.name}") as tx:
        tx.put("sets", changed)
    return changed


def change(project: Project, code_set: CodeSet, codes: Iterable[Code], note: str | None = None) -> CodeSet:
    """Change the codes and the note of a set (None: unchanged)."""
    changed = msgspec.structs.replace(code_set, codes=_ids(codes), note=code_set.note if note is None else note)
    with project.transaction("sets.change", f"changed set {code_set.name}") as tx:
        tx.put("sets", changed)
    return changed


def toggle_code(project: Project, code: Code, sets: Iterable[CodeSet], create: str = "") -> None:
    """Add a code to the sets it is not in, remove it from those it is in, and put it into a new set `create`."""
    with project.transaction("sets.change", f"changed the sets of {code.name}"):
        for code_set in sets:
            others = [project.codes[id] for id in code_set.codes if id != code.id]
            change(project, code_set, others if code.id in code_set.codes else [*others, code])
        if create:
            add(project, create, [code])


def remove(project: Project, code_set: CodeSet) -> None:
    """Remove a set; its codes stay."""
    with project.transaction("sets.remove", f"deleted set {code_set.name}") as tx:
        tx.remove("sets", code_set.id)


def _ids(codes: Iterable[Code]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.id for code in codes))

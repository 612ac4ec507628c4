"""`coder sets`: sets of codes from anywhere in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.cli import output, parameters
from coder.cli.verb import WRITE, Result, verb
from coder.project.operations import sets
from coder.project.study import by_name, path_of

if TYPE_CHECKING:
    from coder.model.codebook import Code
    from coder.model.project import CodeSet
    from coder.project import Project

SET = parameters.argument("code_set", metavar="SET", help="name or id", resolve=sets.named)


@verb("sets", "List the sets of codes.", examples=["sets friends", "sets friends --json"])
def listing(project: Project) -> Result:
    """List the sets by name."""
    all_sets = sorted(project.sets.values(), key=by_name)
    rows = [["set", "codes"], *([code_set.name, ", ".join(_paths(project, code_set))] for code_set in all_sets)]
    none = f"There are no sets yet. Add one with: coder sets add {project.folder} NAME CODE…"
    return Result([_as_json(project, code_set) for code_set in all_sets], output.aligned(rows) if all_sets else none)


@verb(
    "sets add",
    "Add a set.",
    parameters.argument("new", metavar="SET", help="its name"),
    parameters.code("codes", nargs="*"),
    parameters.argument("--note", default="", help="what it is for"),
    examples=["sets add friends 'What colleagues do' Shame 'A GP'"],
    access=WRITE,
)
def add(project: Project, new: str, codes: list[Code], note: str) -> Result:
    """Add a set of codes."""
    return _result(project, sets.add(project, new, codes, note))


@verb(
    "sets rename",
    "Rename a set.",
    SET,
    parameters.argument("name", help="the new name"),
    examples=["sets rename friends Colleagues 'Among equals'"],
    access=WRITE,
)
def rename(project: Project, code_set: CodeSet, name: str) -> Result:
    """Rename a set."""
    return _result(project, sets.rename(project, code_set, name))


@verb(
    "sets change",
    "Add codes to a set, or remove them from it.",
    SET,
    parameters.code("--add", "add this code (repeatable)", action="append", default=[]),
    parameters.code("--take", "remove this code (repeatable)", action="append", default=[]),
    parameters.argument("--note", help="what it is for"),
    examples=["sets change friends Colleagues --add Fear"],
    access=WRITE,
)
def change(project: Project, code_set: CodeSet, add: list[Code], take: list[Code], note: str | None) -> Result:
    """Change the codes and the note of a set."""
    taken = {code.id for code in take}
    codes = [code for code in [*(project.codes[id] for id in code_set.codes), *add] if code.id not in taken]
    return _result(project, sets.change(project, code_set, codes, note))


@verb(
    "sets remove",
    "Delete a set; its codes stay.",
    SET,
    examples=["sets remove friends Colleagues"],
    access=WRITE,
)
def remove(project: Project, code_set: CodeSet) -> Result:
    """Delete a set."""
    value = _as_json(project, code_set)
    sets.remove(project, code_set)
    return Result(value, f"Deleted the set {code_set.name}")


def _result(project: Project, code_set: CodeSet) -> Result:
    paths = _paths(project, code_set)
    return Result(_as_json(project, code_set), f"{code_set.name}: {', '.join(paths) or '0 codes'}")


def _paths(project: Project, code_set: CodeSet) -> list[str]:
    return [path_of(project, project.codes[id]) for id in code_set.codes]


def _as_json(project: Project, code_set: CodeSet) -> dict[str, object]:
    return {"id": code_set.id, "name": code_set.name, "codes": _paths(project, code_set), "note": code_set.note}

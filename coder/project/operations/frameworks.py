"""Frameworks: add, rename, describe, remove."""

from __future__ import annotations

import msgspec

from coder.errors import Invalid
from coder.model.framework import Framework, Level
from coder.model.framework_templates import EMPTY, TEMPLATES
from coder.project.framework_layer import cells_of, levels_of
from coder.project.project import Project
from coder.project.segments import repoint
from coder.text.phrases import format_count


def add(project: Project, name: str = "", template: str = EMPTY, *, early: str = "", note: str = "") -> Framework:
    """Add a framework with the levels of a template.

    `early` says what is unfinished in the condensation (see `coder.analysis.method.frameworks.early`); it is stored
    with the framework and in the history.
    """
    begun = TEMPLATES.get(template)
    if begun is None:
        raise Invalid("There is no such template", template, f"Templates are: {', '.join(TEMPLATES)}")
    framework = Framework(
        id=project.new_id(),
        name=name.strip() or begun.name,
        template="" if template == EMPTY else template,
        note=note or ("" if template == EMPTY else begun.note),
        created=project.now(),
        early=early,
    )
    when = " before the condensation was done" if early else ""
    with project.transaction("frameworks.add", f"opened framework {framework.name}{when}", early) as tx:
        tx.put("frameworks", framework)
        for order, level in enumerate(begun.levels, 1):
            tx.put("levels", Level(id=project.new_id(), framework=framework.id, order=order, **level._asdict()))
    return framework


def rename(project: Project, framework: Framework, name: str) -> Framework:
    """Rename a framework."""
    changed = msgspec.structs.replace(framework, name=name.strip())
    label = f"renamed framework {framework.name} to {changed.name}"
    with project.transaction("frameworks.rename", label) as tx:
        tx.put("frameworks", changed)
    return changed


def describe(project: Project, framework: Framework, note: str) -> Framework:
    """Set the note of a framework."""
    changed = msgspec.structs.replace(framework, note=note.strip())
    with project.transaction("frameworks.describe", f"described framework {framework.name}") as tx:
        tx.put("frameworks", changed)
    return changed


def remove(project: Project, framework: Framework, *, with_cells: bool = False) -> None:
    """Remove a framework and its levels; `with_cells` also its cells, change notes and memos."""
    levels = levels_of(project, framework)
    contents = [
        format_count(number, noun)
        for noun, number in (
            ("cell", len(cells_of(project, framework))),
            ("change note", sum(len(project.referrers(level.id, "change_notes")) for level in levels)),
            ("memo", len(project.memos_on(framework.id))),
        )
        if number
    ]
    if contents and not with_cells:
        raise Invalid(
            "The content of the framework would be lost",
            f"{framework.name} has {', '.join(contents)}.",
            "Confirm that it is deleted with the framework.",
        )
    with project.transaction("frameworks.remove", f"deleted framework {framework.name}") as tx:
        for memo in project.memos_on(framework.id):
            tx.remove("memos", memo.id)
        repoint(project, tx, "frameworks", framework.id, None)
        tx.remove("frameworks", framework.id)

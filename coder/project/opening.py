"""The composition root: opens a project, puts store and indexes together; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coder.errors import Damaged, Locked, ReadOnly
from coder.model.info import Info
from coder.model.invariants import Broken, broken_by
from coder.model.tables import TABLES
from coder.project.project import Clock, Project, random_id, utc_now
from coder.store import checkpoint, store


def folder_of(path: Path | str) -> Path:
    """The folder of a project that was named by its folder or by its `project.json`."""
    path = Path(path)
    return path.parent if path.name == checkpoint.NAME else path


def is_project(path: Path | str) -> bool:
    """Whether there is a project at this path."""
    return (folder_of(path) / checkpoint.NAME).is_file()


def read_project(path: Path | str) -> Project:
    """Open a project for reading, beside whoever writes."""
    project = Project(store.load(folder_of(path)))
    _examine(project)
    return project


def open_project(
    path: Path | str,
    coder: str = "",
    *,
    clock: Clock = utc_now,
    new_id: Callable[[], str] = random_id,
    wait: float = 0.0,
) -> Project:
    """Open a project for writing; Locked or ReadOnly when it cannot be, Damaged when its files are not sound."""
    project = Project(store.open_for_writing(folder_of(path), coder, clock(), wait), coder, clock, new_id)
    try:
        _examine(project)
    except BaseException:
        project.close()
        raise
    return project


def open_somehow(path: Path | str, coder: str = "") -> Project:
    """Open a project for writing if that can be, else for reading, with a notice that says why."""
    try:
        return open_project(path, coder)
    except (Locked, ReadOnly) as error:
        project = read_project(path)
        project.notices.append(f"{error.title}: {error.detail} It is open for reading only.")
        return project


def create_project(
    path: Path | str,
    name: str = "",
    *,
    language: str = "en",
    sample: bool = False,
    clock: Clock = utc_now,
    new_id: Callable[[], str] = random_id,
) -> Path:
    """Make a new, empty project in a new folder; gives the folder."""
    folder = folder_of(path)
    made = clock().isoformat(timespec="seconds")
    info = Info(
        id=new_id(),
        name=name or folder.resolve().name or "Project",
        language=language,
        created=made,
        sample=sample,
    )
    tables: checkpoint.Tables = {table: {} for table in TABLES}
    tables["project"][info.id] = info
    store.create(folder, tables)
    return folder


def broken_rules(project: Project) -> list[Broken]:
    """Every rule of the model that does not hold, over all records."""
    found = [
        one
        for table in TABLES
        for record in project.tables[table].values()
        for one in broken_by(project.rules, table, record)
    ]
    if len(project.tables["project"]) != 1:
        found.append(Broken("project", "", "there must be exactly one record that describes the project"))
    return found


def _examine(project: Project) -> None:
    """Look closely at a file that somebody edited by hand."""
    if not project._store.edited:
        return
    broken = broken_rules(project)
    if broken:
        first = broken[0]
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise Damaged(
            "project.json was changed outside the program and breaks a rule",
            f"{first.table} / {first.id}: {first.rule}{more}.",
            "Correct the file, or run: coder doctor PROJECT --repair. Nothing was touched.",
        )
    project.notices.append("project.json was changed outside the program. It was checked: all rules hold.")

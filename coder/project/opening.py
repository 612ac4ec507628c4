"""Open, create and copy projects: the composition root of store and indexes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from coder.errors import Damaged, Locked, ReadOnly, StoreError
from coder.model.invariants import Broken, violations
from coder.model.memo import Memo
from coder.model.project import Info
from coder.model.record import Change, Transaction
from coder.model.schema import TABLES
from coder.project.project import Clock, Project, random_id, utc_now
from coder.project.study import Study
from coder.store import checkpoint, keys, store
from coder.store.cipher import Cost
from coder.store.drafts import ERASURE
from coder.store.drafts import FOLDER as DRAFTS
from coder.store.journal import CREATED
from coder.text.phrases import format_count

#: The operation that follows the sample's history in the history of a working copy.
COPIED = "project.copy"


def folder_of(path: Path | str) -> Path:
    """Return the folder of a project given by its folder or its `project.json`."""
    path = Path(path)
    return path.parent if path.name == checkpoint.NAME else path


def is_project(path: Path | str) -> bool:
    """Return whether there is a project at this path."""
    try:
        return os.path.isfile(folder_of(path) / checkpoint.NAME)
    except ValueError:  # a zero byte in the path
        return False


def read_project(path: Path | str) -> Project:
    """Open a project for reading; another program may have it open for writing."""
    opened = store.load(folder_of(path))
    _examine(opened)
    if opened.edits:
        opened.notices.append(
            f"{_EDITED}, and disagrees with the history: {_list_edits(opened)}. What the history says is shown. "
            "coder doctor PROJECT lists what differs."
        )
    return Project(opened)


def open_project(
    path: Path | str,
    coder: str = "",
    *,
    clock: Clock = utc_now,
    new_id: Callable[[], str] = random_id,
    wait: float = 0.0,
    sample: bool = False,
) -> Project:
    """Open a project for writing; Locked or ReadOnly when it cannot be, Damaged when its files are not sound.

    The sample study opens for writing only with `sample`, to create or copy it.
    """
    info = checkpoint.info_at_a_glance(folder_of(path))
    if info is not None and info.sample and not sample:
        raise _sample_is_read_only()
    opened = store.open_for_writing(folder_of(path), coder, clock(), wait, _examine_and_refuse_edits)
    try:
        project = Project(opened, coder, clock, new_id)
        if project.info.sample and not sample:
            raise _sample_is_read_only()
        _set_aside_drafts(project)
        _finish_erasure(project)
    except BaseException:
        opened.leave()
        raise
    return project


def _set_aside_drafts(project: Project) -> None:
    """Rename damaged drafts, with a notice of each: nothing can be made of them, and they must not be lost."""
    if not os.path.isdir(project.folder / DRAFTS):
        return
    from coder.project import drafts

    try:
        for name, error in drafts.damaged(project.folder):
            aside = drafts.set_aside(project.folder, name)
            project.notices.append(
                f"A draft is damaged ({error.detail.rstrip('.')}). It is kept as {DRAFTS}/{aside}."
            )
    except (OSError, StoreError) as error:
        project.notices.append(f"The drafts cannot be read: {error}")


def _finish_erasure(project: Project) -> None:
    """Finish an erasure that was interrupted, with a notice."""
    if not os.path.lexists(project.folder / DRAFTS / ERASURE):
        return
    from coder.project import erasure_files

    if erasure_files.resume(project) is not None:
        project.notices.append("An erasure that had been interrupted was finished.")


def _sample_is_read_only() -> ReadOnly:
    return ReadOnly(
        "This is the sample study", "It cannot be changed.", "Make a working copy of your own: coder new DIR --sample"
    )


def open_or_read(path: Path | str, coder: str = "") -> Project:
    """Open a project for writing if possible, otherwise for reading, with a notice that says why."""
    try:
        return open_project(path, coder)
    except (Locked, ReadOnly) as error:
        project = read_project(path)
        project.notices.append(f"{error.title}: {error.detail} It is open read-only.")
        return project


def create_project(
    path: Path | str,
    name: str = "",
    *,
    coder: str = "",
    language: str = "en",
    sample: bool = False,
    passphrase: str | None = None,
    cost: Cost | None = None,
    clock: Clock = utc_now,
    new_id: Callable[[], str] = random_id,
) -> Path:
    """Create an empty project in a new folder; return the folder.

    With a passphrase it is encrypted, and unlocked in this process; `cost` is that of deriving a key from it.
    """
    folder = folder_of(path)
    created = clock().isoformat(timespec="seconds")
    info = Info(
        id=new_id(),
        name=name or folder.resolve().name or "Project",
        language=language,
        created=created,
        sample=sample,
    )
    tables: checkpoint.Tables = {table: {} for table in TABLES}
    tables["project"][info.id] = info
    creation = Transaction(
        id=new_id(),
        when=created,
        coder=coder,
        operation=CREATED,
        label=f"created project {info.name}",
        changes=(Change("project", info.id, None, info),),
    )
    if passphrase is None:
        store.create(folder, tables, creation)
        return folder
    key_file, opened = keys.new(coder, passphrase, cost)
    keys.hold(key_file, opened, [folder])
    try:
        store.create(folder, tables, creation, key_file)
    except BaseException:
        keys.lock(folder)
        raise
    return folder


def working_copy(project: Project, folder: Path, coder: str) -> Path:
    """Copy a project with its history into a new folder, as one that can be changed; return the folder."""
    project.save_copy(folder)
    with (
        open_project(folder, coder, sample=True) as copy,
        copy.transaction(COPIED, "made a working copy") as tx,
    ):
        tx.put("project", msgspec.structs.replace(copy.info, sample=False))
    return folder


def working_copies(project: Project, folders: Iterable[Path]) -> list[Path]:
    """Return those of the folders that hold a copy of this project that can be changed, each once, in their order."""
    copies = []
    for folder in dict.fromkeys(path.resolve() for path in folders):
        info = checkpoint.info_at_a_glance(folder)
        if info is not None and info.id == project.info.id and not info.sample:
            copies.append(folder)
    return copies


def broken_rules(study: Study) -> list[Broken]:
    """Return all violations of the model's rules, over all records."""
    violations_found = [
        violation
        for table in TABLES
        for record in study.tables[table].values()
        for violation in violations(study.rules, table, record)
    ]
    if len(study.tables["project"]) != 1:
        violations_found.append(Broken("project", "", "there must be exactly one record that describes the project"))
    return violations_found


_EDITED = "project.json was changed outside the program"
#: Edited records that a message names.
_NAMED = 3


def _list_edits(opened: store.Store) -> str:
    records = [f"{edit.table} / {edit.id}" for edit in opened.edits[:_NAMED]]
    more = len(opened.edits) - len(records)
    return ", ".join(records) + (f" and {more:,} more" if more else "")


def _examine_and_refuse_edits(opened: store.Store) -> None:
    _examine(opened)
    if opened.edits:
        raise Damaged(
            f"{_EDITED}, and disagrees with the history",
            f"{_list_edits(opened)}. Nothing was touched.",
            "See each: coder doctor PROJECT. To continue with what the history says, add --repair; "
            "to take over what was changed, add --repair --keep-edits.",
        )


def _examine(opened: store.Store) -> None:
    """Check locked memos, and a checkpoint that was edited outside, where the history cannot be compared."""
    memos = opened.tables["memos"].values()
    changed = [memo for memo in memos if isinstance(memo, Memo) and memo.changed_since_locked]
    if changed:
        opened.notices.append(
            f"{format_count(len(changed), 'memo was', 'memos were')} changed outside the program after being locked. "
            f"To see which, and what was locked: coder doctor {opened.folder}"
        )
    if not opened.edited:
        return
    broken = broken_rules(Study(opened.tables))
    if broken:
        first = broken[0]
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise Damaged(
            f"{_EDITED} and breaks a rule",
            f"{first.table} / {first.id}: {first.rule}{more}.",
            "Correct the file, or run: coder doctor PROJECT --repair. Nothing was touched.",
        )
    opened.notices.append(
        f"{_EDITED}, and the history does not reach far enough to say what. It was checked: all rules hold."
    )

"""Backups of a project: made, copied to a second folder, listed with their place in the history, restored."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import timezone
from pathlib import Path
from typing import NamedTuple

import msgspec

from coder.errors import Ambiguous, Damaged, NotFound, StoreError
from coder.model.record import Change, Transaction
from coder.progress import Progress, no_progress
from coder.project import second_folder, settings
from coder.project.opening import folder_of
from coder.project.project import Project
from coder.store import backups, checkpoint, files, journal, keys, reading, recovery, sealed, store
from coder.store.checkpoint import Tables
from coder.store.journal import State
from coder.store.recovery import differences

__all__ = ["Backup", "Made", "Restored", "differences"]


class Made(NamedTuple):
    """A new backup, its copy in the second folder, and why there is none; None and "" where no folder is set."""

    path: Path
    copy: Path | None = None
    note: str = ""


class Backup(NamedTuple):
    """A backup: `id` as a person types it, when made (ISO 8601, UTC), and where it is in the present history.

    `change` is the number of changes it has, `since` how many the present history has after it; None: the backup is
    not in this history, or that is not known. `damage` is why it cannot be read. `copies` are in the second folder.
    """

    id: str
    path: Path
    made: str
    size: int
    project: str = ""
    name: str = ""
    note: str = ""
    change: int | None = None
    transaction: str = ""
    since: int | None = None
    damage: str = ""
    copies: tuple[Path, ...] = ()


class Restored(NamedTuple):
    """A project restored into a new folder; `history` says whether its history could be restored, too."""

    folder: Path
    history: bool


# Making


def job(project: Project, note: str = "", if_due: bool = False) -> Callable[[Progress], Made] | None:
    """Return a function that backs up the project, here and in the second folder; it may run in any thread.

    A backup with a note is always kept. With `if_due`, None if no backup is due. Both raise StoreError when the
    project's own folder refuses; trouble with the second folder is only noted.
    """
    make_one = project.prepare_backup(note, if_due)
    if make_one is None:
        return None
    id, folder = project.info.id, project.folder
    base = settings.load().backup_folder.strip()

    def run(report: Progress) -> Made:
        path = make_one(report)
        if not base:
            return Made(path)

        def copy(follow: Progress) -> Path:
            second_folder.must_be_reachable(base)
            return backups.copy(path, second_folder.place(base, folder, id), follow)

        try:
            return Made(path, second_folder.patiently(copy, report))
        except StoreError as error:
            reason = f"{error.title}: {base}"
        except OSError as error:
            reason = f"{files.explain(error, '').title}: {base}"
        return Made(path, None, f"The backup was made, but not copied to the second folder. {reason}")

    return run


# Listing


def listed(path: Path | str, report: Progress = no_progress, verify: bool = False) -> list[Backup]:
    """Return the backups of a project, the latest first, and those that are only in the second folder after them.

    `path` may also be a folder of backups or one backup. With `verify`, every file of every backup is checked.
    """
    folder = folder_of(path)
    rows = [_row("", file, None) for file in ([folder] if folder.is_file() else _loose(folder))]
    if not rows:
        rows = _of_project(folder)
    if not verify:
        return rows
    return [_verified(row, n, len(rows), report) for n, row in enumerate(rows)]


def _loose(folder: Path) -> list[Path]:
    """Return the backups in a folder that is no project: directly, or in the folders of several projects."""
    if (folder / checkpoint.NAME).exists() or (folder / backups.FOLDER).is_dir() or not folder.is_dir():
        return []
    below = [path for path in sorted(folder.iterdir()) if path.is_dir()]
    return [file for place in (folder, *below) for file in backups.listed_in(place)]


def _of_project(folder: Path) -> list[Backup]:
    present = present_state(folder)
    own = backups.listed(folder)
    if not own and present is None and not (folder / checkpoint.NAME).exists():
        base = settings.load().backup_folder.strip()
        hint = f"The second folder: coder backups list {base}" if base else "Name a project or a folder of backups."
        raise NotFound("There is no project and no backup here", str(folder), hint)
    rows = [_row(str(backups.name_of(path).number or path.name), path, (folder, present)) for path in own]
    elsewhere = second_folder.copies(folder, next((row.project for row in rows if row.project), ""))
    only_there = [path for path in elsewhere if not backups.copies(path, own)]
    rows = [row._replace(copies=tuple(backups.copies(row.path, elsewhere))) for row in rows]
    return rows + [_row(f"2-{backups.name_of(path).number}", path, (folder, present)) for path in only_there]


def present_state(folder: Path) -> State | None:
    """Return the state of the history of a project; None if it cannot be read."""
    try:
        stored = checkpoint.read(folder)
        tail = journal.read_from(folder / journal.NAME, stored.journal)
    except (StoreError, NotFound, OSError):
        return None
    return tail.entries[-1].state if tail.entries else stored.journal


def _row(id: str, path: Path, present: tuple[Path, State | None] | None) -> Backup:
    name = backups.name_of(path)
    made = name.made.replace(tzinfo=timezone.utc).isoformat() if name.made else ""
    try:
        size = path.stat().st_size
        row = Backup(id or path.name, path, made, size, note="", change=name.changes)
        if backups.is_legacy(path):
            row = row._replace(note="made by an earlier version" + (", before an upgrade" if name.kept else ""))
            state = backups.read(path).journal
            row = row._replace(change=state.number)
        else:
            head = backups.manifest(path)
            state = head.place.state
            row = row._replace(
                made=head.made,
                project=head.project,
                name=head.name,
                note=head.note if head.project else "encrypted",
                change=state.number,
                transaction=head.place.transaction,
            )
    except OSError as error:
        return Backup(id or path.name, path, made, 0, damage=error.strerror or "It cannot be read.")
    except StoreError as error:
        return row._replace(damage=error.detail or error.title)
    folder, current = present or (path, None)
    if current is not None and state.number <= current.number and journal.contains(folder / journal.NAME, state):
        row = row._replace(since=current.number - state.number)
    return row


def _verified(row: Backup, number: int, total: int, report: Progress) -> Backup:
    return verified(row, lambda share: report((number + share) / total))


def verified(row: Backup, report: Progress = no_progress) -> Backup:
    """Check every file of a backup; return it with its damage, if any."""
    if row.damage:
        return row
    try:
        backups.verify(row.path, report)
    except StoreError as error:
        return row._replace(damage=error.detail or error.title)
    return row


def named(rows: list[Backup], text: str) -> Backup:
    """Return the backup with this number or beginning of its file's name; without `text` the only one there is.

    NotFound or Ambiguous otherwise.
    """
    if rows and (text == "latest" or (not text and len(rows) == 1)):
        return rows[0]
    if not text:
        raise NotFound("Which backup?", f"There are {len(rows):,}.", "Name its number in the list, or “latest”.")
    file = Path(text)
    exact = [row for row in rows if text in (row.id, row.path.name) or file == row.path]
    exact = exact or [row for row in rows if row.path.name.startswith(text)]
    if len(exact) > 1:
        raise Ambiguous("Several backups have that name", ", ".join(str(row.path) for row in exact))
    if exact:
        return exact[0]
    if file.is_file():
        return _row("", file, None)
    raise NotFound(
        "There is no such backup", text, "coder backups list PROJECT shows their numbers; “latest” is the newest."
    )


# What differs, and restoring


def records(backup: Backup, rows: list[Backup], report: Progress = no_progress) -> Tables:
    """Return the records of a backup after a check of all its files; Damaged, with a better one, if it is damaged."""
    must_be_good(backup, rows, report)
    return backups.read(backup.path).tables


def must_be_good(backup: Backup, rows: list[Backup], report: Progress = no_progress) -> None:
    """Raise Damaged, naming another backup, if a file of this one is not what was backed up."""
    damage = verified(backup, report).damage
    if not damage:
        return
    place = rows.index(backup) if backup in rows else 0
    nearest = sorted((row for row in rows if row != backup), key=lambda row: abs(rows.index(row) - place))
    copies = [copy for copy in backup.copies if not verified(backup._replace(path=copy, damage="")).damage]
    good = next((row.id for row in nearest if not verified(row).damage), "")
    hints = [
        *(f"Its copy in the second folder is good: {copy}" for copy in copies),
        *([f"The nearest good one is {good}."] if good else []),
    ]
    raise Damaged(
        "The backup is damaged; nothing was restored",
        damage,
        " ".join(hints) or "There is no other good backup here. Ask whoever backs up this computer for an older one.",
    )


def restore_to(
    backup: Backup, rows: list[Backup], folder: Path, origin: Path | None, report: Progress = no_progress
) -> Restored:
    """Restore a backup into a new folder, all or nothing.

    StoreError if the folder exists, Damaged if the backup is damaged. A backup of an earlier version has no history
    of its own: it is taken from the project `origin` if it fits.
    """
    if os.path.lexists(folder):
        raise StoreError("The folder exists already", str(folder), "Name a folder that does not exist yet.")
    must_be_good(backup, rows, report)
    with _new_folder(folder) as new:
        if backups.is_legacy(backup.path):
            return Restored(folder, _restore_legacy(backup, new, origin))
        backups.extract(backup.path, new, report)
    return Restored(folder, True)


@contextlib.contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Fill a folder that takes its name only when it is complete."""
    import shutil
    import tempfile

    target = folder.absolute()
    try:
        files.make_folder(target.parent)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=files.PART, dir=target.parent))
    except OSError as error:
        raise files.explain(error, f"make {folder}") from error
    try:
        files.restrict(temporary, files.FOLDER_MODE)
        yield temporary
        files.sync_folder(temporary)
        os.rename(temporary, target)
        files.sync_folder(target.parent)
    except BaseException as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if isinstance(error, OSError):
            raise files.explain(error, f"restore into {folder}") from error
        raise


def _restore_legacy(backup: Backup, folder: Path, origin: Path | None) -> bool:
    """Restore a backup without a history, with that of `origin` if the backup is a moment of it."""
    content = backups.content(backup.path)
    stored = checkpoint.decode(content, str(backup.path))
    history = None if origin is None else origin / journal.NAME
    if origin is not None and history is not None and journal.contains(history, stored.journal):
        keys.copy_to(origin, folder)
        lines = (reading.read_bytes(history) or b"")[: stored.journal.offset]
        sealed.replace(folder / journal.NAME, lines)
        sealed.replace(folder / checkpoint.NAME, content)
        return True
    from coder.project.project import random_id, utc_now

    first = Transaction(
        id=random_id(),
        when=utc_now().isoformat(timespec="seconds"),
        coder="",
        operation=journal.CREATED,
        label=label_of(backup),
        changes=differences(recovery.empty(), stored.tables),
    )
    key_file = None if origin is None else keys.read(origin)
    if key_file is None:  # decrypted since, or gone: what was sealed stays sealed
        key_file = backups.key_file_of(backup.path)
    store.create(folder, stored.tables, first, key_file)
    return False


def label_of(backup: Backup) -> str:
    """Return the label of a restored backup in the history."""
    return f"Restored backup of {moment(backup)}"


def moment(backup: Backup) -> str:
    """Return when a backup was made, in local time, or its file name if that is not known."""
    from datetime import datetime

    return f"{datetime.fromisoformat(backup.made).astimezone():%Y-%m-%d %H:%M}" if backup.made else backup.path.name


def as_present(project: Project, tables: Tables) -> Tables:
    """Return the records of a backup as they would be in this project: a working copy does not become the sample.

    Memos that were locked since stay, with their authors.
    """
    info = tables["project"].get(project.info.id)
    if info is None:
        raise StoreError(
            "The backup is of another project",
            "Its project has another id.",
            "Restore it into a new folder: coder backups restore PROJECT BACKUP --to DIR",
        )
    kept = msgspec.structs.replace(project.info, **_fields(info) | {"sample": project.info.sample})
    locked = {memo.id: memo for memo in project.memos.values() if memo.locked}
    authors = {memo.coder: project.coders[memo.coder] for memo in locked.values()}
    return {
        **tables,
        "project": {kept.id: kept},
        "coders": {**authors, **tables["coders"]},
        "memos": {**tables["memos"], **locked},
    }


def _fields(record: object) -> dict[str, object]:
    return msgspec.structs.asdict(record)  # type: ignore[arg-type]


def counts(changes: tuple[Change, ...]) -> dict[str, dict[str, int]]:
    """Return how many records of each table a restore would bring back, remove and change."""
    numbers: dict[str, dict[str, int]] = {}
    for change in changes:
        row = numbers.setdefault(change.table, {"back": 0, "removed": 0, "changed": 0})
        row["back" if change.before is None else "removed" if change.after is None else "changed"] += 1
    return numbers


#: Table → what one record is called, and several, where that is not the name of the table.
_NOUNS = {
    "project": ("description of the project", "descriptions of the project"),
    "attrition": ("entry of the attrition register", "entries of the attrition register"),
    "sets": ("set of codes", "sets of codes"),
    "queries": ("saved query", "saved queries"),
    "groups": ("code group", "code groups"),
    "analytic_texts": ("analytic text", "analytic texts"),
    "change_notes": ("change note", "change notes"),
    "segments": ("unit", "units"),
    "sources": ("transcript", "transcripts"),
    "texts": ("text of a transcript", "texts of transcripts"),
}


def describe(changes: tuple[Change, ...]) -> list[str]:
    """Return a line for each table: numbers of restored, removed and changed records."""
    lines = []
    for table, row in counts(changes).items():
        one, several = _NOUNS.get(table, (table.removesuffix("s"), table))
        verbs = (("back", "restored"), ("removed", "removed"), ("changed", "changed"))
        parts = [f"{row[key]:,} {verb}" for key, verb in verbs if row[key]]
        lines.append(f"{one if sum(row.values()) == 1 else several}: {', '.join(parts)}")
    return lines


def changes_after(project: Project, backup: Backup, most: int) -> list[Transaction]:
    """Return the latest changes of the project after a backup, at most so many; none if it is of another history."""
    if not backup.since:
        return []
    from itertools import islice

    return list(islice(project.history(), min(most, backup.since)))

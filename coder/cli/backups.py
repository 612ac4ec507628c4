"""`coder backups list|show|restore|make`: backups and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters, passphrase
from coder.cli.verb import PATH, Result, confirm, noun, verb, writing
from coder.project import backups, second_folder
from coder.project.opening import folder_of
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from argparse import Namespace

    from coder.model.record import Change
    from coder.project.backups import Backup
    from coder.store.checkpoint import Tables

#: Changes after a backup that are listed.
LISTED = 20

NAMED = "its number in the list, its file, or “latest”"
BACKUP = parameters.argument("backup", help=NAMED)

noun(
    "backups",
    "List, check, make and restore backups. They are made while you work, at most one an hour.",
    ["backups list friends", "backups show friends 12", "backups restore friends 12 --to friends-monday"],
)


def _reads(args: Namespace) -> bool:
    """The `dry` of verbs that change nothing."""
    return True


@verb(
    "backups list",
    "List the backups, the latest first, each checked from end to end. PROJECT may also be a folder of backups.",
    examples=["backups list friends", "backups list friends --json", "backups list /mnt/share/backups"],
    access=PATH,
    dry=_reads,
)
def listing(path: str) -> Result:
    """List the backups of a project."""
    passphrase.unlock_if_known(folder_of(path))
    with output.showing_share("checked") as report:
        rows = backups.listed(path, report, verify=True)
    note = second_folder.problem()
    table = [["no.", "made", "size", "change", "since", "state", "project", "note"]]
    for row in rows:
        since = "–" if row.since is None else f"{row.since:,}"
        state = "damaged" if row.damage else "verified"
        cells = [row.id, backups.moment(row), _size(row.size), "–" if row.change is None else f"{row.change:,}"]
        notes = "; ".join(filter(None, (row.note, "also in the second folder" if row.copies else "")))
        table.append([*cells, since, state, row.name, notes])
    lines = output.aligned(table, right=(2, 3, 4)) if rows else ["There are no backups yet."]
    damaged = [f"{row.id} is damaged: {row.damage}" for row in rows if row.damage]
    return Result([_described(row) for row in rows], lines, [*damaged, *([note] if note else [])])


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.1f} kB"


def _described(row: Backup) -> dict[str, Any]:
    return {
        "id": row.id,
        "path": str(row.path),
        "made": row.made,
        "size": row.size,
        "project": row.project,
        "name": row.name,
        "note": row.note,
        "change": row.change,
        "transaction": row.transaction,
        "since": row.since,
        "state": "damaged" if row.damage else "verified",
        "damage": row.damage,
        "copies": [str(copy) for copy in row.copies],
    }


@verb(
    "backups show",
    "Show what a restore would change in the project as it is now, and the changes made after the backup.",
    BACKUP,
    examples=["backups show friends 12", "backups show friends latest --json"],
    access=PATH,
    dry=_reads,
)
def show(path: str, backup: str) -> Result:
    """Show how a backup differs from the project."""
    from coder.project.opening import read_project

    row, tables = _read(path, backup)
    with read_project(path) as project:
        changes = backups.differences(project.tables, backups.as_present(project, tables))
        later = backups.changes_after(project, row, LISTED)
        lines = _difference_lines(changes)
    value = {
        "backup": _described(row),
        "differences": backups.counts(changes),
        "changes_after": [{"when": item.when, "coder": item.coder, "label": item.label} for item in later],
    }
    head = [f"Backup {row.id} of {backups.moment(row)}", "", "Restoring it would change:", *lines]
    if later:
        head += ["", f"Changes after it ({row.since:,}), latest first:"]
        head += [f"  {output.moment(item.when)}  {item.coder:<4}  {item.label}" for item in later]
    elif row.since is None:
        head += ["", "It is not part of the current history: the later changes are unknown."]
    return Result(value, head)


def _difference_lines(changes: tuple[Change, ...]) -> list[str]:
    return [f"  {line}" for line in backups.describe(changes)] or ["  nothing: the records are the same"]


def _read(path: str, backup: str) -> tuple[Backup, Tables]:
    rows = backups.listed(path)
    row = backups.named(rows, backup)
    with output.showing_share("checked") as report:
        return row, backups.records(row, rows, report)


@verb(
    "backups restore",
    "Restore a backup, after a check of all its files. With --to: into a new folder, with its history. Without: in\n"
    "the project itself, as one change that can be undone. PROJECT may also be a folder of backups, or a backup.",
    parameters.argument(
        "backup", metavar="BACKUP", nargs="?", default="", help=NAMED + "; not needed if there is only one"
    ),
    parameters.file("--to", "a folder that does not exist yet", metavar="DIR"),
    parameters.flag("--dry-run", "list what would change, and change nothing"),
    parameters.flag("--yes", "do not ask; restore in the project itself"),
    parameters.coder(),
    parameters.argument("--reason", metavar="TEXT", default="", help="the reason, for the history"),
    examples=[
        "backups restore friends 12 --to friends-monday",
        "backups restore friends 12 --yes",
        "backups restore /mnt/share/backups backup-000007-20260314-093000-n149.zip --to friends",
    ],
    access=PATH,
    dry=lambda args: bool(args.dry_run or args.to),
)
def restore(path: str, backup: str, to: str | None, dry_run: bool, yes: bool, coder: str, reason: str) -> Result:
    """Restore a backup into a new folder or in place."""
    if to is not None:
        return _restore_to(path, backup, Path(to), dry_run)
    from coder.project.opening import read_project
    from coder.project.operations.backups import restore as restore_in

    row, tables = _read(path, backup)
    with read_project(path) as now:
        changes = backups.differences(now.tables, backups.as_present(now, tables))
        lines = _difference_lines(changes)
    value = {"backup": _described(row), "restored": False, "differences": backups.counts(changes)}
    if not changes:
        return Result(value, "Nothing to restore: the project has the records of this backup.")
    if dry_run:
        return Result(value, ["Restoring it would change:", *lines])
    differences = "; ".join(line.strip() for line in lines)
    confirm(f"Restoring backup {row.id} of {backups.moment(row)} changes {path}: {differences}. Restore?", yes)
    with writing(path, coder) as project:
        number = restore_in(project, row, tables, reason)
    done = f"{backups.label_of(row)}: {format_count(number, 'record')} changed. To undo: coder undo {path}"
    return Result({**value, "restored": True}, done)


def _restore_to(path: str, backup: str, folder: Path, dry_run: bool) -> Result:
    rows = backups.listed(path)
    row = backups.named(rows, backup)
    if dry_run:
        backups.must_be_good(row, rows)
        return Result(
            {"backup": _described(row), "restored": False}, f"Backup {row.id} is good. Nothing was written."
        )
    with output.showing_share("restored") as report:
        restored = backups.restore_to(row, rows, folder, folder_of(path), report)
    history = "with its history" if restored.history else "without its history, which the backup does not have"
    value = {"backup": _described(row), "restored": True, "project": str(folder), "history": restored.history}
    return Result(
        value, f"Restored backup of {backups.moment(row)} into {folder}, {history}. Open it: coder {folder}"
    )


@verb(
    "backups make",
    "Make a backup now, also while the project is open elsewhere. A backup with a note is always kept.",
    parameters.argument("--note", default="", metavar="TEXT", help="what it is for"),
    examples=["backups make friends", "backups make friends --note 'before the merge of the two codebooks'"],
    access=PATH,
)
def make(path: str, note: str) -> Result:
    """Make a backup."""
    from coder.project.opening import read_project

    with read_project(path) as project, output.showing_share("backed up") as report:
        job = backups.job(project, " ".join(note.split()))
        assert job is not None
        made = job(report)
    value = {"path": str(made.path), "copy": str(made.copy) if made.copy else None, "note": made.note}
    lines = [f"Made {made.path}", *([f"Copied to {made.copy}"] if made.copy else [])]
    return Result(value, lines, [made.note] if made.note else [])

"""Erasure: contents taken out of a project, its history, backups, drafts and the files of this program about it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from coder.errors import Damaged, Invalid, StoreError
from coder.model.record import Record
from coder.model.source import Source
from coder.project import second_folder
from coder.project.originals import Originals
from coder.project.project import Project
from coder.store import backups, checkpoint, drafts, erasure, files, journal, reading, rescue, sealed
from coder.store.backups import Progress, no_progress
from coder.store.erasure import Cleaner
from coder.store.journal import ERASED, Entry
from coder.store.keys import NeedsPassphrase
from coder.store.recovery import differences
from coder.text.phrases import format_count

ORIGINALS = "originals"
#: What to do with backups that cannot be rewritten.
UNREADABLE = ("keep", "delete")


class Plan(msgspec.Struct, kw_only=True):
    """What is being erased: kind and ids, the transaction that removes it, and the decisions made before.

    It is on disk while the erasure is carried out, so that it can be finished after an interruption.
    """

    kind: str
    ids: tuple[str, ...]
    transaction: str = ""
    terms: dict[str, str] = {}
    unreadable: str = ""


class Outcome(NamedTuple):
    """What was done: the numbers of history entries and backups rewritten, and the files deleted.

    `kept` are backups that could not be rewritten, with the reason; they still hold what was erased.
    """

    entries: int
    backups: int
    deleted: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


def erase_originals(
    project: Project,
    sources: Sequence[Source],
    *,
    terms: Mapping[str, str] | None = None,
    reason: str = "",
    unreadable: str = "",
    report: Progress = no_progress,
) -> Outcome:
    """Erase the superseded texts of sources: as if they had had their present text from the beginning.

    `terms` are what was replaced, such as names, with the replacements: they are replaced in the history, the
    backups and the drafts, too. Undo ends there. Raises Invalid, before anything is changed, if a backup cannot be
    rewritten and `unreadable` does not say what to do with it.
    """
    ids = tuple(source.id for source in sources)
    plan = Plan(kind=ORIGINALS, ids=ids, terms=dict(terms or {}), unreadable=unreadable)
    what = sources[0].name if len(sources) == 1 else format_count(len(sources), "source")
    return _erase(project, plan, f"erased the originals of {what}", reason, report)


def _erase(project: Project, plan: Plan, label: str, reason: str, report: Progress) -> Outcome:
    check_backups(project, plan.unreadable)
    cleaner = _cleaner(project, plan, project._store.read_history())
    tables = {
        name: {id: record for id, record in rows.items() if not _is_superseded(cleaner, name, record)}
        for name, rows in erasure.clean_tables(project.tables, cleaner).items()
    }
    with project.transaction(ERASED, label, reason) as tx:
        for change in differences(project.tables, tables):
            tx.change(change)
        plan.transaction = tx.id
        drafts.write(project.folder, drafts.ERASURE, plan, "erasure")
    return _carry_out(project, plan, report)


def _is_superseded(cleaner: Cleaner, table: str, record: Record) -> bool:
    return isinstance(cleaner, Originals) and cleaner.is_superseded(table, record)


def _cleaner(project: Project, plan: Plan, entries: Sequence[Entry]) -> Cleaner:
    transactions = [entry.transaction for entry in entries]
    return Originals(plan.ids, transactions, project.tables, plan.terms)


def resume(project: Project, report: Progress = no_progress) -> Outcome | None:
    """Finish an erasure that was interrupted; None if there was none, or it had not begun."""
    plan = drafts.read(project.folder, drafts.ERASURE, Plan)
    if plan is None:
        return None
    if all(transaction.id != plan.transaction for transaction in project.history()):
        drafts.remove(project.folder, drafts.ERASURE, "erasure")
        return None
    return _carry_out(project, plan, report)


def _carry_out(project: Project, plan: Plan, report: Progress) -> Outcome:
    """Take what a transaction has removed out of all files; can be repeated after an interruption."""
    entries = project._store.read_history()
    cleaner = _cleaner(project, plan, entries)
    present = erasure.rewrite(entries, cleaner)
    report(0.1)
    folder = project.folder
    kept: list[tuple[str, str]] = []
    deleted: list[str] = []
    rewritten = 0
    paths = _backups(project)
    try:
        for number, path in enumerate(paths):
            try:
                rewritten += erasure.rewrite_backup(path, cleaner, present)
            except StoreError as error:
                if plan.unreadable == "delete":
                    path.unlink(missing_ok=True)
                    deleted.append(str(path))
                else:
                    kept.append((str(path), error.title))
            report(0.1 + 0.8 * (number + 1) / len(paths))
        deleted += _clean_drafts(project, cleaner)
        deleted += _remove_leftovers(folder)
    except OSError as error:
        raise files.explain(error, "finish the erasure; it is finished when the project is next opened") from error
    if any(present.states[entry.state.number] != entry.state for entry in entries):
        project._store.replace_history(present)
    drafts.remove(folder, drafts.ERASURE, "erasure")
    report(1.0)
    return Outcome(len(entries), rewritten, tuple(deleted), tuple(kept))


def _backups(project: Project) -> list[Path]:
    """Return the backups of a project, here and in the second folder."""
    return [*backups.listed(project.folder), *second_folder.copies(project.folder, project.info.id)]


def check_backups(project: Project, unreadable: str) -> None:
    """Raise Invalid if a backup cannot be read, and there is no decision on what to do with it."""
    if unreadable in UNREADABLE:
        return
    problems = [f"{path}: {error.title}" for path, error in backups.damaged(project.folder)]
    note = second_folder.problem()
    problems += [note] if note else []
    if problems:
        raise Invalid(
            "Some backups cannot be rewritten",
            "\n".join(problems),
            "They would still hold what is erased. Say whether to keep or delete them. Nothing was changed.",
        )


def _clean_drafts(project: Project, cleaner: Cleaner) -> Iterator[str]:
    """Rewrite or remove the drafts and the rescue files of a project."""
    folder = project.folder / drafts.FOLDER
    for name in drafts.names(project.folder, "[!.]*"):
        if drafts.ASIDE in name:
            continue
        data = reading.read_bytes(folder / name) or b""
        clean = cleaner.draft(name, data)
        if clean is None:
            (folder / name).unlink()
            yield f"{drafts.FOLDER}/{name}"
        elif clean != data:
            sealed.replace(folder / name, clean)
    for path in rescue.paths():
        with contextlib.suppress(Damaged, NeedsPassphrase):
            kept = rescue.read(path)
            if kept.project != project.info.id:
                continue
            clean = cleaner.draft(kept.file, kept.draft.encode())
            if clean is None:
                path.unlink()
                yield str(path)
            elif clean != kept.draft.encode():
                rescue.write(msgspec.structs.replace(kept, draft=clean.decode()))


#: Damaged files that a repair keeps, and other leftovers in a project's folder.
_LEFTOVERS = (
    f"{checkpoint.NAME}.damaged*",
    f"{journal.NAME}.damaged*",
    f"{backups.FOLDER}/*.damaged",
    f"{drafts.FOLDER}/*{drafts.ASIDE}*",
)


def leftovers(folder: Path) -> list[Path]:
    """Return damaged files that were kept by a repair, and what interrupted writes and restores have left."""
    kept = [path for pattern in _LEFTOVERS for path in sorted(folder.glob(pattern))]
    return [*kept, *files.strays(folder), *files.interrupted_restores(folder)]


def _remove_leftovers(folder: Path) -> Iterator[str]:
    for path in leftovers(folder):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        yield os.path.relpath(path, folder)

"""The files of an erasure: history, backups, drafts, rescue files and leftovers, carried out or resumed."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from coder.errors import Damaged, Invalid, StoreError
from coder.progress import Progress, no_progress
from coder.project import second_folder
from coder.project.erased import Erased, Quotation
from coder.project.erasure_search import Search, search
from coder.project.originals import Originals
from coder.project.project import Project, change_number
from coder.store import backups, checkpoint, drafts, erasure, files, journal, reading, rescue, sealed
from coder.store.checkpoint import Tables
from coder.store.erasure import Cleaner, Rewritten
from coder.store.journal import Entry
from coder.store.keys import NeedsPassphrase

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
    kept: tuple[str, ...] = ()
    terms: dict[str, str] = {}
    unreadable: str = ""


class Outcome(NamedTuple):
    """What was done: the numbers of history entries and backups rewritten, the files deleted, the search after it.

    `kept` are backups that could not be rewritten, with the reason; they still hold what was erased.
    """

    entries: int
    backups: int
    deleted: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    search: Search


def cleaner_of(project: Project, plan: Plan, entries: Sequence[Entry]) -> Originals | Erased:
    """Return what cleans the records of a project, its history, backups and drafts for a plan."""
    transactions = [entry.transaction for entry in entries]
    if plan.kind != ORIGINALS:
        return Erased(plan.kind, plan.ids, transactions, snapshot(project), plan.kept, plan.transaction)
    return Originals(plan.ids, transactions, snapshot(project), plan.terms)


def snapshot(project: Project) -> Tables:
    """Return the tables as they are now: they may change while another thread reads them."""
    return {name: dict(rows) for name, rows in project.tables.items()}


def resume(project: Project, report: Progress = no_progress) -> Outcome | None:
    """Finish an erasure that was interrupted; None if there was none, or it had not begun."""
    plan = drafts.read(project.folder, drafts.ERASURE, Plan)
    if plan is None:
        return None
    if all(transaction.id != plan.transaction for transaction in project.history()):
        drafts.remove(project.folder, drafts.ERASURE, "erasure")
        return None
    return carry_out(project, plan, report)


class Prepared(NamedTuple):
    """Everything but the project's own files is clean; `history` is to take the place of the present one."""

    plan: Plan
    history: Rewritten
    is_new: bool
    runs: frozenset[str]
    backups: int
    deleted: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


def carry_out(project: Project, plan: Plan, report: Progress) -> Outcome:
    """Take what a transaction has removed out of all files; can be repeated after an interruption."""
    prepared = prepare(project, plan, lambda share: report(0.6 * share))
    while not commit(project, prepared):
        prepared = prepare(project, plan, no_progress)
    return finish(project, prepared, lambda share: report(0.6 + 0.4 * share))


def prepare(project: Project, plan: Plan, report: Progress = no_progress) -> Prepared:
    """Clean backups, drafts and leftovers, and rewrite the history in memory; may run in any thread."""
    entries = project._store.read_history()
    cleaner = cleaner_of(project, plan, entries)
    erased = frozenset(cleaner.runs)  # before they are forgotten
    present = erasure.rewrite(entries, cleaner)
    report(0.2)
    folder = project.folder
    kept: list[tuple[str, str]] = []
    deleted: list[str] = []
    rewritten = 0
    paths = all_backups(project)
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
            report(0.2 + 0.8 * (number + 1) / len(paths))
        deleted += _clean_drafts(project, cleaner)
        deleted += _remove_leftovers(folder)
        _clean_sessions(project, cleaner)
    except OSError as error:
        raise files.explain(error, "finish the erasure; it is finished when the project is next opened") from error
    is_new = any(present.states[entry.state.number] != entry.state for entry in entries)
    return Prepared(plan, present, is_new, erased, rewritten, tuple(deleted), tuple(kept))


def commit(project: Project, prepared: Prepared) -> bool:
    """Replace the project's own files; False, and nothing is done, if something was changed since `prepare`."""
    if change_number(project) not in prepared.history.states:
        return False
    if prepared.is_new:
        project._store.replace_history(prepared.history)
    drafts.remove(project.folder, drafts.ERASURE, "erasure")
    project.checkpoint()
    return True


def finish(project: Project, prepared: Prepared, report: Progress = no_progress) -> Outcome:
    """Search all files for what was erased, and return what was done; may run in any thread."""
    proof = search(project, set(prepared.runs), report)
    return Outcome(len(prepared.history.states), prepared.backups, prepared.deleted, prepared.kept, proof)


def all_backups(project: Project) -> list[Path]:
    """Return the backups of a project, here and in the second folder."""
    return [*backups.listed(project.folder), *second_folder.copies(project.folder, project.info.id)]


def unreadable(project: Project) -> list[str]:
    """Return the backups that cannot be rewritten, each with the reason; all files of all backups are checked."""
    problems = [f"{path}: {error.title}" for path, error in backups.damaged(project.folder)]
    note = second_folder.problem()
    return [*problems, note] if note else problems


def check_backups(problems: Sequence[str], decision: str) -> None:
    """Raise Invalid if backups cannot be read, and there is no decision on what to do with them."""
    if problems and decision not in UNREADABLE:
        raise Invalid(
            "Some backups cannot be rewritten",
            "\n".join(problems),
            "They would still hold what is erased. Keep or delete them: --unreadable keep, or delete. "
            "Nothing was changed.",
        )


def quoting(project: Project, cleaner: Erased) -> Iterator[Quotation]:
    """Yield the words of erased texts in drafts that stay."""
    for name in drafts.names(project.folder, "[!.]*"):
        if drafts.ASIDE not in name:
            data = reading.read_bytes(project.folder / drafts.FOLDER / name) or b""
            found = cleaner.quoted_in_draft(name, data)
            if found:
                yield Quotation(f"{drafts.FOLDER}/{name}", name, found)


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


def _clean_sessions(project: Project, cleaner: Originals | Erased) -> None:
    """Take the ids of what is erased out of what this machine remembers of the project: cursors and bookmarks."""
    if isinstance(cleaner, Originals):
        return
    for path in rescue.folder().parent.glob(f"{project.info.id}-*.json"):
        with contextlib.suppress(Damaged, *files.UNDECODABLE):
            state = msgspec.json.decode(path.read_bytes())
            clean = without_ids(state, cleaner.ids)
            if clean != state:
                files.replace(path, msgspec.json.encode(clean))


def without_ids(value: Any, ids: Collection[str]) -> Any:
    """Return a plain value without the entries of mappings and lists that are about these ids."""
    if isinstance(value, dict):
        return {key: without_ids(item, ids) for key, item in value.items() if key not in ids}
    if isinstance(value, list):
        return [without_ids(item, ids) for item in value if not _is_about(item, ids)]
    return "" if isinstance(value, str) and value in ids else value


def _is_about(value: Any, ids: Collection[str]) -> bool:
    return (
        value in ids if isinstance(value, str) else isinstance(value, list) and any(_is_about(v, ids) for v in value)
    )


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

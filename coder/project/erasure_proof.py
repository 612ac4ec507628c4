"""The proof of an erasure afterwards: who erased what when, and whether anything that belonged to it is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coder.errors import StoreError
from coder.model.participant import Participant
from coder.model.record import Record, Transaction
from coder.model.source import SourceText
from coder.progress import Progress, no_progress
from coder.project.erasure_files import all_backups
from coder.project.erasure_search import Search, paths_of, search_files
from coder.project.originals import versions
from coder.project.project import Project
from coder.store import backups, erasure, reading
from coder.store.checkpoint import Tables
from coder.store.journal import ERASED
from coder.text.runs import keys

#: Tables whose records name a participant, and may stay: the bare name, and the register of who withdrew.
_STAY = ("participants", "attrition")


class Left(NamedTuple):
    """A place that still has something, and what."""

    where: str
    what: str


class Proof(NamedTuple):
    """The erasures of a name, and what is left of it: records in history and backups, and words in files.

    `histories` and `backups` are the numbers of those that were checked; `search` is None without an original.
    """

    acts: tuple[Transaction, ...]
    left: tuple[Left, ...]
    changes: int
    backups: int
    search: Search | None = None
    shared: int = 0


def prove(project: Project, name: str, originals: Iterable[str] = (), report: Progress = no_progress) -> Proof:
    """Check that nothing of what was erased under a name is left.

    `originals` are its texts, which the project has no more: every file is searched for each run of five words of
    them, except runs that other transcripts have, too.
    """
    transactions = list(project.history())
    acts = tuple(act for act in transactions if act.operation == ERASED and act.label.endswith(f" {name}"))
    people = [person for person in project.participants.values() if person.name == name]
    left: list[Left] = []
    for person in people:
        left += _of_person(person, "the history", versions(transactions))
        left += _of_person(person, "the project", _records(project.tables))
    paths = all_backups(project)
    for number, path in enumerate(paths):
        try:
            rows = [*_records(backups.read(path).tables)]
            history = reading.normalized(backups.history(path))
            rows += versions(entry.transaction for entry in erasure.entries_of(history, path))
        except StoreError as error:
            left.append(Left(path.name, f"It cannot be checked: {error.title}"))
            continue
        for person in people:
            left += _of_person(person, path.name, iter(rows))
        report(0.3 * (number + 1) / len(paths))
    texts = list(originals)
    if not texts:
        return Proof(acts, tuple(left), len(transactions), len(paths))
    erased = keys(texts)
    others = keys(text.text for text in project.tables["texts"].values() if isinstance(text, SourceText))
    found = search_files(paths_of(project), erased - others, project.folder, lambda share: report(0.3 + 0.7 * share))
    return Proof(acts, tuple(left), len(transactions), len(paths), found, len(erased & others))


def _records(tables: Tables) -> Iterator[tuple[str, Record]]:
    return ((table, record) for table, rows in tables.items() for record in rows.values())


def _of_person(person: Participant, where: str, records: Iterator[tuple[str, Record]]) -> Iterator[Left]:
    """Yield, once for each table, what belongs to a participant, and fields of theirs other than the name."""
    tables = {
        table
        for table, record in records
        if (table not in _STAY and getattr(record, "participant", None) == person.id)
        or (record.id == person.id and record != Participant(id=person.id, name=person.name))
    }
    for table in sorted(tables):
        yield Left(where, table.replace("_", " "))

"""What tests make projects from: a clock and ids that repeat, a small study, and ways to look at all of it."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from coder.model.record import Record
from coder.progress import no_progress
from coder.project import Project, backups, create_project, open_project
from coder.project.operations import codebook, codings, memos, sources
from coder.project.study import Indexes
from coder.store.cipher import Cost
from coder.text.span import Turn

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)

FIRST = (
    "SYNTHETIC\nI: How was the first week?\n"
    "P: Long. I did not ask anybody for help – ikke én gang 👩‍⚕️.\nI: And then?\n"
)
SECOND = "SYNTHETIC\nI: A year has passed.\nP: I have a GP of my own now. It felt strange, then good.\n"


class Clock:
    """A clock that goes one second at each look, and jumps where it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def jump(self, **by: float) -> None:
        self.now += timedelta(**by)


class Ids:
    """UUIDs, the same ones in the same order each time."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def __call__(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))


def new_project(folder: Path, clock: Clock | None = None, ids: Ids | None = None) -> Project:
    """An empty project in a new folder, open for writing by KG."""
    clock, ids = clock or Clock(), ids or Ids()
    create_project(folder, "Study", clock=clock, new_id=ids)
    return reopened(folder, clock, ids)


#: Passphrase of the encrypted projects of the tests, and a cost that takes no time.
PASSPHRASE, CHEAP = "correct horse", Cost(1, 8192)


def new_encrypted(folder: Path) -> Project:
    """An empty encrypted project in a new folder, unlocked and open for writing by KG."""
    clock, ids = Clock(), Ids()
    create_project(folder, "Study", passphrase=PASSPHRASE, cost=CHEAP, clock=clock, new_id=ids)
    return reopened(folder, clock, ids)


def reopened(folder: Path, clock: Clock | None = None, ids: Ids | None = None) -> Project:
    """A project that is there, open for writing by KG."""
    return open_project(folder, "KG", clock=clock or Clock(), new_id=ids or Ids(random.randrange(2**32)))


def turns_of(text: str) -> list[Turn]:
    """One turn a line, the label before the colon."""
    turns = []
    start = 0
    for line in text.splitlines(keepends=True):
        label, colon, _ = line.partition(": ")
        shift = len(label + colon) if colon else 0
        turns.append(Turn(start + shift, start + len(line.rstrip()), label if colon else "", None, start))
        start += len(line)
    return turns


def small(project: Project) -> Project:
    """The same small study in any empty project."""
    first = sources.add(
        project, name="P01 baseline", text=FIRST, turns=turns_of(FIRST), participant="P01", wave="baseline", day=6
    )
    second = sources.add(
        project, name="P02 follow-up", text=SECOND, turns=turns_of(SECOND), participant="P02", wave="follow-up"
    )
    alone = codebook.add(project, "Before asking/Alone")
    change = codebook.add(project, "Afterwards/A GP")
    words = FIRST.index("I did not")
    codings.code(project, first, words, words + 20, [alone, change])
    codings.code(project, first, FIRST.index("Long"), words + 5, [alone])
    done = codings.code(project, second, SECOND.index("I have a GP"), SECOND.index(" It felt"), [change])
    memos.write(project, "Seldom said aloud.", about="segments", target=done.segment.id)
    return project


Snapshot = dict[str, dict[str, Record]]


def tables_of(project: Project) -> Snapshot:
    """A copy of all tables."""
    return {name: dict(rows) for name, rows in project.tables.items()}


def indexes_of(index: Indexes) -> dict[str, Any]:
    """All indexes, without the traces of what is gone and without orders that mean nothing."""
    return {
        "texts": dict(index.texts),
        "positions": {key: list(value) for key, value in index.positions.items() if len(value)},
        "segment_codings": _sets(index.segment_codings),
        "code_codings": _sets(index.code_codings),
        "children": {key: list(value) for key, value in index.children.items() if value},
        "memos": _sets(index.memos),
        "referrers": _sets(index.referrers),
    }


def _sets(index: dict[str, Any]) -> dict[str, frozenset[str]]:
    return {key: frozenset(value) for key, value in index.items() if value}


def state_of(project: Project) -> tuple[Snapshot, dict[str, Any]]:
    """All that a project holds, to compare; the live indexes must be those that the tables make."""
    live = indexes_of(project.index)
    assert live == indexes_of(Indexes(project.tables))
    return tables_of(project), live


def labels(project: Project) -> list[str]:
    return [transaction.label for transaction in project.history()]


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name; the lock apart, which holds nothing."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("project.lock", "project.owner.json")
    }


def first_of(records: Iterable[Any]) -> Any:
    return next(iter(records))


def as_coder(project: Project, initials: str) -> Project:
    """Return the project, acted on by another coder."""
    project._initials = initials
    return project


def back_up(project: Project) -> Path | None:
    """Make a backup if one is due; return it."""
    job = backups.job(project, if_due=True)
    return None if job is None else job(no_progress).path

"""The check of the hash chain over the entries of a history: where it does not hold, and where a noted hash is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coder.store import chain
from coder.store.journal import Entry


class Break(NamedTuple):
    """A place where the chain does not hold: the entry that was changed, its line from 1, and how it shows.

    `seal` is the entry that sealed the history again after it, if any: then it is known.
    """

    entry: Entry
    line: int
    how: str
    seal: Entry | None = None


CHANGED = "Its content is not what was written"
REPLACED = "It is not the entry that the next one was written after, or entries between them were removed"
UNCHAINED = "It has no hash, although the entries before it have"
FIRST = "What it was written after is not in the file"
BEFORE_SEAL = "An entry before it was changed after it was sealed"


def breaks(data: bytes, entries: Sequence[Entry]) -> list[Break]:
    """Return where the chain of a history does not hold, in the order of the file; `entries` are its beginning."""
    by_line: dict[int, Break] = {}
    previous: Entry | None = None
    for line, entry in enumerate(entries, 1):
        seals = entry.transaction.operation == chain.SEALED
        if seals and entry.intact and entry.after == chain.hash_of_file(data[: entry.offset]):
            by_line = {at: known if known.seal else known._replace(seal=entry) for at, known in by_line.items()}
        else:
            for place in _checked(line, entry, previous, seals):
                by_line.setdefault(place.line, place)
        previous = entry
    return [by_line[at] for at in sorted(by_line)]


def _checked(line: int, entry: Entry, previous: Entry | None, seals: bool) -> Iterator[Break]:
    if not entry.state.chain:
        if previous is not None and previous.state.chain:
            yield Break(entry, line, UNCHAINED)
    elif not entry.intact:
        yield Break(entry, line, CHANGED)
    elif seals:
        yield Break(entry, line, BEFORE_SEAL)
    elif previous is None:
        if entry.after != chain.GENESIS:
            yield Break(entry, line, FIRST)
    elif not previous.state.chain:
        yield Break(entry, line, FIRST)
    elif entry.after != previous.state.chain and previous.intact:
        yield Break(previous, line - 1, REPLACED)


def first_chained(entries: Sequence[Entry]) -> Entry | None:
    """Return the first entry of a history that is in the chain."""
    return next((entry for entry in entries if entry.state.chain), None)


def find_anchor(entries: Sequence[Entry], anchor: chain.Anchor) -> Entry | None:
    """Return the entry of a noted hash; None if the history does not have it."""
    for entry in entries:
        if entry.state.chain.startswith(anchor.digits) and anchor.number in (None, entry.state.number):
            return entry
    return None

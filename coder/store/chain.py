"""The hash chain over the history: each entry holds the hash of the one before it, so that a change outside shows.

The hash of an entry is the BLAKE2b-256 of its bytes from `after` on, which is the hash of the entry before it
(`GENESIS` at the beginning). `check` before it holds the beginning of the entry's own hash. An entry of the
operation `SEALED` follows, instead, the hash of all bytes of the file before it: it seals what was written before
there was a chain, and a history that was found changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coder.store.journal import Entry

#: Operation that seals the file before it by one hash.
SEALED = "project.seal"
#: What the first entry of a history follows.
GENESIS = "0" * 64
_CHECK = 16
_BEGINNING = b'{"check":"'
_AFTER = len(b'{"check":"",') + _CHECK
_SHORT = 20


def linked(rest: bytes, after: str) -> tuple[bytes, str]:
    """Return an entry, a JSON object, with its link to the entry before it, and its hash."""
    content = b'{"after":"%s",%s' % (after.encode(), rest[1:])
    own = _hash(content, b"coder entry")
    return b'%s%s",%s' % (_BEGINNING, own[:_CHECK].encode(), content[1:]), own


def hash_of(body: bytes) -> str:
    """Return the hash of an entry, "" if it is from before the chain."""
    return _hash(b"{" + body[_AFTER:], b"coder entry") if body.startswith(_BEGINNING) else ""


def is_intact(body: bytes, own: str) -> bool:
    """Return whether an entry holds the beginning of its hash, `own`."""
    return bool(own) and body[len(_BEGINNING) : len(_BEGINNING) + _CHECK] == own[:_CHECK].encode()


def hash_of_file(data: bytes) -> str:
    """Return the hash of all bytes of a history before a seal."""
    return _hash(data, b"coder history")


def _hash(data: bytes, person: bytes) -> str:
    return hashlib.blake2b(data, digest_size=32, person=person).hexdigest()


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
        seals = entry.transaction.operation == SEALED
        if seals and entry.intact and entry.after == hash_of_file(data[: entry.offset]):
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
        if entry.after != GENESIS:
            yield Break(entry, line, FIRST)
    elif not previous.state.chain:
        yield Break(entry, line, FIRST)
    elif entry.after != previous.state.chain and previous.intact:
        yield Break(previous, line - 1, REPLACED)


def first_break(entries: Sequence[Entry], after: str) -> Entry | None:
    """Return the first entry that does not fit the chain, of those that follow an entry with the hash `after`.

    Entries before the chain, and what a seal among them seals, are not checked.
    """
    for entry in entries:
        if entry.transaction.operation != SEALED and (
            not entry.intact or (after and entry.after != after) or (not entry.state.chain and after)
        ):
            return entry
        after = entry.state.chain
    return None


_LINE_HEAD = len(b'{"sum":"00000000:00000000","entry":')


def first_broken_line(data: bytes) -> int:
    """Return the first line, from 1, of a history that does not fit the chain, without decoding it; 0 if all do.

    Quick, for openings: it does not tell an entry that was replaced from the one after it, as `breaks` does.
    """
    after, start, number = "", 0, 0
    while (end := data.find(b"\n", start)) >= 0:
        number += 1
        body = data[start + _LINE_HEAD : end - 1]
        own = hash_of(body)
        if not own and after:
            return number
        if own:
            theirs = body[_AFTER + 9 : _AFTER + 73].decode("ascii", "replace")
            if not is_intact(body, own) or (
                theirs != (after or GENESIS) and theirs != (hash_of_file(data[:start]) if _seals(body) else "")
            ):
                return number
        after, start = own, end + 1
    return 0


def _seals(body: bytes) -> bool:
    return b'"operation":"%s"' % SEALED.encode() in body


def first_chained(entries: Sequence[Entry]) -> Entry | None:
    """Return the first entry of a history that is in the chain."""
    return next((entry for entry in entries if entry.state.chain), None)


def short_form(number: int, own: str) -> str:
    """Return the hash of an entry to note on paper: the entry's number and twenty digits, in groups."""
    return "-".join([str(number), *(own[at : at + 4] for at in range(0, _SHORT, 4))])


class Anchor(NamedTuple):
    """A noted hash, or its beginning; `number` is that of its entry, if it was noted."""

    number: int | None
    digits: str


def parse_anchor(text: str) -> Anchor | None:
    """Return the anchor in a noted short form, or in at least `_SHORT` digits of a hash; None if it is none."""
    plain = text.strip().casefold()
    number, dash, digits = plain.partition("-")
    known = int(number) if dash and number.isdecimal() else None
    digits = (digits if known is not None else plain).replace("-", "").replace(" ", "")
    valid = _SHORT <= len(digits) <= len(GENESIS) and all(digit in "0123456789abcdef" for digit in digits)
    return Anchor(known, digits) if valid else None


def find_anchor(entries: Sequence[Entry], anchor: Anchor) -> Entry | None:
    """Return the entry of a noted hash; None if the history does not have it."""
    for entry in entries:
        if entry.state.chain.startswith(anchor.digits) and anchor.number in (None, entry.state.number):
            return entry
    return None

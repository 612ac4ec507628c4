"""Changes of the history and of locked memos outside the program, as the hash chain, backups and locks show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from coder.errors import Invalid, StoreError
from coder.model.memo import Memo
from coder.model.record import Transaction
from coder.project.finding import Finding
from coder.store import backups, chain, chain_check, journal, reading, recovery, store
from coder.store.checkpoint import Tables
from coder.store.journal import Entry, State
from coder.text.moments import format_moment
from coder.text.phrases import format_count

NOTICE = store.CHANGED_OUTSIDE
_REMEDY = (
    "The project opens all the same. Compare it with a backup (coder backups list PROJECT), or keep a copy of the "
    "folder as it is; --repair seals the history as it is, with an entry that says so."
)


def describe(entry: Entry, line: int) -> dict[str, Any]:
    """Return the place and head of an entry, as its line has them."""
    return describe_head(entry.state.number, entry.transaction, line)


def describe_head(number: int, change: Transaction, line: int) -> dict[str, Any]:
    """Return the place and head of a change."""
    return {
        "line": line,
        "number": number,
        "id": change.id,
        "when": change.when,
        "coder": change.coder,
        "operation": change.operation,
        "label": change.label,
    }


def quoted(transaction: Transaction) -> str:
    """Return who did what when, as an entry has it."""
    coder = transaction.coder or "no coder"
    return f"{format_moment(transaction.when)}, {coder}, “{transaction.label}” ({transaction.id})"


def first_bad(data: bytes, start: int, entries: Sequence[Entry]) -> Finding:
    """Return the finding of a history whose line at byte `start`, after its valid entries, is none that follows."""
    place, line = f"{journal.NAME} byte {start:,}", len(entries) + 1
    if b"\n" not in data[start:-1]:
        detail = "The last line is incomplete; it is removed when the project is opened for writing."
        return Finding("history", place, detail, True)
    detail = f"Entry {line:,} cannot be read, although later entries can."
    text = data[start : data.find(b"\n", start) + 1]
    change = journal.head_of(text)
    if change is None:
        return Finding("history", place, detail, True)
    number, transaction = change
    if journal.whole(text):
        last = entries[-1].state.number if entries else 0
        detail = (
            f"Entry {number:,} stands on line {line:,}, where entry {last + 1:,} belongs: it was moved or doubled, "
        )
        detail += "or what belongs before it was removed."
    entry = describe_head(number, transaction, line)
    return Finding("history", place, f"{detail} It reads now: {quoted(transaction)}.", True, entry)


def findings(folder: Path, data: bytes, entries: Sequence[Entry], stored: State | None) -> Iterator[Finding]:
    """Yield what was changed in the history, the first such entry in full.

    `entries` are those that follow each other from the beginning of `data`; `stored` is the state in project.json.
    """
    broken = [place for place in chain_check.breaks(data, entries) if place.seal is None]
    other = _divergence_from_backups(folder, entries, not entries or entries[-1].state.offset == len(data), broken)
    if broken and other is not None and other.is_there and other.line < broken[0].line:
        yield _changed(other.entry, other.line, other.how)
        other = None
        broken = [place for place in broken if place.how != chain_check.BEFORE_SEAL]  # that is what the backup shows
    if broken and broken[0].how == chain_check.BEFORE_SEAL:
        first, place = broken[0], f"{journal.NAME} {_before_seal(broken[0])[0]}"
        detail = (
            f"{_before_seal(first)[1]} was changed outside the program after change {first.entry.state.number:,} "
        )
        detail += f"had sealed what is before it: {quoted(first.entry.transaction)}. No backup shows which. {_REMEDY}"
        yield Finding("chain", place, detail, True, describe(first.entry, first.line))
        broken = broken[1:]
    if broken:
        first = broken[0]
        how = f"{first.how}."
        if len(broken) > 1:
            how += f" {format_count(len(broken) - 1, 'later change')} too."
        if other is not None and other.line == first.line:
            how, other = f"{how} {other.how}", None
        yield _changed(first.entry, first.line, how)
    last = next((entry for entry in entries if stored is not None and entry.state.number == stored.number), None)
    if last is not None and stored is not None and stored.chain not in ("", last.state.chain) and not broken:
        how = "project.json was written after another entry of this number: the history up to it was rewritten."
        yield _changed(last, entries.index(last) + 1, how)
    if other is not None and other.is_there:
        yield _changed(other.entry, other.line, other.how)
    elif other is not None:
        yield Finding("chain", journal.NAME, f"{other.how} {_REMEDY}", True, describe(other.entry, other.line))


def _before_seal(place: chain_check.Break) -> tuple[str, str]:
    """Return the lines before a seal that does not fit them, and what of them was changed, as words."""
    last = place.line - 1
    if last == 1:
        return "line 1", "The change on line 1"
    return f"lines 1–{last:,}", f"One of the changes on lines 1–{last:,}"


class _Divergence(NamedTuple):
    """Where the history differs from that of a backup: its entry if `is_there`, else the first that is missing."""

    entry: Entry
    line: int
    how: str
    is_there: bool


def _changed(entry: Entry, line: int, how: str) -> Finding:
    detail = f"Change {entry.state.number:,} was changed outside the program. {how} It reads now: "
    detail += f"{quoted(entry.transaction)}. {_REMEDY}"
    return Finding("chain", f"{journal.NAME} line {line:,}", detail, True, describe(entry, line))


def _divergence_from_backups(
    folder: Path, entries: Sequence[Entry], whole: bool, broken: Sequence[chain_check.Break]
) -> _Divergence | None:
    """Return where the history differs from that of the latest backup that has another one.

    None if none has, or if an entry made since then says why. `whole`: the entries are all that the file has.
    `broken` is where the chain does not hold: a seal there explains nothing, and does not tell which entry before it
    was changed, so that every entry of the backups is compared.
    """
    unexplaining = {place.entry.offset for place in broken}
    compare_all = any(place.how == chain_check.BEFORE_SEAL for place in broken)
    by_number = {entry.state.number: entry for entry in entries}
    for path in backups.listed(folder):
        if backups.is_legacy(path):
            continue
        try:
            state = backups.manifest(path).place.state
            present = by_number.get(state.number)
            same = not whole if present is None else present.state.chain == state.chain
            if not compare_all and (same or not state.chain):
                continue
            theirs, _ = recovery.longest_good(reading.normalized(backups.history(path)))
        except StoreError:  # a finding of its own
            continue
        explaining = [
            entry
            for entry in entries
            if entry.transaction.operation in (chain.SEALED, journal.REPAIRED, journal.ERASED)
            and entry.offset not in unexplaining
        ]
        divergence = _divergence(path, entries, theirs, explaining)
        if divergence is not None:
            return divergence
    return None


def _sums(entry: Entry) -> tuple[str, str]:
    return entry.state.sum, entry.state.chain


def _divergence(
    path: Path, ours: Sequence[Entry], theirs: Sequence[Entry], explaining: Sequence[Entry]
) -> _Divergence | None:
    """Return where a history differs from that of a backup, unless an entry that explains it was made since."""
    pairs = zip(ours, theirs, strict=False)
    differing = next((n for n, (our, their) in enumerate(pairs) if _sums(our) != _sums(their)), None)
    at = min(len(ours), len(theirs)) if differing is None else differing
    known = {entry.transaction.id for entry in theirs}
    start = ours[at].offset if at < len(ours) else ours[-1].state.offset if ours else 0
    explained = any(entry.offset >= start and entry.transaction.id not in known for entry in explaining)
    if at >= len(theirs) or explained:
        return None
    original = theirs[at]
    backup = f"The backup {path.name} has change {original.state.number:,} as: {quoted(original.transaction)}."
    if at < len(ours):
        return _Divergence(ours[at], at + 1, backup, True)
    missing = format_count(len(theirs) - at, "change")
    return _Divergence(original, at + 1, f"The history ends before {missing} that a backup has. {backup}", False)


def notice(folder: Path) -> str:
    """Return a message if the history of a project does not fit its hash chain, or "": a quick look at its lines."""
    line = chain.first_broken_line(_data(folder))
    if not line:
        return ""
    return f"{NOTICE}, near line {line:,}. To see what: coder doctor {folder}"


def _data(folder: Path) -> bytes:
    return reading.normalized(reading.read_bytes(folder / journal.NAME) or b"")


def sealed_again(folder: Path) -> Iterator[Finding]:
    """Yield what was changed in the history before somebody sealed it again: notes, not problems."""
    try:
        data = _data(folder)
    except StoreError:
        return
    entries, _ = recovery.longest_good(data)
    for place in chain_check.breaks(data, entries):
        if place.seal is not None:
            seal = place.seal.transaction
            what = f"Change {place.entry.state.number:,}"
            if place.how == chain_check.BEFORE_SEAL:
                what = _before_seal(place)[1]
            detail = f"{what} had been changed outside the program when the history was "
            detail += f"sealed again: {quoted(seal)}."
            yield Finding(
                "chain", f"{journal.NAME} line {place.line:,}", detail, False, describe(place.entry, place.line)
            )


class Chained(NamedTuple):
    """The hash chain of a history: the numbers of its first and last entry, when it began, and the last hash."""

    since: int
    began: str
    number: int
    hash: str

    @property
    def short(self) -> str:
        """The hash of the last entry in the form to note on paper."""
        return chain.short_form(self.number, self.hash)


def chained(folder: Path) -> Chained | None:
    """Return the hash chain of a project's history as it is in the file; None where there is none."""
    try:
        data = _data(folder)
    except StoreError:
        return None
    entries, _ = recovery.longest_good(data)
    first = chain_check.first_chained(entries)
    if first is None or not entries[-1].state.chain:
        return None
    last = entries[-1].state
    return Chained(first.state.number, first.transaction.when, last.number, last.chain)


def against_anchor(folder: Path, text: str) -> list[Finding]:
    """Return a finding if the history does not have a hash that was noted earlier; Invalid if it is none."""
    anchor = chain.parse_anchor(text)
    if anchor is None:
        raise Invalid("This is not a hash of a history", text, "coder history PROJECT --anchor shows one to note.")
    entries, _ = recovery.longest_good(_data(folder))
    if chain_check.find_anchor(entries, anchor) is not None:
        return []
    where = "" if anchor.number is None else f" at change {anchor.number:,}"
    detail = f"The history does not have the noted hash{where}: it, or a change before it, was rewritten or removed "
    detail += "since the hash was noted."
    erased = [entry.transaction for entry in entries if entry.transaction.operation == journal.ERASED]
    if erased:
        detail += f" An erasure rewrites the history: {quoted(erased[-1])}."
    return [Finding("anchor", journal.NAME, detail, False)]


# Locked memos


def locks(entries: Sequence[Entry]) -> dict[str, tuple[Entry, Memo]]:
    """Return each locked memo, by its id, as the history locked it, with the entry; locks once undone apart."""
    locked: dict[str, tuple[Entry, Memo]] = {}
    for entry in entries:
        for change in entry.transaction.changes:
            if change.table != "memos":
                continue
            if isinstance(change.after, Memo) and change.after.locked:
                locked.setdefault(change.id, (entry, change.after))
            else:
                locked.pop(change.id, None)
    return locked


def changed_locks(tables: Tables, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield the locked memos that are not what was locked: by their own seals, or by the history."""
    known = locks(entries)
    memos = {id: memo for id, memo in tables["memos"].items() if isinstance(memo, Memo)}
    for id in sorted(known.keys() | {id for id, memo in memos.items() if memo.changed_since_locked}):
        memo, (entry, original) = memos.get(id), known.get(id, (None, None))
        if memo == original and not (memo is not None and memo.changed_since_locked):
            continue
        moment = (original or memo or Memo(id=id, target=id, coder=id)).locked
        what = "was removed" if memo is None else "was changed"
        detail = f"This memo {what} outside the program after it was locked on {format_moment(moment)}."
        place = None
        if entry is not None:
            detail += f" The locked text: {quoted(entry.transaction)}."
            place = describe(entry, list(entries).index(entry) + 1)
        yield Finding("lock", f"memos / {id}", detail, entry is not None, place)

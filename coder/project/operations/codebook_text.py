"""Codebook import: compare a codebook file with the project's and apply the differences as one change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from coder.errors import Invalid
from coder.model.codebook import MOST_LEVELS, SEPARATOR, Code
from coder.model.invariants import name_problem
from coder.model.record import key_of
from coder.project.operations.codebook import check_reason, next_color
from coder.project.project import Project
from coder.project.study import codes_in_order, path_of
from coder.text.fold import name_key

#: Fields that an entry may give; None: not given.
TEXT_FIELDS = ("color", "definition", "include", "exclude", "aliases", "codable", "archived")
TEXTS = ("definition", "include", "exclude")
STRUCTURAL = frozenset(("renamed", "moved", "archived"))


class Entry(NamedTuple):
    """A code in a file; `where` is the file and line, `parent` its group's path or id ("": none).

    With `loose` the parent may be a unique name.
    """

    where: str
    name: str
    parent: str = ""
    id: str = ""
    color: str | None = None
    definition: str | None = None
    include: str | None = None
    exclude: str | None = None
    aliases: tuple[str, ...] | None = None
    codable: bool | None = None
    archived: bool | None = None
    loose: bool = False


class Step(NamedTuple):
    """One difference: its kind (added, renamed, moved, redefined, …), the code's path in the file, and details.

    For a changed text, `detail` is the field's name, with both wordings.
    """

    kind: str
    path: str
    detail: str = ""
    before: str = ""
    after: str = ""


class Difference(NamedTuple):
    """The differences and the records to write; new codes have ids already."""

    steps: tuple[Step, ...]
    records: tuple[Code, ...]

    @property
    def changes(self) -> list[Step]:
        """The steps that change something; codes missing from the file stay in the project."""
        return [step for step in self.steps if step.kind != "missing"]


def compare(project: Project, entries: Sequence[Entry]) -> Difference:
    """Return how a codebook file differs from the project's codebook.

    A code is matched by its id, otherwise its path, unique name or alias. A code missing from
    the file is reported and stays. Raises Invalid, with the file and line, for cycles, duplicates
    and invalid names.
    """
    return _Comparison(project, entries).result()


def apply(project: Project, difference: Difference, reason: str = "") -> int:
    """Apply the differences as one change; return how many there were."""
    changes = difference.changes
    if any(step.kind in STRUCTURAL for step in changes):
        reason = check_reason(project, reason)
    noun = "difference" if len(changes) == 1 else "differences"
    with project.transaction("codebook.import", f"imported a codebook: {len(changes)} {noun}", reason.strip()) as tx:
        for record in difference.records:
            tx.put("codes", record)
    return len(changes)


class _Comparison:
    """A comparison in progress; a node is the number of an entry, or the id of a code without an entry."""

    def __init__(self, project: Project, entries: Sequence[Entry]) -> None:
        self.project = project
        self.entries = list(entries)
        self.paths = {name_key(path_of(project, code)): code for code in project.codes.values()}
        self.code_of: dict[int, Code] = {}
        self.find_entry: dict[str, int] = {}
        self.parents: list[int | str | None] = []
        self.records: dict[int, Code] = {}
        self.last: dict[str | None, int] = {}

    def result(self) -> Difference:
        for entry in self.entries:
            problem = name_problem(entry.name) or (f"it contains “{SEPARATOR}”" if SEPARATOR in entry.name else "")
            if problem:
                raise Invalid("Not a valid name for a code", f"{entry.where}: {problem}", "Nothing was changed.")
        self._match()
        self._find_parents()
        for n in range(len(self.entries)):
            self._refuse_cycle(n)
        for n in range(len(self.entries)):
            self._record(n)
        self._refuse_doubles()
        found = [step for n in range(len(self.entries)) for step in self._steps(n)]
        missing = [
            Step("missing", path_of(self.project, code), "stays as it is")
            for code in codes_in_order(self.project)
            if code.id not in self.find_entry
        ]
        changed = [record for record in self.records.values() if self.project.codes.get(record.id) != record]
        return Difference((*found, *missing), tuple(changed))

    # Match codes

    def _match(self) -> None:
        ids: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.id and entry.id in ids:
                raise _twice(f"the id {entry.id}", ids[entry.id], entry)
            ids[entry.id] = entry
        names: dict[str, list[Code]] = defaultdict(list)
        aliases: dict[str, list[Code]] = defaultdict(list)
        for code in self.project.codes.values():
            names[name_key(code.name)].append(code)
            for alias in code.aliases:
                aliases[name_key(alias)].append(code)
        codes = self.project.codes
        self._take(lambda entry: [codes[entry.id]] if entry.id in codes else [])
        self._take(lambda entry: [code for code in [self.paths.get(_path(entry))] if code])
        self._take(lambda entry: names.get(name_key(entry.name), []))
        self._take(lambda entry: [code for old in entry.aliases or () for code in names.get(name_key(old), [])])
        self._take(lambda entry: aliases.get(name_key(entry.name), []))

    def _take(self, candidates: Callable[[Entry], Sequence[Code]]) -> None:
        """Match an entry to the only candidate code that no other entry has."""
        for n, entry in enumerate(self.entries):
            if n not in self.code_of:
                free = [code for code in candidates(entry) if code.id not in self.find_entry]
                if len(free) == 1:
                    self.code_of[n], self.find_entry[free[0].id] = free[0], n

    # Parents

    def _find_parents(self) -> None:
        """Find the parent node of each entry; missing groups are added as entries."""
        by_path = {_path(entry): n for n, entry in enumerate(self.entries)}
        by_id = {entry.id: n for n, entry in enumerate(self.entries) if entry.id}
        by_name = self._by_name()
        for entry in self.entries:  # grows during the loop
            parent = name_key(entry.parent)
            known = self.paths.get(parent)
            if not parent:
                above: int | str | None = None
            elif entry.parent in by_id or parent in by_path:
                above = by_id.get(entry.parent, by_path.get(parent))
            elif known is not None:
                above = self.find_entry.get(known.id, known.id)
            elif entry.loose and parent in by_name:
                above = by_name[parent]
            else:
                above = by_path[parent] = len(self.entries)
                higher, _, name = entry.parent.rpartition(SEPARATOR)
                self.entries.append(Entry(entry.where, name.strip(), higher.strip()))
            self.parents.append(above)

    def _by_name(self) -> dict[str, int | str]:
        """Return unique name → node."""
        nodes_of: dict[str, set[int | str]] = defaultdict(set)
        for code in self.project.codes.values():
            nodes_of[name_key(code.name)].add(self.find_entry.get(code.id, code.id))
        for n, entry in enumerate(self.entries):
            nodes_of[name_key(entry.name)].add(n)
        return {name: next(iter(nodes)) for name, nodes in nodes_of.items() if len(nodes) == 1}

    def _above(self, node: int | str) -> int | str | None:
        if isinstance(node, int):
            return self.parents[node]
        parent = self.project.codes[node].parent
        return None if parent is None else self.find_entry.get(parent, parent)

    def _refuse_cycle(self, n: int) -> None:
        seen: set[int | str] = {n}
        above = self._above(n)
        while above is not None:
            if above == n:
                entry = self.entries[n]
                raise Invalid(
                    "A code would lie inside itself", f"{entry.where}: {entry.name}", "Nothing was changed."
                )
            if above in seen:  # a cycle that is reported for another entry
                return
            if len(seen) > MOST_LEVELS:
                where = self.entries[n].where
                title = f"Codes can lie at most {MOST_LEVELS} levels deep"
                raise Invalid(title, where, "Nothing was changed.")
            seen.add(above)
            above = self._above(above)

    # Records

    def _record(self, n: int) -> Code:
        """Return the record of an entry, after those of its groups."""
        if n in self.records:
            return self.records[n]
        entry, code = self.entries[n], self.code_of.get(n)
        node = self.parents[n]
        above = self._record(node) if isinstance(node, int) else self.project.codes[node] if node else None
        parent = above.id if above is not None else None
        texts = self._texts(entry, code)
        if code is None:
            color = entry.color or (above.color if above is not None else next_color(self.project, None))
            new_code = Code(
                id=entry.id if key_of(entry.id) else self.project.new_id(), name=entry.name, order=self._next(parent)
            )
            code = msgspec.structs.replace(new_code, parent=parent, **{**texts, "color": color})
        else:
            if code.name != entry.name:
                names = dict.fromkeys((*texts.get("aliases", code.aliases), code.name))
                texts["aliases"] = tuple(alias for alias in names if name_key(alias) != name_key(entry.name))
            order = code.order if code.parent == parent else self._next(parent)
            code = msgspec.structs.replace(code, name=entry.name, parent=parent, order=order, **texts)
        self.records[n] = code
        return code

    def _texts(self, entry: Entry, code: Code | None) -> dict[str, Any]:
        """Return the fields that an entry gives, without surrounding white space."""
        texts: dict[str, Any] = {
            field: getattr(entry, field) for field in TEXT_FIELDS if getattr(entry, field) is not None
        }
        for field in TEXTS if code is not None else ():
            if texts.get(field, "").strip() == getattr(code, field).strip():
                texts.pop(field, None)
        return texts

    def _next(self, parent: str | None) -> int:
        last = self.last.get(parent, max((code.order for code in self.project.children(parent)), default=0))
        self.last[parent] = last + 1
        return last + 1

    def _refuse_doubles(self) -> None:
        entry_of: dict[tuple[str | None, str], Entry | None] = {
            (code.parent, name_key(code.name)): None
            for code in self.project.codes.values()
            if code.id not in self.find_entry
        }
        for n, entry in enumerate(self.entries):
            key = (self.records[n].parent, name_key(entry.name))
            if key in entry_of:
                raise _twice(f"the code {entry.name}", entry_of[key], entry)
            entry_of[key] = entry

    # Steps

    def _steps(self, n: int) -> Iterator[Step]:
        code, record = self.code_of.get(n), self.records[n]
        path = self._path_now(n)
        if code is None:
            yield Step("added", path, record.definition)
            return
        before = path_of(self.project, code)
        if code.name != record.name:
            yield Step("renamed", path, f"{code.name} → {record.name}")
        if code.parent != record.parent:
            yield Step("moved", path, f"it was {before}")
        for field in TEXTS:
            old, new = getattr(code, field), getattr(record, field)
            if old != new:
                yield Step("redefined", path, field, old, new)
        if code.color != record.color:
            yield Step("recoloured", path, f"{code.color or 'none'} → {record.color or 'none'}")
        if code.name == record.name and code.aliases != record.aliases:
            yield Step("also called", path, ", ".join(record.aliases) or "nothing else")
        if code.codable != record.codable:
            yield Step("codable" if record.codable else "only groups", path)
        if code.archived != record.archived:
            yield Step("archived" if record.archived else "restored", path)

    def _path_now(self, n: int) -> str:
        names, node = [self.entries[n].name], self._above(n)
        while node is not None:
            names.append(self.entries[node].name if isinstance(node, int) else self.project.codes[node].name)
            node = self._above(node)
        return SEPARATOR.join(reversed(names))


def _path(entry: Entry) -> str:
    return (f"{entry.parent}{SEPARATOR}{entry.name}" if entry.parent else entry.name).casefold()


def _twice(label: str, first: Entry | None, entry: Entry) -> Invalid:
    where = first.where if first is not None else "the project"
    return Invalid(f"Duplicate: {label}", f"{entry.where}, and {where}", "Nothing was changed.")

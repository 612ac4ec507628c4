"""The decision trail: what was done, by whom, when and why; from the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import msgspec

from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.document import AnyBlock, Cell, Document, Heading, Table
from coder.model.memo import Memo
from coder.project.project import Project


class Step(NamedTuple):
    """One act of the trail; `undone` says that it was taken back and not done again; `id` is its transaction."""

    when: str
    coder: str
    operation: str
    label: str
    reason: str
    undone: bool
    id: str = ""


Form = Callable[[Project, Sequence[Step]], str]


def steps(project: Project) -> list[Step]:
    """All acts, the oldest first; undo and redo are told at the act itself, private memos are left out."""
    transactions = list(reversed(list(project.history())))
    undone = taken_back(transactions)
    return [
        Step(one.when, one.coder, one.operation, one.label, one.reason, one.id in undone, one.id)
        for one in transactions
        if one.undoes is None and not _private(one)
    ]


def taken_back(transactions: Iterable[Transaction]) -> set[str]:
    """Ids of the acts that were undone and not done again; the oldest transaction comes first."""
    undone: set[str] = set()
    targets: dict[str, str] = {}
    for one in transactions:
        if one.undoes is not None:
            act = targets[one.id] = targets.get(one.undoes, one.undoes)
            (undone.add if one.operation == "undo" else undone.discard)(act)
    return undone


def _private(transaction: Transaction) -> bool:
    records = [record for change in transaction.changes for record in (change.before, change.after)]
    memos = [record for record in records if isinstance(record, Memo)]
    return bool(memos) and any(memo.private for memo in memos)


def form_of(file: str, docx: Callable[[Document], bytes]) -> Callable[[Project, Sequence[Step]], bytes]:
    """How a trail is written, by the file's suffix; CoderError for one that is not known.

    `docx` writes a Word file (`coder.exchange.documents.as_docx`).
    """
    suffix = Path(file if not file.startswith(".") else f"x{file}").suffix.casefold()
    if suffix == ".docx":
        return lambda project, trail: docx(as_document(project, trail))
    if suffix not in FORMS:
        raise CoderError(
            f"A trail cannot be written as {suffix or 'a file without a suffix'}",
            hint="Use .md, .html, .docx or .json",
        )
    form = FORMS[suffix]
    return lambda project, trail: form(project, trail).encode()


def as_document(project: Project, trail: Sequence[Step]) -> Document:
    """A table for each day."""
    blocks: list[AnyBlock] = []
    for day, found in groupby(trail, key=lambda step: step.when[:10]):
        of_day = list(found)
        acts = "1 act" if len(of_day) == 1 else f"{len(of_day):,} acts"
        blocks += [Heading(2, day), Table(f"n = {acts} (UTC)", ("When", "Who", "What", "Why"), _rows(of_day))]
    return Document("Decision trail", project.info.name, project.now(), (), tuple(blocks))


def _rows(steps: Iterable[Step]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(step.when[11:16]),
            Cell(step.coder),
            Cell(step.label + (" (taken back)" if step.undone else "")),
            Cell(step.reason),
        )
        for step in steps
    )


def _title(project: Project) -> str:
    return f"Decision trail: {project.info.name}"


def as_markdown(project: Project, trail: Sequence[Step]) -> str:
    """A list for each day."""
    lines = [f"# {_title(project)}", ""]
    for day, of_day in groupby(trail, key=lambda step: step.when[:10]):
        lines += [f"## {day}", ""]
        for step in of_day:
            label = f"~~{_plain(step.label)}~~ (taken back)" if step.undone else _plain(step.label)
            lines.append(f"- {step.when[11:16]} {_plain(step.coder)}: {label}")
            lines += [f"  - Reason: {_plain(step.reason)}"] if step.reason else []
        lines.append("")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text in which Markdown sees no signs of its own."""
    flat = " ".join(text.split())
    for sign in "\\`*_[]<>#|~":
        flat = flat.replace(sign, f"\\{sign}")
    return flat


def as_html(project: Project, trail: Sequence[Step]) -> str:
    """A table that needs nothing but itself."""
    title = escape(_title(project))
    rows = []
    for step in trail:
        label = f"<s>{escape(step.label)}</s> (taken back)" if step.undone else escape(step.label)
        when = escape(step.when[:16].replace("T", " "))
        rows.append(f"<tr><td>{when}<td>{escape(step.coder)}<td>{label}<td>{escape(step.reason)}</tr>")
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n'
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}</style>\n"
        f"<h1>{title}</h1>\n<table><tr><th>When (UTC)<th>Who<th>What<th>Why</tr>\n"
        + "\n".join(rows)
        + "\n</table></html>\n"
    )


def as_json(project: Project, trail: Sequence[Step]) -> str:
    """A list of objects."""
    return msgspec.json.format(msgspec.json.encode([step._asdict() for step in trail])).decode() + "\n"


FORMS: dict[str, Form] = {".md": as_markdown, ".html": as_html, ".htm": as_html, ".json": as_json}

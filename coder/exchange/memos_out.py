"""Memos into a file: a document (md, html, docx, json) or a table (csv). Private ones only for their author."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from coder.errors import CoderError
from coder.exchange import documents
from coder.exchange.writers.csv import FORMULA, GUARD, GUARDED
from coder.model.document import AnyBlock, Document, Heading, Note
from coder.model.memo import MEMO_KINDS, Memo
from coder.project.operations.memos import target_label
from coder.project.privacy import author, readable
from coder.project.project import Project
from coder.text.phrases import format_count, format_day
from coder.text.words import count_words

COLUMNS = ("id", "kind", "about", "target", "on", "title", "text", "words", "coder", "created", "modified", GUARDED)
Form = Callable[[Project, Sequence[Memo]], bytes]


def render(
    project: Project, memos: Iterable[Memo], out: str, format: str | None = None, journal_of: str | None = None
) -> bytes:
    """The memos that are not private, in the form of a file's suffix or of `format`.

    With `journal_of`, the initials of a coder, their own private ones too. UTF-8; csv with a byte order mark, so
    that a spreadsheet reads the letters right. CoderError for another form.
    """
    told = [
        memo for memo in memos if not memo.private or (journal_of is not None and readable(project, memo, journal_of))
    ]
    return _form(out, format)(project, told)


def _form(out: str, format: str | None) -> Form:
    suffix = f".{format.casefold().lstrip('.')}" if format is not None else Path(out).suffix.casefold()
    if suffix == ".csv":
        return lambda project, memos: as_csv(project, memos).encode()
    for form in documents.FORMS:
        if suffix in form.suffixes:
            return lambda project, memos: form.write(document(project, memos))
    names = ", ".join([*(form.name for form in documents.FORMS), "csv"])
    raise CoderError(
        f"Memos cannot be written as {suffix or 'a file without a suffix'}", hint=f"There is: {names} (--format)"
    )


def document(project: Project, memos: Sequence[Memo]) -> Document:
    """The memos by kind, the oldest first."""
    words = sum(count_words(memo.text) for memo in memos)
    remarks = (f"{format_count(len(memos), 'memo')}, {format_count(words, 'word')}.",)
    private = any(memo.private for memo in memos)
    return Document("Memos", project.info.name, project.now(), remarks, tuple(_blocks(project, memos)), private)


def _blocks(project: Project, memos: Sequence[Memo]) -> Iterator[AnyBlock]:
    ranks = {kind: rank for rank, kind in enumerate(MEMO_KINDS)}
    ordered = sorted(memos, key=lambda memo: (ranks[memo.kind], memo.created, memo.id))
    for kind, of_kind in groupby(ordered, key=lambda memo: memo.kind):
        yield Heading(2, MEMO_KINDS[kind].label.capitalize())
        for memo in of_kind:
            on = target_label(project, memo.about, memo.target)
            head = ", ".join(filter(None, (on, author(project, memo), format_day(memo.created))))
            yield Note(head, memo.text, memo.title)


def as_csv(project: Project, memos: Sequence[Memo]) -> str:
    """One row for each memo: RFC 4180; cells that a spreadsheet would run as a formula are guarded, as in exports."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for memo in memos:
        on = target_label(project, memo.about, memo.target)
        cells = (memo.id, memo.kind, memo.about, memo.target, on, memo.title, memo.text, count_words(memo.text))
        row = [*cells, author(project, memo), memo.created, memo.modified]
        dangerous = [at for at, cell in enumerate(row) if isinstance(cell, str) and cell.startswith(FORMULA)]
        guarded = [f"{GUARD}{cell}" if at in dangerous else cell for at, cell in enumerate(row)]
        table.writerow([*guarded, " ".join(COLUMNS[at] for at in dangerous)])
    return "\ufeff" + text.getvalue()

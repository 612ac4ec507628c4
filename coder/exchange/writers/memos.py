"""Memos: a table (csv), or a document in every format of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from coder.exchange.csv_table import GUARDED, encode_csv, guard_row
from coder.exchange.registry import DOCUMENT, MEMOS, adapter, writer, writer_for
from coder.exchange.workbook import encode_xlsx
from coder.model.document import AnyBlock, Document, Heading, Note, Quotation
from coder.model.memo import MEMO_KINDS, Memo
from coder.project.memo_links import Resolver, highlight_links
from coder.project.project import Project
from coder.project.quotations import location
from coder.project.study import author, readable, target_label
from coder.text.phrases import format_count, format_day
from coder.text.words import count_words

COLUMNS = ("id", "kind", "about", "target", "on", "title", "text", "words", "coder", "created", "modified")


def render(
    project: Project, memos: Iterable[Memo], name: str, format: str | None = None, journal_of: str | None = None
) -> bytes:
    """Return the memos that are not private as a file, in the format of the file name or in `format`.

    With `journal_of`, the initials of a coder, their own private memos are included.
    """
    visible = [
        memo for memo in memos if not memo.private or (journal_of is not None and readable(project, memo, journal_of))
    ]
    return writer_for(MEMOS, name, format).write(project, visible)


@adapter(MEMOS, DOCUMENT)
def document(project: Project, memos: Sequence[Memo]) -> Document:
    """Return the memos as a document: by kind, the oldest first."""
    words = sum(count_words(memo.text) for memo in memos)
    remarks = (f"{format_count(len(memos), 'memo')}, {format_count(words, 'word')}.",)
    private = any(memo.private for memo in memos)
    return Document("Memos", project.info.name, project.now(), remarks, tuple(_blocks(project, memos)), private)


def _blocks(project: Project, memos: Sequence[Memo]) -> Iterator[AnyBlock]:
    ranks = {kind: rank for rank, kind in enumerate(MEMO_KINDS)}
    resolver = Resolver(project)
    ordered = sorted(memos, key=lambda memo: (ranks[memo.kind], memo.created, memo.id))
    for kind, of_kind in groupby(ordered, key=lambda memo: memo.kind):
        yield Heading(2, MEMO_KINDS[kind].label.capitalize())
        for memo in of_kind:
            on = target_label(project, memo.about, memo.target)
            unit = project.segments.get(memo.target) if memo.about == "segments" else None
            if unit is not None:
                on = f"unit of {location(project, project.sources[unit.source], unit.span)}"
                yield Quotation(unit.quote, on)
            head = ", ".join(filter(None, (on, author(project, memo), format_day(memo.created))))
            yield Note(head, highlight_links(memo.text, resolver), memo.title)


@writer(MEMOS, "csv", "Memos, table (CSV)", ".csv")
def write(project: Project, memos: Sequence[Memo]) -> bytes:
    """Return one row for each memo, with cells guarded as in the table of segments."""
    return encode_csv(_rows(project, memos))


@writer(MEMOS, "xlsx", "Memos, Excel workbook (XLSX)", ".xlsx")
def write_xlsx(project: Project, memos: Sequence[Memo]) -> bytes:
    """Return the columns of the csv; cells are text or numbers, so none needs a guard."""
    return encode_xlsx("Memos", COLUMNS, list(_cells(project, memos)), ("text",), project.now())


def _rows(project: Project, memos: Sequence[Memo]) -> Iterator[Sequence[object]]:
    yield (*COLUMNS, GUARDED)
    yield from (guard_row(COLUMNS, row) for row in _cells(project, memos))


def _cells(project: Project, memos: Sequence[Memo]) -> Iterator[Sequence[object]]:
    for memo in memos:
        on = target_label(project, memo.about, memo.target)
        cells = (memo.id, memo.kind, memo.about, memo.target, on, memo.title, memo.text, count_words(memo.text))
        yield (*cells, author(project, memo), memo.created, memo.modified)

"""Row list: what every list of rows has in common, whatever draws it: its keys, and a search among its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from textual.widget import Widget

from coder.tui.kit.questions import Interactive, list_finder
from coder.tui.kit.requests import Item

#: Rows that are searched at most.
MOST = 5000


class RowList(Widget):
    """A widget with a cursor on one of its rows; those that scroll by rows have the keys `list` of the action table."""

    def row_texts(self) -> Iterable[str]:
        """Yield what each row says; "" for a row that cannot be gone to."""
        return ()

    def go_to_row(self, row: int) -> None:
        """Move the cursor to a row."""


async def find_row(asker: Interactive, rows: RowList) -> None:
    """Let the person choose a row by its words, and go there."""
    texts = islice(rows.row_texts(), MOST)
    items: Sequence[Item] = [Item(str(row), " ".join(text.split())) for row, text in enumerate(texts) if text.strip()]
    if not items:
        asker.say("The list is empty")
        return
    row = await asker.pick("Go to row", list_finder(items), reads=True)
    if row is not None and rows.is_attached:
        rows.go_to_row(int(row))

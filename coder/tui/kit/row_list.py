"""Row list: what every list of rows can be asked, whatever draws it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget


class RowList(Widget):
    """A widget with a cursor on one of its rows. Its keys are those of `list`, or of `grid`, in the action table."""

    def row_texts(self) -> Iterable[str]:
        """Yield what each row says; "" for a row that cannot be gone to."""
        return ()

    def go_to_row(self, row: int) -> None:
        """Move the cursor to a row."""

"""The portrait of a source: where its codes are, in a few rows."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from coder.analysis import pictures
from coder.model.source import Source
from coder.project import Project
from coder.text.characters import cut, width
from coder.text.shades import shaded

#: Rows, and the width of the names of codes in cells.
ROWS, LABEL = 5, 24


class PortraitView(Static):
    """Shows the caption of a portrait and its first rows."""

    def show(self, project: Project, source: Source, plain: bool) -> None:
        """Show where the codes are in a source; `plain`: without block characters."""
        cells = max(10, self.app.size.width - LABEL - 6)
        portrait = pictures.portrait(project, source, cells)
        caption = portrait.caption if portrait.rows else f"{source.name}: not coded yet"
        lines = Text(f" {caption}\n", style="bold", no_wrap=True, overflow="ellipsis")
        shown = portrait.rows if len(portrait.rows) <= ROWS else portrait.rows[: ROWS - 1]
        for row, shades in zip(shown, portrait.shades, strict=False):
            label = cut(row.label, LABEL)
            lines.append(f" {label}{' ' * (LABEL - width(label))}  |{shaded(shades, 1, plain)}|\n", "not bold")
        if len(shown) < len(portrait.rows):
            lines.append(f" and {len(portrait.rows) - len(shown):,} more codes", "not bold dim")
        self.update(lines, layout=False)

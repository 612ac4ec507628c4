"""A list of cards of a few lines each, drawn with the Line API: only visible cards, only the cells that change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from coder.tui.keymap import actions
from coder.tui.kit.line_widgets import DiffWidget

#: Cells before each line: space, mark, space.
EDGE = 3


class Deck(Protocol):
    """The cards to show: `height` cards of `lines` lines each, or of as many as they have and `gap` blank ones."""

    @property
    def height(self) -> int: ...
    @property
    def lines(self) -> int: ...
    @property
    def gap(self) -> int: ...
    def card(self, row: int, width: int) -> Sequence[Text]:
        """Return the lines of a card: at most `lines`, each at most `width` cells wide."""
        ...

    def mark(self, row: int) -> str:
        """Return the mark at the left of a card (one cell): whether it is selected."""
        ...


class EmptyDeck:
    """A deck without cards."""

    height = gap = 0
    lines = 1

    def card(self, row: int, width: int) -> Sequence[Text]:
        return ()

    def mark(self, row: int) -> str:
        return " "


class Cards(DiffWidget, can_focus=True):
    """Shows a `Deck`; `row` is the card under the cursor. Must have no border and no padding."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("list", ("step", "page", "edge", "open"))]
    WHEEL = 2
    COMPONENT_CLASSES: ClassVar[set[str]] = {"cards--here", "cards--away"}
    DEFAULT_CSS = """
    Cards { width: 1fr; height: 1fr; }
    .cards--here { background: $block-cursor-background; color: $block-cursor-foreground; }
    .cards--away { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
    Cards:nocolor > .cards--away { background: $background; color: $foreground; text-style: underline; }
    """

    class Opened(Message):
        """Posted when the card under the cursor is opened."""

        def __init__(self, cards: Cards) -> None:
            super().__init__()
            self.cards = cards

        @property
        def control(self) -> Cards:
            return self.cards

    #: Called synchronously after a cursor move, so that dependent widgets repaint in the same frame.
    following: Callable[[], None] | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.deck: Deck = EmptyDeck()
        self.row = self.top = 0
        self._top_drawn = 0
        #: Screen rows of the cards from `top` on, and of the end of the last.
        self._starts = [0]
        self._deck_changed = False

    def show(self, deck: Deck, row: int = 0) -> None:
        """Show a deck, with the cursor on one of its cards."""
        self.deck = deck
        self._deck_changed = True
        self.move_to(row)

    def move_to(self, row: int) -> None:
        """Move the cursor to a card, or to the nearest one that exists."""
        previous, self.row = self.row, max(0, min(row, self.deck.height - 1))
        self._scroll_to_cursor()
        self.redraw(None if self._deck_changed else (previous, self.row))
        if self.following is not None:
            self.following()

    @property
    def room(self) -> int:
        """Number of whole cards that fit."""
        return max(1, (self.size.height + self.deck.gap) // max(1, self.deck.lines + self.deck.gap))

    def _scroll_to_cursor(self) -> None:
        """Centre the cursor when it leaves the view: a held key then causes few large repaints."""
        room = self.room
        if not self.top <= self.row < self.top + room:
            self.top = self.row - room // 2
        self.top = max(0, min(self.top, self.deck.height - room))

    # Drawing

    def visible_lines(self) -> Iterable[Strip]:
        return (strip for _, strip in self._drawn())

    def on_resize(self) -> None:
        self._scroll_to_cursor()

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def redraw(self, rows: Collection[int] | None = None) -> None:
        """Draw the visible cards, or only these rows of them, and send the cells that differ."""
        sent = self.send(self._drawn(rows if self.top == self._top_drawn else None))
        if sent and self.has_focus and self.deck.height:  # screen readers follow the terminal cursor
            self.app.cursor_position = self.region.offset + Offset(
                0, self._starts[min(self.row - self.top, len(self._starts) - 1)]
            )

    def _drawn(self, rows: Collection[int] | None = None) -> Iterator[tuple[int, Strip]]:
        """Yield the visible lines with their screen rows, or only those of some cards."""
        height, base = self.size.height, self.rich_style
        if rows is not None:
            for row in rows:
                if 0 <= row - self.top < len(self._starts) - 1:
                    first = self._starts[row - self.top]
                    yield from zip(range(first, height), self._card(row, base), strict=False)
            return
        self._top_drawn, self._deck_changed = self.top, False
        self._starts = [0]
        for row in range(self.top, self.deck.height):
            first = self._starts[-1]
            if first >= height:
                break
            strips = self._card(row, base)
            self._starts.append(first + len(strips))
            yield from zip(range(first, height), strips, strict=False)
        blank = Strip([]).adjust_cell_length(self.size.width, base)
        yield from ((y, blank) for y in range(self._starts[-1], height))

    def _card(self, row: int, base: Style) -> list[Strip]:
        """Return the lines of a card, and the blank ones below it."""
        lines, gap = max(1, self.deck.lines), self.deck.gap
        blank = Strip([]).adjust_cell_length(self.size.width, base)
        here = row == self.row
        if here:
            base = base + self.get_component_rich_style("cards--here" if self.has_focus else "cards--away")
        width = self.size.width
        drawn = list(self.deck.card(row, max(1, width - EDGE)))[:lines]
        drawn += [] if gap else [Text()] * (lines - len(drawn))
        strips = []
        for n, line in enumerate(drawn):
            edge = f" {self.deck.mark(row) if n == 0 else ' '} "
            style = base + Style(bold=here and self.has_focus and n == 0)
            own = base + self.app.console.get_style(line.style)
            segments = [Segment(edge, style), *Segment.apply_style(line.render(self.app.console, end=""), own)]
            strips.append(Strip(segments).adjust_cell_length(width, base).simplify())
        return [*strips, *[blank] * gap]

    # Keys and mouse

    def action_step(self, by: int) -> None:
        self.move_to(self.row + by)

    def action_page(self, by: int) -> None:
        """Scroll by screens; the cursor stays at its screen row."""
        step = self.room * by
        self.top = max(0, min(self.top + step, self.deck.height - self.room))
        self.move_to(self.row + step)

    def action_edge(self, which: int) -> None:
        self.move_to(0 if which < 0 else self.deck.height - 1)

    def action_open(self) -> None:
        if self.deck.height:
            self.post_message(self.Opened(self))

    def scroll_rows(self, rows: int) -> None:
        self.top = max(0, min(self.top + rows, self.deck.height - self.room))
        self.move_to(max(self.top, min(self.row, self.top + self.room - 1)))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked card; open it on a double click."""
        event.stop()
        row = self.top + bisect_right(self._starts, event.y) - 1
        if row < self.top + len(self._starts) - 1:
            self.move_to(row)
            if event.chain > 1:
                self.action_open()

"""The transcript view, drawn with the Line API, and a reader: the view of one source with its title and search."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Offset, Region
from textual.reactive import var
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import Static

from coder.model.memo import Memo
from coder.model.record import Transaction
from coder.model.source import MARKS, PREFIXES, Coding, Segment, Source
from coder.project import Project
from coder.project.interviews import format_misses
from coder.project.study import memos_read_by
from coder.text.characters import width
from coder.text.cursor import Cursor
from coder.text.fold import searchable
from coder.text.span import Span, Turn
from coder.text.units import Granularity, Units
from coder.tui.keymap import actions
from coder.tui.kit.code_letters import letters_of
from coder.tui.kit.line_widgets import WheelScroll, difference
from coder.tui.kit.questions import Interactive, Questions, interactive
from coder.tui.transcript.canvas import LAYERS, Canvas, Marks, Palette, union
from coder.tui.transcript.margin import Mark

#: Actions of the transcript that move the cursor or change the selection.
MOVES = (
    *("move", "move_turn", "page", "turn_edge", "edge", "granularity"),
    *("select", "extend", "swap", "nudge"),
)
#: Styles of the layers without colours.
_PLAIN = {
    "coded": Style(underline=True),
    "highlight": Style(bold=True),
    "selected": Style(reverse=True),
    "unit": Style(reverse=True),
    "away": Style(),
    "edge": Style(bold=True, underline=True),
}
#: Columns of the terminal from which the margin shows names of codes.
NAMES_FROM = 110
#: Seconds up to which wrapping is done at each step of a resize, and after which a slower one follows it.
_SLOW = 0.03
_SETTLED = 0.08
#: Rows per step of the mouse wheel.


def _no_marks(start: int, end: int) -> Sequence[Mark]:
    return ()


class TranscriptView(WheelScroll, can_focus=True):
    """One transcript, without border or padding.

    `selection` is what would be coded: the selected text, else the unit under the cursor.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", MOVES)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"transcript--{name}" for name in (*LAYERS, "away", "number", "speaker", "stamp", "bar", "thumb")
    }
    DEFAULT_CSS = """
    TranscriptView { width: 1fr; height: 1fr; }
    .transcript--number { color: $foreground 45%; }
    .transcript--speaker { color: $primary; text-style: bold; }
    .transcript--stamp { color: $foreground 40%; }
    .transcript--bar { color: $foreground 15%; }
    .transcript--thumb { color: $foreground 50%; }
    .transcript--coded { background: $coded; }
    .transcript--highlight { background: $match; }
    .transcript--unit { background: $block-cursor-background; color: $block-cursor-foreground; }
    .transcript--away { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
    .transcript--selected { background: $selection; }
    .transcript--edge { background: $selection; text-style: bold underline; }
    """

    codes_visible: var[bool] = var(True, init=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.cursor = Cursor(Units("", ()))
        self.canvas = Canvas("", (), _no_marks)
        #: Called when the cursor or the selection has moved, so that what depends on it changes in the same frame.
        self.on_move: Callable[[], None] = lambda: None
        #: Called before the cursor jumps: to the first or last unit, to a match.
        self.on_jump: Callable[[], None] = lambda: None
        #: The rows of the screen that a question about the cursor leaves in sight.
        self.rows_in_use = partial(_rows_in_use, self)
        #: A view whose cursor makes the same moves.
        self.in_step: TranscriptView | None = None
        self._strips: list[Strip] = []
        self._cached_palette: Palette | None = None
        self._takes_keys = False
        self._resize_timer: Timer | None = None
        self._wrap_seconds = 0.0
        self._has_marks = False
        self._pressed: Span | None = None
        self._last_state: tuple[Span | None, Span | None, Granularity | None] = (None, None, None)

    def load(
        self,
        text: str,
        turns: Sequence[Turn],
        language: str,
        marks: Marks = _no_marks,
        cursor: int = 0,
        memos_in: Callable[[int, int], Iterable[int]] = lambda start, end: (),
    ) -> None:
        """Show a text; `marks(start, end)` returns the codings that touch a span of it.

        `memos_in(start, end)` returns where the units with a memo begin that touch it.
        """
        self.cursor = Cursor(Units(text, turns, language), self.cursor.granularity, cursor)
        stripes_shown, self._has_marks = self.canvas.stripes_shown, marks is not _no_marks
        self.canvas = Canvas(text, turns, marks)
        self.canvas.stripes_shown, self.canvas.memos_in = stripes_shown, memos_in
        if self.size.width:
            self._wrap()
        self._notify()

    def marks_changed(self, start: int, end: int) -> None:
        """Redraw the codings that touch this span."""
        rows = self.canvas.rows
        touched = self.canvas.layout.rows_of(Span(start, end))
        if touched.start < rows.stop and rows.start < touched.stop:
            self.canvas.look_up_marks()
            self._repaint()

    def highlight(self, spans: Iterable[Span]) -> None:
        """Highlight these spans (matches, the units of a code) instead of those highlighted before."""
        self.canvas.highlighted = union(spans)
        self._repaint()

    @property
    def selection(self) -> Span:
        """The selected text, else the unit under the cursor."""
        return self.cursor.selection

    def moved(self, everywhere: bool = False) -> None:
        """Show where the cursor is now: repaint the rows that this changes, and call `on_move`."""
        canvas, before = self.canvas, self.canvas.scene
        stays = not canvas.height or (everywhere and canvas.holds(self.cursor))
        top = canvas.top if stays else canvas.top_to_show(self.cursor)
        if top != canvas.top:
            canvas.scroll_to(top)
            everywhere = True
        if everywhere:
            self._repaint()
        else:
            canvas.look_at(self.cursor)
            self._repaint(canvas.rows_touched(before) | canvas.rows_touched(canvas.scene))
        self._notify()

    # Moves and selection

    def _moving(self) -> Iterator[TranscriptView]:
        """Iterate over the views that move together; each shows its cursor after its turn."""
        for view in (self, self.in_step):
            if view is not None:
                yield view
                view.moved()

    def action_move(self, steps: int) -> None:
        """Move by units."""
        for view in self._moving():
            view.cursor.move(steps)

    def action_move_turn(self, steps: int) -> None:
        """Move by turns."""
        for view in self._moving():
            view.cursor.move_turn(steps)

    def action_turn_edge(self, which: int) -> None:
        """Move to the first (-1) or last (1) unit of the turn."""
        for view in self._moving():
            view.cursor.home() if which < 0 else view.cursor.end()

    def action_edge(self, which: int) -> None:
        """Move to the first (-1) or last (1) unit of the text."""
        self.on_jump()
        for view in self._moving():
            view.cursor.first() if which < 0 else view.cursor.last()

    def action_page(self, pages: int) -> None:
        """Move by pages; the cursor stays at its height, and in a unit that is longer than the screen."""
        self._page(pages)
        if self.in_step is not None:
            self.in_step._page(pages)

    def _page(self, pages: int) -> None:
        canvas = self.canvas
        step = max(1, canvas.height - 2) * pages
        column, y = canvas.place(self.cursor.head)
        if not 0 <= y < canvas.height:  # the unit is longer than the screen
            y = 0
        row = min(max(0, canvas.top + y + step), max(0, canvas.layout.height - 1))
        canvas.scroll_to(canvas.top + step)
        self.cursor.go_to(canvas.layout.offset_at(row, column))
        unit = canvas.layout.rows_of(self.cursor.span)
        if unit.start < canvas.top and unit.stop <= canvas.top + canvas.height:  # it began on the page before
            self.cursor.move(1)
        self.moved(everywhere=True)

    def action_granularity(self, by: int) -> None:
        """Make the unit smaller (-1) or larger (1)."""
        size = self.cursor.granularity
        self.cursor.resize(size.smaller() if by < 0 else size.larger())
        self.moved()

    def action_select(self) -> None:
        """Start a selection that every move extends, or clear it."""
        self.cursor.toggle_extend()
        self.moved()

    def action_extend(self, steps: int) -> None:
        """Extend the selection by units."""
        self.cursor.extend(steps)
        self.moved()

    def action_swap(self) -> None:
        """Let the other end of the selection move."""
        self.cursor.swap_end()
        self.moved()

    def action_nudge(self, step: int) -> None:
        """Move the moving end by one word."""
        self.cursor.nudge(step)
        self.moved()

    def clear_selection(self) -> None:
        """Select nothing."""
        self.cursor.clear_selection()
        self.moved()

    def go_to(self, target: int | Span, select: bool = False) -> None:
        """Move to an offset or a span; `select`: select the span."""
        self.cursor.go_to(target, select)
        self.moved()

    # The mouse

    def scroll_rows(self, rows: int) -> None:
        """Scroll without moving the cursor."""
        before = self.canvas.top
        self.canvas.scroll_to(before + rows)
        if self.canvas.top != before:
            self._repaint()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Move to the clicked unit; in the last column, scroll to that part of the text."""
        canvas = self.canvas
        if not canvas.layout.height:
            return
        if event.x >= canvas.width - 1:
            middle = canvas.layout.height * event.y // max(1, canvas.height)
            self.scroll_rows(middle - canvas.height // 2 - canvas.top)
            return
        self.cursor.extending = False
        self.cursor.go_to(canvas.offset_at(event.x, event.y))
        self._pressed = self.cursor.span
        self.capture_mouse()
        self.moved()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the mouse was pressed."""
        if self._pressed is None:
            return
        offset = self.canvas.offset_at(max(0, event.x), event.y)
        unit = self.cursor.units.at(self.cursor.granularity, offset)
        if unit != self.cursor.span:
            self.cursor.drag(self._pressed, unit)
            self.moved()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._pressed = None
        self.release_mouse()

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the requested rows from those kept."""
        width, height = self.size
        if not self.canvas.width:  # drawn before the first resize event
            self._fit()
        palette = self._palette
        if len(self._strips) != height:
            self.canvas.look_at(self.cursor)
            self._strips = [self.canvas.strip(y, palette) for y in range(height)]
        strips = [strip.adjust_cell_length(width, palette.styles["base"]) for strip in self._strips]
        strips = strips[crop.y : crop.bottom]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def notify_style_update(self) -> None:
        """Redraw with the new colours."""
        super().notify_style_update()
        self._cached_palette = None
        self._strips = []

    def watch_codes_visible(self, visible: bool) -> None:
        """Show or hide the stripes and the marks of coded text."""
        self.canvas.stripes_shown = visible
        self.canvas.look_up_marks()
        self._repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap to the new width: at once if that is quick, else when the size has settled."""
        if self._resize_timer is not None:
            self._resize_timer.stop()
            self._resize_timer = None
        if self._wrap_seconds > _SLOW and self.canvas.width not in (0, event.size.width):
            self._resize_timer = self.set_timer(_SETTLED, self._wrap)
        elif event.size != (self.canvas.width, self.canvas.height):
            self._wrap()

    @property
    def _palette(self) -> Palette:
        if self._cached_palette is None:
            plain = self.app.no_color
            names = ("number", "speaker", "stamp", "bar", "thumb", "away", *LAYERS)
            styles = {name: self.get_component_rich_style(f"transcript--{name}") for name in names}
            styles = {"base": self.rich_style, **styles, **(_PLAIN if plain else {})}
            if not self._takes_keys:
                styles["unit"] = styles["away"]
            self._cached_palette = Palette(styles, plain)
        return self._cached_palette

    def _wrap(self) -> None:
        """Fit to the size of the view and draw."""
        self._resize_timer = None
        self._fit()
        self.refresh()
        self._place_terminal_cursor()

    def _fit(self) -> None:
        """Fit to the size of the view; a visible cursor stays visible."""
        canvas, (width, height) = self.canvas, self.size
        seen = not canvas.height or canvas.holds(self.cursor)
        named = self._has_marks and self.app.size.width >= NAMES_FROM
        if width != canvas.width:
            started = time.perf_counter()
            canvas.resize(width, height, named)
            self._wrap_seconds = time.perf_counter() - started
        else:
            canvas.resize(width, height, named)
        if seen:
            canvas.scroll_to(canvas.top_to_show(self.cursor))
        self._strips = []

    def _repaint(self, rows: Iterable[int] | None = None) -> None:
        """Draw these rows of the text (None: all visible ones) and send the cells that differ."""
        canvas, strips = self.canvas, self._strips
        canvas.look_at(self.cursor)
        if len(strips) != self.size.height or canvas.width != self.size.width:
            self._strips = []
            self.refresh()
            return
        palette = self._palette
        for y in range(len(strips)) if rows is None else sorted(row - canvas.top for row in rows):
            strip = canvas.strip(y, palette)
            changed = difference(strips[y], strip)
            if changed:
                strips[y] = strip
                self.refresh(Region(changed[0], y, changed[1] - changed[0], 1))
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        """Move the terminal's own cursor to ours: screen readers follow it."""
        if self.has_focus and self.canvas.height:
            x, y = self.canvas.place(self.cursor.head)
            inside = min(max(0, y), self.canvas.height - 1)
            self.app.cursor_position = self.region.offset + Offset(x, inside)

    def on_focus(self) -> None:
        self._take_keys(True)
        self._place_terminal_cursor()

    def on_blur(self) -> None:
        questions: Questions | None = getattr(self.screen, "questions", None)
        self._take_keys(questions is not None and questions.return_focus_to is self)

    def _take_keys(self, takes_keys: bool) -> None:
        """Draw the unit under the cursor as where keys go, or not; while a question about it is open they do."""
        if takes_keys != self._takes_keys:
            self._takes_keys = takes_keys
            self._cached_palette = None
            self._repaint(self.canvas.rows_touched(self.canvas.scene))

    def _notify(self) -> None:
        cursor = self.cursor
        state = (cursor.span, cursor.selection if cursor.anchor is not None else None, cursor.granularity)
        if state != self._last_state:
            self._last_state = state
            self.on_move()


def _rows_in_use(view: TranscriptView) -> range:
    """Return the rows of the screen with the selection, or the unit under the cursor."""
    canvas, rows = view.canvas, view.canvas.layout.rows_of(view.selection)
    top = view.region.y - canvas.top
    return range(top + max(rows.start, canvas.top), top + min(rows.stop, canvas.top + canvas.height))


class CodingMarks:
    """Looks up the codings that touch a span; call `renew` when the codebook has changed."""

    def __init__(self, project: Project, source: str) -> None:
        self._project = project
        self._source = source
        self._letters: dict[str, str] = {}
        self.renew()

    def renew(self) -> None:
        """Look up the letters again."""
        self._letters = letters_of(self._project)

    def has_letter(self, code: str) -> bool:
        """Return whether a code had a letter when they were looked up: a code group gets one when it is used."""
        return code in self._letters

    def __call__(self, start: int, end: int) -> Sequence[Mark]:
        project = self._project
        marks = []
        for id in project.positions(self._source).between(start, max(end, start + 1)):
            segment = project.segments[id]
            for coding in project.codings_of(id):
                code = project.codes[coding.code]
                letter = MARKS[coding.mark] or self._letters.get(code.id, "·")
                name = PREFIXES[coding.mark] + code.name
                marks.append(Mark(segment.start, segment.end, letter, code.color, code.id, coding.id, name))
        return marks

    def memos_in(self, start: int, end: int) -> list[int]:
        """Return where the units begin that touch a span and have a memo for this coder to read."""
        project = self._project
        ids = project.positions(self._source).between(start, max(end, start + 1))
        return [project.segments[id].start for id in ids if memos_read_by(project, id, project.initials)]

    def label(self, coding: Coding) -> str:
        """Return a coding for the status line: letter and name of its code."""
        code = self._project.codes[coding.code]
        return f"{PREFIXES[coding.mark]}{self._letters.get(code.id, '·')} {code.name}"


#: Cells for “turn/turns” in the title.
POSITION = 13


class SourceReader(Vertical, Interactive):
    """Shows one source; what can be done to its text is for the widgets that derive from this."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", ("find",))]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project | None = None
        self.source: Source | None = None
        self.text = ""
        self.marks: CodingMarks | None = None
        #: Called in the same frame when the cursor or the selection has moved.
        self.on_move: Callable[[], None] = lambda: None
        self._query = ""
        self._searchable = ("", searchable(""))
        self._match = -1
        self._match_count = ""
        self._position = ""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="title"):
            yield Static(id="transcript-title", markup=False)
            yield Static(id="transcript-place", markup=False)
        view = TranscriptView(id="transcript-view")
        view.on_move = self._moved
        yield view

    @property
    def view(self) -> TranscriptView:
        return self.query_one(TranscriptView)

    def show(self, project: Project, source: Source | None, cursor: int = 0) -> None:
        """Show a source with the cursor at an offset, or None."""
        self.project, self.source = project, source
        if source is None:
            self.text = ""
            self.view.load("", (), "en")
        else:
            words = project.text_of(source)
            self.text = words.text
            self.marks = CodingMarks(project, source.id)
            language = source.language or project.info.language
            self.view.load(words.text, words.turns, language, self.marks, cursor, self.marks.memos_in)
        self.show_title()

    def follow(self, transaction: Transaction) -> None:
        """Repaint the rows that a transaction touched."""
        project, source = self.project, self.source
        if project is None or source is None or self.marks is None:
            return
        tables = {change.table for change in transaction.changes}
        if "texts" in tables or source.id not in project.sources:
            self.show(project, project.sources.get(source.id), self.view.cursor.span.start)
            return
        self.source = project.sources[source.id]
        spans = []
        for change in transaction.changes:
            for record in (change.before, change.after):
                if isinstance(record, Coding | Memo):
                    record = project.segments.get(record.segment if isinstance(record, Coding) else record.target)
                if isinstance(record, Segment) and record.source == source.id:
                    spans.append(record.span)
        codes = {change.after.code for change in transaction.changes if isinstance(change.after, Coding)}
        if "codes" in tables or not all(map(self.marks.has_letter, codes)):
            self.marks.renew()
        if "codes" in tables:
            spans.append(Span(0, len(self.text)))
        if spans:
            self.view.marks_changed(min(span.start for span in spans), max(span.end for span in spans))
        if "sources" in tables:
            self.show_title()

    def under_cursor(self) -> list[Segment]:
        """Return the segments that share a character with the unit or the selection, the closest match first."""
        project, source = self.project, self.source
        if project is None or source is None:
            return []
        span = self.view.selection
        segments = [project.segments[id] for id in project.positions(source.id).between(*span)]
        return sorted(
            segments,
            key=lambda segment: (abs(segment.start - span.start) + abs(segment.end - span.end), segment.start),
        )

    def codings_here(self) -> list[Coding]:
        """Return the codings under the cursor."""
        project = self.project
        return (
            []
            if project is None
            else [coding for unit in self.under_cursor() for coding in project.codings_of(unit.id)]
        )

    # The title

    def _moved(self) -> None:
        self._show_position()
        self.on_move()

    def on_resize(self) -> None:
        self.show_title()

    def show_title(self) -> None:
        """Show the name and the details of the source, and the position of the cursor."""
        project, source = self.project, self.source
        title = Text(" ", no_wrap=True, overflow="ellipsis")
        if project is None:
            return
        if source is None:
            title.append("No transcript yet", style="bold")
        else:
            title.append(source.name, style="bold")
            details = "".join(f" · {part}" for part in source_details(project, source))
            if width(source.name + details) + 1 > self.size.width - POSITION:
                details = "".join(f" · {part}" for part in source_details(project, source, short=True))
            title.append(details, style="not bold")
        self.query_one("#transcript-title", Static).update(title, layout=False)
        self._show_position()

    def _show_position(self) -> None:
        source = self.source
        position = ""
        if source is not None:
            turn = self.view.cursor.units.turn_index(self.view.cursor.span.start) + 1
            position = f"{turn}/{source.turns} "
        if position != self._position:
            self._position = position
            self.query_one("#transcript-place", Static).update(position.rjust(POSITION), layout=False)

    # Searching

    @interactive
    async def action_find(self) -> None:
        """Search the text as the words are typed; Enter without words goes to the next match."""
        self.view.on_jump()
        origin = self.view.cursor.span.start
        title = f"Find (Enter: “{self._query}” again):" if self._query else "Find:"
        words = await self.ask(title, typing=lambda text: self._search(text, origin), reads=True)
        if words is None:
            self.view.highlight(())
            self.view.go_to(origin)
        elif words:
            self._query = words
            if self._match_count:
                self.say(f"{self._match_count} · n N: next, previous · Esc: clear")
        elif self._query:
            span = self.view.cursor.span
            on_match = span.start <= self._match < span.end
            self._search(self._query, 1 + (self._match if on_match else origin))

    def _search(self, query: str, origin: int) -> None:
        """Highlight all matches and go to the first from an offset on."""
        from coder.analysis.search import occurrences

        if self._searchable[0] is not self.text:
            self._searchable = (self.text, searchable(self.text))
        spans = occurrences(self._searchable[1], query) if query else []
        self.view.highlight(spans)
        self._match_count = ""
        if not query:
            return
        if not spans:
            self.view.go_to(origin)
            self.say(f"“{query}” is not in this text")
            return
        number = next((n for n, span in enumerate(spans) if span.start >= origin), 0)
        self._match = spans[number].start
        self.view.go_to(self._match)
        self._match_count = f"{number + 1} of {len(spans)}"
        self.say(f"{self._match_count} · Enter: stay here, n N: next, previous")


def source_details(project: Project, source: Source, short: bool = False) -> list[str]:
    """Return participant, wave, day and service of a source where its name does not say them.

    `short`: how many days the day is outside its wave as a sign, `402 +7!`.
    """
    parts = []
    participant = project.participants.get(source.participant or "")
    wave = project.waves.get(source.wave or "")
    name = source.name.casefold()
    if participant is not None and participant.name.casefold() not in name:
        parts.append(participant.name)
    if wave is not None and wave.name.casefold() not in name.replace("_", " "):
        parts.append(wave.name)
    if source.day is not None:
        missed = wave.misses(source.day) if wave is not None else 0
        note = (f" +{missed}!" if short else f", {format_misses(missed)}") if missed else ""
        parts.append(f"day {source.day}{note}")
    if participant is not None and participant.service:
        parts.append(participant.service)
    return parts

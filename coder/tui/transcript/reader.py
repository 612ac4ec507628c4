"""The source reader: one source with its title, a cursor that is a unit, and a search in its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from coder.model.record import Transaction
from coder.model.source import MARKS, Coding, Segment, Source
from coder.project import Project
from coder.project.interviews import format_misses
from coder.project.study import letters
from coder.text.fold import searchable
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.transcript.canvas import Mark
from coder.tui.transcript.view import TranscriptView


class CodingMarks:
    """Looks up the codings that touch a span; call `renew` when the codebook has changed."""

    def __init__(self, project: Project, source: str) -> None:
        self._project = project
        self._source = source
        self._letters: dict[str, str] = {}
        self.renew()

    def renew(self) -> None:
        """Assign the letters again."""
        self._letters = letters(self._project)

    def __call__(self, start: int, end: int) -> Sequence[Mark]:
        project = self._project
        marks = []
        for id in project.positions(self._source).between(start, max(end, start + 1)):
            segment = project.segments[id]
            for coding in project.codings_of(id):
                code = project.codes[coding.code]
                letter = MARKS[coding.mark] or self._letters.get(code.id, "·")
                marks.append(Mark(segment.start, segment.end, letter, code.color, code.id, coding.id))
        return marks

    def label(self, coding: Coding) -> str:
        """Return a coding for the status line: letter and name of its code."""
        code = self._project.codes[coding.code]
        return f"{MARKS[coding.mark]}{self._letters.get(code.id, '·')} {code.name}"


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
            self.view.load(words.text, words.turns, language, self.marks, cursor)
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
                if isinstance(record, Coding):
                    record = project.segments.get(record.segment)
                if isinstance(record, Segment) and record.source == source.id:
                    spans.append(record.span)
        if "codes" in tables:
            self.marks.renew()
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
            title.append("".join(f" · {part}" for part in source_details(project, source)), style="not bold")
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
        words = await self.ask(title, typing=lambda text: self._search(text, origin))
        if words is None:
            self.view.highlight(())
            self.view.go_to(origin)
        elif words:
            self._query = words
            if self._match_count:
                self.say(f"{self._match_count} · / Enter: next match · Esc: clear")
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
        self.say(f"{self._match_count} · Enter: stay here · / Enter: next match")


def source_details(project: Project, source: Source) -> list[str]:
    """Return participant, wave, day and service of a source where its name does not say them."""
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
        parts.append(f"day {source.day}, {format_misses(missed)}" if missed else f"day {source.day}")
    if participant is not None and participant.service:
        parts.append(participant.service)
    return parts

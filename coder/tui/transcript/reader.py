"""Reading one source: where the cursor is, what is under it, how to get elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from coder.errors import ReadOnly
from coder.model.change import Transaction
from coder.model.segment import Coding, Segment
from coder.model.source import Source
from coder.project import Project
from coder.project.ordering import subtree
from coder.text.fold import searchable
from coder.text.phrases import format_units
from coder.text.span import Span
from coder.text.units import Granularity
from coder.tui.keymap import actions
from coder.tui.kit.messages import Ask, Failed
from coder.tui.kit.questions import Interactive
from coder.tui.transcript.coding_marks import CodingMarks
from coder.tui.transcript.view import TranscriptView

#: Cells for “turn/turns” in the title.
PLACE = 13


class Reader(Vertical, Interactive):
    """Shows one source, with a cursor that is a unit; finds its way in it. What is done to it is below this class."""

    class WantSource(Message):
        """Let the person choose another source."""

    class WantImport(Message):
        """There is no source yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project | None = None
        self.source: Source | None = None
        self.text = ""
        self.marks: CodingMarks | None = None
        self.recent: list[str] = []
        self.lit = ""
        self._query = ""
        self._searched = ("", "")
        self._found = -1
        self._count = ""
        self._place = ""
        self.on_move: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(classes="title"):
            yield Static(id="transcript-title", markup=False)
            yield Static(id="transcript-place", markup=False)
        yield TranscriptView(id="transcript-view")

    @property
    def view(self) -> TranscriptView:
        return self.query_one(TranscriptView)

    # Showing

    def show(self, project: Project, source: Source | None, cursor: int = 0) -> None:
        """Show a source, with the cursor where it was left."""
        self.project, self.source, self.lit = project, source, ""
        self._welcome(source is None)
        if source is None:
            self.text = ""
            self.view.load("", (), "en")
            self._title()
            return
        words = project.text_of(source)
        self.text = words.text
        self.marks = CodingMarks(project, source.id)
        self.view.load(words.text, words.turns, source.language or project.info.language, self.marks, cursor)
        self._title()

    def follow(self, transaction: Transaction) -> None:
        """Repaint the rows that a transaction touched."""
        project, source = self.project, self.source
        if project is None or source is None or self.marks is None:
            return
        if any(change.table == "texts" for change in transaction.changes) or source.id not in project.sources:
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
        if any(change.table == "codes" for change in transaction.changes):
            self.marks.renew()
            spans.append(Span(0, len(self.text)))
        if spans:
            self.view.marks_changed(min(span.start for span in spans), max(span.end for span in spans))
            if self.lit:
                self.light(self.lit)
        if any(change.table == "sources" for change in transaction.changes):
            self._title()

    def light(self, code: str) -> None:
        """Light the units of a code and of those below it ("": of none)."""
        project, source = self.project, self.source
        self.lit = code
        if project is None or source is None or code not in project.codes:
            self.view.highlight(())
            return
        wanted = {one.id for one in subtree(project, project.codes[code])}
        spans = [
            project.segments[id].span
            for id in project.positions(source.id)
            if any(coding.code in wanted for coding in project.codings_of(id))
        ]
        self.view.highlight(spans)
        self.say(f"{format_units(len(spans))} of {project.codes[code].name} in this transcript")
        here = self.view.cursor.span.start
        if spans:
            self.view.go_to(next((span.start for span in spans if span.start >= here), spans[0].start))

    def on_mount(self) -> None:
        self.view.on_move = self._moved

    def _moved(self) -> None:
        """The cursor or the selection moved: all that shows it follows in the same frame."""
        self._show_place()
        if self.on_move is not None:
            self.on_move()

    def on_resize(self) -> None:
        self._title()

    def _welcome(self, empty: bool) -> None:
        """Where there is nothing to read yet, say how to begin."""
        for one in self.query("#welcome"):
            one.remove()
        if empty:
            self.mount(Static(actions.first_keys(), id="welcome", markup=False), before=self.view)

    def _title(self) -> None:
        project, source = self.project, self.source
        title = Text(" ", no_wrap=True, overflow="ellipsis")
        if project is None:
            return
        if source is None:
            title.append("No transcript yet", style="bold")
        else:
            title.append(source.name, style="bold")
            title.append("".join(f" · {part}" for part in about(project, source)), style="not bold")
        self.query_one("#transcript-title", Static).update(title, layout=False)
        self._show_place()

    def _show_place(self) -> None:
        source = self.source
        place = ""
        if source is not None:
            turn = self.view.cursor.units.turn_index(self.view.cursor.span.start) + 1
            place = f"{turn}/{source.turns} "
        if place != self._place:
            self._place = place
            self.query_one("#transcript-place", Static).update(place.rjust(PLACE), layout=False)

    # What the cursor is on

    def under_cursor(self) -> list[Segment]:
        """The segments that share a character with the unit or the selection, the tightest first."""
        if self.project is None or self.source is None:
            return []
        chosen = self.view.selection
        project = self.project
        found = [project.segments[id] for id in project.positions(self.source.id).between(*chosen)]
        return sorted(found, key=lambda one: (abs(one.start - chosen.start) + abs(one.end - chosen.end), one.start))

    def codings_here(self) -> list[Coding]:
        """The codings under the cursor."""
        project = self.project
        return [] if project is None else [c for one in self.under_cursor() for c in project.codings_of(one.id)]

    # Acts: reading

    def action_leave(self) -> None:
        self.view.clear_selection()
        self.light("")
        self._moved()

    def action_coded(self, by: int) -> None:
        project, source = self.project, self.source
        if project is None or source is None:
            return
        positions = project.positions(source.id)
        here = self.view.cursor.span.start
        found = positions.after(here) if by > 0 else positions.before(here)
        if found is None:
            self.say("No coded unit further on" if by > 0 else "No coded unit before this")
        else:
            self.view.go_to(project.segments[found].start)

    def action_source(self) -> None:
        self.post_message(self.WantSource())

    def _selected(self, writing: bool = True) -> Span | None:
        if self.source is None:
            self.post_message(self.WantImport())
            return None
        if writing and self.project is not None and self.project.readonly:
            self.post_message(Failed(ReadOnly()))
            return None
        return self.view.selection

    def action_find(self) -> None:
        origin = self.view.cursor.span.start

        def typing(text: str) -> None:
            self._search(text, origin)

        def then(text: str) -> None:
            self._query = text or self._query
            if text and self._count:
                self.say(f"{self._count} · / Enter goes on · Esc lets go")
            if not text and self._query:
                span = self.view.cursor.span
                self._search(self._query, 1 + (self._found if span.start <= self._found < span.end else origin))

        def given_up() -> None:
            self.view.highlight(())
            self.view.go_to(origin)

        title = f"Find (Enter: “{self._query}” again):" if self._query else "Find:"
        self.post_message(Ask(title, then, typing=typing, given_up=given_up))

    def _search(self, query: str, origin: int) -> None:
        from coder.analysis.search import occurrences

        spans = occurrences(self._prepared(), query) if query else []
        self.view.highlight(spans)
        if not query:
            return
        self._count = ""
        if not spans:
            self.view.go_to(origin)
            self.say(f"“{query}” is not in this text")
            return
        place = next((n for n, span in enumerate(spans) if span.start >= origin), 0)
        self._found = spans[place].start
        self.view.go_to(self._found)
        self._count = f"{place + 1} of {len(spans)}"
        self.say(f"{self._count} · Enter keeps · then / Enter goes on")

    def _prepared(self) -> str:
        if self._searched[0] is not self.text:
            self._searched = (self.text, searchable(self.text))
        return self._searched[1]

    def granularity(self) -> Granularity:
        """The size of the cursor's unit."""
        return self.view.cursor.granularity


def about(project: Project, source: Source) -> list[str]:
    """Participant, wave, day and service of a source, as far as they are known and its name does not say so."""
    parts = []
    participant = project.participants.get(source.participant or "")
    wave = project.waves.get(source.wave or "")
    known = source.name.casefold()
    if participant is not None and participant.name.casefold() not in known:
        parts.append(participant.name)
    if wave is not None and wave.name.casefold() not in known.replace("_", " "):
        parts.append(wave.name)
    if source.day is not None:
        late = wave.misses(source.day) if wave is not None else 0
        parts.append(f"day {source.day}, {late} outside" if late else f"day {source.day}")
    if participant is not None and participant.service:
        parts.append(participant.service)
    return parts

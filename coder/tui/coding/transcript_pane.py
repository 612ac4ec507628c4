"""The transcript pane: the source that is read, and the ways around in it and between sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widgets import Static

from coder.model.framework import STATUSES
from coder.model.record import Transaction
from coder.model.source import Source
from coder.project import Project
from coder.project.framework_layer import cells_citing
from coder.project.interviews import interviewers_of
from coder.project.study import sources_in_order, subtree
from coder.text.phrases import excerpt, format_units
from coder.text.span import Span
from coder.text.units import Units
from coder.tui.keymap import actions
from coder.tui.kit.questions import interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import SessionState
from coder.tui.kit.shell import shell_of
from coder.tui.transcript.view import SourceReader, TranscriptView, source_details

#: Turns from the last one read to one that is read next; where an interviewer is skipped, the second.
NEXT_TURNS = (1, 2)


class ReadingProgress:
    """How much of a source and of the project was read."""

    def __init__(self, project: Project, state: SessionState) -> None:
        self._project, self._state = project, state
        self._read: set[str] | None = None

    def follow(self, transaction: Transaction) -> None:
        """Look up the sources that were read again where a transaction changed them."""
        if any(change.table in ("readings", "sources", "coders") for change in transaction.changes):
            self._read = None

    def advance(self, source: Source, view: TranscriptView) -> None:
        """Count the unit under the cursor as read if it follows what was read: a screen or a turn on, no jump."""
        layout, cursor, units = view.canvas.layout, view.cursor.span, view.cursor.units
        read = self._state.read.get(source.id, 0)
        if not layout.height or cursor.end <= read:
            return
        last = max(0, min(read, source.characters) - 1)
        rows = layout.row_of(cursor.start) - layout.row_of(last)
        turns = units.turn_index(cursor.start) - units.turn_index(last)
        if rows <= view.canvas.height or turns in NEXT_TURNS:
            self._state.read[source.id] = cursor.end

    def notes(self, source: Source) -> list[str]:
        """Return notes for the status line on a source."""
        if self._read is None:
            from coder.analysis.method.preparation import read_by

            self._read = read_by(self._project, self._project.stored_initials)
        reached = self._state.read.get(source.id, 0)
        state = "read" if source.id in self._read else f"{100 * reached // max(1, source.characters)} %"
        return ["reading mode", state, f"{len(self._read)} of {len(self._project.sources)} read"]


def toggle_read(project: Project, source: Source) -> tuple[Source | None, str]:
    """Mark a source as read, or unmark it; return the next source to read, and a message."""
    from coder.analysis.method.preparation import unread
    from coder.project.operations import sources

    initials = project.stored_initials
    if sources.find_reading(project, source, initials) is not None:
        sources.unmark_read(project, source)
        return None, f"{source.name} marked as unread · R: mark as read"
    sources.mark_read(project, source)
    rest = unread(project, initials, source.id)
    if not rest:
        return None, f"Marked as read · all {len(project.sources)} are read"
    return rest[0], f"Marked as read · {len(rest)} to read, now {rest[0].name}"


def reading_hints() -> list[tuple[str, str]]:
    """Return the keys of reading mode."""
    keys = {id: actions.BY_ID[f"transcript.{id}"].keys[0] for id in ("read", "theme", "stripes")}
    return [(keys["read"], "mark as read, next"), (keys["theme"], "note a theme"), (keys["stripes"], "codes")]


#: Actions of the transcript that this pane has, not the view inside it or the coding area around it.
READING = ("coded", "skip", "speakers", "bookmark", "bookmarks", "back", "leave", "source")
_ALL, _SKIP, _INTERVIEWERS, _CHANGE = "all", "skip", "interviewers", "change"


class TranscriptPane(SourceReader):
    """Opens sources where they were left; skips speakers, keeps bookmarks, highlights the units of a code."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", READING)]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.places = SessionState()
        self.highlighted_code = ""
        #: The only speaker at whose turns the cursor stops; "": all, or all but the interviewers.
        self.only_speaker = ""
        #: The speakers who interview: as stored with the source, else guessed from their names.
        self.interviewers: tuple[str, ...] = ()
        #: Called by Esc when there is nothing left to clear.
        self.return_to: Callable[[], None] | None = None

    # Showing a source

    def open(self, source: Source | None, position: int | None = None) -> None:
        """Show a source where it was left, or at a position; store where the previous one is left."""
        project = self.project
        if project is None:
            return
        self.keep_place()
        self.leave_mark()
        self.return_to = None
        if source is None:
            self.show(project, None)
        else:
            cursor = self.places.cursors.get(source.id, 0) if position is None else position
            self.show(project, source, min(cursor, source.characters))
            self.view.cursor.resize(self.places.granularity)
            self.view.moved()
            self.places.source = source.id
        self._moved()

    def keep_place(self) -> None:
        """Store the cursor in the session state."""
        source, cursor = self.source, self.view.cursor
        if source is not None:
            self.places.cursors[source.id] = cursor.span.start
            self.places.granularity = cursor.granularity

    def show(self, project: Project, source: Source | None, cursor: int = 0) -> None:
        if source is None or self.source is None or source.id != self.source.id:
            self.only_speaker = ""
        self.highlighted_code = ""
        self.view.on_jump = self.leave_mark
        self.query("#welcome").remove()
        if source is None:
            self.mount(Static(actions.first_keys(), id="welcome", markup=False), before=self.view)
        super().show(project, source, cursor)
        self._apply_speakers()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        tables = {change.table for change in transaction.changes}
        if self.highlighted_code and tables & {"codes", "codings", "segments"}:
            self.highlight_code(self.highlighted_code)
        if "sources" in tables:
            self._apply_speakers()

    def notes(self) -> list[str]:
        """Return notes on the unit for the status line: levels of frameworks, bookmark, speakers."""
        project, source, span = self.project, self.source, self.view.cursor.span
        marked = source is not None and _bookmark_at(self.places, source, span) is not None
        notes = ["bookmark"] if marked else []
        if project is not None and project.cells and self.places.stripes:  # reading mode hides codes and levels
            citing = [cell for segment in self.under_cursor() for cell in cells_citing(project, segment.id)]
            levels = dict.fromkeys(f"{STATUSES[cell.status]} {project.levels[cell.level].name}" for cell in citing)
            notes = [*levels, *notes]
        if self.only_speaker:
            notes.append(f"only {self.only_speaker}")
        elif self.places.skip:
            skipped = " ".join(self.interviewers)
            notes.append(f"without {skipped}" if skipped else "interviewer not set: W sets it")
        return notes

    def highlight_code(self, code: str) -> None:
        """Highlight the units of a code and of the codes below it ("": none), and go to the next of them."""
        project, source = self.project, self.source
        if code and code != self.highlighted_code:
            self.leave_mark()
        self.highlighted_code = code
        if project is None or source is None or code not in project.codes:
            self.view.highlight(())
            return
        codes = {member.id for member in subtree(project, project.codes[code])}
        spans = [
            project.segments[id].span
            for id in project.positions(source.id)
            if any(coding.code in codes for coding in project.codings_of(id))
        ]
        self.view.highlight(spans)
        here = self.view.cursor.span.start
        if spans:
            self.view.go_to(next((span.start for span in spans if span.start >= here), spans[0].start))
        self.say(f"{format_units(len(spans))} of {project.codes[code].name} in this transcript")

    # Going elsewhere

    @interactive
    async def action_source(self) -> None:
        """Open another transcript."""
        project = self.project
        if project is None:
            return
        sources = sources_in_order(project)
        rows = [
            Item(source.id, source.name, detail=" · ".join(source_details(project, source))) for source in sources
        ]
        id = await self.pick("Open which transcript?", list_finder(rows), reads=True)
        if id is not None:
            self.open(project.sources[id])

    def action_coded(self, by: int) -> None:
        """Go to the next or previous coded unit; to what is highlighted, where anything is."""
        self.leave_mark()
        project, source = self.project, self.source
        if project is None or source is None:
            return
        highlighted = self.view.canvas.highlighted
        if highlighted:
            self._go_to_highlighted(highlighted, by)
            return
        positions, here = project.positions(source.id), self.view.cursor.span.start
        id = positions.after(here) if by > 0 else positions.before(here)
        if id is None:
            self.say("No coded unit after this one" if by > 0 else "No coded unit before this one")
        else:
            self.view.go_to(project.segments[id].start)

    def _go_to_highlighted(self, spans: Sequence[Span], by: int) -> None:
        span = self.view.cursor.span
        ahead = (n for n, other in enumerate(spans) if other.start >= span.end)
        behind = (n for n in reversed(range(len(spans))) if spans[n].start < span.start)
        place = next(ahead if by > 0 else behind, None)
        if place is None:
            self.say(f"No highlight {'after' if by > 0 else 'before'} this one · Esc: clear")
        else:
            self.view.go_to(spans[place].start)
            self.say(f"{place + 1:,} of {len(spans):,} highlighted · n N: next, previous · Esc: clear")

    def leave_mark(self) -> None:
        """Store the position of the cursor before it jumps."""
        if self.source is not None:
            self.places.before = (self.source.id, self.view.cursor.span.start)

    def action_back(self) -> None:
        """Go back to where the cursor was before it jumped."""
        id, position = self.places.before
        if self.project is None or id not in self.project.sources:
            self.say("No position to go back to yet")
        else:
            self._go_to(id, position)

    def _go_to(self, source: str, position: int) -> None:
        if self.source is not None and self.source.id == source:
            self.leave_mark()
            self.view.go_to(position)
        elif self.project is not None:
            self.open(self.project.sources[source], position)

    def action_leave(self) -> None:
        """Clear the selection and what is highlighted; without a selection, return to the screen that led here."""
        back = self.return_to if self.view.cursor.anchor is None else None
        self.view.clear_selection()
        self.highlight_code("")
        self._moved()
        if back is not None:
            self.return_to = None
            back()

    # Bookmarks

    def action_bookmark(self) -> None:
        """Set a bookmark at the cursor, or remove it."""
        if self.source is None:
            return
        number = _bookmark_at(self.places, self.source, self.view.cursor.span)
        if number is None:
            self.places.bookmarks.append((self.source.id, self.view.cursor.span.start))
        else:
            del self.places.bookmarks[number]
        self._moved()
        shown_only = self.project is not None and self.project.readonly
        until = " until the project is closed (read-only)" if shown_only else ""
        self.say(f"Bookmark set{until}: B lists them" if number is None else f"Bookmark removed{until}")

    @interactive
    async def action_bookmarks(self) -> None:
        """Go to a bookmark, in any transcript."""
        project = self.project
        if project is None:
            return
        marks = [mark for mark in self.places.bookmarks if mark[0] in project.sources]
        if not marks:
            self.say("No bookmarks yet: b sets one at the cursor")
            return
        row = await self.pick(
            "Go to which bookmark?", list_finder([_row(project, *mark) for mark in marks]), reads=True
        )
        if row is not None:
            id, _, position = row.rpartition("@")
            self._go_to(id, int(position))

    # Speakers

    def _apply_speakers(self) -> None:
        """Let the cursor stop only at the turns of the chosen speakers."""
        units, source = self.view.cursor.units, self.source
        self.interviewers = () if self.project is None or source is None else interviewers_of(self.project, source)
        if self.only_speaker:
            units.skip({turn.speaker for turn in units.turns} - {self.only_speaker})
        else:
            units.skip(self.interviewers if self.places.skip else ())

    def action_skip(self) -> None:
        """Skip the interviewer's turns, or stop at all turns again."""
        self.only_speaker, self.places.skip = "", not (self.places.skip or self.only_speaker)
        self._apply_speakers()
        self._moved()

    @interactive
    async def action_speakers(self) -> None:
        """Choose the speakers at whose turns the cursor stops, or who interviews."""
        speakers = _count_turns(self.view.cursor.units)
        project, source = self.project, self.source
        if not speakers or project is None or source is None:
            self.say("The turns of this transcript have no speakers")
            return
        rows = [
            Item(_ALL, "all speakers"),
            Item(_SKIP, f"all but the interviewer ({' '.join(self.interviewers) or '?'})"),
        ]
        rows += [Item(f"only {name}", f"only {name}", detail=f"{n} turns") for name, n in speakers.most_common()]
        if not project.readonly:
            rows.append(Item(_INTERVIEWERS, "choose the interviewers …"))
            rows.append(Item(_CHANGE, "rename or merge speakers …"))
        choice = await self.pick("The cursor stops at the turns of", list_finder(rows), reads=project.readonly)
        if choice == _INTERVIEWERS:
            from coder.project.operations import sources

            names = [Item(name, name) for name in speakers]
            chosen = await self.pick_many("Who is the interviewer? (Tab: several)", list_finder(names))
            if chosen is not None:
                sources.describe(project, source, interviewers=chosen.ids)
        elif choice == _CHANGE:
            shell_of(self).open("speakers", source=source)
        elif choice is not None:
            self.places.skip = choice == _SKIP
            self.only_speaker = choice.partition("only ")[2]
            self._apply_speakers()
            self._moved()


def _count_turns(units: Units) -> Counter[str]:
    """Return the number of turns of each speaker."""
    return Counter(turn.speaker for turn in units.turns if turn.speaker)


def _bookmark_at(places: SessionState, source: Source, span: Span) -> int | None:
    """Return the index of the bookmark on a unit."""
    bookmarks = enumerate(places.bookmarks)
    return next((n for n, (id, at) in bookmarks if id == source.id and span.start <= at < max(span.end, 1)), None)


def _row(project: Project, id: str, position: int) -> Item:
    """Return a bookmark as a row of a list: source, turn and text."""
    source = project.sources[id]
    words = project.text_of(source)
    turn = sum(1 for entry in words.turns if entry.label <= position)
    quote = excerpt(words.text[position : position + 200], 60)
    return Item(f"{id}@{position}", f"{source.name} · turn {turn}", detail=quote)

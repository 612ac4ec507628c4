"""The two interviews of a pair beside each other, with the change note below, and the actions on them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.participation import Pair, unpaired
from coder.model.framework import CHANGE_TAGS, ChangeNote
from coder.model.record import Transaction
from coder.model.source import Segment
from coder.project import Project
from coder.project.consequences import by_another
from coder.project.operations import changes
from coder.project.operations.changes import FIRST, SIDES, THEN, Subject
from coder.text.phrases import format_count, format_list
from coder.tui.keymap import actions
from coder.tui.kit.confirmation import act_if_confirmed, may_rewrite
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.pairs.pair_note import PairNote, describe_note
from coder.tui.pairs.state import (
    IN_STEP,
    INDEPENDENT,
    LINKED,
    LINKS,
    PairsState,
    current_pair,
    evidence,
    sources_of,
    subject_in,
    subject_items,
    unit_starts,
)
from coder.tui.transcript.view import SourceReader


class PairSide(SourceReader):
    """A reader whose `n` and `N` lead through `stops`, the starts of the units of the note's subject."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", ("coded", "find"))]

    def __init__(self, side: str, seek: Callable[[int], None], **options: Any) -> None:
        """`seek` moves to the next or previous stop of the pair."""
        super().__init__(**options)
        self.side, self._seek = side, seek
        self.stops: Sequence[int] = ()

    def action_coded(self, by: int) -> None:
        self._seek(by)

    def seek(self, by: int) -> bool:
        """Go to the next or previous stop; return whether there is one."""
        start = self.view.cursor.span.start
        place = bisect_right(self.stops, start) if by > 0 else bisect_left(self.stops, start) - 1
        if not 0 <= place < len(self.stops):
            return False
        self.view.go_to(self.stops[place])
        return True

    def unit(self) -> Segment | None:
        """Return the segment to cite: of the same span, else the tightest around the cursor; None for a new one."""
        segments, selection = self.under_cursor(), self.view.selection
        exact = [segment for segment in segments if segment.span == selection]
        around = [segment for segment in segments if segment.span.contains(selection)]
        if self.view.cursor.anchor is not None:  # a selection is meant as it is
            around = []
        return next(iter(exact or sorted(around, key=lambda segment: segment.end - segment.start)), None)


#: From this width on (in cells) the two interviews are side by side; below it, one above the other.
BESIDE = 100
#: Least rows of the note: one above the other, side by side.
NOTE_ROWS = (6, 8)
#: Tables that make the pairs.
PAIR_TABLES = {"sources", "texts", "participants", "waves", "attrition"}
NO_PAIRS = "No participant has interviews in two waves yet."
NO_TAG = ""


class PairView(Vertical, Interactive):
    """One pair at a time; `state` says which, and what its note is about."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("pairs")]

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.state = screen_state(project, PairsState)
        self.pairs: list[Pair] = []
        self._number = 0
        self.note_panel = PairNote(project, self._editor_closed)

    def compose(self) -> ComposeResult:
        yield Static(id="pairs-title", classes="title", markup=False)
        with Vertical(id="pair-sides"):
            yield PairSide(FIRST, self.seek, id="pair-first")
            yield PairSide(THEN, self.seek, id="pair-then")
        yield self.note_panel

    def on_mount(self) -> None:
        for side in self.sides:
            side.on_move = self._show_position
        self._place_sides(self.app.size.width)
        self.show_pair()
        self.active.view.focus()

    @property
    def sides(self) -> tuple[PairSide, PairSide]:
        """The earlier interview and the later one."""
        return self.query_one("#pair-first", PairSide), self.query_one("#pair-then", PairSide)

    @property
    def active(self) -> PairSide:
        """The side that has the cursor."""
        return self.sides[SIDES.index(self.state.side)]

    @property
    def pair(self) -> Pair | None:
        """The pair that is shown."""
        return self.pairs[self._number] if self.pairs else None

    @property
    def subject(self) -> Subject:
        """The subject of the note of the pair; only where there is a pair."""
        return subject_in(self.project, self.state, self.pairs[self._number])

    @property
    def note(self) -> ChangeNote | None:
        """The note that is shown, if it is written."""
        return changes.on(self.project, self.subject) if self.pairs else None

    # Showing

    def show_pair(self) -> None:
        """Show the pair of the state, each interview where it was left."""
        self.save_cursors()
        self.pairs, self._number = current_pair(self.project, self.state)
        pair = self.pair
        if pair is not None:
            self.state.participant, self.state.first = pair.participant.id, pair.first.id
        for side in self.sides:
            source = next(iter(sources_of(pair, side.side) if pair is not None else ()), None)
            side.show(self.project, source, self.state.cursors.get(source.id, 0) if source is not None else 0)
        self.show_note()

    def show_note(self) -> None:
        """Show the note, and highlight its evidence."""
        self.query_one("#pairs-title", Static).update(_title(self), layout=False)
        rows = NOTE_ROWS[self.has_class("beside")]
        if self.pair is None:
            reasons = "".join(f"\n{person.name}: {reason}" for person, reason in unpaired(self.project))
            self.note_panel.show(Text.assemble((NO_PAIRS, "bold"), reasons), "", rows)
            return
        subject, note = self.subject, self.note
        self.note_panel.show(
            describe_note(self.project, subject, note), note.sentence if note is not None else "", rows
        )
        for side, other in zip(self.sides, reversed(self.sides), strict=True):
            side.view.in_step = other.view if self.state.link == IN_STEP else None
            source = side.source
            if source is not None:
                ids, _ = evidence(note, side.side)
                segments = [self.project.segments[id] for id in ids]
                side.view.highlight([segment.span for segment in segments if segment.source == source.id])
                side.stops = unit_starts(self.project, subject, side.side, source)

    def _show_position(self) -> None:
        """Say which wave the cursor is in, and what is coded there."""
        side = self.active
        if side.marks is None or self.pair is None:
            return
        labels = dict.fromkeys(side.marks.label(coding) for coding in side.codings_here())
        ids, _ = evidence(self.note, side.side)
        cited = ["evidence"] if any(segment.id in ids for segment in side.under_cursor()) else []
        self.say(" · ".join([_wave_name(self.pair, side), *cited, *labels]))

    def follow(self, transaction: Transaction) -> None:
        """Show what a transaction changed."""
        if {change.table for change in transaction.changes} & PAIR_TABLES:
            self.show_pair()
        else:
            for side in self.sides:
                side.follow(transaction)
            self.show_note()
        self.note_panel.follow()

    def _place_sides(self, width: int) -> None:
        """Put the interviews side by side, one above the other, or show one alone."""
        self.set_class(width >= BESIDE, "beside")
        self.set_class(self.state.alone, "alone")
        for side in SIDES:
            self.set_class(side == self.state.side, f"at-{side}")

    def on_resize(self, event: events.Resize) -> None:
        self._place_sides(event.size.width)

    # Moving

    def seek(self, by: int) -> None:
        """Go to the next unit of the subject: on both sides, where they are linked."""
        both = self.state.link != INDEPENDENT and not self.state.alone
        ended = [side for side in (self.sides if both else (self.active,)) if not side.seek(by)]
        if ended and self.pair is not None:
            without = [_wave_name(self.pair, side) for side in ended if not side.stops]
            at_end = [_wave_name(self.pair, side) for side in ended if side.stops]
            parts = [f"no unit in {format_list(without)}"] if without else []
            parts += [f"no {'later' if by > 0 else 'earlier'} unit in {format_list(at_end)}"] if at_end else []
            self.say(f"{', '.join(parts)} · {changes.about(self.project, self.subject)}")

    def save_cursors(self) -> None:
        """Remember where the cursors are."""
        for side in self.sides:
            if side.source is not None:
                self.state.cursors[side.source.id] = side.view.cursor.span.start

    def switch_side(self) -> None:
        """Move to the other side; from the editor, to the active one."""
        editor = self.note_panel.editor
        if editor is None or self.screen.focused is not editor:
            self.state.side = THEN if self.state.side == FIRST else FIRST
            self._place_sides(self.size.width)
        self.active.view.focus()
        self._show_position()

    def toggle_alone(self) -> None:
        """Show one side alone, or both."""
        self.state.alone = not self.state.alone
        self._place_sides(self.size.width)
        self.say("One side alone: Tab shows the other, z both" if self.state.alone else "Both sides")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Make the side active that was clicked."""
        for side in self.sides:
            if event.widget is side.view and self.state.side != side.side:
                self.state.side = side.side
                self._place_sides(self.size.width)

    # Actions: what is shown

    def action_pair(self, by: int) -> None:
        if len(self.pairs) < 2:
            self.say("There is only one pair" if self.pairs else NO_PAIRS)
            return
        pair = self.pairs[(self._number + by) % len(self.pairs)]
        self.note_panel.settle()
        self.state.participant, self.state.first = pair.participant.id, pair.first.id
        self.show_pair()
        self.say(f"{pair.participant.name} · {format_count(len(self.pairs), 'pair')}")

    @interactive
    async def action_about(self) -> None:
        pair = self._require_pair()
        if pair is None:
            return
        choice = await self.pick("Subject of the note", list_finder(subject_items(self.project, pair)), reads=True)
        if choice is not None:
            by, _, id = choice.partition(":")
            self.note_panel.settle()
            self.state.code = id if by == "codes" and id != "pair" else None
            self.state.level = id if by == "levels" else None
            self.show_note()
            for side in self.sides:
                _go_to_evidence(self.project, side, self.note)

    def action_link(self) -> None:
        links = list(LINKS)
        self.state.link = links[(links.index(self.state.link) + 1) % len(links)]
        self.show_note()
        self.say(f"{self.state.link}: {LINKS[self.state.link]}")

    def action_flip(self) -> None:
        if self.state.alone:
            self.switch_side()
        else:
            self.toggle_alone()

    def action_open(self) -> None:
        source, shell = self.active.source, shell_of(self)
        if source is None:
            return
        place = self.active.view.cursor.span.start
        message = "Esc goes back to the pair"
        shell.open("coding", source=source, place=place, back=lambda: shell.open("pairs"), message=message)

    # Actions: the note

    def _require_pair(self) -> Pair | None:
        """Return the pair, or None after saying that there is none."""
        if self.pair is None:
            self.say(NO_PAIRS)
        return self.pair

    @interactive
    async def action_sentence(self) -> None:
        if self._require_pair() is not None:
            await self.note_panel.edit(self.subject, self.note)

    def _editor_closed(self) -> None:
        self.screen.set_focus(self.active.view)
        self.show_note()

    @interactive
    async def action_tag(self) -> None:
        if self._require_pair() is None:
            return
        subject, note = self.subject, self.note
        options = [
            (name, tag.letter.lower(), f"{tag.glyph} {tag.letter}  {name}: {tag.means}")
            for name, tag in CHANGE_TAGS.items()
        ]
        if note is not None and note.tag:
            options.append((NO_TAG, "n", "no tag"))
        tag = await self.choose(f"What changed: {changes.about(self.project, subject)}", options)
        if tag is not None and await _may_change(self, note):
            changes.note(self.project, subject, tag=tag)

    def action_cite(self) -> None:
        """Cite the unit or the selection as evidence for its side."""
        side = self.active
        source, segment, span = side.source, side.unit(), side.view.selection
        if source is None or self._require_pair() is None:
            return
        if segment is None:
            self.attempt(
                lambda: changes.cite_span(self.project, self.subject, side.side, source, *span),
            )
        elif segment.id in evidence(self.note, side.side)[0]:
            self.say("The unit is already cited; x removes it")
        else:
            self.attempt(lambda: changes.cite(self.project, self.subject, side.side, segment))

    def action_uncite(self) -> None:
        side = self.active
        ids, _ = evidence(self.note, side.side)
        cited = [segment for segment in side.under_cursor() if segment.id in ids]
        if cited:
            self.attempt(lambda: changes.uncite(self.project, self.subject, side.side, cited[0]))
        else:
            self.say("The unit under the cursor is not evidence of this change")

    @interactive
    async def action_absent(self) -> None:
        if self._require_pair() is None:
            return
        subject, side = self.subject, self.state.side
        if not await _may_change(self, self.note):
            return
        _, reason = evidence(self.note, side)
        wave = self.project.waves[subject.wave(side)].name
        text = await self.ask(f"Why is there no evidence at {wave}?", reason)
        if text is not None and side == FIRST:
            changes.note(self.project, subject, absent_first=text)
        elif text is not None:
            changes.note(self.project, subject, absent_then=text)

    @interactive
    async def action_remove(self) -> None:
        note = self.note
        if note is None:
            self.say("There is no note to delete")
        else:
            remove = partial(changes.remove, self.project, note)
            await act_if_confirmed(self, self.project, "Delete the change note", remove, {note.id}, ("segments",))


def _title(view: PairView) -> Text:
    pair, state = view.pair, view.state
    title = Text(" Pairs", "bold", no_wrap=True, overflow="ellipsis")
    if pair is not None:
        subject = view.subject
        unit = "code" if subject.code else "level" if subject.level else "coded unit"
        link = {LINKED: f"linked by {unit}", IN_STEP: "scroll in step"}.get(state.link, state.link)
        title.append(f" · {pair.participant.name}")
        waves, place = f"{pair.first.name} → {pair.then.name}", f"{view.pairs.index(pair) + 1}/{len(view.pairs)}"
        title.append(f" · {waves} · {place} · {link}", "not bold")
    return title


def _wave_name(pair: Pair | None, side: PairSide) -> str:
    return "" if pair is None else (pair.first if side.side == FIRST else pair.then).name


def _go_to_evidence(project: Project, side: PairSide, note: ChangeNote | None) -> None:
    """Go to the first evidence on a side, or to the first unit of the subject."""
    segments = [project.segments[id] for id in evidence(note, side.side)[0]]
    source = side.source.id if side.source is not None else ""
    starts = [segment.start for segment in segments if segment.source == source] or side.stops
    if starts:
        side.view.go_to(min(starts))


async def _may_change(view: PairView, note: ChangeNote | None) -> bool:
    """Return whether the note may be changed: asks once for one of another coder."""
    key = note.id if note is not None else ""
    whose = by_another(view.project, "change_notes", note)
    return await may_rewrite(view, view.project, key, "Change the change note", whose)

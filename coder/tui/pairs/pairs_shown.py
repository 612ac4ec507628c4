"""The half of the pair screen that shows: two interviews of one person, and the note on what changed between them."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.participation import Pair, unpaired
from coder.model.change import Transaction
from coder.model.framework import ChangeNote
from coder.project import Project
from coder.project.operations import changes
from coder.project.operations.changes import FIRST, SIDES, THEN, Subject
from coder.text.phrases import format_list
from coder.text.wrap import wrap
from coder.tui.kit.autosave_editor import AutosaveEditor
from coder.tui.kit.page import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.status import StatusLine
from coder.tui.pairs import state
from coder.tui.pairs.pair_side import PairSide
from coder.tui.pairs.state import FREELY, IN_STEP

#: From this many columns on the two interviews stand side by side; below, one above the other.
BESIDE = 100
#: Rows of the note that are no sentence; those there always are (above each other, beside); the most there ever are.
ROUND_IT, LEAST, LONGEST = 4, (6, 8), 11
#: Tables from which pairs are made.
MAKING = {"sources", "texts", "participants", "waves", "attrition"}


class PairsShown(ProjectScreen):
    """Shows a pair; what is done with it is below this class."""

    #: So that a prompt, which belongs to the screen, is not asked for where there is no pair.
    nobody: ClassVar[str] = "No participant has interviews in two waves yet."

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.here = state.place(project)
        self.pairs: list[Pair] = []
        self.number = 0
        #: What the sentence is about that is written, wherever one looks meanwhile.
        self.written: Subject | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="pairs-title", classes="title", markup=False)
        with Vertical(id="pair-sides"):
            yield PairSide(FIRST, id="pair-first")
            yield PairSide(THEN, id="pair-then")
        with Vertical(id="pair-foot"):
            yield Page(id="pair-note")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        first, then = self.sides
        first.partner, then.partner = then, first
        for one in self.sides:
            one.on_move = self._moved
            one.seeking = self.seek
        self.fit(self.app.size.width)
        self.show_pair()
        self.active.view.focus()
        self.show_state()
        self.show_hints()

    # What is here

    @property
    def sides(self) -> tuple[PairSide, PairSide]:
        """The earlier interview and the later one."""
        return self.query_one("#pair-first", PairSide), self.query_one("#pair-then", PairSide)

    @property
    def active(self) -> PairSide:
        """The side that has the keys."""
        return self.sides[SIDES.index(self.here.side)]

    @property
    def pair(self) -> Pair | None:
        """The pair that is shown."""
        return self.pairs[self.number] if self.pairs else None

    @property
    def subject(self) -> Subject:
        """What the note is about; only asked where there is a pair."""
        return state.about(self.project, self.here, self.pairs[self.number])

    @property
    def note(self) -> ChangeNote | None:
        """The note that is shown, if it is written."""
        return changes.on(self.project, self.subject) if self.pairs else None

    def aim(self, id: str) -> None:
        """The pair of a participant, or a note."""
        note = self.project.change_notes.get(id)
        if note is not None:
            self.here.go_to(changes.subject_of(note))
        elif id in self.project.participants:
            self.here.participant, self.here.first, self.here.code, self.here.level = id, "", None, None
        if self.is_mounted:
            self.show_pair()

    # Showing

    def show_pair(self) -> None:
        """Show the pair where one is, each interview where it was left."""
        self.keep_places()
        self.pairs, self.number = state.current(self.project, self.here)
        pair = self.pair
        if pair is not None:
            self.here.participant, self.here.first = pair.participant.id, pair.first.id
        for one in self.sides:
            had = state.sources_of(pair, one.side) if pair is not None else ()
            source = had[0] if had else None
            one.show(self.project, source, self.here.cursors.get(source.id, 0) if source is not None else 0)
        self.show_note()

    def show_note(self) -> None:
        """Show what is noted, and light what shows it."""
        page = self.query_one("#pair-note", Page)
        self._show_title()
        pair = self.pair
        if pair is None:
            page.show(self._nobody())
            return
        what, note = self.subject, self.note
        page.show(state.told(self.project, what, note))
        self._make_room(note.sentence if note is not None else "")
        for one in self.sides:
            one.in_step = self.here.link == IN_STEP
            source = one.source
            if source is not None:
                ids, _ = state.evidence(note, one.side)
                units = [self.project.segments[id] for id in ids]
                one.view.highlight([unit.span for unit in units if unit.source == source.id])
                one.stops = state.stops(self.project, what, one.side, source)

    def _make_room(self, sentence: str) -> None:
        """As many rows below as a long sentence takes, with what shows it."""
        width = max(20, self.app.size.width - 2)
        rows = min(LONGEST, ROUND_IT + 1 + len(wrap(sentence, 0, len(sentence), width)))
        foot = self.query_one("#pair-foot")
        enough = LEAST[self.has_class("beside")]
        foot.styles.height = rows if rows > enough and not self.has_class("writing") else None

    def _show_title(self) -> None:
        pair = self.pair
        title = Text(" Pairs", "bold", no_wrap=True, overflow="ellipsis")
        if pair is not None:
            waves = f"{pair.first.name} → {pair.then.name}"
            title.append(f" · {pair.participant.name}")
            title.append(f" · {waves} · {self.number + 1}/{len(self.pairs)} · {self.moving()}", "not bold")
        self.query_one("#pairs-title", Static).update(title, layout=False)

    def moving(self) -> str:
        """How the sides move, in words."""
        by = "by code" if self.subject.code else "by level" if self.subject.level else "by coded unit"
        return self.here.link if self.here.link in (FREELY, IN_STEP) else f"{self.here.link} {by}"

    def _nobody(self) -> Text:
        shown = Text(self.nobody, "bold")
        for person, why in unpaired(self.project):
            shown.append(f"\n{person.name}: {why}", "not bold")
        return shown

    def _moved(self) -> None:
        """The cursor moved: whose words it is on, and what they are coded with."""
        one = self.active
        if one.marks is None or self.pair is None:
            return
        labels = dict.fromkeys(one.marks.label(coding) for coding in one.codings_here())
        ids, _ = state.evidence(self.note, one.side)
        cited = ["evidence"] if any(unit.id in ids for unit in one.under_cursor()) else []
        self.query_one(StatusLine).set(left=" · ".join([self._wave_of(one.side), *cited, *labels]))

    def _wave_of(self, side: str) -> str:
        pair = self.pair
        return "" if pair is None else (pair.first if side == FIRST else pair.then).name

    def follow(self, transaction: Transaction) -> None:
        tables = {change.table for change in transaction.changes}
        if tables & MAKING:
            self.show_pair()
        else:
            for one in self.sides:
                one.follow(transaction)
            self.show_note()
        for editor in self.query(AutosaveEditor):
            note = changes.on(self.project, self.written) if self.written is not None else None
            editor.saved_meanwhile(note.sentence if note is not None else "")
        super().follow(transaction)

    # Moving

    def seek(self, by: int) -> None:
        """To the next unit of what the note is about: on both sides where they move together."""
        both = self.here.link != FREELY and not self.here.alone
        stayed = [one for one in (self.sides if both else (self.active,)) if not one.seek(by)]
        if stayed and self.pair is not None:
            where = "further on" if by > 0 else "before this"
            ended = [self._wave_of(one.side) for one in stayed if one.stops]
            without = [self._wave_of(one.side) for one in stayed if not one.stops]
            told = [f"no unit in {format_list(without)}"] if without else []
            told += [f"{'none' if told else 'no unit'} {where} in {format_list(ended)}"] if ended else []
            self.say(f"{', '.join(told)} · {changes.about(self.project, self.subject)}")

    def go_to_note(self) -> None:
        """To what shows it on either side, or to the first unit of what it is about."""
        for one in self.sides:
            cited = [self.project.segments[id] for id in state.evidence(self.note, one.side)[0]]
            starts = [unit.start for unit in cited if one.source is not None and unit.source == one.source.id]
            if starts or one.stops:
                one.view.go_to(min(starts or one.stops))

    def keep_places(self) -> None:
        """Remember where the cursors are."""
        for one in self.sides:
            if one.source is not None:
                self.here.cursors[one.source.id] = one.view.cursor.span.start

    def on_resize(self, event: events.Resize) -> None:
        self.fit(event.size.width)

    def fit(self, width: int) -> None:
        """Side by side, one above the other, or one alone."""
        self.set_class(width >= BESIDE, "beside")
        self.set_class(self.here.alone, "alone")
        for side in SIDES:
            self.set_class(side == self.here.side, f"at-{side}")

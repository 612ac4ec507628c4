"""The main screen: transcript, code tree and memo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from coder.model.change import Transaction
from coder.model.source import Source
from coder.project import Project
from coder.project.ordering import by_order
from coder.text.span import Span
from coder.tui.coding.code_pane import CodesPane
from coder.tui.coding.code_tree import CodeTree
from coder.tui.coding.coding_area import CodingArea
from coder.tui.coding.coding_ways import CodingWays
from coder.tui.coding.pane_layout import PANES
from coder.tui.kit import session_state
from coder.tui.kit.status import StatusLine
from coder.tui.memos.draft_recovery import DraftRecovery
from coder.tui.memos.memo_pane import MemoPane
from coder.tui.memos.memo_writing import WRITING
from coder.tui.transcript.view import TranscriptView

#: Where one reads is remembered that often, in seconds, if it has changed.
PLACES_EVERY = 5.0
#: The keys where there is nothing to read yet.
EMPTY = [("g i", "import transcripts"), ("g h", "home"), ("Tab", "next pane"), ("?", "keys"), ("Ctrl+Q", "quit")]


class CodingScreen(CodingWays):
    """Where transcripts are read and coded; opens where it was left."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "coding_screen.tcss"]
    where = "transcript"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "come_back", show=False)]

    def __init__(self, project: Project, memo_target: str | None = None, memo_kind: str = "") -> None:
        """`memo_target`: the id of a record to write a memo on at once, or of a memo to edit, or "project"."""
        super().__init__(project)
        self._memo_target, self._memo_kind = memo_target, memo_kind
        self._recovering: DraftRecovery | None = None
        self._kept: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        self.begin_with(self.shell.settings.unit)
        self.fit(self.app.size.width)  # before there is anything to style anew
        with Horizontal(id="panes"):
            yield CodingArea(id="coding-area")
            with Vertical(id="side"):
                yield CodesPane(id="codes")
                yield MemoPane(id="memos")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.memo_pane.project = self.project
        self.codes.show(self.project)
        self.transcript.project = self.project
        self.transcript.places = self.places
        self.transcript.on_move = self._moved
        source = self.project.sources.get(self.places.source) or self._first()
        self.open_source(source)
        self.as_left()
        self.show_state()
        self.show_hints()
        if self._memo_target is not None:
            self.call_after_refresh(self.write_at_once, self._memo_target, self._memo_kind)
        else:
            self._recovering = DraftRecovery(self)
        self.set_interval(PLACES_EVERY, self._keep_places)

    def _first(self) -> Source | None:
        return min(self.project.sources.values(), key=by_order, default=None)

    def open_source(self, source: Source | None, position: int | None = None) -> None:
        """Show a source where it was left, or at a position."""
        self.transcript.open(source, position)

    def visit(
        self, source: Source, place: Span | int | None, back: Callable[[], None] | None, message: str = ""
    ) -> None:
        """Show a source where it was left, at a position, or with a span highlighted; Esc then calls `back`."""
        self.open_source(source, place.start if isinstance(place, Span) else place)
        if isinstance(place, Span):
            self.query_one(TranscriptView).highlight([place])
        self.transcript.return_to = back
        if message:
            self.say(message)

    def aim(self, id: str) -> None:
        segment = self.project.segments.get(id)
        source = self.project.sources.get(segment.source if segment else id)
        if source is not None:
            self.open_source(source, segment.start if segment else None)

    def keep_place(self) -> None:
        """Remember the cursor and how far the source was read."""
        self.transcript.keep_place()

    def left(self) -> None:
        self.keep_place()

    def keep(self) -> None:
        self.memo_pane.flush()
        self.save_places()

    def save_places(self) -> None:
        """Keep on disk where one is."""
        self.keep_place()
        self.keep_arrangement()
        self.places.when = self.project.now()
        session_state.save(self.project)

    def _keep_places(self) -> None:
        source = self.source
        if source is None or self.query_one(TranscriptView).cursor.span.start != self._kept.get(source.id):
            self.save_places()
            self._kept = dict(self.places.cursors)

    def on_memo_writing_left(self) -> None:
        self._recover()

    def on_screen_resume(self) -> None:
        self._recover()

    def _recover(self) -> None:
        if self._recovering is not None:
            self._recovering.go_on()

    # What has changed

    def follow(self, transaction: Transaction) -> None:
        self.transcript.follow(transaction)
        self.codes.follow(transaction)
        self.memo_pane.follow(transaction)
        super().follow(transaction)
        if any(change.table in ("memos", "segments", "codings") for change in transaction.changes):
            self.show_memos()
        if self.source is None and self.project.sources:
            self.open_source(self._first())
            self.show_hints()

    def show_here(self) -> None:
        """The status line: the unit, and the codings under the cursor."""
        if self.transcript.marks is None:
            return
        codings = self.transcript.codings_here() if self.places.stripes else ()  # whoever reads sees no codes
        unit = "selection" if self.query_one(TranscriptView).cursor.anchor is not None else None
        parts = [unit or self.query_one(TranscriptView).cursor.granularity.value]
        labels = Counter(self.transcript.marks.label(coding) for coding in codings)
        parts += [label if times == 1 else f"{label} ×{times}" for label, times in labels.items()]
        self.query_one(StatusLine).set(left=" · ".join(parts + self.transcript.notes() + self.reading_notes()))

    def _moved(self) -> None:
        self.show_here()
        self.show_memos()

    def on_codes_pane_lit(self, event: CodesPane.Lit) -> None:
        self.transcript.highlight_code(event.code)
        self.codes.light(event.code)

    # Panes

    def hints(self) -> list[tuple[str, str]]:
        if self.memo_pane.editing and self.focused is self.memo_pane.keys_to:
            return WRITING
        if self.source is None and self.parts() == ("transcript",):
            return EMPTY
        return super().hints()

    def parts(self) -> tuple[str, ...]:
        focused = self.focused
        if isinstance(focused, CodeTree):
            return ("codes",)
        return ("memo",) if isinstance(focused, MemoPane) else ("transcript",)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        panes = dict(zip(PANES, (self.query_one(CodingArea), self.codes, self.memo_pane), strict=True))
        inside = set(event.widget.ancestors_with_self)
        if not inside.isdisjoint(panes.values()):
            for name, pane in panes.items():
                pane.query_one(".title").set_class(pane in inside, "active")
                if pane in inside:
                    self._at = name
            self.fit(self.size.width)
            self.show_memos()
        if not self.questions.open:
            self.show_hints()

    def pane_keys(self) -> tuple[Widget, ...]:
        return self.query_one(TranscriptView), self.query_one(CodeTree), self.memo_pane.keys_to

    def action_pane(self, by: int) -> None:
        order = [one for one in self.pane_keys() if self.places.stripes or not isinstance(one, CodeTree)]
        here = next((n for n, one in enumerate(order) if one is self.focused), 0)
        order[(here + by) % len(order)].focus()

"""The coding screen: transcript, codes and memos side by side; it lies below all other screens of a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from coder.model.codebook import Code
from coder.model.memo import MEMO_TARGETS
from coder.model.record import Transaction
from coder.model.source import Coding, Source
from coder.project import Project
from coder.project.consequences import by_another
from coder.project.study import by_order, memos_read_by, subtree
from coder.text.phrases import format_count, format_units
from coder.text.span import Span
from coder.text.units import Granularity
from coder.tui.coding.code_pane import CodesPane, CodeTree
from coder.tui.coding.coding_area import CodingArea
from coder.tui.coding.transcript_pane import ReadingProgress, TranscriptPane, reading_hints
from coder.tui.keymap import actions
from coder.tui.kit import session_state
from coder.tui.kit.foot import HintLine, StatusLine
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, questions_of
from coder.tui.kit.session_state import SessionState
from coder.tui.memos.draft_recovery import DraftRecovery
from coder.tui.memos.memo_acts import Target, WriteMemo
from coder.tui.memos.memo_pane import WRITING, MemoPane

#: Below this many columns there is one pane at a time; from `WIDE` on the side is wider. Below that the transcript
#: needs the columns: names of codes stand beside it.
NARROW, WIDE = 60, 130
#: Columns of the side: by default, on a wide terminal, at least; and columns that are left to the transcript.
SIDE, SIDE_WIDE, SIDE_LEAST, TEXT_LEAST = 30, 38, 18, 30
#: The panes as parts of the table of actions, and by the class of the widget that shows one alone.
PARTS = ("transcript", "codes", "memo")
PANES = ("at-transcript", "at-codes", "at-memo")


class PaneLayout:
    """Sets the style classes of a widget that holds the panes, and the width of its `#side`."""

    def __init__(self, widget: Widget, state: SessionState) -> None:
        self._widget, self._state = widget, state
        self._side = 0
        #: The pane with the focus: the transcript when a project is opened.
        self.active = PANES[0]
        #: Whether the memo pane is shown alone while a memo is written.
        self.editor_alone = False

    def fit(self, width: int) -> None:
        """Divide this many columns."""
        state, widget = self._state, self._widget
        alone = width < NARROW or state.zoomed or (self.editor_alone and self.active == PANES[2])
        widget.set_class(alone, "alone")
        for name in PANES:
            widget.set_class(alone and name == self.active, name)
        widget.set_class(width >= WIDE, "wide")
        columns = 0 if alone else min(state.side, max(SIDE_LEAST, width - TEXT_LEAST))
        if columns != self._side:  # setting a width lays out and paints everything
            for side in widget.query("#side"):
                side.styles.width = columns or None
                self._side = columns

    def zoom(self, width: int) -> None:
        """Show the active pane alone, or all panes again."""
        self._state.zoomed = not self._state.zoomed
        self.fit(width)

    def widen(self, by: int, width: int) -> None:
        """Give the side more columns, or fewer."""
        columns = self._state.side or (SIDE_WIDE if width >= WIDE else SIDE)
        self._state.side = min(max(columns + by, SIDE_LEAST), max(SIDE_LEAST, width - TEXT_LEAST))
        self.fit(width)


#: Seconds after which the session state is stored if the cursor has moved.
STORE_INTERVAL = 5.0
#: The keys where there is no transcript yet.
ADJUSTING = [("[ ]", "move edge"), ("o", "other edge"), ("Enter", "save"), ("Esc", "cancel")]
EMPTY = [("g i", "import transcripts"), ("g h", "home"), ("Tab", "next pane"), ("?", "keys"), ("Ctrl+Q", "quit")]


class Workspace(Horizontal, Interactive):
    """The three panes; opens as it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("study", ("resize", "pane")),
        Binding("escape", "leave", show=False),
        Binding("right", "guide(1)", show=False),
        Binding("left", "guide(-1)", show=False),
    ]

    def __init__(self, project: Project, unit: str, **options: Any) -> None:
        """`unit`: the unit of the cursor in a project that was not open here before."""
        super().__init__(**options)
        self.project = project
        self.places = session_state.of(project)
        if not self.places.when:
            self.places.granularity = Granularity(unit)
        self.pane_layout = PaneLayout(self, self.places)
        self._reading = ReadingProgress(project, self.places)
        self._stored: dict[str, int] = {}
        self._adjusting = False
        #: Goes to a later or an earlier step of the tour, while there is one.
        self.guide: Callable[[int], None] | None = None

    def compose(self) -> ComposeResult:
        self.pane_layout.fit(self.app.size.width)  # before there is anything to style again
        yield CodingArea(id="coding-area")
        with Vertical(id="side"):
            yield CodesPane(id="codes")
            yield MemoPane(id="memos")

    def restore(self) -> None:
        """Show everything as it was left."""
        project, places = self.project, self.places
        self.memo_pane.open(project)
        self.codes.show(project)
        for id in places.folded:
            if id in self.codes.code_tree.nodes:
                self.codes.code_tree.nodes[id].collapse()
        self.transcript.project, self.transcript.places = project, places
        self.transcript.on_move = self.show_cursor
        self.codes.code_with = self.query_one(CodingArea).code_with
        self.transcript.open(
            project.sources.get(places.source) or min(project.sources.values(), key=by_order, default=None)
        )
        self.transcript.view.codes_visible = places.stripes
        self.transcript.view.focus()
        self._show_theme_pad()
        self.set_interval(STORE_INTERVAL, self._store_if_moved)

    @property
    def transcript(self) -> TranscriptPane:
        return self.query_one(TranscriptPane)

    @property
    def codes(self) -> CodesPane:
        return self.query_one(CodesPane)

    @property
    def memo_pane(self) -> MemoPane:
        return self.query_one(MemoPane)

    def store(self) -> None:
        """Store the session state on disk."""
        nodes, places = self.codes.code_tree.nodes, self.places
        folded = [id for id, node in nodes.items() if node.children and not node.is_expanded]
        hidden = [id for id in places.folded if id not in nodes and id in self.project.codes]
        places.folded = [*hidden, *folded]
        self.transcript.keep_place()
        places.when = self.project.now()
        if not self.project.readonly:
            session_state.save(self.project)

    def _store_if_moved(self) -> None:
        source = self.transcript.source
        if source is None or self.transcript.view.cursor.span.start != self._stored.get(source.id):
            self.store()
            self._stored = dict(self.places.cursors)

    def follow(self, transaction: Transaction) -> None:
        """Show what a transaction changed."""
        self._reading.follow(transaction)
        self.transcript.follow(transaction)
        self.codes.follow(transaction)
        coded = [c.after.code for c in transaction.changes if c.before is None and isinstance(c.after, Coding)]
        if coded and transaction.operation not in ("undo", "redo") and not _is_in_tree(self):
            self.codes.code_tree.show_used(coded[-1])
        self.memo_pane.follow(transaction)
        self.show_memos()
        if {change.table for change in transaction.changes} & {"themes", "coders"}:
            self._show_theme_pad()
        if self.transcript.source is None and self.project.sources:
            self.transcript.open(min(self.project.sources.values(), key=by_order))

    # What the cursor is on

    def show_cursor(self) -> None:
        """Show the unit and its codings in the status line, and its memos; count it as read."""
        if self.transcript.source is not None:
            self._reading.advance(self.transcript.source, self.transcript.view)
        self.show_status()
        self.show_memos()
        adjusting = self.query_one(CodingArea).adjusting is not None
        if adjusting != self._adjusting:
            self._adjusting = adjusting
            self._show_hints()

    def show_status(self) -> None:
        """Show the unit under the cursor and its codings in the status line."""
        pane, cursor = self.transcript, self.transcript.view.cursor
        if pane.marks is None:
            return
        notes = ["selection" if cursor.anchor is not None else cursor.granularity.value]
        if self.places.stripes:
            labels = Counter(pane.marks.label(coding) for coding in pane.codings_here())
            notes += [label if count == 1 else f"{label} ×{count}" for label, count in labels.items()]
        self.say(" · ".join([*notes, *pane.notes(), *self._reading_notes()]))

    def _reading_notes(self) -> list[str]:
        source = self.transcript.source
        if self.places.stripes or source is None:
            return []
        return self._reading.notes(source)

    def show_memos(self) -> None:
        """Show the memos on the code, the unit or the transcript under the cursor."""
        project, source, code = self.project, self.transcript.source, self.codes.code
        if _is_in_tree(self):
            if code is not None:
                definition = " ".join(code.definition.split()) or "no definition yet: d writes one"
                definition += _counts_of(project, code)
                self.memo_pane.show(Target("codes", code.id), definition)
            return
        target = Target("sources", source.id) if source is not None else None
        for segment in self.transcript.under_cursor():
            if memos_read_by(project, segment.id, project.initials):
                target = Target("segments", segment.id)
                break
        self.memo_pane.show(target)

    def on_codes_pane_pointed(self) -> None:
        if _is_in_tree(self):
            self.show_memos()

    def on_codes_pane_highlighted(self, event: CodesPane.Highlighted) -> None:
        self.transcript.highlight_code(event.code)
        self.codes.code_tree.highlight(event.code)

    # Memos

    def write_memo(self, target: Target, kind: str = "") -> None:
        """Edit the coder's own memo on a target (of this type, not locked), or write the first one."""
        project, view = self.project, self.memo_pane.view
        existing = [] if target.start >= 0 else memos_read_by(project, target.id, project.initials)
        own = (memo for memo in existing if not memo.locked and not by_another(project, "memos", memo))
        memo = next((memo for memo in own if kind in ("", memo.kind)), None)
        if memo is not None:
            view.edit(memo)
        else:
            view.write(target, kind or "analytic")

    def on_write_memo(self, event: WriteMemo) -> None:
        self.write_memo(event.target)

    def on_memo_editor_zoom(self) -> None:
        self.pane_layout.editor_alone = not self.pane_layout.editor_alone
        self.pane_layout.fit(self.size.width)

    def on_memo_view_entered(self) -> None:
        self.add_class("writing")
        self._show_hints()

    def on_memo_view_left(self) -> None:
        self.remove_class("writing")
        self.pane_layout.editor_alone = False
        self.pane_layout.fit(self.size.width)
        before = self.memo_pane.view.came_from
        (before if before is not None and before.is_attached else self.transcript.view).focus()
        self.show_memos()

    # Reading mode

    def on_coding_area_reading_mode(self) -> None:
        self._show_theme_pad()
        self._show_hints()
        if not self.places.stripes:
            self.show_status()
            self.say(" · ".join([*self._reading_notes(), "S: codes"]))

    def _show_theme_pad(self) -> None:
        """Show the themes in place of the codes in reading mode."""
        reading = not self.places.stripes
        self.set_class(reading, "reading")
        if reading:
            from coder.tui.coding.theme_pad import ThemePad

            pads = self.query(ThemePad)
            for pad in pads:
                pad.refill()
            if not pads:
                self.query_one("#side").mount(ThemePad(self.project), before=0)

    # Panes

    def pane_keys(self) -> tuple[Widget, Widget, Widget]:
        """Return the widgets that take the keys of each pane, in the order of `PANES`."""
        return self.transcript.view, self.codes.code_tree, self.memo_pane.keys_to

    def part(self) -> str:
        """Return the part of the table of actions whose keys work now."""
        focused = self.screen.focused
        return "codes" if isinstance(focused, CodeTree) else "memo" if isinstance(focused, MemoPane) else "transcript"

    def hints(self) -> list[tuple[str, str]]:
        """Return the keys of what has the focus."""
        view, part = self.memo_pane.view, self.part()
        if view.editing and self.screen.focused is view.editor:
            return WRITING
        if part == "transcript" and self.transcript.source is None:
            return EMPTY
        if part == "transcript" and self.query_one(CodingArea).adjusting is not None:
            return ADJUSTING
        reading = part == "transcript" and not self.places.stripes
        return [*(reading_hints() if reading else []), *actions.hints(part, "study", "app")]

    def on_resize(self, event: events.Resize) -> None:
        self.pane_layout.fit(event.size.width)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Mark the title of the pane with the focus; fit the panes to it."""
        panes = (self.query_one(CodingArea), self.codes, self.memo_pane)
        around = set(event.widget.ancestors_with_self)
        for name, pane in zip(PANES, panes, strict=True):
            active = pane in around
            pane.query_one(".title").set_class(active, "active")
            if active:
                self.pane_layout.active = name
        self.pane_layout.fit(self.size.width)
        self.show_memos()
        if not questions_of(self).open:
            self._show_hints()

    def _show_hints(self) -> None:
        for line in self.screen.query(HintLine):
            line.set(self.hints())

    def action_pane(self, by: int) -> None:
        """Focus the next or previous pane."""
        order = [widget for widget in self.pane_keys() if self.places.stripes or not isinstance(widget, CodeTree)]
        place = next((n for n, widget in enumerate(order) if widget is self.screen.focused), 0)
        order[(place + by) % len(order)].focus()

    def action_leave(self) -> None:
        """Return to the screen that led here."""
        back, self.transcript.return_to = self.transcript.return_to, None
        if back is not None:
            back()

    def action_guide(self, by: int) -> None:
        """Skip a step of the tour, or go back to the one before."""
        if self.guide is None:
            raise SkipAction
        self.guide(by)

    def action_resize(self, by: int = 0) -> None:
        """Make the side wider, or (0) zoom the focused pane."""
        width = self.size.width
        self.pane_layout.widen(by, width) if by else self.pane_layout.zoom(width)


def _counts_of(project: Project, code: Code) -> str:
    """Return what the count of the tree is made of, where that differs from the units of the matrix or the group."""
    ids = {id for below in subtree(project, code) for id in project.codings_with(below.id)}
    units = len({project.codings[id].segment for id in ids})
    notes = [f"{format_count(len(ids), 'coding')} on {format_units(units)}"] if units != len(ids) else []
    own = len(project.codings_with(code.id))
    if own and project.children(code.id):
        notes.append(f"{format_count(own, 'coding')} with the group itself")
    return f" ({'; '.join(notes)})" if notes else ""


def _is_in_tree(workspace: Workspace) -> bool:
    """Return whether the tree has the focus, or gets it back after the question that is open."""
    return isinstance(questions_of(workspace).return_focus_to or workspace.screen.focused, CodeTree)


def _open_source(screen: CodingScreen) -> str:
    source = screen.workspace.transcript.source if screen.is_mounted else None
    return source.id if source is not None else ""


def _let_message_go(screen: CodingScreen, messages: int) -> None:
    if screen.is_attached and not screen.questions.open and screen.query_one(StatusLine).messages == messages:
        screen.workspace.show_status()


class CodingScreen(ProjectScreen):
    """The workspace with a status line and key hints."""

    #: What its keys act on: the id of the open transcript (`FirstPaint`).
    subject = property(_open_source)

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "coding_screen.tcss"]
    where = "transcript"

    def __init__(self, project: Project, memo_target: str | None = None, memo_kind: str = "") -> None:
        """`memo_target`: the id of a record to write a memo on at once, or of a memo to edit, or "project"."""
        super().__init__(project)
        self._memo_target, self._memo_kind = memo_target, memo_kind
        self._recovery: DraftRecovery | None = None

    def compose(self) -> ComposeResult:
        yield Workspace(self.project, self.shell.settings.unit, id="panes")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.workspace.restore()
        self.show_state()
        self.show_hints()
        if self._memo_target is not None:
            self.call_after_refresh(_write_memo, self, self._memo_target, self._memo_kind)
        else:
            self._recovery = DraftRecovery(self.workspace.memo_pane)

    @property
    def workspace(self) -> Workspace:
        return self.query_one(Workspace)

    def visit(
        self,
        target: Source | str,
        place: Span | int | None = None,
        back: Callable[[], None] | None = None,
        message: str = "",
    ) -> None:
        """Show a record by its id, or a source: where it was left, at an offset, or with a span highlighted.

        What is shown has the keys, whatever had them before. Esc then calls `back`.
        """
        transcript = self.workspace.transcript
        if isinstance(target, str):
            self.aim(target)
        else:
            transcript.open(target, place.start if isinstance(place, Span) else place)
            if isinstance(place, Span):
                transcript.view.highlight([place])
            self.set_focus(transcript.view)
        transcript.return_to = back
        if message:
            self.say(message)

    def aim(self, id: str) -> None:
        """Show a code in the tree, a segment, a source, the first source of a participant, or a pane by its name."""
        if id in PARTS:
            self.set_focus(self.workspace.pane_keys()[PARTS.index(id)])
            return
        project, codes, transcript = self.project, self.workspace.codes, self.workspace.transcript
        if id in project.codes:
            if not self.workspace.places.stripes:  # keys that act on a code need it in sight
                self.workspace.query_one(CodingArea).action_stripes()
                self.workspace.remove_class("reading")
            self.set_focus(codes.code_tree)
            codes.code_tree.point_at(id)
            return
        segment = project.segments.get(id)
        interviews = (source for source in project.sources.values() if source.participant == id)
        source = project.sources.get(segment.source if segment else id) or min(interviews, key=by_order, default=None)
        if source is not None:
            transcript.open(source, segment.start if segment else None)
            if segment is not None:
                transcript.view.highlight([segment.span])
            self.set_focus(transcript.view)
        elif id in project.participants:
            self.say("This participant has no transcript")

    def on_key(self) -> None:
        """Let the message of an earlier key go, unless this key says something."""
        messages = self.query_one(StatusLine).messages
        self.app.call_later(self.app.call_later, _let_message_go, self, messages)  # after the key's own action

    def left(self) -> None:
        self.workspace.transcript.keep_place()

    def keep(self) -> None:
        self.workspace.memo_pane.view.flush()
        self.workspace.store()

    def follow(self, transaction: Transaction) -> None:
        self.workspace.follow(transaction)
        super().follow(transaction)
        self.show_hints()

    def hints(self) -> list[tuple[str, str]]:
        return self.workspace.hints()

    def parts(self) -> tuple[str, ...]:
        return (self.workspace.part(),)

    def on_screen_resume(self) -> None:
        if self._recovery is not None:
            self._recovery.resume()

    #: Recovery continues when a memo is closed, too.
    on_memo_view_left = on_screen_resume


def _write_memo(screen: CodingScreen, id: str, kind: str) -> None:
    """Edit the memo with this id, or write one on the record that has it, or on the project."""
    project, workspace = screen.project, screen.workspace
    if id in project.memos:
        workspace.memo_pane.view.edit(project.memos[id])
        return
    table = next((table for table in MEMO_TARGETS if id in project.tables[table]), "project")
    screen.aim(id)
    workspace.write_memo(Target(table, id if table != "project" else project.info.id), kind)

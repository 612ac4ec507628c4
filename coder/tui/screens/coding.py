"""The main screen: transcript, code tree and memo."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from coder.model.change import Transaction
from coder.model.memo import MEMO_TARGETS, Draft
from coder.model.source import Source
from coder.project import Project, prose_drafts
from coder.project.operations import memos
from coder.project.privacy import memos_read_by
from coder.text.units import Granularity
from coder.tui import memo_ways, places
from coder.tui.messages import Choose, Item, Pick
from coder.tui.panes.codes import CodesPane
from coder.tui.panes.memo_acts import MemoActs
from coder.tui.panes.memo_writing import WRITING, Target, drafted_label
from coder.tui.panes.memos import MemoPane
from coder.tui.panes.reader import about
from coder.tui.panes.transcript import TranscriptPane
from coder.tui.panes.wayfinding import Wayfinding
from coder.tui.screens.arranged import PANES
from coder.tui.screens.reading import ReadingMode
from coder.tui.search import list_finder
from coder.tui.widgets.code_tree import CodeTree
from coder.tui.widgets.status import StatusLine
from coder.tui.widgets.transcript_view import TranscriptView

#: What a killed program left is offered so many seconds after opening, or when nobody writes.
RECOVER_AFTER = 0.3
#: Where one reads is remembered that often, in seconds, if it has changed.
PLACES_EVERY = 5.0
#: The keys where there is nothing to read yet.
EMPTY = [("g i", "import transcripts"), ("g h", "home"), ("Tab", "next pane"), ("?", "keys"), ("Ctrl+Q", "quit")]


class CodingScreen(ReadingMode):
    """Where transcripts are read and coded; opens where it was left."""

    CSS_PATH: ClassVar[Any] = ["study.tcss", "coding.tcss"]
    where = "transcript"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "come_back", show=False)]

    def __init__(self, project: Project, memo_target: str | None = None, memo_kind: str = "") -> None:
        """`memo_target`: the id of a record to write a memo on at once, or of a memo to edit, or "project"."""
        super().__init__(project)
        self._memo_target, self._memo_kind = memo_target, memo_kind
        self._drafts: list[Draft] = []
        self._since = ""
        self._recovering = False
        self._kept: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        self.begin_with(self.coder_app.settings.unit)
        self.fit(self.app.size.width)  # before there is anything to style anew
        with Horizontal(id="panes"):
            yield TranscriptPane(id="transcript")
            with Vertical(id="side"):
                yield CodesPane(id="codes")
                yield MemoPane(id="memos")
        yield from self.compose_foot()

    @property
    def transcript(self) -> TranscriptPane:
        return self.query_one(TranscriptPane)

    @property
    def codes(self) -> CodesPane:
        return self.query_one(CodesPane)

    @property
    def memo_pane(self) -> MemoPane:
        return self.query_one(MemoPane)

    @property
    def source(self) -> Source | None:
        return self.transcript.source

    def on_mount(self) -> None:
        self.memo_pane.project = self.project
        self.codes.show(self.project)
        self.transcript.recent = [id for id in self.places.recent_codes if id in self.project.codes]
        self.transcript.project = self.project
        self.transcript.places = self.places
        self.transcript.following = self._moved
        source = self.project.sources.get(self.places.source) or self._first()
        self.open_source(source)
        self.as_left()
        self.show_state()
        self.show_hints()
        if self._memo_target is not None:
            self.call_after_refresh(self._write_at_once, self._memo_target)
        else:
            self._since = self.project.now()
            self.set_timer(RECOVER_AFTER, self._recover)
        self.set_interval(PLACES_EVERY, self._keep_places)

    def _first(self) -> Source | None:
        return min(self.project.sources.values(), key=lambda one: (one.order, one.name), default=None)

    def open_source(self, source: Source | None, position: int | None = None) -> None:
        """Show a source where it was left, or at a position."""
        self.keep_place()
        self.transcript.leave_mark()
        self.transcript.return_to = None
        view = self.query_one(TranscriptView)
        if source is not None:
            cursor = self.places.cursors.get(source.id, 0) if position is None else position
            self.transcript.show(self.project, source, min(cursor, source.characters))
            view.cursor.resize(Granularity(self.places.granularity))
            view.moved()
            self.places.source = source.id
        else:
            self.transcript.show(self.project, None)
        self.show_here()

    def aim(self, id: str) -> None:
        segment = self.project.segments.get(id)
        source = self.project.sources.get(segment.source if segment else id)
        if source is not None:
            self.open_source(source, segment.start if segment else None)

    def keep_place(self) -> None:
        """Remember the cursor and how far the source was read."""
        source = self.transcript.source
        if source is not None:
            span = self.query_one(TranscriptView).cursor.span
            self.places.cursors[source.id] = span.start
            self.places.read[source.id] = max(span.end, self.places.read.get(source.id, 0))
            self.places.granularity = self.transcript.granularity().value
            self.places.recent_codes = self.transcript.recent

    def keep(self) -> None:
        self.memo_pane.flush()
        self.save_places()

    def save_places(self) -> None:
        """Keep on disk where one is."""
        self.keep_place()
        self.keep_arrangement()
        self.places.when = self.project.now()
        places.save(self.project, self.places)

    def _write_at_once(self, id: str) -> None:
        memo = self.project.memos.get(id)
        if memo is not None:
            self.memo_pane.edit(memo)
            return
        about = next((table for table in MEMO_TARGETS if id in self.project.tables[table]), "project")
        self.aim(id)
        self._write(Target(about, id if about != "project" else self.project.info.id), self._memo_kind)

    def _keep_places(self) -> None:
        source = self.transcript.source
        if source is None or self.query_one(TranscriptView).cursor.span.start != self._kept.get(source.id):
            self.save_places()
            self._kept = dict(self.places.cursors)

    def _recover(self) -> None:
        """Say what a killed program left behind, and open it."""
        if self.memo_pane.editing or self.app.screen is not self:
            self._recovering = True  # nobody is interrupted, least of all while writing
            return
        self._recovering = False
        self._drafts = [draft for draft in memos.recovered(self.project) if draft.when <= self._since]
        if self._drafts and not self.project.readonly:
            self._offer(self._drafts.pop(0))
        left = prose_drafts.left_behind(self.project, self._since)
        if left:
            self.notify(left, markup=False)

    def _offer(self, draft: Draft) -> None:
        words = len(draft.text.split())
        options = [
            ("open", "o", "Open it and go on writing"),
            ("later", "l", "Leave it for later"),
            ("drop", "d", "Throw it away"),
        ]

        def decide(what: str) -> None:
            if what == "open":
                self._resume(draft)
            elif what == "drop":
                memos.drop_draft(self.project, draft.memo)

        label = drafted_label(self.project, draft, (draft.start, draft.end))
        detail = f"{draft.kind}, {words} words, on {label}; typed {_ago(draft.when)}"
        self.on_choose(Choose("A memo was not saved when the program ended", options, decide, detail))

    def _resume(self, draft: Draft) -> None:
        segment = self.project.segments.get(draft.target)
        if draft.about == "segments" and draft.start >= 0 and draft.target in self.project.sources:
            self.open_source(self.project.sources[draft.target], draft.start)
        elif segment is not None:
            self.open_source(self.project.sources[segment.source], segment.start)
        self.memo_pane.resume(draft)

    # What has changed

    def follow(self, transaction: Transaction) -> None:
        self.transcript.follow(transaction)
        self.codes.follow(transaction)
        self.memo_pane.follow(transaction)
        super().follow(transaction)
        if any(change.table in ("memos", "segments", "codings") for change in transaction.changes):
            self._memos_here()
        if self.transcript.source is None and self.project.sources:
            self.open_source(self._first())
            self.show_hints()

    def show_here(self) -> None:
        """The status line: the unit, and the codings under the cursor."""
        if self.transcript.marks is None:
            return
        codings = self.transcript.codings_here() if self.places.stripes else ()  # whoever reads sees no codes
        unit = "selection" if self.query_one(TranscriptView).cursor.anchor is not None else None
        parts = [unit or self.transcript.granularity().value]
        labels = Counter(self.transcript.marks.label(coding) for coding in codings)
        parts += [label if times == 1 else f"{label} ×{times}" for label, times in labels.items()]
        self._said = ""
        self.query_one(StatusLine).set(left=" · ".join(parts + self.transcript.notes() + self.reading_notes()))

    def _memos_here(self) -> None:
        if self.focused is not None and isinstance(self.focused, CodeTree):
            code = self.codes.code
            if code is not None:
                extra = " ".join(code.definition.split()) or "no definition yet: d writes one"
                own, below = len(self.project.codings_with(code.id)), self.project.children(code.id)
                if own and below:
                    extra += f" ({own} of its units are coded with the group itself)"
                self.memo_pane.show(Target("codes", code.id), extra)
            return
        target, source = None, self.transcript.source
        for segment in self.transcript.under_cursor():
            if memos_read_by(self.project, segment.id, self.project.initials):
                target = Target("segments", segment.id)
                break
        if target is None and source is not None:
            target = Target("sources", source.id)
        self.memo_pane.show(target)

    def _moved(self) -> None:
        self.show_here()
        self._memos_here()

    def on_codes_pane_pointed(self) -> None:
        if isinstance(self.focused, CodeTree):
            self._memos_here()

    def on_codes_pane_lit(self, event: CodesPane.Lit) -> None:
        self.transcript.light(event.code)
        self.codes.light(event.code)

    def on_codes_pane_write_memo(self, event: CodesPane.WriteMemo) -> None:
        self._write(Target("codes", event.code))

    def on_codes_pane_open(self, event: CodesPane.Open) -> None:
        from coder.tui.screens.code_page import CodePage

        self.app.push_screen(CodePage(self.project, event.code))

    def on_codes_pane_review(self, event: CodesPane.Review) -> None:
        from coder.tui.reviewing import begin
        from coder.tui.screens.review import ReviewScreen

        review = begin(self.project, self.project.codes[event.code], event.into, event.reason)
        if review is not None:
            self.app.push_screen(ReviewScreen(self.project, review))
        else:
            self.say("There are no units to review")

    def on_transcript_pane_write_memo(self, event: TranscriptPane.WriteMemo) -> None:
        self._write(event.target)

    def _write(self, target: Target, kind: str = "") -> None:
        """Edit the memo there is on the target (of that kind, not locked), or write the first one."""
        there = [] if target.start >= 0 else memos_read_by(self.project, target.id, self.project.initials)
        of_kind = [memo for memo in there if kind in ("", memo.kind) and not memo.locked]
        if of_kind:
            self.memo_pane.edit(of_kind[0])
        else:
            self.memo_pane.write(target, kind or "analytic")

    def on_transcript_pane_quote(self) -> None:
        memo_ways.quote(self)

    def on_memo_acts_want_quote(self) -> None:
        self.memo_pane.insert(memo_ways.quotation_here(self))

    def on_memo_acts_follow(self, event: MemoActs.Follow) -> None:
        self.transcript.leave_mark()
        memo_ways.show_record(self, event.goal)

    def action_come_back(self) -> None:
        """Back to the screen that led here."""
        back, self.transcript.return_to = self.transcript.return_to, None
        if back is not None:
            back()

    def on_memo_writing_entered(self) -> None:
        self.add_class("writing")
        self.show_hints()

    def on_memo_writing_left(self) -> None:
        self.remove_class("writing")
        back = self.memo_pane.came_from
        (back if back is not None and back.is_attached else self.query_one(TranscriptView)).focus()
        self._memos_here()
        self.show_hints()
        self._recover_now()

    def on_screen_resume(self) -> None:
        self._recover_now()

    def _recover_now(self) -> None:
        if self._recovering:
            self.set_timer(RECOVER_AFTER, self._recover)

    def on_reader_want_import(self) -> None:
        self.coder_app.go("import_files")

    def on_wayfinding_want_place(self, event: Wayfinding.WantPlace) -> None:
        source = self.transcript.source
        if source is not None and source.id == event.source:
            self.transcript.leave_mark()
            self.query_one(TranscriptView).go_to(event.position)
        else:
            self.open_source(self.project.sources.get(event.source), event.position)

    def on_codes_pane_want_similar(self, event: CodesPane.WantSimilar) -> None:
        from coder.tui.screens.autocode import AutocodeScreen

        self.app.push_screen(AutocodeScreen.similar_to(self.project, self.project.codes[event.code]))

    def on_reader_want_source(self) -> None:
        rows = [
            Item(one.id, one.name, detail=" · ".join(about(self.project, one)))
            for one in sorted(self.project.sources.values(), key=lambda one: (one.order, one.name))
        ]

        def choose(ids: tuple[str, ...], _: str) -> None:
            self.open_source(self.project.sources[ids[0]])

        self.post_message(Pick("Open which transcript?", list_finder(rows), choose))

    def on_transcript_pane_copy_quotation(self, event: TranscriptPane.CopyQuotation) -> None:
        self.say(self.coder_app.copy_quotation(event.text))

    # Panes

    def hints(self) -> list[tuple[str, str]]:
        if self.memo_pane.editing and self.focused is self.memo_pane.keys_to:
            return WRITING
        if self.transcript.source is None and self.parts() == ("transcript",):
            return EMPTY
        return super().hints()

    def parts(self) -> tuple[str, ...]:
        focused = self.focused
        if isinstance(focused, CodeTree):
            return ("codes",)
        return ("memo",) if isinstance(focused, MemoPane) else ("transcript",)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        panes = dict(zip(PANES, (self.transcript, self.codes, self.memo_pane), strict=True))
        inside = set(event.widget.ancestors_with_self)
        if not inside.isdisjoint(panes.values()):
            for name, pane in panes.items():
                pane.query_one(".title").set_class(pane in inside, "active")
                if pane in inside:
                    self._at = name
            self.fit(self.size.width)
            self._memos_here()
        if not self.asking:
            self.show_hints()

    def pane_keys(self) -> tuple[Widget, ...]:
        return self.query_one(TranscriptView), self.query_one(CodeTree), self.memo_pane.keys_to

    def action_pane(self, by: int) -> None:
        order = self.pane_keys()
        here = next((n for n, one in enumerate(order) if one is self.focused), 0)
        order[(here + by) % len(order)].focus()


def _ago(when: str) -> str:
    from datetime import datetime

    import humanize

    return humanize.naturaltime(datetime.fromisoformat(when)) if when else "some time ago"

"""The transcript pane: reading, selecting and coding one source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from coder.analysis.search import occurrences
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.model.segment import GOLD, Coding, Segment
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import codebook, codings
from coder.project.paths import subtree
from coder.project.segments import excerpt
from coder.text.fold import searchable
from coder.text.span import Span
from coder.text.units import Granularity
from coder.tui import actions
from coder.tui.marks import Marks
from coder.tui.messages import Ask, Choose, Failed, Pick
from coder.tui.panes.memos import Target
from coder.tui.panes.pane import Acting
from coder.tui.references import reference
from coder.tui.search import code_finder
from coder.tui.widgets.transcript_view import TranscriptView

RECENT = 20
#: Cells for “turn/turns” in the title.
PLACE = 13


class TranscriptPane(Vertical, Acting):
    """Shows one source; the unit under the cursor, or the selection, is what an act is done to."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript")]

    class WriteMemo(Message):
        """Open the memo editor on this."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    class CopyQuotation(Message):
        """Copy a quotation with its reference."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class WantSource(Message):
        """Let the person choose another source."""

    class WantImport(Message):
        """There is no source yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project | None = None
        self.source: Source | None = None
        self.text = ""
        self.marks: Marks | None = None
        self.recent: list[str] = []
        self.lit = ""
        self._last: list[str] = []
        self._adjusting: Segment | None = None
        self._query = ""
        self._searched = ("", "")
        self._found = -1
        self._place = ""
        self.following: Callable[[], None] | None = None

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
        self.project, self.source, self._adjusting, self.lit = project, source, None, ""
        self._welcome(source is None)
        if source is None:
            self.text = ""
            self.view.clear()
            self._title()
            return
        words = project.text_of(source)
        self.text = words.text
        self.marks = Marks(project, source.id)
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
        self.say(f"{len(spans)} units of {project.codes[code].name} in this transcript")
        here = self.view.cursor.span.start
        if spans:
            self.view.go_to(next((span.start for span in spans if span.start >= here), spans[0].start))

    def on_mount(self) -> None:
        self.view.following = self._moved

    def _moved(self) -> None:
        """The cursor or the selection moved: all that shows it follows in the same frame."""
        self._show_place()
        if self.following is not None:
            self.following()

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

    def action_move(self, by: int) -> None:
        self.view.move(by)

    def action_move_turn(self, by: int) -> None:
        self.view.move_turn(by)

    def action_page(self, by: int) -> None:
        self.view.page(by)

    def action_turn_edge(self, which: int) -> None:
        self.view.home() if which < 0 else self.view.end()

    def action_edge(self, which: int) -> None:
        self.view.first() if which < 0 else self.view.last()

    def action_granularity(self, by: int) -> None:
        self.view.smaller_unit() if by < 0 else self.view.larger_unit()
        self._moved()

    def action_select(self) -> None:
        self.view.toggle_extend()

    def action_extend(self, by: int) -> None:
        self.view.extend(by)

    def action_swap(self) -> None:
        self.view.swap_end()

    def action_nudge(self, by: int) -> None:
        self.view.nudge(by)

    def action_leave(self) -> None:
        self._adjusting = None
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

    # Acts: coding

    def _selected(self, writing: bool = True) -> Span | None:
        if self.source is None:
            self.post_message(self.WantImport())
            return None
        if writing and self.project is not None and self.project.readonly:
            self.post_message(Failed(CoderError("The project is open for reading only")))
            return None
        return self.view.selection

    def action_code(self) -> None:
        project, chosen = self.project, self._selected()
        if project is None or chosen is None:
            return
        quote = excerpt(self.text[chosen.start : chosen.end])

        def apply(ids: tuple[str, ...], created: str) -> None:
            codes = [project.codes[id] for id in ids]
            self._put(chosen, codes, created)

        find = code_finder(project, self.recent)
        self.post_message(Pick(f"Code “{quote}”", find, apply, many=True, create=True))

    def _put(self, chosen: Span, codes: Sequence[Code], created: str = "") -> None:
        project, source = self.project, self.source
        if project is None or source is None:
            return

        def put() -> codings.Coded:
            if not created:
                return codings.code(project, source, chosen.start, chosen.end, codes)
            with project.transaction("codings.add", f"coded with the new code {created}"):
                made = codebook.ensure(project, created)
                return codings.code(project, source, chosen.start, chosen.end, [*codes, made])

        done = self.attempt(put)
        if done is None:
            return
        used = [project.codings[coding.id].code for coding in done.new] + [code.id for code in done.already]
        self._last = used
        self.recent = list(dict.fromkeys([*used, *self.recent]))[:RECENT]
        names = " + ".join(project.codes[id].name for id in used)
        if done.new:
            self.say(f"coded with {names}")
        else:
            self.say(f"{names} is on it already")
        self.view.clear_selection()

    def action_again(self) -> None:
        project, chosen = self.project, self._selected()
        if project is None or chosen is None:
            return
        codes = [project.codes[id] for id in self._last or self.recent[:1] if id in project.codes]
        if codes:
            self._put(chosen, codes)
        else:
            self.say("No code was used yet: c chooses one")

    def action_quick(self, digit: int) -> None:
        project, chosen = self.project, self._selected()
        if project is None or chosen is None:
            return
        code = next((code for code in project.codes.values() if code.quick == digit), None)
        if code is None:
            self.say(f"No code is on key {digit}: in the code tree, {digit} puts one there")
        else:
            self._put(chosen, [code])

    def action_in_vivo(self) -> None:
        project, source, chosen = self.project, self.source, self._selected()
        if project is None or source is None or chosen is None:
            return
        done = self.attempt(lambda: codings.in_vivo(project, source, chosen.start, chosen.end))
        if done is not None:
            used = [coding.code for coding in done.new] + [code.id for code in done.already]
            self._last = used
            self.recent = list(dict.fromkeys([*used, *self.recent]))[:RECENT]
            self.view.clear_selection()

    def action_uncode(self) -> None:
        project, here = self.project, self.codings_here()
        if project is None:
            return
        if not here:
            self.say("Nothing is coded here")
        elif len(here) == 1:
            self._take_off(project, here)
        else:
            rows = [(coding.id, str(n), self._describe(project, coding)) for n, coding in enumerate(here[:9], 1)]

            def decide(id: str) -> None:
                self._take_off(project, here if id == "all" else [project.codings[id]])

            self.post_message(Choose("Take off which coding?", [*rows, ("all", "a", "all of them")], decide))

    def _describe(self, project: Project, coding: Coding) -> str:
        quote = excerpt(project.segments[coding.segment].quote, 30)
        return f"{project.codes[coding.code].name} · “{quote}” · {project.coders[coding.coder].initials}"

    def _take_off(self, project: Project, doomed: Sequence[Coding]) -> None:
        def take() -> None:
            with project.transaction("codings.remove", f"uncoded {len(doomed)} codings"):
                for coding in doomed:
                    codings.uncode(project, project.segments[coding.segment], [coding])

        if len(doomed) == 1:
            coding = doomed[0]
            self.attempt(lambda: codings.uncode(project, project.segments[coding.segment], [coding]))
        else:
            self.attempt(take)

    def action_adjust(self) -> None:
        here = self.under_cursor()
        if self._adjusting is not None:
            self._keep_edges(self._adjusting)
        elif not here:
            self.say("Nothing is coded here")
        elif len(here) == 1:
            self._begin_adjusting(here[0])
        else:
            rows = [(one.id, str(n), excerpt(one.quote)) for n, one in enumerate(here[:9], 1)]
            by_id = {one.id: one for one in here}
            self.post_message(Choose("Adjust which unit?", rows, lambda id: self._begin_adjusting(by_id[id])))

    def _begin_adjusting(self, segment: Segment) -> None:
        self._adjusting = segment
        self.view.go_to(segment.span, select=True)
        self.say("[ and ] move the edge, o the other end · e or Enter keeps · Esc leaves it")

    def key_enter(self) -> None:
        if self._adjusting is not None:
            self._keep_edges(self._adjusting)

    def _keep_edges(self, segment: Segment) -> None:
        project, chosen = self.project, self.view.selection
        self._adjusting = None
        if project is not None:
            self.attempt(lambda: codings.adjust(project, segment, chosen.start, chosen.end))
        self.view.clear_selection()

    def action_gold(self) -> None:
        project, here = self.project, self.codings_here()
        if project is None:
            return
        if not here:
            self.say("Nothing is coded here")
            return

        def toggle(id: str) -> None:
            coding = project.codings[id]
            self.attempt(lambda: codings.mark(project, coding, "" if coding.mark == GOLD else GOLD))

        if len(here) == 1:
            toggle(here[0].id)
        else:
            rows = [(coding.id, str(n), self._describe(project, coding)) for n, coding in enumerate(here[:9], 1)]
            self.post_message(Choose("Gold quotation for which code?", rows, toggle))

    # Acts: memos and words

    def action_memo(self, about: str) -> None:
        project, source = self.project, self.source
        if project is None:
            return
        if about == "project":
            self.post_message(self.WriteMemo(Target("project", project.info.id)))
        elif source is None:
            self.post_message(self.WantImport())
        elif about == "document":
            self.post_message(self.WriteMemo(Target("sources", source.id)))
        elif about == "participant":
            if source.participant is None:
                self.say("This transcript has no participant yet: g h, then p")
            else:
                self.post_message(self.WriteMemo(Target("participants", source.participant)))
        else:
            self.post_message(self.WriteMemo(self._unit_target(project, source)))

    def _unit_target(self, project: Project, source: Source) -> Target:
        chosen = self.view.selection
        here = self.under_cursor()
        exact = [one for one in here if one.span == chosen]
        inside = [one for one in here if one.span.contains(self.view.cursor.span)]
        found = exact or (inside if self.view.cursor.anchor is None else [])
        if found:
            return Target("segments", found[0].id)
        return Target("segments", source.id, chosen.start, chosen.end)

    def action_copy(self) -> None:
        project, source, chosen = self.project, self.source, self._selected(writing=False)
        if project is None or source is None or chosen is None:
            return
        self.post_message(self.CopyQuotation(reference(project, source, chosen)))

    def action_find(self) -> None:
        origin = self.view.cursor.span.start

        def typing(text: str) -> None:
            self._search(text, origin)

        def then(text: str) -> None:
            self._query = text or self._query
            if not text and self._query:
                span = self.view.cursor.span
                self._search(self._query, 1 + (self._found if span.start <= self._found < span.end else origin))

        def given_up() -> None:
            self.view.highlight(())
            self.view.go_to(origin)

        title = f"Find (Enter: “{self._query}” again):" if self._query else "Find:"
        self.post_message(Ask(title, then, typing=typing, given_up=given_up))

    def _search(self, query: str, origin: int) -> None:
        spans = occurrences(self._prepared(), query) if query else []
        self.view.highlight(spans)
        if not query:
            return
        if not spans:
            self.say(f"“{query}” is not in this text")
            return
        place = next((n for n, span in enumerate(spans) if span.start >= origin), 0)
        self._found = spans[place].start
        self.view.go_to(self._found)
        self.say(f"{place + 1} of {len(spans)} · Enter keeps · then / Enter goes on")

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

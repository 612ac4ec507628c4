"""Home: the sources, how far each is read and coded, and where one left off."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import DataTable, Static

from coder.analysis import counts
from coder.analysis.method.points import OpenPoint
from coder.analysis.method.reading import read_by
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import sources
from coder.project.ordering import sources_in_order
from coder.text.phrases import format_count
from coder.tui.coding.coding_screen import CodingScreen
from coder.tui.keymap import actions
from coder.tui.kit import session_state
from coder.tui.kit.background import StepJob
from coder.tui.kit.messages import Ask, Choose
from coder.tui.kit.project_screen import ProjectScreen

COLUMNS = ("source", "who", "wave", "day", "words", "read", "coded", "units", "memos")

#: The cells of all columns but the first.
OTHERS = 66


class HomeScreen(ProjectScreen):
    """The list of sources; Enter opens one where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("home")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "home_screen.tcss"]
    where = "home"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._places = session_state.SessionState()
        self._read: set[str] = set()
        self._asking: StepJob[OpenPoint] | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="home-title", classes="title", markup=False)
            yield Static(id="home-line", markup=False)
            yield Static(id="home-steps", markup=False)
            table: DataTable[Text] = DataTable(id="home-table", cursor_type="row", zebra_stripes=False)
            yield table
        yield from self.compose_foot()

    @property
    def table(self) -> DataTable[Text]:
        return self.query_one("#home-table", DataTable)

    @property
    def source(self) -> Source | None:
        """The source under the cursor."""
        table = self.table
        if not table.row_count:
            return None
        key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value
        return self.project.sources.get(key or "")

    def on_mount(self) -> None:
        self.table.add_columns(*COLUMNS)
        self._places = self._coding_places()
        self._fill(self._places.source)
        self.table.focus()
        self.show_state()
        self.show_hints()

    def _coding_places(self) -> session_state.SessionState:
        for screen in self.app.screen_stack:
            if isinstance(screen, CodingScreen):
                screen.keep_place()
        return session_state.of(self.project)

    def _fill(self, at: str) -> None:
        project, table = self.project, self.table
        self._read = read_by(project, project.who)
        table.clear()
        ordered = sources_in_order(project)
        for source in ordered:
            table.add_row(*self._cells(source), key=source.id)
        if at in project.sources:
            table.move_cursor(row=[one.id for one in ordered].index(at))
        self._heads(ordered)

    def _cells(self, source: Source) -> list[Text]:
        project = self.project
        participant = project.participants.get(source.participant or "")
        wave = project.waves.get(source.wave or "")
        count = counts.of_source(project, source.id)
        reached = _share(self._places.read.get(source.id, 0), source.characters)
        read = "read" if source.id in self._read else reached
        coded = _share(counts.coded_characters(project, source.id), source.characters)
        memos = len(project.memos_on(source.id)) + sum(
            len(project.memos_on(id)) for id in project.positions(source.id)
        )
        late = wave.misses(source.day) if wave else 0
        day = Text("" if source.day is None else str(source.day), justify="right")
        if late:
            day.append(f" +{late}!", style="bold")
        return [
            _cut(source.name, max(12, self.app.size.width - OTHERS)),
            _cut(participant.name if participant else "–", 8),
            _cut(wave.name if wave else "–", 11),
            day,
            Text(f"{source.words:,}", justify="right"),
            Text(read, justify="right"),
            Text(coded, justify="right"),
            Text(str(count.segments or "·"), justify="right"),
            Text(str(memos or "·"), justify="right"),
        ]

    def _heads(self, ordered: list[Source]) -> None:
        project = self.project
        title = Text.assemble(" ", (project.info.name, "bold"), no_wrap=True)
        there = {"transcript": ordered, "code": project.codes, "coding": project.codings, "memo": project.memos}
        title.append("".join(f" · {format_count(len(all_of), noun)}" for noun, all_of in there.items()))
        self.query_one("#home-title", Static).update(title, layout=False)
        last = project.sources.get(self._places.source)
        if not ordered:
            line = "No transcript yet. i imports Word, text, Markdown, VTT and SRT files."
        elif last is not None:
            when = f", {_ago(self._places.when)}" if self._places.when else ""
            line = f"You left off in {last.name}{when}. Enter continues there."
        else:
            line = "Enter opens a transcript."
        self.query_one("#home-line", Static).update(Text(f" {line}"), layout=False)
        self.call_after_refresh(self._show_steps)

    def _show_steps(self) -> None:
        """Where the condensation stands; asked once the sources are on the screen, a little at a time."""
        from coder.analysis.method.steps import asked_slowly, standing

        points: list[OpenPoint] = []

        def done() -> None:
            key = actions.BY_ID["home.steps"].keys[0]
            told = Text(f" {standing(self.project, points)}: {key}")
            self.query_one("#home-steps", Static).update(told, layout=False)

        if self._asking is not None:
            self._asking.cancel()
        self._asking = StepJob(self, asked_slowly(self.project), points.append, done, self.fail)

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        source = self.source
        self._fill(source.id if source else "")

    def on_data_table_row_selected(self) -> None:
        self.action_open()

    # Acts

    def action_open(self) -> None:
        source = self.source
        if source is None:
            return
        self.shell.open("coding", source=source)

    def action_steps(self) -> None:
        self.shell.open("steps")

    def action_import_files(self) -> None:
        self.shell.open("import_files")

    def _describe(self, title: str, initial: str, field: str) -> None:
        source = self.source
        if source is None:
            return

        def then(text: str) -> None:
            try:
                if field == "name":
                    sources.rename(self.project, source, text)
                elif field == "participant":
                    sources.describe(self.project, source, participant=text.strip())
                else:
                    sources.describe(self.project, source, wave=text.strip())
            except CoderError as error:
                self.fail(error)

        self.post_message(Ask(title, then, initial=initial))

    def action_rename(self) -> None:
        if self.source is not None:
            self._describe("Name of the source:", self.source.name, "name")

    def action_participant(self) -> None:
        if self.source is not None:
            who = self.project.participants.get(self.source.participant or "")
            self._describe("Participant:", who.name if who else "", "participant")

    def action_wave(self) -> None:
        if self.source is not None:
            wave = self.project.waves.get(self.source.wave or "")
            self._describe("Wave:", wave.name if wave else "", "wave")

    def action_correct(self) -> None:
        from coder.tui.correction import entry

        if self.source is not None:
            entry.ask(self, self.project, self.source)

    def action_delete(self) -> None:
        source = self.source
        if source is None:
            return
        units = counts.of_source(self.project, source.id).segments
        removing = f"Remove it with its {format_count(units, 'coded unit')}" if units else "Remove it; it has no unit"
        options = [("keep", "k", "Keep it"), ("remove", "r", removing)]

        def decide(what: str) -> None:
            if what == "remove":
                try:
                    sources.remove(self.project, source)
                except CoderError as error:
                    self.fail(error)

        self.on_choose(Choose(f"Remove {source.name}?", options, decide, "u brings it back, also after a restart."))


def _cut(text: str, room: int) -> Text:
    cut = Text(text)
    cut.truncate(room, overflow="ellipsis")
    return cut


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if part and whole else "·"


def _ago(when: str) -> str:
    import humanize

    return humanize.naturaltime(datetime.fromisoformat(when))

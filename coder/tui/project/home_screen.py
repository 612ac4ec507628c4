"""Home: the sources, how far each is read and coded, and where you left off."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.points import OpenPoint
from coder.model.record import Transaction
from coder.project import Project
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit import session_state
from coder.tui.kit.background import StepJob
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.project.source_table import SourceTable


class HomeScreen(ProjectScreen):
    """Overview of the project: the table of sources below what it contains and how far the condensation is."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "home_screen.tcss"]
    where = "home"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._steps_job: StepJob[OpenPoint] | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="home-title", classes="title", markup=False)
            yield Static(id="home-line", markup=False)
            yield Static(id="home-steps", markup=False)
            yield SourceTable(self.project)
        yield from self.compose_foot()

    @property
    def table(self) -> SourceTable:
        return self.query_one(SourceTable)

    def on_mount(self) -> None:
        self._fill(session_state.of(self.project).source)
        self.table.focus()
        self.show_state()
        self.show_hints()

    def _fill(self, source: str) -> None:
        project = self.project
        self.table.fill(source)
        title = Text.assemble(" ", (project.info.name, "bold"), no_wrap=True)
        records = {
            "transcript": project.sources,
            "code": project.codes,
            "coding": project.codings,
            "memo": project.memos,
        }
        title.append("".join(f" · {format_count(len(table), noun)}" for noun, table in records.items()))
        self.query_one("#home-title", Static).update(title, layout=False)
        self.query_one("#home-line", Static).update(Text(f" {self._where_left()}"), layout=False)
        self.call_after_refresh(self._show_steps)

    def _where_left(self) -> str:
        state = session_state.of(self.project)
        source = self.project.sources.get(state.source)
        if not self.project.sources:
            return "No transcripts yet. Press i to import Word, text, Markdown, VTT or SRT files."
        if source is None:
            return "Enter opens a transcript."
        when = f", {_ago(state.when)}" if state.when else ""
        return f"You left off in {source.name}{when}. Enter continues there."

    def _show_steps(self) -> None:
        """Show how far the condensation is, reckoned between keys once the sources are on the screen."""
        from coder.analysis.method.steps import open_points_stepwise, progress

        points: list[OpenPoint] = []

        def done() -> None:
            key = actions.BY_ID["home.steps"].keys[0]
            line = Text(f" {progress(self.project, points)} ({key})")
            self.query_one("#home-steps", Static).update(line, layout=False)

        if self._steps_job is not None:
            self._steps_job.cancel()
        self._steps_job = StepJob(self, open_points_stepwise(self.project), points.append, done, self.fail)

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        source = self.table.source
        self._fill(source.id if source else "")


def _ago(when: str) -> str:
    import humanize

    return humanize.naturaltime(datetime.fromisoformat(when))

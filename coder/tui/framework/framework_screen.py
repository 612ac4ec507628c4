"""The framework screen: participants by the levels of a framework; open, choose and export frameworks."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult

from coder.analysis.method.frameworks import Across, LevelTable, open_condensation
from coder.model.framework import Framework
from coder.model.framework_templates import EMPTY, TEMPLATES
from coder.model.record import Transaction
from coder.project import Project
from coder.project.framework_layer import frameworks_of
from coder.project.operations import frameworks
from coder.text.fold import name_key
from coder.tui.framework.framework_page import stage
from coder.tui.framework.framework_pane import FrameworkPane, FrameworkState
from coder.tui.framework.grid_editor import EDITOR_HINTS
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive
from coder.tui.kit.session_state import screen_state

#: Tables whose records are shown.
SHOWN = {
    "frameworks", "levels", "cells", "change_notes", "participants", "waves", "sources", "segments", "attrition",
}  # fmt: skip
#: Before a template's name in the list of frameworks.
NEW = "new:"


class FrameworkScreen(ProjectScreen):
    """The framework pane, and the actions on whole frameworks."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "framework_screen.tcss"]
    where = "framework"

    def compose(self) -> ComposeResult:
        yield FrameworkPane(self.project)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        if not self.project.frameworks and not self.project.readonly:
            self.call_after_refresh(self.action_framework)

    @property
    def pane(self) -> FrameworkPane:
        return self.query_one(FrameworkPane)

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in SHOWN for change in transaction.changes):
            self.pane.fill()
        super().follow(transaction)  # last: its message stays in the status line

    def aim(self, id: str) -> None:
        """Show a framework, a cell, a participant in a framework (`framework/participant`), or a participant."""
        project, state = self.project, screen_state(self.project, FrameworkState)
        cell = project.cells.get(id)
        if cell is not None:
            state.framework, state.level = project.levels[cell.level].framework, cell.level
            state.participant, state.by_level, state.wave = cell.participant, False, cell.wave
        else:
            for part in id.split("/"):
                if part in project.frameworks:
                    state.framework = part
                elif part in project.participants:
                    state.participant, state.by_level = part, False
        if self.is_mounted:
            self.pane.fill()

    def parts(self) -> tuple[str, ...]:
        return (self.where, "grid")

    def hints(self) -> list[tuple[str, str]]:
        editor = self.pane.editor.editor
        if editor is not None and self.focused is editor:
            return EDITOR_HINTS
        return [("Enter", "units"), *actions.hints(self.where), ("Esc", "back"), *actions.hints("study", "app")]

    def on_descendant_focus(self) -> None:
        if not self.questions.open:
            self.show_hints()

    def left(self) -> None:
        self.pane.editor.settle()

    def keep(self) -> None:
        self.pane.editor.keep()

    # Actions

    @interactive
    async def action_framework(self) -> None:
        """Show another framework, or open a new one from a template."""
        project = self.project
        options = [
            (framework.id, str(n), framework.name) for n, framework in enumerate(frameworks_of(project)[:9], 1)
        ]
        for key, template in TEMPLATES.items():
            own = " (define your own levels)" if key == EMPTY else ""
            options.append((NEW + key, key[0], f"New: {template.name}{own}"))
        id = await self.choose("Framework", options, stage(open_condensation(project)))
        if id is not None and id.startswith(NEW):
            id = await _open_new(self, id.removeprefix(NEW))
        if id is not None:
            self.pane.show_framework(id)

    def action_levels(self) -> None:
        from coder.tui.framework.levels_screen import LevelsScreen

        if self.pane.framework is None:
            self.action_framework()
        else:
            self.app.push_screen(LevelsScreen(self.project, self.pane.framework.id))

    @interactive
    async def action_export(self) -> None:
        """Export this table, internally or for publication; the suffix sets the format."""
        from coder.exchange.registry import DOCUMENT, TABLES, suffixes, writers
        from coder.tui.kit.file_export import ask_publication, export_now

        pane = self.pane
        if pane.framework is None or pane.content is None:
            self.say("No table to export")
            return
        publication = await ask_publication(self, "Export this table")
        framework, content = pane.framework, pane.content
        if publication is None or framework is None or content is None:
            return
        formats = suffixes(writers(DOCUMENT) if publication else writers(TABLES))
        ending = "-framework-publication.md" if publication else "-framework.csv"

        def render(name: str) -> bytes:
            return render_table(self.project, framework, content, name, publication)

        export_now(self, f"This table to ({formats}):", ending, "framework table", render, publication)


async def _open_new(screen: ProjectScreen, template: str) -> str | None:
    """Create a framework from a template, and return its id; ask for a name where the template's is no use."""
    project = screen.project
    names = {name_key(framework.name) for framework in project.frameworks.values()}
    name, initial = "", TEMPLATES[template].name
    if template == EMPTY or name_key(initial) in names:
        answer = await screen.ask("Name of the framework:", "" if template == EMPTY else initial)
        if answer is None:
            return None
        name = answer.strip()
    return frameworks.add(project, name, template, early=open_condensation(project)).id


def render_table(
    project: Project, framework: Framework, table: LevelTable | Across, name: str, publication: bool
) -> bytes:
    """Return a table in the format of a file name."""
    from coder.analysis.reports.frameworks import report, sheet_of
    from coder.exchange.registry import DOCUMENT, TABLES, writer_for

    if publication:
        return writer_for(DOCUMENT, name).write(report(project, framework, [table], publication=True))
    return writer_for(TABLES, name).write(
        lambda: sheet_of([table]), lambda: report(project, framework, [table], publication=False)
    )

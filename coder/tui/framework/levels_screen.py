"""The levels of a framework: add, rename, describe, order and delete them; and the framework itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from coder.analysis.method.frameworks import kind_of
from coder.model.framework import Framework, Level
from coder.model.record import Transaction
from coder.project import Project
from coder.project.consequences import foresee
from coder.project.framework_layer import cells_of, levels_of
from coder.project.operations import frameworks, levels
from coder.text.characters import printable
from coder.text.phrases import format_count
from coder.tui.framework.framework_page import theory
from coder.tui.framework.grid_editor import EDITOR_HINTS, Draft, GridEditor
from coder.tui.keymap import actions
from coder.tui.kit.confirmation import act_if_confirmed
from coder.tui.kit.editors import existing
from coder.tui.kit.grid import Column
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item

#: The kind by which the drafts of a level's theory are kept.
KIND = "theory"


class LevelTable:
    """A row for each level: its kind, the number of its cells, its theory."""

    corner = ("level",)

    def __init__(self, project: Project, levels: Sequence[Level], cells: int) -> None:
        """`cells`: width there is."""
        self._project, self.levels = project, levels
        self.height = len(levels)
        self.label_width = min(46, max((len(level.name) + 3 for level in levels), default=12))
        rest = max(10, cells - min(self.label_width, cells // 2) - 22)
        self.columns = (Column(("kind",), 10, True), Column(("cells",), 12), Column(("theory",), rest, True))

    def label(self, row: int) -> tuple[str, str, bool]:
        return self.levels[row].name, "", False

    def cell(self, row: int, column: int) -> str:
        level = self.levels[row]
        number = len(self._project.referrers(level.id, "cells"))
        return (kind_of(level), format_count(number, "cell"), level.help)[column]


class LevelsPane(Vertical, Interactive):
    """The table of levels, the theory of the one under the cursor below, and the actions on it."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("levels")]

    def __init__(self, project: Project, framework: str) -> None:
        super().__init__()
        self.project, self._framework = project, framework
        self._level = ""

    def compose(self) -> ComposeResult:
        yield GridEditor(self.project, self._show_level)

    def on_mount(self) -> None:
        self.fill()

    def on_resize(self) -> None:
        self.fill()

    @property
    def editor(self) -> GridEditor:
        return self.query_one(GridEditor)

    @property
    def framework(self) -> Framework | None:
        """The framework, unless it was deleted."""
        return self.project.frameworks.get(self._framework)

    @property
    def level(self) -> Level | None:
        """The level under the cursor."""
        grid = self.editor.grid
        return grid.table.levels[grid.row] if isinstance(grid.table, LevelTable) and grid.table.height else None

    def fill(self, level: str = "") -> None:
        """Show the levels, with the cursor on this one, or where it was."""
        framework = self.framework
        if framework is None:
            return
        ordered = levels_of(self.project, framework)
        id = level or self._level
        row = next((n for n, level in enumerate(ordered) if level.id == id), self.editor.grid.row)
        count = format_count(len(ordered), "level") if ordered else "no levels yet: a adds one"
        cells = format_count(len(cells_of(self.project, framework)), "cell")
        self.editor.set_title(f"{framework.name} · {count} · {cells}")
        self.editor.show_table(LevelTable(self.project, ordered, self.size.width), row)

    def _show_level(self) -> None:
        level, framework = self.level, self.framework
        if framework is None:
            return
        self._level = level.id if level is not None else ""
        lines = [*theory(level)][1:] if level is not None else []
        lines.append(Text(""))
        if framework.note:
            lines.append(Text(printable(framework.note), "italic"))
        if framework.early:
            lines.append(Text(f"Opened early; open at that time: {framework.early}", "dim"))
        self.editor.page.show(Text("\n").join(lines))

    # Levels

    @interactive
    async def action_add(self) -> None:
        name = (await self.ask("Name of the new level:") or "").strip()
        if name and self.framework is not None:
            self.fill(levels.add(self.project, self.framework, name).id)

    @interactive
    async def action_rename(self) -> None:
        level = self.level
        if level is None:
            return
        name = await self.ask("Name of the level:", level.name)
        if name is not None:
            levels.rename(self.project, existing(self.project.levels, level.id), name)

    def action_inferred(self) -> None:
        level = self.level
        if level is not None:
            self.attempt(lambda: levels.describe(self.project, level, inferred=not level.inferred))

    def action_domain(self) -> None:
        level = self.level
        if level is not None:
            self.attempt(lambda: levels.describe(self.project, level, domain=not level.domain))

    def action_shift(self, by: int) -> None:
        level = self.level
        if level is not None:
            self.attempt(lambda: levels.move(self.project, level, by))

    def action_write(self) -> None:
        """Edit the theory of the level."""
        level = self.level
        if level is not None:
            self.editor.open_editor(Draft(KIND, level.id, level.help, self._save), f"Theory of {level.name}")

    def _save(self, target: str, text: str) -> object:
        return levels.describe(self.project, existing(self.project.levels, target), help=text)

    @interactive
    async def action_remove(self) -> None:
        """Delete the level; where it has cells, ask what happens to them."""
        level, project = self.level, self.project
        if level is None:
            return
        remove = partial(levels.remove, project, level, with_cells=True)
        consequences = foresee(project, remove, {level.id})
        if not consequences:
            remove()
            return
        options = [
            ("cancel", "c", "Cancel"),
            ("move", "m", "Move its cells to another level …"),
            ("delete", "x", "Delete its cells and change notes too"),
        ]
        action = await self.choose(f"Delete {level.name}?", options, f"With its cells: {consequences}")
        if action == "delete":
            remove()
        elif action == "move":
            others = levels_of(project, project.frameworks[level.framework])
            items = [Item(other.id, other.name, detail=other.help) for other in others if other.id != level.id]
            id = await self.pick(f"Move the cells of {level.name} to", list_finder(items))
            if id is not None:
                move = partial(levels.remove, project, level, cells_to=project.levels[id])
                title = f"Delete {level.name} and move its cells to {project.levels[id].name}"
                await act_if_confirmed(self, project, title, move, {level.id}, ("cells", "change_notes"))

    # The framework

    @interactive
    async def action_name(self) -> None:
        framework = self.framework
        if framework is None:
            return
        name = await self.ask("Name of the framework:", framework.name)
        if name is not None:
            frameworks.rename(self.project, framework, name)

    @interactive
    async def action_note(self) -> None:
        framework = self.framework
        if framework is None:
            return
        text = await self.ask("Purpose of the framework:", framework.note)
        if text is not None:
            frameworks.describe(self.project, framework, text)

    @interactive
    async def action_drop(self) -> None:
        """Delete the framework with its cells."""
        framework = self.framework
        if framework is None:
            return
        remove = partial(frameworks.remove, self.project, framework, with_cells=True)
        options = [("cancel", "c", "Cancel"), ("delete", "x", "Delete with all its cells")]
        detail = f"{foresee(self.project, remove, {framework.id})} u restores it.".strip()
        if await self.choose(f"Delete the framework {framework.name}?", options, detail) == "delete":
            remove()


class LevelsScreen(ProjectScreen):
    """Lies over the framework screen, and closes when its framework is deleted."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "framework_screen.tcss"]
    where = "levels"

    def __init__(self, project: Project, framework: str) -> None:
        super().__init__(project)
        self._framework = framework

    def compose(self) -> ComposeResult:
        yield LevelsPane(self.project, self._framework)
        yield from self.compose_foot()

    @property
    def pane(self) -> LevelsPane:
        return self.query_one(LevelsPane)

    def follow(self, transaction: Transaction) -> None:
        if self._framework not in self.project.frameworks:
            self.app.pop_screen()
            return
        if any(change.table in ("frameworks", "levels", "cells") for change in transaction.changes):
            self.pane.fill()
        super().follow(transaction)

    def parts(self) -> tuple[str, ...]:
        return (self.where, "grid")

    def hints(self) -> list[tuple[str, str]]:
        editor = self.pane.editor.editor
        if editor is not None and self.focused is editor:
            return EDITOR_HINTS
        return [*actions.hints(self.where), ("Esc", "back to the framework"), *actions.hints("study", "app")]

    def on_descendant_focus(self) -> None:
        if not self.questions.open:
            self.show_hints()

    def left(self) -> None:
        self.pane.editor.settle()

    def keep(self) -> None:
        self.pane.editor.keep()

    def action_leave(self) -> None:
        self.app.pop_screen()

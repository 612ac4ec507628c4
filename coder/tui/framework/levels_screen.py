"""The levels of a framework: add, rename, describe, order, remove; each with its theory and what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from coder.analysis.method.frameworks import kind_of
from coder.model.change import Transaction
from coder.model.framework import Framework, Level
from coder.project import Project
from coder.project.framework_layer import cells_of, levels_of
from coder.project.operations import frameworks, levels
from coder.text.cells import printable
from coder.text.phrases import format_count
from coder.tui.framework.framework_page import theory
from coder.tui.keymap import actions
from coder.tui.kit.autosave_editor import existing
from coder.tui.kit.finders import list_finder
from coder.tui.kit.grid import Column
from coder.tui.kit.grid_editor_screen import GridWriting
from coder.tui.kit.messages import Ask, Choose, Item, Pick

#: The kind by which the drafts of a level's theory are kept.
KIND = "theory"


class LevelsTable:
    """Levels as a grid shows them: name, sort, how many cells, the theory."""

    corner = ("level",)

    def __init__(self, project: Project, found: Sequence[Level], cells: int) -> None:
        self._project, self.levels = project, found
        self.height = len(found)
        self.label_width = min(46, max((len(level.name) + 3 for level in found), default=12))
        room = max(10, cells - min(self.label_width, cells // 2) - 22)
        self.columns = (Column(("sort",), 10, True), Column(("cells",), 12), Column(("theory",), room, True))

    def label(self, row: int) -> tuple[str, str, bool]:
        return self.levels[row].name, "", False

    def cell(self, row: int, column: int) -> str:
        level = self.levels[row]
        number = len(self._project.users(level.id, "cells"))
        return (kind_of(level), format_count(number, "cell"), level.help)[column]


class LevelsScreen(GridWriting):
    """A list of levels; the theory of the one under the cursor is below."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("levels")]
    where = "levels"
    escape = "back to the framework"

    def __init__(self, project: Project, framework: str) -> None:
        super().__init__(project)
        self._framework = framework
        self._at = ""

    @property
    def framework(self) -> Framework | None:
        return self.project.frameworks.get(self._framework)

    @property
    def level(self) -> Level | None:
        """The level under the cursor."""
        table = self.grid.table
        return table.levels[self.grid.row] if isinstance(table, LevelsTable) and table.height else None

    def follow(self, transaction: Transaction) -> None:
        if self.framework is None:  # it is gone: back to those that are left
            self.app.pop_screen()
            return
        if any(change.table in ("frameworks", "levels", "cells") for change in transaction.changes):
            self.fill()
        super().follow(transaction)

    def fill(self) -> None:
        framework = self.framework
        if framework is None:
            return
        found = levels_of(self.project, framework)
        row = next((n for n, one in enumerate(found) if one.id == self._at), self.grid.row)
        number = format_count(len(found), "level") if found else "no levels yet: a adds one"
        self.entitle(f"{framework.name} · {number} · {format_count(len(cells_of(self.project, framework)), 'cell')}")
        self.grid.styles.height = len(found) + 1
        self.grid.show(LevelsTable(self.project, found, self.size.width), row)

    def moved(self) -> None:
        level, framework = self.level, self.framework
        if framework is None:
            return
        note = [Text(printable(framework.note), "italic")] if framework.note else []
        early = [Text(f"Opened when still open: {framework.early}", "dim")] if framework.early else []
        self._at = level.id if level is not None else ""
        about = [*theory(level)][1:] if level is not None else []
        lines = [*about, Text(""), *note, *early]
        self.page.show(Text("\n").join(lines))

    # Acts

    def action_add(self) -> None:
        framework = self.framework

        def then(name: str) -> None:
            if name.strip() and framework is not None:
                self.attempt(lambda: self._at_new(levels.add(self.project, framework, name)))

        self.post_message(Ask("Name of the new level:", then))

    def _at_new(self, level: Level) -> None:
        self._at = level.id
        self.fill()

    def action_rename(self) -> None:
        level = self.level

        def then(name: str) -> None:
            if level is not None:
                self.attempt(lambda: levels.rename(self.project, self.project.levels[level.id], name))

        if level is not None:
            self.post_message(Ask("Name of the level:", then, initial=level.name))

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

    def action_remove(self) -> None:
        """Remove the level; where cells stand on it, ask where they go."""
        level, project = self.level, self.project
        if level is None:
            return
        number = len(project.users(level.id, "cells"))
        if not number and not project.users(level.id, "change_notes"):
            self.attempt(lambda: levels.remove(project, level))
            return
        options = [
            ("keep", "k", "Leave it"),
            ("move", "m", "Its cells go to another level …"),
            ("drop", "x", "Its cells go with it"),
        ]

        def then(id: str) -> None:
            if id == "move":
                self._ask_where(level)
            elif id == "drop":
                self.attempt(lambda: levels.remove(project, level, with_cells=True))

        detail = f"{format_count(number, 'cell')} and what changed on it were written."
        self.on_choose(Choose(f"Remove {level.name}?", options, then, detail))

    def _ask_where(self, level: Level) -> None:
        framework, project = self.framework, self.project
        others = [one for one in levels_of(project, framework) if one.id != level.id] if framework else []
        items = [Item(one.id, one.name, detail=one.help) for one in others]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self.attempt(lambda: levels.remove(project, level, cells_to=project.levels[ids[0]]))

        self.post_message(Pick(f"The cells of {level.name} go to", list_finder(items), then))

    def action_write(self) -> None:
        """Open the theory of the level in an editor."""
        level = self.level
        if level is not None and self.may_write():
            self.write(KIND, level.id, level.help, self._save, f"Theory of {level.name}")

    def _save(self, target: str, text: str) -> object:
        return levels.describe(self.project, existing(self.project.levels, target), help=text)

    def action_name(self) -> None:
        framework = self.framework

        def then(name: str) -> None:
            if framework is not None:
                self.attempt(lambda: frameworks.rename(self.project, framework, name))

        if framework is not None:
            self.post_message(Ask("Name of the framework:", then, initial=framework.name))

    def action_note(self) -> None:
        framework = self.framework

        def then(text: str) -> None:
            if framework is not None:
                self.attempt(lambda: frameworks.describe(self.project, framework, text))

        if framework is not None:
            self.post_message(Ask("What the framework is for:", then, initial=framework.note))

    def action_drop(self) -> None:
        """Remove the framework, after saying what goes with it."""
        framework = self.framework
        if framework is None:
            return
        number = len(cells_of(self.project, framework))
        options = [("keep", "k", "Leave it"), ("drop", "x", "Remove it, with all that was written in it")]

        def then(id: str) -> None:
            if id == "drop":
                self.attempt(lambda: frameworks.remove(self.project, framework, with_cells=True))

        detail = f"It has {format_count(number, 'cell')}. u brings it back."
        self.on_choose(Choose(f"Remove the framework {framework.name}?", options, then, detail))

    def action_leave(self) -> None:
        self.app.pop_screen()

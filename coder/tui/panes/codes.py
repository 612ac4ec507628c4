"""The code pane: the code tree, and all that is done to codes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, Tree

from coder.model.change import Transaction
from coder.model.codebook import PALETTE, Code
from coder.model.segment import Coding
from coder.project import Project
from coder.project.letters import letters
from coder.project.operations import codebook
from coder.project.paths import path_of, subtree, walk
from coder.tui import actions
from coder.tui.messages import Ask, Choose, Item, Pick
from coder.tui.panes.pane import Acting
from coder.tui.search import code_finder, list_finder
from coder.tui.widgets.code_tree import CodeTree, Row

TOP = "top"


class CodesPane(Vertical, Acting):
    """Shows the code tree with live counts; each act is an operation of `project.operations.codebook`."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("codes")]

    class Pointed(Message):
        """The cursor is on another code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class Lit(Message):
        """Show the units of this code in the transcript ("": of none)."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class WriteMemo(Message):
        """Open the memo editor on this code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project | None = None
        self._filter = ""

    def compose(self) -> ComposeResult:
        yield Static(id="codes-title", classes="title", markup=False)
        yield CodeTree(id="code-tree")

    @property
    def code_tree(self) -> CodeTree:
        return self.query_one(CodeTree)

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        return self.project.codes.get(self.code_tree.code_id) if self.project is not None else None

    def show(self, project: Project) -> None:
        """Show the codes of a project."""
        self.project = project
        self.fill()

    def fill(self) -> None:
        """Draw the whole tree anew: the codebook's shape has changed."""
        project = self.project
        if project is None:
            return
        marks = letters(project)
        wanted = self._wanted(project)
        rows = {code.id: self._row(project, code, marks) for _, code in walk(project)}
        below: dict[str | None, list[str]] = {}
        for _, code in walk(project):
            if wanted is None or code.id in wanted:
                below.setdefault(code.parent, []).append(code.id)
        self.code_tree.fill(below, rows)
        self._title()

    def _wanted(self, project: Project) -> set[str] | None:
        """The codes that match the filter, with the groups they lie in; None for all."""
        if not self._filter:
            return None
        found = code_finder(project, among=lambda code: True)(self._filter)
        wanted: set[str] = set()
        for item in found:
            above: str | None = item.id
            while above is not None and above not in wanted:
                wanted.add(above)
                above = project.codes[above].parent
        return wanted

    def _title(self) -> None:
        project = self.project
        if project is None:
            return
        hint = f"/{self._filter}" if self._filter else "/"
        count = str(len(project.codes))
        room = max(1, self.size.width - 2)
        text = Text(" Codes", style="bold", no_wrap=True)
        text.append(f"  {hint}", style="dim not bold")
        text.append(count.rjust(max(1, room - text.cell_len)), style="not bold")
        self.query_one("#codes-title", Static).update(text, layout=False)

    def on_resize(self) -> None:
        self._title()

    def _row(self, project: Project, code: Code, marks: dict[str, str]) -> Row:
        count = sum(len(project.codings_with(one.id)) for one in subtree(project, code))
        return Row(code.name, marks.get(code.id, ""), code.color, str(code.quick or ""), count)

    def follow(self, transaction: Transaction) -> None:
        """Repaint what a transaction touched: the whole tree if its shape changed, else the counts."""
        touched: set[str] = set()
        for change in transaction.changes:
            if change.table == "codes":
                self.fill()
                return
            for record in (change.before, change.after):
                if isinstance(record, Coding):
                    touched.add(record.code)
        project = self.project
        if not touched or project is None:
            return
        marks = letters(project)
        for id in list(touched):
            above: str | None = id
            while above is not None and above in project.codes:
                code = project.codes[above]
                self.code_tree.redraw(above, self._row(project, code, marks))
                above = code.parent

    def light(self, code: str) -> None:
        """Mark the row of the code whose units are lit in the transcript ("": none)."""
        before, self.code_tree.lit = self.code_tree.lit, code
        for id in {before, code} - {""}:
            if id in self.code_tree.rows:
                self.code_tree.redraw(id, self.code_tree.rows[id])

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[str]) -> None:
        event.stop()
        self.post_message(self.Pointed(event.node.data or ""))

    def on_tree_node_selected(self, event: Tree.NodeSelected[str]) -> None:
        event.stop()
        self.action_light()

    # Acts

    def action_walk(self, by: int) -> None:
        self.code_tree.action_cursor_down() if by > 0 else self.code_tree.action_cursor_up()

    def action_fold(self) -> None:
        self.code_tree.action_toggle_node()

    def action_light(self) -> None:
        code = self.code
        if code is not None:
            self.post_message(self.Lit("" if self.code_tree.lit == code.id else code.id))

    def action_filter(self) -> None:
        def typing(text: str) -> None:
            self._filter = text.strip()
            self.fill()

        self.post_message(
            Ask("Filter codes:", typing, initial=self._filter, typing=typing, given_up=lambda: typing(""))
        )

    def _ask(self, title: str, then: Callable[[str], object], initial: str = "") -> None:
        self.post_message(Ask(title, lambda text: self._try(then, text), initial=initial))

    def _try(self, then: Callable[[str], object], text: str) -> None:
        self.attempt(lambda: then(text))

    def action_add(self) -> None:
        project, code = self.project, self.code
        if project is None:
            return
        parent = project.codes[code.parent] if code is not None and code.parent is not None else None
        self._add(project, parent)

    def action_add_below(self) -> None:
        if self.project is not None:
            self._add(self.project, self.code)

    def _add(self, project: Project, parent: Code | None) -> None:
        def add(path: str) -> None:
            if path.strip():
                made = codebook.add(project, path, parent=parent)
                self.code_tree.point_at(made.id)
                self.say(f"added code {path_of(project, made)}")

        where = f" in {parent.name}" if parent else ""
        self._ask(f"New code{where} (parent/child nests):", add)

    def action_rename(self) -> None:
        project, code = self.project, self.code
        if project is not None and code is not None:
            self._ask("Rename to:", lambda name: codebook.rename(project, code, name), code.name)

    def action_define(self) -> None:
        project, code = self.project, self.code
        if project is not None and code is not None:
            self._ask(
                f"{code.name} means:",
                lambda text: codebook.define(project, code, definition=text.strip()),
                code.definition,
            )

    def action_shift(self, by: int) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        siblings = [other.id for other in project.children(code.parent)]
        place = siblings.index(code.id) + by
        if 0 <= place < len(siblings):
            parent = project.codes[code.parent] if code.parent else None
            self.attempt(lambda: codebook.move(project, code, parent, place))

    def action_indent(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        siblings = project.children(code.parent)
        place = [other.id for other in siblings].index(code.id)
        if place > 0:
            self.attempt(lambda: codebook.move(project, code, siblings[place - 1]))

    def action_outdent(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None or code.parent is None:
            return
        group = project.codes[code.parent]
        above = project.codes[group.parent] if group.parent else None
        place = [other.id for other in project.children(group.parent)].index(group.id) + 1
        self.attempt(lambda: codebook.move(project, code, above, place))

    def action_move(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        inside = {one.id for one in subtree(project, code)}
        items = [Item(TOP, "(the top)"), *code_finder(project, among=lambda one: one.id not in inside)("")]

        def move(ids: tuple[str, ...], _: str) -> None:
            parent = None if ids[0] == TOP else project.codes[ids[0]]
            self.attempt(lambda: codebook.move(project, code, parent))

        self.post_message(Pick(f"Move {code.name} into …", list_finder(items), move))

    def action_merge(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        inside = {one.id for one in subtree(project, code)}

        def merge(ids: tuple[str, ...], _: str) -> None:
            into = project.codes[ids[0]]
            collapsed = self.attempt(lambda: codebook.merge(project, code, into))
            if collapsed is not None:
                self.say(f"merged {code.name} into {into.name}; {collapsed} double codings collapsed")

        find = code_finder(project, among=lambda one: one.codable and one.id not in inside)
        self.post_message(Pick(f"Merge {code.name} into …", find, merge))

    def action_color(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        items = [Item(color, name, prefix="■", color=color) for name, color in PALETTE.items()]

        def recolor(ids: tuple[str, ...], _: str) -> None:
            self.attempt(lambda: codebook.recolor(project, code, ids[0]))

        self.post_message(Pick(f"Colour of {code.name}", list_finder(items), recolor))

    def action_pin(self, digit: int) -> None:
        project, code = self.project, self.code
        if project is not None and code is not None:
            self.attempt(lambda: codebook.pin(project, code, None if code.quick == digit else digit))

    def action_memo(self) -> None:
        if self.code is not None:
            self.post_message(self.WriteMemo(self.code.id))

    def action_delete(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        held = sum(len(project.codings_with(one.id)) for one in subtree(project, code))
        below = sum(1 for _ in subtree(project, code)) - 1
        options = [("keep", "k", "Keep it")]
        if held:
            options += [
                ("move", "m", f"Delete; its {held} codings go to another code …"),
                ("uncode", "u", f"Delete; take the {held} codings off"),
            ]
        else:
            options += [("uncode", "d", "Delete it")]

        def decide(what: str) -> None:
            if what == "uncode":
                self.attempt(lambda: codebook.delete(project, code, uncode=True))
            elif what == "move":
                self._delete_into(project, code)

        detail = f"with the {below} codes below it" if below else ""
        self.post_message(Choose(f"Delete {path_of(project, code)}?", options, decide, detail))

    def _delete_into(self, project: Project, code: Code) -> None:
        inside = {one.id for one in subtree(project, code)}

        def delete(ids: tuple[str, ...], _: str) -> None:
            self.attempt(lambda: codebook.delete(project, code, units_to=project.codes[ids[0]]))

        find = code_finder(project, among=lambda one: one.codable and one.id not in inside)
        self.post_message(Pick(f"Units of {code.name} go to …", find, delete))

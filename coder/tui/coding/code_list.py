"""The code tree with live counts: showing, filtering, marking; what is done to codes is above this."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, Tree

from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.model.segment import Coding
from coder.project import Project
from coder.project.code_letters import letters
from coder.project.ordering import codes_in_order, subtree
from coder.tui.coding.code_tree import CodeTree, Row
from coder.tui.keymap.actions import BY_ID
from coder.tui.kit.finders import code_finder
from coder.tui.kit.messages import Ask, Item
from coder.tui.kit.questions import Interactive


class CodeList(Vertical, Interactive):
    """Shows the code tree; archived codes only on request. Rows can be marked, to act on several at once."""

    class Pointed(Message, namespace="codes_pane"):
        """The cursor is on another code."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    class Lit(Message, namespace="codes_pane"):
        """Show the units of this code in the transcript ("": of none)."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project | None = None
        self._filter = ""
        self._archived = False

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

    @property
    def chosen(self) -> list[Code]:
        """The marked codes in the order of the tree, or the one under the cursor."""
        project, marked = self.project, self.code_tree.marked
        if project is not None and marked:
            return [code for code in codes_in_order(project) if code.id in marked]
        return [self.code] if self.code is not None else []

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
        rows = {code.id: self._row(project, code, marks) for code in codes_in_order(project)}
        below: dict[str | None, list[str]] = {}
        for code in codes_in_order(project):
            if code.archived and not self._archived:
                continue
            if wanted is None or code.id in wanted:
                below.setdefault(code.parent, []).append(code.id)
        self.code_tree.marked &= rows.keys()
        self.code_tree.fill(below, rows)
        self._title()
        self._note(not below)

    def _wanted(self, project: Project) -> set[str] | None:
        """The codes that match the filter, with the groups they lie in; None for all."""
        if not self._filter:
            return None
        wanted: set[str] = set()
        for item in self._matching(project):
            above: str | None = item.id
            while above is not None and above not in wanted:
                wanted.add(above)
                above = project.codes[above].parent
        return wanted

    def _matching(self, project: Project) -> Sequence[Item]:
        """The codes that match the filter, best first."""
        return code_finder(project, among=lambda code: True, archived=self._archived)(self._filter)

    def _title(self) -> None:
        project = self.project
        if project is None:
            return
        marked = len(self.code_tree.marked)
        hint = f"{marked} marked" if marked else f"/{self._filter}" if self._filter else "/"
        count = str(sum(1 for code in project.codes.values() if self._archived or not code.archived))
        room = max(1, self.size.width - 2)
        text = Text(" Codes", style="bold", no_wrap=True)
        text.append(f"  {hint}", style="dim not bold")
        text.append(count.rjust(max(1, room - text.cell_len)), style="not bold")
        self.query_one("#codes-title", Static).update(text, layout=False)

    def _note(self, nothing: bool) -> None:
        """Say in the empty tree why it is empty, and what to do."""
        notes = self.query("#codes-note")
        if not nothing:
            notes.remove()
            return
        code, add = (BY_ID[id].keys[0] for id in ("transcript.code", "codes.add"))
        none_yet = f"No codes yet. {code} in the transcript makes one, {add} here too; group/code puts it in a group."
        text = "No code matches. Esc shows all." if self._filter else none_yet
        if notes:
            notes.only_one(Static).update(text)
        else:
            self.mount(Static(text, id="codes-note", markup=False), before=self.code_tree)

    def on_resize(self) -> None:
        self._title()

    def _row(self, project: Project, code: Code, marks: dict[str, str]) -> Row:
        count = sum(len(project.codings_with(one.id)) for one in subtree(project, code))
        return Row(code.name, marks.get(code.id, ""), code.color, str(code.quick or ""), count, code.archived)

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

    # Acts that change nothing

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
            project = self.project
            best = self._matching(project)[:1] if project is not None and self._filter else ()
            for item in best:  # the next key is about what was looked for, not about the group it lies in
                self.code_tree.point_at(item.id)

        self.post_message(
            Ask("Filter codes:", typing, initial=self._filter, typing=typing, given_up=lambda: typing(""))
        )

    def action_mark(self) -> None:
        """Mark the row, or take its mark away, and go on to the next."""
        code, tree = self.code, self.code_tree
        if code is None:
            return
        tree.marked ^= {code.id}
        tree.redraw(code.id, tree.rows[code.id])
        self._title()
        self.action_walk(1)

    def action_unmark(self) -> None:
        """No row is marked any more; where none was, Esc is somebody else's."""
        if not self.code_tree.marked:
            raise SkipAction
        self.code_tree.marked = set()
        self.fill()

    def action_show_archived(self) -> None:
        """Show archived codes too, or not."""
        self._archived = not self._archived
        self.fill()
        self.say("archived codes are shown" if self._archived else "archived codes are hidden")

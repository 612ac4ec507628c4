"""The code tree: the codes with letters and live counts; filtered, folded, marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text, TextType
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.model.segment import Coding
from coder.project import Project
from coder.project.code_letters import letters
from coder.project.ordering import codes_in_order, subtree
from coder.text.cells import width
from coder.tui.keymap import actions
from coder.tui.kit.finders import code_finder
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.requests import Item

#: Actions of the code pane that belong to the tree: they change no code.
BROWSING = ("walk", "fold", "mark", "unmark", "filter", "show_archived")
#: Cells for the count.
COUNT = 5


class Row(NamedTuple):
    """What is drawn for one code."""

    name: str
    letter: str = ""
    color: str = ""
    quick: str = ""
    units: int = 0
    archived: bool = False


class CodeTree(Tree[str], Interactive, inherit_bindings=False):
    """A tree of code ids; `rows` says how each is drawn. Archived codes are shown on request."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("codes", BROWSING),
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    class Changed(Message):
        """The tree was filled, or codes were marked."""

    def __init__(self, **options: Any) -> None:
        super().__init__("", **options)
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False
        self.project: Project | None = None
        self.rows: dict[str, Row] = {}
        self.nodes: dict[str, TreeNode[str]] = {}
        self.filter = ""
        self.archived = False
        #: The code whose units are highlighted in the transcript.
        self.highlighted = ""
        self.marked: set[str] = set()

    @property
    def code_id(self) -> str:
        """The code under the cursor; "" where there is none."""
        node = self.cursor_node
        return (node.data or "") if node is not None else ""

    def fill(self) -> None:
        """Draw the whole tree again; folded codes and the cursor stay."""
        project = self.project
        if project is None:
            return
        marks, matching = letters(project), self._matching_ids(project)
        self.rows = {code.id: _row(project, code, marks) for code in codes_in_order(project)}
        self.marked &= self.rows.keys()
        children: dict[str | None, list[str]] = {}
        for code in codes_in_order(project):
            if (self.archived or not code.archived) and (matching is None or code.id in matching):
                children.setdefault(code.parent, []).append(code.id)
        cursor = self.code_id
        folded = {id for id, node in self.nodes.items() if node.children and not node.is_expanded}
        self.clear()
        self.nodes = {}

        def add(parent: TreeNode[str], ids: list[str]) -> None:
            for id in ids:
                below = children.get(id, [])
                node = parent.add("", data=id, expand=id not in folded, allow_expand=bool(below))
                self.nodes[id] = node
                add(node, below)

        add(self.root, children.get(None, []))
        self.root.expand()
        if cursor in self.nodes:
            self.point_at(cursor)
        elif self.cursor_line < 0 and self.nodes:
            self.call_after_refresh(self.move_cursor, self.root.children[0])
        self.post_message(self.Changed())

    def _matches(self, project: Project) -> Sequence[Item]:
        """Return the codes that match the filter, best first."""
        return code_finder(project, among=lambda code: True, archived=self.archived)(self.filter)

    def _matching_ids(self, project: Project) -> set[str] | None:
        """Return the codes that match the filter and the groups that they are in; None without a filter."""
        if not self.filter:
            return None
        ids: set[str] = set()
        for item in self._matches(project):
            above: str | None = item.id
            while above is not None and above not in ids:
                ids.add(above)
                above = project.codes[above].parent
        return ids

    def follow(self, transaction: Transaction) -> None:
        """Redraw what a transaction touched: the whole tree if its shape changed, else the counts."""
        project = self.project
        touched: set[str] = set()
        for change in transaction.changes:
            if change.table == "codes":
                self.fill()
                return
            touched |= {coding.code for coding in (change.before, change.after) if isinstance(coding, Coding)}
        if not touched or project is None:
            return
        marks = letters(project)
        for id in touched:
            above: str | None = id
            while above is not None and above in project.codes:
                code = project.codes[above]
                self.redraw(above, _row(project, code, marks))
                above = code.parent

    def point_at(self, id: str) -> None:
        """Move the cursor to a code and unfold the groups around it."""
        node = self.nodes.get(id)
        if node is None:
            return
        above = node.parent
        while above is not None:
            above.expand()
            above = above.parent
        self.call_after_refresh(self.move_cursor, node)

    def redraw(self, id: str, row: Row | None = None) -> None:
        """Draw one row again."""
        if row is not None:
            self.rows[id] = row
        node = self.nodes.get(id)
        if node is not None:
            node.refresh()

    def highlight(self, id: str) -> None:
        """Underline the code whose units are highlighted in the transcript ("": none)."""
        before, self.highlighted = self.highlighted, id
        self.redraw(before)
        self.redraw(id)

    # Drawing

    def render_label(self, node: TreeNode[str], base_style: Style, style: Style) -> Text:
        id = node.data or ""
        row = self.rows.get(id, Row(""))
        group = bool(node.children)
        text = Text(no_wrap=True, end="")
        focused = node is self.cursor_node and self.has_focus
        if group:
            text.append("▾" if node.is_expanded else "▸", style)
        if row.quick or not group:
            text.append(row.quick or " ", style + Style(dim=not focused))
        text.append("✓" if id in self.marked else " ", style + Style(bold=True))
        if row.letter:
            text.append(f"{row.letter} ", style + Style(color=None if focused else row.color or None, bold=True))
        room = self._room(node) - text.cell_len - COUNT
        name = f"({row.name})" if row.archived else row.name
        if width(name) > room:
            while name and width(name) >= room:
                name = name[:-1]
            name += "…"
        underline = id == self.highlighted and bool(id)
        text.append(name, style + Style(bold=group, underline=underline, italic=row.archived))
        text.append(" " * max(0, room - width(name)), style)
        text.append(f"{row.units or '·':>{COUNT}}", style)
        return text

    def process_label(self, label: TextType) -> Text:
        """Return no text: rows are drawn from their codes."""
        return Text()

    def get_label_width(self, node: TreeNode[str]) -> int:
        """Return 1: a row is drawn as wide as the tree, and makes it no wider."""
        return 1

    def _room(self, node: TreeNode[str]) -> int:
        depth = 0
        above = node.parent
        while above is not None and above.parent is not None:
            depth += 1
            above = above.parent
        return max(COUNT + 4, self.scrollable_content_region.width - self.guide_depth * depth)

    # Actions

    def action_walk(self, by: int) -> None:
        self.action_cursor_down() if by > 0 else self.action_cursor_up()

    def action_fold(self) -> None:
        self.action_toggle_node()

    @interactive
    async def action_filter(self) -> None:
        """Show the codes that match, as the filter is typed."""

        def search(text: str) -> None:
            self.filter = text.strip()
            self.fill()
            for item in self._matches(self.project)[:1] if self.project is not None and self.filter else ():
                self.point_at(item.id)  # not at the group that it is in

        search(await self.ask("Filter codes:", self.filter, typing=search) or "")

    def action_mark(self) -> None:
        """Mark the code, or unmark it, and go to the next."""
        id = self.code_id
        if id:
            self.marked ^= {id}
            self.redraw(id)
            self.post_message(self.Changed())
            self.action_walk(1)

    def action_unmark(self) -> None:
        """Unmark all codes; without marks, Esc is left to the screen."""
        if not self.marked:
            raise SkipAction
        self.marked = set()
        self.fill()

    def action_show_archived(self) -> None:
        """Show archived codes too, or hide them."""
        self.archived = not self.archived
        self.fill()
        self.say("archived codes are shown" if self.archived else "archived codes are hidden")


def _row(project: Project, code: Code, marks: dict[str, str]) -> Row:
    count = sum(len(project.codings_with(below.id)) for below in subtree(project, code))
    return Row(code.name, marks.get(code.id, ""), code.color, str(code.quick or ""), count, code.archived)

"""Textual's tree with rows drawn from codes: quick key, letter, name, and the count at the right edge."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text, TextType
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from coder.text.cells import width

COUNT = 5


class Row(NamedTuple):
    """What is drawn for one code."""

    name: str
    letter: str = ""
    color: str = ""
    quick: str = ""
    units: int = 0
    archived: bool = False


class CodeTree(Tree[str], inherit_bindings=False):
    """A tree of code ids; `rows` says how each is drawn. Its keys are those of the code pane, and paging."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__("", **options)
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False
        self.rows: dict[str, Row] = {}
        self.nodes: dict[str, TreeNode[str]] = {}
        self.lit = ""
        self.marked: set[str] = set()

    @property
    def code_id(self) -> str:
        """The code under the cursor; "" where there is none."""
        node = self.cursor_node
        return (node.data or "") if node is not None else ""

    def fill(self, below: dict[str | None, list[str]], rows: dict[str, Row]) -> None:
        """Show this tree (code id or None → ids below it), keeping what is folded and where the cursor is."""
        cursor = self.code_id
        folded = {id for id, node in self.nodes.items() if node.children and not node.is_expanded}
        self.rows = rows
        self.clear()
        self.nodes = {}

        def grow(parent: TreeNode[str], ids: list[str]) -> None:
            for id in ids:
                children = below.get(id, [])
                node = parent.add("", data=id, expand=id not in folded, allow_expand=bool(children))
                self.nodes[id] = node
                grow(node, children)

        grow(self.root, below.get(None, []))
        self.root.expand()
        if cursor in self.nodes:
            self.point_at(cursor)
        elif self.cursor_line < 0 and self.nodes:
            self.call_after_refresh(self.move_cursor, self.root.children[0])

    def point_at(self, id: str) -> None:
        """Put the cursor on a code, opening what hides it."""
        node = self.nodes.get(id)
        if node is None:
            return
        above = node.parent
        while above is not None:
            above.expand()
            above = above.parent
        self.call_after_refresh(self.move_cursor, node)

    def redraw(self, id: str, row: Row) -> None:
        """Draw one row anew."""
        self.rows[id] = row
        node = self.nodes.get(id)
        if node is not None:
            node.refresh()

    def render_label(self, node: TreeNode[str], base_style: Style, style: Style) -> Text:
        id = node.data or ""
        row = self.rows.get(id, Row(""))
        group = bool(node.children)
        text = Text(no_wrap=True, end="")
        here = node is self.cursor_node and self.has_focus
        if group:
            text.append("▾" if node.is_expanded else "▸", style)
        if row.quick or not group:
            text.append(row.quick or " ", style + Style(dim=not here))
        text.append("✓" if id in self.marked else " ", style + Style(bold=True))
        if row.letter:
            text.append(f"{row.letter} ", style + Style(color=None if here else row.color or None, bold=True))
        room = self._room(node) - text.cell_len - COUNT
        name = f"({row.name})" if row.archived else row.name
        if width(name) > room:
            while name and width(name) >= room:
                name = name[:-1]
            name += "…"
        text.append(name, style + Style(bold=group, underline=id == self.lit and bool(id), italic=row.archived))
        text.append(" " * max(0, room - width(name)), style)
        text.append(f"{row.units or '·':>{COUNT}}", style)
        return text

    def process_label(self, label: TextType) -> Text:
        """What a row says is drawn from its code: nodes have no text of their own."""
        return Text()

    def get_label_width(self, node: TreeNode[str]) -> int:
        """A row is drawn as wide as there is room, so no row makes the tree wider."""
        return 1

    def _room(self, node: TreeNode[str]) -> int:
        depth = 0
        above = node.parent
        while above is not None and above.parent is not None:
            depth += 1
            above = above.parent
        return max(COUNT + 4, self.scrollable_content_region.width - self.guide_depth * depth)

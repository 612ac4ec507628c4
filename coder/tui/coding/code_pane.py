"""The code pane: the code tree, and what is done to codes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text, TextType
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, Tree
from textual.widgets.tree import TreeNode

from coder.model.codebook import PALETTE, Code
from coder.model.record import Transaction
from coder.model.source import Coding
from coder.project import Project
from coder.project.consequences import foresee
from coder.project.operations import codebook
from coder.project.study import codes_in_order, codings_below, path_of, subtree
from coder.text.characters import width
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.code_letters import letters_of
from coder.tui.kit.code_texts import edit_code_text
from coder.tui.kit.confirmation import act_if_confirmed
from coder.tui.kit.questions import Interactive, code_finder, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.shell import shell_of
from coder.tui.memos.memo_acts import Target, WriteMemo

#: Actions of the code pane that belong to the tree: they change no code.
BROWSING = ("walk", "fold", "mark", "unmark", "filter", "show_archived")
#: Cells for the count.
COUNT = 5


class Row(NamedTuple):
    """What is drawn for one code; `codings` counts those of the codes below it too."""

    name: str
    letter: str = ""
    color: str = ""
    quick: str = ""
    codings: int = 0
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

    def rows_in_use(self) -> range:
        """Return the row of the screen with the cursor."""
        row = self.region.y + self.cursor_line - self.scroll_offset.y
        return range(row, row + 1)

    def fill(self) -> None:
        """Draw the whole tree again; folded codes and the cursor stay."""
        project = self.project
        if project is None:
            return
        marks, matching = letters_of(project), self._matching_ids(project)
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
        matches = self._matches(project)
        # those of a similar spelling only where no other is left
        for item in [item for item in matches if not item.similar] or matches:
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
        marks = letters_of(project)
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
        self.call_after_refresh(self._land_on, node)

    def show_used(self, id: str) -> None:
        """Move the cursor to a code that was just used, or to the folded group that hides it."""
        node = self.nodes.get(id)
        above = node
        while node is not None and above is not None and above.parent is not None:
            above = above.parent
            node = node if above.is_expanded else above
        if node is not None:
            self.call_after_refresh(self.move_cursor, node)

    def _land_on(self, node: TreeNode[str]) -> None:
        self.move_cursor(node)
        self.post_message(self.Changed())  # also where the cursor comes back to the same row, of a changed code

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
        text.append(f"{row.codings or '·':>{COUNT}}", style)
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

    def action_fold(self, by: int) -> None:
        """Fold (-1) or unfold (1) the group under the cursor; elsewhere the key is left to the screen."""
        node = self.cursor_node
        if node is None or not node.allow_expand or node.is_expanded == (by > 0):
            raise SkipAction
        node.expand() if by > 0 else node.collapse()

    @interactive
    async def action_filter(self) -> None:
        """Show the codes that match, as the filter is typed."""

        def search(text: str) -> None:
            self.filter = text.strip()
            self.fill()
            for item in self._matches(self.project)[:1] if self.project is not None and self.filter else ():
                self.point_at(item.id)  # not at the group that it is in

        search(await self.ask("Filter codes:", self.filter, typing=search, reads=True) or "")

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
    quick, count = str(code.quick or ""), codings_below(project, code)
    return Row(code.name, marks.get(code.id, ""), code.color, quick, count, code.archived)


#: The actions of the pane; the others are those of the tree.
EDITING = frozenset(action.do.partition("(")[0] for action in actions.of("codes")) - {*BROWSING}
TOP = "top"


class CodesPane(Vertical, Interactive):
    """Edits the codebook. Move, merge, colour, archive and delete act on all marked codes at once."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("codes", EDITING)]

    class Pointed(Message):
        """The cursor is on another code."""

    class Highlighted(Message):
        """The units of this code are to be highlighted in the transcript ("": none)."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._ask_reason = False
        #: Codes the unit or the selection in the transcript; called at once, before a next key moves the cursor.
        self.code_with: Callable[[Sequence[Code]], object] = lambda codes: None

    def compose(self) -> ComposeResult:
        yield Static(id="codes-title", classes="title", markup=False)
        yield CodeTree(id="code-tree")

    @property
    def code_tree(self) -> CodeTree:
        return self.query_one(CodeTree)

    @property
    def project(self) -> Project | None:
        return self.code_tree.project

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        return self.project.codes.get(self.code_tree.code_id) if self.project is not None else None

    def show(self, project: Project) -> None:
        """Show the codes of a project."""
        self.code_tree.project = project
        self.code_tree.fill()

    def follow(self, transaction: Transaction) -> None:
        """Show what a transaction changed."""
        self.code_tree.follow(transaction)

    def on_code_tree_changed(self) -> None:
        self.show_title()
        self.post_message(self.Pointed())
        tree, notes = self.code_tree, self.query("#codes-note")
        if tree.nodes:
            notes.remove()
            return
        code, add = (actions.BY_ID[id].keys[0] for id in ("transcript.code", "codes.add"))
        no_codes = f"No codes yet. {code} in the transcript or {add} here adds one; group/code puts it in a group."
        text = "No code matches. Esc shows all." if tree.filter else no_codes
        if notes:
            notes.only_one(Static).update(text)
        else:
            self.mount(Static(text, id="codes-note", markup=False), before=tree)

    def show_title(self) -> None:
        """Show the number of codes, the filter or the number of marked codes, and what the tree counts."""
        tree, project = self.code_tree, self.project
        if project is None:
            return
        hint = f"{len(tree.marked)} marked" if tree.marked else f"/{tree.filter or ' filter'}"
        count = str(sum(tree.archived or not code.archived for code in project.codes.values()))
        text = Text(" Codes", style="bold", no_wrap=True)
        text.append(f" {count}", style="not bold")
        text.append(f"  {hint}", style="dim not bold")
        room = self.code_tree.scrollable_content_region.width or self.size.width
        text.append("codings".rjust(max(1, room - text.cell_len)), style="dim not bold")
        self.query_one("#codes-title", Static).update(text, layout=False)

    def on_resize(self) -> None:
        self.show_title()

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[str]) -> None:
        event.stop()
        self.post_message(self.Pointed())

    def on_tree_node_selected(self, event: Tree.NodeSelected[str]) -> None:
        event.stop()
        self.action_light()

    def action_code(self) -> None:
        """Code the unit or the selection in the transcript with the code, or with all marked ones."""
        if (chosen := self._chosen()) is not None and self.code_with(chosen[1]):
            self._unmark()

    def action_light(self) -> None:
        """Highlight the units of the code in the transcript, or no longer."""
        tree = self.code_tree
        if self.code is not None:
            self.post_message(self.Highlighted("" if tree.highlighted == tree.code_id else tree.code_id))

    # Questions

    def _chosen(self) -> tuple[Project, list[Code]] | None:
        """Return the marked codes in the order of the tree, or the one under the cursor."""
        project, marked = self.project, self.code_tree.marked
        if project is None or self.code is None:
            return None
        return project, [code for code in codes_in_order(project) if code.id in marked] or [self.code]

    async def _reason(self) -> str | None:
        """Ask for a reason where the project requires one or the person chose to give one; None after Esc."""
        requested, self._ask_reason = self._ask_reason, False
        required = self.project is not None and self.project.info.reasons
        if requested or required:
            return await self.ask("Reason (required):" if required else "Reason (optional):")
        return ""

    def action_why(self) -> None:
        """Ask for a reason at the next codebook change, or not after all."""
        self._ask_reason = not self._ask_reason
        self.say(
            "You will be asked for a reason at the next codebook change"
            if self._ask_reason
            else "You will not be asked for a reason"
        )

    def _unmark(self) -> None:
        if self.code_tree.marked:
            self.code_tree.action_unmark()

    # The code under the cursor

    @interactive
    async def action_add(self, below: bool = False) -> None:
        """Add a code beside the one under the cursor, or below it."""
        project, code = self.project, self.code
        if project is None:
            return
        group = project.codes.get(code.parent or "") if code is not None else None
        parent = code if below else group
        path = await self.ask(f"New code{f' in {parent.name}' if parent else ''} (parent/child nests):")
        if path and path.strip():
            added = codebook.add(project, path, parent=parent)
            self.code_tree.point_at(added.id)
            self.say(f"added code {path_of(project, added)}")

    @interactive
    async def action_rename(self) -> None:
        project, code = self.project, self.code
        if project is None or code is None:
            return
        name = await self.ask("Rename to:", code.name)
        if name is not None and name.strip() != code.name:
            reason = await self._reason()
            if reason is not None:
                codebook.rename(project, code, name, reason)

    def action_define(self) -> None:
        """Edit the definition."""
        project, code = self.project, self.code
        if project is not None and code is not None:
            edit_code_text(self, project, code, "definition")

    def action_pin(self, digit: int) -> None:
        """Put the code on a digit key, or take it off."""
        project, code = self.project, self.code
        if project is not None and code is not None:
            self.attempt(lambda: codebook.pin(project, code, None if code.quick == digit else digit))

    def action_shift(self, by: int) -> None:
        """Move the code up or down among its siblings."""
        project, code = self.project, self.code
        if project is None or code is None:
            return
        siblings = [sibling.id for sibling in project.children(code.parent)]
        place = siblings.index(code.id) + by
        if not 0 <= place < len(siblings):
            self.say(f"{code.name} is the {'first' if by < 0 else 'last'} of its group")
        else:
            self.attempt(lambda: codebook.move(project, code, project.codes.get(code.parent or ""), place))

    @interactive
    async def action_nest(self, by: int) -> None:
        """Move the code below the one above it (1), or beside its group (-1)."""
        project, code = self.project, self.code
        if project is None or code is None:
            return
        parent: Code | None
        place: int | None = None
        if by > 0:
            siblings = project.children(code.parent)
            above = [sibling.id for sibling in siblings].index(code.id) - 1
            if above < 0:
                self.say(f"No code above {code.name} in its group to move it into")
                return
            parent = siblings[above]
        else:
            group = project.codes.get(code.parent or "")
            if group is None:
                self.say(f"{code.name} is in no group to move it out of")
                return
            parent = project.codes.get(group.parent or "")
            place = [sibling.id for sibling in project.children(group.parent)].index(group.id) + 1
        reason = await self._reason()
        if reason is not None:
            codebook.move(project, code, parent, place, reason)

    @interactive
    async def action_split(self) -> None:
        """Move some units of the code to a new code, one by one."""
        project, code = self.project, self.code
        if project is None or code is None:
            return
        if not project.codings_with(code.id):
            self.say(f"{code.name} has no units of its own")
            return
        path = await self.ask(f"New code for some of the units of {code.name}:")
        if path and path.strip():
            reason = await self._reason()
            if reason is not None:
                shell_of(self).open("review_code", code=code, into=path.strip(), reason=reason)

    def action_memo(self) -> None:
        """Write a memo on the code."""
        if self.code is not None:
            self.post_message(WriteMemo(Target("codes", self.code.id)))

    def action_open(self, name: str) -> None:
        """Open a screen on the code: its page, its units, the review of its units, similar units."""
        if self.code is not None:
            shell_of(self).open(name, code=self.code.id if name == "code_page" else self.code)

    # The marked codes

    @interactive
    async def action_move(self) -> None:
        """Move the codes into a group."""
        if (chosen := self._chosen()) is None:
            return
        project, codes = chosen
        inside, what = _subtree_ids(project, codes), _names(codes)
        found = code_finder(project, among=lambda code: code.id not in inside)("")
        groups = sorted(found, key=lambda item: not project.children(item.id))  # most codes move into one of these
        id = await self.pick(f"Move {what} into …", list_finder([Item(TOP, "(top level)"), *groups]))
        reason = await self._reason() if id is not None else None
        if id is not None and reason is not None:
            codebook.move_all(project, codes, None if id == TOP else project.codes[id], reason)
            self._unmark()

    @interactive
    async def action_merge(self) -> None:
        """Merge the codes into one, which can be one of several marked ones."""
        if (chosen := self._chosen()) is None:
            return
        project, codes = chosen
        what, ids = _names(codes), {code.id for code in codes}
        excluded = _subtree_ids(project, codes) - (ids if len(codes) > 1 else set())
        find = code_finder(project, among=lambda code: code.codable and code.id not in excluded)
        id = await self.pick(f"Merge {what} into …", find)
        reason = await self._reason() if id is not None else None
        if id is not None and reason is not None:
            target = project.codes[id]
            merge = partial(codebook.merge_all, project, codes, target, reason)
            named = {*ids, target.id}
            collapsed = await act_if_confirmed(
                self, project, f"Merge {what} into {target.name}", merge, named, ("codings",)
            )
            if collapsed is None:
                return
            self._unmark()
            self.code_tree.point_at(target.id)
            self.say(f"merged {what} into {target.name} · {format_count(collapsed, 'duplicate coding')} removed")

    @interactive
    async def action_color(self) -> None:
        """Change the colour of the codes."""
        if (chosen := self._chosen()) is not None:
            project, codes = chosen
            items = [Item(color, name, prefix="■", color=color) for name, color in PALETTE.items()]
            color = await self.pick(f"Colour of {_names(codes)}", list_finder(items))
            if color is not None:
                codebook.recolor_all(project, codes, color)
                self._unmark()

    @interactive
    async def action_archive(self) -> None:
        """Archive the codes, or restore them where all are archived."""
        if (chosen := self._chosen()) is None:
            return
        project, codes = chosen
        if all(code.archived for code in codes):
            codebook.unarchive_all(project, codes)
            self._unmark()
            return
        reason = await self._reason()
        if reason is not None:
            codebook.archive_all(project, codes, reason)
            self._unmark()
            self.say(f"archived {_names(codes)}: the units stay; H shows archived codes")

    @interactive
    async def action_delete(self) -> None:
        """Delete the codes and the codes below them; their codings are removed or recoded."""
        if (chosen := self._chosen()) is None:
            return
        project, codes = chosen
        inside, what = _subtree_ids(project, codes), _names(codes)
        count = sum(len(project.codings_with(id)) for id in inside)
        options = [("cancel", "c", "Cancel")]
        if count:
            codings = format_count(count, "coding")
            options += [
                ("move", "m", f"Delete, and recode {codings} with another code …"),
                ("uncode", "u", f"Delete, and remove {codings}"),
            ]
        else:
            options.append(("uncode", "d", "Delete"))
        name = path_of(project, codes[0]) if len(codes) == 1 else what
        uncode = partial(codebook.delete_all, project, codes, uncode=True, reason="foreseen")
        detail = foresee(project, uncode, {code.id for code in codes}, ("codings", "segments"))
        choice = await self.choose(f"Delete {name}?", options, detail)
        target: Code | None = None
        if choice == "move":
            find = code_finder(project, among=lambda code: code.codable and code.id not in inside)
            id = await self.pick(f"Recode the units of {what} with …", find)
            target = project.codes[id] if id is not None else None
        if choice == "uncode" or target is not None:
            reason = await self._reason()
            if reason is not None:
                codebook.delete_all(project, codes, units_to=target, uncode=target is None, reason=reason)
                self._unmark()


def _subtree_ids(project: Project, codes: Sequence[Code]) -> set[str]:
    """Return the ids of codes and of all codes below them."""
    return {below.id for code in codes for below in subtree(project, code)}


def _names(codes: Sequence[Code]) -> str:
    return codes[0].name if len(codes) == 1 else f"{len(codes)} codes"

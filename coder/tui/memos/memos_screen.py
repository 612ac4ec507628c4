"""The memos screen: all memos of the project, filtered; the highlighted one is read and edited beside the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static

from coder.analysis.memo_links import Goal, back_links
from coder.analysis.memo_list import MemoFilter
from coder.model.memo import MEMO_KINDS, PRECONCEPTION, Memo
from coder.model.record import Transaction
from coder.project import Project
from coder.project.operations import preconceptions
from coder.project.study import readable, target_label
from coder.text.phrases import excerpt, format_count
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.memos import memo_acts
from coder.tui.memos.memo_list import FILTERING, ListState, MemoList
from coder.tui.memos.memo_pane import LINKED, WRITING, MemoView, headline
from coder.tui.memos.memo_target import Target

#: The actions of the pane; the others are those of the list.
READING = frozenset(action.do.partition("(")[0] for action in actions.of("memos")) - {*FILTERING}
#: Code points of a memo that are shown beside the list.
SHOWN = 20_000


class MemosPane(Vertical, Interactive):
    """The list and the memo; the list has the focus unless a memo is written."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("memos", READING)]

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(**options)
        self.project = project
        self._back_links: dict[str, list[Memo]] | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="memos-both"):
            with Vertical(id="memos-left"):
                yield Static(id="memos-title", classes="title", markup=False)
                yield MemoList(self.project, id="memos-list")
            yield MemoView(SHOWN, id="memos-right")

    def on_mount(self) -> None:
        self.view.project = self.project
        self.memo_list.fill()
        self.memo_list.focus()

    @property
    def memo_list(self) -> MemoList:
        return self.query_one(MemoList)

    @property
    def view(self) -> MemoView:
        return self.query_one(MemoView)

    def on_memo_list_shown(self) -> None:
        title = Text(" Memos", style="bold", no_wrap=True, overflow="ellipsis")
        self.query_one("#memos-title", Static).update(title.append(f" · {self.memo_list.title()}", style="not bold"))
        project, memo = self.project, self.memo_list.memo
        if memo is None:
            filtered = any(self.memo_list.state.filter)
            text = "No memo matches: Esc clears the filter, a writes one" if filtered else "No memo yet: a writes one"
            self.view.show("", Text(text, style="dim"))
            return
        head = Text(f"{headline(project, memo)} · {memo.created[:16].replace('T', ' ')}", style="dim")
        if memo.title:
            head.append(f"\n{memo.title}", style="bold not dim")
        linking = len(self._linking(memo))
        foot = f"\n← {format_count(linking, 'memo')} linked to this target: b" if linking else ""
        self.view.show(target_label(project, memo.about, memo.target), head.append("\n"), memo, foot)

    def _linking(self, memo: Memo) -> list[Memo]:
        """Return the other memos that link to the target of this one."""
        project = self.project
        if self._back_links is None:
            legible = (memo for memo in project.memos.values() if readable(project, memo, project.initials))
            self._back_links = back_links(project, legible)
        return [other for other in self._back_links.get(memo.target, ()) if other.id != memo.id]

    def follow(self, transaction: Transaction) -> None:
        """Show what a transaction changed."""
        self._back_links = None
        self.view.follow(transaction)
        if any(change.table in ("memos", *LINKED) for change in transaction.changes):
            self.memo_list.fill()

    def on_memo_view_left(self, event: MemoView.Left) -> None:
        if event.memo in self.project.memos:
            self.memo_list.state.memo = event.memo
        self.memo_list.fill()
        self.memo_list.focus()

    # Going elsewhere

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Go to the target of the memo."""
        memo = self.memo_list.memo
        if memo is not None:
            memo_acts.open_goal(self, Goal(memo.about, memo.target, ""), self._return)

    def action_follow(self) -> None:
        if self.memo_list.memo is not None:
            memo_acts.follow_link(self, self.project, self.memo_list.memo, self._return)

    @property
    def _return(self) -> Callable[[], None]:
        """Return a callback that opens this screen again."""
        shell = shell_of(self)
        return lambda: shell.open("memos")

    @interactive
    async def action_linked(self) -> None:
        """Go to a memo that links to the target of this one."""
        memo = self.memo_list.memo
        linking = self._linking(memo) if memo is not None else []
        if not linking:
            self.say("No other memo links to this target")
            return
        rows = [
            Item(other.id, f"{other.created[:10]} {other.kind}: {other.title or excerpt(other.text, 60)}")
            for other in linking
        ]
        id = await self.pick("Memos that link to this target", list_finder(rows))
        if id is not None:
            self.memo_list.highlight(id)

    def action_leave(self) -> None:
        """Clear the filter; without one, go back to the coding screen."""
        if any(self.memo_list.state.filter):
            self.memo_list.filter_by()
        else:
            shell_of(self).open("coding")

    # The memo

    def action_read(self, by: int) -> None:
        """Scroll by rows."""
        self.view.page.scroll_rows(by)

    def action_edit(self) -> None:
        if self.memo_list.memo is not None:
            self.view.edit(self.memo_list.memo)

    @interactive
    async def action_add(self) -> None:
        """Write a memo on the target of the highlighted one, or on the project."""
        memo, project = self.memo_list.memo, self.project
        target = Target("project", project.info.id)
        if memo is not None and memo.about != "project":
            label = target_label(project, memo.about, memo.target)
            options = [("same", "s", f"on the same target: {label}"), ("project", "p", "on the project")]
            choice = await self.choose("New memo", options)
            if choice is None:
                return
            if choice == "same":
                target = Target(memo.about, memo.target)
        self.view.write(target, self.memo_list.state.filter.kind or "analytic")

    def action_kind(self) -> None:
        if self.memo_list.memo is not None:
            memo_acts.change_kind(self, self.project, self.memo_list.memo)

    def action_share(self) -> None:
        if self.memo_list.memo is not None:
            memo_acts.toggle_share(self, self.project, self.memo_list.memo)

    def action_delete(self) -> None:
        if self.memo_list.memo is not None:
            memo_acts.delete(self, self.project, self.memo_list.memo)

    @interactive
    async def action_lock(self) -> None:
        """Lock your own preconceptions after asking: they cannot be unlocked."""
        memo = self.memo_list.memo
        if memo is None:
            return
        if memo.kind != PRECONCEPTION:
            self.say("Only memos of the type preconception can be locked")
            return
        options = [("keep", "k", "Not yet"), ("lock", "l", "Lock: it stays as it is, changes become new versions")]
        if await self.choose("Lock these preconceptions?", options) == "lock":
            preconceptions.lock(self.project, memo)

    @interactive
    async def action_export(self) -> None:
        """Write the listed memos to a file, your own private ones only on request."""
        listed = self.memo_list.memos
        own = sum(memo.private for memo in listed)
        with_private = False
        if not listed:
            self.say("No memo to export")
            return
        if own:
            label = format_count(own, "private memo of yours", "private memos of yours")
            options = [("without", "w", f"Without {label}"), ("with", "p", f"With {label}")]
            choice = await self.choose("Export the listed memos", options)
            if choice is None:
                return
            with_private = choice == "with"
        ids = [memo.id for memo in listed if with_private or not memo.private]
        if isinstance(self.screen, ProjectScreen):
            _export(self.screen, ids, self.project.initials if with_private else None)


def _export(screen: ProjectScreen, ids: Sequence[str], journal_of: str | None) -> None:
    """Ask for a file and write memos to it; `journal_of`: the coder whose private memos are included."""
    from coder.exchange import registry
    from coder.exchange.writers import memos as memo_files
    from coder.tui.kit.file_export import Export, export_in_background

    def export_for(name: str) -> Export:
        def render(project: Project) -> bytes:
            listed = [project.memos[id] for id in ids if id in project.memos]
            return memo_files.render(project, listed, name, journal_of=journal_of)

        return Export(render, format_count(len(ids), "memo"))

    suffixes = registry.suffixes(registry.writers(registry.MEMOS))
    export_in_background(screen, f"Memos to ({suffixes}):", "-memos.md", export_for)


class MemosScreen(ProjectScreen):
    """The memos pane on a screen of its own."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "memos_screen.tcss"]
    where = "memos"

    def compose(self) -> ComposeResult:
        yield MemosPane(self.project, id="memos")
        yield from self.compose_foot()

    @property
    def pane(self) -> MemosPane:
        return self.query_one(MemosPane)

    def on_mount(self) -> None:
        self.show_state()
        self.show_hints()

    def aim(self, id: str) -> None:
        """Show a memo, or the memos of a type."""
        state = screen_state(self.project, ListState)
        state.memo, state.filter = ("", MemoFilter(kind=id)) if id in MEMO_KINDS else (id, MemoFilter())
        if self.is_mounted:
            self.pane.memo_list.fill()

    def left(self) -> None:
        self.pane.view.save_and_leave()

    def keep(self) -> None:
        self.pane.view.flush()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.pane.follow(transaction)

    def hints(self) -> list[tuple[str, str]]:
        view = self.pane.view
        writing = view.editing and self.focused is view.editor
        return WRITING if writing else [*super().hints(), ("Esc", "back")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()

    def action_pane(self, by: int) -> None:
        view = self.pane.view
        (view.editor if view.editing and self.focused is self.pane.memo_list else self.pane.memo_list).focus()

"""The memos screen: all memos of the project, filtered; the highlighted one is read and edited beside the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static
from textual.widgets.option_list import Option

from coder.analysis.history import parse_date
from coder.analysis.memo_list import ORDERS, MemoFilter, filter_memos, related_ids
from coder.model.memo import MEMO_KINDS, PRECONCEPTION, Memo
from coder.model.record import Transaction
from coder.project import Project
from coder.project.memo_links import Goal, back_links
from coder.project.operations import preconceptions
from coder.project.study import author, readable, target_label
from coder.text.phrases import excerpt, format_count
from coder.tui.keymap import actions
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.memos import memo_acts
from coder.tui.memos.memo_acts import Target
from coder.tui.memos.memo_pane import LINKED, WRITING, MemoView, headline

#: Actions of the memos screen that move in the list, filter and sort it.
FILTERING = ("order", "by_kind", "by_author", "by_target", "by_date", "find")
#: Rows that are added at once; the rest follow when the cursor comes near.
ROWS = 200
#: Seconds without a keystroke before the memos are searched.
PAUSE = 0.12
#: Number of authors that can be chosen by a digit.
DIGITS = 9
ANY = "any"


@dataclass
class ListState:
    """Filter, order and highlighted memo of the list, as they were left."""

    filter: MemoFilter = field(default_factory=MemoFilter)
    order: str = ORDERS[0]
    memo: str = ""


class MemoList(OptionList, Interactive):
    """Two rows for each memo: date, author and type; title and target."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("memos", FILTERING)]

    class Shown(Message):
        """Another memo is highlighted, or the list was filled."""

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(markup=False, **options)
        self.project = project
        self.state = screen_state(project, ListState)
        #: The memos that match, in their order.
        self.memos: list[Memo] = []
        self._rest: Iterator[Memo] = iter(())
        self._timer: Timer | None = None

    @property
    def memo(self) -> Memo | None:
        """The highlighted memo."""
        place = self.highlighted
        return self.memos[place] if place is not None and place < len(self.memos) else None

    def fill(self) -> None:
        """List the memos that match; the highlight stays on its memo, or in its place."""
        place = self.highlighted or 0
        self.memos = filter_memos(self.project, self.state.filter, self.project.initials, self.state.order)
        self._rest = iter(self.memos)
        at = next((n for n, memo in enumerate(self.memos) if memo.id == self.state.memo), place)
        at = min(at, len(self.memos) - 1)
        self.clear_options()
        while self._add_rows() and self.option_count <= at:
            pass
        self.highlighted = at if at >= 0 else None
        self.post_message(self.Shown())

    def _add_rows(self) -> bool:
        """Add some rows; return whether there were any."""
        rows = [_row(self.project, memo) for memo, _ in zip(self._rest, range(ROWS), strict=False)]
        self.add_options(rows)
        return bool(rows)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index == self.option_count - 1:
            self._add_rows()
        if self.memo is not None:
            self.state.memo = self.memo.id
        self.post_message(self.Shown())

    def title(self) -> str:
        """Return count, filter and order."""
        criteria = self.state.filter
        about = _target_label(self.project, criteria.about) if criteria.about else ""
        words = f"“{criteria.words}”" if criteria.words else ""
        parts = (criteria.kind, about, criteria.by, _dates(criteria), words)
        return " · ".join([f"{len(self.memos):,}", *filter(None, parts), self.state.order])

    def highlight(self, id: str) -> None:
        """Highlight a memo, without the filter where it does not match."""
        self.state.memo = id
        if id not in {memo.id for memo in self.memos}:
            self.state.filter = MemoFilter()
        self.fill()

    def filter_by(self, **criteria: str) -> None:
        """Change criteria of the filter; without any, clear it."""
        self.state.filter = self.state.filter._replace(**criteria) if criteria else MemoFilter()
        self.fill()

    def action_order(self) -> None:
        """Sort by the next order."""
        self.state.order = ORDERS[(ORDERS.index(self.state.order) + 1) % len(ORDERS)]
        self.fill()

    @interactive
    async def action_by_kind(self) -> None:
        """Filter by type."""
        options = [*((kind, kind[0], entry.choice) for kind, entry in MEMO_KINDS.items()), (ANY, "0", "any type")]
        kind = await self.choose("Filter by type", options, reads=True)
        if kind is not None:
            self.filter_by(kind=_criterion(kind))

    @interactive
    async def action_by_author(self) -> None:
        """Filter by author."""
        authors = sorted({author(self.project, memo) for memo in self.project.memos.values()}, key=str.casefold)
        options = [*((name, str(n), name) for n, name in enumerate(authors[:DIGITS], 1)), (ANY, "0", "any author")]
        name = await self.choose("Filter by author", options, reads=True)
        if name is not None:
            self.filter_by(by=_criterion(name))

    @interactive
    async def action_by_target(self) -> None:
        """Filter by target."""
        project = self.project
        targets: dict[str, str] = {}
        for memo in filter_memos(project, MemoFilter(), project.initials, "about"):
            for id in related_ids(project, memo):
                if id not in project.segments and id not in targets:
                    targets[id] = _target_label(project, id)
        rows = [Item(ANY, "any target"), *(Item(id, label) for id, label in targets.items())]
        target = await self.pick("Filter by target", list_finder(rows), reads=True)
        if target is not None:
            self.filter_by(about=_criterion(target))

    @interactive
    async def action_by_date(self) -> None:
        """Filter by date."""
        dates = await self.ask("Filter by date (2026-03, or from .. to):", _dates(self.state.filter), reads=True)
        if dates is not None:
            since, to, until = dates.partition("..")
            self.filter_by(since=parse_date(since), until=parse_date(until if to else since))

    @interactive
    async def action_find(self) -> None:
        """Filter by words, as they are typed."""
        before = self.state.filter.words

        def search(words: str) -> None:
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(PAUSE, lambda: self.filter_by(words=words))

        words = await self.ask("Filter by words:", before, typing=search, reads=True)
        if self._timer is not None:
            self._timer.stop()
        self.filter_by(words=before if words is None else words)


def _row(project: Project, memo: Memo) -> Option:
    label = target_label(project, memo.about, memo.target)
    if memo.about == "segments" and memo.target in project.segments:
        label = f"{project.sources[project.segments[memo.target].source].name}, {label}"
    private = " private" if memo.private else " locked" if memo.locked else ""
    row = Text.assemble(
        (f"{memo.created[:10]} {author(project, memo)}", "bold"),
        (f" {memo.kind}{private}", "italic"),
        f"\n  {memo.title or excerpt(memo.text[:400], 60)}",
        (f" · {label}", "dim"),
        no_wrap=True,
        overflow="ellipsis",
    )
    return Option(row, id=memo.id)


def _dates(criteria: MemoFilter) -> str:
    """Return the dates of a filter as they are typed."""
    return criteria.since if criteria.since == criteria.until else f"{criteria.since} .. {criteria.until}".strip()


def _criterion(choice: str) -> str:
    return "" if choice == ANY else choice


def _target_label(project: Project, id: str) -> str:
    """Return the name of a target, or of a wave."""
    if id in project.waves:
        return project.waves[id].name
    table = next((name for name in LINKED if id in project.tables[name]), "project")
    return target_label(project, table, id)


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

    def on_memo_editor_zoom(self) -> None:
        self.toggle_class("zoomed")

    def on_memo_view_left(self, event: MemoView.Left) -> None:
        self.remove_class("zoomed")
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
        id = await self.pick("Memos that link to this target", list_finder(rows), reads=True)
        if id is not None:
            self.memo_list.highlight(id)

    def action_leave(self) -> None:
        """Clear the filter; without one, go back to the coding screen."""
        if any(self.memo_list.state.filter):
            self.memo_list.filter_by()
        else:
            shell_of(self).open("previous")

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

    def action_erase(self) -> None:
        """Erase the memo from all files."""
        if self.memo_list.memo is not None:
            shell_of(self).open("erase", records=[self.memo_list.memo])

    @interactive
    async def action_lock(self) -> None:
        """Lock your own preconceptions after asking: they cannot be unlocked."""
        memo = self.memo_list.memo
        if memo is None:
            return
        if memo.kind != PRECONCEPTION:
            self.say("Only memos of the type preconception can be locked")
            return
        options = [("cancel", "c", "Cancel"), ("lock", "l", "Lock: later changes become new versions")]
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
        return WRITING if writing else super().hints()

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()

    def action_pane(self, by: int) -> None:
        view = self.pane.view
        (view.editor if view.editing and self.focused is self.pane.memo_list else self.pane.memo_list).focus()

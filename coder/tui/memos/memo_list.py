"""The memo list: the memos of the project that match a filter, in an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coder.analysis.history_filter import parse_date
from coder.analysis.memo_list import ORDERS, MemoFilter, filter_memos, related_ids
from coder.model.memo import MEMO_KINDS, Memo
from coder.project import Project
from coder.project.study import author, target_label
from coder.text.phrases import excerpt
from coder.tui.keymap import actions
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.memos.memo_pane import LINKED

#: Actions of the memos screen that move in the list, filter and sort it.
FILTERING = ("walk", "order", "by_kind", "by_author", "by_target", "by_date", "find")
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

    def action_walk(self, by: int) -> None:
        self.action_cursor_down() if by > 0 else self.action_cursor_up()

    def action_order(self) -> None:
        """Sort by the next order."""
        self.state.order = ORDERS[(ORDERS.index(self.state.order) + 1) % len(ORDERS)]
        self.fill()

    @interactive
    async def action_by_kind(self) -> None:
        """Filter by type."""
        options = [(ANY, "0", "any type"), *((kind, kind[0], entry.label) for kind, entry in MEMO_KINDS.items())]
        kind = await self.choose("Filter by type", options)
        if kind is not None:
            self.filter_by(kind=_criterion(kind))

    @interactive
    async def action_by_author(self) -> None:
        """Filter by author."""
        authors = sorted({author(self.project, memo) for memo in self.project.memos.values()}, key=str.casefold)
        options = [(ANY, "0", "any author"), *((name, str(n), name) for n, name in enumerate(authors[:DIGITS], 1))]
        name = await self.choose("Filter by author", options)
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
        target = await self.pick("Filter by target", list_finder(rows))
        if target is not None:
            self.filter_by(about=_criterion(target))

    @interactive
    async def action_by_date(self) -> None:
        """Filter by date."""
        dates = await self.ask("Filter by date (2026-03, or from .. to):", _dates(self.state.filter))
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

        words = await self.ask("Words:", before, typing=search)
        if self._timer is not None:
            self._timer.stop()
        self.filter_by(words=before if words is None else words)


def _row(project: Project, memo: Memo) -> Option:
    label = target_label(project, memo.about, memo.target)
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

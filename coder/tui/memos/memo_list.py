"""All memos: the list with its filters, and beside it the memo that is under the cursor, read or edited in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.analysis.history_filter import parse_date
from coder.analysis.memo_links import Goal, back_links
from coder.analysis.memo_list import ORDERS, MemoFilter, filter_memos, related_ids
from coder.model.change import Transaction
from coder.model.memo import MEMO_KINDS, PRECONCEPTION, Memo
from coder.project import Project, drafts
from coder.project.drafts import MemoDraft
from coder.project.operations import memos, preconceptions
from coder.project.privacy import author, readable
from coder.project.segments import excerpt
from coder.tui.keymap import actions
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Ask, Choose, Item, Pick
from coder.tui.kit.page import Page
from coder.tui.memos.memo_acts import NAMED, MemoActs, headline, rendered
from coder.tui.memos.memo_target import Target

#: So many rows are made at once; the rest when the cursor comes near.
ROWS = 200
#: Seconds without a keystroke before the memos are searched.
PAUSE = 0.12
#: So much of a memo is shown beside the list.
LONG = 20_000
ANY = "any"


@dataclass
class Kept:
    """What was asked for and where one was, so that one comes back to it."""

    wanted: MemoFilter = field(default_factory=MemoFilter)
    order: str = ORDERS[0]
    memo: str = ""


class MemosPane(MemoActs):
    """The list keeps the keys; while a memo is written, its editor has them."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("memos")]

    class Leave(Message):
        """Back to coding."""

    def __init__(self, project: Project, kept: Kept, **options: Any) -> None:
        super().__init__(**options)
        self.project: Project = project
        self.kept = kept
        self._memos: list[Memo] = []
        self._rest: Iterator[Memo] = iter(())
        self._links_here: dict[str, list[Memo]] | None = None
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="memos-both"):
            with Vertical(id="memos-left"):
                yield Static(id="memos-title", classes="title", markup=False)
                yield OptionList(id="memos-list", markup=False)
            with Vertical(id="memos-right"):
                yield from super().compose()

    @property
    def rows(self) -> OptionList:
        return self.query_one("#memos-list", OptionList)

    @property
    def keys_to(self) -> Widget:
        return self._editor if self.editing else self.rows

    @property
    def memo(self) -> Memo | None:
        """The memo under the cursor."""
        place = self.rows.highlighted
        return self._memos[place] if place is not None and place < len(self._memos) else None

    @property
    def listed(self) -> Sequence[Memo]:
        """The memos that are wanted, as they are ordered."""
        return self._memos

    # Showing

    def fill(self) -> None:
        """List the memos that are wanted; the cursor stays on its memo, or in its place."""
        options, place = self.rows, self.rows.highlighted or 0
        self._memos = filter_memos(self.project, self.kept.wanted, self.project.initials, self.kept.order)
        self._rest = iter(self._memos)
        at = next((n for n, memo in enumerate(self._memos) if memo.id == self.kept.memo), place)
        at = min(at, len(self._memos) - 1)
        options.clear_options()
        while self._more() and options.option_count <= at:
            pass
        options.highlighted = at if at >= 0 else None
        self._title()
        self._draw()

    def _more(self) -> bool:
        """Make some more rows; tells whether there were any."""
        rows = [self._row(memo) for memo, _ in zip(self._rest, range(ROWS), strict=False)]
        self.rows.add_options(rows)
        return bool(rows)

    def _row(self, memo: Memo) -> Option:
        label = memos.target_label(self.project, memo.about, memo.target)
        private = " private" if memo.private else " locked" if memo.locked else ""
        row = Text.assemble(
            (f"{memo.created[:10]} {author(self.project, memo)}", "bold"),
            (f" {memo.kind}{private}", "italic"),
            f"\n  {memo.title or excerpt(memo.text[:400], 60)}",
            (f" · {label}", "dim"),
            no_wrap=True,
            overflow="ellipsis",
        )
        return Option(row, id=memo.id)

    def _title(self) -> None:
        wanted, project = self.kept.wanted, self.project
        about = _label(project, wanted.about) if wanted.about else ""
        words = f"“{wanted.words}”" if wanted.words else ""
        asked = (wanted.kind, about, wanted.by, _time(wanted), words)
        parts = [f"{len(self._memos):,}", *filter(None, asked), self.kept.order]
        title = Text(" Memos", style="bold", no_wrap=True, overflow="ellipsis")
        self.query_one("#memos-title", Static).update(title.append(f" · {' · '.join(parts)}", style="not bold"))

    def refresh_memos(self) -> None:
        self.fill()

    def _draw(self) -> None:
        if self.editing:
            return
        memo, title = self.memo, Text(" Memo", style="bold", no_wrap=True, overflow="ellipsis")
        if memo is None or self.resolver is None:
            none = "No memo is like that: Esc shows all, " if any(self.kept.wanted) else "No memo yet: "
            none += "a writes one"
            self.query_one("#memo-title", Static).update(title, layout=False)
            self.query_one(Page).show(Text(none, style="dim"))
            return
        title.append(f" · {memos.target_label(self.project, memo.about, memo.target)}", style="not bold")
        head = Text(f"{headline(self.project, memo)} · {memo.created[:16].replace('T', ' ')}", style="dim")
        if memo.title:
            head.append(f"\n{memo.title}", style="bold not dim")
        here = self._linking_here(memo)
        foot = Text(f"\n← {len(here)} linked to what this is about: b" if here else "", style="dim")
        self.query_one("#memo-title", Static).update(title, layout=False)
        self.query_one(Page).show(Group(head, Text(), rendered(memo, self.resolver, LONG), foot))

    def _linking_here(self, memo: Memo) -> list[Memo]:
        """The other memos that link to what this one is about."""
        if self._links_here is None:
            mine = (one for one in self.project.memos.values() if readable(self.project, one, self.project.initials))
            self._links_here = back_links(self.project, mine)
        return [one for one in self._links_here.get(memo.target, ()) if one.id != memo.id]

    def follow(self, transaction: Transaction) -> None:
        self._links_here = None
        super().follow(transaction)
        if any(change.table in ("memos", *NAMED) for change in transaction.changes):
            self.fill()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index == event.option_list.option_count - 1:
            self._more()
        if self.memo is not None:
            self.kept.memo = self.memo.id
        self._draw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    # Moving, and where the memo is

    def action_walk(self, by: int) -> None:
        self.rows.action_cursor_down() if by > 0 else self.rows.action_cursor_up()

    def action_open(self) -> None:
        memo = self.memo
        if memo is not None:
            self.post_message(self.Follow(Goal(memo.about, memo.target, "")))

    def action_linked(self) -> None:
        """Go to a memo that links to what this one is about."""
        here = self._linking_here(self.memo) if self.memo is not None else []
        if not here:
            self.say("No other memo links to what this one is about")
            return
        items = [Item(one.id, f"{one.created[:10]} {one.kind}: {one.title or excerpt(one.text, 60)}") for one in here]

        def choose(ids: tuple[str, ...], _: str) -> None:
            self.kept.memo = ids[0]
            if ids[0] not in {one.id for one in self._memos}:
                self.kept.wanted = MemoFilter()
            self.fill()

        self.post_message(Pick("Linked here", list_finder(items), choose))

    def action_leave(self) -> None:
        if any(self.kept.wanted):
            self._want()
        else:
            self.post_message(self.Leave())

    # Filters

    def _want(self, **wanted: str) -> None:
        """Change what is wanted; without a word, want all."""
        self.kept.wanted = self.kept.wanted._replace(**wanted) if wanted else MemoFilter()
        self.fill()

    def action_order(self) -> None:
        self.kept.order = ORDERS[(ORDERS.index(self.kept.order) + 1) % len(ORDERS)]
        self.fill()

    def action_by_kind(self) -> None:
        rows = [(ANY, "0", "every kind"), *((kind, kind[0], entry.label) for kind, entry in MEMO_KINDS.items())]
        self.post_message(Choose("Memos of which kind?", rows, lambda kind: self._want(kind=_one(kind))))

    def action_by_author(self) -> None:
        everybody = sorted({author(self.project, memo) for memo in self.project.memos.values()}, key=str.casefold)
        rows = [(ANY, "0", "everybody"), *((name, str(n), name) for n, name in enumerate(everybody[:9], 1))]
        self.post_message(Choose("Memos by whom?", rows, lambda name: self._want(by=_one(name))))

    def action_by_target(self) -> None:
        project = self.project
        found: dict[str, str] = {}
        for memo in filter_memos(project, MemoFilter(), project.initials, "about"):
            for id in related_ids(project, memo):
                if id not in project.segments:
                    found.setdefault(id, _label(project, id))
        rows = [Item(ANY, "anything"), *(Item(id, label) for id, label in found.items())]
        find = list_finder(rows)
        self.post_message(Pick("Memos on what?", find, lambda ids, _: self._want(about=_one(ids[0]))))

    def action_by_date(self) -> None:
        def then(text: str) -> None:
            since, to, until = text.partition("..")
            self.attempt(lambda: self._want(since=parse_date(since), until=parse_date(until if to else since)))

        title = "Memos of when (2026-03, or from .. to):"
        self.post_message(Ask(title, then, initial=_time(self.kept.wanted)))

    def action_find(self) -> None:
        def typing(words: str) -> None:
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(PAUSE, lambda: self._want(words=words))

        def then(words: str) -> None:
            if self._pause is not None:
                self._pause.stop()
            self._want(words=words)

        before = self.kept.wanted.words
        self.post_message(Ask("Words:", then, initial=before, typing=typing, given_up=lambda: then(before)))

    # Writing

    def action_lock(self) -> None:
        """Lock one's own preconceptions; it cannot be unlocked, so it is asked."""
        memo, project = self.memo, self.project
        if memo is None:
            return
        if memo.kind != PRECONCEPTION:
            self.say("What is locked is a memo of the kind preconception")
            return
        options = [("later", "k", "Not yet"), ("lock", "l", "Lock it: it stays as it reads, later ones follow it")]

        def decide(what: str) -> None:
            if what == "lock":
                self.attempt(lambda: preconceptions.lock(project, memo))

        self.post_message(Choose("Lock these preconceptions?", options, decide))

    def action_edit(self) -> None:
        if self.memo is not None:
            self.edit(self.memo)

    def action_add(self) -> None:
        memo, project = self.memo, self.project
        kind = self.kept.wanted.kind or "analytic"
        study = Target("project", project.info.id)
        if memo is None or memo.about == "project":
            self.write(study, kind)
            return
        label = memos.target_label(project, memo.about, memo.target)
        rows = [("same", "s", f"on the same: {label}"), ("study", "p", "on the project")]
        same = Target(memo.about, memo.target)
        self.post_message(Choose("New memo", rows, lambda what: self.write(same if what == "same" else study, kind)))

    def _close(self, project: Project, draft: MemoDraft) -> None:
        """The memo that was written is the one under the cursor."""
        written = self._written.id if self._written is not None else draft.memo
        if written in project.memos:
            self.kept.memo = written
            self.fill()
        super()._close(project, draft)

    def save_now(self) -> None:
        """The screen is left while a memo is written: save it; where that cannot be, its draft stays."""
        draft = self._editing
        self._dirty = draft is not None
        self.flush()
        if draft is None or drafts.saved_since(self.project, self._typed(draft)) is not None:
            return
        if self._save(self.project, self._typed(draft)):
            drafts.discard(self.project, draft)


def _time(wanted: MemoFilter) -> str:
    """The time that is asked for, as it is typed."""
    return wanted.since if wanted.since == wanted.until else f"{wanted.since} .. {wanted.until}".strip()


def _one(chosen: str) -> str:
    return "" if chosen == ANY else chosen


def _label(project: Project, id: str) -> str:
    """What memos are asked for by: what they are about, or a wave."""
    wave = project.waves.get(id)
    return wave.name if wave is not None else memos.target_label(project, *_found(project, id))


def _found(project: Project, id: str) -> tuple[str, str]:
    """The table that a record is in, and its id."""
    return next((name for name in NAMED if id in project.tables[name]), "project"), id

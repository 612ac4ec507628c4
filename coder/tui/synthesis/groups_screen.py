"""Code groups with their subgroups at the left; at the right the units of one, as cards that can be moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from coder.analysis.method.groups import interviewed_participants
from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.project import Project
from coder.text.phrases import format_units
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Item, Pick
from coder.tui.kit.page import Page
from coder.tui.kit.segment_list import segment_in_context
from coder.tui.synthesis.group_acts import GroupActs
from coder.tui.synthesis.group_list import GroupDeck, Row
from coder.tui.synthesis.unit_cards import UnitDeck, told

#: From so many rows on, what stands around the unit is shown below.
TALL = 34


@dataclass
class Kept:
    """Where one was: the row, the unit, the filter, the units that were chosen."""

    row: str = ""
    unit: str = ""
    participant: str = ""
    chosen: set[str] = field(default_factory=set)


_KEPT: WeakKeyDictionary[Project, Kept] = WeakKeyDictionary()


class GroupsScreen(GroupActs):
    """`Tab` goes between the groups and the units."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("groups")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "groups_screen.tcss"]
    where = "groups"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.kept = _KEPT.setdefault(project, Kept())
        self.kept.chosen &= set(project.segments)
        self._deck = GroupDeck(project, self.kept.participant)

    def compose(self) -> ComposeResult:
        with Horizontal(id="groups-both"):
            with Vertical(id="groups-left"):
                yield Static(id="groups-title", classes="title", markup=False)
                yield Cards(id="groups-list")
            with Vertical(id="groups-right"):
                yield Static(id="groups-units-title", classes="title", markup=False)
                yield Static(id="groups-about", markup=False)
                yield Cards(id="groups-units")
                yield Page(id="groups-around")
        yield from self.compose_foot()

    @property
    def group_cards(self) -> Cards:
        return self.query_one("#groups-list", Cards)

    @property
    def cards(self) -> Cards:
        return self.query_one("#groups-units", Cards)

    @property
    def row(self) -> Row:
        return self._deck.rows[self.group_cards.row]

    @property
    def units(self) -> list[str]:
        """The units of the group that is shown."""
        return self._deck.units(self.row)

    @property
    def unit(self) -> str:
        """The unit under the cursor; "" where there is none."""
        return self.units[self.cards.row] if self.units else ""

    @property
    def chosen(self) -> set[str]:
        return self.kept.chosen

    @property
    def group(self) -> CodeGroup | None:
        return self.row.group

    @property
    def under(self) -> Code | None:
        return self.row.code

    def on_mount(self) -> None:
        self.group_cards.following = self._to_row
        self.cards.following = self._to_unit
        self.set_class(self.app.size.height >= TALL, "tall")
        back = self.kept.unit
        self._fill()
        (self.cards if back in self.units else self.group_cards).focus()
        self.show_state()
        self.show_hints()

    def aim(self, id: str) -> None:
        self.kept.row, self.kept.participant, self.kept.unit = id, "", ""
        self._deck = GroupDeck(self.project)
        if self.is_mounted:
            self._fill()

    def parts(self) -> tuple[str, ...]:
        return ("groups", "cards")

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("groups"), ("Tab", "groups, units"), ("Esc", "back")]

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= TALL, "tall")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, Cards):
            self.query_one("#groups-title").set_class(event.widget is self.group_cards, "active")
            self.query_one("#groups-units-title").set_class(event.widget is self.cards, "active")

    # Showing

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.kept.chosen &= set(self.project.segments)
        self._deck = GroupDeck(self.project, self.kept.participant)
        self._fill()

    def _fill(self) -> None:
        place = next((n for n, row in enumerate(self._deck.rows) if row.id == self.kept.row), self.group_cards.row)
        number = len(self.project.groups)
        title = Table.grid(expand=True)
        title.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        title.add_column(justify="right", no_wrap=True)
        told = f" · {number}" if number else ": none yet"
        title.add_row(Text.assemble((" Code groups", "bold"), (told, "not bold")), Text("units ", "not bold"))
        self.query_one("#groups-title", Static).update(title, layout=False)
        unit = self.kept.unit
        self.group_cards.show(self._deck, place)
        if unit in self.units:
            self.cards.move_to(self.units.index(unit))

    def _to_row(self) -> None:
        row = self.row
        if row.id != self.kept.row:
            self.kept.row = row.id
            self.kept.chosen.clear()
        self._heads(row)
        self.cards.show(UnitDeck(self.project, self.units, self.kept.chosen), self.cards.row)
        if self.group_cards.has_focus and row.code is not None:
            self.say(" ".join(row.code.definition.split()) or f"{row.code.name}: no definition yet")

    def _heads(self, row: Row) -> None:
        project, number = self.project, len(self.units)
        title = Text(f" {row.name}", "bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {format_units(number)}", "not bold")
        who = project.participants.get(self.kept.participant)
        title.append(f" · only {who.name}" if who else "", "not bold")
        title.append(f" · {len(self.kept.chosen)} chosen" if self.kept.chosen else "", "bold")
        self.query_one("#groups-units-title", Static).update(title, layout=False)
        about = ""
        found = self._deck.coverage(row) if number and who is None else None
        if found is not None:
            about = "from " + (", ".join(one.name for one in found.contributing) or "nobody known")
            if found.missing:
                about = f"no unit from {', '.join(one.name for one in found.missing)} · {about}"
        elif row.group is None:
            about = "coded, but with no code of a code group"
        self.query_one("#groups-about", Static).update(Text(f" {about}", no_wrap=True), layout=False)

    def _to_unit(self) -> None:
        unit = self.unit
        self.kept.unit = unit
        if unit:
            self.say(f"{self.cards.row + 1:,}/{len(self.units):,} · {told(self.project, unit)}")
        if self.has_class("tall"):
            self.query_one(Page).show(segment_in_context(self.project, self.project.segments[unit]) if unit else "")

    # Choosing

    def action_choose(self) -> None:
        """Choose the unit, or no longer, and go on to the next."""
        if self.unit:
            self.kept.chosen ^= {self.unit}
            self._heads(self.row)
            self.cards.move_to(self.cards.row + 1)

    def action_all(self) -> None:
        every = set(self.units)
        self.kept.chosen = set() if every <= self.kept.chosen else every
        self._to_row()

    def action_participant(self) -> None:
        items = [
            Item("", "everybody"),
            *(Item(one.id, one.name, detail=one.service) for one in interviewed_participants(self.project)),
        ]

        def choose(ids: tuple[str, ...], _: str) -> None:
            self.kept.participant = ids[0]
            self._deck = GroupDeck(self.project, ids[0])
            self._fill()

        self.post_message(Pick("Only units from …", list_finder(items), choose))

    def on_cards_opened(self, event: Cards.Opened) -> None:
        if event.cards is self.group_cards:
            self.cards.focus()
        elif self.unit:
            self._open(self.unit)

    def _open(self, unit: str) -> None:
        shell, segment = self.shell, self.project.segments[unit]
        source = self.project.sources[segment.source]
        shell.open(
            "coding",
            source=source,
            place=segment.span,
            back=lambda: shell.open("groups"),
            message="Esc goes back to the code group",
        )

    def action_pane(self, by: int) -> None:
        (self.group_cards if self.cards.has_focus else self.cards).focus()

    def action_leave(self) -> None:
        if self.kept.chosen:
            self.kept.chosen.clear()
            self._to_row()
        else:
            self.shell.open("coding")

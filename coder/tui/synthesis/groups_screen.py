"""Code groups: groups and subgroups on the left; the units of one on the right, to be moved and marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar, NamedTuple

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from coder.analysis.method.groups import (
    LOOSE,
    NO_GROUP,
    Coverage,
    coverage,
    interviewed_participants,
    units_in_no_group,
)
from coder.analysis.method.units import groups_in_order, loose_units, subgroups, units_below, units_in_order
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.model.record import Transaction
from coder.model.source import GOLD
from coder.project import Project
from coder.project.operations import groups, themes
from coder.text.characters import cut, printable, width
from coder.text.phrases import NO_UNIT, format_count, format_units
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from coder.tui.kit.confirmation import ALWAYS, YES, confirm
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, code_finder, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.segment_list import segment_in_context
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.synthesis.unit_cards import UnitDeck, unit_message

#: The number of code groups that have a digit.
DIGITS = 9


class Row(NamedTuple):
    """A code group, one of its subgroups, its units in no subgroup (`loose`), or the units in no code group.

    `code` holds the units of the row; None for the units in no code group.
    """

    id: str
    name: str
    group: CodeGroup | None
    code: Code | None
    digit: int = 0
    loose: bool = False


def rows_of(project: Project) -> Iterator[Row]:
    """Yield the code groups with their subgroups in order, then the row of the units in no group."""
    for number, group in enumerate(groups_in_order(project), 1):
        code = project.codes[group.code]
        yield Row(group.id, code.name, group, code, number if number <= DIGITS else 0)
        codes = subgroups(project, group)
        for subgroup in codes:
            yield Row(subgroup.id, subgroup.name, group, subgroup)
        if codes:
            yield Row(f"{group.id} {LOOSE}", "in no subgroup", group, code, loose=True)
    yield Row(NO_GROUP, "in no code group", None, None)


class GroupDeck:
    """The rows as cards of one line: name and number of units; the units of a row are looked up once."""

    lines, gap = 1, 0

    def __init__(self, project: Project, participant: str = "") -> None:
        """`participant`: count only the units of this participant (an id)."""
        self._project = project
        self._participant = participant
        self._units: dict[str, list[str]] = {}
        self._counts: dict[str, int] = {}
        self._coverage: dict[str, Coverage] = {}
        self.rows: Sequence[Row] = list(rows_of(project))
        self.height = len(self.rows)

    def mark(self, row: int) -> str:
        return str(self.rows[row].digit or " ")

    def card(self, row: int, width_: int) -> Sequence[Text]:
        item = self.rows[row]
        number = self.count(item)
        count = f" {number:,}" if number else f" {NO_UNIT}"
        is_group = item.group is not None and item.id == item.group.id
        residual = " (residual)" if is_group and item.group is not None and item.group.residual else ""
        indent = "" if item.group is None or is_group else "  "
        name = cut(printable(indent + item.name + residual), width_ - len(count))
        line = Text(name, "bold" if is_group else "italic" if item.loose else "")
        line.append(" " * (width_ - len(count) - width(name)) + count, "dim")
        return [line]

    def count(self, row: Row) -> int:
        """Return the number of units of a row."""
        if row.id not in self._counts:
            self._counts[row.id] = len(self._find_units(row))
        return self._counts[row.id]

    def units(self, row: Row) -> list[str]:
        """Return the ids of the units of a row, in reading order."""
        if row.id not in self._units:
            self._units[row.id] = units_in_order(self._project, self._find_units(row))
        return self._units[row.id]

    def coverage(self, row: Row) -> Coverage | None:
        """Return the contributing participants of a row, unfiltered; None for units in no group or subgroup."""
        if row.group is None or row.loose:
            return None
        if row.id not in self._coverage:
            self._coverage[row.id] = coverage(self._project, row.group, row.code)
        return self._coverage[row.id]

    def _find_units(self, row: Row) -> set[str]:
        project = self._project
        if row.group is None or row.code is None:
            units = {id for id in units_in_no_group(project) if project.codings_of(id)}
        elif row.loose:
            units = loose_units(project, row.group)
        else:
            units = units_below(project, row.code)
        if not self._participant:
            return units
        sources = {source.id for source in project.sources.values() if source.participant == self._participant}
        return {id for id in units if project.segments[id].source in sources}


#: The height from which the context of the unit is shown below.
TALL = 34


@dataclass
class GroupsState:
    """The row and the unit under the cursors, the participant of the filter, the selected units."""

    row: str = ""
    unit: str = ""
    participant: str = ""
    selected: set[str] = field(default_factory=set)

    def show(self, row: str) -> None:
        """Show all units of the row with this id."""
        self.row, self.participant, self.unit = row, "", ""


class GroupsPane(Horizontal, Interactive):
    """The list of groups and the units of the group under its cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("groups")]

    def __init__(self, project: Project) -> None:
        super().__init__(id="groups-pane")
        self.project = project
        self.state = screen_state(project, GroupsState)
        self.deck = GroupDeck(project, self.state.participant)
        #: Whether moves of other coders' units are no longer asked about.
        self._unasked = False

    def compose(self) -> ComposeResult:
        with Vertical(id="groups-left"):
            yield Static(id="groups-title", classes="title", markup=False)
            yield Cards(id="groups-list")
        with Vertical(id="groups-right"):
            yield Static(id="groups-units-title", classes="title", markup=False)
            yield Static(id="groups-about", markup=False)
            yield Cards(id="groups-units")
            yield Page(id="groups-context")

    def on_mount(self) -> None:
        self.group_cards.following = self._show_row
        self.unit_cards.following = self._show_unit
        self.on_resize()
        unit = self.state.unit
        self.fill()
        (self.unit_cards if unit in self.units else self.group_cards).focus()

    def on_resize(self) -> None:
        self.set_class(self.app.size.height >= TALL, "tall")

    @property
    def group_cards(self) -> Cards:
        return self.query_one("#groups-list", Cards)

    @property
    def unit_cards(self) -> Cards:
        return self.query_one("#groups-units", Cards)

    @property
    def row(self) -> Row:
        """The row under the cursor of the list."""
        return self.deck.rows[self.group_cards.row]

    @property
    def units(self) -> list[str]:
        """The units of the row."""
        return self.deck.units(self.row)

    @property
    def unit(self) -> str:
        """The unit under the cursor; "" if there is none."""
        return self.units[self.unit_cards.row] if self.units else ""

    @property
    def targets(self) -> list[str]:
        """The units to act on: the selected ones, or the one under the cursor."""
        return [id for id in self.units if id in self.state.selected] or [id for id in [self.unit] if id]

    # Showing

    def fill(self) -> None:
        """Show the groups as they are now, the cursors where they were."""
        state = self.state
        state.selected &= set(self.project.segments)
        self.deck = GroupDeck(self.project, state.participant)
        row = next((n for n, row in enumerate(self.deck.rows) if row.id == state.row), self.group_cards.row)
        title = Table.grid(expand=True)
        title.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        title.add_column(justify="right", no_wrap=True)
        number = f" · {len(self.project.groups)}"
        title.add_row(Text.assemble((" Code groups", "bold"), (number, "not bold")), Text("units ", "not bold"))
        self.query_one("#groups-title", Static).update(title, layout=False)
        unit = state.unit
        self.group_cards.show(self.deck, row)
        if unit in self.units:
            self.unit_cards.move_to(self.units.index(unit))

    def _show_row(self) -> None:
        """Show the units of the row under the cursor."""
        row, state = self.row, self.state
        if row.id != state.row:
            state.row = row.id
            state.selected.clear()
        self._show_titles()
        self.unit_cards.show(UnitDeck(self.project, self.units, state.selected), self.unit_cards.row)
        if self.group_cards.has_focus and row.code is not None:
            self.say(" ".join(row.code.definition.split()) or f"{row.code.name}: no definition")

    def _show_titles(self) -> None:
        row, state, number = self.row, self.state, len(self.units)
        title = Text(f" {row.name}", "bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {format_units(number)}", "not bold")
        participant = self.project.participants.get(state.participant)
        title.append(f" · only {participant.name}" if participant else "", "not bold")
        title.append(f" · {len(state.selected)} selected" if state.selected else "", "bold")
        self.query_one("#groups-units-title", Static).update(title, layout=False)
        about = ""
        coverage = self.deck.coverage(row) if number and participant is None else None
        if coverage is not None:
            about = "units from " + (", ".join(person.name for person in coverage.contributing) or "no participant")
            if coverage.missing:
                about = f"no units from {', '.join(person.name for person in coverage.missing)} · {about}"
        elif row.group is None:
            about = "units whose codes are in no code group"
        self.query_one("#groups-about", Static).update(Text(f" {about}", no_wrap=True), layout=False)

    def _show_unit(self) -> None:
        unit = self.state.unit = self.unit
        if unit:
            position = f"{self.unit_cards.row + 1:,}/{len(self.units):,}"
            self.say(f"{position} · {unit_message(self.project, unit)}")
        if self.has_class("tall"):
            context = segment_in_context(self.project, self.project.segments[unit]) if unit else ""
            self.query_one(Page).show(context)

    # Selection and filter

    def action_choose(self) -> None:
        """Select or deselect the unit and move to the next."""
        if self.unit:
            self.state.selected ^= {self.unit}
            self._show_titles()
            self.unit_cards.move_to(self.unit_cards.row + 1)

    def action_all(self) -> None:
        every = set(self.units)
        self.state.selected = set() if every <= self.state.selected else every
        self._show_row()

    def clear_selection(self) -> bool:
        """Deselect all units; return whether any was selected."""
        if not self.state.selected:
            return False
        self.state.selected.clear()
        self._show_row()
        return True

    @interactive
    async def action_participant(self) -> None:
        people = interviewed_participants(self.project)
        items = [
            Item("", "all participants"),
            *(Item(person.id, person.name, detail=person.service) for person in people),
        ]
        participant = await self.pick("Show the units of", list_finder(items), reads=True)
        if participant is not None:
            self.state.participant = participant
            self.fill()

    # Units

    def on_cards_opened(self, event: Cards.Opened) -> None:
        if event.cards is self.group_cards:
            self.unit_cards.focus()
        elif self.unit:
            shell, segment = shell_of(self), self.project.segments[self.unit]
            source = self.project.sources[segment.source]
            message = "Esc goes back to the code group"
            shell.open(
                "coding", source=source, place=segment.span, back=lambda: shell.open("groups"), message=message
            )

    @interactive
    async def action_send(self, digit: int) -> None:
        in_order = groups_in_order(self.project)
        if digit > len(in_order):
            self.say(f"There is no code group {digit}")
            return
        group, code = in_order[digit - 1], self.row.code
        if code is not None and code.id == group.code:
            self.say("The units are already in this group. Press v to move them within it.")
        else:
            await self._move(self.project.codes[group.code])

    @interactive
    async def action_to_residual(self) -> None:
        group = next((group for group in self.project.groups.values() if group.residual), None)
        if group is None:
            self.say("No residual group: R on a group makes it one")
        else:
            await self._move(self.project.codes[group.code])

    @interactive
    async def action_move(self, ask_reason: bool) -> None:
        """Move the units to a code, existing or new (then a subgroup of this group)."""
        number, code = len(self.targets), self.row.code
        if not number:
            self.say("No unit selected")
            return
        find = code_finder(self.project, among=lambda goal: goal.codable and (code is None or goal.id != code.id))
        title = f"Move {number} units to" if number > 1 else "Move the unit to"
        picked = await self.pick_many(title, find, many=False, create=True)
        reason = await self.ask("Reason (optional):") if picked is not None and ask_reason else ""
        if picked is not None and reason is not None:
            await self._move(self.project.codes[picked.ids[0]] if picked.ids else picked.created, reason)

    async def _move(self, into: Code | str, reason: str = "") -> None:
        targets, selected = self.targets, set(self.state.selected)
        if not targets:
            self.say("No unit selected")
            return
        move = partial(groups.move, self.project, targets, self.row.code, into, reason)
        name = into if isinstance(into, str) else into.name
        title = f"Move {format_count(len(targets), 'unit')} to {name}"
        agreed = (
            YES if self._unasked else await confirm(self, self.project, title, move, (), ("codings",), repeats=True)
        )
        self._unasked = self._unasked or agreed == ALWAYS
        if agreed:
            self.state.selected.clear()
            if self.attempt(move) is None:
                self.state.selected.update(selected)

    def action_gold(self) -> None:
        """Mark the units as gold quotations; unmark them if all are."""
        code, targets = self.row.code, self.targets
        if code is None or not targets:
            self.say("Only a unit in a code group can be a gold quotation")
            return
        codings = [coding for id in targets for coding in groups.codings_under(self.project, id, code)]
        mark = "" if all(coding.mark == GOLD for coding in codings) else GOLD
        self.attempt(lambda: groups.mark(self.project, targets, code, mark))

    # Code groups

    @interactive
    async def action_make(self) -> None:
        """Make an existing or a new code a code group."""
        project = self.project
        find = code_finder(project, among=lambda code: not _in_group(project, code))
        picked = await self.pick_many("Make a code group of", find, many=False, create=True)
        if picked is not None:
            group = groups.make(project, project.codes[picked.ids[0]] if picked.ids else picked.created)
            self.state.show(group.id)
            self.fill()

    def _require_group(self) -> CodeGroup | None:
        """Return the code group under the cursor, that of a subgroup included."""
        group = self.row.group
        if group is None:
            self.say("No code group selected")
        return group

    @interactive
    async def action_unmake(self) -> None:
        group = self._require_group()
        if group is None:
            return
        name = self.project.codes[group.code].name
        options = [("cancel", "c", "Cancel"), ("delete", "d", "Delete; its code and units stay")]
        answer = await self.choose(f"Delete the code group ‘{name}’?", options)
        if answer == "delete" and group.id in self.project.groups:
            groups.unmake(self.project, self.project.groups[group.id])

    def action_residual(self) -> None:
        group = self._require_group()
        if group is not None:
            self.attempt(lambda: groups.set_residual(self.project, group, not group.residual))

    @interactive
    async def action_themes(self) -> None:
        group = self._require_group()
        if group is None:
            return
        negotiated = themes.negotiated(self.project)
        if not negotiated:
            self.say("No negotiated themes yet. Press g k to add some.")
            return
        items = [Item(theme.id, ("✓ " if theme.id in group.themes else "") + theme.name) for theme in negotiated]
        picked = await self.pick_many("The group came from the themes", list_finder(items))
        if picked is not None:
            groups.set_themes(self.project, group, [self.project.themes[id] for id in picked.ids])


class GroupsScreen(ProjectScreen):
    """The screen of code groups; `Tab` switches between groups and units."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "groups_screen.tcss"]
    where = "groups"

    def compose(self) -> ComposeResult:
        yield GroupsPane(self.project)
        yield from self.compose_foot()

    @property
    def pane(self) -> GroupsPane:
        return self.query_one(GroupsPane)

    def aim(self, id: str) -> None:
        screen_state(self.project, GroupsState).show(id)
        if self.is_mounted:
            self.pane.fill()

    def parts(self) -> tuple[str, ...]:
        return ("groups", "list")

    def hints(self) -> list[tuple[str, str]]:
        if not self.project.groups:
            make = actions.BY_ID["groups.make"].keys[0]
            return [(make, "make a code a code group"), ("Esc", "back"), *actions.hints("study", "app")]
        return [*actions.hints("groups"), ("Tab", "groups, units"), ("Esc", "back")]

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.pane.fill()
        self.show_hints()

    def action_leave(self) -> None:
        if not self.pane.clear_selection():
            super().action_leave()


def _in_group(project: Project, code: Code) -> bool:
    """Return whether a code is a code group or lies in one."""
    tops = {group.code for group in project.groups.values()}
    id: str | None = code.id
    while id is not None and id not in tops:
        id = project.codes[id].parent
    return id is not None

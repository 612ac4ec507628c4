"""Condense: the subgroups with their state, then one of them: its units beside its condensate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.condensates import Target
from coder.model.change import Transaction
from coder.project import Project
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.synthesis.condense_decks import PlacesDeck, named
from coder.tui.synthesis.condensing_acts import CondensingPane

#: From so many rows on, what stands around the unit is shown below the units.
TALL = 34
#: Below so many columns the units are above the text.
BESIDE = 70
#: The keys while a condensate is written.
WRITING = [
    ("Ctrl+L", "link the unit"),
    ("PgUp PgDn", "other unit"),
    ("Tab", "to the units"),
    ("Ctrl+N", "next subgroup"),
    ("Ctrl+G", "give up"),
    ("Esc", "save"),
]


@dataclass
class Kept:
    """Where one was: the subgroup, the unit, the cursor in the text; `open` where one comes back to all that."""

    code: str = ""
    unit: str = ""
    cursor: tuple[int, int] = (0, 0)
    open: bool = False


_KEPT: WeakKeyDictionary[Project, Kept] = WeakKeyDictionary()


class CondenseScreen(ProjectScreen):
    """Enter on a subgroup opens it, Esc comes back to the list, and from there to coding."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "condense_screen.tcss"]
    where = "condense"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.kept = _KEPT.setdefault(project, Kept())
        self._deck = PlacesDeck(project)
        self.working = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="condense-title", classes="title", markup=False)
            yield Cards(id="condense-list")
            yield CondensingPane(self.project, id="condense-work")
        yield from self.compose_foot()

    @property
    def chooser(self) -> Cards:
        return self.query_one("#condense-list", Cards)

    @property
    def pane(self) -> CondensingPane:
        return self.query_one(CondensingPane)

    def on_mount(self) -> None:
        self.set_class(self.app.size.height >= TALL, "tall")
        self.set_class(self.app.size.width >= BESIDE, "beside")
        self._fill(self.kept.code)
        if self.kept.open and self._here == self.kept.code:
            self._work(self._deck.row_of(self.kept.code), self.kept.unit)
            self.pane.editor.move_cursor(self.kept.cursor)
        else:
            self.chooser.focus()
        self.kept.open = False
        self.show_state()
        self.show_hints()

    def aim(self, id: str) -> None:
        """A subgroup, by its code."""
        self.kept.code, self.kept.unit, self.kept.open = id, "", True
        if self.is_mounted and id in (place.code.id for place in self._deck.places):
            self._work(self._deck.row_of(id))
            self.kept.open = False

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= TALL, "tall")
        self.set_class(event.size.width >= BESIDE, "beside")

    def parts(self) -> tuple[str, ...]:
        if not self.working:
            return ("cards",)
        return ("condensing",) if self.focused is self.pane.editor else ("condense", "cards")

    def hints(self) -> list[tuple[str, str]]:
        if not self.working:
            return [*actions.hints("cards"), ("Esc", "back"), *actions.hints("study", "app")]
        if self.focused is self.pane.editor:
            return WRITING
        return [*actions.hints("condense"), ("Enter", "in context"), ("Tab", "the text"), ("Esc", "subgroups")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()

    # Showing

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.pane.follow()
        if self.working and self.pane.code is None:
            self._close()
        else:
            self._fill(self._here)

    @property
    def _here(self) -> str:
        """The code of the subgroup one is on."""
        return self._deck.places[self.chooser.row].code.id if self._deck.places else ""

    def _fill(self, code: str) -> None:
        self._deck = deck = PlacesDeck(self.project)
        self.chooser.show(deck, deck.row_of(code))
        self._show_title()

    def _show_title(self) -> None:
        deck, title = self._deck, Text(" Condense", "bold", no_wrap=True, overflow="ellipsis")
        code = self.pane.code
        if self.working and code is not None:
            there = self._here == code.id  # unless it was moved out of its group meanwhile
            place = deck.places[self.chooser.row] if there else Target(code, None)
            title.append(f" · {named(self.project, place)}", "not bold")
            title.append(f" · {self.chooser.row + 1} of {len(deck.places)}" if there else "", "not bold dim")
        elif deck.places and not deck.asked:
            title.append(" · nothing but the residual group, which needs none", "not bold")
        elif deck.places:
            title.append(f" · {deck.made or 'none'} of {deck.asked} written", "not bold")
        else:
            title.append(
                " · no code group yet: g u makes one, and the codes right below it are its subgroups", "not bold"
            )
        self.query_one("#condense-title", Static).update(title, layout=False)

    def _work(self, row: int, unit: str = "") -> None:
        self.working = True
        self.add_class("working")
        self.chooser.move_to(row)
        self.pane.open(self._deck.places[row].code, unit)
        self._show_title()
        (self.pane.editor if not self.pane.cards.deck.height else self.pane.cards).focus()

    def _close(self) -> None:
        self.working = False
        self.remove_class("working")
        self._fill(self._here)
        self.chooser.focus()

    # Acts

    def on_cards_opened(self, event: Cards.Opened) -> None:
        if event.cards is self.chooser:
            self._work(self.chooser.row)
        else:
            self._in_context()

    def _in_context(self) -> None:
        code, unit = self.pane.code, self.pane.unit
        if code is None or not unit or not self.pane.close():
            return
        shell, kept = self.shell, self.kept
        kept.code, kept.unit, kept.cursor = code.id, unit, self.pane.editor.cursor_location
        segment = self.project.segments[unit]

        def come_back() -> None:
            kept.open = True
            shell.open("condense")

        source = self.project.sources[segment.source]
        shell.open(
            "coding", source=source, place=segment.span, back=come_back, message="Esc goes back to the condensate"
        )

    def on_condensing_pane_another(self, event: CondensingPane.Another) -> None:
        """The next subgroup, or the one before; what was typed is saved."""
        event.stop()
        row = self.chooser.row + event.by
        if not 0 <= row < self._deck.height:
            self.say("This is the last subgroup" if event.by > 0 else "This is the first subgroup")
            return
        if self.pane.close():
            writing = self.focused is self.pane.editor
            self._work(row)
            if writing:
                self.pane.editor.focus()

    def on_autosave_editor_left(self) -> None:
        self._to_units()

    def _to_units(self) -> None:
        self.pane.sort_units()
        self.pane.cards.focus()

    def action_pane(self, by: int) -> None:
        if not self.working:
            self.chooser.focus()
        elif self.focused is self.pane.editor:
            self._to_units()
        else:
            self.pane.editor.focus()

    def left(self) -> None:
        if self.working:
            self.pane.close()
            self.kept.code = self._here

    def keep(self) -> None:
        self.pane.editor.keep()

    def action_leave(self) -> None:
        if not self.working:
            self.kept.code = self._here
            self.shell.open("coding")
        elif self.pane.close():
            self._close()

"""Themes: each analyst's preliminary ones at the left, the negotiated list at the right, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from coder.analysis.method.preconceptions import analysts
from coder.analysis.method.themes import FEWEST, MOST, describe_fate, origins, resulting_groups
from coder.model.change import Transaction
from coder.model.condensation import Theme
from coder.project import Project
from coder.project.operations import themes
from coder.text.cells import cut, printable
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from coder.tui.synthesis.theme_acts import ThemeActs

_FATES = {"": "○", "taken": "→", "dropped": "×"}


class Row(NamedTuple):
    """A theme, or (None) the heading above those of an analyst."""

    theme: Theme | None
    heading: str = ""


def told(project: Project, theme: Theme) -> str:
    """What is to be said of a theme: what became of it, or where it is from and what it led to; its note."""
    if not theme.negotiated:
        return describe_fate(project, theme) if theme.fate else theme.note or "open"
    took = ", ".join(f"{one.name} ({project.coders[one.coder].initials})" for one in origins(project, theme))
    led = resulting_groups(project, theme)
    parts = [theme.note, f"from {took}" if took else "", f"code group {', '.join(led)}" if led else ""]
    return " · ".join(filter(None, parts)) or "took up none yet"


class ThemesDeck:
    """Two lines each: the name, and what is to be said of it."""

    lines = 2

    def __init__(self, project: Project, rows: Sequence[Row]) -> None:
        self._project = project
        self.rows = rows
        self.height = len(rows)

    def card(self, row: int, width: int) -> Sequence[Text]:
        theme, heading = self.rows[row]
        if theme is None:
            return [Text(), Text(cut(heading, width), "bold underline")]
        about = told(self._project, theme)
        return [
            Text(cut(printable(theme.name), width), "strike" if theme.fate == "dropped" else "bold"),
            Text(cut(printable(about), width), "dim"),
        ]

    def mark(self, row: int) -> str:
        theme = self.rows[row].theme
        return " " if theme is None else "●" if theme.negotiated else _FATES[theme.fate]


class ThemesScreen(ThemeActs):
    """The theme pad; `Tab` goes between the two lists."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("themes")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "themes_screen.tcss"]
    where = "themes"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._aimed = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="themes-both"):
            with Vertical(id="themes-left"):
                yield Static(id="themes-mine", classes="title", markup=False)
                yield Cards(id="themes-preliminary")
            with Vertical(id="themes-right"):
                yield Static(id="themes-agreed", classes="title", markup=False)
                yield Cards(id="themes-negotiated")
        yield Static(id="themes-said", markup=False)
        yield from self.compose_foot()

    @property
    def preliminary(self) -> Cards:
        return self.query_one("#themes-preliminary", Cards)

    @property
    def negotiated(self) -> Cards:
        return self.query_one("#themes-negotiated", Cards)

    @property
    def cards(self) -> Cards:
        """The list that has the keys."""
        return (
            self.negotiated
            if self.questions.return_focus_to is self.negotiated or self.negotiated.has_focus
            else self.preliminary
        )

    @property
    def on_negotiated(self) -> bool:
        return self.cards is self.negotiated

    @property
    def theme(self) -> Theme | None:
        """The theme under the cursor of the list that has the keys."""
        deck = self.cards.deck
        return deck.rows[self.cards.row].theme if isinstance(deck, ThemesDeck) and deck.rows else None

    def on_mount(self) -> None:
        self.preliminary.following = self.negotiated.following = self._moved
        self.show_theme(self._aimed)
        aimed = self.project.themes.get(self._aimed)
        (self.negotiated if aimed is not None and aimed.negotiated else self.preliminary).focus()
        self.show_state()
        self.show_hints()

    def aim(self, id: str) -> None:
        self._aimed = id

    def parts(self) -> tuple[str, ...]:
        return ("themes", "cards")

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("themes"), ("Tab", "other list"), ("Esc", "back")]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, Cards):
            self.query_one("#themes-mine").set_class(event.widget is self.preliminary, "active")
            self.query_one("#themes-agreed").set_class(event.widget is self.negotiated, "active")
            self._moved()

    def follow(self, transaction: Transaction) -> None:
        touched = [change.id for change in transaction.changes if change.table == "themes" and change.after]
        self.show_theme(touched[0] if len(touched) == 1 else "")
        super().follow(transaction)

    def show_theme(self, id: str) -> None:
        project = self.project
        mine, others = list[Row](), list[Row]()
        for coder in analysts(project):
            there = [Row(theme) for theme in themes.preliminary(project, coder.id)]
            if coder.initials.casefold() == project.who.casefold():
                mine = there
            elif there:
                others += [Row(None, f"{coder.initials}: {len(there)}"), *there]
        agreed = [Row(theme) for theme in themes.negotiated(project)]
        few = f", {FEWEST} to {MOST} are usual" if not FEWEST <= len(mine) <= MOST else ""
        number = f"{len(mine)} preliminary" if mine else "no theme yet"
        self._title("#themes-mine", f" {project.who}", f": {number}{few}")
        self._title("#themes-agreed", " Negotiated", f": {len(agreed)}" if agreed else ": none yet")
        for cards, rows in ((self.preliminary, [*mine, *others]), (self.negotiated, agreed)):
            place = next((n for n, row in enumerate(rows) if row.theme and row.theme.id == id), cards.row)
            cards.show(ThemesDeck(project, rows), place)

    def _title(self, where: str, name: str, rest: str) -> None:
        title = Text.assemble((name, "bold"), (rest, "not bold"), no_wrap=True, overflow="ellipsis")
        self.query_one(where, Static).update(title, layout=False)

    def _moved(self) -> None:
        theme = self.theme
        if theme is None:
            return
        said = told(self.project, theme)
        line = Text.assemble((printable(theme.name), "bold"), f": {printable(said)}")
        self.query_one("#themes-said", Static).update(line, layout=False)
        self.say("")

    def on_cards_opened(self) -> None:
        self.action_note()

    def action_pane(self, by: int) -> None:
        (self.preliminary if self.negotiated.has_focus else self.negotiated).focus()

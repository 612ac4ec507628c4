"""Themes: preliminary ones of each analyst on the left, the negotiated list on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from coder.analysis.method.preparation import FEWEST, MOST, analysts, describe_fate, origins, resulting_groups
from coder.errors import ReadOnly
from coder.model.condensation import Theme
from coder.model.record import Transaction
from coder.project import Project
from coder.project.operations import groups, themes
from coder.text.characters import cut, printable
from coder.text.fold import name_key
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from coder.tui.kit.confirmation import act_if_confirmed
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder, questions_of
from coder.tui.kit.requests import Item

_FATE_MARKS = {"": "○", "taken": "→", "dropped": "×"}


class Row(NamedTuple):
    """A theme, or (None) the heading above an analyst's themes."""

    theme: Theme | None
    heading: str = ""


def describe(project: Project, theme: Theme) -> str:
    """Return the decision on a preliminary theme, or the origin and code groups of a negotiated one; and its note."""
    if not theme.negotiated:
        return describe_fate(project, theme) if theme.fate else theme.note or "open"
    taken_up = ", ".join(
        f"{origin.name} ({project.coders[origin.coder].initials})" for origin in origins(project, theme)
    )
    code_groups = ", ".join(resulting_groups(project, theme))
    parts = [theme.note, f"from {taken_up}" if taken_up else "", f"code group {code_groups}" if code_groups else ""]
    return " · ".join(filter(None, parts)) or "no preliminary theme taken up yet"


class ThemesDeck:
    """Themes as cards of two lines: the name and the description."""

    lines, gap = 2, 0

    def __init__(self, project: Project, rows: Sequence[Row]) -> None:
        self._project = project
        self.rows = rows
        self.height = len(rows)

    def card(self, row: int, width: int) -> Sequence[Text]:
        theme, heading = self.rows[row]
        if theme is None:
            return [Text(), Text(cut(heading, width), "bold underline")]
        description = describe(self._project, theme)
        return [
            Text(cut(printable(theme.name), width), "strike" if theme.fate == "dropped" else "bold"),
            Text(cut(printable(description), width), "dim"),
        ]

    def mark(self, row: int) -> str:
        theme = self.rows[row].theme
        return " " if theme is None else "●" if theme.negotiated else _FATE_MARKS[theme.fate]


class ThemeList(Vertical, Interactive):
    """The preliminary themes of all analysts, or the negotiated list."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("themes")]

    def __init__(self, project: Project, negotiated: bool, moved: Callable[[ThemeList], None], id: str) -> None:
        """`moved` is called when the cursor has moved or the list got the focus."""
        super().__init__(id=id)
        self._project, self.negotiated, self._moved = project, negotiated, moved

    def compose(self) -> ComposeResult:
        yield Static(classes="title", markup=False)
        yield Cards()

    def on_mount(self) -> None:
        self.cards.following = lambda: self._moved(self)

    def on_descendant_focus(self) -> None:
        self._moved(self)

    @property
    def cards(self) -> Cards:
        return self.query_one(Cards)

    @property
    def active(self) -> bool:
        """Whether this list has the focus, or gets it back after an answer."""
        return self.cards.has_focus or questions_of(self).return_focus_to is self.cards

    @property
    def theme(self) -> Theme | None:
        """The theme under the cursor."""
        deck = self.cards.deck
        return deck.rows[self.cards.row].theme if isinstance(deck, ThemesDeck) and deck.rows else None

    def fill(self, id: str = "") -> None:
        """Show the themes as they are now, the cursor on the theme with this id or where it was."""
        name, summary, rows = self._negotiated_rows() if self.negotiated else self._preliminary_rows()
        title = Text.assemble((f" {name}", "bold"), (f": {summary}", "not bold"), no_wrap=True, overflow="ellipsis")
        self.query_one(Static).update(title, layout=False)
        cards = self.cards
        row = next((n for n, row in enumerate(rows) if row.theme and row.theme.id == id), cards.row)
        cards.show(ThemesDeck(self._project, rows), row)

    def _negotiated_rows(self) -> tuple[str, str, list[Row]]:
        rows = [Row(theme) for theme in themes.negotiated(self._project)]
        return "Negotiated", str(len(rows)), rows

    def _preliminary_rows(self) -> tuple[str, str, list[Row]]:
        """Return the title and the rows: the coder's own themes first."""
        project = self._project
        own, others = list[Row](), list[Row]()
        for coder in analysts(project):
            rows = [Row(theme) for theme in themes.preliminary(project, coder.id)]
            if name_key(coder.initials) == name_key(project.stored_initials):
                own = rows
            elif rows:
                others += [Row(None, f"{coder.initials}: {len(rows)}"), *rows]
        usual = "" if FEWEST <= len(own) <= MOST else f" ({FEWEST} to {MOST} are usual)"
        return project.stored_initials, format_count(len(own), "preliminary theme") + usual, [*own, *others]

    # Actions

    def _require_theme(self) -> Theme | None:
        theme = self.theme
        if theme is None:
            self.say("No theme selected. Press a to add one.")
        return theme

    def _require_preliminary(self) -> Theme | None:
        theme = self._require_theme()
        if theme is not None and theme.negotiated:
            self.say("Only preliminary themes are taken up, dropped or reopened; this one is negotiated")
            return None
        return theme

    @interactive
    async def action_add(self) -> None:
        name = await self.ask("Negotiated theme:" if self.negotiated else "Preliminary theme:")
        if name is not None and name.strip():
            themes.add(self._project, name, negotiated=self.negotiated)

    @interactive
    async def action_rename(self) -> None:
        theme = self._require_theme()
        name = None if theme is None else await self.ask("Name:", theme.name)
        if theme is not None and name is not None:
            themes.describe(self._project, theme, name=name)

    @interactive
    async def action_note(self) -> None:
        if self._project.readonly:  # Enter leads here too
            raise ReadOnly
        theme = self._require_theme()
        note = None if theme is None else await self.ask("Note:", theme.note)
        if theme is not None and note is not None:
            themes.describe(self._project, theme, note=note)

    def on_cards_opened(self) -> None:
        self.action_note()

    def action_shift(self, by: int) -> None:
        theme, project = self._require_theme(), self._project
        if theme is None:
            return
        siblings = themes.negotiated(project) if theme.negotiated else themes.preliminary(project, theme.coder)
        position = [sibling.id for sibling in siblings].index(theme.id) + by
        if 0 <= position < len(siblings):
            self.attempt(lambda: themes.move(project, theme, position))
            self.fill(theme.id)

    @interactive
    async def action_delete(self) -> None:
        theme, project = self._require_theme(), self._project
        if theme is not None:
            remove = partial(themes.remove, project, theme)
            await act_if_confirmed(self, project, f"Delete the theme {theme.name}", remove, {theme.id})

    @interactive
    async def action_take(self) -> None:
        """Take the theme up into a negotiated one, existing or new, with a reason."""
        theme, project = self._require_preliminary(), self._project
        if theme is None:
            return
        items = [Item(goal.id, goal.name, detail=goal.note) for goal in themes.negotiated(project)]
        picked = await self.pick_many(f"Take “{theme.name}” up into", list_finder(items), many=False, create=True)
        if picked is None:
            return
        into = project.themes[picked.ids[0]] if picked.ids else picked.created
        reason = await self._ask_reason()
        if reason is not None:
            themes.take(project, theme, into, reason)

    @interactive
    async def action_drop(self) -> None:
        theme = self._require_preliminary()
        reason = None if theme is None else await self._ask_reason()
        if theme is not None and reason is not None:
            themes.drop(self._project, theme, reason)

    @interactive
    async def action_reopen(self) -> None:
        theme = self._require_preliminary()
        if theme is not None and theme.fate:
            reason = await self._ask_reason()
            if reason is not None:
                themes.reopen(self._project, theme, reason)

    async def _ask_reason(self) -> str | None:
        return await self.ask("Reason (optional):")

    def action_make_group(self) -> None:
        """Make a code group of a negotiated theme; its code gets the theme's name."""
        theme = self._require_theme()
        if theme is None:
            return
        if not theme.negotiated:
            self.say("Only a theme of the negotiated list becomes a code group. Press t to take this one up.")
            return
        self.attempt(lambda: groups.make(self._project, None, [theme]))


class ThemesScreen(ProjectScreen):
    """Both lists of themes, and the theme under the cursor in full."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "themes_screen.tcss"]
    where = "themes"
    _aimed = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="themes-both"):
            yield ThemeList(self.project, False, self._show_details, id="themes-preliminary")
            yield ThemeList(self.project, True, self._show_details, id="themes-negotiated")
        yield Static(id="themes-details", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        theme = self.project.themes.get(self._aimed)
        for theme_list in self.query(ThemeList):
            theme_list.fill(self._aimed)
            if theme_list.negotiated == (theme is not None and theme.negotiated):
                theme_list.cards.focus()

    def aim(self, id: str) -> None:
        self._aimed = id

    def parts(self) -> tuple[str, ...]:
        return ("themes", "list")

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("themes"), ("Tab", "other list"), ("Esc", "back")]

    def follow(self, transaction: Transaction) -> None:
        changed = [change.id for change in transaction.changes if change.table == "themes" and change.after]
        for theme_list in self.query(ThemeList):
            theme_list.fill(changed[0] if len(changed) == 1 else "")
        super().follow(transaction)

    def _show_details(self, theme_list: ThemeList) -> None:
        theme = theme_list.theme
        if theme is not None and theme_list.active:
            description = describe(self.project, theme)
            details = Text.assemble((printable(theme.name), "bold"), f": {printable(description)}")
            self.query_one("#themes-details", Static).update(details, layout=False)
            self.say("")

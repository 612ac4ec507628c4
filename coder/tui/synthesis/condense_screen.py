"""Condensation: the subgroups with their progress, and one of them open: its units beside its condensate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.condensates import Condensation, Target, targets
from coder.analysis.method.units import group_name
from coder.model.record import Transaction
from coder.project import Project, drafts
from coder.project.merge_artifacts import condensate_of
from coder.text.characters import cut, printable
from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.synthesis.condensate_pane import KIND, CondensatePane

#: Mark of a subgroup with a condensate.
WRITTEN = "≈"


class SubgroupDeck:
    """Subgroups as cards of two lines: the path and the progress."""

    lines, gap = 2, 0

    def __init__(self, project: Project) -> None:
        self._project = project
        self.targets: list[Target] = targets(project)
        self.height = len(self.targets)
        self._states: dict[str, str] = {}

    def row_of(self, code: str) -> int:
        """Return the row of a code; 0 if it is not listed."""
        return next((row for row, target in enumerate(self.targets) if target.code.id == code), 0)

    def card(self, row: int, width: int) -> Sequence[Text]:
        target, project = self.targets[row], self._project
        code = target.code
        if code.id not in self._states:
            self._states[code.id] = Condensation(project, code).state
        state = self._states[code.id] + (", unsaved draft" if code.id in self._drafts else "")
        return [Text(cut(printable(target_name(project, target)), width)), Text(cut(state, width), "not bold dim")]

    @cached_property
    def _drafts(self) -> set[str]:
        """The codes with a draft; read once, since the folder may be on a slow disk."""
        return {draft.target for draft in drafts.prose_drafts(self._project) if draft.kind == KIND}

    @property
    def written(self) -> int:
        """The number of condensates."""
        return sum(self.mark(row) == WRITTEN for row in range(self.height))

    @property
    def required(self) -> int:
        """The number of condensates to write; the residual group needs none."""
        return sum(not target.residual or self.mark(row) == WRITTEN for row, target in enumerate(self.targets))

    def mark(self, row: int) -> str:
        return WRITTEN if condensate_of(self._project, self.targets[row].code.id) is not None else " "


def target_name(project: Project, target: Target) -> str:
    """Return the name of a subgroup below that of its code group."""
    if target.group is None:
        return f"{target.code.name} (in no code group)"
    if target.group.code == target.code.id:
        return target.code.name
    return f"{group_name(project, target.group)} / {target.code.name}"


#: Shown in place of the list.
NO_GROUPS = """
A condensate sums up one subgroup of a code group.

A code group is a code that you choose as one: press g u, then a, and choose it.
The codes directly below it are its subgroups, and are listed here.
"""
#: The height from which the context of a unit is shown below the units.
TALL = 34
#: The width from which units and text stand side by side.
BESIDE = 70
#: The keys while a condensate is edited.
EDITOR_KEYS = [
    ("Ctrl+L", "link unit"),
    ("PgUp PgDn", "other unit"),
    ("Ctrl+N", "next subgroup"),
    ("Ctrl+G", "discard"),
    ("Esc", "save"),
]


@dataclass
class CondenseState:
    """The subgroup (by its code), unit and cursor last used; `open` to show them in the pane again."""

    code: str = ""
    unit: str = ""
    cursor: tuple[int, int] = (0, 0)
    open: bool = False


class SubgroupBrowser(Vertical, Interactive):
    """The list of subgroups, or the pane of the one that was opened; Esc leads back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]

    def __init__(self, project: Project) -> None:
        super().__init__(id="condense-browser")
        self._project = project
        self._state = screen_state(project, CondenseState)
        self._deck = SubgroupDeck(project)
        #: Whether a subgroup is open.
        self.working = False

    def compose(self) -> ComposeResult:
        yield Static(id="condense-title", classes="title", markup=False)
        yield Static(NO_GROUPS, id="condense-note", markup=False)
        yield Cards(id="condense-list")
        yield CondensatePane(self._project, id="condense-pane")

    @property
    def subgroups(self) -> Cards:
        return self.query_one("#condense-list", Cards)

    @property
    def pane(self) -> CondensatePane:
        return self.query_one(CondensatePane)

    @property
    def editing(self) -> bool:
        return self.working and self.pane.editor.has_focus

    def on_mount(self) -> None:
        self.on_resize()
        self._fill(self._state.code)
        cursor = self._state.cursor
        self.open_aimed()
        if self.working:
            self.pane.editor.move_cursor(cursor)
        else:
            self.subgroups.focus()

    def on_resize(self) -> None:
        self.set_class(self.app.size.height >= TALL, "tall")
        self.set_class(self.app.size.width >= BESIDE, "beside")

    def on_descendant_focus(self) -> None:
        if isinstance(self.screen, ProjectScreen) and not self.screen.questions.open:
            self.screen.show_hints()

    # Showing

    def open_aimed(self) -> None:
        """Open the subgroup of the state, if it is still listed."""
        state = self._state
        if state.open and any(target.code.id == state.code for target in self._deck.targets):
            self._open(self._deck.row_of(state.code), state.unit)
        state.open = False

    def follow(self) -> None:
        """Show the list or the subgroup after a change."""
        self.pane.follow()
        if self.working and self.pane.code is None:
            self._close()
        else:
            self._fill(self._current)

    @property
    def _current(self) -> str:
        """The code of the subgroup under the cursor."""
        return self._deck.targets[self.subgroups.row].code.id if self._deck.targets else ""

    def _fill(self, code: str) -> None:
        self._deck = deck = SubgroupDeck(self._project)
        self.subgroups.show(deck, deck.row_of(code))
        self._show_title()

    def _show_title(self) -> None:
        deck, title = self._deck, Text(" Condense", "bold", no_wrap=True, overflow="ellipsis")
        code = self.pane.code
        if self.working and code is not None:
            listed = self._current == code.id  # unless it was moved out of its group meanwhile
            target = deck.targets[self.subgroups.row] if listed else Target(code, None)
            title.append(f" · {target_name(self._project, target)}", "not bold")
            title.append(f" · {self.subgroups.row + 1} of {len(deck.targets)}" if listed else "", "not bold dim")
        elif deck.targets and not deck.required:
            title.append(" · only the residual group, which needs no condensate", "not bold")
        elif deck.targets:
            title.append(f" · {deck.written} of {deck.required} written", "not bold")
            if deck.required < deck.height:
                title.append(" · the residual group needs none", "not bold dim")
        else:
            title.append(" · no code groups yet", "not bold")
        self.query_one("#condense-title", Static).update(title, layout=False)
        self.query_one("#condense-note").display = not deck.targets

    def _open(self, row: int, unit: str = "") -> None:
        self.working = True
        self.add_class("working")
        self.subgroups.move_to(row)
        self.pane.open(self._deck.targets[row].code, unit)
        self._show_title()
        (self.pane.editor if not self.pane.cards.deck.height else self.pane.cards).focus()

    def _close(self) -> None:
        self.working = False
        self.remove_class("working")
        self._fill(self._current)
        self.say("")  # what stood there was about a unit
        self.subgroups.focus()

    # Navigation

    def on_cards_opened(self, event: Cards.Opened) -> None:
        if event.cards is self.subgroups:
            self._open(self.subgroups.row)
        else:
            self._open_in_context()

    def _open_in_context(self) -> None:
        """Show the unit in its transcript; Esc leads back."""
        code, unit = self.pane.code, self.pane.unit
        if code is None or not unit or not self.pane.close():
            return
        shell, state = shell_of(self), self._state
        state.code, state.unit, state.cursor = code.id, unit, self.pane.editor.cursor_location
        segment = self._project.segments[unit]

        def back() -> None:
            state.open = True
            shell.open("condense")

        source = self._project.sources[segment.source]
        message = "Esc goes back to the condensate"
        shell.open("coding", source=source, place=segment.span, back=back, message=message)

    def on_condensate_pane_another_requested(self, event: CondensatePane.AnotherRequested) -> None:
        """Save the text and open the next subgroup, or the previous one."""
        event.stop()
        row, editing = self.subgroups.row + event.by, self.editing
        if not 0 <= row < self._deck.height:
            self.say("This is the last subgroup" if event.by > 0 else "This is the first subgroup")
        elif self.pane.close():
            self._open(row)
            if editing:
                self.pane.editor.focus()

    def on_autosave_editor_left(self) -> None:
        self._to_units()

    def _to_units(self) -> None:
        self.pane.sort_units()
        self.pane.cards.focus()

    def switch_focus(self) -> None:
        """Move the focus from the units to the text, or back."""
        if not self.working:
            self.subgroups.focus()
        elif self.editing:
            self._to_units()
        else:
            self.pane.editor.focus()

    def finish(self) -> None:
        """Save the text and remember the subgroup."""
        if self.working:
            self.pane.close()
        self._state.code = self._current

    def action_back(self) -> None:
        if not self.working:
            self._state.code = self._current
            shell_of(self).open("previous")
        elif self.pane.close():
            self._close()


class CondenseScreen(ProjectScreen):
    """The screen of subgroups and condensates."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "condense_screen.tcss"]
    where = "condense"

    def compose(self) -> ComposeResult:
        self.browser = SubgroupBrowser(self.project)
        yield self.browser
        yield from self.compose_foot()

    def aim(self, id: str) -> None:
        """Show a subgroup, by its code."""
        state = screen_state(self.project, CondenseState)
        state.code, state.unit, state.open = id, "", True
        if self.is_mounted:
            self.browser.open_aimed()

    def parts(self) -> tuple[str, ...]:
        if not self.browser.working:
            return ("list",)
        return ("condensing",) if self.browser.editing else ("condense", "list")

    def hints(self) -> list[tuple[str, str]]:
        if not self.browser.working:
            return [*actions.hints("list"), ("Esc", "back"), *actions.hints("study", "app")]
        if self.browser.editing:
            return EDITOR_KEYS
        return [*actions.hints("condense"), ("Enter", "in context"), ("Tab", "text"), ("Esc", "subgroups")]

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.browser.follow()

    def left(self) -> None:
        self.browser.finish()

    def keep(self) -> None:
        self.browser.pane.editor.keep()

    def action_pane(self, by: int) -> None:
        self.browser.switch_focus()

"""What the screen of analytic texts shows: groups, condensates, sentences with their units and verdicts."""

from __future__ import annotations

from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.analysis.method.staleness import STALE
from coder.analysis.method.synthesis import Claim, Synthesis, synthesis
from coder.analysis.method.units import group_name, groups_in_order
from coder.model.change import Transaction
from coder.model.condensation import CodeGroup
from coder.project import Project
from coder.text.phrases import format_units
from coder.tui.backcheck.rendering import GLYPHS, condensates, verdict_line
from coder.tui.keymap import actions
from coder.tui.kit.page import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.synthesis.analytic_editor import AnalyticEditor

#: Tables whose changes this screen shows.
SHOWN = {"groups", "analytic_texts", "condensates", "verdicts", "codes", "codings", "segments", "sources"}
#: The group that was looked at last, by its id.
LEFT: WeakKeyDictionary[Project, str] = WeakKeyDictionary()


class AnalyticShows(ProjectScreen):
    """Groups and condensates at the left; the sentences, or the editor, at the right: the half that shows."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "analytic_screen.tcss"]
    where = "analytic"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._found: Synthesis | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="analytic-title", classes="title", markup=False)
            with Horizontal(id="analytic-both"):
                with Vertical(id="analytic-left"):
                    yield Static(id="analytic-groups", markup=False)
                    yield Page(id="analytic-condensates")
                with Vertical(id="analytic-right"):
                    yield OptionList(id="analytic-list", markup=False)
                    yield AnalyticEditor(self.project, id="analytic-writing")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.page.can_focus = True
        self.rows.focus()
        self.fill()
        self.show_state()
        self.show_hints()

    @property
    def rows(self) -> OptionList:
        return self.query_one("#analytic-list", OptionList)

    @property
    def page(self) -> Page:
        return self.query_one("#analytic-condensates", Page)

    @property
    def writing(self) -> AnalyticEditor:
        return self.query_one("#analytic-writing", AnalyticEditor)

    @property
    def group(self) -> CodeGroup | None:
        """The code group that is looked at."""
        found = groups_in_order(self.project)
        wanted = LEFT.get(self.project, "")
        return next((one for one in found if one.id == wanted), found[0] if found else None)

    @property
    def claim(self) -> Claim | None:
        """The sentence under the cursor."""
        at = self.rows.highlighted
        return self._found.claims[at] if self._found is not None and at is not None and self._found.claims else None

    def aim(self, id: str) -> None:
        """Show a code group, by its id or that of its text."""
        text = self.project.analytic_texts.get(id)
        LEFT[self.project] = text.group if text is not None else id
        if self.is_mounted and not self.writing.open:
            self.fill()

    def hints(self) -> list[tuple[str, str]]:
        if self.is_mounted and self.writing.open:
            away = [("e", "back to writing"), ("↑ ↓", "read"), *actions.hints("study")]
            return away if self.page.has_focus else self.writing.KEYS
        return [("Enter", "units"), *actions.hints("analytic"), ("Esc", "back"), *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in SHOWN for change in transaction.changes):
            self.fill()
        super().follow(transaction)

    def left(self) -> None:
        self.writing.finish()

    def keep(self) -> None:
        self.writing.flush()

    # What is shown

    def fill(self) -> None:
        """Show the group as it is now; what is being typed stays."""
        group = self.group
        self._found = synthesis(self.project, group, units=False) if group is not None else None
        self._show_title()
        self._show_groups()
        nothing = Text("There is no code group yet: g u makes one (step 2).")
        self.page.show(nothing if group is None else condensates(self.project, group))
        at = self.rows.highlighted
        self.rows.clear_options()
        claims = self._found.claims if self._found is not None else ()
        self.rows.add_options([Option(self._row(claim)) for claim in claims])
        if not claims:
            self.rows.add_option(
                Option(Text("Nothing written yet: e writes the analytic text.", "dim"), disabled=True)
            )
        else:
            self.rows.highlighted = min(at or 0, len(claims) - 1)

    def _show_title(self) -> None:
        title = Text(" Analytic text", "bold", no_wrap=True, overflow="ellipsis")
        found = self._found
        if found is not None:
            title.append(f" · {group_name(self.project, found.group)}", "bold")
            heading = f"heading “{found.group.heading}”" if found.group.heading else "no category heading yet (h)"
            title.append(f" · {heading}", "not bold")
            if found.claims:
                title.append(f" · claims checked: {found.claims_checked}", "not bold")
        self.query_one("#analytic-title", Static).update(title, layout=False)

    def _show_groups(self) -> None:
        here = self.group
        lines = []
        for group in groups_in_order(self.project):
            current = here is not None and group.id == here.id
            written = bool(self.project.users(group.id, "analytic_texts"))
            line = Text("▸ " if current else "  ", "bold" if current else "")
            line.append("✎ " if written else "· ")
            line.append(group_name(self.project, group))
            if group.heading:
                line.append(f" → {group.heading}", "dim")
            lines.append(line)
        first = max(0, next((n for n, line in enumerate(lines) if line.plain.startswith("▸")), 0) - 3)
        self.query_one("#analytic-groups", Static).update(Text("\n").join(lines[first:]))

    def _row(self, claim: Claim) -> Text:
        """A sentence, and below it what supports it and what was said of it."""
        units = len(claim.sentence.units)
        about = format_units(units)
        row = Text.assemble((f"{claim.number} ", "bold"), claim.sentence.text, "\n  ")
        row.append(about, "dim" if units else "bold")
        row.append(f" · {GLYPHS[claim.state]} {claim.state}", "bold" if claim.state == STALE else "dim")
        for given in claim.verdicts:
            row.append("\n  ").append_text(verdict_line(self.project, given, brief=True))
        return row

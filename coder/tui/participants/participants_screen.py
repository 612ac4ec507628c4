"""The participants screen: participants by waves or interviews one by one; waves, attributes and CSV files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from coder.model.participant import Wave
from coder.model.record import Transaction
from coder.project.interviews import format_window
from coder.project.operations import participants, roster, sources, waves
from coder.project.study import waves_in_order
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.file_reading import ask_path, read_in_background
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.working_folder import working_folder
from coder.tui.participants.participants_pane import ParticipantsPane

#: Tables whose records are shown or named here.
SHOWN = {"sources", "participants", "waves", "attrition"}
#: Lines of a preview that a question shows.
PREVIEW = 8


class ParticipantsScreen(ProjectScreen):
    """The participants pane, and the actions on waves, attributes, files and dates."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "participants_screen.tcss"]
    where = "participants"

    def compose(self) -> ComposeResult:
        yield ParticipantsPane(self.project)
        yield from self.compose_foot()

    @property
    def pane(self) -> ParticipantsPane:
        return self.query_one(ParticipantsPane)

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in SHOWN for change in transaction.changes):
            self.pane.fill()
        super().follow(transaction)  # last: its message stays in the status line

    def parts(self) -> tuple[str, ...]:
        return (self.where, "grid")

    def hints(self) -> list[tuple[str, str]]:
        edit = [] if self.project.readonly else [("Enter", "edit")]
        return [*edit, *actions.hints(self.where), ("Esc", "back"), *actions.hints("study", "app")]

    def action_leave(self) -> None:
        if not self.pane.clear_marks():
            self.shell.open("previous")

    # Waves

    @interactive
    async def action_add_wave(self) -> None:
        text = await self.ask("Name of the wave and its window in days, such as follow-up, 335..395:")
        if text is not None:
            name, _, window = text.partition(",")
            first, last = waves.read_window(window)
            waves.add(self.project, name, first_day=first, last_day=last)

    @interactive
    async def action_wave(self) -> None:
        """Change the wave of the column; in another column, ask which."""
        wave = self.pane.wave or await _pick_wave(self)
        if wave is None:
            return
        options = [
            ("name", "n", "Rename"),
            ("window", "w", f"Edit the window (now: {format_window(wave) or 'none'})"),
            ("earlier", "e", "Move earlier"),
            ("later", "l", "Move later"),
            ("delete", "x", "Delete, if unused"),
        ]
        action = await self.choose(f"Wave {wave.name}", options)
        if action == "name":
            name = await self.ask("Name of the wave:", wave.name)
            if name is not None:
                waves.describe(self.project, wave, name=name)
                self.pane.warn_of_queries(wave.name)
        elif action == "window":
            window = await self.ask(f"Window of {wave.name} in days, such as 335..395:", _typed_window(wave))
            if window is not None:
                first, last = waves.read_window(window)
                waves.describe(self.project, wave, first_day=first, last_day=last)
        elif action == "delete":
            waves.remove(self.project, wave)
        elif action is not None:
            waves.move(self.project, wave, -1 if action == "earlier" else 1)

    # Attributes

    @interactive
    async def action_attribute(self) -> None:
        """Add a column; in the column of an attribute, also rename or delete it."""
        pane = self.pane
        if pane.state.interviews:
            self.say("Attributes are in the table of participants (v)")
            return
        name = pane.field.removeprefix(participants.ATTRIBUTE)
        action: str | None = "add"
        if pane.table.height and name != pane.field:
            options = [
                ("add", "n", "Add another attribute"),
                ("rename", "r", f"Rename {name}"),
                ("delete", "x", f"Delete {name} of all participants"),
            ]
            action = await self.choose(f"Attribute {name}", options)
        if action == "add":
            await _add_attribute(pane)
        elif action == "rename":
            new = await self.ask("Name of the attribute:", name)
            if new is not None:
                participants.rename_attribute(self.project, name, new)
                pane.state.forget(name)
                pane.fill()
        elif action == "delete":
            holders = sum(name in person.attributes for person in self.project.participants.values())
            choices = [("no", "n", "No"), ("yes", "y", "Yes")]
            title = f"Delete {name} of {format_count(holders, 'participant')}?"
            if await self.choose(title, choices, "u undoes it.") == "yes":
                pane.state.forget(name)
                participants.remove_attribute(self.project, name)
                pane.fill()

    # Files

    @interactive
    async def action_export(self) -> None:
        from coder.exchange.registry import suffixes
        from coder.exports import export_named
        from coder.tui.kit.file_export import export_now

        options = [
            (roster.PEOPLE, "p", "Participants, with a column for each attribute"),
            (roster.INTERVIEWS, "i", "Interviews: wave, day, date, interviewer, mode, guide, minutes"),
            (roster.REGISTER, "r", "Attrition register"),
        ]
        sheet = await self.choose("Export which table?", options)
        if sheet is None:
            return

        def render(name: str) -> bytes:
            return export_named(sheet).render(self.project, name)

        export_now(self, f"Table to ({suffixes(export_named(sheet).formats)}):", f"-{sheet}.csv", sheet, render)

    @interactive
    async def action_import(self) -> None:
        from coder.exchange.registry import read_participants

        path = await ask_path(self, "CSV file of participants, interviews or the register:", f"{working_folder()}/")
        if path is None:
            return
        table = await read_in_background(self, read_participants, path)
        if table is None:
            return
        sheet, rows = table
        difference = roster.compare(self.project, sheet, rows)
        if not difference.steps:
            self.say("Nothing to import: the project already contains all of it")
            return
        lines = [f"{step.kind} {step.name}: {' '.join(step.detail.split())}" for step in difference.steps]
        number = len(difference.changes)
        options = [("cancel", "c", "Cancel")]
        options += [("import", "i", f"Import {format_count(number, 'row')}")] if number else []
        if await self.choose(f"Changes to the {difference.sheet}", options, _preview(lines)) == "import":
            roster.apply(self.project, difference)

    # Dates

    @interactive
    async def action_days(self) -> None:
        """Replace all dates with days, after showing what that does."""
        plan = sources.plan_days(self.project)
        if plan.empty:
            self.say("The project contains no dates")
            return
        if plan.problems:
            sources.dates_to_days(self.project)  # raises the error that lists them
            return
        lines = [f"{row.source.name}: {row.date} → day {row.day}" for row in plan.days]
        lines += [f"register: {entry.when} → {when or 'no date'}" for entry, when in plan.entries]
        anchors = f"The anchor dates of {format_count(plan.anchors, 'participant')} are deleted."
        detail = "\n".join([_preview(lines), anchors, sources.STILL_THERE])
        options = [("cancel", "c", "Cancel"), ("days", "d", "Replace them in the whole project")]
        if await self.choose("Replace all dates with days?", options, detail) == "days":
            sources.dates_to_days(self.project)


async def _pick_wave(screen: ProjectScreen) -> Wave | None:
    project = screen.project
    items = [Item(wave.id, wave.name, detail=format_window(wave)) for wave in waves_in_order(project)]
    if not items:
        screen.say("No waves yet. Press W to add one.")
        return None
    id = await screen.pick("Which wave?", list_finder(items))
    return project.waves.get(id or "")


async def _add_attribute(pane: ParticipantsPane) -> None:
    """Ask for an attribute and show its column."""
    name = (await pane.ask("Name of the attribute, such as specialty:") or "").strip()
    if name:
        pane.state.new_attributes.append(name)
        row = pane.table.ids[pane.grid.row] if pane.table.height else ""
        pane.show_cell(False, row, participants.ATTRIBUTE + name)
        pane.say(f"Press Enter to fill in {name}; an empty column is not saved")


def _typed_window(wave: Wave) -> str:
    """Return the window of a wave as it is typed: `335..395`, "" for none."""
    first, last = ("" if day is None else str(day) for day in (wave.first_day, wave.last_day))
    return f"{first}..{last}" if first or last else ""


def _preview(lines: Sequence[str]) -> str:
    rest = [f"… and {len(lines) - PREVIEW:,} more"] if len(lines) > PREVIEW else []
    return "\n".join([*lines[:PREVIEW], *rest])

"""What the framework screen asks of a person: a status, units, cells to cite, another framework, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.analysis.method.frameworks import Entry, framework_participants, open_condensation
from coder.model.framework import INFERRED, STATUSES, Framework
from coder.model.framework_templates import EMPTY, TEMPLATES
from coder.model.participant import Participant
from coder.project import Project
from coder.project.framework_layer import (
    NO_INTERVIEW,
    cell_at,
    frameworks_of,
    interviews,
    levels_of,
    place_of,
    place_told,
)
from coder.project.operations import cells, frameworks, memos
from coder.project.ordering import waves_in_order
from coder.project.segments import excerpt
from coder.text.phrases import format_count, format_units
from coder.tui.framework.framework_page import early_told
from coder.tui.kit.finders import list_finder
from coder.tui.kit.grid_editor_screen import GridWriting
from coder.tui.kit.messages import Ask, Choose, Item, Pick
from coder.tui.kit.questions import interactive

if TYPE_CHECKING:
    from coder.model.framework import Level, LevelCell

#: In the list of frameworks: the templates of which a new one is made.
NEW = "new:"
LONGEST = 90


class FrameworkAsks(GridWriting):
    """The half of the framework screen that asks; the other half shows."""

    @property
    def framework(self) -> Framework | None:
        """The framework that is shown."""
        raise NotImplementedError

    def here(self) -> Entry | None:
        """The cell under the cursor; None in the column of changes, or where there is nothing."""
        raise NotImplementedError

    def show_framework(self, framework: str) -> None:
        """Show another framework."""
        raise NotImplementedError

    def show_participant(self, participant: str) -> None:
        """Show another participant."""
        raise NotImplementedError

    def _writable(self) -> Entry | None:
        """The cell that is to be changed, if there is one."""
        entry = self.here()
        if entry is None:
            self.say("The change is written on the pairs screen: g p")
        return entry

    # A cell

    def action_status(self) -> None:
        entry = self._writable()
        if entry is None:
            return
        if entry.status == NO_INTERVIEW:
            self.say(
                f"{entry.participant.name} has no interview at {entry.wave.name}: its status is “{NO_INTERVIEW}”"
            )
            return
        usual = [status for status in STATUSES if status != NO_INTERVIEW]
        options = [(status, str(n), f"{STATUSES[status]} {status}") for n, status in enumerate(usual, 1)]

        def then(status: str) -> None:
            where = (entry.level, entry.participant, entry.wave)
            self.attempt(lambda: cells.write(self.project, *where, status=status))

        detail = f"What is on this level is never said: with words or units it is “{INFERRED}”."
        title = place_told(entry.level, entry.participant, entry.wave)
        self.on_choose(Choose(title, options, then, detail if entry.level.inferred else ""))

    def action_evidence(self) -> None:
        """Units of the interviews of this cell, several at once."""
        entry, project = self._writable(), self.project
        if entry is None:
            return
        items = list(_unit_items(project, entry))
        if not items:
            self.say("There is no other unit in this interview: code one, or press f on it in the transcript")
            return

        def then(ids: tuple[str, ...], _: str) -> None:
            units = [project.segments[id] for id in ids]
            self.attempt(lambda: cells.write(project, entry.level, entry.participant, entry.wave, evidence=units))

        self.post_message(Pick(f"Units under {entry.level.name}", list_finder(items), then, many=True))

    def action_cite(self) -> None:
        """Cells that this one is concluded from: those chosen that it cites already are let go."""
        entry, project = self._writable(), self.project
        if entry is None:
            return
        cited = entry.cell.cites if entry.cell is not None else ()
        items = [_cell_item(project, cell, cell.id in cited) for cell in _citable(project, entry)]
        if not items:
            self.say(f"Nothing of {entry.participant.name} is written on another level yet")
            return

        def then(ids: tuple[str, ...], _: str) -> None:
            self.attempt(lambda: _cite(project, entry, ids))

        self.post_message(Pick(f"{entry.level.name} is concluded from", list_finder(items), then, many=True))

    def action_clear(self) -> None:
        entry = self._writable()
        cell = entry.cell if entry is not None else None
        if cell is None:
            self.say("There is nothing to clear")
            return

        def then(id: str) -> None:
            if id == "clear":
                self.attempt(lambda: cells.clear(self.project, cell))

        number = len(cell.evidence)
        units = f"{format_count(number, 'unit')} of it stay coded as they are" if number else "it has no unit"
        options = [("keep", "k", "Leave it"), ("clear", "x", "Clear it: summary, status, evidence")]
        self.on_choose(Choose(f"Clear {place_of(self.project, cell)}?", options, then, units))

    # What is shown

    def action_framework(self) -> None:
        """Another framework, or a new one of a template."""
        project = self.project
        rows = [(one.id, str(n), one.name) for n, one in enumerate(frameworks_of(project)[:9], 1)]
        letters = {key: key[0] for key in TEMPLATES}
        rows += [
            (NEW + key, letters[key], f"new: {one.name}{' (levels of your own)' if key == EMPTY else ''}")
            for key, one in TEMPLATES.items()
        ]

        def then(id: str) -> None:
            if id.startswith(NEW):
                self._open_new(id.removeprefix(NEW))
            else:
                self.show_framework(id)

        self.on_choose(
            Choose("Read the pairs by which framework?", rows, then, early_told(open_condensation(project)))
        )

    def _open_new(self, template: str) -> None:
        project = self.project
        names = {one.name.casefold() for one in project.frameworks.values()}

        def make(name: str) -> None:
            made = self.attempt(
                lambda: frameworks.add(project, name.strip(), template, early=open_condensation(project))
            )
            if made is not None:
                self.show_framework(made.id)

        name = TEMPLATES[template].name
        if template == EMPTY or name.casefold() in names:
            self.post_message(Ask("Name of the framework:", make, initial="" if template == EMPTY else name))
        else:
            make("")

    def action_participant(self) -> None:
        framework = self.framework
        if framework is None:
            return
        items = [
            _person_item(self.project, framework, one) for one in framework_participants(self.project, framework)
        ]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self.show_participant(ids[0])

        self.post_message(Pick("Whose interviews?", list_finder(items), then))

    def action_levels(self) -> None:
        from coder.tui.framework.levels_screen import LevelsScreen

        if self.framework is None:
            self.action_framework()
        else:
            self.app.push_screen(LevelsScreen(self.project, self.framework.id))

    def action_memo(self) -> None:
        """A theoretical memo on the framework."""
        framework = self.framework
        if framework is None:
            return

        def then(text: str) -> None:
            if text.strip():
                self.attempt(
                    lambda: memos.write(
                        self.project, text.strip(), about="frameworks", target=framework.id, kind="theoretical"
                    )
                )

        self.post_message(Ask(f"Theoretical memo on {framework.name}:", then))

    @interactive
    async def action_export(self) -> None:
        """Export this table, internally or for publication; the suffix sets the format."""
        from coder.exchange.registry import DOCUMENT, TABLES, suffixes, writers
        from coder.tui.kit.file_export import ask_publication, export_now

        publication = await ask_publication(self, "Export this table")
        if publication is None:
            return
        formats = suffixes(writers(DOCUMENT) if publication else writers(TABLES))
        ending = "-framework-publication.md" if publication else "-framework.csv"
        export_now(self, f"This table to ({formats}):", ending, lambda name: self.exported(name, publication))

    def exported(self, name: str, publication: bool) -> bytes:
        """The table that is shown, as a file of this name holds it."""
        raise NotImplementedError


def _unit_items(project: Project, entry: Entry) -> list[Item]:
    """The units of the interviews of a cell that are not under it yet."""
    under = set(entry.cell.evidence) if entry.cell is not None else set()
    found = []
    for source in interviews(project, entry.participant, entry.wave):
        for id in project.positions(source.id):
            if id not in under:
                names = ", ".join(project.codes[coding.code].name for coding in project.codings_of(id))
                found.append(Item(id, excerpt(project.segments[id].quote, LONGEST), detail=names or source.name))
    return found


def _citable(project: Project, entry: Entry) -> list[LevelCell]:
    """The other cells of the participant in the framework, by level, then wave."""
    framework = project.frameworks[entry.level.framework]
    own = entry.cell.id if entry.cell is not None else ""
    waves = waves_in_order(project)
    found = [
        cell_at(project, level, entry.participant, wave) for level in levels_of(project, framework) for wave in waves
    ]
    return [cell for cell in found if cell is not None and cell.id != own]


def _cell_item(project: Project, cell: LevelCell, cited: bool) -> Item:
    level: Level = project.levels[cell.level]
    summary = " ".join(cell.summary.split()) or format_units(len(cell.evidence))
    detail = "it is cited; chosen, it is let go" if cited else cell.status
    mark = "◂" if cited else STATUSES[cell.status]
    return Item(cell.id, f"{level.name} · {project.waves[cell.wave].name}: {summary}", prefix=mark, detail=detail)


def _cite(project: Project, entry: Entry, ids: tuple[str, ...]) -> None:
    """Cite the cells that are not cited yet, and let those go that are; one transaction."""
    level, person, wave = entry.level, entry.participant, entry.wave
    cells.toggle_cites(project, level, person, wave, [project.cells[id] for id in ids])


def _person_item(project: Project, framework: Framework, person: Participant) -> Item:
    written = sum(project.levels[cell.level].framework == framework.id for cell in project.users(person.id, "cells"))
    number = format_count(written, "cell")
    return Item(person.id, person.name, detail=f"{person.service} · {number}" if person.service else number)

"""Participants and waves: a table by keyboard; people by waves, or interviews one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import BindingType

from coder.errors import CoderError
from coder.model.participant import Wave
from coder.project.interviews import window_told
from coder.project.operations import interviews, participants, roster, waves
from coder.project.ordering import waves_in_order
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Ask, Choose, Item, Pick
from coder.tui.participants.participants_edits import ParticipantEdits
from coder.tui.participants.participants_table import ATTRIBUTE

#: Lines of what would change that a question shows.
SHOWN = 8


class ParticipantsScreen(ParticipantEdits):
    """The acts on waves, columns and files, and the way to a transcript."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("participants")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "participants_screen.tcss"]

    def action_add(self) -> None:
        if self.chosen.interviews:
            self.say("Interviews are imported (g, then i)")
            return

        def then(text: str) -> None:
            def act() -> None:
                person = participants.add(self.project, text)
                self.chosen.places[False] = (person.id, self.field if self.table.height else "service")
                self.fill()

            self.doing(act)

        self.post_message(Ask("Name of the participant, such as P06:", then))

    def action_transcript(self) -> None:
        """Open the interview under the cursor in the coding screen."""
        source = self.source
        if source is None:
            self.say("There is no interview here")
            return
        self.shell.open("coding", source=source)

    # Waves

    def action_add_wave(self) -> None:
        def then(text: str) -> None:
            name, _, window = text.partition(",")

            def act() -> None:
                first, last = waves.read_window(window)
                waves.add(self.project, name, first_day=first, last_day=last)

            self.doing(act)

        self.post_message(Ask("Name of the wave and its window, such as follow-up, 335..395:", then))

    def action_wave(self) -> None:
        """Change the wave of the column; elsewhere, one that is chosen."""
        if self.wave is not None:
            self._change_wave(self.wave)
            return
        ordered = waves_in_order(self.project)
        items = [Item(one.id, one.name, detail=window_told(one)) for one in ordered]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self._change_wave(self.project.waves[ids[0]])

        if items:
            self.post_message(Pick("Which wave?", list_finder(items), then))
        else:
            self.say("No wave yet: W adds one")

    def _change_wave(self, wave: Wave) -> None:
        options = [
            ("name", "n", "another name"),
            ("window", "w", f"another window (now: {window_told(wave) or 'none'})"),
            ("earlier", "e", "earlier in the order"),
            ("later", "l", "later in the order"),
            ("remove", "x", "remove it, if nothing uses it"),
        ]

        def decide(what: str) -> None:
            if what == "name":
                self.post_message(Ask("Name of the wave:", self._renaming(wave), initial=wave.name))
            elif what == "window":
                first = "" if wave.first_day is None else wave.first_day
                last = "" if wave.last_day is None else wave.last_day
                initial = "" if first == last == "" else f"{first}..{last}"
                title = f"Window of {wave.name} in days, such as 335..395:"
                self.post_message(Ask(title, lambda text: self._set_window(wave, text), initial=initial))
            elif what == "remove":
                self.doing(lambda: waves.remove(self.project, wave))
            else:
                self.doing(lambda: waves.move(self.project, wave, -1 if what == "earlier" else 1))

        self.on_choose(Choose(f"The wave {wave.name}", options, decide))

    def _renaming(self, wave: Wave) -> Callable[[str], None]:
        def then(name: str) -> None:
            if self.doing(lambda: waves.describe(self.project, wave, name=name)):
                self.tell_queries(wave.name)

        return then

    def _set_window(self, wave: Wave, text: str) -> None:
        def act() -> None:
            first, last = waves.read_window(text)
            waves.describe(self.project, wave, first_day=first, last_day=last)

        self.doing(act)

    # Attributes

    def action_attribute(self) -> None:
        """Another column; in one of an attribute, also its name, and removing it."""
        if self.chosen.interviews:
            self.say("Attributes are in the table of participants (v)")
            return
        if not self.table.height or not self.field.startswith(ATTRIBUTE):
            self._ask_attribute()
            return
        name = self.field.removeprefix(ATTRIBUTE)
        options = [
            ("new", "n", "another attribute"),
            ("rename", "r", f"rename {name}"),
            ("remove", "x", f"remove {name} from all participants"),
        ]

        def decide(what: str) -> None:
            if what == "new":
                self._ask_attribute()
            elif what == "rename":
                self.post_message(Ask("Name of the attribute:", lambda text: self._rename(name, text), initial=name))
            else:
                self._forget(name)
                self.doing(lambda: participants.remove_attribute(self.project, name))

        self.on_choose(Choose(f"The attribute {name}", options, decide))

    def _forget(self, name: str) -> None:
        self.chosen.attributes = [one for one in self.chosen.attributes if one != name]

    def _rename(self, name: str, to: str) -> None:
        if self.doing(lambda: participants.rename_attribute(self.project, name, to)):
            self._forget(name)
            self.fill()

    def _ask_attribute(self) -> None:
        def then(text: str) -> None:
            name = text.strip()
            if name:
                self.chosen.attributes.append(name)
                row = self.table.ids[self.grid.row] if self.table.height else ""
                self.chosen.places[False] = (row, ATTRIBUTE + name)
                self.fill()
                self.say(f"Enter fills {name} in; a column that stays empty is not kept")

        self.post_message(Ask("Name of the attribute, such as specialty:", then))

    # Files

    def action_export(self) -> None:
        options = [
            (roster.PEOPLE, "p", "participants, a column for each attribute"),
            (roster.INTERVIEWS, "i", "interviews: wave, day, date, interviewer, mode, guide, minutes"),
            (roster.REGISTER, "r", "the attrition register"),
        ]
        self.on_choose(Choose("Which table as csv?", options, self._ask_file))

    def _ask_file(self, sheet: str) -> None:
        from coder.exchange.registry import PARTICIPANTS, suffixes, writer_for, writers
        from coder.tui.kit.file_export import export_now

        def make(name: str) -> bytes:
            return writer_for(PARTICIPANTS, name).write(self.project, sheet)

        export_now(self, f"Table to ({suffixes(writers(PARTICIPANTS))}):", f"-{sheet}.csv", make)

    def action_import(self) -> None:
        def then(text: str) -> None:
            from coder.exchange import registry

            try:
                sheet, rows = registry.read(registry.PARTICIPANTS, Path(text.strip()).expanduser())
                difference = roster.compare(self.project, sheet, rows)
            except CoderError as error:
                self.fail(error)
                return
            self._show_difference(difference)

        self.post_message(Ask("csv of participants, interviews or register:", then, initial=f"{Path.cwd()}/"))

    def _show_difference(self, difference: roster.Difference) -> None:
        number = len(difference.changes)
        if not difference.steps:
            self.say("The file says what is known already")
            return
        lines = [f"{one.kind} {one.name}: {' '.join(one.detail.split())}" for one in difference.steps]
        options = [("leave", "l", "Leave all as it is")]
        options += [("take", "t", f"Take over {number} {'row' if number == 1 else 'rows'}")] if number else []

        def decide(what: str) -> None:
            if what == "take":
                self.doing(lambda: roster.apply(self.project, difference))

        self.on_choose(Choose(f"What would change in the {difference.sheet}", options, decide, _some(lines)))

    # Dates

    def action_days(self) -> None:
        """Days in the place of all dates, when the person has seen what that does."""
        plan = interviews.plan_days(self.project)
        if plan.empty:
            self.say("There is no date in this project; days are all there is")
            return
        if plan.problems:
            self.doing(lambda: interviews.dates_to_days(self.project))  # says why not
            return
        lines = [f"{one.source.name}: {one.date} → day {one.day}" for one in plan.days]
        lines += [f"register: {entry.when} → {when or 'no date'}" for entry, when in plan.entries]
        forgotten = f"Forgotten: what days are counted from, of {format_count(plan.anchors, 'participant')}."
        detail = "\n".join([_some(lines), forgotten, interviews.STILL_THERE])
        options = [("leave", "l", "Leave all as it is"), ("days", "d", "Days for dates, in the whole project")]

        def decide(what: str) -> None:
            if what == "days":
                self.doing(lambda: interviews.dates_to_days(self.project))

        self.on_choose(Choose("Replace all dates by days?", options, decide, detail))


def _some(lines: Sequence[str]) -> str:
    more = [f"… and {len(lines) - SHOWN:,} more"] if len(lines) > SHOWN else []
    return "\n".join([*lines[:SHOWN], *more])

"""Participants and waves: what a person changes in a cell, or for all marked rows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from coder.errors import CoderError
from coder.model.participant import OUTCOMES, Attrition, Wave
from coder.model.source import Source
from coder.project.interviews import queries_naming, warnings, window_told
from coder.project.operations import attrition, interviews, participants, sources
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Ask, Choose, Item, Pick
from coder.tui.participants.participants_table import ATTRIBUTE, InterviewTable
from coder.tui.participants.participants_view import ParticipantsView

NOBODY = "\0nobody"
KEYS = {"invited": "i", "declined": "d", "unreachable": "u", "withdrawn": "w", "withdrawn, erase": "e"}


class ParticipantEdits(ParticipantsView):
    """The acts on participants and interviews; those on waves, columns and files are elsewhere."""

    def doing(self, act: Callable[[], object], ids: Sequence[str] = ()) -> bool:
        """Do something that may be refused; then say what is unusual about these interviews. Whether it was done."""
        try:
            act()
        except CoderError as error:
            self.fail(error)
            return False
        told = [line for id in ids for line in warnings(self.project, self.project.sources[id])]
        if told:
            self.say("! " + "; ".join(dict.fromkeys(told)))
        return True

    def tell_queries(self, name: str) -> None:
        """A name was given up: say which saved queries hold it."""
        told = queries_naming(self.project, name)
        if told:
            self.say(f"! {told}")

    # A cell

    def on_grid_opened(self) -> None:
        """Edit the cell under the cursor; with rows marked, that column of all of them."""
        if isinstance(self.table, InterviewTable):
            self._edit_interviews()
        elif self.wave is not None:
            self._edit_meeting(self.wave)
        else:
            self._edit_people()

    def _edit_people(self) -> None:
        ids, field = self.targets(), self.field
        people = [self.project.participants[id] for id in ids]
        name = f"attribute:{field.removeprefix(ATTRIBUTE)}" if field.startswith(ATTRIBUTE) else field

        def then(text: str) -> None:
            self.doing(lambda: participants.tell_of(self.project, people, name, text))

        form = " (such as 2024-09-30)" if field == "anchor" else ""
        title = f"{self.table.head(field)}{form} of {self._whom(ids)}:"
        self.post_message(Ask(title, then, initial=self._alike(ids)))

    def _edit_interviews(self) -> None:
        ids, field = self.targets(), self.field
        chosen = [self.project.sources[id] for id in ids]
        if field in ("participant", "wave"):
            self._pick_named(chosen, field)
            return

        def then(text: str) -> None:
            self.doing(lambda: interviews.describe_many(self.project, chosen, field, text), ids)

        forms = {"date": " (such as 2024-09-30)", "day": " (a number)", "minutes": " (a number)"}
        title = f"{field}{forms.get(field, '')} of {self._whom(ids)}:"
        self.post_message(Ask(title, then, initial=self._alike(ids)))

    def _pick_named(self, chosen: list[Source], field: str) -> None:
        ids = [one.id for one in chosen]
        rows = [Item(one["name"], one["name"]) for one in self.project.tables[f"{field}s"].values()]
        items = [*sorted(rows, key=lambda item: item.label.casefold()), Item(NOBODY, f"no {field}")]

        def then(picked: tuple[str, ...], created: str) -> None:
            name = created or (picked[0] if picked and picked[0] != NOBODY else "")
            self.doing(lambda: interviews.describe_many(self.project, chosen, field, name), ids)

        self.post_message(Pick(f"{field} of {self._whom(ids)}", list_finder(items), then, create=True))

    def _edit_meeting(self, wave: Wave) -> None:
        """In a wave: the day of its interview; where there is none, or rows are marked, the register."""
        table, row = self.table, self.grid.row
        here = [] if isinstance(table, InterviewTable) else table.meetings[row]
        found = next((one.sources for one in here if one.wave.id == wave.id), ())
        if self.marked or not found:
            self.action_register()
        elif len(found) > 1:
            self.chosen.places[True] = (found[0].id, "day")
            self.action_view()
            self.say(f"{len(found)} interviews of the same participant in {wave.name}: which of them is it?")
        else:
            self._ask_day(found[0], wave)

    def _ask_day(self, source: Source, wave: Wave) -> None:
        def then(text: str) -> None:
            field = "date" if _is_date(text) else "day"
            self.doing(lambda: interviews.describe_many(self.project, [source], field, text), [source.id])

        window = f", window {window_told(wave)}" if window_told(wave) else ""
        title = f"{source.name}: day or date{window}:"
        self.post_message(Ask(title, then, initial="" if source.day is None else str(source.day)))

    def _whom(self, ids: Sequence[str]) -> str:
        if len(ids) == 1:
            table = self.project.sources if self.chosen.interviews else self.project.participants
            return str(table[ids[0]].name)
        return f"{len(ids)} {'interviews' if self.chosen.interviews else 'participants'}"

    def _alike(self, ids: Sequence[str]) -> str:
        """What stands in the column of all these rows, where it is the same."""
        table, field = self.table, self.field
        values = {table.value(table.ids.index(id), field) for id in ids}
        return values.pop() if len(values) == 1 else ""

    # Participants

    def action_rename(self) -> None:
        """The participant, or the interview, of the row."""
        person, source = self.person, self.source
        if person is not None:
            title, before = "Name of the participant:", person.name
        elif source is not None:
            title, before = "Name of the interview:", source.name
        else:
            return

        def then(text: str) -> None:
            if person is not None:
                if self.doing(lambda: participants.rename(self.project, person, text)):
                    self.tell_queries(person.name)
            elif source is not None:
                self.doing(lambda: sources.rename(self.project, source, text))

        self.post_message(Ask(title, then, initial=before))

    def action_merge(self) -> None:
        person = self.person
        if person is None:
            self.say("Participants are merged in the table of participants (v)")
            return
        others = [one for one in self.project.participants.values() if one.id != person.id]
        items = [Item(one.id, one.name, detail=one.service) for one in others]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                into = self.project.participants[ids[0]]
                self.chosen.places[False] = (into.id, self.field)
                doubles: list[Source] = []
                self.doing(lambda: doubles.extend(participants.merge(self.project, person, into).doubles))
                if doubles:
                    names = ", ".join(one.name for one in doubles)
                    self.say(f"! More than one interview in the same wave now: {names}")

        self.post_message(Pick(f"{person.name} is the same person as", list_finder(items), then))

    def action_remove(self) -> None:
        person = self.person
        if person is None:
            self.say("Home (g, then h) removes an interview with its codings")
            return
        self.doing(lambda: participants.remove(self.project, person))

    # The attrition register

    def action_register(self) -> None:
        """Why there is no interview: of the wave under the cursor, or, in another column, of the whole study."""
        if isinstance(self.table, InterviewTable):
            self.say("The register is in the table of participants (v)")
            return
        ids, wave = self.targets(), self.wave
        if not ids:
            return
        people = [self.project.participants[id] for id in ids]
        held = [entry for one in people if (entry := attrition.entry_of(self.project, one, wave)) is not None]
        options = [(name, KEYS[name], said) for name, said in OUTCOMES.items()]
        options += [("", "r", "remove what the register says")] if held else []
        where = f" in {wave.name}" if wave else ", of the study as a whole"
        detail = f"{register_told(held)}“To be erased” is only written down: the erasing is still to be done."

        def decide(outcome: str) -> None:
            if outcome:
                self._ask_reason(ids, wave, outcome, held[0].reason if len(held) == 1 else "")
            else:
                self.doing(lambda: attrition.strike_all(self.project, held))

        self.post_message(Choose(f"Register: {self._whom(ids)}{where}", options, decide, detail))

    def _ask_reason(self, ids: Sequence[str], wave: Wave | None, outcome: str, reason: str) -> None:
        project = self.project
        people = [project.participants[id] for id in ids]

        def then(text: str) -> None:
            if (
                self.doing(lambda: attrition.enter_all(project, people, outcome, wave=wave, reason=text))
                and outcome == "withdrawn, erase"
            ):
                self.app.notify(attrition.ERASING, title="Not erased yet", severity="warning")

        self.post_message(Ask(f"{outcome}: why (may be empty):", then, initial=reason))


def register_told(held: Sequence[Attrition]) -> str:
    """What the register says now, as a line of its own."""
    if not held:
        return ""
    told = "; ".join(filter(None, (held[0].outcome, held[0].reason))) if len(held) == 1 else f"{len(held)} entries"
    return f"It says now: {told.rstrip('.')}.\n"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True

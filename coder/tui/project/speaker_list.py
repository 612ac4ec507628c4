"""The list on which it is settled who speaks: facts about a text, its speakers, and lines that may be labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.binding import BindingType
from textual.events import Resize
from textual.message import Message
from textual.widgets.option_list import Option

from coder.text.characters import cut, printable, width
from coder.text.names import LONGEST_NAME
from coder.text.phrases import format_count, format_list
from coder.text.settle import label_in
from coder.text.speaker_counts import SpeakerCount
from coder.tui.keymap import actions
from coder.tui.kit.option_list import MOVES, OptionList
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item

#: Decisions of the person, as `SpeakerList.Decided` names them.
NAME, TEXT, SPEAKER, FORM, INTERVIEWER = "name", "text", "speaker", "form", "interviewer"
#: Actions of the scope `speakers` that this list has; the others belong to the screen around it.
OWN = ("rename", "merge", "text", "label", "form", "interviewer")
#: Widths of a screen, with its style class from there on; `wide` sets the list beside the turns.
TWO_COLUMNS = [(0, "narrow"), (110, "wide")]
LONGEST_SHOWN = 20  # cells of a name
MOST_LINES = 50  # of lines that begin like a label
#: Kind of a row → the ids of its actions.
FITTING = {
    "speaker": ("speakers.interviewer", "speakers.rename", "speakers.merge", "speakers.text"),
    "alike": ("speakers.merge",),
    "line": ("speakers.label", "speakers.form"),
    "fact": ("speakers.label", "speakers.form"),
}
#: Kind of a row → the id of the action that changes what it shows.
CHANGING = {"speaker": "speakers.rename", "alike": "speakers.merge", "line": "speakers.label"}
_INDENT = 19  # cells before what is said of a fact
_FACT, _WHO, _ALIKE, _LINE = "fact", "speaker", "alike", "line"


class Fact(NamedTuple):
    """A fact about the text: the ids of the actions that change it, its label and value."""

    actions: tuple[str, ...]
    label: str
    value: str


@dataclass(frozen=True)
class SpeakerView:
    """What the list shows: `notes` are warnings and the decisions that were followed.

    `settles`: whether there are speakers to settle; a table of answers has none.
    """

    speakers: Sequence[SpeakerCount]
    interviewers: Sequence[str]
    alike: Sequence[Sequence[str]] = ()
    unexplained: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    notes: Sequence[str] = ()
    settles: bool = True


class SpeakerList(OptionList, Interactive, inherit_bindings=False):
    """Each row is changed by a key; the owner gets what was decided as a message and shows the result."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("list", MOVES),
        *actions.bindings("speakers", OWN),
    ]

    class Decided(Message):
        """Posted when something was decided on a speaker, a label or a form of labels."""

        def __init__(self, kind: str, about: str, value: str = "") -> None:
            super().__init__()
            self.kind, self.about, self.value = kind, about, value

    class Moved(Message):
        """Posted when the cursor is on another speaker or line; both are "" on other rows."""

        def __init__(self, speaker: str, line: str) -> None:
            super().__init__()
            self.speaker, self.line = speaker, line

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, **options)
        self.view = SpeakerView((), ())
        self._wrapped = 0  # cells for which the rows are wrapped

    def show(self, view: SpeakerView) -> None:
        """Show a view, with the cursor where it was; on the first speaker at first.

        Where a speaker appears by a decision, or again because one was undone, the cursor is on that row.
        """
        row, place = self._row, self.highlighted
        known = {row.name for row in self.view.speakers}
        first = not self.option_count
        self.view, self._wrapped = view, self.size.width
        self.clear_options()
        self.add_options(self._prompts())
        ids = [option.id for option in self.options]
        if first or place is None:
            wanted = next((id for id in ids if id and id.startswith(_WHO)), None)
            self.highlighted = ids.index(wanted) if wanted else self._enabled(0)
        else:
            id = f"{row[0]} {row[1]}"
            appeared = [row.name for row in view.speakers if row.name not in known]
            if appeared and row[0] != _FACT:
                id = f"{_WHO} {appeared[0]}"
            self.highlighted = ids.index(id) if id in ids else self._enabled(min(place, len(ids) - 1))

    def _enabled(self, place: int) -> int | None:
        """Return the row at a place, or the nearest one that the cursor can be on."""
        places = [at for at, option in enumerate(self.options) if not option.disabled]
        return min(places, key=lambda at: abs(at - place), default=None)

    @property
    def _row(self) -> tuple[str, str]:
        """The kind and the subject of the row under the cursor."""
        place = self.highlighted
        id = None if place is None else self.get_option_at_index(place).id
        kind, _, about = (id or "").partition(" ")
        return kind, about

    # Rows

    def _prompts(self) -> list[Option]:
        view = self.view
        rows = [Option(self._fact_text(fact), id=f"{_FACT} {fact.label}") for fact in view.facts]
        rows += [Option(self._hanging(Text(" !     "), Text(printable(note))), disabled=True) for note in view.notes]
        if view.settles:
            rows.append(_heading(f"{format_count(len(view.speakers), 'speaker'):<22}turns   words"))
        rows += [_row(f"{_WHO} {row.name}", self._speaker_line(row)) for row in view.speakers]
        if view.alike:
            rows.append(_heading("Names that look alike"))
            for number, names in enumerate(view.alike):
                one = f"{format_list(names)}  (m: one speaker, {names[0]})"
                rows.append(_row(f"{_ALIKE} {number}", Text(f"   {printable(one)}")))
        if view.unexplained:
            lines = Counter(view.unexplained)
            number = len(view.unexplained)
            verb = "looks like a speaker label, and was" if number == 1 else "look like speaker labels, and were"
            rows.append(_heading(f"{format_count(number, 'line')} {verb} not used as one"))
            for line, times in lines.most_common(MOST_LINES):
                often = f"  ({times}×)" if times > 1 else ""
                rows.append(_row(f"{_LINE} {line}", Text(f"   {printable(' '.join(line.split()))[:120]}{often}")))
            if len(lines) > MOST_LINES:
                rows.append(_heading(f"   … and {len(lines) - MOST_LINES:,} more", style="dim"))
        return rows

    def _fact_text(self, fact: Fact) -> Text:
        keys = " ".join(actions.BY_ID[id].keys[0] for id in fact.actions)
        head = Text.assemble((f" {keys:<6}", "bold"), f"{fact.label:<{_INDENT - 8}} ")
        return self._hanging(head, Text(printable(fact.value) or "–", style="bold"))

    def _hanging(self, head: Text, value: Text) -> Text:
        """Return a row whose further lines begin below the value."""
        room = max(20, (self.size.width or 80) - len(head) - 1)
        lines = value.wrap(self.app.console, room)
        return head + Text(f"\n{' ' * len(head)}").join(lines)

    def on_resize(self, event: Resize) -> None:
        """Wrap the rows anew."""
        if self.option_count and event.size.width != self._wrapped:
            self.show(self.view)

    def _speaker_line(self, row: SpeakerCount) -> Text:
        name = cut(printable(row.name), LONGEST_SHOWN)
        name += " " * (LONGEST_SHOWN - width(name))
        mark = "interviewer" if row.name in self.view.interviewers else ""
        counts = f"{row.turns:>6,} {row.words:>7,}  "
        return Text.assemble(f" {name} ", counts, (f"{mark:<12}", "bold"), (printable(row.first), "dim"))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        kind, about = self._row
        self.post_message(self.Moved(about if kind == _WHO else "", about if kind == _LINE else ""))

    @property
    def fitting(self) -> tuple[str, ...]:
        """The ids of the actions that fit the row under the cursor."""
        return FITTING.get(self._row[0], ()) if self.view.settles else ()

    @property
    def changing(self) -> str | None:
        """The id of the action that changes what the row under the cursor shows; None where none does."""
        kind, about = self._row
        facts = (id for fact in self.view.facts if fact.label == about for id in fact.actions)
        return next(facts, None) if kind == _FACT else CHANGING.get(kind)

    # Actions

    def _speaker(self) -> str:
        """Return the speaker under the cursor, or "" after saying that there is none."""
        kind, about = self._row
        if kind != _WHO:
            self.say("Put the cursor on a speaker first")
        return about if kind == _WHO else ""

    def _decide(self, kind: str, about: str, value: str = "") -> None:
        self.post_message(self.Decided(kind, about, value))

    @interactive
    async def action_rename(self) -> None:
        speaker = self._speaker()
        name = await self.ask(f"New name of {speaker}:", speaker) if speaker else None
        name = " ".join((name or "").split())[:LONGEST_NAME]
        if name and name != speaker:
            self._decide(NAME, speaker, name)

    @interactive
    async def action_merge(self) -> None:
        """Merge the names that look alike, or the speaker with one to choose."""
        kind, about = self._row
        if kind == _ALIKE:
            first, *spellings = self.view.alike[int(about)]
            for spelling in spellings:
                self._decide(NAME, spelling, first)
            return
        speaker = self._speaker()
        if not speaker:
            return
        near = {name for names in self.view.alike if speaker in names for name in names}
        others = sorted(self.view.speakers, key=lambda row: row.name not in near)
        rows = [Item(row.name, row.name, detail=format_count(row.turns, "turn")) for row in others]
        rows = [row for row in rows if row.id != speaker]
        name = await self.pick(f"Merge {speaker} with", list_finder(rows)) if rows else None
        if name is not None:
            self._decide(NAME, speaker, name)

    def action_text(self) -> None:
        speaker = self._speaker()
        if speaker:
            self._decide(TEXT, speaker)

    @interactive
    async def action_label(self) -> None:
        """Take the line under the cursor as one that begins with a label; ask for the label elsewhere."""
        kind, about = self._row
        label = label_in(about) if kind == _LINE else await self.ask("Label of the speaker, as in the text:")
        if label and label.strip():
            self._decide(SPEAKER, label.strip())

    @interactive
    async def action_form(self) -> None:
        """Ask how labels are written."""
        form = await self.ask("Form of the labels, with NAME for the name:", "«NAME»")
        if form is None:
            return
        if form.count("NAME") != 1 or form.strip() == "NAME":
            self.say("Write NAME once, with the characters around it: «NAME»")
        else:
            self._decide(FORM, form.strip())

    def action_interviewer(self) -> None:
        speaker = self._speaker()
        if speaker:
            self._decide(INTERVIEWER, speaker)


def _row(id: str, line: Text) -> Option:
    line.no_wrap, line.overflow = True, "ellipsis"
    return Option(line, id=id)


def _heading(text: str, style: str = "bold underline") -> Option:
    return Option(Text(f" {text}" if style != "dim" else text, style=style), disabled=True)

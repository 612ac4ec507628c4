"""Editing cells of the participants screen: prompts for the values of participants, interviews and the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coder.model.participant import OUTCOMES, Attrition, Wave
from coder.model.source import Source
from coder.project import Project
from coder.project.interviews import format_window, warnings
from coder.project.operations import attrition, participants, sources
from coder.text.phrases import format_count
from coder.tui.kit.questions import Interactive, list_finder
from coder.tui.kit.requests import Item

NONE = "\0none"
#: How a value is typed, by field.
FORMS = {
    "anchor": " (such as 2024-09-30)",
    "date": " (such as 2024-09-30)",
    "day": " (a number)",
    "minutes": " (a number)",
}
OUTCOME_KEYS = {"invited": "i", "declined": "d", "unreachable": "u", "withdrawn": "w", "withdrawn, erase": "e"}
DELETE = "delete"


async def edit_participants(
    widget: Interactive, project: Project, ids: Sequence[str], field: str, head: str, initial: str
) -> None:
    """Ask for a value, and set it for these participants."""
    title = f"{head}{FORMS.get(field, '')} of {_participants(project, ids)}:"
    value = await widget.ask(title, initial)
    if value is not None:
        participants.set_field(project, [project.participants[id] for id in ids], field, value)


async def edit_interviews(
    widget: Interactive, project: Project, ids: Sequence[str], field: str, initial: str
) -> None:
    """Ask for a value, and set it for these interviews."""
    subject = project.sources[ids[0]].name if len(ids) == 1 else format_count(len(ids), "interview")
    title = f"{field}{FORMS.get(field, '')} of {subject}"
    if field in ("participant", "wave"):
        value = await _pick_name(widget, project, title, field)
    else:
        value = await widget.ask(f"{title}:", initial)
    if value is not None:
        _describe(widget, project, [project.sources[id] for id in ids], field, value)


async def _pick_name(widget: Interactive, project: Project, title: str, field: str) -> str | None:
    """Return the name of a participant or a wave, there or new; "" for none."""
    names = sorted((record["name"] for record in project.tables[f"{field}s"].values()), key=str.casefold)
    items = [*(Item(name, name) for name in names), Item(NONE, f"no {field}")]
    picked = await widget.pick_many(title, list_finder(items), many=False, create=True)
    if picked is None:
        return None
    name = picked.created or picked.ids[0]
    return "" if name == NONE else name


async def edit_day(widget: Interactive, project: Project, source: Source, wave: Wave) -> None:
    """Ask for the day or the date of an interview."""
    window = f", window {format_window(wave)}" if format_window(wave) else ""
    initial = "" if source.day is None else str(source.day)
    value = await widget.ask(f"{source.name}: day or date{window}:", initial)
    if value is not None:
        _describe(widget, project, [source], "date" if _is_date(value) else "day", value)


def _describe(widget: Interactive, project: Project, interviews: Sequence[Source], field: str, value: str) -> None:
    """Set a field of interviews, then say what is unusual about them."""
    sources.describe_all(project, interviews, field, value)
    notes = [note for source in interviews for note in warnings(project, project.sources[source.id])]
    if notes:
        widget.say("! " + "; ".join(dict.fromkeys(notes)))


async def edit_register(widget: Interactive, project: Project, ids: Sequence[str], wave: Wave | None) -> None:
    """Ask why participants have no interview in a wave (None: in the whole study), and enter it in the register."""
    people = [project.participants[id] for id in ids]
    entries = [entry for person in people if (entry := attrition.find_entry(project, person, wave)) is not None]
    options = [(outcome, OUTCOME_KEYS[outcome], label.capitalize()) for outcome, label in OUTCOMES.items()]
    options += [(DELETE, "x", "Delete the entry")] if entries else []
    where = wave.name if wave else "the whole study"
    title = f"Register: {_participants(project, ids)}, {where}"
    detail = f"{_current(entries)}“Withdrawn, to be erased” is a note only: nothing is erased."
    outcome = await widget.choose(title, options, detail)
    if outcome == DELETE:
        attrition.strike_all(project, entries)
    elif outcome is not None:
        reason = await widget.ask("Reason (optional):", entries[0].reason if len(entries) == 1 else "")
        if reason is not None:
            attrition.enter_all(project, people, outcome, wave=wave, reason=reason)
            if outcome == "withdrawn, erase":
                widget.app.notify(attrition.ERASING, title="Not erased yet", severity="warning")


def _current(entries: Sequence[Attrition]) -> str:
    """Return the register's entries as a line."""
    if not entries:
        return ""
    text = "; ".join(filter(None, (entries[0].outcome, entries[0].reason)))
    return f"Now: {text.rstrip('.') if len(entries) == 1 else format_count(len(entries), 'entry', 'entries')}.\n"


def _participants(project: Project, ids: Sequence[str]) -> str:
    return project.participants[ids[0]].name if len(ids) == 1 else format_count(len(ids), "participant")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True

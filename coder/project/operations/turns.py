"""Turns: who speaks one."""

from __future__ import annotations

from coder.errors import Invalid
from coder.model.source import Source
from coder.project.operations import corrections
from coder.project.project import Project
from coder.text.edits import relabel_turn
from coder.text.labels import LONGEST_NAME


def set_speaker(project: Project, source: Source, turn: int, name: str, reason: str = "") -> Source:
    """Say who speaks a turn, by its number from 0: its label is corrected, in a new revision; no segment is in doubt.

    Raises Invalid when there is no such turn or the name cannot stand in a label.
    """
    source = project.sources[source.id]
    text = project.text_of(source)
    was = text.turns[corrections.numbered(text, turn)].speaker
    name = " ".join(name.split())
    if not name or ":" in name or len(name) > LONGEST_NAME:
        raise Invalid(
            "A turn cannot have that name for a label", f"It is to have 1 to {LONGEST_NAME} characters, and no colon."
        )
    if name == was:
        raise Invalid("There is nothing to correct", f"{name} speaks turn {turn + 1} of “{source.name}”.")
    correction = corrections.preview_edit(project, source, relabel_turn(text.text, text.turns, turn, name))
    label = f"{name} speaks turn {turn + 1} of {source.name}" + (f", not {was}" if was else "")
    with project.transaction("sources.speaker", label, reason):
        return corrections.apply(project, source, correction, lost="keep-as-memo")

"""Cells of the framework layer, as tests ask for them."""

from __future__ import annotations

from coder.analysis.method.frameworks import table_for
from coder.model.framework import Level
from coder.model.participant import Participant, Wave
from coder.project import Project


def status_at(project: Project, level: Level, participant: Participant, wave: Wave) -> str:
    """The status of a cell, as the participant's table shows it."""
    table = table_for(project, project.frameworks[level.framework], participant)
    shown = next(row for row in table.rows if row.level.id == level.id)
    return next((entry.status for entry in shown.entries if entry.wave.id == wave.id), "not shown")

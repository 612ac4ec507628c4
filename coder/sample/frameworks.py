"""Acts of the sample study after the condensation: frameworks, change notes, COREQ answers."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method.frameworks import open_condensation
from coder.model.framework import LevelCell
from coder.model.framework_templates import TEMPLATES
from coder.project import Project
from coder.project.framework_layer import cell_at, level_named
from coder.project.operations import answers, cells, changes, frameworks
from coder.project.study import code_named, participant_named, wave_named
from coder.sample.acts import PACE, Act, Part, bind, part, units_named

FIRST, THEN = "baseline", "follow-up"


def acts() -> Iterator[Act]:
    """Yield the acts on frameworks, change notes and answers."""
    tables = part("frameworks")
    for framework in tables["framework"]:
        yield Act(framework["when"], framework["coder"], bind(_open, framework))
    for cell in tables["cell"]:
        yield Act(cell["when"], cell["coder"], bind(_fill, cell))
    for note in part("changes")["note"]:
        yield Act(note["when"], note["coder"], bind(_note, note))
    form = part("answers")
    for number, answer in enumerate(form["answer"]):
        yield Act(form["when"] + number * PACE, form["coder"], bind(_answer, answer))


def _open(project: Project, framework: Part) -> None:
    template = framework["template"]
    frameworks.add(project, TEMPLATES[template].name, template, early=open_condensation(project))


def _fill(project: Project, cell: Part) -> None:
    cells.write(
        project,
        level_named(project, cell["level"]),
        participant_named(project, cell["participant"]),
        wave_named(project, cell["wave"]),
        summary=cell["summary"],
        status=cell.get("status"),
        evidence=[project.segments[id] for id in units_named(project, cell.get("evidence", []))],
        cites=[_cited(project, cell, name) for name in cell.get("cites", [])],
    )


def _cited(project: Project, cell: Part, name: str) -> LevelCell:
    """Return the cell named `LEVEL, WAVE` of the same participant and framework."""
    level, _, wave = name.rpartition(", ")
    framework = cell["level"].partition("/")[0]
    participant = participant_named(project, cell["participant"])
    cited = cell_at(project, level_named(project, f"{framework}/{level}"), participant, wave_named(project, wave))
    if cited is None:
        raise ValueError(f"{cell['participant']} has no cell {name}")
    return cited


def _note(project: Project, note: Part) -> None:
    subject = changes.Subject(
        participant=participant_named(project, note["participant"]).id,
        first=wave_named(project, FIRST).id,
        then=wave_named(project, THEN).id,
        level=level_named(project, note["level"]).id if "level" in note else None,
        code=code_named(project, note["code"]).id if "code" in note else None,
    )
    changes.note(
        project,
        subject,
        tag=note["tag"],
        sentence=note["sentence"],
        evidence_first=tuple(units_named(project, note.get("first", []))),
        evidence_then=tuple(units_named(project, note.get("then", []))),
        absent_first=note.get("absent_first", ""),
        absent_then=note.get("absent_then", ""),
    )


def _answer(project: Project, answer: Part) -> None:
    answers.answer(project, answer["form"], answer["item"], answer["text"])

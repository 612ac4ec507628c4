"""Correcting, from wherever one is: one turn, the whole text, or a corrected file."""

from __future__ import annotations

from pathlib import Path

from coder.errors import CoderError, ReadOnly
from coder.model.source import Source
from coder.project import Project
from coder.project.drafts import WHOLE
from coder.project.operations import corrections
from coder.project.operations.corrections import Correction
from coder.tui.correction import preview_job
from coder.tui.correction.text_screen import CorrectScreen
from coder.tui.kit.messages import Ask, Choose
from coder.tui.kit.project_screen import ProjectScreen

#: More characters than this are corrected in another program: the editor would be slow.
MOST = 2_000_000


def edit(screen: ProjectScreen, project: Project, source: Source, turn: int = WHOLE) -> None:
    """Open the editor on a turn, by its number from 0, or on the whole text."""
    if project.readonly:
        screen.fail(ReadOnly())
    elif turn == WHOLE and source.characters > MOST:
        screen.fail(CoderError("This text is too long for the editor", hint="Correct it in a file: E, then f."))
    else:
        screen.app.push_screen(CorrectScreen(project, source, turn))


def ask(screen: ProjectScreen, project: Project, source: Source) -> None:
    """Ask whether to edit the whole text or to bring in a corrected file."""
    if project.readonly:
        screen.fail(ReadOnly())
        return

    def chosen(what: str) -> None:
        if what == "whole":
            edit(screen, project, source)
        else:
            screen.post_message(Ask("Corrected transcript:", lambda text: _file(screen, project, source, text)))

    options = [("whole", "w", "Edit the whole text here"), ("file", "f", "Bring in a corrected file")]
    screen.on_choose(Choose(f"Correct {source.name}", options, chosen, "One turn: E on it, in the transcript."))


def _file(screen: ProjectScreen, project: Project, source: Source, text: str) -> None:
    if not text.strip():
        return
    path = Path(text.strip()).expanduser()

    def make(there: Project) -> Correction:
        from coder.exchange.importing import read_transcript

        transcript = read_transcript(path)
        return corrections.preview(there, source, transcript.text, transcript.turns)

    preview_job.compare(screen, project, make, lambda: None)

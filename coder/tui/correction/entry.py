"""Start a correction: of one turn, of the whole text, or from a corrected file."""

from __future__ import annotations

from pathlib import Path

from coder.errors import CoderError, ReadOnly
from coder.model.source import Source
from coder.project import Project
from coder.project.drafts import WHOLE
from coder.project.operations import corrections
from coder.project.operations.corrections import Correction
from coder.tui.correction.preview_screen import preview_in_background
from coder.tui.correction.text_screen import CorrectionTextScreen
from coder.tui.kit.file_reading import ask_path
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive

#: Characters of the longest text that the editor can take.
LIMIT = 2_000_000


def edit(screen: ProjectScreen, source: Source, turn: int = WHOLE) -> None:
    """Open the editor on a turn, by its number from 0, or on the whole text."""
    if screen.project.readonly:
        screen.fail(ReadOnly())
    elif turn == WHOLE and source.characters > LIMIT:
        screen.fail(CoderError("This text is too long for the editor", hint="Correct it in a file: E, then f."))
    else:
        screen.app.push_screen(CorrectionTextScreen(screen.project, source, turn))


@interactive
async def ask(screen: ProjectScreen, source: Source) -> None:
    """Ask whether to edit the whole text or to import a corrected file."""
    if screen.project.readonly:
        raise ReadOnly
    options = [("whole", "w", "Edit the whole text here"), ("file", "f", "Import a corrected file")]
    answer = await screen.choose(f"Correct {source.name}", options, "One turn: E on it, in the transcript.")
    if answer == "whole":
        edit(screen, source)
    elif answer == "file":
        path = await ask_path(screen, "Corrected transcript:")
        if path is not None:
            _preview_file(screen, source, path)


def _preview_file(screen: ProjectScreen, source: Source, path: Path) -> None:
    def build(project: Project) -> Correction:
        from coder.exchange.importing import read_transcript

        transcript = read_transcript(path)
        return corrections.preview(project, source, transcript.text, transcript.turns)

    preview_in_background(screen, build, lambda: None)

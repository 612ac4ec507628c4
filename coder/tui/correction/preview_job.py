"""Compare a corrected text with the present one, and show the preview."""

from __future__ import annotations

from collections.abc import Callable

from coder.errors import CoderError
from coder.project import Project, read_project
from coder.project.operations.corrections import Correction
from coder.tui.correction.preview_screen import Decided, PreviewScreen
from coder.tui.kit.background import Progress, ThreadJob
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive


def preview_in_background(
    screen: ProjectScreen,
    build: Callable[[Project], Correction],
    applied: Callable[[], None],
    decided: Decided | None = None,
) -> None:
    """Build a correction in a thread, from the project on disk, and show its preview; Ctrl+G cancels."""
    if screen.stop_work is not None:  # one comparison at a time
        return
    folder = screen.project.folder

    def work(progress: Progress) -> Correction:
        # The journal holds every confirmed change, so a thread can read the project from disk beside the writer.
        return build(read_project(folder))

    def done(correction: Correction) -> None:
        screen.stop_work = None
        if screen.is_current:
            show_preview(screen, correction, applied, decided)

    def failed(error: CoderError) -> None:
        screen.stop_work = None
        screen.fail(error)

    job = ThreadJob(screen, work, done, failed)

    def cancel() -> None:
        job.cancel(wait=False)
        screen.say("Cancelled; nothing was changed")

    screen.say("Comparing … (Ctrl+G cancels)")
    screen.stop_work = cancel
    job.start()


@interactive
async def show_preview(
    screen: ProjectScreen, correction: Correction, applied: Callable[[], None], decided: Decided | None = None
) -> None:
    """Show the preview of a correction; ask first if the text seems to be of another interview."""
    screen.say("")
    if correction.strange:
        title = f"{correction.left:.0%} of the old text is left: is this {correction.source.name}?"
        options = [("back", "b", "Go back"), ("show", "s", "Review the coded units")]
        if await screen.choose(title, options) != "show":
            return
    screen.app.push_screen(PreviewScreen(screen.project, correction, applied, decided))

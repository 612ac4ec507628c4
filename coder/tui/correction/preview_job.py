"""A correction compared with what is there, and shown before it is applied."""

from __future__ import annotations

import threading
from collections.abc import Callable

from coder.errors import CoderError
from coder.project import Project, read_project
from coder.project.operations.corrections import Correction
from coder.tui.correction.preview_screen import CorrectionScreen, Decided
from coder.tui.kit.messages import Choose
from coder.tui.kit.project_screen import ProjectScreen


def compare(
    screen: ProjectScreen,
    project: Project,
    make: Callable[[Project], Correction],
    applied: Callable[[], None],
    before: Decided | None = None,
) -> None:
    """Compare in a thread, over what is on disk, and show what would become of the units; Ctrl+G stops it."""
    if screen.stop_work is not None:  # it is being compared already
        return
    stopped = threading.Event()
    screen.say("comparing … (Ctrl+G stops)")
    screen.stop_work = stopped.set

    def tell(what: Callable[[], None]) -> None:
        if stopped.is_set():
            screen.say("stopped; nothing was changed")
            return
        screen.stop_work = None
        if screen.is_current:
            what()

    def work() -> None:
        # The journal holds all that was confirmed, so a thread can read the project from disk, beside the writer.
        try:
            correction = make(read_project(project.folder))
        except CoderError as error:
            failure = error
            screen.app.call_from_thread(tell, lambda: screen.fail(failure))
            return
        screen.app.call_from_thread(tell, lambda: show(screen, project, correction, applied, before))

    screen.run_worker(work, thread=True, exit_on_error=True)


def show(
    screen: ProjectScreen,
    project: Project,
    correction: Correction,
    applied: Callable[[], None],
    before: Decided | None = None,
) -> None:
    """Show what would become of the units; first ask, where it seems to be another interview."""

    def go_on(what: str) -> None:
        if what == "show":
            screen.app.push_screen(CorrectionScreen(project, correction, applied, before))

    screen.say("")
    if not correction.strange:
        go_on("show")
        return
    options = [("back", "b", "Go back"), ("show", "s", "Show what would become of the units")]
    left, name = f"{correction.left:.0%}", correction.source.name
    screen.on_choose(Choose(f"{left} of the old text is left: is this {name}?", options, go_on))

"""What the reports know, asked in a thread over what is on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.worker import get_current_worker

from coder.analysis.reports import coreq, pairs, results
from coder.analysis.reports.coreq import ITEMS
from coder.analysis.reports.coreq_evidence import Evidence, evidence_for
from coder.analysis.reports.view import View
from coder.errors import CoderError
from coder.model.document import Document
from coder.project import Project, read_project
from coder.tui.kit.project_screen import ProjectScreen

#: Report → what makes it of a project, for ourselves or for publication.
REPORTS: dict[str, Callable[[Project, bool], Document]] = {
    "coreq": lambda project, publication: coreq.report(project, {}, publication=publication),
    "results": lambda project, publication: results.report(project, publication=publication),
    "pairs": lambda project, publication: pairs.report(project, publication=publication),
}


def look(screen: ProjectScreen, project: Project, then: Callable[[dict[int, list[Evidence]]], None]) -> None:
    """Ask what the project knows of COREQ's items; what is asked later comes in place of it."""
    app = screen.app

    def done(act: Callable[[], None]) -> None:
        if screen.is_attached:
            act()

    def work() -> None:
        try:
            # The journal holds all that was confirmed, so a thread can read the project beside the writer.
            view = View(read_project(project.folder))
            known = {number: evidence_for(view, number) for number in ITEMS}
            if get_current_worker().is_cancelled:
                return
        except CoderError as error:
            app.call_from_thread(done, lambda error=error: screen.fail(error))
            return
        app.call_from_thread(done, lambda: then(known))

    screen.run_worker(work, group="coreq", thread=True, exclusive=True, exit_on_error=True)


def contents(text: str) -> bytes:
    """The bytes of the file that was typed; CoderError where it cannot be read."""
    path = Path(text.strip()).expanduser()
    try:
        return path.read_bytes()
    except OSError as error:
        raise CoderError("The answers cannot be read", f"{path}: {error.strerror}", "Name a TOML file.") from error

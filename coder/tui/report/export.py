"""Export from the screen: one line for the file, the work in a thread over what is on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coder.exchange import exporting, registry
from coder.project import Project, read_project
from coder.tui.kit.background import Progress, ThreadJob
from coder.tui.kit.messages import Ask, Choose
from coder.tui.kit.project_screen import ProjectScreen

if TYPE_CHECKING:
    from coder.model.document import Document


#: What is written of a project, and what it is called.
Form = tuple[Callable[[Project], bytes], str]


def ask_file(screen: ProjectScreen, title: str, ending: str, make: Callable[[str], bytes]) -> None:
    """Ask for a file, called as the project with an ending, and write there what `make` gives for its name."""

    def write(path: Path) -> None:
        exporting.write_file(path, make(path.name))
        screen.say(f"Wrote {path}")

    _ask(screen, title, ending, write)


def ask_apart(screen: ProjectScreen, title: str, ending: str, form: Callable[[str], Form]) -> None:
    """As `ask_file`, with what takes long done in a thread; `form` says by the file's name what is written."""

    def write(path: Path) -> None:
        make, label = form(path.name)
        _write_apart(screen, path, make, label)

    _ask(screen, title, ending, write)


def ask_for_whom(screen: ProjectScreen, title: str, then: Callable[[bool], None]) -> None:
    """Ask whether something is written for ourselves, or for publication: then `then` is told True."""
    options = [
        ("own", "o", "as it is, for ourselves"),
        ("publication", "p", "for publication: other numbers, nothing of fewer than three"),
    ]
    screen.on_choose(Choose(title, options, lambda who: then(who == "publication")))


def _ask(screen: ProjectScreen, title: str, ending: str, write: Callable[[Path], None]) -> None:
    initial = str(Path.cwd() / f"{screen.project.folder.resolve().name}{ending}")

    def then(text: str) -> None:
        screen.attempt(lambda: write(Path(text.strip()).expanduser()))

    screen.post_message(Ask(title, then, initial=initial))


def ask(screen: ProjectScreen) -> None:
    """Ask for the file of the whole project; its suffix says the format."""
    ask_units(screen, "Export to", ".html", None)


def ask_units(screen: ProjectScreen, title: str, ending: str, segments: Sequence[str] | None) -> None:
    """Ask for the file of these units, or (None) of all; its suffix says the format."""

    def form(name: str) -> Form:
        writer = registry.writer_for(registry.SEGMENTS, name)
        return lambda read: writer.write(read, segments), writer.label

    suffixes = registry.suffixes(registry.writers(registry.SEGMENTS))
    ask_apart(screen, f"{title} ({suffixes}):", ending, form)


def ask_trail(screen: ProjectScreen) -> None:
    """Ask for the file of the decision trail; its suffix says the form."""

    def form(name: str) -> Form:
        from coder.analysis import trail

        writer = registry.writer_for(registry.TRAIL, name)
        return lambda read: writer.write(*trail.exported(read)), "decision trail"

    suffixes = registry.suffixes(registry.writers(registry.TRAIL))
    ask_apart(screen, f"Decision trail to ({suffixes}):", "-trail.md", form)


def ask_document(screen: ProjectScreen, report: str, make: Callable[[Project], Document]) -> None:
    """Ask for the file of a report; its suffix says the form."""

    def form(name: str) -> Form:
        writer = registry.writer_for(registry.DOCUMENT, name)
        return lambda read: writer.write(make(read)), f"report: {report}"

    suffixes = registry.suffixes(registry.writers(registry.DOCUMENT))
    ask_apart(screen, f"Report {report} to ({suffixes}):", f"-{report}.docx", form)


def _write_apart(screen: ProjectScreen, path: Path, make: Callable[[Project], bytes], label: str) -> None:
    """Write what `make` returns for the project to a file, in a thread; Ctrl+G cancels."""
    shell, project = screen.shell, screen.project

    def work(progress: Progress) -> int:
        # The journal holds every confirmed change, so a thread can read the project from disk beside the writer.
        data = make(read_project(project.folder))
        progress(1)
        exporting.write_file(path, data)
        return len(data)

    def done(size: int) -> None:
        shell.say(f"Wrote {path} ({label}, {size // 1024 + 1:,} KB)")

    job = ThreadJob(screen.app, work, done, shell.fail)

    def cancel() -> None:
        job.cancel(wait=False)
        shell.say("Export cancelled; nothing was written")

    screen.say(f"Exporting to {path.name} … (Ctrl+G cancels)")
    screen.stop_work = cancel
    job.start()

"""Files to import: the choices, the preview and the result of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from textual.widget import Widget

from coder.errors import CoderError, Invalid
from coder.exchange import importing
from coder.exchange.decisions import decisions_of, updated
from coder.exchange.importing import Preview, Readings, Report
from coder.exchange.reading import NOTHING, Chosen, Reading, Survey, format_of
from coder.model.project import ImportDecision
from coder.progress import Progress
from coder.project import Project
from coder.tui.kit.background import ThreadJob


@dataclass(eq=False)
class PlannedFile:
    """A file and what was chosen for it, latest last; `reading` or `error` once it is read, `report` once imported.

    `plan` is there for a transcript that was read. `stale`: it was read before something was decided on another file.
    """

    path: Path
    choices: list[Chosen] = field(default_factory=lambda: [NOTHING])
    reading: Reading | Survey | None = None
    plan: Preview | None = None
    error: CoderError | None = None
    report: Report | None = None
    stale: bool = False

    @property
    def chosen(self) -> Chosen:
        return self.choices[-1]

    @property
    def ready(self) -> bool:
        """Whether it can be imported."""
        return self.report is None and self.reading is not None and (self.plan is None or self.plan.problem is None)


Result = tuple[PlannedFile, Chosen, "Reading | Survey | CoderError"]


class ImportQueue:
    """Reads the files in the background and imports them; `changed` is called for each file that was read."""

    def __init__(
        self, owner: Widget, project: Project, paths: Iterable[Path], changed: Callable[[PlannedFile], None]
    ) -> None:
        self._owner, self._project, self._changed = owner, project, changed
        self.files = [PlannedFile(path, report=importing.skipped(path)) for path in paths]
        self._job: ThreadJob[None] | None = None
        self._readings: Readings | None = None
        self.share = 1.0

    @property
    def reading(self) -> bool:
        """Whether files are being read."""
        return self._job is not None and self._job.running

    def cancel(self) -> None:
        """Stop reading; what was read stays."""
        if self._job is not None:
            self._job.cancel(wait=False)
        if self._readings is not None:
            self._readings.stop()

    # Reading

    def read(self, files: Iterable[PlannedFile], progress: Callable[[], None], done: Callable[[], None]) -> None:
        """Read files with what was chosen and decided; `progress` is called now and then, `done` at the end."""
        todo = [(file, file.chosen) for file in files if file.report is None]
        self._run(todo, progress, done, self._take)

    def choose(self, file: PlannedFile, chosen: Chosen, done: Callable[[CoderError | None], None]) -> None:
        """Read a file with another choice; where that fails, nothing changes, and `done` gets the error."""
        self._choose(file, [*file.choices, chosen], done)

    def take_back(self, file: PlannedFile, done: Callable[[CoderError | None], None]) -> bool:
        """Read a file as before the last choice; return False if there is none."""
        if len(file.choices) < 2:
            return False
        self._choose(file, file.choices[:-1], done)
        return True

    def _choose(self, file: PlannedFile, choices: list[Chosen], done: Callable[[CoderError | None], None]) -> None:
        errors: list[CoderError] = []

        def take(result: Result) -> None:
            if isinstance(result[2], CoderError):
                errors.append(result[2])
                return
            file.choices = choices
            self._take(result)
            format = format_of(file.path)
            for other in self.files:
                other.stale |= other is not file and format_of(other.path) == format

        self._run([(file, choices[-1])], lambda: None, lambda: done(errors[0] if errors else None), take)

    def unread(self) -> list[PlannedFile]:
        """Return the files to read: again, or for the first time after reading was cancelled."""
        waiting = [file for file in self.files if file.report is None and file.reading is None and file.error is None]
        return [*self.stale(), *waiting]

    def stale(self) -> list[PlannedFile]:
        """Return the files to read again."""
        return [file for file in self.files if file.stale and file.report is None]

    def _run(
        self,
        todo: list[tuple[PlannedFile, Chosen]],
        progress: Callable[[], None],
        done: Callable[[], None],
        take: Callable[[Result], None],
    ) -> None:
        self.cancel()
        results: deque[Result] = deque()
        before = {file.path: self._before(file) for file, _ in todo}
        files = [(file.path, chosen) for file, chosen in todo]
        readings = self._readings = Readings(files, before.__getitem__, detail=True)

        def work(report: Progress) -> None:
            with readings:
                for number, (file, chosen) in enumerate(todo):
                    report(number / len(todo))
                    results.append((file, chosen, _take(readings)))

        def drain() -> None:
            while results:
                take(results.popleft())

        def ended(_: None) -> None:
            self.share = 1.0
            drain()
            done()

        def going(share: float) -> None:
            self.share = share
            drain()
            progress()

        self._job = ThreadJob(self._owner, work, ended, self._failed, going, at_once=None)
        self._job.start()

    def _failed(self, error: CoderError) -> None:
        raise error  # `work` keeps errors as results

    def _take(self, result: Result) -> None:
        file, _, reading = result
        file.stale = False
        file.error = file.reading = file.plan = None
        if isinstance(reading, CoderError):
            file.error = reading
        else:
            file.reading = reading
        self.plan(file)
        self._changed(file)

    def plan(self, file: PlannedFile) -> None:
        """Work out what importing a file would do in the project as it is now."""
        file.plan = importing.preview(self._project, file.reading) if isinstance(file.reading, Reading) else None

    def _before(self, file: PlannedFile) -> tuple[ImportDecision, ...]:
        """Return what was decided for other files of the format: earlier, and on this screen."""
        decisions = importing.decisions_for(self._project, file.path)
        format = format_of(file.path)
        for other in self.files:
            if other is not file and len(other.choices) > 1 and format_of(other.path) == format:
                chosen = other.chosen
                new = decisions_of(format, other.path.name, chosen.options, chosen.interviewers)
                decisions = updated(decisions, new)
        return decisions

    # Importing

    def importing(self, files: Iterable[PlannedFile]) -> Iterator[PlannedFile]:
        """Import files one by one; a step each. StoreError is raised if the disk refuses."""
        for file in files:
            if file.report is None and file.error is not None:
                file.report = importing.failed(file.path, file.error)
            elif file.report is None and file.reading is not None:
                file.report = self._import(file)
            yield file

    def _import(self, file: PlannedFile) -> Report:
        if isinstance(file.reading, Survey):
            try:
                return importing.add_survey(self._project, file.reading)
            except Invalid as error:
                return importing.failed(file.path, error)
        self.plan(file)
        assert file.plan is not None
        return importing.add(self._project, file.plan)


def _take(readings: Readings) -> Reading | Survey | CoderError:
    """Return the next file as read, or the error."""
    try:
        return readings.take()
    except CoderError as error:
        return error

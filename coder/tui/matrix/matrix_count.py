"""The count of a matrix: what is chosen, and the background job that counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from coder.analysis.axes import CODES, PARTICIPANTS
from coder.analysis.cooccurrence import OVERLAP
from coder.analysis.matrix import Matrix
from coder.analysis.retrieval import retrieve
from coder.errors import CoderError
from coder.tui.kit.background import Progress, ThreadJob
from coder.tui.kit.project_screen import ProjectScreen

#: Tables whose records are counted or named in a matrix.
COUNTED = {"sources", "texts", "codes", "segments", "codings", "participants", "waves", "groups"}


class MatrixSpec(NamedTuple):
    """What is counted: the kinds of rows and columns, the definition of co-occurrence, a query ("" for all units)."""

    rows: str
    columns: str
    how: str
    query: str


@dataclass
class MatrixChoice:
    """What is counted and how it is shown, with the cursor: the ids of its row and column."""

    rows: str = CODES
    columns: str = PARTICIPANTS
    how: str = OVERLAP
    query: str = ""
    excerpts: bool = False
    folded: set[str] = field(default_factory=set)
    row: str = ""
    column: str = ""

    @property
    def spec(self) -> MatrixSpec:
        return MatrixSpec(self.rows, self.columns, self.how, self.query)

    def restore(self, spec: MatrixSpec) -> None:
        """Choose again what was chosen before."""
        self.rows, self.columns, self.how, self.query = spec


class MatrixCount:
    """Counts the chosen matrix in a thread that reads the open project: `halt` it before the project changes."""

    def __init__(self, screen: ProjectScreen, choice: MatrixChoice, show: Callable[[Matrix, bool], None]) -> None:
        """`show` gets the matrix, and whether its cells are counted; if not, only its rows and columns are known."""
        self._screen, self._choice, self._show = screen, choice, show
        self._job: ThreadJob[Matrix] | None = None
        self._shown: MatrixSpec | None = None
        self._outlined = False

    @property
    def running(self) -> bool:
        return self._job is not None

    def start(self) -> None:
        """Count; the counts on the screen stay until then."""
        self.halt()
        self._outlined = False
        project, spec = self._screen.project, self._choice.spec

        def work(progress: Progress) -> Matrix:
            query = spec.query
            segments = retrieve(project, query, pause=lambda: progress(0)) if query else None
            return Matrix(project, spec.rows, spec.columns, spec.how, segments, progress)

        self._job = ThreadJob(self._screen, work, self._done, self._failed, self._report, at_once=None)
        self._screen.stop_work = self._cancel
        self._job.start()

    def restart(self) -> None:
        """Count after a change: the counts on the screen may name what no longer exists."""
        self._shown = None
        self.start()

    def resume(self) -> None:
        """Count again after `halt`, unless that has begun or nothing needs counting."""
        if self._job is None and self._shown != self._choice.spec:
            self.start()

    def halt(self) -> bool:
        """Stop without a message; return whether a count was running."""
        job, self._job, self._screen.stop_work = self._job, None, None
        if job is not None:
            job.cancel()
        return job is not None

    def _done(self, matrix: Matrix) -> None:
        self._job = self._screen.stop_work = None
        self._shown = self._choice.spec
        self._show(matrix, True)

    def _report(self, share: float) -> None:
        if self._shown is None and not self._outlined:
            self._outlined = True
            spec = self._choice.spec
            self._show(Matrix(self._screen.project, spec.rows, spec.columns, spec.how, ()), False)
        self._screen.say(f"Counting … {round(100 * share)} % (Ctrl+G cancels)")

    def _failed(self, error: CoderError) -> None:
        """Show why the query cannot be run; return to the counts on the screen, or to all units."""
        self._job = self._screen.stop_work = None
        self._screen.fail(error)
        if self._shown is not None:
            self._choice.restore(self._shown)
        elif self._choice.query:
            self._choice.query = ""
            self.start()

    def _cancel(self) -> None:
        self.halt()
        if self._shown is not None:
            self._choice.restore(self._shown)
        self._screen.say("Cancelled" if self._shown is not None else "Cancelled: c, r or q counts again")

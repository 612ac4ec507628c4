"""Counting a matrix: at once where that is quick, else apart from the keys, where it can be watched and stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coder.analysis.matrix import Matrix
from coder.analysis.retrieval import retrieve
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.project import Project
from coder.tui.kit.background import ThreadJob
from coder.tui.matrix.matrix_asks import MatrixAsks

#: Tables whose records are counted or named in a matrix.
COUNTED = {"sources", "texts", "codes", "segments", "codings", "participants", "waves", "groups"}
#: What of the choice says what is counted.
ASKED = ("rows", "columns", "how", "query")


class MatrixCounts(MatrixAsks):
    """The part of the matrix that counts what is chosen; what changes while it counts begins it anew."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._counting: ThreadJob[Matrix] | None = None
        self._answered: dict[str, Any] = {}  # the choice whose counts are shown; empty where none are
        self._lined = False  # only lines are shown, as long as it counts

    def show_matrix(self, matrix: Matrix, counted: bool = True) -> None:
        """Show what was counted, or only its lines."""
        raise NotImplementedError

    def fill(self) -> None:
        self._count()

    def take(self, **changes: Any) -> None:
        """Other rows, columns, definition or query: count anew, or leave all as it was."""
        for name, value in changes.items():
            setattr(self.chosen, name, value)
        self._count()

    def follow(self, transaction: Transaction) -> None:
        query = self.chosen.query  # which may name a saved query, a set, words of a memo
        if query or any(change.table in COUNTED for change in transaction.changes):
            self._answered = {}  # the table may name what is gone
            self._count()
        super().follow(transaction)  # last: what was done stays readable

    def action_undo(self, redo: bool = False) -> Transaction | None:
        """Nobody reads what is being changed: what is refused may be taken back without a word to who counts."""
        counting = self._counting is not None
        self._halt()
        done = super().action_undo(redo)
        if counting and self._counting is None and self._answered != self._wanted():
            self._count()
        return done

    def _wanted(self) -> dict[str, Any]:
        """What of the choice says what is counted."""
        return {name: getattr(self.chosen, name) for name in ASKED}

    def left(self) -> None:
        self._halt()

    def on_unmount(self) -> None:
        self._halt()

    # Counting

    def _halt(self) -> None:
        """Nobody counts any more."""
        counting, self._counting, self.stop_work = self._counting, None, None
        if counting is not None:
            counting.cancel()

    def _count(self) -> None:
        self._halt()
        self._lined = False
        project, rows, columns, how = self.project, self.chosen.rows, self.chosen.columns, self.chosen.how
        query = self.chosen.query

        def make(tick: Callable[[float], None]) -> Matrix:
            segments = retrieve(project, query, pause=lambda: tick(0)) if query else None
            return Matrix(project, rows, columns, how, segments, tick)

        self._counting = ThreadJob(self, make, self._done, self._refused, self._far, at_once=None)
        self.stop_work = self._stopped
        self._counting.start()

    def _done(self, matrix: Matrix) -> None:
        self._counting = self.stop_work = None
        self._answered = self._wanted()
        self.show_matrix(matrix)

    def _far(self, share: float) -> None:
        if not self._answered and not self._lined:
            self._lined = True
            self._show_lines()
        self.say(f"counting … {round(100 * share)} % · Ctrl+G stops")

    def _show_lines(self) -> None:
        """Rows and columns, and nothing in the cells yet."""
        chosen = self.chosen
        self.show_matrix(Matrix(self.project, chosen.rows, chosen.columns, chosen.how, ()), counted=False)

    def _refused(self, error: CoderError) -> None:
        """The query cannot be answered: back to what is shown, or to all units."""
        self._counting = self.stop_work = None
        self.fail(error)
        if self._answered:
            self._back()
        elif self.chosen.query:
            self.take(query="")

    def _stopped(self) -> None:
        self._halt()
        self._back()
        self.say("stopped" if self._answered else "stopped: c, r or q count again")

    def _back(self) -> None:
        for name, value in self._answered.items():
            setattr(self.chosen, name, value)

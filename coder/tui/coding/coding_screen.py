"""The coding screen: where transcripts are read and coded; it lies below all other screens of a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult

from coder.model.change import Transaction
from coder.model.memo import MEMO_TARGETS
from coder.model.source import Source
from coder.project import Project
from coder.project.ordering import by_order
from coder.text.span import Span
from coder.tui.coding.workspace import Workspace
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.memos.draft_recovery import DraftRecovery
from coder.tui.memos.memo_target import Target


class CodingScreen(ProjectScreen):
    """The workspace with a status line and key hints."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "coding_screen.tcss"]
    where = "transcript"

    def __init__(self, project: Project, memo_target: str | None = None, memo_kind: str = "") -> None:
        """`memo_target`: the id of a record to write a memo on at once, or of a memo to edit, or "project"."""
        super().__init__(project)
        self._memo_target, self._memo_kind = memo_target, memo_kind
        self._recovery: DraftRecovery | None = None

    def compose(self) -> ComposeResult:
        yield Workspace(self.project, self.shell.settings.unit, id="panes")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.workspace.restore()
        self.show_state()
        self.show_hints()
        if self._memo_target is not None:
            self.call_after_refresh(_write_memo, self, self._memo_target, self._memo_kind)
        else:
            self._recovery = DraftRecovery(self.workspace.memo_pane)

    @property
    def workspace(self) -> Workspace:
        return self.query_one(Workspace)

    def visit(
        self,
        target: Source | str,
        place: Span | int | None = None,
        back: Callable[[], None] | None = None,
        message: str = "",
    ) -> None:
        """Show a record by its id, or a source: where it was left, at an offset, or with a span highlighted.

        Esc then calls `back`.
        """
        transcript = self.workspace.transcript
        if isinstance(target, str):
            self.aim(target)
        else:
            transcript.open(target, place.start if isinstance(place, Span) else place)
            if isinstance(place, Span):
                transcript.view.highlight([place])
        transcript.return_to = back
        if message:
            self.say(message)

    def aim(self, id: str) -> None:
        """Show a code in the tree, or a segment, a source, or the first source of a participant."""
        project, codes, transcript = self.project, self.workspace.codes, self.workspace.transcript
        if id in project.codes:
            codes.code_tree.focus()
            codes.code_tree.point_at(id)
            return
        segment = project.segments.get(id)
        interviews = (source for source in project.sources.values() if source.participant == id)
        source = project.sources.get(segment.source if segment else id) or min(interviews, key=by_order, default=None)
        if source is not None:
            transcript.open(source, segment.start if segment else None)
            if segment is not None:
                transcript.view.highlight([segment.span])
            transcript.view.focus()
        elif id in project.participants:
            self.say("This participant has no transcript")

    def left(self) -> None:
        self.workspace.transcript.keep_place()

    def keep(self) -> None:
        self.workspace.memo_pane.view.flush()
        self.workspace.store()

    def follow(self, transaction: Transaction) -> None:
        self.workspace.follow(transaction)
        super().follow(transaction)
        self.show_hints()

    def hints(self) -> list[tuple[str, str]]:
        return self.workspace.hints()

    def parts(self) -> tuple[str, ...]:
        return (self.workspace.part(),)

    def on_screen_resume(self) -> None:
        if self._recovery is not None:
            self._recovery.resume()

    #: Recovery continues when a memo is closed, too.
    on_memo_view_left = on_screen_resume


def _write_memo(screen: CodingScreen, id: str, kind: str) -> None:
    """Edit the memo with this id, or write one on the record that has it, or on the project."""
    project, workspace = screen.project, screen.workspace
    if id in project.memos:
        workspace.memo_pane.view.edit(project.memos[id])
        return
    table = next((table for table in MEMO_TARGETS if id in project.tables[table]), "project")
    screen.aim(id)
    workspace.write_memo(Target(table, id if table != "project" else project.info.id), kind)

"""What a killed program left behind is offered when a project is opened, but never while somebody writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.project import drafts
from coder.project.drafts import MemoDraft
from coder.tui.kit.messages import Choose
from coder.tui.memos.memo_target import draft_label

if TYPE_CHECKING:
    from coder.tui.coding.coding_screen import CodingScreen

#: It is offered so many seconds after opening, or when nobody writes any more.
AFTER = 0.3


class DraftRecovery:
    """Offers on a screen the memos that were not saved before it was opened, and tells of other texts."""

    def __init__(self, screen: CodingScreen) -> None:
        self._screen, self._project = screen, screen.project
        self._since = self._project.now()
        self._waiting = False
        screen.set_timer(AFTER, self._recover)

    def go_on(self) -> None:
        """Nobody writes now: offer what had to wait."""
        if self._waiting:
            self._screen.set_timer(AFTER, self._recover)

    def _recover(self) -> None:
        screen, project = self._screen, self._project
        self._waiting = screen.memo_pane.editing or screen.app.screen is not screen
        if self._waiting:  # nobody is interrupted, least of all while writing
            return
        unsaved = [draft for draft in drafts.memo_drafts(project) if draft.when <= self._since]
        if unsaved and not project.readonly:
            self._offer(unsaved[0])
        left = drafts.describe_unsaved(project, self._since)
        if left:
            screen.notify(left, markup=False)

    def _offer(self, draft: MemoDraft) -> None:
        words = len(draft.text.split())
        options = [
            ("open", "o", "Open it and go on writing"),
            ("later", "l", "Leave it for later"),
            ("drop", "d", "Throw it away"),
        ]

        def decide(what: str) -> None:
            if what == "open":
                self._resume(draft)
            elif what == "drop":
                drafts.discard(self._project, draft)

        label = draft_label(self._project, draft, (draft.start, draft.end))
        detail = f"{draft.kind}, {words} words, on {label}; typed {_ago(draft.when)}"
        self._screen.on_choose(Choose("A memo was not saved when the program ended", options, decide, detail))

    def _resume(self, draft: MemoDraft) -> None:
        screen, project = self._screen, self._project
        segment = project.segments.get(draft.target)
        if draft.about == "segments" and draft.start >= 0 and draft.target in project.sources:
            screen.open_source(project.sources[draft.target], draft.start)
        elif segment is not None:
            screen.open_source(project.sources[segment.source], segment.start)
        screen.memo_pane.resume(draft)


def _ago(when: str) -> str:
    from datetime import datetime

    import humanize

    return humanize.naturaltime(datetime.fromisoformat(when)) if when else "some time ago"

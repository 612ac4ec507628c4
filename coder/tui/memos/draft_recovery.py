"""Draft recovery: offer the memos that were not saved when the program ended, but not while a memo is written."""

from __future__ import annotations

from coder.project import drafts
from coder.project.drafts import MemoDraft
from coder.text.moments import format_ago
from coder.text.phrases import format_count
from coder.tui.kit.questions import interactive
from coder.tui.kit.shell import shell_of
from coder.tui.memos.memo_acts import draft_label
from coder.tui.memos.memo_pane import MemoPane

#: Seconds after opening, or after a memo was closed, until a draft is offered.
DELAY = 0.3


class DraftRecovery:
    """Offers drafts from before the project was opened, and names other unsaved texts."""

    def __init__(self, pane: MemoPane) -> None:
        self._pane = pane
        self._waiting = False
        self._since = pane.view.project.now() if pane.view.project is not None else ""
        pane.set_timer(DELAY, self._recover)

    def resume(self) -> None:
        """Offer a draft if one is still to be offered: the screen is in front again, or a memo was closed."""
        if self._waiting:
            self._pane.set_timer(DELAY, self._recover)

    def _recover(self) -> None:
        pane, project = self._pane, self._pane.view.project
        self._waiting = pane.view.editing or not pane.screen.is_current
        if self._waiting or project is None:
            return
        unsaved = [draft for draft in drafts.memo_drafts(project) if draft.when <= self._since]
        if unsaved and not project.readonly:
            offer(pane, unsaved[0])
        other_texts = drafts.describe_unsaved(project, self._since)
        if other_texts:
            pane.notify(other_texts, markup=False)


@interactive
async def offer(pane: MemoPane, draft: MemoDraft) -> None:
    """Offer to open a draft, to leave it for later, or to discard it."""
    project = pane.view.project
    if project is None:
        return
    label = draft_label(project, draft, (draft.start, draft.end))
    words = format_count(len(draft.text.split()), "word")
    options = [("open", "o", "Open"), ("later", "l", "Ask again later"), ("discard", "d", "Discard")]
    detail = f"{draft.kind}, {words}, on {label}; typed {format_ago(draft.when)}"
    choice = await pane.choose("A memo was not saved when the program ended", options, detail)
    if choice == "discard":
        drafts.discard(project, draft)
    elif choice == "open":
        segment = project.segments.get(draft.target)
        if segment is not None:
            shell_of(pane).open("coding", source=project.sources[segment.source], place=segment.start)
        elif draft.start >= 0 and draft.target in project.sources:
            shell_of(pane).open("coding", source=project.sources[draft.target], place=draft.start)
        pane.view.resume(draft)

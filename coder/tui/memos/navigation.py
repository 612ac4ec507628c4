"""The ways between memos and what they are about: to a record on the coding screen, and from a unit into a memo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from coder.analysis.memo_links import Goal
from coder.analysis.quotations import quotation
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import memos
from coder.project.ordering import by_order
from coder.project.segments import excerpt
from coder.text.span import Span
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Item, Pick
from coder.tui.memos.memo_target import Target

if TYPE_CHECKING:
    from coder.tui.coding.coding_memos import CodingMemos
    from coder.tui.coding.coding_screen import CodingScreen

NEW_HERE, NEW = "new here", "new"


def coding_screen(app: App[Any]) -> CodingScreen:
    """The coding screen of the open project, which lies below all others."""
    from coder.tui.coding.coding_screen import CodingScreen

    return next(screen for screen in app.screen_stack if isinstance(screen, CodingScreen))


def show_record(screen: CodingMemos, goal: Goal, back: Callable[[], None] | None = None) -> None:
    """Show on the coding screen what a link or a memo is about; `back` is where Esc leads then.

    A framework has a screen of its own.
    """
    if goal.about == "frameworks":
        screen.shell.open("framework", record=goal.id)
        return
    _show(screen, goal)
    screen.transcript.return_to = back  # opening a transcript forgets where one came from


def _show(screen: CodingMemos, goal: Goal) -> None:
    if goal.about == "codes":
        screen.codes.code_tree.focus()
        screen.codes.code_tree.point_at(goal.id)
        return
    from coder.tui.transcript.view import TranscriptView

    project = screen.project
    segment = project.segments.get(goal.id)
    source = _source(project, goal)
    if source is None:
        screen.say("There is no transcript of this participant" if goal.about == "participants" else "")
        return
    if segment is not None:
        screen.open_source(source, segment.start)
        screen.query_one(TranscriptView).highlight([Span(segment.start, segment.end)])
    else:
        screen.open_source(source)
    screen.query_one(TranscriptView).focus()


def _source(project: Project, goal: Goal) -> Source | None:
    """The transcript in which something is; of a participant, the first one."""
    if goal.about == "segments":
        return project.sources[project.segments[goal.id].source]
    theirs = (one for one in project.sources.values() if one.participant == goal.id)
    return project.sources.get(goal.id) or min(theirs, key=by_order, default=None)


def quotation_here(screen: CodingMemos) -> str:
    """The unit under the transcript's cursor as a memo quotes it; it becomes a segment. "" where there is none."""
    pane, project = screen.transcript, screen.project
    source, chosen = pane.source, pane.view.selection
    if source is None:
        return ""
    segment = pane.attempt(lambda: memos.quote(project, source, chosen.start, chosen.end))
    return quotation(project, segment) if segment is not None else ""


def quote(screen: CodingMemos) -> None:
    """Quote the unit in the memo that is written; where none is, ask in which."""
    if screen.memo_pane.editing:
        screen.memo_pane.insert(quotation_here(screen))
        return
    project, source = screen.project, screen.transcript.source
    if source is None:
        return
    rows = [Item(NEW_HERE, f"a new memo on {source.name}"), Item(NEW, "a new memo on the project")]
    from coder.analysis.memo_list import MemoFilter, filter_memos

    for memo in filter_memos(project, MemoFilter(), project.initials, "newest"):
        label = memos.target_label(project, memo.about, memo.target)
        rows.append(Item(memo.id, f"{label}: {memo.title or excerpt(memo.text[:400])}", detail=memo.kind))

    def put(id: str) -> None:
        text = quotation_here(screen)
        if id in project.memos:
            screen.memo_pane.edit(project.memos[id])
            screen.call_after_refresh(screen.memo_pane.insert, text)
        elif text:
            target = Target("sources", source.id) if id == NEW_HERE else Target("project", project.info.id)
            screen.memo_pane.write(target, text=f"{text}\n\n")

    def choose(ids: tuple[str, ...], _: str) -> None:
        screen.call_after_refresh(put, ids[0])  # when the list has given the keys back

    screen.post_message(Pick("Quote it in which memo?", list_finder(rows), choose))

"""Quoting: the unit under the cursor of the transcript, with its reference, in a memo."""

from __future__ import annotations

from collections.abc import Callable

from coder.project.operations import memos
from coder.project.quotations import quotation
from coder.project.study import target_label
from coder.text.phrases import excerpt
from coder.tui.coding.coding_screen import Workspace
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.memos.memo_acts import Target

NEW_ON_SOURCE, NEW_ON_PROJECT = "source", "project"


def insert_quotation(screen: ProjectScreen, insert: Callable[[str], None]) -> None:
    """Pass the quotation of the unit to `insert`, from any screen over the coding screen."""
    text = _quotation(_workspace(screen))
    if text:
        insert(text)


@interactive
async def quote_in_memo(screen: ProjectScreen) -> None:
    """Quote the unit in the memo that is written; where none is, ask in which."""
    workspace = _workspace(screen)
    project, view, source = workspace.project, workspace.memo_pane.view, workspace.transcript.source
    if view.editing:
        view.insert(_quotation(workspace))
        return
    if source is None:
        return
    from coder.analysis.memo_list import MemoFilter, filter_memos

    rows = [Item(NEW_ON_SOURCE, f"a new memo on {source.name}"), Item(NEW_ON_PROJECT, "a new memo on the project")]
    for memo in filter_memos(project, MemoFilter(), project.initials, "newest"):
        label = target_label(project, memo.about, memo.target)
        rows.append(Item(memo.id, f"{label}: {memo.title or excerpt(memo.text[:400])}", detail=memo.kind))
    choice = await screen.pick("Quote in which memo?", list_finder(rows))
    text = _quotation(workspace) if choice is not None else ""
    if choice is not None and choice in project.memos:
        await view.edit(project.memos[choice]).wait()
        view.insert(text)
    elif text:
        target = Target("sources", source.id) if choice == NEW_ON_SOURCE else Target("project", project.info.id)
        view.write(target, text=f"{text}\n\n")


def _workspace(screen: ProjectScreen) -> Workspace:
    """Return the workspace of the coding screen, which is below all others."""
    return next(widget for below in screen.app.screen_stack for widget in below.query(Workspace))


def _quotation(workspace: Workspace) -> str:
    """Return the unit under the cursor as a memo quotes it: it becomes a segment. "" where there is none."""
    project, pane = workspace.project, workspace.transcript
    source, span = pane.source, pane.view.selection
    if source is None:
        return ""
    segment = pane.attempt(lambda: memos.quote(project, source, span.start, span.end))
    return quotation(project, segment) if segment is not None else ""

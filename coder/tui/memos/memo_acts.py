"""Acts on memos: choose a target, change the type, share, delete, follow a link."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from textual.message import Message

from coder.model.memo import MEMO_KINDS, Memo
from coder.project import Project
from coder.project.consequences import by_another, foresee
from coder.project.drafts import MemoDraft
from coder.project.memo_links import Goal, Resolver
from coder.project.operations import memos
from coder.project.study import target_label
from coder.text.phrases import excerpt
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.shell import shell_of


class Target(NamedTuple):
    """A record, or a span of a source that becomes a segment when its memo is saved."""

    about: str
    id: str
    start: int = -1
    end: int = -1


class WriteMemo(Message):
    """Asks the coding screen to open the memo editor on a target."""

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target


def draft_label(project: Project, draft: MemoDraft, span: tuple[int, int]) -> str:
    """Return what a draft is about: a span that is no segment yet by its words."""
    start, end = span
    if start < 0 or draft.target not in project.sources:
        return target_label(project, draft.about, draft.target)
    return f"unit “{excerpt(project.text_of(project.sources[draft.target]).text[start:end], 32)}”"


#: Number of links that can be chosen by a digit.
DIGITS = 9


async def choose_kind(widget: Interactive) -> str | None:
    """Ask for a type of memo."""
    return await widget.choose("Memo type", [(kind, kind[0], entry.choice) for kind, entry in MEMO_KINDS.items()])


def say_whose(widget: Interactive, project: Project, memo: Memo) -> None:
    """Say by which other coder a memo is that is being changed."""
    if whose := by_another(project, "memos", memo):
        widget.say(f"{whose} u undoes a change of it")


@interactive
async def change_kind(widget: Interactive, project: Project, memo: Memo) -> None:
    """Change the type of a memo."""
    kind = await choose_kind(widget)
    if kind is not None and memo.id in project.memos:
        memos.revise(project, project.memos[memo.id], kind=kind)
        say_whose(widget, project, memo)


@interactive
async def toggle_share(widget: Interactive, project: Project, memo: Memo) -> None:
    """Share a private memo with the other coders, after asking; or make it private again."""
    if memo.shared:
        memos.unshare(project, memo)
        return
    memos.check_sharable(project, memo)
    options = [("cancel", "c", "Keep it private"), ("share", "s", "Share it with all coders")]
    detail = "They can read it from now on, and it is part of exports and reports. S makes it private again."
    if await widget.choose("Share this private memo with all coders?", options, detail) != "share":
        return
    if memo.id in project.memos:
        memos.share(project, project.memos[memo.id])


@interactive
async def delete(widget: Interactive, project: Project, memo: Memo) -> None:
    """Delete a memo after asking."""
    if memo.locked:
        memos.check_unlocked(memo)  # raises
        return
    remove = partial(memos.remove, project, memo)
    options = [("cancel", "c", "Cancel"), ("delete", "d", "Delete (u: undo)")]
    detail = foresee(project, remove, {memo.id}, ("segments",))
    if await widget.choose("Delete this memo?", options, detail) == "delete" and memo.id in project.memos:
        remove()


@interactive
async def follow_link(
    widget: Interactive, project: Project, memo: Memo, back: Callable[[], None] | None = None
) -> None:
    """Follow the link in a memo; where there are several, ask which. Esc on the coding screen then calls `back`."""
    links = {memo.text[link.start : link.end]: goal for link, goal in Resolver(project).goals(memo.text)}
    if not links:
        widget.say("No link in this memo: [[ in the editor inserts one")
        return
    text: str | None = next(iter(links))
    if len(links) > 1:
        options = [
            (link, str(n) if n <= DIGITS else "", goal.label if goal else f"✗ {link}: broken link")
            for n, (link, goal) in enumerate(links.items(), 1)
        ]
        text = await widget.choose("Follow which link?", options, reads=True)
    if text is None:
        return
    goal = links[text]
    if goal is None:
        widget.say(f"{text} is a broken link: its target was removed or renamed")
    else:
        open_goal(widget, goal, back)


def open_goal(widget: Interactive, goal: Goal, back: Callable[[], None] | None = None) -> None:
    """Show what a link names, or what a memo is about; Esc on the coding screen then calls `back`."""
    if goal.about == "frameworks":
        shell_of(widget).open("framework", record=goal.id)
    else:
        project = shell_of(widget).project
        if goal.about == "project" and project is not None:
            widget.say(f"This memo is on the project itself: {project.info.name}")
        else:
            message = _participant_message(project, goal.id) if project is not None else ""
            shell_of(widget).open("coding", record=goal.id, back=back, message=message)


def _participant_message(project: Project, id: str) -> str:
    """Return what is shown of a participant; "" for another record, or one without a transcript."""
    participant = project.participants.get(id)
    if participant is None or all(source.participant != id for source in project.sources.values()):
        return ""
    return f"First transcript of {participant.name} · p shows the memo on {participant.name}, g w the table"

"""Erasing on the screen: what it takes away, the decisions it needs, and the work itself in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from textual.app import App

from coder.errors import CoderError, ReadOnly
from coder.model.record import Record
from coder.project import Project, erasure, erasure_files
from coder.project.erasure import Preview, Shown
from coder.project.erasure_files import Outcome, Plan
from coder.text.phrases import format_count
from coder.tui.kit import session_state
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive, waiting
from coder.tui.kit.shell import shell_of

_LISTED = 5
#: Seconds between two looks at the progress.
_GLANCE = 0.2
_KEEP, _CUT, _KEEP_ALL, _CUT_ALL = "keep", "cut", "keep all", "cut all"


@interactive
async def erase(screen: ProjectScreen, records: Sequence[Record]) -> None:
    """Erase records after showing what that takes away and asking for each decision."""
    project = screen.project
    if project.readonly:
        raise ReadOnly
    screen.say("Reading the history and the backups …")
    with waiting():
        preview = await asyncio.to_thread(erasure.preview, project, records)
    screen.say("")
    kept = await _decide_on_quotations(screen, preview.quotations)
    unreadable = "" if kept is None else await _decide_on_backups(screen, preview)
    if kept is None or unreadable is None:
        screen.say("Nothing was erased")
        return
    options = [("no", "n", "Cancel"), ("erase", "e", f"Erase {preview.what} for good")]
    if await screen.choose(f"Erase {preview.what}?", options, _detail(preview)) != "erase":
        screen.say("Nothing was erased")
        return
    reason = await screen.ask("Reason (optional; the history keeps it):")
    if reason is None:
        screen.say("Nothing was erased")
        return
    plan = erasure.begin(project, records, kept=kept, unreadable=unreadable, reason=reason)
    screen.app.run_worker(_carry_out(screen.app, project, plan, preview.what), name="erase", exit_on_error=True)


def _detail(preview: Preview) -> str:
    lines = [preview.question.partition("? ")[2]]
    if preview.points:
        lines.append(f"What rested on it becomes {format_count(len(preview.points), 'open point')} in a memo:")
        lines += [f"· {point}" for point in preview.points[:_LISTED]]
        if len(preview.points) > _LISTED:
            lines.append(f"· and {len(preview.points) - _LISTED:,} more")
    return "\n".join(lines)


async def _decide_on_quotations(screen: ProjectScreen, quotations: Sequence[Shown]) -> list[str] | None:
    """Ask of each text that quotes what is erased whether the words stay; return the ids of those, None after Esc."""
    kept: list[str] = []
    for number, shown in enumerate(quotations, 1):
        left = len(quotations) - number
        options = [(_CUT, "c", "Cut these words"), (_KEEP, "k", "Keep them")]
        if left:
            texts = format_count(left + 1, "text")
            options += [(_CUT_ALL, "C", f"Cut in all {texts}"), (_KEEP_ALL, "K", f"Keep in all {texts}")]
        words = (
            "\n".join(f"“{words}”" for words in shown.words) or "The words are in a private memo of another coder."
        )
        title = f"Quoted {number} of {len(quotations)}: {shown.where}"
        answer = await screen.choose(title, options, words)
        if answer is None:
            return None
        if answer in (_KEEP, _KEEP_ALL):
            kept += [shown.id] if answer == _KEEP else [rest.id for rest in quotations[number - 1 :]]
        if answer in (_CUT_ALL, _KEEP_ALL):
            break
    return kept


async def _decide_on_backups(screen: ProjectScreen, preview: Preview) -> str | None:
    """Ask what to do with backups that cannot be rewritten; "" where there are none, None after Esc."""
    if not preview.unreadable:
        return ""
    options = [("keep", "k", "Keep them: they still hold it"), ("delete", "d", "Delete them")]
    number = format_count(len(preview.unreadable), "backup")
    return await screen.choose(f"{number} cannot be rewritten", options, "\n".join(preview.unreadable))


async def _carry_out(app: App[Any], project: Project, plan: Plan, what: str) -> None:
    """Clean all files in a thread, and take over the new history between two changes."""
    shell = shell_of(app)
    session_state.forget_removed(project)
    share = 0.0

    def follow(now: float) -> None:
        nonlocal share
        share = now

    timer = app.set_interval(_GLANCE, lambda: shell.say(f"Erasing {what}: {share:.0%}"))
    try:
        prepared = await asyncio.to_thread(erasure_files.prepare, project, plan, follow)
        while not erasure_files.commit(project, prepared):
            prepared = await asyncio.to_thread(erasure_files.prepare, project, plan, follow)
        share = 0.0
        outcome = await asyncio.to_thread(erasure_files.finish, project, prepared, follow)
    except CoderError as error:
        shell.fail(error)
        return
    finally:
        timer.stop()
    shell.say(f"Erased {what}")
    app.notify("\n".join(report(outcome)), title=f"Erased {what}", timeout=30, markup=False)


def report(outcome: Outcome) -> list[str]:
    """Return what was done and found, in sentences."""
    search = outcome.search
    left = "nothing of it is left" if not search.hits else "something is left"
    backups, runs = format_count(outcome.backups, "backup"), format_count(search.runs, "run")
    lines = [
        f"{format_count(outcome.entries, 'change')} and {backups} rewritten. Undo ends here.",
        f"{format_count(search.files, 'file')} searched for {runs} of five words: {left}.",
    ]
    lines += [f"Still in {hit.where}" for hit in search.hits[:_LISTED]]
    lines += [f"Not searched: {name} ({why})" for name, why in search.unsearched[:_LISTED]]
    lines += [f"Not rewritten: {path}" for path, _ in outcome.kept]
    return lines

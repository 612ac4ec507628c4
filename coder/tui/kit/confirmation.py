"""The question before an act that deletes or changes more than the records it names, or another coder's work."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from coder.project import Project
from coder.project.consequences import foresee
from coder.tui.kit.questions import Interactive
from coder.tui.kit.session_state import screen_state

T = TypeVar("T")
YES, ALWAYS = "yes", "always"


async def confirm(
    widget: Interactive,
    project: Project,
    title: str,
    act: Callable[[], object],
    named: Collection[str] = (),
    expected: Collection[str] = (),
    *,
    repeats: bool = False,
) -> str | None:
    """Return YES if the person agrees or nothing need be asked, None if they do not; see `foresee`.

    With `repeats` the answer may be ALWAYS: not to be asked again.
    """
    consequences = foresee(project, act, named, expected)
    if not consequences:
        return YES
    options = [
        ("no", "n", "No"),
        (YES, "y", "Yes"),
        *([(ALWAYS, "a", "Yes, and do not ask again here")] if repeats else []),
    ]
    answer = await widget.choose(f"{title}?", options, f"{consequences} u undoes it.")
    return answer if answer in (YES, ALWAYS) else None


class Agreed(set[str]):
    """The works of other coders that the person agreed to change, by their keys, while the project is open."""


async def may_rewrite(widget: Interactive, project: Project, key: str, title: str, whose: str) -> bool:
    """Return whether a work may be changed: asks once for one of another coder; `whose` says by whom, "" is own."""
    agreed = screen_state(project, Agreed)
    if not whose or key in agreed or project.readonly:  # a project open read-only refuses the change itself
        return True
    if await widget.choose(f"{title}?", [("no", "n", "No"), (YES, "y", "Yes")], f"{whose} u undoes it.") != YES:
        return False
    agreed.add(key)
    return True


async def act_if_confirmed(
    widget: Interactive,
    project: Project,
    title: str,
    act: Callable[[], T],
    named: Collection[str] = (),
    expected: Collection[str] = (),
) -> T | None:
    """Return the result of `act`, None if the person was asked and said no."""
    return act() if await confirm(widget, project, title, act, named, expected) else None

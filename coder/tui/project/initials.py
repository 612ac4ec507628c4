"""The question for a coder's initials, where none are known: when a project opens, or a working copy is made."""

from __future__ import annotations

from coder.errors import Invalid
from coder.project.operations.coders import account_name, check_initials, only_coder
from coder.project.study import Study
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive

TITLE = "Your initials (recorded with every change you make):"


async def ask_initials(screen: ProjectScreen, study: Study) -> str | None:
    """Return initials that can be a coder's, those of the study's only coder to begin with; None after Esc."""
    text: str | None = only_coder(study)
    while (text := await screen.ask(TITLE, text or "", unasked=True)) is not None:
        try:
            return check_initials(text)
        except Invalid as error:
            screen.fail(error)
    return None


@interactive
async def ask_once(screen: ProjectScreen) -> None:
    """Ask for the initials, keep them in the settings, and open the project again as this coder.

    After Esc the project stays open under the name of the account, and the next opening asks again.
    """
    project, shell = screen.project, screen.shell
    initials = await ask_initials(screen, project)
    if initials is None:
        screen.say(f"Recorded as {account_name()}; your initials are entered in the settings: g o")
    else:
        shell.change_settings(initials=initials)  # where they are not saved, they hold until the program ends
        shell.open_folder(project.folder)

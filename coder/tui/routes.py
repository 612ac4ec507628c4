"""Where one can go, and what the command palette offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from coder.project import Project
from coder.tui.keymap import actions

if TYPE_CHECKING:
    from coder.tui.app import CoderApp


def _coding(app: CoderApp, project: Project) -> None:
    from coder.tui.coding.coding_screen import CodingScreen
    from coder.tui.kit.project_screen import ProjectScreen

    while len(app.screen_stack) > 1 and not isinstance(app.screen, CodingScreen):
        if isinstance(app.screen, ProjectScreen):
            app.screen.left()
        app.pop_screen()


def _export(app: CoderApp, project: Project) -> None:
    from coder.tui.kit.project_screen import ProjectScreen
    from coder.tui.report import export

    if isinstance(app.screen, ProjectScreen):
        export.ask(app.screen)


def _screen(module: str, name: str) -> Callable[[CoderApp, Project], None]:
    """Goes to the screen of this name in a module of `coder.tui`, which is imported then."""

    def go_there(app: CoderApp, project: Project) -> None:
        made = getattr(import_module(f"coder.tui.{module}"), name)
        _over_coding(app, project, made(project))

    return go_there


def _over_coding(app: CoderApp, project: Project, screen: Screen[Any]) -> None:
    """Screens lie over the coding screen, never over each other."""
    _coding(app, project)
    app.push_screen(screen)


SCREENS: dict[str, Callable[[CoderApp, Project], None]] = {
    "coding": _coding,
    "home": _screen("project.home_screen", "HomeScreen"),
    "import_files": _screen("project.import_screen", "ImportScreen"),
    "export": _export,
    "history": _screen("project.history_screen", "HistoryScreen"),
    "settings": _screen("project.settings_screen", "SettingsScreen"),
    "search": _screen("search.search_screen", "SearchScreen"),
    "memos": _screen("memos.memos_screen", "MemosScreen"),
    "retrieve": _screen("search.retrieve_screen", "RetrieveScreen"),
    "matrix": _screen("matrix.matrix_screen", "MatrixScreen"),
    "shares": _screen("matrix.statistics_screen", "SharesScreen"),
    "analytic": _screen("synthesis.analytic_screen", "AnalyticScreen"),
    "check": _screen("backcheck.check_screen", "CheckScreen"),
    "participants": _screen("participants.participants_screen", "ParticipantsScreen"),
    "steps": _screen("synthesis.steps_screen", "StepsScreen"),
    "themes": _screen("synthesis.themes_screen", "ThemesScreen"),
    "groups": _screen("synthesis.groups_screen", "GroupsScreen"),
    "condense": _screen("synthesis.condense_screen", "CondenseScreen"),
    "pairs": _screen("pairs.pairs_screen", "PairsScreen"),
    "changes": _screen("pairs.changes_screen", "ChangesScreen"),
    "framework": _screen("framework.framework_screen", "FrameworkScreen"),
    "coreq": _screen("report.coreq_screen", "CoreqScreen"),
}


def go(app: CoderApp, where: str) -> None:
    """Go to a place by its name."""
    if where == "theme":
        app.action_next_theme()
    elif where == "quit":
        app.run_worker(app.action_leave_app())
    elif where == "keys":
        from coder.tui.project.key_help import KeysScreen

        if not isinstance(app.screen, KeysScreen):
            app.push_screen(KeysScreen(_parts(app.screen)))
    elif app.project is not None:
        SCREENS[where](app, app.project)


def _parts(screen: Screen[Any]) -> tuple[str, ...]:
    parts: Callable[[], tuple[str, ...]] | None = getattr(screen, "parts", None)
    return parts() if parts is not None else ()


def commands(app: CoderApp, screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Every action that the focused part of the screen can do, and every place to go to."""
    parts = _parts(screen)
    scopes = (*parts, "study", "app") if app.project is not None else ("app",)
    for where in scopes:
        for action in actions.of(where):
            key = "1" if action.key.startswith("1,") else action.now.split(",")[0]
            title = f"{action.label}  ({action.keys[0]})"
            yield SystemCommand(title, action.help, lambda key=key: app.simulate_key(key))
    if app.project is not None:
        for place in actions.PLACES:
            yield SystemCommand(f"Go to {place.label}  (g {place.letter})", "", lambda to=place.do: app.go(to))

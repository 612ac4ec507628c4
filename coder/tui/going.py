"""Where one can go, and what the command palette offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from coder.project import Project
from coder.tui import actions

if TYPE_CHECKING:
    from coder.tui.app import CoderApp


def _coding(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.coding import CodingScreen
    from coder.tui.screens.study import StudyScreen

    while len(app.screen_stack) > 1 and not isinstance(app.screen, CodingScreen):
        if isinstance(app.screen, StudyScreen):
            app.screen.left()
        app.pop_screen()


def _home(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.home import HomeScreen

    _over_coding(app, project, HomeScreen(project))


def _import(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.import_files import ImportScreen

    _over_coding(app, project, ImportScreen(project))


def _export(app: CoderApp, project: Project) -> None:
    from coder.tui import exporting

    exporting.ask(app, project)


def _history(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.history import HistoryScreen

    _over_coding(app, project, HistoryScreen(project))


def _search(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.search import SearchScreen

    _over_coding(app, project, SearchScreen(project))


def _retrieve(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.retrieve import RetrieveScreen

    _over_coding(app, project, RetrieveScreen(project))


def _matrix(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.matrix import MatrixScreen

    _over_coding(app, project, MatrixScreen(project))


def _shares(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.shares import SharesScreen

    _over_coding(app, project, SharesScreen(project))


def _settings(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.settings import SettingsScreen

    _over_coding(app, project, SettingsScreen(project))


def _memos(app: CoderApp, project: Project) -> None:
    from coder.tui.screens.memos import MemosScreen

    _over_coding(app, project, MemosScreen(project))


def _over_coding(app: CoderApp, project: Project, screen: Screen[Any]) -> None:
    """Screens lie over the coding screen, never over each other."""
    _coding(app, project)
    app.push_screen(screen)


SCREENS: dict[str, Callable[[CoderApp, Project], None]] = {
    "coding": _coding,
    "home": _home,
    "import_files": _import,
    "export": _export,
    "history": _history,
    "settings": _settings,
    "search": _search,
    "memos": _memos,
    "retrieve": _retrieve,
    "matrix": _matrix,
    "shares": _shares,
}


def go(app: CoderApp, where: str) -> None:
    """Go to a place by its name."""
    if where == "theme":
        app.action_next_theme()
    elif where == "quit":
        app.run_worker(app.action_leave_app())
    elif where == "keys":
        from coder.tui.screens.keys import KeysScreen

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

"""Routes: the screens by name; features open each other through them, without importing each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from textual.app import App, SystemCommand
from textual.screen import Screen

from coder.model.source import Source
from coder.project import Project
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.shell import shell_of

#: Name → "module:Class" below `coder.tui`. The class gets the project and the options of `open`; it replaces whatever
#: lies over the coding screen.
SCREENS: dict[str, str] = {
    "home": "project.home_screen:HomeScreen",
    "import_files": "project.import_screen:ImportScreen",
    "history": "project.history_screen:HistoryScreen",
    "settings": "project.settings_screen:SettingsScreen",
    "search": "search.search_screen:SearchScreen",
    "retrieve": "search.retrieve_screen:RetrieveScreen",
    "memos": "memos.memos_screen:MemosScreen",
    "matrix": "matrix.matrix_screen:MatrixScreen",
    "shares": "matrix.statistics_screen:SharesScreen",
    "participants": "participants.participants_screen:ParticipantsScreen",
    "steps": "synthesis.steps_screen:StepsScreen",
    "themes": "synthesis.themes_screen:ThemesScreen",
    "groups": "synthesis.groups_screen:GroupsScreen",
    "condense": "synthesis.condense_screen:CondenseScreen",
    "analytic": "synthesis.analytic_screen:AnalyticScreen",
    "check": "backcheck.check_screen:CheckScreen",
    "pairs": "pairs.pairs_screen:PairsScreen",
    "changes": "pairs.changes_screen:ChangesScreen",
    "framework": "framework.framework_screen:FrameworkScreen",
    "coreq": "report.coreq_screen:CoreqScreen",
}
#: The same for screens that lie over the one that opens them, and lead back to it.
OVERLAYS: dict[str, str] = {
    "code_page": "codebook.code_page:CodePage",
    "review": "codebook.review_screen:ReviewScreen",
    "autocode": "search.autocode_screen:AutocodeScreen",
    "segments": "kit.segment_list:SegmentListScreen",
}
#: Name → "module:function" below `coder.tui`: what is asked or done on the screen in front; it gets that screen.
TASKS: dict[str, str] = {
    "export": "report.export:export_project",
    "export_segments": "report.export:export_segments",
    "export_trail": "report.export:export_trail",
    "correct": "correction.entry:edit",
    "correct_source": "correction.entry:ask",
    "quote_in_memo": "memos.navigation:quote",
    "tour": "coding.tour:start",
}


def open_route(app: App[Any], name: str, record: str, options: dict[str, Any]) -> None:
    """Open a route: a screen, an overlay, a task, or one of the places that need no project."""
    if name in _ANYWHERE:
        _ANYWHERE[name](app)
        return
    project = shell_of(app).project
    if project is None:
        return
    if name == "coding":
        _open_coding(app, project, **options)
    elif name in TASKS:
        if isinstance(app.screen, ProjectScreen):
            _load(TASKS[name])(app.screen, **options)
        return
    elif name in OVERLAYS:
        app.push_screen(_load(OVERLAYS[name])(project, **options))
    else:
        screen = _load(SCREENS[name])(project, **options)
        _open_coding(app, project)
        if isinstance(app.screen, ProjectScreen):
            app.screen.left()
        app.push_screen(screen)
    if record and isinstance(app.screen, ProjectScreen):
        app.screen.aim(record)


def _load(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(import_module(f"coder.tui.{module}"), name)


def _open_coding(
    app: App[Any],
    project: Project,
    source: Source | None = None,
    place: Span | int | None = None,
    back: Callable[[], None] | None = None,
    message: str = "",
) -> None:
    """Return to the coding screen, and show a source: where it was left, at a position, or with a span highlighted.

    Esc then calls `back`.
    """
    from coder.tui.coding.coding_screen import CodingScreen

    while len(app.screen_stack) > 1 and not isinstance(app.screen, CodingScreen):
        if isinstance(app.screen, ProjectScreen):
            app.screen.left()
        app.pop_screen()
    screen = app.screen
    if source is not None and isinstance(screen, CodingScreen):
        screen.visit(source, place, back, message)


def _open_keys(app: App[Any]) -> None:
    from coder.tui.project.key_help import KeysScreen

    if not isinstance(app.screen, KeysScreen):
        app.push_screen(KeysScreen(_parts(app.screen)))


_ANYWHERE: dict[str, Callable[[App[Any]], object]] = {
    "theme": lambda app: app.call_next(app.run_action, "next_theme"),
    "quit": lambda app: app.call_next(app.run_action, "leave_app"),
    "keys": _open_keys,
}


def _parts(screen: Screen[Any]) -> tuple[str, ...]:
    parts: Callable[[], tuple[str, ...]] | None = getattr(screen, "parts", None)
    return parts() if parts is not None else ()


def commands(app: App[Any], screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Return the entries of the command palette: the actions of what has the focus, and every place to go to."""
    project = shell_of(app).project
    scopes = (*_parts(screen), "study", "app") if project is not None else ("app",)
    for scope in scopes:
        for action in actions.of(scope):
            key = "1" if action.key.startswith("1,") else action.now.split(",")[0]
            title = f"{action.label}  ({action.keys[0]})"
            yield SystemCommand(title, action.help, lambda key=key: app.simulate_key(key))
    if project is not None:
        for place in actions.PLACES:
            yield SystemCommand(
                f"Go to {place.label}  (g {place.letter})", "", lambda to=place.do: shell_of(app).open(to)
            )

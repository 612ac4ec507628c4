"""Routes: the screens by name; features open each other through them, without importing each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from textual.app import App, SystemCommand
from textual.keys import key_to_character
from textual.screen import ModalScreen, Screen

from coder.errors import CoderError, ReadOnly
from coder.model.source import Source
from coder.project import Project, settings
from coder.text.controls import REPLACEMENT
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.keymap.headings import DIALOGS, GENERIC, HEADINGS, DialogKeys
from coder.tui.keymap.layouts import is_foreign
from coder.tui.kit import session_state
from coder.tui.kit.foot import PASSING
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.requests import Choose
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of

#: Name → "module:Class" below `coder.tui`. The class gets the project and the options of `open`; it replaces whatever
#: lies over the coding screen.
SCREENS: dict[str, str] = {
    "home": "project.home_screen:HomeScreen",
    "import_files": "project.import_screen:ImportScreen",
    "history": "project.history_screen:HistoryScreen",
    "backups": "project.backups_screen:BackupsScreen",
    "pseudonyms": "privacy.pseudonyms_screen:PseudonymsScreen",
    "settings": "project.settings_screen:SettingsScreen",
    "search": "search.search_screen:SearchScreen",
    "retrieve": "search.retrieve_screen:RetrieveScreen",
    "memos": "memos.memos_screen:MemosScreen",
    "matrix": "matrix.matrix_screen:MatrixScreen",
    "statistics": "matrix.statistics_screen:StatisticsScreen",
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
    "speakers": "project.speakers_screen:SpeakersScreen",
    "segments": "kit.segment_list:SegmentListScreen",
}
#: Name → "module:function" below `coder.tui`: what is asked or done on the screen in front; it gets that screen.
TASKS: dict[str, str] = {
    "export": "report.export:export_project",
    "erase": "project.erasing:erase",
    "export_segments": "report.export:export_segments",
    "export_trail": "report.export:export_trail",
    "back": "kit.list_keys:go_back",
    "working_copy": "project.start_screen:offer_working_copy",
    "find_row": "kit.list_keys:find_row",
    "correct": "correction.entry:edit",
    "correct_source": "correction.entry:ask",
    "quotation": "coding.quoting:insert_quotation",
    "quote_in_memo": "coding.quoting:quote_in_memo",
    "tour": "coding.tour:start",
    "code_units": "search.retrieve_screen:open_code",
    "similar_units": "search.autocode_screen:open_similar",
    "review_code": "codebook.review_screen:start_review",
    "import_codebook": "codebook.differences_screen:ask_import",
    "export_codebook": "codebook.differences_screen:ask_export",
}


#: The screens that keep no place of their own: the row of their list is kept while the project is open.
ROWS_KEPT = frozenset({"settings", "statistics", "themes", "analytic", "check"})


class KeptRows:
    """The row at which the list of a screen was left, by the name of the screen."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}


class Trail:
    """The screens that led to the one over the coding screen, by name: Esc goes back along it."""

    def __init__(self) -> None:
        self.names: list[str] = []


def _place(app: App[Any]) -> str | None:
    """Return the name of the screen over the coding screen; None without one."""
    names = {target: place for place, target in SCREENS.items()}
    classes = (type(screen) for screen in reversed(app.screen_stack))
    places = (names.get(f"{kind.__module__.removeprefix('coder.tui.')}:{kind.__name__}") for kind in classes)
    return next(filter(None, places), None)


def _trail_to(app: App[Any], name: str, trail: list[str]) -> list[str]:
    """Return the trail to a screen that is opened now; one that is on the trail is gone back to."""
    here = _place(app)
    longer = [*trail, *([here] if here else [])]
    return longer[: longer.index(name)] if name in longer else longer


def open_route(app: App[Any], name: str, record: str, options: dict[str, Any]) -> None:
    """Open a route by its name; without a project, only those that need none. `record` is the id it shows first."""
    project = shell_of(app).project
    if name in _ANYWHERE:
        _ANYWHERE[name](app, **options)
    elif project is None:
        return
    elif name in TASKS:
        if isinstance(app.screen, ProjectScreen):
            _load(TASKS[name])(app.screen, **options)
        return
    elif name in OVERLAYS:
        app.push_screen(_load(OVERLAYS[name])(project, **options))
    elif name == "coding":
        _show_coding(app, record, **options)
        return
    elif name == "previous":
        trail = screen_state(project, Trail)
        *before, last = trail.names or ["coding"]
        open_route(app, last, "", {})
        trail.names = before
        return
    else:
        screen = _load(SCREENS[name])(project, **options)
        trail = screen_state(project, Trail)
        longer = _trail_to(app, name, trail.names)
        _show_coding(app)
        trail.names = longer
        _leave_screen(app)
        app.push_screen(screen)
        if not record and name in ROWS_KEPT:
            app.call_after_refresh(_return_to_row, screen, name)
    if record and isinstance(app.screen, ProjectScreen):
        app.screen.aim(record)


def show_start(app: App[Any]) -> None:
    """Show the start screen."""
    start = _load("project.start_screen:StartScreen")
    if not isinstance(app.screen, start):
        app.push_screen(start())


def ask_passphrase(app: App[Any], place: Path, then: Callable[[], None]) -> None:
    """Ask for the passphrase of an encrypted project, over the screen in front; call `then` once it is unlocked."""
    modal = _load("kit.passphrase_modal:PassphraseModal")(place)
    app.push_screen(modal, lambda unlocked: then() if unlocked else None)


def offer_repair(app: App[Any], folder: Path, error: CoderError) -> None:
    """Show what is damaged in a project, over the start screen, and offer to repair it."""
    app.push_screen(_load("project.repair_screen:RepairScreen")(folder, error))


def show_project(app: App[Any], project: Project, memo_target: str | None, memo_kind: str) -> None:
    """Show the coding screen of a project that was just opened, with its notices."""
    while len(app.screen_stack) > 1:
        app.pop_screen()
    screen = _load("coding.coding_screen:CodingScreen")(project, memo_target, memo_kind)
    app.push_screen(screen)
    if project.readonly:
        app.call_after_refresh(screen.fail, ReadOnly())  # says so, and what ends it
    if project.info.sample and not screen.shell.read_only:  # the offer says the same as its notices
        app.call_after_refresh(_load("project.start_screen:offer_working_copy"), screen)
        return
    for notice in project.notices:
        app.notify(notice, title="Please note", timeout=8, markup=False)
    if not project.readonly:  # nothing is kept of a visit that changes nothing
        app.call_after_refresh(screen.attempt, lambda: settings.remember(project.folder))
        if not settings.initials(stored=screen.shell.settings):
            app.call_after_refresh(_load("project.initials:ask_once"), screen)


def ask_to_lose_session_memo(app: App[Any], then: Callable[[bool], None]) -> None:
    """Ask whether to quit although the private session memo is lost; `then` gets the answer."""
    _load("memos.session_memo:ask_to_quit")(app, then)


def forget_session_memo(app: App[Any]) -> None:
    """Empty the private session memo; no-op where nothing was written into it."""
    if shell_of(app).session_memo:
        _load("memos.session_memo:forget")(app)


def _read_again(app: App[Any]) -> None:
    """Read the project that is open read-only again, and show the screen and the transcript that were shown."""
    shell, place = shell_of(app), _place(app)
    before = shell.project
    if before is None:
        return
    save_screens(app)
    places = session_state.of(before)
    shell.open_folder(before.folder, read_only=True)
    after = shell.project
    if after is None or after is before:
        return
    source = after.sources.get(places.source)

    def return_there() -> None:
        if source is not None:
            _show_coding(app, source=source, place=places.cursors.get(source.id, 0))
        if place is not None:
            open_route(app, place, "", {})
        app.screen.call_after_refresh(shell.say, "Read again")

    app.call_after_refresh(return_there)


def save_screens(app: App[Any]) -> None:
    """Let every screen write to disk what is only on the screen; no-op while it is locked: that was done then."""
    for screen in () if shell_of(app).is_locked else app.screen_stack:
        if isinstance(screen, ProjectScreen) and screen.is_mounted:
            screen.keep()


def finish_screens(app: App[Any]) -> None:
    """Save what is written on any screen, since the person quits; what cannot be saved now stays a draft."""
    for screen in app.screen_stack:
        if isinstance(screen, ProjectScreen) and screen.is_mounted:
            views = screen.query("MemoView")
            for view in views:
                view.save_and_leave()  # type: ignore[attr-defined]
            if not views:
                screen.left()


def show_states(app: App[Any]) -> None:
    """Update the state of the project on every screen."""
    for screen in app.screen_stack:
        if isinstance(screen, ProjectScreen) and screen.is_mounted:
            screen.show_state()


def show_message(app: App[Any], text: str, *, passing: bool = False) -> None:
    """Show a message in the status line of the project screen in front, or as a notification without one.

    `passing`: until the next key that acts.
    """
    screen = next((screen for screen in reversed(app.screen_stack) if isinstance(screen, ProjectScreen)), None)
    if screen is not None:
        screen.say(text, passing=passing)
    else:
        app.notify(text, markup=False)


def passing_message(app: App[Any]) -> Callable[[], None]:
    """Return what takes away the message that goes at the next key, where one stands in front now."""
    lines = (line for line in PASSING if line.is_attached and line.screen is app.screen)
    return next((partial(line.clear_passing, line.messages) for line in lines), lambda: None)


def show_unused_key(app: App[Any], key: str) -> None:
    """Say that a key does nothing on the screen in front; a dialog shows the keys it takes."""
    character = key_to_character(key) or ""
    if isinstance(app.screen, ModalScreen) or character == REPLACEMENT:  # a byte that is no key: said already
        return
    where = getattr(app.screen.focused, "PLACE", "here")
    message = f"{actions.key_name(key)} does nothing {where} · {actions.BY_ID['app.keys'].keys[0]} shows the keys"
    if is_foreign(character):
        message = f"{character} does nothing here. Keyboard layout? The keys are Latin letters"
    if isinstance(app.screen, ProjectScreen):
        app.screen.say(message, passing=True)
    elif all(message != notification.message for notification in app._notifications):
        app.notify(message, timeout=4, markup=False)


def refuse_change(app: App[Any], key: str) -> bool:
    """Refuse what a key would begin in a project open read-only, before anything is asked; return whether it was."""
    project = shell_of(app).project
    if project is None or not project.readonly:
        return False
    bound = app.screen.active_bindings.get(key)
    action = actions.bound_action(bound.binding.id) if bound is not None else None
    if action is None or not action.edits:
        return False
    if isinstance(app.screen, Interactive):
        app.screen.fail(ReadOnly())
    else:
        shell_of(app).fail(ReadOnly())
    return True


def commands(app: App[Any], screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Return the entries of the command palette: the actions of what has the focus, and every place to go to."""
    from coder import manual

    shell = shell_of(app)
    scopes = (*_scopes(screen), "study", "app") if shell.project is not None else ("app",)
    for scope in scopes:
        for action in actions.of(scope):
            key = "1" if action.key.startswith("1,") else action.bound.split(",")[0]
            title = f"{action.label}  ({action.keys[0]})"
            yield SystemCommand(title, action.help, lambda key=key: app.simulate_key(key))
    if shell.project is not None:
        for place in actions.PLACES:
            title = f"Go to {place.label}  (g {place.letter})"
            yield SystemCommand(title, "", lambda to=place.do: shell.open(to))
        yield from _commands_elsewhere(app, scopes)
    for topic in manual.topics():
        title = f"Help: {manual.title(topic)}"
        yield SystemCommand(
            title, f"Page “{topic}” of the manual", lambda topic=topic: shell.open("manual", topic=topic)
        )


#: Part of the table of actions → the route to its screen, where the name is another.
_ROUTE_OF = {"import": "import_files", "transcript": "coding", "codes": "coding", "memo": "coding"}


def _commands_elsewhere(app: App[Any], here: Iterable[str]) -> Iterable[SystemCommand]:
    """Return the actions of other panes and screens: choosing one goes there and says which key it has."""
    routes = {place.do: place.letter for place in actions.PLACES}
    for where in HEADINGS:
        route = _ROUTE_OF.get(where, where)
        if where in here or route not in routes:
            continue
        for action in actions.of(where):
            title = f"{action.label}  ({HEADINGS[where]}, g {routes[route]}: {action.keys[0]})"
            yield SystemCommand(title, action.help, partial(_go_to_action, app, where, route, action))


def _go_to_action(app: App[Any], where: str, route: str, action: actions.Action) -> None:
    """Show the pane or the screen of an action, and say which key it has."""
    shell = shell_of(app)
    shell.open(route)
    if route == "coding" and isinstance(app.screen, ProjectScreen):
        app.screen.aim(where)
    app.call_after_refresh(shell.say, f"{action.label}: {action.keys[0]}")


def _load(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(import_module(f"coder.tui.{module}"), name)


def _show_coding(
    app: App[Any],
    record: str = "",
    source: Source | None = None,
    place: Span | int | None = None,
    back: Callable[[], None] | None = None,
    message: str = "",
) -> None:
    """Return to the coding screen; show a record, or a source: where it was left, at an offset, or with a span.

    Esc then calls `back`.
    """
    coding = _load("coding.coding_screen:CodingScreen")
    project = shell_of(app).project
    trail = screen_state(project, Trail) if project is not None else Trail()
    walked, trail.names = trail.names, []

    def return_along() -> None:
        assert back is not None
        back()
        trail.names = walked

    while len(app.screen_stack) > 1 and not isinstance(app.screen, coding):
        _leave_screen(app)
        app.pop_screen()
    if isinstance(app.screen, coding) and app.screen.is_mounted:
        app.screen.workspace.show_status()  # what stands there was said before, perhaps of another screen
    target = source or record
    if target and isinstance(app.screen, coding):
        app.screen.visit(target, place, back and return_along, message)


def _leave_screen(app: App[Any]) -> None:
    """Let the screen in front finish what was begun; where its widgets are not there yet, nothing was."""
    if isinstance(app.screen, ProjectScreen) and app.screen.is_mounted:
        name = _place(app)
        rows = _load("kit.list_keys:list_of")(app.screen) if name in ROWS_KEPT else None
        if name is not None and rows is not None:
            screen_state(app.screen.project, KeptRows).rows[name] = rows.row
        app.screen.left()


def _return_to_row(screen: ProjectScreen, name: str) -> None:
    """Move to the row at which the list of a screen was left, or to the last where it is shorter now."""
    row = screen_state(screen.project, KeptRows).rows.get(name, 0)
    rows = _load("kit.list_keys:list_of")(screen) if row and screen.is_attached else None
    last = sum(1 for _ in rows.texts) - 1 if rows is not None else 0
    if rows is not None and last >= 0:
        rows.go_to(min(row, last))


def _show_keys(app: App[Any]) -> None:
    """Show the keys of the screen in front and of what is open over it."""
    keys = _load("project.key_help:KeysScreen")
    if not isinstance(app.screen, keys):
        app.push_screen(keys(_scopes(app.screen), _dialog_keys(app.screen), _keys_while_typing(app.screen)))


def _keys_while_typing(screen: Screen[Any]) -> frozenset[str] | None:
    """Return the keys of the table of actions that work in the text with the focus; None outside of one."""
    from textual.widgets import TextArea

    editor = screen.focused
    if not isinstance(editor, TextArea):
        return None
    return frozenset(
        key
        for key, active in screen.active_bindings.items()
        if active.node is not editor and (key.startswith("ctrl+") or (key[0] == "f" and key[1:].isdigit()))
    )


def _toggle_help(app: App[Any]) -> None:
    """Show the keys of the screen in front; where keys or manual are shown, go back to the screen below them."""
    shown = False
    while isinstance(app.screen, ModalScreen) and app.screen.has_class("help"):
        app.pop_screen()
        shown = True
    if not shown:
        _show_keys(app)


def _dialog_keys(screen: Screen[Any]) -> list[DialogKeys]:
    """Return the keys of the question or the editor that has the focus, or of the dialog in front."""
    nodes = [screen] if screen.focused is None else [*screen.focused.ancestors_with_self]
    names = [kind.__name__ for node in nodes for kind in type(node).__mro__ if kind.__name__ in DIALOGS]
    names.sort(key=GENERIC.__contains__)
    return [DIALOGS[name] for name in names[:1]]


def _show_manual(app: App[Any], topic: str = "") -> None:
    app.push_screen(_load("project.help_screen:HelpScreen")(topic))


def _choose_place(app: App[Any]) -> None:
    """Let the person choose a screen by one letter."""
    from coder.tui.kit.input_widgets import ChoiceModal

    options = [(place.do, place.letter, place.label) for place in actions.PLACES]

    def go(name: str | None) -> None:
        if name is not None:
            shell_of(app).open(name)

    app.push_screen(ChoiceModal(Choose("Go to", options, reads=True)), go)


def _scopes(screen: Screen[Any]) -> tuple[str, ...]:
    """Return the parts of the table of actions whose keys work on a screen now."""
    parts: Callable[[], tuple[str, ...]] | None = getattr(screen, "parts", None)
    places = parts() if parts is not None else ()
    is_list = screen.focused is not None and _load("kit.list_keys:rows_of")(screen.focused) is not None
    return (*places, "list") if is_list and not {"list", "grid"} & {*places} else places


@interactive
async def _answer_colon(asker: Interactive) -> None:
    """Answer the `:` of other programs: whatever is typed after it, no key of it acts."""
    if await asker.ask("Ctrl+Q saves and quits, Ctrl+P finds commands :", reads=True) is not None:
        asker.say("There is no command line: Ctrl+Q saves and quits, Ctrl+P finds commands")


def _ask_colon(app: App[Any]) -> None:
    if isinstance(app.screen, Interactive):
        _answer_colon(app.screen)


#: Places that need no project.
_ANYWHERE: dict[str, Callable[..., object]] = {
    "go_to": _choose_place,
    "theme": lambda app: app.call_next(app.run_action, "next_theme"),
    "lock": lambda app: app.lock.ask(lambda then: _load("memos.session_memo:ask_to_lock")(app, then)),
    "quit": lambda app: app.call_next(app.run_action, "leave_app"),
    "keys": _show_keys,
    "help": _toggle_help,
    "manual": _show_manual,
    "colon": _ask_colon,
    "read_again": _read_again,
    "session_memo": lambda app: _load("memos.session_memo:open_session_memo")(app),
}

"""The settings screen: all settings in a list; each change is saved at once."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import Static
from textual.widgets.option_list import Option

from coder.errors import CoderError
from coder.model.memo import MEMO_KINDS
from coder.model.record import Transaction
from coder.project import Project, settings
from coder.project.operations import codebook
from coder.project.study import path_of
from coder.text.fold import fold
from coder.tui.keymap import actions, custom_keys
from coder.tui.kit import colors
from coder.tui.kit.dialog import Dialog
from coder.tui.kit.editors import TextModal
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import code_finder, interactive


class PressKeyModal(Dialog[str | None]):
    """Returns the key that was pressed, whatever it is; None for Esc."""

    CSS_PATH = "settings_screen.tcss"
    keys = (("Esc", "cancel"),)

    def __init__(self, action: actions.Action) -> None:
        super().__init__()
        self._action = action

    def compose(self) -> ComposeResult:
        with Vertical(id="press"):
            yield Static(Text(f"{self._action.label}: press the new key", style="bold"))
            yield Static(Text(f"Now: {' '.join(self._action.keys)}. Esc cancels.", style="dim"))

    async def _on_key(self, event: Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)


#: Settings with a few values: (value, key, label).
CHOICES: dict[str, list[tuple[str, str, str]]] = {
    "unit": [
        ("character", "c", "character"),
        ("word", "w", "word"),
        ("sentence", "s", "sentence"),
        ("turn", "t", "turn"),
    ],
    "clipboard": [
        ("off", "o", "off: no text leaves the program"),
        ("asked", "a", "asked: y copies a quotation"),
        ("always", "w", "always: cut and copy in editors too"),
    ],
    "log_openings": [
        ("off", "o", "off: only projects that have a log already"),
        ("on", "w", "on: every project you open"),
    ],
    "private_state": [
        ("off", "o", "off: recent projects and kept texts name their folders"),
        ("on", "w", "on: nothing kept on this machine names a project or a file"),
    ],
    "exports": [
        ("private", "p", "private: only you can read the files (mode 0600)"),
        ("shared", "s", "shared: other users of this machine can read them, too (0644)"),
    ],
}
#: Personal setting → its label and help.
PERSONAL = {
    "initials": ("Initials", "your initials; applies after restart"),
    "name": ("Name", "your full name, as the author"),
    "theme": ("Theme", "Ctrl+T cycles through the themes"),
    "unit": ("Cursor step", "what j and k move by in a project opened for the first time"),
    "language": ("Language", "of new projects: nb, nn, en, de, …"),
    "clipboard": ("Clipboard", "when text may go to the system clipboard; asked: on y"),
    "log_openings": ("Log of openings", "who opened a project when, in openings.jsonl in its folder"),
    "private_state": ("Private state", "keep names of projects and files out of the program's notes here"),
    "exports": ("Exported files", "who may read the files that are exported"),
    "idle_lock": ("Idle lock", "minutes without a key until the screen is blank; 0: never"),
    "backup_folder": ("Second backup folder", "another place for backups, on a share or a stick"),
}


class Row(NamedTuple):
    """A setting: what is shown of it, and how it is changed and reset. `changed`: it is not the default."""

    id: str
    label: str
    value: str
    help: str
    change: Callable[[], Awaitable[None]]
    reset: Callable[[], None]
    changed: bool = False


def sections(screen: ProjectScreen) -> Iterator[tuple[str, list[Row]]]:
    """Yield the headings with their rows."""
    yield "Personal", [_personal(screen, name) for name in PERSONAL]
    yield "This project", [_reasons(screen), *(_quick_code(screen, digit) for digit in range(1, 10))]
    yield "Memo templates", [_template(screen, kind) for kind in MEMO_KINDS]
    unknown = [_unknown_key(screen, id) for id in custom_keys.unknown(screen.shell.settings.keymap)]
    known = [_key(screen, action) for action in actions.ACTIONS if custom_keys.can_change(action)]
    yield "Keys", [*unknown, *known]


def _save(screen: ProjectScreen, **fields: Any) -> None:
    if screen.shell.change_settings(**fields):
        screen.say(saved_message())


def saved_message() -> str:
    """Return where settings are saved, or will be."""
    return f"{'Saved to' if settings.path().exists() else 'A change is saved to'} {settings.path()}"


# Personal settings


def _personal(screen: ProjectScreen, name: str) -> Row:
    label, help = PERSONAL[name]
    value = screen.app.theme if name == "theme" else str(getattr(screen.shell.settings, name))
    default = colors.NAMES[0] if name == "theme" else str(getattr(settings.Settings(), name))

    async def change() -> None:
        new = await _ask_personal(screen, name, value)
        if new is not None:
            _set_personal(screen, name, new)

    shown = value or "–"
    variable = os.environ.get("CODER_INITIALS", "").strip() if name == "initials" else ""
    if variable and not value:
        shown, help = f"{variable} (from CODER_INITIALS)", f"{help}; set here, they replace those"
    elif variable and variable != value:
        help = f"{help}; CODER_INITIALS ({variable}) is not used while these are set"
    return Row(name, label, shown, help, change, lambda: _set_personal(screen, name, default))


async def _ask_personal(screen: ProjectScreen, name: str, value: str) -> str | None:
    label, _ = PERSONAL[name]
    if name == "theme":
        return await screen.choose(label, [(theme, str(n), theme) for n, theme in enumerate(colors.NAMES, 1)])
    if name in CHOICES:
        return await screen.choose(label, CHOICES[name])
    text = await screen.ask(f"{label}:", value)
    return None if text is None else text.strip()


def _minutes(text: str) -> int:
    """Return a number of minutes; CoderError for anything else."""
    if not (text.isdecimal() and text.isascii() and int(text[:9]) <= settings.LONGEST_IDLE):
        raise CoderError(f"“{text}” is no number of minutes", hint=f"0 (never) to {settings.LONGEST_IDLE}.")
    return int(text)


def _set_personal(screen: ProjectScreen, name: str, value: str) -> None:
    if name == "language" and value and not (value.isascii() and value.isalpha() and len(value) in (2, 3)):
        raise CoderError(f"“{value}” is not a language", hint="Enter its two letters: nb, nn, en, de, …")
    if name == "theme":
        screen.app.theme = value
    _save(screen, **settings.with_consequences(name, _minutes(value) if name == "idle_lock" else value))
    screen.project.full_name = screen.shell.settings.name.strip()


# The project's settings


def _reasons(screen: ProjectScreen) -> Row:
    project = screen.project

    async def change() -> None:
        codebook.require_reasons(project, not project.info.reasons)

    value = "required" if project.info.reasons else "optional"
    help = "require a reason for codebook changes"
    return Row("reasons", "Reasons", value, help, change, lambda: codebook.require_reasons(project, False))


def _quick_code(screen: ProjectScreen, digit: int) -> Row:
    project = screen.project
    pinned = [code for code in project.codes.values() if code.quick == digit]

    async def change() -> None:
        id = await screen.pick(f"Code for key {digit}", code_finder(project))
        if id is not None:
            codebook.pin(project, project.codes[id], digit)

    def reset() -> None:
        for code in pinned:
            codebook.pin(project, project.codes[code.id], None)

    path = path_of(project, pinned[0]) if pinned else "–"
    return Row(f"quick {digit}", f"Quick code {digit}", path, "", change, reset)


# Memo templates


def _template(screen: ProjectScreen, kind: str) -> Row:
    label, default = MEMO_KINDS[kind].label, MEMO_KINDS[kind].template
    own = screen.shell.settings.templates.get(kind)
    text = default if own is None else own

    def save(kind: str, text: str) -> None:
        """Save a template; the default is not stored. Raises CoderError when it cannot be written."""
        others = {other: template for other, template in screen.shell.settings.templates.items() if other != kind}
        templates = others if text == MEMO_KINDS[kind].template else {**others, kind: text}
        screen.shell.settings = settings.change(templates=templates)
        screen.say(saved_message())

    async def change() -> None:
        title = f"Memo template · {label}"
        await screen.show_modal(TextModal(screen.project, title, "memo template", kind, text, save))

    value = "default" if own is None else "custom"
    return Row(
        f"template {kind}", label, value, " ".join(text.split()) or "empty", change, partial(save, kind, default)
    )


# Keys


def _key(screen: ProjectScreen, action: actions.Action) -> Row:
    async def change() -> None:
        key = await screen.show_modal(PressKeyModal(action))
        if key is not None:
            await _assign(screen, action, key)

    def reset() -> None:
        _use(screen, custom_keys.reset(screen.shell.settings.keymap, action.id))

    changed = action.id in screen.shell.settings.keymap
    return Row(f"key {action.id}", action.id, " ".join(action.keys), action.help, change, reset, changed)


def _unknown_key(screen: ProjectScreen, id: str) -> Row:
    keymap = screen.shell.settings.keymap

    async def change() -> None:
        screen.say("Unknown action. Press Del to remove it.")

    help = "unknown action; Del removes it"
    return Row(f"key {id}", id, keymap[id], help, change, lambda: _use(screen, custom_keys.reset(keymap, id)), True)


async def _assign(screen: ProjectScreen, action: actions.Action, key: str) -> None:
    """Give a key to an action; where another action has it, offer to swap."""
    keymap = screen.shell.settings.keymap
    others = custom_keys.conflicts(keymap, action, key)
    if not others:
        _use(screen, custom_keys.assigned(keymap, action, key))
        return
    title = f"{actions.key_name(key)} is taken"
    names = ", ".join(f"{other.label} ({other.id})" for other in others)
    other = others[0]
    if len(others) > 1 or not custom_keys.can_change(other):
        raise CoderError(title, names, "Choose another key. Nothing was changed.")
    options = [("cancel", "c", "Cancel"), ("swap", "s", f"Use it here; {other.label} gets another key")]
    detail = f"It is used by {names}, which gets {' '.join(action.keys)} if it has no other key."
    if await screen.choose(title, options, detail) == "swap":
        _use(screen, custom_keys.swapped(keymap, action, other, key))


def _use(screen: ProjectScreen, keymap: dict[str, str]) -> None:
    _save(screen, keymap=keymap)
    screen.shell.use_keymap()
    screen.show_hints()


LIST = "#settings-list"


class SettingsScreen(ProjectScreen):
    """Enter changes the setting under the cursor, Del resets it."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "settings_screen.tcss"]
    where = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("settings"),
    ]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._words = ""
        self._rows: dict[str, Row] = {}

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="settings-title", classes="title", markup=False)
            yield OptionList(id="settings-list", markup=False)
            yield Static(id="settings-help", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._fill()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._fill())
        self.query_one(LIST).focus()
        self.say(saved_message())

    def _fill(self) -> None:
        """Show the rows that contain the words of the filter, with the cursor where it was."""
        row = self.row
        self._rows = {}
        options: list[Option] = []
        for heading, rows in sections(self):
            shown = [
                setting for setting in rows if self._words in fold(f"{setting.label} {setting.value} {setting.help}")
            ]
            if shown:
                options.append(Option(Text(heading, style="bold underline"), disabled=True))
                options += [Option(_line(setting), id=setting.id) for setting in shown]
                self._rows |= {setting.id: setting for setting in shown}
        option_list = self.query_one(LIST, OptionList)
        option_list.clear_options()
        option_list.add_options(options)
        places = {option.id: n for n, option in enumerate(options) if option.id}
        first = next(iter(places.values()), None)
        option_list.highlighted = places.get(row.id, first) if row is not None else first
        title = Text.assemble(" ", ("Settings", "bold"), f"  /{self._words}" if self._words else "")
        self.query_one("#settings-title", Static).update(title, layout=False)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        options = self.query_one(LIST, OptionList)
        place = options.highlighted
        return self._rows.get(options.get_option_at_index(place).id or "") if place is not None else None

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self._fill()

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("settings"), ("Esc", "back"), *actions.hints("study", "app")]

    def on_option_list_option_highlighted(self) -> None:
        """Explain the setting under the cursor in full: the list may cut that."""
        row = self.row
        self.query_one("#settings-help", Static).update(row.help if row is not None else "", layout=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id == LIST[1:]:
            event.stop()
            self.action_change()

    @interactive
    async def action_find(self) -> None:
        """Filter the rows as the words are typed."""

        def typing(text: str) -> None:
            self._words = fold(text.strip())
            self._fill()

        words = await self.ask("Filter settings and keys:", self._words, typing=typing, reads=True)
        if words is not None:
            typing(words)

    @interactive
    async def action_change(self) -> None:
        if self.row is not None:
            await self.row.change()
            self._fill()

    def action_reset(self) -> None:
        row = self.row
        if row is not None:
            self.attempt(row.reset)
            self._fill()


def _line(row: Row) -> Text:
    value = (f"{row.value:<18}", "bold underline" if row.changed else "bold")
    return Text.assemble(f" {row.label:<28} ", value, (f" {row.help}", "dim"), no_wrap=True, overflow="ellipsis")

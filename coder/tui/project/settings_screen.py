"""Settings: a person's own, the project's, and the key of every action; each is kept at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.memo import MEMO_KINDS
from coder.project import Project, settings
from coder.project.operations import codebook
from coder.project.paths import path_of
from coder.text.fold import fold
from coder.tui.keymap import actions, custom_keys
from coder.tui.kit import color_themes
from coder.tui.kit.finders import code_finder
from coder.tui.kit.messages import Ask, Choose, Pick
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.memos.memo_writing import template

LIST = "#settings-list"
QUICK, KEY, TEMPLATE = "quick ", "key ", "template "

#: Settings that are one of a few: (value, key, what it means).
CHOICES: dict[str, list[tuple[str, str, str]]] = {
    "unit": [
        ("character", "c", "character"),
        ("word", "w", "word"),
        ("sentence", "s", "sentence"),
        ("turn", "t", "turn"),
    ],
    "clipboard": [
        ("off", "o", "off: no word leaves the program"),
        ("asked", "a", "asked: y copies a quotation"),
        ("always", "w", "always: cut and copy while typing too"),
    ],
}
LABELS = {
    "initials": ("Initials", "who codes; from the next start on"),
    "name": ("Name", "the author's, in full"),
    "theme": ("Theme", "Ctrl+T goes through them"),
    "unit": ("Unit", "what the cursor steps by in a project opened for the first time"),
    "language": ("Language", "of new projects: nb, nn, en, de, …"),
    "clipboard": ("Clipboard", "when words may leave the program"),
}


class Row(NamedTuple):
    """One line: what is set, as what, and a word on it."""

    id: str
    label: str
    value: str
    help: str


class SettingsScreen(ProjectScreen):
    """A list of all that can be set; Enter changes it, Del sets it back."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "settings_screen.tcss"]
    where = "settings"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("settings"),
        Binding("j", "app.simulate_key('down')", show=False),
        Binding("k", "app.simulate_key('up')", show=False),
    ]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._words = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="settings-title", classes="title", markup=False)
            yield OptionList(id="settings-list", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._fill()
        self.query_one(LIST).focus()
        self.show_state()
        self.show_hints()
        self.say(f"Kept at once in {settings.path()}")

    # Rows

    def _rows(self) -> Iterator[tuple[str, list[Row]]]:
        mine = self.shell.settings
        values = {name: str(getattr(mine, name)) for name in LABELS} | {"theme": self.app.theme}
        yield "Yours", [Row(name, label, values[name] or "–", help) for name, (label, help) in LABELS.items()]
        info = self.project.info
        wanted = "obligatory" if info.reasons else "not obligatory"
        rows = [Row("reasons", "Reasons", wanted, "whether a change to the shape of the codebook must say why")]
        pinned = {code.quick: path_of(self.project, code) for code in self.project.codes.values() if code.quick}
        rows += [Row(f"{QUICK}{n}", f"Quick code {n}", pinned.get(n, "–"), "") for n in range(1, 10)]
        yield f"Of {info.name}", rows
        yield "What a new memo begins with", [self._template_row(kind) for kind in MEMO_KINDS]
        by_id = [Row(KEY + one.id, one.id, " ".join(one.keys), one.help) for one in _remappable()]
        no_such = [
            Row(KEY + id, id, mine.keymap[id], "no such action; Del takes it away")
            for id in custom_keys.unknown(mine.keymap)
        ]
        yield "Keys", [*no_such, *by_id]

    def _template_row(self, kind: str) -> Row:
        own = self.shell.settings.templates
        text = " ".join(template(self, kind).split())
        return Row(
            TEMPLATE + kind, MEMO_KINDS[kind].label, "yours" if kind in own else "as it comes", text or "nothing"
        )

    def _fill(self) -> None:
        options = self.query_one(LIST, OptionList)
        at = self.chosen
        options.clear_options()
        made: list[Option] = []
        for section, rows in self._rows():
            found = [row for row in rows if self._words in fold(f"{row.label} {row.value} {row.help}")]
            if found:
                made.append(Option(Text(section, style="bold underline"), disabled=True))
                made += [Option(self._drawn(row), id=row.id) for row in found]
        options.add_options(made)
        places = [n for n, one in enumerate(made) if one.id]
        options.highlighted = next((n for n in places if made[n].id == at), places[0] if places else None)
        title = Text.assemble(" ", ("Settings", "bold"), f"  /{self._words}" if self._words else "")
        self.query_one("#settings-title", Static).update(title, layout=False)

    def _drawn(self, row: Row) -> Text:
        changed = row.id.startswith(KEY) and row.id[len(KEY) :] in self.shell.settings.keymap
        style = "bold underline" if changed else "bold"
        parts = (f" {row.label:<28} ", (f"{row.value:<18}", style), (f" {row.help}", "dim"))
        return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")

    @property
    def chosen(self) -> str:
        """The id of the row under the cursor."""
        options = self.query_one(LIST, OptionList)
        index = options.highlighted
        return (options.get_option_at_index(index).id or "") if index is not None else ""

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self._fill()

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("settings"), ("Esc", "back to coding"), *actions.hints("study", "app")]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id == LIST[1:]:
            event.stop()
            self.action_change()

    def action_find(self) -> None:
        def typing(text: str) -> None:
            self._words = fold(text.strip())
            self._fill()

        self.post_message(Ask("Settings and keys with:", typing, initial=self._words, typing=typing))

    # Changing

    def _set(self, **fields: Any) -> None:
        if self.shell.change_settings(**fields):
            self._kept()
        else:
            self._fill()

    def _kept(self) -> None:
        self.say(f"kept in {settings.path()}")
        self._fill()

    def action_change(self) -> None:
        id = self.chosen
        if id.startswith(KEY):
            self._press(id[len(KEY) :])
        elif id.startswith(QUICK):
            self._pin(int(id[len(QUICK) :]))
        elif id.startswith(TEMPLATE):
            self._write_template(id[len(TEMPLATE) :])
        elif id == "reasons":
            self.attempt(lambda: codebook.require_reasons(self.project, not self.project.info.reasons))
        elif id == "theme":
            rows = [(name, str(n), name) for n, name in enumerate(color_themes.NAMES, 1)]
            self.on_choose(Choose("Theme", rows, self._set_theme))
        elif id in CHOICES:
            self.on_choose(Choose(LABELS[id][0], CHOICES[id], lambda value: self._set(**{id: value})))
        elif id:
            initial = str(getattr(self.shell.settings, id))
            self.post_message(Ask(f"{LABELS[id][0]}:", lambda text: self._typed(id, text.strip()), initial=initial))

    def _typed(self, id: str, text: str) -> None:
        if id == "language" and text and not (text.isascii() and text.isalpha() and len(text) in (2, 3)):
            self.fail(CoderError(f"“{text}” is no language", hint="Write its two letters: nb, nn, en, de, …"))
            return
        self._set(**{id: text})
        self.project.full_name = self.shell.settings.name.strip()

    def _set_theme(self, name: str) -> None:
        self.app.theme = name
        self._set(theme=name)

    def _pin(self, digit: int) -> None:
        def choose(ids: tuple[str, ...], _: str) -> None:
            self.attempt(lambda: codebook.pin(self.project, self.project.codes[ids[0]], digit))

        self.post_message(Pick(f"Which code on key {digit}?", code_finder(self.project), choose))

    def _write_template(self, kind: str) -> None:
        from coder.tui.kit.text_modal import TextModal

        title = f"A new memo begins with · {MEMO_KINDS[kind].label}"
        editor = TextModal(self.project, title, "memo template", kind, template(self, kind), self._use_template)
        self.app.push_screen(editor)

    def _use_template(self, kind: str, text: str) -> None:
        """Keep what a memo begins with; what is as it comes is not kept. CoderError when it cannot be written."""
        others = {name: one for name, one in self.shell.settings.templates.items() if name != kind}
        templates = others if text == MEMO_KINDS[kind].template else {**others, kind: text}
        self.shell.settings = settings.change(templates=templates)
        self._kept()

    def action_reset(self) -> None:
        id = self.chosen
        if id.startswith(KEY):
            self._use(custom_keys.reset(self.shell.settings.keymap, id[len(KEY) :]))
        elif id.startswith(QUICK):
            digit = int(id[len(QUICK) :])
            for code in [one for one in self.project.codes.values() if one.quick == digit]:
                self.attempt(lambda code=code: codebook.pin(self.project, code, None))  # type: ignore[misc]
        elif id.startswith(TEMPLATE):
            kind = id[len(TEMPLATE) :]
            self.attempt(lambda: self._use_template(kind, MEMO_KINDS[kind].template))
        elif id == "reasons":
            self.attempt(lambda: codebook.require_reasons(self.project, False))
        elif id == "theme":
            self._set_theme(color_themes.NAMES[0])
        elif id:
            self._set(**{id: getattr(settings.Settings(), id)})

    # Keys

    def _press(self, id: str) -> None:
        action = actions.BY_ID.get(id)
        if action is None:
            self.say("There is no such action: Del takes it out of the file")
            return

        def pressed(key: str | None) -> None:
            if key is not None:
                self._give(action, key)

        self.app.push_screen(PressScreen(action), pressed)

    def _give(self, action: actions.Action, key: str) -> None:
        mine = self.shell.settings.keymap
        others = custom_keys.conflicts(mine, action, key)
        if not others:
            self._use(custom_keys.assigned(mine, action, key))
            return
        names = ", ".join(f"{one.label} ({one.id})" for one in others)
        if len(others) > 1 or not custom_keys.can_change(others[0]):
            self.fail(
                CoderError(f"{actions.key_name(key)} is taken", names, "Choose another key. Nothing was changed.")
            )
            return
        other = others[0]
        options = [("keep", "k", "Leave both as they are"), ("swap", "s", f"Take it; {other.label} gets another")]

        def decide(what: str) -> None:
            if what == "swap":
                self._use(custom_keys.swapped(mine, action, other, key))

        detail = f"It is the key of: {names}. What has no key left gets {' '.join(action.keys)}."
        self.on_choose(Choose(f"{actions.key_name(key)} is taken", options, decide, detail))

    def _use(self, changed: dict[str, str]) -> None:
        self._set(keymap=changed)
        self.shell.use_keymap()
        self._fill()
        self.show_hints()


class PressScreen(ModalScreen[str | None]):
    """Waits for one key, whatever it is; Esc leaves all as it is."""

    CSS_PATH = "settings_screen.tcss"

    def __init__(self, action: actions.Action) -> None:
        super().__init__()
        self._action = action

    def compose(self) -> ComposeResult:
        with Vertical(id="press"):
            yield Static(Text(f"{self._action.label}: press the new key", style="bold"))
            yield Static(Text(f"Now: {' '.join(self._action.keys)}. Esc leaves it.", style="dim"))

    async def _on_key(self, event: Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)


def _remappable() -> list[actions.Action]:
    return [action for action in actions.ACTIONS if custom_keys.can_change(action)]

"""Widgets that take an answer: the picker, the prompt, and a choice of a few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.geometry import Size
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from coder.text.fold import name_key
from coder.tui.kit import toasts
from coder.tui.kit.dialog import Dialog
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.requests import Ask, Choose, Item, Pick

CREATE = "\0create"
#: Cells to type in at least beside a question.
ROOM = 20
#: Terminal rows from which the list has a border and a title.
TALL = 12
#: Rows of the list, and the fewest with which it stands beside what it is about; rows of the foot below it.
ROWS, FEWEST, FOOT = 14, 8, 2


class _Query(Input):
    """The line of a list; what ends a link may close it, so that the next keys wait."""

    OPENS = "]"


class Picker(Vertical):
    """A list that follows the typed query; `open` shows it, Esc and a choice hide it."""

    DEFAULT_CSS = """
    Picker { layer: above; dock: bottom; width: 78; max-width: 100%; height: 14; max-height: 60%; margin: 0 0 2 0; }
    Picker { background: $surface; border: round $primary; }
    #picker-title { height: 1; text-style: bold; color: $accent; padding: 0 1; }
    #picker-query { height: 1; margin: 0 1; background: $panel; }
    #picker-list { height: 1fr; border: none; background: $surface; padding: 0 1; }
    #picker-list > .option-list--option-highlighted { background: $block-cursor-background; }
    #picker-list > .option-list--option-highlighted { color: $block-cursor-foreground; text-style: bold; }
    #picker-detail { height: 1; color: $foreground 75%; padding: 0 1; }
    Picker.low { border: none; max-height: 100%; margin: 0 0 1 0; }
    Picker.low > #picker-title { display: none; }
    Picker.low > #picker-detail { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("down,ctrl+n", "step(1)", show=False),
        Binding("up,ctrl+p", "step(-1)", show=False, priority=True),
        Binding("pagedown", "step(8)", show=False),
        Binding("pageup", "step(-8)", show=False),
        Binding("tab,shift+tab", "mark", show=False),
    ]

    def __init__(self, closed: Callable[[], None], **options: Any) -> None:
        """`closed` is called after an answer and after Esc."""
        super().__init__(**options)
        self._on_close = closed
        self._pick: Pick | None = None
        #: None: the row that creates what was typed.
        self._rows: list[Item | None] = []
        self._marked: dict[str, str] = {}
        self._placed_for = Size(0, 0)
        self.display = False

    def compose(self) -> ComposeResult:
        yield Static(id="picker-title", markup=False)
        yield _Query(id="picker-query", compact=True)
        options = OptionList(id="picker-list", markup=False)
        options.can_focus = False
        yield options
        yield Static(id="picker-detail", markup=False)

    @property
    def is_open(self) -> bool:
        return self._pick is not None

    @property
    def request(self) -> Pick | None:
        """What it asks; None while it is hidden."""
        return self._pick

    def open(self, pick: Pick, about: range = range(0)) -> None:
        """Show the list and take the focus; the rows of the screen that it is about stay visible."""
        self._pick = pick
        self._marked = {}
        query = self.query_one(Input)
        with self.prevent(Input.Changed):
            query.value = ""
        self.query_one("#picker-title", Static).update(pick.title)
        self._place_beside(about)
        self.display = True
        self._fill("")
        self.screen.set_focus(query)

    def _place_beside(self, about: range) -> None:
        """Take the rows at the foot, or at the top or fewer where these would cover what the list is about."""
        self._placed_for = self.app.size
        height = self._placed_for.height
        self.set_class(height < TALL, "low")
        for rule in ("dock", "height", "margin"):
            self.styles.clear_rule(rule)
        usual = min(ROWS, height * 6 // 10)
        above, below = about.start, height - FOOT - about.stop
        if not about or height < TALL or below >= usual or max(above, below) < FEWEST:
            return
        at_top = below < FEWEST or (above >= usual and below < above)
        self.styles.height = min(usual, above if at_top else below)
        if at_top:
            self.styles.dock, self.styles.margin = "top", 0

    def close(self) -> None:
        """Hide the list."""
        self._pick = None
        self.display = False

    def on_descendant_blur(self) -> None:
        self.call_later(_cancel_if_left, self)

    def on_resize(self) -> None:
        if self.app.size != self._placed_for:
            self._place_beside(range(0))
        toasts.stand_beside(self)

    @property
    def typed(self) -> str:
        """What was typed, also after Esc."""
        return self.query_one(Input).value

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._pick is not None and self._pick.ends and event.value.endswith(self._pick.ends):
            self.action_cancel()
        else:
            self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._describe()

    def _fill(self, query: str) -> None:
        if self._pick is None:
            return
        items, name = self._pick.find(query), query.strip()
        self._rows = [*items]
        if self._pick.create and name and not any(name_key(item.label) == name_key(name) for item in items):
            # before those of a similar spelling: a new name must not code with another code
            self._rows.insert(sum(not item.similar for item in items), None)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([self._row(item) for item in self._rows])
        options.highlighted = 0 if self._rows else None
        self._describe()

    def _row(self, item: Item | None) -> Option:
        if item is None:
            return Option(Text(f"+ create “{self.query_one(Input).value.strip()}”", style="italic"), id=CREATE)
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append("✓ " if item.id in self._marked else "  ", style="bold")
        if item.prefix:
            text.append(f"{item.prefix} ", style=item.color or "")
        start = len(text)
        text.append(item.label)
        for place in item.matched:
            text.stylize("bold underline", start + place, start + place + 1)
        for remark in filter(None, (item.tally, "similar" if item.similar else "")):
            text.append(f"  {remark}", style="dim")
        return Option(text, id=item.id)

    def _describe(self) -> None:
        item = self._highlighted()
        detail = item.detail if item else ""
        if not self._rows and self._pick is not None and self._pick.create and not self.query_one(Input).value:
            detail = "the list is empty: type a name, Enter creates it"
        elif not self._rows and self._pick is not None and not self._pick.create:
            detail = "nothing matches · Esc cancels"
        if self._marked:
            detail = f"{len(self._marked)} marked: {', '.join(self._marked.values())}"
        self.query_one("#picker-detail", Static).update(Text(detail, no_wrap=True, overflow="ellipsis"), layout=False)

    def _highlighted(self) -> Item | None:
        place = self.query_one(OptionList).highlighted
        return self._rows[place] if place is not None else None

    def action_step(self, by: int) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            place = options.highlighted or 0
            options.highlighted = max(0, min(options.option_count - 1, place + by))

    def action_mark(self) -> None:
        item = self._highlighted()
        if self._pick is None or not self._pick.many or item is None:
            return
        if self._marked.pop(item.id, None) is None:
            self._marked[item.id] = item.label
        options = self.query_one(OptionList)
        place = options.highlighted
        options.replace_option_prompt_at_index(place or 0, self._row(item).prompt)
        query = self.query_one(Input)
        if query.value:
            query.value = ""  # the next code is searched for anew
        else:
            self._describe()

    def action_cancel(self) -> None:
        pick = self._pick
        self.close()
        self._on_close()
        if pick is not None:
            pick.cancelled()

    def _choose(self) -> None:
        pick = self._pick
        if pick is None:
            return
        chosen = [*self._marked]
        created = ""
        item = self._highlighted()
        if item is not None:
            # the row for what was typed after the last mark counts too
            if (not chosen or self.query_one(Input).value.strip()) and item.id not in chosen:
                chosen.append(item.id)
        elif self._rows:
            created = self.query_one(Input).value.strip()
        if not chosen and not created:
            return
        self.close()
        self._on_close()
        pick.then(tuple(chosen), created)


#: A line break within the line; Ctrl+J inserts one.
BREAK = " ⏎ "


class _Line(Input):
    """An input that keeps the line breaks of pasted text."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(BREAK.join(event.text.strip("\r\n").splitlines()), *self.selection)


class Prompt(Horizontal):
    """Asks for one line; `open` shows it, Enter and Esc hide it. Line breaks are shown as a sign and kept."""

    DEFAULT_CSS = """
    Prompt { height: 1; background: $surface; }
    #prompt-title { width: auto; padding: 0 1; text-style: bold; color: $accent; }
    #prompt-line { width: 1fr; }
    Prompt.tall { layout: vertical; height: auto; }
    Prompt.tall > #prompt-title { width: 100%; }
    Prompt.tall > #prompt-line { width: 100%; padding: 0 1; }
    Prompt Input { background: $surface; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("ctrl+j", "line_break", show=False, priority=True),
        Binding("tab,shift+tab", "stay", show=False),
    ]

    def __init__(self, closed: Callable[[], None], **options: Any) -> None:
        """`closed` is called after an answer and after Esc."""
        super().__init__(**options)
        self._on_close = closed
        self._ask: Ask | None = None
        self.display = False

    @property
    def is_open(self) -> bool:
        return self._ask is not None

    @property
    def request(self) -> Ask | None:
        """What it asks; None while it is hidden."""
        return self._ask

    def compose(self) -> ComposeResult:
        yield Static(id="prompt-title", markup=False)
        yield _Line(id="prompt-line", compact=True, select_on_focus=False)

    def open(self, ask: Ask) -> None:
        """Show the line and take the focus."""
        self._ask = ask
        self.query_one("#prompt-title", Static).update(ask.title)
        line = self.query_one(Input)
        with self.prevent(Input.Changed):
            line.value = ask.initial.replace("\n", BREAK)
        line.cursor_position = len(line.value)
        self._fit()
        self.display = True
        self.screen.set_focus(line)

    def on_resize(self) -> None:
        self._fit()
        toasts.stand_beside(self)

    def _fit(self) -> None:
        """Put the question above the line where it leaves too little of it beside it."""
        if self._ask is not None:
            room = max(ROOM, cell_len(self._ask.initial) + 1)
            self.set_class(cell_len(self._ask.title) + 2 + room > self.app.size.width, "tall")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._ask is not None and self._ask.typing is not None:
            self._ask.typing(_lines(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        ask = self._close()
        if ask is not None:
            ask.then(_lines(event.value))

    def action_line_break(self) -> None:
        self.query_one(Input).insert_text_at_cursor(BREAK)

    def action_stay(self) -> None:
        """Keep the focus: a question is answered or cancelled before anything else."""

    def on_descendant_blur(self) -> None:
        self.call_later(_cancel_if_left, self)

    def action_cancel(self) -> None:
        ask = self._close()
        if ask is not None:
            ask.cancelled()

    def _close(self) -> Ask | None:
        ask, self._ask = self._ask, None
        self.display = False
        self._on_close()
        return ask


def _cancel_if_left(question: Picker | Prompt) -> None:
    """Cancel a question when something else on the screen was clicked."""
    focused = question.screen.focused
    if question.is_open and focused is not None and question not in focused.ancestors:
        question.action_cancel()


def _lines(typed: str) -> str:
    """Return the typed text with its line breaks."""
    return typed.replace(BREAK, "\n")


class ChoiceModal(Dialog[str | None]):
    """Dismissed with the id of the chosen answer (its letter, or arrows and Enter), or None after Esc."""

    keys = (("Enter", "choose"), ("↑ ↓", "move"), ("Esc", "cancel"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", show=False)]
    CSS_PATH = "../kit/choice_modal.tcss"

    def __init__(self, choose: Choose) -> None:
        super().__init__()
        self._choose = choose
        self.takes_typeahead = choose.reads
        self._by_key = {key: id for id, key, _ in choose.options if key}

    def compose(self) -> ComposeResult:
        with Vertical(id="choice"):
            yield Static(Text(self._choose.title, style="bold"), id="choice-title")
            if self._choose.detail:
                yield Static(Text(self._choose.detail), id="choice-detail")
            rows = [
                Option(Text.assemble((f"{key:>2} ", "bold"), label), id=id) for id, key, label in self._choose.options
            ]
            yield OptionList(*rows, id="choice-list", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_key(self, event: Key) -> None:
        id = self._by_key.get(event.character or "")
        if id is not None:
            event.stop()
            self.dismiss(id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

"""The manual: its topics, the page of one, and a search over all pages."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from coder import manual
from coder.manual import Hit
from coder.text import pages
from coder.text.fold import searchable
from coder.text.phrases import format_count
from coder.tui.kit.foot import HintLine
from coder.tui.kit.option_list import OptionList

#: Letters from which a search begins (a sign is enough), and matches that are listed at most.
LEAST, MOST = 2, 300
#: Lines shown above a match, and of an excerpt at most (in cells, without its indent).
ABOVE, EXCERPT = 6, 72
_STYLES = {"strong": "bold", "em": "italic", "code": "bold"}
TOPICS, MATCHES, PAGE = "topics", "matches", "page"


class View(NamedTuple):
    """What is shown: the topics, the matches, or the page of a topic from a passage on."""

    kind: str
    topic: str = ""
    number: int = 0


class ManualPage(Widget):
    """The page of a topic, laid out anew for each width; the words of a search are marked."""

    class LaidOut(Message):
        """Posted when the lines are others, for another width."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._topic, self._current = "", -1
        self._hits: tuple[Hit, ...] = ()
        self._lines: list[pages.Line] = []
        self._width = 0

    def show(self, topic: str, hits: tuple[Hit, ...] = (), current: int = -1) -> None:
        """Show a topic; `hits` are the matches on it, `current` the passage of the one that was gone to."""
        self._topic, self._hits, self._current = topic, hits, current
        self._width = 0
        self.refresh(layout=True)

    def on_resize(self) -> None:
        self.post_message(self.LaidOut())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._lay_out(width)
        return len(self._lines)

    def render(self) -> Text:
        self._lay_out(self.size.width)
        return Text("\n", no_wrap=True).join(map(self._styled, self._lines))

    def line_of(self, number: int) -> int:
        """Return the line of a passage: where words of its match are, else its first."""
        lines = [at for at, line in enumerate(self._lines) if line.passage == number and line.runs]
        words = self._words(number)
        return next((at for at in lines if words and _found(self._lines[at], words)), next(iter(lines), 0))

    def _words(self, number: int) -> tuple[str, ...]:
        """Return the words that match in a passage."""
        hit = next((hit for hit in self._hits if hit.number == number), None)
        return () if hit is None else tuple({hit.passage.text[span.start : span.end] for span in hit.spans})

    def _lay_out(self, width: int) -> None:
        if width and self._topic and width != self._width:
            self._width = width
            self._lines = pages.layout(manual.page(self._topic), width)

    def _styled(self, line: pages.Line) -> Text:
        bold = line.kind in (pages.HEADING, pages.HEAD)
        text = Text(no_wrap=True, style="bold" if bold else "")
        for run in line.runs:
            text.append(run.text, _STYLES.get(run.style, "") if line.kind != pages.CODE else "")
        if line.kind == pages.HEADING:
            text.stylize("underline")
        style = "reverse" if line.passage == self._current else "bold underline"
        for start, end in _found(line, self._words(line.passage)):
            text.stylize(style, start, end)
        return text


def _found(line: pages.Line, words: tuple[str, ...]) -> list[tuple[int, int]]:
    return [*manual.find_words(searchable(line.text), words)] if words else []


class HelpScreen(ModalScreen[None]):
    """The topics, the page of one, or the matches of a search; Esc goes from each to the one before, then back."""

    takes_typeahead: ClassVar[bool] = True

    CSS_PATH = "help_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,left,h", "back", show=False),
        Binding("slash", "search", show=False),
        Binding("down", "to_matches", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("space", "page(1)", show=False),
        Binding("backspace", "page(-1)", show=False),
        Binding("less_than_sign", "edge(-1)", show=False),
        Binding("greater_than_sign", "edge(1)", show=False),
        Binding("right_square_bracket", "turn(1)", show=False),
        Binding("left_square_bracket", "turn(-1)", show=False),
        Binding("n", "match(1)", show=False),
        Binding("N", "match(-1)", show=False),
    ]

    def __init__(self, topic: str = "", number: int = 0, searching: bool = False) -> None:
        """Show the topics, or at once a topic from a passage on, or the search."""
        super().__init__(classes="help")
        self._views = [View(TOPICS)]
        if topic:
            self._views.append(View(PAGE, topic, number))
        elif searching:
            self._views.append(View(MATCHES))
        self._hits: list[Hit] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Static(id="help-title", markup=False)
            yield Input(id="help-words", compact=True, placeholder="words", select_on_focus=False)
            yield OptionList(*map(_topic_row, manual.topics()), id="help-list", markup=False)
            yield OptionList(id="help-matches", markup=False)
            with VerticalScroll(id="help-page"):
                yield ManualPage(id="help-text")
            yield HintLine(id="help-hints")

    def on_mount(self) -> None:
        self._show()

    @property
    def _view(self) -> View:
        return self._views[-1]

    @property
    def _topics(self) -> OptionList:
        return self.query_one("#help-list", OptionList)

    @property
    def _matches(self) -> OptionList:
        return self.query_one("#help-matches", OptionList)

    @property
    def _page(self) -> VerticalScroll:
        return self.query_one("#help-page", VerticalScroll)

    # Showing

    def _show(self) -> None:
        kind = self._view.kind
        self._topics.display = kind == TOPICS
        self._matches.display = self.query_one(Input).display = kind == MATCHES
        self._page.display = kind == PAGE
        if kind == PAGE:
            self._show_page()
        elif kind == TOPICS:
            self._topics.focus()
            self._set("Manual", ("Enter", "open"), ("/", "search all pages"), ("↑ ↓", "move"), ("Esc", "back"))
        else:
            (self._matches if self._hits else self.query_one(Input)).focus()
            self._show_count()

    def _set(self, title: str, *hints: tuple[str, str]) -> None:
        self.query_one("#help-title", Static).update(Text(title, style="bold", no_wrap=True, overflow="ellipsis"))
        self.query_one(HintLine).set([*hints])

    def _show_page(self) -> None:
        topic, number = self._view.topic, self._view.number
        at = self._hit_at()
        hits = tuple(hit for hit in self._hits if hit.topic == topic) if self._is_from_search else ()
        page = self.query_one(ManualPage)
        page.show(topic, hits, number if at is not None else -1)
        counted = f" · match {at + 1} of {len(self._hits)}" if at is not None else ""
        turns = [("n N", "matches")] if hits else [("] [", "next, previous page")]
        self._set(f"Manual · {topic}{counted}", *turns, ("↑ ↓ Space", "scroll"), ("/", "search"), ("Esc", "back"))
        self._page.focus()
        self._topics.highlighted = list(manual.topics()).index(topic)
        self.call_after_refresh(self._go_to, number)

    def on_manual_page_laid_out(self) -> None:
        if self._view.kind == PAGE:
            self.call_after_refresh(self._go_to, self._view.number)

    def _go_to(self, number: int) -> None:
        """Scroll to a passage, with some lines above a match."""
        line = self.query_one(ManualPage).line_of(number) if number else 0
        above = ABOVE if self._hit_at() is not None else 0
        self._page.scroll_to(y=max(0, line - above), animate=False)

    @property
    def _is_from_search(self) -> bool:
        return any(view.kind == MATCHES for view in self._views)

    def _hit_at(self) -> int | None:
        """Return the index of the match that the page shows."""
        if not self._is_from_search or self._view.kind != PAGE:
            return None
        place = (self._view.topic, self._view.number)
        return next((n for n, hit in enumerate(self._hits) if (hit.topic, hit.number) == place), None)

    # The search

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        words = event.value.strip()
        self._hits = manual.search(words)[:MOST] if _is_enough(words) else []
        self._matches.clear_options()
        self._matches.add_options(map(_match_row, self._hits))
        self._matches.highlighted = 0 if self._hits else None
        self._show_count()

    def _show_count(self) -> None:
        if self._view.kind != MATCHES:
            return
        words = self.query_one(Input).value.strip()
        count = format_count(len(self._hits), "match", "matches")
        if not self._hits and _is_enough(words):
            count = f"no match for “{words}”: try fewer or other words"
        title = f"Search the manual · {count}" if _is_enough(words) else "Search all pages of the manual"
        if self.focused is self.query_one(Input):
            self._set(title, ("Enter", "open"), ("↓", "to the matches"), ("Ctrl+U", "clear"), ("Esc", "back"))
        else:
            self._set(title, ("Enter", "open"), ("/", "edit the words"), ("↑ ↓", "move"), ("Esc", "back"))

    def on_descendant_focus(self) -> None:
        if self.is_mounted:
            self._show_count()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._hits:
            self._open_match(self._matches.highlighted or 0)

    def _open_match(self, at: int) -> None:
        hit = self._hits[at]
        self._matches.highlighted = at
        self._views.append(View(PAGE, hit.topic, hit.number))
        self._show()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list is self._matches:
            self._open_match(event.option_index)
        else:
            self._views.append(View(PAGE, event.option.id or ""))
            self._show()

    # Actions

    def action_back(self) -> None:
        if len(self._views) == 1:
            self.dismiss()
            return
        if self._views.pop().kind == MATCHES:
            self._hits = []
            with self.prevent(Input.Changed):
                self.query_one(Input).value = ""
            self._matches.clear_options()
        self._show()

    def action_search(self) -> None:
        """Search, or edit the words of the search."""
        while self._is_from_search and self._view.kind != MATCHES:
            self._views.pop()
        if self._view.kind != MATCHES:
            self._views.append(View(MATCHES))
        self._show()
        self.query_one(Input).focus()

    def action_to_matches(self) -> None:
        """Go from the words to their matches."""
        if self._view.kind == MATCHES and self._hits:
            self._matches.focus()

    def action_move(self, by: int) -> None:
        if self._view.kind == PAGE:
            self._page.scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        if self._view.kind == PAGE:
            self._page.scroll_page_down(animate=False) if by > 0 else self._page.scroll_page_up(animate=False)

    def action_edge(self, which: int) -> None:
        if self._view.kind == PAGE:
            self._page.scroll_end(animate=False) if which > 0 else self._page.scroll_home(animate=False)

    def action_turn(self, by: int) -> None:
        """Show the next or previous topic."""
        if self._view.kind == PAGE:
            names = list(manual.topics())
            self._views[-1] = View(PAGE, names[(names.index(self._view.topic) + by) % len(names)])
            self._show()

    def action_match(self, by: int) -> None:
        """Go to the next or previous match, on whatever page it is."""
        if self._view.kind != PAGE or not self._hits:
            return
        at = self._hit_at()
        self._views.pop()
        self._open_match(0 if at is None else (at + by) % len(self._hits))


def _is_enough(words: str) -> bool:
    """Return whether to search for what is typed so far."""
    return len(words) >= LEAST or (words != "" and not words.isalnum())


def _topic_row(topic: str) -> Option:
    width = max(map(len, manual.topics())) + 2
    return Option(Text.assemble((f" {topic:<{width}}", "bold"), manual.title(topic)), id=topic)


def _match_row(hit: Hit) -> Option:
    excerpt, spans = hit.excerpt(EXCERPT)
    line = Text(excerpt, no_wrap=True, overflow="ellipsis")
    for start, end in spans:
        line.stylize("bold underline", start, end)
    head = Text(f" {hit.topic} · {hit.heading}", style="bold", no_wrap=True, overflow="ellipsis")
    return Option(Text.assemble(head, "\n   ", line, no_wrap=True, overflow="ellipsis"))

"""Messages and questions to the person: status line and key hints, what is asked, and the searches of the picker."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast
from weakref import WeakSet

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import NoActiveWorker, Worker, get_current_worker

from coder.errors import CoderError, ReadOnly
from coder.model.codebook import Code
from coder.project import Project
from coder.project.study import codes_in_order, codings_below, path_of
from coder.tui.kit import toasts
from coder.tui.kit.code_letters import letters_of
from coder.tui.kit.foot import HintLine, StatusLine
from coder.tui.kit.requests import Ask, Choose, Item, Pick
from coder.tui.kit.shell import shell_of

if TYPE_CHECKING:
    from coder.tui.kit.input_widgets import Picker, Prompt


P = ParamSpec("P")
T = TypeVar("T")
W = TypeVar("W", bound="Interactive")
#: The worker group of interactive actions.
GROUP = "interactive"
_waiting: WeakSet[Worker[Any]] = WeakSet()


class Picked(NamedTuple):
    """The ids chosen from a list, and the name to create ("" for none)."""

    ids: tuple[str, ...]
    created: str = ""


class Questions:
    """The picker and the prompt of one screen: mounted when first needed; the focus returns after the last answer."""

    def __init__(self, screen: Screen[Any], closed: Callable[[], None] = lambda: None) -> None:
        """`closed` is called when the last question is answered and the focus is back."""
        self._screen, self._closed = screen, closed
        self._return_focus_to: Widget | None = None
        self._picker: Picker | None = None
        self._prompt: Prompt | None = None
        self._mounting = asyncio.Lock()

    @property
    def return_focus_to(self) -> Widget | None:
        """The widget that gets the focus back after the last answer."""
        return self._return_focus_to

    @property
    def open(self) -> bool:
        """Whether the picker or the prompt has the focus."""
        return any(widget is not None and widget.is_open for widget in (self._picker, self._prompt))

    @property
    def request(self) -> Pick | Ask | None:
        """What the picker or the prompt asks; None while neither is open."""
        widgets = (self._picker, self._prompt)
        return next((widget.request for widget in widgets if widget is not None and widget.is_open), None)

    @property
    def typed(self) -> str:
        """What was last typed into the picker."""
        return self._picker.typed if self._picker is not None else ""

    async def show_picker(self, pick: Pick) -> None:
        """Open the picker."""
        self._remember_focus()
        picker, _ = await self._mounted()
        self._cancel_open()
        picker.open(pick, getattr(self._return_focus_to, "rows_in_use", lambda: range(0))())
        several = [("Tab", "mark several")] if pick.many else []
        self._show_hints(("Enter", "choose"), *several, ("↑ ↓", "move"), ("Esc", "cancel"))
        picker.call_after_refresh(toasts.stand_beside, picker)

    async def show_prompt(self, ask: Ask) -> None:
        """Open the prompt."""
        self._remember_focus()
        _, prompt = await self._mounted()
        self._cancel_open()
        prompt.open(ask)
        self._show_hints(("Enter", "done"), ("Esc", "cancel"))
        prompt.call_after_refresh(toasts.stand_beside, prompt)

    def _cancel_open(self) -> None:
        """Answer the question that is open with no, since another comes in its place."""
        for widget in (self._picker, self._prompt):
            if widget is not None and widget.is_open:
                widget.action_cancel()

    def _show_hints(self, *hints: tuple[str, str]) -> None:
        for line in self._screen.query(HintLine):
            line.set([*hints])

    def _close(self) -> None:
        self._screen.call_next(self._restore_focus)  # after the next question, where one follows

    def _restore_focus(self) -> None:
        """Return the focus, unless another question followed or the answer moved it elsewhere."""
        if self.open:
            return
        widget, self._return_focus_to = self._return_focus_to, None
        focused = self._screen.focused
        moved = focused is not None and not self._owns(focused)
        if widget is not None and widget.is_attached and not moved:
            self._screen.set_focus(widget)
        toasts.stand_at_foot(self._screen)
        self._closed()

    def _owns(self, widget: Widget) -> bool:
        return bool({self._picker, self._prompt}.intersection(widget.ancestors))

    def _remember_focus(self) -> None:
        focused = self._screen.focused
        if focused is not None and not self._owns(focused):
            self._return_focus_to = focused

    async def _mounted(self) -> tuple[Picker, Prompt]:
        async with self._mounting:  # a second question may come before the widgets of the first are there
            if self._picker is None or self._prompt is None:
                from coder.tui.kit.input_widgets import Picker, Prompt

                self._picker, self._prompt = Picker(self._close, id="picker"), Prompt(self._close, id="prompt")
                foot = "#status" if self._screen.query("#status") else None
                await self._screen.mount(self._picker, self._prompt, before=foot)
        return self._picker, self._prompt


class Interactive(Widget):
    """A widget whose actions call operations and ask the person: errors are shown, and nothing else happens then."""

    async def ask(
        self,
        title: str,
        initial: str = "",
        *,
        typing: Callable[[str], None] | None = None,
        reads: bool = False,
        unasked: bool = False,
    ) -> str | None:
        """Return the typed line, or None after Esc; `typing` is called with each change. See `Ask` for the rest."""

        def request(answer: Callable[[str | None], None]) -> Ask:
            return Ask(title, answer, lambda: answer(None), initial, typing, reads, unasked)

        return await _answer(lambda answer: questions_of(self).show_prompt(request(answer)))

    async def pick(
        self, title: str, find: Callable[[str], Sequence[Item]], *, reads: bool = False, ends: str = ""
    ) -> str | None:
        """Return the id of the row that was chosen, or None after Esc. See `Pick` for the rest."""
        picked = await self.pick_many(title, find, many=False, reads=reads, ends=ends)
        return None if picked is None else picked.ids[0]

    async def pick_many(
        self,
        title: str,
        find: Callable[[str], Sequence[Item]],
        *,
        many: bool = True,
        create: bool = False,
        reads: bool = False,
        ends: str = "",
    ) -> Picked | None:
        """Return the chosen rows; with `create` also a name that is not in the list. None after Esc."""

        def request(answer: Callable[[Picked | None], None]) -> Pick:
            return Pick(
                title,
                find,
                lambda ids, created: answer(Picked(ids, created)),
                lambda: answer(None),
                many=many,
                create=create,
                reads=reads,
                ends=ends,
            )

        return await _answer(lambda answer: questions_of(self).show_picker(request(answer)))

    async def choose(
        self, title: str, options: Sequence[tuple[str, str, str]], detail: str = "", *, reads: bool = False
    ) -> str | None:
        """Return the id of the chosen option (id, key, label), or None after Esc; `reads`: it changes nothing."""
        from coder.tui.kit.input_widgets import ChoiceModal

        return await self.show_modal(ChoiceModal(Choose(title, options, detail, reads)))

    async def show_modal(self, modal: Screen[T]) -> T | None:
        """Push a modal screen and return what it was dismissed with."""

        async def show(answer: Callable[[T | None], None]) -> None:
            self.app.push_screen(modal, answer)

        return await _answer(show)

    def attempt(self, operation: Callable[[], T]) -> T | None:
        """Return the operation's result; show its error and return None when it is refused."""
        try:
            return operation()
        except CoderError as error:
            self.fail(error)
            return None

    def fail(self, error: CoderError) -> None:
        """Show an error: title, detail, hint; of a project open read-only one line in the status line."""
        shell_of(self).fail(error)
        if not (isinstance(error, ReadOnly) and error.is_plain):
            self.say(f"✗ {error.title}", passing=True)

    def say(self, text: str, *, passing: bool = False) -> None:
        """Show a message in the status line of this screen; `passing`: until the next key that acts."""
        for status in self.screen.query(StatusLine):
            status.set_passing(text) if passing else status.set(left=text)


def interactive(
    action: Callable[Concatenate[W, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[W, P], Worker[None]]:
    """Run an action of a widget as a worker, so that it can await answers; a CoderError it raises is shown."""

    @functools.wraps(action)
    def start(self: W, *args: P.args, **options: P.kwargs) -> Worker[None]:
        async def act() -> None:
            try:
                await action(self, *args, **options)
            except CoderError as error:
                self.fail(error)

        return self.run_worker(act(), name=action.__name__, group=GROUP)

    return cast("Callable[Concatenate[W, P], Worker[None]]", start)


def unsettled(app: App[Any]) -> bool:
    """Return whether an interactive action is at work, not waiting for an answer: keys typed ahead wait for it."""
    return any(worker.group == GROUP and not worker.is_finished and worker not in _waiting for worker in app.workers)


@contextmanager
def waiting() -> Iterator[None]:
    """Mark the current interactive action as waiting: for an answer, or for background work."""
    try:
        worker = get_current_worker()
    except NoActiveWorker:
        yield
        return
    _waiting.add(worker)
    try:
        yield
    finally:
        _waiting.discard(worker)


def questions_of(node: Widget) -> Questions:
    """Return the questions of the screen that a widget is on."""
    questions: Questions = node.screen.questions  # type: ignore[attr-defined]
    return questions


async def _answer(show: Callable[[Callable[[T | None], None]], Awaitable[None]]) -> T | None:
    """Show a question and wait for its answer."""
    future: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()

    def answer(value: T | None) -> None:
        if not future.done():  # the widget that asked may be gone
            future.set_result(value)

    await show(answer)
    with waiting():
        return await future


Find = Callable[[str], Sequence[Item]]


def code_finder(
    project: Project,
    recent: Sequence[str] = (),
    among: Callable[[Code], bool] = lambda code: code.codable,
    archived: bool = False,
) -> Find:
    """Return the fuzzy search over the codes accepted by `among`; archived ones only with `archived`."""
    from coder.analysis.code_search import CodeSearch, Entry

    codes = [code for code in codes_in_order(project) if among(code) and (archived or not code.archived)]
    uses = {code.id: len(project.codings_with(code.id)) for code in codes}
    tallies = {code.id: codings_below(project, code) for code in codes}
    search = CodeSearch([Entry(code.id, path_of(project, code), code.aliases) for code in codes], uses, recent)
    marks = letters_of(project)

    def find(query: str) -> Sequence[Item]:
        return [
            Item(
                id=match.id,
                label=match.path,
                matched=match.positions,
                detail=_detail(project.codes[match.id], match.alias),
                prefix=marks.get(match.id, " "),
                color=project.codes[match.id].color,
                tally=str(tallies[match.id] or ""),
                similar=match.similar,
            )
            for match in search.find(query)
        ]

    return find


def _detail(code: Code, alias: str) -> str:
    alias_note = f"also “{alias}” · " if alias else ""
    return f"{alias_note}{' '.join(code.definition.split()) or 'no definition'}"


def list_finder(items: Sequence[Item]) -> Find:
    """Return the fuzzy search over a short list of rows, in their order while the query is empty."""
    from coder.analysis.code_search import CodeSearch, Entry

    search = CodeSearch([Entry(item.id, item.label) for item in items])
    by_id = {item.id: item for item in items}

    def find(query: str) -> Sequence[Item]:
        if not query.strip():
            return items
        return [
            by_id[match.id]._replace(matched=match.positions, similar=match.similar) for match in search.find(query)
        ]

    return find

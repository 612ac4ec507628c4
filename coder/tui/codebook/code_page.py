"""The code page: definition, examples, condensate, memos, units by source, and history of one code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.counts import of_codes, of_subtree
from coder.analysis.history import Event, events
from coder.model.codebook import Code
from coder.model.condensation import prose
from coder.model.document import CONDENSATE
from coder.model.record import Transaction
from coder.project import Project
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import codebook, memos, sets
from coder.project.study import by_name, by_order, codes_in_order, path_of
from coder.text.characters import cut_front
from coder.text.phrases import excerpt, format_count
from coder.tui.codebook import review_screen
from coder.tui.keymap import actions
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.code_texts import edit_code_text
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item

BAR = 24


def describe_code(project: Project, code: Code, events: Sequence[Event] | None) -> Text:
    """Return the description; `events` is None while the history is being read."""
    text = Text()
    for heading, lines in (
        ("", _definition(project, code)),
        ("Examples", _examples(project, code)),
        (CONDENSATE, _condensate(project, code)),
        ("Memos", _memos(project, code)),
        (_count(project, code), _units(project, code)),
        ("History", _history(events)),
    ):
        rows = list(lines)
        if rows:
            text.append(f"\n{heading}\n" if heading else "", style="bold underline")
            text.append_text(Text("\n").join(rows))
            text.append("\n")
    return text


def _definition(project: Project, code: Code) -> Iterator[Text]:
    yield Text(code.definition or "No definition yet: d writes one", style="" if code.definition else "dim")
    rows = {
        "include": code.include,
        "exclude": code.exclude,
        "aliases": ", ".join(code.aliases),
        "sets": ", ".join(code_set.name for code_set in sets.with_code(project, code)),
        "key": str(code.quick or ""),
    }
    for name, text in rows.items():
        if text:
            yield Text.assemble((f"{name:<8} ", "dim"), text)


def _examples(project: Project, code: Code) -> Iterator[Text]:
    for id in code.examples:
        segment = project.segments[id]
        yield Text.assemble(f"“{excerpt(segment.quote, 300)}” ", (project.sources[segment.source].name, "dim"))


def _condensate(project: Project, code: Code) -> Iterator[Text]:
    condensate = condensate_of(project, code.id)
    if condensate is not None:
        yield Text(prose(condensate.sentences), "italic")


def _memos(project: Project, code: Code) -> Iterator[Text]:
    for memo in project.memos_on(code.id):
        coder = project.coders[memo.coder].initials
        yield Text.assemble((f"{memo.kind} · {coder}  ", "dim"), f"{memo.title}  " if memo.title else "", memo.text)


def _count(project: Project, code: Code) -> str:
    own, below = of_codes(project, code), of_subtree(project, code)
    more = f"; including the codes below: {below.codings:,} in {below.sources:,}" if below != own else ""
    return f"Codings: {own.codings:,} in {format_count(own.sources, 'transcript')}{more}"


def _units(project: Project, code: Code) -> Iterator[Text]:
    """Yield a bar for each source with units of the code."""
    segments = (project.segments[project.codings[id].segment] for id in project.codings_with(code.id))
    counts = Counter(segment.source for segment in segments)
    most = max(counts.values(), default=1)
    for id in sorted(counts, key=lambda id: by_order(project.sources[id])):
        bar = "▪" * max(1, counts[id] * BAR // most)
        yield Text.assemble(f"{excerpt(project.sources[id].name, 28):<29}", f"{counts[id]:>5}  ", (bar, code.color))


def _history(events: Sequence[Event] | None) -> Iterator[Text]:
    if events is None:
        yield Text("reading the history …", style="dim")
        return
    for event in reversed(events):
        when = datetime.fromisoformat(event.when).astimezone()
        yield Text.assemble(
            (f"{when:%d %b %Y} ", "dim"),
            (f"{event.coder or '–'}  ", "bold"),
            (event.what, "strike" if event.undone else ""),
            f" ×{event.times}" if event.times > 1 else "",
            (", undone" if event.undone else "", "dim"),
            (f" · reason: {event.reason}" if event.reason else "", "italic"),
        )


class CodePage(ProjectScreen):
    """Closes when its code is deleted."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "code_page.tcss"]
    where = "code_page"

    def __init__(self, project: Project, code: str) -> None:
        super().__init__(project)
        self.description = CodePane(project, code)

    def compose(self) -> ComposeResult:
        yield self.description
        yield from self.compose_foot()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        if self.description.code is None:
            self.action_leave()
        else:
            self.description.show()

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("code_page"), ("Esc", "back")]


class CodePane(Vertical, Interactive):
    """The description of a code, with the actions on it."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("code_page")]

    def __init__(self, project: Project, code: str) -> None:
        super().__init__()
        self.project = project
        self._code = code
        self._events: list[Event] | None = None
        self._job: ThreadJob[list[Event]] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="code-title", classes="title", markup=False)
        yield Page(id="code-page")

    def on_mount(self) -> None:
        page = self.query_one(Page)
        page.can_focus = True
        page.focus()
        self.show()

    def on_unmount(self) -> None:
        if self._job is not None:
            self._job.cancel(wait=False)

    @property
    def code(self) -> Code | None:
        """The code; None once it is deleted."""
        return self.project.codes.get(self._code)

    def show(self) -> None:
        """Show the description; the history, which is read from disk in a thread, follows."""
        self._show_description()
        if self._job is not None:
            self._job.cancel(wait=False)
        project, code = self.project, self._code
        self._job = ThreadJob(self, lambda progress: events(project, code), self._show_history, self.fail).start()

    def _show_history(self, history: list[Event]) -> None:
        self._events = history
        self._show_description()

    def _show_description(self) -> None:
        code = self.code
        if code is None:
            return
        path = path_of(self.project, code)
        title = Text(
            f" {cut_front(path, self.size.width - 12) or path}", style="bold", no_wrap=True, overflow="ellipsis"
        )
        title.append("  archived" if code.archived else "", style="not bold italic")
        self.query_one("#code-title", Static).update(title, layout=False)
        self.query_one(Page).show(describe_code(self.project, code, self._events))

    # Actions

    def action_write(self, field: str) -> None:
        if self.code is not None:
            edit_code_text(self, self.project, self.code, field)

    @interactive
    async def action_aliases(self) -> None:
        code = self.code
        if code is None:
            return
        text = await self.ask(f"Aliases of {code.name} (name; name):", "; ".join(code.aliases))
        code = self.code
        if text is not None and code is not None:
            names = dict.fromkeys(filter(None, (name.strip() for name in text.split(";"))))
            codebook.define(self.project, code, aliases=names)

    @interactive
    async def action_sets(self) -> None:
        project, code = self.project, self.code
        if code is None:
            return
        members = {code_set.id for code_set in sets.with_code(project, code)}
        items = [
            Item(
                code_set.id,
                code_set.name,
                prefix="✓" if code_set.id in members else " ",
                tally=format_count(len(code_set.codes), "code"),
            )
            for code_set in sorted(project.sets.values(), key=by_name)
        ]
        title = f"Sets of {code.name}: add or remove"
        picked = await self.pick_many(title, list_finder(items), create=True)
        code = self.code
        if picked is not None and code is not None:
            chosen = [project.sets[id] for id in picked.ids if id in project.sets]
            sets.toggle_code(project, code, chosen, picked.created)

    @interactive
    async def action_example(self) -> None:
        project, code = self.project, self.code
        if code is None:
            return
        coded = (project.codings[id].segment for id in project.codings_with(code.id))
        segments = dict.fromkeys((*code.examples, *coded))
        if not segments:
            self.say(f"{code.name} has no units of its own")
            return
        items = [
            Item(id, excerpt(project.segments[id].quote, 70), prefix="✓" if id in code.examples else " ")
            for id in segments
        ]
        id = await self.pick(f"Examples of {code.name}: add or remove a unit", list_finder(items))
        code, segment = self.code, project.segments.get(id or "")
        if code is not None and segment is not None:
            act = codebook.unlink_example if segment.id in code.examples else codebook.link_example
            act(project, code, segment)

    @interactive
    async def action_memo(self) -> None:
        code = self.code
        text = await self.ask(f"Memo on {code.name}:") if code is not None else None
        if text is not None and text.strip() and self.code is not None:
            memos.write(self.project, text.strip(), about="codes", target=self.code.id)

    def action_review(self) -> None:
        from coder.tui.codebook.review_screen import ReviewScreen

        review = review_screen.begin(self.project, self.code) if self.code is not None else None
        if review is not None:
            self.app.switch_screen(ReviewScreen(self.project, review))
        else:
            self.say("There are no units to review")

    def action_step(self, by: int) -> None:
        ids = [code.id for code in codes_in_order(self.project) if not code.archived or code.id == self._code]
        self._code = ids[(ids.index(self._code) + by) % len(ids)]
        self._events = None
        self.show()

    def action_scroll(self, rows: int) -> None:
        self.query_one(Page).scroll_rows(rows)

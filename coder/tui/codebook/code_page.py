"""The page of one code: what it means, its examples, sets, memos, units by source, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from rich.text import Text
from textual.binding import BindingType

from coder.analysis.code_history import Event, events
from coder.analysis.counts import of_codes, of_subtree
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.model.condensation import prose
from coder.model.document import CONDENSATE
from coder.project import Project
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import codebook, memos, sets
from coder.project.ordering import by_name, by_order, codes_in_order
from coder.project.paths import path_of
from coder.project.segments import excerpt
from coder.text.phrases import format_count
from coder.tui.codebook import review_session
from coder.tui.keymap import actions
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Ask, Item, Pick
from coder.tui.kit.page_screen import PagedScreen

#: What is written, and what stands above it.
FIELDS = {"definition": "means", "include": "includes", "exclude": "excludes"}
BAR = 24


class CodePage(PagedScreen):
    """All that is known of a code; its keys edit each part of it."""

    where = "code_page"
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("code_page")]

    def __init__(self, project: Project, code: str) -> None:
        super().__init__(project)
        self._code = code
        self._events: list[Event] | None = None

    @property
    def code(self) -> Code:
        return self.project.codes[self._code]

    def on_mount(self) -> None:
        self._show()
        self._read_history()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        if self._code not in self.project.codes:
            self.action_leave()
            return
        self._show()
        self._read_history()

    def _read_history(self) -> None:
        """The history is read from disk: in a thread, for it may be long."""
        code = self._code

        def read() -> None:
            try:
                found = events(self.project, code)
            except CoderError as error:
                self.app.call_from_thread(self.fail, error)
                return
            self.app.call_from_thread(self._show_history, code, found)

        self.run_worker(read, thread=True, group="history", exclusive=True)

    def _show_history(self, code: str, found: list[Event]) -> None:
        if code == self._code and self.is_attached:
            self._events = found
            self._show()

    # What is shown

    def _show(self) -> None:
        code = self.code
        title = Text(f" {path_of(self.project, code)}", style="bold", no_wrap=True, overflow="ellipsis")
        title.append("  archived" if code.archived else "", style="not bold italic")
        self.entitle(title)
        text = Text()
        for heading, lines in (
            ("", self._meaning(code)),
            ("Examples", self._examples(code)),
            (CONDENSATE, self._condensate(code)),
            ("Memos", self._memos(code)),
            (self._counted(code), self._units(code)),
            ("What became of it", self._history()),
        ):
            rows = list(lines)
            if rows:
                text.append(f"\n{heading}\n" if heading else "", style="bold underline")
                text.append_text(Text("\n").join(rows))
                text.append("\n")
        self.page.show(text)

    def _meaning(self, code: Code) -> Iterator[Text]:
        yield Text(code.definition or "No definition yet: d writes one", style="" if code.definition else "dim")
        rows = {
            "include": code.include,
            "exclude": code.exclude,
            "also": ", ".join(code.aliases),
            "sets": ", ".join(one.name for one in sets.with_code(self.project, code)),
            "key": str(code.quick or ""),
        }
        for name, said in rows.items():
            if said:
                yield Text.assemble((f"{name:<8} ", "dim"), said)

    def _examples(self, code: Code) -> Iterator[Text]:
        for id in code.examples:
            segment = self.project.segments[id]
            source = self.project.sources[segment.source].name
            yield Text.assemble(f"“{excerpt(segment.quote, 300)}” ", (source, "dim"))

    def _condensate(self, code: Code) -> Iterator[Text]:
        found = condensate_of(self.project, code.id)
        if found is not None:
            yield Text(prose(found.sentences), "italic")

    def _memos(self, code: Code) -> Iterator[Text]:
        for memo in self.project.memos_on(code.id):
            who = self.project.coders[memo.coder].initials
            yield Text.assemble((f"{memo.kind} · {who}  ", "dim"), f"{memo.title}  " if memo.title else "", memo.text)

    def _counted(self, code: Code) -> str:
        own, below = of_codes(self.project, code), of_subtree(self.project, code)
        more = f"; with the codes below {below.codings:,} in {below.sources:,}" if below != own else ""
        return f"Units: {own.codings:,} in {own.sources:,} sources{more}"

    def _units(self, code: Code) -> Iterator[Text]:
        held = [self.project.segments[self.project.codings[id].segment] for id in self.project.codings_with(code.id)]
        counts = Counter(segment.source for segment in held)
        most = max(counts.values(), default=1)
        for source in sorted(counts, key=lambda id: by_order(self.project.sources[id])):
            bar = "▪" * max(1, counts[source] * BAR // most)
            name = excerpt(self.project.sources[source].name, 28)
            yield Text.assemble(f"{name:<29}", f"{counts[source]:>5}  ", (bar, code.color))

    def _history(self) -> Iterator[Text]:
        if self._events is None:
            yield Text("reading the history …", style="dim")
            return
        for event in reversed(self._events):
            when = datetime.fromisoformat(event.when).astimezone()
            yield Text.assemble(
                (f"{when:%d %b %Y} ", "dim"),
                (f"{event.coder or '–'}  ", "bold"),
                (event.what, "strike" if event.undone else ""),
                f" ×{event.times}" if event.times > 1 else "",
                (", taken back" if event.undone else "", "dim"),
                (f", because {event.reason}" if event.reason else "", "italic"),
            )

    # Acts

    def action_write(self, field: str) -> None:
        from coder.tui.kit.text_modal import TextModal

        code, project = self.code, self.project

        def save(_: str, text: str) -> None:
            said: dict[str, Any] = {field: text.strip()}
            codebook.define(project, project.codes[code.id], **said)

        title, target = f"{code.name} {FIELDS[field]}", f"{code.id}.{field}"
        self.app.push_screen(TextModal(project, title, "text of a code", target, getattr(code, field), save))

    def action_aliases(self) -> None:
        def write(text: str) -> None:
            names = dict.fromkeys(filter(None, (name.strip() for name in text.split(";"))))
            self.attempt(lambda: codebook.define(self.project, self.code, aliases=names))

        title = f"{self.code.name} is also called (name; name):"
        self.post_message(Ask(title, write, initial="; ".join(self.code.aliases)))

    def action_sets(self) -> None:
        project, code = self.project, self.code
        there = {one.id for one in sets.with_code(project, code)}
        items = [
            Item(one.id, one.name, prefix="✓" if one.id in there else " ", tally=format_count(len(one.codes), "code"))
            for one in sorted(project.sets.values(), key=by_name)
        ]

        def change(ids: tuple[str, ...], created: str) -> None:
            self.attempt(lambda: sets.toggle_code(project, code, [project.sets[id] for id in ids], created))

        title = f"Sets of {code.name}: put it in, or take it out"
        self.post_message(Pick(title, list_finder(items), change, many=True, create=True))

    def action_example(self) -> None:
        project, code = self.project, self.code
        held = dict.fromkeys((*code.examples, *(project.codings[id].segment for id in project.codings_with(code.id))))
        if not held:
            self.say(f"{code.name} has no units of its own")
            return
        items = [
            Item(id, excerpt(project.segments[id].quote, 70), prefix="✓" if id in code.examples else " ")
            for id in held
        ]

        def choose(ids: tuple[str, ...], _: str) -> None:
            act = codebook.unlink_example if ids[0] in code.examples else codebook.link_example
            self.attempt(lambda: act(project, self.code, project.segments[ids[0]]))

        self.post_message(Pick(f"Example of {code.name}: take a unit, or take it away", list_finder(items), choose))

    def action_memo(self) -> None:
        code = self.code

        def write(text: str) -> None:
            if text.strip():
                self.attempt(lambda: memos.write(self.project, text.strip(), about="codes", target=code.id))

        self.post_message(Ask(f"Memo on {code.name}:", write))

    def action_review(self) -> None:
        from coder.tui.codebook.review_screen import ReviewScreen

        review = review_session.begin(self.project, self.code)
        if review is not None:
            self.app.switch_screen(ReviewScreen(self.project, review))
        else:
            self.say("There are no units to review")

    def action_step(self, by: int) -> None:
        ids = [code.id for code in codes_in_order(self.project) if not code.archived or code.id == self._code]
        self._code = ids[(ids.index(self._code) + by) % len(ids)]
        self._events = None
        self._show()
        self._read_history()

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints("code_page"), ("Esc", "back to coding")]

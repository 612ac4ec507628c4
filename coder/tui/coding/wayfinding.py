"""Finding one's way: whose turns the cursor stops at, bookmarks, back to where one was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from textual.message import Message

from coder.model.change import Transaction
from coder.model.source import Source
from coder.project import Project
from coder.project.segments import excerpt
from coder.text.speakers import interviewers
from coder.tui.kit.finders import list_finder
from coder.tui.kit.messages import Item, Pick
from coder.tui.kit.session_state import SessionState
from coder.tui.transcript.reader import Reader

_EVERYBODY, _SKIP, _WHO = "everybody", "skip", "who"


class Wayfinding(Reader):
    """What one does to be where one wants to be; nothing of it changes the project but who interviews."""

    class WantPlace(Message):
        """Show this place of this source."""

        def __init__(self, source: str, position: int) -> None:
            super().__init__()
            self.source, self.position = source, position

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.places = SessionState()
        self.only = ""
        #: Who of the speakers interviews: as it was said, else as their names tell.
        self.asking: tuple[str, ...] = ()
        #: What Esc leads back to, when there is nothing left to let go of.
        self.return_to: Callable[[], None] | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.view.on_jump = self.leave_mark

    def show(self, project: Project, source: Source | None, cursor: int = 0) -> None:
        if source is None or self.source is None or source.id != self.source.id:
            self.only = ""
        super().show(project, source, cursor)
        self._listen()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        if any(change.table == "sources" for change in transaction.changes):
            self._listen()

    def notes(self) -> list[str]:
        """What the status line says of the place: a bookmark, and whose turns the cursor stops at."""
        notes = ["bookmark"] if self._bookmark() is not None else []
        if self.only:
            notes.append(f"only {self.only}")
        elif self.places.skip:
            notes.append(f"without {' '.join(self.asking)}" if self.asking else "nobody to skip: W says who asks")
        return notes

    # Whose turns

    def _speakers(self) -> Counter[str]:
        return Counter(turn.speaker for turn in self.view.cursor.units.turns if turn.speaker)

    def _listen(self) -> None:
        units, source = self.view.cursor.units, self.source
        self.asking = () if source is None else source.interviewers or interviewers(self._speakers())
        if self.only:
            units.skip({turn.speaker for turn in units.turns} - {self.only})
        else:
            units.skip(self.asking if self.places.skip else ())

    def action_skip(self) -> None:
        self.only, self.places.skip = "", not (self.places.skip or self.only)
        self._listen()
        self._moved()

    def action_speakers(self) -> None:
        speakers = self._speakers()
        if not speakers:
            self.say("The turns of this transcript have no speakers")
            return
        rows = [Item(_EVERYBODY, "everybody"), Item(_SKIP, f"all but who asks ({', '.join(self.asking) or '?'})")]
        rows += [Item(f"only {name}", f"only {name}", detail=f"{n} turns") for name, n in speakers.most_common()]
        rows.append(Item(_WHO, "say who asks …"))

        def choose(ids: tuple[str, ...], _: str) -> None:
            if ids[0] == _WHO:
                self._say_who(list(speakers))
                return
            self.places.skip = ids[0] == _SKIP
            self.only = ids[0].partition("only ")[2]
            self._listen()
            self._moved()

        self.post_message(Pick("The cursor stops at the turns of", list_finder(rows), choose))

    def _say_who(self, speakers: list[str]) -> None:
        from coder.project.operations import sources

        project, source = self.project, self.source

        def choose(ids: tuple[str, ...], _: str) -> None:
            if project is not None and source is not None:
                self.attempt(lambda: sources.describe(project, source, interviewers=ids))

        rows = [Item(name, name) for name in speakers]
        self.post_message(Pick("Who asks? (Tab: several)", list_finder(rows), choose, many=True))

    # Bookmarks

    def _bookmark(self) -> int | None:
        """The number of the bookmark on the unit under the cursor."""
        if self.source is None or not self.places.bookmarks:
            return None
        id, span = self.source.id, self.view.cursor.span
        marks = enumerate(self.places.bookmarks)
        return next((n for n, (at, start) in marks if at == id and span.start <= start < max(span.end, 1)), None)

    def action_bookmark(self) -> None:
        if self.source is None:
            return
        there = self._bookmark()
        if there is None:
            self.places.bookmarks.append((self.source.id, self.view.cursor.span.start))
        else:
            del self.places.bookmarks[there]
        self._moved()
        self.say("bookmark set: B lists them" if there is None else "bookmark taken away")

    def action_bookmarks(self) -> None:
        project = self.project
        if project is None:
            return
        marks = [one for one in self.places.bookmarks if one[0] in project.sources]
        if not marks:
            self.say("No bookmarks yet: b sets one at the cursor")
            return
        rows = [Item(str(n), *_described(project, *mark)) for n, mark in enumerate(marks)]

        def choose(ids: tuple[str, ...], _: str) -> None:
            self.post_message(self.WantPlace(*marks[int(ids[0])]))

        self.post_message(Pick("Go to which bookmark?", list_finder(rows), choose))

    # Back

    def leave_mark(self) -> None:
        """Remember where the cursor is, because it is about to jump."""
        if self.source is not None:
            self.places.before = (self.source.id, self.view.cursor.span.start)

    def action_back(self) -> None:
        id, position = self.places.before
        if self.project is None or id not in self.project.sources:
            self.say("There is no place to go back to yet")
        else:
            self.post_message(self.WantPlace(id, position))

    def action_coded(self, by: int) -> None:
        self.leave_mark()
        super().action_coded(by)

    def action_find(self) -> None:
        self.leave_mark()
        super().action_find()

    def light(self, code: str) -> None:
        if code and code != self.lit:
            self.leave_mark()
        super().light(code)

    def action_leave(self) -> None:
        back = self.return_to if self.view.cursor.anchor is None else None
        super().action_leave()
        if back is not None:
            self.return_to = None
            back()


def _described(project: Project, id: str, position: int) -> tuple[str, tuple[int, ...], str]:
    """A place as a row of a list: source and turn, nothing matched, its words."""
    source = project.sources[id]
    words = project.text_of(source)
    turn = sum(1 for one in words.turns if one.label <= position)
    return f"{source.name} · turn {turn}", (), excerpt(words.text[position : position + 200], 60)

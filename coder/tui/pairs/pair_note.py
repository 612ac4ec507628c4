"""The change note below the two interviews of a pair, and the editor of its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.change import cell_of
from coder.errors import ReadOnly
from coder.model.framework import CHANGE_TAGS, STATUSES, ChangeNote
from coder.project import Project
from coder.project.consequences import by_another
from coder.project.operations import changes
from coder.project.operations.changes import SIDES, Subject
from coder.project.quotations import location
from coder.text.characters import printable
from coder.text.phrases import excerpt
from coder.text.wrap import wrap
from coder.tui.kit.editors import AutosaveEditor
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.questions import Interactive
from coder.tui.pairs.state import evidence

#: The kind by which the drafts of sentences are kept.
KIND = "note of change"
EXCERPT = 60
#: Rows of the note besides its sentence; the most rows it takes.
OTHER_ROWS, MOST_ROWS = 4, 11


class SentenceEditor(AutosaveEditor):
    """The editor of the sentence of a note; Ctrl+O shows questions that help to write it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+o", "screen.questions", show=False, priority=True)]


class PairNote(Vertical, Interactive):
    """Shows a note; while its sentence is edited, the editor in its place."""

    def __init__(self, project: Project, closed: Callable[[], None]) -> None:
        """`closed` is called when the editor was closed."""
        super().__init__(id="pair-foot")
        self.project, self._editor_closed = project, closed
        #: The subject whose sentence is edited, whatever is shown meanwhile.
        self._edited: Subject | None = None

    def compose(self) -> ComposeResult:
        yield Page(id="pair-note")

    @property
    def editor(self) -> SentenceEditor | None:
        """The editor of the sentence, while it is open."""
        return next(iter(self.query(SentenceEditor)), None)

    def show(self, content: RenderableType, sentence: str, least: int) -> None:
        """Show a note, in at least so many rows; more where its sentence is long."""
        self.query_one(Page).show(content)
        width = max(20, self.app.size.width - 2)
        rows = min(MOST_ROWS, OTHER_ROWS + 1 + len(wrap(sentence, 0, len(sentence), width)))
        self.styles.height = rows if rows > least and not self.has_class("writing") else None

    async def edit(self, subject: Subject, note: ChangeNote | None) -> None:
        """Open the editor of the sentence. Raises ReadOnly."""
        if self.project.readonly:
            raise ReadOnly
        if self.editor is not None:
            self.editor.focus()
            return
        self._edited = subject

        def save(_: str, text: str) -> None:
            changes.note(self.project, subject, sentence=text)

        def whose(_: str) -> str:
            return by_another(self.project, "change_notes", changes.on(self.project, subject))

        editor = SentenceEditor(self.project, KIND, save, whose, id="pair-editor")
        label = changes.about(self.project, subject)
        head = Static(Text.assemble(" What changed: ", (label, "bold")), id="pair-head")
        self.query_one(Page).display = False
        self.add_class("writing")
        self.styles.height = None
        await self.mount(head, editor)
        target = ".".join([*subject[:3], subject.level or subject.code or "pair"])
        editor.show_text(target, note.sentence if note is not None else "")
        editor.move_cursor(editor.document.end)
        editor.focus()
        if editor.draft_notice:
            self.say(editor.draft_notice)

    def follow(self) -> None:
        """Show in the editor what a transaction changed."""
        editor, subject = self.editor, self._edited
        if editor is not None and subject is not None:
            note = changes.on(self.project, subject)
            editor.saved_meanwhile(note.sentence if note is not None else "")

    def on_autosave_editor_left(self) -> None:
        self._close()

    def settle(self) -> None:
        """Save what is being edited, and close the editor."""
        if self.editor is not None and self.editor.settle():
            self._close()

    def _close(self) -> None:
        self.query("#pair-head, #pair-editor").remove()
        self.remove_class("writing")
        self.query_one(Page).display = True
        self._editor_closed()


def describe_note(project: Project, subject: Subject, note: ChangeNote | None) -> Group:
    """Return a note: subject and tag, sentence, and a line for the evidence of each side."""
    head = _line(("Change ", "dim"), (printable(changes.about(project, subject)), "bold"))
    tag = CHANGE_TAGS.get(note.tag) if note is not None else None
    if note is not None and tag is not None:
        head.append("  ").append(f"{tag.glyph} {tag.letter} {note.tag}", "bold reverse")
        head.append(f"  {tag.means}", "dim")
    else:
        head.append("  no tag yet (t)", "dim")
    sentence = printable(note.sentence) if note is not None else ""
    body = Text(sentence) if sentence else Text("What changed? (s: write a sentence)", "dim")
    sides = [
        _line(
            (f"{printable(project.waves[subject.wave(side)].name)}  ", "bold"),
            *_evidence_parts(project, subject, note, side),
        )
        for side in SIDES
    ]
    return Group(head, body, *sides)


def _line(*parts: tuple[str, str]) -> Text:
    return Text.assemble(*parts, no_wrap=True, overflow="ellipsis")


def _evidence_parts(
    project: Project, subject: Subject, note: ChangeNote | None, side: str
) -> Iterator[tuple[str, str]]:
    """Yield the summary of the cell (of a level), then the evidence of a side or why there is none."""
    ids, absent = evidence(note, side)
    stray = set(changes.gone(project, note)) if note is not None else set()
    wave = subject.wave(side)
    cell = cell_of(project, subject.level, subject.participant, wave) if subject.level is not None else None
    if cell is not None:
        yield f"{STATUSES.get(cell.status, '')} {printable(cell.summary) or cell.status}  ", "bold"
    if len(ids) > 1:
        yield f"{len(ids)} units: ", "dim"
    for number, id in enumerate(ids):
        segment = project.segments[id]
        where = location(project, project.sources[segment.source], segment.span).rpartition(", ")[2]
        yield (" · " if number else ""), ""
        yield f"“{printable(excerpt(segment.quote, EXCERPT))}” ", ""
        yield (f"({where})" if id not in stray else "(now of another participant or wave)"), "dim"
    if absent:
        yield f"no evidence: {printable(absent)}", "italic"
    elif not ids:
        yield "no evidence yet (e: cite the unit; a: say why there is none)", "dim"

"""The coding area: the transcript pane, and what is done to the unit or the selection in it: codes, memos, copies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message

from coder.errors import ReadOnly
from coder.model.codebook import Code
from coder.model.framework import STATUSES, Level
from coder.model.source import GOLD, Coding, Segment, Source
from coder.progress import Progress
from coder.project import Project
from coder.project.consequences import by_another, coded_by_others
from coder.project.framework_layer import cell_at, frameworks_of, levels_of
from coder.project.operations import cells, codings
from coder.project.quotations import reference
from coder.text.phrases import excerpt, format_count
from coder.text.span import Span
from coder.text.units import Granularity
from coder.tui.coding.transcript_pane import READING, TranscriptPane, toggle_read
from coder.tui.keymap import actions
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.confirmation import act_if_confirmed, may_rewrite
from coder.tui.kit.questions import Interactive, code_finder, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.shell import shell_of
from coder.tui.memos.memo_acts import Target, WriteMemo
from coder.tui.transcript.view import MOVES

if TYPE_CHECKING:
    from coder.privacy.leak_scan import Finding

#: The actions of this widget; those that move belong to the pane and the view inside it.
CODING = frozenset(action.do.partition("(")[0] for action in actions.of("transcript")) - {*MOVES, *READING, "find"}
#: Number of codes offered first because they were used last.
RECENT = 20
#: Number of codings that can be chosen by a digit.
DIGITS = 9
#: Characters of the message on what was copied: the state of the project stands beside it.
COPIED = 55


class CodingArea(Vertical, Interactive):
    """Codes the selection, or the unit under the cursor; each key is one operation."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", CODING)]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._last_codes: list[str] = []
        self._adjusted: Segment | None = None

    def compose(self) -> ComposeResult:
        yield TranscriptPane(id="transcript")

    @property
    def pane(self) -> TranscriptPane:
        return self.query_one(TranscriptPane)

    def _selection(self, writing: bool = True) -> tuple[Project, Source, Span] | None:
        """Return what is to be coded, or None after saying why there is nothing, or why writing is not possible."""
        project, source = self.pane.project, self.pane.source
        if project is None or source is None:
            shell_of(self).open("import_files")
            return None
        if writing and project.readonly:
            self.fail(ReadOnly())
            return None
        return project, source, self.pane.view.selection

    def _quote(self, span: Span) -> str:
        return excerpt(self.pane.text[span.start : span.end])

    # Codes

    @interactive
    async def action_code(self) -> None:
        """Choose codes for the selection."""
        selection = self._selection()
        if selection is None:
            return
        project, _, span = selection
        find = code_finder(project, self.pane.places.recent_codes)
        picked = await self.pick_many(f"Code “{self._quote(span)}”", find, create=True)
        if picked is not None:
            self._code(selection, [project.codes[id] for id in picked.ids], picked.created)

    def code_with(self, codes: Sequence[Code]) -> bool:
        """Code the selection with codes chosen in another pane; return whether that was done."""
        selection = self._selection()
        return selection is not None and self._code(selection, codes, quote=True)

    def _code(
        self,
        selection: tuple[Project, Source, Span],
        codes: Sequence[Code],
        new_code: str = "",
        quote: bool = False,
    ) -> bool:
        project, source, span = selection
        passage = f" “{self._quote(span)}”" if quote else ""
        codes_or_paths: list[Code | str] = [*codes, *([new_code] if new_code else [])]
        coded = self.attempt(lambda: codings.code(project, source, span.start, span.end, codes_or_paths))
        if coded is not None:
            names = self._coded(project, coded)
            self.say(f"coded{passage} with {names}" if coded.new else f"already coded with {names}")
        return coded is not None

    def _coded(self, project: Project, coded: codings.Coded) -> str:
        """Remember the codes for the next time, clear the selection, and return their names."""
        self._last_codes = [project.codings[coding.id].code for coding in coded.new] + [
            code.id for code in coded.already
        ]
        places = self.pane.places
        places.recent_codes = list(dict.fromkeys([*self._last_codes, *places.recent_codes]))[:RECENT]
        self.pane.view.clear_selection()
        return " + ".join(project.codes[id].name for id in self._last_codes)

    def action_again(self) -> None:
        """Code with the same codes as last time."""
        selection = self._selection()
        if selection is None:
            return
        project = selection[0]
        recent = [id for id in self.pane.places.recent_codes if id in project.codes]
        codes = [project.codes[id] for id in self._last_codes or recent[:1] if id in project.codes]
        if codes:
            self._code(selection, codes)
        else:
            self.say("No code used yet: c chooses one")

    def action_quick(self, digit: int) -> None:
        """Code with the code on a digit key."""
        selection = self._selection()
        if selection is None:
            return
        code = next((code for code in selection[0].codes.values() if code.quick == digit), None)
        if code is None:
            self.say(f"Key {digit} has no code. Press {digit} on a code in the tree")
        else:
            self._code(selection, [code])

    def action_in_vivo(self) -> None:
        """Code with the words themselves."""
        selection = self._selection()
        if selection is None:
            return
        project, source, span = selection
        coded = self.attempt(lambda: codings.in_vivo(project, source, span.start, span.end))
        if coded is not None:
            self._coded(project, coded)

    @interactive
    async def action_many(self) -> None:
        """Code every unit of the turn, of the selection or of what is highlighted."""
        selection = self._selection()
        if selection is None:
            return
        project, source, span = selection
        cursor = self.pane.view.cursor
        units, size = cursor.units, cursor.granularity
        if size not in (Granularity.WORD, Granularity.SENTENCE):
            size = Granularity.SENTENCE
        turn = Span(units.at(Granularity.TURN, span.start).start, units.at(Granularity.TURN, span.end - 1).end)
        highlighted = dict.fromkeys(units.at(size, bounds.start) for bounds in self.pane.view.canvas.highlighted)
        scopes = {
            "turn": ("t", "in this turn", units.within(size, turn)),
            "highlighted": ("l", "that are highlighted: matches, or the units of a code", list(highlighted)),
            "selection": ("s", "in the selection", units.within(size, span) if cursor.anchor is not None else []),
        }
        options = [
            (scope, key, f"{format_count(len(spans), size.value)} {label}")
            for scope, (key, label, spans) in scopes.items()
            if spans
        ]
        scope = await self.choose("Code every unit …", options)
        if scope is None:
            return
        spans = [codings.SourceSpan(source, *bounds) for bounds in scopes[scope][2]]
        find = code_finder(project, self.pane.places.recent_codes)
        picked = await self.pick_many(f"Code {format_count(len(spans), 'unit')} with", find, create=True)
        if picked is not None:
            codes: list[Code | str] = [*(project.codes[id] for id in picked.ids)]
            applied = codings.code_all(project, spans, [*codes, *([picked.created] if picked.created else [])])
            self.pane.view.clear_selection()
            self.say(applied.message)

    # Codings

    async def _choose_coding(self, title: str, *more: tuple[str, str, str]) -> str | None:
        """Return the id of the coding under the cursor, or ask which where there are several."""
        project, here = self.pane.project, self.pane.codings_here()
        if project is None or not here:
            self.say("Nothing is coded here")
            return None
        if len(here) == 1:
            return here[0].id
        rows = [(coding.id, str(n), _describe(project, coding)) for n, coding in enumerate(here[:DIGITS], 1)]
        return await self.choose(title, [*rows, *more])

    @interactive
    async def action_uncode(self) -> None:
        """Remove a coding from the unit."""
        here = self.pane.codings_here()
        id = await self._choose_coding("Remove which coding?", ("all", "a", "all of them"))
        project = self.pane.project
        if id is None or project is None:
            return
        removed = here if id == "all" else [project.codings[id]]
        names = " + ".join(dict.fromkeys(project.codes[coding.code].name for coding in removed))
        remove = partial(codings.uncode_all, project, removed)
        named = {id} if len(removed) == 1 else ()
        await act_if_confirmed(self, project, f"Uncode from {names}", remove, named, ("codings", "segments"))

    @interactive
    async def action_mark(self, mark: str) -> None:
        """Mark a coding as gold quotation or as doubtful, or unmark it."""
        id = await self._choose_coding(f"Which coding is {'a gold quotation' if mark == GOLD else 'doubtful'}?")
        project = self.pane.project
        if id is not None and project is not None:
            coding = project.codings[id]
            title = f"Mark {_describe(project, coding)}"
            if await may_rewrite(self, project, id, title, by_another(project, "codings", coding)):
                codings.mark(project, coding, "" if coding.mark == mark else mark)

    @interactive
    async def action_adjust(self) -> None:
        """Start to adjust the edges of a coded unit, or save them."""
        here = self.pane.under_cursor()
        if self.adjusting is not None:
            self.key_enter()
        elif not here:
            self.say("Nothing is coded here")
        else:
            segments = {segment.id: segment for segment in here}
            id: str | None = here[0].id
            if len(here) > 1:
                rows = [(segment.id, str(n), excerpt(segment.quote)) for n, segment in enumerate(here[:DIGITS], 1)]
                id = await self.choose("Adjust which unit?", rows)
            project = self.pane.project
            if id is not None and project is not None and await self._may_adjust(project, segments[id]):
                self._adjusted = segments[id]
                self.pane.view.go_to(segments[id].span, select=True)
                self.say(f"Adjusting “{excerpt(segments[id].quote, 30)}”")

    async def _may_adjust(self, project: Project, segment: Segment) -> bool:
        whose = coded_by_others(project, segment)
        title = f"Adjust the edges of “{excerpt(segment.quote, 30)}”"
        return await may_rewrite(self, project, segment.id, title, whose) and segment.id in project.segments

    @property
    def adjusting(self) -> Segment | None:
        """The segment that is being adjusted: as long as it is selected."""
        segment, source = self._adjusted, self.pane.source
        selected = self.pane.view.cursor.anchor is not None
        return segment if segment and source and segment.source == source.id and selected else None

    def key_enter(self) -> None:
        """Save the adjusted edges."""
        segment, project, span = self.adjusting, self.pane.project, self.pane.view.selection
        if segment is not None and project is not None:
            self._adjusted = None
            self.attempt(lambda: codings.adjust(project, segment, span.start, span.end))
            self.pane.view.clear_selection()

    # Levels of frameworks

    @interactive
    async def action_level(self) -> None:
        """Put the unit under levels of frameworks: into the cells of its participant and wave."""
        selection = self._selection()
        if selection is None:
            return
        project, source, span = selection
        if not project.levels:
            self.say("No framework has levels yet: g f opens the frameworks")
            return
        items = [
            _level_row(project, source, level)
            for framework in frameworks_of(project)
            for level in levels_of(project, framework)
        ]
        picked = await self.pick_many(f"Put “{self._quote(span)}” under", list_finder(items))
        if picked is not None:
            levels = [project.levels[id] for id in picked.ids]
            assigned = cells.assign(project, source, span.start, span.end, levels)
            self.pane.view.clear_selection()
            self.say(_assigned_message(project, assigned))

    # Reading mode

    class ReadingMode(Message):
        """Reading mode was entered or left."""

    def action_stripes(self) -> None:
        """Hide the codes to read, or show them again."""
        places, view = self.pane.places, self.pane.view
        places.stripes = view.codes_visible = not places.stripes
        self.say("codes are shown" if places.stripes else "reading mode: S shows codes")
        self.post_message(self.ReadingMode())

    def action_mark_read(self) -> None:
        """Mark the transcript as read and open the next unread one; or unmark it."""
        project, source = self.pane.project, self.pane.source
        if project is None or source is None:
            return
        answer = self.attempt(lambda: toggle_read(project, source))
        if answer is not None:
            if answer[0] is not None:
                self.pane.open(answer[0])
            self.say(answer[1])

    @interactive
    async def action_note_theme(self) -> None:
        """Note a preliminary theme while reading."""
        from coder.project.operations import themes

        name = await self.ask("Preliminary theme:")
        if name and name.strip() and self.pane.project is not None:
            themes.add(self.pane.project, name)

    # Memos, quotations, corrections

    def action_memo(self, about: str) -> None:
        """Write a memo on the unit, the document, the participant or the project."""
        project, source = self.pane.project, self.pane.source
        if project is not None and about == "project":
            self.post_message(WriteMemo(Target("project", project.info.id)))
        elif project is None or source is None:
            shell_of(self).open("import_files")
        elif about == "document":
            self.post_message(WriteMemo(Target("sources", source.id)))
        elif about == "participant" and source.participant is None:
            self.say("This transcript has no participant yet: set it on the home screen (g h, then p)")
        elif about == "participant":
            self.post_message(WriteMemo(Target("participants", source.participant or "")))
        else:
            self.post_message(WriteMemo(self._unit(source)))

    def _unit(self, source: Source) -> Target:
        """Return the segment under the cursor, or the selection where there is none."""
        view, here = self.pane.view, self.pane.under_cursor()
        span = view.selection
        exact = [segment for segment in here if segment.span == span]
        around = [segment for segment in here if segment.span.contains(view.cursor.span)]
        segments = exact or (around if view.cursor.anchor is None else [])
        return Target("segments", segments[0].id) if segments else Target("segments", source.id, *span)

    def action_quote(self) -> None:
        """Quote the unit in a memo."""
        if self._selection() is not None:
            shell_of(self).open("quote_in_memo")

    def action_copy(self) -> None:
        """Copy the quotation with its reference."""
        selection = self._selection(writing=False)
        if selection is not None:
            self.say(shell_of(self).copy_quotation(reference(*selection)))
            self._scan_copied(*selection)

    def _scan_copied(self, project: Project, source: Source, span: Span) -> None:
        """Search a copied passage in a thread, and say what in it may identify somebody."""
        text = project.text_of(source)

        def work(progress: Progress) -> list[Finding]:
            from coder.privacy.capitals import Text
            from coder.privacy.outgoing import passage_findings

            return passage_findings(Text(source.name, text.text, source.language, text.turns), span, progress)

        def done(findings: list[Finding]) -> None:
            from coder.privacy.outgoing import Kept

            kept = Kept(project)
            words = dict.fromkeys(" ".join(finding.text.split()) for finding in findings)
            undecided = [word for word in words if not kept.words(word)]
            if undecided:
                self.say(excerpt(f"Copied; may identify somebody: {', '.join(undecided)}", COPIED))

        ThreadJob(self, work, done, self.fail).start()

    def action_correct(self) -> None:
        """Correct the text or the speaker of the turn."""
        selection = self._selection(writing=False)
        if selection is not None and selection[1].turns:
            source = selection[1]
            cursor = self.pane.view.cursor
            turn = cursor.units.turn_index(cursor.span.start)
            shell_of(self).open("correct", source=source, turn=turn)


def _describe(project: Project, coding: Coding) -> str:
    quote = excerpt(project.segments[coding.segment].quote, 30)
    return f"{project.codes[coding.code].name} · “{quote}” · {project.coders[coding.coder].initials}"


def _level_row(project: Project, source: Source, level: Level) -> Item:
    from coder.analysis.method.frameworks import level_label

    participant = project.participants.get(source.participant or "")
    wave = project.waves.get(source.wave or "")
    cell = cell_at(project, level, participant, wave) if participant is not None and wave is not None else None
    several = len(project.frameworks) > 1
    name = f"{level_label(level)} · {project.frameworks[level.framework].name}" if several else level_label(level)
    number = str(len(cell.evidence)) if cell is not None and cell.evidence else ""
    status = STATUSES[cell.status] if cell is not None else " "
    return Item(level.id, name, detail=level.help or "no theory written yet", prefix=status, tally=number)


def _assigned_message(project: Project, assigned: cells.Assigned) -> str:
    names = ", ".join(project.levels[cell.level].name for cell in assigned.cells)
    already = ", ".join(project.levels[cell.level].name for cell in assigned.already)
    parts = [f"under {names}" if names else "", f"already under {already}" if already else ""]
    parts += [f"not under {level.name}: it must cite a cell first (g f, c)" for level, _ in assigned.refused]
    return " · ".join(filter(None, parts))

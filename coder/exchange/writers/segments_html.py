"""Coded segments as HTML: a report in one file for any browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from coder.exchange.extract import JOINT, Extract, Placed, Unit, kind_label
from coder.exchange.registry import SEGMENTS, writer
from coder.exchange.web_page import environment, render_markdown
from coder.model.codebook import SEPARATOR, Code
from coder.model.condensation import prose
from coder.model.document import CONDENSATE
from coder.model.memo import Memo
from coder.model.source import MARKS, Source
from coder.project.interviews import format_interview_day, interviewers_of
from coder.project.project import Project
from coder.project.study import letters
from coder.store.files import gc_paused
from coder.text.phrases import format_count, format_day
from coder.text.span import Turn

PLAIN_COLOR = "#6b7f95"
LOOSE = Code(id="loose", name="Units with a memo and no code", codable=False)

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_MARK_WORDS = {"": "", "gold": "gold quotation", "doubtful": "doubtful"}
#: CSS names of the lanes; further codes show only their letters.
LANE_NAMES = "abcd"


class CodeView(NamedTuple):
    """A code as the report shows it; `anchor` is its id on the page, `hue` the number of its colour.

    `tag`, its letter with its name, is rendered once because a long report repeats it thousands of times.
    """

    code: Code
    depth: int
    path: str
    anchor: str
    letter: str
    hue: int
    chip: Markup
    tag: Markup

    @property
    def above(self) -> str:
        """The path of its parent."""
        return self.path.rpartition(SEPARATOR)[0].replace(SEPARATOR, f" {SEPARATOR} ")


class MemoView(NamedTuple):
    """A memo with its Markdown rendered."""

    kind: str
    author: str
    day: str
    title: str
    body: Markup


class Badge(NamedTuple):
    """A code on a unit, with all coders who applied it (`KG ★, IH`)."""

    view: CodeView
    coders: str
    marks: tuple[tuple[str, str], ...]


class UnitView(NamedTuple):
    """A unit; `anchor` is its position in the transcript, "" if that is not shown."""

    number: int
    anchor: str
    reference: str
    speaker: str
    quote: str
    badges: tuple[Badge, ...]
    memos: tuple[MemoView, ...]


class TurnView(NamedTuple):
    """A turn of a transcript: number, speaker and time as its `label`, its words as HTML, and its units.

    `notes` pairs each unit with whether it began in an earlier turn; `gap`: turns before this one are omitted.
    """

    label: Markup
    interviewer: bool
    words: Markup
    notes: Sequence[tuple[UnitView, bool]]
    gap: bool


class Strand(NamedTuple):
    """A unit on the page: `text[start:end]`, its number, and the letters, names and hues of its codes.

    `lanes` holds one lane per hue, counted from 0; overlapping strands share none.
    """

    start: int
    end: int
    number: int
    letters: str
    names: str
    hues: tuple[int, ...]
    lanes: tuple[int, ...] = ()


class Piece(NamedTuple):
    """A piece of a turn covered by the same units throughout.

    `css` names its lanes and hues (`a3 b0`), "" if it is uncoded; `opens` holds the letters of the units that begin
    here, `anchors` their numbers; `names` the codes on it.
    """

    text: str
    css: str = ""
    opens: str = ""
    anchors: tuple[int, ...] = ()
    names: str = ""


@writer(SEGMENTS, "html", "Report for any browser (HTML)", ".html", ".htm")
def write(project: Project, segments: Sequence[str] | None = None) -> bytes:
    """Return the report, UTF-8, without scripts or external resources, which a Content-Security-Policy forbids.

    With `segments`, transcripts are reduced to the turns that hold one of them, so that an extract does not disclose
    whole interviews.
    """
    template = environment().get_template("report.html.j2")
    with gc_paused():
        report = Report(project, Extract(project, segments))
        page = template.render(report=report, format_count=format_count, lanes=LANE_NAMES, condensate=CONDENSATE)
    return page.encode()


class Report:
    """The values of the template, computed on access."""

    def __init__(self, project: Project, extract: Extract) -> None:
        self.extract = extract
        self.info = project.info
        self.day = format_day(project.now())
        self.colors: list[str] = []
        self._with_code = dict(extract.with_code)
        self.codes = self._codes()
        self._by_id = {view.code.id: view for view in self.codes}
        self._numbers = {unit.segment.id: number for number, unit in enumerate(extract.units, 1)}
        self._views: dict[str, UnitView] = {}

    def _codes(self) -> list[CodeView]:
        letter_of = letters(self.extract.study)
        views = []
        for place, (depth, code) in enumerate(self.extract.codes, 1):
            letter = letter_of.get(code.id, "")
            color = code.color if _COLOR.fullmatch(code.color) else PLAIN_COLOR
            if color not in self.colors:
                self.colors.append(color)
            hue = self.colors.index(color)
            path = self.extract.path(code.id)
            chip = Markup('<b class="chip k{}">{}</b>').format(hue, letter)
            tag = chip + " " + code.name
            views.append(CodeView(code, depth, path, f"c{place}", letter, hue, chip, tag))
        loose = [unit for unit in self.extract.units if not unit.placed]
        if loose:
            # listed after the codes
            self._with_code[LOOSE.id] = loose
            views.append(CodeView(LOOSE, 0, LOOSE.name, LOOSE.id, "", 0, Markup(), Markup()))
        return views

    @property
    def counts(self) -> list[tuple[int, str]]:
        """The size of the study: numbers with their nouns."""
        extract = self.extract
        amounts = (
            (len(extract.sources), "interview"),
            (len(extract.participants), "participant"),
            (len(extract.codes), "code"),
            (len(extract.units), "unit"),
            (sum(len(unit.placed) for unit in extract.units), "coding"),
            (sum(1 for _ in extract.all_memos()), "memo"),
        )
        return [(number, noun if number == 1 else noun + "s") for number, noun in amounts]

    def facts(self, source: Source) -> str:
        """Return the facts about a source on one line."""
        day = format_interview_day(self.extract.study.waves.get(source.wave or ""), source.day)
        units = format_count(len(self.units_in(source)), "unit")
        words, turns = format_count(source.words, "word"), format_count(source.turns, "turn")
        return JOINT.join(filter(None, (self.extract.labels[source.id], day, words, turns, units)))

    def memos(self, target: str) -> list[MemoView]:
        """Return the memos on a record that are not private."""
        return [self._memo(memo) for memo in self.extract.memos(target)]

    def condensate(self, view: CodeView) -> list[str]:
        """Return the paragraphs of a code's condensate, if there is one."""
        text = prose(self.extract.condensate(view.code.id))
        return text.split("\n\n") if text else []

    def _memo(self, memo: Memo) -> MemoView:
        author = self.extract.initials(memo.coder)
        return MemoView(
            kind_label(memo),
            author,
            format_day(memo.created),
            memo.title,
            render_markdown(self.extract.memo_markdown(memo)),
        )

    def units_with(self, view: CodeView) -> list[UnitView]:
        """Return the units with a code."""
        return [self._unit(unit) for unit in self._with_code.get(view.code.id, ())]

    def count(self, view: CodeView) -> int:
        """Return the number of units with a code."""
        return len(self._with_code.get(view.code.id, ()))

    def units_in(self, source: Source) -> list[Unit]:
        """Return the units in a source."""
        return self.extract.in_source.get(source.id, [])

    def count_sources(self, view: CodeView) -> int:
        """Return the number of sources in which a code occurs."""
        return len({unit.source.id for unit in self._with_code.get(view.code.id, ())})

    def _unit(self, unit: Unit) -> UnitView:
        view = self._views.get(unit.segment.id)
        if view is None:
            segment, number = unit.segment, self._numbers[unit.segment.id]
            view = self._views[segment.id] = UnitView(
                number,
                f"u{number}" if segment.revision == unit.source.revision else "",
                unit.reference,
                unit.speaker,
                segment.quote,
                self._badges(unit.placed),
                tuple(self._memo(memo) for memo in unit.memos),
            )
        return view

    def _badges(self, placed: Iterable[Placed]) -> tuple[Badge, ...]:
        by_code: dict[str, list[Placed]] = {}
        for item in placed:
            by_code.setdefault(item.code.id, []).append(item)
        badges = []
        for code, group in by_code.items():
            coders = dict.fromkeys(item.coder for item in group)
            marks = dict.fromkeys(item.coding.mark for item in group if item.coding.mark)
            symbols = tuple((MARKS[mark], _MARK_WORDS.get(mark, mark)) for mark in marks)
            badges.append(Badge(self._by_id[code], ", ".join(coders), symbols))
        return tuple(badges)

    def turns(self, source: Source) -> Iterator[TurnView]:
        """Yield the turns of a source in its current revision; in an extract only those that hold a unit."""
        text = self.extract.study.text_of(source)
        turns = text.turns or (Turn(0, len(text.text), "", None, 0),)
        units = [(unit, self._unit(unit)) for unit in self.units_in(source)]
        here = {view.number: (unit, view) for unit, view in units if view.anchor}
        waiting = assign_lanes([_strand(unit, view) for unit, view in here.values()])
        interviewers = interviewers_of(self.extract.study, source)
        open_now: list[Strand] = []
        at = since = shown = 0
        for number, turn in enumerate(turns, 1):
            while at < len(waiting) and waiting[at].start < turn.end:
                open_now.append(waiting[at])
                at += 1
            if open_now or self.extract.whole:
                begin, end = turn.start, turn.end
                notes = [(here[strand.number][1], strand.start < since) for strand in open_now]
                if open_now:
                    words = _marked(pieces_of(text.text, begin, end, open_now, since))
                else:
                    words = escape(text.text[begin:end])
                interviewer = turn.speaker in interviewers
                gap, shown = number > shown + 1 and not self.extract.whole, number
                yield TurnView(_label(number, turn), interviewer, words, notes, gap)
            since = turn.end
            open_now = [strand for strand in open_now if strand.end > since]


def _strand(unit: Unit, view: UnitView) -> Strand:
    names = " + ".join(f"{badge.view.letter} {badge.view.code.name}" for badge in view.badges) or "memo"
    letters = " ".join(badge.view.letter for badge in view.badges) or "✎"
    hues = tuple(badge.view.hue for badge in view.badges)
    return Strand(unit.segment.start, unit.segment.end, view.number, letters, names, hues)


def _marked(pieces: Iterable[Piece]) -> Markup:
    """Return the words of a turn with its units marked; not in the template, since there may be 100,000 of them."""
    parts: list[str] = []
    for piece in pieces:
        parts += (f'<span id="u{number}"></span>' for number in piece.anchors)
        if piece.css:
            opens = f' data-opens="{escape(piece.opens)}"' if piece.opens else ""
            names = escape(piece.names)
            parts.append(f'<mark class="{piece.css}" title="{names}"{opens}>{escape(piece.text)}</mark>')
        else:
            parts.append(escape(piece.text))
    return Markup("".join(parts))  # escaped piece by piece


def _label(number: int, turn: Turn) -> Markup:
    """Return number, speaker and time of a turn; not in the template for the same reason."""
    clock = "" if turn.seconds is None else f" <time>{_clock(turn.seconds)}</time>"
    return Markup(f"<b>{number}</b> {escape(turn.speaker)}{clock}")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


# Overlapping units: lanes beside each other, turns cut at each edge


def assign_lanes(units: Sequence[Strand]) -> list[Strand]:
    """Return the strands by start, each in the lowest lanes free at its start."""
    busy: list[int] = []
    placed = []
    for strand in sorted(units, key=lambda unit: (unit.start, -unit.end)):
        lanes = []
        for _ in strand.hues:
            free = next((lane for lane, end in enumerate(busy) if end <= strand.start), len(busy))
            busy[free : free + 1] = [strand.end]
            lanes.append(free)
        placed.append(strand._replace(lanes=tuple(lanes)))
    return placed


def pieces_of(text: str, start: int, end: int, over: Sequence[Strand], since: int = 0) -> list[Piece]:
    """Return `text[start:end]` cut wherever a strand begins or ends.

    A strand that begins before `start`, but not before `since`, opens with the first piece.
    """
    if not over:
        return [Piece(text[start:end])]
    edges = {start, end}
    for strand in over:
        edges.update(edge for edge in (strand.start, strand.end) if start < edge < end)
    cuts = sorted(edges)
    pieces = []
    for low, high in pairwise(cuts):
        first = since if low == start else low
        opening = [strand for strand in over if first <= strand.start <= low]
        here = [strand for strand in over if strand.start < high and strand.end > low]
        pieces.append(
            Piece(
                text[low:high],
                _css(here),
                " ".join(strand.letters for strand in opening if strand in here),
                tuple(strand.number for strand in opening),
                " + ".join(strand.names for strand in here),
            )
        )
    return pieces


def _css(here: Sequence[Strand]) -> str:
    names = [
        f"{LANE_NAMES[lane]}{hue}"
        for strand in here
        for lane, hue in zip(strand.lanes, strand.hues, strict=True)
        if lane < len(LANE_NAMES)
    ]
    return " ".join(names) or ("n" if here else "")

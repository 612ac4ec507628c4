"""Random studies (SYNTHETIC), random queries, and brute-force answers: each unit against each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from coder.model.codebook import Code
from coder.model.memo import Memo
from coder.model.participant import Participant, Wave
from coder.model.project import Coder, CodeSet, Info, Query
from coder.model.schema import TABLES
from coder.model.source import Coding, Segment, Source, SourceText
from coder.project.study import Study
from coder.text.sentences import sentences
from coder.text.span import Turn

PATHS = {"a": "A", "ab": "A/B", "ac": "A/C", "acd": "A/C/Deep", "d": "D", "de": "D/with blank"}
SPEAKERS = ("I", "P", "")
WORDS = ("one", "two", "Åtte", "nine")
MADE = ("2026-01-01T12:00:00+00:00", "2026-02-03T12:00:00+00:00", "2026-03-05T12:00:00+00:00", "")


# Studies


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, tuple[Turn, ...]]:
    text, turns = "", []
    for _ in range(draw(st.integers(1, 5))):
        speaker = draw(st.sampled_from(SPEAKERS))
        label = len(text)
        text += f"{speaker}: " if speaker else ""
        start = len(text)
        lines = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), min_size=1, max_size=4))
        text += " ".join(" ".join(line).capitalize() + draw(st.sampled_from(".?")) for line in lines)
        turns.append(Turn(start, len(text), speaker, None, label))
        text += draw(st.sampled_from(["\n", "\n\n"]))
    return text, tuple(turns) if draw(st.integers(0, 5)) else ()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@st.composite
def studies(draw: st.DrawFn) -> Study:
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}

    def add(table: str, record: Any) -> None:
        tables[table][record.id] = record

    add("project", Info(id="project", name="SYNTHETIC"))
    for id, path in PATHS.items():
        above = next((other for other, its in PATHS.items() if its == path.rpartition("/")[0]), None)
        add("codes", Code(id=id, name=path.split("/")[-1], parent=above))
    for initials in ("KG", "IH"):
        add("coders", Coder(id=initials, initials=initials))
    add("participants", Participant(id="p1", name="P01", service="Tern House", attributes={"sex": "f"}))
    add("participants", Participant(id="p2", name="P02", service="", attributes={"sex": "m", "Age": "old man"}))
    add("waves", Wave(id="w1", name="baseline"))
    add("waves", Wave(id="w2", name="follow-up"))
    add("sets", CodeSet(id="set", name="Two codes", codes=("ab", "d")))
    for number in range(draw(st.integers(1, 3))):
        source = Source(
            id=f"s{number}",
            name=f"T{number} talk",
            order=number,
            participant=draw(st.sampled_from([None, "p1", "p2"])),
            wave=draw(st.sampled_from([None, "w1", "w2"])),
            attributes=draw(st.sampled_from([{}, {"guide": "2"}])),
        )
        text, turns = draw(texts())
        add("sources", source)
        add("texts", SourceText(id=f"t{number}", source=source.id, text=text, turns=turns))
        for _ in range(draw(st.integers(0, 6))):
            edges = [
                edge
                for segment in tables["segments"].values()
                if segment.source == source.id
                for edge in segment.span
            ]
            start = draw(st.sampled_from([0, *edges]) | st.integers(0, len(text) - 1))
            start = min(start, len(text) - 1)
            start, end = _trimmed(text, start, min(len(text), start + draw(st.integers(1, 30))))
            if start < end:
                id = f"{source.id}-{start}-{end}"
                add("segments", Segment(id=id, source=source.id, start=start, end=end, quote=text[start:end]))
    for who in ("p1", "p2"):  # so that each name stands for something
        text = "P: nobody."
        add("sources", Source(id=who, name=who, order=9, participant=who, attributes={"guide": "1"}))
        add("texts", SourceText(id=f"t-{who}", source=who, text=text, turns=(Turn(3, 10, "P", None, 0),)))
    for segment in tables["segments"]:
        for code in draw(st.lists(st.sampled_from(sorted(PATHS)), max_size=3, unique=True)):
            by, made, mark = (
                draw(st.sampled_from(one)) for one in (("KG", "IH"), MADE, ("", "", "gold", "doubtful"))
            )
            coding = Coding(id=f"{segment}-{code}", segment=segment, code=code, coder=by, created=made, mark=mark)
            add("codings", coding)
        if draw(st.integers(0, 3)) == 0:
            kind = draw(st.sampled_from(["analytic", "reflexive"]))
            memo = Memo(
                id=f"memo-{segment}", about="segments", target=segment, kind=kind, text="So nine?", coder="KG"
            )
            add("memos", memo)
    return Study(tables)


# What a query means


Test = Callable[["Seen", Segment], bool]


class Seen:
    """A study as the definitions look at it."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.units = [segment for segment in study.segments.values() if self.codings(segment)]

    def codings(self, unit: Segment) -> list[Coding]:
        return [coding for coding in self.study.codings.values() if coding.segment == unit.id]

    def paths(self, unit: Segment) -> list[list[str]]:
        return [PATHS[coding.code].split("/") for coding in self.codings(unit)]

    def source(self, unit: Segment) -> Source:
        return self.study.sources[unit.source]

    def text(self, unit: Segment) -> SourceText:
        return next(text for text in self.study.tables["texts"].values() if text.source == unit.source)  # type: ignore

    def attributes(self, unit: Segment) -> dict[str, str]:
        source = self.source(unit)
        who = self.study.participants[source.participant].attributes if source.participant else {}
        return {**source.attributes, **who}

    def touched(self, unit: Segment, what: str) -> set[int]:
        """Numbers of the sentences or turns with which a unit shares a character."""
        text = self.text(unit)
        if what == "t":
            spans = [(turn.start, turn.end) for turn in text.turns]
        else:
            turns = text.turns or (Turn(0, len(text.text), "", None, 0),)
            spans = [(a, b) for turn in turns for a, b in sentences(text.text, "en", turn.start, turn.end)]
        return {
            n for n, (start, end) in enumerate(spans) if set(range(start, end)) & set(range(unit.start, unit.end))
        }

    def distance(self, one: Segment, other: Segment, what: str) -> float:
        return min(
            (abs(a - b) for a in self.touched(one, what) for b in self.touched(other, what)), default=float("inf")
        )

    def follows(self, first: Segment, later: Segment, count: int, what: str) -> bool:
        if later.start < first.end:
            return False
        if what == "u":
            starts = sorted(u.start for u in self.units if u.source == first.source and u.start >= first.end)
            return later.start in starts[:count]
        last, begins = self.touched(first, what), self._next(later.start, first, what)
        return bool(last) and begins is not None and begins <= max(last) + count

    def _next(self, at: int, unit: Segment, what: str) -> int | None:
        """Number of the first sentence or turn that ends after a place; None where there is none."""
        text = self.text(unit)
        turns = text.turns or (Turn(0, len(text.text), "", None, 0),)
        if what == "t":
            ends = [turn.end for turn in text.turns]
        else:
            ends = [b for turn in turns for _, b in sentences(text.text, "en", turn.start, turn.end)]
        return next((n for n, end in enumerate(ends) if end > at), None)


def _fits(*, below: str = "", only: str = "", name: str = "") -> Test:
    def test(seen: Seen, unit: Segment) -> bool:
        for path in seen.paths(unit):
            joined = "/".join(path)
            if only and joined == only:
                return True
            if below and joined.startswith(below):
                return True
            if name and name in path[-1].lower():
                return True
        return False

    return test


LEAVES: dict[str, Test] = {
    "A": _fits(only="A"),
    "A/B": _fits(only="A/B"),
    "a/b": _fits(only="A/B"),
    "A/C/**": _fits(below="A/C"),
    "A/**": _fits(below="A"),
    "A/*": lambda seen, unit: any(len(p) == 2 and p[0] == "A" for p in seen.paths(unit)),
    'D/"with blank"': _fits(only="D/with blank"),
    '"with blank"': _fits(only="D/with blank"),
    "*e*": _fits(name="e"),
    "**": lambda seen, unit: True,
    "*": lambda seen, unit: any(len(p) == 1 for p in seen.paths(unit)),
    "source:T*": lambda seen, unit: True,
    'source:"T0 talk"': lambda seen, unit: unit.source == "s0",
    "participant:p01": lambda seen, unit: seen.source(unit).participant == "p1",
    "participant:P*": lambda seen, unit: seen.source(unit).participant is not None,
    "wave:follow-up": lambda seen, unit: seen.source(unit).wave == "w2",
    "text:atte": lambda seen, unit: "åtte" in unit.quote.lower(),
    'text:"nine. one"': lambda seen, unit: "nine. one" in unit.quote.lower(),
    "mark:gold": lambda seen, unit: any(coding.mark == "gold" for coding in seen.codings(unit)),
    "mark:*": lambda seen, unit: any(coding.mark for coding in seen.codings(unit)),
    "by:KG": lambda seen, unit: any(coding.coder == "KG" for coding in seen.codings(unit)),
    "since:2026-02": lambda seen, unit: any(coding.created > "2026-02" for coding in seen.codings(unit)),
    "since:2026-03-01": lambda seen, unit: any(coding.created > "2026-03-01" for coding in seen.codings(unit)),
    'set:"two codes"': lambda seen, unit: any(coding.code in ("ab", "d") for coding in seen.codings(unit)),
    "speaker:p": lambda seen, unit: _speaker(seen, unit) == "P",
    'service:"tern house"': lambda seen, unit: seen.source(unit).participant == "p1",
    "attribute:sex=f": lambda seen, unit: seen.attributes(unit).get("sex") == "f",
    'attribute:age="old man"': lambda seen, unit: "Age" in seen.attributes(unit),
    "attribute:Guide": lambda seen, unit: "guide" in seen.attributes(unit),
    "memo:nine": lambda seen, unit: _memo(seen, unit),
    "memo:*": lambda seen, unit: _memo(seen, unit),
}


def _memo(seen: Seen, unit: Segment) -> bool:
    return any(memo.target == unit.id and memo.kind == "analytic" for memo in seen.study.memos.values())


def _speaker(seen: Seen, unit: Segment) -> str:
    for turn in seen.text(unit).turns:
        if turn.label <= unit.start < turn.end:
            return turn.speaker
    return ""


# Queries


@dataclass(frozen=True)
class ReferenceQuery:
    """A query as text, how closely it binds (0: or, 1: and, 2: not, 3: relation, 4: one word), what it means."""

    text: str
    binds: int
    holds: Test

    def inside(self, binds: int) -> str:
        return self.text if self.binds >= binds else f"({self.text})"


def _related(name: str, count: int, what: str) -> tuple[str, Callable[[Seen, Segment, Segment], bool]]:
    def near(seen: Seen, a: Segment, b: Segment) -> bool:
        return seen.distance(a, b, what) <= count

    shared = {
        "overlaps": lambda seen, a, b: bool(set(range(a.start, a.end)) & set(range(b.start, b.end))),
        "within": lambda seen, a, b: set(range(a.start, a.end)) <= set(range(b.start, b.end)),
        "contains": lambda seen, a, b: set(range(a.start, a.end)) >= set(range(b.start, b.end)),
        "same:segment": lambda seen, a, b: a.id == b.id,
        "same:turn": lambda seen, a, b: seen.distance(a, b, "t") == 0,
        "near": lambda seen, a, b: seen.distance(a, b, "t") <= 1,
    }
    if name in shared:
        return name, shared[name]
    if name == "near:":
        what = "s" if what == "u" else what
        return f"near:{count}{what}", near
    if name == "followed by:":
        return f"followed  by:{count}{what}", lambda seen, a, b: seen.follows(a, b, count, what)
    return f"follows:{count}{what.upper()}", lambda seen, a, b: seen.follows(b, a, count, what)


RELATIONS = (
    *("overlaps", "within", "contains", "same:segment", "same:turn", "near"),
    *("near:", "near:", "followed by:", "followed by:", "follows:"),
)


@st.composite
def queries(draw: st.DrawFn, depth: int = 3) -> ReferenceQuery:
    kind = draw(st.integers(0, 9)) if depth else 0
    if kind <= 2:
        text = draw(st.sampled_from(sorted(LEAVES)))
        return ReferenceQuery(text, 4, LEAVES[text])
    if kind == 3:
        part = draw(queries(depth - 1))
        return ReferenceQuery(f"NOT {part.inside(2)}", 2, lambda seen, unit: not part.holds(seen, unit))
    left, right = draw(queries(depth - 1)), draw(queries(depth - 1))
    if kind == 4:
        text = f"{left.inside(0)} or {right.inside(0)}"
        return ReferenceQuery(text, 0, lambda seen, unit: left.holds(seen, unit) or right.holds(seen, unit))
    if kind == 5:
        text = f"{left.inside(1)} and {right.inside(1)}"
        return ReferenceQuery(text, 1, lambda seen, unit: left.holds(seen, unit) and right.holds(seen, unit))
    word, stands = _related(
        draw(st.sampled_from(RELATIONS)), draw(st.integers(0, 3)), draw(st.sampled_from(["s", "t", "u"]))
    )

    def related(seen: Seen, unit: Segment) -> bool:
        others = [one for one in seen.units if one.source == unit.source and right.holds(seen, one)]
        return left.holds(seen, unit) and any(stands(seen, unit, other) for other in others)

    return ReferenceQuery(f"{left.inside(3)} {word} {right.inside(4)}", 3, related)


def slowly(study: Study, asked: ReferenceQuery) -> list[str]:
    """The answer by the definitions."""
    seen = Seen(study)
    found = [unit for unit in seen.units if asked.holds(seen, unit)]
    return [unit.id for unit in sorted(found, key=lambda unit: (unit.source, unit.start, unit.end, unit.id))]


def with_saved(study: Study, **saved: str) -> Study:
    """The study with saved queries."""
    for name, text in saved.items():
        study.tables["queries"][name] = Query(id=name, name=name, text=text)
    return study

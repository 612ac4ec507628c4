"""Studies: records by id and in their indexes, in order, and by what a person types."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol, TypeVar, cast

from coder.errors import Ambiguous, Invalid, NotFound
from coder.model.codebook import SEPARATOR, Code
from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Reading, Theme, Verdict
from coder.model.framework import ChangeNote, Framework, Level, LevelCell
from coder.model.memo import Memo
from coder.model.participant import Attrition, Participant, Wave
from coder.model.project import Answer, Coder, CodeSet, Info, Query
from coder.model.record import Record
from coder.model.source import Coding, Segment, Source, SourceText
from coder.project.indexes import Indexes, Positions, Rules
from coder.store.checkpoint import Tables
from coder.text.fold import searchable

NO_POSITIONS = Positions()


class Study:
    """The readable side of a project; its mappings are live views, id → record."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.index = Indexes(tables)
        self.rules = Rules(tables, self.index)
        views: dict[str, Mapping[str, Any]] = {name: MappingProxyType(rows) for name, rows in tables.items()}
        self.sources: Mapping[str, Source] = views["sources"]
        self.codes: Mapping[str, Code] = views["codes"]
        self.segments: Mapping[str, Segment] = views["segments"]
        self.codings: Mapping[str, Coding] = views["codings"]
        self.memos: Mapping[str, Memo] = views["memos"]
        self.participants: Mapping[str, Participant] = views["participants"]
        self.waves: Mapping[str, Wave] = views["waves"]
        self.coders: Mapping[str, Coder] = views["coders"]
        self.sets: Mapping[str, CodeSet] = views["sets"]
        self.queries: Mapping[str, Query] = views["queries"]
        self.attrition: Mapping[str, Attrition] = views["attrition"]
        self.answers: Mapping[str, Answer] = views["answers"]
        self.readings: Mapping[str, Reading] = views["readings"]
        self.themes: Mapping[str, Theme] = views["themes"]
        self.groups: Mapping[str, CodeGroup] = views["groups"]
        self.condensates: Mapping[str, Condensate] = views["condensates"]
        self.analytic_texts: Mapping[str, AnalyticText] = views["analytic_texts"]
        self.verdicts: Mapping[str, Verdict] = views["verdicts"]
        self.frameworks: Mapping[str, Framework] = views["frameworks"]
        self.levels: Mapping[str, Level] = views["levels"]
        self.cells: Mapping[str, LevelCell] = views["cells"]
        self.change_notes: Mapping[str, ChangeNote] = views["change_notes"]

    @property
    def info(self) -> Info:
        return cast(Info, next(iter(self.tables["project"].values())))

    def text_of(self, source: Source) -> SourceText:
        """Return the text of a source in its current revision."""
        text = self.rules.text_of(source.id, source.revision)
        if text is None:
            raise Invalid("The text of a source is missing", source.name, "Run: coder doctor PROJECT")
        return text

    def searchable(self, source: Source) -> str:
        """Return the current text of a source as `coder.text.fold.searchable` folds it; cached."""
        text = self.text_of(source)
        folded = self.index.searchable.get(text.id)
        if folded is None:
            folded = self.index.searchable[text.id] = searchable(text.text)
        return folded

    def positions(self, source: str) -> Positions:
        """Return the segments of a source by position."""
        return self.index.positions.get(source, NO_POSITIONS)

    def codings_of(self, segment: str) -> list[Coding]:
        """Return the codings of a segment, the oldest first."""
        codings = [self.codings[id] for id in self.index.segment_codings.get(segment, ())]
        return codings if len(codings) < 2 else sorted(codings, key=lambda coding: (coding.created, coding.id))

    def codings_with(self, code: str) -> Collection[str]:
        """Return the ids of the codings with a code."""
        return self.index.code_codings.get(code, {}).keys()

    def children(self, code: str | None) -> list[Code]:
        """Return the children of a code (None: the top level), in their order."""
        return [self.codes[id] for id in self.index.children.get(code, ())]

    def referrers(self, id: str, table: str) -> list[Any]:
        """Return the records of a table that refer to a record (except codings, memos and segments)."""
        return [
            self.tables[table][referrer] for where, referrer in self.index.referrers.get(id, ()) if where == table
        ]

    def memos_on(self, target: str) -> list[Memo]:
        """Return the memos on a record, the oldest first."""
        memos = [self.memos[id] for id in self.index.memos.get(target, ())]
        return memos if len(memos) < 2 else sorted(memos, key=lambda memo: (memo.created, memo.id))


class Named(Protocol):
    """A record with a name."""

    @property
    def name(self) -> str: ...


class Ordered(Protocol):
    """A record with a place among its like."""

    @property
    def order(self) -> int: ...

    @property
    def name(self) -> str: ...


def by_order(record: Ordered) -> tuple[int, str]:
    """Sort key: the place of a record, then its name."""
    return record.order, record.name


def by_name(record: Named) -> str:
    """Sort key: the name of a record, whatever its case."""
    return record.name.casefold()


def sources_in_order(study: Study) -> list[Source]:
    """Return all sources in their order."""
    return sorted(study.sources.values(), key=by_order)


def waves_in_order(study: Study) -> list[Wave]:
    """Return all waves in their order."""
    return sorted(study.waves.values(), key=by_order)


def walk(study: Study, top: str | None = None, depth: int = 0) -> Iterator[tuple[int, Code]]:
    """Yield the codes below `top` in the order of the code tree, each with its depth."""
    for code in study.children(top):
        yield depth, code
        yield from walk(study, code.id, depth + 1)


def codes_in_order(study: Study, top: str | None = None) -> Iterator[Code]:
    """Yield the codes below `top` in the order of the code tree."""
    return (code for _, code in walk(study, top))


def subtree(study: Study, code: Code) -> Iterator[Code]:
    """Yield a code and all codes below it."""
    yield code
    yield from codes_in_order(study, code.id)


#: One cell wide in every terminal; reused after the last, where colour distinguishes the codes.
LETTERS = string.ascii_lowercase + string.ascii_uppercase + "αβγδεζηθκλμνξπρστφχψω"


def letters(study: Study) -> dict[str, str]:
    """Return code id → letter in the order of the tree; groups without codings get none."""
    ids = [
        code.id
        for code in codes_in_order(study)
        if code.codable and (not study.children(code.id) or study.codings_with(code.id))
    ]
    return {id: LETTERS[place % len(LETTERS)] for place, id in enumerate(ids)}


#: The initials of a coder who gave none.
NAMELESS = "me"


def author(study: Study, memo: Memo) -> str:
    """Return the initials of a memo's author."""
    return study.coders[memo.coder].initials


def is_mine(study: Study, memo: Memo, initials: str) -> bool:
    """Return whether this coder ("": without initials) wrote the memo."""
    return author(study, memo).casefold() == (initials or NAMELESS).casefold()


def readable(study: Study, memo: Memo, initials: str) -> bool:
    """Return whether this coder may read the memo."""
    return not memo.private or is_mine(study, memo, initials)


def memos_read_by(study: Study, target: str, initials: str) -> list[Memo]:
    """Return the memos on a record that this coder may read, the oldest first."""
    return [memo for memo in study.memos_on(target) if readable(study, memo, initials)]


SHORTEST_PREFIX = 4
#: The number of names listed when none or several match.
NAMED = 8

R = TypeVar("R", bound=Record)


def path_of(study: Study, code: Code) -> str:
    """Return the path of a code: `group/subgroup/code`."""
    if code.parent is None:
        return code.name
    above = study.index.paths.get(code.parent)
    if above is None:
        above = study.index.paths[code.parent] = path_of(study, study.codes[code.parent])
    return above + SEPARATOR + code.name


def code_named(study: Study, text: str) -> Code:
    """Return the code with this path, id or unique name; NotFound with similar names, or Ambiguous."""
    by_id = study.codes.get(text)
    if by_id is not None:
        return by_id
    parts = [part.strip().casefold() for part in text.split(SEPARATOR)]
    exact: list[Code] = []
    ending: list[Code] = []
    for code in study.codes.values():
        if code.name.casefold() != parts[-1]:
            continue
        path = [part.casefold() for part in path_of(study, code).split(SEPARATOR)]
        if path == parts:
            exact.append(code)
        elif path[-len(parts) :] == parts:
            ending.append(code)
    matches = exact or ending or _by_prefix(study.codes.values(), text)
    if not matches:
        matches = [code for code in study.codes.values() if text.casefold() in map(str.casefold, code.aliases)]
    nearest = () if matches else _nearest_codes(study, text)
    return pick_one(matches, text, "code", [path_of(study, code) for code in matches], nearest)


def source_named(study: Study, text: str) -> Source:
    """Return the source with this id or name, or the only one that begins with it; NotFound or Ambiguous."""
    matches = match_name(study.sources.values(), text, begins=True)
    names = [source.name for source in matches]
    return pick_one(matches, text, "source", names, sorted(source.name for source in study.sources.values()))


def participant_named(study: Study, text: str) -> Participant:
    """Return the participant with this name, id or unique beginning of an id; NotFound or Ambiguous."""
    people = study.participants.values()
    return pick_one(match_name(people, text), text, "participant", (), [person.name for person in people])


def wave_named(study: Study, text: str) -> Wave:
    """Return the wave with this name, id or unique beginning of an id; NotFound or Ambiguous."""
    waves = study.waves.values()
    return pick_one(match_name(waves, text), text, "wave", (), [wave.name for wave in waves])


def segment_named(study: Study, text: str) -> Segment:
    """Return the segment with this id or unique beginning of an id; NotFound or Ambiguous."""
    segment = study.segments.get(text)
    return segment if segment is not None else pick_one(_by_prefix(study.segments.values(), text), text, "segment")


def memo_named(study: Study, text: str) -> Memo:
    """Return the memo with this id or unique beginning of an id; NotFound or Ambiguous."""
    memo = study.memos.get(text)
    return memo if memo is not None else pick_one(_by_prefix(study.memos.values(), text), text, "memo")


def match_name(records: Iterable[R], text: str, begins: bool = False) -> list[R]:
    """Return the records with this id or name, otherwise those whose name or id begins with it.

    Beginnings of names count only with `begins`; those of ids always.
    """
    every, folded = list(records), text.strip().casefold()
    matches = [record for record in every if record.id == text] or [
        record for record in every if record["name"].casefold() == folded
    ]
    if not matches and begins and folded:
        matches = [record for record in every if record["name"].casefold().startswith(folded)]
    return matches or _by_prefix(every, text)


def pick_one(matches: Sequence[R], text: str, noun: str, names: Sequence[str] = (), others: Sequence[str] = ()) -> R:
    """Return the only match; Ambiguous lists the `names` of the matches, NotFound some `others`."""
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise Ambiguous(
            f"“{text}” names more than one {noun}",
            ", ".join(names[:NAMED]) or f"{len(matches)} of them",
            "Write more of the name, the whole path, or the id.",
        )
    hint = f"Known: {', '.join(others[:NAMED])}" if others else ""
    raise NotFound(f"There is no {noun} “{text}”", hint=hint)


def _by_prefix(records: Iterable[R], text: str) -> list[R]:
    if len(text) < SHORTEST_PREFIX:
        return []
    return [record for record in records if record.id.startswith(text.lower())]


def _nearest_codes(study: Study, text: str) -> list[str]:
    from difflib import get_close_matches

    leaf = text.split(SEPARATOR)[-1].casefold()
    names = {code.name.casefold(): path_of(study, code) for code in study.codes.values()}
    return [names[name] for name in get_close_matches(leaf, names, n=3, cutoff=0.5)]

"""Decisions on candidates for pseudonyms: replace, keep or later, for all occurrences or one, and carrying them out.

What is replaced by what is in the key file alone. The project knows by keyed digests what is kept or left for later,
so that nobody is asked again without the key file. The key of the digests is the id of the project: they cannot be
compared with those of other projects, but who has the project can try out names. “Keep” is for what may be known.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from coder.errors import Invalid, NotFound, ReadOnly
from coder.model.invariants import control_problem
from coder.model.pseudonym import KEEP, LATER
from coder.model.record import Record
from coder.privacy.candidates import USED, Candidate, Occurrence, candidates
from coder.privacy.common_words import common_words, is_german_noun
from coder.privacy.listed_terms import Term
from coder.privacy.proper_names import NAME
from coder.privacy.pseudonym_key import Pseudonym, PseudonymKey
from coder.privacy.study_places import RecordText, record_texts, with_text
from coder.privacy.study_texts import study_texts
from coder.privacy.variants import folded
from coder.progress import Progress, no_progress
from coder.project import Project
from coder.project.erasure import begin_originals
from coder.project.erasure_files import Plan as ErasurePlan
from coder.project.operations import pseudonyms
from coder.project.operations.pseudonyms import Replacements, Subject
from coder.project.study import Study
from coder.store.journal import ERASED
from coder.text.phrases import format_count
from coder.text.substitutions import Substituted, Substitution

REPLACE = "replace"
DECISIONS = (REPLACE, KEEP, LATER)
LONGEST_REPLACEMENT = 80
_NO_WORD = re.compile(r"[^\w.-]+")
#: Characters on either side of an occurrence by which it is recognized.
_BESIDE = 24
_LIKE_ENOUGH = 6  # letters from which on a typing error in a known name is recognized


class Decision(NamedTuple):
    """A decision, "" for none, and the replacement if it is to replace."""

    decision: str = ""
    replacement: str = ""


UNDECIDED = Decision()


class Row(NamedTuple):
    """A candidate, the decision on it as a whole, and that on each of its occurrences.

    `replacement` is the decided one, otherwise the proposal. Without a decision as a whole, some may be decided.
    """

    candidate: Candidate
    decision: str
    replacement: str
    at: tuple[Decision, ...]

    @property
    def undecided(self) -> int:
        """The number of occurrences without a decision."""
        return sum(not decision.decision for decision in self.at)


class Decisions:
    """The decisions of a study, as its project and its key file hold them; without a key file those to keep."""

    def __init__(self, study: Study, key: PseudonymKey | None = None) -> None:
        self._secret = study.info.id.encode()
        self._ids = {source.name: source.id for source in study.sources.values()}
        self._general = key.general() if key is not None else {}
        self._places = key.at_places() if key is not None else {}
        rows = study.pseudonym_decisions.values()
        self._kept = {row.digest: row.decision for row in rows if not row.place}
        self._kept_at = {row.place: row.decision for row in rows if row.place}
        self._parts: defaultdict[str, set[str]] = defaultdict(set)
        for words, row in self._general.items():
            if row.kind != NAME:  # of an address or an institution, a part is not the same
                continue
            for part in words.split()[:: max(1, len(words.split()) - 1)]:
                self._parts[part].add(row.replacement)

    def digest(self, *parts: str) -> str:
        """Return the keyed digest of words."""
        return hmac.new(self._secret, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def subject(self, kind: str, words: str) -> Subject:
        """Return what a decision on all occurrences of some words is about."""
        return Subject(kind, self.digest(folded(words)))

    def subject_at(self, kind: str, occurrence: Occurrence) -> Subject:
        """Return what a decision on one occurrence is about."""
        before, after = occurrence.before[-_BESIDE:], occurrence.after[:_BESIDE]
        place = self.digest(self._ids[occurrence.source], before, occurrence.text, after)
        return Subject(kind, self.digest(folded(occurrence.text)), place)

    def at(self, occurrence: Occurrence) -> Decision:
        """Return the decision on one occurrence: its own, otherwise that on its words."""
        place = self.subject_at("", occurrence).place if self._kept_at or self._places else ""
        if place in self._kept_at:
            return Decision(self._kept_at[place])
        if place in self._places:
            return Decision(REPLACE, self._places[place].replacement)
        return self._of_words(occurrence.text)

    def _of_words(self, words: str) -> Decision:
        key = folded(words)
        kept = self._kept.get(self.digest(key)) if self._kept else None
        if kept is not None:
            return Decision(kept)
        row = self._general.get(key)
        return UNDECIDED if row is None else Decision(REPLACE, row.replacement)

    def row(self, candidate: Candidate) -> Row:
        """Return a candidate with the decisions on it."""
        whole = {self._of_words(words) for words in candidate.variants}
        at = tuple(map(self.at, candidate.occurrences))
        if len(whole) == 1:
            decision, replacement = whole.pop()
        else:
            decision, replacement = "", next((item.replacement for item in whole if item.replacement), "")
        replacement = replacement or self._known(candidate) or candidate.proposal
        return Row(candidate, decision, replacement, at)

    def _known(self, candidate: Candidate) -> str:
        """Return the replacement of a name that this one is part of, or a misspelling of; "" if there is none."""
        if candidate.kind != NAME:
            return ""
        from rapidfuzz.distance import OSA

        for words in map(folded, candidate.variants):
            found = self._parts.get(words, set()) | self._parts.get(words.removesuffix("s"), set())
            if not found and len(words) >= _LIKE_ENOUGH:
                found = {
                    row.replacement
                    for known, row in self._general.items()
                    if row.kind == NAME and OSA.distance(words, known, score_cutoff=1) <= 1
                }
            if len(found) == 1:
                return next(iter(found))
        return ""


def known_terms(key: PseudonymKey) -> list[Term]:
    """Return the originals of a key file as names to look for, without single words that are words of a language."""
    rows = [row for row in key.pseudonyms if not row.places]
    return [Term(words, row.kind, cased=True) for row in rows for words in row.variants if not _is_word(words)]


def _is_word(words: str) -> bool:
    word = words.casefold()
    return word in common_words() or is_german_noun(word)


def finder(
    study: Study, key: PseudonymKey | None = None, terms: Iterable[Term] = ()
) -> Callable[[Progress], list[Candidate]]:
    """Return a search for the candidates in the transcripts as they are now, which may run in a thread.

    Originals of the key file are known, and the numbers of its replacements taken.
    """
    known = (*terms, *(known_terms(key) if key is not None else ()))
    taken = {row.replacement for row in key.pseudonyms} if key is not None else set()
    texts = study_texts(study)
    return lambda progress: candidates(texts, known, progress, taken)


def find(
    study: Study, key: PseudonymKey | None = None, terms: Iterable[Term] = (), progress: Progress = no_progress
) -> list[Candidate]:
    """Return the candidates in the transcripts; see `finder`."""
    return finder(study, key, terms)(progress)


def rows_of(study: Study, key: PseudonymKey | None, found: Iterable[Candidate]) -> list[Row]:
    """Return candidates with the decisions on them."""
    return list(map(Decisions(study, key).row, found))


# Decide


def decide(
    project: Project,
    key: PseudonymKey | None,
    candidate: Candidate,
    decision: str,
    replacement: str = "",
    occurrence: Occurrence | None = None,
) -> None:
    """Decide on a candidate, or on one of its occurrences; "" withdraws the decision.

    To replace needs the key file, which is written; the rest is a change of the project. Raises Invalid for an
    impossible replacement, ReadOnly for a project that is open for reading.
    """
    if project.readonly:
        raise ReadOnly()
    decisions = Decisions(project, key)
    places = candidate.occurrences if occurrence is None else (occurrence,)
    at = [decisions.subject_at(candidate.kind, place) for place in places]
    words = [decisions.subject(candidate.kind, text) for text in candidate.variants]
    if decision == REPLACE:
        if key is None:
            raise Invalid(
                "To replace needs the key file of pseudonyms",
                hint="It holds what was replaced by what. Open it, or create one.",
            )
        check_replacement(replacement, candidate.variants)
    if key is not None:
        variants = candidate.variants if occurrence is None else ()
        rows = _without(key.pseudonyms, set(map(folded, variants)), {subject.place for subject in at})
        if decision == REPLACE:
            variants = candidate.variants if occurrence is None else (occurrence.text,)
            chosen = () if occurrence is None else (at[0].place,)
            rows = _with(project, rows, candidate.kind, variants, replacement, chosen)
        key.put(rows)
    stays = decision in (KEEP, LATER)
    general = words if occurrence is None else []
    subjects = (general or at) if stays else []
    pseudonyms.decide(project, subjects, decision if stays else "", [*general, *at])


def decide_all(
    project: Project, key: PseudonymKey | None, rows: Sequence[Row], decision: str, replacement: str = ""
) -> None:
    """Decide on several candidates, as one change of the project; each is replaced by its own replacement unless one
    is given."""
    with project.transaction("pseudonyms.decide", f"decided on {format_count(len(rows), 'pseudonym')}"):
        for row in rows:
            decide(project, key, row.candidate, decision, replacement or row.replacement)


def check_replacement(replacement: str, originals: Iterable[str]) -> None:
    """Raise Invalid if a text cannot replace these originals."""
    words = " ".join(("", folded(_NO_WORD.sub(" ", replacement)), ""))
    if not replacement.strip() or replacement != replacement.strip() or len(replacement) > LONGEST_REPLACEMENT:
        raise Invalid("This cannot be a replacement", f"It has 1 to {LONGEST_REPLACEMENT} characters.")
    problem = control_problem(replacement) or ("a replacement is one line" if "\n" in replacement else "")
    if problem:
        raise Invalid("This cannot be a replacement", f"{problem}.".capitalize())
    if any(f" {folded(original)} " in words for original in originals):
        raise Invalid("This cannot be a replacement", "It holds what it is to replace.")


def _without(rows: Iterable[Pseudonym], variants: set[str], places: set[str]) -> tuple[Pseudonym, ...]:
    """Return the pseudonyms without these spellings and places; what was applied stays, to be revealed."""
    result = []
    for row in rows:
        if row.places:
            left = tuple(place for place in row.places if place not in places)
            row = row if row.applied else msgspec.structs.replace(row, places=left)
            if not row.places:
                continue
        elif not row.applied:
            row = msgspec.structs.replace(
                row, variants=tuple(words for words in row.variants if folded(words) not in variants)
            )
            if not row.variants:
                continue
        result.append(row)
    return tuple(result)


def _with(
    project: Project,
    rows: tuple[Pseudonym, ...],
    kind: str,
    variants: tuple[str, ...],
    replacement: str,
    places: tuple[str, ...],
) -> tuple[Pseudonym, ...]:
    """Return the pseudonyms with one more; its spellings join an earlier one that is not applied yet."""
    added = Pseudonym(
        kind=kind,
        variants=variants,
        replacement=replacement,
        decided=project.now(),
        coder=project.initials,
        places=places,
    )
    for number, row in enumerate(rows):
        if (row.kind, row.replacement, row.applied) == (kind, replacement, "") and bool(row.places) == bool(places):
            joined = msgspec.structs.replace(
                added,
                variants=tuple(dict.fromkeys((*row.variants, *variants))),
                places=tuple(dict.fromkeys((*row.places, *places))),
            )
            return (*rows[:number], *rows[number + 1 :], joined)
    return (*rows, added)


# Apply


class Count(NamedTuple):
    """How often a replacement is put in, in how many sources."""

    replacement: str
    kind: str
    times: int
    sources: int


class Elsewhere(NamedTuple):
    """Originals in a text other than the transcripts: its place, how often, and the text without them.

    `text` is None where it cannot be changed, such as in locked preconceptions.
    """

    place: RecordText
    times: int
    text: str | None


class Plan(NamedTuple):
    """What `apply` does, shown before: its passages by the id of the source, counts, and what it leaves.

    `units` are the coded units whose words change. `left` gives for each source how often the words of an original
    stay in it: those that were kept there, or that mean something else. `undecided` are candidates.
    """

    passages: Mapping[str, Sequence[Substitution]]
    counts: tuple[Count, ...]
    units: int
    elsewhere: tuple[Elsewhere, ...]
    left: Mapping[str, int]
    undecided: int
    speakers: Mapping[str, str]
    places: Mapping[str, str]
    terms: Mapping[str, str]

    @property
    def times(self) -> int:
        """The number of passages."""
        return sum(map(len, self.passages.values()))


def plan(project: Project, key: PseudonymKey, found: Sequence[Candidate]) -> Plan:
    """Return what applying the decisions would do to a study with these candidates."""
    decisions = Decisions(project, key)
    ids = {source.name: source.id for source in project.sources.values()}
    passages: defaultdict[str, list[Substitution]] = defaultdict(list)
    counted: Counter[tuple[str, str]] = Counter()
    where: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    stays: list[Occurrence] = []
    terms: dict[str, str] = {}
    undecided = 0
    for candidate in found:
        row = decisions.row(candidate)
        undecided += bool(row.undecided)
        spellings = set(map(folded, candidate.variants))
        for occurrence, (decision, replacement) in zip(candidate.occurrences, row.at, strict=True):
            if decision != REPLACE:
                stays.append(occurrence)
                continue
            words = replacement + _genitive(occurrence.text, spellings)
            passages[ids[occurrence.source]].append(Substitution(occurrence.start, occurrence.end, words))
            counted[replacement, candidate.kind] += 1
            where[replacement, candidate.kind].add(occurrence.source)
            terms[occurrence.text] = words
    edits = {id: _apart(rows) for id, rows in passages.items()}
    texts = {id: Substituted(project.text_of(project.sources[id]).text, rows) for id, rows in edits.items()}
    counts = tuple(
        Count(replacement, kind, times, len(where[replacement, kind]))
        for (replacement, kind), times in sorted(counted.items())
    )
    return Plan(
        edits,
        counts,
        sum(_units_changed(project, id, rows) for id, rows in edits.items()),
        tuple(_elsewhere(project, terms)) if terms else (),
        _left(project, texts, terms) if terms else {},
        undecided,
        _speakers(project, edits, decisions),
        _moved_places(project, decisions, stays, texts),
        terms,
    )


def _genitive(words: str, spellings: set[str]) -> str:
    """Return the s of a genitive whose plain form is a spelling, or part of one: Karis, but not Jonas."""
    key = folded(words)
    plain = {*spellings, *(part for spelling in spellings for part in spelling.split())}
    return "s" if key.endswith("s") and key[:-1] in plain else ""


def _apart(rows: Iterable[Substitution]) -> tuple[Substitution, ...]:
    """Return substitutions of which none overlaps another: the longer one of two stays."""
    apart: list[Substitution] = []
    for row in sorted(rows, key=lambda row: (row.start, -row.end)):
        if not apart or row.start >= apart[-1].end:
            apart.append(row)
    return tuple(apart)


def _units_changed(project: Project, source: str, rows: Sequence[Substitution]) -> int:
    """Return how many coded units of a source hold, or share a letter with, a passage."""
    segments = (project.segments[id] for id in project.positions(source))
    return sum(any(row.start < segment.end and segment.start < row.end for row in rows) for segment in segments)


def _speakers(project: Project, edits: Mapping[str, Sequence[Substitution]], decisions: Decisions) -> dict[str, str]:
    """Return the speakers who are called otherwise afterwards: those whose label is replaced, or whose name is."""
    renamed: dict[str, str] = {}
    for source in project.sources.values():
        text = project.text_of(source)
        rows = edits.get(source.id, ())
        for turn in text.turns:
            if not turn.speaker or turn.speaker in renamed:
                continue
            inside = [row for row in rows if turn.label <= row.start and row.end <= turn.start]
            name = turn.speaker
            for row in inside:
                name = name.replace(text.text[row.start : row.end], row.words)
            if name == turn.speaker:
                name = decisions._of_words(turn.speaker).replacement or name
            if name != turn.speaker:
                renamed[turn.speaker] = name
    return renamed


def _moved_places(
    project: Project, decisions: Decisions, stays: Sequence[Occurrence], texts: Mapping[str, Substituted]
) -> dict[str, str]:
    """Return the places of occurrences that stay, before → after the texts around them have changed."""
    if not any(row.place for row in project.pseudonym_decisions.values()):
        return {}
    ids = {source.name: source.id for source in project.sources.values()}
    moved = {}
    for occurrence in stays:
        substituted = texts.get(ids[occurrence.source])
        if substituted is None:
            continue
        place = substituted.place(occurrence.start, occurrence.end)
        before = substituted.new[max(0, place.start - _BESIDE) : place.start]
        after = substituted.new[place.end : place.end + _BESIDE]
        changed = occurrence._replace(before=before, after=after)
        moved[decisions.subject_at("", occurrence).place] = decisions.subject_at("", changed).place
    return moved


def _pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the originals as whole words, as they are written."""
    longest = sorted(terms, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def _elsewhere(project: Project, terms: Mapping[str, str]) -> Iterator[Elsewhere]:
    pattern = _pattern(terms)
    for place in record_texts(project):
        found = list(pattern.finditer(place.text.replace("_", " ")))
        if found:
            rows = [Substitution(*match.span(), terms[match[0]]) for match in found]
            changeable = not getattr(place.record, "locked", "")
            yield Elsewhere(place, len(found), Substituted(place.text, rows).new if changeable else None)


def _records(elsewhere: Iterable[Elsewhere]) -> list[tuple[str, Record]]:
    """Return the records without originals in their texts."""
    records: dict[tuple[str, str], Record] = {}
    for row in elsewhere:
        table, record, field, part = row.place.table, row.place.record, row.place.field, row.place.part
        if row.text is not None:
            records[table, record.id] = with_text(records.get((table, record.id), record), field, part, row.text)
    return [(table, record) for (table, _), record in records.items()]


def _left(project: Project, texts: Mapping[str, Substituted], terms: Mapping[str, str]) -> dict[str, int]:
    pattern = re.compile(_pattern(terms).pattern, re.IGNORECASE)
    left = {}
    for source in project.sources.values():
        text = texts[source.id].new if source.id in texts else project.text_of(source).text
        number = sum(1 for _ in pattern.finditer(text))
        if number:
            left[source.name] = number
    return left


def apply(project: Project, key: PseudonymKey, plan: Plan, *, everywhere: bool = False, reason: str = "") -> None:
    """Replace what was decided in all sources, as one change; the originals stay in history and backups, see `begin`.

    With `everywhere` also in memos, labels and other texts that can be changed. Raises NotFound if there is nothing
    to replace.
    """
    _replace(project, plan, everywhere, reason)
    _mark_applied(project, key, plan)


def begin(
    project: Project,
    key: PseudonymKey,
    plan: Plan,
    *,
    everywhere: bool = False,
    reason: str = "",
    unreadable: str = "",
) -> ErasurePlan:
    """Replace as `apply`, and remove the originals from the project, as one change that cannot be undone.

    `erasure_files.carry_out` then takes them out of history, backups and drafts. Raises, before anything is changed,
    as `apply`, and Invalid where a backup cannot be rewritten and `unreadable` does not say what to do with it.
    """
    label = f"replaced {format_count(plan.times, 'passage')} by pseudonyms and erased the originals"
    with project.transaction(ERASED, label, reason):
        _replace(project, plan, everywhere, reason)
        sources = [project.sources[id] for id in plan.passages]
        erasing = begin_originals(project, sources, terms=erasable(plan), reason=reason, unreadable=unreadable)
    _mark_applied(project, key, plan)
    return erasing


def _replace(project: Project, plan: Plan, everywhere: bool, reason: str) -> None:
    if not plan.passages and not (everywhere and plan.elsewhere):
        raise NotFound("There is nothing to replace", "No candidate was decided to be replaced.")
    records = _records(plan.elsewhere) if everywhere else []
    replacements = Replacements(plan.passages, records, lambda name: plan.speakers.get(name, name), plan.places)
    pseudonyms.replace(project, replacements, reason)


def _mark_applied(project: Project, key: PseudonymKey, plan: Plan) -> None:
    now, used = project.now(), {count.replacement for count in plan.counts}
    key.put(
        tuple(
            msgspec.structs.replace(row, applied=now) if row.replacement in used and not row.applied else row
            for row in key.pseudonyms
        )
    )


#: What is said before the originals are erased.
END_OF_UNDO = "Then the originals are erased from the history, backups and drafts: undo ends there."


def question(plan: Plan) -> str:
    """Return in a sentence what a plan replaces."""
    passages, sources = format_count(plan.times, "passage"), format_count(len(plan.passages), "source")
    return f"{passages} in {sources} will be replaced; {format_count(plan.units, 'coded unit')} will change."


def erasable(plan: Plan) -> dict[str, str]:
    """Return the originals to look for in the history and in drafts, with their replacements.

    Single words that are words of a language are left out: they would be replaced where they name nobody.
    """
    return {words: replacement for words, replacement in plan.terms.items() if not _is_word(words)}


# Overview


class Standing(NamedTuple):
    """A pseudonym: how often it stands in the transcripts, and whether it is applied."""

    replacement: str
    kind: str
    times: int
    sources: int
    state: str


def overview(study: Study, key: PseudonymKey | None) -> list[Standing]:
    """Return the pseudonyms that stand in the transcripts, and those of the key file; no originals."""
    kinds = {row.replacement: row.kind for row in (key.pseudonyms if key is not None else ())}
    applied = {row.replacement for row in (key.pseudonyms if key is not None else ()) if row.applied}
    times: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for text in study_texts(study):
        found = Counter(match[0] for match in USED.finditer(text.text))
        found.update({known: number for known in kinds if (number := text.text.count(known)) and known not in found})
        times += found
        sources.update(found.keys())
    rows = []
    for replacement in sorted({*times, *kinds}, key=_by_number):
        state = "applied" if replacement in applied or replacement not in kinds else "to apply"
        number, places = times[replacement], sources[replacement]
        rows.append(Standing(replacement, kinds.get(replacement, ""), number, places, state))
    return rows


def _by_number(replacement: str) -> tuple[str, int, str]:
    noun, _, number = replacement.strip("[]").rpartition(" ")
    return noun, len(number), number

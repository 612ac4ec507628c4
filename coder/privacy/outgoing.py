"""What may identify somebody in a file that leaves a study: the words that the study's own scan knows, and where."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.model.pseudonym import KEEP
from coder.privacy.candidates import Occurrence, candidates
from coder.privacy.capitals import Text
from coder.privacy.identifiers import DATE
from coder.privacy.leak_scan import AUTHOR, Finding, Place
from coder.privacy.listed_terms import Term
from coder.privacy.proper_names import LISTED
from coder.privacy.pseudonyms import Decisions
from coder.privacy.study_places import study_findings, study_places
from coder.privacy.variants import folded
from coder.progress import Progress, no_progress
from coder.project.project import Project
from coder.project.study import Study
from coder.text.phrases import format_day
from coder.text.span import Span

_WORD = re.compile(r"[^\W_]+")
#: Letters of the shortest attribute or name of a coder that is searched for: figures and letters are everywhere.
_SHORTEST = 3


class Sought(NamedTuple):
    """Words to look for, the kind of finding that they make, and the reason."""

    words: str
    kind: str
    detail: str


class Kept:
    """What a person decided to keep: words that are no finding, by their digests."""

    def __init__(self, study: Study) -> None:
        rows = [row for row in study.pseudonym_decisions.values() if row.decision == KEEP]
        self._words = {row.digest for row in rows if not row.place}
        self._places = {row.place for row in rows if row.place}
        self._decisions = Decisions(study)

    def words(self, words: str) -> bool:
        """Return whether some words may stay wherever they are."""
        return bool(self._words) and self._decisions.subject("", words).digest in self._words

    def occurrences(self, occurrences: Iterable[Occurrence]) -> bool:
        """Return whether each of some occurrences in transcripts may stay; False for none."""
        if not self._places:
            return False
        places = [self._decisions.subject_at("", occurrence).place for occurrence in occurrences]
        return bool(places) and self._places.issuperset(places)


class OutgoingSearch:
    """Searches files for the findings of a study, but for those that a person decided to keep.

    These are the candidates of its texts (uncertain ones only for `publication`, and of transcripts), and what
    `study_findings` has; `terms` are names that are known besides. `progress` gets the share done of its making
    (0 to 1), and stops it by raising.
    """

    def __init__(
        self,
        project: Project,
        *,
        publication: bool,
        terms: Iterable[Term] = (),
        progress: Progress = no_progress,
    ) -> None:
        self._kept = Kept(project)
        listed = [Sought(term.words, term.kind, LISTED) for term in terms]
        sought = [*listed, *self._candidates(project, publication, progress)]
        for finding in study_findings(project, publication=publication):
            reason = f"{finding.where}: {finding.detail}"
            sought += [Sought(words, finding.kind, reason) for words in _spellings(finding)]
        self._sought = [row for row in dict.fromkeys(sought) if not self._kept.words(row.words)]

    def _candidates(self, project: Project, publication: bool, progress: Progress) -> Iterator[Sought]:
        places = study_places(project)
        texts = [
            Text(str(number), place.text, place.language, place.turns)
            for number, place in enumerate(places)
            if not place.heading
        ]
        names = {source.name for source in project.sources.values()}
        for row in candidates(texts, progress=progress):
            here = [item._replace(source=places[int(item.source)].where) for item in row.occurrences]
            kept = all(item.source in names for item in here) and self._kept.occurrences(here)
            in_transcripts = any(item.source in names for item in here)
            if not kept and (row.certain or (publication and in_transcripts)):
                yield from (Sought(words, row.kind, row.reason) for words in row.variants)

    def findings(self, places: Sequence[Place]) -> list[Finding]:
        """Return what may identify somebody in the texts of a file."""
        return [row for row in findings_in(places, self._sought) if not self._kept.words(row.text)]


def words_elsewhere(project: Project, words: Iterable[str]) -> set[str]:
    """Return those of some words that any text of a study has: memos, names of codes, attributes, dates."""
    texts = [folded(place.text) for place in study_places(project)]
    texts += [folded(words) for row in study_findings(project, publication=True) for words in _spellings(row)]
    return {text for text in words if any(folded(text) in other for other in texts)}


def _spellings(finding: Finding) -> list[str]:
    """Return the words that a finding without a text of its own may have in a file."""
    if finding.kind == DATE:
        return [finding.text, format_day(finding.text)]
    return [finding.text] if sum(map(str.isalpha, finding.text)) >= _SHORTEST else []


def findings_in(places: Sequence[Place], sought: Iterable[Sought]) -> Iterator[Finding]:
    """Yield where texts have the words, in the order of the places; between words any signs, as a file may have them.

    A text that stands for a person, such as the author in a file's properties, is a finding as such.
    """
    by_first: defaultdict[str, list[tuple[tuple[str, ...], Sought]]] = defaultdict(list)
    for row in sought:
        words = tuple(_WORD.findall(unicodedata.normalize("NFC", row.words)))
        if words:
            by_first[words[0]].append((words, row))
    for rows in by_first.values():
        rows.sort(key=lambda row: -len(row[0]))
    for written in places:
        place = written._replace(text=unicodedata.normalize("NFC", written.text))
        if place.author and place.text.strip():
            yield Finding(AUTHOR, place.where, " ".join(place.text.split()), "names a person, or stands for one")
            continue
        yield from _findings_in(place, by_first)


def _findings_in(place: Place, by_first: dict[str, list[tuple[tuple[str, ...], Sought]]]) -> Iterator[Finding]:
    matches = list(_WORD.finditer(place.text))
    words = [match[0] for match in matches]
    lines: list[int] = []
    after = 0
    for at, word in enumerate(words):
        if at < after or word not in by_first:
            continue
        for tokens, row in by_first[word]:
            if len(tokens) == 1 or tuple(words[at : at + len(tokens)]) == tokens:
                after = at + len(tokens)
                start, end = matches[at].start(), matches[after - 1].end()
                lines = lines or [0, *(match.end() for match in re.finditer("\n", place.text))]
                where = f"{place.where}, {place.unit} {bisect_right(lines, start)}" if lines[1:] else place.where
                yield Finding(row.kind, where, place.text[start:end], row.detail)
                break


def passage_findings(text: Text, span: Span, progress: Progress = no_progress) -> list[Finding]:
    """Return what certainly identifies somebody in a passage, by its form and by how its own interview uses words.

    The rest of the study is left out: a passage is copied while somebody waits.
    """
    rows = [
        (item.start, Finding(row.kind, f"{text.source} {item.start}-{item.end}", item.text, row.reason))
        for row in candidates([text], progress=progress)
        if row.certain
        for item in row.occurrences
        if item.start < span.end and span.start < item.end
    ]
    return [finding for _, finding in sorted(rows)]

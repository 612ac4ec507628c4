"""What may identify somebody in a file that leaves a study: the words that the study's own scan knows, and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.privacy.candidates import candidates
from coder.privacy.capitals import Text
from coder.privacy.identifiers import DATE
from coder.privacy.leak_scan import AUTHOR, Finding, Place
from coder.privacy.study_places import study_findings, study_places
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


def is_decided(study: Study, words: str) -> bool:
    """Return whether a person decided that these words may stay as they are."""
    return False


def sought_words(project: Project, *, publication: bool, progress: Progress = no_progress) -> list[Sought]:
    """Return what must be looked for in a file of this study, without what a person decided to keep.

    These are the candidates of its texts, the uncertain ones only for `publication`, and what `study_findings` has.
    `progress` gets the share done (0 to 1), and stops the work by raising.
    """
    texts = [
        Text(str(number), place.text, place.language, place.turns)
        for number, place in enumerate(study_places(project))
        if not place.heading
    ]
    sought = [
        Sought(words, row.kind, row.reason)
        for row in candidates(texts, progress=progress)
        if row.certain or publication
        for words in row.variants
    ]
    for finding in study_findings(project, publication=publication):
        reason = f"{finding.where}: {finding.detail}"
        sought += [Sought(words, finding.kind, reason) for words in _spellings(finding)]
    return [row for row in dict.fromkeys(sought) if not is_decided(project, row.words)]


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
        words = tuple(_WORD.findall(row.words))
        if words:
            by_first[words[0]].append((words, row))
    for rows in by_first.values():
        rows.sort(key=lambda row: -len(row[0]))
    for place in places:
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

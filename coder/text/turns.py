"""Detect the turns of a transcript in plain text.

Possible labels at the beginning of lines (`coder.text.labels`) are weighed over the whole file
(`coder.text.evidence`); the text is divided at those that are labels.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from coder.text.cover import BLANK_LINE, is_credit
from coder.text.dialogue import Dialogue
from coder.text.evidence import find_labels
from coder.text.label_forms import BARE, STAMP_FORMS, SURE, own_form
from coder.text.labels import Candidate, candidates
from coder.text.names import is_field, is_role
from coder.text.phrases import format_count
from coder.text.span import Span, Turn
from coder.text.speaker_rules import NO_RULES, SpeakerRules
from coder.text.speakers import EDGES, visible
from coder.text.stamps import STAMP, end_stamp, parse_seconds

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?:.*\n){0,200}?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)")
_LINE = re.compile(r"\n\s*")
# Lines that programs write between or after the turns.
_REMARK = re.compile(
    r"^[^\S\n]*(?:[^\n:]{2,60} (?:started|stopped) transcription"
    r"|\(?(?:Audio )?(?:Automatically )?Transcribed (?:by|with) [^\n]{3,80})[^\S\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_END = re.compile(
    r"(?:[\[(]\d{1,2}(?::\d\d){1,2}[\])]\s*)?[\[(*-]*(?:end of|slutt på|ende de[rs]|fin de|fine dell)[^\n]{0,40}\Z"
    r"|(?:meeting|transcription) ended after [\d:]+\Z|this editable transcript was computer generated",
    re.IGNORECASE,
)
_LEADS = (
    re.compile(r"[-–—:](?P<stamp>)[ \u00a0\t]+(?=\S)"),
    re.compile(rf"(?P<stamp>{STAMP})[ \u00a0\t]*\n\s*(?=[^\W\d])"),
)
_NEARLY_ALL = 0.9
_MOST_UNEXPLAINED = 200
_LONGEST_UNEXPLAINED = 60  # characters
_LONG = 10  # paragraphs without a label that are too many where each paragraph has one
_VERY_LONG = 20


def find_turns(
    text: str, *, bold: Iterable[Span] = (), headings: Iterable[Span] = (), rules: SpeakerRules = NO_RULES
) -> list[Turn]:
    """Return the turns of a transcript in order, as `find_dialogue` does."""
    return list(find_dialogue(text, bold=bold, headings=headings, rules=rules).turns)


def find_dialogue(
    text: str, *, bold: Iterable[Span] = (), headings: Iterable[Span] = (), rules: SpeakerRules = NO_RULES
) -> Dialogue:
    """Return the turns of a transcript in order; every visible character is in the label or words of one turn.

    Paragraphs without a label belong to the turn before them, unless only one side is labelled. Text before the first
    label, and a text without labels, is one turn per paragraph with speaker "". `bold` and `headings` are the spans
    set in bold or as headings, if the caller knows them: there a name needs no colon, and a heading that is no name
    ends the turn before it. `rules` are decisions on labels.
    """
    starts = {span.start: span.end for span in headings}
    front = front_matter_end(text)
    own = [own_form(example) for example in rules.forms]
    marked = {span.start: span.end for span in bold}
    possible = list(candidates(text, front, bold=marked, headings=starts, own=own))
    labels = find_labels(text, possible, rules)
    unexplained = tuple(_unexplained(text, possible, labels))
    if not labels or labels[0].form.id in STAMP_FORMS:
        return Dialogue(tuple(_turns(text, labels, front)), unexplained)
    labels = _with_leads(text, _without_silent(text, labels))
    labels, warnings = _without_strangers(text, labels)
    positions = {label.at for label in labels}
    breaks = [_break(at) for at in starts if at >= front and at not in positions]
    breaks += _remarks(text, labels[0].at)
    breaks += _closing(text, possible, labels[-1])
    names, joined = _names(labels, rules)
    ordered = sorted({label.at: label for label in [*breaks, *labels]}.values(), key=lambda label: label.at)
    turns = _ended(text, list(_turns(text, ordered, front, names)))
    return Dialogue(tuple(turns), unexplained, (*warnings, *joined))


def front_matter_end(text: str) -> int:
    """Return the end of the YAML block at the top of a text; 0 without one."""
    match = _FRONT_MATTER.match(text)
    return match.end() if match else 0


def _closing(text: str, possible: Sequence[Candidate], last: Candidate) -> list[Candidate]:
    """Return a break at the first of the lines at the end that are fields, credits, or say that it is the end."""
    fields = {
        candidate.at
        for candidate in possible
        if candidate.at >= last.end and (is_field(candidate.name) or is_credit(text, candidate))
    }
    begin, end = -1, len(text.rstrip())
    while end > last.end:
        start = text.rfind("\n", last.end, end) + 1
        if start <= last.end:
            break
        at = _visible_from(text, start)
        if at not in fields and not _END.match(text, at, end):
            break
        begin, end = at, _last_visible(text, last.end, start)
    return [_break(begin)] if begin >= 0 else []


def _remarks(text: str, start: int) -> list[Candidate]:
    """Return breaks at the lines that programs write between turns."""
    if not any(word in text for word in ("ranscribed ", "transcription", "RANSCRI")):
        return []
    return [_break(_visible_from(text, match.start())) for match in _REMARK.finditer(text, start)]


def _break(at: int) -> Candidate:
    """Return a label that ends a turn and begins text without a speaker."""
    return _BREAK._replace(at=at, end=at)


_BREAK = Candidate(0, 0, "", "", own_form("NAME:"), "", None, False)


def _visible_from(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at


def _without_silent(text: str, labels: Sequence[Candidate]) -> list[Candidate]:
    """Turn labels that are never followed by words (`Break: [48:33]`) into breaks."""
    follows = [*(label.at for label in labels[1:]), len(text)]
    speaking = {
        label.key for label, after in zip(labels, follows, strict=True) if _skip_blank(text, label.end, after) < after
    }
    return [label if label.key in speaking and label.kind != "nobody" else _break(label.at) for label in labels]


def _with_leads(text: str, labels: Sequence[Candidate]) -> list[Candidate]:
    """Extend the labels by what stands before the words of nearly all: a sign (`Kari: - words`), or a time stamp."""
    speaking = [label for label in labels if label.name]
    for lead in _LEADS:
        matches = {label.at: lead.match(text, _skip_blank(text, label.end, len(text))) for label in speaking}
        if sum(match is not None for match in matches.values()) < max(2, _NEARLY_ALL * len(speaking)):
            continue
        labels = [
            label._replace(
                end=match.end(), seconds=parse_seconds(match["stamp"]) if label.seconds is None else label.seconds
            )
            if (match := matches.get(label.at))
            else label
            for label in labels
        ]
    return list(labels)


# Names as they are shown


def _names(labels: Sequence[Candidate], rules: SpeakerRules) -> tuple[dict[str, str], list[str]]:
    """Return the name of each speaker by key, the most frequent spelling, and what was joined."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for label in labels:
        if label.name:
            spellings[label.key][visible(label.name)] += 1
    names, joined = {}, []
    for key, counts in spellings.items():
        name = counts.most_common(1)[0][0]
        names[key] = rules.speaker(name)
        if len(counts) > 1:
            others = ", ".join(f"“{other}”" for other in counts if other != name)
            joined.append(f"{others} and “{name}” are one speaker")
    return names, joined


# Labels that are not complete


def _without_strangers(text: str, labels: list[Candidate]) -> tuple[list[Candidate], list[str]]:
    """Return the labels with breaks where words are not those of the speaker labelled last, and warnings."""
    splits = _splits(text)
    follows = [*(label.at for label in labels[1:]), len(text)]
    ends = [_paragraph_ends(text, label, after, splits) for label, after in zip(labels, follows, strict=True)]
    unlabelled = [len(paragraphs) - 1 if label.name else 0 for label, paragraphs in zip(labels, ends, strict=True)]
    speaking = [label for label in labels if label.name]
    pairs = sum(
        bool(first.name) and first.key == second.key and count > 0
        for (first, second), count in zip(pairwise(labels), unlabelled, strict=False)
    )
    count = sum(unlabelled)
    if count > 0 and (len(speaking) == 1 or pairs * 2 > len(labels) - 1):
        names = " and ".join(dict.fromkeys(f"“{label.name}”" for label in speaking[:3]))
        warning = (
            f"Only {names} {'has' if len({label.key for label in speaking}) == 1 else 'have'} labels: "
            f"{format_count(count, 'paragraph', 'paragraphs')} without a label "
            f"{'was' if count == 1 else 'were'} left without a speaker"
        )
        return _broken(labels, ends, lambda _: True), [warning]
    spoken = sorted(unlabelled)
    usual = spoken[int(len(spoken) * 0.9)] if spoken else 0
    if len(speaking) >= 8 and usual == 0 and spoken[-1] >= _LONG:
        lost = sum(number for number in unlabelled if number >= _LONG)
        warning = (
            f"{format_count(lost, 'paragraph', 'paragraphs')} in a row have no label, where nearly every other "
            "has one; they were left without a speaker"
        )
        return _broken(labels, ends, lambda number: number >= _LONG), [warning]
    longest = spoken[-1] if spoken else 0
    if len(speaking) >= 8 and longest >= _VERY_LONG and longest > 10 * (usual + 1):
        name = labels[unlabelled.index(longest)].name
        return labels, [f"{longest:,} paragraphs in a row have no label; they were attributed to “{name}”"]
    return labels, []


def _broken(
    labels: Sequence[Candidate], ends: Sequence[Sequence[int]], stranger: Callable[[int], bool]
) -> list[Candidate]:
    result = []
    for label, paragraphs in zip(labels, ends, strict=True):
        result.append(label)
        if label.name and len(paragraphs) > 1 and stranger(len(paragraphs) - 1):
            result.append(_break(paragraphs[1]))
    return result


def _paragraph_ends(text: str, label: Candidate, after: int, splits: re.Pattern[str]) -> list[int]:
    """Return where the paragraphs of a turn begin."""
    begins = [_skip_blank(text, label.end, after)]
    begins += [match.end() for match in splits.finditer(text, begins[0], after) if match.end() < after]
    return begins if begins[0] < after else begins[:1]


def _splits(text: str) -> re.Pattern[str]:
    return BLANK_LINE if BLANK_LINE.search(text) else _LINE


# Lines that look like a label


def _unexplained(text: str, possible: Sequence[Candidate], labels: Sequence[Candidate]) -> Iterator[str]:
    """Yield the beginnings of the lines that look like a label and are none."""
    ends = {label.at: label.end for label in labels if label.name}
    tally = Counter(candidate.key for candidate in possible)
    known = {label.key for label in labels}
    count, until = 0, 0
    for candidate in possible:
        until = max(until, ends.get(candidate.at, 0))
        if not candidate.name or candidate.at < until or candidate.kind == "nobody" or count >= _MOST_UNEXPLAINED:
            continue
        likely = candidate.key in known or is_role(candidate.name.casefold())
        if candidate.form.trust != SURE and not likely and (candidate.form.trust == BARE or tally[candidate.key] < 2):
            continue
        count += 1
        newline = text.find("\n", candidate.at)
        line = text[candidate.at : len(text) if newline < 0 else newline].strip()
        yield line if len(line) <= _LONGEST_UNEXPLAINED else line[: _LONGEST_UNEXPLAINED - 1].rstrip() + "…"


# From labels to turns


def _turns(text: str, labels: Sequence[Candidate], front: int, names: dict[str, str] | None = None) -> Iterator[Turn]:
    splits = _splits(text)
    if front:
        yield Turn(0, _last_visible(text, 0, front), "", None, 0)
    yield from _unattributed(text, front, labels[0].at if labels else len(text), splits)
    for index, label in enumerate(labels):
        after = labels[index + 1].at if index + 1 < len(labels) else len(text)
        if label.end == label.at:
            yield from _unattributed(text, label.at, after, splits)
            continue
        start = _skip_blank(text, label.end, after)
        end = _last_visible(text, start, after)
        if start >= end:  # a label without words
            start = end = _last_visible(text, label.at, after)
        yield Turn(start, end, (names or {}).get(label.key, label.name), label.seconds, label.at)


def _ended(text: str, turns: list[Turn]) -> list[Turn]:
    """Return the turns without the stamps at the ends of their paragraphs (f4, MAXQDA), if most have one.

    Unless they have times already, each paragraph begins when the one before it ends.
    """
    spoken = [turn for turn in turns if turn.speaker]
    stamped = sum(end_stamp(text[turn.start : turn.end]) is not None for turn in spoken)
    if stamped < max(2, 0.7 * len(spoken)):
        return turns
    timed = any(turn.seconds is not None for turn in turns)
    splits, result, now = _splits(text), [], 0.0
    for turn in turns:
        for part in _stamped_paragraphs(text, turn, splits) if turn.speaker else [turn]:
            end = end_stamp(text[part.start : part.end]) if turn.speaker else None
            if end is not None and end[0]:
                part = part._replace(end=part.start + end[0])
            result.append(part if timed or not turn.speaker else part._replace(seconds=now))
            now = now if end is None else end[1]
    return result


def _stamped_paragraphs(text: str, turn: Turn, splits: re.Pattern[str]) -> Iterator[Turn]:
    """Yield the parts of a turn, divided after each paragraph that ends with a stamp."""
    begin, label = turn.start, turn.label
    for gap in splits.finditer(text, turn.start, turn.end):
        if end_stamp(text[begin : gap.start()]) is not None:
            yield turn._replace(start=begin, end=gap.start(), label=label)
            begin = label = gap.end()
    yield turn._replace(start=begin, label=label)


def _unattributed(text: str, start: int, end: int, splits: re.Pattern[str]) -> Iterator[Turn]:
    """Yield one turn without a speaker for each paragraph of `text[start:end]`."""
    at = start
    while at < end and text[at].isspace():
        at += 1
    while at < end:
        gap = splits.search(text, at, end)
        stop = gap.start() if gap else end
        yield Turn(at, _last_visible(text, at, stop), "", None, at)
        at = gap.end() if gap else end


def _skip_blank(text: str, at: int, end: int) -> int:
    """Return the beginning of the words after a label; invisible characters count as part of the label."""
    while at < end and (text[at].isspace() or text[at] in EDGES):
        at += 1
    return at


def _last_visible(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end

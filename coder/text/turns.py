"""Who speaks when: the turns of a transcript, found in plain text.

Two passes: everything at the beginning of a line that could be a label is collected (`coder.text.labels`);
then those are kept whose name is a known role or comes again, in a form that comes again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from coder.text.labels import Candidate, candidates, is_role
from coder.text.span import Span
from coder.text.speakers import NOT_SPEAKERS
from coder.text.turn import Turn

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?:.*\n){0,200}?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_PROPER = re.compile(r"(?:[^\W\d_a-zæøåäöüß][\w'’.-]*(?:[^\S\n]+|,[^\S\n]*|\Z)){1,4}\Z")
# A line of a cover sheet or legend: `Date: 3 May`, `I = Interviewer`.
_COVER = re.compile(
    r"^[^\S\n]*(?:\W?\w{1,5}[^\S\n]*=[^\S\n]|(?:" + "|".join(sorted(map(re.escape, NOT_SPEAKERS))) + r")[^\S\n]*:)",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_VALUE = 60
_MUCH = 0.6  # share of paragraphs with a label from which on a text counts as labelled throughout
_SOME = 0.2


def find_turns(text: str, *, bold: Iterable[Span] = (), headings: Iterable[Span] = ()) -> list[Turn]:
    """The turns of a transcript in order; every visible character is in one turn's label or words.

    Paragraphs without a label belong to the turn before them. What stands before the first label, and a text
    without labels, is one turn per paragraph with speaker "". `bold` and `headings`, where the caller knows
    them, are the stretches of text set in bold or as a heading: a name may stand there without a colon, and a
    heading that is no name ends the turn before it.
    """
    starts = {span.start: span.end for span in headings}
    front = front_matter_end(text)
    found = list(candidates(text, front, {span.start: span.end for span in bold}, starts))
    labels = _accepted(text, found)
    spoken = {label.at for label in labels}
    breaks = [_break(at) for at in starts if at not in spoken] if labels else []
    return list(_turns(text, sorted(labels + breaks), front))


def front_matter_end(text: str) -> int:
    """Where the YAML block at the top of a text ends; 0 without one."""
    match = _FRONT_MATTER.match(text)
    return match.end() if match else 0


def _break(at: int) -> Candidate:
    """A place where a turn ends and nobody's words begin."""
    return Candidate(at, at, "", "", "", None, False)


# --- which candidates are labels ------------------------------------------------------------------------


def _accepted(text: str, found: list[Candidate]) -> list[Candidate]:
    found = _without_cover(text, found)
    body = text[found[0].at :] if found else ""
    named = [candidate for candidate in found if candidate.kind not in ("", "nobody")]
    speakers = _speakers(named, _paragraph_count(body))
    labels = [candidate for candidate in named if candidate.key in speakers]
    if not labels:
        stamps = [candidate for candidate in found if candidate.form == "0:12"]
        return stamps if len(stamps) > 1 else []
    labels += [candidate for candidate in found if candidate.kind == "nobody"]
    return _without_silent(text, sorted(labels))


def _speakers(named: list[Candidate], paragraphs: int) -> set[str]:
    """The keys of the names that speak."""
    tally = Counter(candidate.key for candidate in named)
    lower = Counter(candidate.key for candidate in named if candidate.kind == "lower")
    sure = {candidate.key for candidate in named if candidate.kind == "role"}
    proper = [candidate for candidate in named if candidate.kind != "lower"]
    cover = len(proper) / max(paragraphs, 1)
    for candidate in proper:
        times = tally[candidate.key]
        if times > 2 or (times == 2 and (cover >= _SOME or candidate.kind in ("code", "id", "full"))):
            sure.add(candidate.key)
    if sum(lower.values()) >= paragraphs / 3:
        sure |= {key for key, times in lower.items() if times > 2}
    alone = len(sure) < 2 and _dialogue(proper, cover)  # one voice cannot converse: believe the others too
    if not sure and not alone:
        return set()
    # Who speaks only once is believed where the others are written in the same way.
    ways = Counter((candidate.form, candidate.kind) for candidate in proper if candidate.key in sure)
    most = len([candidate for candidate in proper if candidate.key in sure])
    once = {
        candidate.key
        for candidate in proper
        if alone
        or (candidate.kind == "full" and cover >= _MUCH and "name:" in candidate.form)
        or (ways[candidate.form, candidate.kind] >= most * _SOME and _plain(candidate, cover))
    }
    return sure | once


def _plain(candidate: Candidate, cover: float) -> bool:
    return candidate.kind in ("code", "id", "full") or cover >= _MUCH


def _dialogue(proper: Sequence[Candidate], cover: float) -> bool:
    """Whether a few names that come once each may still be a conversation, and not a list of fields."""
    names = {candidate.key for candidate in proper}
    return cover >= _MUCH and 2 <= len(names) <= 4 and all("name:" in candidate.form for candidate in proper)


def _without_silent(text: str, labels: list[Candidate]) -> list[Candidate]:
    """Labels with no words behind them anywhere (`Break: [48:33]`) name nobody: they become breaks."""
    follows = [*(label.at for label in labels[1:]), len(text)]
    speaking = {
        label.key for label, after in zip(labels, follows, strict=True) if _skip_blank(text, label.end, after) < after
    }
    return [label if label.key in speaking and label.kind != "nobody" else _break(label.at) for label in labels]


# --- the cover: header fields and the legend of abbreviations ---------------------------------------------


def _without_cover(text: str, found: list[Candidate]) -> list[Candidate]:
    """The candidates less those of the header block and the legend at the top."""
    tally = Counter(candidate.key for candidate in found)
    found = [candidate for candidate in found if tally[candidate.key] > 1 or not _is_title(candidate)]
    at = 0
    while at < len(found):
        block = _block(text, found, at)
        if not block or not all(_is_field(text, candidate) for candidate in block):
            break
        again = any(tally[candidate.key] > 1 for candidate in block)
        if not (_is_legend(text, found[at + len(block) :], block) if again else _is_header(text, block)):
            break
        at += len(block)
    return found[at:] or found  # fields and nothing else are a short conversation, or no label at all


def _is_title(candidate: Candidate) -> bool:
    """Whether, standing there once, it rather is a title or an emphasis than a speaker."""
    set_off = candidate.form in ("heading", "marked") and candidate.seconds is None
    return set_off and candidate.kind not in ("role", "code")


def _block(text: str, found: list[Candidate], at: int) -> list[Candidate]:
    """The candidates from `at` on that stand on lines without a blank one between."""
    block = [found[at]]
    for candidate in found[at + 1 :]:
        if _BLANK_LINE.search(text, block[-1].end, candidate.at):
            break
        block.append(candidate)
        if len(block) > 30:
            return []
    return block


def _value(text: str, candidate: Candidate) -> str:
    end = text.find("\n", candidate.end)
    return text[candidate.end : len(text) if end < 0 else end].strip()


def _is_field(text: str, candidate: Candidate) -> bool:
    """Whether a line reads `INTERVIEWEE: Name` or `S1: Anna`: a name or a role behind the colon, no sentence."""
    value = _value(text, candidate)
    if "name:" not in candidate.form or candidate.seconds is not None or not 0 < len(value) <= _LONGEST_VALUE:
        return False
    role = is_role(value.casefold()) or is_role(value.split()[0].strip(",;").casefold())
    return (role or bool(_PROPER.match(value))) and value[-1] not in ".!?…"


def _is_header(text: str, block: Sequence[Candidate]) -> bool:
    return all(candidate.kind == "role" for candidate in block) or bool(_COVER.search(_around(text, block)))


def _is_legend(text: str, later: Sequence[Candidate], block: Sequence[Candidate]) -> bool:
    """Whether `S1: Anna` explains an abbreviation: all different, and said to be so or set apart from the turns."""
    if len({candidate.key for candidate in block}) < len(block):
        return False
    values = [word.strip(",;").casefold() for candidate in block for word in _value(text, candidate).split()]
    if any(is_role(word) for word in values) or _COVER.search(_around(text, block)):
        return True
    apart = all(text.endswith("\n\n", 0, candidate.at) for candidate in later[:50])
    return len(later) > len(block) > 1 and apart


def _around(text: str, block: Sequence[Candidate]) -> str:
    """The paragraph in which a block stands."""
    start = max(text.rfind("\n\n", 0, block[0].at), 0)
    end = text.find("\n", block[-1].end)
    return text[start : len(text) if end < 0 else end]


# --- from labels to turns ---------------------------------------------------------------------------------


def _turns(text: str, labels: list[Candidate], front: int) -> Iterator[Turn]:
    splits = _BLANK_LINE if _BLANK_LINE.search(text) else re.compile(r"\n\s*")
    if front:
        yield Turn(0, _last_visible(text, 0, front), "", None, 0)
    yield from _nobody(text, front, labels[0].at if labels else len(text), splits)
    for index, label in enumerate(labels):
        after = labels[index + 1].at if index + 1 < len(labels) else len(text)
        if label.end == label.at:
            yield from _nobody(text, label.at, after, splits)
            continue
        start = _skip_blank(text, label.end, after)
        end = _last_visible(text, start, after)
        if start >= end:  # a label without words
            start = end = _last_visible(text, label.at, label.end)
        yield Turn(start, end, label.name, label.seconds, label.at)


def _nobody(text: str, start: int, end: int, splits: re.Pattern[str]) -> Iterator[Turn]:
    """One turn without speaker for each paragraph of `text[start:end]`."""
    at = _skip_blank(text, start, end)
    while at < end:
        gap = splits.search(text, at, end)
        stop = gap.start() if gap else end
        yield Turn(at, _last_visible(text, at, stop), "", None, at)
        at = _skip_blank(text, gap.end(), end) if gap else end


def _skip_blank(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _last_visible(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _paragraph_count(text: str) -> int:
    """Paragraphs between blank lines; lines, where a text has hardly any blank ones."""
    blocks = sum(1 for _ in _BLANK_LINE.finditer(text)) + 1
    lines = text.count("\n") + 1
    return blocks if blocks > 2 else lines

"""Detect the turns of a transcript in plain text.

Two passes: collect possible labels at the beginning of lines (`coder.text.labels`), then accept those whose name is a
known role or is repeated in the same notation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from coder.text.dialogue import Dialogue
from coder.text.labels import Candidate, candidates, is_role
from coder.text.span import Span, Turn
from coder.text.speaker_rules import NO_RULES, SpeakerRules
from coder.text.speakers import NOT_SPEAKERS

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?:.*\n){0,200}?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_PROPER = re.compile(r"(?:[^\W\d_a-zæøåäöüß][\w'’.-]*(?:[^\S\n]+|,[^\S\n]*|\Z)){1,4}\Z")
# A line of a cover sheet or legend: `Date: 3 May`, `I = Interviewer`.
_COVER = re.compile(
    r"^[^\S\n]*(?:\W?\w{1,5}[^\S\n]*=[^\S\n]|(?:" + "|".join(sorted(map(re.escape, NOT_SPEAKERS))) + r")[^\S\n]*:)",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_VALUE = 60
_MUCH = 0.6  # share of paragraphs with a label in a text that is labelled throughout
_SOME = 0.2
_MOST_UNEXPLAINED = 200


def find_turns(
    text: str, *, bold: Iterable[Span] = (), headings: Iterable[Span] = (), rules: SpeakerRules = NO_RULES
) -> list[Turn]:
    """Return the turns of a transcript in order, as `find_dialogue` does."""
    return list(find_dialogue(text, bold=bold, headings=headings, rules=rules).turns)


def find_dialogue(
    text: str, *, bold: Iterable[Span] = (), headings: Iterable[Span] = (), rules: SpeakerRules = NO_RULES
) -> Dialogue:
    """Return the turns of a transcript in order; every visible character is in the label or words of one turn.

    Paragraphs without a label belong to the turn before them. Text before the first label, and a text without labels,
    is one turn per paragraph with speaker "". `bold` and `headings` are the spans set in bold or as headings, if the
    caller knows them: there a name needs no colon, and a heading that is no name ends the turn before it. `rules` are
    decisions on labels.
    """
    starts = {span.start: span.end for span in headings}
    front = front_matter_end(text)
    possible = list(candidates(text, front, {span.start: span.end for span in bold}, starts))
    labels = _accepted(text, possible)
    positions = {label.at for label in labels}
    breaks = [_break(at) for at in starts if at not in positions] if labels else []
    taken = {label.at for label in labels if label.end > label.at}
    unexplained = tuple(text[c.at : c.end].strip() for c in possible if c.name and c.at not in taken)
    return Dialogue(tuple(_turns(text, sorted(labels + breaks), front)), unexplained[:_MOST_UNEXPLAINED])


def front_matter_end(text: str) -> int:
    """Return the end of the YAML block at the top of a text; 0 without one."""
    match = _FRONT_MATTER.match(text)
    return match.end() if match else 0


def _break(at: int) -> Candidate:
    """Return a label that ends a turn and begins text without a speaker."""
    return Candidate(at, at, "", "", "", None, False)


# Acceptance of candidates


def _accepted(text: str, possible: list[Candidate]) -> list[Candidate]:
    possible = _without_cover(text, possible)
    body = text[possible[0].at :] if possible else ""
    named = [candidate for candidate in possible if candidate.kind not in ("", "nobody")]
    speakers = _speakers(named, _paragraph_count(body))
    labels = [candidate for candidate in named if candidate.key in speakers]
    if not labels:
        stamps = [candidate for candidate in possible if candidate.form == "0:12"]
        return stamps if len(stamps) > 1 else []
    labels += [candidate for candidate in possible if candidate.kind == "nobody"]
    return _without_silent(text, sorted(labels))


def _speakers(named: list[Candidate], paragraphs: int) -> set[str]:
    """Return the keys of the names that are speakers."""
    tally = Counter(candidate.key for candidate in named)
    lower = Counter(candidate.key for candidate in named if candidate.kind == "lower")
    accepted = {candidate.key for candidate in named if candidate.kind == "role"}
    proper = [candidate for candidate in named if candidate.kind != "lower"]
    cover = len(proper) / max(paragraphs, 1)
    for candidate in proper:
        times = tally[candidate.key]
        if times > 2 or (times == 2 and (cover >= _SOME or candidate.kind in ("code", "id", "full"))):
            accepted.add(candidate.key)
    if sum(lower.values()) >= paragraphs / 3:
        accepted |= {key for key, times in lower.items() if times > 2}
    single = len(accepted) < 2 and _dialogue(proper, cover)  # a conversation needs two: accept the others too
    if not accepted and not single:
        return set()
    # A name that occurs once is accepted if others have the same notation.
    notations = Counter((candidate.form, candidate.kind) for candidate in proper if candidate.key in accepted)
    total = len([candidate for candidate in proper if candidate.key in accepted])
    once = {
        candidate.key
        for candidate in proper
        if single
        or (candidate.kind == "full" and cover >= _MUCH and "name:" in candidate.form)
        or (notations[candidate.form, candidate.kind] >= total * _SOME and _plain(candidate, cover))
    }
    return accepted | once


def _plain(candidate: Candidate, cover: float) -> bool:
    return candidate.kind in ("code", "id", "full") or cover >= _MUCH


def _dialogue(proper: Sequence[Candidate], cover: float) -> bool:
    """Return whether a few names that occur once each are a conversation, not a list of fields."""
    names = {candidate.key for candidate in proper}
    return cover >= _MUCH and 2 <= len(names) <= 4 and all("name:" in candidate.form for candidate in proper)


def _without_silent(text: str, labels: list[Candidate]) -> list[Candidate]:
    """Turn labels that are never followed by words (`Break: [48:33]`) into breaks."""
    follows = [*(label.at for label in labels[1:]), len(text)]
    speaking = {
        label.key for label, after in zip(labels, follows, strict=True) if _skip_blank(text, label.end, after) < after
    }
    return [label if label.key in speaking and label.kind != "nobody" else _break(label.at) for label in labels]


# The cover: header fields and legend of abbreviations


def _without_cover(text: str, possible: list[Candidate]) -> list[Candidate]:
    """Return the candidates without those of the header and legend at the top."""
    tally = Counter(candidate.key for candidate in possible)
    possible = [candidate for candidate in possible if tally[candidate.key] > 1 or not _is_title(candidate)]
    at = 0
    while at < len(possible):
        block = _block(text, possible, at)
        if not block or not all(_is_field(text, candidate) for candidate in block):
            break
        repeated = any(tally[candidate.key] > 1 for candidate in block)
        if not (_is_legend(text, possible[at + len(block) :], block) if repeated else _is_header(text, block)):
            break
        at += len(block)
    return possible[at:] or possible  # only fields: a short conversation, or no labels


def _is_title(candidate: Candidate) -> bool:
    """Return whether a name that occurs once is a title or emphasis rather than a speaker."""
    set_off = candidate.form in ("heading", "marked") and candidate.seconds is None
    return set_off and candidate.kind not in ("role", "code")


def _block(text: str, possible: list[Candidate], at: int) -> list[Candidate]:
    """Return the candidates from index `at` on with no blank line between them."""
    block = [possible[at]]
    for candidate in possible[at + 1 :]:
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
    """Return whether a line is a field such as `INTERVIEWEE: Name`: a name or role after the colon, no sentence."""
    value = _value(text, candidate)
    if "name:" not in candidate.form or candidate.seconds is not None or not 0 < len(value) <= _LONGEST_VALUE:
        return False
    role = is_role(value.casefold()) or is_role(value.split()[0].strip(",;").casefold())
    return (role or bool(_PROPER.match(value))) and value[-1] not in ".!?…"


def _is_header(text: str, block: Sequence[Candidate]) -> bool:
    return all(candidate.kind == "role" for candidate in block) or bool(_COVER.search(_around(text, block)))


def _is_legend(text: str, later: Sequence[Candidate], block: Sequence[Candidate]) -> bool:
    """Return whether a block such as `S1: Anna` explains abbreviations: all distinct, and set off from the turns."""
    if len({candidate.key for candidate in block}) < len(block):
        return False
    values = [word.strip(",;").casefold() for candidate in block for word in _value(text, candidate).split()]
    if any(is_role(word) for word in values) or _COVER.search(_around(text, block)):
        return True
    set_off = all(text.endswith("\n\n", 0, candidate.at) for candidate in later[:50])
    return len(later) > len(block) > 1 and set_off


def _around(text: str, block: Sequence[Candidate]) -> str:
    """Return the paragraph that contains a block."""
    start = max(text.rfind("\n\n", 0, block[0].at), 0)
    end = text.find("\n", block[-1].end)
    return text[start : len(text) if end < 0 else end]


# From labels to turns


def _turns(text: str, labels: list[Candidate], front: int) -> Iterator[Turn]:
    splits = _BLANK_LINE if _BLANK_LINE.search(text) else re.compile(r"\n\s*")
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
            start = end = _last_visible(text, label.at, label.end)
        yield Turn(start, end, label.name, label.seconds, label.at)


def _unattributed(text: str, start: int, end: int, splits: re.Pattern[str]) -> Iterator[Turn]:
    """Yield one turn without a speaker for each paragraph of `text[start:end]`."""
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
    """Return the number of paragraphs; of lines, if the text has hardly any blank lines."""
    blocks = sum(1 for _ in _BLANK_LINE.finditer(text)) + 1
    lines = text.count("\n") + 1
    return blocks if blocks > 2 else lines

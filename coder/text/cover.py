"""Cover sheets: header fields and legends at the top of a transcript, and fields anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coder.text.label_forms import SURE
from coder.text.labels import Candidate
from coder.text.names import is_field, is_role
from coder.text.speakers import NOT_SPEAKERS

BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")

_PROPER = re.compile(r"(?:[^\W\d_a-zæøåäöüß][\w'’.-]*(?:[^\S\n]+|,[^\S\n]*|\Z)){1,4}\Z")
# A line of a cover sheet or legend: `Date: 3 May`, `I = Interviewer`.
_COVER = re.compile(
    r"^[^\S\n]*(?:\W?\w{1,5}[^\S\n]*=[^\S\n]|(?:" + "|".join(sorted(map(re.escape, NOT_SPEAKERS))) + r")[^\S\n]*:)",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_VALUE = 60
_MOST_FIELDS = 40  # of a header
_FEWEST_HEADS = 3  # of a cover sheet
_SENTENCE_ENDS = ".!?…？。;,—–-"


def without_cover(text: str, possible: Sequence[Candidate]) -> list[Candidate]:
    """Return the possible labels without those of the header and legend at the top."""
    tally = Counter(candidate.key for candidate in possible)
    rest = [
        candidate
        for candidate in possible
        if (tally[candidate.key] > 1 or not _is_title(candidate))
        and (candidate.kind != "field" or _is_field(candidate))
    ]
    at = -1
    end = 0
    while at < end:
        at = end
        end = _after_fields(text, rest, at)
        block = _block(text, rest, end)
        if block and _is_cover(text, block, rest[end + len(block) :], tally):
            end += len(block)
    return rest[end:] or rest  # only fields: a short conversation, or no labels


def _after_fields(text: str, possible: Sequence[Candidate], begin: int) -> int:
    """Return the index after the last field of the header that begins at an index; that index if there is none."""
    end, fields, speech = begin, 0, 0
    for at in range(begin, min(len(possible), begin + _MOST_FIELDS)):
        candidate = possible[at]
        if candidate.form.trust == SURE and _is_field(candidate):
            fields += 1
            if not speech or fields > 1:
                end = at + 1
        elif not _may_be_field(text, candidate):
            speech += 1
            if speech > 1 or fields:
                break
    return _after_list(text, possible, end) if end > begin else begin


def _after_list(text: str, possible: Sequence[Candidate], begin: int) -> int:
    """Return the index after the short lines that continue a header: `Kari Nes: nurse`; each name occurs once."""
    if begin >= len(possible) or BLANK_LINE.search(text, possible[begin - 1].at, possible[begin].at):
        return begin
    lines = _block(text, possible, begin)
    while lines and not (_may_be_field(text, lines[-1]) or _is_brief(text, lines[-1])):
        lines.pop()
    sure = all(_may_be_field(text, line) or _is_brief(text, line) for line in lines)
    after = possible[begin + len(lines)].at if begin + len(lines) < len(possible) else len(text)
    set_off = bool(lines) and BLANK_LINE.search(text, lines[-1].at, after)
    distinct = len({line.key for line in lines}) == len(lines)
    return begin + len(lines) if sure and set_off and distinct else begin


def _is_brief(text: str, candidate: Candidate) -> bool:
    value = _value(text, candidate)
    return candidate.form.trust == SURE and 0 < len(value.split()) <= 4 and value[-1] not in ".!?…？。"


def is_credit(text: str, candidate: Candidate) -> bool:
    """Return whether a line is a field such as `Translation: Kari Nes` or `INTERVIEWEE: Kari Nes`, not speech."""
    words = _value(text, candidate).split()
    return len(words) > 1 and bool(_PROPER.match(" ".join(words))) and words[-1][-1] not in ".!?…"


def _may_be_field(text: str, candidate: Candidate) -> bool:
    """Return whether a line may belong to a header: `Informant: Kari, 54`, no sentence."""
    value = _value(text, candidate)
    if candidate.form.trust != SURE or not value or len(value) > _LONGEST_VALUE or value[-1] in ".!?…？。":
        return False
    if candidate.kind == "field":
        return True
    return is_credit(text, candidate) or (candidate.kind == "role" and value[0].isupper() and len(value.split()) <= 6)


def _is_field(candidate: Candidate) -> bool:
    return candidate.kind in ("field", "nobody") and is_field(candidate.name)


def _is_title(candidate: Candidate) -> bool:
    """Return whether a name that occurs once is a title or emphasis rather than a speaker."""
    set_off = candidate.form.id in ("heading", "marked") and candidate.seconds is None
    return set_off and candidate.kind not in ("role", "code")


def _block(text: str, possible: Sequence[Candidate], at: int) -> list[Candidate]:
    """Return the candidates from an index on with no blank line between them; none if they are too many."""
    block = list(possible[at : at + 1])
    for candidate in possible[at + 1 :]:
        if BLANK_LINE.search(text, block[-1].at, candidate.at):
            break
        block.append(candidate)
        if len(block) > _MOST_FIELDS:
            return []
    return block


def _is_cover(text: str, block: Sequence[Candidate], after: Sequence[Candidate], tally: Counter[str]) -> bool:
    if _is_sheet(text, block, after, tally):
        return True
    if not all(candidate.form.trust == SURE and _is_short(text, candidate) for candidate in block):
        return False
    repeated = any(tally[candidate.key] > 1 for candidate in block)
    return _is_legend(text, after, block) if repeated else _is_header(text, block)


def _is_sheet(text: str, block: Sequence[Candidate], after: Sequence[Candidate], tally: Counter[str]) -> bool:
    """Return whether a block is a cover sheet: heads used once, no sentences, above speakers who recur."""
    return (
        len(block) >= _FEWEST_HEADS
        and all(tally[candidate.key] == 1 and is_entry(text, candidate) for candidate in block)
        and sum(tally[key] > 1 for key in {candidate.key for candidate in after}) > 1
    )


def is_entry(text: str, candidate: Candidate) -> bool:
    """Return whether a line is like `Surname: Nes`: a few words behind a colon, no sentence."""
    value = _value(text, candidate)
    return (
        candidate.form.trust == SURE
        and candidate.seconds is None
        and 0 < len(value) <= _LONGEST_VALUE
        and value[-1] not in _SENTENCE_ENDS
    )


def is_definition(text: str, candidate: Candidate) -> bool:
    """Return whether a line is like `Anxiety: a feeling of worry`: what is behind the colon goes on in lower case."""
    return candidate.seconds is None and _value(text, candidate)[:1].islower()


def _value(text: str, candidate: Candidate) -> str:
    end = text.find("\n", candidate.end)
    return text[candidate.end : len(text) if end < 0 else end].strip()


def _is_short(text: str, candidate: Candidate) -> bool:
    """Return whether a line is like `INTERVIEWEE: Name`: a name or role after the colon, no sentence."""
    value = _value(text, candidate)
    if candidate.seconds is not None or not 0 < len(value) <= _LONGEST_VALUE:
        return False
    role = is_role(value.casefold()) or is_role(value.split()[0].strip(",;").casefold())
    return (_is_field(candidate) or role or bool(_PROPER.match(value))) and value[-1] not in ".!?…"


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

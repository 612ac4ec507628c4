"""Possible speaker labels: where lines begin like one of the label forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from coder.text.label_forms import BARE, FORMS, STAMP_FORMS, Form, forms_at
from coder.text.names import LONGEST_NAME, STRONG, WEAK, is_field, name_kind
from coder.text.speakers import EDGES, speaker_key
from coder.text.stamps import BLANK, FENCED, STAMP, parse_seconds

_HEAD = 160  # longest label with its time stamps, in characters
_LONGEST_BARE = LONGEST_NAME + 4  # longest line that is nothing but a name
_MOST_FIELD_WORDS = 4
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÆØÅæøåÄÖÜäöüÉé")
_SAMPLE = 20_000  # characters that show whether lines are numbered
_FEWEST_NUMBERS = 4

_INVISIBLE = re.compile(rf"{BLANK}+")
_STYLED = re.compile(
    rf"(?:(?P<before>{STAMP})(?:{BLANK}*[-–—]{BLANK}*|{BLANK}+))?(?P<name>[^\s:：\[\]<>*\#|=][^\n:：\[\]<>*\#|=]{{0,59}}?)"
    rf"{BLANK}*(?P<mid>{STAMP})?{BLANK}*[:：]?{BLANK}*\Z"
)
_LINE_NUMBER = re.compile(
    rf"^{BLANK}*[\[(]?(\d{{1,5}})[\])]?[.:]?{BLANK}?(?:[-=]+>|→)?(?:{BLANK}+|\t)(?=\S)", re.MULTILINE
)
_SENTENCE = re.compile(r"[^\W\d_]{2}\.\Z")
_STAMPED = re.compile(rf"{BLANK}*{STAMP}")
_STAMP_ABOVE = re.compile(rf"(?:^|(?<=\n)){BLANK}{{0,24}}(?P<stamp>{STAMP}){BLANK}{{0,24}}\n\s*\Z")
_STAMP_BELOW = re.compile(rf"{BLANK}{{0,24}}\n\s{{0,24}}(?P<stamp>{FENCED}){BLANK}{{0,24}}(?=\S|\n)")
# A remark on how something is said: `Kari (laughs): …`.
_SOUND = re.compile(
    r"[ \u00a0]*(?:[(\[]|, )(?:still )?(?:laughs|laughing|laughter|crying|cries|sighs|sighing|whispering|nodding"
    r"|ler|lachend|lacht|riant|rires|ríe|risas|ride|skrattar|griner)[)\]]?\Z",
    re.IGNORECASE,
)
_SIGNS = {form.needs: frozenset(form.needs) for form in FORMS}
_ALL_SIGNS = frozenset("".join(_SIGNS))
_SECOND = STAMP_FORMS | {"name -"}  # forms that are weighed against a named one: `Kari – nobody: not one`
_BELOW_STAMP = next(form for form in FORMS if form.id == "0:12 / name")
_SURNAME_FIRST = frozenset(
    {"name 0:12", "0:12 name", "0:12 / name", "name / duration / 0:12"}
)  # forms of Teams: `Nes, Kari  0:12`
_HEADING = Form("heading", "", re.compile(""), "set off", below=True)
_MARKED = Form("marked", "", re.compile(""), "set off")


class Candidate(NamedTuple):
    """A possible label `text[at:end]`; words on the same line begin at `end`.

    `key` is the name by which labels of one speaker are counted. `kind` is that of its name (see `coder.text.names`),
    "nobody" for a remark with a time stamp (`Break: [48:33]`), "field" if only the form is that of a label
    (`Date: …`), or "" for a bare time stamp. `alone` is true if nothing follows on the line.
    """

    at: int
    end: int
    name: str
    key: str
    form: Form
    kind: str
    seconds: float | None
    alone: bool


def candidates(
    text: str,
    start: int = 0,
    *,
    bold: Mapping[int, int] | None = None,
    headings: Mapping[int, int] | None = None,
    own: Sequence[Form] = (),
) -> Iterator[Candidate]:
    """Yield the possible labels from `start` on; the stronger ones of a line first.

    `bold` and `headings` map the start of text set off by typography to its end; `own` are further forms.
    """
    bold, headings = bold or {}, headings or {}
    numbers = _line_numbers(text, start)
    plain: dict[str, Candidate] = {}  # labels such as `Kari: `, which a transcript repeats
    at, size = start, len(text)
    while at < size:
        newline = text.find("\n", at)
        end = size if newline < 0 else newline
        while at < end and text[at].isspace():
            at += 1
        if at < end:
            colon = text.find(":", at, at + _LONGEST_BARE)
            known = plain.get(text[at : colon + 2]) if colon > 0 else None
            if (
                known
                and not own
                and colon + 2 < end
                and text[colon + 2] in _LETTERS
                and at not in bold
                and at not in headings
            ):
                yield Candidate(at, colon + 2, known.name, known.key, known.form, known.kind, None, False)
                at = end + 1
                continue
            begin = numbers.get(at, at)
            invisible = _INVISIBLE.match(text, begin, end)
            begin = invisible.end() if invisible else begin
            if begin < end:
                found = list(_at_line(text, at, begin, end, bold.get(at), headings.get(at), own))
                if len(found) == 1 and found[0].end == colon + 2 and _is_plain(text, found[0]):
                    plain[text[at : colon + 2]] = found[0]
                yield from found
        at = end + 1


def _is_plain(text: str, candidate: Candidate) -> bool:
    """Return whether the same characters before a letter are always the same label."""
    return (
        text[candidate.at : candidate.end] == f"{candidate.name}: "
        and candidate.kind != "field"
        and candidate.form.id == "name:"
        and not candidate.alone
    )


def _line_numbers(text: str, start: int) -> dict[int, int]:
    """Map the start of each numbered line to what follows the number, if most lines or paragraphs are numbered."""
    if sum(1 for _ in _LINE_NUMBER.finditer(text, start, start + _SAMPLE)) < _FEWEST_NUMBERS:
        return {}
    found = [(match.start(1), int(match[1]), match.end()) for match in _LINE_NUMBER.finditer(text, start)]
    if len({number for _, number, _ in found}) < _FEWEST_NUMBERS:  # `[1] … [2] … [1] …`: speakers
        return {}
    steps = sum(b[1] - a[1] in (1, 5) or b[1] == 1 for a, b in pairwise(found))
    lines = sum(1 for line in text[start:].split("\n") if line.strip())
    paragraphs = len(re.findall(r"\n[^\S\n]*\n", text[start:])) + 1
    regular = steps >= 0.7 * (len(found) - 1)
    if not regular or len(found) < 0.5 * min(lines, paragraphs if paragraphs > 2 else lines):
        return {}
    return {_line_start(text, at): end for at, _, end in found}


def _line_start(text: str, at: int) -> int:
    """Return the first visible character of the line that contains `at`."""
    first = text.rfind("\n", 0, at) + 1
    while text[first].isspace():
        first += 1
    return first


def _at_line(
    text: str, at: int, begin: int, end: int, bold: int | None, heading: int | None, own: Sequence[Form]
) -> Iterator[Candidate]:
    for form in own:
        candidate = _matched(form, text, at, begin, end)
        if candidate:
            yield candidate
            return
    if heading is not None:
        styled = _styled(text, at, begin, min(heading, end), end, _HEADING)
        if styled:
            yield styled
        return
    found = list(_in_forms(text, at, begin, end))
    if bold:
        found = [candidate for candidate in found if candidate.form.trust != BARE]
    named = [candidate for candidate in found if candidate.kind not in ("", "field")]
    styled = _styled(text, at, begin, min(bold, end), end, _MARKED) if bold and not named else None
    if styled:
        yield styled
    else:
        yield from named or found[:1]
        yield from (candidate for candidate in found[0 if named else 1 :] if not candidate.name)


def _in_forms(text: str, at: int, begin: int, end: int) -> Iterator[Candidate]:
    """Yield the first form that names somebody, what only has the form of a label, and bare time stamps."""
    signs = _ALL_SIGNS.intersection(text[begin : min(end, begin + _HEAD)])
    named = False
    for form in forms_at(text[begin]):
        if (named and form.id not in _SECOND) or (form.needs and _SIGNS[form.needs].isdisjoint(signs)):
            continue
        if form.below and not form.starts and end - begin > _LONGEST_BARE:
            continue
        candidate = _matched(form, text, at, begin, end)
        if candidate:
            named = named or candidate.kind not in ("", "field")
            yield candidate


def _matched(form: Form, text: str, at: int, begin: int, end: int) -> Candidate | None:
    two_lines = form.below and "/" in form.id
    stop = min(len(text), begin + 2 * _HEAD) if two_lines else min(end, begin + _HEAD)
    match = form.pattern.match(text, begin, stop)
    # A match up to `stop` may go on beyond it.
    if not match or (match.end() == stop and stop < (len(text) if two_lines else end)):
        return None
    groups = match.groupdict()
    name = (groups.get("name") or "").strip(EDGES)
    if not name and form.id not in STAMP_FORMS:
        return None
    line_end = end if match.end() <= end else _end_of_line(text, match.end())
    stamp = groups.get("before") or groups.get("mid") or groups.get("after")
    alone = text[match.end() : min(line_end, match.end() + _HEAD)].isspace() or match.end() >= line_end
    name = _SOUND.sub("", name.rstrip(",") if stamp else name) or name
    kind = _kind(form, name, stamp, alone) if name else ""
    unlikely = groups.get("gap") or (form.id == "name -" and stamp)  # `10:15 - Ward - quiet` is a note
    if unlikely and kind not in STRONG:
        return None
    if form.id == "name   " and kind not in ("role", "code", "id"):
        return None
    if form.id == "Q." and not name.isupper():
        return None
    if (name and not kind) or (form.below and _SENTENCE.search(name)):
        return None
    if kind not in ("field", "nobody") and name and _is_tight(text, match.end(), line_end, kind):
        return None
    if form.id in ("0:12 name", "0:12 / name") and not _has_words_below(text, match.end()):
        return None
    label_end, seconds = match.end(), parse_seconds(stamp)
    if alone and name and seconds is None:
        label_end, seconds = _stamp_below(text, label_end)
    return Candidate(at, label_end, name, speaker_key(name), form, kind, seconds, alone)


def _kind(form: Form, name: str, stamp: str | None, alone: bool) -> str:
    kind = name_kind(name)
    if form.id == "name:" or form.id.startswith("own "):
        if not kind and stamp and alone and is_field(name):
            return "nobody"
        return kind or ("field" if len(name.split()) <= _MOST_FIELD_WORDS else "")
    if kind == "phrase" and form.id in _SURNAME_FIRST:
        return "full"
    weak = form.weak or (kind == "number" and form.id == "[name]")  # `[1] words`
    return "" if kind in WEAK and not weak else kind


def _is_tight(text: str, end: int, line_end: int, kind: str) -> bool:
    """Return whether no blank follows a colon where there should be one: `10:30`, `http://`."""
    if end >= line_end or text[end - 1] != ":":
        return False
    if not text[end].isalpha() or kind in WEAK:
        return True
    if text[end - 2 : end - 1].isspace():  # `Kari :No`, hardly ever a smiley `P :D`
        return kind != "role" and (kind != "code" or not text[end : end + 2].isalpha())
    return kind not in ("role", "code") and text[end].islower()


def _stamp_below(text: str, end: int) -> tuple[int, float | None]:
    """Return the end of a label that stands alone on its line, and the seconds of the stamp below it, if any."""
    below = _STAMP_BELOW.match(text, end, end + _HEAD)
    return (below.end(), parse_seconds(below["stamp"])) if below else (end, None)


def _has_words_below(text: str, at: int) -> bool:
    while at < len(text) and text[at].isspace():
        at += 1
    return at < len(text) and not _STAMPED.match(text, at, at + _HEAD)


def _end_of_line(text: str, at: int) -> int:
    newline = text.find("\n", at)
    return len(text) if newline < 0 else newline


def _styled(text: str, at: int, begin: int, stop: int, end: int, form: Form) -> Candidate | None:
    """Return a name set off by typography, with or without a colon and a time stamp."""
    inside = text[begin:stop].rstrip()
    match = _STYLED.match(inside) if len(inside) <= _HEAD else None
    kind = name_kind(match["name"]) if match else ""
    if not match or not kind or kind in WEAK:
        return None
    after = stop
    while after < end and text[after].isspace():
        after += 1
    if after < end and after == stop and not text[stop - 1].isspace() and text[stop - 1] not in ":：":
        return None  # bold ends inside a word
    seconds = parse_seconds(match["before"] or match["mid"])
    if seconds is None:
        above = _STAMP_ABOVE.search(text, max(0, at - _HEAD), at)
        if above and after >= end:
            at, seconds, form = above.start("stamp"), parse_seconds(above["stamp"]), _BELOW_STAMP
    name = match["name"].strip(EDGES)
    alone = after >= end
    if alone and seconds is None:
        after, seconds = _stamp_below(text, after)
    return Candidate(at, after, name, speaker_key(name), form, kind, seconds, alone)

"""Sentences in any language: the sentencex library, line by line, with corrections."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from coder.text.span import Span

# sentencex reads a straight quote as the start of quoted speech ("'cause I … 'cause" would be one sentence) and
# refuses unpaired surrogates. Both are replaced one for one in the copy it receives.
_FOR_SENTENCEX = {ord("'"): "\u02bc", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
_NEEDS_REPLACING = re.compile("['\ud800-\udfff]")

_CLOSERS = re.compile(r"[*_\"'”’»)\]]+(?=\s|$)")
_ELLIPSIS_END = re.compile(r"(?:…|\.{2,})[\"'”’»)\]]*$")
_ORDINAL = re.compile(r"\d{1,2}\.$")
# German nouns are capitalised: "am 3. Mai", "im 2. Semester"; but "am 3. Dann ging er".
_GERMAN_BEFORE_ORDINAL = re.compile(
    r"\b(?:ab|am|bis|beim|das|dem|den|der|des|die|im|jede[mnrs]?|seit|vom|zum|zur)\s+\d{1,2}\.$", re.IGNORECASE
)
_GERMAN_NOT_COUNTED = re.compile(
    r"(?:Aber|Also|Da|Dann|Das|Der|Die|Doch|Ein|Eine|Er|Es|Ich|Ja|Man|Nein|Sie|So|Und|Was|Wir)\b"
)
_GERMAN_MONTH = re.compile(r"(?:Jan|Feb|März|Apr|Mai\b|Jun|Jul|Aug|Sept|Okt|Nov|Dez)")
_SPACED_STOP = re.compile(r"(?<=\s)[.?!]\s+(?=[^\s.?!])")
_ANY_WORD = re.compile(r"\w")
_OPENERS = "\"'“‘«„([*_-–— "
_MAY_NOT_END = frozenset(".…\"'”’»)]")
_ENGLISH_I = re.compile(r"I\b")
# Before "I", sentencex reads "me." as Maine, "no." as number, "art." as article; "vol. I" is a Roman numeral.
_ENGLISH_BEFORE_I = re.compile(
    r"(?<![\w'’.-])(?!(?:vol|fig|sec|ch)\.)(?:[a-z]{2,}|Me|No)\.[\"'”’»)\]]*\s+(?=I(?:['’]|\s+[a-z]))"
)


class _Rules(NamedTuple):
    """The abbreviations of a language, in lower case, by their effect on sentence ends."""

    inside: frozenset[str]
    """Never end a sentence: titles, "kl.", "e.g."."""
    closing: frozenset[str]
    """End a sentence before a capital: "osv.", "etc."."""
    counting: frozenset[str]
    """Do not end a sentence before a number: "No. 5"."""
    words: frozenset[str]
    """Words that sentencex reads as abbreviations (Maine, Illinois): end a sentence before a capital."""
    ordinals: bool
    """Whether "17." before a lower-case letter is an ordinal: "17. mai"."""


def _rules(inside: str, closing: str, counting: str = "", words: str = "", ordinals: bool = False) -> _Rules:
    sets = [frozenset(each.split()) for each in (inside, closing, counting, words)]
    return _Rules(sets[0], sets[1], sets[2], sets[3], ordinals)


_NORDIC = _rules(
    "adr. alm. ang. art. avd. bl.a. ca. dr. dvs. d.v.s. eg. eks. ekskl. el. ev. evt. f.eks. f.o.m. fr. frk. hhv. "
    "hr. inkl. jf. jfr. jr. kap. kgl. kl. lic. mag. maks. m.a.o. m.h.t. mht. m.t.p. nr. overs. pga. p.g.a. pkt. "
    "prof. red. ref. sml. sr. st. t.d. t.o.m. tlf. vedr. vha. v.h.a. vs.",
    "a.l. e.l. e.kr. f.kr. etc. kr. m.fl. mfl. mill. m.m. mm. mrd. mv. m.v. o.a. o.l. osb. osv. o.s.v. o.s.fr. stk.",
    counting="s. bd. min. sek. tab. fig.",
    words="ark. art. del. det. fed. gen. id. ill. jul. kan. la. me. med. min. nem. ok. op. ord. rev. sen. ut. va.",
    ordinals=True,
)
_GERMAN = _rules(
    "abs. allg. bspw. bzgl. bzw. ca. d.h. dipl. dr. ehem. evtl. "
    "fr. frl. gem. ggf. ggfs. hr. inkl. insb. i.d.r. i.e. "
    "i.w. jr. max. med. mind. mio. mrd. nr. o.g. prof. s.o. sog. sr. st. str. s.u. tel. u.a. u.u. vgl. v.a. "
    "vs. z.b. z.t. zzgl.",
    "etc. o.ä. u.ä. usf. usw. u.s.w. u.v.m. uvm.",
    counting="art. kap. s. bd. abb. tab.",
    words="art. gen. max. mich. min. ok. op. ord. rev. sen.",
    ordinals=True,
)
_ENGLISH = _rules(
    "approx. capt. cf. col. dept. dr. e.g. eg. esp. est. fr. gen. gov. hon. i.e. ie. lt. messrs. mr. mrs. ms. mt. "
    "prof. resp. rev. sen. sgt. st. viz. vs.",
    "al. etc. et-cetera. inc. jr. ltd. p.m. a.m. sr.",
    counting="no. nos. p. pp. vol. fig. ch. art. sec.",
    words="arc. ark. art. con. exec. fed. fig. id. ill. may. me. min. miss. no. ok. ref. rep. res. sec.",
)
_OTHERS = _rules("dr. prof. nr. vs. e.g. i.e.", "etc.")
_LANGUAGES = {
    **dict.fromkeys(("nb", "nn", "no", "da", "sv"), _NORDIC),
    "de": _GERMAN,
    "en": _ENGLISH,
}


@cache
def _may_close(rules: _Rules) -> re.Pattern[str]:
    """Return a pattern for a closing abbreviation, word or ellipsis with its blanks before another word."""
    forms = "|".join(sorted(map(re.escape, rules.closing | rules.words), key=len, reverse=True))
    return re.compile(rf"(?:(?<!\w)(?i:{forms})|…|(?<!\.)\.{{2,}})[\"'”’»)\]]*\s+(?=\S)")


def sentences(text: str, language: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of `text[start:end]`, in order, without surrounding blanks.

    `language` is a code such as "nb" or "en-GB"; an unknown one is treated as English. A newline always ends a
    sentence. Spans are not empty, do not overlap, and cover every visible character; text without a full stop is one
    sentence.
    """
    stop = len(text) if end is None else end
    code = re.split("[-_]", language.strip().lower())[0] or "en"
    spans: list[Span] = []
    at = start
    while at < stop:
        newline = text.find("\n", at, stop)
        line_end = stop if newline < 0 else newline
        spans += _line(text, Span(at, line_end), code)
        at = line_end + 1
    return spans


def _line(text: str, line: Span, code: str) -> list[Span]:
    """Return the sentences of one line."""
    content = text[line.start : line.end]
    if not content or content.isspace():
        return []
    rules = _LANGUAGES.get(code, _OTHERS)
    ends = sorted({*_library_ends(content, code), *_missed_ends(content, rules, code)})
    confirmed = [end for begin, end in pairwise([0, *ends]) if _is_end(content, begin, end, rules, code)]
    return _trimmed(content, confirmed, line.start)


def _library_ends(content: str, code: str) -> list[int]:
    """Return the ends found by sentencex, moved past closing marks that it assigns to the next sentence."""
    from sentencex import get_sentence_boundaries

    copy = content.translate(_FOR_SENTENCEX) if _NEEDS_REPLACING.search(content) else content
    ends = []
    for boundary in get_sentence_boundaries("nb" if code == "no" else code, copy):
        end: int = boundary["end_index"]
        closers = None if content[end - 1].isspace() else _CLOSERS.match(content, end)
        ends.append(closers.end() if closers else end)
    return ends


def _missed_ends(content: str, rules: _Rules, code: str) -> list[int]:
    """Return ends after "osv." or an ellipsis before a capital, outside quotation marks and brackets; after " . "."""
    ends = [match.end() for match in _SPACED_STOP.finditer(content)]
    if code == "en":
        before_i = (match.end() for match in _ENGLISH_BEFORE_I.finditer(content))
        ends += [at for at in before_i if not _inside_quotes(content, at)]
    for match in _may_close(rules).finditer(content):
        at = match.end()
        if _begins_sentence(content, at, code) and not _inside_quotes(content, at):
            ends.append(at)
    return ends


def _inside_quotes(content: str, at: int) -> bool:
    """Return whether quotation marks or brackets opened in the last 400 characters are still open."""
    near = content[max(0, at - 400) : at]
    return near.count('"') % 2 == 1 or any(
        near.count(opening) > near.count(closing) for opening, closing in ("«»", "“”", "()", "[]")
    )


def _begins_sentence(content: str, at: int, code: str) -> bool:
    """Return whether the word at `at`, after opening marks, is capitalised as at the start of a sentence."""
    while at < len(content) and content[at] in _OPENERS:
        at += 1
    if at == len(content) or not content[at].isupper():
        return False
    return not (code == "en" and _ENGLISH_I.match(content, at))


def _is_end(content: str, begin: int, end: int, rules: _Rules, code: str) -> bool:
    """Return whether a sentence ends at `end`; `begin` is the previous end found by the library."""
    if end >= len(content):
        return True
    piece = content[max(begin, end - 60) : end].rstrip()
    if piece[-1:] not in _MAY_NOT_END:
        return True
    if _ELLIPSIS_END.search(piece):
        return _begins_sentence(content, end, code) or not content[end].isalpha()
    blank = max(piece.rfind(" "), piece.rfind("\t"))
    last = piece[blank + 1 :].lstrip(_OPENERS).lower()
    if last in rules.inside:
        return False
    if last in rules.closing:
        return _begins_sentence(content, end, code)
    if last in rules.counting:
        return not content[end].isdigit()
    return not (rules.ordinals and _ORDINAL.match(last) and _is_counted(content, end, piece, code))


def _is_counted(content: str, at: int, piece: str, code: str) -> bool:
    """Return whether the ordinal that ends `piece` belongs to the word at `at`."""
    if content[at].islower():
        return True
    if code != "de" or not content[at].isupper():
        return False
    counted = _GERMAN_BEFORE_ORDINAL.search(piece) and not _GERMAN_NOT_COUNTED.match(content, at)
    return bool(counted or _GERMAN_MONTH.match(content, at))


def _trimmed(content: str, ends: list[int], offset: int) -> list[Span]:
    """Return the spans between the ends, without blanks; a span without words joins the previous one."""
    spans: list[Span] = []
    for begin, end in pairwise([0, *ends]):
        piece = content[begin:end]
        left = begin + len(piece) - len(piece.lstrip())
        right = begin + len(piece.rstrip())
        if left >= right:
            continue
        if spans and not _ANY_WORD.search(piece):
            spans[-1] = Span(spans[-1].start, offset + right)
        else:
            spans.append(Span(offset + left, offset + right))
    return spans

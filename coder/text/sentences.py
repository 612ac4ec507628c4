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
    "hr. inkl. jf. jfr. jr. kap. kgl. kl. lic. t.ex. tex. fr.o.m. m.a. s.k. resp. bl. mag. maks. m.a.o. "
    "m.h.t. mht. m.t.p. nr. overs. pga. p.g.a. pkt.  "
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
_FRENCH = _rules(
    "m. mme. mmes. mlle. mlles. dr. drs. pr. me. mgr. st. ste. cf. p. env. av. apr. bd. boul. tél. éd. "
    "resp. vs. adj.",
    "etc. mm. ex.",
    counting="vol. fig. chap. no. n. pp. art. janv. févr. sept. oct. nov. déc.",
)
_SPANISH = _rules(
    "sr. sra. srta. sres. sras. d. dª. dña. dr. dra. prof. profa. ud. uds. vd. vds. ej. aprox. av. avda. gral. "
    "lic. ing. núm. pág. págs. p. pp. tel. vs. ee. c. a. máx. mín. gob.",
    "etc. uu. cía. ltda. s.a. a.m. p.m.",
    counting="cap. fig. vol. art. n. nº.",
)
_PORTUGUESE = _rules(
    "sr. sra. srta. srs. dr. dra. drª. prof. profa. profª. eng. exmo. exma. v. exa. p. aprox. av. núm. "
    "pág. págs. pp. tel. vs. máx. mín. obs. ref. d.",
    "etc. cia. ltda. s.a. ex.",
    counting="cap. fig. vol. art. n. nº.",
)
_ITALIAN = _rules(
    "sig. sigg. sig.ra sig.na sig.re dott. dott.ssa dr. prof. prof.ssa avv. ing. arch. geom. rag. mons. "
    "on. egr. gent.  "
    "spett. es. ca. cfr. nr. vs. p.es. tel. v. s. min. max.",
    "ecc. etc. s.p.a. s.r.l. sec.",
    counting="cap. fig. vol. pag. pagg. p. pp. art. n. num.",
)
_DUTCH = _rules(
    "dhr. mw. mevr. mej. dr. drs. ir. ing. mr. prof. ds. bijv. bv. ca. d.w.z. o.a. m.n. i.p.v. i.v.m. "
    "t.a.v. t.o.v. m.b.t.  "
    "n.a.v. a.u.b. evt. incl. excl. jl. nl. nr. resp. st. tel. vgl. vnl. zgn. zg. z.o.z. vs. min. max. "
    "gem. mln. mrd.",
    "enz. etc. e.d. e.a. jr. sr. b.v. n.v.",
    counting="blz. p. art. hfst. fig. no.",
)
_POLISH = _rules(
    "dr. prof. mgr. inż. hab. doc. lek. med. św. ks. np. m.in. tzn. tzw. tj. ul. al. pl. os. por. przyp. ww. "
    "zob. godz. jw. wg. ds. śp. p. pn. tel. red. właśc.",
    "itd. itp. etc. in. r. w. zł. tys. mln.",
    counting="ok. str. s. nr. art. rys. tab. t. rozdz.",
    ordinals=True,
)
_CZECH_SLOVAK = _rules(
    "mudr. judr. phdr. rndr. thdr. paeddr. mvdr. ing. mgr. bc. doc. dr. prof. p. pí. sv. např. napr. "
    "tzv. tj. tzn. t.j.  "
    "t.zn. cca. cca ap. apod. resp. popř. popr. případně. vč. zvl. tel. ul. nám. max. min. mj. srov. "
    "viz. prim. gen.",
    "atd. aj. a pod. etc. a.s. s.r.o. hod. tis. mil.",
    counting="č. čís. str. s. r. odst. kap. obr. tab. sv.",
    ordinals=True,
)
_SOUTH_SLAVIC = _rules(
    "dr. mr. mag. prof. doc. ing. dipl. gosp. g. npr. tj. t.j. tzv. oz. tzn. sv. ul. odn. cca. ca. sl. str. usp. vs.",
    "itd. itn. ipd. i sl. etc. god. st. idr. d.o.o.",
    counting="br. št. čl. sl. tab.",
    ordinals=True,
)
_FINNISH = _rules(
    "tri. dr. prof. esim. ts. n. ns. nk. ks. vrt. klo. kl. ko. os. puh. huom. myöh. nyk. synt. toim. t. "
    "v. tms. vt.  "
    "eaa. jaa. kpl. mrs. mr.",
    "ym. yms. jne. etc. jr. oy. mm.",
    counting="s. nro. luku.",
    ordinals=True,
)
_ESTONIAN = _rules(
    "dr. prof. hr. pr. prl. nt. st. s.t. nn. vt. vrd. kl. ca. u. tel. tn. pst. mnt. lk. sh. k.a. s.o. m.a.j.",
    "jne. jm. jms. jt. etc. eur.",
    counting="nr. lk. p. ptk.",
    ordinals=True,
)
_HUNGARIAN = _rules(
    "dr. prof. özv. ifj. id. pl. kb. ún. ill. vö. ld. u. sz. szt. ui. tkp. krt. vm. max. min. tel. kft. bp.",
    "stb. etc. kft. zrt. jr.",
    counting="old. o. nr. köt.",
    ordinals=True,
)
_TURKISH = _rules(
    "dr. prof. doç. yrd. öğr. gör. arş. av. sn. bkz. örn. yy. yön. hz. st. cad. sok. apt. mah. no. tel. "
    "haz. çev. ör. vd.  "
    "uzm. op. müh. ort. max. min. yakl.",
    "vb. vs. vd. vesaire. ltd. şti. a.ş.",
    counting="s. ss. no. md.",
    ordinals=True,
)
_BALTIC = _rules(
    "dr. prof. doc. t.i. t.y. pvz. piem. u.tml. plg. sal. žr. sk. vad. g. pr. gyd. kt. pan. angl. lot. liet. apm. "
    "ap. resp. plk. val. tel. nr. vs.",
    "u.c. utt. u.t.t. etc. ir kt. t.t. pan. str.",
    counting="lpp. psl. p. str. nod.",
    ordinals=True,
)
_EAST_SLAVIC = _rules(
    "г. гг. г-н. г-жа. д-р. д-ра. проф. доц. акад. ул. пр. просп. пл. пер. д. кв. напр. т.е. т.к. т.н. "
    "т.ч. т. см. ср.  "
    "обл. р-н. гр. св. о. рис. табл. стр. тел. моб. макс. б. с. м. тзв. ім. вул. просп. див. буд. "
    "наприкл. бл. напр. инж.",
    "и т.д. т.д. т.п. др. пр. тыс. млн. млрд. тис. руб. грн. тощо. ін. років. н.э. мин.",
    counting="ок. стр. с. гл. п. ст. № рис. табл. кл.",
)
_LANGUAGES = {
    **dict.fromkeys(("nb", "nn", "no", "da", "sv", "is", "fo"), _NORDIC),
    **dict.fromkeys(("cs", "sk"), _CZECH_SLOVAK),
    **dict.fromkeys(("sl", "hr", "bs"), _SOUTH_SLAVIC),
    **dict.fromkeys(("lv", "lt"), _BALTIC),
    **dict.fromkeys(("ru", "uk", "bg"), _EAST_SLAVIC),
    **dict.fromkeys(("es", "ca"), _SPANISH),
    "de": _GERMAN,
    "en": _ENGLISH,
    "et": _ESTONIAN,
    "fi": _FINNISH,
    "fr": _FRENCH,
    "hu": _HUNGARIAN,
    "it": _ITALIAN,
    "nl": _DUTCH,
    "pl": _POLISH,
    "pt": _PORTUGUESE,
    "tr": _TURKISH,
}
_ELIDED = ("fr", "it", "ca")  # an abbreviation may follow an apostrophe: "l'avv."
# "o.a.", "m.in.", "т.е.": no sentence ends there before a lower-case letter or a number
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.){2,}$")


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
    """Return ends after "osv." or an ellipsis before a capital, outside quotation marks and brackets; "
    "after " . "."""
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
    if code in _ELIDED:
        last = last.replace("’", "'").rpartition("'")[2]
    if last in rules.inside:
        return False
    if last in rules.closing:
        return _begins_sentence(content, end, code)
    if last in rules.counting:
        return not content[end].isdigit()
    if _DOTTED.match(last) and (content[end].islower() or content[end].isdigit()):
        return False
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

"""Names of speakers: whether a piece of text can be one, and how sure its shape makes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from coder.text.speakers import CONJUNCTIONS, NOT_SPEAKERS, NUMBERED, ORDINALS, PARTICLES, ROLES, TITLES, visible

LONGEST_NAME = 60  # characters; a longer one is prose

#: Kinds that hardly anything but a speaker has; kinds that only carry weight if they carry the file.
STRONG = frozenset({"role", "code", "id", "full"})
WEAK = frozenset({"lower", "phrase", "number"})

_MOST_WORDS = 5
_LONGEST_SHORT = 6  # longest abbreviated name, such as `Resp.`
_LONGEST_REMARK = 30
_LONGEST_UNCASED = 10  # letters of a name in a script without capitals and blanks

_CODE = re.compile(r"[^\W\d_]{1,3}[-_]?\d{0,4}\Z")
_NUMBERED = re.compile(r"(?P<role>.*?)[ \u00a0_#-]{0,3}(?:\d{1,4}|\b[A-Za-z])\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ \u00a0-]?){1,4}(?:[^\W\d_]\.?)?\Z")
_REMARK = re.compile(r"(?P<core>[^\s(\[].*?)[ \u00a0]*[(\[](?P<remark>[^()\[\]{}_=\n]{1,30})[)\]]\Z")
_NUMBER_SIGN = re.compile(r"[ \u00a0]*(?:\bn[°ºo]\.?|\bnr\.?|№)[ \u00a0]*(?=\d)", re.IGNORECASE)
_NUMBER = re.compile(r"[#№]?\d{1,4}[a-z]?\Z")
_WORD_AND_NUMBER = re.compile(r"[^\W\d_]{2,20}[ \u00a0_-]?#?\d{1,4}\Z")
_UNFIT = re.compile(r"[!?;。、？！¿¡؟،।\"“”„«»‹›\\{}…@%$€£+]|\.(?=[^\s.])|\(.*\(|[.-]{2}")
_ACCOUNT = re.compile(r"[^\W\d_]{2,20}(?:[._][^\W\d_]{2,20}){1,2}\d{0,4}\Z")  # `kari.nes`
_SPLIT = re.compile(r"[ \u00a0]*[/&+][ \u00a0]*|[ \u00a0]+[–—-][ \u00a0]+")


@lru_cache(4096)  # a transcript repeats few names
def name_kind(name: str) -> str:
    """Return the kind of a name; "" if it cannot be a name.

    role (`Interviewer 2`), code (`P3`, `K.G.`), id (`SPEAKER_00`), full (`Kari Nes`), single (`Kari`), and the weak
    ones lower (`kari`), phrase (`Kari, nurse`), number (`003`).
    """
    name = _NUMBER_SIGN.sub(" ", unicodedata.normalize("NFC", visible(name)))
    key = name.casefold()
    if not key or key in NOT_SPEAKERS:
        return ""
    if name.endswith("?"):  # not quite sure who: `F1?`
        kind = name_kind(name[:-1]) if len(name) > 1 else ""
        return kind if kind in ("role", "code", "id") else ""
    if is_role(key):
        return "role"
    if _NUMBER.match(key):
        return "number"
    if _INITIALS.match(name) and not name.islower():
        return "code"
    if name.islower() and _ACCOUNT.match(name):
        return "lower"
    return _with_remark(name) or _plain(name.replace("#", " "))


def is_role(key: str) -> bool:
    """Return whether a case-folded name is a role in an interview, with or without a number."""
    if key in ROLES:
        return True
    numbered = _NUMBERED.match(key)
    return bool(numbered and numbered["role"] in ROLES)


def is_field(name: str) -> bool:
    """Return whether a name is a field of a cover sheet, a remark or a heading, never a speaker."""
    key = unicodedata.normalize("NFC", visible(name)).casefold()
    return key in NOT_SPEAKERS or _first(key) in NOT_SPEAKERS


def _with_remark(name: str) -> str:
    """Return the kind of a name with a remark: `P3 (F, 54)`, `P3/F/54`, `P3, nurse`; "" for none."""
    remark = _REMARK.match(name)
    if remark:
        return name_kind(remark["core"])
    parts = _SPLIT.split(name)
    if len(parts) > 1:
        kinds = [name_kind(part) for part in parts]
        if kinds[0] in ("role", "code", "id") and len(name) <= _LONGEST_REMARK:
            return kinds[0]
        return kinds[0] if all(kinds) and "number" not in kinds else ""
    core, comma, rest = name.partition(",")
    if not comma or not rest.strip() or len(rest) > _LONGEST_REMARK or len(rest.split()) > 4 or _UNFIT.search(rest):
        return ""
    kind = name_kind(core)
    return kind if kind in ("role", "code", "id") else "phrase" if kind in ("full", "single") else ""


def _plain(name: str) -> str:
    if len(name) <= _LONGEST_SHORT:
        name = name.removesuffix(".")
    words = [word for word in name.split() if word.casefold() not in TITLES]
    if not words and len(name.split()) == 1:
        return "code" if name.isupper() else "single"  # MS for Maria Sol, Dr for the doctor
    bare = [word for word in words if not _INITIALS.match(word)]
    if not bare and len(name.split()) > 1:
        return "full"  # Mrs. D.
    if not words or not bare or len(words) > _MOST_WORDS or _UNFIT.search(" ".join(bare)):
        return ""
    first = _first(" ".join(words).casefold())
    if words[0].casefold() in ORDINALS and _is_kind_of_role(words):
        return "full"
    if not any(map(str.isalpha, name)) or first in NOT_SPEAKERS or (first in NUMBERED and name[-1].isdigit()):
        return ""
    if _uncased(name):
        return "single" if len(bare) <= 3 and max(map(len, bare)) <= _LONGEST_UNCASED else "lower"
    if len(words) == 1:
        kind = _single(words[0])
        return "full" if kind == "single" and len(name.split()) > 1 else kind  # Dr. Olsen
    if _WORD_AND_NUMBER.match(name):
        return "id"
    if _is_kind_of_role(words):
        return "full"
    if any(word.endswith((",", ".")) for word in bare) or not all(map(_fits, bare)) or bare[0][0].isdigit():
        return ""
    return "full"


def _first(key: str) -> str:
    """Return the first word of a case-folded name; what follows `de` and the like in `De Souza`."""
    words = key.split()
    if len(words) > 1 and words[0] in PARTICLES - CONJUNCTIONS:
        del words[0]
    return words[0].rstrip(".") if words else ""


def _single(word: str) -> str:
    if word.isupper() and _CODE.match(word):
        return "code"
    if any(character.isdigit() or character == "_" for character in word):
        return "id" if word[0].isalpha() and "." not in word else ""
    if word.endswith((",", ".")):
        return ""
    return "single" if _capital(word) else "lower"


def _is_kind_of_role(words: Sequence[str]) -> bool:
    """Return whether the words are a role with more about it: `Female participant 1`, `Participante mujer 2`."""
    kept = [word.casefold() for word in words if not word.isdigit()]
    return 1 < len(kept) <= 3 and _capital(words[0]) and (kept[0] in ROLES or kept[-1] in ROLES)


def _fits(word: str) -> bool:
    return _capital(word) or word.casefold() in PARTICLES


def _capital(word: str) -> bool:
    """Return whether a word begins like a name: a capital, a digit, or as in d'Arc and al-Hassan."""
    word = word.lstrip("'’-(")
    first = word[:1]
    if first.isdigit() or (first.isalpha() and not first.islower()):
        return True
    _, _, rest = word.partition("'") if "'" in word else word.partition("’") if "’" in word else word.partition("-")
    return len(word) - len(rest) <= 4 and rest[:1].isupper()


def _uncased(name: str) -> bool:
    """Return whether a name is written in a script without capitals."""
    letters = [character for character in name if character.isalpha()]
    return bool(letters) and all(not character.islower() and not character.isupper() for character in letters)

"""Evidence for the encoding of a text file: how well its bytes, decoded, fit a language that is written so."""

from __future__ import annotations

import math
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from coder.text.language import LETTERS, VOTES, count_votes
from coder.text.phrases import format_count


class Encoding(NamedTuple):
    """An encoding that can be chosen: its codec, label, usual languages, and how unusual it is (0: usual)."""

    codec: str
    label: str
    languages: tuple[str, ...]
    rarity: float = 0.0


_WEST = "en nb nn da sv is fo de nl af fr es ca it pt fi sq id sw"
_EAST = "pl cs sk sl hr hu ro sq de en"
_BALTIC = "et lv lt en"
_CYRILLIC = "ru bg uk sr"


def _encoding(codec: str, label: str, languages: str, rarity: float = 0.0) -> Encoding:
    return Encoding(codec, label, tuple(languages.split()), rarity)


_WINDOWS, _ISO, _MAC, _DOS, _ODD = 0.0, 0.05, 0.1, 0.15, 0.25
#: Encodings with one byte or two for a character, the usual ones first.
LEGACY = (
    _encoding("cp1252", "Western European (Windows)", _WEST, _WINDOWS),
    _encoding("cp1250", "Central European (Windows)", _EAST, _WINDOWS),
    _encoding("cp1254", "Turkish (Windows)", "tr", _WINDOWS),
    _encoding("cp1257", "Baltic (Windows)", _BALTIC, _WINDOWS),
    _encoding("cp1251", "Cyrillic (Windows)", _CYRILLIC, _WINDOWS),
    _encoding("cp1253", "Greek (Windows)", "el", _WINDOWS),
    _encoding("cp1255", "Hebrew (Windows)", "he", _WINDOWS),
    _encoding("cp1256", "Arabic (Windows)", "ar fa ur", _WINDOWS),
    _encoding("cp1258", "Vietnamese (Windows)", "vi", _WINDOWS),
    _encoding("cp874", "Thai (Windows)", "th", _WINDOWS),
    _encoding("cp932", "Japanese (Shift JIS)", "ja", _WINDOWS),
    _encoding("gb18030", "Chinese, simplified (GB 18030)", "zh", _WINDOWS),
    _encoding("cp950", "Chinese, traditional (Big5)", "zh", _WINDOWS),
    _encoding("cp949", "Korean (Windows)", "ko", _WINDOWS),
    _encoding("iso8859_1", "Western European (ISO 8859-1)", _WEST, _ISO),
    _encoding("iso8859_15", "Western European (ISO 8859-15)", _WEST, _ISO),
    _encoding("iso8859_2", "Central European (ISO 8859-2)", _EAST, _ISO),
    _encoding("iso8859_9", "Turkish (ISO 8859-9)", "tr", _ISO),
    _encoding("iso8859_13", "Baltic (ISO 8859-13)", _BALTIC, _ISO),
    _encoding("iso8859_4", "Baltic (ISO 8859-4)", _BALTIC, _ODD),
    _encoding("iso8859_16", "Romanian (ISO 8859-16)", "ro", _ODD),
    _encoding("iso8859_5", "Cyrillic (ISO 8859-5)", _CYRILLIC, _ISO),
    _encoding("iso8859_7", "Greek (ISO 8859-7)", "el", _ISO),
    _encoding("iso8859_8", "Hebrew (ISO 8859-8)", "he", _ISO),
    _encoding("iso8859_6", "Arabic (ISO 8859-6)", "ar", _ISO),
    _encoding("koi8_r", "Russian (KOI8-R)", "ru bg", _ISO),
    _encoding("koi8_u", "Ukrainian (KOI8-U)", "uk", _ISO),
    _encoding("euc_jp", "Japanese (EUC)", "ja", _ISO),
    _encoding("mac_roman", "Western European (Mac)", _WEST, _MAC),
    _encoding("mac_latin2", "Central European (Mac)", f"{_EAST} {_BALTIC}", _MAC),
    _encoding("mac_croatian", "Croatian (Mac)", "hr sl", _ODD),
    _encoding("mac_romanian", "Romanian (Mac)", "ro", _ODD),
    _encoding("mac_iceland", "Icelandic (Mac)", "is fo", _ODD),
    _encoding("mac_turkish", "Turkish (Mac)", "tr", _MAC),
    _encoding("mac_cyrillic", "Cyrillic (Mac)", _CYRILLIC, _MAC),
    _encoding("mac_greek", "Greek (Mac)", "el", _MAC),
    _encoding("cp850", "Western European (DOS)", _WEST, _DOS),
    _encoding("cp437", "United States (DOS)", "en de fr es it", _DOS),
    _encoding("cp865", "Nordic (DOS)", "nb nn da", _DOS),
    _encoding("cp861", "Icelandic (DOS)", "is", _DOS),
    _encoding("cp860", "Portuguese (DOS)", "pt", _DOS),
    _encoding("cp863", "Canadian French (DOS)", "fr", _DOS),
    _encoding("cp852", "Central European (DOS)", _EAST, _DOS),
    _encoding("cp857", "Turkish (DOS)", "tr", _DOS),
    _encoding("cp775", "Baltic (DOS)", _BALTIC, _DOS),
    _encoding("cp866", "Cyrillic (DOS)", "ru bg", _DOS),
    _encoding("cp1125", "Ukrainian (DOS)", "uk", _DOS),
    _encoding("cp855", "Cyrillic (DOS, 855)", _CYRILLIC, _ODD),
    _encoding("cp737", "Greek (DOS)", "el", _DOS),
    _encoding("cp869", "Greek (DOS, 869)", "el", _ODD),
    _encoding("cp862", "Hebrew (DOS)", "he", _DOS),
    _encoding("cp720", "Arabic (DOS)", "ar", _ODD),
)  # fmt: skip
BY_CODEC = {each.codec: each for each in LEGACY}
_SCRIPTS = ("ja", "zh", "ko", "th")  # written without blanks or with letters of their own: judged by their characters

# The characters that make up much of any text, simplified and traditional; frequent syllables of Korean.
_COMMON_HANZI = frozenset(
    "的一是不了在人有我他这中大来上个国和也子时道说出要以生会自着去之过家学对可里后小么心多天能好都然没于起还发成事只作"
    "当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美点月明其种声全工"
    "己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由"
    "却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反"
    "吗吧呢您你她们觉得让谢谢做病医院护士那哪怎"
    "這來個國時說會過學對裡後麼沒於還發當無開經頭動兩長樣現將與進實話點種聲兒問機給幾業間從門東樂電灣們聽氣關並內產華報馬"
    "張難數總場師書員應車邊讓嗎您覺謝醫護士"
)
_COMMON_HANGUL = frozenset(
    "이다는에을가고의지로한하도나그사리기어서시를자해아은인들니있대요으보라과게정주것일수만부전제없거스장조면여안내때네"
    "신원야동구상비성소좋우말생저경진오계까마우습했았었병힘들많같던질문답녕세음"
)
_CJK_SIGNS = frozenset("。、「」『』・ー？！（），：；“”‘’…　《》—〜～")
_OPENING, _CLOSING = frozenset("“„‘‚«¿¡"), frozenset("”’»“‘™®°²³")
_SYMBOLS = frozenset("ªº£€¥½¼¾§©®™•·×±µ¹№…")
_BLANKS = frozenset("\u00a0\u202f\u200b\u200e\u200f\u00ad\u200c\u200d")
_APOSTROPHES = frozenset(["en", "fr", "it", "ca", "nl", "tr", "uk", "da", "nb", "nn", "de", "vi", "sw"])
# A vowel or a tone without its consonant, a vowel before none, rare letters
_THAI_FAULT = re.compile("(?<![ก-ฮัิ-ูๆ])[ะ-ฺ็-๎]{1}|[เ-ไ](?![ก-ฮ])|[ฃฅฆฌฎฏฑฤฦฯ฿ๅ๎-๛]")
_FOREIGN_WORD = re.compile(r"[a-z]*[^\W\d_a-z][^\W\d_]*")  # a word in lower case with a letter beyond a to z
_HIGH = re.compile(r"[^\x00-\x7f]")
_ASCII_LETTERS = string.ascii_letters.encode()
_ASCII_WORD = re.compile(rb"(?<![\x80-\xff\w])[A-Za-z]+(?![\x80-\xff\w])")
_FEW = 15  # characters, up to which the rarity of an encoding counts in full
_FEW_WORDS = 4  # function words, up to which they decide the less the fewer they are
_MOSTLY = 4  # times as many letters of one kind, of which no text in the other kind of script consists
_EVIDENCE = 20  # characters beyond which more evidence does not raise the certainty
_LANGUAGE = 0.5  # weight of the function words, and again of those with letters beyond ASCII


class Candidate(NamedTuple):
    """A possible encoding: its fit (up to 2: every character and word belongs), the language, the decoded sample."""

    codec: str
    fit: float
    language: str
    text: str


class Evidence(NamedTuple):
    """The possible encodings, the most likely first, and the number of bytes beyond ASCII that were examined."""

    candidates: tuple[Candidate, ...]
    examined: int

    @property
    def certainty(self) -> float:
        """How likely the first candidate is, from 0 to 1: by its lead and the number of characters examined."""
        if len(self.candidates) < 2:
            return 1.0 if self.candidates else 0.0
        lead = self.candidates[0].fit - self.candidates[1].fit
        doubt = max(0.0, 1 - self.candidates[0].fit)
        return 1 / (1 + math.exp(-lead * min(self.examined, _EVIDENCE))) * (1 - doubt / 2)

    @property
    def reason(self) -> str:
        """What speaks for the first candidate."""
        best = self.candidates[0]
        language = f"text in “{best.language}”" if best.language else "a text"
        signs = format_count(self.examined, "character")
        verb = "suits" if self.examined == 1 else "suit"
        return f"{signs} outside the English alphabet {verb} {language}; certainty {self.certainty:.0%}"


def examine(sample: bytes, others: Iterable[tuple[str, str]] = ()) -> Evidence:
    """Return the encodings in which a sample of a text can be decoded.

    `others` are texts decoded otherwise, with the names of their encodings; they come before equals. An encoding that
    gives the same text as a more usual one is left out.
    """
    ascii_words = Counter(word.decode().lower() for word in _ASCII_WORD.findall(sample))
    votes, total = count_votes(ascii_words.items()), ascii_words.total()
    candidates: dict[str, Candidate] = {}
    count = sum(byte > 127 for byte in sample)
    plain = len(sample) - len(sample.translate(None, _ASCII_LETTERS))
    kept = [each for each in LEGACY if (plain < _MOSTLY * count if _is_foreign(each) else count < plain * _MOSTLY)]
    decoded = ((each.codec, sample.decode(each.codec, "replace")) for each in kept or LEGACY)
    for codec, text in (*others, *decoded):
        candidate = _judge(codec, text, votes, total)
        if text not in candidates or candidate.fit > candidates[text].fit:
            candidates[text] = candidate
    return Evidence(tuple(sorted(candidates.values(), key=lambda each: -each.fit)), count)


def _is_foreign(encoding: Encoding) -> bool:
    """Return whether an encoding is for languages that are not written in Latin script."""
    language = encoding.languages[0]
    return language in _SCRIPTS or LETTERS[language][:1] > "\u024f"


def _judge(codec: str, text: str, plain: Counter[str], plain_words: int) -> Candidate:
    """Return a candidate; `plain` are the votes of the `plain_words` words in ASCII."""
    signs = _signs(text)
    encoding = BY_CODEC.get(codec)
    languages: Sequence[str] = encoding.languages if encoding else tuple(LETTERS)
    rarity = (encoding.rarity if encoding else -0.05) * min(1.0, _FEW / max(1, signs.count))
    if languages[0] in _SCRIPTS:
        return Candidate(codec, _script_fit(text, languages[0]) - rarity, languages[0], text)
    words = signs.words
    stranger = encoding is not None and _is_foreign(encoding) and words.total() * 3 <= plain_words
    special = count_votes(words.items())
    most = max(plain.values(), default=0) + max(special.values(), default=0)
    best = (-9.0, "")
    for language in languages:
        share = (special[language] + plain[language]) / max(most, _FEW_WORDS)
        known = 0.0 if stranger else special[language] / max(1, words.total())
        fit = signs.fit(language) + _LANGUAGE * (share + min(1.0, known / 0.25))
        fit -= 0.5 * stranger
        best = max(best, (fit, language), key=lambda each: each[0])
    return Candidate(codec, best[0] - rarity, best[1], text)


def is_plausible(text: str) -> bool:
    """Return whether a text reads like one: letters and signs of a known script where they belong."""
    scripts = max(_script_fit(text, language) for language in _SCRIPTS)
    return scripts > 0.45 or (bool(_FOREIGN_WORD.search(text.lower())) and max(map(_signs(text).fit, LETTERS)) > 0.5)


class _Signs:
    """The characters beyond ASCII of a text, with how well they stand where they are."""

    def __init__(self, text: str) -> None:
        self.count = 0
        self.words = Counter(_FOREIGN_WORD.findall(text.lower()))
        self._letters: Counter[str] = Counter()
        self._apostrophes = 0
        self._placed = 0.0
        upper = 0
        unpaired = [one for one, other in ("«»", "»«") if one in text and other not in text]
        padded = f"\n{text}\n"
        around = Counter(padded[at.start() - 1 : at.end() + 1] for at in _HIGH.finditer(padded))
        for place, number in around.items():
            before, character, after = place[0], place[1], place[2]
            self.count += number
            if character == "’" and before.isalpha() and after.isalpha():
                self._apostrophes += number
                continue
            value = 0.6 if character in unpaired else _position(before, character, after)
            if value is not None:
                self._placed += value * number
                continue
            if character > "\u024f" and (_is_latin(before) or _is_latin(after)) and character.isalpha():
                self._placed -= 1.5 * number  # two scripts in one word
                continue
            alone = not before.isalpha() and not after.isalpha()
            if alone and (after.isdigit() or character.lower() not in VOTES):
                self._placed -= number  # no word
            self._letters[character.lower()] += number
            if character.isupper():
                upper += number
                self._placed -= 1.5 * number * (before.islower() or (before.isupper() and after.islower()))
        if upper > 0.6 * self.count and self.count > 10:
            self._placed -= 0.5 * self.count

    def fit(self, language: str) -> float:
        """Return the mean fit of the characters, up to 1, if the text is in a language."""
        usual, _, rare = LETTERS[language].partition(" ")
        value = self._placed + self._apostrophes * (1.0 if language in _APOSTROPHES else 0.3)
        for letters, number in self._letters.items():
            value += number * min(1.0 if each in usual else 0.4 if each in rare else -1.0 for each in letters)
        return value / max(1, self.count)


@lru_cache(maxsize=2)  # several encodings in turn may give the same text
def _signs(text: str) -> _Signs:
    return _Signs(text)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _position(before: str, character: str, after: str) -> float | None:
    """Return how well a sign fits between its neighbours, up to 1; None for a letter."""
    if character in _OPENING or character in _CLOSING:
        return _quote_position(before, character, after)
    inside = before.isalpha() and after.isalpha()
    if character in "–—":
        return -0.5 if inside and character == "–" else 0.4 if before.isalnum() and after.isalnum() else 1.0
    if character in _BLANKS:
        return 0.0 if inside else 0.5
    if character in "ﬁﬂ":
        return 0.5 if before.isalpha() or after.isalpha() else -1.0
    if character == "¶":
        return -1.0 if before.isalpha() or after.isalpha() else 0.5
    if character in _SYMBOLS:
        return (0.3 if character == "…" else -1.0) if inside else 1.0
    category = unicodedata.category(character)
    if category[0] == "L" or category == "Mn":
        return None
    return -2.0 if category[0] == "C" or character == "\ufffd" else -1.0


def _quote_position(before: str, character: str, after: str) -> float:
    if character in (before, after) and character in "‚„‘’“”":
        return -1.0
    opens = character in _OPENING and not before.isalnum() and not after.isspace()
    closes = character in _CLOSING and not after.isalnum() and not before.isspace()
    if opens or closes or (character in "°²³" and before.isdigit()):
        return 1.0
    return 0.3 if character in "’«»" or before.isspace() != after.isspace() else -1.0


def _script_fit(text: str, language: str) -> float:
    """Return the fit of a text in Japanese, Chinese, Korean or Thai, up to 1.8."""
    value, count, previous = 0.0, 0, " "
    for character in text:
        if character > "\x7f":
            count += 1
            value += -1.0 if previous.isalpha() and previous.isascii() else _SCRIPT_VALUES[language](character)
        previous = character
    if count * 3 < sum(map(_is_latin, text)):
        value -= count  # a few characters in a text in Latin script
    if language == "th":
        value -= 3 * len(_THAI_FAULT.findall(text))
    mean = value / max(1, count)
    return mean + (1.6 * _LANGUAGE if mean > 0.45 else 0.0)


def _is_ideograph(character: str) -> bool:
    return "一" <= character <= "鿿"


def _japanese(character: str) -> float:
    if "ぁ" <= character <= "ヿ" or character in _CJK_SIGNS:
        return 1.0
    return 0.5 if _is_ideograph(character) else -0.6


def _chinese(character: str) -> float:
    if character in _COMMON_HANZI or character in _CJK_SIGNS:
        return 1.0
    return 0.1 if _is_ideograph(character) else -0.6


def _korean(character: str) -> float:
    if character in _COMMON_HANGUL or character in _CJK_SIGNS:
        return 1.0
    return 0.4 if "가" <= character <= "힣" else -0.6


def _thai(character: str) -> float:
    return 1.0 if "ก" <= character <= "๎" else 0.5 if character in "“”‘’…–—\u00a0" else -1.0


_SCRIPT_VALUES: dict[str, Callable[[str], float]] = {"ja": _japanese, "zh": _chinese, "ko": _korean, "th": _thai}

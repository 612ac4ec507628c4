"""Decode text files: by byte order mark, as UTF-8 or UTF-16, else in the most likely legacy encoding."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from coder.exchange.file_signatures import refuse_binary, refuse_known
from coder.text.clean import clean

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings of Latin script, most likely first.
_LATIN = ("cp1252", "mac_roman", "cp1250", "cp1257", "cp1254", "cp850")
_OTHER = (
    "cp1251", "koi8_r", "mac_cyrillic", "iso8859_5", "cp866", "koi8_u", "cp1253", "mac_greek", "iso8859_7", "cp949",
    "cp932", "euc_jp", "gb18030", "big5", "cp1255", "cp1256", "cp874",
)  # fmt: skip
_COMMON = frozenset("æøåäöüßéèêëàâçîïôùûñáíóúìòãõœðþýąćęłńśźżčďěňřšťůžőűăģīķļņūāēšžğışİ")
_TYPOGRAPHY = frozenset("’‘“”„«»–—…°§´·•\u00a0€½")
_RARE = frozenset("ðþýœãõìò")  # letters, but a bad guess where a more common one is possible
_STRANGE = frozenset("ЂЃѓЉЊЌЋЏђљњќћџЈјЅѕΌ΅΄")  # letters of less common languages, often a wrong guess
_LATIN_SHARE = 0.45  # of non-ASCII letters; texts in other scripts have more
_FEWEST_LETTERS = 4  # non-ASCII letters needed to recognise a script


class Decoded(NamedTuple):
    """Clean text, the name of its codec, and warnings."""

    text: str
    encoding: str
    warnings: tuple[str, ...]


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a file. Raises UnreadableFile if the bytes are not text."""
    refuse_known(data, name)
    encoding = _encoding(data, name)
    raw = data.decode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    text, warnings = clean(raw)
    lost = raw.count("\ufffd") if not encoding.startswith("utf") else 0
    if lost:
        warnings = (*warnings, f"{lost} bytes could not be read as {encoding}; they are shown as \ufffd")
    return Decoded(text, encoding.removesuffix("-sig"), warnings)


def _encoding(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom) and _decodes(data, encoding):
            return encoding
    utf_16 = _utf_16(data)
    if utf_16:
        return utf_16
    refuse_binary(data, name)
    return "utf-8" if _decodes(data, "utf-8") else _legacy(data)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _utf_16(data: bytes) -> str:
    """Return the codec of UTF-16 without a byte order mark, in which every other byte of spaces is zero; else ""."""
    head = data[:20_000]
    if len(data) % 2 or len(head) < 4:
        return ""
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        low = head[::2] if encoding == "utf-16-le" else head[1::2]
        if high.count(0) > 0.1 * len(high) and low.count(0) < 0.02 * len(low) and _decodes(data, encoding):
            spaces = sum(1 for h, lo in zip(high, low, strict=True) if h == 0 and lo in b" \n\r")
            if spaces * 40 > len(high) or high.count(0) > 0.9 * len(high):
                return encoding
    return ""


def _legacy(data: bytes) -> str:
    high = sum(byte > 127 for byte in data[:200_000])
    low = sum(bytes((byte,)).isalpha() for byte in data[:200_000])
    if high < _FEWEST_LETTERS or high < _LATIN_SHARE * (high + low):
        return _latin(data)
    from charset_normalizer import from_bytes

    guesses = list(from_bytes(data, cp_isolation=list(_OTHER), threshold=0.4, enable_fallback=False))
    if not guesses:
        return _latin(data)
    return max(guesses, key=lambda guess: round(_coherence(str(guess)[:20_000]), 1)).encoding  # first of equals


def _coherence(text: str) -> float:
    """Return how plausible the non-ASCII letters are, up to 1: capitals begin words, no symbols, no rare letters."""
    fit = count = 0
    for at, character in enumerate(text):
        if character < "\x80":
            continue
        count += 1
        strange = not character.isalpha() or character in _STRANGE
        odd_capital = character.isupper() and text[at - 1 : at].islower()
        fit += (0 if character in _TYPOGRAPHY else -1 if strange else 1) - 2 * odd_capital
    kana = sum("ぁ" <= character <= "ヿ" for character in text)  # seldom the result of a wrong guess
    return (fit + kana) / max(count, 1)


def _latin(data: bytes) -> str:
    """Return the encoding in which the non-ASCII characters stand where such letters and signs belong."""
    return max(_LATIN, key=lambda encoding: _fit(data[:200_000].decode(encoding, "replace")))


def _fit(text: str) -> float:
    fit = 0.0
    for at, character in enumerate(text):
        if character < "\x80":
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if character in _TYPOGRAPHY:
            fit += -1 if before.isalpha() and after.isalpha() and character not in "’–—" else 0.5
        elif character.lower() in _COMMON:
            inside = character.isupper() and before.islower()
            fit += -1 if inside else 0.8 if character.lower() in _RARE else 1
        else:
            fit -= 1
    return fit

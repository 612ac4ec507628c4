"""Decode text files: as Unicode where they are, else in the encoding that the evidence speaks for."""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.file_signatures import refuse_binary, refuse_known
from coder.text.clean import clean
from coder.text.phrases import format_count

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNICODE = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, little-endian)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "utf-32": "Unicode (UTF-32)",
}
_SAMPLE = 2_000  # bytes of lines with characters beyond ASCII, spread over the file
_ALTERNATIVES = 5
_CERTAIN = 0.6  # below it, a warning asks to check the letters
# UTF-8 read as Windows-1252 or Latin-1, and saved as UTF-8 again
_TWICE = re.compile("[ÃÂ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x80-\xbfœ“”™˜¦¢]")
_TWICE_AT_LEAST = 2
_MOST_LINES = 8  # named in a warning
#: The Windows encoding for stray bytes in a UTF-8 file of a language; others: cp1252.
_STRAY = {
    **dict.fromkeys(("pl", "cs", "sk", "sl", "hr", "hu", "ro"), "cp1250"),
    **dict.fromkeys(("et", "lv", "lt"), "cp1257"),
    **dict.fromkeys(("ru", "uk", "bg", "sr"), "cp1251"),
    "tr": "cp1254",
    "el": "cp1253",
}


class Decoded(NamedTuple):
    """Clean text, its codec, and warnings; how certain the encoding is (0 to 1) and why; others, best first."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()
    score: float = 1.0
    evidence: str = ""
    alternatives: tuple[str, ...] = ()


def decode(data: bytes, name: str, encoding: str = "") -> Decoded:
    """Return the text of a file, in an encoding that was chosen, or in the one that is detected.

    Raises UnreadableFile if the bytes are not text, or not text in the chosen encoding.
    """
    refuse_known(data, name)
    if encoding:
        return _chosen(data, name, encoding)
    codec = _unicode(data)
    if codec:
        return _whole(data, codec, f"All bytes are valid {codec.removesuffix('-sig').upper()}")
    cut = _unicode(data[:-1]) if len(data) % 2 else ""
    if cut.startswith("utf-16"):
        result = _whole(data[:-1], cut, f"Valid {cut.upper()} but for the last byte")
        return result._replace(
            warnings=(*result.warnings, "The file ends in the middle of a character: is it complete?")
        )
    refuse_binary(data, name)
    if _decodes(data, "utf-8"):
        return _whole(data, "utf-8", "ASCII only" if data.isascii() else "All bytes are valid UTF-8")
    return _legacy(data)


def encodings() -> dict[str, str]:
    """Return the encodings that can be chosen, the usual ones first: codec and label."""
    from coder.exchange.encoding_evidence import LEGACY

    return UNICODE | {each.codec: each.label for each in LEGACY}


def canonical(encoding: str) -> str:
    """Return the codec of an encoding under the name used here: “Windows-1252” is cp1252; "" if there is none."""
    try:
        "".encode(encoding)  # also refuses codecs that are not for text
        codec = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return ""
    names = {codecs.lookup(each).name: each for each in encodings()}
    return names.get(codec, codec)


def _chosen(data: bytes, name: str, encoding: str) -> Decoded:
    codec = canonical(encoding)
    if not codec:
        examples = ", ".join(islice(encodings(), 12))
        raise UnreadableFile(f"“{encoding}” is not an encoding", name, f"Encodings are, for example: {examples}")
    if not codec.startswith("utf"):
        refuse_binary(data, name)
    if codec == "utf-8" and not _decodes(data, codec) and _is_mostly_utf_8(data):
        return _with_strays(data, "")
    try:
        return _whole(data, codec, "Chosen by the researcher")
    except UnicodeDecodeError as error:
        at = f"The byte 0x{data[error.start]:02x} in line {_line(data, error.start)} does not exist in it"
    except (UnicodeError, ValueError) as error:
        at = str(error)
    likely = decode(data, name).encoding
    raise UnreadableFile(f"{name} cannot be read as {codec}", at, f"It looks like {likely}. Choose another encoding")


def _whole(data: bytes, codec: str, evidence: str) -> Decoded:
    """Return the text of data that is valid in a codec."""
    text, warnings = clean(data.decode(codec, "surrogatepass" if codec.startswith("utf") else "strict"))
    if "Ã" in text or "â€" in text:
        twice = len(_TWICE.findall(text))
        if twice >= _TWICE_AT_LEAST:
            places = format_count(twice, "place")
            warnings = (*warnings, f"The text was encoded twice before it came here, such as “Ã¥” for “å”: {places}")
    return Decoded(text, codec.removesuffix("-sig"), warnings, evidence=evidence)


def _line(data: bytes, at: int) -> int:
    """Return the number of the line that holds a byte."""
    return 1 + (data.count(b"\n", 0, at) or data.count(b"\r", 0, at))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding, "surrogatepass" if encoding.startswith("utf") else "strict")
    except UnicodeDecodeError:
        return False
    return True


# Unicode

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # in UTF-16, half of a character; not in 8-bit text


def _unicode(data: bytes) -> str:
    """Return the codec of text with a byte order mark, UTF-32, UTF-16 or ISO 2022; else ""."""
    for bom, encoding in _BOMS:
        if data.startswith(bom) and _decodes(data, encoding):
            return encoding
    head = data[:20_000]
    if b"\x1b$" in data and data.isascii() and _decodes(data, "iso2022_jp"):
        return "iso2022_jp"
    if not _CONTROL.search(head):
        return ""
    if len(data) % 4 == 0 and head.count(0) > 0.4 * len(head):
        for encoding in ("utf-32-le", "utf-32-be"):
            if _decodes(data, encoding) and "\0" not in head.decode(encoding):
                return encoding
    return _utf_16(data, head) if len(data) % 2 == 0 and len(data) >= 4 else ""


def _utf_16(data: bytes, head: bytes) -> str:
    """Return the codec of UTF-16 without a byte order mark, in which every other byte of spaces is zero; else ""."""
    from coder.exchange.encoding_evidence import is_plausible

    for encoding, high, low in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if not _decodes(data, encoding):
            continue
        spaces = sum(1 for h, lo in zip(high, low, strict=True) if h == 0 and lo in b" \n\r")
        latin = high.count(0) > 0.1 * len(high) and low.count(0) <= 0.02 * len(low)
        if latin and (spaces * 40 > len(high) or high.count(0) > 0.9 * len(high)):
            return encoding
        if not latin and is_plausible(head.decode(encoding, "replace")):
            return encoding
    return ""


# UTF-8 with a few stray bytes


def _is_mostly_utf_8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    invalid = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - invalid >= invalid


class _Strays:
    """Error handler for bytes that are not UTF-8: a letter or a sign of `codec` where it can be one, else U+FFFD."""

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self.places: list[int] = []
        self.lost = 0

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        data, start, end = error.object, error.start, error.end
        self.places.append(start)
        character = data[start:end].decode(self._codec, "replace") if end - start == 1 else "\ufffd"
        before, after = data[start - 1 : start], data[end : end + 1]
        fits = character.isalpha() or character in "’‘“”„–—…«»\u00a0"
        capital = before.islower() or end == len(data)  # the end: a character that is cut off
        misplaced = (capital and character.isupper()) or not (before.isascii() or after.isascii())
        if not fits or misplaced:
            character = "\ufffd"
        self.lost += character == "\ufffd"
        return character, end


def _with_strays(data: bytes, language: str, score: float = 1.0, alternatives: tuple[str, ...] = ()) -> Decoded:
    codec = _STRAY.get(language, "cp1252")
    strays = _Strays(codec)
    text, warnings = clean(_decode_with(data, strays))
    number, first = len(strays.places), dict.fromkeys(_line(data, at) for at in strays.places[: 4 * _MOST_LINES])
    lines = [str(line) for line in islice(first, _MOST_LINES)]
    read_as = [
        f"{number - strays.lost} read as {codec}" * (number > strays.lost),
        f"{strays.lost} shown as \ufffd" * (strays.lost > 0),
    ]
    where = f"{'line' if len(lines) == 1 else 'lines'} {', '.join(lines)}{' …' * (number > 4 * _MOST_LINES)}"
    stray = f"{format_count(number, 'byte')} not valid in UTF-8 ({', '.join(filter(None, read_as))}): {where}"
    evidence = f"Valid UTF-8 but for {format_count(number, 'byte')}"
    return Decoded(text, "utf-8", (stray, *warnings), score, evidence, alternatives)


def _decode_with(data: bytes, strays: _Strays) -> str:
    """Return UTF-8 decoded with an error handler, which stays registered under one name."""
    codecs.register_error("coder.strays", strays)
    return data.decode("utf-8", "coder.strays")


# Other encodings


def _sample(data: bytes) -> bytes:
    """Return lines spread over the data, most of them with bytes beyond ASCII."""
    if len(data) <= _SAMPLE:
        return data
    lines = data.splitlines(keepends=True)
    marked = [line for line in lines if not line.isascii()]
    plain = [line for line in lines if line.isascii() and line.strip()]
    return b"".join((*_spread(marked, _SAMPLE), *_spread(plain, _SAMPLE // 4)))


_HIGH = re.compile(rb"[\x80-\xff]")


def _spread(lines: list[bytes], size: int) -> list[bytes]:
    """Return passages of the lines, of about `size` bytes in all, each begun at a blank."""
    total = sum(map(len, lines))
    step = max(1, total // size)
    chosen, left = [], size
    for line in lines[:: min(step, max(1, len(lines) // 8))]:
        high = _HIGH.search(line)
        begin = line.rfind(b" ", 0, high.start()) + 1 if high and high.start() > 400 else 0
        passage = line[begin : begin + max(1000, size // 8)]
        chosen.append(passage)
        left -= len(passage)
        if left <= 0:
            break
    return chosen


def _legacy(data: bytes) -> Decoded:
    """Return the text in the encoding that fits best; UTF-8 with stray bytes is one of the candidates."""
    from coder.exchange.encoding_evidence import examine

    sample = _sample(data)
    others = [("utf-8", _decode_with(sample, _Strays("cp1252")))] if _is_mostly_utf_8(sample) else []
    evidence = examine(sample, others)
    best = evidence.candidates[0]
    alternatives = tuple(each.codec for each in evidence.candidates[1 : 1 + _ALTERNATIVES])
    score = round(evidence.certainty, 2)
    if best.codec == "utf-8":
        return _with_strays(data, best.language, score, alternatives)
    raw = data.decode(best.codec, "replace")
    text, warnings = clean(raw)
    lost = raw.count("\ufffd")
    if lost:
        warnings = (*warnings, f"{lost} bytes could not be read as {best.codec}; they are shown as \ufffd")
    if score < _CERTAIN:
        tries = ", ".join(alternatives[:3])
        warnings = (*warnings, f"The encoding is uncertain: read as {best.codec}; check the letters, or try {tries}")
    return Decoded(text, best.codec, warnings, score, evidence.reason, alternatives)

"""The hash chain over the history: each entry holds the hash of the one before it, so that a change outside shows.

The hash of an entry is the BLAKE2b-256 of its bytes from `after` on, which is the hash of the entry before it
(`GENESIS` at the beginning). `check` before it holds the beginning of the entry's own hash. An entry of the
operation `SEALED` follows, instead, the hash of all bytes of the file before it: it seals what was written before
there was a chain, and a history that was found changed.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

#: Operation that seals the file before it by one hash.
SEALED = "project.seal"
#: What the first entry of a history follows.
GENESIS = "0" * 64
_CHECK = 16
_BEGINNING = b'{"check":"'
_AFTER = len(b'{"check":"",') + _CHECK
_SHORT = 20


def linked(rest: bytes, after: str) -> tuple[bytes, str]:
    """Return an entry, a JSON object, with its link to the entry before it, and its hash."""
    content = b'{"after":"%s",%s' % (after.encode(), rest[1:])
    own = _hash(content, b"coder entry")
    return b'%s%s",%s' % (_BEGINNING, own[:_CHECK].encode(), content[1:]), own


def hash_of(body: bytes) -> str:
    """Return the hash of an entry, "" if it is from before the chain."""
    return _hash(b"{" + body[_AFTER:], b"coder entry") if body.startswith(_BEGINNING) else ""


def is_intact(body: bytes, own: str) -> bool:
    """Return whether an entry holds the beginning of its hash, `own`."""
    return bool(own) and body[len(_BEGINNING) : len(_BEGINNING) + _CHECK] == own[:_CHECK].encode()


def hash_of_file(data: bytes) -> str:
    """Return the hash of all bytes of a history before a seal."""
    return _hash(data, b"coder history")


def _hash(data: bytes, person: bytes) -> str:
    return hashlib.blake2b(data, digest_size=32, person=person).hexdigest()


_LINE_HEAD = len(b'{"sum":"00000000:00000000","entry":')


def first_broken_line(data: bytes) -> int:
    """Return the first line, from 1, of a history that does not fit the chain, without decoding it; 0 if all do.

    Quick, for openings: it does not tell an entry that was replaced from the one after it, as `breaks` does.
    """
    after, start, number = "", 0, 0
    while (end := data.find(b"\n", start)) >= 0:
        number += 1
        body = data[start + _LINE_HEAD : end - 1]
        own = hash_of(body)
        if not own and after:
            return number
        if own:
            theirs = body[_AFTER + 9 : _AFTER + 73].decode("ascii", "replace")
            if not is_intact(body, own) or (
                theirs != (after or GENESIS) and theirs != (hash_of_file(data[:start]) if _seals(body) else "")
            ):
                return number
        after, start = own, end + 1
    return 0


def _seals(body: bytes) -> bool:
    return b'"operation":"%s"' % SEALED.encode() in body


def short_form(number: int, own: str) -> str:
    """Return the hash of an entry to note on paper: the entry's number and twenty digits, in groups."""
    return "-".join([str(number), *(own[at : at + 4] for at in range(0, _SHORT, 4))])


class Anchor(NamedTuple):
    """A noted hash, or its beginning; `number` is that of its entry, if it was noted."""

    number: int | None
    digits: str


def parse_anchor(text: str) -> Anchor | None:
    """Return the anchor in a noted short form, or in at least `_SHORT` digits of a hash; None if it is none."""
    plain = text.strip().casefold()
    number, dash, digits = plain.partition("-")
    known = int(number) if dash and number.isdecimal() else None
    digits = (digits if known is not None else plain).replace("-", "").replace(" ", "")
    valid = _SHORT <= len(digits) <= len(GENESIS) and all(digit in "0123456789abcdef" for digit in digits)
    return Anchor(known, digits) if valid else None

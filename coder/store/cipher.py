"""Authenticated encryption of whole files, of lines that are appended, and of values under a passphrase.

XChaCha20-Poly1305 and Argon2id of libsodium, by PyNaCl, which is imported only here and only when used. What does not
authenticate raises `Forged`. For a value under a passphrase, `PassphraseKey.new` derives a key once (that takes half
a second), its `seal` makes self-describing bytes, and `PassphraseKey.of(passphrase, bytes)` derives it again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
import time
import unicodedata
import zlib
from typing import Any, NamedTuple

FORMAT = "coder sealed"
VERSION = 1
KEY_SIZE, _NONCE, _TAG = 32, 24, 16
CHUNK = 1 << 18
#: What begins each sealed file.
BEGINNING = b'{"format":"%s",' % FORMAT.encode()
_LONGEST_HEAD = 1024
#: Bytes of the checksum at the end of a sealed file: it shows damage without the key.
_SUM = 8
#: Stands for what does not authenticate: no content of a project has it; so many at least.
FILLER = b"\x1a"
LEAST_FILL = 16
#: Longest passphrase, in bytes of UTF-8.
LONGEST_PASSPHRASE = 1024


class Forged(ValueError):
    """Bytes that this key did not seal, or that were changed since."""


class Cost(NamedTuple):
    """The cost of deriving a key by Argon2id: passes over the memory, and bytes of memory."""

    ops: int
    memory: int


#: Memory that an old machine has, and the least passes; `calibrated` raises the latter.
_LEAST = Cost(3, 128 << 20)
#: What is derived at most: a forged header must neither hang the program nor take all memory.
_MOST = Cost(20, 1 << 30)
_LEAST_SECONDS = 0.5


def is_acceptable(cost: Cost) -> bool:
    """Return whether a cost from a file is derived at all."""
    return 1 <= cost.ops <= _MOST.ops and 8192 <= cost.memory <= _MOST.memory


def calibrated() -> Cost:
    """Return the cost at which deriving a key takes half a second on this machine."""
    cost = _LEAST
    while cost.ops < _MOST.ops:
        start = time.perf_counter()
        derived(b"calibration", bytes(16), cost)
        seconds = time.perf_counter() - start
        if seconds >= _LEAST_SECONDS:
            break
        cost = cost._replace(ops=min(_MOST.ops, max(cost.ops + 1, int(cost.ops * _LEAST_SECONDS / seconds) + 1)))
    return cost


def as_bytes(passphrase: str) -> bytes:
    """Return the bytes of a passphrase, the same however its letters were composed; ValueError says what it lacks."""
    try:
        data = unicodedata.normalize("NFKC", passphrase).encode()
    except UnicodeEncodeError:
        raise ValueError("it has characters that are no text") from None
    if not data:
        raise ValueError("it is empty")
    if len(data) > LONGEST_PASSPHRASE:
        raise ValueError(f"it is longer than {LONGEST_PASSPHRASE:,} bytes")
    return data


def derived(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """Return the key that Argon2id derives from a secret and a salt of 16 bytes; Forged for an unacceptable cost."""
    if not is_acceptable(cost) or len(salt) != 16:
        raise Forged("the cost of its key is out of bounds")
    from nacl.pwhash import argon2id

    return argon2id.kdf(KEY_SIZE, secret, salt, opslimit=cost.ops, memlimit=cost.memory)


def encrypted(data: bytes, key: bytes, nonce: bytes, associated: bytes) -> bytes:
    """Return data encrypted, with its tag, under a nonce of 24 bytes that is used once."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    return encrypt(data, associated, nonce, key)


def decrypted(data: bytes, key: bytes, nonce: bytes, associated: bytes) -> bytes:
    """Return data decrypted; Forged if it or `associated` is not what was encrypted."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        return decrypt(data, associated, nonce, key)
    except (CryptoError, ValueError, TypeError):
        raise Forged("it does not authenticate") from None


class Head(NamedTuple):
    """The head of a sealed file: id of its key, kind, length of the content, nonce, and its own bytes."""

    id: str
    kind: str
    length: int
    nonce: bytes
    line: bytes
    fields: dict[str, Any]


def is_sealed(data: bytes) -> bool:
    """Return whether bytes begin as a sealed file does."""
    return data.startswith(BEGINNING)


def head_of(data: bytes) -> Head:
    """Return the head of a sealed file; Forged if it has none that this version knows."""
    end = data.find(b"\n", 0, _LONGEST_HEAD) + 1
    try:
        fields = json.loads(data[:end])
        if (fields["format"], fields["version"]) != (FORMAT, VERSION):
            raise Forged("this version does not know its form")
        nonce = bytes.fromhex(fields["nonce"])
        length = int(fields["length"])
        if len(nonce) != 16 or length < 0:
            raise Forged("its head is damaged")
        return Head(str(fields["id"]), str(fields["kind"]), length, nonce, data[:end], fields)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        raise Forged("its head is damaged") from None


def _sealed(data: bytes, key: bytes, id: str, kind: str, **fields: Any) -> bytes:
    nonce = os.urandom(16)
    known = {"format": FORMAT, "version": VERSION, "id": id, "kind": kind, "length": len(data), **fields}
    head = json.dumps({**known, "nonce": nonce.hex()}, separators=(",", ":")).encode() + b"\n"
    chunks = [head]
    for number in range(max(1, -(-len(data) // CHUNK))):
        place = number.to_bytes(8, "big")
        chunk = data[number * CHUNK : (number + 1) * CHUNK]
        chunks.append(encrypted(chunk, key, nonce + place, head + place))
    sealed = b"".join(chunks)
    return sealed + _sum_of(sealed)


def _sum_of(data: bytes) -> bytes:
    return b"%08x" % zlib.crc32(data)


def _opened(data: bytes, key: bytes, kind: str, filler: bytes = b"") -> bytes:
    """Return the content of a sealed file; a chunk that does not authenticate becomes `filler`, if there is one."""
    head = head_of(data)
    if head.kind != kind:
        raise Forged(f"it is of the kind {head.kind}")
    count = max(1, -(-head.length // CHUNK))
    problem = structural_problem(data)
    if problem and not filler:
        raise Forged(problem)
    parts: list[bytes] = []
    for number in range(min(count, -(-len(data) // CHUNK) + 1)):
        place = number.to_bytes(8, "big")
        size = min(CHUNK, head.length - number * CHUNK)
        start = len(head.line) + number * (CHUNK + _TAG)
        try:
            parts.append(decrypted(data[start : start + size + _TAG], key, head.nonce + place, head.line + place))
        except Forged:
            if not filler:
                raise
            parts.append(filler * max(size, LEAST_FILL))
    if problem:
        parts.append(filler * LEAST_FILL)
    return b"".join(parts)


def _length(head: Head) -> int:
    """Return how long a sealed file is by its head, without the checksum, which the first ones had not."""
    return len(head.line) + head.length + max(1, -(-head.length // CHUNK)) * _TAG


def structural_problem(data: bytes) -> str:
    """Return what is wrong with a sealed file, or "", as far as that shows without its key.

    By head, length and checksum: those show damage, not what was changed on purpose.
    """
    expected = _length(head_of(data))
    if len(data) not in (expected, expected + _SUM):
        return f"it has {len(data):,} bytes, and should have {expected + _SUM:,}"
    body, end = data[:expected], data[expected:]
    return "" if end in (b"", _sum_of(body)) else "its checksum does not agree"


class Line(NamedTuple):
    """A sealed line: where its content begins in the file as it would be unsealed, the content, the line's tag."""

    at: int
    content: bytes
    previous: bytes
    tag: bytes


#: The tag before the first line.
NO_TAG = bytes(_TAG)
_LINE = re.compile(
    rb'\{"sum":"([0-9a-f]{8})",("at":(\d{1,18}),"size":(\d{1,18}),"previous":"([\w+/=]{24})","box":"([\w+/=]+)")\}\n'
)
_LINE_HEAD = re.compile(rb'\{"sum":"[0-9a-f]{8}","at":(\d{1,18}),"size":(\d{1,18}),')
LINE_BEGINNING = re.compile(rb'\{"sum":"[0-9a-f]{8}","at":')


class Framing(NamedTuple):
    """What can be known of a sealed line without the key: its place, size, the tag before it, and its own tag."""

    at: int
    size: int
    previous: bytes
    tag: bytes


def framing_of(line: bytes) -> Framing | None:
    """Return what a whole sealed line says of itself; None if it is none, or its checksum does not agree."""
    match = _LINE.fullmatch(line)
    if match is None or int(match[1], 16) != zlib.crc32(match[2]):
        return None
    try:
        previous, tag = base64.b64decode(match[5], validate=True), base64.b64decode(match[6], validate=True)[-_TAG:]
    except binascii.Error:
        return None
    return Framing(int(match[3]), int(match[4]), previous, tag)


def place_of(line: bytes) -> tuple[int, int] | None:
    """Return the place and size that the beginning of a line claims, without checking it; None if it is none."""
    match = _LINE_HEAD.match(line)
    return (int(match[1]), int(match[2])) if match else None


class Cipher:
    """The data key of a project, unlocked: seals and opens its files. `id` names the key."""

    def __init__(self, id: str, data_key: bytes) -> None:
        self.id = id
        self.data_key = data_key
        self._keys: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return f"Cipher({self.id!r})"

    def _key(self, kind: str) -> bytes:
        """Return the key of a kind of file, as libsodium derives subkeys: by a keyed BLAKE2b."""
        key = self._keys.get(kind)
        if key is None:
            person, salt = f"coder {kind}".encode()[:16], bytes.fromhex(self.id)
            key = hashlib.blake2b(b"", digest_size=KEY_SIZE, key=self.data_key, salt=salt, person=person).digest()
            self._keys[kind] = key
        return key

    def seal(self, kind: str, data: bytes) -> bytes:
        """Return data as a sealed file of this kind."""
        return _sealed(data, self._key(kind), self.id, kind)

    def open(self, kind: str, data: bytes) -> bytes:
        """Return the content of a sealed file of this kind; Forged unless all of it authenticates."""
        return _opened(data, self._key(kind), kind)

    def open_parts(self, kind: str, data: bytes) -> bytes:
        """Return the content of a damaged file, with `FILLER` in place of chunks that do not authenticate."""
        return _opened(data, self._key(kind), kind, FILLER)

    def seal_line(self, kind: str, content: bytes, at: int, previous: bytes) -> tuple[bytes, bytes]:
        """Return a line that seals `content`, which begins at `at`, after the one tagged `previous`; and its tag."""
        nonce = os.urandom(_NONCE)
        place = b'"at":%d,"size":%d,"previous":"%s"' % (at, len(content), base64.b64encode(previous))
        box = encrypted(content, self._key(kind), nonce, place)
        rest = b'%s,"box":"%s"' % (place, base64.b64encode(nonce + box))
        return b'{"sum":"%08x",%s}\n' % (zlib.crc32(rest), rest), box[-_TAG:]

    def open_line(self, kind: str, line: bytes) -> Line:
        """Return what a sealed line holds; Forged unless it authenticates."""
        match = _LINE.fullmatch(line)
        if match is None:
            raise Forged("it is no sealed line")
        try:
            previous, box = base64.b64decode(match[5], validate=True), base64.b64decode(match[6], validate=True)
        except binascii.Error:
            raise Forged("it is no sealed line") from None
        place = line[match.start(2) : match.end(5) + 1]
        content = decrypted(box[_NONCE:], self._key(kind), box[:_NONCE], place)
        if len(content) != int(match[4]) or int(match[1], 16) != zlib.crc32(match[2]):
            raise Forged("it was changed")
        return Line(int(match[3]), content, previous, box[-_TAG:])


class PassphraseKey:
    """A key derived from a passphrase, which seals values; make one with `new`, or with `of` for sealed bytes."""

    def __init__(self, key: bytes, salt: bytes, cost: Cost) -> None:
        self._key = key
        self.salt = salt
        self.cost = cost

    @classmethod
    def new(cls, passphrase: str, cost: Cost | None = None) -> PassphraseKey:
        """Return a key with a new salt; the cost is `calibrated` unless given. ValueError for a bad passphrase."""
        cost, salt = cost or calibrated(), os.urandom(16)
        return cls(derived(as_bytes(passphrase), salt, cost), salt, cost)

    @classmethod
    def of(cls, passphrase: str, data: bytes) -> PassphraseKey:
        """Return the key of bytes that `seal` made; Forged if these are none. A wrong passphrase shows in `open`."""
        fields = head_of(data).fields
        try:
            salt, cost = bytes.fromhex(fields["salt"]), Cost(int(fields["ops"]), int(fields["memory"]))
        except (KeyError, ValueError, TypeError, OverflowError):
            raise Forged("its head is damaged") from None
        return cls(derived(as_bytes(passphrase), salt, cost), salt, cost)

    def seal(self, kind: str, data: bytes) -> bytes:
        """Return data sealed, with all that is needed to derive the key again from the passphrase."""
        return _sealed(data, self._key, "", kind, salt=self.salt.hex(), ops=self.cost.ops, memory=self.cost.memory)

    def open(self, kind: str, data: bytes) -> bytes:
        """Return what was sealed; Forged for another passphrase, another kind, or changed bytes."""
        return _opened(data, self._key, kind)


def seal_under(passphrase: str, kind: str, data: bytes, cost: Cost | None = None) -> bytes:
    """Return data sealed under a passphrase; to seal more than once, keep a `PassphraseKey`."""
    return PassphraseKey.new(passphrase, cost).seal(kind, data)


def open_under(passphrase: str, kind: str, data: bytes) -> bytes:
    """Return what was sealed under a passphrase; Forged for another one, another kind, or changed bytes."""
    return PassphraseKey.of(passphrase, data).open(kind, data)

"""Keys of encrypted projects: the key file, `project.key`, and the ring of keys that are unlocked in this process.

The key file holds the project's data key, wrapped once for each passphrase (a slot), so that a new passphrase
rewrites one small file. A caller never handles a key: reading or opening an encrypted project raises
`NeedsPassphrase`; it asks for the passphrase, calls `unlock(error.place, passphrase)`, and tries again. From then on
every function of the store reads and writes that project in this process, in any thread, until `lock` (the app's lock
key).
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from coder.errors import Damaged, NotFound, StoreError
from coder.store import cipher, files
from coder.store.cipher import Cipher, Cost

NAME = "project.key"
CHECKPOINT, HISTORY = "project.json", "history.jsonl"
_FORMAT = "coder key"
_LARGEST = 1 << 20
#: Bytes in which the beginnings of several lines of a history are.
_BEGINNING = 1 << 16
MOST_SLOTS = 32
#: Work on a whole project.
ENCRYPT, DECRYPT, RENEW = "encrypt", "decrypt", "renew"
Kind = Literal["passphrase", "recovery"]
#: Name of a passphrase of which nobody said whose it is.
OWNER = "owner"
#: A recovery key has all its strength in itself: nothing to slow down.
_RECOVERY_COST = Cost(1, 8192)


class NeedsPassphrase(StoreError):
    """A project that is encrypted and not unlocked; `place` is its folder, or a backup of it."""

    def __init__(self, place: Path) -> None:
        super().__init__("The project is encrypted", f"{place} opens with its passphrase.", "Give the passphrase.")
        self.place = place


class KeyMissing(StoreError):
    """An encrypted project without its key file: not damage, and nothing may be written in its place."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The key file is missing: {NAME}",
            f"{folder} is encrypted, and nothing can read it without that file.",
            f"Put it back into the folder; each backup holds a copy. From the newest: coder doctor {folder} --repair",
        )


class WrongPassphrase(StoreError):
    """A passphrase, or a recovery key, that opens nothing here."""

    def __init__(self, place: Path) -> None:
        super().__init__("That is not the passphrase", f"It does not open {place}.")


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """The data key wrapped under one passphrase; `name` says whose. Salt, nonce and wrapped key in hexadecimal."""

    name: str
    kind: Kind = "passphrase"
    ops: int
    memory: int
    salt: str
    nonce: str = ""
    wrapped: str = ""


class KeyFile(msgspec.Struct, frozen=True, kw_only=True):
    """The content of `project.key`: the id of the data key and its slots.

    `pending` names work on the whole project that was begun and must be completed; "" for none. `proof` is that name
    sealed under the data key (base64): without it anybody could have plain files taken for the project's own. Until a
    new data key is in use everywhere, `previous` is the one before, sealed under the new one (base64).
    """

    format: str = _FORMAT
    version: int = 1
    id: str
    pending: str = ""
    proof: str = ""
    previous: str = ""
    slots: tuple[Slot, ...] = ()


# Slots


def _associated(id: str, slot: Slot) -> bytes:
    bare = msgspec.structs.replace(slot, nonce="", wrapped="")
    return msgspec.json.encode((_FORMAT, 1, id, bare), order="sorted")


def _secret(text: str, kind: Kind) -> bytes:
    return cipher.as_bytes(text) if kind == "passphrase" else _recovery_letters(text).encode()


def add_slot(
    key_file: KeyFile, opened: Cipher, name: str, text: str, *, kind: Kind = "passphrase", cost: Cost | None = None
) -> KeyFile:
    """Return the key file with a slot more, for a passphrase or a recovery key.

    The cost of a passphrase is calibrated unless given. StoreError for a passphrase that cannot be one.
    """
    if len(key_file.slots) >= MOST_SLOTS:
        raise StoreError("The project has too many passphrases", f"{MOST_SLOTS} at most. Remove one first.")
    try:
        secret = _secret(text, kind)
    except ValueError as error:
        raise StoreError("That cannot be a passphrase", f"{str(error).capitalize()}.") from None
    cost = _RECOVERY_COST if kind == "recovery" else cost or cipher.calibrated()
    salt, nonce = os.urandom(16), os.urandom(24)
    slot = Slot(name=name, kind=kind, ops=cost.ops, memory=cost.memory, salt=salt.hex())
    key = cipher.derived(secret, salt, cost)
    wrapped = cipher.encrypted(opened.data_key, key, nonce, _associated(key_file.id, slot))
    slot = msgspec.structs.replace(slot, nonce=nonce.hex(), wrapped=wrapped.hex())
    return msgspec.structs.replace(key_file, slots=(*key_file.slots, slot))


def new(name: str, passphrase: str, cost: Cost | None = None) -> tuple[KeyFile, Cipher]:
    """Return a new data key, and the key file that holds it under one passphrase."""
    id = os.urandom(16).hex()
    opened = Cipher(id, os.urandom(cipher.KEY_SIZE))
    return add_slot(KeyFile(id=id), opened, name or OWNER, passphrase, cost=cost), opened


def names_of(key_file: KeyFile) -> list[str]:
    """Return a name for each slot, no two the same: one without a name, of an earlier version, is the owner's."""
    names: list[str] = []
    for slot in key_file.slots:
        base = slot.name or OWNER
        names.append(next(name for name in _numbered(base) if name not in names))
    return names


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base} {number}" for number in itertools.count(2))


def open_slot(key_file: KeyFile, text: str) -> tuple[Slot, Cipher] | None:
    """Return the slot that a passphrase or a recovery key opens, and the data key; None if it opens none."""
    for slot in key_file.slots:
        try:
            secret = _secret(text, slot.kind)
            key = cipher.derived(secret, bytes.fromhex(slot.salt), Cost(slot.ops, slot.memory))
            wrapped, nonce = bytes.fromhex(slot.wrapped), bytes.fromhex(slot.nonce)
            data_key = cipher.decrypted(wrapped, key, nonce, _associated(key_file.id, slot))
        except ValueError:  # Forged, a text that cannot be this kind of secret, or a damaged slot
            continue
        if len(data_key) == cipher.KEY_SIZE:
            return slot, Cipher(key_file.id, data_key)
    return None


_PREVIOUS, _PENDING = "previous", "pending"


def with_pending(key_file: KeyFile, opened: Cipher, work: str) -> KeyFile:
    """Return the key file with this work on the whole project begun."""
    proof = base64.b64encode(opened.seal(_PENDING, work.encode())).decode()
    return msgspec.structs.replace(key_file, pending=work, proof=proof)


def without_pending(key_file: KeyFile) -> KeyFile:
    """Return the key file with that work completed."""
    return msgspec.structs.replace(key_file, pending="", proof="", previous="")


def pending_of(key_file: KeyFile, opened: Cipher) -> str:
    """Return the work on the whole project that was begun, "" for none, and for one that this key did not seal."""
    try:
        proven = opened.open(_PENDING, base64.b64decode(key_file.proof)) if key_file.proof else b""
    except ValueError:
        return ""
    return key_file.pending if proven == key_file.pending.encode() else ""


def renewed(key_file: KeyFile, opened: Cipher) -> tuple[KeyFile, Cipher]:
    """Return a key file without slots for a new data key, which holds the present one until that is not needed."""
    id = os.urandom(16).hex()
    new_key = Cipher(id, os.urandom(cipher.KEY_SIZE))
    content = bytes.fromhex(opened.id) + opened.data_key
    previous = base64.b64encode(new_key.seal(_PREVIOUS, content)).decode()
    return with_pending(KeyFile(id=id, previous=previous), new_key, RENEW), new_key


def _previous(key_file: KeyFile, opened: Cipher) -> Cipher | None:
    if not key_file.previous:
        return None
    try:
        content = opened.open(_PREVIOUS, base64.b64decode(key_file.previous))
    except ValueError:
        return None
    return Cipher(content[:16].hex(), content[16:])


_GROUP = 4
_CHECK_BYTES = 2
_CONFUSED = str.maketrans("018", "OIB")


def new_recovery_key() -> str:
    """Return a random recovery key: 160 bits and a check, in groups of four letters and digits, to be printed."""
    secret = os.urandom(20)
    letters = base64.b32encode(secret).decode() + _check(secret)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _check(secret: bytes) -> str:
    return base64.b32encode(hashlib.blake2b(secret, digest_size=_CHECK_BYTES, person=b"coder recovery").digest())[
        :_GROUP
    ].decode()


def _recovery_letters(text: str) -> str:
    """Return the letters of a typed recovery key; ValueError if it is none, by its check."""
    letters = "".join(text.upper().translate(_CONFUSED).replace("-", " ").split())
    if len(letters) != 36 or _check(base64.b32decode(letters[:32])) != letters[32:]:
        raise ValueError("it is no recovery key")
    return letters[:32]


def is_recovery_key(text: str) -> bool:
    """Return whether a text is a whole recovery key, by its check letters."""
    try:
        _recovery_letters(text)
    except ValueError:
        return False
    return True


# The file


def is_encrypted(folder: Path) -> bool:
    """Return whether a project is encrypted, unlocked or not, and even if its key file is missing."""
    return os.path.lexists(folder / NAME) or _has_sealed_files(folder)


def encode(key_file: KeyFile) -> bytes:
    """Return the bytes of a key file."""
    return msgspec.json.format(msgspec.json.encode(key_file)) + b"\n"


def decode(data: bytes, where: Path) -> KeyFile:
    """Return what is in a key file; Damaged if that is no key file that this version knows."""
    try:
        key_file = msgspec.json.decode(data, type=KeyFile)
        id_is_sound = len(bytes.fromhex(key_file.id)) == 16
    except (*files.UNDECODABLE, ValueError):
        raise _damaged(where, "it cannot be read") from None
    if key_file.format != _FORMAT or key_file.version != 1:
        raise StoreError("This version of coder does not know this key file", f"{where}: version {key_file.version}.")
    if not id_is_sound or len(key_file.slots) > MOST_SLOTS:
        raise _damaged(where, "it is no key file")
    return key_file


def _damaged(where: Path, reason: str) -> Damaged:
    return Damaged(
        "The key file is damaged",
        f"{where}: {reason}.",
        f"Each backup holds a copy of it: take {NAME} out of the newest one (it is a zip file).",
    )


def read(place: Path) -> KeyFile | None:
    """Return the key file of a project's folder or of a backup; None if it is not encrypted.

    KeyMissing where only the files of the project are there.
    """
    is_backup = place.suffix == ".zip" and not place.is_dir()
    data = _backed_up(place) if is_backup else _bytes_of(place / NAME)
    if data is None and not is_backup and _has_sealed_files(place):
        raise KeyMissing(place)
    return None if data is None else decode(data, place)


def _has_sealed_files(folder: Path) -> bool:
    """Return whether the checkpoint or the history of a project is sealed, by their beginnings."""
    if cipher.is_sealed(_bytes_of(folder / CHECKPOINT, len(cipher.BEGINNING)) or b""):
        return True
    lines = (_bytes_of(folder / HISTORY, _BEGINNING) or b"").split(b"\n")  # the first of them may be damaged
    return any(map(cipher.LINE_BEGINNING.match, lines))


def id_of_files(folder: Path) -> str:
    """Return the id of the key that the checkpoint of a project is sealed under; "" if it does not say."""
    try:
        return cipher.head_of(_bytes_of(folder / CHECKPOINT, _BEGINNING) or b"").id
    except cipher.Forged:
        return ""


def _bytes_of(path: Path, size: int = _LARGEST) -> bytes | None:
    if not path.is_file() and path.name != NAME:  # a pipe would be waited for
        return None
    try:
        with path.open("rb") as file:
            return file.read(size)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:  # a zero byte in the path
        return None
    except OSError as error:
        raise files.explain_reading(error, path) from error


def _backed_up(path: Path) -> bytes | None:
    import zlib
    from zipfile import BadZipFile, LargeZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            return None if NAME not in archive.namelist() else archive.open(NAME).read(_LARGEST)
    except (OSError, EOFError, ValueError, zlib.error, RuntimeError, BadZipFile, LargeZipFile) as error:
        raise Damaged("A backup cannot be read", f"{path}: {type(error).__name__}.") from None


def write(folder: Path, key_file: KeyFile) -> None:
    """Write the key file of a project, all or nothing."""
    try:
        files.replace(folder / NAME, encode(key_file))
    except OSError as error:
        raise files.explain(error, f"write {NAME}") from error


# The ring

_guard = threading.Lock()
_by_id: dict[str, Cipher] = {}
_by_folder: dict[str, Cipher] = {}
#: Id of a key → the one that some files are still sealed under, and the key file that was read last.
_before: dict[str, Cipher] = {}
_key_files: dict[str, KeyFile] = {}


def _place(folder: Path) -> str:
    return os.path.abspath(folder)


def unlock(place: Path, passphrase: str) -> Cipher:
    """Unlock the project in a folder, or of a backup, in this process, by a passphrase or its recovery key.

    Raises WrongPassphrase, NotFound where there is no encrypted project. It takes half a second for each passphrase
    of the project.
    """
    key_file = read(place)
    if key_file is None:
        raise NotFound("There is no encrypted project here", str(place))
    opened = open_slot(key_file, passphrase)
    if opened is None:
        raise WrongPassphrase(place)
    hold(key_file, opened[1], () if place.suffix == ".zip" else (place,))
    return opened[1]


def hold(key_file: KeyFile, opened: Cipher, folders: Iterable[Path] = ()) -> None:
    """Keep an unlocked key in the ring, for these folders."""
    previous = _previous(key_file, opened)
    with _guard:
        _by_id[opened.id] = opened
        _key_files[opened.id] = key_file
        if previous is not None:
            _before[opened.id] = previous
        else:
            _before.pop(opened.id, None)
        for folder in folders:
            _by_folder[_place(folder)] = opened


def key_file_of(id: str, place: Path) -> KeyFile:
    """Return the key file of an unlocked key as it was last read; NeedsPassphrase for `place` if there is none."""
    key_file = _key_files.get(id)
    if key_file is None:
        raise NeedsPassphrase(place)
    return key_file


def previous(id: str) -> Cipher | None:
    """Return the key before the one with this id, while some files may still be sealed under it."""
    return _before.get(id)


def copy_to(folder: Path, to: Path) -> None:
    """Give a new folder the key file of a project, if that is encrypted: what is written there is sealed as well.

    Works if the project's own folder is gone. OSError when the new folder refuses.
    """
    opened = held(folder)
    try:
        key_file = read(folder)
    except StoreError:
        if opened is None:
            raise
        key_file = None
    if opened is not None and (key_file is None or key_file.id != opened.id):
        key_file = _key_files.get(opened.id)
    if key_file is None:
        return
    files.replace(to / NAME, encode(key_file))
    of(to)


def lock(folder: Path) -> None:
    """Forget the key of the project in a folder, which must not be open: its files could not be written.

    To ask for the passphrase of an open project again, call `unlock`: it always checks it.
    """
    with _guard:
        opened = _by_folder.pop(_place(folder), None)
        if opened is not None:
            _by_id.pop(opened.id, None)
            for place in [place for place, other in _by_folder.items() if other.id == opened.id]:
                del _by_folder[place]


def lock_left(folder: Path, entered: Path) -> None:
    """Forget the key of a project that was closed for another one, unless that has the same key, as a copy has."""
    left, now = held(folder), held(entered)
    if left is not None and (now is None or now.id != left.id):
        lock(folder)


def lock_all() -> None:
    """Forget all keys."""
    with _guard:
        for ring in (_by_id, _before):
            ring.clear()
        _by_folder.clear()
        _key_files.clear()


def is_unlocked(folder: Path) -> bool:
    """Return whether a project is encrypted and unlocked in this process."""
    try:
        return of(folder) is not None
    except StoreError:
        return False


def held(folder: Path) -> Cipher | None:
    """Return the key of a project that this process has read, without a look at its folder, which may be gone."""
    return _by_folder.get(_place(folder))


def of(folder: Path) -> Cipher | None:
    """Return the key of the project in a folder, None if that is not encrypted; NeedsPassphrase if it is locked."""
    return held(folder) or refreshed(folder)


def refreshed(folder: Path) -> Cipher | None:
    """As `of`, and find out anew which key it is: another program may have decrypted it, or given it a new one."""
    key_file = read(folder)
    with _guard:
        _by_folder.pop(_place(folder), None)
        if key_file is None:
            return None
        opened = _by_id.get(key_file.id)
        if opened is None:
            raise NeedsPassphrase(folder)
        _by_folder[_place(folder)] = opened
        return opened


def of_id(id: str, place: Path) -> Cipher:
    """Return the unlocked key with this id; NeedsPassphrase for `place` if it is locked."""
    opened = _by_id.get(id) or next((key for key in _before.values() if key.id == id), None)
    if opened is None:
        raise NeedsPassphrase(place)
    return opened

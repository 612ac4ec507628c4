"""Backups: archives of a project with its history and drafts, each with a manifest, in `backups/`.

A backup is a zip file with `project.json`, the history up to the same change, the drafts, and `manifest.json`: the
project, the place in its history, and the size and SHA-256 of each file. Earlier versions wrote `project.json`
alone, compressed (`project-*.json.gz`); these are read, too. A file under its final name is complete: it is written
under another name, synced, and renamed.
"""

from __future__ import annotations

import base64
import contextlib
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from coder.errors import Damaged, StoreError
from coder.model.project import Info
from coder.progress import Progress, no_progress
from coder.store import checkpoint, cipher, drafts, files, journal, keys, reading, retention, sealed
from coder.store.cipher import Cipher
from coder.store.journal import State
from coder.store.keys import KeyFile

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

FOLDER = "backups"
EVERY = timedelta(hours=1)
MANIFEST = "manifest.json"
README = "README.txt"
_FORMAT = "coder backup"
_STAMP = "%Y%m%d-%H%M%S"
_PIECE = 1 << 20
#: Bytes of a manifest, and of a draft, beyond which it is not one.
_LONGEST = 1 << 24
_KEPT = "kept"
_GLANCE = 0.1  # seconds between two reports of a check of all backups
#: Of the compression: five times as fast as the default, and a tenth larger.
_LEVEL = 1


class Place(msgspec.Struct, frozen=True):
    """A place in a history: the state of the journal there, and the last change before it."""

    state: State
    transaction: str = ""
    when: str = ""
    label: str = ""


class Member(msgspec.Struct, frozen=True):
    """The size of a file and its SHA-256, in hexadecimal."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a backup: of which project, when made (ISO 8601, UTC), its place in the history, its files.

    Of an encrypted project, `key` is the id of the key, `inner` the head itself, sealed (base64): all of the other
    fields but the number of changes is empty in the file, and here too while the key is locked.
    """

    format: str = _FORMAT
    version: int = 1
    project: str
    name: str
    made: str
    note: str = ""
    place: Place
    members: dict[str, Member] = {}
    key: str = ""
    inner: str = ""


class Name(NamedTuple):
    """Name of a backup: its number, when made (UTC), the number of changes, whether it is always kept.

    The number orders the backups of a folder, since clocks jump; 0: none. `changes` is None in earlier versions.
    """

    number: int
    made: datetime | None
    changes: int | None
    kept: bool


def name_of(path: Path) -> Name:
    """Parse the name of a backup."""
    stem = path.name.split(".")[0].split("-")
    number = int(stem[1]) if len(stem) > 1 and stem[1].isdecimal() else 0
    try:
        made = datetime.strptime("-".join(stem[2:4]), _STAMP)
    except ValueError:
        made = None
    if is_legacy(path):
        return Name(number, made, None, len(stem) > 4)
    changes = stem[4][1:] if len(stem) > 4 else ""
    return Name(number, made, int(changes) if changes.isdecimal() else None, _KEPT in stem[5:])


def is_legacy(path: Path) -> bool:
    """Return whether a backup is of an earlier version: `project.json` alone."""
    return path.name.endswith(".json.gz")


def listed(folder: Path) -> list[Path]:
    """Return the backups of the project in `folder`, the latest first."""
    return listed_in(folder / FOLDER)


def listed_in(folder: Path) -> list[Path]:
    """Return the backups that lie in `folder` itself, the latest first: by number, since clocks jump."""
    paths = [*folder.glob("backup-*.zip"), *folder.glob("project-*.json.gz")]
    return sorted(paths, key=lambda path: (name_of(path).number, path.name), reverse=True)


def due(folder: Path, now: datetime, changes: int) -> bool:
    """Return whether a backup should be made of a project with so many changes.

    It should, if the newest one has another number of changes, and none was made within `EVERY` of now, earlier or
    (after a clock jump) later.
    """
    names = [name_of(path) for path in listed(folder)]
    if names and names[0].changes == changes:
        return False
    moment = now.astimezone(timezone.utc).replace(tzinfo=None)
    return all(abs(moment - name.made) >= EVERY for name in names if name.made is not None)


# Making


def make(
    folder: Path,
    now: datetime,
    content: bytes,
    state: State,
    info: Info,
    *,
    note: str = "",
    report: Progress = no_progress,
) -> Path:
    """Make a backup of the project in `folder`, remove those that `retention` does not keep; return its path.

    `content` is that of a checkpoint with this state and info. A backup with a note is always kept. OSError when the
    disk refuses, Damaged when the history does not reach the state; nothing is left behind then.
    """
    now = now.astimezone(timezone.utc)
    files.make_folder(folder / FOLDER)
    number = 1 + max((name_of(path).number for path in listed(folder)), default=0)
    suffix = f"-{_KEPT}" if note else ""
    path = folder / FOLDER / f"backup-{number:06d}-{now.strftime(_STAMP)}-n{state.number}{suffix}.zip"
    head = Manifest(
        project=info.id,
        name=info.name,
        made=now.isoformat(timespec="seconds"),
        note=note,
        place=_place(folder, state),
    )
    opened = keys.of(folder)
    end = sealed.raw_end(folder / journal.NAME, state.offset) if state.offset else 0
    with _aside(path) as file:
        _pack(file, _files_of(folder, content, end, opened), head, opened, len(content) + end, report)
    thin(folder / FOLDER)
    return path


def rewrite(path: Path, content: bytes, history: bytes, state: State, kept: Mapping[str, bytes]) -> None:
    """Replace what is in a backup with a manifest: the checkpoint, the history up to `state`, the drafts.

    All of it is sealed if it was. OSError when the disk refuses; the backup is as it was then.
    """
    head = manifest(path)
    opened = keys.of_id(head.key, path) if head.key else None
    place = Place(state)
    if history:
        last = next(journal.backwards(lambda size, offset: history[offset : offset + size], state.offset)).transaction
        place = Place(state, last.id, last.when, last.label)
    sources = [*_sources(content, history, kept, opened)]
    if keys.NAME in head.members:
        sources.append(_source(keys.NAME, _member(path, keys.NAME)[0]))
    _put(path, sources, msgspec.structs.replace(head, place=place), opened)


def replace_legacy(path: Path, content: bytes) -> None:
    """Replace the checkpoint in a backup of an earlier version; OSError when the disk refuses."""
    import gzip

    files.replace(path, _sealed_again(path, gzip.compress(content)))


def draft_files(path: Path) -> dict[str, bytes]:
    """Return the draft files in a backup, checked, by name; Damaged when one cannot be read."""
    if is_legacy(path):
        return {}
    prefix = f"{drafts.FOLDER}/"
    names = [name for name in manifest(path).members if name.startswith(prefix)]
    return {name.removeprefix(prefix): _content(path, name, sealed.DRAFT) for name in names}


def _place(folder: Path, state: State) -> Place:
    """Return the place in the history that a state stands for; Damaged if the history does not have it."""
    if state.number == 0 or state.offset == 0:
        return Place(state)
    with reading.opened(folder / journal.NAME) as file:
        read = None if file is None else sealed.reader(file)
        entry = None if read is None else next(journal.backwards(read, state.offset), None)
    if entry is None or entry.state.sum != state.sum:
        raise Damaged(
            "The history does not belong to project.json",
            f"{folder / journal.NAME} has no change {state.number:,} as project.json has it.",
            "Run: coder doctor PROJECT",
        )
    transaction = entry.transaction
    return Place(state, transaction.id, transaction.when, transaction.label)


@contextlib.contextmanager
def _aside(path: Path) -> Iterator[IO[bytes]]:
    """Write a file that takes its name only when it is complete and on disk."""
    with files.written_aside(path) as handle, open(handle, "wb", closefd=False) as file:
        yield file


#: A file to put into a backup: its name, the bytes, and how many.
Source = tuple[str, IO[bytes], int]


def _pack(
    file: IO[bytes], sources: Iterable[Source], head: Manifest, opened: Cipher | None, total: int, report: Progress
) -> None:
    """Write the archive; the manifest comes last, since it has the sums of the rest. `total` is in bytes."""
    from zipfile import ZipFile

    members: dict[str, Member] = {}
    done = 0

    def add(name: str, source: IO[bytes], size: int) -> None:
        nonlocal done
        import hashlib

        digest = hashlib.sha256()
        left = size
        with archive.open(_entry(name, head.made), "w", force_zip64=size > 1 << 30) as member:
            while left and (piece := source.read(min(_PIECE, left))):
                digest.update(piece)
                member.write(piece)
                left -= len(piece)
                done += len(piece)
                report(min(1.0, done / (total or 1)))
        if left:
            raise Damaged("The history became shorter while it was copied", name)
        members[name] = Member(size, digest.hexdigest())

    with ZipFile(file, "w") as archive:
        report(0.0)
        for source in sources:
            add(*source)
        name = head.name if opened is None else _ENCRYPTED
        readme = _README.format(name=name, made=head.made).encode()
        add(*_source(README, readme))
        manifest = _outer(msgspec.structs.replace(head, members=members), opened)
        archive.writestr(_entry(MANIFEST, head.made), msgspec.json.format(msgspec.json.encode(manifest)))


def _files_of(folder: Path, content: bytes, end: int, opened: Cipher | None) -> Iterator[Source]:
    """Yield the files of a project: the checkpoint with this content, the history up to `end`, and the drafts."""
    yield _source(checkpoint.NAME, content if opened is None else opened.seal(sealed.PROJECT, content))
    with contextlib.ExitStack() as stack:
        history = stack.enter_context((folder / journal.NAME).open("rb")) if end else io.BytesIO()
        yield journal.NAME, history, end
    for name in drafts.names(folder, "[!.]*"):
        if (folder / drafts.FOLDER / name).is_dir():
            continue
        with contextlib.suppress(FileNotFoundError):  # saved or discarded meanwhile
            yield _source(f"{drafts.FOLDER}/{name}", (folder / drafts.FOLDER / name).read_bytes())
    if opened is not None:
        keys.read(folder)  # refuses a backup that nothing would open
        yield _source(keys.NAME, (folder / keys.NAME).read_bytes())


def _source(name: str, data: bytes) -> Source:
    return name, io.BytesIO(data), len(data)


def _sources(content: bytes, history: bytes, kept: Mapping[str, bytes], opened: Cipher | None) -> Iterator[Source]:
    """Yield the files of a backup with these contents."""
    contents = [(checkpoint.NAME, content, sealed.PROJECT), (journal.NAME, history, sealed.LINES)]
    contents += [(f"{drafts.FOLDER}/{name}", data, sealed.DRAFT) for name, data in kept.items()]
    for name, data, kind in contents:
        yield _source(name, data if opened is None else sealed.sealed_content(data, opened, kind))


def _put(path: Path, sources: Iterable[Source], head: Manifest, opened: Cipher | None) -> None:
    """Replace a backup by one of these files."""
    head = msgspec.structs.replace(head, members={}, key="", inner="")
    with _aside(path) as file:
        _pack(file, sources, head, opened, 0, no_progress)


_HEAD, _LEGACY = "backup", "legacy"
_ENCRYPTED = "(its name is encrypted)"


def _outer(head: Manifest, opened: Cipher | None) -> Manifest:
    """Return the head of a backup as it is written: that of an encrypted project holds the rest of it sealed."""
    if opened is None:
        return head
    inner = base64.b64encode(opened.seal(_HEAD, msgspec.json.encode(head))).decode()
    place = Place(State(number=head.place.state.number))
    return Manifest(
        version=2, project="", name="", made=head.made, place=place, members=head.members, key=opened.id, inner=inner
    )


def _inner(head: Manifest, path: Path) -> Manifest:
    """Return the whole head of a backup; what is encrypted stays empty while the key is locked."""
    if not head.key:
        return head
    try:
        content = keys.of_id(head.key, path).open(_HEAD, base64.b64decode(head.inner))
    except keys.NeedsPassphrase:
        return head
    inner = msgspec.json.decode(content, type=Manifest)
    if (inner.made, inner.members) != (head.made, head.members):
        raise ValueError("it was changed")
    return msgspec.structs.replace(inner, key=head.key)


_README = """This is a backup of the project “{name}”, made by the program coder at {made}.

To restore it, with a check of every file:

    coder backups restore THIS_FILE --to NEW_FOLDER

Without the program: unpack all files into a new, empty folder, never over a project.
It can be opened with: coder NEW_FOLDER

It contains the interviews. Keep it as you keep them.
"""


def _entry(name: str, made: str) -> ZipInfo:
    from zipfile import ZIP_DEFLATED, ZipInfo

    moment = datetime.fromisoformat(made)
    year = min(max(moment.year, 1980), 2107)  # a zip file knows no other years
    entry = ZipInfo(name, (year, *moment.timetuple()[1:6]))
    entry.compress_type = ZIP_DEFLATED
    # The level of the archive itself is not used for an entry with a time.
    entry._compresslevel = _LEVEL  # type: ignore[attr-defined]
    entry.external_attr = files.FILE_MODE << 16
    return entry


def thin(folder: Path) -> list[Path]:
    """Remove the backups in `folder` that `retention` does not keep; return them.

    A damaged backup is neither removed nor does a good one make way for it. One with a note is always kept.
    """
    candidates = [path for path in listed_in(folder) if not name_of(path).kept]
    if all(retention.kept([name_of(path).made for path in candidates])):
        return []
    candidates = [path for path in candidates if is_legacy(path) or _is_readable(path)]
    keep = retention.kept([name_of(path).made for path in candidates])
    gone = [path for path, stays in zip(candidates, keep, strict=True) if not stays]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def copy(path: Path, folder: Path, report: Progress = no_progress) -> Path:
    """Copy a backup into another folder, numbered there, and thin that; return the copy, an earlier one if there is.

    OSError when the folder cannot be written.
    """
    files.make_folder(folder)
    files.remove_old(folder, f".backup-*{files.PART}")
    others = listed_in(folder)
    for other in copies(path, others):
        if other.stat().st_size == path.stat().st_size:
            return other
    number = 1 + max((name_of(other).number for other in others), default=0)
    target = folder / f"backup-{number:06d}-{path.name.split('-', 2)[2]}"
    size = path.stat().st_size or 1
    with path.open("rb") as source, _aside(target) as file:
        while piece := source.read(_PIECE):
            file.write(piece)
            report(min(1.0, file.tell() / size))
    thin(folder)
    return target


# Reading


def manifest(path: Path) -> Manifest:
    """Return the manifest of a backup without checking its files; Damaged when it cannot be read."""
    with _opened(path) as archive:
        return _manifest(path, archive)


def _is_readable(path: Path) -> bool:
    try:
        manifest(path)
    except StoreError:
        return False
    return True


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while the bytes of an archive are read into Damaged."""
    from zipfile import BadZipFile, LargeZipFile

    try:
        yield
    except FileNotFoundError:
        raise _gone(path) from None
    except (
        *(OSError, EOFError, zlib.error, BadZipFile, LargeZipFile, ValueError, KeyError, RuntimeError),
        *(msgspec.DecodeError, NotImplementedError, OverflowError, MemoryError),
    ) as error:
        reason = "it cannot be unpacked" if isinstance(error, zlib.error) else type(error).__name__
        raise _damaged(path, reason) from None


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    from zipfile import ZipFile

    with _reading(path):
        archive = ZipFile(path)
    with archive:
        yield archive


def _gone(path: Path) -> StoreError:
    return StoreError("There is no such backup", str(path), "Those there are: coder backups list PROJECT")


def _damaged(path: Path, reason: str) -> Damaged:
    return Damaged("A backup cannot be read", f"{path}: {reason}.", "Take another one: coder backups list PROJECT")


def _manifest(path: Path, archive: ZipFile) -> Manifest:
    with _reading(path):
        entry = archive.getinfo(MANIFEST)
        if entry.file_size > _LONGEST:
            raise _damaged(path, f"{MANIFEST} is too long")
        head = msgspec.json.decode(archive.read(entry), type=Manifest)
        datetime.fromisoformat(head.made)
        if head.version == (2 if head.key else 1):
            head = _inner(head, path)
    if head.format != _FORMAT or head.version > (2 if head.key else 1):
        raise StoreError(
            "This version of coder does not know this kind of backup", f"{path}: {head.format} {head.version}."
        )
    names = [entry.filename for entry in archive.infolist()]
    if sorted(names) != sorted([*head.members, MANIFEST]):
        raise _damaged(path, "it has other files than its manifest says")
    if not {checkpoint.NAME, journal.NAME} <= head.members.keys() or not all(map(_is_expected, head.members)):
        raise _damaged(path, "it has other files than a backup")
    return head


def _is_expected(name: str) -> bool:
    """Return whether a file belongs in a backup; no other name ever becomes a path."""
    folder, slash, rest = name.rpartition("/")
    if not slash:
        return name in (checkpoint.NAME, journal.NAME, README, keys.NAME)
    plain = rest.replace("-", "").replace("_", "").replace(".", "")
    return folder == drafts.FOLDER and not rest.startswith(".") and plain.isascii() and plain.isalnum()


def verify(path: Path, report: Progress = no_progress) -> Manifest | None:
    """Check every file of a backup against its manifest and return that; None for an earlier version's.

    Damaged when a file is not what it should be.
    """
    if is_legacy(path):
        read(path)
        return None
    with _opened(path) as archive:
        head = _manifest(path, archive)
        total = sum(member.size for member in head.members.values()) or 1
        done = 0
        for name in head.members:
            for piece in _pieces(path, archive, head, name):
                done += len(piece)
                report(min(1.0, done / total))
        return head


class _Cancelled(Exception):
    """Raised in the threads of a check that ends early."""


def damaged(folder: Path, report: Progress = no_progress) -> list[tuple[Path, StoreError]]:
    """Return the damaged backups of a project, the latest first, each with what is wrong.

    `report` may raise to cancel the check, which then ends at once, as for Ctrl+C.
    """
    from concurrent.futures import ThreadPoolExecutor, wait

    paths = listed(folder)
    shares = [0.0] * len(paths)
    cancelled = False

    def problem(number: int) -> StoreError | None:
        def follow(share: float) -> None:
            shares[number] = share
            if cancelled:
                raise _Cancelled

        try:
            verify(paths[number], follow)
        except StoreError as error:
            return error
        shares[number] = 1.0
        return None

    with ThreadPoolExecutor() as pool:  # unpacking and checksums run beside each other
        checks = [pool.submit(problem, number) for number in range(len(paths))]
        try:
            while wait(checks, timeout=_GLANCE).not_done:
                report(sum(shares) / len(shares))
        except BaseException:
            cancelled = True
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    problems = zip(paths, (check.result() for check in checks), strict=True)
    return [(path, error) for path, error in problems if error is not None]


def _pieces(path: Path, archive: ZipFile, head: Manifest, name: str) -> Iterator[bytes]:
    """Yield the bytes of a file in the archive; Damaged after the last if they are not what the manifest says."""
    import hashlib

    member = head.members[name]
    digest = hashlib.sha256()
    left = member.size
    with _reading(path), archive.open(name) as file:
        while piece := file.read(_PIECE):
            left -= len(piece)
            if left < 0:
                break
            digest.update(piece)
            yield piece
    if left != 0 or digest.hexdigest() != member.sha256:
        raise _damaged(path, f"{name} is not what was backed up (its checksum differs)")


def content(path: Path) -> bytes:
    """Return the content of `project.json` in a backup, checked; Damaged when it cannot be read.

    NeedsPassphrase for one of an encrypted project that is locked, as for its history.
    """
    if not is_legacy(path):
        data, opened = _member(path, checkpoint.NAME)
        return data if opened is None else sealed.content(data, opened, sealed.PROJECT)
    import gzip

    try:
        return gzip.decompress(_unsealed(path))
    except FileNotFoundError:
        raise _gone(path) from None
    except (OSError, EOFError, zlib.error, cipher.Forged) as error:
        raise _damaged(path, type(error).__name__) from None


def history(path: Path) -> bytes:
    """Return the history in a backup, checked, empty for an earlier version's; Damaged when it cannot be read."""
    if is_legacy(path):
        return b""
    data, opened = _member(path, journal.NAME)
    return data if opened is None else sealed.lines_content(data, opened, sealed.LINES)


def _member(path: Path, name: str) -> tuple[bytes, Cipher | None]:
    """Return the bytes of a file in a backup, and the key they are sealed under, if any."""
    with _opened(path) as archive:
        head = _manifest(path, archive)
        opened = keys.of_id(head.key, path) if head.key else None
        return b"".join(_pieces(path, archive, head, name)) if name in head.members else b"", opened


def read(path: Path) -> checkpoint.Checkpoint:
    """Return the records of a backup; Damaged when it cannot be read."""
    return checkpoint.decode(content(path), str(path))


def extract(path: Path, folder: Path, report: Progress = no_progress) -> None:
    """Write the files of a backup with a manifest into a folder, checking each; Damaged when one is damaged."""
    with _opened(path) as archive:
        head = _manifest(path, archive)
        total = sum(member.size for member in head.members.values()) or 1
        done = 0
        for name in head.members:
            if name == README:
                continue
            target = folder / name
            files.make_folder(target.parent)
            with _aside(target) as file:
                for piece in _pieces(path, archive, head, name):
                    file.write(piece)
                    done += len(piece)
                    report(min(1.0, done / total))


def copies(path: Path, others: Sequence[Path]) -> list[Path]:
    """Return the backups among `others` that are of the same moment and number of changes, whatever their number."""
    tail = path.name.split("-", 2)[2:]
    return [other for other in others if other.name.split("-", 2)[2:] == tail]


# Encrypting what there is


def is_sealed(path: Path) -> bool:
    """Return whether a backup is one of an encrypted project; False if it cannot be read."""
    try:
        if is_legacy(path):
            with path.open("rb") as file:
                return cipher.is_sealed(file.read(len(cipher.BEGINNING)))
        return bool(manifest(path).key)
    except (OSError, StoreError):
        return False


def key_file_of(path: Path) -> KeyFile | None:
    """Return the key file of a sealed backup, unlocked; None for a plain one.

    One of an earlier version holds none: it is what was read in this process.
    """
    if not is_sealed(path):
        return None
    if not is_legacy(path):
        return keys.read(path)
    try:
        return keys.key_file_of(cipher.head_of(path.read_bytes()).id, path)
    except (OSError, cipher.Forged) as error:
        raise _damaged(path, type(error).__name__) from None


def reseal(path: Path, opened: Cipher | None, key_file: KeyFile | None) -> None:
    """Rewrite a backup so that it is sealed under this key, in plain form for None; no-op if it is already.

    Damaged, and nothing is changed, where not all of it can be read; OSError when the disk refuses.
    """
    if is_legacy(path):
        content(path)
        data = _unsealed(path)
        files.replace(path, data if opened is None else opened.seal(_LEGACY, data))
        return
    head = verify(path)
    if head is None or head.key == ("" if opened is None else opened.id):
        return
    checkpoint_content = _content(path, checkpoint.NAME, sealed.PROJECT)
    lines = _content(path, journal.NAME, sealed.LINES)
    kept: dict[str, bytes] = {}
    prefix = f"{drafts.FOLDER}/"
    for name in (name for name in head.members if name.startswith(prefix)):
        try:
            kept[name.removeprefix(prefix)] = _content(path, name, sealed.DRAFT)
        except Damaged:  # it was so when it was backed up
            kept[name.removeprefix(prefix)] = _member(path, name)[0]
    sources = [*_sources(checkpoint_content, lines, kept, opened)]
    if key_file is not None:
        sources.append(_source(keys.NAME, keys.encode(key_file)))
    _put(path, sources, head, opened)


def _content(path: Path, name: str, kind: str) -> bytes:
    """Return the content of a file in a backup; Damaged unless all of it authenticates, if it is encrypted."""
    data, opened = _member(path, name)
    with _reading(path):
        return data if opened is None else sealed.strict_content(data, opened, kind)


def _unsealed(path: Path) -> bytes:
    """Return the compressed checkpoint that a backup of an earlier version is; Forged where it was changed."""
    data = path.read_bytes()
    return keys.of_id(cipher.head_of(data).id, path).open(_LEGACY, data) if cipher.is_sealed(data) else data


def _sealed_again(path: Path, data: bytes) -> bytes:
    """Return the bytes of a backup of an earlier version with other data: sealed, if it is."""
    present = path.read_bytes()
    if not cipher.is_sealed(present):
        return data
    return keys.of_id(cipher.head_of(present).id, path).seal(_LEGACY, data)

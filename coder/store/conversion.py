"""Conversion of every file of a project: to encrypted files, back to plain ones, or to a new key.

Each file is replaced by itself, and one that is converted already is left: a conversion that was interrupted is
completed by running it again. The key file says that it is pending, so that both forms are read meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from coder.errors import Damaged, StoreError
from coder.store import backups, checkpoint, cipher, drafts, files, journal, keys, openings, rescue, sealed
from coder.store.cipher import Cipher, Forged
from coder.store.keys import KeyFile

#: Ending, and mark in the name, of damaged files that are kept.
_DAMAGED = ".damaged"
#: Files of a project that hold nothing of the study.
_OPEN_FILES = ("project.lock", "project.owner.json", checkpoint.ATTRIBUTES, keys.NAME)


def check(folder: Path) -> None:
    """Raise Damaged unless history and checkpoint authenticate: another form would lose what does not."""
    for path in (folder / journal.NAME, folder / checkpoint.NAME):
        try:
            sealed.whole_content(path)
        except OSError as error:
            raise files.explain_reading(error, path) from error
        except Forged as error:
            detail = f"{path}: {error}. Nothing was changed."
            raise Damaged(f"{path.name} is damaged", detail, "Run: coder doctor PROJECT --repair") from None


def begin(folder: Path, opened: Cipher | None, pending: KeyFile) -> list[str]:
    """Convert all files of a project to this key, to plain files for None; return what a person must know.

    `pending` is the key file until that is complete. The caller holds the lock.
    """
    keys.write(folder, pending)
    if opened is not None:
        keys.hold(pending, opened, [folder])
    return complete(folder)


def complete(folder: Path) -> list[str]:
    """Complete a conversion that was begun, of a project that is unlocked; no-op if there is none."""
    pending = keys.read(folder)
    key = keys.of(folder)
    work = "" if pending is None or key is None else keys.pending_of(pending, key)
    if pending is None or not work:
        return []
    opened = None if work == keys.DECRYPT else key
    key_file = None if opened is None else keys.without_pending(pending)
    try:
        messages = _convert(folder, opened, key_file)
        if opened is None or key_file is None:
            (folder / keys.NAME).unlink(missing_ok=True)
            files.sync_folder(folder)
            keys.lock(folder)
        else:
            keys.write(folder, key_file)
            keys.hold(key_file, opened, [folder])
    except OSError as error:
        raise files.explain(error, "convert the project") from error
    return messages


def _convert(folder: Path, opened: Cipher | None, key_file: KeyFile | None) -> list[str]:
    messages = _replace(folder / journal.NAME, opened)
    _convert_openings(folder, opened)
    for name in drafts.names(folder, "[!.]*"):
        messages += _replace(folder / drafts.FOLDER / name, opened)
    messages += convert_backups(backups.listed(folder), opened, key_file)
    messages += [message for path in _kept(folder) for message in _convert_kept(path, opened)]
    messages += _replace(folder / checkpoint.NAME, opened)
    _convert_rescued(folder, opened)
    return [*messages, *_others(folder, opened)]


def _replace(path: Path, opened: Cipher | None) -> list[str]:
    if not path.exists() or path.is_dir():  # a folder of somebody else's: `_others` names it
        return []
    try:
        content = sealed.whole_content(path)
    except Forged:
        return [f"A damaged file stays as it is: {path.name}"]
    if opened is None:
        files.replace(path, content)
    else:
        sealed.replace(path, content)
    return []


def _convert_openings(folder: Path, opened: Cipher | None) -> None:
    path = folder / openings.NAME
    if not path.exists():
        return
    lines = openings.lines(folder)
    if opened is not None:
        lines = [opened.seal_line(openings.KIND, line, 0, cipher.NO_TAG)[0] for line in lines]
    files.replace(path, b"".join(lines))


def convert_backups(paths: list[Path], opened: Cipher | None, key_file: KeyFile | None) -> list[str]:
    """Convert backups to this key, to plain ones for None; return those that cannot be read."""
    messages: list[str] = []
    for path in paths:
        try:
            backups.reseal(path, opened, key_file)
        except StoreError as error:
            if opened is None or backups.is_sealed(path):
                messages.append(f"A backup cannot be read and stays as it is: {path}: {error.detail or error.title}")
                continue
            aside = path.with_name(f"{path.name}{_DAMAGED}")
            os.rename(path, aside)
            messages.append(f"A damaged backup was renamed to {aside.name}, and is encrypted as it is.")
    return messages


def _kept(folder: Path) -> Iterator[Path]:
    """Yield the damaged files that the program kept."""
    for place in (folder, folder / backups.FOLDER):
        for path in sorted(place.glob(f"*{_DAMAGED}*")):
            if path.is_file() and not path.is_symlink():
                yield path


def _convert_kept(path: Path, opened: Cipher | None) -> Iterator[str]:
    data = path.read_bytes()
    if cipher.is_sealed(data):
        try:
            head = cipher.head_of(data)
            if opened is not None and head.id == opened.id:
                return
            data = keys.of_id(head.id, path).open(sealed.KEPT, data)
        except (Forged, StoreError):
            yield f"A damaged file that was kept cannot be read, and stays as it is: {path.name}"
            return
    elif opened is None:
        return
    files.replace(path, data if opened is None else opened.seal(sealed.KEPT, data))


def _convert_rescued(folder: Path, opened: Cipher | None) -> None:
    """Write the rescued drafts of this project anew."""
    for path in rescue.paths():
        try:
            kept = rescue.read(path)
        except StoreError:
            continue
        if rescue.is_from(kept, folder):
            rescue.write_under(kept, opened, path)


def _others(folder: Path, opened: Cipher | None) -> Iterator[str]:
    """Yield a message of the files in a project's folder that are not the program's and stay as they are."""
    if opened is None:
        return
    ours = {checkpoint.NAME, journal.NAME, openings.NAME, drafts.FOLDER, backups.FOLDER, *_OPEN_FILES}
    names = [path.name for path in sorted(folder.iterdir()) if path.name not in ours and _DAMAGED not in path.name]
    for below in (drafts.FOLDER, backups.FOLDER):
        names += [f"{below}/{path.name}" for path in sorted((folder / below).glob("*")) if path.is_dir()]
    if names:
        yield f"Not encrypted, since they are not the program's: {', '.join(names)}"

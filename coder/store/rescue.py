"""Rescue files: drafts that could not be written into their project, kept in the state folder until they can be."""

from __future__ import annotations

import base64
import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from coder.errors import Damaged, Kept, StoreError
from coder.model.record import key_of
from coder.store import checkpoint, cipher, files, journal, keys, reading
from coder.store.cipher import Cipher

FOLDER = "rescue"
#: Kind of a sealed draft, and what it begins with: a plain one is JSON.
_KIND, _SEALED = "rescue", "sealed:"


class Rescue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft and where it belongs: the id and path of its project, and the number of the project's latest change.

    `draft` is the content of the draft file `file`; `checksum` is the SHA-256 of all the other fields as JSON.
    """

    project: str
    path: str
    change: int
    file: str
    draft: str
    checksum: str = ""

    def sealed(self) -> Rescue:
        """Return it with its checksum."""
        content = msgspec.json.encode(msgspec.structs.replace(self, checksum=""))
        return msgspec.structs.replace(self, checksum=hashlib.sha256(content).hexdigest())


#: Whether rescue files name the folder of their project only by a digest (the setting `private_state`).
_hides = [False]
_DIGEST = "sha256:"

#: What is being written into projects: a share may never answer, and the program ends all the same.
_WRITING: list[Rescue] = []


def hide_paths(hide: bool) -> None:
    """Name the folder of a project only by a digest in rescue files from now on, in those that are there, too."""
    if hide and not _hides[0]:
        for path in paths():
            with contextlib.suppress(StoreError, OSError):  # what cannot be read now is damaged, or somebody else's
                rescue = reading.read_json(path, Rescue)
                if rescue is not None and rescue == rescue.sealed():
                    hidden = msgspec.structs.replace(rescue, path=_hidden(rescue.path))
                    files.replace(path, msgspec.json.encode(hidden.sealed()))
    _hides[:] = [hide]


def _hidden(path: str) -> str:
    """Return what stands for the folder of a project in place of its path; the folder itself may not answer."""
    if path.startswith(_DIGEST):
        return path
    return _DIGEST + hashlib.sha256(os.fsencode(os.path.abspath(path))).hexdigest()


def is_from(rescue: Rescue, project: Path) -> bool:
    """Return whether a draft was typed in the project in this very folder, not in a copy elsewhere."""
    real = os.path.realpath(project)
    if rescue.path.startswith(_DIGEST):
        return rescue.path in (_hidden(str(project)), _hidden(real))
    return os.path.realpath(rescue.path) == real


def folder() -> Path:
    """Return the folder of the rescue files of all projects."""
    from platformdirs import user_state_path

    return user_state_path("coder", appauthor=False) / FOLDER


def path_of(rescue: Rescue) -> Path:
    """Return the place of a rescue file: one for each draft of each project and each copy of it."""
    origin = f"{_hidden(rescue.path)}\n{rescue.file}".encode("utf-8", "surrogatepass")
    id = rescue.project if key_of(rescue.project) else "unknown"  # an id of somebody else's is no path
    return folder() / id / f"{hashlib.sha256(origin).hexdigest()[:24]}.json"


def write(rescue: Rescue) -> Path:
    """Write a rescue file durably and return its path; OSError when the system refuses.

    The draft is sealed if its project is encrypted.
    """
    return write_under(rescue, keys.held(Path(rescue.path)))


def write_under(rescue: Rescue, opened: Cipher | None, at: Path | None = None) -> Path:
    """Write a rescue file, `at` its present place, with the draft sealed under this key, plain for None.

    Errors as of `write`.
    """
    path = at or path_of(rescue)
    files.make_folder(path.parent)
    for place in (folder().parent, folder(), path.parent):
        files.tighten(place)
    files.remove_old(path.parent, f".*{files.PART}")
    if opened is not None:
        box = base64.b64encode(opened.seal(_KIND, rescue.draft.encode())).decode()
        rescue = msgspec.structs.replace(rescue, draft=_SEALED + box)
    if _hides[0]:
        rescue = msgspec.structs.replace(rescue, path=_hidden(rescue.path))
    files.replace(path, msgspec.json.encode(rescue.sealed()))
    return path


def remove(path: Path) -> None:
    """Remove a rescue file; no-op where there is none."""
    if not os.path.lexists(path):
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise files.explain(error, f"remove {path}") from error


def read(path: Path) -> Rescue:
    """Return what is in a rescue file; Damaged, with what is wrong, where that is not what was written.

    NeedsPassphrase where it is of an encrypted project that is locked.
    """
    rescue = reading.read_json(path, Rescue)
    if rescue is None or rescue != rescue.sealed():
        raise Damaged(f"{path.name} cannot be read", f"{path}: its checksum does not fit.")
    return _opened(rescue, path) if rescue.draft.startswith(_SEALED) else rescue


def _opened(rescue: Rescue, path: Path) -> Rescue:
    try:
        data = base64.b64decode(rescue.draft[len(_SEALED) :])
        opened = keys.of_id(cipher.head_of(data).id, Path(rescue.path))
        return msgspec.structs.replace(rescue, draft=opened.open(_KIND, data).decode())
    except ValueError:
        raise Damaged(f"{path.name} cannot be read", f"{path}: it was changed.") from None


def paths() -> list[Path]:
    """Return the rescue files of all projects."""
    return sorted(folder().glob("*/[!.]*.json"))


@contextlib.contextmanager
def guarded(rescue: Rescue) -> Iterator[None]:
    """Write a draft into its project; where that fails, write the rescue file and raise Kept.

    Raises the original StoreError where the state folder refuses, too.
    """
    _WRITING.append(rescue)
    try:
        yield
    except StoreError as error:
        try:
            path = write(rescue)
        except OSError:
            raise error from None
        raise Kept(error.title, path.parent) from error
    else:
        remove(path_of(rescue))
    finally:
        _WRITING.remove(rescue)


def keep_unwritten() -> None:
    """Write the rescue files of what is still being written into a project; may be called in any thread."""
    for rescue in list(_WRITING):
        write(rescue)


def must_be_in_reach(project: Path) -> None:
    """Raise StoreError if a project's folder is gone; an empty one, as a share leaves behind, is no project."""
    if not any(os.path.exists(project / name) for name in (checkpoint.NAME, journal.NAME)):
        raise files.explain(OSError(errno.ENOENT, os.strerror(errno.ENOENT)), "write into the project")

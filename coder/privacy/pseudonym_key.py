"""The key file of pseudonyms: what was replaced by what, outside the project and under a passphrase of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from coder.errors import CoderError, Invalid, NotFound
from coder.privacy.variants import folded
from coder.store import files, reading
from coder.store.cipher import Cost, Forged, PassphraseKey, is_sealed

KIND = "pseudonyms"
SUFFIX = ".pseudonyms"


class Pseudonym(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A replacement and the words it stands for; with `places` (digests), only there.

    `decided` and `applied` say when (ISO 8601, UTC), `applied` is "" until the texts have it; `coder` are initials.
    """

    kind: str
    variants: tuple[str, ...]
    replacement: str
    decided: str
    coder: str
    places: tuple[str, ...] = ()
    applied: str = ""


class _Content(msgspec.Struct, frozen=True, kw_only=True):
    project: str
    pseudonyms: tuple[Pseudonym, ...]


class PseudonymKey:
    """The opened key file of a project; each change is written before the method returns."""

    def __init__(self, path: Path, key: PassphraseKey, project: str, pseudonyms: tuple[Pseudonym, ...] = ()) -> None:
        self.path = path
        self._key = key
        self._project = project
        self.pseudonyms = pseudonyms

    def put(self, pseudonyms: tuple[Pseudonym, ...]) -> None:
        """Replace all pseudonyms; StoreError, with everything as before, where the disk refuses."""
        if pseudonyms == self.pseudonyms:
            return
        content = msgspec.json.encode(_Content(project=self._project, pseudonyms=pseudonyms))
        try:
            files.replace(self.path, self._key.seal(KIND, content))
        except OSError as error:
            raise files.explain(error, f"write the key file {self.path.name}") from error
        self.pseudonyms = pseudonyms

    def general(self) -> dict[str, Pseudonym]:
        """Return the pseudonym of each folded spelling that is replaced wherever it stands; the latest counts."""
        return {folded(words): row for row in self.pseudonyms if not row.places for words in row.variants}

    def at_places(self) -> dict[str, Pseudonym]:
        """Return the pseudonym of each place that was decided by itself."""
        return {place: row for row in self.pseudonyms for place in row.places}


def check_place(path: Path, folder: Path) -> None:
    """Raise Invalid where a key file would lie inside the folder of the project, with which it would be copied."""
    if path.resolve().is_relative_to(folder.resolve()):
        raise Invalid(
            "The key file of pseudonyms cannot be in the project's folder",
            str(path),
            "Keep it at another place: who has the project must not have the names.",
        )


def create_key(
    path: Path, passphrase: Callable[[], str], folder: Path, project: str, cost: Cost | None = None
) -> PseudonymKey:
    """Create the key file of a project in `folder` with this id.

    Raises Invalid if there is a file, for a place inside the project, and for an impossible passphrase.
    """
    check_place(path, folder)
    if path.exists():
        raise Invalid("There is a file of this name already", str(path), "Nothing was changed.")
    if not path.parent.is_dir():
        raise NotFound("There is no such folder", str(path.parent))
    try:
        key = PseudonymKey(path, PassphraseKey.new(passphrase(), cost), project, (_NOTHING,))
    except ValueError as error:
        raise Invalid("This cannot be a passphrase", f"{error}.".capitalize()) from None
    key.put(())
    return key


#: What a new key file differs from, so that it is written empty.
_NOTHING = Pseudonym(kind="", variants=(), replacement="", decided="", coder="")


def open_key(path: Path, passphrase: Callable[[], str], folder: Path, project: str) -> PseudonymKey:
    """Open the key file of the project in `folder` with this id; `passphrase` is called once the file is there.

    Raises NotFound, or CoderError for a wrong passphrase, a damaged file, and the key file of another project.
    """
    check_place(path, folder)
    data = reading.read_bytes(path)
    if data is None:
        raise NotFound("There is no key file of pseudonyms", str(path))
    if not is_sealed(data):
        raise CoderError("This is no key file of pseudonyms", str(path))
    given = passphrase()
    try:
        key = PassphraseKey.of(given, data)
        content = msgspec.json.decode(key.open(KIND, data), type=_Content)
    except (Forged, ValueError):
        raise CoderError(
            "The key file cannot be opened",
            "The passphrase is wrong, or the file was changed.",
            "Nothing was changed.",
        ) from None
    if content.project != project:
        raise CoderError(
            "This key file belongs to another project",
            str(path),
            "A copy of a project has the key file of the original.",
        )
    return PseudonymKey(path, key, project, content.pseudonyms)

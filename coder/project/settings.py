"""What a person has set for themselves, in every project: a small TOML file, readable and hand-editable."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Any, Literal

import msgspec

from coder.errors import CoderError
from coder.store import files

NAME = "settings.toml"
MOST_RECENT = 12


class Settings(msgspec.Struct, kw_only=True):
    """A person's settings; what the file does not name is as here.

    `initials` are the coder's; `unit` is what the cursor steps by (turn, sentence, word, character)
    in a project that was not open before;
    `clipboard` says when words may leave for the system's clipboard: never ("off"), when a quotation is copied
    on request ("asked"), or with each cut and copy while typing ("always"); `recent` are project folders,
    the latest first; `keymap` is action id → key; `templates` is kind of memo → what a new memo of it begins with.
    """

    initials: str = ""
    name: str = ""
    theme: str = ""
    unit: Literal["character", "word", "sentence", "turn"] = "sentence"
    clipboard: Literal["off", "asked", "always"] = "asked"
    language: str = ""
    recent: list[str] = []
    keymap: dict[str, str] = {}
    templates: dict[str, str] = {}


_DEFAULTS: dict[str, Any] = msgspec.to_builtins(Settings())


def path() -> Path:
    """Where the settings are: `CODER_CONFIG`, else the platform's folder for such files."""
    named = os.environ.get("CODER_CONFIG")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("coder", appauthor=False) / NAME


def load() -> Settings:
    """The settings, as they are by default where there is no file. CoderError when it cannot be read."""
    where = path()
    try:
        data = where.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise _unreadable(where, error.strerror or "") from error
    found: Settings = _decode(data, where, Settings)
    return found


def save(settings: Settings) -> None:
    """Write all settings; see `change`."""
    change(**msgspec.structs.asdict(settings))


def change(**fields: Any) -> Settings:
    """Write these settings into the file and gives all as they now are; what else stands there stays.

    Comments, the order of the lines and keys of a newer version are kept. CoderError, and nothing written, when
    the file cannot be read, understood or replaced.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    where = path()
    now = msgspec.structs.replace(load(), **fields)
    plain = msgspec.to_builtins(now)
    msgspec.convert(plain, Settings)  # what could not be read again is never written
    try:
        document = tomlkit.parse(where.read_bytes()) if where.exists() else tomlkit.document()
        for name in fields:
            if document.get(name) != plain[name] and (name in document or plain[name] != _DEFAULTS[name]):
                document[name] = plain[name]
        where.parent.mkdir(parents=True, exist_ok=True)
        files.replace(where, tomlkit.dumps(document).encode())
    except TOMLKitError as error:
        raise _unreadable(where, str(error)) from None
    except OSError as error:
        raise CoderError("The settings cannot be saved", f"{where}: {error.strerror}") from error
    return now


def remember(folder: Path) -> None:
    """Put a project on top of the recent ones."""
    recent = load().recent
    here = str(folder.resolve())
    if recent[:1] != [here]:
        change(recent=[here, *(other for other in recent if other != here)][:MOST_RECENT])


def initials(given: str = "") -> str:
    """The coder's initials: those given, else the settings', else `CODER_INITIALS`, else the login name."""
    found = given or load().initials or os.environ.get("CODER_INITIALS", "")
    if found.strip():
        return found.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "me"


def _decode(data: bytes, where: Path, kind: Any) -> Any:
    import msgspec.toml

    try:
        return msgspec.toml.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise _unreadable(where, str(error)) from None


def _unreadable(where: Path, why: str) -> CoderError:
    return CoderError(
        "The settings cannot be read",
        f"{where}: {why}",
        "Correct the file, or move it away: coder then starts with its own settings.",
    )

"""Personal settings, for all projects: a TOML file that can be edited by hand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from coder.errors import CoderError, Damaged, StoreError
from coder.model.memo import MEMO_KINDS
from coder.store import files, reading

NAME = "settings.toml"
MOST_RECENT = 12
#: Most minutes until the idle lock.
LONGEST_IDLE = 24 * 60


class Settings(msgspec.Struct, kw_only=True):
    """Personal settings with their defaults.

    `initials` are the coder's; `unit` is the step of the cursor (turn, sentence, word, character)
    in a project opened for the first time;
    `backup_folder` is a second place for backups; `log_openings` logs in a project who opened it when;
    `private_state` keeps names of projects and files out of what the program notes on this machine: no `recent`;
    `exports` says whether other users of the machine may read the files that are exported;
    `idle_lock`: minutes without a key after which the screen is locked, 0 for never;
    `clipboard` says when text may go to the system clipboard: never ("off"), when a quotation is copied
    on request ("asked"), or with each cut and copy while typing ("always"); `recent` are project folders,
    the latest first; `keymap` maps action id → key, `templates` memo type → template of a new memo.
    """

    initials: str = ""
    name: str = ""
    theme: str = ""
    unit: Literal["character", "word", "sentence", "turn"] = "sentence"
    clipboard: Literal["off", "asked", "always"] = "asked"
    language: str = ""
    backup_folder: str = ""
    log_openings: Literal["off", "on"] = "off"
    private_state: Literal["off", "on"] = "off"
    exports: Literal["private", "shared"] = "private"
    idle_lock: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_IDLE)] = 0
    recent: list[str] = []
    keymap: dict[str, str] = {}
    templates: dict[str, str] = {}


def memo_template(settings: Settings, kind: str) -> str:
    """Return the text that a new memo of a type begins with: the person's own, else the default."""
    return settings.templates.get(kind, MEMO_KINDS[kind].template)


_DEFAULTS: dict[str, Any] = msgspec.to_builtins(Settings())


def path() -> Path:
    """Return the path of the settings file: `CODER_CONFIG`, otherwise in the platform's configuration folder."""
    configured = os.environ.get("CODER_CONFIG")
    if configured:
        return Path(os.path.expanduser(configured))
    from platformdirs import user_config_path

    return user_config_path("coder", appauthor=False) / NAME


def load() -> Settings:
    """Return the settings, the defaults if there is no file; CoderError when it cannot be read."""
    where = path()
    data = _read(where)
    return Settings() if data is None else _decode(data, where)


def _read(where: Path) -> bytes | None:
    try:
        return reading.read_bytes(where, reading.LARGEST_SMALL)
    except StoreError as error:
        raise _unreadable(where, error.detail if isinstance(error, Damaged) else error.title) from error


def save(settings: Settings) -> None:
    """Write all settings; see `change`."""
    change(**msgspec.structs.asdict(settings))


def change(**fields: Any) -> Settings:
    """Change these settings in the file and return all settings.

    Comments, the order of lines and unknown keys are preserved. CoderError, with nothing written, when
    the file cannot be read, parsed or replaced.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    where = path()
    settings = msgspec.structs.replace(load(), **fields)
    plain = msgspec.to_builtins(settings)
    msgspec.convert(plain, Settings)  # never write settings that could not be read back
    try:
        document = tomlkit.parse(reading.normalized(_read(where) or b""))
        for name in fields:
            if document.get(name) != plain[name] and (name in document or plain[name] != _DEFAULTS[name]):
                document[name] = plain[name]
        target = files.followed(where)  # a link, as into a folder of settings under version control, stays
        files.make_folder(target.parent)
        if _holds_settings_alone(where.parent):
            files.tighten(where.parent)
        files.replace(target, tomlkit.dumps(document).encode())
    except TOMLKitError as error:
        raise _unreadable(where, str(error)) from None
    except OSError as error:
        raise CoderError("The settings cannot be saved", f"{where}: {error.strerror}") from error
    return settings


def _holds_settings_alone(folder: Path) -> bool:
    """Return whether a folder is the program's own: by its name, or because nothing else is in it."""
    try:
        return folder.name == "coder" or {file.name for file in folder.iterdir()} <= {path().name}
    except OSError:  # it may not be listed: nothing is known of it
        return False


def remember(folder: Path) -> None:
    """Put a project at the top of the recent projects."""
    stored = load()
    if stored.private_state == "on":
        if stored.recent:  # written before, or by hand
            change(recent=[])
        return
    recent = stored.recent
    path_text = str(folder.resolve())
    if recent[:1] != [path_text]:
        change(recent=[path_text, *(other for other in recent if other != path_text)][:MOST_RECENT])


def with_consequences(name: str, value: str | int) -> dict[str, Any]:
    """Return what to change for a setting: with private state, the recent projects go, too."""
    return {name: value, **({"recent": []} if (name, value) == ("private_state", "on") else {})}


def initials(given: str = "", stored: Settings | None = None) -> str:
    """Return the coder's initials: as given, from the settings, or from `CODER_INITIALS`; "" if none are known.

    `stored` are the settings if they were read already; damaged ones must not be read again.
    """
    if given.strip():
        return given.strip()
    return ((stored or load()).initials.strip() or os.environ.get("CODER_INITIALS", "")).strip()


def _decode(data: bytes, where: Path) -> Settings:
    clean = reading.normalized(data)
    try:
        return reading.decode_toml(clean, Settings)
    except (*files.UNDECODABLE, ValueError) as error:
        raise _unreadable(where, reading.problem_of(clean, error)) from None


def _unreadable(where: Path, why: str) -> CoderError:
    return CoderError(
        "The settings cannot be read",
        f"{where}: {why}",
        "Correct the file, or move it away: coder then starts with the default settings.",
    )

"""`coder settings`: the personal settings, and what the program keeps on this machine outside the projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.verb import NO_PROJECT, Result, verb
from coder.errors import Invalid, NotFound
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from pathlib import Path

#: Settings that one value can change; the others are tables and lists, which the file and the app change.
_SIMPLE = (str, int)
#: What is kept outside the projects: pattern below the folder → what it holds, apart from times and random ids.
_KEPT = {
    "rescue/*/*.json": "a text typed while its project could not be reached: the text, the coder's initials, {place}",
    "*.json": "where you left off in a project: positions, letters of codes",
    "faults.log": "faults of the program: lines of its own code",
}


@verb(
    "settings",
    "List your settings, and what the program keeps on this machine outside the projects. With private_state on,\n"
    "none of it names a project, a file or a person.",
    examples=["settings", "settings --json", "settings set private_state on", "settings set idle_lock 15"],
    access=NO_PROJECT,
)
def listing(path: str) -> Result:
    """List the settings and the files outside the projects."""
    import msgspec

    from coder.project import settings

    stored = settings.load()
    values: dict[str, Any] = msgspec.to_builtins(stored)
    kept = _kept(stored.private_state == "on")
    table = [["setting", "value"], *([name, _shown(value)] for name, value in values.items())]
    lines = [*output.aligned(table), "", f"In {settings.path()}; coder help settings explains each.", ""]
    files = [["file", "what is in it"], *([row["file"], row["content"]] for row in kept)]
    lines += output.aligned(files) if kept else ["Nothing else is kept on this machine outside the projects."]
    return Result({"file": str(settings.path()), "settings": values, "kept": kept}, lines)


def _shown(value: Any) -> str:
    if isinstance(value, list | dict):
        return format_count(len(value), "entry", "entries") if value else "–"
    return str(value) if value != "" else "–"


def _kept(private: bool) -> list[dict[str, str]]:
    """Return the files outside the projects, with what they hold."""
    from platformdirs import user_log_path, user_state_path

    place = "a digest of the project's path" if private else "the project's path"
    folders: list[Path] = [user_state_path("coder", appauthor=False), user_log_path("coder", appauthor=False)]
    files: dict[Path, str] = {}
    for folder in dict.fromkeys(folders):
        for pattern, content in _KEPT.items():
            for path in sorted(folder.glob(pattern)):
                files.setdefault(path, content.format(place=place))
    return [{"file": str(path), "content": content} for path, content in files.items()]


@verb(
    "settings set",
    "Change a setting. private_state on also forgets the recent projects.",
    parameters.argument("name", help="the setting, such as idle_lock"),
    parameters.argument("value", help="its value; '' for none"),
    examples=["settings set private_state on", "settings set idle_lock 15", "settings set exports shared"],
    access=NO_PROJECT,
)
def change(path: str, name: str, value: str) -> Result:
    """Change one personal setting."""
    import msgspec

    from coder.project import settings
    from coder.store.rescue import hide_paths

    fields = {field.name: field for field in msgspec.structs.fields(settings.Settings)}
    if name not in fields or not isinstance(getattr(settings.Settings(), name), _SIMPLE):
        simple = [each for each in fields if isinstance(getattr(settings.Settings(), each), _SIMPLE)]
        raise NotFound(
            f"There is no setting “{name}” to set", f"Settings: {', '.join(simple)}.", "coder help settings"
        )
    try:
        typed = msgspec.convert(value, fields[name].type, strict=False)
    except msgspec.ValidationError as error:
        raise Invalid(f"“{value}” is no value of {name}", f"{error}.", "coder help settings") from None
    stored = settings.change(**settings.with_consequences(name, typed))
    hide_paths(stored.private_state == "on")
    return Result({name: typed}, f"{name} is {_shown(typed)} from now on ({settings.path()}).")

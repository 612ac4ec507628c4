"""Themes: the preliminary themes of each analyst, and the negotiated list."""

from __future__ import annotations

import msgspec

from coder.errors import Invalid
from coder.model.condensation import Theme
from coder.project.project import Pending, Project
from coder.project.study import Study, match_name, pick_one
from coder.text.fold import name_key


def preliminary(study: Study, coder: str) -> list[Theme]:
    """Return the preliminary themes of a coder (an id), in their order."""
    return _ordered([theme for theme in study.themes.values() if not theme.negotiated and theme.coder == coder])


def negotiated(study: Study) -> list[Theme]:
    """Return the negotiated themes, in their order."""
    return _ordered([theme for theme in study.themes.values() if theme.negotiated])


def named(study: Study, text: str, negotiated: bool | None = None) -> Theme:
    """Return the theme with this id or name in one list, or (None) in any; NotFound or Ambiguous."""
    themes = [theme for theme in study.themes.values() if negotiated is None or theme.negotiated == negotiated]
    matches = match_name(themes, text)
    authors = [f"{_author(study, theme)} {theme.id[:8]}" for theme in matches]
    return pick_one(matches, text, "theme", authors, list(dict.fromkeys(theme.name for theme in themes)))


def add(project: Project, name: str, note: str = "", negotiated: bool = False) -> Theme:
    """Add a preliminary theme of the acting coder, or a negotiated one, at the end of its list."""
    name = name.strip()
    act = "added theme “{}” to the negotiated list" if negotiated else "proposed theme “{}”"
    with project.transaction("themes.add", act.format(name)) as tx:
        coder = project.acting_coder(tx).id
        others = _list_of(project, negotiated, coder)
        for other in others:
            if name_key(other.name) == name_key(name):
                raise Invalid("This theme exists already", _called(project, other), "Choose another name.")
        theme = Theme(
            id=project.new_id(),
            name=name,
            note=note.strip(),
            coder=coder,
            created=project.now(),
            order=1 + max((other.order for other in others), default=0),
            negotiated=negotiated,
        )
        tx.put("themes", theme)
    return theme


def describe(project: Project, theme: Theme, *, name: str | None = None, note: str | None = None) -> Theme:
    """Change the name or note of a theme; a preliminary one only by its author and while it is open."""
    _mine_and_open(project, theme)
    changed = msgspec.structs.replace(
        theme,
        name=theme.name if name is None else name.strip(),
        note=theme.note if note is None else note.strip(),
    )
    if changed == theme:
        return theme
    renamed = changed.name != theme.name
    label = (
        f"renamed theme “{theme.name}” to “{changed.name}”" if renamed else f"wrote a note on theme “{theme.name}”"
    )
    with project.transaction("themes.describe", label) as tx:
        tx.put("themes", changed)
    return changed


def move(project: Project, theme: Theme, place: int) -> None:
    """Move a theme to a position in its list (from 0)."""
    _mine_and_open(project, theme)
    ordered = [member for member in _list_of(project, theme.negotiated, theme.coder) if member.id != theme.id]
    ordered.insert(max(0, place), theme)
    with project.transaction("themes.move", f"moved theme “{theme.name}”") as tx:
        for order, member in enumerate(ordered, 1):
            tx.put("themes", msgspec.structs.replace(member, order=order))


def remove(project: Project, theme: Theme) -> None:
    """Remove an open preliminary theme, or a negotiated one without origins and groups."""
    _mine_and_open(project, theme)
    origins = [origin.name for origin in project.referrers(theme.id, "themes")]
    led_to = [project.codes[group.code].name for group in project.referrers(theme.id, "groups")]
    if origins or led_to:
        reasons = [f"Themes were taken up into it: {', '.join(origins)}."] if origins else []
        reasons += [f"It led to the code group {', '.join(led_to)}."] if led_to else []
        raise Invalid(
            "The theme is part of the decision trail",
            " ".join(reasons),
            "Reopen the theme first, or remove it from the code group.",
        )
    with project.transaction("themes.remove", f"deleted theme “{theme.name}”") as tx:
        tx.remove("themes", theme.id)


def take(project: Project, theme: Theme, into: Theme | str, why: str = "") -> Theme:
    """Take a preliminary theme up into a negotiated one, created from a name if missing; return that."""
    _is_preliminary(theme)
    if isinstance(into, Theme) and not into.negotiated:
        raise Invalid("The target is not a negotiated theme", f"“{into.name}” is a preliminary one.")
    name = into.name if isinstance(into, Theme) else into.strip()
    label = f"took up theme {_called(project, theme)} into “{name}”"
    with project.transaction("themes.take", label, why.strip()) as tx:
        negotiated_theme = into if isinstance(into, Theme) else _ensured(project, name)
        _decide(project, tx, theme, "taken", negotiated_theme.id, why)
    return negotiated_theme


def drop(project: Project, theme: Theme, why: str = "") -> Theme:
    """Drop a preliminary theme; it stays listed with the reason."""
    _is_preliminary(theme)
    with project.transaction("themes.drop", f"dropped theme {_called(project, theme)}", why.strip()) as tx:
        return _decide(project, tx, theme, "dropped", None, why)


def reopen(project: Project, theme: Theme, why: str = "") -> Theme:
    """Reopen a preliminary theme that was taken up or dropped."""
    _is_preliminary(theme)
    opened = msgspec.structs.replace(theme, fate="", into=None, why="", decided_by=None, decided="")
    with project.transaction("themes.reopen", f"reopened theme {_called(project, theme)}", why.strip()) as tx:
        tx.put("themes", opened)
    return opened


def _decide(project: Project, tx: Pending, theme: Theme, fate: str, into: str | None, why: str) -> Theme:
    by = project.acting_coder(tx).id
    decided = msgspec.structs.replace(
        theme, fate=fate, into=into, why=why.strip(), decided_by=by, decided=project.now()
    )
    tx.put("themes", decided)
    return decided


def _ensured(project: Project, name: str) -> Theme:
    matches = [theme for theme in negotiated(project) if name_key(theme.name) == name_key(name)]
    return matches[0] if matches else add(project, name, negotiated=True)


def _list_of(study: Study, agreed: bool, coder: str) -> list[Theme]:
    return negotiated(study) if agreed else preliminary(study, coder)


def _ordered(themes: list[Theme]) -> list[Theme]:
    return sorted(themes, key=lambda theme: (theme.order, theme.created, theme.id))


def _author(study: Study, theme: Theme) -> str:
    return "negotiated" if theme.negotiated else study.coders[theme.coder].initials


def _called(study: Study, theme: Theme) -> str:
    return f"“{theme.name}” ({_author(study, theme)})"


def _is_preliminary(theme: Theme) -> None:
    if theme.negotiated:
        raise Invalid("The theme is on the negotiated list", f"“{theme.name}”", "Choose a preliminary theme.")


def _mine_and_open(project: Project, theme: Theme) -> None:
    if theme.negotiated:
        return
    if theme.fate:
        raise Invalid(
            f"The theme was {'taken up' if theme.into else 'dropped'} already",
            f"“{theme.name}”",
            "Reopen it first.",
        )
    initials = project.coders[theme.coder].initials
    if name_key(initials) != name_key(project.stored_initials):
        raise Invalid("Only its author can change a theme", f"“{theme.name}” is by {initials}.")

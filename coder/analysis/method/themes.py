"""Step 1: preliminary themes, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method.points import OpenPoint
from coder.analysis.method.preconceptions import analysts
from coder.model.condensation import FATES, Theme
from coder.project.operations.themes import negotiated, preliminary
from coder.project.study import Study
from coder.text.phrases import format_count

#: How many preliminary themes the method asks an analyst for.
FEWEST, MOST = 4, 8


def came_from(study: Study, theme: Theme) -> list[Theme]:
    """The preliminary themes that a negotiated one took up."""
    taken: list[Theme] = study.users(theme.id, "themes")
    return sorted(taken, key=lambda one: (study.coders[one.coder].initials, one.order))


def led_to(study: Study, theme: Theme) -> list[str]:
    """The names of the code groups that came from a negotiated theme."""
    return sorted(study.codes[group.code].name for group in study.users(theme.id, "groups"))


def fate(study: Study, theme: Theme) -> str:
    """What became of a preliminary theme, in words: by whom, when and why."""
    if not theme.fate:
        return FATES[""]
    into = study.themes.get(theme.into or "")
    by = study.coders.get(theme.decided_by or "")
    told = FATES[theme.fate] + (f" into “{into.name}”" if into else "")
    told += f" by {by.initials}" if by else ""
    told += f" on {theme.decided[:10]}" if theme.decided else ""
    return told + (f": {theme.why}" if theme.why else "")


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Fewer or more than asked for, undecided, decided without a reason, negotiated from nothing or to nothing."""
    for coder in analysts(study):
        mine = preliminary(study, coder.id)
        if not FEWEST <= len(mine) <= MOST:
            number = format_count(len(mine), "preliminary theme")
            yield OpenPoint(1, f"{coder.initials} has {number}: {FEWEST} to {MOST} are usual", "themes")
    agreed = negotiated(study)
    decided = any(one.fate for one in study.themes.values())
    if study.themes and not agreed and not decided:
        yield OpenPoint(1, "the preliminary themes are not negotiated yet", "themes")
        return
    for theme in _preliminary(study):
        if not theme.fate:
            whose = study.coders[theme.coder].initials
            yield OpenPoint(1, f"theme “{theme.name}” ({whose}) is neither taken up nor dropped", "themes", theme.id)
        elif not theme.why:
            did = FATES[theme.fate]
            yield OpenPoint(1, f"theme “{theme.name}” was {did} without a reason", "themes", theme.id)
    for theme in agreed:
        if not study.users(theme.id, "themes"):
            yield OpenPoint(1, f"negotiated theme “{theme.name}” comes from no preliminary one", "themes", theme.id)
        if study.groups and not study.users(theme.id, "groups"):
            yield OpenPoint(2, f"theme “{theme.name}” has become no code group", "themes", theme.id)


def _preliminary(study: Study) -> list[Theme]:
    return [theme for coder in analysts(study) for theme in preliminary(study, coder.id)]

"""Step 1: preliminary themes, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.preconceptions import analysts
from coder.model.condensation import FATES, Theme
from coder.project.operations.themes import negotiated, preliminary
from coder.project.study import Study
from coder.text.phrases import format_count

#: The usual number of preliminary themes per analyst.
FEWEST, MOST = 4, 8


def origins(study: Study, theme: Theme) -> list[Theme]:
    """Return the preliminary themes that a negotiated theme was made from."""
    themes: list[Theme] = study.referrers(theme.id, "themes")
    return sorted(themes, key=lambda theme: (study.coders[theme.coder].initials, theme.order))


def resulting_groups(study: Study, theme: Theme) -> list[str]:
    """Return the names of the code groups that a negotiated theme led to."""
    return sorted(study.codes[group.code].name for group in study.referrers(theme.id, "groups"))


def describe_fate(study: Study, theme: Theme) -> str:
    """Describe what became of a preliminary theme: decision, analyst, day and reason."""
    if not theme.fate:
        return FATES[""]
    into = study.themes.get(theme.into or "")
    coder = study.coders.get(theme.decided_by or "")
    text = FATES[theme.fate] + (f" into “{into.name}”" if into else "")
    text += f" by {coder.initials}" if coder else ""
    text += f" on {theme.decided[:10]}" if theme.decided else ""
    return text + (f": {theme.why}" if theme.why else "")


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield unusual numbers of themes, undecided or unexplained ones, and negotiated ones without origin or group."""
    for coder in analysts(study):
        number = len(preliminary(study, coder.id))
        if not FEWEST <= number <= MOST:
            themes = format_count(number, "preliminary theme")
            yield OpenPoint(1, f"{coder.initials} has {themes}: {FEWEST} to {MOST} are usual", Kind.THEME)
    agreed = negotiated(study)
    decided = any(theme.fate for theme in study.themes.values())
    if study.themes and not agreed and not decided:
        yield OpenPoint(1, "the preliminary themes have not been negotiated yet", Kind.THEME)
        return
    for theme in _all_preliminary(study):
        if not theme.fate:
            initials = study.coders[theme.coder].initials
            text = f"theme “{theme.name}” ({initials}) is neither taken up nor dropped"
            yield OpenPoint(1, text, Kind.THEME, theme.id)
        elif not theme.why:
            text = f"theme “{theme.name}” was {FATES[theme.fate]} without a reason"
            yield OpenPoint(1, text, Kind.THEME, theme.id)
    for theme in agreed:
        if not study.referrers(theme.id, "themes"):
            text = f"negotiated theme “{theme.name}” was not made from a preliminary one"
            yield OpenPoint(1, text, Kind.THEME, theme.id)
        if study.groups and not study.referrers(theme.id, "groups"):
            yield OpenPoint(2, f"theme “{theme.name}” has not led to a code group", Kind.THEME, theme.id)


def _all_preliminary(study: Study) -> list[Theme]:
    return [theme for coder in analysts(study) for theme in preliminary(study, coder.id)]

"""Steps of the property tests: operations on preconceptions, themes and code groups. All text SYNTHETIC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from coder.model.source import MARKS
from coder.project import Project
from coder.project.operations import groups, preconceptions, sources, themes
from tests.project.steps.draws import Draw, Step, pick, pick_some

NAMES = st.sampled_from(["Never ill", "never ill", "Alone", " ", "x" * 201, "A/B", "half \udc00"])
WORDS = st.sampled_from(["SYNTHETIC: because it was said twice.", "", " "])


def _on_themes(do: Callable[[Draw, Project, Any], object]) -> Step:
    """As one act, because the study that is tried has no theme yet: two are added, then one of all is chosen."""

    def step(draw: Draw, project: Project) -> object:
        with project.transaction("test", "added themes"):
            if len(project.themes) < 2:
                themes.add(project, "Fear", negotiated=True)
                taken = themes.add(project, "Being found out")
                if draw(st.booleans()):
                    themes.take(project, taken, draw(st.sampled_from(["Fear", "Shame"])), draw(WORDS))
            return do(draw, project, pick(draw, project.themes))

    return step


def _on_groups(do: Callable[[Draw, Project, Any], object]) -> Step:
    def step(draw: Draw, project: Project) -> object:
        with project.transaction("test", "made a group"):
            if not project.groups:
                groups.make(project, pick(draw, project.codes))
            return do(draw, project, pick(draw, project.groups))

    return step


def _locked(draw: Draw, project: Project) -> object:
    with project.transaction("test", "wrote and locked"):
        memo = preconceptions.write(project, draw(WORDS))
        preconceptions.lock(project, memo)
        return preconceptions.lock(project, pick(draw, project.memos))


STEPS: dict[str, Step] = {
    "preconceptions.write": lambda d, p: preconceptions.write(p, d(WORDS)),
    "preconceptions.new_version": lambda d, p: preconceptions.new_version(p, d(WORDS)),
    "preconceptions.lock": _locked,
    "sources.mark_read": lambda d, p: sources.mark_read(p, pick(d, p.sources)),
    "sources.unmark_read": lambda d, p: sources.unmark_read(p, pick(d, p.sources)),
    "themes.add": lambda d, p: themes.add(p, d(NAMES), d(WORDS), d(st.booleans())),
    "themes.describe": _on_themes(
        lambda d, p, one: themes.describe(p, one, name=d(st.none() | NAMES), note=d(st.none() | WORDS))
    ),
    "themes.move": _on_themes(lambda d, p, one: themes.move(p, one, d(st.integers(-1, 4)))),
    "themes.remove": _on_themes(lambda d, p, one: themes.remove(p, one)),
    "themes.take": _on_themes(
        lambda d, p, one: themes.take(p, one, d(NAMES) if d(st.booleans()) else pick(d, p.themes), d(WORDS))
    ),
    "themes.drop": _on_themes(lambda d, p, one: themes.drop(p, one, d(WORDS))),
    "themes.reopen": _on_themes(lambda d, p, one: themes.reopen(p, one, d(WORDS))),
    "groups.make": _on_themes(
        lambda d, p, one: groups.make(p, d(NAMES | st.none() | st.sampled_from([*p.codes.values()])), [one], d(WORDS))
    ),
    "groups.unmake": _on_groups(lambda d, p, one: groups.unmake(p, one, d(WORDS))),
    "groups.set_residual": _on_groups(lambda d, p, one: groups.set_residual(p, one, d(st.booleans()))),
    "groups.set_themes": _on_groups(
        lambda d, p, one: groups.set_themes(p, one, pick_some(d, p.themes) if p.themes else [])
    ),
    "groups.move": lambda d, p: groups.move(
        p, [one.id for one in pick_some(d, p.segments)], pick(d, p.codes), pick(d, p.codes), d(WORDS)
    ),
    "groups.mark": lambda d, p: groups.mark(
        p, [one.id for one in pick_some(d, p.segments)], pick(d, p.codes), d(st.sampled_from([*MARKS, "!"]))
    ),
}
READ_ONLY = {
    "groups.codings_under",
    "groups.named",
    "memos.check_unlocked",
    "preconceptions.versions",
    "sources.find_reading",
    "themes.named",
    "themes.negotiated",
    "themes.preliminary",
}

"""How the operations of step 3 of the condensation are tried, in whatever order. All text SYNTHETIC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.model.condensation import Condensate
from coder.project import Project
from coder.project.operations import condensates, groups

Draw = Callable[[Any], Any]
WORDS = st.sampled_from(
    ["SYNTHETIC: I was alone.", "I was alone. Nobody asked me.", "Nobody asked.\n\nI was alone.", "", " ", "\ud800"]
)


def _one(draw: Draw, records: Any) -> Any:
    choices = list(records.values())
    if not choices:
        raise Invalid("nothing to choose from")
    return choices[draw(st.integers(0, len(choices) - 1))]


def _on_code(do: Callable[[Draw, Project, Code], object]) -> Callable[[Draw, Project], object]:
    """As one act, because the study that is tried has no code group yet."""

    def step(draw: Draw, project: Project) -> object:
        with project.transaction("test", "made a group"):
            if not project.groups:
                groups.make(project, _one(draw, project.codes))
            return do(draw, project, _one(draw, project.codes))

    return step


def _on_condensate(do: Callable[[Draw, Project, Condensate], object]) -> Callable[[Draw, Project], object]:
    """As one act: a condensate is written where there is none, and a unit of its code linked to it."""

    def step(draw: Draw, project: Project) -> object:
        with project.transaction("test", "wrote a condensate"):
            if not project.condensates:
                code = _one(draw, project.codes)
                groups.make(project, code)
                made = condensates.write(project, code, "SYNTHETIC: I was alone. Nobody asked me.")
                there = [project.codings[id].segment for id in project.codings_with(code.id)]
                if there and draw(st.booleans()):
                    condensates.link(project, made, made.sentences[0].key, there[:1])
            return do(draw, project, _one(draw, project.condensates))

    return step


def _sentence(draw: Draw, condensate: Condensate) -> str:
    return str(draw(st.sampled_from([*(one.key for one in condensate.sentences), "nothing"])))


STEPS: dict[str, Callable[[Draw, Project], object]] = {
    "condensates.write": _on_code(lambda d, p, code: condensates.write(p, code, d(WORDS))),
    "condensates.link": _on_condensate(
        lambda d, p, one: condensates.link(p, one, _sentence(d, one), [_one(d, p.segments).id])
    ),
    "condensates.unlink": _on_condensate(
        lambda d, p, one: condensates.unlink(p, one, _sentence(d, one), [_one(d, p.segments).id])
    ),
    "condensates.remove": _on_condensate(lambda d, p, one: condensates.remove(p, one)),
}
LOOKING = {
    "condensates.group_above", "condensates.sentence_of", "condensates.numbered", "condensates.refuse_foreign_unit",
}  # fmt: skip

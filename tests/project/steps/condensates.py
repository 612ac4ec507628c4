"""Steps of the property tests: operations on condensates. All text SYNTHETIC."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from coder.model.codebook import Code
from coder.model.condensation import Condensate
from coder.project import Project
from coder.project.operations import condensates, groups
from tests.project.steps.draws import Draw, Step, pick

WORDS = st.sampled_from(
    ["SYNTHETIC: I was alone.", "I was alone. Nobody asked me.", "Nobody asked.\n\nI was alone.", "", " ", "\ud800"]
)


def _on_code(do: Callable[[Draw, Project, Code], object]) -> Step:
    """As one act, because the study that is tried has no code group yet."""

    def step(draw: Draw, project: Project) -> object:
        with project.transaction("test", "made a group"):
            if not project.groups:
                groups.make(project, pick(draw, project.codes))
            return do(draw, project, pick(draw, project.codes))

    return step


def _on_condensate(do: Callable[[Draw, Project, Condensate], object]) -> Step:
    """As one act: a condensate is written where there is none, and a unit of its code linked to it."""

    def step(draw: Draw, project: Project) -> object:
        with project.transaction("test", "wrote a condensate"):
            if not project.condensates:
                code = pick(draw, project.codes)
                groups.make(project, code)
                made = condensates.write(project, code, "SYNTHETIC: I was alone. Nobody asked me.")
                there = [project.codings[id].segment for id in project.codings_with(code.id)]
                if there and draw(st.booleans()):
                    condensates.link(project, made, made.sentences[0].key, there[:1])
            return do(draw, project, pick(draw, project.condensates))

    return step


def _sentence(draw: Draw, condensate: Condensate) -> str:
    return str(draw(st.sampled_from([*(sentence.key for sentence in condensate.sentences), "nothing"])))


STEPS: dict[str, Step] = {
    "condensates.write": _on_code(lambda d, p, code: condensates.write(p, code, d(WORDS))),
    "condensates.link": _on_condensate(
        lambda d, p, one: condensates.link(p, one, _sentence(d, one), [pick(d, p.segments).id])
    ),
    "condensates.unlink": _on_condensate(
        lambda d, p, one: condensates.unlink(p, one, _sentence(d, one), [pick(d, p.segments).id])
    ),
    "condensates.remove": _on_condensate(lambda d, p, one: condensates.remove(p, one)),
}
READ_ONLY = {
    "condensates.group_above", "condensates.sentence_of", "condensates.numbered", "condensates.refuse_foreign_unit",
}  # fmt: skip

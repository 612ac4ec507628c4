"""Steps of the property tests: decisions on pseudonyms, and replacing passages. All text SYNTHETIC."""

from __future__ import annotations

from hypothesis import strategies as st

from coder.errors import Invalid
from coder.model.pseudonym import KEEP, LATER
from coder.project import Project
from coder.project.operations import pseudonyms
from coder.project.operations.pseudonyms import Replacements, Subject
from coder.text.substitutions import Substitution
from tests.project.steps.draws import Draw, Step, pick

SUBJECTS = st.lists(
    st.builds(
        Subject, st.just("name"), st.sampled_from(["a" * 64, "b" * 64]), st.sampled_from(["", "c" * 64, "d" * 64])
    ),
    max_size=3,
)


def decide(draw: Draw, project: Project) -> object:
    return pseudonyms.decide(
        project, draw(SUBJECTS), draw(st.sampled_from([KEEP, LATER, "", "never"])), draw(SUBJECTS)
    )


def replace(draw: Draw, project: Project) -> object:
    source = pick(draw, project.sources)
    length = len(project.text_of(source).text)
    if not length:
        raise Invalid("nothing to replace")
    edges = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=4)))
    passages = [Substitution(start, end, "[man 1]") for start, end in zip(edges[::2], edges[1::2], strict=False)]
    return pseudonyms.replace(
        project,
        Replacements({source.id: passages}, [], lambda name: f"{name}1"[:9], {"c" * 64: "d" * 64}),
    )


STEPS: dict[str, Step] = {"pseudonyms.decide": decide, "pseudonyms.replace": replace}
READ_ONLY: set[str] = set()

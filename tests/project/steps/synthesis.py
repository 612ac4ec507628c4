"""Steps of the property tests: operations on analytic texts and verdicts. All text SYNTHETIC."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from coder.model.condensation import CLAIM_CHECK, UNIT_CHECK, VERDICTS, AnalyticText, CodeGroup
from coder.project import Project
from coder.project.operations import codings, synthesis, verdicts
from coder.project.study import codes_in_order
from tests.project.steps.draws import Draw, Step, pick

PROSE = st.lists(
    st.sampled_from(
        ["They kept it to themselves.", "Nobody asked.", "Help came late.\n\n", "Ikke én gang.", "\udc00."]
    ),
    max_size=4,
).map(" ".join)
HEADINGS = st.sampled_from(["Alone with it", " ", "x" * 201, "a\tb"])
NOTES = st.sampled_from(["SYNTHETIC note.", "", "half \udc00"])
GIVEN = st.sampled_from([*VERDICTS[UNIT_CHECK], *VERDICTS[CLAIM_CHECK], "maybe"])


def _some(draw: Draw, project: Project) -> list[str]:
    found = [pick(draw, project.segments).id for _ in range(draw(st.integers(0, 2)))]
    return [*found, *(["nowhere"] if draw(st.booleans()) and draw(st.booleans()) else [])]


def _group(draw: Draw, project: Project) -> CodeGroup:
    """A code group; one is made where there is none."""
    if project.groups:
        return pick(draw, project.groups)
    code = next((code for code in codes_in_order(project) if code.name == "Before asking"), None) or pick(
        draw, project.codes
    )
    with project.transaction("test", "made a group") as tx:
        group = CodeGroup(id=project.new_id(), code=code.id)
        tx.put("groups", group)
    return group


def _text(draw: Draw, project: Project) -> AnalyticText:
    if project.analytic_texts:
        return pick(draw, project.analytic_texts)
    return synthesis.write(project, _group(draw, project), "They kept it to themselves. Nobody asked.")


def _key(draw: Draw, text: AnalyticText) -> str:
    return draw(st.sampled_from([*(sentence.key for sentence in text.sentences), "nowhere"]))


def _as_one(do: Step) -> Step:
    """As one act, because the study that is tried has neither group nor text yet."""

    def step(draw: Draw, project: Project) -> object:
        with project.transaction("test", "made what there must be"):
            return do(draw, project)

    return step


def _a_unit_check(draw: Draw, project: Project) -> object:
    return verdicts.unit_check(
        project, _group(draw, project), pick(draw, project.segments), draw(GIVEN), draw(NOTES), _some(draw, project)
    )


def _a_claim_check(draw: Draw, project: Project) -> object:
    text = _text(draw, project)
    units = _some(draw, project)
    return verdicts.claim_check(project, text, _key(draw, text), draw(GIVEN), draw(st.booleans()), units, draw(NOTES))


def _a_verdict(draw: Draw, project: Project) -> Any:
    if not project.verdicts:
        text = _text(draw, project)
        verdicts.claim_check(project, text, text.sentences[0].key, "partly")
    return pick(draw, project.verdicts)


def _acting(draw: Draw, project: Project) -> object:
    def act() -> None:
        if draw(st.booleans()):
            codings.recode(project, pick(draw, project.codings), pick(draw, project.codes))

    return verdicts.act_on(project, _a_verdict(draw, project), "recoded a unit", act)


def _reworded(draw: Draw, project: Project) -> object:
    text = _text(draw, project)
    because = pick(draw, project.verdicts) if project.verdicts and draw(st.booleans()) else None
    return synthesis.reword(project, text, _key(draw, text), draw(PROSE), because)


def _supported(draw: Draw, project: Project) -> object:
    text = _text(draw, project)
    return synthesis.support(project, text, _key(draw, text), _some(draw, project))


def _amended(draw: Draw, project: Project) -> object:
    against = _some(draw, project) if draw(st.booleans()) else None
    return verdicts.amend(
        project, _a_verdict(draw, project), draw(st.none() | st.booleans()), against, draw(st.none() | NOTES)
    )


STEPS: dict[str, Step] = {
    "synthesis.write": _as_one(lambda d, p: synthesis.write(p, _group(d, p), d(PROSE))),
    "synthesis.reword": _as_one(_reworded),
    "synthesis.support": _as_one(_supported),
    "synthesis.remove": _as_one(lambda d, p: synthesis.remove(p, _text(d, p))),
    "synthesis.heading": _as_one(lambda d, p: synthesis.heading(p, _group(d, p), d(HEADINGS))),
    "verdicts.unit_check": _as_one(_a_unit_check),
    "verdicts.claim_check": _as_one(_a_claim_check),
    "verdicts.amend": _as_one(_amended),
    "verdicts.withdraw": _as_one(lambda d, p: verdicts.withdraw(p, _a_verdict(d, p))),
    "verdicts.act_on": _as_one(_acting),
}
READ_ONLY = {"synthesis.sentence_of", "verdicts.given"}

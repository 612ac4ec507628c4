"""Steps of the property tests: operations on speakers, and answers of a survey. All text SYNTHETIC."""

from __future__ import annotations

from hypothesis import strategies as st

from coder.project import Project
from coder.project.operations import speakers, survey
from coder.text.speaker_rules import SpeakerRules
from tests.project.steps.draws import Draw, Step, pick

LABELS = st.sampled_from(["I", "P", "p", "Nobody", ""])
NAMES = st.sampled_from(["Interviewer", "P", "x" * 201, " ", "two\nlines"])
TEXTS = st.sampled_from(["SYNTHETIC answer.", "", " ", "two\nlines", "half \udc00"])
RULES = st.builds(
    SpeakerRules,
    names=st.dictionaries(LABELS, NAMES, max_size=2),
    not_speakers=st.frozensets(LABELS, max_size=1),
    speakers=st.frozensets(LABELS, max_size=1),
)
ANSWERS = st.builds(
    survey.Answer,
    participant=st.sampled_from(["P01", "p01", "P77", ""]),
    question=st.sampled_from(["Help", "help", "Rest", " "]),
    wave=st.sampled_from(["", "baseline", "late"]),
    text=TEXTS,
    note=TEXTS,
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["P01", "P77"]), st.dictionaries(st.sampled_from(["age", "sex"]), TEXTS, max_size=2), max_size=2
)


def add_answers(draw: Draw, project: Project) -> object:
    answers = draw(st.lists(ANSWERS, max_size=3))
    return survey.add_answers(project, answers, draw(ATTRIBUTES), file="survey.csv", format="csv")


STEPS: dict[str, Step] = {
    "speakers.change": lambda d, p: speakers.change(
        p, pick(d, p.sources), d(RULES), d(st.none() | st.lists(LABELS, max_size=2)), d(TEXTS)
    ),
    "survey.add_answers": add_answers,
}
READ_ONLY = {"speakers.preview", "speakers.check_names"}

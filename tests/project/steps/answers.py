"""Steps of the property tests: operations on answers. All text SYNTHETIC."""

from __future__ import annotations

from hypothesis import strategies as st

from coder.project.operations import answers
from tests.project.steps.draws import Step

FORMS = st.sampled_from([answers.COREQ, "COREQ ", answers.POWER, "informationpower", "poem"])
ITEMS = st.sampled_from(["2", "22", "33", "aim", " Theory", ""])
WORDS = st.sampled_from(["SYNTHETIC answer.", " ", "two\nlines", "half \udc00"])

STEPS: dict[str, Step] = {
    "answers.answer": lambda d, p: answers.answer(p, d(FORMS), d(ITEMS), d(WORDS)),
    "answers.clear": lambda d, p: answers.clear(p, d(FORMS), d(ITEMS)),
    "answers.take_over": lambda d, p: answers.take_over(
        p, [(d(FORMS), d(ITEMS), d(WORDS)) for _ in range(d(st.integers(0, 3)))]
    ),
}
READ_ONLY = {"answers.find", "answers.resolve_item"}

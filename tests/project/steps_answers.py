"""How answers to the forms of reports are tried, in whatever order. All text SYNTHETIC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from coder.project import Project
from coder.project.operations import answers

FORMS = st.sampled_from([answers.COREQ, "COREQ ", answers.POWER, "informationpower", "poem"])
ITEMS = st.sampled_from(["2", "22", "33", "aim", " Theory", ""])
WORDS = st.sampled_from(["SYNTHETIC answer.", " ", "two\nlines", "half \udc00"])

STEPS: dict[str, Callable[[Callable[[Any], Any], Project], object]] = {
    "answers.answer": lambda d, p: answers.answer(p, d(FORMS), d(ITEMS), d(WORDS)),
    "answers.clear": lambda d, p: answers.clear(p, d(FORMS), d(ITEMS)),
    "answers.take_over": lambda d, p: answers.take_over(
        p, [(d(FORMS), d(ITEMS), d(WORDS)) for _ in range(d(st.integers(0, 3)))]
    ),
}
LOOKING = {"answers.find", "answers.resolve_item"}

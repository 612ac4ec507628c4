"""Answers to COREQ items: those that the project keeps, and those of a TOML file.

A file has `2 = "…"`, and for item 22 also a table `[22]` with the fields of information power.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec.toml

from coder.analysis.reports.coreq_items import ITEMS, POWER, POWER_ITEM
from coder.errors import Invalid
from coder.project.operations import answers as kept
from coder.project.study import Study
from coder.text.phrases import format_day

HINT = f"Keys are the numbers 1 to {len(ITEMS)}; item {POWER_ITEM} may be a table with: {', '.join(POWER)}."
#: What the text of an item is called beside its fields.
WHOLE = "text"
#: A field by its former name.
FORMER = {"strategy": "analysis"}


class Given(NamedTuple):
    """The text of an answer, and where it is from."""

    text: str
    origin: str


#: Item number → field → answer; the field of a plain answer is `WHOLE`.
Answers = dict[int, dict[str, Given]]


def stored(study: Study) -> Answers:
    """The answers that the project keeps; of an answered item by itself first, then its fields in their order."""
    found: Answers = {}
    for answer in study.answers.values():
        coder = study.coders.get(answer.coder)
        by = f"answered by {coder.initials}" if coder is not None else "answered"
        given = Given(answer.text, ", ".join(filter(None, (by, format_day(answer.modified)))))
        if answer.form == kept.COREQ:
            found.setdefault(int(answer.item), {})[WHOLE] = given
        elif answer.form == kept.POWER:
            found.setdefault(POWER_ITEM, {})[answer.item] = given
    order = (WHOLE, *POWER)
    return {number: dict(sorted(found[number].items(), key=lambda one: order.index(one[0]))) for number in found}


def together(first: Answers, then: Answers) -> Answers:
    """Both; where both answer the same, the second."""
    return {number: {**first.get(number, {}), **then.get(number, {})} for number in (*first, *then)}


def read(data: bytes) -> Answers:
    """The answers of a file. Raises Invalid where it is not TOML, or has a key or a value that is not known."""
    try:
        found = msgspec.toml.decode(data, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("The answers are not TOML", str(error), 'Write lines such as: 2 = "…"') from None
    answers: Answers = {}
    for key, value in found.items():
        if key not in map(str, ITEMS):
            raise Invalid("The answers have a key that is no item", key, HINT)
        answers[int(key)] = _fields(key, value)
    return answers


def _fields(key: str, value: Any) -> dict[str, Given]:
    """The texts that are given for an item; an empty one is no answer."""
    fields = value if isinstance(value, dict) and key == str(POWER_ITEM) else {WHOLE: value}
    found = {}
    for name, text in fields.items():
        field = FORMER.get(name, name)
        if field not in (WHOLE, *POWER):
            raise Invalid("The answers have a field that is not known", f"{key}.{name}", HINT)
        if not isinstance(text, str):
            raise Invalid("An answer is not a text", f"item {key}", 'Put it in quotation marks: 2 = "…"')
        if text.strip():
            found[field] = Given(text.strip(), f"answers, item {key}")
    return found


def to_keep(answers: Answers) -> Iterator[tuple[str, str, str]]:
    """The answers of a file as a project keeps them: form, item, text."""
    for number, fields in answers.items():
        for field, given in fields.items():
            form, item = (kept.COREQ, str(number)) if field == WHOLE else (kept.POWER, field)
            yield form, item, given.text

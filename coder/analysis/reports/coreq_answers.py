"""Answers to COREQ items, from a TOML file: `2 = "…"`, and for item 22 also a table `[22]` with its fields."""

from __future__ import annotations

from typing import Any

import msgspec.toml

from coder.analysis.reports.coreq_items import ITEMS, POWER, POWER_ITEM
from coder.errors import Invalid

HINT = f"Keys are the numbers 1 to {len(ITEMS)}; item {POWER_ITEM} may be a table with: {', '.join(POWER)}."
#: What the text of an item is called beside its fields.
WHOLE = "text"

#: Item number → field → text; the field of a plain answer is `WHOLE`.
Answers = dict[int, dict[str, str]]


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


def _fields(key: str, value: Any) -> dict[str, str]:
    """The texts that are given for an item; an empty one is no answer."""
    fields = value if isinstance(value, dict) and key == str(POWER_ITEM) else {WHOLE: value}
    for field, text in fields.items():
        if field not in (WHOLE, *POWER):
            raise Invalid("The answers have a field that is not known", f"{key}.{field}", HINT)
        if not isinstance(text, str):
            raise Invalid("An answer is not a text", f"item {key}", 'Put it in quotation marks: 2 = "…"')
    return {field: text.strip() for field, text in fields.items() if text.strip()}

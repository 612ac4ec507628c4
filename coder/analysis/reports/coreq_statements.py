"""What the sentences about COREQ's items have in common: values of interviews, tallies, memos and their authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from coder.analysis.method import reporting
from coder.analysis.reports import words
from coder.analysis.reports.view import View
from coder.model.memo import Memo
from coder.text.phrases import format_count, format_day, format_list
from coder.text.sorting import natural_key


class Known(NamedTuple):
    """A sentence, perhaps with a list, and `origin`: what in the project it was made from.

    `settles` tells that it answers an item of which the project mostly knows but a part.
    """

    text: str
    origin: str
    items: tuple[str, ...] = ()
    settles: bool = False


Knowing = Callable[[View], Iterator[Known]]


class FormQuestion(NamedTuple):
    """What interviews tell of an item: a `field` of their records, or else an attribute with one of these names."""

    field: str
    names: tuple[str, ...]

    def values(self, view: View) -> list[str]:
        """One value for each interview that has any."""
        found = []
        for source in view.sources:
            told = str(source[self.field] or "").strip() if self.field else ""
            attributes = (value for name, value in source.attributes.items() if name.casefold() in self.names)
            value = told or next((value for value in attributes if value.strip()), "")
            found += [value] if value else []
        return found

    def origin(self, view: View, values: list[str]) -> str:
        """Where the values are from."""
        of = f"{len(values)} of {format_count(len(view.sources), 'interview')}"
        return f"field “{self.field}” of {of}" if self.field else f"attribute “{self.names[0]}” of {of}"


INTERVIEWER = FormQuestion("interviewer", ("interviewer", "interviewers"))
MODE = FormQuestion("mode", ("mode", "setting", "place"))
GUIDE = FormQuestion("guide", ("guide", "guide version"))
MINUTES = FormQuestion("minutes", ("minutes", "duration", "duration (minutes)"))
RECORDING, RETURNED, CHECKED = (FormQuestion("", reporting.ATTRIBUTES[item]) for item in ("19", "23", "28"))


def tally(view: View, values: Iterable[str]) -> str:
    """How often each value is there, by value and never by count; small numbers are pooled for publication."""
    each = sorted(Counter(values).items(), key=lambda one: natural_key(one[0]))
    told = [f"{value} ({number})" for value, number in each if view.tellable(number)]
    if len(told) < len(each):
        told.append(f"others ({words.FEW} each, not shown)")
    return ", ".join(told)


def tallied(asked: FormQuestion, label: str, settles: bool = False) -> Knowing:
    """How an item is known that stands in one field of the interviews."""

    def known(view: View) -> Iterator[Known]:
        values = asked.values(view)
        if values:
            yield Known(f"{label}: {tally(view, values)}.", asked.origin(view, values), settles=settles)

    return known


def memos(view: View, kind: str) -> list[Memo]:
    """The memos of a kind that others may see, the oldest first."""
    shown = [memo for memo in view.project.memos.values() if memo.kind == kind and not memo.private]
    return sorted(shown, key=lambda memo: (memo.created, memo.id))


def authors(view: View, coders: Iterable[str]) -> str:
    """Initials of some coders (ids), each once."""
    return format_list(sorted({view.project.coders[id].initials for id in coders}, key=str.casefold))


def between(moments: Iterable[str]) -> str:
    """The first and the last of some days; "" where there is none."""
    found = sorted(filter(None, moments))
    return " to ".join(dict.fromkeys((format_day(found[0]), format_day(found[-1])))) if found else ""

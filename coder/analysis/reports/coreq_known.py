"""What a project knows of COREQ's items: a sentence for each, and where it comes from."""

from __future__ import annotations

from coder.analysis.reports import coreq_design, coreq_findings
from coder.analysis.reports.coreq_statements import Knowing, Known
from coder.analysis.reports.view import View

KNOWN: dict[int, Knowing] = coreq_design.KNOWN | coreq_findings.KNOWN
#: Items that what is known answers; of the others it is only a part, unless a sentence `settles` them.
ANSWERED = frozenset({12, 16, 18, 20, 21, 24, 25, 26, 27, 29, 31, 32})


def of_item(view: View, number: int) -> list[Known]:
    """What the project knows of an item; nothing where it knows nothing."""
    return list(KNOWN[number](view)) if number in KNOWN else []

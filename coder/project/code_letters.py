"""The letter by which a code is told in margins, where its hue cannot be."""

from __future__ import annotations

import string

from coder.project.ordering import codes_in_order
from coder.project.study import Study

#: One cell wide everywhere; after the last the row begins again, and the hue tells two apart.
LETTERS = string.ascii_lowercase + string.ascii_uppercase + "αβγδεζηθκλμνξπρστφχψω"


def letters(study: Study) -> dict[str, str]:
    """Code id → letter, in the order of the tree; a group gets one only if it is itself on a segment."""
    wanted = [
        code.id
        for code in codes_in_order(study)
        if code.codable and (not study.children(code.id) or study.codings_with(code.id))
    ]
    return {id: LETTERS[place % len(LETTERS)] for place, id in enumerate(wanted)}

"""Margin letter of each code, for terminals without colour."""

from __future__ import annotations

import string

from coder.project.ordering import codes_in_order
from coder.project.study import Study

#: One cell wide in every terminal; reused after the last, where colour distinguishes the codes.
LETTERS = string.ascii_lowercase + string.ascii_uppercase + "αβγδεζηθκλμνξπρστφχψω"


def letters(study: Study) -> dict[str, str]:
    """Return code id → letter in the order of the tree; groups without codings get none."""
    ids = [
        code.id
        for code in codes_in_order(study)
        if code.codable and (not study.children(code.id) or study.codings_with(code.id))
    ]
    return {id: LETTERS[place % len(LETTERS)] for place, id in enumerate(ids)}

"""Disclosure control in reports: names of participants, small numbers, and the cells that replace them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from coder.model.document import AnyBlock, Cell, Table
from coder.project.study import Study
from coder.text.phrases import NO_UNIT, format_count

#: Smaller numbers of participants may identify them.
FEWEST = 3
FEW = f"fewer than {FEWEST}"
NO_UNITS = Cell(NO_UNIT, absent=True)
#: In place of a number of few participants, or of one from which such a number follows.
SUPPRESSED = Cell("suppressed", absent=True)


def units_cell(number: int) -> Cell:
    """Return the cell of a number of units, which never shows 0."""
    return Cell(f"{number:,}") if number else NO_UNITS


class Disclosure:
    """What a report may say of participants.

    For `publication`, participants are renumbered and numbers of fewer than `FEWEST` participants are suppressed.
    """

    def __init__(self, study: Study, publication: bool = False) -> None:
        self.publication = publication
        names = {participant.id: participant.name for participant in study.participants.values()}
        self._names = _renumbered(study) if publication else names
        self._replacements = {name.casefold(): self._names[id] for id, name in names.items()}

    def name(self, participant: str) -> str:
        """Return the name of a participant (id) in this report."""
        return self._names[participant]

    def allows(self, number: int) -> bool:
        """Return whether a number of participants may be shown."""
        return not self.publication or number == 0 or number >= FEWEST

    def count(self, number: int, noun: str = "participant") -> str:
        """Return a number of participants or pairs in words, small numbers as "fewer than 3"."""
        return format_count(number, noun) if self.allows(number) else f"{FEW} {noun}s"

    def renamed(self, text: str) -> str:
        """Return a researcher's text with the names of participants in this report."""
        if not self.publication:
            return text
        replacements = self._replacements
        names = "|".join(sorted(map(re.escape, replacements), key=len, reverse=True))
        pattern = rf"(?<![^\W_])(?:{names})(?![^\W_])"  # also in P01_baseline
        if not names:
            return text
        return re.sub(pattern, lambda match: replacements[match[0].casefold()], text, flags=re.IGNORECASE)

    def remarks(self, blocks: Sequence[AnyBlock]) -> tuple[str, ...]:
        """Return the remarks on disclosure in a report that consists of these blocks; none if it is not published."""
        if not self.publication:
            return ()
        tables = (block for block in blocks if isinstance(block, Table))
        cells = sum(cell == SUPPRESSED for table in tables for row in table.rows for cell in row)
        suppressed = format_count(cells, "cell is", "cells are") if cells else "no cells are"
        return (
            "For publication: participants are renumbered in an order derived from the project’s id, the same in "
            "every report. The numbers are not those of the study, although one may coincide.",
            f"For publication: {suppressed} suppressed, which are about {FEW} participants, or would give such a "
            f"number away. Waves with {FEW} participants are not named, and memos are omitted. Quotations are "
            "verbatim: check them for identifying details.",
        )


def _renumbered(study: Study) -> dict[str, str]:
    """Return participant id → new number, in the stable order of a hash of the project's and the participant's id."""
    shuffled = sorted(study.participants, key=lambda id: sha256(f"{study.info.id}/{id}".encode()).digest())
    digits = max(2, len(str(len(shuffled))))
    return {id: f"P{number:0{digits}}" for number, id in enumerate(shuffled, 1)}

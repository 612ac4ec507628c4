"""How participants are called in a report, and which numbers may be told, at home and in a publication."""

from __future__ import annotations

import re
from hashlib import sha256

from coder.analysis.reports import words
from coder.project.study import Study
from coder.text.phrases import format_count


class Telling:
    """What a report tells of participants.

    For `publication` they are renumbered, and a number of fewer than `words.FEWEST` of them is not told.
    """

    def __init__(self, study: Study, publication: bool = False) -> None:
        self.publication = publication
        given = {one.id: one.name for one in study.participants.values()}
        self._names = _renumbered(study) if publication else given
        self._new = {name.casefold(): self._names[id] for id, name in given.items()}

    def name(self, participant: str) -> str:
        """What a participant is called in this report, by their id."""
        return self._names[participant]

    def people(self, number: int) -> str:
        """A number of participants, told only where it may be."""
        return format_count(number, "participant") if self.tellable(number) else f"{words.FEW} participants"

    def tellable(self, number: int) -> bool:
        """Whether a number of participants may be told."""
        return not self.publication or number == 0 or number >= words.FEWEST

    def plain(self, text: str) -> str:
        """What a researcher wrote, with participants called as in this report."""
        if not self.publication:
            return text
        new = self._new
        names = "|".join(sorted(map(re.escape, new), key=len, reverse=True))
        pattern = rf"(?<![^\W_])(?:{names})(?![^\W_])"  # also in P01_baseline
        return re.sub(pattern, lambda m: new[m[0].casefold()], text, flags=re.IGNORECASE) if new else text

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader must know of a report for publication."""
        if not self.publication:
            return ()
        return (
            "For publication: participants are renumbered, in an order derived from the project’s id, the same in "
            "each report. The numbers are not those of the study, though one may fall on the same.",
            f"For publication: cells of {words.FEW} participants are suppressed, waves of so few are not named, and "
            "memos are left out. Quotations are verbatim: read them for what may tell who speaks.",
        )


def _renumbered(study: Study) -> dict[str, str]:
    """Participant id → new number, shuffled by a hash of the project's id and theirs: stable, and not theirs."""
    shuffled = sorted(study.participants, key=lambda id: sha256(f"{study.info.id}/{id}".encode()).digest())
    digits = max(2, len(str(len(shuffled))))
    return {id: f"P{number:0{digits}}" for number, id in enumerate(shuffled, 1)}

"""Decisions of a researcher on the speaker labels of a kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class SpeakerRules:
    """Decisions that precede detection; labels are given as they stand in the file.

    `names` maps a label to the name of its speaker (renamed, or merged with another); labels in `not_speakers` are
    text, those in `speakers` are speakers however thin the evidence. `forms` are further notations of labels, each an
    example in which NAME stands for the name: `«NAME»`.
    """

    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    not_speakers: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    forms: tuple[str, ...] = ()


NO_RULES = SpeakerRules()

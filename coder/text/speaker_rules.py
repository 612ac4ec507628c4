"""Decisions of a researcher on the speaker labels of a kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from coder.text.speakers import speaker_key


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

    def speaker(self, label: str) -> str:
        """Return the name of the speaker that a label names; "" if it is no speaker."""
        key = speaker_key(label)
        if key in self._denied:
            return ""
        return self._renamed.get(key, label)

    @cached_property
    def _denied(self) -> frozenset[str]:
        return frozenset(map(speaker_key, self.not_speakers))

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        return {speaker_key(label): name for label, name in self.names.items()}


NO_RULES = SpeakerRules()

"""ELAN annotations: tiers are speakers, annotations in the order of their time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript

_KIND = "ELAN annotation file"
#: Tiers of comments, gestures, translations: no speech, whatever they hold.
ASIDE = re.compile(
    r"(?:\A|[\W_])(?:comments?|notes?|gestures?|gaze|topics?|translations?|free.?translation|gloss(?:es|ing)?|ft|ge|ps|mb"
    r"|kommentar\w*|notat\w*|oversettelse\w*|übersetzung\w*|traduction\w*|codes?)(?:[\W_]|\Z)",
    re.IGNORECASE,
)
_WORDS = 0.5  # share of annotations with letters, in a tier that holds speech


class _Annotation(NamedTuple):
    start: float
    end: float
    text: str


class _Tier(NamedTuple):
    """A tier with its annotations; `parent` is "" if its annotations have times of their own."""

    id: str
    participant: str
    kind: str
    parent: str
    annotations: list[_Annotation]

    @property
    def speech(self) -> bool:
        """Whether most annotations hold letters, and neither name nor type say that it is another kind of tier."""
        if ASIDE.search(self.id) or ASIDE.search(self.kind):
            return False
        lettered = sum(any(map(str.isalpha, annotation.text)) for annotation in self.annotations)
        return bool(self.annotations) and lettered >= _WORDS * len(self.annotations)

    @property
    def words(self) -> int:
        """The number of words in the annotations."""
        return sum(len(annotation.text.split()) for annotation in self.annotations)


@reader(TRANSCRIPT, "eaf", "ELAN annotations", ".eaf")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the annotations of the tiers that hold speech; other tiers become a note.

    Source of the format: EAF 3.0 (Max Planck Institute for Psycholinguistics).
    """
    from coder.errors import UnreadableFile
    from coder.exchange.archive import parse_xml
    from coder.exchange.cues import Cue, from_cues
    from coder.exchange.file_signatures import refuse, refuse_known

    refuse_known(data, name)
    root = parse_xml(data, name, _KIND)
    if root.tag != "ANNOTATION_DOCUMENT":
        raise refuse(name, f"not an {_KIND}")
    tiers = _tiers(root)
    spoken = _spoken(tiers)
    if not any(tier.annotations for tier in spoken):
        raise UnreadableFile(f"{name} contains no text", "Its tiers have no annotations with words")
    cues = [
        Cue(annotation.start, annotation.end, annotation.text, tier.participant or tier.id)
        for tier in spoken
        for annotation in tier.annotations
    ]
    cues.sort(key=lambda cue: cue.start)
    others = [tier for tier in tiers if tier not in spoken and tier.annotations]
    notes = [f"Tier {tier.id}:\n\n" + "\n".join(item.text for item in tier.annotations) for tier in others]
    warnings = []
    if others:
        named = ", ".join(f"{tier.id} ({tier.kind})" if tier.kind else tier.id for tier in others)
        warnings.append(f"Tiers that are no speech of their own: kept as memos on the transcript: {named}")
    return from_cues(cues, "eaf", warnings=warnings, notes=notes, rules=options.rules)


def _tiers(root: Any) -> list[_Tier]:
    """Return all tiers, annotations in the order of the file; those without a time have that of their parent's."""
    slots = {slot.get("TIME_SLOT_ID"): _milliseconds(slot.get("TIME_VALUE")) for slot in root.iter("TIME_SLOT")}
    times: dict[str, tuple[float, float]] = {}
    waiting: dict[str, str] = {}
    for annotation in root.iter("ALIGNABLE_ANNOTATION"):
        start = slots.get(annotation.get("TIME_SLOT_REF1"))
        end = slots.get(annotation.get("TIME_SLOT_REF2"))
        known = start if start is not None else end
        if known is not None:
            times[annotation.get("ANNOTATION_ID", "")] = (known, end if end is not None else known)
    for annotation in root.iter("REF_ANNOTATION"):
        waiting[annotation.get("ANNOTATION_ID", "")] = annotation.get("ANNOTATION_REF", "")

    tiers = []
    for tier in root.iter("TIER"):
        annotations, last = [], (0.0, 0.0)
        for annotation in tier.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            last = _time_of(annotation.get("ANNOTATION_ID", ""), times, waiting) or last
            text = _value(annotation)
            if text:
                annotations.append(_Annotation(*last, text))
        id, participant = (" ".join(tier.get(key, "").split()) for key in ("TIER_ID", "PARTICIPANT"))
        kind = tier.get("LINGUISTIC_TYPE_REF", "")
        tiers.append(_Tier(id, participant, kind, tier.get("PARENT_REF", ""), annotations))
    return tiers


def _milliseconds(text: str | None) -> float | None:
    return int(text) / 1000 if text and text.isascii() and text.isdigit() and len(text) < 11 else None


def _time_of(id: str, times: dict[str, tuple[float, float]], waiting: dict[str, str]) -> tuple[float, float] | None:
    """Return the time of an annotation, or of the annotation that it refers to."""
    seen = set()
    while id not in times and id in waiting and id not in seen:
        seen.add(id)
        id = waiting[id]
    return times.get(id)


def _value(annotation: Any) -> str:
    from coder.text.clean import clean

    return " ".join(clean(annotation.findtext("ANNOTATION_VALUE") or "").text.split())


def _spoken(tiers: Sequence[_Tier]) -> list[_Tier]:
    """Return the tiers that hold speech: of each family the top one, or below numbers the child with most words."""
    children: dict[str, list[_Tier]] = {}
    for tier in tiers:
        children.setdefault(tier.parent, []).append(tier)
    known = {tier.id for tier in tiers}
    spoken = []
    for top in tiers:
        if top.parent in known and top.parent != top.id:
            continue
        level, seen = [top], set()
        while level and not any(tier.speech for tier in level):
            seen |= {tier.id for tier in level}
            level = [child for tier in level for child in children.get(tier.id, ()) if child.id not in seen]
        fitting = [tier for tier in level if tier.speech]
        if fitting:
            spoken.append(max(fitting, key=lambda tier: tier.words))
    return spoken

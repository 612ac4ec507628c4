"""Corrections: a better transcript of the same interview, and what becomes of the segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec

from coder.errors import Invalid
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.segment import Segment
from coder.model.source import Source, SourceText
from coder.project.operations.sources import digest_of, same_text
from coder.project.paths import path_of
from coder.project.project import Pending, Project
from coder.project.segments import absorb, anchored, excerpt, remove_segment
from coder.text.alignment import Alignment, How
from coder.text.span import Span
from coder.text.turn import Turn
from coder.text.words import count_words

Lost = Literal["keep-as-memo", "drop"]
LOST: tuple[Lost, ...] = ("keep-as-memo", "drop")


class Mapped(NamedTuple):
    """A segment before the correction, and where it is after it: `new` stands at `start:end`, "" where it is lost.

    Not `sure`: the same words stand nearby as well, and it could be those; also where it is lost.
    """

    segment: Segment
    how: How
    start: int
    end: int
    old: str
    new: str
    sure: bool


@dataclass(frozen=True)
class Correction:
    """A text that would replace that of a source, with its turns; the segments in the order of the old text."""

    source: Source
    text: str
    turns: tuple[Turn, ...]
    mapped: tuple[Mapped, ...]

    def those(self, how: How) -> list[Mapped]:
        """The segments that are kept, moved, changed or lost."""
        return [one for one in self.mapped if one.how == how]

    @property
    def unsure(self) -> list[Mapped]:
        """The segments at which a person should look, since the same words stand nearby."""
        return [one for one in self.mapped if not one.sure]


def preview(project: Project, source: Source, text: str, turns: Sequence[Turn]) -> Correction:
    """What a correction would do; nothing is changed.

    Raises Invalid when the text is that of this source or of another one, or has no words.
    """
    source = project.sources[source.id]
    if text == project.text_of(source).text:
        raise Invalid("There is nothing to correct", f"The text is exactly that of “{source.name}”.")
    twin = same_text(project, text)
    if twin is not None:
        raise Invalid("This transcript is in the project already", f"Its text is exactly that of “{twin.name}”.")
    if not text.strip():
        raise Invalid("There is no text", "A source cannot be corrected to nothing.")
    alignments: dict[int, Alignment] = {}
    mapped = tuple(_mapped(project, project.segments[id], text, alignments) for id in project.positions(source.id))
    return Correction(source, text, tuple(turns), mapped)


def _mapped(project: Project, segment: Segment, text: str, alignments: dict[int, Alignment]) -> Mapped:
    """Where a segment goes; each is followed from the revision to which it belongs, as a rule the current one."""
    if segment.revision not in alignments:
        old = project.rules.text_of(segment.source, segment.revision)
        if old is None:
            raise Invalid("The text of a segment is missing", segment.id, "Run: coder doctor PROJECT")
        alignments[segment.revision] = Alignment(old.text, text)
    place = alignments[segment.revision].place(segment.start, segment.end)
    new = text[place.start : place.end]
    return Mapped(segment, place.how, place.start, place.end, segment.quote, new, place.sure)


def apply(
    project: Project, source: Source, correction: Correction, *, lost: Lost | None = None, reason: str = ""
) -> Source:
    """Replace the text of a source: a new revision, the old one stays; all segments belong to the new one.

    Lost segments become memos on the source (`keep-as-memo`) or go with their codings and memos (`drop`). Segments
    that come to have the same edges become one. Raises Invalid when segments would be lost and nobody said what to
    do with them, or when source or segments are not as they were at the preview.
    """
    if lost is not None and lost not in LOST:
        raise Invalid("There is no such way to treat lost units", lost, f"Ways are: {', '.join(LOST)}")
    _still_true(project, source, correction)
    gone = correction.those("lost")
    if gone and lost is None:
        raise Invalid(
            f"{len(gone):,} {'unit' if len(gone) == 1 else 'units'} would be lost",
            "Nothing of their words is left in the corrected text. Nothing was changed.",
            "Keep their words and codes as memos on the source (--lost keep-as-memo), or drop them (--lost drop).",
        )
    with project.transaction("sources.correct", f"corrected {correction.source.name}", reason) as tx:
        corrected = _put_text(project, tx, correction)
        _anchor_again(project, tx, correction, corrected.revision)
        for one in gone:
            if lost == "keep-as-memo":
                _keep_as_memo(project, tx, corrected, one.segment)
            _drop(project, tx, one.segment)
    return corrected


def _still_true(project: Project, source: Source, correction: Correction) -> None:
    now = project.sources.get(source.id)
    then = correction.source
    segments = [project.segments[id] for id in project.positions(source.id)]
    if (
        now is None
        or (now.id, now.revision, now.digest) != (then.id, then.revision, then.digest)
        or segments != [one.segment for one in correction.mapped]
    ):
        raise Invalid(
            "The source has changed since this correction was compared with it",
            f"“{then.name}”. Nothing was changed.",
            "Compare again.",
        )


def _put_text(project: Project, tx: Pending, correction: Correction) -> Source:
    text, turns = correction.text, correction.turns
    source = project.sources[correction.source.id]
    corrected = msgspec.structs.replace(
        source,
        revision=1 + max(revision for owner, revision in project.index.texts if owner == source.id),
        words=sum(count_words(text[turn.start : turn.end]) for turn in turns) if turns else count_words(text),
        characters=len(text),
        turns=len(turns),
        digest=digest_of(text),
    )
    revision = SourceText(
        id=project.new_id(), source=source.id, revision=corrected.revision, text=text, turns=turns
    )
    tx.put("texts", revision)
    tx.put("sources", corrected)
    return corrected


def _anchor_again(project: Project, tx: Pending, correction: Correction, revision: int) -> None:
    """Put every segment that is left where it is now; of those with the same edges, the surest stays."""
    there: dict[tuple[int, int], Segment] = {}
    for one in sorted(correction.mapped, key=lambda one: (one.how == "changed", not one.sure)):
        if one.how == "lost":
            continue
        twin = there.get((one.start, one.end))
        if twin is not None:
            absorb(project, tx, one.segment, twin)
            continue
        changed = anchored(one.segment, revision, correction.text, Span(one.start, one.end))
        tx.put("segments", changed)
        there[one.start, one.end] = changed


def _keep_as_memo(project: Project, tx: Pending, source: Source, segment: Segment) -> None:
    """Write down on the source what a lost segment said, how it was coded, and its memos.

    A private memo is not quoted, since others may read this one: it goes to the source as it is.
    """
    parts = ["\n".join(f"> {line}".rstrip() for line in segment.quote.split("\n"))]
    coded: dict[str, list[str]] = {}
    for coding in project.codings_of(segment.id):
        coded.setdefault(path_of(project, project.codes[coding.code]), []).append(
            project.coders[coding.coder].initials
        )
    if coded:
        parts.append("Codes:\n" + "\n".join(f"- {path} ({', '.join(who)})" for path, who in coded.items()))
    for memo in project.memos_on(segment.id):
        if memo.private:
            tx.put("memos", msgspec.structs.replace(memo, about="sources", target=source.id))
        else:
            heads = (MEMO_KINDS[memo.kind].label, project.coders[memo.coder].initials, memo.created[:10], memo.title)
            parts.append(f"{', '.join(filter(None, heads))}:\n\n{memo.text}")
    now = project.now()
    kept = Memo(
        id=project.new_id(),
        kind="methodological",
        about="sources",
        target=source.id,
        title=f"Lost when the text was corrected: “{excerpt(segment.quote)}”",
        text="\n\n".join(parts),
        coder=project.acting(tx).id,
        created=now,
        modified=now,
    )
    tx.put("memos", kept)


def _drop(project: Project, tx: Pending, segment: Segment) -> None:
    for coding in project.codings_of(segment.id):
        tx.remove("codings", coding.id)
    for memo in project.memos_on(segment.id):
        tx.remove("memos", memo.id)
    remove_segment(project, tx, segment.id)

"""Corrections: replace the text of a source and re-anchor its segments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

import msgspec

from coder.errors import Invalid
from coder.model.invariants import control_problem
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.source import Segment, Source, SourceText
from coder.project.operations.sources import digest_of, same_text
from coder.project.project import Pending, Project
from coder.project.segments import anchor_segment, merge_segments, remove_segment, trim_span
from coder.project.study import path_of
from coder.text.alignment import Alignment, How, Place
from coder.text.edits import Edit, Replacement, edit_turn, keep_labels, relabel_turn
from coder.text.names import LONGEST_NAME
from coder.text.phrases import excerpt
from coder.text.span import Span, Turn
from coder.text.substitutions import Substituted, Substitution
from coder.text.words import count_words_in

Lost = Literal["keep-as-memo", "drop"]
LOST: tuple[Lost, ...] = ("keep-as-memo", "drop")

Decision = Literal["keep", "memo", "drop"] | Span
"""The decision for a segment: keep it where it was found, turn it into a memo, drop it, or place it on a span."""
DECISIONS = ("keep", "memo", "drop")

STRANGE = 0.25
"""Below this share of the old text, the new one may be that of another interview."""


class _Follows(Protocol):
    def place(self, start: int, end: int) -> Place:
        """Return where a passage of the old text is in the new one."""


class Mapped(NamedTuple):
    """A segment and its place in the corrected text: `new` at `start:end`, "" if it is lost.

    Not `sure`: the same words also occur nearby, or it is lost.
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
    """A corrected text of a source, with its turns and its segments in the order of the old text.

    `left` is the share of the old text that remains, 0 to 1.
    """

    source: Source
    text: str
    turns: tuple[Turn, ...]
    mapped: tuple[Mapped, ...]
    left: float = 1.0

    @property
    def strange(self) -> bool:
        """Whether so little of the old text remains that it may be another interview."""
        return self.left < STRANGE

    def those(self, how: How) -> list[Mapped]:
        """Return the segments that are kept, moved, changed or lost."""
        return [mapping for mapping in self.mapped if mapping.how == how]

    @property
    def unsure(self) -> list[Mapped]:
        """The segments to be checked by a person."""
        return [mapping for mapping in self.mapped if not mapping.sure]


def preview(project: Project, source: Source, text: str, turns: Sequence[Turn]) -> Correction:
    """Return what a correction would do, without changing anything.

    Unchanged labels keep their speakers and time stamps. Raises Invalid if the text is that of
    this or another source, or empty.
    """
    source = project.sources[source.id]
    _check_text(project, source, text)
    old = project.text_of(source)
    alignment = Alignment(old.text, text)
    mapped = _follow(project, source, text, alignment)
    return Correction(source, text, keep_labels(old.text, old.turns, text, turns), mapped, alignment.left)


def preview_turn(project: Project, source: Source, turn: int, words: str) -> Correction:
    """Return what replacing one turn, by its number from 0, would do; all other turns stay.

    Raises Invalid if there is no such turn, or as `preview`.
    """
    old = project.text_of(project.sources[source.id])
    return preview_edit(project, source, edit_turn(old.text, old.turns, numbered(old, turn), words))


def preview_edit(project: Project, source: Source, edit: Edit) -> Correction:
    """Return what replacing one passage would do; segments outside it are always sure."""
    source = project.sources[source.id]
    replacement = Replacement(project.text_of(source).text, edit)
    _check_text(project, source, replacement.new)
    return Correction(source, replacement.new, edit.turns, _follow(project, source, replacement.new, replacement))


def preview_substitutions(
    project: Project, source: Source, substitutions: Sequence[Substitution], renamed: Callable[[str], str]
) -> Correction:
    """Return what replacing passages would do; every segment is sure. Speakers become what `renamed` returns."""
    source = project.sources[source.id]
    old = project.text_of(source)
    substituted = Substituted(old.text, substitutions)
    _check_text(project, source, substituted.new)
    turns = substituted.turns(old.turns, renamed)
    return Correction(source, substituted.new, turns, _follow(project, source, substituted.new, substituted))


class _Unchanged:
    """A text that stays: every passage is where it was."""

    def place(self, start: int, end: int) -> Place:
        return Place("kept", start, end)


def preview_turns(project: Project, source: Source, turns: Sequence[Turn]) -> Correction:
    """Return what other turns in the same text would do: every segment is kept."""
    source = project.sources[source.id]
    text = project.text_of(source).text
    return Correction(source, text, tuple(turns), _follow(project, source, text, _Unchanged()))


def numbered(text: SourceText, turn: int) -> int:
    """Return the turn number (from 0); Invalid if there is no such turn."""
    if not 0 <= turn < len(text.turns):
        raise Invalid("There is no such turn", f"{turn + 1}; the text has {len(text.turns):,}.")
    return turn


def _check_text(project: Project, source: Source, text: str) -> None:
    if text == project.text_of(source).text:
        raise Invalid("There is nothing to correct", f"The text is exactly that of “{source.name}”.")
    twin = same_text(project, text)
    if twin is not None:
        raise Invalid("This transcript is in the project already", f"Its text is exactly that of “{twin.name}”.")
    if not text.strip():
        raise Invalid("There is no text", "A transcript cannot be empty.")


def _follow(project: Project, source: Source, text: str, current: _Follows) -> tuple[Mapped, ...]:
    """Map all segments; one left in an older revision is mapped from that."""
    ways: dict[int, _Follows] = {source.revision: current}
    return tuple(_mapped(project, project.segments[id], text, ways) for id in project.positions(source.id))


def _mapped(project: Project, segment: Segment, text: str, ways: dict[int, _Follows]) -> Mapped:
    if segment.revision not in ways:
        old = project.rules.text_of(segment.source, segment.revision)
        if old is None:
            raise Invalid("The text of a unit is missing", segment.id, "Run: coder doctor PROJECT")
        ways[segment.revision] = Alignment(old.text, text)
    place = ways[segment.revision].place(segment.start, segment.end)
    new = text[place.start : place.end]
    return Mapped(segment, place.how, place.start, place.end, segment.quote, new, place.sure)


def apply(
    project: Project,
    source: Source,
    correction: Correction,
    *,
    lost: Lost | None = None,
    decisions: Mapping[str, Decision] | None = None,
    reason: str = "",
) -> Source:
    """Replace the text of a source by a new revision and move all segments to it; the old revision stays.

    `decisions` are made for single segments, by id; others are kept unless lost, and
    lost ones become memos on the source (`lost="keep-as-memo"`) or are removed (`"drop"`).
    Segments with equal boundaries are merged. Raises Invalid for an impossible decision, if
    segments would be lost without a decision, or if source or segments changed since
    the preview.
    """
    if lost is not None and lost not in LOST:
        raise Invalid("Unknown treatment of lost units", lost, f"Choose: {', '.join(LOST)}")
    _check_unchanged(project, source, correction)
    placed, removed = _apply_decisions(correction, lost, decisions or {})
    with project.transaction("sources.correct", f"corrected {correction.source.name}", reason) as tx:
        corrected = _put_text(project, tx, correction)
        _reanchor(project, tx, correction.text, placed, corrected.revision)
        for mapping, decision in removed:
            if decision == "memo":
                _keep_as_memo(project, tx, corrected, mapping)
            _drop(project, tx, mapping.segment)
    return corrected


def _apply_decisions(
    correction: Correction, lost: Lost | None, decisions: Mapping[str, Decision]
) -> tuple[list[tuple[Mapped, Span]], list[tuple[Mapped, str]]]:
    """Return the remaining segments with their spans, the surest first, and the removed ones with the decision."""
    unknown = decisions.keys() - {mapping.segment.id for mapping in correction.mapped}
    if unknown:
        raise Invalid("There is no such unit in this transcript", ", ".join(sorted(map(str, unknown))))
    otherwise = {"keep-as-memo": "memo", "drop": "drop"}.get(lost or "", "")
    placed: list[tuple[int, Mapped, Span]] = []
    removed: list[tuple[Mapped, str]] = []
    for mapping in correction.mapped:
        decision: Decision | str = decisions.get(mapping.segment.id, otherwise if mapping.how == "lost" else "keep")
        if not isinstance(decision, str):
            placed.append((0, mapping, trim_span(correction.text, *decision)))
        elif decision == "keep":
            if mapping.how == "lost":
                raise Invalid(
                    "A lost unit cannot be kept",
                    mapping.segment.id,
                    "Make it a memo, delete it, or place it by hand.",
                )
            placed.append(
                ((mapping.how == "changed") * 2 + (not mapping.sure) + 1, mapping, Span(mapping.start, mapping.end))
            )
        elif decision not in ("", *DECISIONS):
            raise Invalid("There is no such decision", decision, f"Decisions are: {', '.join(DECISIONS)}, or a place")
        else:
            removed.append((mapping, decision))
    undecided = sum(not action for _, action in removed)
    if undecided:
        raise Invalid(
            f"{undecided:,} {'unit' if undecided == 1 else 'units'} would be lost",
            "Nothing of their words is left in the corrected text. Nothing was changed.",
            "Keep them as memos on the transcript (--lost keep-as-memo), or delete them (--lost drop).",
        )
    placed.sort(key=lambda row: row[0])
    return [(mapping, span) for _, mapping, span in placed], removed


def _check_unchanged(project: Project, source: Source, correction: Correction) -> None:
    current = project.sources.get(source.id)
    previewed = correction.source
    segments = [project.segments[id] for id in project.positions(source.id)]
    if (
        current is None
        or (current.id, current.revision, current.digest) != (previewed.id, previewed.revision, previewed.digest)
        or segments != [mapping.segment for mapping in correction.mapped]
    ):
        raise Invalid(
            "The transcript has changed since this preview was made",
            f"“{previewed.name}”. Nothing was changed.",
            "Start the correction again.",
        )


def _put_text(project: Project, tx: Pending, correction: Correction) -> Source:
    text, turns = correction.text, correction.turns
    source = project.sources[correction.source.id]
    corrected = msgspec.structs.replace(
        source,
        revision=1 + max(revision for owner, revision in project.index.texts if owner == source.id),
        words=count_words_in(text, turns),
        characters=len(text),
        turns=len(turns),
        digest=digest_of(text),
    )
    revision = SourceText(id=project.new_id(), source=source.id, revision=corrected.revision, text=text, turns=turns)
    tx.put("texts", revision)
    tx.put("sources", corrected)
    return corrected


def _reanchor(project: Project, tx: Pending, text: str, placed: Sequence[tuple[Mapped, Span]], revision: int) -> None:
    """Re-anchor the remaining segments; of those with equal boundaries, the first stays."""
    by_span: dict[Span, Segment] = {}
    for mapping, span in placed:
        twin = by_span.get(span)
        if twin is not None:
            merge_segments(project, tx, mapping.segment, twin)
            continue
        by_span[span] = anchor_segment(mapping.segment, revision, text, span)
        tx.put("segments", by_span[span])


def _keep_as_memo(project: Project, tx: Pending, source: Source, mapping: Mapped) -> None:
    """Record a removed segment as a memo on the source: its quote, codes and memos.

    A private memo is not quoted, since others may read this one: it is moved to the source.
    """
    segment = mapping.segment
    parts = ["\n".join(f"> {line}".rstrip() for line in segment.quote.split("\n"))]
    coded: dict[str, list[str]] = {}
    for coding in project.codings_of(segment.id):
        coded.setdefault(path_of(project, project.codes[coding.code]), []).append(
            project.coders[coding.coder].initials
        )
    if coded:
        parts.append("Codes:\n" + "\n".join(f"- {path} ({', '.join(initials)})" for path, initials in coded.items()))
    for memo in project.memos_on(segment.id):
        if memo.private:
            tx.put("memos", msgspec.structs.replace(memo, about="sources", target=source.id))
        else:
            heads = (MEMO_KINDS[memo.kind].label, project.coders[memo.coder].initials, memo.created[:10], memo.title)
            parts.append(f"{', '.join(filter(None, heads))}:\n\n{memo.text}")
    now = project.now()
    how = "Lost" if mapping.how == "lost" else "Removed"
    memo_of_unit = Memo(
        id=project.new_id(),
        kind="methodological",
        about="sources",
        target=source.id,
        title=f"{how} when the text was corrected: “{excerpt(segment.quote)}”",
        text="\n\n".join(parts),
        coder=project.acting_coder(tx).id,
        created=now,
        modified=now,
    )
    tx.put("memos", memo_of_unit)


def _drop(project: Project, tx: Pending, segment: Segment) -> None:
    for coding in project.codings_of(segment.id):
        tx.remove("codings", coding.id)
    for memo in project.memos_on(segment.id):
        tx.remove("memos", memo.id)
    remove_segment(project, tx, segment.id)


# Speakers


def set_speaker(project: Project, source: Source, turn: int, name: str, reason: str = "") -> Source:
    """Set the speaker of a turn, by its number from 0; its label is corrected in a new revision.

    Raises Invalid if there is no such turn or the name cannot be a label.
    """
    source = project.sources[source.id]
    text = project.text_of(source)
    was = text.turns[numbered(text, turn)].speaker
    name = " ".join(name.split())
    if not name or ":" in name or len(name) > LONGEST_NAME:
        raise Invalid(
            "This name cannot be a speaker label", f"A label has 1 to {LONGEST_NAME} characters and no colon."
        )
    problem = control_problem(name)
    if problem:
        raise Invalid("This name cannot be a speaker label", f"“{name}”: {problem}.")
    if name == was:
        raise Invalid(
            "There is nothing to correct", f"{name} is the speaker of turn {turn + 1} of “{source.name}” already."
        )
    correction = preview_edit(project, source, relabel_turn(text.text, text.turns, turn, name))
    label = f"set the speaker of turn {turn + 1} of {source.name} to {name}" + (f" (was {was})" if was else "")
    with project.transaction("sources.speaker", label, reason):
        return apply(project, source, correction, lost="keep-as-memo")

"""Artifacts of the method on a code (group, condensate, analytic text, notes): protect and merge."""

from __future__ import annotations

import msgspec

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Sentence, Verdict
from coder.model.framework import ChangeNote
from coder.project.project import Pending, Project
from coder.project.segments import repoint
from coder.project.study import Study, path_of


def group_of(study: Study, code: str) -> CodeGroup | None:
    """Return the code group of a code, if it is one."""
    return next(iter(study.referrers(code, "groups")), None)


def condensate_of(study: Study, code: str) -> Condensate | None:
    """Return the condensate of a code, if there is one."""
    return next(iter(study.referrers(code, "condensates")), None)


def analytic_text_of(study: Study, group: str) -> AnalyticText | None:
    """Return the analytic text of a code group, if there is one."""
    return next(iter(study.referrers(group, "analytic_texts")), None)


def refuse_loss(study: Study, code: Code) -> None:
    """Raise Invalid if a code to be deleted has a condensate, an analytic text, a heading or a change note."""
    group = group_of(study, code.id)
    texts = [
        name
        for name, content in (
            ("a condensate", condensate_of(study, code.id)),
            ("an analytic text", group and analytic_text_of(study, group.id)),
            ("a category heading", group and group.heading),
            ("change notes", study.referrers(code.id, "change_notes")),
        )
        if content
    ]
    if texts:
        raise Invalid(
            "Texts about the code would be lost",
            f"{path_of(study, code)} has {', '.join(texts)}.",
            "Merge it into another code, or delete that first.",
        )


def merge_code_artifacts(project: Project, tx: Pending, code: Code, into: Code) -> None:
    """Repoint everything on a code to another code; two texts of the same kind are joined."""
    _unite_groups(project, tx, group_of(project, code.id), group_of(project, into.id))
    mine, theirs = condensate_of(project, into.id), condensate_of(project, code.id)
    if mine is not None and theirs is not None:
        tx.put("condensates", msgspec.structs.replace(mine, sentences=joined(mine.sentences, theirs.sentences)))
        repoint(project, tx, "condensates", theirs.id, mine.id)
        tx.remove("condensates", theirs.id)
    merge_change_notes(project, tx, code.id, into.id)
    repoint(project, tx, "codes", code.id, into.id)


def joined(first: tuple[Sentence, ...], then: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Join two texts as separate paragraphs."""
    return (*first[:-1], *(sentence._replace(ends=True) for sentence in first[-1:]), *then)


def _unite_groups(project: Project, tx: Pending, group: CodeGroup | None, into: CodeGroup | None) -> None:
    if group is None or into is None:
        return
    themes = tuple(dict.fromkeys((*into.themes, *group.themes)))
    heading = into.heading or group.heading
    tx.put("groups", msgspec.structs.replace(into, themes=themes, heading=heading))
    mine, theirs = analytic_text_of(project, into.id), analytic_text_of(project, group.id)
    if mine is not None and theirs is not None:
        tx.put("analytic_texts", msgspec.structs.replace(mine, sentences=joined(mine.sentences, theirs.sentences)))
        repoint(project, tx, "analytic_texts", theirs.id, mine.id)
        tx.remove("analytic_texts", theirs.id)
    judged = {
        (verdict.kind, verdict.segment, verdict.coder)
        for verdict in project.referrers(into.id, "verdicts")
        if verdict.segment
    }
    for verdict in project.referrers(group.id, "verdicts"):
        assert isinstance(verdict, Verdict)
        if (verdict.kind, verdict.segment, verdict.coder) in judged:
            tx.remove("verdicts", verdict.id)
    repoint(project, tx, "groups", group.id, into.id)
    tx.remove("groups", group.id)


def merge_change_notes(project: Project, tx: Pending, old: str, into: str) -> None:
    """Merge the change notes that two codes or levels have on the same change."""
    existing: dict[tuple[str, str, str], ChangeNote] = {
        (note.participant, note.first, note.then): note for note in project.referrers(into, "change_notes")
    }
    for note in project.referrers(old, "change_notes"):
        other = existing.get((note.participant, note.first, note.then))
        if other is None:
            continue
        sentence = " ".join(filter(None, (other.sentence, note.sentence)))
        first = tuple(dict.fromkeys((*other.evidence_first, *note.evidence_first)))
        then = tuple(dict.fromkeys((*other.evidence_then, *note.evidence_then)))
        changed = msgspec.structs.replace(
            other,
            tag=other.tag or note.tag,
            sentence=sentence,
            evidence_first=first,
            evidence_then=then,
            absent_first="" if first else other.absent_first or note.absent_first,
            absent_then="" if then else other.absent_then or note.absent_then,
        )
        tx.remove("change_notes", note.id)
        tx.put("change_notes", changed)

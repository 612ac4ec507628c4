"""Synthesis (step 4): the analytic text of a code group, its heading, and the units that support it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.condensation import AnalyticText, CodeGroup, Sentence, Verdict, prose
from coder.project.merge_artifacts import analytic_text_of
from coder.project.project import Pending, Project
from coder.project.sentence_matching import match_sentences
from coder.text.phrases import excerpt, format_count


def write(
    project: Project, group: CodeGroup, text: str, verdict: Verdict | None = None, reason: str = ""
) -> AnalyticText:
    """Write or revise the analytic text of a group; sentences keep their keys and units where possible.

    `verdict` is the one that caused the revision.
    """
    old = analytic_text_of(project, group.id)
    before = old.sentences if old is not None else ()
    sentences = match_sentences(text, project.info.language, before, project.new_id)
    if not sentences:
        raise Invalid(
            "An analytic text cannot be empty",
            f"Nothing would be left of that of ‘{_name(project, group)}’.",
            "Delete it instead.",
        )
    if sentences == before and old is not None:
        return old
    verb = "wrote" if old is None else "revised"
    label = f"{verb} the analytic text of {_name(project, group)}{_reason_suffix(verdict)}"
    with project.transaction("synthesis.write", label, reason.strip()) as tx:
        return _put(project, tx, group, sentences, verdict)


def reword(
    project: Project, text: AnalyticText, key: str, words: str, verdict: Verdict | None = None, reason: str = ""
) -> AnalyticText:
    """Reword a sentence, or split it into several; an empty text removes it."""
    old = sentence_of(text, key)
    group = project.groups[text.group]
    changed = tuple(
        sentence._replace(text=" ".join(words.split())) if sentence.key == key else sentence
        for sentence in text.sentences
    )
    if changed == text.sentences:
        return text
    remaining = tuple(sentence for sentence in changed if sentence.text)
    sentences = match_sentences(prose(remaining), project.info.language, remaining, project.new_id)
    if not sentences:
        raise Invalid("An analytic text cannot be empty", "This is its only sentence.", "Delete the text instead.")
    verb = "reworded" if words.strip() else "deleted"
    label = f"{verb} “{excerpt(old.text)}” in the analytic text of {_name(project, group)}{_reason_suffix(verdict)}"
    with project.transaction("synthesis.reword", label, reason.strip()) as tx:
        return _put(project, tx, group, sentences, verdict)


def support(project: Project, text: AnalyticText, key: str, units: Iterable[str]) -> AnalyticText:
    """Set the units (ids of segments) that support a sentence; none clears them."""
    old = sentence_of(text, key)
    linked = tuple(dict.fromkeys(units))
    for unit in linked:
        if unit not in project.segments:
            raise NotFound("There is no such unit", unit)
    if linked == old.units:
        return text
    group = project.groups[text.group]
    sentences = tuple(
        sentence._replace(units=linked) if sentence.key == key else sentence for sentence in text.sentences
    )
    label = f"linked {format_count(len(linked), 'unit')} to “{excerpt(old.text)}”"
    if not linked:
        label = f"unlinked the units from “{excerpt(old.text)}”"
    with project.transaction("synthesis.support", f"{label} in the analytic text of {_name(project, group)}") as tx:
        return _put(project, tx, group, sentences, None)


def remove(project: Project, text: AnalyticText) -> None:
    """Remove the analytic text of a group, with the verdicts on its sentences."""
    name = _name(project, project.groups[text.group])
    with project.transaction("synthesis.remove", f"deleted the analytic text of {name}") as tx:
        for verdict in project.referrers(text.id, "verdicts"):
            tx.remove("verdicts", verdict.id)
        tx.remove("analytic_texts", text.id)


def heading(project: Project, group: CodeGroup, text: str) -> CodeGroup:
    """Set the category heading of a group; "" clears it."""
    text = " ".join(text.split())
    if text == group.heading:
        return group
    changed = msgspec.structs.replace(group, heading=text)
    name = _name(project, group)
    label = (
        f"set the category heading of {name}: {excerpt(text, 60)}"
        if text
        else f"deleted the category heading of {name}"
    )
    with project.transaction("synthesis.heading", label) as tx:
        tx.put("groups", changed)
    return changed


def sentence_of(text: AnalyticText, key: str) -> Sentence:
    """Return the sentence with this key; NotFound if there is none."""
    for sentence in text.sentences:
        if sentence.key == key:
            return sentence
    raise NotFound("There is no such sentence in the analytic text", key)


def _put(
    project: Project, tx: Pending, group: CodeGroup, sentences: tuple[Sentence, ...], verdict: Verdict | None
) -> AnalyticText:
    old = analytic_text_of(project, group.id)
    now = project.now()
    if old is None:
        coder = project.acting_coder(tx).id
        text = AnalyticText(
            id=project.new_id(), group=group.id, sentences=sentences, coder=coder, created=now, modified=now
        )
    else:
        text = msgspec.structs.replace(old, sentences=sentences, modified=now)
    tx.put("analytic_texts", text)
    if verdict is not None and verdict.id in project.verdicts:
        tx.put("verdicts", msgspec.structs.replace(project.verdicts[verdict.id], led_to=tx.id))
    return text


def _name(project: Project, group: CodeGroup) -> str:
    return project.codes[group.code].name


def _reason_suffix(verdict: Verdict | None) -> str:
    return "" if verdict is None else f", after the verdict “{verdict.verdict}”"

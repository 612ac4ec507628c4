"""Condensates (step 3): the text of a subgroup, and the units that support its sentences."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup, Condensate, Sentence
from coder.project.merge_artifacts import condensate_of, group_of
from coder.project.project import Pending, Project
from coder.project.sentence_matching import match_sentences
from coder.project.study import Study, path_of, subtree
from coder.text.phrases import excerpt


def group_above(study: Study, code: Code) -> CodeGroup | None:
    """Return the code group that a code is or belongs to."""
    at: Code | None = code
    while at is not None:
        group = group_of(study, at.id)
        if group is not None:
            return group
        at = study.codes[at.parent] if at.parent is not None else None
    return None


def write(project: Project, code: Code, text: str) -> Condensate:
    """Write or revise the condensate of a subgroup, or of a group without subgroups.

    Sentences keep their keys and units (see `coder.project.sentence_matching`). Raises Invalid for an empty
    text; use `remove`.
    """
    previous = condensate_of(project, code.id)
    if previous is None:
        _refuse_place(project, code)
    before = previous.sentences if previous is not None else ()
    sentences = match_sentences(text, project.info.language, before, project.new_id)
    if not sentences:
        hint = "Delete it instead." if previous is not None else "Write at least one sentence."
        raise Invalid("A condensate cannot be empty", path_of(project, code), hint)
    if previous is not None and sentences == before:
        return previous
    verb = "wrote" if previous is None else "revised"
    with project.transaction("condensates.write", f"{verb} the condensate of {path_of(project, code)}") as tx:
        if previous is not None:
            return _put(project, tx, previous, sentences)
        now = project.now()
        condensate = Condensate(
            id=project.new_id(),
            code=code.id,
            sentences=sentences,
            coder=project.acting_coder(tx).id,
            created=now,
            modified=now,
        )
        tx.put("condensates", condensate)
    return condensate


def _refuse_place(study: Study, code: Code) -> None:
    """Raise Invalid unless a code is a subgroup or a group without subgroups."""
    group = group_above(study, code)
    if group is None:
        raise Invalid(
            "The code is not in a code group",
            f"A condensate is made of the units of a subgroup; {path_of(study, code)} is not one.",
            "Make the code above it a code group first: coder groups make PROJECT CODE",
        )
    top = study.codes[group.code]
    below = [subcode for subcode in study.children(top.id) if not subcode.archived]
    if code.id == top.id and below:
        raise Invalid(
            "The code group has subgroups",
            f"A condensate is written for each subgroup: {', '.join(subcode.name for subcode in below)}.",
            "The synthesis of the whole group is its analytic text (step 4).",
        )
    if code.parent != top.id and code.id != top.id:
        raise Invalid(
            "The code is not a subgroup",
            f"The subgroups of {path_of(study, top)} are the codes directly below it, with all units below them.",
        )


def link(project: Project, condensate: Condensate, key: str, segments: Iterable[str]) -> Condensate:
    """Link units (ids of segments) that support a sentence; Invalid if one is not a unit of the subgroup."""
    sentence = sentence_of(condensate, key)
    new = [id for id in dict.fromkeys(segments) if id not in sentence.units]
    for id in new:
        refuse_foreign_unit(project, condensate, id)
    if not new:
        return condensate
    act = f"linked {_describe_units(project, new)} to ≈ {excerpt(sentence.text)}"
    return _set_units(project, condensate, "link", act, key, (*sentence.units, *new))


def unlink(project: Project, condensate: Condensate, key: str, segments: Iterable[str]) -> Condensate:
    """Unlink units from a sentence, even if no longer in the subgroup; NotFound if one is not linked."""
    sentence = sentence_of(condensate, key)
    unlinked = list(dict.fromkeys(segments))
    for id in unlinked:
        if id not in sentence.units:
            raise NotFound("The unit does not support that sentence", f"≈ {excerpt(sentence.text)} / {id}")
    if not unlinked:
        return condensate
    act = f"unlinked {_describe_units(project, unlinked)} from ≈ {excerpt(sentence.text)}"
    units = tuple(id for id in sentence.units if id not in unlinked)
    return _set_units(project, condensate, "unlink", act, key, units)


def remove(project: Project, condensate: Condensate) -> None:
    """Remove a condensate; its units stay."""
    name = path_of(project, project.codes[condensate.code])
    with project.transaction("condensates.remove", f"deleted the condensate of {name}") as tx:
        tx.remove("condensates", condensate.id)


def sentence_of(condensate: Condensate, key: str) -> Sentence:
    """Return the sentence with this key; NotFound if there is none."""
    for sentence in condensate.sentences:
        if sentence.key == key:
            return sentence
    raise NotFound("There is no such sentence in the condensate", key)


def numbered(condensate: Condensate, number: int) -> Sentence:
    """Return the sentence with this number, from 1; NotFound if there is none."""
    if not 0 < number <= len(condensate.sentences):
        raise NotFound(
            "There is no such sentence in the condensate", str(number), f"It has {len(condensate.sentences)}."
        )
    return condensate.sentences[number - 1]


def refuse_foreign_unit(study: Study, condensate: Condensate, segment: str) -> None:
    """Raise NotFound for an unknown segment and Invalid for one that is not a unit of the subgroup."""
    unit = study.segments.get(segment)
    if unit is None:
        raise NotFound("There is no such unit", segment)
    code = study.codes[condensate.code]
    below = {member.id for member in subtree(study, code)}
    if not any(coding.code in below for coding in study.codings_of(segment)):
        raise Invalid(
            "Not a unit of this subgroup",
            f"“{excerpt(unit.quote)}” does not carry {path_of(study, code)} or a code below it.",
            "Code it with that first; a condensate is made of the units of its subgroup.",
        )


def _set_units(
    project: Project, condensate: Condensate, verb: str, act: str, key: str, units: tuple[str, ...]
) -> Condensate:
    name = path_of(project, project.codes[condensate.code])
    sentences = tuple(
        sentence._replace(units=units) if sentence.key == key else sentence for sentence in condensate.sentences
    )
    with project.transaction(f"condensates.{verb}", f"{act} in the condensate of {name}") as tx:
        return _put(project, tx, condensate, sentences)


def _put(project: Project, tx: Pending, condensate: Condensate, sentences: tuple[Sentence, ...]) -> Condensate:
    changed = msgspec.structs.replace(condensate, sentences=sentences, modified=project.now())
    tx.put("condensates", changed)
    return changed


def _describe_units(study: Study, segments: list[str]) -> str:
    if len(segments) > 1:
        return f"{len(segments)} units"
    unit = study.segments.get(segments[0])
    return f"“{excerpt(unit.quote)}”" if unit is not None else "1 unit"

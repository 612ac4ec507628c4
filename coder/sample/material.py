"""What the sample's study began with: its people, interviews, codebook, codings and memos."""

from __future__ import annotations

from collections.abc import Iterator

from coder.exchange.importing import read_transcript
from coder.exchange.registry import TRANSCRIPT, reader_for
from coder.exchange.transcript import Transcript
from coder.model.codebook import PALETTE
from coder.model.coder import Coder
from coder.project import Project
from coder.project.operations import attrition, codebook, codings, corrections, memos, participants, sources, waves
from coder.project.operations import verdicts as verdict_operations
from coder.project.operations.groups import named as group_named
from coder.project.paths import code_named, participant_named, source_named, wave_named
from coder.project.segments import segment_at
from coder.sample.acts import PACE, PARTS, Act, Part, bound, find_quote, part, unit_named

FIRST_CODER = "KG"


def acts(study: Part) -> Iterator[Act]:
    """All that was done before, during and around coding."""
    yield Act(study["created"], FIRST_CODER, bound(_begin, study))
    late = part("verdicts")["correction"]
    for person in study["participants"]:
        if "later" in person:
            yield Act(person["later"]["when"], FIRST_CODER, bound(_learn, person))
    for interview in study["interviews"]:
        yield Act(interview["imported"], FIRST_CODER, bound(_import, interview, late))
    for number, code in enumerate(part("codebook")["code"]):
        yield Act(study["codebook"] + number * PACE, FIRST_CODER, bound(_add_code, code))
    yield from _coding(study["interviews"], part("codings")["unit"], late)
    for memo in part("memos")["memo"]:
        yield Act(memo["when"], memo["coder"], bound(_write, memo))
    for correction in late:
        yield Act(correction["when"], correction["coder"], bound(_correct, correction))


def _coding(interviews: list[Part], units: list[Part], late: list[Part]) -> Iterator[Act]:
    """Each coder's units in each interview, one after the other from when that sitting began."""
    next_at = {(one["file"], coder): when for one in interviews for coder, when in one["coded"].items()}
    for unit in units:
        coder = unit.get("coder", FIRST_CODER)
        sitting = unit["source"], coder
        yield Act(next_at[sitting], coder, bound(_code, unit, late))
        next_at[sitting] += PACE


def _begin(project: Project, study: Part) -> None:
    with project.transaction("coders.add", "added coders") as tx:
        for coder in study["coders"]:
            tx.put("coders", Coder(id=project.new_id(), **coder))
    for wave in study["waves"]:
        waves.add(project, **wave)
    for person in study["participants"]:
        known = {field: value for field, value in person.items() if field != "later"}
        participants.add(project, **known)


def _learn(project: Project, person: Part) -> None:
    participant, later = participant_named(project, person["name"]), person["later"]
    participants.describe(project, participant, note=later["note"])
    if "register" in later:
        entry = later["register"]
        wave = wave_named(project, entry["wave"])
        attrition.enter(project, participant, entry["outcome"], wave=wave, reason=entry["reason"])


# Transcripts, and the one that was corrected late


def _first_heard(words: str, source: str, late: list[Part]) -> str:
    """Words of an interview as they were first transcribed."""
    for correction in late:
        if correction["source"] == source:
            for place in correction["place"]:
                words = words.replace(place["is"], place["heard"])
    return words


def _read(source: str) -> Transcript:
    return read_transcript(PARTS / "interviews" / f"{source}.txt")


def _import(project: Project, interview: Part, late: list[Part]) -> None:
    name = interview["file"]
    path = PARTS / "interviews" / f"{name}.txt"
    words = _first_heard(path.read_bytes().decode("utf-8"), name, late)
    found = reader_for(TRANSCRIPT, path.name).read(words.encode(), path.name)
    with project.transaction("sources.add", f"imported {name}"):
        source = sources.add(
            project,
            name=name,
            text=found.text,
            turns=found.turns,
            format=found.format,
            encoding=found.encoding,
            participant=interview["participant"],
            wave=interview["wave"],
            day=interview["day"],
        )
        how = {field: interview[field] for field in ("interviewer", "mode", "guide", "minutes")}
        sources.describe(project, source, interviewers=("I",), **how)


def _correct(project: Project, correction: Part) -> None:
    """Put the transcript that was listened to again in the place of the first one, as a verdict asked for."""
    source = source_named(project, correction["source"])
    better = _read(correction["source"])
    found = corrections.preview(project, source, better.text, better.turns)
    group = group_named(project, correction["group"])
    unit = unit_named(project, correction["verdict"])
    (cause,) = [one for one in project.users(unit.id, "verdicts") if one.group == group.id]
    reason = correction["reason"]
    verdict_operations.act_on(
        project, cause, f"corrected {source.name}", lambda: corrections.apply(project, source, found, reason=reason)
    )


# Codes, units, memos


def _add_code(project: Project, code: Part) -> None:
    fields = {field: code[field] for field in ("definition", "include", "exclude", "quick") if field in code}
    aliases = tuple(code.get("aliases", ()))
    codebook.add(project, code["path"], color=PALETTE[code["color"]], aliases=aliases, **fields)


def _code(project: Project, unit: Part, late: list[Part]) -> None:
    source = source_named(project, unit["source"])
    quote = _first_heard(unit["quote"], unit["source"], late)
    start = find_quote(project.text_of(source).text, quote, unit.get("nth", 1))
    codes = [code_named(project, path) for path in unit["codes"]]
    coded = codings.code(project, source, start, start + len(quote), codes)
    if "mark" in unit:
        codings.mark(project, coded.new[0], unit["mark"])


def _write(project: Project, memo: Part) -> None:
    about, target = _target(project, memo)
    text = memo["text"].strip()
    memos.write(project, text, about=about, target=target, kind=memo["kind"], title=memo["title"])


def _target(project: Project, memo: Part) -> tuple[str, str]:
    """The table and the id of what a memo is about."""
    if "code" in memo:
        return "codes", code_named(project, memo["code"]).id
    if "participant" in memo:
        return "participants", participant_named(project, memo["participant"]).id
    if "source" not in memo:
        return "project", project.info.id
    source = source_named(project, memo["source"])
    if "quote" not in memo:
        return "sources", source.id
    start = find_quote(project.text_of(source).text, memo["quote"])
    segment = segment_at(project, source, start, start + len(memo["quote"]))
    if segment is None:
        raise ValueError(f"a memo on what is no unit: {memo['title']}")
    return "segments", segment.id

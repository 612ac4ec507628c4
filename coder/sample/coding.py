"""Acts of the sample study around coding: participants, interviews, codebook, codings, memos, a correction."""

from __future__ import annotations

from collections.abc import Iterator

from coder.exchange.importing import read_transcript
from coder.exchange.registry import TRANSCRIPT, reader_for
from coder.exchange.transcript import Transcript
from coder.model.codebook import PALETTE
from coder.model.project import Coder
from coder.project import Project
from coder.project.operations import attrition, codebook, codings, corrections, memos, participants, sources, waves
from coder.project.operations import verdicts as verdict_operations
from coder.project.operations.groups import named as group_named
from coder.project.segments import segment_at
from coder.project.study import code_named, participant_named, source_named, wave_named
from coder.sample.acts import PACE, PARTS, Act, Part, bind, find_quote, part, unit_named, unwrapped

FIRST_CODER = "KG"


def acts(study: Part) -> Iterator[Act]:
    """Yield the acts before, during and after coding."""
    yield Act(study["created"], FIRST_CODER, bind(_begin, study))
    corrections_later = part("verdicts")["correction"]
    for person in study["participants"]:
        if "later" in person:
            yield Act(person["later"]["when"], FIRST_CODER, bind(_describe_later, person))
    for interview in study["interviews"]:
        yield Act(interview["imported"], FIRST_CODER, bind(_import, interview, corrections_later))
    for number, code in enumerate(part("codebook")["code"]):
        yield Act(study["codebook"] + number * PACE, FIRST_CODER, bind(_add_code, code))
    yield from _coding(study["interviews"], part("codings")["unit"], corrections_later)
    for memo in part("memos")["memo"]:
        yield Act(memo["when"], memo["coder"], bind(_write, memo))
    for correction in corrections_later:
        yield Act(correction["when"], correction["coder"], bind(_correct, correction))


def _coding(interviews: list[Part], units: list[Part], late: list[Part]) -> Iterator[Act]:
    """Yield the codings of each coder and interview, one after the other from the start of the session."""
    next_at = {(item["file"], coder): when for item in interviews for coder, when in item["coded"].items()}
    for unit in units:
        coder = unit.get("coder", FIRST_CODER)
        session = unit["source"], coder
        yield Act(next_at[session], coder, bind(_code, unit, late))
        next_at[session] += PACE


def _begin(project: Project, study: Part) -> None:
    with project.transaction("coders.add", "added coders") as tx:
        for coder in study["coders"]:
            tx.put("coders", Coder(id=project.new_id(), **coder))
    for wave in study["waves"]:
        waves.add(project, **wave)
    for person in study["participants"]:
        fields = {field: value for field, value in person.items() if field != "later"}
        participants.add(project, **fields)


def _describe_later(project: Project, person: Part) -> None:
    participant, later = participant_named(project, person["name"]), person["later"]
    participants.describe(project, participant, note=later["note"])
    if "register" in later:
        entry = later["register"]
        wave = wave_named(project, entry["wave"])
        attrition.enter(project, participant, entry["outcome"], wave=wave, reason=entry["reason"])


# Transcripts, and their late correction


def _as_first_transcribed(words: str, source: str, late: list[Part]) -> str:
    """Return words of an interview as they read before the correction."""
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
    words = _as_first_transcribed(path.read_bytes().decode("utf-8"), name, late)
    transcript = reader_for(TRANSCRIPT, path.name).read(words.encode(), path.name)
    with project.transaction("sources.add", f"imported {name}"):
        source = sources.add(
            project,
            name=name,
            text=transcript.text,
            turns=transcript.turns,
            format=transcript.format,
            encoding=transcript.encoding,
            participant=interview["participant"],
            wave=interview["wave"],
            day=interview["day"],
        )
        fields = {field: interview[field] for field in ("interviewer", "mode", "guide", "minutes")}
        sources.describe(project, source, interviewers=("I",), **fields)


def _correct(project: Project, correction: Part) -> None:
    """Replace the transcript by the corrected one, because of a verdict."""
    source = source_named(project, correction["source"])
    corrected = _read(correction["source"])
    preview = corrections.preview(project, source, corrected.text, corrected.turns)
    group = group_named(project, correction["group"])
    unit = unit_named(project, correction["verdict"])
    (cause,) = [verdict for verdict in project.referrers(unit.id, "verdicts") if verdict.group == group.id]
    reason = correction["reason"]
    verdict_operations.act_on(
        project, cause, f"corrected {source.name}", lambda: corrections.apply(project, source, preview, reason=reason)
    )


# Codes, units, memos


def _add_code(project: Project, code: Part) -> None:
    fields = {field: code[field] for field in ("definition", "include", "exclude", "quick") if field in code}
    aliases = tuple(code.get("aliases", ()))
    codebook.add(project, code["path"], color=PALETTE[code["color"]], aliases=aliases, **fields)


def _code(project: Project, unit: Part, late: list[Part]) -> None:
    source = source_named(project, unit["source"])
    quote = _as_first_transcribed(unit["quote"], unit["source"], late)
    start = find_quote(project.text_of(source).text, quote, unit.get("nth", 1))
    codes = [code_named(project, path) for path in unit["codes"]]
    coded = codings.code(project, source, start, start + len(quote), codes)
    if "mark" in unit:
        codings.mark(project, coded.new[0], unit["mark"])


def _write(project: Project, memo: Part) -> None:
    about, target = _target(project, memo)
    text = unwrapped(memo["text"])
    memos.write(project, text, about=about, target=target, kind=memo["kind"], title=memo["title"])


def _target(project: Project, memo: Part) -> tuple[str, str]:
    """Return the table and id of the target of a memo."""
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
        raise ValueError(f"a memo on a passage that is not a unit: {memo['title']}")
    return "segments", segment.id

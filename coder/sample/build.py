"""Makes the sample project of its readable parts: `python -m coder.sample.build FOLDER`.

Every act goes through the same operations as a researcher's, in the order of the dates in the parts. Ids and
clock are fixed, so two builds are the same, byte for byte.
"""

from __future__ import annotations

import random
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from coder.exchange import registry
from coder.model.codebook import PALETTE
from coder.model.coder import Coder
from coder.project import Project, create_project, open_project
from coder.project.operations import codebook, codings, memos, participants, sources, waves
from coder.project.paths import code_named, source_named
from coder.project.segments import segment_at

PARTS = Path(__file__).parent / "parts"
PACE = timedelta(seconds=50)  # from one act of a sitting to the next
FIRST_CODER = "KG"

Part = dict[str, Any]


class Act(NamedTuple):
    """What one coder did, and when."""

    when: datetime
    coder: str
    do: Callable[[Project], None]


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def build(folder: Path) -> None:
    """Make the sample project in a new folder. Raises CoderError where a part does not fit the others."""
    study = _part("study")
    dice = random.Random("Tern House")

    def new_id() -> str:
        return str(uuid.UUID(int=dice.getrandbits(128), version=4))

    clock = Clock(study["created"])
    create_project(
        folder, study["name"], language=study["language"], sample=True, coder="KG", clock=clock, new_id=new_id
    )
    acts = sorted(_acts(study), key=lambda act: act.when)
    for coder, sitting in groupby(acts, key=lambda act: act.coder):
        with open_project(folder, coder, clock=clock, new_id=new_id, sample=True) as project:
            for act in sitting:
                clock.now = act.when
                act.do(project)


def _part(name: str) -> Part:
    return msgspec.toml.decode((PARTS / f"{name}.toml").read_bytes(), type=dict[str, Any])


def _acts(study: Part) -> Iterator[Act]:
    yield Act(study["created"], FIRST_CODER, lambda project: _begin(project, study))
    for person in study["participants"]:
        if "later" in person:
            yield Act(person["later"]["when"], FIRST_CODER, _bind(_describe, person))
    for interview in study["interviews"]:
        yield Act(interview["imported"], FIRST_CODER, _bind(_import, interview))
    for number, code in enumerate(_part("codebook")["code"]):
        yield Act(study["codebook"] + number * PACE, FIRST_CODER, _bind(_add_code, code))
    yield from _coding(study["interviews"], _part("codings")["unit"])
    for memo in _part("memos")["memo"]:
        yield Act(memo["when"], memo["coder"], _bind(_write, memo))


def _coding(interviews: list[Part], units: list[Part]) -> Iterator[Act]:
    """Each coder's units in each interview, one after the other from when that sitting began."""
    next_at = {(one["file"], coder): when for one in interviews for coder, when in one["coded"].items()}
    for unit in units:
        coder = unit.get("coder", FIRST_CODER)
        sitting = unit["source"], coder
        yield Act(next_at[sitting], coder, _bind(_code, unit))
        next_at[sitting] += PACE


def _bind(act: Callable[[Project, Part], None], part: Part) -> Callable[[Project], None]:
    return lambda project: act(project, part)


# The acts


def _begin(project: Project, study: Part) -> None:
    with project.transaction("coders.add", "added coders") as tx:
        for coder in study["coders"]:
            tx.put("coders", Coder(id=project.new_id(), **coder))
    for wave in study["waves"]:
        waves.add(project, **wave)
    for person in study["participants"]:
        known = {field: value for field, value in person.items() if field != "later"}
        participants.add(project, **known)


def _describe(project: Project, person: Part) -> None:
    participant = participants.ensure(project, person["name"])
    later = person["later"]
    attributes = participant.attributes | later.get("attributes", {})
    participants.describe(project, participant, attributes=attributes, note=later["note"])


def _import(project: Project, interview: Part) -> None:
    found = registry.read(PARTS / "interviews" / f"{interview['file']}.txt")
    with project.transaction("sources.add", f"imported {interview['file']}") as tx:
        source = sources.add(
            project,
            name=interview["file"],
            text=found.text,
            turns=found.turns,
            format=found.format,
            encoding=found.encoding,
            participant=interview["participant"],
            wave=interview["wave"],
            day=interview["day"],
        )
        described = msgspec.structs.replace(source, interviewers=("I",), attributes=interview["attributes"])
        tx.put("sources", described)


def _add_code(project: Project, code: Part) -> None:
    fields = {field: code[field] for field in ("definition", "include", "exclude", "quick") if field in code}
    aliases = tuple(code.get("aliases", ()))
    codebook.add(project, code["path"], color=PALETTE[code["color"]], aliases=aliases, **fields)


def _code(project: Project, unit: Part) -> None:
    source = source_named(project, unit["source"])
    start = find_quote(project.text_of(source).text, unit["quote"], unit.get("nth", 1))
    codes = [code_named(project, path) for path in unit["codes"]]
    coded = codings.code(project, source, start, start + len(unit["quote"]), codes)
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
        return "participants", participants.ensure(project, memo["participant"]).id
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


def find_quote(text: str, quote: str, nth: int = 1) -> int:
    """Where the `nth` occurrence of a quotation begins; ValueError when there is none."""
    at = -1
    for _ in range(nth):
        at = text.index(quote, at + 1)
    return at


if __name__ == "__main__":
    build(Path(sys.argv[1]))

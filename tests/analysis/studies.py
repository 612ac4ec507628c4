"""Random small studies, straight from tables: two sources with turns, a tree of codes, units that overlap."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.model.participant import Participant, Wave
from coder.model.project import Coder
from coder.model.schema import TABLES
from coder.model.source import Coding, Segment, Source, SourceText
from coder.project.study import Study
from coder.text.span import Turn

LENGTH = 40
CODES = 6


@st.composite
def studies(draw: st.DrawFn, cooccurrence: bool = False) -> Study:
    """A study (SYNTHETIC) of two or three sources; some of them are nobody's, some turns leave gaps.

    With `cooccurrence`, one unit of two codes lies in a turn.
    """
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}

    def put(table: str, record: Any) -> None:
        tables[table][record.id] = record

    put("coders", Coder(id="kg", initials="KG"))
    put("coders", Coder(id="mb", initials="MB"))
    for name, service, told in (("P10", "Tern House", {"sex": "f"}), ("P2", "", {})):
        put("participants", Participant(id=name, name=name, service=service, attributes=told))
    for order, name in enumerate(("later", "earlier")):
        put("waves", Wave(id=name, name=name, order=-order))
    for number in range(draw(st.integers(2, 3))):
        person, wave = draw(st.sampled_from(["P10", "P2", None])), draw(st.sampled_from(["later", "earlier", None]))
        name = f"s{number}"
        put("sources", Source(id=name, name=name, participant=person, wave=wave, characters=LENGTH, order=-number))
        edges = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
        if cooccurrence and len(edges) < 2:
            edges = [0, LENGTH]
        said = [Turn(a, b, "P", None, a) for a, b in zip(edges[::2], edges[1::2], strict=False)]
        put("texts", SourceText(id=f"t{number}", source=name, text="x" * LENGTH, turns=tuple(said)))
    for number in range(CODES):
        parent = draw(st.sampled_from([None, *(f"c{above}" for above in range(number))]))
        put("codes", Code(id=f"c{number}", name=f"Code {number}", parent=parent, order=number))
    for code in draw(st.sets(st.integers(0, CODES - 1), max_size=3)):
        put("groups", CodeGroup(id=f"g{code}", code=f"c{code}", residual=draw(st.booleans())))
    for number in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, LENGTH - 1))
        end = draw(st.integers(start + 1, LENGTH))
        source = draw(st.sampled_from(sorted(tables["sources"])))
        segment = Segment(id=f"u{number}", source=source, start=start, end=end, quote="x" * (end - start))
        put("segments", segment)
        on = st.tuples(
            st.integers(0, CODES - 1), st.sampled_from(["kg", "mb"]), st.sampled_from(["", "gold", "doubtful"])
        )
        for count, (code, coder, mark) in enumerate(draw(st.lists(on, max_size=4, unique_by=lambda one: one[:2]))):
            id = f"{segment.id}-{count}"
            put("codings", Coding(id=id, segment=segment.id, code=f"c{code}", coder=coder, mark=mark))
    if cooccurrence:
        put("segments", Segment(id="both", source="s0", start=0, end=LENGTH, quote="x" * LENGTH))
        for code in ("c0", "c1"):
            put("codings", Coding(id=f"both-{code}", segment="both", code=code, coder="kg"))
    return Study(tables)


def codes_on(study: Study, segment: str) -> set[str]:
    """The codes of a segment, from the table itself."""
    return {coding.code for coding in study.codings.values() if coding.segment == segment}


def below(study: Study, code: str) -> set[str]:
    """A code and all below it, from the table itself."""
    found = {code}
    while more := {code.id for code in study.codes.values() if code.parent in found} - found:
        found |= more
    return found

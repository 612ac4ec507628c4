"""Terms of queries to choose from: codes with those below them, transcripts, participants and waves of a study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from coder.analysis.query.answer import quote_path
from coder.project.study import Study, by_name, codes_in_order, path_of, sources_in_order
from coder.text.characters import width

#: Codes among which an example is looked for, the most used first.
_USED_MOST = 20


class Term(NamedTuple):
    """A term of a query: its `kind`, and in words what it stands for. Terms of one kind are alternatives."""

    id: str
    kind: str
    text: str
    label: str


def code_term(study: Study, id: str) -> Term:
    """Return the term for the units of a code."""
    path = path_of(study, study.codes[id])
    return Term(id, "code", quote_path(path), path)


def other_terms(study: Study) -> Iterator[Term]:
    """Yield the terms besides single codes: codes with all below them, waves, participants, transcripts."""
    for code in codes_in_order(study):
        if study.children(code.id):
            path = path_of(study, code)
            yield Term(f"{code.id}/**", "code", f"{quote_path(path)}/**", f"{path}, with all codes below")
    for wave in study.waves.values():
        yield Term(wave.id, "wave", f"wave:{quote_path(wave.name)}", wave.name)
    for person in sorted(study.participants.values(), key=by_name):
        yield Term(person.id, "participant", f"participant:{quote_path(person.name)}", person.name)
    for source in sources_in_order(study):
        yield Term(source.id, "transcript", f"source:{quote_path(source.name)}", source.name)


def joined(terms: Iterable[Term], within: bool) -> str:
    """Return terms as a query: one of each kind must hold; in brackets where another part is joined (`within`)."""
    ordered = sorted(terms, key=lambda term: term.kind)
    kinds = [[term.text for term in of_kind] for _, of_kind in groupby(ordered, key=lambda term: term.kind)]
    brackets = within or len(kinds) > 1
    return " and ".join(
        f"({' or '.join(texts)})" if brackets and len(texts) > 1 else " or ".join(texts) for texts in kinds
    )


def examples(study: Study, cells: int) -> str:
    """Return queries that this study answers, no wider than so many cells; "" if none fits."""
    counts = Counter(coding.code for coding in study.codings.values())
    used = [study.codes[id].name for id, _ in counts.most_common(_USED_MOST) if id in study.codes]
    codes = [quote_path(name) for name in used]
    waves = [f"wave:{quote_path(wave.name)}" for wave in study.waves.values()]
    candidates = [f"{code} · {code} and {wave}" for code in codes for wave in waves] + codes + waves
    return next((text for text in candidates if width(text) <= cells), "")

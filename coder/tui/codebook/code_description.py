"""The description of a code: definition, examples, condensate, memos, units by source, history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text

from coder.analysis.code_history import Event
from coder.analysis.counts import of_codes, of_subtree
from coder.model.codebook import Code
from coder.model.condensation import prose
from coder.model.document import CONDENSATE
from coder.project import Project
from coder.project.merge_artifacts import condensate_of
from coder.project.operations import sets
from coder.project.study import by_order
from coder.text.phrases import excerpt

BAR = 24


def describe_code(project: Project, code: Code, events: Sequence[Event] | None) -> Text:
    """Return the description; `events` is None while the history is being read."""
    text = Text()
    for heading, lines in (
        ("", _definition(project, code)),
        ("Examples", _examples(project, code)),
        (CONDENSATE, _condensate(project, code)),
        ("Memos", _memos(project, code)),
        (_count(project, code), _units(project, code)),
        ("History", _history(events)),
    ):
        rows = list(lines)
        if rows:
            text.append(f"\n{heading}\n" if heading else "", style="bold underline")
            text.append_text(Text("\n").join(rows))
            text.append("\n")
    return text


def _definition(project: Project, code: Code) -> Iterator[Text]:
    yield Text(code.definition or "No definition yet: d writes one", style="" if code.definition else "dim")
    rows = {
        "include": code.include,
        "exclude": code.exclude,
        "aliases": ", ".join(code.aliases),
        "sets": ", ".join(code_set.name for code_set in sets.with_code(project, code)),
        "key": str(code.quick or ""),
    }
    for name, text in rows.items():
        if text:
            yield Text.assemble((f"{name:<8} ", "dim"), text)


def _examples(project: Project, code: Code) -> Iterator[Text]:
    for id in code.examples:
        segment = project.segments[id]
        yield Text.assemble(f"“{excerpt(segment.quote, 300)}” ", (project.sources[segment.source].name, "dim"))


def _condensate(project: Project, code: Code) -> Iterator[Text]:
    condensate = condensate_of(project, code.id)
    if condensate is not None:
        yield Text(prose(condensate.sentences), "italic")


def _memos(project: Project, code: Code) -> Iterator[Text]:
    for memo in project.memos_on(code.id):
        coder = project.coders[memo.coder].initials
        yield Text.assemble((f"{memo.kind} · {coder}  ", "dim"), f"{memo.title}  " if memo.title else "", memo.text)


def _count(project: Project, code: Code) -> str:
    own, below = of_codes(project, code), of_subtree(project, code)
    more = f"; with the codes below {below.codings:,} in {below.sources:,}" if below != own else ""
    return f"Units: {own.codings:,} in {own.sources:,} sources{more}"


def _units(project: Project, code: Code) -> Iterator[Text]:
    """Yield a bar for each source with units of the code."""
    segments = (project.segments[project.codings[id].segment] for id in project.codings_with(code.id))
    counts = Counter(segment.source for segment in segments)
    most = max(counts.values(), default=1)
    for id in sorted(counts, key=lambda id: by_order(project.sources[id])):
        bar = "▪" * max(1, counts[id] * BAR // most)
        yield Text.assemble(f"{excerpt(project.sources[id].name, 28):<29}", f"{counts[id]:>5}  ", (bar, code.color))


def _history(events: Sequence[Event] | None) -> Iterator[Text]:
    if events is None:
        yield Text("reading the history …", style="dim")
        return
    for event in reversed(events):
        when = datetime.fromisoformat(event.when).astimezone()
        yield Text.assemble(
            (f"{when:%d %b %Y} ", "dim"),
            (f"{event.coder or '–'}  ", "bold"),
            (event.what, "strike" if event.undone else ""),
            f" ×{event.times}" if event.times > 1 else "",
            (", undone" if event.undone else "", "dim"),
            (f" · reason: {event.reason}" if event.reason else "", "italic"),
        )

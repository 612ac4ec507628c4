"""Whatever a researcher does, in whatever order: it can be undone, redone, replayed, and kept."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import CoderError, Invalid, StoreError
from coder.model.memo import MEMO_KINDS
from coder.model.source import MARKS
from coder.project import Project, doctor, operations, read_project
from coder.project.drafts import MemoDraft
from coder.project.opening import broken_rules
from coder.project.operations import codebook, codebook_text, codings, corrections, memos, queries, sets, sources
from coder.project.project import locks
from coder.text.span import Span
from tests.project.steps import (
    answers,
    changes,
    condensates,
    frameworks,
    groups,
    participants,
    pseudonyms,
    speakers,
    synthesis,
)
from tests.project.steps.draws import Draw, Step, pick, pick_some
from tests.strategies import FIRST, Snapshot, new_project, reopened, small, state_of, tables_of, turns_of

pytestmark = pytest.mark.slow

NAMES = st.sampled_from(
    ["A", "B", "a", "Æ/ø", "A/B", "Group/Sub/Leaf", "x" * 201, " ", "a\tb", "Before asking/Alone", "\ud800"]
)
QUERIES = st.sampled_from(["A", '@B or @b and text:"@B"', '(@"B" or A)', " ", "\ud800"])
TEXTS = st.sampled_from(["SYNTHETIC words", "", " ", "æøå 👩‍⚕️ e\u0301", "line\nline", "half \udc00"])
MAYBE = st.none() | TEXTS


def span(draw: Draw, project: Project) -> tuple[Any, int, int]:
    source = pick(draw, project.sources)
    length = len(project.text_of(source).text)
    start = draw(st.integers(-1, length))
    return source, start, start + draw(st.integers(0, 40) | st.just(length))


def add_source(draw: Draw, project: Project) -> object:
    text = draw(TEXTS) * draw(st.integers(1, 3)) + "\n" + draw(st.text("ab \n👩", max_size=30))
    return sources.add(
        project,
        name=draw(NAMES),
        text=text,
        turns=turns_of(text),
        participant=draw(st.sampled_from(["", "P01", "P09"])),
        wave=draw(st.sampled_from(["", "baseline", "late"])),
        day=draw(st.none() | st.integers(-5, 500) | st.just(2**70)),
    )


def rename_query(draw: Draw, project: Project) -> object:
    with project.transaction("test", "saved, then renamed"):
        queries.save(project, "B", "A or C")
        queries.save(project, "C", draw(QUERIES))
        return queries.rename(project, pick(draw, project.queries), draw(NAMES))


def remove_query(draw: Draw, project: Project) -> object:
    with project.transaction("test", "saved two, removed one"):
        queries.save(project, "B", "A or C")
        queries.save(project, "C", "@B")
        return queries.remove(project, pick(draw, project.queries))


def autocode(draw: Draw, project: Project) -> object:
    spans = [codings.SourceSpan(*span(draw, project)) for _ in range(draw(st.integers(0, 3)))]
    codes = [pick(draw, project.codes) for _ in range(draw(st.integers(0, 2)))]
    return codings.code_all(project, spans, codes, draw(TEXTS))


def correct(draw: Draw, project: Project) -> object:
    source = pick(draw, project.sources)
    text = project.text_of(source).text
    place = draw(st.integers(0, len(text)))
    text = text[:place] + draw(st.sampled_from(["corrected ", "é", ""])) + text[place + draw(st.integers(0, 15)) :]
    lost = draw(st.sampled_from([None, *corrections.LOST]))
    if draw(st.booleans()):
        words = draw(st.sampled_from(["P: Short.", "I: Long.\nP: Short.", "", "no label"]))
        correction = corrections.preview_turn(project, source, draw(st.integers(-1, 3)), words)
    else:
        correction = corrections.preview(project, source, text, turns_of(text))
    choices = st.sampled_from([*corrections.DECISIONS, "forget", Span(3, 9), Span(0, 10**6), Span(2, 2)])
    decisions = {mapped_unit.segment.id: draw(choices) for mapped_unit in correction.mapped if draw(st.booleans())}
    return corrections.apply(project, source, correction, lost=lost, decisions=decisions)


def write_memo(draw: Draw, project: Project) -> object:
    about = draw(st.sampled_from(["project", "codes", "segments", "sources", "participants", "nothing"]))
    target = pick(draw, project.tables[about]).id if about in project.tables else "x"
    kind = draw(st.sampled_from([*MEMO_KINDS, "poem"]))
    return memos.write(project, draw(TEXTS), about=about, target=target, kind=kind, title=draw(TEXTS))


def apply_codebook(draw: Draw, project: Project) -> object:
    known = st.sampled_from(["", *(code.id for code in project.codes.values()), *map(str.strip, ("A", "Æ", "1"))])
    entry = st.builds(
        codebook_text.Entry,
        where=st.just("book, line 1"),
        name=NAMES,
        parent=known | NAMES.map(str.strip),
        id=known,
        definition=MAYBE,
        aliases=st.none() | st.lists(NAMES, max_size=2).map(tuple),
        archived=st.none() | st.booleans(),
        codable=st.none() | st.booleans(),
        loose=st.booleans(),
    )
    difference = codebook_text.compare(project, draw(st.lists(entry, max_size=5)))
    return codebook_text.apply(project, difference, draw(TEXTS))


def write_draft(draw: Draw, project: Project) -> MemoDraft:
    source, start, end = span(draw, project)
    place = draw(st.sampled_from([("project", project.info.id, -1, -1), ("segments", source.id, start, end)]))
    id = draw(st.sampled_from(["new", *project.memos]))
    kind = draw(st.sampled_from([*MEMO_KINDS]))
    about, target, start, end = place
    return MemoDraft(
        memo=id, kind=kind, about=about, target=target, start=start, end=end, text=draw(TEXTS), coder="KG"
    )


#: Every operation that changes a project, by its module and name.
STEPS: dict[str, Step] = {
    "codings.code_all": autocode,
    "codebook.archive": lambda d, p: codebook.archive(p, pick(d, p.codes), d(TEXTS)),
    "codebook.unarchive": lambda d, p: codebook.unarchive(p, pick(d, p.codes), d(TEXTS)),
    "codebook.move_all": lambda d, p: codebook.move_all(
        p, pick_some(d, p.codes), pick(d, p.codes, none=True), d(TEXTS)
    ),
    "codebook.merge_all": lambda d, p: codebook.merge_all(p, pick_some(d, p.codes), pick(d, p.codes), d(TEXTS)),
    "codebook.recolor_all": lambda d, p: codebook.recolor_all(
        p, pick_some(d, p.codes), d(st.sampled_from(["#ffffff", ""]))
    ),
    "codebook.archive_all": lambda d, p: codebook.archive_all(p, pick_some(d, p.codes), d(TEXTS)),
    "codebook.unarchive_all": lambda d, p: codebook.unarchive_all(p, pick_some(d, p.codes), d(TEXTS)),
    "codebook.delete_all": lambda d, p: codebook.delete_all(
        p, pick_some(d, p.codes), units_to=pick(d, p.codes, none=True), uncode=d(st.booleans()), reason=d(TEXTS)
    ),
    "codebook.add": lambda d, p: codebook.add(p, d(NAMES), parent=pick(d, p.codes, none=True), definition=d(TEXTS)),
    "codebook.ensure": lambda d, p: codebook.ensure(p, d(NAMES)),
    "codebook.rename": lambda d, p: codebook.rename(p, pick(d, p.codes), d(NAMES), d(TEXTS)),
    "codebook.define": lambda d, p: codebook.define(
        p,
        pick(d, p.codes),
        definition=d(MAYBE),
        include=d(MAYBE),
        exclude=d(MAYBE),
        aliases=d(st.none() | st.lists(NAMES)),
    ),
    "codebook.recolor": lambda d, p: codebook.recolor(p, pick(d, p.codes), d(st.sampled_from(["#ffffff", ""]))),
    "codebook.pin": lambda d, p: codebook.pin(p, pick(d, p.codes), d(st.none() | st.integers(0, 10))),
    "codebook.move": lambda d, p: codebook.move(
        p, pick(d, p.codes), pick(d, p.codes, none=True), d(st.none() | st.integers(-1, 4))
    ),
    "codebook.merge": lambda d, p: codebook.merge(p, pick(d, p.codes), pick(d, p.codes), d(TEXTS)),
    "codebook.delete": lambda d, p: codebook.delete(
        p, pick(d, p.codes), units_to=pick(d, p.codes, none=True), uncode=d(st.booleans())
    ),
    "codebook_text.apply": apply_codebook,
    "codings.code": lambda d, p: codings.code(
        p, *span(d, p), [d(NAMES) if d(st.booleans()) else pick(d, p.codes) for _ in range(d(st.integers(1, 3)))]
    ),
    "codings.in_vivo": lambda d, p: codings.in_vivo(p, *span(d, p), pick(d, p.codes, none=True)),
    "codings.uncode": lambda d, p: codings.uncode(p, pick(d, p.segments)),
    "codings.uncode_all": lambda d, p: codings.uncode_all(p, pick_some(d, p.codings)),
    "codings.recode": lambda d, p: codings.recode(
        p,
        pick(d, p.codings),
        d(NAMES) if d(st.booleans()) else pick(d, p.codes),
        beside=pick(d, p.codes, none=True),
    ),
    "codings.adjust": lambda d, p: codings.adjust(p, pick(d, p.segments), *span(d, p)[1:]),
    "codings.mark": lambda d, p: codings.mark(p, pick(d, p.codings), d(st.sampled_from([*MARKS, "!"]))),
    "corrections.apply": correct,
    "codebook.link_example": lambda d, p: codebook.link_example(p, pick(d, p.codes), pick(d, p.segments)),
    "codebook.unlink_example": lambda d, p: codebook.unlink_example(p, pick(d, p.codes), pick(d, p.segments)),
    "memos.write": write_memo,
    "memos.write_on_span": lambda d, p: memos.write_on_span(p, *span(d, p), d(TEXTS)),
    "memos.revise": lambda d, p: memos.revise(p, pick(d, p.memos), text=d(MAYBE), title=d(MAYBE)),
    "memos.share": lambda d, p: memos.share(p, pick(d, p.memos)),
    "memos.unshare": lambda d, p: memos.unshare(p, pick(d, p.memos)),
    "memos.quote": lambda d, p: memos.quote(p, *span(d, p)),
    "memos.save_draft": lambda d, p: memos.save_draft(p, write_draft(d, p)),
    "memos.remove": lambda d, p: memos.remove(p, pick(d, p.memos)),
    "codebook.require_reasons": lambda d, p: codebook.require_reasons(p, d(st.booleans())),
    "sets.add": lambda d, p: sets.add(p, d(NAMES), pick_some(d, p.codes), d(TEXTS)),
    "sets.rename": lambda d, p: sets.rename(p, pick(d, p.sets), d(NAMES)),
    "sets.change": lambda d, p: sets.change(p, pick(d, p.sets), pick_some(d, p.codes), d(MAYBE)),
    "sets.toggle_code": lambda d, p: sets.toggle_code(
        p, pick(d, p.codes), pick_some(d, p.sets), d(st.just("") | NAMES)
    ),
    "sets.remove": lambda d, p: sets.remove(p, pick(d, p.sets)),
    "codebook.split": lambda d, p: codebook.split(
        p, pick(d, p.codes), pick_some(d, p.codings), d(NAMES) if d(st.booleans()) else pick(d, p.codes), d(TEXTS)
    ),
    "codebook.ensure_beside": lambda d, p: codebook.ensure_beside(p, pick(d, p.codes), d(NAMES)),
    "queries.save": lambda d, p: queries.save(p, d(NAMES), d(QUERIES)),
    "queries.rename": rename_query,
    "queries.remove": remove_query,
    "sources.add": add_source,
    "sources.rename": lambda d, p: sources.rename(p, pick(d, p.sources), d(NAMES)),
    "sources.describe": lambda d, p: sources.describe(
        p,
        pick(d, p.sources),
        participant=d(st.none() | NAMES),
        wave=d(st.none() | NAMES),
        day=d(st.integers(0, 400)),
        interviewers=d(st.none() | st.lists(st.sampled_from(["I", "P", "Nobody"]))),
    ),
    "sources.remove": lambda d, p: sources.remove(p, pick(d, p.sources)),
    "corrections.set_speaker": lambda d, p: corrections.set_speaker(
        p, pick(d, p.sources), d(st.integers(-1, 4)), d(NAMES)
    ),
}

#: Operations that change nothing, or that work inside the transaction of another.
READ_ONLY = {
    "corrections.preview_substitutions",
    "codebook.topmost", "codebook_text.compare", "codebook.check_reason", "sets.named", "sets.with_code",
    "codebook.find_child", "codebook.ensure_codes", "codebook.next_color", "codebook.recode_to",
    "corrections.preview", "corrections.preview_turn", "corrections.preview_edit", "corrections.numbered",
    "corrections.preview_turns", "sources.problem_with_text",
    "memos.checked_kind", "memos.check_sharable",
    "coders.check_initials", "coders.only_coder",
    "queries.find", "queries.named",
    "sources.digest_of", "sources.free_name",
    "sources.same_text",
}  # fmt: skip

for _part in (answers, changes, condensates, frameworks, groups, participants, pseudonyms, speakers, synthesis):
    STEPS |= _part.STEPS
    READ_ONLY |= _part.READ_ONLY


def test_every_operation_has_a_step() -> None:
    found = set()
    for info in pkgutil.iter_modules(operations.__path__):
        module = importlib.import_module(f"{operations.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                found.add(f"{info.name}.{name}")
    assert found == STEPS.keys() | READ_ONLY


def at_a_lock(project: Project) -> bool:
    """Whether the change to undo next is one that locked a memo, which stays."""
    return any(locks(transaction) for transaction in project.next_turns())


def step(draw: Draw, project: Project, name: str) -> bool:
    """Try one operation; it is one transaction or none, and a refused one leaves everything as it was."""
    before, number = state_of(project), project._store.state
    try:
        STEPS[name](draw, project)
    except (CoderError, StoreError):
        assert state_of(project) == before
        assert project._store.state == number
        return False
    done = project._store.state.number - number.number
    assert done in (0, 1), f"{name} made {done} transactions"
    if done == 0:
        assert state_of(project)[0] == before[0]
        return False
    after = state_of(project)
    if at_a_lock(project):
        with pytest.raises(Invalid, match="A lock cannot be undone"):
            project.undo()
        assert state_of(project) == after
        return True
    assert project.undo()
    assert state_of(project) == before
    assert project.redo()
    assert state_of(project) == after
    return True


@pytest.mark.parametrize("name", sorted(STEPS))
@given(data=st.data())
def test_each_operation_alone(name: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as place:
        project = small(new_project(Path(place) / "p"))
        step(data.draw, project, name)
        assert broken_rules(project) == []
        project._store.leave()


@given(data=st.data())
def test_any_sequence_is_undone_redone_and_replayed(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "p"
        project = small(new_project(folder))
        for _ in range(data.draw(st.integers(1, 12))):
            name = data.draw(st.sampled_from([*sorted(STEPS), "undo", "redo", "checkpoint", "reopen", "killed"]))
            if name in STEPS:
                step(data.draw, project, name)
            elif name in ("undo", "redo", "checkpoint"):
                if name != "undo" or not at_a_lock(project):
                    getattr(project, name)()
            else:
                project = _again(project, killed=name == "killed")
        assert broken_rules(project) == []
        project = _again(project, killed=True)
        before = tables_of(project)
        assert undone_and_redone(project) == before
        project.save_copy(Path(place) / "copy")
        project.close()
        assert doctor.examine(folder) == []
        assert tables_of(read_project(Path(place) / "copy")) == before
        (folder / "project.json").unlink()
        doctor.repair(folder, project.clock())
        assert tables_of(read_project(folder)) == before


def _again(project: Project, killed: bool) -> Project:
    """Replay = memory: closed, or left as a killed program leaves it, a project opens as it was."""
    before, stacks = state_of(project), (project.undoable, project.redoable)
    if killed:
        project._store.leave()
    else:
        project.close()
    project = reopened(project.folder)
    assert state_of(project) == before
    assert (project.undoable, project.redoable) == stacks
    return project


def undone_and_redone(project: Project) -> Snapshot:
    """Undo everything, as far as the latest lock, redo it, and return the tables then."""
    undone = 0
    while not at_a_lock(project) and project.undo():
        undone += 1
    if project.undoable == 0:
        assert sum(map(len, project.tables.values())) == 1
    for _ in range(undone):
        assert project.redo()
    return tables_of(project)


@given(data=st.data())
def test_operations_in_one_transaction_are_undone_together(data: st.DataObject) -> None:
    """They are undone as one; one that fails takes back its own part only; if the whole fails, all goes back."""
    with tempfile.TemporaryDirectory() as place:
        project = small(new_project(Path(place) / "p"))
        before, number = state_of(project), project._store.state.number
        fails = data.draw(st.booleans())
        try:
            with project.transaction("test", "several"):
                for name in data.draw(st.lists(st.sampled_from(sorted(STEPS)), max_size=5)):
                    inside = state_of(project)
                    try:
                        STEPS[name](data.draw, project)
                    except CoderError:
                        assert state_of(project) == inside
                if fails:
                    raise KeyboardInterrupt
        except (KeyboardInterrupt, Invalid):
            assert state_of(project) == before
            assert project._store.state.number == number
        else:
            assert project._store.state.number - number in (0, 1)
            if project._store.state.number > number and not at_a_lock(project):
                project.undo()
                assert state_of(project) == before
        project._store.leave()


def test_small_study_has_the_expected_text() -> None:
    assert "👩‍⚕️" in FIRST

"""The history: filters, the events of a code, the tables of the trail."""

from __future__ import annotations

import pytest

from coder.analysis import history
from coder.analysis.change_summary import describe_changes
from coder.analysis.history import HistoryFilter, events, filter_history, parse
from coder.errors import Invalid
from coder.model.document import Heading, Table
from coder.project import Project, read_project
from coder.project.operations import codebook, codings, memos
from coder.project.study import code_named, source_named
from coder.sample import folder
from tests.strategies import FIRST, SECOND


def asked(project: Project, line: str) -> list[str]:
    found = filter_history(project, project.history(), parse(line))
    return [one.label for one in found if one is not None]


@pytest.fixture
def sample() -> Project:
    where = folder()
    assert where is not None
    return read_project(where)


def test_parse_and_str_round_trip() -> None:
    line = 'by:KG op:merge code:"Patient first" since:2026-01 until:2026-03-02 "told nobody" why'
    read = parse(line)
    assert read == HistoryFilter("KG", "merge", "Patient first", "2026-01", "2026-03-02", ("told nobody", "why"))
    assert parse(str(read)) == read
    assert str(parse("")) == ""


@pytest.mark.parametrize("line", ["since:yesterday", "colour:red", "until:2026-3"])
def test_invalid_filters_are_refused(line: str) -> None:
    with pytest.raises(Invalid):
        parse(line)


def test_filters_agree_with_checking_each_transaction(sample: Project) -> None:
    everything = list(sample.history())
    assert asked(sample, "") == [one.label for one in everything]
    assert asked(sample, "op:codings.") == [one.label for one in everything if one.operation.startswith("codings.")]
    assert asked(sample, "by:IH") == [one.label for one in everything if one.coder == "IH"]
    assert asked(sample, "by:nobody") == []
    assert asked(sample, "shame") == [
        one.label for one in everything if "shame" in f"{one.label}{one.reason}".lower()
    ]


def test_dates_are_inclusive(sample: Project) -> None:
    days = sorted({transaction.when[:7] for transaction in sample.history()})
    assert sorted(asked(sample, f"since:{days[0]} until:{days[-1]}")) == sorted(asked(sample, ""))
    assert asked(sample, "since:2999") == []
    assert asked(sample, "until:1999") == []


def test_a_deleted_code_is_found_by_name(small_project: Project) -> None:
    project = small_project
    before = len(asked(project, "code:alone"))
    codebook.delete(project, code_named(project, "Alone"), uncode=True)
    assert len(asked(project, "code:alone")) == before + 1
    assert before == 3  # added, put on two spans
    assert len(asked(project, "code:nothing")) == 0


def test_changes_in_words(small_project: Project) -> None:
    project = small_project

    def latest() -> list[str]:
        return describe_changes(project, next(project.history()))

    alone = code_named(project, "Alone")
    source = source_named(project, "P02 follow-up")
    codings.code(project, source, SECOND.index("It felt"), SECOND.index("It felt") + 7, [alone])
    assert latest() == ["“Alone” added to “It felt” (P02 follow-up)"]
    codebook.define(project, alone, definition="By oneself")
    assert latest() == ["code “Alone”: definition: none → “By oneself”"]
    codebook.rename(project, project.codes[alone.id], "Lonely")
    assert "code “Alone”: name: “Alone” → “Lonely”" in latest()
    project.undo()
    assert "code “Lonely”: name: “Lonely” → “Alone”" in latest()
    codebook.move(project, project.codes[alone.id], None)
    assert "code “Alone”: group: Before asking → at the top" in latest()
    codebook.require_reasons(project, True)
    assert latest() == ["the project: reason required: no → yes"]


def test_interview_text_is_shown_as_excerpts_only(small_project: Project) -> None:
    transactions = list(small_project.history())
    assert transactions
    for transaction in transactions:
        for line in describe_changes(small_project, transaction):
            assert FIRST not in line
            assert max((len(part) for part in line.split("“")), default=0) < 140


def test_private_memos_of_others_are_hidden(small_project: Project) -> None:
    memos.write(small_project, "SYNTHETIC secret", kind="reflexive")
    transaction = next(small_project.history())
    assert "secret" in " ".join(describe_changes(small_project, transaction))
    small_project.close()
    other = read_project(small_project.folder)
    assert "secret" not in " ".join(describe_changes(other, transaction))


def test_further_changes_are_counted(sample: Project) -> None:
    largest = max(sample.history(), key=lambda one: len(one.changes))
    lines = describe_changes(sample, largest, 2)
    assert len(lines) <= 3
    if len(lines) == 3:
        assert "more" in lines[-1]


def test_every_change_of_the_sample_is_described(sample: Project) -> None:
    transactions = list(sample.history())
    assert transactions
    for transaction in transactions:
        assert all(describe_changes(sample, transaction))


def test_changes_of_a_code_with_undo(small_project: Project) -> None:
    alone = code_named(small_project, "Alone")
    before = events(small_project, alone.id)
    codebook.define(small_project, alone, definition="SYNTHETIC")
    codebook.rename(small_project, small_project.codes[alone.id], "Lonely")
    small_project.undo()
    assert events(small_project, alone.id)[: len(before)] == before
    assert [event.undone for event in events(small_project, alone.id)[len(before) :]] == [False, True]


def test_repeated_changes_are_counted(small_project: Project) -> None:
    alone = code_named(small_project, "Alone")
    for text in ("SYNTHETIC 1", "SYNTHETIC 2"):
        codebook.define(small_project, small_project.codes[alone.id], definition=text)
    assert events(small_project, alone.id)[-1].times == 2


def test_undone_acts_are_marked(small_project: Project) -> None:
    codebook.add(small_project, "Undone")
    small_project.undo()
    codebook.add(small_project, "Redone")
    small_project.undo()
    small_project.redo()
    acts = history.steps(small_project)
    assert [act.operation for act in acts if act.operation in ("undo", "redo")] == []
    assert [act.undone for act in acts[-2:]] == [True, False]


def test_private_memos_are_left_out(small_project: Project) -> None:
    before = history.steps(small_project)
    memos.write(small_project, "SYNTHETIC private", kind="reflexive")
    assert history.steps(small_project) == before


def test_the_document_has_a_table_for_each_day(small_project: Project) -> None:
    acts = history.steps(small_project)
    document = history.as_document(small_project, acts)
    days = list(dict.fromkeys(act.when[:10] for act in acts))
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == days
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert sum(len(table.rows) for table in tables) == len(acts)


def test_filter_that_is_too_long_is_refused() -> None:
    with pytest.raises(Invalid, match="too long"):
        parse('"' * 1_000_001)

"""A history, a locked preconception or a backup that was changed outside the program: named, never refused."""

from __future__ import annotations

import re
import shutil
import zlib
from pathlib import Path

import msgspec
import pytest

from coder.analysis.method.preparation import preconception_points
from coder.errors import Damaged, Invalid
from coder.model.memo import Memo, seal_of
from coder.project import Project, doctor, open_or_read, open_project, read_project, tampering
from coder.project.backups import listed, records
from coder.project.operations import backups as operations
from coder.project.operations import codebook, memos, preconceptions
from coder.project.undo_to import count_undo_steps
from coder.store import chain, checkpoint, journal, recovery
from tests.faults.common import check_sound, create_small
from tests.strategies import START, back_up, labels, reopened, tables_of

_HEAD = len(b'{"sum":"00000000:00000000","entry":')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return create_small(tmp_path / "p")


def forge(folder: Path, number: int, old: bytes, new: bytes, rehash: bool = False) -> None:
    """Change an entry in the file and give it the right CRC; with `rehash` all hashes from there on too."""
    path = folder / journal.NAME
    lines = path.read_bytes().splitlines(keepends=True)
    bodies = [line[_HEAD:-2] for line in lines]
    assert old in bodies[number - 1]
    bodies[number - 1] = bodies[number - 1].replace(old, new)
    if rehash:
        after = journal.decode(lines[number - 1], 0).after
        for at in range(number - 1, len(bodies)):
            bodies[at], after = chain.linked(b"{" + bodies[at][bodies[at].index(b'"number"') :], after)
    path.write_bytes(b"".join(b'{"sum":"%08x:%08x","entry":%s}\n' % (len(b), zlib.crc32(b), b) for b in bodies))


def rewrite(folder: Path) -> None:
    """Write project.json anew for the history as it is, as somebody who knows the format would."""
    entries, _ = recovery.longest_good((folder / journal.NAME).read_bytes())
    checkpoint.write(folder, recovery.replayed(recovery.empty(), entries), entries[-1].state)


def head(folder: Path, number: int) -> dict[str, object]:
    entries, _ = recovery.longest_good((folder / journal.NAME).read_bytes())
    return tampering.describe(entries[number - 1], number)


@pytest.mark.parametrize("number", [2, 3, 6])
def test_changed_coder_and_date_are_named_and_the_project_opens(folder: Path, number: int) -> None:
    before = tables_of(read_project(folder))
    forge(folder, number, b'"coder":"KG"', b'"coder":"XX"')
    forge(folder, number, b'"when":"2026', b'"when":"2016')
    (finding,) = doctor.examine(folder)
    assert (finding.kind, finding.record) == ("chain", f"history.jsonl line {number}")
    assert finding.entry == head(folder, number)
    assert finding.entry["coder"] == "XX"
    assert "XX" in finding.detail
    assert "2016-" in finding.detail
    assert f"near line {number}" in tampering.notice(folder)
    with open_or_read(folder, "KG") as project:
        assert not project.readonly
        assert tables_of(project) == before
        codebook.add(project, "Goes on")
    assert [finding.record for finding in doctor.examine(folder)] == [f"history.jsonl line {number}"]


def test_repair_seals_the_history_as_it_is_and_says_so_for_good(folder: Path) -> None:
    before = tables_of(read_project(folder))
    forge(folder, 3, b'"coder":"KG"', b'"coder":"XX"')
    done = doctor.repair(folder, START, coder="IH")
    assert any("Change 3 was changed outside the program" in message for message in done)
    assert doctor.examine(folder) == []
    (note,) = doctor.notes(folder)
    assert "sealed again" in note.detail
    assert "IH" in note.detail
    assert doctor.repair(folder, START) == []
    with reopened(folder) as project:
        assert tables_of(project) == before
        assert labels(project)[0].startswith("sealed the history as it was found")
    check_sound(folder)
    forge(folder, 5, b'"coder":"KG"', b'"coder":"YY"')
    assert doctor.examine(folder)[0].kind == "chain"


def test_changed_content_of_an_entry_does_not_reach_the_records(folder: Path) -> None:
    before = tables_of(read_project(folder))
    number = next(n for n, label in enumerate(reversed(labels(read_project(folder))), 1) if "Alone" in label)
    forge(folder, number, b'"name":"Alone"', b'"name":"Alike"')
    assert doctor.examine(folder)[0].entry == head(folder, number)
    doctor.repair(folder, START)
    assert tables_of(read_project(folder)) == before
    assert doctor.examine(folder) == []


def test_changed_last_entry_opens_and_is_recorded(folder: Path) -> None:
    before = tables_of(read_project(folder))
    count = len(labels(read_project(folder)))
    forge(folder, count, b'"coder":"KG"', b'"coder":"XX"')
    reading = read_project(folder)
    assert any(notice.startswith(tampering.NOTICE) for notice in reading.notices)
    assert tables_of(reading) == before
    assert doctor.examine(folder)[0].entry == head(folder, count)
    with reopened(folder) as project:
        assert labels(project)[0] == "continued although the history was changed outside the program"
        assert project.undo()
        assert project.redo()
        assert tables_of(project) == before
    assert doctor.examine(folder) == []
    assert [finding.record for finding in doctor.notes(folder)] == [f"history.jsonl line {count}"]


@pytest.mark.parametrize("number", [3, 6])
def test_entry_of_another_length_is_read_and_repaired(folder: Path, number: int) -> None:
    before = tables_of(read_project(folder))
    forge(folder, number, b'"coder":"KG"', b'"coder":"Somebody else"')
    reading = read_project(folder)
    assert tables_of(reading) == before
    assert any(f"at change {number}" in notice for notice in reading.notices)
    assert "Somebody else" in {transaction.coder for transaction in reading.history()}
    with pytest.raises(Damaged):
        reopened(folder)
    assert [finding.entry for finding in doctor.examine(folder)] == [head(folder, number)]
    doctor.repair(folder, START)
    with reopened(folder) as project:
        assert tables_of(project) == before
    check_sound(folder)


@pytest.mark.parametrize("number", [3, 6])
def test_entry_edited_by_hand_to_another_length_is_a_notice(folder: Path, number: int) -> None:
    before, path = tables_of(read_project(folder)), folder / journal.NAME
    lines = path.read_bytes().splitlines(keepends=True)
    assert b'"coder":"KG"' in lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(b'"coder":"KG"', b'"coder":"Somebody else"')
    path.write_bytes(b"".join(lines))
    reading = read_project(folder)
    assert tables_of(reading) == before
    assert any(f"at change {number}" in notice for notice in reading.notices)
    with pytest.raises(Damaged):
        reopened(folder)
    doctor.repair(folder, START)
    with reopened(folder) as project:
        assert tables_of(project) == before
    assert doctor.examine(folder) == []


def test_change_in_the_tail_is_a_notice_at_opening(small_project: Project, tmp_path: Path) -> None:
    small_project.checkpoint()
    codebook.add(small_project, "One")
    codebook.add(small_project, "Two")
    lying = Path(shutil.copytree(small_project.folder, tmp_path / "lying"))
    for name in ("project.lock", "project.owner.json"):
        (lying / name).unlink(missing_ok=True)
    count = len(labels(small_project))
    forge(lying, count, b'"coder":"KG"', b'"coder":"XX"')
    reading = read_project(lying)
    assert any(f"at change {count}" in notice for notice in reading.notices)
    assert doctor.examine(lying)[0].entry == head(lying, count)


def test_rewritten_chain_is_found_by_project_json_a_backup_and_a_noted_hash(folder: Path) -> None:
    chained = tampering.chained(folder)
    assert chained is not None
    with reopened(folder) as project:
        assert back_up(project)
        codebook.add(project, "Since")
    whole = Path(shutil.copytree(folder, folder.with_name("whole")))
    forge(folder, 3, b'"coder":"KG"', b'"coder":"XX"', rehash=True)
    assert any("project.json was written after another entry" in row.detail for row in doctor.examine(folder))
    rewrite(folder)
    (finding,) = doctor.examine(folder)
    assert finding.entry == head(folder, 3)
    assert "The backup" in finding.detail
    shutil.rmtree(folder / "backups")
    assert doctor.examine(folder) == [], "nothing is left that knows"
    (anchored,) = tampering.against_anchor(folder, chained.short)
    assert anchored.kind == "anchor"
    assert tampering.against_anchor(whole, chained.short) == []
    with pytest.raises(Invalid, match="not a hash"):
        tampering.against_anchor(whole, "abc")


def test_cut_tail_is_found_by_a_backup(folder: Path) -> None:
    with reopened(folder) as project:
        codebook.add(project, "Last")
        assert back_up(project)
    path = folder / journal.NAME
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    rewrite(folder)
    (finding,) = doctor.examine(folder)
    assert finding.entry is not None
    assert finding.entry["label"] == "added code Last"


def test_older_copy_that_is_gone_on_with_is_recorded(folder: Path) -> None:
    older = Path(shutil.copytree(folder, folder.with_name("older")))
    with reopened(folder) as project:
        codebook.add(project, "Later")
        assert back_up(project)
    shutil.copytree(folder / "backups", older / "backups")
    assert doctor.examine(older)[0].kind == "chain"
    with reopened(older) as project:
        assert labels(project)[0] == "continued from an older copy of the project"
    assert doctor.examine(older) == []
    check_sound(older)


@pytest.mark.parametrize("how", ["drop", "swap", "double"])
def test_moved_lines_are_named(folder: Path, how: str) -> None:
    path = folder / journal.NAME
    lines = path.read_bytes().splitlines(keepends=True)
    moved = {
        "drop": [*lines[:3], *lines[4:]],
        "swap": [*lines[:3], lines[4], lines[3], *lines[5:]],
        "double": [*lines[:4], *lines[3:]],
    }[how]
    path.write_bytes(b"".join(moved))
    finding = doctor.examine(folder)[0]
    assert finding.entry is not None
    assert (finding.entry["line"], finding.entry["number"]) == {"drop": (4, 5), "swap": (4, 5), "double": (5, 4)}[how]
    doctor.repair(folder, START)
    assert doctor.examine(folder) == []


def test_byte_of_an_entry_is_named_with_what_it_reads_now(folder: Path) -> None:
    path = folder / journal.NAME
    path.write_bytes(path.read_bytes().replace(b"imported P01", b"imported P0X", 1))
    finding = doctor.examine(folder)[0]
    assert finding.entry is not None
    assert "imported P0X" in str(finding.entry["label"])


# The format before the chain


def test_older_history_is_sealed_by_one_hash(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(Path(__file__).parents[1] / "project" / "formats" / "3", tmp_path / "older"))
    assert tampering.chained(folder) is None
    with open_project(folder, "KG") as project:
        assert labels(project)[0] == "began the hash chain of the history"
        assert project.undo()
        assert project.redo()
    chained = tampering.chained(folder)
    assert chained is not None
    assert chained.since == 9
    (folder / "project.lock").unlink(missing_ok=True)
    assert [finding.kind for finding in doctor.examine(folder) if finding.kind != "mode"] == []
    path = folder / journal.NAME
    data = path.read_bytes()
    line = data.splitlines(keepends=True)[2]
    body = re.sub(rb'"coder":"KG"', b'"coder":"XX"', line[_HEAD:-2])
    path.write_bytes(data.replace(line, b'{"sum":"%08x:%08x","entry":%s}\n' % (len(body), zlib.crc32(body), body)))
    (first,) = [finding for finding in doctor.examine(folder) if finding.kind == "chain"]
    assert first.entry == head(folder, 3)
    assert "The backup" in first.detail
    shutil.rmtree(folder / "backups")
    (only,) = [finding for finding in doctor.examine(folder) if finding.kind == "chain"]
    assert only.entry == head(folder, 9)
    assert only.record == "history.jsonl lines 1–8"
    assert "One of the changes on lines 1–8" in only.detail


# Locks


def locked(project: Project) -> Memo:
    return preconceptions.lock(project, preconceptions.write(project, "SYNTHETIC: I expect shame."))


def test_lock_cannot_be_undone_nor_what_was_before_it(small_project: Project) -> None:
    start = next(iter(small_project.history())).id
    memo = locked(small_project)
    after = next(iter(small_project.history())).id
    codebook.add(small_project, "Later")
    with pytest.raises(Invalid, match="A lock cannot be undone"):
        count_undo_steps(small_project, start)
    assert count_undo_steps(small_project, after) == 1
    assert small_project.undo()
    for _ in range(2):
        with pytest.raises(Invalid, match="A lock cannot be undone"):
            small_project.undo()
    assert small_project.redo()
    assert small_project.memos[memo.id] == memo
    assert memos.write(small_project, "SYNTHETIC: later I thought otherwise.")


def test_restored_backup_keeps_what_was_locked_since(small_project: Project) -> None:
    assert back_up(small_project)
    memo = locked(small_project)
    codebook.add(small_project, "Later")
    (backup, *_) = rows = listed(small_project.folder)
    operations.restore(small_project, backup, records(backup, rows))
    assert small_project.memos[memo.id] == memo
    assert "Later" not in {code.name for code in small_project.codes.values()}


@pytest.fixture
def relocked(folder: Path) -> tuple[Path, Memo]:
    """A closed project with a locked preconception that was rewritten in project.json, sums and all."""
    with reopened(folder) as project:
        memo = locked(project)
        tables = {name: dict(rows) for name, rows in project.tables.items()}
        state = project._store.state
    tables["memos"][memo.id] = msgspec.structs.replace(memo, text="SYNTHETIC: I expect relief.")
    checkpoint.write(folder, tables, state)
    return folder, memo


def test_rewritten_preconception_is_named_at_opening_and_by_the_doctor(relocked: tuple[Path, Memo]) -> None:
    folder, memo = relocked
    assert any("after being locked" in notice for notice in read_project(folder).notices)
    points = [point.text for point in preconception_points(read_project(folder))]
    assert any("changed outside the program after being locked" in point for point in points)
    finding = next(finding for finding in doctor.examine(folder) if finding.kind == "lock")
    assert finding.record == f"memos / {memo.id}"
    assert finding.entry is not None
    assert finding.entry["operation"] == "preconceptions.lock"
    doctor.repair(folder, START, keep_edits=True)
    assert read_project(folder).memos[memo.id] == memo
    assert doctor.examine(folder) == []


def test_preconception_rewritten_with_a_new_seal_is_found_by_the_history(relocked: tuple[Path, Memo]) -> None:
    folder, memo = relocked
    stored = checkpoint.read(folder)
    changed = stored.tables["memos"][memo.id]
    assert isinstance(changed, Memo)
    stored.tables["memos"][memo.id] = msgspec.structs.replace(changed, seal=seal_of(changed))
    checkpoint.write(folder, stored.tables, stored.journal)
    assert "lock" in {finding.kind for finding in doctor.examine(folder)}

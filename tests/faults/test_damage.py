"""Files that are torn, damaged, edited by hand, swapped, gone, or of another version."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tinydb

from coder.errors import Damaged, NotFound, StoreError
from coder.project import Project, doctor, drafts, open_or_read, read_project
from coder.project.operations import codebook
from coder.store import backups, migrations
from tests.faults.common import check_sound, create_small
from tests.strategies import START, back_up, files_in, labels, new_project, reopened, small, state_of, tables_of

Raw = dict[str, dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return create_small(tmp_path / "p")


def unfinished(folder: Path, into: Path) -> Path:
    """A copy of an open project's files as they lie there: project.json is older than the history."""
    return Path(shutil.copytree(folder, into, ignore=shutil.ignore_patterns("project.lock", "project.owner.json")))


def raw_of(folder: Path) -> Raw:
    return json.loads((folder / "project.json").read_text("utf-8"))


def put_raw(folder: Path, raw: Raw) -> None:
    (folder / "project.json").write_text(json.dumps(raw, ensure_ascii=False), "utf-8")


def repaired(folder: Path) -> list[str]:
    """Repair; then all is sound, and a second repair finds nothing to do."""
    done = doctor.repair(folder, START)
    assert done
    assert doctor.examine(folder) == []
    assert doctor.repair(folder, START) == []
    return done


# A torn last line


def test_last_line_torn_at_any_byte_is_removed(small_project: Project, tmp_path: Path) -> None:
    small_project.checkpoint()
    before = tables_of(small_project)
    size = (small_project.folder / "history.jsonl").stat().st_size
    codebook.add(small_project, "Torn")
    after = tables_of(small_project)
    unclosed = unfinished(small_project.folder, tmp_path / "lying")
    data = (unclosed / "history.jsonl").read_bytes()
    assert len(data) > size
    for length in range(size, len(data) + 1):
        (unclosed / "history.jsonl").write_bytes(data[:length])
        assert tables_of(read_project(unclosed)) == (after if length == len(data) else before)
        if length % 40 == 1 or length >= len(data) - 2:
            copy = Path(shutil.copytree(unclosed, tmp_path / str(length)))
            torn = size < length < len(data)
            assert [finding.kind for finding in doctor.examine(copy)] == ["history"] * torn
            project = reopened(copy)
            assert any("was incomplete" in notice for notice in project.notices) is torn
            codebook.add(project, "And on")
            project.close()
            check_sound(copy)


def test_last_line_with_a_wrong_checksum_is_set_aside(small_project: Project, tmp_path: Path) -> None:
    codebook.add(small_project, "Flipped")
    unclosed = unfinished(small_project.folder, tmp_path / "lying")
    path = unclosed / "history.jsonl"
    path.write_bytes(path.read_bytes().replace(b"added code Flipped", b"added code Flopped"))
    reopened(unclosed).close()
    (aside,) = unclosed.glob("history.jsonl.damaged-*")
    assert b"Flopped" in aside.read_bytes()
    check_sound(unclosed)


# A damaged middle


def test_damaged_middle_is_refused_with_a_clear_error(small_project: Project, tmp_path: Path) -> None:
    unclosed = unfinished(small_project.folder, tmp_path / "lying")
    path = unclosed / "history.jsonl"
    data = path.read_bytes()
    lines = data.splitlines(keepends=True)
    assert len(lines) > 2
    for number in range(1, len(lines) - 1):
        start = sum(map(len, lines[:number]))
        for place in (start, start + 20, start + len(lines[number]) // 2, start + len(lines[number]) - 1):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            before = files_in(unclosed)
            with pytest.raises(Damaged) as caught:
                reopened(unclosed)
            assert "doctor" in caught.value.hint
            assert "SYNTHETIC" not in str(caught.value)
            assert files_in(unclosed) == before


def test_missing_or_repeated_line_is_found(small_project: Project, tmp_path: Path) -> None:
    unclosed = unfinished(small_project.folder, tmp_path / "lying")
    path = unclosed / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for wrong in ([*lines[:3], *lines[4:]], [*lines[:3], lines[3], *lines[3:]], [*lines, lines[-1]]):
        path.write_bytes(b"".join(wrong))
        with pytest.raises(Damaged):
            reopened(unclosed)


def test_repair_of_a_damaged_middle_keeps_all_records(folder: Path) -> None:
    project = reopened(folder)
    before = tables_of(project)
    project.close()
    path = folder / "history.jsonl"
    data = path.read_bytes()
    place = len(data) // 2
    path.write_bytes(data[:place] + b"#" + data[place + 1 :])
    damaged = path.read_bytes()
    assert [finding.kind for finding in doctor.examine(folder)] == ["history"]
    repaired(folder)
    (aside,) = folder.glob("history.jsonl.damaged-*")
    assert aside.read_bytes() == damaged
    again = reopened(folder)
    assert tables_of(again) == before
    assert len(labels(again)) == data.count(b"\n")  # a repair in place of the lost entry; all others are kept
    codebook.add(again, "After")
    while again.undo():
        pass
    assert again.redo()
    again.close()


def test_repair_recovers_entries_after_the_damage(small_project: Project, tmp_path: Path) -> None:
    small_project.checkpoint()
    for name in ("One", "Two", "Three"):
        codebook.add(small_project, name)
    unclosed = unfinished(small_project.folder, tmp_path / "lying")
    path = unclosed / "history.jsonl"
    path.write_bytes(path.read_bytes().replace(b"added code Two", b"added code Tvo"))
    with pytest.raises(Damaged):
        reopened(unclosed)
    repaired(unclosed)
    again = reopened(unclosed)
    names = {code.name for code in again.codes.values()}
    assert {"One", "Three"} <= names
    assert "Two" not in names
    again.close()


# Files that are gone, or another's


def test_missing_project_json_is_repaired(folder: Path) -> None:
    before = tables_of(read_project(folder))
    history = (folder / "history.jsonl").read_bytes()
    (folder / "project.json").unlink()
    with pytest.raises(Damaged, match=r"project\.json is missing"):
        open_or_read(folder)
    assert [finding.kind for finding in doctor.examine(folder)] == ["checkpoint"]
    repaired(folder)
    again = reopened(folder)
    assert tables_of(again) == before
    again.close()
    assert (folder / "history.jsonl").read_bytes() == history
    check_sound(folder)


@pytest.mark.parametrize(
    "garbage", [b"", b"{", b"\0" * 500, b"[1, 2]", b'{"meta":{}}', b'{"m":"\x92"}', b"[" * 100_000]
)
def test_garbage_project_json_is_repaired(folder: Path, garbage: bytes) -> None:
    before = tables_of(read_project(folder))
    (folder / "project.json").write_bytes(garbage)
    with pytest.raises(StoreError):
        reopened(folder)
    assert (folder / "project.json").read_bytes() == garbage
    repaired(folder)
    assert [path.read_bytes() for path in folder.glob("project.json.damaged-*")] == [garbage] * bool(garbage)
    assert tables_of(read_project(folder)) == before
    check_sound(folder)


@pytest.mark.parametrize("byte", [b"\x92", b"\xff", b"\xc3", b"\x00"])
def test_byte_that_is_no_utf_8_is_repaired(folder: Path, byte: bytes) -> None:
    before = tables_of(read_project(folder))
    data = (folder / "project.json").read_bytes()
    places = [data.index(b'"name":"') + 9, data.index(b'"text":"') + 9, data.index(b'"meta"') + 2, len(data) // 2]
    assert places
    for place in places:
        (folder / "project.json").write_bytes(data[:place] + byte + data[place + 1 :])
        with pytest.raises(StoreError):
            reopened(folder)
        assert doctor.examine(folder)
        repaired(folder)
        assert tables_of(read_project(folder)) == before
        check_sound(folder)


def test_owner_file_and_draft_that_are_no_utf_8_stop_nothing(folder: Path) -> None:
    (folder / "project.owner.json").write_bytes(b'{"user":"\x92"}')
    (folder / "drafts").mkdir(exist_ok=True)
    (folder / "drafts" / "memo-x.json").write_bytes(b'{"text":"\x92"}')
    reopened(folder).close()
    assert read_project(folder).sources


def test_truncated_project_json_without_history_is_repaired(folder: Path) -> None:
    before = tables_of(read_project(folder))
    data = (folder / "project.json").read_bytes()
    (folder / "project.json").write_bytes(data[: data.index(b'"memos"')])
    (folder / "history.jsonl").unlink()
    repaired(folder)
    after = tables_of(read_project(folder))
    assert after.pop("memos") == {}
    del before["memos"]
    assert after == before


def test_project_is_repaired_from_a_backup_alone(folder: Path) -> None:
    project = reopened(folder)
    assert back_up(project)
    before = tables_of(project)
    project.close()
    (folder / "project.json").unlink()
    (folder / "history.jsonl").unlink()
    repaired(folder)
    assert tables_of(read_project(folder)) == before


def test_empty_folder_is_not_a_project(tmp_path: Path) -> None:
    for act in (doctor.examine, lambda folder: doctor.repair(folder, START)):
        with pytest.raises(NotFound):
            act(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_missing_history_is_repaired(folder: Path) -> None:
    before = tables_of(read_project(folder))
    (folder / "history.jsonl").unlink()
    with pytest.raises(Damaged, match="missing"):
        reopened(folder)
    assert not (folder / "history.jsonl").exists()
    repaired(folder)
    again = reopened(folder)
    assert tables_of(again) == before
    assert labels(again) == ["repaired the project from project.json"]
    again.close()


def test_shortened_history_is_repaired(folder: Path) -> None:
    before = tables_of(read_project(folder))
    path = folder / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-2]))
    with pytest.raises(Damaged):
        reopened(folder)
    report = repaired(folder)
    assert tables_of(read_project(folder)) == before
    assert len(labels(read_project(folder))) == len(lines) - 1
    assert f"Wrote the history ({len(lines) - 1} transactions)." in report
    assert any(line.startswith("2 transactions are lost from it") for line in report)


def test_history_of_another_project_is_refused(folder: Path, tmp_path: Path) -> None:
    from tests.strategies import Ids

    before = tables_of(read_project(folder))
    small(new_project(tmp_path / "other", ids=Ids(9))).close()
    foreign = (tmp_path / "other" / "history.jsonl").read_bytes()
    (folder / "history.jsonl").write_bytes(foreign)
    with pytest.raises(Damaged):
        reopened(folder)
    repaired(folder)
    assert [path.read_bytes() for path in folder.glob("history.jsonl.damaged-*")] == [foreign]
    assert tables_of(read_project(folder)) == before


def test_restored_backup_is_rolled_forward(folder: Path) -> None:
    project = reopened(folder)
    backup = back_up(project)
    assert backup
    codebook.add(project, "Since")
    project.close()
    now = tables_of(read_project(folder))
    (folder / "project.json").write_bytes(backups.content(backup))
    assert tables_of(read_project(folder)) == now
    check_sound(folder)


# Edited by hand


def edited_code(folder: Path) -> str:
    """Rename a code by hand; return its id."""
    path = folder / "project.json"
    path.write_text(path.read_text("utf-8").replace('"name":"Alone"', '"name":"By oneself"'), "utf-8")
    return next(code.id for code in read_project(folder).codes.values() if code.name == "Alone")


def code_names(folder: Path) -> set[str]:
    return {code.name for code in read_project(folder).codes.values()}


def test_manual_edit_is_refused_and_shown_record_by_record(folder: Path) -> None:
    id = edited_code(folder)
    before = files_in(folder)
    reading = read_project(folder)
    assert any(id in notice and "history" in notice for notice in reading.notices)
    with pytest.raises(Damaged, match="changed outside") as caught:
        reopened(folder)
    assert id in caught.value.detail
    assert "--keep-edits" in caught.value.hint
    (finding,) = doctor.examine(folder)
    assert finding.record == f"codes / {id}"
    assert "name" in finding.detail
    assert "By oneself" not in finding.detail
    assert files_in(folder) == before


def test_history_wins_over_a_manual_edit(folder: Path) -> None:
    edited_code(folder)
    edited = (folder / "project.json").read_bytes()
    history = (folder / "history.jsonl").read_bytes()
    repaired(folder)
    assert "Alone" in code_names(folder)
    assert (folder / "history.jsonl").read_bytes() == history
    (aside,) = folder.glob("project.json.damaged-*")
    assert aside.read_bytes() == edited


def test_manual_edit_is_kept_on_request(folder: Path) -> None:
    edited_code(folder)
    assert any("Kept 1 edit" in message for message in doctor.repair(folder, START, keep_edits=True))
    assert doctor.examine(folder) == []
    assert "By oneself" in code_names(folder)
    with reopened(folder) as again:
        assert again.notices == []
        assert labels(again)[0].startswith("repaired")


def test_manual_edit_beside_later_changes_is_kept_on_request(small_project: Project, tmp_path: Path) -> None:
    small_project.checkpoint()
    codebook.add(small_project, "In the history only")
    unclosed = unfinished(small_project.folder, tmp_path / "lying")
    edited_code(unclosed)
    doctor.repair(unclosed, START, keep_edits=True)
    assert {"By oneself", "In the history only"} <= code_names(unclosed)
    assert doctor.examine(unclosed) == []


def test_manual_edit_without_a_history_to_compare_is_checked_by_the_rules(folder: Path) -> None:
    lines = (folder / "history.jsonl").read_bytes().splitlines(keepends=True)
    rest = b"".join(lines[1:])
    raw = raw_of(folder)
    raw["meta"]["1"].pop("head")
    for top in ("undo", "redo"):
        raw["meta"]["1"]["journal"][top] = [-1, 0]
    raw["meta"]["1"]["journal"]["offset"] = len(rest)
    put_raw(folder, raw)
    (folder / "history.jsonl").write_bytes(rest)
    project = read_project(folder)
    assert any("all rules hold" in notice for notice in project.notices)


def test_undo_continues_after_a_kept_edit(folder: Path) -> None:
    raw = raw_of(folder)
    for memo in raw["memos"].values():
        memo["text"] = "SYNTHETIC, corrected by hand"
    put_raw(folder, raw)
    doctor.repair(folder, START, keep_edits=True)
    with reopened(folder) as project:
        before = state_of(project)
        assert project.undo() is None
        codebook.add(project, "After")
        assert project.undo()
        assert state_of(project) == before


def test_file_reformatted_by_tinydb_is_read(folder: Path) -> None:
    before = tables_of(read_project(folder))
    with tinydb.TinyDB(folder / "project.json") as database:
        database.table("codes").update({"definition": ""}, tinydb.where("name") == "Alone")
    project = reopened(folder)
    assert project.notices == []
    codebook.add(project, "On")
    project.close()
    assert tables_of(read_project(folder)).keys() == before.keys()
    with tinydb.TinyDB(folder / "project.json") as database:
        assert database.table("codes").count(tinydb.where("name") == "On") == 1


def break_code(raw: Raw) -> str:
    row = next(iter(raw["codings"].values()))
    row["code"] = "00000000-0000-4000-8000-000000000000"
    return row["id"]


def break_anchor(raw: Raw) -> str:
    row = next(iter(raw["segments"].values()))
    row["start"] += 1
    return row["id"]


def unknown_field(raw: Raw) -> str:
    row = next(iter(raw["codes"].values()))
    row["colour"] = "#ffffff"
    return row["id"]


def missing_field(raw: Raw) -> str:
    row = next(iter(raw["codes"].values()))
    del row["name"]
    return row["id"]


def wrong_type(raw: Raw) -> str:
    row = next(iter(raw["codings"].values()))
    row["code"] = 7
    return row["id"]


def wrong_key(raw: Raw) -> str:
    key, row = next(iter(raw["codes"].items()))
    raw["codes"][str(int(key) + 1)] = raw["codes"].pop(key)
    return row["id"]


def twice(raw: Raw) -> str:
    key, row = next(iter(raw["codes"].items()))
    raw["codes"][str(int(key) + 1)] = row
    return row["id"]


def no_uuid(raw: Raw) -> str:
    row = next(iter(raw["memos"].values()))
    row["id"] = "memo-1"
    return "memo-1"


def unknown_table(raw: Raw) -> str:
    raw["chapters"] = {}
    return "chapters"


def two_projects(raw: Raw) -> str:
    (row,) = raw["project"].values()
    raw["project"]["1"] = row | {"id": "00000000-0000-0000-0000-000000000001"}
    return "project"


def no_projects(raw: Raw) -> str:
    raw["project"] = {}
    return "project"


NOW = migrations.VERSION
EDITS = [
    break_code, break_anchor, unknown_field, missing_field, wrong_type, wrong_key, twice, no_uuid, unknown_table,
    two_projects, no_projects,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("journal", [False, True])
def test_invalid_manual_edit_is_reported_and_changes_nothing(
    small_project: Project, tmp_path: Path, edit: Callable[[Raw], str], journal: bool
) -> None:
    small_project.checkpoint()
    if journal:
        codebook.add(small_project, "In the journal only")
    before = tables_of(small_project)
    folder = unfinished(small_project.folder, tmp_path / "edited")
    raw = raw_of(folder)
    culprit = edit(raw)
    put_raw(folder, raw)
    bytes_before = files_in(folder)
    for act in (reopened, open_or_read):
        with pytest.raises(StoreError) as caught:
            act(folder)
        assert culprit in caught.value.detail
        assert "doctor" in caught.value.hint
        assert files_in(folder) == bytes_before
    assert any(finding.repairable for finding in doctor.examine(folder))
    assert files_in(folder) == bytes_before
    repaired(folder)
    assert tables_of(read_project(folder)) == before


@pytest.mark.parametrize("edit", EDITS)
def test_invalid_manual_edit_is_repaired_without_history(folder: Path, edit: Callable[[Raw], str]) -> None:
    raw = raw_of(folder)
    edit(raw)
    put_raw(folder, raw)
    (folder / "history.jsonl").unlink()
    repaired(folder)
    project = read_project(folder)
    assert len(project.sources) == 2
    assert len(project.codings) >= 2


def test_unreadable_record_is_restored_from_the_backup(folder: Path) -> None:
    project = reopened(folder)
    assert back_up(project)
    codebook.add(project, "Newer than the backup")
    project.close()
    before = tables_of(read_project(folder))
    raw = raw_of(folder)
    for row in raw["codes"].values():
        if row["name"] == "Alone":
            del row["name"]
    put_raw(folder, raw)
    (folder / "history.jsonl").unlink()
    repaired(folder)
    assert tables_of(read_project(folder)) == before


# Other versions


def test_newer_format_is_refused_unchanged(folder: Path) -> None:
    path = folder / "project.json"
    newer = path.read_bytes().replace(b'"version":%d' % NOW, b'"version":%d' % (NOW + 1))
    path.write_bytes(newer.replace(b'"codes":{', b'"chapters":{'))
    before = files_in(folder)
    for act in (read_project, reopened, open_or_read, doctor.examine, lambda folder: doctor.repair(folder, START)):
        with pytest.raises(StoreError, match="newer version"):
            act(folder)
    assert files_in(folder) == before
    assert not (folder / "project.owner.json").exists()


def renamed(table: str, row: migrations.Row) -> migrations.Row:
    """The next version, as it might be: codes get `[2]` behind their names."""
    return row | {"name": row["name"] + " [2]"} if table == "codes" else row


@pytest.mark.parametrize("closed", [True, False])
def test_older_format_is_backed_up_upgraded_and_undone(
    small_project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    """With and without changes that only the journal holds: a crash before the update of the program."""
    small_project.checkpoint()
    codebook.add(small_project, "Last")
    if closed:
        small_project.checkpoint()
    folder = unfinished(small_project.folder, tmp_path / "old")
    old = (folder / "project.json").read_bytes()
    depth = small_project.undoable
    monkeypatch.setattr(migrations, "VERSION", NOW + 1)
    monkeypatch.setattr(migrations, "STEPS", {**migrations.STEPS, NOW: migrations.Step(renamed)})
    assert {code.name for code in read_project(folder).codes.values()} >= {"Last [2]", "Alone [2]"}
    assert (folder / "project.json").read_bytes() == old
    project = reopened(folder)
    assert any(f"upgraded from format {NOW} to {NOW + 1}" in notice for notice in project.notices)
    assert backups.content(backups.listed(folder)[0]) == old
    assert raw_of(folder)["meta"]["1"]["version"] == NOW + 1
    codebook.add(project, "New")
    assert project.undoable == depth + 1
    project.close()
    again = reopened(folder)
    assert again.notices == []
    before = state_of(again)
    while again.undo():
        pass
    assert not again.codes
    while again.redo():
        pass
    assert state_of(again) == before
    again.close()


def test_undo_stops_at_an_upgrade_of_all_tables(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def split(raw: migrations.Raw) -> migrations.Raw:
        raw["memos"] = {}
        return raw

    with reopened(folder) as project:
        codebook.add(project, "In the journal only")
        unclosed = unfinished(folder, tmp_path / "lying")
    monkeypatch.setattr(migrations, "VERSION", NOW + 1)
    monkeypatch.setattr(migrations, "STEPS", {**migrations.STEPS, NOW: migrations.Step(lambda _, row: row, split)})
    project = reopened(folder)
    assert (project.undoable, project.redoable) == (0, 0)
    assert project.undo() is None
    assert not project.memos
    project.close()
    before = files_in(unclosed)
    with pytest.raises(StoreError, match="not closed by the older version"):
        reopened(unclosed)
    assert files_in(unclosed) == before


# What else a folder may be


def test_other_json_is_not_a_project(tmp_path: Path) -> None:
    (tmp_path / "project.json").write_text('{"name": "a website"}')
    for act in (reopened, doctor.examine, lambda folder: doctor.repair(folder, START)):
        with pytest.raises(StoreError, match="not a coder project"):
            act(tmp_path)
    assert set(files_in(tmp_path)) == {"project.json"}


def test_project_is_opened_by_file_or_link(folder: Path, tmp_path: Path) -> None:
    reopened(folder / "project.json").close()
    link = tmp_path / "link"
    try:
        link.symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    project = reopened(link)
    codebook.add(project, "By a link")
    project.close()
    assert not list(tmp_path.glob("*.json"))
    check_sound(folder)


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277, 0o777])
def test_file_modes_are_independent_of_the_umask(tmp_path: Path, umask: int) -> None:
    from coder.project.drafts import MemoDraft

    before = os.umask(umask)
    try:
        project = small(new_project(tmp_path / "p"))
        project.checkpoint()
        back_up(project)
        project.save_copy(tmp_path / "copy")
        drafts.save(project, MemoDraft(memo="m", kind="analytic", about="project", target="", text="x", coder=""))
        for root in (tmp_path / "p", tmp_path / "copy"):
            for path in [root, *root.rglob("*")]:
                assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
        project.close()
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_widened_modes_are_found_and_repaired(folder: Path) -> None:
    (folder / "project.json").chmod(0o644)
    folder.chmod(0o755)
    assert [finding.kind for finding in doctor.examine(folder)] == ["mode", "mode"]
    repaired(folder)
    assert (folder / "project.json").stat().st_mode & 0o777 == 0o600


def test_unreadable_backup_and_draft_are_found(folder: Path) -> None:
    project = reopened(folder)
    backup = back_up(project)
    project.close()
    assert backup
    backup.write_bytes(backup.read_bytes()[:50])
    (folder / "drafts").mkdir(mode=0o700)
    (folder / "drafts" / "x.json").write_text("{")
    (folder / "drafts" / "x.json").chmod(0o600)
    assert [(finding.kind, finding.repairable) for finding in doctor.examine(folder)] == [
        ("backup", True),
        ("draft", True),
    ]
    repaired(folder)
    assert (folder / "drafts" / "x.json.damaged").read_text() == "{"


def test_repair_refuses_a_locked_project(small_project: Project) -> None:
    from coder.errors import Locked

    with pytest.raises(Locked):
        doctor.repair(small_project.folder, START)
    assert doctor.examine(small_project.folder) == []


def test_tinydb_reads_every_table(folder: Path) -> None:
    project = read_project(folder)
    with tinydb.TinyDB(folder / "project.json", access_mode="r") as database:
        assert database.tables() == {"meta", *project.tables}
        for name, rows in project.tables.items():
            stored = database.table(name).all()
            assert {row["id"] for row in stored} == rows.keys()
            assert len(stored) == len(rows)
        assert database.table("codes").search(tinydb.where("name") == "Alone")


# What a repair keeps


def test_repair_keeps_records_with_dangling_references(folder: Path) -> None:
    """A text is not thrown away because a unit that supports it is, nor a memo because its author is."""
    gone = "11111111-1111-4111-8111-111111111111"
    raw = raw_of(folder)
    code = next(iter(raw["codes"].values()))["id"]
    coder = next(iter(raw["coders"].values()))["id"]
    condensate_id = "22222222-2222-4222-8222-222222222222"
    support = ["k", "SYNTHETIC I said nothing.", [gone], False]
    raw["condensates"][str(int(condensate_id.replace("-", ""), 16))] = {
        **{"id": condensate_id, "code": code, "coder": coder},
        "sentences": [support],
    }
    memo = next(iter(raw["memos"].values()))
    memo["coder"] = gone
    put_raw(folder, raw)
    (folder / "history.jsonl").unlink()
    for backup in backups.listed(folder):
        backup.unlink()
    done = doctor.repair(folder, START)
    assert any("unknown-11111111" in one for one in done)
    with reopened(folder) as project:
        (condensate,) = project.condensates.values()
        assert condensate.sentences[0].text == "SYNTHETIC I said nothing."
        assert condensate.sentences[0].units == ()
        assert project.coders[project.memos[memo["id"]].coder].initials == "unknown-11111111"
    assert doctor.examine(folder) == []


def test_repair_preserves_the_text_of_a_removed_record(folder: Path) -> None:
    """Without the history a text that breaks a rule stands in project.json only."""
    raw = raw_of(folder)
    code = next(iter(raw["codes"].values()))["id"]
    coder = next(iter(raw["coders"].values()))["id"]
    condensate_id = "22222222-2222-4222-8222-222222222222"
    raw["condensates"][str(int(condensate_id.replace("-", ""), 16))] = {
        **{"id": condensate_id, "code": code, "coder": coder},
        "sentences": [["k", " SYNTHETIC: begins with a blank.", [], False]],
    }
    put_raw(folder, raw)
    (folder / "history.jsonl").unlink()
    for backup in backups.listed(folder):
        backup.unlink()
    assert any("begins or ends with a space" in finding.detail for finding in doctor.examine(folder))
    done = doctor.repair(folder, START)
    (aside,) = folder.glob("project.json.damaged-*")
    assert any(aside.name in one for one in done)
    assert "SYNTHETIC: begins with a blank." in aside.read_text(encoding="utf-8")
    assert doctor.examine(folder) == []

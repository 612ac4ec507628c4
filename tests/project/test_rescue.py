"""The rescue: drafts are kept outside a project that cannot be reached, and come back once, over nothing newer."""

from __future__ import annotations

import os
import stat
import threading
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from coder.errors import Kept, StoreError
from coder.project import Project, drafts, rescue
from coder.project.drafts import CorrectionDraft, MemoDraft, ProseDraft
from coder.project.project import change_number
from coder.store import drafts as draft_files
from coder.store import rescue as rescue_files
from tests.strategies import files_in, reopened

TYPED = "SYNTHETIC: typed while the share was gone, blåbær."
TEXTS: list[drafts.Draft] = [
    MemoDraft(memo="m", kind="analytic", about="project", target="p", text=TYPED, coder="KG"),
    ProseDraft(kind="condensate", target="k", text=TYPED, coder="KG"),
    CorrectionDraft(source="s", turn=2, digest="ab" * 32, text=TYPED),
]


def away(folder: Path, empty: bool = False) -> Path:
    """Take the folder away; `empty`: its mount point stays, as where a share is disconnected."""
    elsewhere = folder.with_name("away")
    folder.rename(elsewhere)
    if empty:
        folder.mkdir()
    return elsewhere


def back(folder: Path) -> None:
    if folder.exists():
        folder.rmdir()
    folder.with_name("away").rename(folder)


def keep(project: Project, draft: drafts.Draft, empty: bool = False) -> None:
    away(project.folder, empty)
    with pytest.raises(Kept):
        drafts.save(project, draft)
    back(project.folder)


def texts(project: Project) -> list[str]:
    kinds = drafts.PATTERNS.items()
    return [row.text for pattern, kind in kinds for _, row in draft_files.read_all(project.folder, pattern, kind)]


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("draft", TEXTS, ids=lambda draft: draft.noun)
def test_draft_goes_to_the_state_folder_and_comes_back_once(
    small_project: Project, draft: drafts.Draft, empty: bool
) -> None:
    keep(small_project, draft, empty)
    (row,) = rescue.listed(small_project.folder)
    assert row.rescue is not None
    assert row.draft is not None
    assert (row.draft.text, row.rescue.project) == (TYPED, small_project.info.id)
    assert row.rescue.path == str(small_project.folder)
    assert row.rescue.change == change_number(small_project) > 0
    assert texts(small_project) == []
    if os.name != "nt":
        assert row.file.stat().st_mode & 0o777 == 0o600
        assert row.file.parent.stat().st_mode & 0o777 == 0o700
    for _ in range(2):
        rescue.return_drafts(small_project)
        assert texts(small_project) == [TYPED]
        assert rescue.listed(small_project.folder) == []


def test_folder_that_is_gone_is_not_made_anew(small_project: Project) -> None:
    away(small_project.folder)
    with pytest.raises(Kept) as caught:
        drafts.save_prose(small_project, "condensate", "k", "", TYPED)
    assert not small_project.folder.exists()
    assert "SYNTHETIC" not in str(caught.value)
    back(small_project.folder)


def test_newer_draft_in_the_project_is_not_replaced(small_project: Project) -> None:
    keep(small_project, TEXTS[1])
    (row,) = rescue.listed(small_project.folder)
    small_project.clock = lambda now=small_project.clock: now() + timedelta(days=1)  # type: ignore[misc]
    newer = msgspec.structs.replace(TEXTS[1], text="SYNTHETIC: newer", when=small_project.now())
    draft_files.write(small_project.folder, newer.file_name, newer, newer.noun)
    rescue.return_drafts(small_project)
    assert texts(small_project) == ["SYNTHETIC: newer"]
    assert rescue.listed(small_project.folder) == [row]
    assert "coder rescue list" in small_project.notices[-1]


def test_draft_of_another_coder_is_not_replaced(small_project: Project) -> None:
    theirs = msgspec.structs.replace(TEXTS[1], coder="AB", text="SYNTHETIC: of AB")
    drafts.save(small_project, theirs)
    keep(small_project, TEXTS[1])
    rescue.return_drafts(small_project)
    assert texts(small_project) == ["SYNTHETIC: of AB"]
    assert len(rescue.listed(small_project.folder)) == 1


def test_older_draft_of_the_same_coder_is_replaced(small_project: Project) -> None:
    drafts.save_prose(small_project, "condensate", "k", "", "SYNTHETIC: typed")
    keep(small_project, TEXTS[1])
    rescue.return_drafts(small_project)
    assert texts(small_project) == [TYPED]


def test_killed_between_moving_and_removing_doubles_nothing(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(small_project, TEXTS[0])
    with monkeypatch.context() as patch:
        patch.setattr(rescue_files, "remove", lambda path: None)
        rescue.return_drafts(small_project)
    assert len(rescue.listed(small_project.folder)) == 1
    rescue.return_drafts(small_project)
    assert texts(small_project) == [TYPED]
    assert rescue.listed(small_project.folder) == []


def test_draft_written_once_the_folder_is_back_leaves_no_rescue(small_project: Project) -> None:
    keep(small_project, TEXTS[1])
    drafts.save_prose(small_project, "condensate", "k", "", "SYNTHETIC: more")
    assert rescue.listed(small_project.folder) == []
    keep(small_project, TEXTS[1])
    drafts.discard_prose(small_project, "condensate", "k")
    assert rescue.listed(small_project.folder) == []


def test_copy_elsewhere_is_told_and_gets_nothing_by_itself(small_project: Project, tmp_path: Path) -> None:
    keep(small_project, TEXTS[0])
    small_project.save_copy(tmp_path / "copy")
    copy = reopened(tmp_path / "copy")
    rescue.return_drafts(copy)
    assert texts(copy) == []
    assert "coder rescue list" in copy.notices[-1]
    assert rescue.apply(copy, rescue.listed(copy.folder)).left == []
    assert texts(copy) == [TYPED]
    copy.close()


def test_project_out_of_reach_is_known_by_its_path(small_project: Project) -> None:
    keep(small_project, TEXTS[0])
    away(small_project.folder)
    assert len(rescue.listed(small_project.folder)) == 1
    assert rescue.listed(small_project.folder.with_name("another")) == []
    back(small_project.folder)


def test_damaged_rescue_file_is_told_and_left(small_project: Project) -> None:
    keep(small_project, TEXTS[0])
    (row,) = rescue.listed(small_project.folder)
    good = row.file.read_bytes()
    damages = [b"", b"{", b"\xff" + good, good.replace(b"share", b"shart"), good.replace(b"m.json", b"n.json")]
    assert good not in damages
    assert len(damages) == 5
    for data in damages:
        row.file.write_bytes(data)
        before = files_in(small_project.folder)
        rescue.return_drafts(small_project)
        (damaged,) = rescue.listed(small_project.folder)
        assert damaged.damage
        assert "SYNTHETIC" not in damaged.damage
        assert files_in(small_project.folder) == before


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_state_folder_that_others_may_enter_is_made_private() -> None:
    rescued = rescue_files.Rescue(project="p", path="/p", change=1, file="m.json", draft="{}")
    folders = [rescue_files.folder().parent, rescue_files.folder(), rescue_files.path_of(rescued).parent]
    for folder in folders:
        folder.mkdir(exist_ok=True)
        folder.chmod(0o777)
    rescue_files.write(rescued)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 3


def test_state_folder_that_refuses_leaves_the_first_error(
    small_project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("platformdirs.user_state_path", lambda *_, **__: tmp_path / "file")
    drafts.save_prose(small_project, "condensate", "k", "", TYPED)
    away(small_project.folder)
    with pytest.raises(StoreError) as caught:
        drafts.save_prose(small_project, "condensate", "k", "", TYPED)
    assert not isinstance(caught.value, Kept)
    back(small_project.folder)


def test_write_that_never_returns_is_kept_by_another_thread(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, answered = threading.Event(), threading.Event()

    def hang(*_: object) -> None:
        hangs.set()
        assert answered.wait(60)
        raise StoreError("The share cannot be reached")

    monkeypatch.setattr(draft_files, "write", hang)

    def type_on() -> None:
        with pytest.raises(Kept):
            drafts.save_prose(small_project, "condensate", "k", "", TYPED)

    thread = threading.Thread(target=type_on)
    thread.start()
    assert hangs.wait(60)
    assert rescue.listed(small_project.folder) == []
    rescue_files.keep_unwritten()
    (row,) = rescue.listed(small_project.folder)
    answered.set()
    thread.join()
    assert row.draft is not None
    assert row.draft.text == TYPED


def test_next_rescue_removes_what_a_kill_left_of_an_earlier_one() -> None:
    rescue = rescue_files.Rescue(project="", path="p", change=1, file="m.json", draft=TYPED)
    folder = rescue_files.write(rescue).parent
    old, new = folder / ".a.json.x.part", folder / ".b.json.y.part"
    for path in (old, new):
        path.write_text(TYPED)
    os.utime(old, (0, 0))
    rescue_files.write(rescue)
    assert not old.exists()
    assert new.exists()


def test_private_state_hides_the_path_of_what_is_kept_and_it_still_comes_back(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescue_files, "_hides", [False])
    keep(small_project, TEXTS[0])
    name = small_project.folder.name.encode()
    (file,) = rescue_files.paths()
    assert name in file.read_bytes()
    rescue_files.hide_paths(True)
    assert rescue_files.paths() == [file]
    assert name not in file.read_bytes()
    keep(small_project, TEXTS[1])
    assert not any(name in path.read_bytes() for path in rescue_files.paths())
    assert len(rescue.listed(small_project.folder)) == 2
    assert len(rescue.take_back(small_project).moved) == 2
    assert texts(small_project) == [TYPED, TYPED]
    assert rescue_files.paths() == []


def test_rescue_asks_nothing_of_a_folder_that_may_never_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for name in ("stat", "lstat", "readlink", "open", "scandir"):
        original = getattr(os, name)

        def call(place: object, *args: object, original: object = original, **options: object) -> object:
            asked.append(str(place))
            return original(place, *args, **options)  # type: ignore[operator]

        monkeypatch.setattr(os, name, call)
    away = tmp_path / "share" / "study"
    path = rescue_files.write(
        rescue_files.Rescue(project="id", path=str(away), change=1, file="memo.json", draft=TYPED)
    )
    monkeypatch.undo()
    assert path.is_file()
    assert asked != []
    assert [place for place in asked if place.startswith(str(away))] == []

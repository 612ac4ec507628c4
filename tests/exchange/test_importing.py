from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.errors import StoreError
from coder.exchange import importing
from coder.exchange.importing import import_file, import_files
from coder.exchange.reading import Chosen, Reading
from coder.exchange.transcript import Comment, transcript
from coder.project import Project, create_project, open_project
from coder.project.operations import waves
from tests.interview_texts import PASSAGES

TALK = "I: SYNTHETIC question?\n\nP: An answer."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    create_project(tmp_path / "study")
    with open_project(tmp_path / "study", "KG") as project:
        yield project


def written(folder: Path, name: str, text: str = TALK) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_each_file_is_one_transaction(project: Project, tmp_path: Path) -> None:
    before = project.undoable
    report = import_file(project, written(tmp_path, "P01_baseline_day 6.txt"))
    assert (report.participant, report.wave, report.turns, report.format) == ("P01", "baseline", 2, "txt")
    assert report.words == 4
    assert report.source == "P01_baseline_day 6"
    assert project.sources[report.source_id].day == 6
    assert project.undoable == before + 1
    project.undo()
    assert not project.sources
    assert not project.participants


def test_arguments_take_precedence_over_the_file_name(project: Project, tmp_path: Path) -> None:
    file = written(tmp_path, "P01_baseline.txt")
    report = import_file(project, file, Chosen("P02", "late", day=9, language="nb", name="Talk"))
    source = project.sources[report.source_id]
    assert (report.participant, report.wave, source.day, source.language, source.name) == (
        "P02",
        "late",
        9,
        "nb",
        "Talk",
    )


def test_no_guess_ignores_the_file_name(project: Project, tmp_path: Path) -> None:
    report = import_file(project, written(tmp_path, "P01_baseline.txt"), Chosen(guess=False))
    assert (report.participant, report.wave) == ("", "")


def test_existing_name_gets_a_number(project: Project, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    files = [written(tmp_path, "P01.txt"), written(tmp_path / "b", "P01.txt", TALK + " More.")]
    assert [report.source for report in import_files(project, files)] == ["P01", "P01 (2)"]


@pytest.mark.parametrize(
    ("file", "name"),
    [("a\tb\nc.txt", "a b c"), ("x" * 240 + ".txt", "x" * 190), ("b\udce5.txt", "b�"), (" .txt", "Transcript")],
)
def test_source_name_of_any_file_name(project: Project, tmp_path: Path, file: str, name: str) -> None:
    report = import_file(project, written(tmp_path, file))
    assert (report.source, report.error) == (name, "")


def test_bad_files_do_not_stop_the_import(project: Project, tmp_path: Path) -> None:
    files = [
        written(tmp_path, "empty.txt", ""),
        tmp_path / "missing.txt",
        written(tmp_path, "odd.xyz"),
        written(tmp_path, "good.txt"),
        written(tmp_path, "again.txt"),
    ]
    reports = list(import_files(project, files))
    assert [bool(report.error) for report in reports] == [True, True, True, False, True]
    assert "already" in reports[4].error
    assert [source.name for source in project.sources.values()] == ["good"]


def test_day_outside_the_window_is_reported(project: Project, tmp_path: Path) -> None:
    waves.add(project, "baseline", first_day=0, last_day=10)
    report = import_file(project, written(tmp_path, "P01_baseline.txt"), Chosen(day=17))
    assert any("7 days outside" in warning for warning in report.warnings)


def test_comments_and_notes_become_memos(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = TALK.index("answer")

    def read(path: Path, chosen: Chosen, *_: object) -> Reading:
        comments = [
            Comment(start, start + 6, "Is it one?", "Ida H", "2024-02-05T15:10:00Z"),
            Comment(start, start, "Nowhere", "", ""),
            Comment(0, 3, " ", "Ida H", ""),
        ]
        result = transcript(TALK, "docx", comments=comments, notes=["title: Talk", " "])
        return Reading(path, chosen, result, tuple(turn.speaker for turn in result.turns), (), (), 7)

    monkeypatch.setattr(importing, "read_file", read)
    report = import_file(project, tmp_path / "P01.docx")
    assert report.words == 7
    texts = {memo.text: memo for memo in project.memos.values()}
    assert set(texts) == {"Is it one?\n\n— Ida H, 2024-02-05", "Nowhere", "title: Talk"}
    on = texts["Is it one?\n\n— Ida H, 2024-02-05"]
    assert project.segments[on.target].quote == "answer"
    assert all(memo.kind == "field note" for memo in texts.values())
    assert texts["title: Talk"].target == report.source_id
    project.undo()
    assert not project.memos
    assert not project.segments


def test_full_disk_raises_store_error(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("The disk is full")

    monkeypatch.setattr(project._store, "append", refuse)
    with pytest.raises(StoreError):
        import_file(project, written(tmp_path, "P01.txt"))
    assert not project.sources
    assert importing.FIELD_NOTE == "field note"


def test_language_of_each_file_is_recognised_and_reported(project: Project, tmp_path: Path) -> None:
    languages = ("nb", "nn", "da", "sv", "de", "fr", "tr", "pl")
    for language in languages:
        (tmp_path / f"{language}.txt").write_text("\n".join(PASSAGES[language]), encoding="utf-8")
    reports = list(import_files(project, [tmp_path / f"{language}.txt" for language in languages]))
    assert [report.language for report in reports] == list(languages)
    assert [source.language for source in project.sources.values()] == list(languages)


def test_unrecognised_language_is_said(project: Project, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("lorem ipsum dolor " * 60, encoding="utf-8")
    report = import_file(project, tmp_path / "odd.txt")
    assert report.language == project.info.language
    assert any("language was not recognised" in warning for warning in report.warnings)
    (tmp_path / "more.txt").write_text("amet lorem ipsum " * 60, encoding="utf-8")
    chosen = import_file(project, tmp_path / "more.txt", Chosen(language="la"))
    assert (chosen.language, chosen.warnings) == ("la", ())


def test_name_with_several_participants_sets_none_and_says_so(project: Project, tmp_path: Path) -> None:
    report = import_file(project, written(tmp_path, "P01_P02_focus.txt"))
    assert report.participant == ""
    assert any("P01 and P02" in warning for warning in report.warnings)


def test_notes_of_captions_that_become_memos_are_announced(project: Project, tmp_path: Path) -> None:
    text = "WEBVTT\n\nNOTE SYNTHETIC, a door opened\n\n00:01.000 --> 00:02.000\n<v Anna>I rang.\n"
    reading = importing.read_file(written(tmp_path, "P01.vtt", text))
    assert isinstance(reading, Reading)
    assert "1 note beside the text: kept as memos on the transcript" in importing.preview(project, reading).warnings

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import UnreadableFile
from coder.exchange.importing import Chosen, import_file, import_files, read_transcript
from coder.exchange.reading import Reading, content_of
from coder.exchange.survey import answers_of, columns_of
from coder.exchange.tables import Table, read_table
from coder.project import Project, create_project, open_project
from tests.exchange.documents import odt, zipped

Q1 = "What was hard? (SYNTHETIC)"
ROWS = [
    ["ID", "Age", Q1, "Q2", "E-mail"],
    ["P01", "44", "The first days were hard for me and for the others.", "I slept very badly then, again.", "a@b.no"],
    ["P02", "51", "Nothing was hard, I had so much help at home.", "", "c@d.no"],
    ["P03", "39", "To ask for help; that was what I found hardest.", "My neighbour, who called each day.", "e@f.no"],
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    create_project(tmp_path / "study")
    with open_project(tmp_path / "study", "KG") as project:
        yield project


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    lines = (delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows)
    return "\r\n".join(lines).encode()


def as_xlsx(rows: Sequence[Sequence[object]], *more: str) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for title in more:
        book.create_sheet(title).append(["more"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_ods(rows: Sequence[Sequence[str]]) -> bytes:
    cells = [
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        for row in rows
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return odt(f'<table:table table:name="Sheet1">{body}{rest}</table:table>', kind="spreadsheet")


FILES = {
    "a.csv": as_csv(ROWS),
    "b.csv": as_csv(ROWS, ";"),
    "a.tsv": as_csv(ROWS, "\t"),
    "a.xlsx": as_xlsx(ROWS),
    "a.ods": as_ods(ROWS),
}


@pytest.mark.parametrize("name", FILES)
def test_answers_become_sources_and_the_rest_attributes(project: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    before = project.undoable
    report = import_file(project, tmp_path / name)
    names = {source.name for source in project.sources.values()}
    assert names == {f"P01 · {Q1}", "P01 · Q2", f"P02 · {Q1}", f"P03 · {Q1}", "P03 · Q2"}
    assert {person.name: person.attributes for person in project.participants.values()} == {
        "P01": {"Age": "44"},
        "P02": {"Age": "51"},
        "P03": {"Age": "39"},
    }
    assert len(report.parts) == 5
    text = "\n".join(report.warnings)
    assert "5 answers of 3 participants" in text
    assert "1 empty answer left out" in text
    assert "“E-mail” left out" in text
    assert project.undoable == before + 1
    project.undo()
    assert not project.sources
    assert not project.participants


def test_chosen_columns_and_wave(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(FILES["a.csv"])
    report = import_file(project, tmp_path / "a.csv", Chosen(text_columns="q2", id_column="A", wave="baseline"))
    assert [part.source for part in report.parts] == ["P01 · Q2", "P03 · Q2"]
    assert {part.wave for part in report.parts} == {"baseline"}
    assert set(next(iter(project.participants.values())).attributes) == {"Age", Q1}


def test_same_answer_twice_and_same_file_twice(project: Project, tmp_path: Path) -> None:
    rows = [["ID", "Q"], ["P1", "Yes."], ["P2", "Yes."]]
    (tmp_path / "a.csv").write_bytes(as_csv(rows))
    assert len(import_file(project, tmp_path / "a.csv", Chosen(text_columns="Q")).parts) == 2
    again = import_file(project, tmp_path / "a.csv", Chosen(text_columns="Q"))
    assert "in the project already" in again.error
    (tmp_path / "b.csv").write_bytes(as_csv([*rows, ["P3", "No."]]))
    more = import_file(project, tmp_path / "b.csv", Chosen(text_columns="Q"))
    assert [part.source for part in more.parts] == ["P3 · Q"]
    assert "2 answers in the project already: not imported again" in more.warnings


def test_column_of_waves_is_used_and_attributes_that_differ_are_reported(project: Project, tmp_path: Path) -> None:
    rows = [
        ["Participant", "Wave", "Ward", "How was it?"],
        ["P1", "baseline", "A", "It was good to be at home at last."],
        ["P1", "follow-up", "B", "It was worse than I thought before."],
    ]
    (tmp_path / "a.csv").write_bytes(as_csv(rows))
    report = import_file(project, tmp_path / "a.csv")
    assert {source.name for source in project.sources.values()} == {
        "P1 · baseline · How was it?",
        "P1 · follow-up · How was it?",
    }
    assert {part.wave for part in report.parts} == {"baseline", "follow-up"}


def test_long_question_is_cut_and_kept_as_a_memo(project: Project, tmp_path: Path) -> None:
    question = "Please describe in your own words what happened on the first day, and how it was for you"
    (tmp_path / "a.csv").write_bytes(as_csv([["ID", question], ["P1", "It was a long day for all of us."]]))
    report = import_file(project, tmp_path / "a.csv")
    assert report.source == "P1 · Please describe in your own words what happened on the…"
    assert [memo.text for memo in project.memos.values()] == [f"Question: {question}"]


def test_header_of_qualtrics_has_three_rows() -> None:
    table = Table(
        [
            ["ResponseId", "Q1"],
            ["Response ID", "What helped you most?"],
            ['{"ImportId":"_recordId"}', '{"ImportId":"QID1"}'],
            ["R_1", "My sister came to see me every week."],
        ],
        "csv",
    )
    answers, _ = answers_of(table, columns_of(table, "a.csv"))
    assert [(answer.participant, answer.question, answer.note) for answer in answers] == [
        ("R_1", "Q1", "Question: What helped you most?")
    ]


def test_rows_without_an_identifier_are_numbered() -> None:
    table = Table([["Q"], ["It was a long day for us."], ["I do not remember much of it."]], "csv")
    answers, _ = answers_of(table, columns_of(table, "a.csv"))
    assert [answer.participant for answer in answers] == ["R01", "R02"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [({"text_columns": "Q9"}, "no column “Q9”"), ({"id_column": "who"}, "no column “who”")],
)
def test_unknown_column_is_an_error_that_lists_them(columns: dict[str, str], message: str) -> None:
    with pytest.raises(UnreadableFile, match=message) as refused:
        columns_of(Table(ROWS, "csv"), "a.csv", **columns)
    assert "Q2" in refused.value.detail


def test_table_without_answers_in_words_is_an_error(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv([["ID", "Age"], ["P1", "40"], ["P2", "50"]]))
    report = import_file(project, tmp_path / "a.csv")
    assert "no column of answers" in report.error
    assert "--text-columns" in report.hint
    assert not project.participants


# Transcripts in tables

TALK = [
    ["Start", "Speaker", "Text"],
    ["00:00:01", "Interviewer", "SYNTHETIC question, is it?"],
    ["00:00:04", "Kari", "An answer to that question."],
    ["00:01:02", "", "And more of it."],
]


@pytest.mark.parametrize("make", [as_csv, as_xlsx, as_ods])
@pytest.mark.parametrize("speaker", ["Speaker", "Taler", "Sprecher"])
def test_table_of_speakers_and_words_is_a_transcript(tmp_path: Path, make: object, speaker: str) -> None:
    name = {as_csv: "a.csv", as_xlsx: "a.xlsx", as_ods: "a.ods"}[make]
    rows = [["Start", speaker, "Text"], *TALK[1:]]
    (tmp_path / name).write_bytes(make(rows))
    transcript = read_transcript(tmp_path / name)
    turns = [(turn.speaker, turn.seconds, transcript.text[turn.start : turn.end]) for turn in transcript.turns]
    assert turns == [
        ("Interviewer", 1.0, "SYNTHETIC question, is it?"),
        ("Kari", 4.0, "An answer to that question.\n\nAnd more of it."),
    ]


def test_milliseconds_of_whisper(tmp_path: Path) -> None:
    rows = [["start", "end", "text"], ["0", "2560", "SYNTHETIC words,"], ["2560", "4000", "and more."]]
    rows.append(["30000", "31000", "After a pause."])
    (tmp_path / "a.tsv").write_bytes(as_csv(rows, "\t"))
    transcript = read_transcript(tmp_path / "a.tsv")
    assert [(turn.seconds, transcript.text[turn.start : turn.end]) for turn in transcript.turns] == [
        (0.0, "SYNTHETIC words, and more."),
        (30.0, "After a pause."),
    ]


def test_rows_above_the_headings_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(as_csv([["Interview 3", "", "2 May"], *TALK]))
    transcript = read_transcript(tmp_path / "a.csv")
    assert transcript.text.startswith("Interview 3\t2 May\n\nInterviewer: ")
    assert [turn.speaker for turn in transcript.turns] == ["", "Interviewer", "Kari"]


def test_transcript_without_headings(tmp_path: Path) -> None:
    rows = [["I", "How was it?"], ["P", "It was fine."], ["I", "And then, what?"], ["P", "Then it rained."]]
    (tmp_path / "a.csv").write_bytes(as_csv(rows))
    assert [turn.speaker for turn in read_transcript(tmp_path / "a.csv").turns] == ["I", "P", "I", "P"]


def test_property_of_participants_is_no_speaker(project: Project, tmp_path: Path) -> None:
    rows = [["ID", "Sex", "How was it?"]]
    rows += [[f"{n}", ["Female", "Male"][n % 2], f"It was the day number {n} of them all."] for n in range(1, 7)]
    (tmp_path / "a.csv").write_bytes(as_csv(rows))
    assert len(import_file(project, tmp_path / "a.csv").parts) == 6


# Cells

CELLS = st.text("ab ,;\t\næø", min_size=1, max_size=8)


def test_dates_numbers_and_formulas_are_values() -> None:
    book = openpyxl.Workbook()
    book.active.append(
        [
            "x",
            3.0,
            2.5,
            datetime.date(2024, 9, 30),
            datetime.datetime(2024, 9, 30, 8, 5),
            datetime.time(0, 1, 2),
            True,
        ]
    )
    stream = io.BytesIO()
    book.save(stream)
    cells = read_table(stream.getvalue(), "a.xlsx").rows[0]
    assert cells == ["x", "3", "2.5", "2024-09-30", "2024-09-30 08:05:00", "00:01:02", "yes"]


def test_values_of_ods_cells() -> None:
    cells = (
        '<table:table-cell office:value-type="date" office:date-value="2024-09-30T00:00:00"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT01H02M03S"/>'
        '<table:table-cell office:value-type="float" office:value="3" table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=A1"><text:p>shown</text:p></table:table-cell>'
    )
    data = odt(f"<table:table><table:table-row>{cells}</table:table-row></table:table>", kind="spreadsheet")
    assert read_table(data, "a.ods").rows == [["2024-09-30", "01:02:03", "3", "3", "shown"]]


def test_cell_far_away_is_read() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["C9000"] = "near", "far"
    stream = io.BytesIO()
    book.save(stream)
    assert read_table(stream.getvalue(), "a.xlsx").rows == [["near", "", ""], ["", "", "far"]]


def test_other_sheets_are_named() -> None:
    table = read_table(as_xlsx(ROWS, "Codes", "Notes"), "a.xlsx")
    assert table.warnings == (
        "Only the sheet “Sheet” was read, not “Codes”, “Notes”: save a sheet as a separate file to import it",
    )


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", as_xlsx(ROWS)[:300], "damaged"),
        ("a.xlsx", b"a,b", "not an Excel workbook"),
        ("a.xlsx", zipped({"word/document.xml": "<a/>"}), "Word document"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old Office file"),
        ("a.ods", odt("<text:p>words</text:p>"), "not an OpenDocument table"),
        ("a.csv", b",,\n,,\n", "empty"),
        ("a.csv", b"\x89PNG\r\n", "picture"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_other_content_is_refused(name: str, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_table(data, name)


@given(
    st.sampled_from(",;\t"),
    st.lists(
        st.lists(st.text("ab ,;\t\næø", min_size=1, max_size=8), min_size=3, max_size=3), min_size=2, max_size=6
    ),
)
def test_cells_of_csv_come_back(delimiter: str, rows: list[list[str]]) -> None:
    rows = [["x" + cell + "x" for cell in row] for row in rows]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert read_table(text.encode(), "a.csv").rows == rows


def test_files_that_are_no_transcripts_are_skipped_and_named(project: Project, tmp_path: Path) -> None:
    for name in ("~$P01.docx", ".DS_Store", "Thumbs.db", "._P01.txt"):
        (tmp_path / name).write_bytes(b"\x05Kari")
    (tmp_path / "P01.txt").write_text("I: SYNTHETIC?\n\nP: Yes.", encoding="utf-8")
    reports = {Path(report.file).name: report for report in import_files(project, sorted(tmp_path.glob("[!s]*")))}
    assert {name for name, report in reports.items() if report.skipped} == {
        "~$P01.docx", ".DS_Store", "Thumbs.db", "._P01.txt"
    }  # fmt: skip
    assert reports["P01.txt"].source == "P01"


def test_a_small_table_leaves_long_cells_readable_elsewhere() -> None:
    before = csv.field_size_limit()
    assert read_table(b"a,b\n1,2\n", "a.csv").rows == [["a", "b"], ["1", "2"]]
    assert csv.field_size_limit() >= before


@pytest.mark.parametrize(("sign", "code"), [("\u202e", "U+202E"), ("\u200f", "U+200F"), ("\u2066", "U+2066")])
def test_characters_left_out_of_names_are_named(project: Project, tmp_path: Path, sign: str, code: str) -> None:
    path = tmp_path / "answers.csv"
    row = "A SYNTHETIC answer that is long enough to be text"
    path.write_text(f"participant,answer\nP{sign}01,{row} one\nP02,{row} two\n", encoding="utf-8")
    (outcome, *_) = import_files(project, [path])
    assert {participant.name for participant in project.participants.values()} == {"P01", "P02"}
    assert f"control or invisible characters left out of names: {code}" in outcome.warnings


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        ("Konuşmacı", "Metin"),
        ("Osoba", "Wypowiedź"),
        ("Falante", "Fala"),
        ("Interlocuteur", "Propos"),
        ("话者", "内容"),
    ],
)
def test_headings_of_a_transcript_are_known_in_many_languages(speaker: str, words: str) -> None:
    rows = [[speaker, words], ["Liv", "SYNTHETIC: how was it?"], ["Odd", "Long."], ["Liv", "And then?"]]
    reading = content_of(as_csv(rows, ";"), "P01.csv")
    assert isinstance(reading, Reading)
    assert [turn.speaker for turn in reading.transcript.turns] == ["Liv", "Odd", "Liv"]


def test_the_sheet_with_a_transcript_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["Project", "SYNTHETIC"])
    sheet = book.create_sheet("Transcript")
    for row in (["Time", "Speaker", "Text"], ["0:03", "Liv", "How was it?"], ["0:09", "Odd", "Long."]):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    reading = content_of(stream.getvalue(), "P01.xlsx")
    assert isinstance(reading, Reading)
    assert [(turn.speaker, turn.seconds) for turn in reading.transcript.turns] == [("Liv", 3), ("Odd", 9)]
    assert "Only the sheet “Transcript” was read, not “About”" in reading.transcript.warnings[0]

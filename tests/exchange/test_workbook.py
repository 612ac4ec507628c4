"""Excel workbooks: cells are text as it is, or numbers. All text SYNTHETIC."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from coder.errors import CoderError
from coder.exchange import workbook
from coder.exchange.progress import reporting
from coder.exchange.workbook import CUT, LONGEST_CELL, encode_xlsx

FORMULAS = (
    "=1+1",
    "+47 1",
    "-No",
    "@you",
    '=HYPERLINK("http://x")',
    "http://x.example",
    "{=1}",
    "1e5",
    "TRUE",
    "007",
)

OTHERS = ("TRUE", "007", " = 1", "two\nlines\tand a tab", "_x0041_", " blanks ", "blåbær 👩‍⚕️ <&>")


def cells(data: bytes) -> list[list[openpyxl.cell.cell.Cell]]:
    """Return the cells below the head."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize(
    "text", [*FORMULAS, " = 1", "two\nlines\tand a tab", "_x0041_", " blanks ", "blåbær 👩‍⚕️ <&>"]
)
def test_a_text_is_a_text_whatever_it_looks_like(text: str) -> None:
    data = encode_xlsx("SYNTHETIC", ["quote"], [[text]])
    ((cell,),) = cells(data)
    assert (cell.value.replace("_x005F_", "_"), cell.data_type, cell.hyperlink) == (text, "s", None)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_numbers_are_numbers_and_nothing_is_empty() -> None:
    ((number, share, nothing, empty),) = cells(encode_xlsx("SYNTHETIC", list("abcd"), [[-3, 0.5, None, ""]]))
    assert [cell.value for cell in (number, share, nothing, empty)] == [-3, 0.5, None, None]


def test_controls_are_shown_as_signs() -> None:
    ((cell,),) = cells(encode_xlsx("SYNTHETIC", ["quote"], [["a\x1b[2J\u202eb\ud800"]]))
    assert not {"\x1b", "\u202e"} & set(cell.value)
    assert cell.value.startswith("a")


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_a_text_too_long_for_excel_is_cut_and_says_so(letter: str) -> None:
    per_cell = LONGEST_CELL // (len(letter.encode("utf-16-le")) // 2)
    whole, longer = letter * per_cell, letter * (per_cell + 1)
    ((first, second),) = cells(encode_xlsx("SYNTHETIC", ["a", "b"], [[whole, longer]]))
    assert first.value == whole
    assert second.value.endswith(CUT)
    assert longer.startswith(second.value.removesuffix(CUT))


def test_a_table_too_large_for_excel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    encode_xlsx("SYNTHETIC", ["a"], [["x"], ["y"]])
    with pytest.raises(CoderError, match="too large for Excel"):
        encode_xlsx("SYNTHETIC", ["a"], [["x"], ["y"], ["z"]])


def test_writing_reports_its_share_and_can_be_stopped() -> None:
    shares: list[float] = []
    with reporting(shares.append):
        encode_xlsx("SYNTHETIC", ["a"], [["x"]] * 10)
    assert shares == sorted(shares)
    assert 0 < shares[-1] < 1

    def stop(share: float) -> None:
        raise InterruptedError

    with reporting(stop), pytest.raises(InterruptedError):
        encode_xlsx("SYNTHETIC", ["a"], [["x"]])

"""Our form filled in, then treated as units and their programs treat it: every entry comes back."""

import contextlib
import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter
from workbooks import MAIN, STRICT, workbook

from vinhloc_cds.__main__ import main
from vinhloc_cds.domain.incoming import FileReading, Recognition
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.signature import HIDDEN_SHEET
from vinhloc_cds.forms.worker import Reader
from vinhloc_cds.forms.writer import Forms

PLAN = built_in_plans()[0].load()
FORMS = Forms(PLAN)
UNIT, OTHER = "15367", "15379"  # Vĩnh Hưng and Vĩnh Hùng


def nfd(words: str) -> str:
    return unicodedata.normalize("NFD", words)


# What is typed, and the value that it is; cells know no zone.
TYPED: dict[str, tuple[Any, Any]] = {
    "A01": ("Có", True),
    "A02": ("007/KH-UBND", "007/KH-UBND"),
    "A03": ("01/10/2024", date(2024, 10, 1)),
    "A04": ("05", 5),
    "B01": ("x", True),
    "B02": (datetime(2024, 10, 1, 8), datetime(2024, 10, 1, 1, tzinfo=UTC)),  # noqa: DTZ001
    "B03": (nfd("Trụ sở UBND xã Vĩnh Hưng"), "Trụ sở UBND xã Vĩnh Hưng"),
    "B04": ("1.200", 1200),
    "C01": (12, 12),
    "C02": (25.0, 25),
    "C04": ("1 200", 1200),
    "C05": (0, 0),
    "D01": (7, 7),
    "D02": (6, 6),
    "D08": ("1.500", 1500),
    "E11": ("120", 120),
    "F01": ("Không", False),
    "H01": (5_000_000, 5_000_000),
    "H02": ("2.000.000đ", 2_000_000),
    "K01": ("Dòng một\nDòng hai\n\n- gạch đầu dòng",) * 2,
    "K02": (nfd("Mô hình “Chợ 4.0”; Thuỷ, Hoà"), "Mô hình “Chợ 4.0”; Thuỷ, Hoà"),
    "K03": ("Thiếu 3 máy & <dây>",) * 2,
}
FIELDS: dict[str, tuple[Any, Any]] = {
    "R01": ("0078/BC-UBND",) * 2,
    "R02": (datetime(2024, 10, 10), date(2024, 10, 10)),  # noqa: DTZ001
    "R05": (nfd("Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
    "phone": ("0912345678",) * 2,
    "note": ("Số hộ đúng là 1.512\nxin sửa",) * 2,
}


def filled(unit: str = UNIT) -> openpyxl.Workbook:
    form = FORMS.form(PLAN.unit_by_code[unit], PLAN.reporting.deadline)
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        if (key := sheet.cell(row, 1).value) in TYPED | FIELDS:
            sheet.cell(row, 5).value = (TYPED | FIELDS)[key][0]
    return book


def loosened() -> openpyxl.Workbook:
    """The filled form without merged areas: openpyxl leaves them behind when it moves rows."""
    book = filled()
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def copied(
    first_row: int = 1,
    first_column: int = 1,
    *,
    order: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8),
    down: int = 0,
    unit: str = UNIT,
    into: openpyxl.Workbook | None = None,
) -> openpyxl.Workbook:
    """The visible sheet's values pasted into a sheet of another book; `order` moves columns."""
    book = into or openpyxl.Workbook()
    target = book.create_sheet("Trang dán") if into else book.worksheets[0]
    for line in filled(unit).worksheets[0].iter_rows(min_row=first_row, min_col=first_column):
        for cell in line:
            if cell.value is not None and cell.data_type != "f":
                at = target.cell(
                    cell.row - first_row + 1 + down, order[cell.column - 1] - first_column + 1
                )
                at.value, at.number_format = cell.value, cell.number_format
    return book


# Each case gives the file as it comes back.


def as_it_is() -> bytes:
    return saved(filled())


def rows_above() -> bytes:
    book = loosened()
    book.worksheets[0].insert_rows(1, 4)
    book.worksheets[0]["C2"] = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    return saved(book)


def rows_between() -> bytes:
    book = loosened()
    book.worksheets[0].insert_rows(20, 3)
    return saved(book)


def columns_between() -> bytes:
    book = loosened()
    book.worksheets[0].insert_cols(1, 2)
    book.worksheets[0].insert_cols(6)
    return saved(book)


def columns_moved() -> bytes:
    return saved(copied(order=(8, 2, 4, 3, 7, 5, 6, 9)))


def rows_turned_round() -> bytes:
    book = loosened()
    sheet = book.worksheets[0]
    lines = [[cell.value for cell in sheet[row]] for row in range(8, 91)]
    for row, line in enumerate(reversed(lines), 8):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value
    return saved(book)


def all_shown_renamed_and_unlocked() -> bytes:
    book = filled()
    sheet = book.worksheets[0]
    sheet.row_dimensions[1].hidden = sheet.column_dimensions["A"].hidden = False
    sheet.protection.sheet = False
    sheet.title = "Sheet1 (2)"
    del book[HIDDEN_SHEET]
    book.create_sheet("Ghi thêm", 0)["A1"] = "Kính gửi huyện"
    return saved(book)


def signature_wiped() -> bytes:
    book = filled()
    book.worksheets[0]["A1"] = None
    return saved(book)


def id_column_deleted() -> bytes:
    book = loosened()
    book.worksheets[0].delete_cols(1)
    return saved(book)


def copied_into_another_book() -> bytes:
    return saved(copied())


def a_blank_form_beside_it() -> bytes:
    book = filled()
    form = FORMS.form(PLAN.unit_by_code[UNIT], PLAN.reporting.deadline)
    blank = openpyxl.load_workbook(io.BytesIO(form)).worksheets[0]
    sheet = book.create_sheet("Biểu trống")
    for line in blank.iter_rows():
        for cell in line:
            sheet.cell(cell.row, cell.column).value = cell.value
    return saved(book)


def by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Biểu")
    day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for line in filled().worksheets[0].iter_rows():
        for cell in line:
            if isinstance(cell.value, datetime):
                sheet.write_datetime(cell.row - 1, cell.column - 1, cell.value, day)
            elif isinstance(cell.value, str) and cell.data_type != "f":
                sheet.write_string(cell.row - 1, cell.column - 1, cell.value)
            elif cell.data_type != "f" and cell.value is not None:
                sheet.write_number(cell.row - 1, cell.column - 1, cell.value)
    book.close()
    return out.getvalue()


def by_hand(*, strict: bool = False, shared: bool = False, named: bool = True) -> bytes:
    """The sheet's XML as short as it may be; without names of cells each stands by its place."""
    texts: list[str] = []

    def cell(row: int, column: int, value: object) -> str:
        name = f' r="{get_column_letter(column)}{row}"' if named else ""
        if isinstance(value, datetime):
            days = (value - datetime(1899, 12, 30)).total_seconds() / 86400  # noqa: DTZ001
            return f'<c{name} s="1"><v>{days!r}</v></c>'
        if isinstance(value, str) and shared:
            texts.append(f'<si><r><t xml:space="preserve">{escape(value)}</t></r></si>')
            return f'<c{name} t="s"><v>{len(texts) - 1}</v></c>'
        if isinstance(value, str):
            words = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
            return f'<c{name} t="inlineStr">{words}</c>'
        return f"<c{name}/>" if value is None else f"<c{name}><v>{value}</v></c>"

    rows = ""
    for line in copied().worksheets[0].iter_rows():
        cells = "".join(
            cell(one.row, one.column, one.value)
            for one in line
            if one.value is not None or not named
        )
        number = f' r="{line[0].row}"' if named else ""
        rows += f"<row{number}>{cells}</row>"
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
    namespace = STRICT if strict else MAIN
    return workbook(rows, texts="".join(texts), styles=styles, main=namespace)


def as_csv(separator: str, encoding: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    for line in copied().worksheets[0].iter_rows(values_only=True):
        writer.writerow([_typed_out(value) for value in line])
    if encoding == "cp1258":
        # Windows-1258 has the marks of tones, but hardly a letter that bears one.
        words = unicodedata.normalize("NFC", out.getvalue())
        return words.translate(_TONES).encode("cp1258")
    return out.getvalue().encode(encoding)


def _typed_out(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.hour else f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _split_tone(letter: str) -> str:
    """`letter` as its vowel and, behind it, its tone."""
    parts = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"]
    vowel = "".join(mark for mark in parts if mark not in tones)
    return unicodedata.normalize("NFC", vowel) + "".join(tones)


class _Tones(dict[int, str]):
    def __missing__(self, code: int) -> str:
        letter = chr(code)
        try:
            letter.encode("cp1258")
        except UnicodeEncodeError:
            return _split_tone(letter)
        return letter


_TONES = _Tones()


def zipped(name: bytes) -> bytes:
    """The form in an archive whose name of the file is not said to be UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x" * len(name), as_it_is())
    return out.getvalue().replace(b"x" * len(name), name)


BY_ID: dict[str, Callable[[], bytes]] = {
    "as it is": as_it_is,
    "rows inserted above": rows_above,
    "rows inserted between": rows_between,
    "columns inserted": columns_between,
    "columns moved": columns_moved,
    "rows turned round": rows_turned_round,
    "all shown, renamed, unlocked, hidden sheet deleted": all_shown_renamed_and_unlocked,
    "signature wiped": signature_wiped,
    "id column deleted": id_column_deleted,
    "copied into another book": copied_into_another_book,
    "a blank form beside it": a_blank_form_beside_it,
    "XlsxWriter": by_xlsxwriter,
    "inline strings": by_hand,
    "shared strings in runs": lambda: by_hand(shared=True),
    "Strict": lambda: by_hand(strict=True, shared=True),
    "no names of cells": lambda: by_hand(named=False),
    "CSV with semicolons": lambda: as_csv(";", "utf-8-sig"),
    "CSV in UTF-16 with tabs": lambda: as_csv("\t", "utf-16"),
    "CSV, all letters decomposed": lambda: nfd(as_csv(",", "utf-8").decode()).encode(),
    "CSV in Windows-1258": lambda: as_csv(";", "cp1258"),
}
BY_LABEL: dict[str, Callable[[], bytes]] = {
    "pasted without hidden row and column": lambda: saved(copied(2, 2)),
    "pasted further down": lambda: saved(copied(2, 2, down=5)),
    "pasted without hidden row": lambda: saved(copied(2)),
}


@pytest.fixture(scope="module")
def read() -> Iterator[Callable[[bytes, str], FileReading]]:
    with Reader(Context(PLAN)) as reader:
        yield reader.read


def came_back(reading: FileReading) -> None:
    """All that was typed is there, and nothing else; every cell is accounted for."""
    found = {one.indicator: one.value for one in reading.values}
    assert found == {code: value for code, (_, value) in TYPED.items()}
    assert {code: type(value) for code, value in found.items()} == {
        code: type(value) for code, (_, value) in TYPED.items()
    }
    # What it says of itself is composed when it is filed.
    words = (reading.number, reading.maker, reading.phone, reading.note)
    number, maker, phone, note = (unicodedata.normalize("NFC", one) for one in words)
    said = (number, reading.signed_on, maker, phone, note)
    assert said == tuple(value for _, value in FIELDS.values())
    assert {problem.severity for problem in reading.problems} <= {"flag"}
    counts = reading.counts
    assert counts.cells == counts.values + counts.notes + counts.problems + counts.labels
    assert (counts.values + counts.notes, counts.problems) == (len(TYPED) + len(FIELDS), 0)


@pytest.mark.parametrize("case", BY_ID)
def test_the_ids_bring_every_entry_back(read, case):
    reading = read(BY_ID[case](), "z5901234 (1).xlsx")
    assert (reading.recognition, reading.unit) == (Recognition.FORM_ID, UNIT)
    came_back(reading)


@pytest.mark.parametrize("case", BY_LABEL)
def test_the_labels_bring_every_entry_back_where_the_ids_are_lost(read, case):
    reading = read(BY_LABEL[case](), "z5901234 (1).xlsx")
    assert (reading.recognition, reading.unit) == (Recognition.FORM_LABELS, UNIT)
    came_back(reading)


@pytest.mark.parametrize(
    "case", [rows_above, columns_between, columns_moved, rows_turned_round, by_xlsxwriter]
)
def test_every_value_names_the_cell_that_it_stood_in(read, case):
    data = case()
    book = openpyxl.load_workbook(io.BytesIO(data))
    for one in read(data, "bieu.xlsx").values:
        typed = TYPED[one.indicator][0]
        assert book[one.sheet][one.cell].value == typed
        if isinstance(typed, str):
            assert one.raw in {typed, unicodedata.normalize("NFC", typed)}


@pytest.mark.parametrize(
    "name",
    [
        "15367-vinh-hung.xlsx",
        "15367-vinh-hung (1).xlsx",
        "Copy of 15367-vinh-hung.xlsx",
        "Bản sao của biểu.xlsx",
        "vinh hung.xlsx",
        "bieu.xls",
        "bieu",
        "van ban.pdf",
    ],
)
def test_no_name_of_the_file_does_harm(read, name):
    assert read(as_it_is(), name).unit == UNIT


def test_a_name_of_another_unit_is_asked_about(read):
    reading = read(as_it_is(), "15379-vinh-hung.xlsx")
    assert (reading.unit, len(reading.values)) == (None, len(TYPED))
    assert [(p.todo, p.proposal) for p in reading.problems] == [("choose_unit", UNIT)]


def test_a_head_of_another_unit_is_asked_about(read):
    book = filled()
    book.worksheets[0]["B2"] = "UBND XÃ VĨNH HÙNG"
    reading = read(saved(book), "bieu.xlsx")
    assert (reading.unit, len(reading.values)) == (None, len(TYPED))
    assert [(p.todo, p.raw) for p in reading.problems] == [("choose_unit", "UBND XÃ VĨNH HÙNG")]


@pytest.mark.parametrize(
    ("old", "new", "todo"),
    [
        (";1;", ";0;", "confirm"),
        ("KH-CDS-2024;", "KH-CDS-2023;", "mend"),
        (UNIT, "99999", "choose_unit"),
    ],
    ids=["another version", "last year's", "a unit unknown"],
)
def test_a_form_signed_otherwise_is_not_taken_without_a_word(read, old, new, todo):
    book = filled()
    del book[HIDDEN_SHEET]
    signature = book.worksheets[0]["A1"]
    signature.value = signature.value.replace(old, new)
    reading = read(saved(book), "bieu.xlsx")
    assert [problem.todo for problem in reading.problems] == [todo]
    assert len(reading.values) == (0 if todo == "mend" else len(TYPED))


def test_what_is_written_over_the_profile_on_file_is_noted(read):
    book = filled()
    book.worksheets[0]["E10"] = 1512
    reading = read(saved(book), "bieu.xlsx")
    assert reading.note.splitlines()[0] == "Số hộ: 1512"
    assert reading.counts.notes == 2


def test_forms_of_two_units_in_one_book_are_parted_by_the_officer():
    data = saved(copied(unit=OTHER, into=filled()))
    with Reader(Context(PLAN)) as reader:
        reading = reader.read(data, "bieu.xlsx")
        assert (reading.unit, set(reading.candidates)) == (None, {UNIT, OTHER})
        assert not reading.values
        chosen = reader.read(data, "bieu.xlsx", unit=OTHER)
    assert {one.sheet for one in chosen.values} == {"Trang dán"}
    assert {one.indicator: one.value for one in chosen.values} == {
        code: value for code, (_, value) in TYPED.items()
    }


def test_the_command_brings_back_what_was_typed(tmp_path):
    """Through the program itself, out of an archive whose names are in an old code page."""
    inbox = tmp_path / "h.zip"
    inbox.write_bytes(zipped("thu muc/bi\u00eau (2).xlsx".encode("cp437", "replace")))
    start = ["--data", str(tmp_path / "data"), "--now", "2024-10-11T10:00"]
    (answer,) = json.loads(_said([*start, "import", str(inbox), "--json"]))
    assert (answer["unit"], answer["status"]) == (UNIT, "imported")
    assert (answer["how_recognised"], answer["values"]) == ("form_id", len(TYPED))
    values = json.loads(_said([*start, "values", "--json"]))
    spelled = {"A03": "2024-10-01", "B02": "2024-10-01T08:00:00+07:00"}
    assert {one["indicator"]: one["value"] for one in values} == {
        code: spelled.get(code, value) for code, (_, value) in TYPED.items()
    }
    assert {one["unit"] for one in values} == {UNIT}


def _said(arguments: list[str]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(arguments) == 0
    return out.getvalue()

"""The form as a file: what it asks, what it lets be typed, and that every spreadsheet opens it."""

import io
import re
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import openpyxl
import pytest
from builders import indicator, text_indicator, unit
from builders import plan as plan_of
from lxml import etree
from openpyxl.worksheet.cell_range import CellRange

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.plan import ValueType
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.unit import Relation, UnitProfile
from vinhloc_cds.forms.signature import COLUMNS, FIELDS, HIDDEN_SHEET, PROFILE, Signature
from vinhloc_cds.forms.writer import Forms
from vinhloc_cds.texts import text

PLAN = built_in_plans()[0].load()
FORMS = Forms(PLAN)
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
UNITS = PLAN.units_related(Relation.OBLIGED, Relation.ASKED)
# CT_Worksheet of ECMA-376: another order and Excel offers to repair the file.
ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetProtection",
    "mergeCells",
    "conditionalFormatting",
    "dataValidations",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "ignoredErrors",
]


def form(of, plan=PLAN, deadline=None) -> bytes:
    forms = FORMS if plan is PLAN else Forms(plan)
    return forms.form(of, deadline or plan.reporting.deadline)


def sheet(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def rows(worksheet) -> dict[str, int]:
    return {
        worksheet.cell(row, 1).value: row
        for row in range(2, worksheet.max_row + 1)
        if worksheet.cell(row, 1).value
    }


@pytest.mark.parametrize("of", UNITS, ids=lambda of: of.code)
def test_a_unit_is_asked_for_its_own_indicators_in_the_plans_order(of):
    ids = list(rows(sheet(form(of))))
    shown = list(PROFILE) if of.group == PLAN.commune_group else []
    assert ids == [*shown, *(i.code for i in PLAN.indicators_of(of)), *FIELDS]


def test_it_is_known_again_by_what_it_hides():
    of = PLAN.unit_by_code["15367"]
    book = openpyxl.load_workbook(io.BytesIO(form(of)))
    visible, hidden = book.worksheets
    signature = Signature.of(PLAN, of)
    assert Signature.parse(visible["A1"].value) == signature
    assert [visible.cell(1, column).value for column in range(2, 9)] == list(COLUMNS)
    assert visible.row_dimensions[1].hidden
    assert visible.column_dimensions["A"].hidden
    assert (hidden.title, hidden.sheet_state) == (HIDDEN_SHEET, "hidden")
    assert {name.value: value.value for name, value in hidden["A1:B4"]} == {
        "plan": PLAN.code,
        "unit": of.code,
        "version": signature.version,
        "checksum": signature.checksum,
    }


def test_only_entries_can_be_typed_into():
    worksheet = sheet(form(PLAN.unit_by_code["15349"]))
    entries = {row for name, row in rows(worksheet).items() if name not in PROFILE}
    open_cells = {
        cell.row
        for line in worksheet.iter_rows(min_col=5, max_col=5)
        for cell in line
        if not cell.protection.locked
    }
    assert worksheet.protection.sheet
    assert not worksheet.protection.password
    assert open_cells == entries
    for line in worksheet.iter_rows():
        assert all(cell.protection.locked for cell in line if cell.column not in {5, 6, 7})


def test_each_type_has_its_own_validation():
    plan = plan_of(
        units=[unit("U")],
        indicators=[
            indicator("A01", value_type=ValueType.BOOLEAN),
            indicator("A02", value_type=ValueType.MONEY),
            indicator("A03", value_type=ValueType.DATE),
            replace(indicator("A04", value_type=ValueType.CHOICE), choices=("một, hai", 'ba "b"')),
            replace(indicator("A05", value_type=ValueType.CHOICE), choices=("năm",)),
            text_indicator("A06"),
        ],
    )
    book = openpyxl.load_workbook(io.BytesIO(form(plan.units[0], plan)))
    worksheet, hidden = book.worksheets
    at = rows(worksheet)
    found = {
        code: one
        for one in worksheet.data_validations.dataValidation
        for code, row in at.items()
        if f"E{row}" in one.sqref
    }
    assert {code: one.type for code, one in found.items()} == {
        "A01": "list",
        "A02": "whole",
        "A03": "date",
        "A04": "list",
        "A05": "list",
        "A06": "textLength",
        "R01": "textLength",
        "R02": "date",
        "R05": "textLength",
        "phone": "textLength",
        "note": "textLength",
    }
    assert found["A01"].formula1 == '"Có,Không"'
    assert (found["A02"].operator, found["A02"].formula1) == ("greaterThanOrEqual", "0")
    assert found["A04"].formula1 == "_vlcds!$D$1:$D$2"
    assert found["A05"].formula1 == "_vlcds!$D$3:$D$3"
    assert [hidden[f"D{row}"].value for row in (1, 2, 3)] == ["một, hai", 'ba "b"', "năm"]
    for one in found.values():
        assert one.showErrorMessage
        assert len(one.errorTitle) <= 32
        assert 0 < len(one.error) <= 255


def test_what_is_on_file_is_shown_and_what_is_not_says_so():
    of = replace(PLAN.units[0], profile=UnitProfile(hamlets=12, households=0))
    worksheet = sheet(form(of))
    at = rows(worksheet)
    shown = [worksheet.cell(at[name], 5).value for name in PROFILE]
    assert shown == [12, 0, text("check.blank"), text("check.blank")]


def test_the_head_says_who_what_and_when():
    extended = Deadline(date(2024, 10, 20), exclusive=False)
    worksheet = sheet(form(PLAN.unit_by_code["NH02"], deadline=extended))
    assert worksheet["B2"].value == "PHÒNG GIAO DỊCH NGÂN HÀNG CHÍNH SÁCH XÃ HỘI HUYỆN VĨNH LỘC"
    assert worksheet["B4"].value == PLAN.title
    assert "chậm nhất ngày 20/10/2024" in worksheet["B5"].value
    assert "trước ngày 12/10/2024" in sheet(form(PLAN.units[0]))["B5"].value


@pytest.mark.parametrize("name", ["=1+1", "<b>&amp;", "x\x00y\x1fz", "a\"b'c", "\ud800", "Ðông"])
def test_names_are_words_and_never_markup_or_formulas(name):
    plan = plan_of(
        units=[replace(unit("U"), name=name)],
        indicators=[replace(indicator("A01"), name=name, explanation=name, unit_of_measure=name)],
    )
    worksheet = sheet(form(plan.units[0], plan))
    row = rows(worksheet)["A01"]
    cells = [worksheet["B2"], *(worksheet.cell(row, column) for column in (3, 4, 6))]
    assert {cell.data_type for cell in cells} == {"s"}
    assert len({cell.value for cell in cells[1:]}) == 1


def test_the_same_form_is_the_same_bytes_and_another_unit_another():
    one, other = PLAN.unit_by_code["15367"], PLAN.unit_by_code["15379"]
    assert Forms(PLAN).form(one, PLAN.reporting.deadline) == form(one)
    assert form(one) != form(other)


def test_excel_finds_nothing_to_repair():
    for of in {one.group: one for one in UNITS}.values():
        with ZipFile(io.BytesIO(form(of))) as archive:
            assert archive.testzip() is None
            parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
        worksheet = parts["xl/worksheets/sheet1.xml"]
        names = [etree.QName(child).localname for child in worksheet]
        assert names == [name for name in ORDER if name in names]
        strings = parts["xl/sharedStrings.xml"].findall("m:si", NS)
        styles = parts["xl/styles.xml"].findall("m:cellXfs/m:xf", NS)
        for cell in worksheet.iterfind(".//m:c", NS):
            assert int(cell.get("s")) < len(styles)
            if cell.get("t") == "s":
                assert int(cell.findtext("m:v", namespaces=NS)) < len(strings)
        for formula in worksheet.iterfind(".//m:f", NS):
            assert len(formula.text) <= 8192
            texts = re.findall(r'"(?:[^"]|"")*"', formula.text)
            assert max(map(len, texts)) <= 257
        taken = set()
        for merged in worksheet.iterfind(".//m:mergeCell", NS):
            area = CellRange(merged.get("ref"))
            cells = {place for row in area.rows for place in row}
            assert not cells & taken
            taken |= cells


def test_the_rows_of_short_texts_grow_with_what_is_typed_and_others_keep_their_height():
    data = form(PLAN.unit_by_code["15367"])
    at = rows(sheet(data))
    with ZipFile(io.BytesIO(data)) as archive:
        worksheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    growing = {
        int(row.get("r"))
        for row in worksheet.iterfind(".//m:row", NS)
        if not row.get("hidden") and row.get("customHeight") is None
    }
    assert growing == {at[name] for name in ("A02", "B03", "E07", "R01", "R05", "phone")}


def test_an_empty_form_asks_for_what_must_be_answered_and_nothing_else():
    worksheet = openpyxl.load_workbook(
        io.BytesIO(form(PLAN.unit_by_code["15349"])), data_only=True
    ).worksheets[0]
    said = {name: worksheet.cell(row, 8).value for name, row in rows(worksheet).items()}
    asked = {name for name, words in said.items() if words}
    assert asked == {
        i.code
        for i in PLAN.indicators_of(PLAN.units[0])
        for c in i.checks
        if c.rule.startswith("filled") and not c.when
    }
    assert all(said[name].startswith(text("form.mark.missing")) for name in asked)

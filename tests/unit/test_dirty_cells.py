"""What stands in the cells that units send: every case of dirty_cases.md A and B, by its number.

Each case says what becomes of a cell (take, flag, question or block), the value, what is proposed
and a piece of the sentence that the officer reads. Where the table of the cases gives no outcome,
or leaves it open, the decision stands beside the case.
"""

from dataclasses import replace
from datetime import date, datetime

import pytest
from builders import at, indicator, plan, unit
from report_samples import plan_2024

from vinhloc_cds.domain.checking import TYPE, check_values
from vinhloc_cds.domain.plan import Severity, ValueType
from vinhloc_cds.domain.submission import Value
from vinhloc_cds.forms.cell_reading import read_cell
from vinhloc_cds.forms.grid import Cell, CellKind

TAKE, FLAG, QUESTION, BLOCK = None, Severity.FLAG, Severity.QUESTION, Severity.BLOCK

TEAMS = replace(indicator("D02"), name="Số Tổ ra quân", unit_of_measure="tổ")
TURNS = replace(indicator("E01"), name="Lượt người được hướng dẫn", unit_of_measure="lượt người")
MONEY = replace(indicator("H01", value_type=ValueType.MONEY), unit_of_measure="đồng")
ANSWER = indicator("A01", value_type=ValueType.BOOLEAN)
DAY = indicator("A03", value_type=ValueType.DATE)
MOMENT = indicator("B02", value_type=ValueType.DATETIME)
WORDS = indicator("A02", value_type=ValueType.TEXT)
STORY = indicator("K01", value_type=ValueType.LONG_TEXT)

UNIT = unit("A")
# Publicity from 26/9 to 15/10/2024, reports before 12/10.
PLAN = plan([UNIT], [ANSWER, WORDS, DAY, MOMENT, TEAMS, TURNS, MONEY, STORY])


def typed(raw):
    return Cell(CellKind.TEXT, raw, raw)


def number(value, raw=None):
    return Cell(CellKind.NUMBER, value, str(value) if raw is None else raw)


def day(value):
    clock = f" {value:%H:%M}" if isinstance(value, datetime) else ""
    return Cell(CellKind.DATE, value, f"{value:%d/%m/%Y}{clock}")


def ticked(value):
    return Cell(CellKind.BOOLEAN, value, str(value).upper())


def error(raw):
    return Cell(CellKind.ERROR, None, raw)


def uncalculated(raw):
    return Cell(CellKind.UNCALCULATED, None, raw, formula=raw)


# Case, cell, indicator, outcome, value, proposal, a piece of the sentence.
CASES = [
    ("N01", number(25), TEAMS, TAKE, 25, "", ""),
    ("N01", number(25.0, "25"), TEAMS, TAKE, 25, "", ""),
    ("N01", typed("25"), TEAMS, TAKE, 25, "", ""),
    ("N01", typed("'25"), TEAMS, TAKE, 25, "", ""),
    ("N02", typed("25 lượt"), TURNS, TAKE, 25, "", ""),
    ("N02", typed("25lượt."), TURNS, TAKE, 25, "", ""),
    # Another unit than the indicator's is ⚠: a wrong guess would change a total, so it asks.
    ("N02", typed("05 băng rôn"), TEAMS, QUESTION, 5, "", "đơn vị tính khác với “tổ”"),
    ("N03", typed("1.200"), TEAMS, TAKE, 1200, "", ""),
    ("N04", typed("1,200"), TEAMS, FLAG, 1200, "", "được hiểu là 1.200"),
    ("N05", typed("1 200"), TEAMS, TAKE, 1200, "", ""),
    ("N05", typed("1\u00a0200"), TEAMS, TAKE, 1200, "", ""),
    ("N05", typed("1\u202f200"), TEAMS, TAKE, 1200, "", ""),
    # No indicator takes decimals, so there is only the blocking half of the case.
    ("N06", typed("1.200,5"), TEAMS, BLOCK, None, "", "không phải là số nguyên"),
    ("N06", number(1200.5), TEAMS, BLOCK, None, "", "số lẻ 1200,5"),
    ("N07", number(1.2), TEAMS, BLOCK, None, "1.200", "Ý là 1.200?"),
    ("N07", number(1.234), TEAMS, BLOCK, None, "1.234", "số lẻ 1,234"),
    ("N07", number(350.25), TEAMS, BLOCK, None, "350.250", "Ý là 350.250?"),
    ("N07", number(500.5), MONEY, BLOCK, None, "500.500", "Ý là 500.500?"),
    # 1,2 million or 1.200 đồng: no guess is safe.
    ("N07", number(1.2), MONEY, BLOCK, None, "", "số lẻ 1,2"),
    ("N08", number(12.5), TEAMS, BLOCK, None, "12.500", "Ý là 12.500?"),
    ("N08", typed("12.5"), TEAMS, BLOCK, None, "", "không phải là số nguyên"),
    # Thousands are never grouped behind a zero, nor into more than three digits.
    ("N08", number(0.25), TEAMS, BLOCK, None, "", "số lẻ 0,25"),
    ("N08", number(33.3333333333333), TEAMS, BLOCK, None, "", "số lẻ 33,33"),
    ("N09", typed("khoảng 300"), TEAMS, FLAG, 300, "", "ước lượng"),
    ("N09", typed("~300"), TEAMS, FLAG, 300, "", "ước lượng"),
    ("N09", typed("gần 30"), TEAMS, FLAG, 30, "", "ước lượng"),
    ("N09", typed("trên 90"), TEAMS, FLAG, 90, "", "ước lượng"),
    ("N09", typed("hơn 500"), TEAMS, FLAG, 500, "", "ước lượng"),
    ("N09", typed(">90"), TEAMS, FLAG, 90, "", "ước lượng"),
    ("N10", typed("300-350"), TEAMS, BLOCK, None, "", "chọn một giá trị"),
    ("N10", typed("300 đến 350"), TEAMS, BLOCK, None, "", "chọn một giá trị"),
    ("N11", typed("12 tổ/85 thành viên"), TEAMS, BLOCK, None, "12", "nhiều hơn một số"),
    ("N11", typed("3 lớp, 120 người"), TEAMS, BLOCK, None, "", "nhiều hơn một số"),
    ("N12", typed("15 (5 nữ)"), TEAMS, FLAG, 15, "", "được hiểu là 15"),
    ("N12", typed("20 (trong đó 12 LED)"), TEAMS, FLAG, 20, "", "được hiểu là 20"),
    # "xác nhận" makes the ⚠ a question.
    ("N13", typed("10+5"), TEAMS, QUESTION, 15, "15", "phép tính"),
    ("N13", typed("2x50"), TEAMS, QUESTION, 100, "100", "phép tính"),
    ("N14", typed(""), TEAMS, TAKE, None, "", ""),
    ("N14", typed(" "), TEAMS, TAKE, None, "", ""),
    ("N14", typed("\u200b"), TEAMS, TAKE, None, "", ""),
    ("N15", typed("-"), TEAMS, QUESTION, None, "", "bằng 0 hay chưa có"),
    ("N15", typed("—"), TEAMS, QUESTION, None, "", "bằng 0 hay chưa có"),
    ("N15", typed("/"), TEAMS, QUESTION, None, "", "bằng 0 hay chưa có"),
    ("N15", typed("x"), TEAMS, QUESTION, None, "", "bằng 0 hay chưa có"),
    ("N15", typed("…"), TEAMS, QUESTION, None, "", "bằng 0 hay chưa có"),
    # Blank is not zero: that a word means zero is asked, not just shown.
    ("N16", typed("không"), TEAMS, QUESTION, 0, "0", "được hiểu là 0"),
    ("N16", typed("Không có"), TEAMS, QUESTION, 0, "0", "được hiểu là 0"),
    ("N16", typed("ko"), TEAMS, QUESTION, 0, "0", "được hiểu là 0"),
    ("N16", typed("0 có"), TEAMS, QUESTION, 0, "0", "được hiểu là 0"),
    ("N17", typed("chưa thống kê"), TEAMS, FLAG, None, "", "chưa có số liệu"),
    ("N17", typed("đang tổng hợp"), TEAMS, FLAG, None, "", "chưa có số liệu"),
    ("N18", typed("13/13"), TEAMS, FLAG, 13, "", "được hiểu là 13"),
    ("N18", typed("21/21 tổ"), TEAMS, FLAG, 21, "", "được hiểu là 21"),
    ("N18", typed("1/10"), TEAMS, BLOCK, None, "1", "hay là ngày tháng"),
    ("N19", typed("100%"), TEAMS, BLOCK, None, "", "tỷ lệ phần trăm"),
    ("N19", number(0.95, "95%"), TEAMS, BLOCK, None, "", "tỷ lệ phần trăm"),
    ("N19", number(1, "100%"), TEAMS, BLOCK, None, "", "tỷ lệ phần trăm"),
    ("N20", day(date(2024, 10, 1)), TEAMS, BLOCK, None, "", "tự đổi “1/10”"),
    # An American Excel makes 10 January of "1/10".
    ("N20", day(date(2024, 1, 10)), TEAMS, BLOCK, None, "", "tự đổi “1/10”"),
    ("N20", day(date(1990, 5, 4)), TEAMS, BLOCK, None, "", "là ngày tháng"),
    ("N20", typed("01/10/2024"), TEAMS, BLOCK, None, "", "là ngày tháng"),
    # Letters are never changed into digits unasked: the ⚠ of the first two has no value.
    ("N21", typed("O5"), TEAMS, BLOCK, None, "5", "trông giống chữ số"),
    ("N21", typed("l2"), TEAMS, BLOCK, None, "12", "trông giống chữ số"),
    ("N21", typed("２５"), TEAMS, FLAG, 25, "", "được hiểu là 25"),
    ("N22", number(-5), TEAMS, BLOCK, None, "5", "số âm"),
    ("N22", number(-1.5), TEAMS, BLOCK, None, "", "số âm"),
    ("N22", typed("(25)"), TEAMS, BLOCK, None, "25", "số âm"),
    ("N23", uncalculated("=SUM(B3:B7)"), TEAMS, BLOCK, None, "", "công thức chưa tính"),
    ("N23", error("#REF!"), TEAMS, BLOCK, None, "", "công thức chưa tính hoặc bị lỗi"),
    ("N23", error("#N/A"), MONEY, BLOCK, None, "", "công thức chưa tính hoặc bị lỗi"),
    ("N23", uncalculated("=B3"), WORDS, BLOCK, None, "", "tệp không lưu kết quả"),
    ("N23", error("#N/A"), STORY, BLOCK, None, "", "báo lỗi công thức"),
    ("N23", error("#REF!"), DAY, BLOCK, None, "", "báo lỗi công thức"),
    ("N23", uncalculated("=B3"), ANSWER, BLOCK, None, "", "tệp không lưu kết quả"),
    ("N24", typed("mười hai"), TEAMS, FLAG, 12, "", "được hiểu là 12"),
    ("N24", typed("Mười (10)"), TEAMS, FLAG, 10, "", "được hiểu là 10"),
    ("N25", typed("5 triệu"), MONEY, TAKE, 5_000_000, "", ""),
    ("N25", typed("1,5 triệu"), MONEY, TAKE, 1_500_000, "", ""),
    ("N25", typed("3tr5"), MONEY, FLAG, 3_500_000, "", "được hiểu là 3.500.000"),
    ("N25", typed("500k"), MONEY, FLAG, 500_000, "", "được hiểu là 500.000"),
    ("N25", typed("2.000.000đ"), MONEY, TAKE, 2_000_000, "", ""),
    # đồng or thousands of đồng: three zeros are worth a question.
    ("N25", typed("2000"), MONEY, QUESTION, 2_000, "2.000.000 đồng", "nghìn đồng"),
    ("N25", number(2000), MONEY, QUESTION, 2_000, "2.000.000 đồng", "nghìn đồng"),
    ("N25", number(2_000_000), MONEY, TAKE, 2_000_000, "", ""),
    ("N26", typed("x"), ANSWER, TAKE, True, "", ""),
    ("N26", typed("X"), ANSWER, TAKE, True, "", ""),
    ("N26", typed("✓"), ANSWER, TAKE, True, "", ""),
    ("N26", typed("có"), ANSWER, TAKE, True, "", ""),
    ("N26", typed("Có."), ANSWER, TAKE, True, "", ""),
    ("N26", typed("Đã"), ANSWER, TAKE, True, "", ""),
    ("N26", typed("đã BH"), ANSWER, TAKE, True, "", ""),
    ("N26", typed("rồi"), ANSWER, TAKE, True, "", ""),
    ("N26", number(1), ANSWER, TAKE, True, "", ""),
    ("N26", ticked(True), ANSWER, TAKE, True, "", ""),
    ("N26", typed("không"), ANSWER, TAKE, False, "", ""),
    ("N26", typed("chưa"), ANSWER, TAKE, False, "", ""),
    ("N26", number(0), ANSWER, TAKE, False, "", ""),
    ("N26", ticked(False), ANSWER, TAKE, False, "", ""),
    ("N26", typed("K"), ANSWER, QUESTION, False, "", "được hiểu là “Không”"),
    # Neither is what may be, or is only planned.
    ("N26", typed("Có lẽ"), ANSWER, BLOCK, None, "", "“Có” hay “Không”"),
    ("N26", typed("có thể có"), ANSWER, BLOCK, None, "", "“Có” hay “Không”"),
    ("N26", typed("Đã dự thảo"), ANSWER, BLOCK, None, "", "“Có” hay “Không”"),
    ("N26", typed("Có, ngày 10 sẽ tổ chức"), ANSWER, BLOCK, None, "", "“Có” hay “Không”"),
    ("N26", typed("Có, ngày 01/10 tại xã"), ANSWER, TAKE, True, "", ""),
    # A number is no answer, and an answer is no number: neither is guessed at.
    ("N26", number(2), ANSWER, BLOCK, None, "", "“Có” hay “Không”"),
    ("N26", day(date(2024, 10, 1)), ANSWER, BLOCK, None, "", "“Có” hay “Không”"),
    ("N26", ticked(True), TEAMS, BLOCK, None, "", "Không đọc được “TRUE”"),
    # An outlier is told by the other units, not by its cell (test_comparison).
    ("N27", number(25000), TEAMS, TAKE, 25000, "", ""),
    ("N27", number(10**15), TEAMS, BLOCK, None, "", "quá lớn"),
    ("N27", number(1e300), TEAMS, BLOCK, None, "", "quá lớn"),
    # That a total is no sum is found by the plan's check (test below).
    ("N28", number(9_000_000), MONEY, TAKE, 9_000_000, "", ""),
    ("N29", typed("=1+1"), WORDS, TAKE, "=1+1", "", ""),
    ("N29", typed("+84 912 345 678"), WORDS, TAKE, "+84 912 345 678", "", ""),
    ("N29", typed("-Tổ chức lễ phát động"), STORY, TAKE, "-Tổ chức lễ phát động", "", ""),
    ("N29", typed("@HYPERLINK(1)"), WORDS, TAKE, "@HYPERLINK(1)", "", ""),
    ("N30", number(0), TEAMS, TAKE, 0, "", ""),
    ("N30", number(0), MONEY, TAKE, 0, "", ""),
    # Words take what any cell shows.
    ("text", number(45), WORDS, TAKE, "45", "", ""),
    ("text", day(date(2024, 10, 1)), WORDS, TAKE, "01/10/2024", "", ""),
    ("B1", typed("12/10/2024"), DAY, TAKE, date(2024, 10, 12), "", ""),
    ("B1", day(date(2024, 10, 12)), DAY, TAKE, date(2024, 10, 12), "", ""),
    ("B2", day(date(2024, 12, 10)), DAY, QUESTION, date(2024, 12, 10), "12/10/2024", "đảo ngày"),
    (
        "B2",
        day(datetime(2024, 1, 10, 8, 0)),  # noqa: DTZ001  # cells know no zone
        MOMENT,
        QUESTION,
        at("2024-01-10T08:00"),
        "01/10/2024 08:00",
        "Ý là 01/10/2024 08:00?",
    ),
    # A day that no mistake of Excel's explains is what it says.
    ("B2", day(date(2024, 6, 20)), DAY, TAKE, date(2024, 6, 20), "", ""),
    ("B2", day(date(2024, 6, 5)), DAY, TAKE, date(2024, 6, 5), "", ""),
    ("B3", typed("1/10"), DAY, TAKE, date(2024, 10, 1), "", ""),
    ("B3", typed("01-10-24"), DAY, TAKE, date(2024, 10, 1), "", ""),
    ("B3", typed("1.10.2024"), DAY, TAKE, date(2024, 10, 1), "", ""),
    ("B3", typed("ngày 01 tháng 10 năm 2024"), DAY, TAKE, date(2024, 10, 1), "", ""),
    ("B3", typed("01/10/2024 8h"), DAY, TAKE, date(2024, 10, 1), "", ""),
    ("B3", typed("01/10/2024 8h"), MOMENT, TAKE, at("2024-10-01T08:00"), "", ""),
    ("B3", typed("8h00' 1/10"), MOMENT, TAKE, at("2024-10-01T08:00"), "", ""),
    ("B3", typed("08 giờ 00 ngày 1/10/2024"), MOMENT, TAKE, at("2024-10-01T08:00"), "", ""),
    ("B3", day(date(2024, 10, 1)), MOMENT, BLOCK, None, "", "thiếu giờ"),
    # What Excel counts as a day, in a cell that is not formatted as one: likely, so it asks.
    ("B3", number(45566), DAY, QUESTION, date(2024, 10, 1), "01/10/2024", "cách Excel đếm ngày"),
    (
        "B3",
        number(45566.3333333333),
        MOMENT,
        QUESTION,
        at("2024-10-01T08:00"),
        "01/10/2024 08:00",
        "cách Excel đếm ngày",
    ),
    ("B3", number(45000), DAY, BLOCK, None, "", "một ngày cụ thể"),
    # "1.10" is the number 1.1 where the dot is a decimal point; January would be far off.
    ("B3", number(1.1), DAY, QUESTION, date(2024, 10, 1), "01/10/2024", "có thể là ngày"),
    ("B3", number(25.9), DAY, QUESTION, date(2024, 9, 25), "25/09/2024", "có thể là ngày"),
    ("B3", number(2.5), DAY, BLOCK, None, "", "không phải một ngày"),
    ("B4", typed("01/10/2014"), DAY, QUESTION, date(2014, 10, 1), "01/10/2024", "năm 2014"),
    ("B4", day(date(2042, 10, 1)), DAY, QUESTION, date(2042, 10, 1), "01/10/2024", "năm 2042"),
    # Readers count from 1904 by themselves; days copied between two workbooks stay shifted.
    ("B5", day(date(2020, 9, 30)), DAY, QUESTION, date(2020, 9, 30), "01/10/2024", "4 năm 1 ngày"),
    ("B5", day(date(2028, 10, 2)), DAY, QUESTION, date(2028, 10, 2), "01/10/2024", "4 năm 1 ngày"),
    ("B6", typed("đầu tháng 10"), DAY, BLOCK, None, "", "một ngày cụ thể"),
]


def test_no_case_is_left_out():
    wanted = {f"N{case:02}" for case in range(1, 31)} | {f"B{case}" for case in range(1, 7)}
    assert wanted == {case[0] for case in CASES} - {"text"}


@pytest.mark.parametrize(
    ("cell", "wanted", "outcome", "value", "proposal", "piece"),
    [case[1:] for case in CASES],
    ids=[f"{case[0]}-{case[1].raw!r}-{case[2].code}" for case in CASES],
)
def test_a_cell_has_its_outcome_whenever_it_is_checked(
    cell, wanted, outcome, value, proposal, piece
):
    reading = read_cell(cell, wanted, PLAN)
    assert (reading.value, type(reading.value)) == (value, type(value))
    assert reading.raw == cell.raw

    kept = Value(wanted.code, *reading[:2], estimate=reading.estimate, doubt=reading.doubt)
    findings = [each for each in check_values(PLAN, UNIT, [kept]) if each.check == TYPE]
    assert [each.severity for each in findings] == ([] if outcome is TAKE else [outcome])
    assert [each.proposal for each in findings] == ([] if outcome is TAKE else [proposal])
    assert all(piece in each.message and proposal in each.message for each in findings)


def test_every_sentence_of_a_doubt_is_needed():
    """A doubt says what the text alone would not."""
    for case, cell, wanted, *_ in CASES:
        reading = read_cell(cell, wanted, PLAN)
        if reading.doubt is None:
            continue
        bare = check_values(PLAN, UNIT, [Value(wanted.code, reading.value, cell.raw)])
        doubt = reading.doubt
        said = [(each.severity, each.message, each.proposal) for each in bare]
        assert said != [(doubt.severity, doubt.sentence, doubt.proposal)], case


STRANGE = [
    *(
        number(value)
        for value in (float("nan"), float("inf"), -0.5, 1e-7, 1e300, 10**20, 2_958_466)
    ),
    *(number(value) for value in (45566.99999999, 31.12, 2024, 20241001)),
    *(day(value) for value in (date.min, date.max, date(2024, 2, 29))),
    *(day(value) for value in (datetime.min, datetime.max)),  # noqa: DTZ901  # cells know no zone
    *(typed(raw) for raw in ("\ud800", "\u00ad", "٣", "²", "½", "1e5", "0x1F", "=" * 5000)),
    *(error(raw) for raw in ("#SPILL!", "#REF!")),
    uncalculated("="),
]


@pytest.mark.parametrize("wanted", PLAN.indicators, ids=lambda each: each.code)
@pytest.mark.parametrize("cell", STRANGE, ids=lambda each: repr(each.raw[:20]))
def test_whatever_a_cell_holds_is_a_value_or_said(cell, wanted):
    reading = read_cell(cell, wanted, PLAN)
    kept = Value(wanted.code, *reading[:2], estimate=reading.estimate, doubt=reading.doubt)
    findings = [each for each in check_values(PLAN, UNIT, [kept]) if each.check == TYPE]
    assert findings or reading.value is not None
    assert reading.value is None or BLOCK not in {each.severity for each in findings}


def test_a_total_that_is_no_sum_shows_both():  # N28
    of = plan_2024()
    cells = {"H01": 5_000_000, "H02": 3_000_000, "H03": 0, "H00": 9_000_000}
    values = [
        Value(code, *read_cell(number(cell), of.indicator_by_code[code], of)[:2])
        for code, cell in cells.items()
    ]
    findings = check_values(of, of.unit_by_code["15379"], values)
    (found,) = [each for each in findings if each.indicator == "H00"]
    assert found.severity is BLOCK
    assert all(shown in found.message for shown in ("9.000.000", "5.000.000", "3.000.000"))


@pytest.mark.parametrize(
    ("raw", "wanted", "outcome", "value", "piece"),
    [
        ("kho\xb6ng 300", TEAMS, QUESTION, 300, "“khoảng 300”"),
        (
            "§· tæ chøc lÔ ph¸t ®éng",
            STORY,
            QUESTION,
            "Đã tổ chức lễ phát động",
            "“Đã tổ chức lễ phát động”",
        ),
        ("rÊt nhiÒu", TEAMS, BLOCK, None, "“rất nhiều”"),
    ],
)
def test_letters_of_an_old_font_are_never_changed_unasked(raw, wanted, outcome, value, piece):
    reading = read_cell(Cell(CellKind.TEXT, raw, raw, ".VnTime"), wanted, PLAN)
    assert (reading.value, reading.raw) == (value, raw)
    assert reading.doubt.severity is outcome
    assert piece in reading.doubt.sentence


def test_a_figure_in_an_old_font_is_a_figure():
    for raw in ("25", "1.200", "13/13"):
        cell = Cell(CellKind.TEXT, raw, raw, ".VnTime")
        assert read_cell(cell, TEAMS, PLAN) == read_cell(typed(raw), TEAMS, PLAN)

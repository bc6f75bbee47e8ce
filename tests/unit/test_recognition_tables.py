"""Tables of a unit's own making: found wherever they are, understood by labels, always asked."""

from dataclasses import replace

import pytest
from grids import HUNG, HUNGF, cell, plan, read, sheet, with_hamlets
from hypothesis import given, settings
from hypothesis import strategies as st

from vinhloc_cds.domain.incoming import Recognition, Todo
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.forms.grid import Area, cell_name

EMBLEM = [
    ["UBND XÃ VĨNH HÙNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Số: 12/BC-UBND", None, None, "Độc lập - Tự do - Hạnh phúc"],
    ["BÁO CÁO KẾT QUẢ RA QUÂN CHUYỂN ĐỔI SỐ"],
    [],
]
HEADING = ["TT", "Nội dung", "ĐVT", "Số lượng", "Ghi chú"]
SIGNED = [[], [None, "NGƯỜI LẬP BIỂU", None, "CHỦ TỊCH"], [None, "(Ký, ghi rõ họ tên)"]]


def found(reading):
    return {value.indicator: value.value for value in reading.values}


def places(reading):
    return [problem for problem in reading.problems if problem.todo is Todo.PLACE]


def test_an_ordinary_table_is_read_and_every_label_asked_about():
    reading = read(
        sheet(
            [
                *EMBLEM,
                HEADING,
                ["(1)", "(2)", "(3)", "(4)", "(5)"],
                ["I", "Công tác tuyên truyền"],
                [1, "Băng rol, khẩu hiệu", "chiếc", 12, "treo ở 3 thôn"],
                [2, "Pa nô", "chiếc", "03 chiếc"],
                [1.1, "Đã ban hành kế hoạch hưởng ứng", None, "Có"],
                [None, "Tổng cộng", None, 15],
                *SIGNED,
            ]
        )
    )
    assert reading.recognition is Recognition.FREE_TABLE
    assert reading.unit == HUNGF
    assert found(reading) == {"C08": 12, "C09": 3, "A01": True}
    assert [value.cell for value in reading.values] == ["D8", "D9", "D10"]
    first = reading.values[0]
    assert first.label == "Băng rol, khẩu hiệu"
    assert first.doubt.severity is Severity.QUESTION
    assert "Băng rol" in first.doubt.sentence
    assert "C08" in first.doubt.sentence
    assert reading.note == "Băng rol, khẩu hiệu: treo ở 3 thôn"
    assert not reading.problems
    assert reading.counts.values == 3


@pytest.mark.parametrize(
    ("label", "measure", "beside", "severity"),
    [
        ("Băng rôn, khẩu hiệu", "chiếc", None, Severity.FLAG),
        ("BĂNG RÔN,  KHẨU HIỆU", None, None, Severity.FLAG),
        ("C08", "chiếc", None, Severity.FLAG),
        ("C08. Băng rôn, khẩu hiệu", "chiếc", None, Severity.FLAG),
        # Another way of writing it, a short name that stands in any table, another measure.
        ("Băng rôn khẩu hiêu", "chiếc", None, Severity.QUESTION),
        ("Áp phích", "tờ", None, Severity.QUESTION),
        ("Băng rôn, khẩu hiệu", "m2", None, Severity.QUESTION),
        ("C08", "chiếc", "Hộ nghèo", Severity.QUESTION),
    ],
)
def test_a_label_letter_by_letter_ours_is_only_told(label, measure, beside, severity):
    heading = ["Nội dung", "Diễn giải", "ĐVT", "Số lượng"]
    reading = read(sheet([heading, [label, beside, measure, 12]]))
    (value,) = reading.values
    assert (value.value, value.doubt.severity) == (12, severity)
    assert label[:3].casefold() in value.doubt.sentence.casefold()
    # What is to be confirmed is what can be learned.
    assert bool(value.label) is (severity is Severity.QUESTION)
    if severity is Severity.FLAG:
        assert "A2" in value.doubt.sentence


def test_a_confirmed_label_is_not_asked_about_again():
    rows = [HEADING, [1, "Biểu ngữ", "chiếc", 4], [2, "Pano", "chiếc", 3], [3, "Cờ", None, 99]]
    asked = read(sheet(rows))
    assert found(asked) == {"C09": 3}
    assert [(each.raw, each.proposal) for each in places(asked)] == [("4", ""), ("99", "")]
    labels = {fold_key("Biểu ngữ"): "C08", fold_key("Pano"): "C09", fold_key("Cờ"): ""}
    settled = read(sheet(rows), labels=labels)
    assert found(settled) == {"C08": 4, "C09": 3}
    assert not [value for value in settled.values if value.doubt]
    assert not places(settled)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [["Kết quả", "ĐVT", "Nội dung"], [5, "chiếc", "Pano"], [6, "tờ", "Tờ rơi"]],
            {"C09": 5, "C12": 6},
            id="columns in another order (C11)",
        ),
        pytest.param(
            [
                ["TT", "Nội dung", "Kế hoạch", "Thực hiện", "Tỷ lệ %"],
                [1, "Pano", None, 5],
                [2, "Tờ rơi", None, 6],
            ],
            {"C09": 5, "C12": 6},
            id="more columns (C11)",
        ),
        pytest.param(
            [["Nội dung", "Nam", "Nữ", "Tổng"], ["Pano", None, None, 5], ["Tờ rơi", None, None, 6]],
            {"C09": 5, "C12": 6},
            id="a column of sums",
        ),
        pytest.param(
            [["Đơn vị", "Pano", "Tờ rơi"], ["Xã Vĩnh Hùng", 5, 6]],
            {"C09": 5, "C12": 6},
            id="indicators side by side (E6)",
        ),
        pytest.param(
            [["Pano", 5, None, "Tờ rơi", 6], ["Áp phích", 7, None, "Phóng sự", 8]],
            {"C09": 5, "C12": 6, "C10": 7, "C07": 8},
            id="two tables side by side (E7)",
        ),
        pytest.param(
            [
                ["TT", "Nội dung", "Kết quả"],
                [1, "Pano", 5],
                [2, "Tờ rơi", 6],
                [],
                ["Nội dung", "ĐVT", "Ghi chú", "Số lượng"],
                ["Tổng số Tổ CNSCĐ", "tổ", None, 9],
                ["Số thành viên Tổ CNSCĐ", "người", None, 70],
            ],
            {"C09": 5, "C12": 6, "D01": 9, "D03": 70},
            id="one table below another (E7)",
        ),
        pytest.param([["Pano", 5]], {"C09": 5}, id="a single row"),
        pytest.param(
            [["Mã", "Tên", "Số liệu"], ["D01", "tổ số", 9], ["D02", "tổ đi", 8]],
            {"D01": 9, "D02": 8},
            id="codes before names",
        ),
    ],
)
def test_tables_are_found_in_any_shape(rows, expected):
    reading = read(sheet([["UBND xã Vĩnh Hùng"], [], *rows]))
    assert found(reading) == expected
    assert not places(reading)
    moved = sheet([[None] * 3, [None] * 3, *([None, None, None, *row] for row in rows)])
    assert found(read(moved)) == expected


def test_headings_in_merged_cells_are_those_of_all_columns_below():
    rows = [
        ["Nội dung", "Số liệu của đơn vị", None, "Kế hoạch"],
        [None, "ĐVT", "Kết quả", None],
        ["Pano", "chiếc", 5, 9],
        ["Tờ rơi", "tờ", 6, 9],
    ]
    merged = (Area(0, 0, 1, 0), Area(0, 1, 0, 2), Area(0, 3, 1, 3))
    reading = read(sheet(rows, merged=merged))
    assert found(reading) == {"C09": 5, "C12": 6}
    # What was planned is no question beside what was done: it is kept as a remark.
    assert not places(reading)
    assert reading.note.splitlines() == ["Pano (Kế hoạch): 9", "Tờ rơi (Kế hoạch): 9"]
    assert reading.counts.notes == 2


@pytest.mark.parametrize(("unit", "panos"), [(HUNG, 4), (HUNGF, 5)])
def test_of_a_table_of_several_communes_the_units_own_column_is_read(unit, panos):
    table = [["Nội dung", "Vĩnh Hưng", "Vĩnh Hùng", "Cộng"], ["Pano", 4, 5, 9], ["Tờ rơi", 1, 2, 3]]
    assert found(read(sheet(table), unit=unit))["C09"] == panos


def test_a_figure_in_one_cell_with_its_label_is_asked_about():
    lines = ["Xã Vĩnh Hùng", "Tờ rơi: 500", "Số hộ được hướng dẫn: 300 hộ", "Số bò: 3 con"]
    reading = read(sheet([[line] for line in lines]))
    assert [(each.raw, each.proposal) for each in places(reading)] == [
        ("Tờ rơi: 500", "C12"),
        ("Số hộ được hướng dẫn: 300 hộ", "D09"),
        ("Số bò: 3 con", ""),
    ]
    assert not reading.values


def test_columns_that_cannot_be_told_apart_are_asked_about_cell_by_cell():
    reading = read(sheet([["Nội dung", "Đợt 1", "Đợt 2"], ["Pano", 5, 6], ["Tờ rơi", 7, 8]]))
    assert not reading.values
    assert [(each.raw, each.proposal) for each in places(reading)] == [
        ("5", "C09"),
        ("6", "C09"),
        ("7", "C12"),
        ("8", "C12"),
    ]


def test_look_alikes_are_asked_about_without_a_proposal():
    rows = [HEADING, [1, "Pano", "chiếc", 2], [2, "Số hộ", "hộ", 55], [3, "Tin bài", "tin", 7]]
    reading = read(sheet(rows))
    assert found(reading) == {"C09": 2}
    first, second = places(reading)
    assert (first.raw, first.indicator, first.proposal) == ("55", "", "")
    assert "D08" in first.message
    assert all(code in second.message for code in ("C01", "C02", "C04"))


def test_amounts_in_trieu_dong_are_proposed_in_full():
    rows = [HEADING, [1, "Kinh phí hỗ trợ", "triệu đồng", 5.5], [2, "Pano", "chiếc", 1]]
    amount = read(sheet(rows)).values[0]
    assert (amount.indicator, amount.value, amount.raw) == ("H02", None, "5.5")
    assert (amount.doubt.severity, amount.doubt.proposal) == (Severity.BLOCK, "5.500.000")


def test_what_cannot_be_read_still_blocks_beside_the_question_of_its_label():
    rows = [HEADING, [1, "Pano", "chiếc", "3 lớp, 120 người"], [2, "Tờ rơi", "tờ", "khoảng 300"]]
    blocked, estimate = read(sheet(rows)).values
    assert (blocked.value, blocked.doubt.severity) == (None, Severity.BLOCK)
    assert (estimate.value, estimate.estimate) == (300, True)
    assert estimate.doubt.severity is Severity.QUESTION


HAMLETS = [["Thôn 1", 1, 10], ["Thôn 2", 2, 20], ["Thôn 3", 3, 30]]


@pytest.mark.parametrize(
    "sheets",
    [
        [sheet([["TT", "Thôn", "Pano", "Tờ rơi"], *([n, *row] for n, row in enumerate(HAMLETS))])],
        [
            sheet([["Nội dung", "Số lượng"], ["Pano", pano], ["Tờ rơi", leaflets]], name)
            for name, pano, leaflets in HAMLETS
        ],
        [
            sheet([[name], ["Nội dung", "Số lượng"], ["Pano", pano], ["Tờ rơi", leaflets]])
            for name, pano, leaflets in HAMLETS
        ],
        [
            sheet(
                [
                    ["Nội dung", "Thôn 1", "Thôn 2", "Thôn 3"],
                    ["Pano", 1, 2, 3],
                    ["Tờ rơi", 10, 20, 30],
                ]
            )
        ],
    ],
    ids=["rows", "sheets", "sheets by their titles", "columns"],
)
def test_hamlets_are_added_up_and_those_missing_counted(sheets):
    reading = read(*sheets, using=with_hamlets(5), unit=HUNGF)
    assert found(reading) == {"C09": 6, "C12": 60}
    assert reading.values[0].raw == "1 + 2 + 3"
    assert reading.counts.values == 6
    (asked,) = reading.problems
    assert (asked.todo, asked.severity) == (Todo.CONFIRM, Severity.QUESTION)
    assert "thiếu 2" in asked.message
    whole = read(*sheets, using=with_hamlets(3), unit=HUNGF)
    assert [problem.severity for problem in whole.problems] == [Severity.FLAG]


def test_what_is_doubtful_of_one_hamlet_is_doubtful_of_the_sum():
    heading = ["Nội dung", "ĐVT", "Thôn 1", "Thôn 2"]
    (value,) = read(sheet([heading, ["Băng rôn, khẩu hiệu", "chiếc", 4, "10+5"]])).values
    assert (value.value, value.doubt.severity) == (19, Severity.QUESTION)
    assert "10+5" in value.doubt.sentence
    assert not value.doubt.proposal, "what is proposed for one hamlet is not the sum"


def test_a_total_of_the_units_own_is_held_against_the_sum_of_its_hamlets():
    rows = [["Thôn", "Pano", "Tờ rơi"], *HAMLETS, ["Tổng cộng", 6, 61]]
    agreed, differs = read(sheet(rows)).values
    assert (agreed.indicator, agreed.value, agreed.cell) == ("C09", 6, "B5, B2, B3, B4")
    assert (differs.value, differs.doubt.severity) == (None, Severity.BLOCK)
    assert "61" in differs.doubt.sentence
    assert "60" in differs.doubt.sentence


def test_hamlets_that_cannot_be_added_are_not():
    rows = [
        ["Thôn", "Pano", "Số ngày ra quân", "Kết quả nổi bật"],
        ["Thôn 1", "3 lớp, 5 người", 9, "Tốt"],
        ["Thôn 2", 2, 10, "Khá"],
    ]
    values = {value.indicator: value for value in read(sheet(rows)).values}
    assert values["C09"].value is None
    assert values["C09"].doubt.severity is Severity.BLOCK
    assert values["D05"].value is None
    assert values["K01"].value == "Thôn 1: Tốt\nThôn 2: Khá"


def test_labels_in_an_old_encoding_are_understood_and_told():
    font = ".VnTime"
    rows = [
        [cell("B¨ng r«n, khÈu hiÖu", font=font), 4],
        [cell("Tê r¬i", font=font), 6],
    ]
    reading = read(sheet(rows))
    assert found(reading) == {"C08": 4, "C12": 6}
    (told,) = [problem for problem in reading.problems if "TCVN3" in problem.message]
    assert told.severity is Severity.FLAG


def test_hidden_sheets_are_only_read_where_nothing_else_is_there():
    table = sheet([["Pano", 5], ["Tờ rơi", 6]])
    hidden = replace(table, name="an", hidden=True)
    alone = read(hidden)
    assert found(alone) == {"C09": 5, "C12": 6}
    both = read(table, hidden)
    assert found(both) == {"C09": 5, "C12": 6}
    assert [problem.sheet for problem in both.problems if problem.todo is Todo.KNOW] == ["an"]


def test_figures_without_any_label_are_counted_and_not_all_listed():
    rows = [["Pano", 5], ["Tờ rơi", 6], [], *([None] * 5 + [number] for number in range(500))]
    reading = read(sheet(rows))
    assert reading.counts.problems == 500
    assert 100 < len(reading.problems) < 105


def test_a_book_without_any_table_is_entered_by_hand():
    for sheets in ([sheet([["Tên", "Tuổi"], ["An", 5]])], [sheet([])], []):
        reading = read(*sheets)
        assert reading.recognition is Recognition.NONE
        assert Todo.ENTER_BY_HAND in {problem.todo for problem in reading.problems}


def test_the_unit_stands_over_the_table():
    rows = [["UBND xã Vĩnh Hưng"], ["Pano", 5], ["Tờ rơi", 6], ["UBND xã Vĩnh Hùng"]]
    assert read(sheet(rows)).unit == HUNG


CELLS = st.one_of(
    st.integers(0, 999),
    st.sampled_from(
        ["Pano", "Tờ rơi", "Thôn 1", "Thôn 2", "Tổng cộng", "ĐVT", "Kết quả", "STT", "x", "25 lượt"]
        + [one.name for one in plan().indicators[:20]]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 6)), CELLS, max_size=40))
def test_no_cell_of_any_table_is_lost(scattered):
    """Each cell is counted once; each figure is a value, a question, or in its row's numbering."""
    made = sheet([])
    made.cells.update({place: cell(value) for place, value in scattered.items()})
    reading = read(made, unit=HUNG)
    if reading.recognition is Recognition.NONE:
        return
    assert reading.counts.cells == len(made.cells)
    named = [one.cell.split(", ") for one in reading.values]
    seen = {each for cells in named for each in cells} | {one.cell for one in reading.problems}
    allowed = {"STT", "Tổng cộng"}
    for (row, column), value in scattered.items():
        if isinstance(value, int) and cell_name((row, column)) not in seen:
            near = {each for at, each in scattered.items() if row == at[0] or column == at[1]}
            is_column_number = all(
                (isinstance(each, int) and each < 100) or each == "x"
                for at, each in scattered.items()
                if at[0] == row or at[1] == column
            )
            assert allowed & near or value < 200 or is_column_number, (row, column)


@pytest.mark.parametrize("unit", [one.code for one in plan().units if one.group == "G_XA"][:3])
def test_only_the_row_of_the_unit_itself_is_read_from_a_table_of_many(unit):
    names = [plan().unit_by_code[code].short_name for code in ("15349", "15352", "15355")]
    rows = [["Đơn vị", "Pano", "Tờ rơi"], *([name, n, n * 10] for n, name in enumerate(names, 1))]
    reading = read(sheet(rows), unit=unit)
    number = ["15349", "15352", "15355"].index(unit) + 1
    assert found(reading) == {"C09": number, "C12": number * 10}
    assert len(places(reading)) == 4

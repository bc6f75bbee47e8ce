"""Sums and shares in tables: what is wrong is found, what only looks so is not."""

import pytest
from report_samples import full_snapshot

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.inspection.arithmetic import arithmetic_rule
from vinhloc_cds.inspection.outcome import Outcome, RuleResult
from vinhloc_cds.inspection.shares import shares_rule
from vinhloc_cds.inspection.sheet import Sheet
from vinhloc_cds.inspection.sheet import Table as Read
from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import Table


def held(rows, rule=arithmetic_rule) -> RuleResult:
    table = Read([list(row) for row in rows])
    return rule(Sheet(FileKind.DOCX, [], [], tables=[table]))


@pytest.mark.parametrize(
    "title",
    [
        "Số thành viên", "Thành tiền", "Khách hàng", "Thanh toán không dùng tiền mặt", "Nhân dân",
        "Giới thiệu", "Mục tiêu", "Sàn thương mại điện tử Việt Nam", "Nam", "Năm 2024",
        "Số ngày công", "Ngân hàng", "Thị trấn",
    ],
)  # fmt: skip
def test_a_column_of_counts_is_added(title):
    rows = [("STT", "Đơn vị", title), ("1", "A", "5"), ("2", "B", "6"), ("", "Tổng cộng", "99")]
    assert held(rows).outcome is Outcome.FAILED


@pytest.mark.parametrize("title", ["Thời hạn", "Tỷ lệ", "Đạt (%)", "Năm sinh", "Điểm trung bình"])
def test_a_column_of_no_counts_is_not(title):
    rows = [("STT", "Đơn vị", title), ("1", "A", "5"), ("2", "B", "6"), ("", "Tổng cộng", "99")]
    assert held(rows).outcome is Outcome.ABSENT


HEAD = ("STT", "Nội dung", "Số hộ")
TOTAL = ("", "Tổng cộng", "300")
SHAPES = {
    "parts by number": [
        ("1", "Xã A", "100"), ("1.1", "Thôn 1", "60"), ("1.2", "Thôn 2", "40"),
        ("2", "Xã B", "200"), ("2.1", "Thôn 1", "150"), ("2.2", "Thôn 2", "50"), TOTAL,
    ],
    "parts without their sum": [
        ("1", "Xã A", ""), ("1.1", "Thôn 1", "60"), ("1.2", "Thôn 2", "40"),
        ("2", "Xã B", "200"), TOTAL,
    ],
    "parts by dash": [
        ("1", "Xã A", "100"), ("", "- Thôn 1", "60"), ("", "- Thôn 2", "30"),
        ("2", "Xã B", "200"), TOTAL,
    ],
    "of which": [
        ("1", "Xã A", "100"), ("", "Trong đó: hộ nghèo", "20"), ("", "Hộ cận nghèo", "7"),
        ("2", "Xã B", "200"), TOTAL,
    ],
    "how many reported": [
        ("1", "Xã A", "100 (ước)"), ("2", "Xã B", "200 (thiếu nguồn)"), TOTAL,
        ("", "Số đơn vị có số liệu", "2/13 (+1)"),
    ],
    "groups and what is between them": [
        ("I", "Thu", "100"), ("1", "A", "60"), ("2", "B", "40"),
        ("II", "Chi", "80"), ("1", "C", "50"), ("2", "D", "30"), ("", "Chênh lệch", "20"),
    ],
    "years over the columns": [("1", "Xã A", "100"), ("2", "Xã B", "200"), TOTAL],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_usual_shapes_are_right_and_their_faults_are_found(shape):
    head = ("STT", "Nội dung", "2024") if shape.startswith("years") else HEAD
    rows = [head, *SHAPES[shape]]
    assert held(rows).outcome is Outcome.PASSED
    at = next(n for n, row in enumerate(rows) if row == TOTAL or row[1] == "Thu")
    rows[at] = (*rows[at][:2], "301")
    assert held(rows).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "rows",
    [
        # Some of a group need not be all of it; nobody says so, and nothing else adds up.
        [("I", "Lũy kế", "100"), ("1", "A", "60"), ("2", "B", "30")],
        [("", "Tổng số", "300"), ("", "Trong đó:", ""), ("", "Hộ nghèo", "20"), ("", "Khác", "7")],
        [("1", "A", "01/KH-UBND"), ("2", "B", "02/KH-UBND"), ("", "Cộng", "2")],
        [("1", "A", "5"), ("2", "B", "7"), ("", "Tổng cộng", "7 (nhiều nhất)")],
    ],
)
def test_nothing_checked_is_not_passed(rows):
    assert held([HEAD, *rows]).outcome is Outcome.ABSENT


def test_what_cannot_be_read_is_said():
    result = held([HEAD, ("1", "Xã A", "khoảng 5"), ("2", "Xã B", "6"), ("", "Cộng", "99")])
    assert result.outcome is Outcome.DOUBTFUL
    assert "“Xã A” ghi “khoảng 5”" in result.findings[0].sentence


@pytest.fixture(scope="module")
def annex() -> tuple[Table, ...]:
    """The figures of our own report."""
    first = consolidated_report(full_snapshot(silent=4), "ubnd").annexes[0]
    return tuple(block for block in first.blocks if isinstance(block, Table))


def read(table: Table) -> list[list[str]]:
    head = [column.title for column in table.columns]
    return [
        head,
        *(
            [words for cell in row for words in (cell.text, *[""] * (cell.span - 1))]
            for row in table.rows
        ),
    ]


def test_any_falsified_total_of_our_annex_is_found(annex):
    falsified = 0
    for table in annex:
        rows = read(table)
        assert held(rows).outcome is Outcome.PASSED
        for at, row in enumerate(table.rows, 1):
            column = 0
            for cell in row:
                if cell.adds:
                    number = cell.text.split(" ")[0]
                    wrong = f"{int(number.replace('.', '')) + 7:,}".replace(",", ".")
                    rows[at][column] = cell.text.replace(number, wrong)
                    findings = held(rows).findings
                    assert any(f"ghi {wrong}" in found.sentence for found in findings), cell
                    rows[at][column] = cell.text
                    falsified += 1
                column += cell.span
    assert falsified > 100


SHARES = [
    ("STT", "Đơn vị", "Giao", "Thực hiện", "Tỷ lệ (%)"),
    ("1", "Xã A", "300", "200", "66,7"),
    ("2", "Xã B", "80", "60", "75%"),
    ("3", "Xã C", "1.000", "1.250", "125"),
    ("4", "Xã D", "7", "6", "85,71"),
    ("5", "Xã E", "0", "", ""),
    ("", "Tổng cộng", "1.387", "1.516", "109,3"),
]


def test_shares_are_right_as_rounded_and_a_wrong_one_is_found():
    assert held(SHARES, shares_rule).outcome is Outcome.PASSED
    for at, wrong in ((1, "66,6"), (2, "85"), (6, "107,9")):
        rows = [*SHARES]
        rows[at] = (*SHARES[at][:4], wrong)
        result = held(rows, shares_rule)
        assert [f"ghi {wrong} " in found.sentence for found in result.findings] == [True]


def test_shares_of_what_is_not_in_the_table_are_left_alone():
    others = ("12", "31,4", "7,25", "90", "", "44")
    rows = [SHARES[0], *((*row[:4], o) for row, o in zip(SHARES[1:], others, strict=True))]
    assert held(rows, shares_rule).outcome is Outcome.ABSENT

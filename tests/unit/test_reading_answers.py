"""What units write for answers, days, moments and texts: dirty_cases.md, A (N26) and B.

Where the table only says ⚠, the outcome chosen is here: FLAG where the text can hardly mean
anything else, QUESTION where a wrong guess would go unnoticed.
"""

from datetime import date

import pytest
from builders import at, indicator

from vinhloc_cds.domain.plan import Severity, ValueType
from vinhloc_cds.domain.reading import Expected, read_value

BOOLEAN, DATE, DATETIME = ValueType.BOOLEAN, ValueType.DATE, ValueType.DATETIME
FLAG, QUESTION, BLOCK = Severity.FLAG, Severity.QUESTION, Severity.BLOCK

IN_2024 = Expected(DATE, year=2024)
AT_2024 = Expected(DATETIME, year=2024)


def outcome(raw, expected):
    reading = read_value(raw, expected)
    return reading.value, reading.severity


@pytest.mark.parametrize(
    ("raw", "value"),
    [(yes, True) for yes in ("x", "X", "✓", "có", "Có.", "Đã", "đã BH", "rồi", "1", "TRUE")]
    + [(yes, True) for yes in ("co", "xong rồi", "có tổ chức")]
    + [(no, False) for no in ("không", "chưa", "Chưa có", "chưa ban hành", "0", "ko", "false")],
)
def test_answers(raw, value):  # N26
    assert outcome(raw, BOOLEAN) == (value, None)


@pytest.mark.parametrize(
    ("raw", "value", "severity"),
    [
        # "K" is "Không" to most and "Có" to nobody, but one letter is soon typed.
        ("K", False, QUESTION),
        ("-", None, QUESTION),
        ("đang xây dựng", None, FLAG),
        ("không rõ", None, FLAG),
        ("có nhưng chưa ký", None, BLOCK),
        ("đã hủy", None, BLOCK),
        ("05/KH-UBND", None, BLOCK),
        ("2", None, BLOCK),
    ],
)
def test_doubtful_answers(raw, value, severity):
    assert outcome(raw, BOOLEAN) == (value, severity)


@pytest.mark.parametrize(
    "raw",
    [
        "01/10/2024",
        "1/10/2024",
        "1/10",  # B3
        "01-10-24",
        "1.10.2024",
        "ngày 01 tháng 10 năm 2024",
        "Ngày 1 tháng 10",
        "mùng 1 tháng 10",
        "01/10/2024 8h",
        "8h00' ngày 01/10/2024",
        "08 giờ 00, ngày 01/10/2024",
        "Thứ Ba, 01/10/2024",
        "2024-10-01",
        "1 / 10 / 2024.",
    ],
)
def test_days(raw):
    assert outcome(raw, IN_2024) == (date(2024, 10, 1), None)


def test_the_day_comes_before_the_month():  # B1
    assert read_value("12/10/2024", IN_2024).value == date(2024, 10, 12)


@pytest.mark.parametrize(
    ("raw", "value", "severity", "proposal"),
    [
        ("01/10/2014", date(2014, 10, 1), QUESTION, "01/10/2024"),  # B4
        ("01/10/2042", date(2042, 10, 1), QUESTION, "01/10/2024"),
        ("01/10/2023", date(2023, 10, 1), None, ""),
        ("đầu tháng 10", None, BLOCK, ""),  # B6
        ("tháng 10/2024", None, BLOCK, ""),
        ("10/25/2024", None, BLOCK, "25/10/2024"),
        ("31/02/2024", None, BLOCK, ""),
        ("trước 12/10/2024", None, BLOCK, "12/10/2024"),
        ("01/10/2024 - 10/10/2024", None, BLOCK, ""),
        ("45566", None, BLOCK, ""),
        ("8h", None, BLOCK, ""),
        ("-", None, FLAG, ""),
        ("chưa ban hành", None, FLAG, ""),
    ],
)
def test_doubtful_days(raw, value, severity, proposal):
    reading = read_value(raw, IN_2024)
    assert (reading.value, reading.severity, reading.proposal) == (value, severity, proposal)


def test_a_day_needs_a_year_from_somewhere():
    assert outcome("12/10", DATE) == (None, BLOCK)
    assert outcome("12/10", Expected(DATE, year=2025)) == (date(2025, 10, 12), None)


@pytest.mark.parametrize(
    "raw",
    [
        "01/10/2024 8h",
        "01/10/2024 8h00'",
        "01/10/2024 08 giờ 00",
        "08 giờ 00 phút, ngày 01 tháng 10 năm 2024",
        "8h 01/10",
        "8h00 ngày 1/10",
        "lúc 8 giờ sáng ngày 01/10/2024",
        "01/10/2024 08:00",
        "2024-10-01T08:00",
        "2024-10-01 08:00:00",
        "08g00 01-10-24",
    ],
)
def test_moments(raw):
    assert outcome(raw, AT_2024) == (at("2024-10-01T08:00"), None)


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("14h30 01/10/2024", "2024-10-01T14:30"),
        ("2h30 chiều 01/10/2024", "2024-10-01T14:30"),
        ("00:00 12/10/2024", "2024-10-12T00:00"),
    ],
)
def test_hours(raw, moment):
    assert outcome(raw, AT_2024) == (at(moment), None)


@pytest.mark.parametrize("raw", ["01/10/2024", "8h00", "24h00 01/10/2024", "8h75 01/10/2024"])
def test_half_a_moment_is_none(raw):
    assert outcome(raw, AT_2024) == (None, BLOCK)


def test_a_moment_in_a_strange_year_proposes_the_hour_too():
    reading = read_value("8h30 01/10/2014", AT_2024)
    assert reading.severity is QUESTION
    assert reading.proposal == "01/10/2024 08:30"


@pytest.mark.parametrize(
    ("value_type", "raw", "value"),
    [
        (ValueType.TEXT, "  05/KH-UBND ", "05/KH-UBND"),
        (ValueType.TEXT, "Vi\u0303nh\u00a0Hu\u031bng", "Vĩnh Hưng"),
        (ValueType.TEXT, "=1+1", "=1+1"),  # N29
        (ValueType.TEXT, "-", "-"),
        (ValueType.LONG_TEXT, "Một. \r\n\r\n  Hai\u200b", "Một.\n\nHai"),
    ],
)
def test_texts(value_type, raw, value):
    assert outcome(raw, value_type) == (value, None)


def test_choices():
    channels = Expected(ValueType.CHOICE, choices=("Trực tiếp", "Bưu chính", "Zalo"))
    assert outcome("truc  tiep", channels) == ("Trực tiếp", None)
    assert outcome("Fax", channels) == (None, BLOCK)
    alike = Expected(ValueType.CHOICE, choices=("Vĩnh Hưng", "Vĩnh Hùng"))
    assert outcome("Vĩnh Hùng", alike) == ("Vĩnh Hùng", None)
    assert outcome("Vinh Hung", alike) == (None, BLOCK)


def test_what_an_indicator_expects():
    expected = Expected.of(indicator("A03", value_type=DATE), 2024)
    assert (expected.value_type, expected.year) == (DATE, 2024)

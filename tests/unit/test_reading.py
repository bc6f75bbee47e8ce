"""What units write for numbers and money: dirty_cases.md, A, as far as text is typed.

Where the table only says ⚠, the outcome chosen is here: FLAG where the text can hardly mean
anything else, QUESTION where a wrong guess would change a total.
"""

from datetime import UTC, date, datetime

import pytest
from builders import indicator
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.figures import LARGEST
from vinhloc_cds.domain.formatting import format_value
from vinhloc_cds.domain.plan import Severity, ValueType
from vinhloc_cds.domain.reading import Expected, read_value

INTEGER, MONEY, BOOLEAN = ValueType.INTEGER, ValueType.MONEY, ValueType.BOOLEAN
DATE, DATETIME = ValueType.DATE, ValueType.DATETIME
FLAG, QUESTION, BLOCK = Severity.FLAG, Severity.QUESTION, Severity.BLOCK

BANNERS = Expected(INTEGER, ("chiếc", "Băng rôn, khẩu hiệu"))
TEAMS = Expected(INTEGER, ("tổ", "Tổng số Tổ công nghệ số cộng đồng (xã + thôn/khu phố)"))
MEMBERS = Expected(INTEGER, ("người", "Tổng số thành viên Tổ CNSCĐ"))
TURNS = Expected(INTEGER, ("lượt người", "Lượt người được hướng dẫn dịch vụ công trực tuyến"))


def outcome(raw, expected):
    reading = read_value(raw, expected)
    return reading.value, reading.severity


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("25", 25),  # N01
        ("25.0", 25),
        ("25,0", 25),
        ("'25", 25),
        (" 25 ", 25),
        ("0", 0),
        ("025", 25),
        ("25 lượt", 25),  # N02, nothing known to compare the unit with
        ("25lượt.", 25),
        ("25.", 25),
        ("1.200", 1200),  # N03
        ("1.234.567", 1_234_567),
        ("1 200", 1200),  # N05
        ("1\u00a0200", 1200),
        ("1\u202f200", 1200),
        ("12 345 678", 12_345_678),
        ("\u200b25\ufeff", 25),
    ],
)
def test_clear_numbers(raw, value):
    assert outcome(raw, INTEGER) == (value, None)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1,200", 1200),  # N04
        ("1,200,300", 1_200_300),
        ("15 (5 nữ)", 15),  # N12
        ("20 (trong đó 12 LED)", 20),
        ("20, trong đó 12 LED", 20),
        ("13/13", 13),  # N18
        ("21/21 tổ", 21),
        ("1/10 tổ", 1),
        ("２５", 25),  # N21: only digits of another width are changed by themselves
        ("mười hai", 12),  # N24
        ("Mười (10)", 10),
        ("muoi hai", 12),
        ("hai mươi mốt", 21),
        ("một trăm linh năm", 105),
        ("ba nghìn hai trăm", 3200),
        ("2 nghìn", 2000),
        ("2k lượt", 2000),
    ],
)
def test_numbers_that_are_shown_as_they_were_understood(raw, value):
    assert outcome(raw, INTEGER) == (value, FLAG)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("khoảng 300", 300),  # N09
        ("~300", 300),
        ("gần 30", 30),
        ("trên 90", 90),
        ("hơn 500", 500),
        (">90", 90),
        (">= 90", 90),
        ("cỡ 40", 40),
        ("khoảng 1.200 người", 1200),
        ("ước tính 50", 50),
        ("không dưới 30", 30),
        ("300+", 300),
        ("300 trở lên", 300),
    ],
)
def test_estimates(raw, value):
    reading = read_value(raw, INTEGER)
    assert (reading.value, reading.severity, reading.estimate) == (value, FLAG, True)


@pytest.mark.parametrize(
    ("raw", "value", "proposal"),
    [
        # A sum is not what was counted until somebody says so.
        ("10+5", 15, "15"),  # N13
        ("2x50", 100, "100"),
        ("2 × 50", 100, "100"),
        ("1 + 2 + 3", 6, "6"),
        # Blank is not zero: that a word means zero is asked.
        ("không", 0, "0"),  # N16
        ("Không có", 0, "0"),
        ("ko", 0, "0"),
        ("0 có", 0, "0"),
        ("không phát sinh", 0, "0"),
    ],
)
def test_numbers_that_ask(raw, value, proposal):
    reading = read_value(raw, INTEGER)
    assert (reading.value, reading.severity, reading.proposal) == (value, QUESTION, proposal)


@pytest.mark.parametrize("raw", ["-", "—", "–", "/", "x", "X", "…", "...", "?", "--"])
def test_a_mark_in_place_of_a_number_asks_whether_it_is_zero(raw):  # N15
    assert outcome(raw, INTEGER) == (None, QUESTION)


@pytest.mark.parametrize("raw", ["chưa thống kê", "đang tổng hợp", "Chưa có", "không rõ", "chưa"])
def test_a_number_still_to_come_is_missing_and_noted(raw):  # N17
    assert outcome(raw, INTEGER) == (None, FLAG)


@pytest.mark.parametrize("raw", ["", " ", "\t\n", "\u200b", "\u00a0", "\ufeff"])
@pytest.mark.parametrize("value_type", list(ValueType))
def test_a_blank_is_no_value_and_no_problem(raw, value_type):  # N14
    reading = read_value(raw, value_type)
    assert (reading.value, reading.problem, reading.sentence) == (None, None, "")


@pytest.mark.parametrize(
    ("raw", "proposal"),
    [
        ("1.200,5", ""),  # N06
        ("12.5", ""),  # N08
        ("12,5", ""),
        ("1.2", ""),
        ("0.250", ""),
        ("300-350", ""),  # N10
        ("300 đến 350", ""),
        ("từ 300 – 350 người", ""),
        ("khoảng 300-350", ""),
        ("12 tổ/85 thành viên", ""),  # N11, without an indicator
        ("Mười (12)", ""),
        # It may be the first of October, or one out of ten.
        ("1/10", "1"),  # N18, N20
        ("10/10", "10"),
        ("15/13", ""),
        ("01/10/2024", ""),  # N20
        ("1.10.2024", ""),
        ("01-10-24", ""),
        ("ngày 01 tháng 10 năm 2024", ""),
        ("100%", ""),  # N19
        ("95 phần trăm", ""),
        ("-5", "5"),  # N22
        ("−5", "5"),
        ("(25)", "25"),
        ("- 25 lượt", "25"),
        ("=SUM(B3:B7)", ""),  # N23
        ("#REF!", ""),
        ("#N/A", ""),
        # Letters are never changed into digits unasked: the table's ⚠, without a value.
        ("O5", "5"),  # N21
        ("l2", "12"),
        ("có 25 cái", "25"),
        ("nhiều", ""),
        ("1.2.3", ""),
        ("1 20", ""),
        ("9" * 16, ""),
        ("99999999x99999999", ""),
        ("9" * 5000, ""),
        ("một số", ""),
        ("lẻ", ""),
        ("hai ba", ""),
    ],
)
def test_what_is_no_whole_number(raw, proposal):
    expected = BANNERS if raw == "một số" else INTEGER
    reading = read_value(raw, expected)
    assert (reading.value, reading.severity, reading.proposal) == (None, BLOCK, proposal)


@pytest.mark.parametrize(
    ("raw", "expected", "value", "severity"),
    [
        ("05 băng rôn", BANNERS, 5, None),  # N02
        ("5 băng-rôn", BANNERS, 5, None),
        ("5 chiếc", BANNERS, 5, None),
        ("5 khẩu hiệu.", BANNERS, 5, None),
        ("5 hộ", BANNERS, 5, QUESTION),
        # "thôn" only ends like "hơn".
        ("8 thôn", Expected(INTEGER, ("thôn, KP",)), 8, None),
        ("12 Tổ", TEAMS, 12, None),
        ("85 thành viên", TEAMS, 85, QUESTION),
        ("85 thành viên", MEMBERS, 85, None),
        ("12 tổ", MEMBERS, 12, QUESTION),
        ("300 lượt", TURNS, 300, None),
        ("300 người dân", TURNS, 300, None),
        # Turns are not persons (rule 10).
        ("300 lượt", MEMBERS, 300, QUESTION),
        ("năm tổ", TEAMS, 5, FLAG),
        ("khoảng 30 hộ", TEAMS, 30, QUESTION),
    ],
)
def test_the_unit_behind_a_number_is_compared(raw, expected, value, severity):
    assert outcome(raw, expected) == (value, severity)


def test_an_estimate_with_a_strange_unit_stays_an_estimate():
    assert read_value("khoảng 30 hộ", TEAMS).estimate


@pytest.mark.parametrize(
    ("raw", "expected", "proposal"),
    [
        ("12 tổ/85 thành viên", TEAMS, "12"),  # N11
        ("12 tổ/85 thành viên", MEMBERS, "85"),
        ("12 tổ, 85 người", MEMBERS, "85"),
        ("3 lớp, 120 người", BANNERS, ""),
    ],
)
def test_the_label_proposes_one_of_two_numbers(raw, expected, proposal):
    reading = read_value(raw, expected)
    assert (reading.value, reading.severity, reading.proposal) == (None, BLOCK, proposal)


@pytest.mark.parametrize(
    ("raw", "value", "severity"),
    [
        ("5 triệu", 5_000_000, None),  # N25
        ("1,5 triệu", 1_500_000, None),
        ("5 triệu đồng", 5_000_000, None),
        ("1.500 triệu", 1_500_000_000, None),
        ("2 tỷ", 2_000_000_000, None),
        ("2.000 nghìn đồng", 2_000_000, None),
        ("2.000.000đ", 2_000_000, None),
        ("2.000.000 đồng", 2_000_000, None),
        ("2.000.000 VNĐ", 2_000_000, None),
        ("2000000", 2_000_000, None),
        ("0", 0, None),
        ("3tr5", 3_500_000, FLAG),
        ("3tr", 3_000_000, FLAG),
        ("500k", 500_000, FLAG),
        ("1.5 triệu", 1_500_000, FLAG),
        ("1 tỷ 200 triệu", 1_200_000_000, FLAG),
        ("2000 (nghìn đồng)", 2_000_000, FLAG),
        ("năm triệu", 5_000_000, FLAG),
        ("15 triệu (xã 5 triệu)", 15_000_000, FLAG),
        ("2000", 2_000, QUESTION),
        ("200.000 cái", 200_000, QUESTION),
        ("2000đ", 2_000, None),
        # 1.5 billion or 1.5 million: no guess is safe.
        ("1,500 triệu", None, BLOCK),
        ("1,2345678 triệu", None, BLOCK),
        ("5 triệu lượt", None, BLOCK),
    ],
)
def test_money(raw, value, severity):
    assert outcome(raw, MONEY) == (value, severity)


@pytest.mark.parametrize("raw", ["5 triệu lượt", "có 5 triệu", "-5 triệu", "1,500 triệu"])
def test_a_number_is_never_proposed_without_its_scale(raw):
    reading = read_value(raw, MONEY)
    assert (reading.severity, reading.proposal) == (BLOCK, "")


def test_a_small_amount_proposes_thousands():
    proposal = read_value("2000", MONEY).proposal
    assert proposal == "2.000.000 đồng"
    assert outcome(proposal, MONEY) == (2_000_000, None)


def test_a_sentence_brings_its_proposal_along():
    sentence = read_value("O5", INTEGER).sentence
    assert "O5" in sentence
    assert sentence.endswith("Đề nghị nhập: 5.")


def test_a_long_story_is_cut_short_in_the_sentence():
    sentence = read_value("Đơn vị đã tổ chức rất nhiều hoạt động " * 4, INTEGER).sentence
    assert len(sentence) < 160


ANYTHING = st.one_of(
    st.text(), st.text("0123456789.,-/+x()% ktrđồngtriệunghìnkhoảngngàytháng'h:", max_size=20)
)


@given(ANYTHING, st.sampled_from(list(ValueType)))
def test_whatever_is_typed_has_an_outcome(raw, value_type):
    reading = read_value(raw, Expected(value_type, ("tổ",), ("Có",), 2024))
    assert (reading.problem is None) == (reading.severity is None)
    if reading.severity is BLOCK:
        assert reading.value is None
    if isinstance(reading.value, int):
        assert 0 <= reading.value <= LARGEST
    assert reading.problem is None or reading.sentence


@given(st.text("0123456789.,-/+x()% ktrđồngtriệunghìnkhoảngngàytháng'h:OlI", max_size=12))
def test_a_proposal_can_be_typed(raw):
    proposal = read_value(raw, INTEGER).proposal
    if proposal:
        assert outcome(proposal, INTEGER)[1] is None


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("value_type", "values"),
    [
        (INTEGER, st.integers(0, LARGEST)),
        (MONEY, st.integers(0, LARGEST)),
        (BOOLEAN, st.booleans()),
        (DATE, st.dates(date(2023, 1, 1), date(2025, 12, 31))),
        (DATETIME, MOMENTS),
    ],
)
def test_reading_what_was_printed_gives_it_back(value_type, values):
    @given(values)
    def law(value):
        printed = format_value(indicator("A01", value_type=value_type), value)
        reading = read_value(printed, Expected(value_type, year=2024))
        assert reading.value == value
        assert reading.severity is not BLOCK

    law()

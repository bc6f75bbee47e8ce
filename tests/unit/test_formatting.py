"""Dates and numbers as rule 15 and nd30.md section 4 have them."""

from datetime import UTC, date, datetime

import pytest
from builders import at, indicator
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.formatting import (
    document_date,
    document_number,
    format_date,
    format_datetime,
    format_number,
    format_percent,
    format_scalar,
    format_value,
)
from vinhloc_cds.domain.plan import ValueType


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 10, 9), "ngày 09 tháng 10 năm 2024"),
        (date(2024, 3, 14), "ngày 14 tháng 3 năm 2024"),
        (date(2024, 9, 26), "ngày 26 tháng 9 năm 2024"),
        (date(2025, 1, 5), "ngày 05 tháng 01 năm 2025"),
        (date(2025, 2, 10), "ngày 10 tháng 02 năm 2025"),
        (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_a_date_in_a_document(day, written):
    assert document_date(day) == written


@pytest.mark.parametrize(
    ("number", "written"), [(5, "05/BC-UBND"), (10, "10/BC-UBND"), (145, "145/BC-UBND")]
)
def test_a_document_number(number, written):
    assert document_number(number, "BC-UBND") == written


def test_a_number_to_come_leaves_room_to_write_it():
    assert f"Số: {document_number(None, 'BC-UBND')}" == "Số:        /BC-UBND"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1234567.8, "1.234.567,8"),
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (-1200, "-1.200"),
        (9.333333333333334, "9,33"),
        (0.145, "0,15"),
        (8.0, "8"),
        (2_000_000_000_000_000, "2.000.000.000.000.000"),
        # More digits than a float holds stay exact.
        (9_007_199_254_740_993, "9.007.199.254.740.993"),
    ],
)
def test_a_number(number, written):
    assert format_number(number) == written


@pytest.mark.parametrize(
    ("ratio", "written"),
    [
        (1.0, "100%"),
        (13 / 13, "100%"),
        (14 / 15, "93,3%"),
        (0.5, "50%"),
        (0.0, "0%"),
        (0.0005, "0,1%"),
        (12.5, "1.250%"),
        # 2,499 of 2,500 households are not all of them.
        (0.9996, "99,9%"),
        (1.0001, "100%"),
    ],
)
def test_a_percentage(ratio, written):
    assert format_percent(ratio) == written


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_only_all_is_a_hundred_percent(part, whole):
    assert (format_percent(min(part, whole) / whole) == "100%") is (part >= whole)


def test_dates_on_screens():
    assert format_date(date(2024, 10, 9)) == "09/10/2024"
    assert format_datetime(datetime(2024, 10, 11, 17, 0, tzinfo=UTC)) == "12/10/2024 00:00"


def test_a_moment_without_a_zone_is_a_bug():
    with pytest.raises(ValueError, match="time zone"):
        format_datetime(datetime(2024, 10, 11, 17, 0))  # noqa: DTZ001  # the naive moment is the point


@pytest.mark.parametrize(
    ("value_type", "scalar", "shown"),
    [
        (ValueType.INTEGER, 1200, "1.200"),
        (ValueType.INTEGER, 0, "0"),
        (ValueType.INTEGER, None, ""),
        (ValueType.MONEY, 5_000_000, "5.000.000"),
        (ValueType.BOOLEAN, True, "Có"),
        (ValueType.BOOLEAN, False, "Không"),
        (ValueType.DATE, date(2024, 10, 1), "01/10/2024"),
        (ValueType.DATETIME, at("2024-10-01T08:00"), "01/10/2024 08:00"),
        (ValueType.TEXT, "05/KH-UBND", "05/KH-UBND"),
        (ValueType.LONG_TEXT, "=1+1", "=1+1"),
    ],
)
def test_a_value(value_type, scalar, shown):
    assert format_value(indicator("A01", value_type=value_type), scalar) == shown


def test_a_scalar_shows_itself_without_an_indicator():
    assert format_scalar("05/KH-UBND") == "05/KH-UBND"
    assert format_scalar(1200) == "1.200"
    assert format_scalar(None) == ""

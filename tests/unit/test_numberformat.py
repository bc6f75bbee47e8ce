"""Whether a number is a figure, a percentage or a date: told by its format alone."""

from datetime import date, datetime

import pytest

from vinhloc_cds.forms.grid import CellKind
from vinhloc_cds.forms.numberformat import (
    NumberFormat,
    classify,
    classify_builtin,
    date_of,
    number_text,
    percent_text,
    read_number,
)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", NumberFormat.PLAIN),
        ("GENERAL", NumberFormat.PLAIN),
        ("Standard", NumberFormat.PLAIN),
        ("", NumberFormat.PLAIN),
        ("@", NumberFormat.PLAIN),
        (";;;", NumberFormat.PLAIN),
        ("#,##0", NumberFormat.PLAIN),
        ("0.00E+00", NumberFormat.PLAIN),
        ("##0.0e-0", NumberFormat.PLAIN),
        ("# ?/?", NumberFormat.PLAIN),
        ('_-* #,##0\\ "đ"', NumberFormat.PLAIN),
        ('_-* #,##0\\ "₫"_-;\\-* #,##0\\ "₫"_-;_-* "-"??\\ "₫"_-;_-@_-', NumberFormat.PLAIN),
        ("[Red]-0;[Blue]0", NumberFormat.PLAIN),
        ('0 "ngày"', NumberFormat.PLAIN),
        ('0 "days', NumberFormat.PLAIN),
        ("#,##0\\ \\d", NumberFormat.PLAIN),
        ("[$₫-42A]#,##0", NumberFormat.PLAIN),
        ("[$USD] #,##0", NumberFormat.PLAIN),
        ("[>=1000]#,##0;0", NumberFormat.PLAIN),
        ('"dd/mm/yyyy"0', NumberFormat.PLAIN),
        ("0%", NumberFormat.PERCENT),
        ("0.00%", NumberFormat.PERCENT),
        ("[Red]0.0 %;-0.0 %", NumberFormat.PERCENT),
        ('0"%"', NumberFormat.PLAIN),
        ("0\\%", NumberFormat.PLAIN),
        ("dd/mm/yyyy", NumberFormat.DATE),
        ("[$-42A]dd/mm/yyyy", NumberFormat.DATE),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", NumberFormat.DATE),
        ('"ngày" d "tháng" m "năm" yyyy', NumberFormat.DATE),
        ("d-mmm", NumberFormat.DATE),
        ("dd/mm/yyyy;@", NumberFormat.DATE),
        ('[=0]"";dd/mm/yyyy', NumberFormat.DATE),
        ("h:mm AM/PM", NumberFormat.DATE),
        ("mm:ss.0", NumberFormat.DATE),
        ("[h]:mm", NumberFormat.DURATION),
        ("[Red][hh]:mm:ss", NumberFormat.DURATION),
        ("[mm]:ss", NumberFormat.DURATION),
    ],
)
def test_a_format_says_what_a_number_is(code, expected):
    assert classify(code) is expected


@pytest.mark.parametrize(
    ("format_id", "expected"),
    [
        (0, NumberFormat.PLAIN),
        (4, NumberFormat.PLAIN),
        (9, NumberFormat.PERCENT),
        (10, NumberFormat.PERCENT),
        (11, NumberFormat.PLAIN),
        (14, NumberFormat.DATE),
        (22, NumberFormat.DATE),
        (37, NumberFormat.PLAIN),
        (46, NumberFormat.DURATION),
        (47, NumberFormat.DATE),
        (49, NumberFormat.PLAIN),
    ],
)
def test_built_in_formats_go_by_their_id(format_id, expected):
    assert classify_builtin(format_id) is expected


@pytest.mark.parametrize(
    ("serial", "date1904", "expected"),
    [
        (45566, False, date(2024, 10, 1)),
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (60, False, None),
        (60.5, False, None),
        (61, False, date(1900, 3, 1)),
        (45566.75, False, datetime.fromisoformat("2024-10-01T18:00")),
        (45566 + 8.5 / 24, False, datetime.fromisoformat("2024-10-01T08:30")),
        (59.9999999, False, date(1900, 3, 1)),
        (0, False, None),
        (0.5, False, None),
        (-1, False, None),
        (2958465, False, date(9999, 12, 31)),
        (2958465.9999999, False, None),
        (2958466, False, None),
        (1e300, False, None),
        (44104, True, date(2024, 10, 1)),
        (0, True, date(1904, 1, 1)),
        (-1, True, None),
        (2957003, True, date(9999, 12, 31)),
        (2957004, True, None),
    ],
)
def test_serials_are_days(serial, date1904, expected):
    assert date_of(serial, date1904) == expected
    assert type(date_of(serial, date1904)) is type(expected)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (25, "25"),
        (25.0, "25"),
        (1.2, "1.2"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (24.999999999999996, "25"),
        (0.00001, "0.00001"),
        (123456789012345678, "123456789012345678"),
        (1e300, "1e+300"),
        (1e-300, "1e-300"),
    ],
)
def test_numbers_are_written_in_the_fewest_digits(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.95, "95%"), (1.0, "100%"), (0.07, "7%"), (0.57, "57%"), (0.1234, "12.34%"), (0, "0%")],
)
def test_shares_are_written_as_percentages(share, text):
    assert percent_text(share) == text


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (25.0, NumberFormat.PLAIN, (CellKind.NUMBER, 25, "25")),
        (1.2, NumberFormat.PLAIN, (CellKind.NUMBER, 1.2, "1.2")),
        (0.95, NumberFormat.PERCENT, (CellKind.NUMBER, 0.95, "95%")),
        (45566.0, NumberFormat.DATE, (CellKind.DATE, date(2024, 10, 1), "01/10/2024")),
        (
            45566 + 8 / 24,
            NumberFormat.DATE,
            (CellKind.DATE, datetime.fromisoformat("2024-10-01T08:00"), "01/10/2024 08:00"),
        ),
        (8 / 24, NumberFormat.DATE, (CellKind.TEXT, "08:00", "08:00")),
        (1.5, NumberFormat.DURATION, (CellKind.TEXT, "36:00", "36:00")),
        (60.0, NumberFormat.DATE, (CellKind.NUMBER, 60, "60")),
        (0.0, NumberFormat.DATE, (CellKind.NUMBER, 0, "0")),
        (-5.0, NumberFormat.DATE, (CellKind.NUMBER, -5, "-5")),
        (float("nan"), NumberFormat.PLAIN, (CellKind.ERROR, None, "#NUM!")),
        (float("inf"), NumberFormat.DATE, (CellKind.ERROR, None, "#NUM!")),
    ],
)
def test_a_stored_number_becomes_what_its_format_shows(value, number_format, expected):
    found = read_number(value, number_format)
    assert found == expected
    assert type(found[1]) is type(expected[1])

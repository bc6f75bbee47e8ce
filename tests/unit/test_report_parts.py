"""Small parts of reports: plain text, names, lists, measures."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import plan_2024

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.reports.document import listed
from vinhloc_cds.reports.fixed import fixed_zip, made_at
from vinhloc_cds.reports.framing import roman
from vinhloc_cds.reports.measure import even_lines, line_count, line_width
from vinhloc_cds.reports.plain import lines, plain
from vinhloc_cds.reports.wording import (
    listed_name,
    lower_first,
    sentence_deadline,
    sentence_moment,
    sentence_name,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Vĩnh Lộc", "Vĩnh Lộc"),
        ("Ho\u0300a", "Hòa"),
        ("a\nb\tc", "a b c"),
        ("a\x00b\x1b", "a□b□"),
        ("a\u200bb\ufeff", "ab"),
        ("\u202etxt.exe", "txt.exe"),
        ("\ud800", "□"),
        ("\ufffe", "□"),
        ("hai  chỗ trống", "hai  chỗ trống"),
        ("😀", "😀"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_plain(raw, shown):
    assert plain(raw) == shown


@given(st.text())
def test_plain_text_is_fit_for_xml_and_stays(words):
    shown = plain(words)
    assert plain(shown) == shown
    assert not any(ord(c) < 0x20 or 0xD800 <= ord(c) < 0xE000 for c in shown)


def test_lines():
    assert lines("- một\r\n\n  - hai \u2028ba\x00") == ("- một", "- hai", "ba□")
    assert lines(" \n ") == ()


def test_a_list_is_punctuated_by_the_decree():
    assert listed(("Như trên", "- Lưu: VT, VHTT.", "HĐND;")) == (
        "- Như trên;",
        "- Lưu: VT, VHTT;",
        "- HĐND.",
    )


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (28, "XXVIII")]
)
def test_roman(number, letters):
    assert roman(number) == letters


def test_units_are_named_by_their_place_in_the_sentence():
    plan = plan_2024()
    names = {
        code: (listed_name(plan, unit), sentence_name(plan, unit))
        for code in ("15349", "15391", "PB02", "VT01")
        if (unit := plan.unit_by_code[code])
    }
    assert names == {
        "15349": ("Thị trấn Vĩnh Lộc", "thị trấn Vĩnh Lộc"),
        "15391": ("Xã Vĩnh An", "xã Vĩnh An"),
        "PB02": ("Phòng Nội vụ", "Phòng Nội vụ"),
        "VT01": ("VNPT Vĩnh Lộc", "VNPT Vĩnh Lộc"),
    }


def test_an_abbreviation_keeps_its_capitals():
    assert lower_first("UBND xã") == "UBND xã"
    assert lower_first("Tổ chức") == "tổ chức"
    assert lower_first("") == ""


def test_moments_and_deadlines_in_words():
    moment = datetime(2024, 10, 12, 2, 5, tzinfo=UTC)
    assert sentence_moment(moment) == "09 giờ 05 ngày 12 tháng 10 năm 2024"
    day = date(2024, 3, 1)
    assert sentence_deadline(Deadline(day, exclusive=True)) == "trước ngày 01 tháng 3 năm 2024"
    assert sentence_deadline(Deadline(day, exclusive=False)) == "chậm nhất ngày 01 tháng 3 năm 2024"


def test_a_short_title_has_the_whole_line():
    assert even_lines("Báo cáo", 14, 400) == 400


def test_a_long_title_has_even_lines_and_no_last_word_of_its_own():
    title = "Kết quả tổ chức lễ phát động ra quân thúc đẩy sử dụng sản phẩm, dịch vụ số hưởng ứng"
    room = line_width(title, 14, bold=True) * 0.98
    width = even_lines(title, 14, room, bold=True)
    assert room * 0.5 < width < room * 0.65
    assert line_count(title, 14, width, bold=True) == 2


def test_a_title_of_one_endless_word_has_what_room_there_is():
    assert even_lines("x" * 500, 14, 400) == 400


def test_a_long_word_fills_lines():
    assert line_count("x" * 100, 11, 55) >= 10


def test_the_moment_of_a_document_is_in_whole_seconds():
    assert made_at("2024-10-12T09:00:00.5+07:00") == datetime(2024, 10, 12, 2, tzinfo=UTC)


def test_a_zip_carries_one_moment_and_keeps_its_order():
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("b.xml", "b")
        archive.writestr("a.xml", "a")
    fixed = fixed_zip(data.getvalue(), datetime(2024, 10, 12, 2, tzinfo=UTC))
    with ZipFile(BytesIO(fixed)) as archive:
        assert archive.namelist() == ["b.xml", "a.xml"]
        assert {info.date_time for info in archive.infolist()} == {(2024, 10, 12, 2, 0, 0)}
        assert archive.read("a.xml") == b"a"

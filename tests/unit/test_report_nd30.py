"""The constants stand within the ranges that Decree 30 gives."""

import pytest

from vinhloc_cds.reports import nd30


@pytest.mark.parametrize("margins", [nd30.BODY_MARGINS, nd30.ANNEX_MARGINS, nd30.HEAD_MARGINS])
def test_margins(margins):
    for value, (low, high) in (
        (margins.top, nd30.TOP_RANGE),
        (margins.bottom, nd30.BOTTOM_RANGE),
        (margins.left, nd30.LEFT_RANGE),
        (margins.right, nd30.RIGHT_RANGE),
    ):
        assert low <= value <= high


SIZES = {
    "Quốc hiệu": (12, 13), "Tiêu ngữ": (13, 14), "Cơ quan chủ quản": (12, 13),
    "Cơ quan ban hành": (12, 13), "Số, ký hiệu": (13, 13), "Địa danh, thời gian": (13, 14),
    "Tên loại văn bản": (13, 14), "Trích yếu nội dung": (13, 14), "Kính gửi": (13, 14),
    "Danh sách kính gửi": (13, 14), "Căn cứ": (13, 14), "Nội dung": (13, 14),
    "Tiêu đề mục": (13, 14), "Tiêu đề khoản": (13, 14), "Quyền hạn, chức vụ": (13, 14),
    "Họ tên người ký": (13, 14), "Nơi nhận": (12, 12), "Danh sách nơi nhận": (11, 11),
    "Số trang": (13, 14), "Phụ lục": (14, 14), "Tên phụ lục": (13, 14),
    "Chú dẫn phụ lục": (13, 14), "Tên bảng": (13, 14), "Đầu bảng": (11, 12),
    "Chữ trong bảng": (11, 12), "Ghi chú bảng": (11, 12), "Gạch đầu dòng": (13, 14),
    "Trích yếu công văn": (12, 13), "Tên danh sách": (13, 14), "Hình": (13, 14),
    "Chú thích hình": (11, 12),
}  # fmt: skip


@pytest.mark.parametrize("style", nd30.STYLES, ids=lambda style: style.name)
def test_sizes(style):
    low, high = SIZES[style.name]
    assert low <= style.size <= high
    low, high = nd30.LINE_RANGE
    assert low <= style.line <= high


def test_every_style_is_in_the_list():
    styles = {value for value in vars(nd30).values() if isinstance(value, nd30.Style)}
    assert styles == set(nd30.STYLES)
    assert len({style.name for style in styles}) == len(styles)


def test_running_text():
    for style in (nd30.BODY, nd30.BASIS):
        assert style.adjust is nd30.Adjust.BOTH
        assert style.after >= 6
        assert nd30.twips(style.indent) in {567, 720}


@pytest.mark.parametrize(
    ("style", "bold", "italic"),
    [
        (nd30.STATE_NAME, True, False),
        (nd30.MOTTO, True, False),
        (nd30.SUPERIOR, False, False),
        (nd30.ISSUER, True, False),
        (nd30.NUMBER, False, False),
        (nd30.PLACE_AND_DATE, False, True),
        (nd30.BASIS, False, True),
        (nd30.AUTHORITY, True, False),
        (nd30.RECIPIENTS_TITLE, True, True),
        (nd30.RECIPIENTS, False, False),
        (nd30.ANNEX_REFERENCE, False, True),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_faces(style, bold, italic):
    assert (style.bold, style.italic) == (bold, italic)


def test_paper_in_twips():
    # 35, 20, 25 and 20 mm and the header's 10, as Word counts them, to two twips.
    for millimetres, expected in ((35, 1985), (20, 1134), (25, 1418), (10, 567), (210, 11906)):
        assert abs(nd30.twips(nd30.points(millimetres)) - expected) <= 2

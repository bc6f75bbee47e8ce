"""What else stands in a PDF: charts, pictures, letters, lists, drafts, the outline."""

from collections import Counter
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from printed_pages import printed
from pypdfium2 import raw
from report_documents import LONG_NAME, big_table, document, real_report

from vinhloc_cds.reports import nd30
from vinhloc_cds.reports import pdf as renderer
from vinhloc_cds.reports.document import (
    Addressees,
    Chart,
    Heading,
    Paragraph,
    Picture,
    Series,
    Table,
)

DAYS = Chart(
    "Ngày",
    "Biểu đồ 1. Số báo cáo nhận được theo ngày",
    tuple(f"{day:02}/10" for day in range(1, 16)),
    (Series("Số báo cáo", (0, 1, 0, 2, 3, 5, 1, 4, 6, 8, 12, 7, 3, 1234, None)),),
    after=11,
    after_label="Hết hạn 12/10/2024",
    note="Theo 27/31 đơn vị.",
)
TOPICS = Chart(
    "Nội dung",
    "Biểu đồ 2. Lượt người được hướng dẫn",
    ("Dịch vụ công trực tuyến", LONG_NAME, "Khác"),
    (Series("Các xã, thị trấn", (1234, 567, None)), Series("Doanh nghiệp", (89, 0, 5))),
    horizontal=True,
)


def picture(size: tuple[int, int], kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 50).save(out, kind)
    return out.getvalue()


def images(pages, number: int) -> list[tuple[float, float, float, float]]:
    kinds = [raw.FPDF_PAGEOBJ_IMAGE]
    return [found.get_bounds() for found in pages.pdf[number].get_objects(filter=kinds)]


def test_charts_print_their_figures_names_and_remarks():
    pages = printed(document(DAYS, TOPICS))
    words = Counter(pages.words.split())
    for name in DAYS.categories:
        assert words[name] == 1, name
    for figure in ("12", "7", "1.234", "567", "89", "–"):
        assert words[figure] >= 1, figure
    for sentence in ("Hết hạn 12/10/2024", "Theo 27/31 đơn vị.", "Các xã, thị trấn", LONG_NAME):
        assert sentence in pages.words, sentence


def test_the_line_of_the_last_day_stands_between_its_neighbours():
    pages = printed(document(DAYS))
    number = pages.page_of("Hết hạn")
    before, after = pages.box(number, "11/10"), pages.box(number, "12/10\r\n")
    label = pages.box(number, "Hết hạn 12/10/2024")
    assert label[2] == pytest.approx((before[2] + after[0]) / 2, abs=8)
    assert label[1] > pages.box(number, "1.234")[1]


@pytest.mark.parametrize("horizontal", [False, True])
@pytest.mark.parametrize("count", [0, 1, 60])
def test_charts_of_any_size_stay_on_the_page(horizontal, count):
    chart = replace(
        TOPICS,
        categories=tuple(f"{LONG_NAME} {n}" for n in range(count)),
        series=tuple(Series(f"Nhóm {n}", (10**12 * n,) * count) for n in range(5)),
        horizontal=horizontal,
        after=count // 2,
        after_label="Hạn",
    )
    pages = printed(document(chart))
    for number in range(len(pages)):
        text_page = pages.pdf[number].get_textpage()
        rects = [text_page.get_rect(k) for k in range(text_page.count_rects())]
        assert min(r[0] for r in rects) >= nd30.points(30) - 1
        assert max(r[2] for r in rects) <= nd30.points(nd30.PAGE_WIDTH - 15) + 1
        assert min(r[1] for r in rects) >= nd30.points(20) - 1


@pytest.mark.parametrize("size", [(320, 180), (20, 320), (1, 1)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_fit_the_page_with_their_caption(size, kind):
    pages = printed(document(annex=(Picture(picture(size, kind), "Lễ ra quân"),), landscape=False))
    number = pages.page_of("Lễ ra quân")
    ((left, bottom, right, top),) = images(pages, number)
    assert left >= nd30.points(30) - 1
    assert right <= nd30.points(nd30.PAGE_WIDTH - 15) + 1
    assert (right - left) / (top - bottom) == pytest.approx(size[0] / size[1], rel=0.02)
    assert top - bottom <= nd30.PICTURE_HEIGHT + 1
    assert pages.box(number, "Lễ ra quân")[3] < bottom


def test_a_broken_picture_is_said_to_be_broken():
    pages = printed(document(annex=(Picture(picture((50, 50))[:200], "Ảnh hỏng"),)))
    number = pages.page_of("Ảnh hỏng")
    assert images(pages, number) == []
    assert "Không hiển thị được ảnh này" in pages.words


def test_a_draft_says_so_behind_every_page_and_its_text_is_the_same():
    content = replace(real_report(), draft=False)
    final, draft = printed(content), printed(replace(content, draft=True))
    assert draft.texts == final.texts
    for number, (width, height) in enumerate(draft.sizes):
        stamp = [one for one in images(draft, number) if one not in images(final, number)]
        ((left, bottom, right, top),) = stamp
        assert 0 < left < right < width
        assert 0 < bottom < top < height
        objects = draft.pdf[number].get_objects()
        assert next(iter(objects)).type == raw.FPDF_PAGEOBJ_IMAGE


def test_a_letter_has_its_subject_under_its_number():
    content = document(Addressees(("Ủy ban nhân dân xã Vĩnh Hưng",)), title="V/v đôn đốc báo cáo")
    assert content.head is not None
    pages = printed(replace(content, head=replace(content.head, kind="")))
    number, subject = pages.box(0, "Số: 05"), pages.box(0, "V/v đôn đốc báo cáo")
    line = pages.box(0, "Số: 05/BC-UBND")
    assert (subject[0] + subject[2]) / 2 == pytest.approx((line[0] + line[2]) / 2, abs=2)
    assert 6 <= number[1] - subject[3] <= 14
    assert subject[1] > pages.box(0, "Kính gửi:")[3]
    assert pages.words.count("V/v") == 1


def test_a_list_has_its_title_over_it_and_its_pages_turned():
    content = replace(document(big_table(40)), head=None, landscape=True, title="DANH SÁCH")
    pages = printed(content)
    assert pages.texts[0].startswith("DANH SÁCH\r\n")
    left, _, right, _ = pages.box(0, "DANH SÁCH")
    margins = nd30.body_margins(landscape=True)
    middle = nd30.points(margins.left) + nd30.text_width(margins, landscape=True) / 2
    assert (left + right) / 2 == pytest.approx(middle, abs=1)
    assert all(width > height for width, height in pages.sizes)


@pytest.mark.parametrize("block", [big_table(30), DAYS, TOPICS, Paragraph("Một đoạn văn. " * 40)])
def test_no_heading_stands_alone_at_the_foot_of_a_page(block):
    first = "Đơn vị thứ 3" if isinstance(block, Table) else "Một đoạn"
    if isinstance(block, Chart):
        first = block.categories[-1]
    for count in range(21, 27):
        lines = [Paragraph("Hàng chữ.")] * count
        headings = (Heading(1, "I.", "KẾT QUẢ"), Heading(2, "1.", "Tình hình"))
        pages = printed(document(*lines, *headings, block))
        assert first in pages.texts[pages.page_of("I. KẾT QUẢ")]


def test_the_outline_leads_to_headings_annexes_and_tables():
    pages = printed(
        document(
            Heading(1, "I.", "KẾT QUẢ"),
            Heading(2, "1.", "Tình hình"),
            annex=(big_table(3), DAYS),
        )
    )
    assert pages.outline == [
        (0, "I. KẾT QUẢ"),
        (1, "1. Tình hình"),
        (0, "Phụ lục I. SỐ LIỆU"),
        (1, "Bảng lớn"),
        (1, DAYS.title),
    ]


def test_readers_are_told_the_language_the_title_and_the_keywords():
    data = renderer.render(replace(document(), keywords="nhật ký 12 abc"))
    assert b"/Lang (vi-VN)" in data
    assert b"/DisplayDocTitle true" in data
    assert printed(replace(document(), keywords="nhật ký 12 abc")).pdf.get_metadata_dict()[
        "Keywords"
    ] == ("nhật ký 12 abc")

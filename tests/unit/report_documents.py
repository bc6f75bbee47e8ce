"""Documents for the tests of the renderers: the real report, and small ones with odd contents."""

from dataclasses import replace
from functools import cache
from io import BytesIO

from PIL import Image
from report_samples import full_snapshot, plan_2024

from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import (
    Addressees,
    Align,
    Annex,
    Basis,
    Block,
    Cell,
    Chart,
    Closing,
    Column,
    Document,
    Head,
    Heading,
    Note,
    Paragraph,
    Picture,
    Series,
    Table,
)

# What units may send, from the reliability requirement R9: all of it is only text.
PAYLOADS = (
    '<img src="file:///etc/passwd"/>',
    "<b>đậm</b>",
    "<para><font color=red>đỏ</font></para>",
    "a & b &amp; c &#60;",
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "#REF!",
    "{0} {name} %s %d",
    "]]>",
    "dòng\x00 có\x07 ký\x1b tự",
    "\ud800 lẻ",
    "ngược \u202etxt.exe",
    "😀 rất tốt",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "x" * 400,
    "\u0310" * 3,
)
LONG_NAME = (
    "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên, Bồi dưỡng chính trị và Hướng nghiệp "
    "liên huyện Vĩnh Lộc - Thạch Thành"
)


@cache
def real_report(profile: str = "ubnd") -> Document:
    return consolidated_report(full_snapshot(silent=4), profile)


def document(
    *blocks: Block, annex: tuple[Block, ...] = (), landscape: bool = True, title: str = "Báo cáo"
) -> Document:
    letterhead = plan_2024().letterheads[0]
    annexes = (Annex("Phụ lục I", "SỐ LIỆU", "(Kèm theo)", landscape, annex),) if annex else ()
    return Document(
        title=title,
        subject="Thử",
        author="UBND huyện Vĩnh Lộc",
        made_at="2024-10-12T02:00:00+00:00",
        head=Head(
            letterhead, "Số: 05/BC-UBND", "Vĩnh Lộc, ngày 09 tháng 10 năm 2024", "BÁO CÁO", title
        ),
        blocks=(*blocks, Closing(letterhead)),
        annexes=annexes,
    )


def with_words(*words: str) -> Document:
    """The same words as heading, paragraph and cell."""
    rows = tuple((Cell(str(n)), Cell(word)) for n, word in enumerate(words, 1))
    columns = (Column("STT", 1), Column("Nội dung", 4))
    return document(
        *(Paragraph(word) for word in words),
        Heading(2, "1.", words[0]),
        annex=(Table("Biểu", words[0], columns, rows, words[-1]),),
    )


def big_table(rows: int, columns: int = 8) -> Table:
    return Table(
        "Lớn",
        "Bảng lớn",
        (
            Column("STT", 1),
            Column("Đơn vị", 4),
            *(Column(f"Chỉ tiêu {n}", 2) for n in range(columns - 2)),
        ),
        tuple(
            (
                Cell(str(n), align=Align.CENTER),
                Cell(f"Đơn vị thứ {n} trên địa bàn huyện"),
                *(Cell(str(n * k), n * k, Align.RIGHT) for k in range(columns - 2)),
            )
            for n in range(1, rows + 1)
        ),
    )


BY_DAY = Chart(
    "Theo ngày",
    "Số đơn vị gửi báo cáo theo ngày",
    ("10/10", "11/10", "12/10"),
    (Series("Đơn vị", (4, 1200, None)),),
    after=2,
    after_label="Hết hạn báo cáo",
    note="Tính theo báo cáo đầu tiên.",
)
BY_TOPIC = Chart(
    "Theo nội dung",
    "Người được hướng dẫn",
    ("Dịch vụ công", "Mua bán & 'thanh toán'", "=1+1"),
    (Series("Xã <thị trấn>", (12, 2.5, 7)), Series("Ngân hàng", (None, 3, 1))),
    horizontal=True,
)


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


def everything() -> Document:
    """A small draft with every kind of block, and headings in the body and in an annex."""
    content = document(
        Addressees(("Sở Thông tin và Truyền thông", "Thường trực Huyện ủy")),
        Basis("Căn cứ Kế hoạch số 01/KH-UBND."),
        Heading(1, "I.", "KẾT QUẢ"),
        Heading(2, "1.", "Tình hình"),
        Paragraph("Mở đầu."),
        Paragraph("Ý thứ nhất;", item=True),
        Heading(2, "2.", "Số liệu"),
        BY_DAY,
        Heading(1, "II.", "KIẾN NGHỊ"),
        Heading(2, "1.", "Với tỉnh"),
        BY_TOPIC,
        Note("Ghi chú."),
        Paragraph("Hết./."),
        annex=(
            Heading(1, "I.", "TRONG PHỤ LỤC"),
            Heading(2, "1.", "Ảnh"),
            Picture(picture(), "Ảnh 1"),
            Picture(picture("JPEG", (40, 90)), "Ảnh 2"),
            Picture(b"\x89PNG\r\n\x1a\n", "Ảnh 3"),
            big_table(3),
        ),
    )
    return replace(content, draft=True, keywords="Chuỗi nhật ký 0123abcd")


def letter(*names: str) -> Document:
    """A letter: its subject under its number, no kind."""
    letterhead = plan_2024().letterheads[0]
    return Document(
        title="Công văn",
        subject="Đôn đốc",
        author="UBND huyện Vĩnh Lộc",
        made_at="2024-10-12T02:00:00+00:00",
        head=Head(
            letterhead,
            "Số: 07/UBND-VHTT",
            "Vĩnh Lộc, ngày 12 tháng 10 năm 2024",
            "",
            "V/v đôn đốc báo cáo kết quả tổ chức Ngày Chuyển đổi số quốc gia năm 2024",
        ),
        blocks=(Addressees(names), Paragraph("Nội dung./."), Closing(letterhead)),
    )


def bare_list(*blocks: Block) -> Document:
    """A list for the office's own use, on turned pages."""
    return replace(document(*blocks, title="DANH SÁCH"), head=None, landscape=True, blocks=blocks)

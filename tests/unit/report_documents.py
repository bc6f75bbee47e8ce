"""Documents for the tests of the renderers: the real report, and small ones with odd contents."""

from functools import cache

from report_samples import full_snapshot, plan_2024

from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import (
    Align,
    Annex,
    Block,
    Cell,
    Closing,
    Column,
    Document,
    Head,
    Heading,
    Paragraph,
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

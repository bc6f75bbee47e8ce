"""Word documents built piece by piece for the checker: the decree's samples 1.4 and 1.5."""

import io
import zipfile
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True)
class P:
    """A paragraph; sizes in points, `first` in twips, `rule` the length of a line in points."""

    text: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    jc: str = "both"
    first: int = 720
    after: int = 120
    line: int = 276
    font: str = "Times New Roman"
    color: str = "000000"
    rule: float = 0
    room: float = 0

    def xml(self) -> str:
        if self.rule:
            side = round((self.room - self.rule) / 2 * 20)
            return (
                '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="0"/></w:pBdr>'
                f'<w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'
            )
        marks = "<w:b/>" * self.bold + "<w:i/>" * self.italic
        size = round(self.size * 2)
        return (
            f'<w:p><w:pPr><w:spacing w:before="0" w:after="{self.after}" w:line="{self.line}"'
            f' w:lineRule="auto"/><w:ind w:firstLine="{self.first}"/><w:jc w:val="{self.jc}"/>'
            f'</w:pPr><w:r><w:rPr><w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}"'
            f' w:cs="{self.font}" w:eastAsia="{self.font}"/>{marks}'
            f'<w:color w:val="{self.color}"/><w:sz w:val="{size}"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(self.text)}</w:t></w:r></w:p>'
        )


def middle(text: str, size: float = 14, **looks) -> P:
    return P(text, size, jc="center", first=0, after=0, line=240, **looks)


def left(text: str, size: float = 11, **looks) -> P:
    return P(text, size, jc="left", first=0, after=0, line=240, **looks)


def line(length: float, room: float = 239.2) -> P:
    return P("", rule=length, room=room)


def boxes(*columns: list[P], borders: bool = False) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    drawn = f"<w:tblBorders>{sides}</w:tblBorders>" if borders else ""
    cells = "".join(f"<w:tc>{''.join(each.xml() for each in column)}</w:tc>" for column in columns)
    widths = '<w:gridCol w:w="5000"/>' * len(columns)
    return (
        f"<w:tbl><w:tblPr>{drawn}</w:tblPr><w:tblGrid>{widths}</w:tblGrid>"
        f"<w:tr>{cells}</w:tr></w:tbl>"
    )


def grid(*rows: tuple[str, ...]) -> str:
    """A table with borders."""
    return (
        boxes(*([left(cell)] for cell in rows[0]), borders=True).removesuffix("</w:tbl>")
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{left(cell).xml()}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows[1:]
        )
        + "</w:tbl>"
    )


@dataclass(frozen=True)
class Page:
    """A section; lengths in twips."""

    width: int = 11906
    height: int = 16838
    top: int = 1418
    bottom: int = 1134
    left: int = 1985
    right: int = 1134
    title: bool = True
    start: bool = False
    landscape: bool = False

    def xml(self) -> str:
        start = '<w:pgNumType w:start="1"/>' if self.start else ""
        wide, high = (self.height, self.width) if self.landscape else (self.width, self.height)
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:pgSz w:w="{wide}"'
            f' w:h="{high}"/><w:pgMar w:top="{self.top}" w:bottom="{self.bottom}"'
            f' w:left="{self.left}" w:right="{self.right}"/>{start}'
            f"{'<w:titlePg/>' if self.title else ''}</w:sectPr>"
        )


NUMBER = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="26"/></w:rPr>'
    "<w:instrText>PAGE</w:instrText></w:r></w:p>"
)


def docx(blocks: list[P | str], page: Page = Page(), header: str = NUMBER) -> bytes:
    """A document of paragraphs and of ready markup."""
    body = "".join(each.xml() if isinstance(each, P) else each for each in blocks)
    spaces = f'xmlns:w="{W}" xmlns:r="{R}"'
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
            f'<Override PartName="/word/header1.xml" ContentType="{TYPES}.header+xml"/></Types>'
        ),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(("header", "header1.xml")),
        "word/header1.xml": f"<w:hdr {spaces}>{header}</w:hdr>",
        "word/document.xml": (
            f"<w:document {spaces}><w:body>{body}{page.xml()}</w:body></w:document>"
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


REPORT = {
    "superior": middle("UBND HUYỆN VĨNH LỘC", 12),
    "issuer": middle("PHÒNG VĂN HÓA VÀ THÔNG TIN", 12, bold=True),
    "issuer_rule": line(70),
    "number": middle("Số: 05/BC-VHTT", 13),
    "state": middle("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True),
    "motto": middle("Độc lập - Tự do - Hạnh phúc", 13, bold=True),
    "motto_rule": line(160),
    "date": middle("Vĩnh Lộc, ngày 09 tháng 10 năm 2024", 13, italic=True),
    "kind": middle("BÁO CÁO", bold=True),
    "subject": middle("Kết quả thực hiện nhiệm vụ quý III năm 2024", bold=True),
    "subject_rule": line(110, 450),
    "to": middle("Kính gửi: Ủy ban nhân dân huyện Vĩnh Lộc"),
    "basis1": P(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", italic=True
    ),
    "basis2": P("Căn cứ Kế hoạch số 12/KH-UBND ngày 02 tháng 01 năm 2024.", italic=True),
    "text1": P(
        "Phòng Văn hóa và Thông tin báo cáo kết quả thực hiện nhiệm vụ quý III năm 2024 trên địa "
        "bàn huyện, số liệu chi tiết tại Phụ lục kèm theo báo cáo này, cụ thể như sau:"
    ),
    "h1": P("I. KẾT QUẢ ĐẠT ĐƯỢC", bold=True),
    "c1": P("1. Công tác tuyên truyền", bold=True),
    "a": P("a) Đã tổ chức 12 buổi tuyên truyền tại các xã, thị trấn trên địa bàn huyện."),
    "b": P("b) Đã phát 350 tin, bài trên hệ thống đài truyền thanh của các xã, thị trấn."),
    "c": P("c) Đã treo 40 băng rôn tại trụ sở và nơi công cộng trên địa bàn các xã."),
    "d": P("d) Đã tập huấn cho 120 thành viên tổ công nghệ số cộng đồng của các thôn."),
    "đ": P("đ) Đã kiểm tra việc thực hiện tại 5 đơn vị theo kế hoạch đã được phê duyệt."),
    "c2": P("2. Công tác quản lý", bold=True),
    "text2": P("Ngày ngày, cán bộ đến từng nhà; các xã luôn luôn báo cáo đúng thời hạn quy định."),
    "h2": P("II. KIẾN NGHỊ", bold=True),
    "text3": P("Đề nghị Ủy ban nhân dân huyện xem xét, bố trí kinh phí cho quý IV năm 2024./."),
    "receivers": left("Nơi nhận:", 12, bold=True, italic=True),
    "r1": left("- Như trên;"),
    "r2": left("- Lãnh đạo phòng;"),
    "r3": left("- Lưu: VT, VHTT."),
    "power": middle("KT. TRƯỞNG PHÒNG", bold=True),
    "office": middle("PHÓ TRƯỞNG PHÒNG", bold=True),
    "name": middle("Nguyễn Văn An", bold=True),
}
ANNEX = {
    "label": middle("Phụ lục", bold=True),
    "title": middle("SỐ LIỆU TUYÊN TRUYỀN", bold=True),
    "reference": middle("(Kèm theo Báo cáo số 05/BC-VHTT ngày 09 tháng 10 năm 2024)", italic=True),
}
TABLE = (
    ("STT", "Đơn vị", "Số buổi", "Tỷ lệ (%)"),
    ("1", "Xã Vĩnh An", "1.200", "60"),
    ("2", "Xã Vĩnh Hưng", "800", "40"),
    ("3", "Xã Vĩnh Hùng", "–", "–"),
    ("", "Cộng", "2.000", "50"),
)


def report(
    *, page: Page = Page(), header: str = NUMBER, annex_page: Page | None = None,
    table=TABLE, **changed: P | None,
) -> bytes:  # fmt: skip
    """Sample 1.4 as a report with an annex; `changed` replaces or (None) leaves out elements."""
    said = {**REPORT, **ANNEX, **changed}

    def chosen(*names: str) -> list[P]:
        return [found for name in names if (found := said[name]) is not None]

    head = boxes(
        chosen("superior", "issuer", "issuer_rule", "number"),
        chosen("state", "motto", "motto_rule", "date"),
    )
    names = [*REPORT]
    body = chosen(*names[names.index("kind") : names.index("receivers")])
    foot = boxes(chosen("receivers", "r1", "r2", "r3"), chosen("power", "office", "name"))
    ending = f"<w:p><w:pPr>{page.xml()}</w:pPr></w:p>"
    return docx(
        [head, *body, foot, ending, *chosen(*ANNEX), grid(*table)],
        annex_page or Page(start=True),
        header,
    )


LETTER = {
    "superior": None,
    "issuer": middle("ỦY BAN NHÂN DÂN", 12, bold=True),
    "issuer2": middle("HUYỆN VĨNH LỘC", 12, bold=True),
    "issuer_rule": line(45),
    "number": middle("Số: 145/UBND-VHTT", 13),
    "v": middle("V/v đôn đốc báo cáo kết quả", 12),
    "to": P("Kính gửi:", first=2000),
    "to1": P("- Ủy ban nhân dân các xã, thị trấn;", first=2800),
    "to2": P("- Các phòng, ban, đơn vị trực thuộc huyện.", first=2800),
    "text": P("Ủy ban nhân dân huyện đề nghị các đơn vị gửi báo cáo trước ngày 12/10/2024./."),
}


def letter(**changed: P | None) -> bytes:
    """Sample 1.5."""
    said = {**REPORT, **LETTER, **changed}

    def chosen(*names: str) -> list[P]:
        return [found for name in names if (found := said[name]) is not None]

    return docx(
        [
            boxes(
                chosen("issuer", "issuer2", "issuer_rule", "number", "v"),
                chosen("state", "motto", "motto_rule", "date"),
            ),
            *chosen("to", "to1", "to2", "text"),
            boxes(chosen("receivers", "r1", "r2", "r3"), chosen("power", "office", "name")),
        ],
        Page(),
    )


def but(name: str, source=REPORT, **looks) -> dict[str, P]:
    """One element that is otherwise than it should be."""
    return {name: replace({**source}[name], **looks)}

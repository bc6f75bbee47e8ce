"""How hostile files are put together: from the parts of sound ones, some changed."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_TYPES = {
    "xl/workbook.xml": "sheet.main",
    SHEET: "worksheet",
    STRINGS: "sharedStrings",
    STYLES: "styles",
    "xl/comments1.xml": "comments",
}


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """A sheet's XML around its rows."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def cell(place: str, text: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def table() -> str:
    """The rows of a small table that a unit could have sent."""
    rows = [("Xã Vĩnh Hùng", "", ""), ("Mã", "Chỉ tiêu", "Số liệu")]
    rows += [(f"D{n:02}", f"Số tổ công nghệ số thứ {n}", str(n * 3)) for n in range(1, 30)]
    return "".join(
        f'<row r="{r}">{cell(f"A{r}", a)}{cell(f"B{r}", b)}{cell(f"C{r}", c)}</row>'
        for r, (a, b, c) in enumerate(rows, 1)
    )


def styles(content: str) -> str:
    """A style sheet's XML around its content."""
    return f'{HEAD}<styleSheet xmlns="{MAIN}">{content}</styleSheet>'


def parts(**changed: str | bytes | None) -> dict[str, str | bytes]:
    """The parts of a sound workbook, some changed; None is left out."""
    types = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.{kind}+xml"/>'
        for name, kind in _TYPES.items()
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            [
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ],
            1,
        )
    )
    sound: dict[str, str | bytes | None] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Biểu 1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{links}</Relationships>",
        SHEET: sheet(table()),
        STRINGS: f'{HEAD}<sst xmlns="{MAIN}"><si><t>Số tổ</t></si></sst>',
        STYLES: styles('<cellXfs><xf numFmtId="0"/></cellXfs>'),
    }
    return {name: data for name, data in (sound | changed).items() if data is not None}


def zipped(contents: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> bytes:
    """A .zip of these; two may have the same name."""
    pairs = contents.items() if isinstance(contents, Mapping) else contents
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of the same name twice
        for name, data in pairs:
            archive.writestr(name, data)
    return file.getvalue()


def workbook(**changed: str | bytes | None) -> bytes:
    """A sound workbook with some parts changed."""
    return zipped(parts(**changed))


def with_sheet(rows: str, before: str = "", after: str = "") -> bytes:
    """A sound workbook with another sheet."""
    return workbook(**{SHEET: sheet(rows, before, after)})


def with_text(text: str) -> bytes:
    """A sound workbook with a text in a cell of its table."""
    return with_sheet(table() + f'<row r="40">{cell("B40", "Số tổ")}{cell("C40", text)}</row>')


def ods_content(rows: str) -> str:
    """The content of an .ods around its rows."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    return (
        f'<office:document-content xmlns:office="{office}" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Biểu 1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods(content: str | bytes) -> bytes:
    """An .ods with that content."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<x/>"})


def docx(body: str) -> bytes:
    """A .docx with that body."""
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName='
            '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body>'
            "</w:document>",
        }
    )

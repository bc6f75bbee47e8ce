"""Workbooks written letter by letter, so that a test says exactly what stands in the file."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relations(*targets: tuple[str, str, str]) -> str:
    """A part of relations: id, type and target; an external one has "!" before its target."""
    return (
        f'<Relationships xmlns="{PACKAGE}">'
        + "".join(
            f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target.lstrip("!")}"'
            + (' TargetMode="External"/>' if target.startswith("!") else "/>")
            for name, kind, target in targets
        )
        + "</Relationships>"
    )


def parts(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    texts: str = "",
    styles: str = "",
    workbook: str = "",
    sheets: str = '<sheet name="Biểu" sheetId="1" r:id="s1"/>',
    main: str = MAIN,
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet that holds `rows`."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("r1", "officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}">{workbook}'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            ("s1", "worksheet", "worksheets/sheet1.xml"),
            ("t", "sharedStrings", "sharedStrings.xml"),
            ("y", "styles", "styles.xml"),
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
    }


def workbook(rows: str, **more: str) -> bytes:
    return zipped(parts(rows, **more))

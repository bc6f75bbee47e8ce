"""The parts of the form's file that are the same for everybody: styles, relations, properties.

The workbook is written part by part, as ECMA-376 (SpreadsheetML) has it: 600 forms differ in a
few words, and a library would style each of them anew.
"""

from enum import IntEnum, auto
from xml.sax.saxutils import escape, quoteattr

from vinhloc_cds.domain.text import nfc

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FONT = "Times New Roman"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def safe(words: str) -> str:
    """`words` as XML can hold them: what it refuses becomes a box, so that it is seen."""
    kept = (
        letter if letter in "\n\t" or (letter >= " " and letter not in "\ufffe\uffff\x7f") else "□"
        for letter in nfc(words)
    )
    return escape("".join(kept))


def attribute(words: str) -> str:
    """`words` as the value of an attribute, quotes included."""
    return quoteattr(nfc(words))


class Style(IntEnum):
    """The cell styles, in the order in which `styles` writes them."""

    PLAIN = 0
    UNIT = auto()
    TITLE = auto()
    PLAN = auto()
    LINE = auto()
    COLUMN = auto()
    SECTION = auto()
    CENTRED = auto()
    NAME = auto()
    EXPLANATION = auto()
    SHOWN = auto()
    NUMBER = auto()
    ANSWER = auto()
    DATE = auto()
    MOMENT = auto()
    TEXT = auto()
    LONG = auto()
    CHECK = auto()
    SIGNER = auto()
    SIGNS = auto()


_FONTS = {"plain": (11, ""), "small": (10, ""), "note": (9, "<i/>"), "bold": (11, "<b/>")} | {
    "title": (13, "<b/>"),
    "head": (10, "<b/>"),
    "line": (11, "<i/>"),
}
_CHECK_COLOUR = "9C0006"
_FILLS = {"none": "", "gray125": "", "column": "D9E2F3", "section": "F2F2F2", "entry": "FFFBE6"}
_DATE, _MOMENT, _WHOLE, _WORDS = 164, 165, 3, 49

# Of each style: font, fill, border, number format, horizontal and vertical place, unlocked.
_CELLS: dict[Style, tuple[str, str, int, int, str, str, bool]] = {
    Style.PLAIN: ("plain", "none", 0, 0, "left", "center", False),
    Style.UNIT: ("title", "none", 0, 0, "center", "center", False),
    Style.TITLE: ("title", "none", 0, 0, "center", "center", False),
    Style.PLAN: ("bold", "none", 0, 0, "center", "center", False),
    Style.LINE: ("line", "none", 0, 0, "center", "center", False),
    Style.COLUMN: ("head", "column", 1, 0, "center", "center", False),
    Style.SECTION: ("bold", "section", 1, 0, "left", "center", False),
    Style.CENTRED: ("small", "none", 1, 0, "center", "center", False),
    Style.NAME: ("small", "none", 1, 0, "left", "center", False),
    Style.EXPLANATION: ("note", "none", 1, 0, "left", "center", False),
    Style.SHOWN: ("small", "none", 1, _WHOLE, "center", "center", False),
    Style.NUMBER: ("plain", "entry", 1, _WHOLE, "right", "center", True),
    Style.ANSWER: ("plain", "entry", 1, 0, "center", "center", True),
    Style.DATE: ("plain", "entry", 1, _DATE, "center", "center", True),
    Style.MOMENT: ("plain", "entry", 1, _MOMENT, "center", "center", True),
    Style.TEXT: ("plain", "entry", 1, _WORDS, "left", "center", True),
    Style.LONG: ("plain", "entry", 1, _WORDS, "left", "top", True),
    Style.CHECK: ("check", "none", 0, 0, "left", "center", False),
    Style.SIGNER: ("bold", "none", 0, 0, "center", "center", False),
    Style.SIGNS: ("line", "none", 0, 0, "center", "top", False),
}


def _font(size: int, marks: str, colour: str = "") -> str:
    paint = f'<color rgb="FF{colour}"/>' if colour else '<color rgb="FF000000"/>'
    return f'<font>{marks}<sz val="{size}"/>{paint}<name val="{FONT}"/><family val="1"/></font>'


def _fill(name: str, colour: str) -> str:
    if not colour:
        return f'<fill><patternFill patternType="{name}"/></fill>'
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def styles() -> str:
    """xl/styles.xml. Differential style 0 is for what must be mended, 1 for what may be wrong."""
    fonts = [_font(size, marks) for size, marks in _FONTS.values()]
    names = [*_FONTS, "check"]
    fonts.append(_font(9, "", _CHECK_COLOUR))
    fills = [_fill(name, colour) for name, colour in _FILLS.items()]
    line = "".join(
        f'<{side} style="thin"><color rgb="FF7F7F7F"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    cells = []
    for style in Style:
        font, fill, border, numbers, across, down, unlocked = _CELLS[style]
        indent = ' indent="1"' if across != "center" and border else ""
        protection = '<protection locked="0"/>' if unlocked else ""
        cells.append(
            f'<xf numFmtId="{numbers}" fontId="{names.index(font)}"'
            f' fillId="{list(_FILLS).index(fill)}" borderId="{border}" xfId="0"'
            ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"'
            ' applyAlignment="1" applyProtection="1">'
            f'<alignment horizontal="{across}" vertical="{down}" wrapText="1"{indent}/>'
            f"{protection}</xf>"
        )
    marks = "".join(
        f'<dxf><font><color rgb="FF{words}"/></font><fill><patternFill patternType="solid">'
        f'<fgColor rgb="FF{paint}"/><bgColor rgb="FF{paint}"/></patternFill></fill></dxf>'
        for words, paint in ((_CHECK_COLOUR, "FFC7CE"), ("7F4F00", "FFE699"))
    )
    return (
        f"{DECLARATION}<styleSheet {MAIN}>"
        f'<numFmts count="2"><numFmt numFmtId="{_DATE}" formatCode="dd/mm/yyyy"/>'
        f'<numFmt numFmtId="{_MOMENT}" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
        f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
        f'<fills count="{len(fills)}">{"".join(fills)}</fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{line}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        f'<dxfs count="2">{marks}</dxfs></styleSheet>'
    )


def content_types() -> str:
    """[Content_Types].xml."""
    parts = {
        "/xl/workbook.xml": f"{_TYPES}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{_TYPES}.worksheet+xml",
        "/xl/worksheets/sheet2.xml": f"{_TYPES}.worksheet+xml",
        "/xl/styles.xml": f"{_TYPES}.styles+xml",
        "/xl/sharedStrings.xml": f"{_TYPES}.sharedStrings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": (
            "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        ),
    }
    named = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in parts.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(*relations: tuple[str, str]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def package_relations() -> str:
    """_rels/.rels."""
    return _relations(
        (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    )


def workbook_relations() -> str:
    """xl/_rels/workbook.xml.rels."""
    kind = f"{_OFFICE}/relationships"
    return _relations(
        (f"{kind}/worksheet", "worksheets/sheet1.xml"),
        (f"{kind}/worksheet", "worksheets/sheet2.xml"),
        (f"{kind}/styles", "styles.xml"),
        (f"{kind}/sharedStrings", "sharedStrings.xml"),
    )


def workbook(sheet: str, hidden: str, print_area: str, print_titles: str) -> str:
    """xl/workbook.xml: the form, and the hidden sheet behind it."""
    named = "'{}'".format(sheet.replace("'", "''"))
    return (
        f'{DECLARATION}<workbook {MAIN} xmlns:r="{_OFFICE}/relationships"><workbookPr/>'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000"'
        ' windowHeight="12000" activeTab="0"/></bookViews><sheets>'
        f'<sheet name={attribute(sheet)} sheetId="1" r:id="rId1"/>'
        f'<sheet name={attribute(hidden)} sheetId="2" state="hidden" r:id="rId2"/></sheets>'
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">'
        f"{safe(named)}!{print_area}</definedName>"
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">'
        f"{safe(named)}!{print_titles}</definedName></definedNames>"
        '<calcPr calcId="191029" fullCalcOnLoad="1"/></workbook>'
    )


def application_properties() -> str:
    """docProps/app.xml."""
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>Vinh Loc CDS</Application></Properties>"
    )


def core_properties(title: str, author: str) -> str:
    """docProps/core.xml, without any moment: the same form is the same bytes."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{safe(title)}</dc:title><dc:creator>{safe(author)}</dc:creator>"
        "</cp:coreProperties>"
    )

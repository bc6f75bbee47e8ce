"""The Word file's styles, taken one by one from the decree's table, and its numbering.

Headings and bullets are numbered by Word itself: who adds a heading gets the rest renumbered.
Outline levels put headings, annexes and tables into the navigation pane and into a table of
contents, whatever their styles are called.
"""

from functools import cache
from xml.sax.saxutils import escape

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.reports import nd30

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FONTS = " ".join(f'w:{slot}="{nd30.FONT}"' for slot in ("ascii", "hAnsi", "cs", "eastAsia"))
_LINE = 240  # a single line, in the unit of Word's line spacing
TABLE_STYLE = "BangSoLieu"
_TABLE_NAME = "Bảng số liệu"
HEADINGS, BULLETS = 1, 2
"""The lists of the document's own headings and of all bullets; annexes' headings follow."""
# What the file is made with first; everything else can be added from the whole list.
_NUMBERED = {nd30.SECTION.name: (HEADINGS, 0), nd30.CLAUSE.name: (HEADINGS, 1)} | {
    nd30.BULLET.name: (BULLETS, 0)
}
_FOLLOWERS = {
    nd30.SECTION.name: nd30.BODY,
    nd30.CLAUSE.name: nd30.BODY,
    nd30.KIND.name: nd30.SUBJECT,
    nd30.ANNEX_LABEL.name: nd30.ANNEX_TITLE,
    nd30.ANNEX_TITLE.name: nd30.ANNEX_REFERENCE,
    nd30.TABLE_TITLE.name: nd30.BODY,
    nd30.TABLE_NOTE.name: nd30.BODY,
    nd30.CAPTION.name: nd30.BODY,
}


@cache
def _id(name: str) -> str:
    return "".join(word.capitalize() for word in fold_key(name).replace(",", "").split())


def style_id(style: nd30.Style) -> str:
    """The style's id in the file: its name in ASCII, for readers that expect no other."""
    return _id(style.name)


def borders() -> str:
    """The lines of a table, all around and between."""
    return "".join(
        f'<w:{side} w:val="single" w:sz="{round(nd30.CELL_BORDER * 8)}" w:space="0"'
        ' w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )


def margins(padding: tuple[float, float]) -> str:
    """The room between a cell's text and its edges: above and below, left and right."""
    return "".join(
        f'<w:{side} w:w="{nd30.twips(room)}" w:type="dxa"/>'
        for side, room in zip(("top", "left", "bottom", "right"), padding * 2, strict=True)
    )


@cache
def styles() -> str:
    """The part with all styles. Word's own stay out of sight until somebody uses one."""
    size = round(nd30.BODY.size * 2)
    own = "".join(_style(style, order) for order, style in enumerate(nd30.STYLES, 1))
    return (
        f"<w:styles {_NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {_FONTS}/>"
        f'<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="{nd30.LANGUAGE}" w:eastAsia="{nd30.LANGUAGE}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:uiPriority w:val="98"/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '</w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{margins((0, nd30.CELL_PADDING))}</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}">'
        f'<w:name w:val="{_TABLE_NAME}"/><w:basedOn w:val="TableNormal"/>'
        '<w:uiPriority w:val="1"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{borders()}</w:tblBorders><w:tblCellMar>"
        f"{margins((nd30.ROW_PADDING, nd30.CELL_PADDING))}</w:tblCellMar></w:tblPr></w:style>"
        f"{own}</w:styles>"
    )


def _style(style: nd30.Style, order: int) -> str:
    marks = ("<w:b/><w:bCs/>" if style.bold else "") + ("<w:i/><w:iCs/>" if style.italic else "")
    size = round(style.size * 2)
    numbered = ""
    if style.name in _NUMBERED:
        numbers, level = _NUMBERED[style.name]
        at = f'<w:ilvl w:val="{level}"/>' if level else ""
        numbered = f'<w:numPr>{at}<w:numId w:val="{numbers}"/></w:numPr>'
    indent = f'<w:ind w:firstLine="{nd30.twips(style.indent)}"/>' if style.indent else ""
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    follower = _FOLLOWERS.get(style.name, style)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(style)}">'
        f'<w:name w:val="{escape(style.name)}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="{style_id(follower)}"/><w:uiPriority w:val="{order}"/><w:qFormat/><w:pPr>'
        f"{'<w:keepNext/>' if style.keep_next else ''}<w:widowControl/>{numbered}"
        f'<w:spacing w:before="{nd30.twips(style.before)}" w:after="{nd30.twips(style.after)}"'
        f' w:line="{round(style.line * _LINE)}" w:lineRule="auto"/>{indent}'
        f'<w:jc w:val="{style.adjust}"/>{outline}</w:pPr>'
        f'<w:rPr><w:rFonts {_FONTS}/>{marks}<w:color w:val="000000"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def numbering(annexes: int) -> str:
    """The part with all lists: "I." over "1.", bullets, and headings anew for each annex."""
    headings = _level(0, "upperRoman", "%1.", nd30.SECTION) + _level(
        1, "decimal", "%2.", nd30.CLAUSE
    )
    anew = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
        for level in (0, 1)
    )
    lists = f'<w:num w:numId="{HEADINGS}"><w:abstractNumId w:val="0"/></w:num>'
    lists += f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="1"/></w:num>'
    lists += "".join(
        f'<w:num w:numId="{annex_headings(number)}"><w:abstractNumId w:val="0"/>{anew}</w:num>'
        for number in range(1, annexes + 1)
    )
    return (
        f"<w:numbering {_NAMESPACE}>"
        '<w:abstractNum w:abstractNumId="0"><w:nsid w:val="3C0D0301"/>'
        f'<w:multiLevelType w:val="multilevel"/>{headings}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:nsid w:val="3C0D0302"/>'
        '<w:multiLevelType w:val="singleLevel"/>'
        f"{_level(0, 'bullet', nd30.BULLET_TEXT, nd30.BULLET)}</w:abstractNum>{lists}</w:numbering>"
    )


def annex_headings(number: int) -> int:
    """The list of the headings in the annex that stands at `number`, from 1."""
    return BULLETS + number


def _level(level: int, form: str, shown: str, style: nd30.Style) -> str:
    indent = nd30.twips(style.indent)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{style_id(style)}"/><w:suff w:val="space"/><w:lvlText w:val="{shown}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="{indent}"/>'
        f"</w:pPr><w:rPr><w:rFonts {_FONTS}/></w:rPr></w:lvl>"
    )

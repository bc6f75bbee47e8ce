"""The Word file's styles, taken one by one from the decree's table, and its properties."""

from datetime import datetime

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.reports import nd30

_ADJUST = {
    nd30.Adjust.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    nd30.Adjust.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    nd30.Adjust.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    nd30.Adjust.BOTH: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# What Word itself cannot do without; the rest of python-docx's template is American office art.
_KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "HeaderChar"}
# Parts of the template for styles that are gone, with its picture, its fonts and its program.
_LEFTOVERS = {
    "thumbnail", "extended-properties", "customXml", "theme", "fontTable", "numbering",
    "stylesWithEffects", "webSettings",
}  # fmt: skip
_FONTS = " ".join(f'w:{slot}="{nd30.FONT}"' for slot in ("ascii", "hAnsi", "cs", "eastAsia"))
# Since Word 2013 a table's edge stands at the margin, not its text.
_COMPATIBILITY = "15"


def style_id(style: nd30.Style) -> str:
    """The style's id in the file: its name in ASCII, for readers that expect no other."""
    return "".join(word.capitalize() for word in fold_key(style.name).replace(",", "").split())


def add_styles(word: Document) -> None:
    """Make the decree's styles the file's only ones."""
    root = word.styles.element
    for element in root.findall(qn("w:style")):
        if element.get(qn("w:styleId")) not in _KEPT:
            root.remove(element)
    _drop_leftovers(word)
    _set_defaults(word)
    for style in nd30.STYLES:
        _add(word, style)
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _COMPATIBILITY)


def set_properties(
    word: Document, *, title: str, subject: str, author: str, program: str, moment: datetime
) -> None:
    """Metadata that says nothing of this machine or of the time of printing."""
    properties = word.core_properties
    properties.title = title
    properties.subject = subject
    properties.author = author
    properties.last_modified_by = author
    properties.comments = program
    properties.language = nd30.LANGUAGE
    properties.created = properties.modified = moment


def _drop_leftovers(word: Document) -> None:
    """Take out what the template brings along and the file does not use; name its one font."""
    part = word.part
    for relations in (part.rels, part.package.rels):
        for key, each in list(relations.items()):
            if each.reltype.rpartition("/")[2] in _LEFTOVERS:
                del relations[key]
    for name in ("m:mathPr", "w:themeFontLang", "w:clrSchemeMapping"):
        for element in word.settings.element.findall(qn(name)):
            word.settings.element.remove(element)
    fonts = f'<w:fonts {nsdecls("w")}><w:font w:name="{nd30.FONT}"/></w:fonts>'
    table = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts.encode())
    part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)


def _set_defaults(word: Document) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    size = round(nd30.BODY.size * 2)
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr><w:rFonts {_FONTS}/>"
            f'<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            f'<w:lang w:val="{nd30.LANGUAGE}" w:eastAsia="{nd30.LANGUAGE}" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )


def _add(word: Document, style: nd30.Style) -> None:
    made = word.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(made, ParagraphStyle):
        raise TypeError(style.name)
    made.element.set(qn("w:styleId"), style_id(style))
    made.base_style = word.styles["Normal"]
    made.quick_style = True
    font = made.font
    font.size = Pt(style.size)
    font.bold = style.bold
    font.italic = style.italic
    font.color.rgb = RGBColor(0, 0, 0)
    properties = made.element.get_or_add_rPr()
    properties.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {_FONTS}/>"))
    size = properties.find(qn("w:sz"))
    size.addnext(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(style.size * 2)}"/>'))
    shape = made.paragraph_format
    shape.alignment = _ADJUST[style.adjust]
    shape.space_before = Pt(style.before)
    shape.space_after = Pt(style.after)
    shape.line_spacing = float(style.line)
    shape.first_line_indent = Pt(style.indent) if style.indent else None
    shape.keep_with_next = style.keep_next or None
    shape.widow_control = True
    if style.outline is not None:
        made.element.get_or_add_pPr().append(
            parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{style.outline}"/>')
        )

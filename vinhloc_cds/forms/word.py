"""The tables of a Word document: each one a sheet, and what stands outside them a sheet as well.

Tags are told by their local names, so that Strict documents are read like the usual ones. What was
deleted with changes tracked is left out, what was inserted is in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.grid import Area, Book, Cell, CellKind, Place, Run, Sheet
from vinhloc_cds.forms.safezip import SafeZip, open_zip, parse_xml
from vinhloc_cds.forms.textcells import Filler, is_blank
from vinhloc_cds.texts import Message, text

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "word/document.xml"
_WIDEST = 16_384
"""No table has more columns; a wider span is a mistake or meant to harm."""
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "Fallback", "instrText", "delText"}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_TICKS = {0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0x78: "☒", 0xA8: "☐", 0x6F: "☐"}
"""Codes of the Wingdings font that answer yes or no."""
_OLD_FONTS = (b".Vn", b"VNI")


def read_docx(data: bytes) -> Book:
    """The tables and the text of a .docx or .docm; UserError where it is damaged."""
    archive = open_zip(data)
    main = _main_part(archive)
    root = parse_xml(archive.read(main))
    body = next((child for child in root if _local(child) == "body"), None)
    if body is None:
        raise UserError("encodings.word.no_document")
    reader = _Reader(_styles(archive), _comments(archive))
    reader.read_blocks(body)
    sheets = reader.tables
    if reader.outside.cells:
        sheets.append(reader.outside)
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in archive.names)
    notices = (Message("encodings.macros"),) if has_macros else ()
    return Book(FileKind.DOCX, sheets, notices)


def _main_part(archive: SafeZip) -> str:
    """The part with the text: nearly always the same, else as the package's relations say."""
    if archive.find(_MAIN):
        return _MAIN
    if archive.find("_rels/.rels"):
        for relation in parse_xml(archive.read("_rels/.rels")):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and archive.find(target):
                return target
    raise UserError("encodings.word.no_document")


def _local(element: "_Element") -> str:
    """The tag without its namespace."""
    return _local_name(str(element.tag))


@lru_cache(maxsize=1024)
def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _get(element: "_Element", name: str) -> str:
    """An attribute in the element's own namespace."""
    namespace, brace, _ = str(element.tag).rpartition("}")
    return element.get(f"{namespace}{brace}{name}", "")


def _child(element: "_Element | None", name: str) -> "_Element | None":
    if element is not None:
        for child in element:
            if _local_name(str(child.tag)) == name:
                return child
    return None


def _number(element: "_Element | None", default: int) -> int:
    """The value of a width, in columns."""
    value = _get(element, "val") if element is not None else ""
    return min(int(value), _WIDEST) if value.isdecimal() and len(value) < 9 else default


def _is_on(element: "_Element | None") -> bool:
    return element is not None and _get(element, "val") not in {"0", "false", "off"}


def _font(properties: "_Element | None") -> str:
    """The font that the accented letters of a run are in, as far as its properties say."""
    fonts = _child(properties, "rFonts")
    return "" if fonts is None else _get(fonts, "hAnsi") or _get(fonts, "ascii")


@dataclass(slots=True)
class _Styles:
    """The fonts that styles bring along: only read where one is of an old encoding."""

    fonts: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    paragraph: str = ""
    default: str = ""

    def font(self, style: str) -> str:
        """The font of a style or of the one it is based on; blank if it has none."""
        seen: set[str] = set()
        while style and style not in seen:
            if font := self.fonts.get(style):
                return font
            seen.add(style)
            style = self.bases.get(style, "")
        return ""


def _styles(archive: SafeZip) -> _Styles:
    styles = _Styles()
    if not archive.find("word/styles.xml"):
        return styles
    data = archive.read("word/styles.xml")
    if not any(font in data for font in _OLD_FONTS):
        return styles
    for style in parse_xml(data):
        if _local(style) == "docDefaults":
            styles.default = _font(_child(_child(style, "rPrDefault"), "rPr"))
        elif _local(style) == "style":
            name = _get(style, "styleId")
            base = _child(style, "basedOn")
            styles.fonts[name] = _font(_child(style, "rPr"))
            styles.bases[name] = "" if base is None else _get(base, "val")
            if _get(style, "type") == "paragraph" and _get(style, "default") in {"1", "true"}:
                styles.paragraph = name
    return styles


def _comments(archive: SafeZip) -> dict[str, str]:
    """The texts of comments by their ids."""
    if not archive.find("word/comments.xml"):
        return {}
    return {
        _get(comment, "id"): "\n".join(
            "".join(part.text or "" for part in paragraph.iter() if _local(part) == "t")
            for paragraph in comment.iter()
            if _local(paragraph) == "p"
        )
        for comment in parse_xml(archive.read("word/comments.xml"))
        if _local(comment) == "comment"
    }


@dataclass(slots=True)
class _Content:
    """What stands in a cell or a paragraph."""

    runs: list[Run] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    has_picture: bool = False

    def add(self, written: str, font: str) -> None:
        """Further text; pieces in one font become one run."""
        if self.runs and self.runs[-1].font == font:
            written = self.runs.pop().text + written
        self.runs.append(Run(written, font))

    def cell(self, *, hidden: bool = False) -> Cell:
        """As a cell, without the empty paragraphs around its text."""
        runs = self.runs
        if len(runs) == 1 and "\n" not in runs[0].text:
            raw, font = runs[0]
            comment = "\n".join(filter(None, self.comments))
            return Cell(CellKind.TEXT, raw, raw, font, comment=comment, hidden=hidden)
        while runs and not runs[0].text.lstrip("\n"):
            runs = runs[1:]
        while runs and not runs[-1].text.rstrip("\n"):
            runs = runs[:-1]
        if runs:
            runs = [runs[0]._replace(text=runs[0].text.lstrip("\n")), *runs[1:]]
            runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip("\n"))
        raw = "".join(run.text for run in runs)
        return Cell(
            CellKind.TEXT,
            raw,
            raw,
            runs[0].font if runs else "",
            comment="\n".join(filter(None, self.comments)),
            hidden=hidden,
            runs=tuple(runs) if len(runs) > 1 else (),
        )


@dataclass(slots=True)
class _Table:
    """A table being read; `above` says where in `areas` a cell stands that goes on downwards."""

    sheet: Sheet
    areas: list[Area] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)
    pictures: list[Place] = field(default_factory=list)


class _Reader:
    """Goes through the document once; `tables` and `outside` are what it has found."""

    def __init__(self, styles: _Styles, comments: dict[str, str]) -> None:
        self.tables: list[Sheet] = []
        self.outside = Sheet(text("encodings.content"))
        self._styles = styles
        self._comments = comments
        self._filler = Filler()
        self._row = 0

    def read_blocks(self, container: "_Element") -> None:
        """Paragraphs outside tables, one to a row, and tables."""
        for block in _within(container, {"p", "tbl"}):
            if _local(block) == "tbl":
                self._read_table(block)
                continue
            content = _Content()
            self._read_paragraph(block, content)
            cell = content.cell()
            if cell.comment or not is_blank(cell.raw):
                self._filler.put(self.outside, (self._row, 0), cell)
                self._row += 1

    def _read_table(self, table: "_Element") -> None:
        sheet = Sheet(text("encodings.table", number=len(self.tables) + 1))
        self.tables.append(sheet)
        found = _Table(sheet)
        row = 0
        for line in _within(table, {"tr"}):
            properties = _child(line, "trPr")
            if _child(properties, "del") is None:
                self._read_row(line, properties, found, row)
                row += 1
        sheet.merged = tuple(
            area for area in found.areas if area.bottom > area.top or area.right > area.left
        )
        sheet.pictures = tuple(found.pictures)

    def _read_row(
        self,
        line: "_Element",
        properties: "_Element | None",
        table: _Table,
        row: int,
    ) -> None:
        areas, above = table.areas, table.above
        going_on: dict[int, int] = {}
        is_hidden = _is_on(_child(properties, "hidden"))
        column = _number(_child(properties, "gridBefore"), 0)
        for box in _within(line, {"tc"}):
            about = _child(box, "tcPr")
            right = column + max(1, _number(_child(about, "gridSpan"), 1)) - 1
            merge = _child(about, "vMerge")
            is_lower = merge is not None and _get(merge, "val") != "restart" and column in above
            if is_lower:
                areas[above[column]] = areas[above[column]]._replace(bottom=row)
            else:
                areas.append(Area(row, column, row, right))
            if merge is not None:
                going_on[column] = above[column] if is_lower else len(areas) - 1
            content = self._read_cell(box)
            self._filler.put(table.sheet, (row, column), content.cell(hidden=is_hidden or is_lower))
            if content.has_picture:
                table.pictures.append((row, column))
            column = right + 1
        table.above = going_on

    def _read_cell(self, box: "_Element") -> _Content:
        """The text of a cell; a table inside it becomes a sheet of its own."""
        content = _Content()
        for block in _within(box, {"p", "tbl"}):
            if _local(block) == "tbl":
                self._read_table(block)
                continue
            if content.runs:
                content.add("\n", content.runs[-1].font)
            self._read_paragraph(block, content)
        return content

    def _read_paragraph(self, paragraph: "_Element", content: _Content) -> None:
        style = _child(_child(paragraph, "pPr"), "pStyle")
        name = self._styles.paragraph if style is None else _get(style, "val")
        self._read_inline(paragraph, content, self._styles.font(name) or self._styles.default)

    def _read_inline(self, element: "_Element", content: _Content, font: str) -> None:
        for child in element:
            tag = _local(child)
            if tag == "r":
                self._read_run(child, content, font)
            elif tag == "commentReference":
                content.comments.append(self._comments.get(_get(child, "id"), ""))
            elif tag not in _LEFT_OUT:
                self._read_inline(child, content, font)

    def _read_run(self, run: "_Element", content: _Content, font: str) -> None:
        properties = _child(run, "rPr")
        if properties is not None:
            style = _child(properties, "rStyle")
            by_style = "" if style is None else self._styles.font(_get(style, "val"))
            font = _font(properties) or by_style or font
        for child in run:
            tag = _local(child)
            if tag == "t":
                content.add(child.text or "", font)
            elif tag in _SIGNS:
                content.add(_SIGNS[tag], font)
            elif tag == "sym":
                content.add(*_symbol(child))
            elif tag == "commentReference":
                content.comments.append(self._comments.get(_get(child, "id"), ""))
            elif tag in {"drawing", "pict", "object", "AlternateContent"}:
                self._read_drawing(child, content)

    def _read_drawing(self, drawing: "_Element", content: _Content) -> None:
        """Pictures are noted; the text of a text box stands outside the tables."""
        for part in _within(drawing, {"blip", "imagedata", "txbxContent"}):
            if _local(part) == "txbxContent":
                self.read_blocks(part)
            else:
                content.has_picture = True


def _within(container: "_Element", tags: set[str]) -> Iterator["_Element"]:
    """The outermost elements of these tags, through whatever wraps them, deletions left out."""
    for child in container:
        tag = _local(child)
        if tag in tags:
            yield child
        elif tag not in _LEFT_OUT and len(child):
            yield from _within(child, tags)


def _symbol(element: "_Element") -> tuple[str, str]:
    """A letter that Word keeps with the font it is from: of an old encoding, or a tick."""
    font = _get(element, "font")
    try:
        code = int(_get(element, "char"), 16)
    except ValueError:
        return "\ufffd", font
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
    if font.startswith("Wingdings"):
        return _TICKS.get(code, "\ufffd"), font
    return chr(code) if 0x20 <= code < 0xD800 else "\ufffd", font

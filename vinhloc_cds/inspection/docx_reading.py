"""A Word file as the checker sees it. Any file may come: nothing in it is trusted."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import Room
from vinhloc_cds.forms.safezip import SafeZip, parse_xml
from vinhloc_cds.inspection.docx_looks import (
    SLOTS,
    Letters,
    Looks,
    Shape,
    color_of,
    over_letters,
    over_shape,
    pitch_in_lines,
    read_shape,
    size_of,
)
from vinhloc_cds.inspection.docx_numbers import Numbers
from vinhloc_cds.inspection.docx_sections import read_section
from vinhloc_cds.inspection.ooxml import child, get, inside, local, number, points, value
from vinhloc_cds.inspection.sheet import Cell, Line, Run, Section, Sheet, Table
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.measure import line_width

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "word/document.xml"
_LEFT_OUT = frozenset({"del", "moveFrom", "delText", "instrText", "Fallback", "txbxContent"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_EMU = 12_700
_TAB = 36.0
_PADDING = 5.4
"""What Word leaves at both sides of a cell's text where nothing says otherwise."""
LINES = 40_000
"""Paragraphs, those of tables too: some thousand pages."""
_LETTERS = 20_000
"""Letters of one paragraph, several pages of them."""
_WHOLE = -1.0
"""A line as long as its paragraph, whose room is not known yet."""


def read(archive: SafeZip) -> Sheet:
    """The document; UserError where it is damaged, or no Word document after all."""
    if not archive.find(_MAIN):
        raise UserError("inspection.not_word")
    root = parse_xml(archive.read(_MAIN))
    body = child(root, "body")
    if body is None:
        raise UserError("inspection.not_word")
    parts = _Parts(archive)
    looks = Looks.of(parts.tree("word/styles.xml"), parts.tree("word/theme/theme1.xml"))
    reader = _Reader(looks, Numbers.of(parts.tree("word/numbering.xml")), parts)
    reader.blocks(body, None)
    reader.end(child(body, "sectPr"))
    counted = child(parts.tree("docProps/app.xml"), "Pages")
    pages = (counted.text or "") if counted is not None else ""
    return Sheet(
        FileKind.DOCX,
        reader.sections,
        reader.lines,
        reader.tables,
        marks=reader.marks,
        pages=int(pages) if pages.isdecimal() and len(pages) < 6 else None,
    )


class _Parts:
    """The parts of a package beside its text."""

    def __init__(self, archive: SafeZip) -> None:
        self._archive = archive
        self._trees: dict[str, _Element | None] = {}
        relations = self.tree("word/_rels/document.xml.rels")
        self._targets = {
            get(each, "Id"): get(each, "Target").removeprefix("/word/")
            for each in (relations if relations is not None else ())
        }

    def tree(self, name: str) -> "_Element | None":
        """A part that need not be there."""
        if name not in self._trees:
            there = self._archive.find(name)
            self._trees[name] = parse_xml(self._archive.read(name)) if there else None
        return self._trees[name]

    def related(self, relation: str) -> "_Element | None":
        """The part that a relation of the text leads to."""
        target = self._targets.get(relation, "")
        return self.tree(f"word/{target}") if target else None


@dataclass
class _Reader:
    looks: Looks
    numbers: Numbers
    parts: _Parts
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    room: Room = field(default_factory=Room)
    _count: int = 0
    _room: float | None = None
    """How wide the text of the present cell is; None outside of tables, or where nothing says."""

    def blocks(self, parent: "_Element", cell: Cell | None) -> None:
        """The paragraphs and tables of the body or of a cell."""
        for each in parent:
            name = local(each)
            if name == "p":
                self._paragraph(each, cell)
            elif name == "tbl":
                self._table(each, cell)
            elif name in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
                self.blocks(each, cell)

    def end(self, properties: "_Element | None") -> None:
        """The end of a section: its properties stand behind it."""
        before = self.sections[-1] if self.sections else None
        section, marks = read_section(properties, self.parts.related, self.looks, before)
        if section.left is not None and section.right is not None:
            room = section.width - section.left - section.right
            for line in self.lines:
                if line.section == len(self.sections) and line.cell is None and line.rule == _WHOLE:
                    line.rule = room - line.left - line.right
        self.sections.append(section)
        self.marks += marks

    def _table(self, table: "_Element", outer: Cell | None) -> None:
        properties = child(table, "tblPr")
        style = self.parts.tree("word/styles.xml")
        borders = child(properties, "tblBorders")
        bordered = _has_borders(borders)
        if borders is None:
            bordered = _style_borders(style, value(properties, "tblStyle"))
        rows = [each for each in inside(table, "tr") if _owner(each, "tbl") is table]
        grid = child(table, "tblGrid")
        columns = 0 if grid is None else len(grid)
        if outer is not None or not bordered:
            bordered = outer.bordered if outer is not None else _cell_borders(rows)
        at = self._count
        self._count += 1
        content: list[list[str]] = []
        line = len(self.lines)
        for row, found in enumerate(rows):
            column, words = 0, []
            for each in (c for c in inside(found, "tc") if _owner(c, "tr") is found):
                self.room.see()
                begin, outside = len(self.lines), self._room
                self._room = _inner_width(properties, grid, each, column)
                self.blocks(each, Cell(at, row, column, bordered, columns))
                self._room = outside
                span = number(value(child(each, "tcPr"), "gridSpan")) or 1
                span = max(1, min(int(span), columns or 1))
                merged = child(child(each, "tcPr"), "vMerge")
                said = "\n".join(each.words for each in self.lines[begin:] if each.words)
                words += ["" if merged is not None and get(merged, "val") != "restart" else said]
                words += [""] * (span - 1)
                column += span
            content.append(words)
        if bordered and outer is None:
            self.tables.append(Table(content, line=line))

    def _paragraph(self, element: "_Element", cell: Cell | None) -> None:
        if len(self.lines) >= LINES:
            raise UserError("inspection.too_long", limit=LINES)
        properties = child(element, "pPr")
        style = value(properties, "pStyle") or self.looks.default
        direct = read_shape(properties)
        base = over_shape(self.looks.shape, self.looks.style_shape(style))
        list_id = direct.list_id or base.list_id
        runs: list[Run] = []
        shape = over_shape(base, direct)
        letters = over_letters(self.looks.letters, self.looks.style_letters(style))
        if list_id and list_id != "0":
            level = direct.level or base.level or "0"
            listed = self.numbers.shape(list_id, level)
            # A style's own indent stands over its list's; a list given directly stands over it.
            if listed is not None:
                shape = (
                    over_shape(base, listed, direct)
                    if direct.list_id
                    else over_shape(self.looks.shape, listed, self.looks.style_shape(style), direct)
                )
            label = self.numbers.next(list_id, level)
            if label:
                runs.append(_run(label, letters))
        self._runs(element, letters, runs)
        if sum(len(run.text) for run in runs) > _LETTERS:
            raise UserError("inspection.too_long_line", limit=_LETTERS)
        self.lines.append(self._line(element, shape, runs, cell, listed=bool(list_id)))
        if (ending := child(properties, "sectPr")) is not None:
            self.end(ending)

    def _runs(self, parent: "_Element", letters: Letters, runs: list[Run]) -> None:
        for each in parent:
            name = local(each)
            if name == "r":
                properties = child(each, "rPr")
                look = letters
                if properties is not None:
                    named = value(properties, "rStyle")
                    above = (self.looks.style_letters(named),) if named else ()
                    look = over_letters(letters, *above, self.looks.read_letters(properties))
                if look.hidden:
                    continue
                if words := _words(each):
                    runs.append(_run(words, look))
            elif name not in _LEFT_OUT and name not in {"pPr", "rPr", "sdtPr"}:
                self._runs(each, letters, runs)

    def _line(
        self, element: "_Element", shape: Shape, runs: list[Run], cell: Cell | None, *, listed: bool
    ) -> Line:
        left, first = shape.left or 0.0, shape.first or 0.0
        size = max((run.size or 0 for run in runs), default=0) or None
        text = "".join(run.text for run in runs)
        if text.startswith("\t") and not listed:
            first = (int((left + first) / _TAB) + 1) * _TAB - left
        line = Line(
            runs,
            adjust=shape.adjust or nd30.Adjust.LEFT,
            first=left + first,
            before=shape.before or 0.0,
            after=shape.after or 0.0,
            pitch=pitch_in_lines(shape, size),
            section=len(self.sections),
            cell=cell,
            is_item=listed,
            left=left,
            right=shape.right or 0.0,
        )
        line.rule, line.has_picture = _drawn(element)
        border = child(child(element, "pPr"), "pBdr")
        if not line.words and _drawn_border(border):
            line.rule = _WHOLE
            if self._room is not None:
                line.rule = self._room - line.left - line.right
        elif set(line.words) <= set("_-—–─") and len(line.words) > 2:
            line.rule = line_width(text.strip(), size or 0)
        return line


def _inner_width(
    properties: "_Element | None", grid: "_Element | None", cell: "_Element", column: int
) -> float | None:
    """How wide a cell's text may be."""
    stated = child(child(cell, "tcPr"), "tcW")
    wide = points(get(stated, "w")) if get(stated, "type") in {"", "dxa"} else None
    if not wide and grid is not None and column < len(grid):
        wide = points(get(grid[column], "w"))
    if not wide:
        return None
    padding = child(properties, "tblCellMar")
    for side in (("left", "start"), ("right", "end")):
        found = next((each for name in side if (each := child(padding, name)) is not None), None)
        stated_side = points(get(found, "w"))
        wide -= _PADDING if stated_side is None else stated_side
    return wide


def _run(words: str, look: Letters) -> Run:
    fonts = {slot: found for slot in SLOTS if (found := getattr(look, slot))}
    return Run(
        words.upper() if look.capitals else words,
        font=fonts.get("hAnsi") or fonts.get("ascii") or "",
        size=size_of(look),
        bold=bool(look.bold),
        italic=bool(look.italic),
        color=color_of(look),
        raised=bool(look.raised),
        fonts=fonts,
    )


def _words(run: "_Element") -> str:
    pieces = []
    for each in run:
        name = local(each)
        if name == "t":
            pieces.append(each.text or "")
        elif name in _SIGNS:
            pieces.append(_SIGNS[name])
        elif name == "sym":
            pieces.append("•")
    return "".join(pieces)


def _drawn(element: "_Element") -> tuple[float | None, bool]:
    """How long a line drawn in the paragraph is, and whether it holds a picture."""
    rule, picture = None, False
    for each in element.iter():
        name = local(each)
        if name in {"pic", "imagedata", "chart", "OLEObject"}:
            picture = True
        elif name == "ext" and (parent := each.getparent()) is not None and local(parent) == "xfrm":
            wide, high = number(get(each, "cx")), number(get(each, "cy"))
            if wide and high is not None and high < wide / 20 and wide / _EMU > 20:
                rule = wide / _EMU
        elif name == "line" and get(each, "from") and get(each, "to"):
            ends = [points_of(get(each, side).split(",")[0]) for side in ("from", "to")]
            if None not in ends:
                rule = abs((ends[1] or 0) - (ends[0] or 0)) or rule
    return rule, picture


def points_of(written: str) -> float | None:
    """A length of VML: "12pt", "3in", "10mm" or a bare number of points."""
    for unit, size in (("pt", 1.0), ("in", 72.0), ("cm", 72 / 2.54), ("mm", 72 / 25.4)):
        if written.endswith(unit):
            found = number(written.removesuffix(unit))
            return None if found is None else found * size
    return points(written)


def _drawn_border(border: "_Element | None") -> bool:
    return border is not None and any(
        get(side, "val") not in {"", "nil", "none"}
        for side in (child(border, "top"), child(border, "bottom"))
        if side is not None
    )


def _has_borders(borders: "_Element | None") -> bool:
    return borders is not None and any(
        get(side, "val") not in {"", "nil", "none"}
        for side in inside(borders, "insideH", "insideV")
    )


def _cell_borders(rows: list["_Element"]) -> bool:
    """Whether at least half of the cells have borders of their own."""
    cells = [each for row in rows for each in inside(row, "tcPr")]
    drawn = sum(
        any(get(side, "val") not in {"", "nil", "none"} for side in found)
        for each in cells
        if (found := child(each, "tcBorders")) is not None
    )
    return bool(cells) and drawn * 2 >= len(cells)


def _style_borders(styles: "_Element | None", name: str) -> bool:
    seen: set[str] = set()
    while styles is not None and name and name not in seen:
        seen.add(name)
        style = next((each for each in styles if get(each, "styleId") == name), None)
        borders = child(child(style, "tblPr"), "tblBorders")
        if borders is not None:
            return _has_borders(borders)
        name = value(style, "basedOn")
    return False


def _owner(element: "_Element", name: str) -> "_Element | None":
    parent = element.getparent()
    while parent is not None and local(parent) != name:
        parent = parent.getparent()
    return parent

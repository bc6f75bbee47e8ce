"""Tables of a web page: many a ".xls" is one, saved by Excel or made by a web system.

Each table is a sheet, also one inside another; what stands outside tables is a sheet as well.
Scripts are not even looked at, and nothing that a page points to is fetched.
"""

import codecs
import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import MARKS, HiddenColumns, refuse_many
from vinhloc_cds.forms.grid import Area, Book, Cell, CellKind, Place, Run, Sheet
from vinhloc_cds.forms.numberformat import date_of, date_text, number_of, number_text, percent_text
from vinhloc_cds.forms.safezip import met_limit
from vinhloc_cds.forms.textcells import Filler, is_blank
from vinhloc_cds.forms.web_styles import Style, Styles
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I
)
_KNOWN_CHARSET = re.compile(r"utf-?(8|16|16le|16be)|windows-\d+|cp\d+|iso-?8859-\d+|us-ascii", re.I)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Latin-1 is a name for Windows-1252 here, as browsers have it.
_LATIN = re.compile(r"iso-?8859-1|us-ascii", re.I)
_MIME = re.compile(rb"\s*(?:MIME-Version|From|Content-Type|X-[\w-]+)\s*:", re.I)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,100})</x:Name>", re.IGNORECASE)
_FRAMES = re.compile(r"<frameset|<x:WorksheetSource", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_SPACES = re.compile("[ \t\r\n\f]+")
_SKIPPED = frozenset({"script", "style", "head", "title", "xml", "noscript", "template", "svg"})
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "center", "pre", "body"}
    | {"caption", "section", "header", "footer", "blockquote", "dl", "dt", "dd", "hr", "form"}
)
_CELLS = frozenset({"td", "th", "caption"})
_MOST_PARTS = 10_000
_LONGEST = 5_000_000
"""Letters of a comment."""
_WIDEST, _TALLEST = 1_000, 65_534
"""The HTML standard's own limits of colspan and rowspan."""


def read_html(data: bytes) -> Book:
    """The tables and the text of a page, or of Excel's "single file web page" (MHTML)."""
    pages = list(_parts(data)) if _MIME.match(data) else [_decode(data, "")]
    names = [unescape(name) for page in pages for name in _SHEET_NAME.findall(page)]
    sheets: list[Sheet] = []
    outside = Sheet(text("encodings.content"))
    filler = Filler()
    firsts = []
    for page in pages:
        reader = _Reader(sheets, outside, filler)
        before = len(sheets)
        reader.read(page)
        firsts += [before] if len(sheets) > before else []
    if len(names) == len(firsts):
        for name, first in zip(names, firsts, strict=True):
            sheets[first].name = name
    if outside.cells:
        sheets.append(outside)
    if not any(sheet.cells for sheet in sheets):
        is_framed = any(_FRAMES.search(page) for page in pages)
        raise UserError("encodings.html.frames" if is_framed else "encodings.html.no_text")
    return Book(FileKind.HTML, sheets)


def _parts(data: bytes) -> Iterator[str]:
    """The pages of an MHTML file."""
    refuse_many(data.count(b"\n--"), _MOST_PARTS)
    from email import message_from_bytes, policy  # noqa: PLC0415 - rarely needed

    for part in message_from_bytes(data, policy=policy.compat32).walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield _decode(content, str(part.get_content_charset() or ""))


def _decode(data: bytes, charset: str) -> str:
    """A page's letters: by its mark, what it or its envelope declares, or else UTF-8."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    declared = _CHARSET.search(data[:4096])
    charset = charset or (declared[1].decode("ascii", errors="ignore") if declared else "")
    # A declaration that could be read byte by byte cannot be in UTF-16.
    if not _KNOWN_CHARSET.fullmatch(charset) or charset.lower().startswith("utf-16"):
        charset = "utf-8"
    charset = _LATIN.sub("cp1252", charset)
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        if not charset.lower().startswith("utf"):
            return data.decode(charset, errors="replace")
    except LookupError:
        pass
    return data.decode("cp1252", errors="replace")


class _Line:
    """Text as a page shows it: blanks run together, in runs of one font."""

    __slots__ = ("runs",)

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def add(self, written: str | None, font: str) -> None:
        if not written:
            return
        written = _SPACES.sub(" ", written)
        if written[0] == " " and (not self.runs or self.runs[-1].text.endswith((" ", "\n"))):
            written = written[1:]
        self._append(written, font)

    def break_line(self) -> None:
        """Whatever follows stands on a new line."""
        if self.runs:
            last = self.runs[-1]
            self.runs[-1] = last._replace(text=last.text.rstrip(" ") + "\n")

    def end_block(self) -> None:
        """As `break_line`, once."""
        if self.runs and not self.runs[-1].text.endswith("\n"):
            self.break_line()

    def _append(self, written: str, font: str) -> None:
        if self.runs and self.runs[-1].font == font:
            written = self.runs.pop().text + written
        if written:
            self.runs.append(Run(written, font))

    def finish(self) -> tuple[str, tuple[Run, ...]]:
        """The text and its runs, without the blanks at its end."""
        runs = self.runs
        while runs and not runs[-1].text.rstrip(" \n"):
            runs.pop()
        if runs:
            runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(" \n"))
        return "".join(run.text for run in runs), tuple(runs)


class _Reader:
    """Goes through one page; tables and texts are added to those of the pages before."""

    def __init__(self, sheets: list[Sheet], outside: Sheet, filler: Filler) -> None:
        self._sheets = sheets
        self._outside = outside
        self._filler = filler
        self._styles = Styles("")

    def read(self, page: str) -> None:
        """All tables of a page, and the text outside of them."""
        root = _parse(page)
        if root is None:
            return
        self._styles = Styles("}".join(style.text or "" for style in root.iter("style")))
        line = _Line()
        self._flow(root, line, "", is_cell=False)
        self._flush(line)

    def _flow(self, element: "_Element", line: _Line, font: str, *, is_cell: bool) -> None:
        """The text inside an element; in a cell its blocks are lines, elsewhere rows."""
        line.add(element.text, font)
        for child in element:
            tag = child.tag
            if tag == "table":
                if not is_cell:
                    self._flush(line)
                self._read_table(child, font)
            elif tag == "br":
                line.break_line()
            elif isinstance(tag, str) and tag not in _SKIPPED:
                own = self._styles.of(child).font or font
                if tag in _BLOCKS:
                    self._end_block(line, is_cell=is_cell)
                self._flow(child, line, own, is_cell=is_cell)
                if tag in _BLOCKS:
                    self._end_block(line, is_cell=is_cell)
            line.add(child.tail, font)

    def _end_block(self, line: _Line, *, is_cell: bool) -> None:
        if is_cell:
            line.end_block()
        else:
            self._flush(line)

    def _flush(self, line: _Line) -> None:
        """What has gathered outside tables becomes a row."""
        cell = _text_cell(*line.finish(), hidden=False)
        if not is_blank(cell.raw):
            self._filler.put(self._outside, (len(self._outside.cells), 0), cell)
        line.runs = []

    def _read_table(self, table: "_Element", font: str) -> None:
        style = self._styles.of(table)
        sheet = Sheet(text("encodings.table", number=len(self._sheets) + 1), hidden=style.hidden)
        self._sheets.append(sheet)
        font = style.font or font
        hidden_columns = self._hidden_columns(table)
        areas: list[Area] = []
        pictures: list[Place] = []
        from_above: list[Area] = []
        row = -1
        for row, boxes in enumerate(self._rows(table, font)):
            own = self._styles.of(boxes[0]) if boxes[0].tag == "tr" else Style()
            from_above = [area for area in from_above if area.bottom >= row]
            column = 0
            merged: list[Area] = []
            for box in boxes[boxes[0].tag == "tr" :]:
                while over := next((a for a in from_above if a.left <= column <= a.right), None):
                    column = over.right + 1
                right = column + _span(box, "colspan", _WIDEST) - 1
                bottom = row + _span(box, "rowspan", _TALLEST) - 1
                if right > column or bottom > row:
                    merged.append(Area(row, column, bottom, right))
                is_hidden = own.hidden or column in hidden_columns
                self._read_cell(sheet, (row, column), box, Style(own.font or font, is_hidden))
                if next(box.iter("img"), None) is not None:
                    pictures.append((row, column))
                column = right + 1
            areas += merged
            from_above += [area for area in merged if area.bottom > row]
            refuse_many(len(from_above), _WIDEST)
        sheet.pictures = tuple(pictures)
        # A span may be written that goes further down than the table does.
        sheet.merged = tuple(area._replace(bottom=min(area.bottom, row)) for area in areas)
        stray = _Line()
        self._read_stray(table, stray, font)
        self._flush(stray)

    def _read_stray(self, element: "_Element", line: _Line, font: str) -> None:
        """What stands in a table but in none of its cells, as careless pages have it."""
        line.add(element.text, font)
        for child in element:
            if child.tag == "table":
                self._read_table(child, font)
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED | _CELLS:
                self._read_stray(child, line, font)
            line.add(child.tail, font)

    def _read_cell(self, sheet: Sheet, place: Place, box: "_Element", around: Style) -> None:
        style = self._styles.of(box)
        line = _Line()
        self._flow(box, line, style.font or around.font, is_cell=True)
        shown = _text_cell(*line.finish(), hidden=style.hidden or around.hidden)
        self._filler.put(sheet, place, _typed(box, shown))

    def _rows(self, table: "_Element", font: str) -> Iterator[list["_Element"]]:
        """Each row's element and its cells; cells without a row are one by themselves."""
        loose: list[_Element] = []
        for part in _within(table, {"tr", "td", "th", "caption"}):
            if part.tag in {"td", "th"}:
                loose.append(part)
                continue
            if loose:
                yield loose
                loose = []
            if part.tag == "caption":
                line = _Line()
                self._flow(part, line, font, is_cell=False)
                self._flush(line)
            else:
                yield [part, *_within(part, {"td", "th"})]
        if loose:
            yield loose

    def _hidden_columns(self, table: "_Element") -> set[int]:
        hidden = HiddenColumns()
        column = 0
        for part in _within(table, {"col", "tr"}):
            if part.tag == "tr":
                break
            span = _span(part, "span", _WIDEST)
            if self._styles.of(part).hidden:
                hidden.hide(column, column + span - 1)
            column += span
        return hidden


def _parse(page: str) -> "_Element | None":
    from lxml import etree  # noqa: PLC0415 - its import is only paid for when a file comes in

    refuse_many(page.count("<") + page.count("="), 2 * MARKS)
    _refuse_long_comments(page)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=False)
    content = page.replace("\x00", "\ufffd").encode("utf-8", errors="replace")
    if not content.strip():
        return None
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise UserError("encodings.html.no_text") from error
    if any(met_limit(entry.type, entry.message) for entry in parser.error_log):
        # The parser has stopped there, without a word about what follows.
        raise UserError("encodings.html.too_deep")
    return root


def _refuse_long_comments(page: str) -> None:
    """The parser does not survive them where memory is short."""
    start = page.find("<!--")
    while start >= 0:
        end = page.find("-->", start)
        if (len(page) if end < 0 else end) - start > _LONGEST:
            raise UserError("encodings.html.too_deep")
        start = page.find("<!--", end) if end >= 0 else -1


def _within(container: "_Element", tags: set[str]) -> Iterator["_Element"]:
    """The outermost elements of these tags; a table inside a table is none of its own."""
    for child in container:
        if child.tag in tags:
            yield child
        elif isinstance(child.tag, str) and child.tag != "table" and len(child):
            yield from _within(child, tags)


def _span(element: "_Element", name: str, most: int) -> int:
    value = element.get(name, "").strip()
    return max(1, min(int(value), most)) if value.isdecimal() and len(value) < 9 else 1


def _text_cell(raw: str, runs: tuple[Run, ...], *, hidden: bool) -> Cell:
    font = runs[0].font if runs else ""
    several = runs if len(runs) > 1 else ()
    return Cell(CellKind.TEXT, raw, raw, font, hidden=hidden, runs=several)


def _typed(box: "_Element", shown: Cell) -> Cell:
    """A cell as Excel's own attributes type it; all others are the text that is shown."""
    if not any(name.startswith("x:") for name in box.keys()):  # noqa: SIM118 - an element's
        return shown
    kept = shown._replace(formula=box.get("x:fmla", ""))
    if error := box.get("x:err"):
        return kept._replace(kind=CellKind.ERROR, value=None, raw=error, runs=())
    if truth := box.get("x:bool"):
        is_true = truth.upper() == "TRUE"
        return kept._replace(kind=CellKind.BOOLEAN, value=is_true, raw=truth.upper(), runs=())
    number = box.get("x:num")
    if number is None:
        return kept
    try:
        value = float(number or shown.raw)
    except ValueError:
        return kept
    if abs(value) > 1e300 or value != value:  # noqa: PLR0124 - NaN is the one that differs
        return kept
    day = date_of(value) if _DATE.match(shown.raw.strip()) else None
    if day is not None:
        return kept._replace(kind=CellKind.DATE, value=day, raw=date_text(day), runs=())
    raw = percent_text(value) if shown.raw.rstrip().endswith("%") else number_text(value)
    return kept._replace(kind=CellKind.NUMBER, value=number_of(value), raw=raw, runs=())

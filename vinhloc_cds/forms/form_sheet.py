"""The sheet that a unit fills in, as SpreadsheetML; element after element in the schema's order."""

from collections.abc import Iterable
from enum import IntEnum
from math import ceil

from vinhloc_cds.domain.plan import Plan, ValueType
from vinhloc_cds.forms.form_parts import DECLARATION, FONT, MAIN, Style, safe
from vinhloc_cds.forms.layout import FIRST_ROW, TITLES_ROW, Kind, Layout, Row, deadline_line
from vinhloc_cds.forms.reasons import Reason, reasons
from vinhloc_cds.forms.signature import COLUMNS
from vinhloc_cds.forms.validations import validations
from vinhloc_cds.texts import text

_LETTERS = dict(zip(COLUMNS, "BCDEFGH", strict=True))
_WIDTHS = {"B": 6.0, "C": 29.0, "D": 9.0, "E": 16.0, "F": 29.0, "G": 11.0, "H": 48.0}
_CHECK = _LETTERS["check"]
LAST_PRINTED = "G"
_PRINTED_WIDTH = sum(_WIDTHS.values()) - _WIDTHS[_CHECK]

# A column's unit of width in points; what is left empty below the words and beside them; how wide
# a letter and how high a line is for its size, a little more than Times New Roman's average.
_UNIT_WIDTH = 5.25
_AIR = 4.0
_INDENTS = 13.0
_COLUMN_AIR = 0.71
_LETTER = 0.45
_LINE = 1.22
# Bold capitals are so much wider than the letters of a text.
_CAPITAL = 1.65
_TALLEST_ROW = 409.0
_LEAST_HEIGHT = 20.0
_LONG_HEIGHT = 95.0

_ENTRY_STYLES = {
    ValueType.INTEGER: Style.NUMBER,
    ValueType.MONEY: Style.NUMBER,
    ValueType.BOOLEAN: Style.ANSWER,
    ValueType.DATE: Style.DATE,
    ValueType.DATETIME: Style.MOMENT,
    ValueType.LONG_TEXT: Style.LONG,
}


class Own(IntEnum):
    """The places among the shared texts of those that differ from unit to unit."""

    SIGNATURE = 0
    UNIT = 1
    DEADLINE = 2
    UNIT_CODE = 3
    CHECKSUM = 4


class Strings:
    """The shared texts of a workbook; the first places are those of `Own`."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, words: str) -> int:
        """The number by which cells name `words`."""
        return self._places.setdefault(words, len(Own) + len(self._places))

    def xml(self) -> str:
        """All texts but those of the unit."""
        return shared(self._places)


def shared(texts: Iterable[str]) -> str:
    """`texts` as items of the part that all sheets share."""
    return "".join(f'<si><t xml:space="preserve">{safe(words)}</t></si>' for words in texts)


class Sheet:
    """Writes the sheet of `layout`; what differs from unit to unit is left open.

    After `xml`, `figures` are the marks that stand where a figure of the profile goes, and `end`
    is the last row.
    """

    def __init__(self, plan: Plan, layout: Layout, strings: Strings) -> None:
        self._plan = plan
        self._layout = layout
        self._strings = strings
        self._reasons = reasons(plan, layout)
        self._merged: list[str] = []
        self.figures: dict[str, str] = {}
        self.end = layout.end

    def xml(self) -> str:
        """The whole part."""
        rows = [*self._head(), *self._table(), *self._signers()]
        merged = "".join(f'<mergeCell ref="{area}"/>' for area in self._merged)
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{_WIDTHS[letter] + _COLUMN_AIR}"'
            ' customWidth="1"/>'
            for number, letter in enumerate(_WIDTHS, 2)
        )
        entries = f"E{FIRST_ROW}:E{self._layout.end}"
        first_entry = next(row for row in self._layout.rows if row.value_type is not None)
        return (
            f"{DECLARATION}<worksheet {MAIN}>"
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{_CHECK}{self.end}"/>'
            '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
            f'<pane ySplit="{TITLES_ROW}" topLeftCell="A{FIRST_ROW}" activePane="bottomLeft"'
            f' state="frozen"/><selection pane="bottomLeft" activeCell="E{first_entry.at}"'
            f' sqref="E{first_entry.at}"/></sheetView></sheetViews>'
            '<sheetFormatPr defaultRowHeight="15"/>'
            '<cols><col min="1" max="1" width="9" hidden="1" customWidth="1"/>'
            f"{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
            '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0"'
            ' formatRows="0"/>'
            f'<mergeCells count="{len(self._merged)}">{merged}</mergeCells>'
            f"{self._marks(entries)}{validations(self._layout)}"
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.59" right="0.39" top="0.59" bottom="0.67" header="0.3"'
            ' footer="0.35"/>'
            '<pageSetup paperSize="9" orientation="portrait" fitToWidth="1" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>{self._footer()}</oddFooter></headerFooter>"
            f'<ignoredErrors><ignoredError sqref="{entries}" numberStoredAsText="1"/>'
            "</ignoredErrors></worksheet>"
        )

    def _footer(self) -> str:
        return safe(f'&C&"{FONT},Regular"&10{text("form.page")} &P/&N')

    def _marks(self, entries: str) -> str:
        """Entry and reason in red where they must be mended, else in yellow where in doubt."""
        beside = f"${_CHECK}{FIRST_ROW}"
        grave = text("form.mark.block")
        rules = (f'LEFT({beside},{len(grave)})="{grave}"', f"LEN({beside})>0")
        area = f"{entries} {_CHECK}{FIRST_ROW}:{_CHECK}{self._layout.end}"
        spelled = "".join(
            f'<cfRule type="expression" dxfId="{style}" priority="{style + 1}" stopIfTrue="1">'
            f"<formula>{safe(rule)}</formula></cfRule>"
            for style, rule in enumerate(rules)
        )
        return f'<conditionalFormatting sqref="{area}">{spelled}</conditionalFormatting>'

    # Cells and rows.

    def _cell(self, letter: str, row: int, words: str, style: Style) -> str:
        if not words:
            return f'<c r="{letter}{row}" s="{style:d}"/>'
        return self._shared(letter, row, self._strings.place(words), style)

    def _shared(self, letter: str, row: int, place: int, style: Style) -> str:
        return f'<c r="{letter}{row}" s="{style:d}" t="s"><v>{place:d}</v></c>'

    def _across(self, row: int, cell: str, style: Style, first: str = "B") -> str:
        """`cell` over all printed columns from `first` on."""
        self._merged.append(f"{first}{row}:{LAST_PRINTED}{row}")
        rest = "".join(
            self._cell(letter, row, "", style)
            for letter in _WIDTHS
            if first < letter <= LAST_PRINTED
        )
        return cell + rest

    def _head(self) -> Iterable[str]:
        titles = "".join(self._cell(_LETTERS[name], 1, name, Style.PLAIN) for name in COLUMNS)
        signature = self._shared("A", 1, Own.SIGNATURE, Style.PLAIN)
        yield f'<row r="1" hidden="1">{signature}{titles}</row>'
        wide = _PRINTED_WIDTH
        longest = max((unit.name for unit in self._plan.units), key=len)
        heads = (
            (Own.UNIT, _height(longest, _PRINTED_WIDTH / _CAPITAL, 13), Style.UNIT),
            (self._strings.place(text("form.title")), 20.0, Style.TITLE),
            (
                self._strings.place(self._plan.title),
                _height(self._plan.title, wide, 12),
                Style.PLAN,
            ),
            (
                Own.DEADLINE,
                _height(deadline_line(self._plan, self._plan.reporting.deadline), wide, 11),
                Style.LINE,
            ),
            (
                self._strings.place(text("form.guide")),
                _height(text("form.guide"), wide, 11),
                Style.LINE,
            ),
        )
        for at, (place, height, style) in enumerate(heads, 2):
            yield _row(at, height, self._across(at, self._shared("B", at, place, style), style))
        columns = "".join(
            self._cell(_LETTERS[name], TITLES_ROW, text(f"form.column.{name}"), Style.COLUMN)
            for name in COLUMNS
        )
        yield _row(TITLES_ROW, 2 * 10 * _LINE + _AIR, columns)

    def _table(self) -> Iterable[str]:
        for row in self._layout.rows:
            match row.kind:
                case Kind.SECTION:
                    cell = self._cell("B", row.at, row.name, Style.SECTION)
                    yield _row(row.at, _LEAST_HEIGHT, self._across(row.at, cell, Style.SECTION))
                case Kind.LONG:
                    yield from self._long(row)
                case _:
                    yield self._short(row)

    def _short(self, row: Row) -> str:
        at = row.at
        reason = self._reasons.get(at)
        height = max(
            _LEAST_HEIGHT,
            _height(row.name, _WIDTHS["C"], 10),
            _height(row.measure, _WIDTHS["D"], 10),
            _height(row.explanation, _WIDTHS["F"], 9),
            _height(row.clause, _WIDTHS["G"], 10),
            _height(reason.longest, _WIDTHS[_CHECK], 9) if reason else 0,
        )
        # A text wraps where a number cannot: its row is left to grow with what is typed.
        writes = row.value_type is not None and row.value_type not in _ENTRY_STYLES
        return _row(
            at,
            max(height, 2 * 11 * _LINE + _AIR) if writes else height,
            self._cell("A", at, row.id, Style.PLAIN)
            + self._cell("B", at, row.number, Style.CENTRED)
            + self._cell("C", at, row.name, Style.NAME)
            + self._cell("D", at, row.measure, Style.CENTRED)
            + self._value(row)
            + self._cell("F", at, row.explanation, Style.EXPLANATION)
            + self._cell("G", at, row.clause, Style.CENTRED)
            + (_reason(at, reason) if reason else ""),
            grows=writes,
        )

    def _value(self, row: Row) -> str:
        """The entry, or what is shown in its place: then a mark that the unit's figure replaces."""
        if row.value_type is not None:
            return self._cell("E", row.at, "", _ENTRY_STYLES.get(row.value_type, Style.TEXT))
        # No text holds this character, see `safe`.
        self.figures[row.id] = f"\0{row.id}\0"
        return f'<c r="E{row.at}" s="{Style.SHOWN:d}"{self.figures[row.id]}</c>'

    def _long(self, row: Row) -> Iterable[str]:
        """A text: its name beside the room for it, and below them what to write.

        The entry is one row, so that no page ends within it.
        """
        at, below = row.at, row.at + 1
        self._merged += [f"B{at}:B{below}", f"C{at}:D{at}", f"E{at}:{LAST_PRINTED}{at}"]
        self._merged.append(f"{_CHECK}{at}:{_CHECK}{below}")
        hint = text("form.hint", explanation=row.explanation) if row.explanation else ""
        if row.clause:
            hint = f"{hint} ({row.clause})".strip()
        yield _row(
            at,
            max(_LONG_HEIGHT, _height(row.name, _WIDTHS["C"] + _WIDTHS["D"], 10)),
            self._cell("A", at, row.id, Style.PLAIN)
            + self._cell("B", at, row.number, Style.CENTRED)
            + self._cell("C", at, row.name, Style.NAME)
            + self._cell("D", at, "", Style.NAME)
            + "".join(self._cell(letter, at, "", Style.LONG) for letter in "EFG")
            + _reason(at, self._reasons[at]),
        )
        told = self._cell("C", below, hint, Style.EXPLANATION)
        yield _row(
            below,
            _height(hint, _PRINTED_WIDTH - _WIDTHS["B"], 9),
            self._cell("B", below, "", Style.CENTRED)
            + self._across(below, told, Style.EXPLANATION, "C")
            + self._cell(_CHECK, below, "", Style.CHECK),
        )

    def _signers(self) -> Iterable[str]:
        """Who made the form and who answers for it, with room for their names."""
        first = self._layout.end + 2
        lines = (
            (first, _LEAST_HEIGHT, text("form.maker"), text("form.head"), Style.SIGNER),
            (first + 1, 90.0, text("form.maker_signs"), text("form.head_signs"), Style.SIGNS),
        )
        for at, height, maker, head, style in lines:
            self._merged += [f"B{at}:D{at}", f"E{at}:{LAST_PRINTED}{at}"]
            cells = self._cell("B", at, maker, style) + self._cell("E", at, head, style)
            yield _row(at, height, cells)
        self.end = first + 1


def _reason(row: int, reason: Reason) -> str:
    return (
        f'<c r="{_CHECK}{row}" s="{Style.CHECK:d}" t="str"><f>{safe(reason.formula)}</f>'
        f"<v>{safe(reason.at_first)}</v></c>"
    )


def _row(at: int, height: float, cells: str, *, grows: bool = False) -> str:
    shown = f"{min(height, _TALLEST_ROW):g}"
    fixed = "" if grows else ' customHeight="1"'
    return f'<row r="{at}" ht="{shown}"{fixed}>{cells}</row>'


def _height(words: str, width: float, size: int) -> float:
    """How high a row must be for `words`, in points; no reader of files grows it by itself."""
    letters = max(1, int((width * _UNIT_WIDTH - _INDENTS) / (size * _LETTER)))
    lines = 0
    for line in words.split("\n"):
        used = 0
        lines += 1
        for word in line.split(" "):
            if used and used + 1 + len(word) > letters:
                lines, used = lines + 1, 0
            used += len(word) + (1 if used else 0)
            lines += ceil(len(word) / letters) - 1 if word else 0
    return lines * size * _LINE + _AIR

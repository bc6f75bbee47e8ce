"""Every printed figure of a report held against the data: in its row, under its indicator."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import openpyxl
from documents_held import parts_of
from documents_made import Made
from docx.oxml.ns import qn
from printed_pages import Link, Pages

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.formatting import format_number, format_value
from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan, ValueType
from vinhloc_cds.domain.standing import StandingValue, standing_matrix
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.consolidated import report_figures
from vinhloc_cds.reports.document import Document, Table
from vinhloc_cds.reports.figure_table import indicator_title
from vinhloc_cds.reports.plain import plain
from vinhloc_cds.reports.spelling import spelled
from vinhloc_cds.reports.wording import listed_name
from vinhloc_cds.services.rendering import render
from vinhloc_cds.texts import text

_NO_FIGURES = {ValueType.LONG_TEXT, ValueType.ATTACHMENT}
_APPRAISAL = "K"
_MARKED = {
    Aggregation.AVERAGE: "annex.average",
    Aggregation.MAX: "annex.maximum",
    Aggregation.COUNT_YES: "annex.yes",
    Aggregation.COUNT_ON_TIME: "annex.on_time",
}
_EDGES = " /,.;:()\r\n"
_NO_POINTS = str.maketrans("", "", _EDGES)
_SHORT = 16
_LINE = 6.6
"""Half the height of a line of a table, and a little more."""


def bare(words: str) -> str:
    """`words` as they are compared: without blanks, as documents spell them."""
    return "".join(spelled(plain(words)).split())


@dataclass(frozen=True)
class Truth:
    """What the annex of figures has to say, from the data alone."""

    made: Made

    @property
    def plan(self) -> Plan:
        return self.made.world.plan

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """What stands in a table of figures, by its title."""
        return {
            bare(indicator_title(each)): each
            for each in self.plan.indicators
            if not each.submission_field
            and each.section != _APPRAISAL
            and each.value_type not in _NO_FIGURES
        }

    @cached_property
    def values(self) -> dict[tuple[str, str], StandingValue]:
        """Unit and indicator by what was accepted."""
        units = {u.code: u for u in self.plan.units if u.relation is not Relation.NONE}
        shown = {each.code: each for each in self.indicators.values()}
        return {
            (unit, code): standing
            for (unit, code), standing in standing_matrix(self.made.world.snapshot).items()
            if standing.value is not None
            and unit in units
            and code in shown
            and units[unit].group in shown[code].groups
        }

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {bare(listed_name(self.plan, unit)): unit for unit in self.plan.units}

    def words(self, unit: str, code: str) -> str:
        """A unit's figure as it has to be printed."""
        standing = self.values[unit, code]
        words = format_value(self.plan.indicator_by_code[code], standing.value)
        if standing.estimate:
            words = text("annex.estimate", value=words)
        elif standing.partial:
            words = text("annex.partial", value=words)
        return bare(words)

    @cached_property
    def keyed(self) -> dict[str, str]:
        """All figures of units and all totals, by key."""
        found = {f"{code}/{unit}.value": self.words(unit, code) for unit, code in self.values}
        for total in consolidate(self.made.world.snapshot):
            key = f"{total.code}@{total.group}.value" if total.group else f"{total.code}.value"
            if total.value is None:
                continue
            words = format_number(total.value)
            mark = _MARKED.get(self.plan.indicator_by_code[total.code].aggregation)
            found[key] = bare(text(mark, value=words) if mark else words)
        return found


def pdf_figure_faults(made: Made) -> Iterator[str]:
    """The preview's PDF: what stands under each key, in which row and under which title."""
    pages = Pages(render(made.document, "pdf", links=True))
    truth = Truth(made)
    narrative = {k: bare(v) for k, v in report_figures(made.world.snapshot, "ubnd").items()}
    annexes = [n for n, words in enumerate(pages.texts) if "Phụ lục I\r\n" in words]
    first = annexes[0] if annexes else len(pages)
    last = next((n for n, words in enumerate(pages.texts) if "Phụ lục II\r\n" in words), len(pages))
    said: dict[str, list[str]] = {}
    printed: dict[str, list[Link]] = {}
    for link in pages.links:
        key = link.address.partition(":")[2]
        if link.page < first:
            # The words under a link may have a point or a stroke of a neighbour's with them.
            said.setdefault(key, []).append(link.words.strip(_EDGES))
        elif link.page < last and key.endswith(".value"):
            printed.setdefault(key, []).append(link)
    for key, parts in said.items():
        words, wanted = bare("".join(parts)), narrative.get(key, "")
        if len(wanted) > _SHORT:
            # It goes over several lines, each of which may end in a point of its own.
            words, wanted = (each.translate(_NO_POINTS) for each in (words, wanted))
        else:
            wanted = wanted.strip(_EDGES)
        if not wanted or words != wanted * (len(words) // len(wanted)):
            yield f"{key} in a sentence: {words!r}, not {wanted!r}"
    for key, links in printed.items():
        words = bare("".join(link.words for link in links))
        if words != truth.keyed.get(key):
            yield f"{key} in the annex: {words!r}, not {truth.keyed.get(key)!r}"
    for unit, code in truth.values:
        if f"{code}/{unit}.value" not in printed:
            yield f"{code} of {unit} is not printed"
    yield from _place_faults(truth, pages, printed)


def _place_faults(truth: Truth, pages: Pages, printed: dict[str, list[Link]]) -> Iterator[str]:
    """Figures of units that do not stand beside the unit's name and below the indicator's."""
    places = _columns(made_tables(truth), truth)
    names = {unit.code: bare(listed_name(truth.plan, unit)) for unit in truth.plan.units}
    seen: set[tuple[int, int, str]] = set()
    for key, links in printed.items():
        code, _, unit = key.removesuffix(".value").partition("/")
        if not unit:
            continue
        link = links[0]
        left, _, right, top = link.box
        low, high, name_edges, title = places[code]
        if not low <= (left + right) / 2 <= high:
            yield f"{key} stands in another column"
        middle = (links[-1].box[1] + top) / 2
        row = (link.page, round(middle), unit)
        if row in seen:
            continue
        seen.add(row)
        text_page = pages.pdf[link.page].get_textpage()
        if bare(title) not in bare(text_page.get_text_bounded(low, 0, high, 2000)):
            yield f"{key}: its column has no title on page {link.page + 1}"
        around = (
            bare(text_page.get_text_bounded(name_edges[0], middle - n * _LINE, name_edges[1],
                                            middle + n * _LINE))
            for n in range(1, 14)
        )  # fmt: skip
        if names[unit] not in around:
            yield f"{key} stands in another row, on page {link.page + 1}"


def made_tables(truth: Truth) -> tuple[Table, ...]:
    """The tables of the annex of figures."""
    document: Document = truth.made.document
    return tuple(block for block in document.annexes[0].blocks if isinstance(block, Table))


def _columns(
    tables: tuple[Table, ...], truth: Truth
) -> dict[str, tuple[float, float, tuple[float, float], str]]:
    """By indicator: left and right of its column, those of the names' column, and its title."""
    room = nd30.text_width(nd30.ANNEX_MARGINS, landscape=True)
    left = nd30.points(nd30.ANNEX_MARGINS.left)
    found = {}
    for table in tables:
        shares = [column.share for column in table.columns]
        edges = [left + room * sum(shares[:at]) / sum(shares) for at in range(len(shares) + 1)]
        for at, column in enumerate(table.columns):
            if indicator := truth.indicators.get(bare(column.title)):
                names = (edges[1], edges[2])
                found[indicator.code] = (edges[at], edges[at + 1], names, column.title)
    return found


def word_figure_faults(made: Made, data: bytes) -> Iterator[str]:
    """The Word file's tables: each figure in the unit's row, below the indicator's title."""
    root = dict(parts_of(data))["word/document.xml"]
    tables = (
        [
            ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
            for row in table.iter(qn("w:tr"))
        ]
        for table in root.iter(qn("w:tbl"))
    )
    yield from _table_faults(Truth(made), tables)


def excel_figure_faults(made: Made, data: bytes) -> Iterator[str]:
    """The workbook's tables: the typed figures themselves, in the same places."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True, read_only=True)
    truth = Truth(made)
    tables = ([list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets)
    yield from _table_faults(truth, tables)


def _table_faults(truth: Truth, tables: Iterator[list[list[object]]]) -> Iterator[str]:
    """`tables` as rows of cells; a number of a workbook is compared as the number it is."""
    found: set[tuple[str, str]] = set()
    for rows in tables:
        titles: list[object] = []
        for row in rows:
            cells = [bare(str(cell)) if cell is not None else "" for cell in row]
            if any(cell in truth.indicators for cell in cells) and "STT" in cells:
                titles = cells
                continue
            unit = truth.units.get(cells[1]) if titles and len(cells) > 1 else None
            if unit is None:
                continue
            for title, cell, raw in zip(titles, cells, row, strict=False):
                indicator = truth.indicators.get(str(title))
                if indicator is None or (unit.code, indicator.code) not in truth.values:
                    continue
                found.add((unit.code, indicator.code))
                wanted = truth.words(unit.code, indicator.code)
                value = truth.values[unit.code, indicator.code].value
                typed = not isinstance(raw, str) and raw is not None
                if typed and isinstance(value, int) and raw == value:
                    continue
                if cell != wanted and not (typed and not isinstance(value, int)):
                    yield f"{indicator.code} of {unit.code}: {cell!r}, not {wanted!r}"
    for unit_code, code in truth.values.keys() - found:
        yield f"{code} of {unit_code} stands in no table"

"""The matrix of units by indicators, and the lines of totals below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont

from ui import theme
from ui.models.table import ROW_ROLE, Index
from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.formatting import format_number, format_percent, format_value
from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan, ValueType
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import (
    StandingValue,
    nothing_arose,
    standing_submissions,
    standing_values,
    whole_number,
)
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.texts import text

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
# Qt draws a heading over several lines if its alignment carries the flag for it.
HEADING_FLAGS = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
_NO_INDEX = QModelIndex()
# Lines of the totals, below the value.
_RATIO, _COVERAGE = 1, 2


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one unit gave for one indicator.

    `value` is None for a blank, `accepted` whether it counts in the totals, `asked` whether the
    unit is asked for it at all, `unread` what stands there that nobody could read. `nothing`:
    the unit's accepted word is that nothing arose.
    """

    unit: Unit
    indicator: Indicator
    value: StandingValue | None
    accepted: bool
    asked: bool
    unread: str = ""
    nothing: bool = False

    @property
    def shown(self) -> str:
        """The cell's text: a blank is told apart from zero, and an estimate from a count."""
        if not self.asked:
            return ""
        if self.value is None:
            return text("matrix.unread", raw=self.unread) if self.unread else text("matrix.blank")
        words = format_value(self.indicator, self.value.value)
        return text("matrix.estimate", value=words) if self.value.estimate else words

    @property
    def copied(self) -> str:
        """The cell for Excel: a number without points, for it to be one in any language.

        What is in no total is marked, which keeps Excel from adding it up as well.
        """
        if self.value is None:
            return self.shown
        words = format_value(self.indicator, self.value.value)
        if whole_number(self.value.value) is not None:
            words = _for_excel(words)
        return words if self.accepted else text("matrix.not_accepted", value=words)


class MatrixCells:
    """Finds the cell of a unit and an indicator: what is accepted, else what was only received."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._accepted: dict[str, Mapping[str, StandingValue]] = {}
        self._received: dict[str, Mapping[str, StandingValue]] = {}
        self._unread: dict[tuple[str, str], str] = {}
        plan = snapshot.plan
        self._nothing = {
            unit for unit, sent in snapshot.by_unit.items() if nothing_arose(plan, sent)
        }
        for unit, sent in snapshot.by_unit.items():
            self._accepted[unit] = standing_values(plan, sent)
            self._received[unit] = standing_values(plan, sent, accepted_only=False)
            for submission in standing_submissions(sent, accepted_only=False):
                for value in submission.values:
                    self._unread[unit, value.indicator] = value.raw if value.unreadable else ""

    def cell(self, unit: Unit, indicator: Indicator) -> MatrixCell:
        """The cell as it stands."""
        accepted = self._accepted.get(unit.code, {}).get(indicator.code)
        return MatrixCell(
            unit,
            indicator,
            accepted or self._received.get(unit.code, {}).get(indicator.code),
            accepted is not None,
            unit.group in indicator.groups,
            self._unread.get((unit.code, indicator.code), ""),
            unit.code in self._nothing,
        )

    def title(self, unit: Unit) -> str:
        """What stands at the left of the unit's cells."""
        if unit.code in self._nothing:
            return text("matrix.nothing_arose", unit=unit.name)
        return unit.name


@dataclass(frozen=True, slots=True)
class TotalCell:
    """One indicator in one line below the matrix, over `group` or all groups.

    `total` is None where nothing is added up; `by_group` then says that it is within groups.
    """

    indicator: Indicator
    total: Total | None
    by_group: bool = False


class _Columns(QAbstractTableModel):
    """Indicators as columns, whatever the rows are."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.indicators: Sequence[Indicator] = ()
        self._texts: list[list[str]] = []
        self._titles: list[str] = []

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.indicators)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        if orientation == Qt.Orientation.Vertical:
            if role == _TOOLTIP:
                return theme.plain_tooltip(self._titles[section])
            return self._titles[section] if role == _DISPLAY else None
        if role == _DISPLAY:
            return heading(self.indicators[section])
        if role == _TOOLTIP:
            return theme.plain_tooltip(_about(self.indicators[section]))
        return HEADING_FLAGS if role == _ALIGNMENT else None

    def title_of_row(self, row: int) -> str:
        """What stands at the left of `row`."""
        return self._titles[row]

    def text_at(self, row: int, column: int) -> str:
        """What stands in a cell."""
        return self._texts[row][column]

    def copied_at(self, row: int, column: int) -> str:
        """What a cell is as text for Excel."""
        raise NotImplementedError


class MatrixModel(_Columns):
    """A row to each unit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells: list[list[MatrixCell]] = []
        self._italic = QFont()
        self._italic.setItalic(True)

    @property
    def cells(self) -> Sequence[Sequence[MatrixCell]]:
        """The cells, a list to each unit."""
        return self._cells

    def set_cells(
        self, units: Sequence[Unit], indicators: Sequence[Indicator], cells: MatrixCells
    ) -> None:
        """Take other units and indicators."""
        self.beginResetModel()
        self.indicators = indicators
        self._cells = [[cells.cell(unit, each) for each in indicators] for unit in units]
        self._titles = [cells.title(unit) for unit in units]
        self._texts = [[" ".join(cell.shown.split()) for cell in row] for row in self._cells]
        self.endResetModel()

    def copied_at(self, row: int, column: int) -> str:
        return self._cells[row][column].copied

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        if role == _DISPLAY:
            return self._texts[index.row()][index.column()]
        if role == _ALIGNMENT:
            return _LEFT if self.indicators[index.column()].is_text else _RIGHT
        cell = self._cells[index.row()][index.column()]
        if role == ROW_ROLE:
            return cell
        if role == _FONT:
            return self._italic if cell.value is not None and not cell.accepted else None
        if role == _FOREGROUND:
            return _cell_colour(cell)
        return None


class TotalsModel(_Columns):
    """The total, its ratio and over how many units it stands; below, groups by themselves.

    Groups have lines of their own where an indicator must not be added up across them (rule 10).
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells: list[list[TotalCell]] = []
        self._bold = QFont()
        self._bold.setBold(True)

    @property
    def sums(self) -> Sequence[tuple[str, Sequence[TotalCell]]]:
        """The lines that hold figures: the total, and groups by themselves; each with its title."""
        lines = list(zip(self._titles, self._cells, strict=True))
        return lines[:_RATIO] + lines[_COVERAGE + 1 :]

    def set_totals(
        self,
        plan: Plan,
        indicators: Sequence[Indicator],
        totals: Sequence[Total],
        group: str | None,
    ) -> None:
        """Take the totals of `indicators` over `group`, or over all groups."""
        found = {(total.code, total.group): total for total in totals}
        within = {i.code for i in indicators if _only_within_groups(i)} if group is None else set()
        groups = [g for g in plan.groups if any((code, g.code) in found for code in within)]
        self.beginResetModel()
        self.indicators = indicators
        first = [TotalCell(i, found.get((i.code, group)), i.code in within) for i in indicators]
        self._titles = [text(f"matrix.total.{line}") for line in ("value", "ratio", "coverage")]
        self._cells = [first, first, first]
        self._texts = [
            [_value(cell) for cell in first],
            [_ratio(cell) for cell in first],
            [_coverage(cell) for cell in first],
        ]
        for each in groups:
            cells = [
                TotalCell(i, found.get((i.code, each.code)) if i.code in within else None)
                for i in indicators
            ]
            self._titles.append(each.name)
            self._cells.append(cells)
            self._texts.append([_value(cell) for cell in cells])
        self.endResetModel()

    def copied_at(self, row: int, column: int) -> str:
        cell = self._cells[row][column]
        if row == _COVERAGE:
            return _coverage_words(cell)
        if row != _RATIO and cell.total is not None and cell.total.value is not None:
            return _for_excel(format_number(cell.total.value))
        return _for_excel(self._texts[row][column])

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        if role == _DISPLAY:
            return self._texts[index.row()][index.column()]
        if role == _ALIGNMENT:
            return _RIGHT
        if role == ROW_ROLE:
            return self._cells[index.row()][index.column()]
        if role == _FONT:
            return self._bold if index.row() == 0 else None
        return None


def heading(indicator: Indicator) -> str:
    """What stands over a column."""
    return text("matrix.heading", code=indicator.code, name=indicator.name)


def measured(indicator: Indicator) -> bool:
    """Whether its figures are said with a unit of measure."""
    counted = {ValueType.INTEGER, ValueType.MONEY}
    return bool(indicator.unit_of_measure) and indicator.value_type in counted


def _cell_colour(cell: MatrixCell) -> Any:  # noqa: ANN401 - as Qt has it
    if cell.value is None and cell.unread:
        return theme.brush("bad")
    return None if cell.accepted else theme.brush("quiet")


def _only_within_groups(indicator: Indicator) -> bool:
    return indicator.aggregation is Aggregation.SUM_WITHIN_GROUP


def _value(cell: TotalCell) -> str:
    total = cell.total
    if total is None:
        return text("matrix.by_group") if cell.by_group else ""
    if total.value is None:
        return text("matrix.blank")
    words = format_number(total.value)
    return text("matrix.estimate", value=words) if total.estimates else words


def _ratio(cell: TotalCell) -> str:
    if cell.total is None or cell.total.ratio is None:
        return ""
    return format_percent(cell.total.ratio)


def _coverage(cell: TotalCell) -> str:
    total = cell.total
    if total is None:
        return ""
    reported, expected, extra = total.reported, total.expected, total.extra_units
    if extra:
        return text("matrix.total.of_extra", reported=reported, expected=expected, extra=extra)
    return text("matrix.total.of", reported=reported, expected=expected)


def _coverage_words(cell: TotalCell) -> str:
    """The coverage in words: Excel would take "5/13" for a day."""
    if cell.total is None:
        return ""
    reported, expected = cell.total.reported, cell.total.expected
    return text("matrix.total.copied", reported=reported, expected=expected)


def _for_excel(number: str) -> str:
    """A number of ours as this computer writes it, without points between the thousands."""
    return number.replace(".", "").replace(",", QLocale.system().decimalPoint())


def _about(indicator: Indicator) -> str:
    lines = [text("matrix.tip.indicator", code=indicator.code, name=indicator.name)]
    if indicator.unit_of_measure:
        lines.append(text("matrix.tip.unit_of_measure", unit=indicator.unit_of_measure))
    if indicator.clauses:
        lines.append(text("matrix.tip.clause", refs=", ".join(indicator.clauses)))
    lines.append(
        text("matrix.tip.aggregation", how=text(f"settings.aggregation.{indicator.aggregation}"))
    )
    if indicator.explanation:
        lines.append(indicator.explanation)
    return "\n".join(lines)

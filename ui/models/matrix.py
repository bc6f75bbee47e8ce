"""The matrix of units by indicators, and the lines of totals below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont

from ui import theme
from ui.models.table import ROW_ROLE, Index
from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.formatting import format_number, format_percent, format_value
from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan
from vinhloc_cds.domain.standing import StandingValue
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
_CENTRED = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one unit gave for one indicator.

    `value` is None for a blank, `accepted` whether it counts in the totals, `asked` whether the
    unit is asked for it at all.
    """

    unit: Unit
    indicator: Indicator
    value: StandingValue | None
    accepted: bool
    asked: bool

    @property
    def words(self) -> str:
        """The cell's text: a blank is told apart from zero, and an estimate from a count."""
        if not self.asked:
            return ""
        if self.value is None or self.value.value is None:
            return text("matrix.blank")
        shown = format_value(self.indicator, self.value.value)
        return text("matrix.estimate", value=shown) if self.value.estimate else shown

    @property
    def explanation(self) -> str:
        """The cell's tooltip."""
        lines = [
            text(
                "matrix.tip.value",
                unit=self.unit.name,
                code=self.indicator.code,
                name=self.indicator.name,
                value=self.words,
            )
        ]
        if not self.asked:
            lines.append(text("matrix.tip.not_asked"))
        elif self.value is not None:
            lines.append(text("matrix.tip.accepted" if self.accepted else "matrix.tip.received"))
            if self.value.estimate:
                lines.append(text("matrix.tip.estimate"))
            if self.value.partial:
                lines.append(text("matrix.tip.partial"))
        return "\n".join(lines)


def matrix_cells(
    plan: Plan,
    units: Sequence[Unit],
    indicators: Sequence[Indicator],
    accepted: Mapping[tuple[str, str], StandingValue],
    standing: Mapping[tuple[str, str], StandingValue],
) -> list[list[MatrixCell]]:
    """The cells, a list to each unit: what is accepted, else what was only received."""
    asked = {
        unit.code: {i.code for i in plan.indicators if unit.group in i.groups} for unit in units
    }
    return [
        [
            MatrixCell(
                unit,
                indicator,
                accepted.get((unit.code, indicator.code))
                or standing.get((unit.code, indicator.code)),
                (unit.code, indicator.code) in accepted,
                indicator.code in asked[unit.code],
            )
            for indicator in indicators
        ]
        for unit in units
    ]


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
            return self._titles[section] if role == _DISPLAY else None
        if role == _DISPLAY:
            indicator = self.indicators[section]
            return text("matrix.heading", code=indicator.code, name=indicator.name)
        if role == _TOOLTIP:
            return theme.plain_tooltip(_about(self.indicators[section]))
        return _CENTRED if role == _ALIGNMENT else None

    def title_of_row(self, row: int) -> str:
        """What stands at the left of `row`."""
        return self._titles[row]

    def text_at(self, row: int, column: int) -> str:
        """What stands in a cell."""
        return self._texts[row][column]

    def alignment(self, column: int) -> int:
        """Figures at the right, words at the left."""
        return _LEFT if self.indicators[column].is_text else _RIGHT


class MatrixModel(_Columns):
    """A row to each unit."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells: list[list[MatrixCell]] = []
        self._italic = QFont()
        self._italic.setItalic(True)

    def set_cells(
        self, units: Sequence[Unit], indicators: Sequence[Indicator], cells: list[list[MatrixCell]]
    ) -> None:
        """Take other units, indicators and cells."""
        self.beginResetModel()
        self.indicators = indicators
        self._cells = cells
        self._titles = [unit.name for unit in units]
        self._texts = [[" ".join(cell.words.split()) for cell in row] for row in cells]
        self.endResetModel()

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        if role == _DISPLAY:
            return self._texts[index.row()][index.column()]
        if role == _ALIGNMENT:
            return self.alignment(index.column())
        cell = self._cells[index.row()][index.column()]
        if role == ROW_ROLE:
            return cell
        if role == _FONT:
            return self._italic if cell.value is not None and not cell.accepted else None
        if role == _FOREGROUND:
            return theme.brush("quiet") if cell.value is None or not cell.accepted else None
        if role == _TOOLTIP:
            return theme.plain_tooltip(cell.explanation)
        return None


class TotalsModel(_Columns):
    """Three lines: the total, its ratio, and over how many units it stands."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tips: list[str] = []
        self._bold = QFont()
        self._bold.setBold(True)

    def set_totals(
        self, plan: Plan, indicators: Sequence[Indicator], totals: Mapping[str, Total]
    ) -> None:
        """Take the totals of `indicators` by code; one without a total is not added up at all."""
        self.beginResetModel()
        self.indicators = indicators
        self._titles = [text(f"matrix.total.{line}") for line in ("value", "ratio", "coverage")]
        lines = [_total_lines(indicator, totals.get(indicator.code)) for indicator in indicators]
        self._texts = [[column[row] for column in lines] for row in range(3)]
        self._tips = [_about_total(plan, i, totals.get(i.code)) for i in indicators]
        self.endResetModel()

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        if role == _DISPLAY:
            return self._texts[index.row()][index.column()]
        if role == _ALIGNMENT:
            return _RIGHT
        if role == _FONT:
            return self._bold if index.row() == 0 else None
        if role == _TOOLTIP:
            return theme.plain_tooltip(self._tips[index.column()])
        return None


def _total_lines(indicator: Indicator, total: Total | None) -> tuple[str, str, str]:
    if total is None:
        return (text("matrix.by_group") if _only_within_groups(indicator) else "", "", "")
    value = text("matrix.blank") if total.value is None else format_number(total.value)
    ratio = "" if total.ratio is None else format_percent(total.ratio)
    if total.extra_units:
        coverage = text(
            "matrix.total.of_extra",
            reported=total.reported,
            expected=total.expected,
            extra=total.extra_units,
        )
    else:
        coverage = text("matrix.total.of", reported=total.reported, expected=total.expected)
    return value, ratio, coverage


def _only_within_groups(indicator: Indicator) -> bool:
    return indicator.aggregation is Aggregation.SUM_WITHIN_GROUP


def _about(indicator: Indicator) -> str:
    lines = [text("matrix.tip.indicator", code=indicator.code, name=indicator.name)]
    if indicator.unit_of_measure:
        lines.append(text("matrix.tip.unit_of_measure", unit=indicator.unit_of_measure))
    if indicator.clauses:
        lines.append(text("matrix.tip.clause", refs=", ".join(indicator.clauses)))
    if indicator.explanation:
        lines.append(indicator.explanation)
    return "\n".join(lines)


def _about_total(plan: Plan, indicator: Indicator, total: Total | None) -> str:
    if total is None:
        return text("matrix.tip.by_group") if _only_within_groups(indicator) else ""
    if not total.missing:
        return text("matrix.tip.nobody_missing")
    names = ", ".join(plan.unit_by_code[code].short_name for code in total.missing)
    return text("matrix.tip.missing", units=names)

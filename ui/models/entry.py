"""The figures of one submission while they are being typed: a row for each indicator asked for.

The rows follow the plan's order under a heading for each section. What was typed is kept by
indicator for as long as the model lives, so that a unit chosen by mistake loses nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QIcon
from PySide6.QtWidgets import QApplication, QStyle

from ui import theme
from ui.models.entry_findings import finding_text, gravest_first
from ui.models.table import Index
from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.formatting import format_value
from vinhloc_cds.domain.plan import Indicator, Plan, Severity, ValueType
from vinhloc_cds.domain.standing import StandingValue
from vinhloc_cds.domain.submission import Entry, Value
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.services.intake import stops
from vinhloc_cds.texts import text


class EntryColumn(IntEnum):
    """The columns; only ENTRY and REASON can be typed into."""

    CODE = 0
    NAME = 1
    MEASURE = 2
    EARLIER = 3
    ENTRY = 4
    REASON = 5
    MESSAGE = 6


EDITABLE = (EntryColumn.ENTRY, EntryColumn.REASON)

# Plain integers: comparing enum members in `data` doubles the time of a repaint.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_BACKGROUND = int(Qt.ItemDataRole.BackgroundRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

_NO_INDEX = QModelIndex()
_TINT = 45  # of 255: enough to be seen, and the text above it keeps its contrast
_PICTURES = {
    Severity.BLOCK: QStyle.StandardPixmap.SP_MessageBoxCritical,
    Severity.QUESTION: QStyle.StandardPixmap.SP_MessageBoxQuestion,
    Severity.FLAG: QStyle.StandardPixmap.SP_MessageBoxWarning,
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The row above the indicators of one section."""

    section: str
    title: str


class EntryModel(QAbstractTableModel):
    """What the grid of a submission shows and what was typed into it."""

    entries_changed = Signal()
    """Something was typed, cleared or explained; the figures want checking again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Heading | Indicator] = []
        self._earlier: dict[str, str] = {}
        self._entries: dict[str, Entry] = {}
        self._values: dict[str, Value] = {}
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self.idle = False
        """Whether no figures are asked for now: the colours then are those of disabled text."""
        self._titles = [text(f"submissions.column.{c.name.lower()}") for c in EntryColumn]
        self._answers: dict[int, Callable[[Indicator, int], object]] = {
            _DISPLAY: self._display,
            _EDIT: self._typed,
            _DECORATION: self._picture,
            _TOOLTIP: self._tooltip,
            _FONT: self._font,
            _ALIGNMENT: _alignment,
            _BACKGROUND: self._background,
            _FOREGROUND: self._foreground,
            _ACCESSIBLE: self._spoken,
        }

    # What the form tells the model and asks of it.

    def show_unit(self, plan: Plan, unit: Unit, earlier: Mapping[str, StandingValue]) -> None:
        """List what `unit` is asked for, beside the figures that stand for it so far."""
        self.beginResetModel()
        self._rows = []
        section = ""
        for indicator in plan.indicators_of(unit):
            if indicator.section != section:
                section = indicator.section
                self._rows.append(Heading(section, plan.sections.get(section, "")))
            self._rows.append(indicator)
        by_code = plan.indicator_by_code
        self._earlier = {
            code: _with_estimate(format_value(by_code[code], value.value), value.estimate)
            for code, value in earlier.items()
            if value.value is not None
        }
        self._values, self._findings = {}, {}
        self.endResetModel()

    def load(self, values: Iterable[Value]) -> None:
        """Begin with the figures of a submission that is stored already."""
        self.beginResetModel()
        self._entries = {
            value.indicator: Entry(value.indicator, value.raw, value.cleared, value.reason)
            for value in values
        }
        self.endResetModel()

    def entries(self) -> tuple[Entry, ...]:
        """What was typed for the indicators in sight, in their order; blank rows are left out."""
        return tuple(
            self._entries[row.code]
            for row in self._rows
            if isinstance(row, Indicator) and row.code in self._entries
        )

    def show_check(self, values: Iterable[Value], findings: Iterable[Finding]) -> None:
        """Show how the entries were read and what the checks say of them."""
        grouped: dict[str, list[Finding]] = {}
        for finding in findings:
            grouped.setdefault(finding.indicator, []).append(finding)
        before = (self._values, self._findings)
        self._values = {value.indicator: value for value in values}
        self._findings = {code: gravest_first(found) for code, found in grouped.items()}
        for number, row in enumerate(self._rows):
            if isinstance(row, Indicator) and (
                before[0].get(row.code) != self._values.get(row.code)
                or before[1].get(row.code) != self._findings.get(row.code)
            ):
                self._row_changed(number)

    @property
    def asked(self) -> int:
        """How many indicators the unit is asked for."""
        return sum(isinstance(row, Indicator) for row in self._rows)

    def indicator_at(self, row: int) -> Indicator | None:
        """The indicator of a row, or None for a heading or no row at all."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Indicator) else None

    def headings(self) -> tuple[int, ...]:
        """The rows that are headings."""
        return tuple(n for n, row in enumerate(self._rows) if isinstance(row, Heading))

    def row_of(self, code: str) -> int:
        """The row of an indicator, or -1."""
        return next(
            (n for n, r in enumerate(self._rows) if isinstance(r, Indicator) and r.code == code), -1
        )

    def findings_at(self, row: int) -> tuple[Finding, ...]:
        """What the checks say of a row, the gravest first."""
        indicator = self.indicator_at(row)
        return self._findings.get(indicator.code, ()) if indicator else ()

    def needs_attention(self, row: int) -> bool:
        """Whether something of a row stops acceptance: a block, or a question without a reason."""
        return any(stops(finding) for finding in self.findings_at(row))

    def toggle_cleared(self, row: int) -> None:
        """Say "xóa số liệu" for a row, or take that back."""
        indicator = self.indicator_at(row)
        if indicator is None:
            return
        entry = self._entries.get(indicator.code, Entry(indicator.code, ""))
        self._keep(row, Entry(indicator.code, "", not entry.cleared, entry.reason))

    # What Qt asks of the model.

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(EntryColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.indicator_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self._can_edit(index) else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        if orientation == Qt.Orientation.Horizontal:
            if role == _DISPLAY:
                return self._titles[section]
            if role == _ALIGNMENT:
                return _LEFT
        return None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        row = self._rows[index.row()]
        if isinstance(row, Heading):
            return _heading_data(row, index.column(), role)
        answer = self._answers.get(role)
        return answer(row, index.column()) if answer else None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:  # noqa: ANN401 - as Qt has it
        row = self.indicator_at(index.row())
        if row is None or role != _EDIT or not self._can_edit(index):
            return False
        entry = self._entries.get(row.code, Entry(row.code, ""))
        if index.column() == EntryColumn.REASON:
            changed = Entry(row.code, entry.raw, entry.cleared, str(value).strip())
        else:
            raw = _spelled_out(row, str(value))
            # An untouched editor must not take back "xóa số liệu".
            cleared = entry.cleared and not raw.strip()
            changed = Entry(row.code, raw, cleared, entry.reason)
        if changed != entry:
            self._keep(index.row(), changed)
        return True

    # Within.

    def _can_edit(self, index: Index) -> bool:
        """Entries always; a reason only where there is something to give a reason for."""
        if index.column() == EntryColumn.ENTRY:
            return True
        row = self.indicator_at(index.row())
        return (
            index.column() == EntryColumn.REASON and row is not None and row.code in self._entries
        )

    def _keep(self, row: int, entry: Entry) -> None:
        if entry.raw.strip() or entry.cleared:
            self._entries[entry.indicator] = entry
        else:
            self._entries.pop(entry.indicator, None)
        self._values.pop(entry.indicator, None)
        self._row_changed(row)
        self.entries_changed.emit()

    def _row_changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(EntryColumn) - 1))

    def _display(self, row: Indicator, column: int) -> str:
        if column == EntryColumn.CODE:
            return row.code
        if column == EntryColumn.NAME:
            return row.name
        if column == EntryColumn.MEASURE:
            return row.unit_of_measure
        if column == EntryColumn.EARLIER:
            return _one_line(self._earlier.get(row.code, ""))
        if column == EntryColumn.MESSAGE:
            return " ".join(finding_text(f) for f in self._findings.get(row.code, ()))
        entry = self._entries.get(row.code)
        if entry is None:
            return ""
        if column == EntryColumn.REASON:
            return _one_line(entry.reason)
        if entry.cleared:
            return self._earlier.get(row.code) or text("submissions.cleared")
        value = self._values.get(row.code)
        if value is None or value.value is None or row.is_text:
            return _one_line(entry.raw)
        return _with_estimate(format_value(row, value.value), value.estimate)

    def _typed(self, row: Indicator, column: int) -> str:
        entry = self._entries.get(row.code)
        if entry is None:
            return ""
        return entry.reason if column == EntryColumn.REASON else entry.raw

    def _spoken(self, row: Indicator, column: int) -> str:
        return f"{row.code} {row.name}: {self._display(row, column)}"

    def _tooltip(self, row: Indicator, column: int) -> str:
        words = self._display(row, column)
        entry = self._entries.get(row.code)
        if column in {EntryColumn.CODE, EntryColumn.NAME}:
            words = describe(row)
        elif column == EntryColumn.ENTRY and entry:
            words = text("submissions.cleared") if entry.cleared else entry.raw
        elif column == EntryColumn.EARLIER:
            words = self._earlier.get(row.code, "")
        return theme.plain_tooltip(words)

    def _picture(self, row: Indicator, column: int) -> QIcon | None:
        found = self._findings.get(row.code)
        style = QApplication.style()
        if column != EntryColumn.MESSAGE or not found or style is None:
            return None
        return style.standardIcon(_PICTURES[found[0].severity])

    def _font(self, row: Indicator, column: int) -> QFont | None:
        entry = self._entries.get(row.code)
        if column != EntryColumn.ENTRY or entry is None or not entry.cleared:
            return None
        struck = QFont()
        struck.setStrikeOut(True)
        return struck

    def _background(self, row: Indicator, column: int) -> QBrush | None:
        if column not in EDITABLE:
            return theme.brush("card")
        found = self._findings.get(row.code)
        if column != EntryColumn.ENTRY or not found or not stops(found[0]):
            return None
        tint = QColor(theme.colour(theme.STATE_COLOURS[found[0].severity]))
        tint.setAlpha(_TINT)
        return QBrush(tint)

    def _foreground(self, row: Indicator, column: int) -> QBrush | None:
        if self.idle:
            return None
        if column in {EntryColumn.EARLIER, EntryColumn.MEASURE}:
            return theme.brush("quiet")
        found = self._findings.get(row.code)
        if column == EntryColumn.MESSAGE and found:
            answered = found[0].answered
            return theme.brush("quiet" if answered else theme.STATE_COLOURS[found[0].severity])
        return None


def describe(indicator: Indicator) -> str:
    """An indicator in full: code, name, unit of measure and the clauses that ask for it."""
    words = text("submissions.indicator", code=indicator.code, name=indicator.name)
    clauses = ", ".join(indicator.clauses)
    further = [text("submissions.clauses", clauses=clauses)] if clauses else []
    if indicator.unit_of_measure:
        further.insert(0, indicator.unit_of_measure)
    return f"{words} ({'; '.join(further)})" if further else words


def _heading_data(row: Heading, column: int, role: int) -> object:
    if role == _DISPLAY and column == EntryColumn.CODE:
        return f"{row.section}. {row.title}" if row.title else row.section
    if role == _BACKGROUND:
        return theme.brush("line")
    if role == _FONT:
        font = QFont()
        font.setBold(True)
        return font
    return None


def _alignment(row: Indicator, column: int) -> int:
    right = column in {EntryColumn.ENTRY, EntryColumn.EARLIER} and not row.is_text
    return _RIGHT if right else _LEFT


def _spelled_out(indicator: Indicator, raw: str) -> str:
    """One letter is enough for an answer of yes or no."""
    if indicator.value_type is ValueType.BOOLEAN:
        letter = raw.strip().casefold()
        if letter in {"c", "x"}:
            return text("reading.yes")
        if letter == "k":
            return text("reading.no")
    return raw


def _with_estimate(words: str, estimate: bool) -> str:  # noqa: FBT001 - a mark of the value
    return f"≈ {words}" if estimate else words


def _one_line(words: str) -> str:
    return " ".join(words.split())

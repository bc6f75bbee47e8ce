"""Số liệu: units by indicators, with totals that say over how many units they stand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.models.matrix import MatrixCell, MatrixModel, TotalsModel, matrix_cells
from ui.models.table import ROW_ROLE, Index
from ui.page import Page
from ui.session import Session
from ui.widgets.label import PlainLabel
from ui.widgets.table import as_tsv
from vinhloc_cds.domain.consolidation import Total, consolidate
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.plan import Indicator, ValueType
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import StandingValue, standing_matrix
from vinhloc_cds.domain.text import SearchQuery
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.texts import text

_COLUMN_CHARACTERS = 13
_UNIT_CHARACTERS = 34
_HEADING_LINES = 4


class MatrixPage(Page):
    """The figures of one section at a time, units at the left, totals always in sight below."""

    name = "matrix"
    title_code = "matrix.title"
    icon = "matrix"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._accepted: dict[tuple[str, str], StandingValue] = {}
        self._standing: dict[tuple[str, str], StandingValue] = {}
        self._totals: tuple[Total, ...] = ()
        self._build_filters()
        self._build_tables()
        self._legend = PlainLabel(text("matrix.legend"), wrap=True)
        layout = QVBoxLayout(self)
        layout.addLayout(self._filters)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._sums)
        layout.addWidget(self._legend)

    def _build_filters(self) -> None:
        self._search = QLineEdit()
        self._search.setObjectName("search")
        self._search.setPlaceholderText(text("matrix.search"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._fill)
        self._section = QComboBox()
        self._group = QComboBox()
        self._as_of = PlainLabel()
        for box, everything in (
            (self._section, text("matrix.all_sections")),
            (self._group, text("matrix.all_groups")),
        ):
            box.addItem(everything, None)
            box.currentIndexChanged.connect(self._fill)
        copy = QPushButton(text("matrix.action.copy_all"))
        copy.clicked.connect(self._copy_all)
        message = QPushButton(text("matrix.action.copy_message"))
        message.clicked.connect(self._copy_message)
        self._filters = QHBoxLayout()
        self._filters.addWidget(self._search, 1)
        for widget in (self._section, self._group, self._as_of, copy, message):
            self._filters.addWidget(widget)

    def _build_tables(self) -> None:
        self._model = MatrixModel(self)
        self._sums_model = TotalsModel(self)
        self._table = _Grid(self._model, self)
        self._table.setObjectName("figures")
        self._table.activated.connect(self._open_unit)
        self._sums = _Grid(self._sums_model, self)
        self._sums.setObjectName("sums")
        self._sums.horizontalHeader().hide()
        self._sums.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # One pair of columns: the totals stand under their figures however they are moved.
        self._sums.horizontalScrollBar().valueChanged.connect(
            self._table.horizontalScrollBar().setValue
        )
        self._table.horizontalScrollBar().valueChanged.connect(
            self._sums.horizontalScrollBar().setValue
        )
        self._table.horizontalHeader().sectionResized.connect(
            lambda column, _, width: self._sums.setColumnWidth(column, width)
        )
        open_action = QAction(text("matrix.action.open"), self._table)
        open_action.triggered.connect(lambda: self._open_unit(self._table.currentIndex()))
        self._table.addAction(open_action)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._accepted = dict(standing_matrix(snapshot))
        self._standing = dict(standing_matrix(snapshot, accepted_only=False))
        self._totals = consolidate(snapshot)
        moment = format_datetime(snapshot.as_of or snapshot.now)
        self._as_of.setText(text("matrix.as_of_now", moment=moment))
        plan = snapshot.plan
        present = {unit.group for unit in self._units(snapshot)}
        self._refill(
            self._section,
            [
                (text("matrix.section", letter=letter, name=name), letter)
                for letter, name in plan.sections.items()
                if any(i.section == letter and not i.submission_field for i in plan.indicators)
            ],
        )
        self._refill(
            self._group,
            [(group.name, group.code) for group in plan.groups if group.code in present],
        )
        self._fill()

    def _refill(self, box: QComboBox, items: Sequence[tuple[str, str]]) -> None:
        """Other items under the first; the chosen one stays, and the first time one is chosen."""
        first = box.count() == 1
        chosen = box.currentData()
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for name, code in items:
            box.addItem(name, code)
        # All seventy columns at once help nobody: begin with the first section.
        place = 1 if first and box is self._section and items else max(box.findData(chosen), 0)
        box.setCurrentIndex(place)
        box.setMaximumWidth(self.fontMetrics().averageCharWidth() * 40)
        box.blockSignals(False)

    def open_at(self, **target: str) -> None:
        """Show a `section`, a `group` and the units found by `search`."""
        for box, key in ((self._section, "section"), (self._group, "group")):
            if key in target:
                box.setCurrentIndex(max(box.findData(target[key]), 0))
        if "search" in target:
            self._search.setText(target["search"])
        self._table.setFocus()

    def focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @staticmethod
    def _units(snapshot: Snapshot) -> tuple[Unit, ...]:
        return snapshot.plan.units_related(Relation.OBLIGED, Relation.ASKED, Relation.OWN)

    def _fill(self) -> None:
        snapshot = self.session.snapshot
        if snapshot is None:
            return
        plan, group, section = snapshot.plan, self._group.currentData(), self._section.currentData()
        query = SearchQuery(self._search.text())
        units = [
            unit
            for unit in self._units(snapshot)
            if group in (None, unit.group)
            and query.matches("\n".join((unit.name, unit.short_name, *unit.aliases)))
        ]
        indicators = [
            i
            for i in plan.indicators
            if not i.submission_field
            and section in (None, i.section)
            and (group is None or group in i.groups)
        ]
        cells = matrix_cells(plan, units, indicators, self._accepted, self._standing)
        self._model.set_cells(units, indicators, cells)
        totals = {total.code: total for total in self._totals if total.group == group}
        self._sums_model.set_totals(plan, indicators, totals)
        self._lay_out(indicators)

    def _lay_out(self, indicators: Sequence[Indicator]) -> None:
        unit = self.fontMetrics().averageCharWidth()
        for column, indicator in enumerate(indicators):
            width = unit * _COLUMN_CHARACTERS * (3 if indicator.is_text else 1)
            self._table.setColumnWidth(column, width)
            self._sums.setColumnWidth(column, width)
        line = self._sums.verticalHeader().defaultSectionSize()
        bar = self._sums.horizontalScrollBar().sizeHint().height()
        self._sums.setFixedHeight(line * 3 + bar + 2 * self._sums.frameWidth())
        # The bar of the upper table takes room that the lower one has to leave as well.
        bar = self._table.verticalScrollBar().sizeHint().width()
        self._sums.setViewportMargins(0, 0, bar, 0)

    def _open_unit(self, index: Index) -> None:
        cell: MatrixCell | None = index.data(ROW_ROLE) if index.isValid() else None
        if cell is not None:
            self.page_requested.emit("submissions", {"unit": cell.unit.code})

    def _copy_all(self) -> None:
        """The whole table with titles and totals, as cells for Excel."""
        lines = [[text("matrix.corner"), *(i.name for i in self._model.indicators)]]
        for model in (self._model, self._sums_model):
            lines += [
                [model.title_of_row(row)]
                + [model.text_at(row, column) for column in range(model.columnCount())]
                for row in range(model.rowCount())
            ]
        self._put(as_tsv(lines), len(lines))

    def _copy_message(self) -> None:
        """A line to each unit with what it gave, as a message."""
        model = self._model
        blank = text("matrix.blank")
        lines = []
        for row in range(model.rowCount()):
            figures = [
                _figure(indicator, model.text_at(row, column))
                for column, indicator in enumerate(model.indicators)
                if model.text_at(row, column) not in ("", blank)
            ]
            said = "; ".join(figures) or text("matrix.message.nothing")
            lines.append(text("matrix.message.unit", unit=model.title_of_row(row), figures=said))
        sums = [
            _figure(indicator, self._sums_model.text_at(0, column))
            for column, indicator in enumerate(model.indicators)
            if self._sums_model.text_at(0, column) not in ("", blank, text("matrix.by_group"))
        ]
        if sums:
            lines.append(text("matrix.message.total", figures="; ".join(sums)))
        self._put("\n".join(lines), len(lines))

    def _put(self, words: str, count: int) -> None:
        QGuiApplication.clipboard().setText(words)
        self._legend.setText(text("matrix.message.copied", count=count))
        QTimer.singleShot(4000, self, lambda: self._legend.setText(text("matrix.legend")))


def _figure(indicator: Indicator, value: str) -> str:
    if indicator.unit_of_measure and not indicator.is_text:
        unit = indicator.unit_of_measure
        if indicator.value_type in {ValueType.INTEGER, ValueType.MONEY}:
            return text("matrix.message.figure_unit", name=indicator.name, value=value, unit=unit)
    return text("matrix.message.figure", name=indicator.name, value=value)


class _Grid(QTableView):
    """A table whose row titles stay in sight, and that copies cells with the titles around them."""

    def __init__(self, model: MatrixModel | TotalsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        unit = self.fontMetrics()
        self.verticalHeader().setFixedWidth(unit.averageCharWidth() * _UNIT_CHARACTERS)
        self.verticalHeader().setDefaultSectionSize(unit.height() + 8)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setFixedHeight(unit.height() * _HEADING_LINES + 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        menu.addAction(text("ui.table.copy"), QKeySequence.StandardKey.Copy, self._copy)
        menu.exec(event.globalPos())

    def _copy(self) -> None:
        indexes = self.selectionModel().selectedIndexes()
        if not indexes:
            return
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        if len(indexes) == 1:
            lines = [[self._columns.text_at(rows[0], columns[0])]]
        else:
            lines = [["", *(self._columns.indicators[column].name for column in columns)]]
            lines += [
                [self._columns.title_of_row(row)]
                + [self._columns.text_at(row, column) for column in columns]
                for row in rows
            ]
        QGuiApplication.clipboard().setText(as_tsv(lines))

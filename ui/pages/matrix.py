"""Số liệu: units by indicators, with totals that say over how many units they stand."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from ui.models.figure_source import cell_source, taken_in, total_source
from ui.models.matrix import MatrixCell, MatrixCells, MatrixModel, TotalCell, TotalsModel
from ui.models.matrix_message import matrix_message
from ui.models.table import ROW_ROLE, Index
from ui.page import Page
from ui.session import Session
from ui.tasks import Task
from ui.widgets.grid import Grid
from ui.widgets.label import PlainLabel
from ui.widgets.reading import ReadingPane
from ui.widgets.search import SearchField
from ui.widgets.table import as_tsv
from vinhloc_cds.domain.consolidation import Total, consolidate
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.text import SearchQuery
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.services.ports import AuditRecord
from vinhloc_cds.texts import text

_SHARES = (850, 150)
_FILTER_CHARACTERS = 16


class MatrixPage(Page):
    """The figures of one section at a time, units at the left, totals always in sight below."""

    name = "matrix"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._cells: MatrixCells | None = None
        self._totals: tuple[Total, ...] = ()
        # Widths of columns by indicator: as the user chose them, and as they were laid out last.
        self._widths: dict[str, int] = {}
        self._laid_out: dict[str, int] = {}
        self._trail_task: Task[tuple[AuditRecord, ...]] | None = None
        self._model = MatrixModel(self)
        self._sums_model = TotalsModel(self)
        self._build_filters()
        self._build_tables()
        self.source = ReadingPane("source")
        self.source.show_words(text("matrix.source.none"))
        tables = QWidget()
        box = QVBoxLayout(tables)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addLayout(self._below)
        box.addWidget(PlainLabel(text("matrix.legend"), wrap=True))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("parts")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(tables)
        splitter.addWidget(self.source)
        splitter.setSizes(list(_SHARES))
        layout = QVBoxLayout(self)
        layout.addLayout(self._filters)
        layout.addWidget(splitter, 1)

    def _build_filters(self) -> None:
        self.search = SearchField(text("matrix.search"))
        self.search.textChanged.connect(self._fill)
        self.search.left.connect(self._go_to_table)
        self.section = self._filter_box(text("matrix.all_sections"))
        self.group = self._filter_box(text("matrix.all_groups"))
        self.copy_button = QPushButton(text("matrix.action.copy_all"))
        self.copy_button.setToolTip(text("matrix.action.copy_all_tip"))
        self.copy_button.clicked.connect(self._copy_all)
        self.message_button = QPushButton(text("matrix.action.copy_message"))
        self.message_button.setToolTip(text("matrix.action.copy_message_tip"))
        self.message_button.clicked.connect(self._copy_message)
        self._filters = QHBoxLayout()
        self._filters.addWidget(self.search, 2)
        self._filters.addWidget(self.section, 3)
        self._filters.addWidget(self.group, 2)
        self._filters.addWidget(self.copy_button)
        self._filters.addWidget(self.message_button)

    def _filter_box(self, everything: str) -> QComboBox:
        box = QComboBox()
        box.addItem(everything, None)
        box.setAccessibleName(everything)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_FILTER_CHARACTERS)
        box.currentIndexChanged.connect(self._fill)
        return box

    def _build_tables(self) -> None:
        self.table = Grid("figures", self._model)
        self.table.set_empty_text(text("matrix.loading"))
        self.sums = Grid("sums", self._sums_model)
        self.sums.horizontalHeader().hide()
        self.sums.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # The bar of the upper table takes room that the lower one has to leave as well.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self._below = QHBoxLayout()
        self._below.addWidget(self.sums, 1)
        self._below.addSpacing(bar)
        # One pair of columns: the totals stand under their figures however they are moved.
        across, below = self.table.horizontalScrollBar(), self.sums.horizontalScrollBar()
        below.valueChanged.connect(across.setValue)
        across.valueChanged.connect(below.setValue)
        below.rangeChanged.connect(self._fit_sums)
        header = self.table.horizontalHeader()
        header.sectionResized.connect(lambda n, _, width: self.sums.setColumnWidth(n, width))
        self.table.activated.connect(self._open_unit)
        self.table.selectionModel().currentChanged.connect(self._show_cell)
        self.sums.selectionModel().currentChanged.connect(self._show_total)
        open_action = QAction(text("matrix.action.open"), self.table)
        open_action.triggered.connect(lambda: self._open_unit(self.table.currentIndex()))
        self.table.addAction(open_action)
        original = QAction(text("imports.source.open"), self.table)
        original.setShortcut(QKeySequence("Ctrl+G"))
        original.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        original.triggered.connect(self._open_original)
        self.table.addAction(original)
        clear = QAction(self)
        clear.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        clear.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        clear.triggered.connect(self.search.clear)
        self.addAction(clear)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._cells = MatrixCells(snapshot)
        self._totals = consolidate(snapshot)
        self.table.set_empty_text(text("matrix.empty"))
        plan = snapshot.plan
        used = {indicator.section for indicator in plan.indicators if indicator.is_entered}
        present = {unit.group for unit in _units(plan)}
        first = self.section.count() == 1
        self._refill(
            self.section,
            [
                (text("matrix.section", letter=letter, name=name), letter)
                for letter, name in plan.sections.items()
                if letter in used
            ],
        )
        self._refill(self.group, [(g.name, g.code) for g in plan.groups if g.code in present])
        if first:
            # All seventy columns at once help nobody: begin with the first section.
            with QSignalBlocker(self.section):
                self.section.setCurrentIndex(1)
        self._fill()

    @staticmethod
    def _refill(box: QComboBox, items: Sequence[tuple[str, str]]) -> None:
        """Put other items under the first; the one that was chosen stays so."""
        chosen = box.currentData()
        with QSignalBlocker(box):
            while box.count() > 1:
                box.removeItem(1)
            for name, code in items:
                box.addItem(name, code)
            box.setCurrentIndex(max(box.findData(chosen), 0))

    def open_at(self, **target: str) -> None:
        """Show a `section`, a `group` and the units found by `search`.

        With `unit` the cursor goes to its figure of `indicator`, whatever was filtered.
        """
        if "unit" in target:
            indicator = target.get("indicator", "")
            target = {"search": "", "group": "", "section": indicator[:1], **target}
        for box, key in ((self.section, "section"), (self.group, "group")):
            if key in target:
                box.setCurrentIndex(max(box.findData(target[key]), 0))
        if "search" in target:
            self.search.setText(target["search"])
        if "unit" in target:
            self._go_to_figure(target["unit"], target.get("indicator", ""))
        self._go_to_table()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def save_layout(self) -> None:
        """Beside the rest, the widths of columns by the indicator that stands in them."""
        super().save_layout()
        self._remember_widths()
        self.session.settings.setValue("matrix/widths", json.dumps(self._widths))

    def restore_layout(self) -> None:
        super().restore_layout()
        self._widths = json.loads(str(self.session.settings.value("matrix/widths", "{}")))

    def _fill(self) -> None:
        snapshot = self.session.snapshot
        if snapshot is None or self._cells is None:
            return
        plan, group, section = snapshot.plan, self.group.currentData(), self.section.currentData()
        query = SearchQuery(self.search.text())
        units = [
            unit
            for unit in _units(plan)
            if group in {None, unit.group}
            and query.matches(unit.name, unit.short_name, *unit.aliases)
        ]
        indicators = [
            i
            for i in plan.indicators
            if i.is_entered
            and section in {None, i.section}
            and (group is None or group in i.groups)
        ]
        self._remember_widths()
        bars = (self.table.verticalScrollBar(), self.sums.horizontalScrollBar())
        places = [bar.value() for bar in bars]
        current: MatrixCell | None = self.table.currentIndex().data(ROW_ROLE)
        self._model.set_cells(units, indicators, self._cells)
        self._sums_model.set_totals(plan, indicators, self._totals, group)
        self.table.fit_columns(self._widths, self._sums_model)
        self._laid_out = self._shown_widths()
        self._fit_sums()
        self._go_to(current)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)

    def _shown_widths(self) -> dict[str, int]:
        return {
            indicator.code: self.table.columnWidth(column)
            for column, indicator in enumerate(self._model.indicators)
        }

    def _remember_widths(self) -> None:
        """Note which columns the user made wider or narrower since they were laid out."""
        for code, width in self._shown_widths().items():
            if self._laid_out.get(code) != width:
                self._widths[code] = width

    def _fit_sums(self) -> None:
        """Let the lower table be as high as its lines, and its bar if it has one."""
        line = self.sums.verticalHeader().defaultSectionSize()
        bar = self.sums.horizontalScrollBar()
        height = line * self._sums_model.rowCount() + 2 * self.sums.frameWidth()
        if bar.maximum() > 0:
            height += bar.sizeHint().height()
        self.sums.setFixedHeight(height)

    def _go_to(self, cell: MatrixCell | None) -> None:
        """Put the cursor where it was, if that is still there."""
        if cell is None or not self._go_to_figure(cell.unit.code, cell.indicator.code):
            self.source.show_words(text("matrix.source.none"))

    def _go_to_figure(self, unit: str, indicator: str) -> bool:
        """Put the cursor on a unit's figure, or on its first where no indicator is given."""
        for row, cells in enumerate(self._model.cells):
            for column, cell in enumerate(cells):
                if cell.unit.code == unit and indicator in {"", cell.indicator.code}:
                    self.table.setCurrentIndex(self._model.index(row, column))
                    return True
        return False

    def _go_to_table(self) -> None:
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self._model.index(0, 0))
        self.table.setFocus()

    def _show_cell(self, index: QModelIndex) -> None:
        cell: MatrixCell | None = index.data(ROW_ROLE)
        if self._trail_task is not None:
            self._trail_task.cancel()
        if cell is None or self.session.snapshot is None:
            return
        said = cell_source(self.session.snapshot, cell)
        self.source.show_paragraphs(said)
        if cell.value is not None:
            number = cell.value.submissions[-1]
            self._trail_task = self.session.read(
                lambda office: office.recording.trail(number),
                lambda records: self.source.show_paragraphs([*said, *taken_in(records)]),
                title=text("submissions.task.trail"),
            )

    def _show_total(self, index: QModelIndex) -> None:
        cell: TotalCell | None = index.data(ROW_ROLE)
        if cell is not None and self.session.snapshot is not None:
            self.source.show_paragraphs(total_source(self.session.snapshot.plan, cell))

    def _open_unit(self, index: Index) -> None:
        """What the unit has sent; there the submission that the figure came from."""
        cell: MatrixCell | None = index.data(ROW_ROLE)
        if cell is None:
            return
        target = {"unit": cell.unit.code}
        if cell.value is not None:
            target["submission"] = str(cell.value.submissions[-1])
        self.page_requested.emit("submissions", target)

    def _open_original(self) -> None:
        """The file that the figure with the cursor came from, if it came from one."""
        from ui.originals import open_original  # noqa: PLC0415 - when first needed

        cell: MatrixCell | None = self.table.currentIndex().data(ROW_ROLE)
        snapshot = self.session.snapshot
        if cell is None or snapshot is None:
            return
        used = set(cell.value.submissions) if cell.value else set()
        for submission in reversed(snapshot.by_unit.get(cell.unit.code, ())):
            value = submission.value_of(cell.indicator.code)
            if value is not None and value.source and (submission.id in used or not used):
                open_original(self.session, self, value.source.sha256, value.source.file_name)
                return
        self.announced.emit(text("matrix.no_original"))

    def _copy_all(self) -> None:
        """The whole table with titles and totals, as cells for Excel."""
        lines = [[text("matrix.corner"), *(i.name for i in self._model.indicators)]]
        for model in (self._model, self._sums_model):
            lines += [
                [model.title_of_row(row)]
                + [model.copied_at(row, column) for column in range(model.columnCount())]
                for row in range(model.rowCount())
            ]
        self._put(as_tsv(lines))

    def _copy_message(self) -> None:
        """A line to each unit with what it gave, as a message."""
        snapshot = self.session.snapshot
        if snapshot is not None:
            moment = format_datetime(snapshot.moment)
            title = text("matrix.message.title", plan=snapshot.plan.short_title, moment=moment)
            self._put(matrix_message(title, self._model.cells, self._sums_model.sums))

    def _put(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.announced.emit(text("matrix.copied", count=words.count("\n") + 1))


def _units(plan: Plan) -> tuple[Unit, ...]:
    return plan.units_related(Relation.OBLIGED, Relation.ASKED, Relation.OWN)

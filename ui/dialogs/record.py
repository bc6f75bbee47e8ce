"""One dialog to edit any record of the plan: a list of fields, and what is wrong in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from vinhloc_cds.domain.reading import read_value

from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.domain.plan import ValueType
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

Save = Callable[[Mapping[str, Any], Callable[[object], None], Callable[[Exception], None]], None]
"""Store what was entered by field name; then call the second, or the third with an error."""


class Field(Protocol):
    """One line of the form. `key` names its value, `hint` says where the value comes from."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def hint(self) -> str: ...

    def build(self) -> tuple[QWidget, Callable[[], Any]]:
        """A new widget that shows the value, and what reads it back (or raises UserError)."""


@dataclass(frozen=True)
class Line:
    """A line of words."""

    key: str
    label: str
    value: str
    hint: str = ""
    required: bool = False

    def build(self) -> tuple[QWidget, Callable[[], str]]:
        edit = QLineEdit(self.value)

        def read() -> str:
            words = nfc(edit.text()).strip()
            if self.required and not words:
                raise UserError("settings.error.required", field=self.label)
            return words

        return edit, read


@dataclass(frozen=True)
class Lines:
    """Several lines; as a value, a tuple with one entry to each line that is not blank."""

    key: str
    label: str
    value: tuple[str, ...]
    hint: str = ""

    def build(self) -> tuple[QWidget, Callable[[], tuple[str, ...]]]:
        box = _text_box("\n".join(self.value), 4)

        def read() -> tuple[str, ...]:
            lines = nfc(box.toPlainText()).splitlines()
            return tuple(line.strip() for line in lines if line.strip())

        return box, read


@dataclass(frozen=True)
class Words:
    """Running text."""

    key: str
    label: str
    value: str
    hint: str = ""

    def build(self) -> tuple[QWidget, Callable[[], str]]:
        box = _text_box(self.value, 3)
        return box, lambda: nfc(box.toPlainText()).strip()


@dataclass(frozen=True)
class Typed:
    """A number or a date that may be blank (None)."""

    key: str
    label: str
    value: int | date | None
    type: ValueType
    hint: str = ""
    required: bool = False

    def build(self) -> tuple[QWidget, Callable[[], Scalar]]:
        shown = "" if self.value is None else str(self.value)
        if isinstance(self.value, date):
            shown = format_date(self.value)
        edit = QLineEdit(shown)
        if self.type is ValueType.DATE:
            edit.setPlaceholderText(text("settings.date_hint"))

        def read() -> Scalar:
            typed = edit.text().strip()
            if not typed:
                if self.required:
                    raise UserError("settings.error.required", field=self.label)
                return None
            reading = read_value(typed, self.type)
            if reading.value is None:
                raise UserError("settings.error.unread", field=self.label, raw=typed)
            return reading.value

        return edit, read


@dataclass(frozen=True)
class Choice:
    """One of some values, each with its words."""

    key: str
    label: str
    value: object
    options: Sequence[tuple[str, object]]
    hint: str = ""

    def build(self) -> tuple[QWidget, Callable[[], Any]]:
        box = QComboBox()
        for words, _ in self.options:
            box.addItem(words)
        values = [value for _, value in self.options]
        box.setCurrentIndex(values.index(self.value))
        return box, lambda: values[box.currentIndex()]


@dataclass(frozen=True)
class Tick:
    """Yes or no."""

    key: str
    label: str
    value: bool
    hint: str = ""

    def build(self) -> tuple[QWidget, Callable[[], bool]]:
        box = QCheckBox()
        box.setChecked(self.value)
        return box, box.isChecked


def _text_box(words: str, lines: int) -> QPlainTextEdit:
    box = QPlainTextEdit(words)
    box.setTabChangesFocus(True)
    box.setFixedHeight(box.fontMetrics().lineSpacing() * lines + 12)
    return box


class RecordDialog(QDialog):
    """Edits one record; it stays open, with what was typed, until the record is stored."""

    def __init__(
        self, title: str, heading: str, fields: Sequence[Field], save: Save, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._save = save
        self._readers: dict[str, Callable[[], Any]] = {}
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for field in fields:
            widget, self._readers[field.key] = field.build()
            widget.setObjectName(field.key)
            form.addRow(field.label, widget)
            if field.hint:
                hint = PlainLabel(field.hint, wrap=True)
                hint.setEnabled(False)
                form.addRow("", hint)
        body = QWidget()
        body.setLayout(form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self._problem = PlainLabel(wrap=True)
        self._problem.setObjectName("problem")
        self._problem.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._store)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if heading:
            layout.addWidget(PlainLabel(heading, wrap=True))
        layout.addWidget(area, 1)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)
        unit = self.fontMetrics().averageCharWidth()
        height = min(
            body.sizeHint().height() + 140, int(self.screen().availableSize().height() * 0.85)
        )
        self.resize(unit * 92, height)

    def _store(self) -> None:
        try:
            values = {key: read() for key, read in self._readers.items()}
        except UserError as error:
            self._show_problem(error)
            return
        self._save(values, lambda _: self.accept(), self._show_problem)

    def _show_problem(self, error: Exception) -> None:
        self._problem.setText(str(error))
        self._problem.show()

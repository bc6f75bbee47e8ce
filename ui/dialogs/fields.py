"""The fields of a form: each makes its widget, and reads back what was entered."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from vinhloc_cds.domain.formatting import format_date, format_datetime, format_number
from vinhloc_cds.domain.plan import Severity, ValueType
from vinhloc_cds.domain.reading import Expected, read_value
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

_MOST_PICKS = 7


@dataclass(frozen=True)
class Field:
    """One line of a form.

    `key` names its value. `hint` explains it; `doubt` says why the value may not be trusted: the
    plan does not state it, or it is still missing.
    """

    key: str
    label: str
    value: Any
    _: KW_ONLY
    hint: str = ""
    doubt: str = ""

    def build(self) -> tuple[QWidget, Callable[[], Any]]:
        """A new widget that shows the value, and what reads it back (or raises UserError)."""
        raise NotImplementedError


@dataclass(frozen=True)
class Line(Field):
    """A line of words."""

    value: str
    _: KW_ONLY
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
class Lines(Field):
    """Several lines; as a value, a tuple with one entry to each line that is not blank."""

    value: tuple[str, ...]

    def build(self) -> tuple[QWidget, Callable[[], tuple[str, ...]]]:
        box = _text_box("\n".join(self.value), 4)

        def read() -> tuple[str, ...]:
            lines = nfc(box.toPlainText()).splitlines()
            return tuple(line.strip() for line in lines if line.strip())

        return box, read


@dataclass(frozen=True)
class Words(Field):
    """Running text."""

    value: str

    def build(self) -> tuple[QWidget, Callable[[], str]]:
        box = _text_box(self.value, 3)
        return box, lambda: nfc(box.toPlainText()).strip()


@dataclass(frozen=True)
class Typed(Field):
    """A number or a date that may be blank (None).

    `year` is the one that a day written without a year is in.
    """

    value: int | date | None
    type: ValueType
    _: KW_ONLY
    required: bool = False
    year: int | None = None

    def build(self) -> tuple[QWidget, Callable[[], Scalar]]:
        value = self.value
        shown = format_date(value) if isinstance(value, date) else ""
        if isinstance(value, datetime):
            shown = format_datetime(value)
        if isinstance(value, int):
            shown = format_number(value)
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
                # The year only fills a gap: it is no reason to doubt a day of another year.
                reading = read_value(typed, Expected(self.type, year=self.year))
            if reading.value is None or reading.severity not in {None, Severity.FLAG}:
                raise UserError("settings.error.unread", field=self.label, problem=reading.sentence)
            return reading.value

        return edit, read


@dataclass(frozen=True)
class Choice(Field):
    """One of some values, each with its words."""

    value: object
    options: Sequence[tuple[str, object]]

    def build(self) -> tuple[QWidget, Callable[[], Any]]:
        box = QComboBox()
        for words, _ in self.options:
            box.addItem(words)
        values = [value for _, value in self.options]
        box.setCurrentIndex(values.index(self.value))
        return box, lambda: values[box.currentIndex()]


@dataclass(frozen=True)
class Tick(Field):
    """Yes or no."""

    value: bool

    def build(self) -> tuple[QWidget, Callable[[], bool]]:
        box = QCheckBox()
        box.setChecked(self.value)
        return box, box.isChecked


@dataclass(frozen=True)
class Picks(Field):
    """Some of several options, each a code with its words; as a value, the codes picked."""

    value: tuple[str, ...]
    options: Sequence[tuple[str, str]]

    def build(self) -> tuple[QWidget, Callable[[], tuple[str, ...]]]:
        box = QListWidget()
        for words, code in self.options:
            item = QListWidgetItem(words, box)
            item.setData(Qt.ItemDataRole.UserRole, code)
            picked = Qt.CheckState.Checked if code in self.value else Qt.CheckState.Unchecked
            item.setCheckState(picked)
        box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        lines = min(max(len(self.options), 1), _MOST_PICKS)
        box.setFixedHeight(box.sizeHintForRow(0) * lines + 2 * box.frameWidth())

        def read() -> tuple[str, ...]:
            items = [box.item(row) for row in range(box.count())]
            return tuple(
                str(item.data(Qt.ItemDataRole.UserRole))
                for item in items
                if item.checkState() is Qt.CheckState.Checked
            )

        return box, read


def _text_box(words: str, lines: int) -> QPlainTextEdit:
    box = QPlainTextEdit(words)
    box.setTabChangesFocus(True)
    box.setFixedHeight(box.fontMetrics().lineSpacing() * lines + 12)
    return box

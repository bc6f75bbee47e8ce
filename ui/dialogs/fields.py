"""The fields of a form: each makes its widget, and reads back what was entered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

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

from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.domain.plan import ValueType
from vinhloc_cds.domain.reading import read_value
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text


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


@dataclass(frozen=True)
class Picks:
    """Some of several options, each a code with its words; as a value, the codes picked."""

    key: str
    label: str
    value: tuple[str, ...]
    options: Sequence[tuple[str, str]]
    hint: str = ""

    def build(self) -> tuple[QWidget, Callable[[], tuple[str, ...]]]:
        box = QListWidget()
        for words, code in self.options:
            item = QListWidgetItem(words, box)
            item.setData(Qt.ItemDataRole.UserRole, code)
            picked = Qt.CheckState.Checked if code in self.value else Qt.CheckState.Unchecked
            item.setCheckState(picked)
        lines = min(max(len(self.options), 2), 6)
        box.setFixedHeight(box.fontMetrics().lineSpacing() * lines + 16)

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

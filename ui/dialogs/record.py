"""One dialog to edit any record of the plan: a list of fields, and what is wrong in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.dialogs.fields import Field
from ui.dialogs.saving import Done, Failed, SavingDialog
from ui.widgets.label import PlainLabel
from vinhloc_cds.errors import UserError

if TYPE_CHECKING:
    from vinhloc_cds.services.office import Office

Values = Mapping[str, Any]
"""What was entered, by the fields' keys."""

Save = Callable[["Form", Values, Done, Failed], None]
"""Make a form's change with the values; then call the third, or the fourth with an error."""

_CHARACTERS = 92
_SHARE_OF_SCREEN = 0.85
_LEAST_LINES = 6


@dataclass(frozen=True)
class Form:
    """What a `RecordDialog` shows, and the change to the office that its values make."""

    title: str
    heading: str
    fields: Sequence[Field]
    change: Callable[["Office", Values], object]


class RecordDialog(SavingDialog):
    """Edits one record; `first` is the key of the field that the cursor begins in."""

    def __init__(self, form: Form, save: Save, parent: QWidget, *, first: str = "") -> None:
        super().__init__(form.title, parent)
        self._form = form
        self._save_values = save
        self._readers: dict[str, Callable[[], Any]] = {}
        self._widgets: dict[str, QWidget] = {}
        self._wrong = ""
        body = self._lay_out_fields()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        layout = QVBoxLayout(self)
        if form.heading:
            layout.addWidget(PlainLabel(form.heading, wrap=True))
        layout.addWidget(self._area, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self._fit(body)
        self._widgets[first or form.fields[0].key].setFocus()

    def store(self, done: Done, failed: Failed) -> None:
        self._wrong = ""
        values = {}
        for key, read in self._readers.items():
            try:
                values[key] = read()
            except UserError:
                self._wrong = key
                raise
        self._save_values(self._form, values, done, failed)

    def refused(self) -> None:
        if widget := self._widgets.get(self._wrong):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(widget)

    def _lay_out_fields(self) -> QWidget:
        body = QWidget()
        rows = QFormLayout(body)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in self._form.fields:
            widget, self._readers[field.key] = field.build()
            widget.setObjectName(field.key)
            self._widgets[field.key] = widget
            rows.addRow(_label(field.label), widget)
            for words, colour in ((field.hint, "quiet"), (field.doubt, "late")):
                if words:
                    remark = PlainLabel(words, wrap=True)
                    remark.setStyleSheet(f"color: {theme.colour(colour).name()}")
                    rows.addRow("", remark)
        return body

    def _fit(self, body: QWidget) -> None:
        """As high as the fields need, but never higher than the screen."""
        width = min(
            self.fontMetrics().averageCharWidth() * _CHARACTERS,
            int(self.screen().availableSize().width() * _SHARE_OF_SCREEN),
        )
        rows = body.layout()
        fields = rows.totalHeightForWidth(width) if rows is not None else 0
        line = self.fontMetrics().lineSpacing()
        self._area.setMinimumHeight(min(fields, _LEAST_LINES * line))
        others = self.sizeHint().height() - self._area.sizeHint().height()
        highest = int(self.screen().availableSize().height() * _SHARE_OF_SCREEN)
        self.resize(width, min(fields + others + line, highest))


def _label(words: str) -> QLabel:
    """A label that takes two lines rather than room from its field."""
    label = PlainLabel(words, wrap=True)
    label.setMinimumWidth(label.fontMetrics().averageCharWidth() * 24)
    return label

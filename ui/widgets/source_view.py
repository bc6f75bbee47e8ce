"""A unit's own file beside the form: its pages, or a picture that can be turned."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.tasks import TaskRunner
from ui.widgets.label import PlainLabel
from ui.widgets.pdf_view import PdfView
from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.texts import text

_STEP = 1.25
_LARGEST_SIDE = 8000
_MEGABYTES = 256


class SourceView(QWidget):
    """Shows a PDF or a picture; of any other file it says that it can be opened elsewhere."""

    open_wanted = Signal()
    """The file is to be opened with the program that the system has for it."""

    def __init__(self, runner: TaskRunner, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pdf = PdfView(runner)
        self.picture = _Picture()
        self.words = PlainLabel(text("imports.source.loading"), wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        for page in (self.words, self.pdf, self.picture):
            self.stack.addWidget(page)
        self._buttons = QHBoxLayout()
        self.title = PlainLabel(name)
        self.title.setToolTip(theme.plain_tooltip(name))
        self._buttons.addWidget(self.title, 1)
        self.turn_button = self._button("imports.source.turn", self.picture.turn)
        self.larger_button = self._button("imports.source.larger", self._larger)
        self.smaller_button = self._button("imports.source.smaller", self._smaller)
        self.open_button = self._button("imports.source.open", self.open_wanted.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._buttons)
        layout.addWidget(self.stack, 1)
        self._enable()

    def show_file(self, kind: FileKind, data: bytes) -> None:
        """Show what the file holds, as far as this program can draw it."""
        if kind is FileKind.PDF:
            self.pdf.show_document(data, lambda error: self.show_words(str(error)))
            self.stack.setCurrentWidget(self.pdf)
        elif kind is FileKind.PICTURE and self.picture.load(data):
            self.stack.setCurrentWidget(self.picture)
        else:
            self.words.setText(text("imports.source.elsewhere"))
        self._enable()

    def show_words(self, words: str) -> None:
        """Say why the file cannot be shown."""
        self.words.setText(words)
        self.stack.setCurrentWidget(self.words)
        self._enable()

    def _button(self, code: str, slot: object) -> QPushButton:
        button = QPushButton(text(code))
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        self._buttons.addWidget(button)
        return button

    def _enable(self) -> None:
        shown = self.stack.currentWidget()
        self.turn_button.setVisible(shown is self.picture)
        for button in (self.larger_button, self.smaller_button):
            button.setVisible(shown is not self.words)

    def _larger(self) -> None:
        if self.stack.currentWidget() is self.pdf:
            self.pdf.zoom_in()
        else:
            self.picture.scale(_STEP)

    def _smaller(self) -> None:
        if self.stack.currentWidget() is self.pdf:
            self.pdf.zoom_out()
        else:
            self.picture.scale(1 / _STEP)


class _Picture(QScrollArea):
    """A picture the right way up, as wide as there is room until it is scaled."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._scale: float | None = None
        self._label = PlainLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._label)
        self.setWidgetResizable(True)

    def load(self, data: bytes) -> bool:
        """Take the picture in `data`; whether it could be read."""
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        reader.setAllocationLimit(_MEGABYTES)
        # Telephones turn the camera, not the picture: they only note which way is up.
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid() and max(size.width(), size.height()) > _LARGEST_SIDE:
            bound = QSize(_LARGEST_SIDE, _LARGEST_SIDE)
            reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        if image.isNull():
            return False
        self._pixmap = QPixmap.fromImage(image)
        self._scale = None
        self._draw()
        return True

    def turn(self) -> None:
        """A quarter to the right."""
        self._pixmap = self._pixmap.transformed(QTransform().rotate(90))
        self._draw()

    def scale(self, factor: float) -> None:
        """Show it larger or smaller than it is shown now."""
        self._scale = max(0.05, min(8.0, self._current_scale() * factor))
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._scale is None:
            self._draw()

    def _current_scale(self) -> float:
        if self._scale is not None:
            return self._scale
        return (self.viewport().width() - 8) / max(self._pixmap.width(), 1)

    def _draw(self) -> None:
        if self._pixmap.isNull():
            return
        width = max(1, round(self._pixmap.width() * self._current_scale()))
        smooth = Qt.TransformationMode.SmoothTransformation
        self._label.setPixmap(self._pixmap.scaledToWidth(width, smooth))

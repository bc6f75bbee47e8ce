"""A PDF to be read: its pages, the same in small beside them, search, zoom, and links."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import errors, theme
from ui.session import Session
from ui.widgets.label import PlainLabel
from ui.widgets.pdf_find_bar import PdfFindBar
from ui.widgets.pdf_search import PdfSearch
from ui.widgets.pdf_thumbnails import PdfThumbnails
from ui.widgets.pdf_view import PdfView
from vinhloc_cds.texts import text

_SETTING = "preview/thumbnails"
_NARROW = 620
"""Pixels below which the small pages would leave too little for the page itself."""


class PdfReader(QWidget):
    """Shows a document whole.

    Ctrl+F searches, F3 and Shift+F3 go on and back, Ctrl+G asks for a page. In the main window
    Ctrl+F is the window's: the page calls `focus_search`.
    """

    shown = Signal()
    """A document was opened and its pages are laid out."""
    link_pressed = Signal(str)
    """The key of a link in the document."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = session.settings
        self._current = 0
        self.data = b""
        self.view = PdfView(session.drawing)
        self.search = PdfSearch(self.view.pages, self)
        self.thumbnails = PdfThumbnails(self.view.pages)
        self.bar = PdfFindBar()
        self.bar.hide()
        self.page = QSpinBox()
        self.pages = PlainLabel()
        self.zoom = PlainLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._make_tools())
        body = QHBoxLayout()
        body.addWidget(self.thumbnails)
        body.addWidget(self.view, 1)
        layout.addLayout(body, 1)
        layout.addWidget(self.bar)
        self.setFocusProxy(self.view)
        self._connect()
        self._place_thumbnails()

    @property
    def sizes(self) -> list[QSizeF]:
        """The pages' sizes in points; empty while there is no document."""
        return self.view.sizes

    def set_empty_text(self, words: str) -> None:
        """What stands there while there are no pages."""
        self.view.set_empty_text(words)

    def show_document(
        self, data: bytes, failed: Callable[[Exception], object] = errors.show
    ) -> None:
        """Show the PDF `data`; the place that was looked at stays in sight.

        `failed` gets a UserError where it cannot be opened.
        """

        def refused(error: Exception) -> None:
            self._take_pages()
            failed(error)

        self.data = data
        self.view.show_document(data, refused)

    def clear(self, words: str) -> None:
        """Show no document any more, and say why."""
        self.data = b""
        self.view.set_empty_text(words)
        self.view.clear()
        self.thumbnails.show_pages([])
        self._place_thumbnails()

    def focus_search(self) -> None:
        """Open the search with the cursor in its field (Ctrl+F)."""
        self.bar.enter()
        self._look()

    def _make_tools(self) -> QHBoxLayout:
        self.toggle = _tool("preview.pages", "pages")
        self.toggle.setCheckable(True)
        self.toggle.setChecked(self._settings.value(_SETTING, "true") != "false")
        self.toggle.toggled.connect(self._keep_choice)
        self.page.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page.setAccessibleName(text("preview.go_to"))
        self.page.setToolTip(text("preview.go_to"))
        self.page.setKeyboardTracking(False)
        self.page.setMinimum(1)
        self.page.setMaximum(1)
        self.page.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.toggle)
        row.addWidget(PlainLabel(text("preview.page_label")))
        row.addWidget(self.page)
        row.addWidget(self.pages)
        row.addStretch(1)
        for code, icon, act in (
            ("preview.zoom_out", "zoom_out", self.view.zoom_out),
            ("preview.zoom_in", "zoom_in", self.view.zoom_in),
            ("preview.fit_width", "fit_width", self.view.fit_width),
            ("preview.find.open", "search", self.focus_search),
        ):
            button = _tool(code, icon)
            button.clicked.connect(act)
            row.addWidget(button)
            if icon == "zoom_in":
                row.addWidget(self.zoom)
        return row

    def _connect(self) -> None:
        self.view.shown.connect(self._note_shown)
        self.view.page_changed.connect(self._show_place)
        self.view.zoom_changed.connect(
            lambda zoom: self.zoom.setText(text("preview.zoom", percent=round(zoom * 100)))
        )
        self.view.link_pressed.connect(self.link_pressed)
        self.thumbnails.page_chosen.connect(self.view.go_to)
        self.page.valueChanged.connect(self.view.go_to)
        self.bar.typed.connect(self._look)
        self.bar.stepped.connect(self._step)
        self.bar.closed.connect(self._stop_looking)
        self.search.changed.connect(self._show_hits)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Find):
            self.focus_search()
        elif event.key() == Qt.Key.Key_F3:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._step(-1 if back else 1)
        elif event.key() == Qt.Key.Key_G and control:
            self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.page.selectAll()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.page.hasFocus():
            self.view.setFocus()
        elif event.key() == Qt.Key.Key_Escape and self.bar.isVisible():
            self.bar.leave()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_thumbnails()

    def _keep_choice(self, shown: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._settings.setValue(_SETTING, "true" if shown else "false")
        self._place_thumbnails()

    def _place_thumbnails(self) -> None:
        several = len(self.sizes) > 1
        self.thumbnails.setVisible(several and self.toggle.isChecked() and self.width() >= _NARROW)

    def _note_shown(self) -> None:
        self._take_pages()
        self.shown.emit()

    def _take_pages(self) -> None:
        self.thumbnails.show_pages(self.sizes)
        self._place_thumbnails()
        with QSignalBlocker(self.page):
            self.page.setMaximum(max(len(self.sizes), 1))
        self.page.setEnabled(bool(self.sizes))
        self._show_place(self.view.page, len(self.sizes))
        if self.bar.isVisible():
            self._look()

    def _show_place(self, page: int, pages: int) -> None:
        with QSignalBlocker(self.page):
            self.page.setValue(page)
        self.pages.setText(text("preview.of_pages", pages=pages))
        self.thumbnails.follow(page)

    # Search.

    def _look(self) -> None:
        self._current = -1
        self.search.start(self.bar.field.text(), len(self.sizes))

    def _stop_looking(self) -> None:
        self.search.start("", 0)
        self.view.setFocus()

    def _step(self, step: int) -> None:
        if not self.bar.isVisible():
            self.focus_search()
        elif self.search.hits:
            self._current = (self._current + step) % len(self.search.hits)
            self._show_hits()

    def _show_hits(self) -> None:
        """The first hit to be shown is the first on the page in sight or behind it."""
        hits = self.search.hits
        if self._current < 0:
            ahead = (n for n, hit in enumerate(hits) if hit.page >= self.view.page - 1)
            none_ahead = -1 if self.search.busy or not hits else 0
            self._current = next(ahead, none_ahead)
        current = hits[self._current] if 0 <= self._current < len(hits) else None
        self.view.show_hits(hits, current)
        self.bar.show_count(self._current + 1, len(hits), busy=self.search.busy)


def _tool(code: str, icon: str) -> QToolButton:
    words = text(code)
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button

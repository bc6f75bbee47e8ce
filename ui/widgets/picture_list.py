"""The units' pictures: which stand in the report's annex, with which words and in which order."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from ui import errors, theme
from ui.models.pictures import PictureModel
from ui.session import Session
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.picture import AnnexPicture
from vinhloc_cds.services.picturing import Candidate
from vinhloc_cds.texts import text

_BOX = QSize(96, 72)


class PictureList(QWidget):
    """Lists the pictures, those of the annex first; every change is stored at once.

    Space ticks, Enter words, Alt with an arrow moves.
    """

    changed = Signal()
    """Other pictures are listed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        # How many changes were asked for: what was read before the last of them is out of date.
        self._asked = 0
        self._drawing = False
        self.hint = PlainLabel("", wrap=True)
        self.model = PictureModel(_blank(self.devicePixelRatioF()), self)
        # Queued: a tick comes out of the view's own dealing with a key or a click.
        self.model.tick_wanted.connect(self._tick, Qt.ConnectionType.QueuedConnection)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.selectionModel().currentChanged.connect(self._show_current)
        self.view.opened.connect(self._begin_wording)
        self.view.moved.connect(self._draw_next)
        self.caption = _Caption()
        self.caption.editingFinished.connect(self._word)
        self.caption.done.connect(self.view.setFocus)
        self.up = self._mover("up", -1, "Alt+Up")
        self.down = self._mover("down", 1, "Alt+Down")
        words = PlainLabel(text("pictures.caption_label"))
        words.setBuddy(self.caption)
        row = QHBoxLayout()
        row.addWidget(words)
        row.addWidget(self.caption, 1)
        row.addWidget(self.up)
        row.addWidget(self.down)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.hint)
        layout.addWidget(self.view, 1)
        layout.addLayout(row)
        self._show(())

    def load(self) -> None:
        """Show what there is now; the picture with the cursor keeps it."""
        plan, asked = self._session.plan_code, self._asked

        def show(rows: Sequence[Candidate]) -> None:
            if asked == self._asked:
                self._show(rows)

        self._session.read(
            lambda office: office.pictures.candidates(plan), show, title=text("pictures.task.load")
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._draw_next)

    # ---- Which, in which order, with which words

    def _tick(self, place: int) -> None:
        rows = list(self.model.rows)
        row = rows.pop(place)
        chosen = [each for each in rows if each.chosen]
        others = [each for each in rows if not each.chosen]
        self._choose([*chosen, replace(row, chosen=not row.chosen), *others])

    def _move(self, by: int) -> None:
        place = self.view.currentIndex().row()
        rows = list(self.model.rows)
        if self._can_move(place, by):
            rows[place], rows[place + by] = rows[place + by], rows[place]
            self._choose(rows)

    def _can_move(self, place: int, by: int) -> bool:
        rows, both = self.model.rows, (place, place + by)
        return place >= 0 and all(0 <= n < len(rows) and rows[n].chosen for n in both)

    def _begin_wording(self) -> None:
        if self.caption.isEnabled():
            self.caption.setFocus()
            self.caption.selectAll()

    def _word(self) -> None:
        place = self.view.currentIndex().row()
        if self.caption.isModified() and place >= 0:
            self.caption.setModified(False)
            rows = list(self.model.rows)
            rows[place] = replace(rows[place], caption=self.caption.text())
            self._choose(rows)

    def _choose(self, rows: Sequence[Candidate]) -> None:
        """Show these rows, and store which of them stand in the report."""
        self._asked += 1
        self._show(rows)
        plan = self._session.plan_code
        selection = [AnnexPicture(row.incoming, row.caption) for row in rows if row.chosen]

        def failed(error: Exception) -> None:
            errors.show(error)
            self.load()

        self._session.write(
            lambda office: office.pictures.choose(plan, selection),
            lambda _: None,
            title=text("pictures.task.save"),
            failed=failed,
        )

    # ---- What is shown

    def _show(self, rows: Sequence[Candidate]) -> None:
        place = self.view.currentIndex().row()
        current = self.model.rows[place].incoming if place >= 0 else None
        scrolled = self.view.verticalScrollBar().value()
        self.model.set_rows(rows)
        place = -1 if current is None else self.model.row_of(current)
        if place < 0:
            # What was being typed was about a picture that is gone.
            self.caption.setModified(False)
        self.view.setCurrentIndex(self.model.index(max(place, 0)))
        self.view.verticalScrollBar().setValue(scrolled)
        self.view.scrollTo(self.view.currentIndex())
        chosen = sum(row.chosen for row in rows)
        self.hint.setText(text("pictures.hint", chosen=chosen, count=len(rows)) if rows else "")
        self.hint.setVisible(bool(rows))
        self._show_current()
        self.changed.emit()
        # Once the view has laid its rows out.
        QTimer.singleShot(0, self, self._draw_next)

    def _show_current(self) -> None:
        place = self.view.currentIndex().row()
        row = self.model.rows[place] if place >= 0 else None
        self.caption.show_words(row.caption if row else "")
        self.caption.setEnabled(row is not None and row.chosen)
        self.up.setEnabled(self._can_move(place, -1))
        self.down.setEnabled(self._can_move(place, 1))

    def _draw_next(self) -> None:
        """Have the next picture in sight drawn; one at a time, so that other work comes between."""
        if self._drawing or not self.isVisible():
            return
        rows = self.model.rows
        for place in self.view.places_in_sight():
            if not self.model.is_drawn(place):
                self._drawing = True
                self._draw(rows[place].incoming)
                return

    def _draw(self, incoming: int) -> None:
        ratio = self.devicePixelRatioF()

        def keep(image: QImage) -> None:
            self._drawing = False
            self.model.set_image(incoming, None if image.isNull() else QPixmap.fromImage(image))
            self._draw_next()

        def failed(error: Exception) -> None:
            keep(QImage())
            errors.show(error)

        def draw(data: bytes) -> None:
            self._session.drawing.submit(
                text("pictures.task.draw"),
                lambda _: thumbnail(data, ratio),
                keep,
                failed,
            )

        self._session.read(
            lambda office: office.pictures.data(incoming),
            draw,
            title=text("pictures.task.draw"),
            # A file that is lost is said in its row, as the report says it.
            failed=lambda _: keep(QImage()),
        )

    def _mover(self, name: str, by: int, keys: str) -> QPushButton:
        button = QPushButton(theme.icon(name), "")
        button.setAccessibleName(text(f"pictures.{name}"))
        button.setToolTip(theme.plain_tooltip(text(f"pictures.{name}")))
        button.clicked.connect(lambda: self._move(by))
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._move(by))
        return button


class _View(QListView):
    """The list itself, with words where it is empty."""

    opened = Signal()
    """Enter was pressed, or a picture was clicked twice."""
    moved = Signal()
    """Other rows may be in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(text("pictures.list"))
        self.setIconSize(_BOX)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.activated.connect(self.opened)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    def places_in_sight(self) -> list[int]:
        """The rows that are seen now, from top to bottom."""
        sight = self.viewport().rect()
        model = self.model()
        return [
            place
            for place in range(model.rowCount())
            if self.visualRect(model.index(place, 0)).intersects(sight)
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.moved.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("quiet"))
            area = self.viewport().rect().adjusted(16, 8, -16, -8)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), text("pictures.none"))


class _Caption(QLineEdit):
    """The words below a picture: Enter takes them, Esc leaves them as they were."""

    done = Signal()
    """The keyboard goes back to the list."""

    def __init__(self) -> None:
        super().__init__()
        self._before = ""
        self.returnPressed.connect(self.done)

    def show_words(self, words: str) -> None:
        """Show the words of the picture that has the cursor, unless others are being typed."""
        self._before = words
        if not self.isModified():
            self.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._before)
            self.done.emit()
        else:
            super().keyPressEvent(event)


def thumbnail(data: bytes, ratio: float) -> QImage:
    """The picture as it is printed, in small in the middle of a box; null if it cannot be."""
    # The drawing library is not needed before there is a picture.
    from vinhloc_cds.reports.picture import printable  # noqa: PLC0415

    if (found := printable(data)) is None:
        return QImage()
    box = _BOX * ratio
    image = QImage.fromData(found.data)
    smooth = Qt.TransformationMode.SmoothTransformation
    image = image.scaled(box, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    canvas = QImage(box, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(Qt.GlobalColor.transparent)
    place = QRect(QPoint(), image.size())
    place.moveCenter(canvas.rect().center())
    with QPainter(canvas) as painter:
        painter.drawImage(place, image)
    canvas.setDevicePixelRatio(ratio)
    return canvas


def _blank(ratio: float) -> QPixmap:
    """What stands in the place of a picture: as large, so that no row changes its height."""
    pixmap = QPixmap(_BOX * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.colour("line"))
    return pixmap

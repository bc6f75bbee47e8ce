"""A big count that can be pressed to see what it counts."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
    QStyle,
    QStyleOptionFocusRect,
    QWidget,
)

from ui import theme

_MARGIN = 12
_STRIPE = 4
_SCALE = 2.2


class CountTile(QAbstractButton):
    """A number over its name, in the colour of what it counts; checked while its list is shown."""

    def __init__(self, title: str, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self._count: int | None = None
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._big = self.font()
        self._big.setPointSizeF(self._big.pointSizeF() * _SCALE)
        self._big.setBold(True)

    @property
    def count(self) -> int | None:
        """The number shown, or None before there is one."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show `count`."""
        self._count = count
        self.setAccessibleName(f"{self.text()}: {count}")
        self.update()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + 2 * _MARGIN + _STRIPE, self._number_height() + self._title_height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pressed = self.isDown() or self.isChecked() or self.underMouse()
        painter.setPen(QPen(theme.colour(self._colour if self.isChecked() else "line"), 1))
        painter.setBrush(theme.colour("hover" if pressed else "card"))
        frame = self.rect().adjusted(0, 0, -1, -1)
        painter.drawRoundedRect(frame, 4, 4)
        painter.fillRect(QRect(0, 6, _STRIPE, self.height() - 12), theme.colour(self._colour))

        inside = self.rect().adjusted(_MARGIN + _STRIPE, 0, -_MARGIN, 0)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(self._big)
        painter.setPen(theme.colour(self._colour))
        number = QRect(inside.x(), 4, inside.width(), self._number_height() - 4)
        painter.drawText(number, left, "–" if self._count is None else str(self._count))
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        title = QRect(inside.x(), self._number_height() - 4, inside.width(), self._title_height())
        painter.drawText(title, left, self.text())
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            option.rect = self.rect().adjusted(2, 2, -2, -2)
            self.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self
            )

    def _number_height(self) -> int:
        return int(self.fontMetrics().height() * _SCALE) + 8

    def _title_height(self) -> int:
        return self.fontMetrics().height() + 10

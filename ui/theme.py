"""The few colours that are not the system's own, for light and dark, and the icons.

Everything else comes from the palette, so that the window follows the system. Each colour has
a contrast of at least 4.5:1 (WCAG AA) on the base colour of its variant; the strip colours have
it under the strip's own text.
"""

import html
import re
from functools import cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer

# Each name with its colour on a light and on a dark ground.
_COLOURS = {
    "good": ("#176f30", "#57d273"),
    "late": ("#855600", "#e3b341"),
    "waiting": ("#0a5cad", "#79b8ff"),
    "bad": ("#b3261e", "#ff8f87"),
    "quiet": ("#5f6368", "#a9adb3"),
    "strip": ("#fff4d6", "#4a3b12"),
    "strip_line": ("#e0b94f", "#7a6426"),
    "strip_text": ("#4d3800", "#ffe8b0"),
    "card": ("#f4f6f8", "#2b2f33"),
    "hover": ("#e3e8ee", "#3a3f45"),
    "line": ("#d0d5da", "#4a4f55"),
}

STATE_COLOURS = {
    "on_time": "good",
    "late": "late",
    "waiting": "waiting",
    "overdue": "bad",
    "accepted": "good",
    "reported": "waiting",
    "received": "waiting",
    "returned": "bad",
    "under_way": "",
    "block": "bad",
    "question": "late",
    "flag": "quiet",
}
"""The colour of a state, by the value of its enum; a state that is not here has none."""


def is_dark() -> bool:
    """Whether the palette in force is a dark one."""
    palette = QGuiApplication.palette()
    base = palette.color(QPalette.ColorRole.Base)
    return base.lightness() < palette.color(QPalette.ColorRole.Text).lightness()


def colour(name: str) -> QColor:
    """The colour `name` for the palette in force."""
    return _colour(name, is_dark())


def brush(name: str) -> QBrush:
    """As `colour`, ready for a model's foreground role."""
    return _brush(name, is_dark())


def style(name: str) -> str:
    """The style sheet `resources/styles/<name>.qss` with its `@names` as colours in force."""
    sheet = resources.files("resources").joinpath("styles", f"{name}.qss").read_text("utf-8")
    return re.sub(r"@(\w+)", lambda found: colour(found[1]).name(), sheet)


@cache
def icon(name: str) -> QIcon:
    """The icon `resources/icons/<name>.svg`, always drawn in the palette's text colour."""
    return QIcon(_LineIcon(name))


def plain_tooltip(words: str) -> str:
    """`words` as a tooltip that wraps and in which nothing takes effect as markup."""
    return f"<qt>{html.escape(words)}</qt>" if words else ""


@cache
def _colour(name: str, dark: bool) -> QColor:  # noqa: FBT001 - the other half of a cache key
    return QColor(_COLOURS[name][dark])


@cache
def _brush(name: str, dark: bool) -> QBrush:  # noqa: FBT001 - the other half of a cache key
    return QBrush(_colour(name, dark))


class _LineIcon(QIconEngine):
    """Draws an SVG whose lines are `currentColor` in the text colour of the palette in force."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(rect.size() * scale, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        palette = QGuiApplication.palette()
        group, role = QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText
        if mode == QIcon.Mode.Disabled:
            group = QPalette.ColorGroup.Disabled
        elif mode == QIcon.Mode.Selected:
            role = QPalette.ColorRole.HighlightedText
        ink = palette.color(group, role).name()
        return _draw(self._name, ink, size.width(), size.height())


@cache
def _svg(name: str) -> str:
    return resources.files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")


@cache
def _draw(name: str, ink: str, width: int, height: int) -> QPixmap:
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", ink).encode()))
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    return pixmap

"""Running text with live fields: a figure is one piece that shows its value and cannot be torn."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPalette,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from ui import theme
from vinhloc_cds.reports.passages import Field, fields_of, pieces, written
from vinhloc_cds.texts import text

_FIELD = QTextFormat.ObjectTypes.UserObject.value + 1
_KEY = QTextFormat.Property.UserProperty.value + 1
_SHOWN = _KEY + 1
_MIME = "application/x-vinhloc-passage"
_OBJECT = "\ufffc"
_SIDE = 3.0
_LONGEST = 48


class FieldText(QTextEdit):
    """Edits a template (`vinhloc_cds.reports.passages`); only plain text and fields go in.

    `names` says in words what each figure is, for its tooltip.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: Mapping[str, str] = {}
        self._names: Mapping[str, str] = {}
        self._drawer = _FieldDrawer(self)
        self.document().documentLayout().registerHandler(_FIELD, self._drawer)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        # Files are for the window to take, wherever they are dropped.
        self.setAcceptDrops(False)

    def show_template(
        self, template: str, figures: Mapping[str, str], names: Mapping[str, str]
    ) -> None:
        """Show `template` with the values of `figures`."""
        self._figures, self._names = figures, names
        self.clear()
        # Paragraphs stand apart, as they will on paper; those that are added look the same.
        shape = QTextBlockFormat()
        shape.setBottomMargin(self.fontMetrics().height() / 3)
        self.textCursor().setBlockFormat(shape)
        self._insert(self.textCursor(), template)
        self.document().clearUndoRedoStacks()
        self.document().setModified(False)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def template(self) -> str:
        """What stands there now, as a template."""
        return _template_of(self.document())

    def insert_field(self, key: str) -> None:
        """Put the figure `key` where the cursor is."""
        self._insert(self.textCursor(), written([Field(key)]))

    def insert_paragraph(self, words: str) -> None:
        """Put plain text on a line of its own, as one step to undo.

        It goes behind the paragraph with the cursor, or before it where the cursor stands at its
        very beginning; the cursor stays behind it. What is selected gives way.
        """
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        bare = not cursor.block().text().strip()
        if bare:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertText(words, QTextCharFormat())
        elif cursor.atBlockStart():
            cursor.insertText(f"{words}\n", QTextCharFormat())
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertText(f"\n{words}", QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def fields(self) -> tuple[str, ...]:
        """The keys of the figures that stand there, in order."""
        return fields_of(self.template())

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copied within the program a field stays one; elsewhere it is its value."""
        data = QMimeData()
        piece = QTextDocument()
        QTextCursor(piece).insertFragment(self.textCursor().selection())
        template = _template_of(piece)
        data.setText(
            "".join(
                self._shown(part.key) if isinstance(part, Field) else part
                for part in pieces(template)
            )
        )
        data.setData(_MIME, template.encode())
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take plain text alone, and fields that were copied here."""
        cursor = self.textCursor()
        if source.hasFormat(_MIME):
            self._insert(cursor, bytes(source.data(_MIME).data()).decode())
        elif source.hasText():
            cursor.insertText(source.text().replace(_OBJECT, ""), QTextCharFormat())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasFormat(_MIME) or source.hasText()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            key = self._key_at(event.globalPos())
            words = f"{self._names.get(key, key)}: {self._shown(key)}" if key else ""
            QToolTip.showText(event.globalPos(), theme.plain_tooltip(words), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.document().markContentsDirty(0, self.document().characterCount())

    def _key_at(self, place: QPoint) -> str:
        """The field that stands at a place of the screen, or ""."""
        inside = self.viewport().mapFromGlobal(place)
        position = (
            self.document()
            .documentLayout()
            .hitTest(
                QPointF(
                    inside
                    + QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
                ),
                Qt.HitTestAccuracy.ExactHit,
            )
        )
        if position < 0:
            return ""
        cursor = QTextCursor(self.document())
        # The format of a cursor is that of the letter before it.
        cursor.setPosition(min(position + 1, self.document().characterCount() - 1))
        found = cursor.charFormat()
        return str(found.property(_KEY)) if found.objectType() == _FIELD else ""

    def _insert(self, cursor: QTextCursor, template: str) -> None:
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        for piece in pieces(template):
            if isinstance(piece, Field):
                cursor.insertText(_OBJECT, self._field_format(piece.key))
            else:
                cursor.insertText(piece.replace(_OBJECT, ""), QTextCharFormat())
        cursor.endEditBlock()
        self.setCurrentCharFormat(QTextCharFormat())

    def _shown(self, key: str) -> str:
        return self._figures.get(key, text("report.passage.no_value"))

    def _field_format(self, key: str) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setObjectType(_FIELD)
        made.setProperty(_KEY, key)
        made.setProperty(_SHOWN, self._shown(key))
        return made


def _template_of(document: QTextDocument) -> str:
    lines = []
    block = document.begin()
    while block.isValid():
        parts: list[str | Field] = []
        place = block.begin()
        while not place.atEnd():
            parts += _parts(place.fragment())
            place += 1
        lines.append(written(parts))
        block = block.next()
    return "\n".join(lines)


def _parts(fragment: QTextFragment) -> list[str | Field]:
    form = fragment.charFormat()
    if form.objectType() == _FIELD:
        # Equal fields side by side are one fragment.
        return [Field(str(form.property(_KEY)))] * fragment.length()
    return [fragment.text().replace("\u2028", "\n").replace("\u00a0", " ")]


class _FieldDrawer(QPyTextObject):
    """Draws a field as its value on a tinted ground."""

    def intrinsicSize(self, _document: QTextDocument, _position: int, form: QTextFormat) -> QSizeF:
        metrics = QFontMetricsF(_font(form, self.parent()))
        return QSizeF(metrics.horizontalAdvance(_short(form)) + 2 * _SIDE, metrics.ascent())

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _document: QTextDocument,
        _position: int,
        form: QTextFormat,
    ) -> None:
        font = _font(form, self.parent())
        metrics = QFontMetricsF(font)
        rect = QRectF(rect)
        ground = rect.adjusted(0, -1, 0, metrics.descent())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("waiting"))
        painter.setBrush(theme.colour("hover"))
        painter.drawRoundedRect(ground, 3, 3)
        painter.setFont(font)
        editor = self.parent()
        if isinstance(editor, QWidget):
            painter.setPen(editor.palette().color(QPalette.ColorRole.Text))
        painter.drawText(
            rect.adjusted(_SIDE, 0, -_SIDE, metrics.descent()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop),
            _short(form),
        )
        painter.restore()


def _short(form: QTextFormat) -> str:
    """The value of a field; a long list of names, which could not wrap, in its first words."""
    shown = str(form.property(_SHOWN))
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST].rstrip(' ,')}…"


def _font(form: QTextFormat, editor: object) -> QFont:
    return editor.font() if isinstance(editor, QWidget) else form.toCharFormat().font()

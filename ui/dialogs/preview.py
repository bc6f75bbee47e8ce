"""A finished PDF to be read, searched, saved and printed, whatever made it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import questions, theme
from ui.dialogs.files import FileDialog
from ui.dialogs.save_as import proposed_folder
from ui.dialogs.working import WorkingDialog
from ui.session import Session
from ui.widgets.label import PlainLabel
from ui.widgets.pdf_reader import PdfReader
from vinhloc_cds.services.files import write_whole
from vinhloc_cds.texts import text

_FOLDER = "report/folder"
_ROOM = 0.9


class PreviewDialog(WorkingDialog):
    """Shows `data`; `file_name` is what it is saved and printed under.

    With `sure` it is asked whether to save or to print, for what should no more be used.
    Ctrl+S saves, Ctrl+P prints, Esc closes. Links are handed on by `reader.link_pressed`.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        data: bytes,
        file_name: str,
        parent: QWidget,
        *,
        sure: str = "",
    ) -> None:
        super().__init__(session, parent)
        self._data = data
        self._file_name = file_name
        self._sure = sure
        self.setWindowTitle(title)
        self.reader = PdfReader(session)
        self.reader.set_empty_text(text("preview.loading"))
        self.said = PlainLabel(wrap=True)
        self.save_button = QPushButton(theme.icon("save"), text("preview.save"))
        self.print_button = QPushButton(theme.icon("print"), text("preview.print"))
        self.close_button = QPushButton(text("preview.close"))
        for button, act in (
            (self.save_button, lambda: self._once_sure(self._ask_where)),
            (self.print_button, lambda: self._once_sure(self._print)),
            (self.close_button, self.accept),
        ):
            # Enter belongs to the document: it follows a link.
            button.setAutoDefault(False)
            button.clicked.connect(act)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.said, 1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.reader, 1)
        layout.addLayout(buttons)
        for key, act in (
            (QKeySequence.StandardKey.Save, lambda: self._once_sure(self._ask_where)),
            (QKeySequence.StandardKey.Print, lambda: self._once_sure(self._print)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.announced.connect(self.said.setText)
        room = self.screen().availableSize()
        self.resize(min(1000, round(room.width() * _ROOM)), round(room.height() * _ROOM))
        self.reader.setFocus()
        self.reader.show_document(data)

    def _once_sure(self, act: Callable[[], None]) -> None:
        if self._sure:
            questions.ask_sure(self, self._sure, act)
        else:
            act()

    def _ask_where(self) -> None:
        folder = proposed_folder(self._session.settings)
        dialog = FileDialog(self, text("preview.save_as"), folder)
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(text("preview.filter"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._file_name)
        dialog.fileSelected.connect(lambda name: self._save(Path(name)))
        dialog.open()

    def _save(self, path: Path) -> None:
        self._session.settings.setValue(_FOLDER, str(path.parent))
        data = self._data
        self.read(
            lambda _office: write_whole(path, data),
            lambda _: self.announced.emit(text("preview.saved", path=path)),
            title=text("preview.task.save"),
        )

    def _print(self) -> None:
        # The printing libraries are not needed before somebody prints.
        from ui.widgets.printing import print_pdf  # noqa: PLC0415

        if self.reader.sizes:
            print_pdf(
                self._session.drawing,
                self._data,
                self,
                name=self._file_name,
                current=self.reader.view.page,
                ended=self.announced.emit,
            )

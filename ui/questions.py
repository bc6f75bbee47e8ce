"""Questions with a few answers, asked over a dialog without holding anything up."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from vinhloc_cds.texts import text

Answers = Mapping[str, Callable[[], object] | None]
"""What is done for each answer, by the words on its button; None is to leave all as it is."""


def ask(parent: QWidget, words: str, answers: Answers) -> None:
    """Ask `words` over `parent`. Enter gives the first answer, Esc that of None."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        parent.window().windowTitle(),
        words,
        QMessageBox.StandardButton.NoButton,
        parent,
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    roles = iter((QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.DestructiveRole))
    buttons = []
    for answer, act in answers.items():
        if act is None:
            button = box.addButton(answer, QMessageBox.ButtonRole.RejectRole)
            box.setEscapeButton(button)
        else:
            button = box.addButton(answer, next(roles))
            button.clicked.connect(act)
        buttons.append(button)
    box.setDefaultButton(buttons[0])
    box.open()


def ask_to_save(parent: QWidget, save: Callable[[], object], drop: Callable[[], object]) -> None:
    """Ask whether what was typed is to be saved, dropped or gone on with."""
    ask(
        parent,
        text("ui.unsaved.words"),
        {
            text("ui.unsaved.save"): save,
            text("ui.unsaved.drop"): drop,
            text("ui.unsaved.stay"): None,
        },
    )


def ask_to_drop(parent: QWidget, drop: Callable[[], object]) -> None:
    """Ask before what was typed, and cannot be stored as it is, goes."""
    ask(
        parent,
        text("ui.unsaved.lost"),
        {text("ui.unsaved.stay"): None, text("ui.unsaved.close"): drop},
    )


def ask_sure(parent: QWidget, words: str, act: Callable[[], object]) -> None:
    """Ask before `act`; Enter and Esc leave all as it is."""
    ask(parent, words, {text("issue.no"): None, text("issue.yes"): act})

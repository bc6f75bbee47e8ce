"""Qt's own words in Vietnamese: Qt ships no such translation.

OK, Cancel, the menus of text fields, the dialogs for files, colours and printing and the rest ask
a translator for their words by the English ones; `resources/texts/qt.toml` has them by these.
"""

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

from vinhloc_cds.texts import has_text, text


class StandardTexts(QTranslator):
    """Answers with the Vietnamese for an English text of Qt's, whatever dialog asks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, str | None] = {}

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        _context: bytes | str,
        source: bytes | str,
        _disambiguation: bytes | str | None = None,
        _count: int = -1,
    ) -> str | None:
        """The Vietnamese for `source`, or None to leave it as it is."""
        words = source.decode() if isinstance(source, bytes) else source
        if words not in self._known:
            code = f"qt.{words}"
            self._known[words] = text(code) if has_text(code) else None
        return self._known[words]


def install(application: QCoreApplication) -> None:
    """Make `application` speak Vietnamese, in words, dates and numbers."""
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    application.installTranslator(StandardTexts(application))

"""Vietnamese can be printed, and read in the window."""

from PySide6.QtGui import QFontInfo, QFontMetrics

from resources import fonts
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text


def check(bench: Bench) -> str:
    """Look at every Vietnamese letter; which font documents have, and which the window."""
    family = fonts.serif_family()
    if family is None:
        raise FaultError(text("self_test.no_font"))
    font = bench.application.font()
    metrics, name = QFontMetrics(font), QFontInfo(font).family()
    missing = [each for each in fonts.VIETNAMESE_LETTERS if not metrics.inFontUcs4(ord(each))]
    if missing:
        letters = " ".join(sorted(missing))
        raise FaultError(text("self_test.no_letters", font=name, letters=letters))
    return text("self_test.fonts", paper=family.name, file=family.regular, window=name)

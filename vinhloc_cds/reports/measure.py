"""How long a line of Times New Roman is, without the font: for rules that go by their text.

The standard PDF fonts carry the same widths, letter by letter; a Vietnamese letter is as wide as
the one it is made from, but for a fifth of a point under the horns of ơ and ư.
"""

import unicodedata

from reportlab.pdfbase.pdfmetrics import stringWidth


def line_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` set on one line, in points."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    base = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return float(stringWidth(base, "Times-Bold" if bold else "Times-Roman", size))

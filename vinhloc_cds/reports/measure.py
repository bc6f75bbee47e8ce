"""How long a line of Times New Roman is, without the font: for titles and the rules under them.

The standard PDF fonts carry the same widths, letter by letter; a Vietnamese letter is as wide as
the one it is made from, but for a fifth of a point under the horns of ơ and ư.
"""

import unicodedata

from reportlab.pdfbase.pdfmetrics import stringWidth

_AIR = 1.09


def line_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` set on one line, in points."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    base = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return float(stringWidth(base, "Times-Bold" if bold else "Times-Roman", size))


def even_lines(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """A width, at most `room`, in which the lines of `text` come out about equally long.

    A title whose last line is a single word would be sent back. The width leaves some air, so
    that the first lines may be a word longer and a font that is not quite Times New Roman breaks
    at the same places: "sử dụng | sản phẩm", not "sử | dụng sản phẩm".
    """
    if line_width(text, size, bold=bold) <= room:
        return room
    words = [line_width(word, size, bold=bold) for word in text.split()]
    space = line_width(" ", size, bold=bold)
    count = 2
    while count < len(words):
        width = _narrowest(words, space, count) * _AIR
        if width <= room:
            return width
        count += 1
    return room


def _narrowest(words: list[float], space: float, count: int) -> float:
    """The narrowest width in which the words fill at most `count` lines."""
    low, high = max(words), sum(words) + space * len(words)
    while high - low > 1:
        middle = (low + high) / 2
        if _lines(words, space, middle) > count:
            low = middle
        else:
            high = middle
    return high


def _lines(words: list[float], space: float, room: float) -> int:
    """How many lines the words fill when each line takes what fits into `room`."""
    count, used = 1, 0.0
    for word in words:
        if used and used + space + word > room:
            count, used = count + 1, 0.0
        used += word + (space if used else 0)
    return count


def line_count(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """How many lines of `room` points the text fills, long words broken."""
    space = line_width(" ", size, bold=bold)
    words = [line_width(word, size, bold=bold) for word in text.split()]
    broken = sum(int(width / room) for width in words)
    return _lines([min(width, room) for width in words], space, room) + broken

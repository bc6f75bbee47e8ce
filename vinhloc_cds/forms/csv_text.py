"""Tables as plain text: which letters the bytes are, and which sign parts the columns, by content.

Nothing is interpreted: every cell is the text that was typed, formulas and figures too.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import SEEN, refuse_many
from vinhloc_cds.forms.encodings import FONT_OF, Encoding, convert
from vinhloc_cds.forms.grid import Book, Sheet
from vinhloc_cds.forms.syllables import is_syllable
from vinhloc_cds.forms.textcells import Filler
from vinhloc_cds.texts import Message, text

FIELD_CHARACTERS = 131_072
"""The csv module's own limit for one cell."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What no text holds; Ctrl+Z ended text files under DOS.
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_DOS_END = "\x1a"
# Windows' own signs for codes that Latin-1 has no letter for: quotes, dashes, the euro.
_WINDOWS_SIGNS = {
    code: sign
    for code in range(0x80, 0xA0)
    if (sign := bytes([code]).decode("cp1252", errors="ignore"))
}
_CP1258 = "Windows-1258"
_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
_UNICODE_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 200_000
_SEPARATORS = ("\t", ";", ",", "|")
"""A tab before all others, the comma late: it also stands in figures and sentences."""
_SAMPLE_LINES = 60
_SEP_LINE = re.compile(r'"?sep=([^\w\s"]|\t)"?[ \t;,]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


def read_csv(data: bytes, name: str) -> Book:
    """The one sheet of a text file, called as the file is; UserError where it is no text.

    A file in TCVN3 or VNI keeps its letters as they are; its cells carry the font that shows them,
    so that each is understood even where it is too short to tell by itself.
    """
    decoded, font, notices = _decode(data)
    decoded = decoded.rstrip(_DOS_END)
    if _BINARY.search(decoded):
        raise UserError("encodings.csv.not_text")
    separator = ""
    if said := _SEP_LINE.match(decoded):
        separator = said[1]
        decoded = decoded[said.end() :]
    separator = separator or _separator(decoded)
    refuse_many(decoded.count(separator) + decoded.count("\n"), 2 * SEEN)
    sheet = Sheet(_title(name))
    try:
        _fill(sheet, _rows(decoded, separator, strict=True), font)
    except csv.Error:
        notices = (*notices, Message("encodings.csv.quotes"))
        sheet.cells.clear()
        try:
            _fill(sheet, _rows(decoded, separator, strict=False), font)
        except csv.Error as error:
            raise UserError("encodings.csv.too_long", limit=FIELD_CHARACTERS) from error
    return Book(FileKind.CSV, [sheet], notices)


def _fill(sheet: Sheet, rows: Iterator[list[str]], font: str) -> None:
    filler = Filler()
    for row, fields in enumerate(rows):
        for column, field in enumerate(fields):
            if field:
                filler.put_text(sheet, (row, column), field, font)


def _title(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return last.rpartition(".")[0] or last or text("encodings.table", number=1)


def _decode(data: bytes) -> tuple[str, str, tuple[Message, ...]]:
    """The text, the font that shows it (blank for Unicode), and what is to be told of it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), "", ()
            except UnicodeDecodeError as error:
                raise UserError("encodings.csv.cut_off") from error
    if b"\x00" in data:
        raise UserError("encodings.csv.not_text")
    try:
        return data.decode("utf-8"), "", ()
    except UnicodeDecodeError as error:
        is_cut = error.reason == "unexpected end of data"
        if is_cut and not data[: error.start].isascii():
            raise UserError("encodings.csv.cut_off") from error
    return _decode_by_words(data)


def _decode_by_words(data: bytes) -> tuple[str, str, tuple[Message, ...]]:
    """Text of one byte to a letter: read as what makes most of its words Vietnamese."""
    latin = data.decode("latin-1").translate(_WINDOWS_SIGNS)
    windows = unicodedata.normalize("NFC", data[:_SAMPLE].decode("cp1258", errors="replace"))
    shares: dict[str, float] = {_CP1258: _share(_UNICODE_WORD.findall(windows))}
    words = [word for word in _WORD.findall(latin[:_SAMPLE]) if not word.isascii()]
    for encoding in FONT_OF:
        shares[encoding] = _share([convert(word, encoding) for word in words])
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] < 0.5:
        return latin, "", (Message("encodings.csv.no_vietnamese"),)
    notice = Message("encodings.csv.encoding", {"encoding": best})
    if best == _CP1258:
        return data.decode("cp1258", errors="replace"), "", (notice,)
    return latin, FONT_OF[Encoding(best)], (notice,)


def _share(words: list[str]) -> float:
    """How many of the words with accents are Vietnamese; abbreviations say nothing."""
    accented = [word for word in words if not word.isascii()]
    known = sum(map(is_syllable, accented))
    silent = sum(word.isupper() and len(word) < 6 and not is_syllable(word) for word in accented)
    return known / max(1, len(accented) - silent)


def _separator(decoded: str) -> str:
    """The sign that parts most of the first lines into the same number of columns."""
    lines = io.StringIO(decoded[:_SAMPLE], newline="")
    sample = "".join(line for line, _ in zip(lines, range(_SAMPLE_LINES), strict=False))
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> int:
    try:
        rows = list(_rows(sample, separator, strict=False))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)


def _rows(decoded: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    """The fields; csv.Error where one is too long or, if `strict`, a quote is not closed."""
    return csv.reader(io.StringIO(decoded, newline=""), delimiter=separator, strict=strict)

"""From the bytes of a file to its grid: the kind is told by content, and nothing is trusted."""

# Each format's reader and its libraries are only loaded when such a file comes in.
# ruff: noqa: PLC0415

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.grid import Book
from vinhloc_cds.forms.kinds import is_zip, kind_of, kind_of_zip
from vinhloc_cds.forms.safezip import open_zip


def open_book(data: bytes, name: str) -> Book:
    """The grid of a file; `name` only tells what a text file without any marks may be.

    UserError, a sentence that says what is wrong and what to do, for what cannot be read: a
    password, damage, a DOCTYPE, too much of anything. A file that is kept but whose figures are
    entered by hand (.doc, .rar, PDF, pictures, mail) gives a book without sheets.
    """
    if is_zip(data):
        archive = open_zip(data)
        kind = kind_of_zip(archive)
        if kind is FileKind.XLSX:
            from vinhloc_cds.forms.xlsx import read_xlsx

            return read_xlsx(archive)
    else:
        kind = kind_of(data, name)
    return _read(kind, data, name)


def _read(kind: FileKind, data: bytes, name: str) -> Book:
    if kind is FileKind.XLS:
        from vinhloc_cds.forms.xls import read_xls

        return read_xls(data)
    if kind is FileKind.XLSB:
        from vinhloc_cds.forms.xlsb import read_xlsb

        return read_xlsb(data)
    if kind is FileKind.ODS:
        from vinhloc_cds.forms.ods import read_ods

        return read_ods(data)
    if kind is FileKind.CSV:
        from vinhloc_cds.forms.csv_text import read_csv

        return read_csv(data, name)
    if kind is FileKind.HTML:
        from vinhloc_cds.forms.html import read_html

        return read_html(data)
    if kind is FileKind.DOCX:
        from vinhloc_cds.forms.word import read_docx

        return read_docx(data)
    if kind is FileKind.ZIP:
        raise UserError("opening.nested_archive")
    return Book(kind, [])

"""From the bytes of a file to its grid: the kind is told by content, and nothing is trusted."""

from vinhloc_cds.forms.grid import Book


def open_book(data: bytes, name: str) -> Book:
    """The grid of a file; `name` only tells what a text file without any marks may be.

    UserError, a sentence that says what is wrong and what to do, for what cannot be read: a
    password, damage, a DOCTYPE, too much of anything. A file that is kept but whose figures are
    entered by hand (.doc, .rar, PDF, pictures, mail) gives a book without sheets.
    """
    raise NotImplementedError

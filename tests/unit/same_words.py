"""The letters that the files of a document show, wherever their lines and pages break."""

import re
from collections import Counter

from printed_pages import Pages
from word_files import said


def letters(words: str) -> Counter[str]:
    """The characters of a text but blanks and digits: where lines break does not matter."""
    return Counter(re.sub(r"[\s\d\ufffe]", "", words))


def pdf_letters(data: bytes) -> Counter[str]:
    """What a PDF says."""
    return letters("".join(Pages(data).texts))


def docx_letters(data: bytes) -> Counter[str]:
    """What a Word file says, numbers of headings and dashes of items included."""
    return letters("".join(said(data)))

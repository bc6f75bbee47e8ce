"""Documents of two programs held against each other, as strictly as their formats allow.

Word and Excel files are compared part by part and byte by byte. A PDF names its pictures by what
is in them after compression, which differs between systems: its pages are compared by their text
and by how they look, each dot of it.
"""

import zipfile
from pathlib import Path

from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types

_SCALE = 1.0
"""Dots per point: enough for a stroke that is elsewhere to be seen."""


def differences(one: Path, other: Path) -> list[str]:
    """What is different in two files of the same format; nothing where they say the same."""
    if one.read_bytes() == other.read_bytes():
        return []
    return _of_pages(one, other) if one.suffix == ".pdf" else _of_parts(one, other)


def _of_parts(one: Path, other: Path) -> list[str]:
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        if first.namelist() != second.namelist():
            return [f"parts: {first.namelist()} and {second.namelist()}"]
        return [
            f"part {name}" for name in first.namelist() if first.read(name) != second.read(name)
        ]


def _of_pages(one: Path, other: Path) -> list[str]:
    first, second = PdfDocument(one), PdfDocument(other)
    try:
        if len(first) != len(second):
            return [f"{len(first)} and {len(second)} pages"]
        found = []
        for number, (here, there) in enumerate(zip(first, second, strict=True), start=1):
            texts = [page.get_textpage().get_text_bounded() for page in (here, there)]
            looks = [bytes(page.render(scale=_SCALE).buffer) for page in (here, there)]
            if texts[0] != texts[1]:
                found.append(f"the text of page {number}")
            elif looks[0] != looks[1]:
                found.append(f"the look of page {number}")
        return found
    finally:
        first.close()
        second.close()

"""Where a serif family that can print Vietnamese stands on this machine.

No font is part of the program: Windows has Times New Roman, and Debian packages the others. A
family is taken only after all four of its files have been read and found to hold every Vietnamese
letter: Debian's fonts-liberation 1.07, for one, lacks 92 of the 134 and would print boxes.
"""

import os
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_LOWER = frozenset(unicodedata.normalize("NFC", v + t) for v in _VOWELS for t in _TONES) | {"đ"}

VIETNAMESE_LETTERS = frozenset(c for c in _LOWER | {c.upper() for c in _LOWER} if not c.isascii())
"""The 134 letters of Vietnamese that ASCII lacks."""

_NEEDED = VIETNAMESE_LETTERS | {chr(code) for code in range(0x20, 0x7F)} | set("“”–—…□")


@dataclass(frozen=True, slots=True)
class FontFamily:
    """The files of a family's four faces, and the characters that all four can print."""

    name: str
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path
    characters: frozenset[str]


# By preference: the decree's own font, the two made to its measures, then any serif there is.
_FACES = (
    ("Times New Roman", ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")),
    (
        "Times New Roman",
        (
            "Times_New_Roman.ttf",
            "Times_New_Roman_Bold.ttf",
            "Times_New_Roman_Italic.ttf",
            "Times_New_Roman_Bold_Italic.ttf",
        ),
    ),
    (
        "Times New Roman",
        (
            "Times New Roman.ttf",
            "Times New Roman Bold.ttf",
            "Times New Roman Italic.ttf",
            "Times New Roman Bold Italic.ttf",
        ),
    ),
    (
        "Tinos",
        ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    ),
    (
        "Liberation Serif",
        (
            "LiberationSerif-Regular.ttf",
            "LiberationSerif-Bold.ttf",
            "LiberationSerif-Italic.ttf",
            "LiberationSerif-BoldItalic.ttf",
        ),
    ),
    (
        "DejaVu Serif",
        (
            "DejaVuSerif.ttf",
            "DejaVuSerif-Bold.ttf",
            "DejaVuSerif-Italic.ttf",
            "DejaVuSerif-BoldItalic.ttf",
        ),
    ),
)


def font_folders() -> tuple[Path, ...]:
    """The folders in which this system keeps fonts."""
    if sys.platform == "win32":
        places = (("WINDIR", "Fonts"), ("LOCALAPPDATA", "Microsoft/Windows/Fonts"))
        known = os.environ
        return tuple(Path(known[name], inside) for name, inside in places if name in known)
    home = Path.home()
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        home / "Library/Fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts/Supplemental"),
    )


def serif_family() -> FontFamily | None:
    """The best serif family that prints Vietnamese, or None as long as there is none."""
    family = _serif_family()
    if family is None:
        _serif_family.cache_clear()  # whoever installs one tries again
    return family


@cache
def _serif_family() -> FontFamily | None:
    return find_family(font_folders())


def find_family(folders: tuple[Path, ...]) -> FontFamily | None:
    """The best family in `folders` and the folders in them; of the same family, the first whole."""
    # Windows does not mind capitals in names, and has kept some since it wrote nothing else.
    shelves: dict[Path, dict[str, Path]] = {}
    for path in _files(folders):
        shelves.setdefault(path.parent, {})[path.name.lower()] = path
    for name, faces in _FACES:
        wanted = [face.lower() for face in faces]
        for shelf in shelves.values():
            if not shelf.keys() >= set(wanted):
                continue
            paths = [shelf[face] for face in wanted]
            characters = frozenset.intersection(*(_characters(path) for path in paths))
            if characters >= _NEEDED:
                return FontFamily(name, paths[0], paths[1], paths[2], paths[3], characters)
    return None


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for root, below, names in os.walk(folder):
            below.sort()
            yield from (Path(root, name) for name in sorted(names) if name.lower().endswith(".ttf"))


@cache
def _characters(path: Path) -> frozenset[str]:
    """What a font file can print; nothing if it cannot be read."""
    from reportlab.pdfbase.ttfonts import TTFError, TTFontFile  # noqa: PLC0415  0.2 s, rarely used

    try:
        return frozenset(chr(code) for code in TTFontFile(str(path)).charToGlyph)
    except (TTFError, OSError):
        return frozenset()

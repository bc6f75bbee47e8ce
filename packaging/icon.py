"""The program's icon for Windows: one file with a picture, drawn from the SVG, for every size.

python icon.py SVG ICO
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

# Lists 16, taskbar 24, desktop 48, large desktop 256, and those at 125 to 200 % scaling.
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
HEADER, ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")
ICON, COLOUR_PLANES, BITS = 1, 1, 32


def write_icon(svg: Path, ico: Path) -> None:
    """Draw `svg` in every size of `SIZES` into `ico`; needs no screen and no application."""
    renderer = QSvgRenderer(QByteArray(svg.read_bytes()))
    if not renderer.isValid():
        raise ValueError(f"Qt cannot draw {svg}")
    pictures = [_png(renderer, size) for size in SIZES]
    offset = HEADER.size + ENTRY.size * len(SIZES)
    entries = []
    for size, picture in zip(SIZES, pictures, strict=True):
        side = size % 256  # a byte: 256 is written as 0
        entries.append(ENTRY.pack(side, side, 0, 0, COLOUR_PLANES, BITS, len(picture), offset))
        offset += len(picture)
    ico.write_bytes(HEADER.pack(0, ICON, len(SIZES)) + b"".join(entries + pictures))


def _png(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise RuntimeError("Qt cannot write PNG")
    return bytes(buffer.data().data())


if __name__ == "__main__":
    write_icon(Path(sys.argv[1]), Path(sys.argv[2]))

"""Whether a picture shows anything."""

from pathlib import Path

from PySide6.QtGui import QImage

from vinhloc_cds.self_test.bench import FaultError
from vinhloc_cds.texts import text

_FEW = 16
"""Letters with smooth edges alone have more colours; a surface with a frame has fewer."""


def require_drawn(image: QImage, name: str) -> None:
    """FaultError where `image`, called `name`, is blank."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32)
    if len(set(memoryview(pixels.constBits()).cast("I"))) <= _FEW:
        raise FaultError(text("self_test.blank", name=name))


def keep(image: QImage, path: Path) -> None:
    """Write `image` to `path` as its ending says."""
    if not image.save(str(path)):
        raise FaultError(text("self_test.not_written", file=path))

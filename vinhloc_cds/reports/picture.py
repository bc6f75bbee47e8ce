"""Pictures as a page can hold them: whole, upright, and of a size that can be printed and sent.

Units' pictures come from telephones: turned by a remark in the file that Word and PDF heed
differently, far larger than paper needs, with the place where they were taken. So each is read
and written anew; what cannot be read is no picture.
"""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps

# Enough for 250 dots an inch over the width of the text.
_LONGEST_SIDE = 1600
# What is read into memory at most: a telephone's best, and no bomb.
_MOST_PIXELS = 60_000_000
_QUALITY = 85
# Some 300 KB each.
_MOST_KEPT = 64
_kept: dict[bytes, "Printable | None"] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Printable:
    """A picture that every renderer can take: `kind` is "png" or "jpeg", sizes in pixels."""

    data: bytes
    kind: str
    width: int
    height: int

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Its width and height, in its own proportions, as large as the room allows."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


def printable(data: bytes) -> Printable | None:
    """The PNG or JPEG `data` for print; None if it is broken, none of these or a bomb.

    A telephone's picture takes a third of a second to read, so the last ones are kept.
    """
    digest = hashlib.sha256(data).digest()
    # One at a time: each takes memory, and warnings are silenced for all threads.
    with _lock:
        if digest not in _kept:
            _kept[digest] = _read(data)
            if len(_kept) > _MOST_KEPT:
                del _kept[next(iter(_kept))]
        return _kept[digest]


def _read(data: bytes) -> Printable | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _printable(data)
    # What Pillow raises for a damaged or hostile file is not a closed list.
    except Exception:  # noqa: BLE001
        return None


def _printable(data: bytes) -> Printable | None:
    with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as source:
        if source.width * source.height > _MOST_PIXELS:
            return None
        source.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
        upright = ImageOps.exif_transpose(source)
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        paper.alpha_composite(layer)
        upright = paper
    picture = upright.convert("RGB")
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    # A new picture carries none of the words and places that the file may hold.
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())
    # A drawing is smaller as PNG, and stays sharp; a photograph that was sent as one is not.
    kinds = ("jpeg",) if source.format == "JPEG" else ("png", "jpeg")
    written = {kind: _written(clean, kind) for kind in kinds}
    kind = min(kinds, key=lambda each: len(written[each]))
    return Printable(written[kind], kind, clean.width, clean.height)


def _written(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind, quality=_QUALITY)
    return out.getvalue()

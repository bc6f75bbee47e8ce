"""The table of texts of an .xls file (SST), which is cut into pieces anywhere within a text.

xlrd has a reader of its own, which gives up on phonetic guides that are cut and on tables that
say they hold more than they do; Excel opens both.
"""

import struct

_HEAD = struct.Struct("<HB")
_RUN = struct.Struct("<HH")
_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08
_COUNTS = 8
"""Bytes at the start that say how many texts there are."""


class _Pieces:
    """The table's records one behind the other. IndexError where they end too early."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._index = 0
        self._data = pieces[0]
        self._at = _COUNTS

    def more(self) -> bool:
        """Whether anything is left."""
        while self._at >= len(self._data):
            self._index += 1
            if self._index >= len(self._pieces):
                return False
            self._data, self._at = self._pieces[self._index], 0
        return True

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        taken = self._data[self._at : self._at + size]
        self._at += len(taken)
        while len(taken) < size:
            if not self.more():
                raise IndexError(size)
            further = self._data[self._at : self._at + size - len(taken)]
            self._at += len(further)
            taken += further
        return taken

    def letters(self, count: int, *, wide: bool) -> str:
        """The next `count` letters; each piece says anew in how many bytes each is written."""
        text = ""
        while True:
            width = 2 if wide else 1
            here = min(count, (len(self._data) - self._at) // width)
            letters = self._data[self._at : self._at + here * width]
            text += letters.decode("utf-16-le" if wide else "latin-1", "replace")
            self._at += here * width
            count -= here
            if not count:
                return text
            self._at = len(self._data)
            if not self.more():
                raise IndexError(count)
            wide = bool(self.take(1)[0] & _WIDE)


def shared_texts(pieces: list[bytes]) -> tuple[list[str], dict[int, list[tuple[int, int]]]]:
    """The texts in their order, and the runs (start, font) of those that have some."""
    count = int.from_bytes(pieces[0][4:_COUNTS], "little")
    source = _Pieces(pieces)
    texts: list[str] = []
    runs: dict[int, list[tuple[int, int]]] = {}
    while len(texts) < count and source.more():
        size, flags = _HEAD.unpack(source.take(_HEAD.size))
        run_count = int.from_bytes(source.take(2), "little") if flags & _RICH else 0
        phonetic = int.from_bytes(source.take(4), "little") if flags & _PHONETIC else 0
        texts.append(source.letters(size, wide=bool(flags & _WIDE)))
        if run_count:
            runs[len(texts) - 1] = list(_RUN.iter_unpack(source.take(run_count * _RUN.size)))
        source.take(phonetic)
    return texts, runs

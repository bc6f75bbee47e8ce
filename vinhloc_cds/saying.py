"""A sentence to whoever started the program, where no window can say it."""

import logging
import sys

_log = logging.getLogger(__name__)

if sys.platform == "win32":
    _WARNING = 0x30
    _IN_FRONT = 0x10000
    """What Windows calls MB_ICONWARNING and MB_SETFOREGROUND."""

    def _show_box(words: str, title: str) -> None:
        import ctypes  # noqa: PLC0415 - seldom needed

        ctypes.windll.user32.MessageBoxW(None, words, title, _WARNING | _IN_FRONT)

else:

    def _show_box(words: str, title: str) -> None:
        """Elsewhere only who closes the streams has none; the log has the words."""


def complain(words: str, title: str) -> None:
    """Write `words` to stderr; where Windows gave none, show them in a box and log them."""
    if sys.stderr is not None:
        sys.stderr.write(f"{words}\n")
    else:
        _log.warning("%s", words)
        _show_box(words, title)

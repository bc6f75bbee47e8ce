"""Whether a window can be shown at all: Qt ends the process where it cannot, without a word to us.

On Linux its libraries and the screen are tried; Windows has both, but Qt's plugin may be gone.
"""

import ctypes
import importlib.util
import os
import re
import sys
from pathlib import Path

from vinhloc_cds.errors import UserError

COMMAND = "vinhloc-cds --demo report OUT --format pdf,docx,xlsx"
"""What prints the report without a window, as the sentences name it."""

_LIBRARY = re.compile(r"lib[\w+.-]+\.so[\w.]*")


def require() -> None:
    """Raise UserError where no screen is named; a Qt platform that was chosen needs none."""
    if not _on_linux() or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UserError("cli.no_screen", command=COMMAND)


def explain(error: ImportError) -> None:
    """Raise UserError if `error` is Qt's missing a library of the system; else do nothing."""
    if error.path and not error.path.endswith(".py") and _LIBRARY.search(str(error)):
        raise _missing(error) from error


def require_platform_plugin() -> None:
    """Raise UserError where Qt's plugin for X cannot be loaded or X does not answer.

    ImportError where Windows' plugin is missing.
    """
    package = importlib.util.find_spec("PySide6")
    if package is None or package.origin is None:
        return
    chosen = os.environ.get("QT_QPA_PLATFORM")
    folder = Path(package.origin).parent
    if sys.platform == "win32" and chosen in {None, "windows"}:
        plugin = folder / "plugins" / "platforms" / "qwindows.dll"
        if not plugin.exists():
            raise ImportError("the plugin is missing", path=str(plugin))
    if not _on_linux() or os.environ.get("WAYLAND_DISPLAY") or chosen not in {None, "xcb"}:
        return
    plugin = folder / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():  # a distribution's own Qt, whose libraries come with it
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise _missing(error) from error
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if refused:
        raise UserError("cli.no_screen", command=COMMAND)


def _on_linux() -> bool:
    # Not `platform.system()`: Windows would start a cmd.exe for it before the window shows.
    return sys.platform == "linux"


def _missing(error: Exception) -> UserError:
    found = _LIBRARY.search(str(error))
    library = found.group() if found else str(error)
    return UserError("cli.no_library", library=library, command=COMMAND)

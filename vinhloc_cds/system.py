"""Which system this is, to be read by whoever mends a bug."""

import platform
import sys

if sys.platform == "win32":

    def system_name() -> str:
        """Windows with its build."""
        # Not `platform.platform()`, for which Windows would show the window of a cmd.exe.
        return f"Windows {'.'.join(map(str, sys.getwindowsversion().platform_version))}"
else:

    def system_name() -> str:
        """The system with its version."""
        return platform.platform()

"""Whether a folder may hold the live database: it needs a disk of this computer, all to itself.

Over a network two computers can break it, a stick is pulled out and lies about what it has
written, and whatever synchronises files copies it half written and puts old ones back.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from enum import Enum, auto
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from vinhloc_cds.errors import UserError

_CLOUD_NAME = re.compile(
    r"(onedrive|dropbox|google ?drive|my drive|drive của tôi)( - .+| \(.+\))?", re.IGNORECASE
)
_CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")

# What Windows answers to GetDriveTypeW.
_DRIVE_REMOVABLE = 2
_DRIVE_REMOTE = 4

_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs"}
# The disk itself, as containers without a privileged user see it.
_LOCAL_FUSE = "fuse.fuse-overlayfs"


class Medium(Enum):
    """What a folder lies on."""

    LOCAL = auto()
    NETWORK = auto()
    REMOVABLE = auto()


def require_local(folder: Path) -> None:
    """Raise UserError where `folder`, which need not exist yet, must not hold the database."""
    real = folder.resolve()
    if is_synced(real, os.environ):
        raise UserError("place.synced", folder=folder)
    match _medium(real):
        case Medium.NETWORK:
            raise UserError("place.network", folder=folder)
        case Medium.REMOVABLE:
            raise UserError("place.removable", folder=folder)
        case Medium.LOCAL:
            pass


def is_synced(folder: PurePath, environ: Mapping[str, str]) -> bool:
    """Whether a program that synchronises files has `folder`, by its name or the environment."""
    roots = [type(folder)(environ[name]) for name in _CLOUD_VARIABLES if environ.get(name)]
    return any(folder.is_relative_to(root) for root in roots) or any(
        _CLOUD_NAME.fullmatch(unicodedata.normalize("NFC", part)) for part in folder.parts
    )


def windows_medium(folder: PureWindowsPath, drive_type: int) -> Medium:
    """What an absolute `folder` lies on, by Windows' `drive_type` of its root."""
    share = folder.drive.upper().replace("\\\\?\\UNC\\", "\\\\")
    if drive_type == _DRIVE_REMOTE or re.match(r"\\\\[^?.]", share):
        return Medium.NETWORK
    return Medium.REMOVABLE if drive_type == _DRIVE_REMOVABLE else Medium.LOCAL


def linux_medium(folder: PurePosixPath, mounts: str) -> Medium:
    """What an absolute `folder` lies on, by the text of /proc/self/mounts."""
    kind, depth = "", 0
    for line in mounts.splitlines():
        _, point, found, *_ = line.split(" ")
        root = PurePosixPath(_unescape(point))
        # Of two on the same folder the later one hides the earlier.
        if folder.is_relative_to(root) and len(root.parts) >= depth:
            kind, depth = found, len(root.parts)
    shared = kind in _NETWORK_TYPES or (kind.startswith("fuse.") and kind != _LOCAL_FUSE)
    return Medium.NETWORK if shared else Medium.LOCAL


def _unescape(point: str) -> str:
    """A mount point with its blanks, which the table has as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)


if sys.platform == "win32":
    import ctypes

    def _medium(folder: Path) -> Medium:
        drive_type = ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\")
        return windows_medium(PureWindowsPath(folder), drive_type)
else:

    def _medium(folder: Path) -> Medium:
        try:
            mounts = Path("/proc/self/mounts").read_text("utf-8", errors="surrogateescape")
        except OSError:  # another system, whose mounts nobody lists
            return Medium.LOCAL
        return linux_medium(PurePosixPath(folder), mounts)

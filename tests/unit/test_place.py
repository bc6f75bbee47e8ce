"""Folders that must not hold the live database, on whatever system the tests run."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from vinhloc_cds import place
from vinhloc_cds.errors import UserError
from vinhloc_cds.place import Medium, is_synced, linux_medium, require_local, windows_medium

UNKNOWN, NO_ROOT, REMOVABLE, FIXED, REMOTE, RAM_DISK = 0, 1, 2, 3, 4, 6

MOUNTS = """\
proc /proc proc rw,relatime 0 0
overlay / overlay rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sda1 /home ext4 rw,relatime 0 0
server:/export /home/nfs nfs4 rw,vers=4.2 0 0
//pc/share /mnt/chung\\040cho\\040phòng cifs rw 0 0
//pc/share /mnt/smb smb3 rw 0 0
me@pc: /home/me/pc fuse.sshfs rw 0 0
/dev/sdb1 /media/disk fuseblk rw 0 0
fuse-overlayfs /container fuse.fuse-overlayfs rw 0 0
server:/export /srv nfs rw 0 0
/dev/sdc1 /srv ext4 rw 0 0
/dev/sdc2 /data ext4 rw 0 0
//pc/share /data cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "medium"),
    [
        ("/opt/vinhloc", Medium.LOCAL),
        ("/tmp/pytest-of-me/test0", Medium.LOCAL),
        ("/home/me/.local/share/VinhLocCDS", Medium.LOCAL),
        ("/home/nfs/me", Medium.NETWORK),
        ("/home/nfs", Medium.NETWORK),
        ("/home/nfs2", Medium.LOCAL),
        ("/mnt/chung cho phòng/data", Medium.NETWORK),
        ("/mnt/smb/data", Medium.NETWORK),
        ("/home/me/pc/data", Medium.NETWORK),
        ("/media/disk/data", Medium.LOCAL),
        ("/container/data", Medium.LOCAL),
        ("/srv/data", Medium.LOCAL),
        ("/data/vinhloc", Medium.NETWORK),
    ],
)
def test_linux_goes_by_the_mount_that_is_nearest_and_last(folder, medium):
    assert linux_medium(PurePosixPath(folder), MOUNTS) is medium


@pytest.mark.parametrize(
    ("folder", "drive_type", "medium"),
    [
        (r"C:\Users\an\AppData\Local\VinhLocCDS", FIXED, Medium.LOCAL),
        (r"\\?\C:\Users\an\VinhLocCDS", FIXED, Medium.LOCAL),
        (r"R:\VinhLocCDS", RAM_DISK, Medium.LOCAL),
        (r"D:\VinhLocCDS", UNKNOWN, Medium.LOCAL),
        (r"E:\VinhLocCDS", REMOVABLE, Medium.REMOVABLE),
        (r"Z:\VinhLocCDS", REMOTE, Medium.NETWORK),
        (r"\\may-chu\chung\VinhLocCDS", REMOTE, Medium.NETWORK),
        # A server that does not answer.
        (r"\\may-chu\chung\VinhLocCDS", NO_ROOT, Medium.NETWORK),
        (r"\\?\UNC\may-chu\chung\VinhLocCDS", NO_ROOT, Medium.NETWORK),
    ],
)
def test_windows_goes_by_the_path_and_the_type_of_its_drive(folder, drive_type, medium):
    assert windows_medium(PureWindowsPath(folder), drive_type) is medium


@pytest.mark.parametrize(
    "folder",
    [
        PureWindowsPath(r"C:\Users\an\OneDrive\VinhLoc"),
        PureWindowsPath(r"C:\Users\an\OneDrive - UBND huyện Vĩnh Lộc\VinhLoc"),
        PureWindowsPath(r"C:\Users\an\ONEDRIVE"),
        PureWindowsPath(r"C:\Users\an\Dropbox (Personal)\VinhLoc"),
        PureWindowsPath(r"G:\My Drive\VinhLoc"),
        PureWindowsPath("G:\\Drive cu\u0309a to\u0302i\\VinhLoc"),
        PurePosixPath("/home/an/Google Drive/VinhLoc"),
        PurePosixPath("/home/an/Dropbox"),
    ],
)
def test_synchronised_folders_are_known_by_name(folder):
    assert is_synced(folder, {})


@pytest.mark.parametrize(
    "folder",
    [
        PureWindowsPath(r"C:\Users\an\AppData\Local\VinhLocCDS"),
        PureWindowsPath(r"C:\Users\an\OneDriveTemp\VinhLoc"),
        PurePosixPath("/tmp/dropbox-test/data"),
        PurePosixPath("/home/an/tài liệu"),
    ],
)
def test_other_names_are_not_taken_for_synchronised_ones(folder):
    assert not is_synced(folder, {"OneDrive": "", "HOME": str(folder)})


def test_synchronised_folders_are_known_by_the_environment():
    environ = {"OneDriveCommercial": r"D:\UBND huyện"}
    assert is_synced(PureWindowsPath(r"d:\ubnd huyện\VinhLoc"), environ)
    assert not is_synced(PureWindowsPath(r"D:\UBND huyện khác\VinhLoc"), environ)


def test_a_folder_for_tests_is_never_refused(tmp_path: Path):
    require_local(tmp_path)
    require_local(tmp_path / "chưa có" / "VinhLocCDS")


@pytest.mark.parametrize(
    ("medium", "code"),
    [(Medium.NETWORK, "place.network"), (Medium.REMOVABLE, "place.removable")],
)
def test_the_sentence_names_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, medium: Medium, code: str
):
    monkeypatch.setattr(place, "_medium", lambda _: medium)
    with pytest.raises(UserError) as refused:
        require_local(tmp_path)
    assert refused.value.code == code
    assert str(tmp_path) in str(refused.value)
    assert "--data" in str(refused.value)


def test_a_link_into_a_synchronised_folder_is_followed(tmp_path: Path):
    (tmp_path / "Dropbox").mkdir()
    link = tmp_path / "data"
    try:
        link.symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    except OSError:
        pytest.skip("this user may make no links")
    with pytest.raises(UserError) as refused:
        require_local(link)
    assert refused.value.code == "place.synced"

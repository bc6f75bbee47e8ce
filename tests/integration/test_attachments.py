"""The files that units sent: kept durably under their SHA-256, never changed, never led astray."""

import errno
import hashlib
from pathlib import Path

import pytest

from db import files
from db.attachments import FileAttachments
from vinhloc_cds.errors import UserError

DATA = "biểu của xã Vĩnh Hùng".encode()
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


@pytest.fixture
def kept(folder: Path) -> FileAttachments:
    return FileAttachments(folder)


def stored(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def test_a_file_lies_under_its_hash_and_comes_back(kept: FileAttachments, folder: Path):
    assert not folder.exists()
    assert kept.put(DATA) == SHA256
    assert kept.get(SHA256) == DATA
    assert stored(folder) == [str(Path(SHA256[:2], SHA256))]
    assert kept.get(kept.put(b"")) == b""


def test_the_same_file_again_is_written_once(kept: FileAttachments, folder: Path):
    kept.put(DATA)
    written = (folder / SHA256[:2] / SHA256).stat().st_mtime_ns
    assert kept.put(DATA) == SHA256
    assert (folder / SHA256[:2] / SHA256).stat().st_mtime_ns == written


@pytest.mark.parametrize("damage", [b"", DATA[:-1], DATA.replace(b"b", b"B")])
def test_damage_is_found_and_mended_by_the_file_itself(
    kept: FileAttachments, folder: Path, damage: bytes
):
    path = folder / SHA256[:2] / SHA256
    kept.put(DATA)
    path.write_bytes(damage)
    with pytest.raises(UserError) as caught:
        kept.get(SHA256)
    assert caught.value.code == "store.attachment_damaged"
    assert str(path) in str(caught.value)
    kept.put(DATA)
    assert kept.get(SHA256) == DATA


def test_a_file_that_is_gone_is_a_sentence(kept: FileAttachments):
    with pytest.raises(UserError) as caught:
        kept.get(SHA256)
    assert caught.value.code == "store.attachment_missing"


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "", "ab" * 31, SHA256.upper(), SHA256 + "\n", "C:" + "a" * 62]
)
def test_only_a_hash_leads_anywhere(kept: FileAttachments, name: str):
    with pytest.raises(ValueError, match=r"^$|."):
        kept.get(name)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "store.disk_full"),
        (errno.EROFS, "store.read_only"),
        (errno.EACCES, "store.read_only"),
        (errno.EIO, "store.io_error"),
    ],
)
def test_trouble_with_the_disk_is_a_sentence_and_leaves_nothing_half(
    kept: FileAttachments, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
):
    def fail(source: Path, target: Path) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(files, "replace", fail)
    with pytest.raises(UserError) as caught:
        kept.put(DATA)
    assert caught.value.code == code
    assert str(folder) in str(caught.value)
    assert stored(folder) == []
    monkeypatch.undo()
    assert kept.get(kept.put(DATA)) == DATA


def test_a_folder_that_takes_nothing_is_a_sentence(
    kept: FileAttachments, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(path: Path, data: bytes) -> int:
        raise PermissionError(errno.EACCES, "no", str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(UserError) as caught:
        kept.put(DATA)
    assert caught.value.code == "store.read_only"
    assert stored(folder) == []


def test_the_file_is_on_the_disk_before_it_has_its_name(
    kept: FileAttachments, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    synced: list[tuple[str, bool]] = []
    sync = files.sync

    def watch(path: Path) -> None:
        synced.append((path.suffix or path.name, (folder / SHA256[:2] / SHA256).exists()))
        sync(path)

    monkeypatch.setattr(files, "sync", watch)
    kept.put(DATA)
    assert synced == [
        ("attachments", False),
        (folder.parent.name, False),
        (".tmp", False),
        (SHA256[:2], True),
    ]

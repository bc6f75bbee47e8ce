"""A font is taken only if it can print Vietnamese."""

import shutil
import sys

from resources import fonts
from resources.fonts import VIETNAMESE_LETTERS, find_family, font_folders, serif_family


def test_there_are_134_letters():
    assert len(VIETNAMESE_LETTERS) == 134
    assert {"đ", "Đ", "ữ", "Ỵ"} <= VIETNAMESE_LETTERS


def test_this_machine_prints_vietnamese():
    family = serif_family()
    assert family is not None
    assert family.characters >= VIETNAMESE_LETTERS


def test_no_font_is_no_family(tmp_path):
    assert find_family((tmp_path, tmp_path / "none")) is None


def test_a_family_that_lacks_a_face_is_passed_over(tmp_path):
    family = serif_family()
    assert family is not None
    shutil.copy(family.regular, tmp_path)
    assert find_family((tmp_path,)) is None


def test_a_file_that_is_no_font_is_passed_over(tmp_path):
    for name in ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"):
        (tmp_path / name).write_bytes(b"not a font")
    assert find_family((tmp_path,)) is None


def test_times_new_roman_comes_first(tmp_path):
    family = serif_family()
    assert family is not None
    faces = (family.regular, family.bold, family.italic, family.bold_italic)
    for path in faces:
        shutil.copy(path, tmp_path)
    names = ("TIMES.TTF", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
    below = tmp_path / "windows"
    below.mkdir()
    for path, name in zip(faces, names, strict=True):
        shutil.copy(path, below / name)
    found = find_family((tmp_path,))
    assert found is not None
    assert (found.name, found.bold_italic) == ("Times New Roman", below / "timesbi.ttf")


def test_windows_keeps_fonts_in_two_places_and_has_none_of_the_others(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert font_folders() == (tmp_path / "Fonts", tmp_path / "Microsoft/Windows/Fonts")


def test_a_font_that_is_installed_meanwhile_is_found(monkeypatch, tmp_path):
    folders = font_folders()
    fonts._serif_family.cache_clear()
    monkeypatch.setattr(fonts, "font_folders", lambda: (tmp_path,))
    assert serif_family() is None
    monkeypatch.setattr(fonts, "font_folders", lambda: folders)
    assert serif_family() is not None

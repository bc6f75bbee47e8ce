"""The command that hands out the forms, up to a unit that fills one in with LibreOffice."""

import json
import shutil
import subprocess

import openpyxl
import pytest

from vinhloc_cds.__main__ import main
from vinhloc_cds.forms.signature import Signature

OBLIGED, ASKED = 31, 11


@pytest.fixture
def forms(capsys, tmp_path):
    """Runs the command and gives its exit code, answer and complaint."""

    def forms(*arguments: str, out=None) -> tuple[int, str, str]:
        where = str(out or tmp_path / "out")
        data = ["--data", str(tmp_path / "data")]
        try:
            code = main([*data, "forms", where, *arguments])
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return forms


def test_each_obliged_unit_gets_one_file(forms, tmp_path):
    code, out, err = forms("--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert len(answer["units"]) == OBLIGED
    assert answer["paths"] == [unit["path"] for unit in answer["units"]]
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        path.rpartition("/")[2].rpartition("\\")[2] for path in answer["paths"]
    }
    hung = next(unit for unit in answer["units"] if unit["code"] == "15379")
    assert hung["name"] == "UBND xã Vĩnh Hùng"
    sheet = openpyxl.load_workbook(hung["path"]).worksheets[0]
    assert Signature.parse(sheet["A1"].value).unit == "15379"


def test_asked_units_get_one_on_request(forms):
    assert len(json.loads(forms("--all", "--json")[1])["paths"]) == OBLIGED + ASKED
    chosen = json.loads(forms("--unit", "NH01", "--unit", "15379", "--json")[1])
    assert [unit["code"] for unit in chosen["units"]] == ["15379", "NH01"]


def test_people_read_the_paths(forms, tmp_path):
    code, out, _ = forms("--unit", "15379")
    assert (code, out) == (0, f"{tmp_path / 'out' / '15379-vinh-hung.xlsx'}\n")


def test_an_unknown_unit_is_wrong_usage(forms, tmp_path):
    code, out, err = forms("--unit", "15379", "--unit", "XA99")
    assert (code, out) == (2, "")
    assert "XA99" in err
    assert not (tmp_path / "out").exists()


def test_a_unit_that_does_not_report_gets_no_form(forms, tmp_path):
    code, _, err = forms("--unit", "PB07")
    assert code == 1
    assert "không thuộc diện báo cáo" in err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_is_said(forms, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    code, _, err = forms(out=file / "out")
    assert code == 1
    assert str(file / "out") in err


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_the_checks_and_keeps_the_ids(forms, tmp_path):
    forms("--unit", "15379")
    filled = tmp_path / "filled.xlsx"
    book = openpyxl.load_workbook(tmp_path / "out" / "15379-vinh-hung.xlsx")
    sheet = book.worksheets[0]
    at = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for name, value in {"D01": 10, "D02": 12, "C01": 3, "A01": "Có"}.items():
        sheet.cell(at[name], 5).value = value
    book.save(filled)
    convert(filled, "ods", tmp_path / "saved")
    convert(tmp_path / "saved" / "filled.ods", "xlsx", tmp_path / "again")
    saved = openpyxl.load_workbook(tmp_path / "again" / "filled.xlsx", data_only=True)
    visible, hidden = saved.worksheets
    said = {visible.cell(row, 1).value: visible.cell(row, 8).value for row in range(1, 100)}
    assert said["D02"].startswith("Cần sửa: Số Tổ tham gia ra quân (D02: 12) lớn hơn")
    assert said["A02"].startswith("Còn thiếu: ")
    assert not said["C01"]
    assert Signature.parse(visible["A1"].value).unit == hidden["B2"].value == "15379"


def convert(file, ending: str, folder) -> None:
    profile = (folder.parent / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            *("--headless", "--convert-to", ending, "--outdir", str(folder), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

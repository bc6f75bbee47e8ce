"""The command `import`: what it answers to programs and to people, and its exit codes."""

import hashlib
import io
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from filled_forms import filled_forms

from vinhloc_cds import bootstrap
from vinhloc_cds.__main__ import main
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.planfile import built_in_plans

NOW = "2024-10-12T09:00"
KEYS = ["file", "sha256", "unit", "how_recognised", "status", "values", "problems"]
PROBLEM_KEYS = ["sheet", "cell", "indicator", "raw", "severity", "message", "proposal"]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return built_in_plans()[0].load()


@pytest.fixture(scope="module")
def form(plan) -> bytes:
    """What a commune filled in without a fault."""
    unit = plan.unit_by_code["15352"]
    (data,) = filled_forms(plan, [unit], lambda _, __: 3)
    return data


def with_figures(form: bytes, figures: dict[str, object]) -> tuple[bytes, dict[str, str]]:
    """`form` with other figures, and their cells."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book.worksheets[0]
    (column,) = (cell.column for cell in sheet[1] if cell.value == "value")
    cells = {}
    for row in range(2, sheet.max_row + 1):
        code = sheet.cell(row, 1).value
        if code in figures:
            sheet.cell(row, column).value = figures[code]
            cells[code] = sheet.cell(row, column).coordinate
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), cells


@pytest.fixture
def run(capsys, tmp_path):
    """Runs `import` on a database of its own and gives its exit code and what it wrote."""

    def run(*arguments: object) -> tuple[int, str, str]:
        start = ["--data", str(tmp_path / "data"), "--now", NOW]
        code = main([*start, "import", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def ask(run):
    def ask(*arguments: object) -> tuple[int, list[dict]]:
        code, out, err = run(*arguments, "--json")
        assert err == ""
        return code, json.loads(out)

    return ask


@pytest.fixture
def inbox(tmp_path) -> Path:
    folder = tmp_path / "Hộp thư"
    folder.mkdir()
    return folder


def submissions(folder: Path):
    clock = bootstrap.SetClock(datetime.fromisoformat("2024-10-12T02:00+00:00"))
    office = bootstrap.build_office(folder, clock)
    try:
        with office.store.reading() as work:
            return work.submissions.of_plan(office.planning.plan().code)
    finally:
        office.store.close()


def test_a_clean_form_is_imported(ask, inbox, form, tmp_path):
    (inbox / "z5901 (1).xlsx").write_bytes(form)
    code, (answer,) = ask(inbox, "--received", "2024-10-11T16:00", "--channel", "email")
    assert code == 0
    assert list(answer) == KEYS
    assert answer["file"] == "z5901 (1).xlsx"
    assert answer["sha256"] == hashlib.sha256(form).hexdigest()
    assert (answer["unit"], answer["how_recognised"], answer["status"]) == (
        "15352",
        "form_id",
        "imported",
    )
    (made,) = submissions(tmp_path / "data")
    assert answer["values"] == len(made.values) > 40
    assert {problem["severity"] for problem in answer["problems"]} <= {"flag"}
    assert (made.state, made.channel, made.received_at.isoformat()) == (
        "accepted",
        "email",
        "2024-10-11T09:00:00+00:00",
    )


def test_what_is_open_names_its_cell_and_can_be_accepted(ask, inbox, form, tmp_path):
    dirty, cells = with_figures(form, {"C01": "không", "D01": "12.5"})
    (inbox / "ban.xlsx").write_bytes(dirty)
    code, (answer,) = ask(inbox)
    assert (code, answer["status"]) == (1, "needs_review")
    found = {problem["indicator"]: problem for problem in answer["problems"]}
    assert list(found["C01"]) == PROBLEM_KEYS
    assert (found["C01"]["cell"], found["C01"]["raw"]) == (cells["C01"], "không")
    assert (found["C01"]["severity"], found["C01"]["proposal"]) == ("question", "0")
    assert (found["D01"]["cell"], found["D01"]["severity"]) == (cells["D01"], "block")
    assert found["D01"]["sheet"]
    (made,) = submissions(tmp_path / "data")
    assert (made.state, made.channel) == ("received", "zalo")


def test_proposals_are_accepted_if_it_is_said(ask, inbox, form, tmp_path):
    dirty, _ = with_figures(form, {"C01": "không"})
    (inbox / "ban.xlsx").write_bytes(dirty)
    code, (answer,) = ask(inbox, "--accept-proposals")
    assert (code, answer["status"]) == (0, "imported")
    (made,) = submissions(tmp_path / "data")
    settled = made.value_of("C01")
    assert (settled.value, settled.raw, settled.corrected_from) == (0, "0", "không")


def test_the_same_file_again_is_not_done_while_it_has_something_open(ask, inbox, form):
    dirty, cells = with_figures(form, {"D01": "12.5"})
    (inbox / "ban.xlsx").write_bytes(dirty)
    ask(inbox)
    code, (again,) = ask(inbox)
    assert (code, again["status"]) == (1, "duplicate")
    assert [p["cell"] for p in again["problems"] if p["severity"] == "block"] == [cells["D01"]]


def test_a_second_version_asks_and_the_same_file_is_said(ask, inbox, form):
    first = inbox / "a.xlsx"
    first.write_bytes(form)
    assert [ask(first)[0], ask(first)[0]] == [0, 0]
    second, _ = with_figures(form, {"C01": 4})
    (inbox / "b.xlsx").write_bytes(second)
    code, (same, other) = ask(inbox)
    assert code == 1
    assert (same["status"], same["unit"], len(same["problems"])) == ("duplicate", "15352", 1)
    assert same["problems"][0]["severity"] == "flag"
    assert other["status"] == "needs_review"
    assert [p["proposal"] for p in other["problems"] if p["severity"] == "question"] == [
        "supplement"
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut short"])
def test_what_cannot_be_read_is_refused_in_a_sentence(ask, inbox, data, tmp_path):
    (inbox / "hỏng.xlsx").write_bytes(data)
    code, (answer,) = ask(inbox)
    assert (code, answer["status"], answer["unit"]) == (1, "refused", None)
    (problem,) = answer["problems"]
    assert problem["severity"] == "block"
    assert problem["message"].endswith(".")
    assert not submissions(tmp_path / "data")


def test_a_file_of_the_system_asks_nothing_of_anybody(ask, inbox):
    (inbox / "Thumbs.db").write_bytes(b"thumbs")
    code, (answer,) = ask(inbox)
    assert (code, answer["status"]) == (0, "refused")
    assert [problem["severity"] for problem in answer["problems"]] == ["flag"]
    (inbox / "~$ban.xlsx").write_bytes(b"lock")
    code, answers = ask(inbox)
    assert code == 1
    blocked = [each["file"] for each in answers if each["problems"][0]["severity"] == "block"]
    assert blocked == ["~$ban.xlsx"]


def test_people_read_a_table_and_what_to_do(run, inbox, form):
    dirty, cells = with_figures(form, {"D01": "12.5"})
    (inbox / "ban.xlsx").write_bytes(dirty)
    (inbox / "~$ban.xlsx").write_bytes(b"lock")
    code, out, err = run(inbox)
    assert (code, err) == (1, "")
    assert "Xã Vĩnh Quang" in out
    assert "Cần kiểm tra" in out
    assert "Không nhập" in out
    assert cells["D01"] in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("x.xlsx", "--channel", "pigeon"), "pigeon"),
        (("x.xlsx", "--received", "hôm qua"), "hôm qua"),
        ((), "PATH"),
    ],
)
def test_wrong_usage_is_said(run, capsys, arguments, words):
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_what_is_from_tomorrow_is_not_begun(run, inbox):
    code, out, err = run(inbox, "--received", "2024-10-13")
    assert (code, out) == (1, "")
    assert "13/10/2024" in err

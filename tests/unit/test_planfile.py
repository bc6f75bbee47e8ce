"""What is wrong in a plan's file is said with file, line and key."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from house import ROOT

from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.planfile import PlanFileError, built_in_plans, load_plan
from vinhloc_cds.errors import UserError

ORIGINAL = ROOT / "resources" / "plans" / "ke-hoach-2024"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "ke-hoach"
    shutil.copytree(ORIGINAL, copy)
    return copy


def edit(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` of a file and return the number of the line it begins on."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return line


def test_the_built_in_plan_is_found_by_its_code():
    (plan,) = built_in_plans()
    assert plan.code == "KH-CDS-2024"
    assert plan.load() == load_plan(ORIGINAL)


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "said"),
    [
        # Unknown and missing keys, wrong types.
        ("plan.toml", 'issuer      = "Ủy', 'isuer      = "Ủy', "issuer", "thiếu mục “issuer”"),
        ("units.toml", 'also_in = ["G_SN"]', 'also_inn = ["G_SN"]', "also_inn", "also_in"),
        ("plan.toml", "exclusive = true }", "exclusive = 1 }", "exclusive", "true hoặc false"),
        ("plan.toml", "start = 2024-09-26", 'start = "26/9"', "start", "2024-10-01"),
        ("plan.toml", "ceremony       = 2024-10-01T08:00:00", "ceremony = 8", "ceremony", "giờ"),
        ("plan.toml", "superior   = []", "superior = [1]", "superior", "danh sách"),
        ("indicators.toml", "minimum         = 0", "minimum = 0.5", "minimum", "số nguyên"),
        ("duties.toml", 'role       = "perform"', 'role = "làm"', "role", "perform"),
        ("duties.toml", 'role       = "perform"', "", "role", "thiếu mục"),
        # Codes.
        ("duties.toml", '"II.1.d-3"]', '"II.1.d-4"]', "clauses", "“II.1.d-4”"),
        ("duties.toml", '"G06", "K01"]', '"G99"]', "indicators", "“G99”"),
        ("duties.toml", 'condition  = "G01"', 'condition = "G0"', "condition", "“G0”"),
        ("duties.toml", '"publicity_peak"', '"peak"', "peak", "“peak”"),
        ("duties.toml", '"reporting"', '"report"', "deadline", "“report”"),
        ("duties.toml", 'inferred   = ["text"]', 'inferred = ["texts"]', "inferred", "“texts”"),
        ("indicators.toml", '"communes"', '"xã"', "denominator", "“xã”"),
        ("indicators.toml", '"plan.ceremony"', '"8h"', "expected_moment", "“8h”"),
        ("clauses.toml", 'parent = "I.1"', 'parent = "I.9"', "parent", "“I.9”"),
        ("plan.toml", 'clause            = "kết luận"', 'clause = "kl"', "clause", "“kl”"),
        ("plan.toml", '= "G_XA"', '= "XA"', "commune_group", "“XA”"),
        ("units.toml", '["G_SN"]', '["G_SN", "G_SN"]', "also_in", "“G_SN” đã dùng"),
        # The same code twice.
        ("units.toml", '"15352"\n  name', '"15349"\n  name', "code", "“15349” đã dùng"),
        ("units.toml", '"G_PB"\nname', '"G_XA"\nname', "code", "“G_XA” đã dùng"),
        ("indicators.toml", '"A02"\nname', '"A01"\nname', "code", "“A01” đã dùng"),
        ("clauses.toml", '"I.1-2"', '"I.1-1"', "ref", "“I.1-1” đã dùng"),
        ("duties.toml", '"T2-G_PB"', '"T1-G_PB"', "code", "“T1-G_PB” đã dùng"),
        ("plan.toml", '"vhtt"', '"ubnd"', "profile", "“ubnd” đã dùng"),
        # Expressions.
        ("indicators.toml", '"D02 <= D01"', '"D02 <= "', "rule", "không hiểu biểu thức"),
        ("indicators.toml", '"D02 <= D01"', '"D02 <= D99"', "rule", "“D99”"),
        ("indicators.toml", '"A01 = yes"', '"A01 == yes"', "when", "không hiểu biểu thức"),
        ("indicators.toml", '"D02 <= D01"', '"D02 <= plan.days"', "rule", "không hiểu biểu thức"),
        ("indicators.toml", "(D02: {D02})", "(D02: {D2})", "message", "“D2”"),
        # Rule 6, dates, sections.
        ("duties.toml", '["DT02"]', '["NH01"]', "units", "NH01 không thuộc nhóm G_DT"),
        ("plan.toml", "end = 2024-10-15", "end = 2023-10-15", "publicity", "2024-09-26"),
        ("indicators.toml", 'R = "', 'S = "', "code", "phần R"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_key(folder, name, old, new, key, said):
    line = edit(folder, name, old, new)
    with pytest.raises(PlanFileError) as caught:
        load_plan(folder)
    error = caught.value
    assert error.file == f"ke-hoach/{name}"
    assert error.key == key
    sentence = str(error)
    assert sentence.startswith(f"ke-hoach/{name}, dòng {error.line}")
    assert f"“{key}”" in sentence
    assert said in sentence
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    at = lines[error.line - 1]
    if "thiếu mục" in sentence:
        # A key that is not there has no line: the table's header has.
        assert at.strip() == "[[duty]]" or error.line == 1
        assert error.line < line
    elif key == "code" and name == "indicators.toml" and "phần R" in sentence:
        assert at.split() == ["code", "=", '"R01"']
    else:
        assert error.line == line
        assert at.strip() == new.partition("\n")[0].strip() or new.partition("\n")[0] in at


def test_a_unit_has_no_clauses_twice(folder):
    edit(folder, "duties.toml", '"II.1.a", "II.1.b-1", "II.1.c", "II.1.d-1"', '"II.1.c"')
    line = edit(folder, "duties.toml", '["II.1.b-2", "II.1.c", "II.1.d-1"]', '["II.1.c"]')
    with pytest.raises(PlanFileError) as caught:
        load_plan(folder)
    assert caught.value.line == line
    assert "đơn vị PB01 đã có nhiệm vụ T1-G_PB" in str(caught.value)


def test_a_mistake_after_long_strings_has_its_own_line(folder):
    """Text within strings of many lines looks like keys and headers, and is none."""
    trap = 'closing = """\n[reporting]\nclause = "no"\ncode = 1\n"""\n'
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("closing = ")
    end = text.index("# Các mốc chung")
    path.write_text(text[:start] + trap + text[end:], encoding="utf-8")
    line = edit(folder, "plan.toml", 'clause            = "kết luận"', 'clause = "?"')
    with pytest.raises(PlanFileError) as caught:
        load_plan(folder)
    assert (caught.value.line, caught.value.key) == (line, "clause")


def test_a_key_of_a_table_in_a_table_has_the_line_of_that_element(folder):
    line = edit(folder, "units.toml", 'gso_code   = "15391"', "gso_code = 15391")
    with pytest.raises(PlanFileError) as caught:
        load_plan(folder)
    assert (caught.value.line, caught.value.key) == (line, "gso_code")


def test_broken_syntax_is_said_with_the_line(folder):
    line = edit(folder, "units.toml", 'name       = "UBND xã Vĩnh Yên"', 'name = "UBND xã Vĩnh Yên')
    with pytest.raises(PlanFileError) as caught:
        load_plan(folder)
    assert (caught.value.line, caught.value.key) == (line, "name")
    assert "cú pháp" in str(caught.value)


def test_a_file_cut_short_is_said_at_its_end(folder):
    path = folder / "clauses.toml"
    text = path.read_text(encoding="utf-8")
    cut = text[: text.index('"""\n', text.index('ref    = "II.2.a"')) + 20]
    path.write_text(cut, encoding="utf-8")
    with pytest.raises(PlanFileError) as caught:
        load_plan(folder)
    assert caught.value.line == cut.count("\n") + 1
    assert caught.value.key == "body"


def test_a_missing_file_and_a_foreign_encoding(folder):
    (folder / "units.toml").write_bytes("Vĩnh Lộc".encode("utf-16"))
    with pytest.raises(UserError, match="UTF-8"):
        load_plan(folder)
    (folder / "units.toml").unlink()
    with pytest.raises(UserError, match=r"thiếu tệp ke-hoach/units\.toml"):
        load_plan(folder)


def test_common_dates_are_edited_in_one_place(folder):
    edit(folder, "plan.toml", "day = 2024-10-12", "day = 2024-10-14")
    edit(folder, "plan.toml", "2024-10-01T08:00:00", "2024-10-02T07:30:00")
    edit(folder, "plan.toml", "end = 2024-10-15", "end = 2024-10-20")
    plan = load_plan(folder)
    moment = datetime(2024, 10, 2, 0, 30, tzinfo=UTC)
    assert plan.ceremony == moment == plan.indicator_by_code["B02"].expected_moment
    assert plan.duty_by_code["L2-XA"].window.opens_at == moment
    assert plan.duty_by_code["BC-G_XA"].deadline.day == date(2024, 10, 14)
    assert plan.duty_by_code["T1-G_XA"].window.end == date(2024, 10, 20)


def test_a_unit_may_differ_from_its_group(folder):
    edit(folder, "units.toml", 'code    = "NH02"', 'code = "NH02"\n  relation = "obliged"')
    plan = load_plan(folder)
    relations = {unit.code: unit.relation for unit in plan.units if unit.group == "G_NH"}
    assert relations == {"NH01": "asked", "NH02": "obliged", "NH03": "asked"}


def test_an_unknown_province_deadline_can_be_written_in(folder):
    edit(folder, "plan.toml", "[signer]", "province_deadline = { day = 2024-10-20 }\n\n[signer]")
    rule = load_plan(folder).reporting
    assert (rule.province_deadline.day, rule.province_deadline.exclusive) == (
        date(2024, 10, 20),
        False,
    )


def test_a_minimum_is_a_check_of_its_own():
    plan = load_plan(ORIGINAL)
    check = plan.indicator_by_code["C01"].checks[0]
    assert (check.code, check.severity, check.rule) == ("C01.0", Severity.BLOCK, "C01 >= 0")
    assert check.message.startswith("Tin, bài đăng trên trang thông tin điện tử (C01) nhỏ hơn 0")

"""What labels mean: codes, names, synonyms, slips of the keys, and what to ask (C10, C11)."""

from pathlib import Path

import pytest
from grids import plan

from vinhloc_cds.domain.planfile import PlanFileError
from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.forms.headings import Part, is_hamlet, is_signature, is_total, part_of
from vinhloc_cds.forms.labels import How, Synonyms, Vocabulary, load_synonyms, synonyms_of


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(plan(), {}, synonyms_of(plan()))


def test_every_name_and_code_means_its_indicator(vocabulary):
    for indicator in plan().indicators:
        if indicator.is_entered:
            assert vocabulary.meaning(indicator.name)[:2] == (indicator.code, How.NAME)
            assert vocabulary.meaning(f"1.2. {indicator.name.upper()}:").code == indicator.code
            assert vocabulary.meaning(indicator.code.lower())[:2] == (indicator.code, How.CODE)
            assert vocabulary.meaning(f"{indicator.code} - xyz").code == indicator.code


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Số tổ CNSCD tham gia ra quân", "D02"),
        ("Tổng số tổ công nghệ số cộng đồng", "D01"),
        ("Hướng dẫn DVCTT", "E01"),
        ("- Lượt người được hướng dẫn TTKDTM", "E02"),
        ("Mua bán trên sàn TMĐT", "E03"),
        ("Băng rol, khẩu hiệu", "C08"),
        ("Băng-rôn", "C08"),
        ("băng zôn", "C08"),
        ("pa nô", "C09"),
        ("Panô (chiếc)", "C09"),
        ("pa nơ", "C09"),
        ("Áp-phích (ĐVT: tờ)", "C10"),
        ("Màn hình Led", "C11"),
        ("Tuyên truyền lưu động", "C13"),
    ],
)
def test_other_names_and_spellings_are_known(vocabulary, label, code):
    meaning = vocabulary.meaning(label)
    assert meaning.code == code
    assert meaning.how <= How.SYNONYM


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Lượt người hướng dẩn thanh tóan không dùng tiền mặt", "E02"),
        ("Số hội nghị, buổi tuyên chuyền đã tổ chức", "C14"),
        ("Số thành viên tổ CNSCĐ đã ra quân", "D04"),
        ("Số hộ đến tận nhà hướng dẫn", "D09"),
        ("Mã QR thanh toán cho hộ kinh doanh", "E13"),
        ("Số tờ roi phát", "C12"),
    ],
)
def test_slips_of_the_keys_are_understood(vocabulary, label, code):
    assert vocabulary.meaning(label).code == code


@pytest.mark.parametrize(
    ("label", "rival"),
    [("Số hộ", "D08"), ("Tin bài", "C01"), ("Thành viên", "D03"), ("Số ngày", "D05")],
)
def test_look_alikes_are_not_decided(vocabulary, label, rival):
    meaning = vocabulary.meaning(label)
    assert (meaning.code, meaning.how) == ("", How.UNCLEAR)
    assert rival in meaning.rivals


@pytest.mark.parametrize(
    "label",
    ["Họ và tên", "Doanh thu bán hàng", "Số lượng học sinh", "Tổng cộng", "Ti vi", "Tên chủ hộ"],
)
def test_what_has_nothing_to_do_with_the_plan_means_nothing(vocabulary, label):
    assert vocabulary.meaning(label) is None


def test_a_unit_of_measure_speaks_against_a_name(vocabulary):
    assert vocabulary.meaning("Tổ CNSCĐ", "tổ").code == "D01"
    assert vocabulary.meaning("Tổ CNSCĐ", "người").how is How.UNCLEAR


def test_the_officers_word_comes_before_all_else():
    labels = {fold_key("Pano"): "C08", fold_key("Cờ"): ""}
    vocabulary = Vocabulary(plan(), labels, Synonyms({}, ()))
    assert vocabulary.meaning("PANO")[:2] == ("C08", How.CONFIRMED)
    assert vocabulary.meaning("cờ")[:2] == ("", How.CONFIRMED)


def test_a_plan_without_synonyms_is_known_by_its_own_names():
    vocabulary = Vocabulary(plan(), {}, Synonyms({}, ()))
    assert vocabulary.meaning("Tờ rơi").code == "C12"
    assert vocabulary.meaning("Biểu ngữ") is None


def test_a_mistake_among_the_synonyms_is_named_with_its_line(tmp_path: Path):
    (tmp_path / "labels.toml").write_text(
        '[[label]]\nmeans = "C99"\nnames = ["Cờ"]\n', encoding="utf-8"
    )
    with pytest.raises(PlanFileError) as error:
        load_synonyms(tmp_path, plan())
    assert error.value.line == 2


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("STT", Part.NUMBER),
        ("Đơn vị tính", Part.MEASURE),
        ("Kết quả thực hiện", Part.VALUE),
        ("Năm 2024", Part.VALUE),
        ("Năm 2023", Part.OTHER),
        ("Kế hoạch giao", Part.OTHER),
        ("Tỷ lệ (%)", Part.OTHER),
        ("Tổng cộng", Part.TOTAL),
        ("KP 2", Part.HAMLET),
        ("Ghi chú", Part.NOTE),
        ("Nội dung", Part.NAME),
        ("Pano", None),
    ],
)
def test_headings_tell_what_a_column_is(heading, part):
    assert part_of(heading, 2024) is part


def test_hamlets_sums_and_signatures_are_told_from_labels():
    assert is_hamlet("Thôn Bái Xuân")
    assert not is_hamlet("Thôn, khu phố")
    assert not is_hamlet("Bản sửa")
    assert is_total("TỔNG CỘNG:")
    assert not is_total("Tổng số hộ")
    assert is_signature("TM. ỦY BAN NHÂN DÂN")
    assert is_signature("Vĩnh Hùng, ngày 10 tháng 10 năm 2024")
    assert not is_signature("Pano")

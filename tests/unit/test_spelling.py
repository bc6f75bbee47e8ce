"""Tones are placed one way in a whole document, whatever its parts came with."""

import unicodedata
from dataclasses import replace

import pytest
from report_documents import document
from report_samples import plan_2024, snapshot, submission

from vinhloc_cds.domain.plan import Signer
from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import Cell, Closing, Column, Paragraph, Spot, Table
from vinhloc_cds.reports.spelling import spelled, spelled_alike


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Văn hoá, Uỷ ban, Thanh Hoá", "Văn hóa, Ủy ban, Thanh Hóa"),
        ("HOÀ BÌNH, UỶ BAN, khoẻ, thuỷ, luỹ", "HÒA BÌNH, ỦY BAN, khỏe, thủy, lũy"),
        ("hòa ủy khỏe", "hòa ủy khỏe"),
        ("hoán hoàn khoét thuyền quý quỳ quỹ QUỸ", "hoán hoàn khoét thuyền quý quỳ quỹ QUỸ"),
        ("xoá-bỏ/xoá1", "xóa-bỏ/xóa1"),
        ("nêu: “Thanh Hoá” và Thanh Hoá”", "nêu: “Thanh Hoá” và Thanh Hóa”"),
        ("Hoá: a@hoá.vn, (www.hoá.x); http://x/hoá", "Hóa: a@hoá.vn, (www.hoá.x); http://x/hoá"),
        ("hoá.gov.vn ở Hoá.", "hoá.gov.vn ở Hóa."),
        ("", ""),
    ],
)
def test_tones_stand_on_the_first_vowel_of_open_rimes(written, shown):
    assert spelled(unicodedata.normalize("NFC", written)) == shown


def test_every_text_of_a_document_is_spelled_alike():
    table = Table("Biểu", "Văn hoá", (Column("Hoà", 1),), ((Cell("Thuý", key="D02.value"),),))
    words = Paragraph("Uỷ ban 12", (Spot(7, 9, "D02.value"),))
    after = spelled_alike(document(words, annex=(table,)))
    assert after.blocks[0] == Paragraph("Ủy ban 12", (Spot(7, 9, "D02.value"),))
    assert after.annexes[0].blocks[0] == Table(
        "Biểu", "Văn hóa", (Column("Hòa", 1),), ((Cell("Thúy", key="D02.value"),),)
    )


def test_names_of_signers_and_of_figures_stay_as_they_are():
    head = plan_2024().letterheads[0]
    signer = Signer("KT. CHỦ TỊCH", "Hoà", "Lê Thị Thuý Hoà")
    closing = spelled_alike(Closing(replace(head, signer=signer)))
    assert closing.letterhead.signer == replace(signer, title="Hòa")
    assert spelled_alike(Cell("Hoá", key="D02/hoà.value")) == Cell("Hóa", key="D02/hoà.value")


def test_a_report_of_words_that_came_both_ways_is_spelled_alike():
    sent = submission("15391", {"K03": "Uỷ ban xã chưa có nhà văn hoá"})
    report = consolidated_report(snapshot(sent), "ubnd")
    words = repr(report)
    assert "Ủy ban xã chưa có nhà văn hóa" in words
    assert spelled_alike(report) == report

"""Our own documents as the checker sees them; files that are no documents; the command line."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from inspected_documents import LETTER, P, but, letter, report
from inspected_documents import docx as docx_of
from report_samples import full_snapshot, plan_2024, snapshot, submission

from vinhloc_cds.__main__ import main
from vinhloc_cds.domain.chasing import late_units
from vinhloc_cds.domain.issuing import IssueForm
from vinhloc_cds.errors import UserError
from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Inspection, Outcome
from vinhloc_cds.reports import docx, pdf
from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import Document, Head
from vinhloc_cds.reports.letter import LetterForm, chasing_letter, proposed_recipients
from vinhloc_cds.reports.return_slip import ReturnSlip, ToMend, slip_document
from vinhloc_cds.services.inspecting import inspect_file

PLAN = plan_2024()


def issued(profile: str, **changed: object) -> Document:
    """The report as it is signed: with a number, a day and a signer."""
    snapshot = full_snapshot(silent=4)
    letterhead = next(each for each in snapshot.plan.letterheads if each.profile == profile)
    form = IssueForm(
        5,
        date(2024, 10, 9),
        replace(letterhead.signer, name="Trịnh Xuân Thắng"),
        letterhead.addressees,
        letterhead.recipients,
    )
    made = consolidated_report(snapshot, profile, form=form, draft=False)
    return replace(made, **changed)


@pytest.fixture(scope="module", params=["ubnd", "vhtt"])
def profile(request):
    return request.param


@pytest.fixture(scope="module")
def documents(profile) -> dict[str, bytes]:
    made = issued(profile)
    return {"docx": docx.render(made), "pdf": pdf.render(made)}


def failed(inspection: Inspection) -> dict[str, list[str]]:
    return {
        result.rule: [found.sentence for found in result.findings]
        for result in inspection.having(Outcome.FAILED)
    }


@pytest.mark.parametrize("file_format", ["docx", "pdf"])
def test_our_report_breaks_no_rule(documents, file_format):
    inspection = inspect(documents[file_format], f"bao-cao.{file_format}")
    assert failed(inspection) == {}
    told = {result.rule for result in inspection.having(Outcome.DOUBTFUL)}
    # The metric twin of the font where the machine has no Times New Roman; the plan's own citation;
    # number and day of the plan, which nobody has given.
    assert told <= {"font", "cited", "unfilled"}
    assert "unfilled" in told
    absent = {result.rule for result in inspection.having(Outcome.ABSENT)}
    assert not absent & {"state", "motto", "issuer", "number", "date", "kind", "subject", "signer"}
    assert not absent & {"addressees", "recipients", "text", "headings", "annex", "page_number"}


def test_faults_are_found_in_a_pdf():
    made = issued("vhtt", annexes=())
    head = made.head
    assert head is not None
    wrong = replace(
        made,
        head=Head(
            replace(head.letterhead, symbol="BC-UBND"),
            "Số: 5/BC-UBND",
            "Vĩnh Lộc ngày 9 tháng 03 năm 2024",
            "Báo cáo",
            head.subject,
        ),
        draft=True,
    )
    inspection = inspect(pdf.render(wrong), "sai.pdf")
    found = failed(inspection)
    assert set(found) == {"number", "symbol", "date", "kind"}
    assert "draft" in {result.rule for result in inspection.having(Outcome.DOUBTFUL)}
    assert len(found["date"]) == 3


NO_DOCUMENTS = {
    "empty": b"",
    "text": "Kính gửi các xã".encode(),
    "damaged zip": report()[:-400],
    "damaged pdf": b"%PDF-1.7\n%broken",
    "a zip of something": letter()[:30] + bytes(200),
    "a damaged part": report().replace(b"<w:document", b"<w:dokument"),
    "a paragraph without end": docx_of([P("phát động " * 3000)]),
    "an old document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(200),
}


@pytest.mark.parametrize("kind", NO_DOCUMENTS)
def test_what_is_no_document_gets_a_sentence(kind):
    with pytest.raises(UserError) as refused:
        inspect(NO_DOCUMENTS[kind], "x.docx")
    assert str(refused.value).endswith(".")


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path):
    with pytest.raises(UserError, match="Không đọc được tệp"):
        inspect_file(tmp_path / "khong-co.docx")


@pytest.fixture
def files(tmp_path) -> tuple[Path, Path]:
    good, bad = tmp_path / "tot.docx", tmp_path / "sai.docx"
    good.write_bytes(letter())
    bad.write_bytes(letter(**but("v", LETTER, size=14)))
    return good, bad


def test_the_command_line_tells_what_is_wrong(files, capsys, tmp_path):
    good, bad = map(str, files)
    data = str(tmp_path / "data")
    assert main(["--data", data, "check", good]) == 0
    assert "không đạt 0" in capsys.readouterr().out
    assert main(["--data", data, "check", good, bad]) == 1
    out = capsys.readouterr().out
    assert "[Không đạt] Trích yếu của công văn (V/v)" in out
    assert "quy định là cỡ 12–13" in out
    assert main(["--data", data, "check", "--json", good, bad]) == 1
    told = json.loads(capsys.readouterr().out)["files"]
    assert [each["sound"] for each in told] == [True, False]
    (result,) = [each for each in told[1]["results"] if each["outcome"] == "failed"]
    assert result["rule"] == "letter_subject"
    assert result["findings"][0]["sentence"]
    # No database is made or opened for it.
    assert not (tmp_path / "data" / "vinhloc.db").exists()


def test_letters_and_slips_break_no_rule():
    letterhead = next(each for each in PLAN.letterheads if each.profile == "vhtt")
    signed = replace(letterhead, signer=replace(letterhead.signer, name="Trịnh Xuân Thắng"))
    plan = replace(PLAN, letterheads=(signed,))
    found = late_units(snapshot(submission("15349", {"A01": True}), plan=plan), {}, ())
    made = datetime(2024, 10, 12, 3, tzinfo=UTC)
    form = LetterForm("vhtt", made.date(), recipients=proposed_recipients(signed))
    unit = PLAN.unit_by_code["15355"]
    mend = (ToMend("Biểu báo cáo, E12", "D01. Số Tổ", "1.2", "Ý là 1.200?"),)
    slip = ReturnSlip(plan, unit, "tệp “Biểu.xlsx”", made, mend, plan.reporting.deadline, made)
    made_documents = {
        "many": chasing_letter(plan, found, form, made),
        "one": chasing_letter(plan, found[:1], form, made),
        "slip": slip_document(slip, signed),
    }
    for name, made_document in made_documents.items():
        for data in (docx.render(made_document), pdf.render(made_document)):
            assert (name, failed(inspect(data, name))) == (name, {})

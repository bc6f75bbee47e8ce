"""A plan that a report can be issued of, and documents that take no time to make."""

from dataclasses import replace
from datetime import date
from typing import Any

import builders
import pytest
from builders import at
from memory import MemoryStore, office

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.issuing import Changes, IssueForm
from vinhloc_cds.domain.plan import DutyKind, Letterhead, Role, Signer
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.document import Document
from vinhloc_cds.services.office import Office

PLAN = builders.PLAN
SIGNER = Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn B")
DAY = date(2024, 10, 12)
FORM = IssueForm(15, DAY, SIGNER, ("Sở TT&TT",), ("Như trên;", "Lưu: VT."))


def letterhead(profile: str, symbol: str, signer: Signer = SIGNER) -> Letterhead:
    return Letterhead(
        profile, f"Mẫu {profile}", (), ("UBND",), symbol, "Vĩnh Lộc", (), ("Lưu: VT.",), signer
    )


def plan_to_issue():
    """Two communes, an office with its duty to report upwards, nothing left blank."""
    units = [builders.unit("A"), builders.unit("B"), builders.unit("V", "G_V", Relation.OWN)]
    duties = [
        builders.duty(
            "V3",
            units=["V"],
            kind=DutyKind.REPORT,
            role=Role.LEAD,
            by_hand=True,
            indicators=["D01"],
        )
    ]
    made = builders.plan(units, [builders.indicator("D01"), builders.indicator("D02")], duties)
    return replace(
        made,
        number="125/KH-UBND",
        issued_on=date(2024, 9, 26),
        reporting=replace(
            made.reporting, province_deadline=Deadline(date(2024, 10, 20), exclusive=False)
        ),
        letterheads=(letterhead("ubnd", "BC-UBND"), letterhead("vhtt", "BC-VHTT")),
    )


@pytest.fixture(autouse=True)
def quick_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that say no more than what they were made with: how they look is tested apart."""

    def document(*_: object, form: IssueForm | None = None, keywords: str = "", **more: object):
        return Document(f"{form}", "", "", "", None, (), keywords=keywords)

    def control_sheet(_plan, issue, title):
        return document(keywords=f"{[each.sha256 for each in issue.files]}")

    def render(document: Document, file_format: str, *, links: bool = False) -> bytes:
        return f"{file_format} {document}".encode()

    monkeypatch.setattr("vinhloc_cds.reports.consolidated.consolidated_report", document)
    monkeypatch.setattr("vinhloc_cds.reports.supplement.supplementary_report", document)
    monkeypatch.setattr("vinhloc_cds.reports.control_sheet.control_sheet", control_sheet)
    monkeypatch.setattr("vinhloc_cds.services.issuing.render", render)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(plan_to_issue())


@pytest.fixture
def case(store: MemoryStore) -> Office:
    return office(store)


def send(case: Office, unit: str = "A", *, accept: bool = True, **more: Any) -> int:
    said: dict[str, Any] = {
        "unit": unit,
        "kind": SubmissionKind.FIRST,
        "received_at": at("2024-10-10T08:00"),
        "channel": Channel.ZALO,
        "entries": (Entry("D01", "5"), Entry("D02", "3")),
    }
    return case.recording.record(PLAN, SubmissionDraft(**said | more), accept=accept).id


def later(store: MemoryStore, moment: str) -> None:
    store.now = at(moment)


def why(case: Office, issue: int) -> dict[tuple[str, str], tuple[str, str, str]]:
    changes = changes_since(case, issue)
    return {(v.unit, v.indicator): (v.was, v.now, v.why) for v in changes.values}


def changes_since(case: Office, issue: int) -> Changes:
    """What has changed since the issue with this id."""
    (found,) = (c for each, c in case.issuing.standing(PLAN) if each.id == issue)
    assert found is not None
    return found

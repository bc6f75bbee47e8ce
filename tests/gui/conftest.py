"""Sessions for the pages' tests: an office behind a real worker thread, as in the program."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from ui.session import Session
from ui.tasks import TaskRunner
from vinhloc_cds.domain.deadline import Deadline, Window
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import (
    Aggregation,
    Binding,
    Clause,
    Duty,
    DutyKind,
    Indicator,
    Letterhead,
    Plan,
    ReportingRule,
    Role,
    Signer,
    ValueType,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import (
    Channel,
    Submission,
    SubmissionKind,
    SubmissionState,
    Value,
)
from vinhloc_cds.domain.unit import Relation, Unit, UnitGroup

NOW = datetime(2024, 10, 12, 2, 0, tzinfo=UTC)


def make_unit(code: str, name: str, group: str, relation: Relation, order: int) -> Unit:
    return Unit(code, name, name, "xã", group, relation, order, "", Origin.STATED, "", "", "")


def make_indicator(code: str, name: str, value_type: ValueType, how: Aggregation) -> Indicator:
    return Indicator(
        code, name, "", value_type, ("II.1.a",), ("G_XA",), how, "", (), None, (), (), "",
        Origin.STATED, "", "", True, False, "",
    )  # fmt: skip


def make_duty(code: str, words: str, units: tuple[str, ...], indicators: tuple[str, ...]) -> Duty:
    return Duty(
        code, ("II.1.a",), "G_XA", units, DutyKind.TASK, Role.PERFORM, Binding.MANDATORY, words,
        Window(date(2024, 10, 1), date(2024, 10, 10)), None, None, "", "", "", indicators, "",
        False, {}, "",
    )  # fmt: skip


def make_plan() -> Plan:
    units = (
        make_unit("VINH_HUNG", "UBND xã Vĩnh Hưng", "G_XA", Relation.OBLIGED, 1),
        make_unit("VINH_HUNG_2", "UBND xã Vĩnh Hùng", "G_XA", Relation.OBLIGED, 2),
        make_unit("VINH_LOC", "UBND thị trấn Vĩnh Lộc", "G_XA", Relation.OBLIGED, 3),
        make_unit("GDDT", "Phòng Giáo dục và Đào tạo", "G_PB", Relation.OBLIGED, 4),
        make_unit("AGRIBANK", "Agribank Vĩnh Lộc", "G_NH", Relation.ASKED, 5),
        make_unit("VHTT", "Phòng Văn hóa và Thông tin", "G_VHTT", Relation.OWN, 6),
    )
    communes = tuple(unit.code for unit in units[:3])
    return Plan(
        code="KH-CDS-2024",
        title="Kế hoạch tổ chức các hoạt động hưởng ứng Ngày Chuyển đổi số",
        short_title="Ngày Chuyển đổi số 2024",
        number="",
        issued_on=None,
        issuer="UBND huyện Vĩnh Lộc",
        basis=(),
        closing="",
        publicity=Window(date(2024, 9, 25), date(2024, 10, 15)),
        publicity_peak=None,
        campaign=Window(date(2024, 10, 1), date(2024, 10, 10)),
        ceremony=datetime(2024, 10, 10, 1, tzinfo=UTC),
        reporting=ReportingRule(
            Deadline(date(2024, 10, 12), exclusive=True), "III.2", "Phòng VHTT", "Sở TTTT", None
        ),
        clauses=(Clause("II.1.a", "Tuyên truyền", "Treo băng rôn, khẩu hiệu."),),
        groups=(
            UnitGroup("G_XA", "UBND các xã, thị trấn", 1),
            UnitGroup("G_PB", "Các phòng, ban", 2),
            UnitGroup("G_NH", "Các ngân hàng", 3),
            UnitGroup("G_VHTT", "Phòng Văn hóa và Thông tin", 4),
        ),
        units=units,
        duties=(
            make_duty("N01", "Ban hành kế hoạch", communes, ("A01",)),
            make_duty("N02", "Treo băng rôn", communes, ("B01",)),
        ),
        indicators=(
            make_indicator("A01", "Đã ban hành kế hoạch", ValueType.BOOLEAN, Aggregation.COUNT_YES),
            make_indicator("B01", "Số băng rôn", ValueType.INTEGER, Aggregation.SUM),
        ),
        sections={"A": "Chỉ đạo, điều hành", "B": "Tuyên truyền"},
        recipients=(),
        signer=Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", ""),
        letterheads=tuple(
            Letterhead(profile, label, (), (), "", "Vĩnh Lộc", (), (), Signer("", "", ""))
            for profile, label in (("ubnd", "UBND huyện"), ("vhtt", "Phòng VHTT"))
        ),
    )


def make_submission(
    number: int, unit: str, state: SubmissionState, received: datetime, *values: Value
) -> Submission:
    return Submission(
        number, "KH-CDS-2024", unit, SubmissionKind.FIRST, state, received, received,
        Channel.EMAIL, "12/BC-UBND", date(2024, 10, 10), "", "", "", "", "", values,
    )  # fmt: skip


def make_submissions() -> tuple[Submission, ...]:
    early, late = datetime(2024, 10, 10, 3, tzinfo=UTC), datetime(2024, 10, 11, 18, tzinfo=UTC)
    yes, twelve = Value("A01", True, "Có"), Value("B01", 12, "12")
    return (
        make_submission(1, "VINH_HUNG", SubmissionState.ACCEPTED, early, yes, twelve),
        make_submission(2, "VINH_LOC", SubmissionState.RECEIVED, late, yes),
        make_submission(3, "GDDT", SubmissionState.RETURNED, early),
    )


class FakePlanning:
    """As much of `Planning` as a window without a store needs; replaced by the demo later."""

    def __init__(self) -> None:
        self.shown = Snapshot.of(make_plan(), make_submissions(), now=NOW)
        self.name = "Nguyễn Văn A"

    def codes(self) -> tuple[str, ...]:
        return (self.shown.plan.code,)

    def plan(self, code: str | None = None) -> Plan:
        return self.shown.plan

    def snapshot(self, code: str | None = None, *, as_of: datetime | None = None) -> Snapshot:
        return replace(self.shown)

    def actor(self) -> str:
        return self.name

    def set_actor(self, name: str) -> None:
        self.name = name


def make_office() -> SimpleNamespace:
    return SimpleNamespace(
        planning=FakePlanning(),
        history=SimpleNamespace(next_label=None, undo=lambda: None),
        store=SimpleNamespace(close=lambda: None),
        clock=lambda: NOW,
    )


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Window settings in a file of the test's own."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def closed_session(qtbot: QtBot, settings: QSettings) -> Iterator[Session]:
    """A session whose office has not been made yet."""
    session = Session(TaskRunner(), settings=settings)
    yield session
    session.close()


@pytest.fixture
def session(qtbot: QtBot, closed_session: Session) -> Session:
    """A session with its office open and its first snapshot loaded."""
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(make_office)
    return closed_session


@pytest.fixture
def settled(qtbot: QtBot, session: Session) -> Callable[[], None]:
    """Waits until the worker has done, and handed over, all that was asked of it."""
    return lambda: qtbot.waitUntil(lambda: not session.tasks.busy)

"""Sessions for tests: the real use cases behind a real worker, over a store in memory."""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from memory import MemoryStore, Tables, office
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.pages import show
from tests.report_stand_ins import stand_ins
from ui.garbage import GarbageCollector
from ui.pages.report import ReportPage
from ui.session import Session
from ui.tasks import TaskRunner
from vinhloc_cds.bootstrap import SetClock, Setup, build_office, demo_office
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.services.demo import DEMO_NOW, fill_demo


@pytest.fixture(autouse=True)
def garbage_of_this_thread() -> Iterator[None]:
    """As in the program (`ui.garbage`): no worker destroys the widgets that a test leaves."""
    gc.disable()
    yield
    GarbageCollector.collect()


@pytest.fixture(scope="session")
def demo_tables() -> Tables:
    """The plan of 2024 with the demo's results, entered once for all tests."""
    plan = built_in_plans()[0].load()
    store = MemoryStore(plan, now=DEMO_NOW)
    fill_demo(office(store), plan.code)
    return store.tables


@pytest.fixture
def demo_store(demo_tables: Tables) -> MemoryStore:
    """A store of the test's own that holds the demo."""
    store = MemoryStore(now=DEMO_NOW)
    store.tables = demo_tables.copy()
    return store


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
def session(qtbot: QtBot, closed_session: Session, demo_store: MemoryStore) -> Session:
    """A session with the demo's office open and its first snapshot loaded."""
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(lambda: office(demo_store))
    return closed_session


@pytest.fixture
def settled(qtbot: QtBot, closed_session: Session) -> Callable[[], None]:
    """Waits until the worker has done, and handed over, all that was asked of it."""
    return lambda: qtbot.waitUntil(lambda: not closed_session.tasks.busy)


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo's database, made once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("demo")
    demo_office(folder, Setup(demo=True)).store.close()
    return folder


@pytest.fixture
def demo_folder(demo_made: Path, tmp_path: Path) -> Path:
    """A folder with a demo's database of the test's own."""
    return Path(shutil.copytree(demo_made, tmp_path / "demo"))


@pytest.fixture
def demo(qtbot: QtBot, closed_session: Session, demo_folder: Path) -> Session:
    """A session over the demo, in a real store and with the real use cases."""
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(lambda: build_office(demo_folder, SetClock(DEMO_NOW)))
    return closed_session


@pytest.fixture
def drafted(qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch) -> ReportPage:
    """The page of the report over documents that are made in no time."""
    stand_ins(monkeypatch)
    page = ReportPage(session)
    show(qtbot, page, 1100)
    qtbot.waitUntil(lambda: bool(page.reader.sizes))
    return page

"""The one place that builds everything: it alone knows both the store and the window.

It is imported before the first paint, so what is heavy is imported where it is first needed.
"""

import gc
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vinhloc_cds import instance, place, screen
from vinhloc_cds.errors import UserError, cause_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from vinhloc_cds.log import LogFile
    from vinhloc_cds.services.office import Office
    from vinhloc_cds.services.ports import BackupFile, Backups, Clock

_DEMO = "vinhloc-cds-demo-"
"""How the names of demos' folders begin."""

_ATTEMPTS = 120
_PAUSE = 0.25
"""How often a start asks for data that another has, and how many seconds it waits in between."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What the command line says before any command.

    `data_dir` None is the user's own folder; `now` None is the computer's clock. `demo` works on
    a database of its own that is thrown away, at its own moment unless `now` gives another.
    """

    data_dir: Path | None = None
    demo: bool = False
    now: datetime | None = None
    plan: str | None = None

    @property
    def log_file(self) -> Path:
        """Where bugs are written down; never in a demo's own folder, which does not last."""
        return (self.data_dir or default_data_dir()) / "logs" / "vinhloc-cds.log"


@dataclass(frozen=True, slots=True)
class SetClock:
    """A clock that stands still at `moment`, an aware datetime."""

    moment: datetime

    def __call__(self) -> datetime:
        """The moment it was set to."""
        return self.moment


def system_clock() -> datetime:
    """The computer's own time."""
    return datetime.now(UTC)


def default_data_dir() -> Path:
    """The user's local, non-roaming application folder: a database needs one host."""
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("VinhLocCDS", appauthor=False, roaming=False)


def build_office(data_dir: Path, clock: "Clock") -> "Office":
    """The services over the database of `data_dir`, which is made at the first start.

    UserError where the folder or the database cannot be used.
    """
    # SQLAlchemy and Alembic: never before the first paint.
    from db import open_store  # noqa: PLC0415
    from vinhloc_cds.services.office import Office  # noqa: PLC0415

    store, backups = open_store(data_dir, clock=clock)
    try:
        office = Office.over(store, backups, clock)
        office.planning.ensure_built_in()
    except BaseException:
        store.close()
        raise
    return office


def demo_office(data_dir: Path, setup: Setup) -> "Office":
    """The services over a new database in `data_dir`, filled with what the demo's units sent."""
    from vinhloc_cds.services.demo import DEMO_NOW, fill_demo  # noqa: PLC0415
    from vinhloc_cds.services.office import Office  # noqa: PLC0415

    clock = SetClock(setup.now or DEMO_NOW)
    office = build_office(data_dir, clock)
    fill_demo(office, office.planning.plan(setup.plan).code)
    # A new session: the samples are not what its user did and could undo.
    return Office.over(office.store, office.backups, clock)


@contextmanager
def open_office(setup: Setup) -> Iterator["Office"]:
    """The services as a command needs them; the database is let go of afterwards."""
    # Nobody else has a demo's folder, but the next demo has to see that this one still runs.
    lock = instance.held if setup.demo else nullcontext
    with _folder(setup) as data_dir, lock(data_dir):
        # As before the first paint: what is loaded to begin with is no garbage.
        gc.disable()
        try:
            office = _make_office(data_dir, setup)
            gc.freeze()
        finally:
            gc.enable()
        try:
            yield office
        finally:
            office.store.close()


def open_window(setup: Setup) -> int:
    """Open the window and return its exit code once it is closed.

    A second start on the same data brings the first window to the front. UserError where there
    is no screen, or a library of the system that Qt needs is missing.
    """
    screen.require()
    # What is loaded before the first paint is there to stay: looking for garbage in it would cost
    # a tenth of the wait. Later `ui.garbage` collects.
    gc.disable()
    try:
        from ui.app import raise_running, run  # noqa: PLC0415
    except ImportError as error:
        screen.explain(error)
        raise
    screen.require_platform_plugin()
    with _folder(setup) as data_dir, ExitStack() as ours:
        if not _taken(data_dir, ours, raise_running):
            return 0
        from vinhloc_cds.log import crashes_kept  # noqa: PLC0415

        ours.enter_context(crashes_kept(data_dir / "logs"))
        return run(
            lambda: _make_office(data_dir, setup),
            # What a demo does is not kept.
            None if setup.demo else lambda: _backups(data_dir, setup),
            plan=setup.plan,
            data_dir=data_dir,
            argv=sys.argv[:1],
        )


def _taken(data_dir: Path, ours: ExitStack, raise_running: "Callable[[Path], bool]") -> bool:
    """Keep the data to this start for as long as `ours`; False if their window was raised instead.

    Who has the data and does not answer is still opening, or backs up what was done in it, and is
    waited for. AlreadyOpenError where that lasts; OpenElsewhereError at once where another user or
    another session of Windows has the data: its window would come up on another screen than ours.
    """
    for _ in range(_ATTEMPTS):
        try:
            ours.enter_context(instance.held(data_dir))
        except instance.AlreadyOpenError as error:
            if raise_running(data_dir):
                return False
            refused = error
            time.sleep(_PAUSE)
        else:
            return True
    raise refused


def restore(setup: Setup, copy: Path) -> "BackupFile":
    """Put the backup `copy` in the place of the database, which may be past opening.

    UserError while a window has the database, or where the copy is not what it should be.
    """
    with _folder(setup) as data_dir, instance.held(data_dir):
        return _backups(data_dir, setup).restore(copy)


def issues_lost(setup: Setup, copy: Path) -> tuple[str, ...]:
    """The issued reports that restoring the backup `copy` would lose, by number and day."""
    with _folder(setup) as data_dir:
        return _backups(data_dir, setup).issues_lost(copy)


def list_backups(setup: Setup) -> "tuple[BackupFile, ...]":
    """The copies there are of the database, which may be past opening; newest first."""
    with _folder(setup) as data_dir:
        return _backups(data_dir, setup).list()


@contextmanager
def logging_to(file: Path) -> "Iterator[LogFile]":
    """Write warnings and bugs to `file`, which is made when there is the first of them."""
    from vinhloc_cds.log import LogFile  # noqa: PLC0415

    handler = LogFile(file)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        handler.close()


def _folder(setup: Setup) -> AbstractContextManager[Path]:
    """The folder of the database; a demo's is gone afterwards."""
    if setup.demo:
        return _temporary_folder()
    data_dir = setup.data_dir or default_data_dir()
    place.require_local(data_dir)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("cli.data_dir_unusable", folder=data_dir, cause=cause_of(error)) from error
    return nullcontext(data_dir)


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    _remove_ended_demos()
    with tempfile.TemporaryDirectory(prefix=_DEMO, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _remove_ended_demos() -> None:
    """Remove the folders of demos that were killed, or that something was still open in."""
    from vinhloc_cds.services.files import remove_folder  # noqa: PLC0415

    for folder in Path(tempfile.gettempdir()).glob(f"{_DEMO}*"):
        # One that is empty has just been made: the lock is the first thing in it.
        with suppress(OSError, UserError):
            if not folder.is_symlink() and any(folder.iterdir()):
                with instance.held(folder):
                    pass  # it does not run
                remove_folder(folder)


def _make_office(data_dir: Path, setup: Setup) -> "Office":
    if setup.demo:
        return demo_office(data_dir, setup)
    return build_office(data_dir, _clock(setup))


def _backups(data_dir: Path, setup: Setup) -> "Backups":
    from db import open_backups  # noqa: PLC0415 - SQLAlchemy: never before the first paint

    return open_backups(data_dir, clock=_clock(setup))


def _clock(setup: Setup) -> "Clock":
    return SetClock(setup.now) if setup.now else system_clock

"""Work off the GUI thread: one worker for everything that touches the store."""

from PySide6.QtCore import QObject


class TaskRunner(QObject):
    """Runs one piece of work at a time on the worker; see `ui.session` for how pages use it."""

"""Cyclic garbage is collected on the GUI thread alone.

Python collects in whichever thread happens to allocate. Were that the worker, it would destroy
widgets and timers of the GUI thread that a closed dialog has left in a cycle, which Qt forbids.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL = 3000
"""Milliseconds between two looks."""


class GarbageCollector(QObject):
    """Takes Python's automatic collection over for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Begin to look; what has been loaded until now is there to stay and left out."""
        gc.freeze()
        self._timer.start()

    @staticmethod
    def collect() -> None:
        """Collect the oldest generation that has outgrown its threshold, as Python would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

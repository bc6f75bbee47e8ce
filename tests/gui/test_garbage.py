"""What closed dialogs leave behind is destroyed on the thread that made it."""

import gc
import threading

from PySide6.QtCore import QObject, QThread

from ui.garbage import GarbageCollector


class Cycle(QObject):
    """An object that only the collector of cycles can free."""

    def __init__(self, ended: list[QThread]) -> None:
        super().__init__()
        self.me = self
        self.destroyed.connect(lambda: ended.append(QThread.currentThread()))


def test_a_busy_worker_frees_nothing_of_the_window(qapp):
    threshold = gc.get_threshold()
    ended: list[QThread] = []
    owner = QObject()
    gc.set_threshold(50, 2, 2)
    try:
        collector = GarbageCollector(owner)
        Cycle(ended)
        worker = threading.Thread(target=lambda: [[number] for number in range(20_000)])
        worker.start()
        worker.join()
        assert ended == []
        for _ in range(4):
            keep = [[] for _ in range(1000)]
            collector.collect()
        assert ended == [QThread.currentThread()]
        assert keep
    finally:
        gc.set_threshold(*threshold)

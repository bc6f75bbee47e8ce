"""The Qt binding that is installed is one that survives a day's work."""

from PySide6.QtCore import QObject


def test_fifty_thousand_void_calls(qapp):
    # PySide6 6.12 on CPython 3.11 drops a reference to None with each and aborts at some 7,000.
    thing = QObject()
    for number in range(50_000):
        thing.setObjectName(str(number))
    assert thing.objectName() == "49999"

"""The worker: order, outcomes on the GUI thread, cancelling, and the end."""

import threading

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from ui.tasks import TaskRunner


@pytest.fixture
def runner(qapp):
    runner = TaskRunner("test")
    yield runner
    runner.stop()


def fail(error):
    raise AssertionError(error)


def test_work_runs_elsewhere_and_its_result_comes_home(qtbot, runner):
    seen = {}

    def work(_):
        seen["work"] = threading.current_thread().name
        return 42

    def done(result):
        seen["done"] = result
        seen["home"] = QThread.currentThread() is QApplication.instance().thread()

    runner.submit("", work, done, fail)
    qtbot.waitUntil(lambda: "done" in seen)
    assert seen == {"work": "test", "done": 42, "home": True}


def test_tasks_keep_their_order(qtbot, runner):
    results = []
    for number in range(20):
        runner.submit("", lambda _, n=number: n, results.append, fail)
    qtbot.waitUntil(lambda: len(results) == 20)
    assert results == list(range(20))


def test_a_failure_is_handed_over_and_the_next_task_runs(qtbot, runner):
    results = []
    runner.submit("", lambda _: 1 / 0, fail, results.append)
    runner.submit("", lambda _: "next", results.append, fail)
    qtbot.waitUntil(lambda: len(results) == 2)
    assert isinstance(results[0], ZeroDivisionError)
    assert results[1] == "next"


def test_busy_from_the_first_task_to_the_last(qtbot, runner):
    changes = []
    runner.busy_changed.connect(changes.append)
    for _ in range(3):
        runner.submit("", lambda _: None, lambda _: None, fail)
    qtbot.waitUntil(lambda: not runner.busy)
    assert changes == [True, False]


def test_a_cancelled_reading_neither_begins_nor_ends(qtbot, runner):
    gate, results = threading.Event(), []
    runner.submit("", lambda _: gate.wait(5), results.append, fail)
    waiting = runner.submit("", lambda _: "late", results.append, fail, cancellable=True)
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert results == [True]


def test_writing_is_never_cut_short(qtbot, runner):
    gate, results = threading.Event(), []
    runner.submit("", lambda _: gate.wait(5), results.append, fail)
    runner.submit("", lambda _: "saved", results.append, fail)
    runner.cancel_all()
    gate.set()
    qtbot.waitUntil(lambda: len(results) == 2)
    assert results == [True, "saved"]


def test_nothing_runs_after_the_stop(qtbot, runner):
    done, results = [], []
    runner.submit("", lambda _: done.append("written"), results.append, fail)
    runner.stop()
    runner.submit("", lambda _: done.append("too late"), results.append, fail)
    qtbot.wait(20)
    assert done == ["written"]
    assert results == []


def test_an_outcome_that_fails_to_be_shown_does_not_block_the_next(qtbot, runner):
    results = []
    with qtbot.captureExceptions() as caught:
        runner.submit("", lambda _: 1, lambda _: 1 / 0, fail)
        runner.submit("", lambda _: 2, results.append, fail)
        qtbot.waitUntil(lambda: results == [2])
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert not runner.busy

"""What comes with the program as data: texts, plans, icons, styles, the manual and its pictures."""

import tomllib
from importlib import resources

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QTextDocument, QTextFormat
from PySide6.QtSvg import QSvgRenderer

from ui import theme
from ui.dialogs.manual import ManualDialog
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.forms.labels import synonyms_of
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text


def check(bench: Bench) -> str:
    """Read each file as the program does; how many of each kind there are."""
    _ = bench.application
    counts = {
        "texts": _texts(),
        "plans": _plans(),
        "icons": _icons(),
        "styles": _styles(),
        "chapters": _chapters(),
    }
    if missing := [kind for kind, count in counts.items() if not count]:
        raise FaultError(text("self_test.nothing_shipped", kinds=", ".join(missing)))
    return text("self_test.shipped", **counts)


def _files(folder: str) -> dict[str, bytes]:
    """The files of `resources/<folder>` by name."""
    found = resources.files("resources").joinpath(folder).iterdir()
    return {file.name: file.read_bytes() for file in found if file.is_file()}


def _texts() -> int:
    files = _files("texts")
    for data in files.values():
        tomllib.loads(data.decode())
    return len(files)


def _plans() -> int:
    plans = built_in_plans()
    for plan in plans:
        synonyms_of(plan.load())
    return len(plans)


def _icons() -> int:
    files = _files("icons")
    for name, data in files.items():
        if not QSvgRenderer(QByteArray(data)).isValid():
            raise FaultError(text("self_test.no_picture", name=name))
    return len(files)


def _styles() -> int:
    names = [name.removesuffix(".qss") for name in _files("styles")]
    return sum(bool(theme.style(name).strip()) for name in names)


def _chapters() -> int:
    manual = ManualDialog()
    try:
        document = manual.pages.document()
        if missing := _pictures_missing(document):
            raise FaultError(text("self_test.no_picture", name=", ".join(missing)))
        return manual.contents.count()
    finally:
        manual.deleteLater()


def _pictures_missing(document: QTextDocument) -> list[str]:
    names = [
        form.toImageFormat().name()
        for form in document.allFormats()
        if form.objectType() == QTextFormat.ObjectTypes.ImageObject.value
    ]
    return [
        name
        for name in names
        if not document.resource(QTextDocument.ResourceType.ImageResource.value, name)
    ]

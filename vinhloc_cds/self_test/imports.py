"""Every module of the program, and every one that a function of it imports only when it is called.

Nothing is listed by hand: our modules are found in our packages, in a frozen program in the
archive inside it, and what their functions import is read from their code.
"""

import dis
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import CodeType, ModuleType

from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text

_PACKAGES = ("vinhloc_cds", "db", "ui", "resources")
_SCRIPT = "db.migrations.env"
"""Alembic runs it as a file; it cannot be imported."""
_IMPORT = dis.opmap["IMPORT_NAME"]


def check(_: Bench) -> str:
    """Import them all; how many there are."""
    ours: list[str] = []
    others: set[str] = set()
    for package in _PACKAGES:
        found = [name for name in _modules_of(package) if name != _SCRIPT]
        if not found:
            raise FaultError(text("self_test.no_modules", package=package))
        for name in found:
            others.update(_imported_later(import_module(name)))
        ours += found
    others = {name for name in others if name.partition(".")[0] not in _PACKAGES}
    return text("self_test.imported", ours=len(ours), others=len(others))


def _modules_of(package: str) -> list[str]:
    path = import_module(package).__path__
    return [module.name for module in pkgutil.walk_packages(path, f"{package}.")]


def _imported_later(module: ModuleType) -> Iterator[str]:
    """Import what functions of `module` import; the names of it."""
    # PyInstaller's loaders have the method, but are no `InspectLoader`.
    get_code = getattr(module.__spec__ and module.__spec__.loader, "get_code", None)
    code = get_code(module.__name__) if get_code else None
    if not isinstance(code, CodeType):
        raise FaultError(text("self_test.no_code", module=module.__name__))
    for function in _nested(code):
        for name, parts in _imports(function):
            imported = import_module(name)
            yield name
            for part in parts:
                if not hasattr(imported, part):
                    import_module(f"{name}.{part}")


def _nested(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _nested(constant)


def _imports(code: CodeType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each module that `code` imports, with the names that it takes from it."""
    if _IMPORT not in code.co_code[::2]:
        return  # as most: to take them all apart would take seconds
    parts: object = None
    for instruction in dis.get_instructions(code):
        if instruction.opcode == _IMPORT:
            yield instruction.argval, parts if isinstance(parts, tuple) else ()
        parts = instruction.argval

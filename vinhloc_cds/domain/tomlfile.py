"""Typed reading of a TOML file that people edit by hand: every complaint names file, line and key.

`tomllib` forgets where a key stood, so the line is looked for only once something is wrong, by a
scan of the text that follows the headers `[a]` and `[[a.b]]` and the keys below them.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from vinhloc_cds.domain.deadline import VIETNAM
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

# Where a table or a key stands: names, and numbers of the elements of an array of tables.
Place = tuple[str | int, ...]

_Kind = TypeVar("_Kind", str, int, bool, date, datetime, list[Any], dict[str, Any])
_Choice = TypeVar("_Choice", bound=StrEnum)

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_SYNTAX = re.compile(r"\(at line (\d+), column \d+\)$")


class PlanFileError(UserError):
    """Something in a plan's file that the person who edited it can put right."""

    def __init__(self, code: str, /, *, file: str, line: int, key: str, **params: object) -> None:
        super().__init__(code, file=file, line=line, key=key, **params)
        self.file = file
        self.line = line
        self.key = key


def open_toml(folder: Traversable, name: str) -> "TomlFile":
    """The file `name` of `folder`, read and split into tables.

    PlanFileError where its syntax is wrong, UserError where it is missing or no UTF-8.
    """
    shown = f"{folder.name}/{name}"
    try:
        source = folder.joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise UserError("planfile.no_file", file=shown) from error
    except UnicodeDecodeError as error:
        raise UserError("planfile.encoding", file=shown) from error
    return TomlFile(shown, source)


class TomlFile:
    """One file: its name, its text and all tables that were read from it."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self._source = source
        self._tables: dict[Place, Table] = {}
        try:
            data = tomllib.loads(source)
        except tomllib.TOMLDecodeError as error:
            found = _SYNTAX.search(str(error))
            line = int(found[1]) if found else source.count("\n") + 1
            key = self._key_above(line)
            raise PlanFileError("planfile.syntax", file=name, line=line, key=key) from error
        self.root = self.table(data, ())

    def table(self, data: Mapping[str, object], place: Place) -> "Table":
        """A table of this file; what nobody asks of it is complained of at the end."""
        return self._tables.setdefault(place, Table(self, data, place))

    def refuse_unknown_keys(self) -> None:
        """Complain of the first key that nobody asked for: most often it is misspelt."""
        for table in self._tables.values():
            table.refuse_unknown_keys()

    def line_of(self, place: Place) -> int:
        """The line of a table's header or of a key; that of the table around it if inline."""
        lines: dict[Place, int] = {}
        counts: dict[Place, int] = {}
        here: Place = ()
        for number, (line, inside) in enumerate(_lines(self._source), start=1):
            if inside:
                continue
            if header := _HEADER.match(line):
                here = _resolved(header[2].split("."), counts, element=header[1] == "[[")
                lines.setdefault(here, number)
            elif key := _KEY.match(line):
                lines.setdefault((*here, key[1]), number)
        while place and place not in lines:
            place = place[:-1]
        return lines.get(place, 1)

    def _key_above(self, line: int) -> str:
        """The last key that begins at or above `line`."""
        for text_line in reversed(self._source.splitlines()[:line]):
            if found := _KEY.match(text_line):
                return found[1]
        return "?"


def _lines(source: str) -> Iterable[tuple[str, bool]]:
    """The lines of `source`, and whether each begins inside a string of many lines."""
    quote = ""
    for line in source.splitlines():
        yield line, bool(quote)
        rest = line
        while True:
            marks = [mark for mark in ('"""', "'''") if mark in rest]
            mark = quote or min(marks, key=rest.index, default="")
            if not mark or mark not in rest:
                break
            rest = rest[rest.index(mark) + len(mark) :]
            quote = "" if quote else mark


def _resolved(names: list[str], counts: dict[Place, int], *, element: bool) -> Place:
    """The place a header opens: `[[group.unit]]` is the next unit of the latest group."""
    place: Place = ()
    for position, name in enumerate(names, start=1):
        place = (*place, name.strip())
        if element and position == len(names):
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


class Table:
    """One table, asked key by key for values of the right type."""

    def __init__(self, file: TomlFile, data: Mapping[str, object], place: Place) -> None:
        self._file = file
        self._data = data
        self._place = place
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def error(self, code: str, key: str, **params: object) -> PlanFileError:
        """A complaint about `key`, or about the table itself where it lacks the key."""
        place = (*self._place, key) if key in self._data else self._place
        line = self._file.line_of(place)
        return PlanFileError(code, file=self._file.name, line=line, key=key, **params)

    def refuse_unknown_keys(self) -> None:
        """Complain of the first key that was never asked for."""
        for key in self._data:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.error("planfile.unknown_key", key, known=known)

    def text(self, key: str, default: str | None = None) -> str:
        """A string with its line breaks joined; without a default it must be there."""
        value = self._get(key, str)
        if value is not None:
            return " ".join(value.split())
        if default is None:
            raise self.error("planfile.missing_key", key)
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; none if the key is left out."""
        values = self._get(key, list) or []
        if not all(isinstance(value, str) for value in values):
            raise self.error("planfile.wrong_type", key, expected=text("planfile.type.texts"))
        return tuple(" ".join(value.split()) for value in values)

    def integer(self, key: str) -> int | None:
        """A whole number."""
        return self._get(key, int)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self._get(key, bool)
        return default if value is None else value

    def day(self, key: str) -> date | None:
        """A date."""
        return self._get(key, date)

    def moment(self, key: str) -> datetime | None:
        """A moment in UTC, written as clocks in Việt Nam show it."""
        moment = self._get(key, datetime)
        if moment is None:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC)

    def choice(self, key: str, choices: type[_Choice], default: _Choice | None = None) -> _Choice:
        """One of the words of `choices`; without a default it must be there."""
        word = self.text(key, default)
        try:
            return choices(word)
        except ValueError:
            words = ", ".join(choices)
            raise self.error("planfile.wrong_choice", key, value=word, choices=words) from None

    def reference(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """A code that must be one of `known`; blank only where the default is."""
        code = self.text(key, default)
        if code or default is None:
            self._refuse_unknown_codes(key, (code,), known)
        return code

    def references(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Codes that must all be among `known`, each once."""
        codes = self.texts(key)
        self._refuse_unknown_codes(key, codes, known)
        for code in codes:
            if codes.count(code) > 1:
                raise self.error("planfile.duplicate", key, value=code)
        return codes

    def _refuse_unknown_codes(self, key: str, codes: Iterable[str], known: Collection[str]) -> None:
        for code in codes:
            if code not in known:
                raise self.error("planfile.unknown_code", key, value=code)

    def is_text(self, key: str) -> bool:
        """Whether a string stands there, where a table could too."""
        return isinstance(self._data.get(key), str)

    def table(self, key: str) -> "Table":
        """The table `key`, an empty one if it is left out."""
        return self._file.table(self._get(key, dict) or {}, (*self._place, key))

    def tables(self, key: str) -> tuple["Table", ...]:
        """The tables `[[key]]` in their order."""
        values = self._get(key, list) or []
        if not all(isinstance(value, dict) for value in values):
            raise self.error("planfile.wrong_type", key, expected=text("planfile.type.tables"))
        return tuple(
            self._file.table(value, (*self._place, key, number))
            for number, value in enumerate(values)
        )

    def entries(self) -> Mapping[str, str]:
        """All that stands in the table, where every value is a string."""
        return {key: self.text(key) for key in self._data}

    def _get(self, key: str, kind: type[_Kind]) -> _Kind | None:
        """The value of `key`, which must be just a `kind`: a bool is no int, a moment no date."""
        self._asked.add(key)
        value = self._data.get(key)
        if value is None:
            return None
        if type(value) is not kind:
            expected = text(f"planfile.type.{kind.__name__}")
            raise self.error("planfile.wrong_type", key, expected=expected)
        return value


def refuse_duplicates(tables: Iterable[Table], key: str) -> None:
    """Complain of the second table whose `key` says the same as an earlier one's."""
    seen: set[str] = set()
    for table in tables:
        code = table.text(key)
        if code in seen:
            raise table.error("planfile.duplicate", key, value=code)
        seen.add(code)

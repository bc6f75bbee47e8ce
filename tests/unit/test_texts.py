"""The catalogue and the code that speaks from it agree, code by code and parameter by parameter."""

import ast
import re
import tomllib
import unicodedata

import pytest
from house import PACKAGES, ROOT

from vinhloc_cds.texts import Message, has_text, placeholders, text

SPEAKERS = {"text", "phrase", "UserError", "UnusableStoreError", "Message", "PlanFileError"}
# Keywords of the speakers themselves, not parameters of a sentence.
CODE = re.compile(r"^[a-z_0-9]+(\.[a-z_0-9]+)+$")


def catalogue() -> dict[str, str]:
    sentences: dict[str, str] = {}
    for path in sorted((ROOT / "resources" / "texts").glob("*.toml")):
        flat(tomllib.loads(path.read_text(encoding="utf-8")), f"{path.stem}.", sentences)
    return sentences


def flat(table: dict, prefix: str, into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            flat(value, f"{prefix}{key}.", into)
        else:
            into[prefix + key] = value


def sources():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def strings_and_patterns() -> tuple[set[str], list[re.Pattern[str]]]:
    """Every literal code in the code, and a pattern for each code that is put together."""
    literals: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if CODE.match(node.value):
                    literals.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                pattern = "".join(
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_0-9A-Z.-]+"
                    for part in node.values
                )
                if re.match(r"^[a-z_0-9]+\\\.", pattern):
                    patterns.append(re.compile(pattern))
    return literals, patterns


def calls():
    for path, tree in sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else None
            first = node.args[0]
            if (
                name in SPEAKERS
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                yield path, node, first.value


def keys_of_a_message(node: ast.Call) -> set[str]:
    """A `Message` has its parameters in a dictionary written out beside the code."""
    written = [argument for argument in node.args[1:] if isinstance(argument, ast.Dict)]
    return {key.value for one in written for key in one.keys}


def test_every_code_that_is_spoken_exists_with_its_parameters():
    wrong = []
    for path, node, code in calls():
        where = f"{path.relative_to(ROOT)}:{node.lineno} {code}"
        if not has_text(code):
            wrong.append(f"{where}: no such sentence")
        elif not any(keyword.arg is None for keyword in node.keywords):
            given = {keyword.arg for keyword in node.keywords} | keys_of_a_message(node)
            if given != placeholders(code):
                wrong.append(f"{where}: given {sorted(given)}, takes {sorted(placeholders(code))}")
    assert not wrong, "\n".join(wrong)


def test_no_sentence_is_left_over():
    literals, patterns = strings_and_patterns()
    unused = [
        code
        for code in catalogue()
        if code not in literals
        and not any(pattern.fullmatch(code) for pattern in patterns)
        # Standard texts of Qt are looked up by Qt's own English source text.
        and not code.startswith("qt.")
    ]
    assert not unused


def test_sentences_are_clean():
    def is_clean(code, sentence):
        return (
            isinstance(sentence, str)
            and bool(sentence.strip())
            and unicodedata.is_normalized("NFC", sentence)
            and ("  " not in sentence.strip() or code.startswith("report."))
        )

    assert [code for code, words in catalogue().items() if not is_clean(code, words)] == []


def test_a_message_spells_itself_out(tmp_path, monkeypatch):
    code = next(code for code in sorted(catalogue()) if len(placeholders(code)) == 1)
    (name,) = placeholders(code)
    assert str(Message(code, {name: "XYZ"})) == text(code, **{name: "XYZ"})
    assert "XYZ" in text(code, **{name: "XYZ"})


def test_a_missing_parameter_is_a_bug():
    code = next(code for code in sorted(catalogue()) if len(placeholders(code)) > 1)
    with pytest.raises(KeyError):
        text(code, wrong="x")

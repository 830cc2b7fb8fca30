"""The catalogues of words: `python -m local.words` writes them anew, with what is to be translated left empty.

Words are taken from where they are said: `_`, `N_` and templates; errors; names and docstrings of DAGs and
their tasks; expectations.
A test fails while a word has no translation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from inspect import cleandoc
from itertools import count
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from inspection.language import SOURCE, called, file_of
from inspection.places import INCLUDE, LANGUAGES, ROOT

ERRORS = {"InspectionError", "GateStopped", "S_"}
# what is said of a row that cannot be taken: calls, with where reason and remedy stand among their arguments
OF_ROWS = {"Unreadable": (0, 1), "BadValue": (2, 3), "amiss": (-2, -1), "_unknown": (2,)}
_VALUE = re.compile(r"\{\d+\}")
EXPECTATIONS = INCLUDE / "expectations"
PAGES = ROOT / "plugins" / "bulletin_pages"
# what readers of catalogues need; no dates and names of people, which would change by themselves
_HEAD = """# Words of pages, DAGs and forms.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_OPTIONS = {"encoding": "utf-8", "trimmed": "true"}


def used() -> Iterator[tuple[str, str]]:
    """Every word that is said to people, and where."""
    for folder in ("plugins", "dags", "local"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _of_program(path)
            yield from _of_errors(path)
            yield from _of_rows(path)
    for path in sorted(PAGES.glob("*.j2")):
        yield from _of_template(path)
    for path in sorted(EXPECTATIONS.glob("*.yaml")):
        suite = yaml.safe_load(path.read_text("utf-8"))
        yield suite["suite"], _place(path)
        for asset in suite["assets"]:
            yield asset["name"], _place(path)
            for one in asset["expectations"]:
                yield from ((one[word], _place(path)) for word in ("name", "remedy") if one.get(word))
    for path in sorted((ROOT / "dags").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for text in (cleandoc(ast.get_docstring(tree) or ""), *(called(name) for name in _names(tree))):
            yield text, _place(path)


def written(language: str) -> Catalog:
    """The catalogue as it stands."""
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def renew(language: str) -> None:
    """Write the catalogue with all words that are used and no other, keeping their translations."""
    known = {message.id: message.string for message in written(language)} if file_of(language).exists() else {}
    fresh = Catalog(locale=language, fuzzy=False)
    for text, place in used():
        fresh.add(text, known.get(text) or "", locations=[(place, None)])
    file_of(language).parent.mkdir(parents=True, exist_ok=True)
    with file_of(language).open("wb") as file:
        file.write(_HEAD.format(language=language).encode())
        write_po(file, fresh, width=120, sort_by_file=True, omit_header=True)


def _of_program(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        is_said = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_")
        if is_said and isinstance(node.args[0], ast.Constant):  # what comes from a name was marked where it stands
            yield node.args[0].value, _place(path)


def _of_errors(path: Path) -> Iterator[tuple[str, str]]:
    """What errors say; values stand as {0}, {1} in the order of the sentence."""
    tree = ast.parse(path.read_text("utf-8"))
    for one in said_by_errors(tree):
        for text in sentences(one, tree):
            if any(map(str.isalpha, _VALUE.sub("", text))):
                yield text, _place(path)


def _of_rows(path: Path) -> Iterator[tuple[str, str]]:
    """What is said of rows that cannot be taken: their reason, and what to do."""
    tree = ast.parse(path.read_text("utf-8"))
    if path.parent.name == "cage":  # it says which files cannot be read, in words of its own
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name, found = ast.unparse(node.func).rpartition(".")[2], []
        if name in OF_ROWS and len(node.args) > max(OF_ROWS[name]):
            found = [node.args[at] for at in OF_ROWS[name]]
        elif ast.unparse(node.func) == "problems.append" and isinstance(node.args[0], ast.Tuple):
            found = node.args[0].elts[-2:]
        elif name == "Quarantined":
            found = [word.value for word in node.keywords if word.arg in ("reason", "remedy")]
        for one in found:
            for text in sentences(one, None):
                if any(map(str.isalpha, _VALUE.sub("", text))):
                    yield text, _place(path)


def said_by_errors(tree: ast.Module) -> Iterator[ast.expr]:
    """Problem and remedy of every error that a file raises, and the lines that it says."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ERRORS:
            yield from node.args[:1]
            yield from (word.value for word in node.keywords if word.arg == "remedy")


def sentences(said: ast.expr | None, tree: ast.Module | None) -> Iterator[str]:
    """Every text that an expression may be: a text, one with values, one of two, or what the name was given in the
    file (`tree`). Nothing of what another made."""
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        yield said.value
    elif isinstance(said, ast.JoinedStr):
        for value in (one.value for one in said.values if isinstance(one, ast.FormattedValue)):
            if isinstance(value, ast.Name | ast.IfExp):  # it may be a part of the sentence, and no name
                yield from (text for text in sentences(value, tree) if " " in text)
        places = count()
        yield "".join(one.value if isinstance(one, ast.Constant) else f"{{{next(places)}}}" for one in said.values)
    elif isinstance(said, ast.IfExp):
        yield from (*sentences(said.body, tree), *sentences(said.orelse, tree))
    elif isinstance(said, ast.BinOp):
        yield from (*sentences(said.left, tree), *sentences(said.right, tree))
    elif isinstance(said, ast.Name) and tree:
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(ast.unparse(target) == said.id for target in node.targets):
                yield from sentences(node.value, None)


def _of_template(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        for _, text, _, _ in extract("jinja2.ext.babel_extract", file, options=_OPTIONS):
            yield text, _place(path)


def _names(tree: ast.Module) -> Iterator[str]:
    """Functions that become DAGs and tasks, and the tasks that are named."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            yield node.name
        elif isinstance(node, ast.keyword) and node.arg == "task_id" and isinstance(node.value, ast.Constant):
            yield node.value.value
        elif isinstance(node, ast.Attribute) and node.attr == "override":
            yield ast.unparse(node.value)


def _place(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    for name in LANGUAGES:
        if name != SOURCE:
            renew(name)

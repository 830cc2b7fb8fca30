"""The page of an office's file: every key that may stand in it, from the models that read it and their comments."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from inspection.declared import office, style

MODELS = (office, style)


class Key(NamedTuple):
    """One key of a part of the file: its type and default as the model writes them, and what is said of it."""

    name: str
    type: str
    default: str
    said: str


def page() -> str:
    """The page: the office itself first, then each part of its file."""
    lines = [
        "# 主管单位文件 An office's file\n",
        "`include/jurisdictions/<name>.yaml`。 `python -m inspection init NAME` writes a new one,"
        " `python -m inspection check -j NAME` reads everything that it names. Every key that may stand in it:\n",
    ]
    parts = {name: part for module in MODELS for name, part in keys(Path(module.__file__ or "")).items()}
    for name in ("Jurisdiction", *(name for name in parts if name != "Jurisdiction")):
        said, found = parts[name]
        lines += [f"## {name}\n\n{said}\n", "| key | type | default | |\n|---|---|---|---|"]
        lines += [f"| `{key.name}` | {_cell(key.type)} | {_cell(key.default)} | {key.said} |" for key in found]
        lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return f"`{text}`".replace("|", "\\|") if text else ""


def keys(path: Path) -> dict[str, tuple[str, list[Key]]]:
    """Part → what it is and its keys, of a file of models."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    return {
        node.name: (" ".join((ast.get_docstring(node) or "").split()), list(_keys_of(node, lines)))
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Strict" for base in node.bases)
    }


def _keys_of(node: ast.ClassDef, lines: list[str]) -> Iterator[Key]:
    for field in node.body:
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            default = " ".join(ast.unparse(field.value).split()) if field.value else ""
            yield Key(field.target.id, ast.unparse(field.annotation), default, _said(field, lines))


def _said(field: ast.AnnAssign, lines: list[str]) -> str:
    """The comment behind a field, else the one above it."""
    _, found, behind = lines[(field.end_lineno or field.lineno) - 1].rpartition("  # ")
    if found:
        return behind
    above: list[str] = []
    at = field.lineno - 2
    while lines[at].strip().startswith("# "):
        above.insert(0, lines[at].strip().removeprefix("# "))
        at -= 1
    return " ".join(above)

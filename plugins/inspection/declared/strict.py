"""Declarations (声明): the one way from a YAML file to models, with file, line and remedy in every error."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from inspection.errors import InspectionError
from inspection.language import N_
from inspection.places import ROOT

# the parser in C reads ten times as fast
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PROBLEMS = {"extra_forbidden": "there is no such field"}
_SAID = (  # of a field, as pydantic says most of them
    N_("{0}: there is no such field"),
    N_("{0}: Field required"),
    N_("{0}: Input should be {1}, not {2}"),
    N_("{0}: Input should be {1}"),
    N_("{0}: Value error, {1}"),
)


class Strict(BaseModel):
    """What a file declares: a field that nobody knows is an error, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)
At = Sequence[str | int]  # the way to a value in a file: keys of mappings, places in lists


class _OnceLoader(_Loader):
    """Refuses a mapping in which a key stands twice: YAML takes the last and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """The mapping."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read(path: Path, kind: type = dict) -> Any:
    """What a YAML file holds: a mapping, or a list. Raises InspectionError with the line of what is wrong."""
    try:
        content = yaml.load(path.read_text("utf-8"), _OnceLoader)
    except FileNotFoundError as error:
        known = ", ".join(sorted(file.stem for file in path.parent.glob(f"*{path.suffix}")))
        raise InspectionError("there is no such file", place=str(path), remedy=f"known are: {known}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InspectionError(
            f"is not valid YAML: {error.problem}",
            place=f"{_name(path)} line {line}",
            remedy="mind the indentation, and quote texts with a colon",
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        said = " ".join(str(error).split())
        raise InspectionError(f"is not valid YAML: {said}", place=_name(path), remedy="save it as UTF-8") from error
    if not isinstance(content, kind):
        noun = "mapping" if kind is dict else "list"
        raise InspectionError(f"holds no {noun}", place=_name(path), remedy=f"see the others in {path.parent.name}/")
    return content


def written(content: dict[str, Any]) -> str:
    """A mapping as YAML that `read` reads back, its keys in their order."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def load(kind: type[Model], path: Path) -> Model:
    """A whole file as one model. Raises InspectionError, as `read` and `model`."""
    return model(kind, read(path), path)


def by_name(kind: type[Model], path: Path) -> dict[str, Model]:
    """A file of models by name. Raises InspectionError, as `read` and `model`."""
    return {name: model(kind, entry, path, [name]) for name, entry in read(path).items()}


def model(kind: type[Model], content: Any, path: Path, at: At = (), *, called: str = "") -> Model:
    """A part of a file as a model: `content` stands at `at`, and is `called` so in errors.

    Raises InspectionError with file and line, the field, what is wrong with it, and what it holds unless that is a
    text: those may be secrets. A field that nobody knows comes before all else, for it is often the one that is
    said to be missing.
    """
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        first = next((each for each in found if each["type"] == "extra_forbidden"), found[0])
        raise _named(first, kind, path, at, called) from None  # the cause would tell the value


def faults(kind: type[BaseModel], content: Any, path: Path) -> list[InspectionError]:
    """Every fault of a file's content, as `model` tells the first; unknown fields first."""
    try:
        kind.model_validate(content)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        found.sort(key=lambda each: each["type"] != "extra_forbidden")
        return [_named(each, kind, path, (), "") for each in found]
    return []


def place(path: Path, at: At = ()) -> str:
    """File and line of a value; of one that is missing, those of what it is missing from."""
    node = yaml.compose(path.read_text("utf-8"), _Loader)
    line = node.start_mark.line
    for part in at:
        inner = _inside(node, part)
        if inner is not None:  # else a name that pydantic gives to one of several types
            line, node = inner
    return f"{_name(path)} line {line + 1}"


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _inside(node: yaml.Node, part: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark.line, value) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part].start_mark.line, node.value[part]
    return None


def _named(first: ErrorDetails, kind: type[BaseModel], path: Path, at: At, called: str) -> InspectionError:
    loc = first["loc"]
    field = ".".join(map(str, loc))
    problem = _PROBLEMS.get(first["type"], first["msg"])
    if isinstance(first["input"], int | float | str) and not first["type"].startswith(("missing", "string", "extra")):
        problem += f", not {first['input']!r}"
    names = _names(kind, loc[:-1]) if first["type"] == "extra_forbidden" else []
    near = get_close_matches(str(loc[-1]), names, 1) if names else []
    remedy = f"did you mean {near[0]}?" if near else f"known are: {', '.join(names)}" if names else "correct it"
    return InspectionError(
        f"{called}{field}{': ' if field else ''}{problem}", place=place(path, (*at, *loc)), remedy=remedy
    )


def _names(kind: Any, loc: At) -> list[str]:
    """Names of the fields of the model that stands at a place of another."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if not loc:
            return list(kind.model_fields)
        field = kind.model_fields.get(str(loc[0]))
        return _names(field.annotation, loc[1:]) if field else _names(kind, loc[1:])
    ways = ((inner, rest) for inner in get_args(kind) for rest in (loc[1:], loc) if loc or rest == loc)
    return next((names for inner, rest in ways if (names := _names(inner, rest))), [])

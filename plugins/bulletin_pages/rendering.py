"""Pages from templates: everything that comes from data is escaped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from inspection.periods import SHANGHAI

STATES = {"draft": "草稿 Draft", "signed": "已签发 Signed"}
VERDICTS = {
    "pass": "通过 Pass",
    "fail": "不通过 Fail",
    "unknown": "不予判定 Unknown",
    "not_applicable": "不适用 Not applicable",
}
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def moment(value: datetime | None) -> str:
    """An instant as people of the office read it: Shanghai time, to the minute."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if value else ""


def home(request: Request) -> str:
    """Address of the list of bulletins, with whatever prefix Airflow is mounted under."""
    return f"{request.scope.get('root_path', '').rstrip('/')}/"


def page(request: Request, name: str, *, status_code: int = 200, **context: Any) -> HTMLResponse:
    """The page of a template."""
    about = {"home": home(request), "states": STATES, "verdicts": VERDICTS}
    return HTMLResponse(_templates.get_template(name).render(about | context), status_code=status_code)


_templates.filters["moment"] = moment

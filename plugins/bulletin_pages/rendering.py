"""Pages from templates: everything that comes from data is escaped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from inspection.model import UnknownReason
from inspection.periods import SHANGHAI

STATES = {"draft": "草稿 Draft", "signed": "已签发 Signed"}
VERDICTS = {
    "pass": "通过 Pass",
    "fail": "不通过 Fail",
    "unknown": "不予判定 Unknown",
    "not_applicable": "不适用 Not applicable",
}
UNKNOWN_REASONS = {
    UnknownReason.PAGE_BLOCKED: "页面被拦截 Page blocked",
    UnknownReason.NEEDS_BROWSER: "页面须由浏览器生成 Page needs a browser",
    UnknownReason.NOT_CRAWLED: "页面未采集 Page not crawled",
    UnknownReason.NO_DATE_READ: "未读到日期 No date read",
    UnknownReason.SECOND_LOOK_MISSING: "尚未复核 No second look yet",
    UnknownReason.TOO_FEW_PROBES: "探测次数不足 Too few probes",
    UnknownReason.TOO_FEW_TESTS: "搜索测试次数不足 Too few search tests",
    UnknownReason.HOST_NOT_CHECKED: "主机未检查 Host not checked",
    UnknownReason.NO_IPV6_HERE: "本机无 IPv6 No IPv6 on our line",
    UnknownReason.NO_DATED_ANSWER: "答复无日期 No answer with a date",
    UnknownReason.SOURCE_UNHEALTHY: "采集渠道异常 Source not healthy",
    UnknownReason.SOURCE_DOES_NOT_TELL: "采集渠道不提供此项 Source does not tell",
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
    about = {"home": home(request), "states": STATES, "verdicts": VERDICTS, "unknown_reasons": UNKNOWN_REASONS}
    return HTMLResponse(_templates.get_template(name).render(about | context), status_code=status_code)


_templates.filters["moment"] = moment

"""Footers: the seven facts of page_standards.md §2 in five ways of bringing them.

inline (paragraphs), table, script (an outside file of the host writes it), frame (an iframe), picture (marks as
pictures with ``alt`` inside links, texts in spans).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model import Answer, Site

if TYPE_CHECKING:
    from .base import Family

SCRIPT, FRAME = "/js/bottom.js", "/public/foot.html"


def marks(s: Site, path: str) -> dict[str, str]:
    """The facts as pieces of HTML; what ``site.faults['marks']`` names is left out."""
    gone = s.faults.get("marks", set())
    code = s.faults.get("wrong_code", s.code)
    jiucuo_code = s.faults.get("jiucuo_code", s.code)
    page = quote(s.url(path), safe="")
    jiucuo = f"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={jiucuo_code}&url={page}"
    if s.faults.get("jiucuo") == "old":
        jiucuo = f"http://121.43.68.40/exposure/jiucuo.html?site_code={jiucuo_code}"
    if s.faults.get("jiucuo") == "click":
        found = (
            f'<a href="javascript:void(0)" onclick="window.open(\'{jiucuo}\')">'
            "<img src='/images/jc.png' alt='找错'></a>"
        )
    else:
        found = (
            f"<a href='{jiucuo.replace('&', '&amp;')}' target='_blank'>"
            "<img src='/images/jc.png' alt='我为政府网站找错'></a>"
        )
    record = s.police.replace("公网安备", "")[1:-1].strip()
    out = {
        "organiser": f"主办单位：{s.organiser}",
        "operator": f"承办单位：{s.operator}",
        "contact": f"联系电话：{s.contact} 地址：{s.region}文华路9号",
        "code": f"网站标识码：{code}",
        "icp": f"<a href='https://beian.miit.gov.cn/' target='_blank'>{s.icp}</a>",
        "police": f"<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={record}'>{s.police}</a>",
        "conac": f"<a href='https://bszs.conac.cn/sitename?method=show&amp;id={s.conac}' target='_blank'>"
        "<img src='https://dcs.conac.cn/image/red.png' alt='党政机关'></a>",
        "jiucuo": found,
        "map": f"<a href='{s.family.map_path()}'>网站地图</a>",
    }
    if s.faults.get("conac") == "plain":
        out["conac"] = "<img src='/images/dzjg.png' alt='党政机关'>"
    if s.faults.get("conac") == "script":
        out["conac"] = (
            f"<script type='text/javascript' src='//dcs.conac.cn/js/99/000/0000/{s.code[:8]}/"
            f"CA99000000{s.code[:8]}0000001.js'>"
            "</script>"
        )
    return {k: v for k, v in out.items() if k not in gone}


def text(s: Site, path: str, way: str) -> str:
    """The footer's HTML in one of the ways."""
    m = marks(s, path)

    def some(*keys: str, glue: str = " ") -> str:
        return glue.join(m[k] for k in keys if k in m)

    if way == "table":
        return (
            "<table width='100%' class='bq'><tr>"
            f"<td rowspan='3'>{some('conac')}</td><td>{some('organiser', 'operator', glue='&nbsp;&nbsp;')}</td>"
            f"<td rowspan='3'>{some('jiucuo')}</td></tr><tr><td>{some('code', 'icp', 'police', glue=' | ')}</td></tr>"
            f"<tr><td>{some('contact', 'map', glue=' | ')}</td></tr></table>"
        )
    if way == "picture":
        return (
            f"<div id='copyright'><span>{some('map')}</span><span>{some('organiser')}</span>"
            f"<span>{some('operator')}</span>"
            f"<span>{some('contact')}</span><em>{some('code')}</em><em>{some('icp')}</em><em>{some('police')}</em>"
            f"<i>{some('conac')}{some('jiucuo')}</i></div>"
        )
    return (
        f"<div class='footer'><p>{some('organiser', 'operator')}</p><p>{some('contact', 'map')}</p>"
        f"<p>{some('code', 'icp', 'police')}</p><div>{some('conac', 'jiucuo')}</div></div>"
    )


def draw(f: Family, s: Site, where: str, path: str) -> str:
    """What a page of the site carries at its bottom."""
    if where in s.faults.get("bare_footer", ()):
        return "<div class='footer'>版权所有</div>"
    if f.footer == "script":
        return f"<script language='javascript' src='{SCRIPT}'></script>"
    if f.footer == "frame":
        return f"<iframe src='{FRAME}' width='100%' height='160' frameborder='0' scrolling='no'></iframe>"
    return text(s, path, f.footer)


def extras(f: Family, s: Site) -> dict[str, Callable[[date], Answer]]:
    """The files that the footer comes from."""
    if f.footer == "script":
        lines = text(s, s.home_path, "inline").replace('"', '\\"').replace("/", "\\/").split("<p>")
        code = "\n".join(f'document.writeln("{("<p>" if n else "") + line}");' for n, line in enumerate(lines))
        return {SCRIPT: lambda d: f.script(code)}
    if f.footer == "frame":
        page = f"<html><head><meta charset='{f.declared}'></head><body>{text(s, s.home_path, 'table')}</body></html>"
        return {FRAME: lambda d: f.html(page)}
    return {}

"""An old portal of server pages: tables in tables, GB2312, a pager that posts a form."""

from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class Aspx(Family):
    """Dates ``2026-8-3`` in the third cell of a row; page 2 by ``__doPostBack`` (also reachable as ``&page=2``)."""

    key = "aspx"
    charset = "gb18030"
    declared = "gb2312"
    header = None
    server = "Microsoft-IIS/7.5"
    size = 10
    footer = "table"
    style = "table"
    meta_style = 2
    empty = "<table><tr><td>没有相关记录!</td></tr></table>"

    def fdate(self, day: date) -> str:
        return f"{day.year}-{day.month}-{day.day}"

    def stamp(self, a: Article, d: date) -> str:
        hour = f"{a.minute // 60}:{a.minute % 60:02d}:00"
        return f"添加时间：{self.fdate(a.shown(d))} {hour}&nbsp;&nbsp;浏览次数：{a.no * 3}"

    def list_path(self, c: Column, page: int) -> str:
        return f"/InfoList.aspx?ClassID={c.no}" + (f"&page={page}" if page > 1 else "")

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/ShowInfo.aspx?ID={3000 + a.no}"

    def search_path(self) -> str:
        return "/Search.aspx"

    def map_path(self) -> str:
        return "/SiteMap.aspx"

    def write_path(self) -> str:
        return "/WriteLetter.aspx"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "|".join(f"<a href='{u}'><font color='#ffffff'>{esc(n)}</font></a>" for n, u in self.menu(s))
        side = "".join(f"<tr><td><a href='{u}'>{esc(n)}</a></td></tr>" for n, u in self.menu(s, first=False))
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
            '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\r\n'
            f"<HTML><HEAD>{head}</HEAD><BODY><TABLE width=1000 align=center><TR>"
            f"<TD bgcolor=#0055aa>{nav}</TD></TR></TABLE>"
            f"{self.search_box(s)}<form name='form1' method='post' action='' id='form1'>"
            f"<input type='hidden' name='__VIEWSTATE' id='__VIEWSTATE' value='/wEPDwUK{s.code}ZGRk' />"
            f"<table width=1000 align=center><tr><td width=200 valign=top><table>{side}</table></td>"
            f"<td valign=top>{self.clock_line(s, d)}{main}</td></tr></table></form>"
            f"{self.links_block(s) if where == 'home' else ''}{foot}</body></HTML>"
        )

    def home_main(self, s: Site, d: date) -> str:
        cells = []
        for c, found in self.blocks(s, d):
            rows = "".join(
                f"<tr><td>·<a href='{a.path}' title='{esc(a.title)}'>{esc(a.title[:22])}</a></td>"
                f"<td width=70>{a.shown(d).month}-{a.shown(d).day}</td></tr>"
                for a in found
            )
            cells.append(
                f"<td valign=top><table><tr><td colspan=2><b><a href='{c.path}'>{c.name}</a>"
                f"</b></td></tr>{rows}</table></td>"
            )
        lines = ["".join(cells[n : n + 2]) for n in range(0, len(cells), 2)]
        return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = "".join(
            f"<tr><td>{n}</td><td><a href='{a.path}'>{esc(a.title)}</a></td>"
            f"<td>{self.fdate(a.shown(d))}</td><td>{a.no % 97}</td></tr>"
            for n, a in enumerate(self.slice(c, page, d), 1)
        )
        pages = self.page_count(c, d)
        links = "".join(f"<a href=\"javascript:__doPostBack('Pager1','{n}')\">{n}</a> " for n in range(1, pages + 1))
        head = "<tr><th>序号</th><th>标题</th><th>日期</th><th>点击</th></tr>"
        return f"<b>{c.name}</b><table id='GridView1'>{head}{rows}</table><div>共{pages}页 当前第{page}页 {links}</div>"


FAMILY = Aspx()

"""The five steps of the README, by its verbs: a county of three sites and ten accounts on a local server."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspection.cli import app
from inspection.declared import office as offices
from inspection.flow import new_office
from inspection.periods import Period, local_day
from tests.given.messy import HEADERS, text, xlsx

TODAY = local_day(datetime.now(UTC))
HOSTS = {
    "www.qingxi.example": "清溪县人民政府",
    "jyj.qingxi.example": "清溪县教育局",
    "wjj.qingxi.example": "清溪县卫健局",
}
PLATFORMS = ("微信", "微博", "抖音", "今日头条")


class County(BaseHTTPRequestHandler):
    """Every host of the county: a home page with a list of today, its articles, and feeds of the accounts."""

    def do_GET(self) -> None:
        host, path = self.headers.get("Host", "").partition(":")[0], self.path
        if path.startswith("/feeds/"):
            return self._send(
                _feed(f"清溪{path.strip('/').partition('/')[2].partition('.')[0]}发布"), "application/rss+xml"
            )
        if host not in HOSTS or path == "/robots.txt":
            return self._send("", "text/plain", 404)
        lines = "".join(
            f'<li><a href="/a/{number}.html">清溪县召开第{number}次工作会议</a> {TODAY}</li>' for number in range(9)
        )
        body = f"<h1>{HOSTS[host]}</h1><ul>{lines}</ul>" if path in {"/", "/yw/"} else f"<p>{TODAY} 正文</p>"
        page = f"<html><head><meta charset=utf-8><title>{HOSTS[host]}</title></head><body>{body}</body></html>"
        return self._send(page, "text/html; charset=utf-8")

    def _send(self, text: str, kind: str, status: int = 200) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _feed(name: str) -> str:
    day = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"<rss version='2.0'><channel><title>{name}</title><item><title>今日工作动态</title><guid>1</guid>"
        f"<link>http://feeds.qingxi.example/1</link><pubDate>{day}</pubDate></item></channel></rss>"
    )


@pytest.fixture
def county():
    server = ThreadingHTTPServer(("127.0.0.1", 0), County)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def office(county, tmp_path: Path, monkeypatch, warehouse_url) -> str:
    """Steps one and two: a file by `init`, with the county's exports as its clerk has them."""
    monkeypatch.setenv("INSPECTION_STORE", str(tmp_path / "snapshots"))
    monkeypatch.setenv("INSPECTION_OUTPUT", str(tmp_path / "output"))
    sites = [["清溪县政府网站登记表"], ["序号", *HEADERS, "单位类别"]]
    sites += [
        [number, f"53990100{number:02d}", name, f"HTTP://{host.upper()}", name, "正常运行", "县级部门"]
        for number, (host, name) in enumerate(HOSTS.items(), start=1)
    ]
    sites += [["合计", "3个"], ["填表人:", None, None, "审核人:"]]
    (tmp_path / "sites.xlsx").write_bytes(xlsx({"网站": sites}))
    columns = [
        ["网站标识码", "栏目名称", "栏目网址", "栏目类别"],
        ["5399010001", "要闻", "www.qingxi.example/yw/", "动态要闻"],
    ]
    (tmp_path / "columns.csv").write_text(text(columns, "\t"), "utf-16")
    accounts = [["账号ID", "账号名称", "平台", "主办单位", "账号状态", "订阅地址"]]
    accounts += [
        [
            f"qx{number}",
            f"清溪{number}发布",
            PLATFORMS[number % 4],
            "清溪县政府",
            "正常",
            f"http://feeds.qingxi.example/feeds/{number}.xml",
        ]
        for number in range(10)
    ]
    (tmp_path / "accounts.csv").write_text(text(accounts), "gb18030")
    files = {"sites": "sites.xlsx", "columns": "columns.csv", "accounts": "accounts.csv"}
    path = new_office.write(
        "qingxi", name="清溪县", office="清溪县人民政府办公室", level="county", edition="cn-2019-19", folder=tmp_path,
        sources={source: str(tmp_path / file) for source, file in files.items()},
    )  # fmt: skip
    # the county lies on this machine, and is inspected today, whichever day of the month that is
    here = f"connect_to: {county}\nallow_networks: [127.0.0.0/8]\nrounds: [{TODAY}]\n"
    text_of = re.sub(r"^rounds: .*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    text_of = text_of.replace("bulletin:\n", "bulletin:\n  drafter_may_sign: true\n")  # one clerk does all
    path.write_text(text_of + here, "utf-8")
    offices.load.cache_clear()
    return str(path)


def test_the_five_steps_take_no_step_that_is_not_there(office, tmp_path):
    def do(*arguments: str, fails: str = "") -> str:
        done = CliRunner().invoke(app, [*arguments, "-j", office])
        if fails:
            assert fails in str(done.exception), done.output
        else:
            assert done.exception is None, (arguments, done.output, done.exception)
        return done.output

    assert "没有发现问题" in do("check")
    assert "没有查看任何账号" in do("watch")  # before its time: nothing of it stays in the store
    assert "0 段、0 个文件、0 条记录，问题 0 个" in do("verify")
    said = do("ingest")
    assert "网站: 6 行：隔离 0，略过 3，合并 3，生效 3; 略过：标题, 合计, 填表人; 未使用的列：序号" in said
    assert "账号: 10 行：隔离 0，合并 10，生效 10" in said
    assert "栏目: 1 行：隔离 0，合并 1，生效 1" in said
    assert "清溪县教育局: 正常\n" in (said := do("probe")) and "正常 3，访问 3" in said
    assert "site:5399010001" in do("crawl")
    assert do("watch").count("清溪") >= 10
    assert "问题 0 个" in do("verify")
    do("extract", "--from", str(TODAY))
    do("evaluate", "--from", str(TODAY))
    explained = CliRunner().invoke(app, ["explain", "5399010001", "--on", str(TODAY), "-j", office])
    assert "清溪县人民政府" in explained.output or explained.exit_code == 0
    month = f"{TODAY:%Y-%m}"
    for verb in ("quarter", "publish", "sign"):
        do(verb, "本季度", fails="'本季度' names no period (write a quarter 2023Q4, a month 2020-09 or a year 2023)")
    do("quarter", month, fails="gate coverage")  # no day of it is over that was seen
    do("quarter", "--period", month, "--build-anyway")
    do("publish", month)
    (page,) = (tmp_path / "output" / "qingxi" / month).rglob("0/bulletin.html")
    assert "清溪县" in page.read_text("utf-8")
    do("sign", month, "--issued-on", str(Period.parse(month).end))
    assert list((tmp_path / "output" / "qingxi" / month).rglob("1/bulletin.docx"))

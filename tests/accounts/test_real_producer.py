"""Feeds of a real producer (the npm package `feed`, under Node) are read as they are: RSS, Atom and JSON Feed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest

from inspection.accounts import watch
from inspection.declared.office import Route, load
from tests.given.loopback import register_account

PACKAGE, VERSION = "feed", "5.2.1"
ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 7, 5, 3, tzinfo=UTC)
HOME = "https://accounts.yunzhou.example/weibo/yz0001"
POSTS = [
    {"title": "云州市开展安全生产月活动", "url": f"{HOME}/3", "at": "2026-07-04T09:30:00+08:00",
     "html": "<p>市民<b>可在线</b>办理 &amp; 查询</p>"},
    {"title": "便民提示 <第2期>", "url": f"{HOME}/2", "at": "2026-07-02T23:59:59+08:00", "html": "<p>二</p>"},
    {"title": "“云上政务”上线", "url": f"{HOME}/1", "at": "2026-06-30T16:00:00Z", "html": "<ul><li>一</li></ul>"},
]  # fmt: skip


@pytest.fixture(scope="module")
def modules() -> Path:
    """The producer's folder, installed once into the project's cache."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node is not installed: the feeds of a real producer are not read")
    folder = ROOT / ".local" / "node" / f"{PACKAGE}-{VERSION}"
    if not (folder / "node_modules" / PACKAGE).is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}')
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"{PACKAGE}@{VERSION}"]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm did not install {PACKAGE} within two minutes")
        if done.returncode:
            pytest.skip(f"npm could not install {PACKAGE}: {done.stderr.strip()[-200:]}")
    return folder


@pytest.fixture
def producer(modules) -> Iterator[str]:
    """host:port of the running producer."""
    told = json.dumps({"name": "云州发布", "home": HOME, "posts": POSTS}, ensure_ascii=False)
    script = Path(__file__).with_name("producer.mjs")
    command = ["node", str(script), str(modules), told]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield f"127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()
        process.wait(10)


def test_rss_atom_and_json_of_a_real_producer_give_the_same_posts(connection, producer):
    formats = {"新浪微博": "rss", "抖音短视频": "atom", "快手": "json"}
    for platform, name in formats.items():
        register_account(connection, platform, "云州发布", f"http://{producer}/{name}")
    office = load("yunzhou-demo").model_copy(
        update={
            "connect_to": None,
            "allow_networks": [ip_network("127.0.0.0/8")],
            "routes": [Route(route_id="feed", connector="feed", backoff_seconds=0)],
        }
    )
    assert watch(connection, office, NOW) == {"ok": 3}
    expected = {
        (
            POSTS[0]["url"],
            datetime(2026, 7, 4, 1, 30, tzinfo=UTC),
            "云州市开展安全生产月活动",
            "市民 可在线 办理 & 查询",
        ),
        (POSTS[1]["url"], datetime(2026, 7, 2, 15, 59, 59, tzinfo=UTC), "便民提示 <第2期>", "二"),
        (POSTS[2]["url"], datetime(2026, 6, 30, 16, tzinfo=UTC), "“云上政务”上线", "一"),
    }
    for platform in formats:
        rows = connection.execute(
            "select post_id, published_at, title, body, date_mark from staging.post where subject_id = %s",
            (f"account:{platform}:云州发布",),
        ).fetchall()
        assert {(row["post_id"], row["published_at"], row["title"], row["body"]) for row in rows} == expected, platform
        assert {row["date_mark"] for row in rows} == {None}
    checks = connection.execute("select * from staging.account_check").fetchall()
    assert {(row["name_seen"], row["post_count"], row["posts_in_week"]) for row in checks} == {("云州发布", 3, 3)}

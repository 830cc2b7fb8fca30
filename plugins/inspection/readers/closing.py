"""Closing texts (关停、迁移告示): a home page that says that its site has stopped, or has moved.

Kinds: `closed` the site says that it serves no more, `moved` that it is elsewhere now; `value` is the sentence. Only on
a page that has hardly anything but the notice: a portal's news of another site's end says nothing of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.model import PageKind
from inspection.readers.sign import Reading, Sign

TOPIC = "closing"

_MOST_CHARS, _MOST_LINKS = 800, 12  # of a page that is a notice and no site any more
_OWN = r"(?:本(?:网|站|网站|站点)|我局(?:网站|门户网站)|(?:该|原)?(?:门户)?网站)"
_SINCE = r"(?:自|从|于|已|现|将|即日|经)"
_CLOSED = re.compile(
    rf"[^。；;！!\n]*{_OWN}[^。；;！!\n]{{0,40}}{_SINCE}[^。；;！!\n]{{0,30}}"
    r"(?:停止(?:服务|运行|运维|访问|使用|更新|维护)|永久关停|关停|关闭|下线|停用|停办|不再(?:更新|维护|提供服务))"
    r"[^。；;！!\n]*"
)
_MOVED = re.compile(
    rf"[^。；;！!\n]*{_OWN}[^。；;！!\n]{{0,40}}"
    r"(?:迁移至|迁移到|迁至|整合至|整合到|并入|合并至|更换域名|域名变更为|启用新域名|变更为新域名)[^。；;！!\n]*"
)


def read(reading: Reading) -> Iterator[Sign]:
    """The notice that stands in a home page's place, if one does."""
    page = reading.page
    if reading.kind != PageKind.HOME or len(page.text) > _MOST_CHARS or len(page.anchors) > _MOST_LINKS:
        return
    for kind, pattern in (("closed", _CLOSED), ("moved", _MOVED)):
        if match := pattern.search(f"{page.title}\n{page.text}"):
            yield Sign(kind, value=match[0].strip()[:200])
            return

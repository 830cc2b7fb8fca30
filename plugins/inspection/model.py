"""The nouns of the house and their closed vocabularies.

Read this file first. Every other module uses these words and no synonyms for them:

- *subject* (检查对象): a government website (政府网站) or a government new-media account
  (政务新媒体), named by a durable `subject_id`;
- *probe* (探测): one visit to a home page; *snapshot* (快照): one fetched page, raw bytes in WARC;
- *observation* (观测): one fact read from a snapshot, never a judgement;
- *measure* (度量): observations of a subject and day turned into one number, in SQL;
- *finding* (问题): subject × indicator × day with verdict `fail` or `unknown`;
- *case* (问题台账): one problem from discovery to recheck;
- *jurisdiction* (主管单位): the office that judges; *edition* (指标版本): the rules it judges by;
- *period* (检查周期): a quarter, month or year; *bulletin* (通报): what is published about it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class SubjectKind(StrEnum):
    """What is inspected."""

    SITE = "site"
    ACCOUNT = "account"


class ConnectorName(StrEnum):
    """How a route sees accounts: each is a file of `accounts/`, and its line in `connectors.py`."""

    FEED = "feed"
    PLATFORM_API = "platform_api"
    EXPORT = "export"
    ATTEST = "attest"
    APP_STORE = "app_store"


class Verdict(StrEnum):
    """What an indicator says of a subject on a day. A pass is never stored as a row."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"  # 不予判定: could not be known, and `unknown_reason` says why
    NOT_APPLICABLE = "not_applicable"


class UnknownReason(StrEnum):
    """Why a measure could not be known (不予判定的原因). The header of each measure's SQL says which it gives."""

    PAGE_BLOCKED = "page_blocked"  # 页面被拦截
    NEEDS_BROWSER = "needs_browser"  # a page that scripts write
    NOT_CRAWLED = "not_crawled"
    NO_DATE_READ = "no_date_read"  # a list without dates, whose articles were not all read
    COLUMNS_NOT_FOUND = "columns_not_found"  # neither the registry nor a menu that was read tells them (栏目未识别)
    SECOND_LOOK_MISSING = "second_look_missing"  # 未复核
    TOO_FEW_PROBES = "too_few_probes"
    ONE_VANTAGE = "one_vantage"  # 仅一个探测点发现
    TOO_FEW_TESTS = "too_few_tests"  # of the site's search
    HOST_NOT_CHECKED = "host_not_checked"
    NO_IPV6_HERE = "no_ipv6_here"  # our own line has none
    NO_DATED_ANSWER = "no_dated_answer"
    SOURCE_UNHEALTHY = "source_unhealthy"  # no route saw the account while it saw its controls (采集渠道异常)
    EXPORT_ALONE = "export_alone"  # silent in an export of posts, and nobody looked at the account (仅见于导出记录)
    SOURCE_DOES_NOT_TELL = "source_does_not_tell"  # the account was seen, by routes that do not show this (渠道不提供)


class Grade(StrEnum):
    """What a period says of a subject."""

    QUALIFIED = "qualified"  # 合格
    UNQUALIFIED = "unqualified"  # 不合格
    UNDETERMINED = "undetermined"  # 不予判定
    EXCUSED = "excused"  # 例外 or an approved 临时下线
    PROMINENT_ISSUE = "prominent_issue"  # 存在突出问题, only in variants that have it


class SubjectStatus(StrEnum):
    """Registry status (运行状态) of a site or account."""

    RUNNING = "running"  # 正常运行
    EXCUSED = "excused"  # 例外
    SUSPENDED = "suspended"  # 临时下线
    CLOSING = "closing"  # 申请关停
    CLOSED = "closed"  # 永久关停 or 已注销


class ProbeOutcome(StrEnum):
    """How one planned visit to a home page ended. One row for every planned visit."""

    OK = "ok"
    HTTP_ERROR = "http_error"
    DNS_FAILURE = "dns_failure"
    REFUSED = "refused"
    RESET = "reset"
    TLS_EXPIRED = "tls_expired"
    TLS_WRONG_HOST = "tls_wrong_host"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_PROTOCOL = "tls_protocol"
    TIMEOUT = "timeout"
    REDIRECT_LOOP = "redirect_loop"
    WRONG_HOST = "wrong_host"
    SOFT_ERROR = "soft_error"
    FAILED = "failed"  # an imported log that says no more than that
    BLOCKED = "blocked"  # a challenge or a firewall: no visit at all
    PROBE_FAULT = "probe_fault"  # ours

    @property
    def is_passing(self) -> bool:
        """Whether it may be over in minutes, so that a second look tells more (an HTTP error: by its status)."""
        return self in {ProbeOutcome.DNS_FAILURE, ProbeOutcome.REFUSED, ProbeOutcome.RESET, ProbeOutcome.TIMEOUT}


class FetchOutcome(StrEnum):
    """How one planned fetch of the crawl ended."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"  # a revisit record stands for the body
    SKIPPED = "skipped"
    BLOCKED = "blocked"
    FAILED = "failed"


EXTERNAL = "external"  # subject of link targets on hosts that are no registered site
FORWARDS = "forwards to "  # then an address: the detail of a page that leads on by meta tag or script


class PageKind(StrEnum):
    """What a page is on its site."""

    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    OTHER = "other"


class ColumnClass(StrEnum):
    """Class of a column (栏目类别), which decides how often it must be updated."""

    NEWS = "news"  # 动态要闻
    NOTICE = "notice"  # 通知公告
    POLICY = "policy"  # 政策文件
    INTERPRETATION = "interpretation"  # 政策解读
    PERSONNEL = "personnel"  # 人事
    PLANNING = "planning"  # 规划计划
    INTERACTION = "interaction"  # 互动
    SERVICE = "service"  # 办事
    STATIC = "static"  # 概况, 机构职能, 领导: stands as it is, and owes no update
    OTHER = "other"


class MarkKind(StrEnum):
    """Facts a government page must carry in its footer (页面底部功能区)."""

    SITE_CODE = "site_code"  # 网站标识码
    ICP = "icp"  # ICP备案编号
    POLICE = "police"  # 公安机关备案标识
    CONAC = "conac"  # 党政机关网站标识
    ERROR_ENTRY = "error_entry"  # “我为政府网站找错”入口
    ORGANISER = "organiser"  # 主办单位
    CONTACT = "contact"  # 联系方式
    FOOTER_ELSEWHERE = "footer_elsewhere"  # no fact of these: that a script or a frame may bring the others


class LinkOutcome(StrEnum):
    """What the crawl saw behind a link. A suspect link is not broken: nobody may be blamed for it."""

    OK = "ok"
    BROKEN = "broken"
    SUSPECT = "suspect"  # 403, 429, timeout, challenge
    UNCHECKED = "unchecked"


class VisitKind(StrEnum):
    """Why an address is visited apart from the crawl. Readers ask; the visit plan (`crawl/visits.py`) visits."""

    SECOND_LOOK = "second_look"  # 复核: a link that the crawl found broken, hours later
    RANDOM_ADDRESS = "random_address"  # an address that cannot exist: does the site answer as if it did?
    SEARCH_TEST = "search_test"  # 站内搜索 with a word of a random article
    ACCOUNT_PAGE = "account_page"  # the public page of an account
    SPIDER_VISIT = "spider_visit"  # the home page as a search spider sees it


class VisitState(StrEnum):
    """How a planned visit stands. Of the first it becomes one of the others, once."""

    PLANNED = "planned"
    DONE = "done"
    SKIPPED = "skipped"  # not allowed: robots.txt
    EXPIRED = "expired"  # overdue: it would tell of another time


class Severity(StrEnum):
    """Severity of a wording hit as the word list gives it."""

    MINOR = "minor"  # 一般
    SUSPECTED = "suspected"  # 疑似
    GRAVE = "grave"  # 严重


class WordClass(StrEnum):
    """What a word list is about: an error of writing is none in a title, a quotation or a name, all others are."""

    WRITING = "writing"  # 文字
    LEADERS = "leaders"  # 领导人姓名职务
    BODIES = "bodies"  # 机构名称
    PLACES = "places"  # 地名
    PHRASES = "phrases"  # 提法
    LAWS = "laws"  # 法律法规名称
    BANNED = "banned"  # 禁用词


class Decision(StrEnum):
    """A human's word on a finding. Append only: recomputing never erases it."""

    CONFIRMED = "confirmed"
    STRUCK_OUT = "struck_out"  # 误报, 核减
    DOWNGRADED = "downgraded"
    REPORTED = "reported"  # an authority or inspector reports what no machine measures


def normalise_text(value: str) -> str:
    """NFKC form, trimmed, runs of white space folded to one space."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", value)).strip()


def site_id(site_code: str) -> str:
    """`subject_id` of a site from its ten-character code (网站标识码)."""
    return f"site:{site_code}"


def account_id(platform: str, account: str) -> str:
    """`subject_id` of an account. `platform` is canonical; `account` the platform's id or name."""
    return f"account:{platform}:{normalise_text(account).replace(' ', '')}"

"""What is planted in the city: one table, read from top to bottom.

Who bears a fault moves with the seed; what happens, and when, does not. Days are inclusive. What
`first_on`, `last_on` and `parts` mean for a kind:

- on pages, as seen on these days: `blank`, `dead_links`, `forbidden_link`, `missing_marks`, `no_entry`,
  `wrong_entry` (another site's code), `codeless_entry`; parts are columns or kinds of marks;
- `silence`: something is published on `first_on` and on `last_on` and nothing between; parts are columns
  (none for an account). What is published on a day is seen on the next, so that the age of the newest
  item on a page is largest on `last_on`;
- `wording`: a text published on `first_on` says parts[1] in column parts[0] until `last_on`, as seen,
  and is then corrected; accounts have parts[0] only, and posts are never corrected;
- in the probe log, on each of the days, at the local times in parts (`06:00-14:00`, half-hourly slots):
  `outage`, `blocked`, `late` (begun more than an hour late, and failed), `doubled` (failed, logged twice),
  `slow` (14.9 s, answered), `hiccup` (one failure), `downtime` (failed, with approval), `own_outage` (of
  ours: every site fails);
- `bad_tag`: on every page that has it, the meta tag parts[0] says parts[1], or is missing without one;
  `tag_case`: the tags' names are written in lower case;
- `silence` of `lxxd`, the portals' page of letters: no answer is shown between the two days;
- `unanswered`: a letter through the channel parts[0], received on `first_on` and answered on `last_on`;
- `title`: the item of column parts[0] published on `first_on` is called parts[1];
- `navigation_home`: the home page leads to the columns and lists nothing;
- `no_interaction`, `unhealthy` (we cannot see the account): as checked on these days.

What a live visitor meets (blocks, outages, loops, slow hosts) is planted in `live.py`, and only when asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from demo.city import registry
from demo.city.names import COLUMNS, LETTERS, NEWS, ON_HOME
from demo.city.registry import Account, Site

FIRST_DAY, LAST_DAY = date(2023, 6, 17), date(2023, 12, 31)
EVERYBODY = "site:*"
PRAISED_BODY = "云州市公安局"  # the province praises its account: it bears no fault
PROBE_KINDS = ("outage", "blocked", "late", "doubled", "slow", "hiccup", "downtime", "own_outage")
QUOTE = "旧志作“云洲”,今通作“云州”。"
FAIR = "周末前往“彩云洲市集”的市民可乘坐专线公交。"


@dataclass(frozen=True)
class Plant:
    """One planted thing. `is_harmless`: it looks like a fault and must not be found to be one."""

    kind: str
    subject_id: str
    first_on: date
    last_on: date
    parts: tuple[str, ...]
    note: str
    is_harmless: bool = False
    decision: str = ""  # what an inspector says of a wording: confirmed, struck_out, or nothing yet

    def is_seen(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.first_on <= day <= self.last_on


@cache
def plants(seed: int) -> tuple[Plant, ...]:
    """Everything planted in the city of this seed."""
    p, d = _sites(seed)
    wx, silent, weibo, toutiao = _accounts(seed)
    every = tuple(column.slug for column in COLUMNS)
    yearly = ("rsrm", "zkly", "ghjh", "zdgz", "tjsj", "zfcg")
    table = [
        # 2023Q3: seven sites fail by a veto at a month's end; each is mended by 1 October
        fault("blocked", d[0], "2023-08-28", "2023-08-28", "00:00-08:00", note="16 of 336 visits do not count"),
        fault("outage", d[0], "2023-08-29", "2023-08-29", "06:00-14:00", note="SV2 at exactly 16 of 320, 5 %"),
        fault("outage", d[0], "2023-08-30", "2023-08-30", "08:00-17:00", note="SV2 at 34 of 320 at the month's end"),
        fault("silence", p[0], "2023-09-16", "2023-09-30", *ON_HOME, note="SV3 at exactly 14 days on 30 September"),
        fault("silence", d[1], "2023-08-12", "2023-09-30", *NEWS, note="SV4.1: four news columns"),
        fault("silence", d[1], "2023-02-20", "2023-09-30", "gsgg", note="SV4.1: and one of notices, six months"),
        fault("silence", d[2], "2023-08-22", "2023-09-30", *NEWS, note="SV4.2: four of ten"),
        *(
            fault("silence", d[2], last_on, "2023-09-30", slug, note="SV4.2: and one of those due once a year")
            for slug, last_on in zip(
                yearly,
                ("2022-07-28", "2022-08-03", "2022-08-11", "2022-08-19", "2022-08-26", "2022-09-04"),
                strict=True,
            )
        ),
        fault("blank", d[3], "2023-09-11", "2023-09-30", *yearly[:5], note="SV4.3: five blank columns"),
        fault("wording", d[4], "2023-09-12", "2023-09-30", "zcjd", "云洲市各有关单位要抓好落实。",
              note="SV1.1", decision="confirmed"),
        fault("silence", d[4], "2023-09-12", "2023-09-30", "zcjd", note="keeps that text the newest", is_harmless=True),
        fault("navigation_home", d[5], "2018-01-01", None, note="home page without items"),
        fault("silence", d[5], "2023-09-10", "2023-09-30", *every, note="SV3: all columns behind a navigation page"),
        # 2023Q3: four accounts fail
        fault("silence", wx[0], "2023-08-14", "2023-10-10", note="AV2.1 at two month ends"),
        fault("silence", wx[1], "2023-09-12", "2023-10-13", note="AV2.1"),
        fault("no_interaction", wx[2], "2023-09-05", "2023-10-16", note="AV3.1"),
        fault("silence", silent, "2023-07-10", "2023-08-07", note="AV2.1 on another platform"),
        # 2023Q4: six accounts of six departments with a grave expression error, reported the same day
        *(
            fault("wording", account, on, on, sentence, note="AV1.1", decision="confirmed")
            for account, on, sentence in (
                (wx[3], "2023-10-17", "欢迎向云洲市各服务窗口咨询。"),
                (wx[4], "2023-10-26", "详情见云州市人民政付门户网站。"),
                (wx[5], "2023-11-09", "活动在云洲市民广场举行。"),
                (weibo, "2023-11-21", "转自云州市人民正府门户网站。"),
                (wx[6], "2023-12-06", "云洲市全体工作人员向您致意。"),
                (wx[7], "2023-12-19", "请关注云州市人民政付公告。"),
            )
        ),
        # below a veto, on portals
        fault("no_entry", p[0], "2023-07-10", "2023-07-19", note="SD4.7"),
        fault("dead_links", p[2], "2023-08-03", "2023-08-11", note="SD4.3"),
        fault("dead_links", p[1], "2023-10-12", "2023-11-02", note="SD4.3 over a month's end"),
        fault("missing_marks", p[2], "2023-11-03", "2023-12-05", "police", "contact", note="SD4.2"),
        fault("wrong_entry", p[3], "2023-10-20", "2023-11-16", note="SD4.7: another site's code"),
        fault("codeless_entry", p[3], "2023-12-11", "2023-12-15", note="SD4.7: no code"),
        fault("silence", p[3], "2023-05-10", "2023-12-05", "zcjd", note="SD1.5: policies, six months on 10 November"),
        fault("blank", p[2], "2023-08-14", "2023-09-05", yearly[0], note="SD1.9: one blank column of a portal"),
        fault("bad_tag", p[1], "2023-07-24", "2023-08-02", "SiteIDCode", "5399009997", note="SD4.5: nobody's code"),
        fault("bad_tag", p[0], "2023-10-09", "2023-10-20", "SiteDomain", note="SD4.5: a tag is missing"),
        fault("bad_tag", p[2], "2023-12-21", "2023-12-26", "PubDate", "null", note="SD4.5: articles alone owe it"),
        fault("silence", p[0], "2023-08-16", "2023-11-03", LETTERS.slug, note="SD3.3: two months on 16 October"),
        fault("unanswered", p[1], "2023-06-20", "2023-09-28", "领导信箱", note="SV5.2 between two months' ends"),
        # days on which nobody can say
        fault("blocked", p[3], "2023-12-08", "2023-12-08", "05:00-20:00", note="18 visits left: SV2 unknown"),
        fault("unhealthy", wx[8], "2023-11-06", "2023-11-09", note="AV2.1 by the posts that are known"),
        *(
            fault("unhealthy", account, "2023-08-08", "2023-08-09", note="a whole platform out of our sight")
            for account in registry.accounts()
            if account.platform == "百家号"
        ),
        # just under a limit
        look_alike("silence", d[6], "2023-11-17", "2023-11-30", *ON_HOME, note="home page 13 days old on 30 November"),
        look_alike("blocked", d[7], "2023-11-26", "2023-11-26", "09:00-12:30", note="7 visits that do not count"),
        look_alike("own_outage", None, "2023-11-27", "2023-11-27", "10:00-11:00", note="our own outage"),
        look_alike("outage", d[7], "2023-11-28", "2023-11-28", "06:00-14:00", note="16 of 327 visits, 4.9 %"),
        look_alike("silence", d[8], "2023-10-12", "2023-11-08", *NEWS, note="four late columns on 31 October"),
        look_alike("blank", d[9], "2023-11-20", "2023-12-08", *yearly[:4], note="four blank columns on 30 November"),
        look_alike("silence", wx[9], "2023-11-17", "2023-12-01", note="account silent for 13 days on 30 November"),
        look_alike("silence", d[6], "2023-01-25", "2023-12-20", "rsrm", note="personnel column ten months old"),
        look_alike("silence", d[10], "2023-05-20", "2023-11-19", "zcjd", note="policies a day short of six months"),
        look_alike("silence", p[2], "2023-09-01", "2023-10-31", LETTERS.slug, note="no answer shown, a day too short"),
        look_alike("unanswered", p[3], "2023-08-31", "2023-12-01", "领导信箱", note="answered after three months"),
        # what only looks like a fault
        look_alike("tag_case", d[10], "2023-11-06", "2023-11-17", note="HTML does not mind the case of names"),
        look_alike("own_outage", None, "2023-07-20", "2023-07-20", "15:00-16:00", note="our own outage"),
        look_alike("blocked", d[6], "2023-07-12", "2023-07-12", "08:00-20:30", note="challenge pages, 23 visits left"),
        look_alike("doubled", d[10], "2023-08-16", "2023-08-16", "07:00-12:00", note="10 failures, each logged twice"),
        look_alike("slow", p[1], "2023-09-20", "2023-09-20", "02:00-22:00", note="40 answers after 14.9 s"),
        look_alike("late", d[9], "2023-10-19", "2023-10-19", "07:00-17:00", note="20 late visits that failed"),
        look_alike("downtime", d[11], "2023-11-11", "2023-11-11", "06:00-22:00", note="approved: SV2 not applicable"),
        look_alike("navigation_home", d[10], "2018-01-01", None, note="home page without items, columns fresh"),
        look_alike("forbidden_link", p[2], "2023-10-01", "2023-12-31", note="a link that answers 403 is not broken"),
        look_alike("title", p[0], "2023-09-16", "2023-09-16", "tzgg", "关于2023年9月29日至10月6日假期值班安排的公告",
                   note="a later date in a title, on the stale home page"),
        look_alike("wording", d[8], "2023-10-16", "2023-12-31", "zcjd", QUOTE, note="云洲 alone is no listed term"),
        look_alike("silence", d[8], "2023-10-16", "2023-11-13", "zcjd", note="keeps that text the newest"),
        look_alike("wording", d[7], "2023-11-13", "2023-12-31", "zcjd", FAIR, note="a fair", decision="struck_out"),
        look_alike("silence", d[7], "2023-11-13", "2023-11-28", "zcjd", note="keeps that text the newest"),
        look_alike("wording", wx[10], "2023-11-24", "2023-11-24", FAIR, note="a fair", decision="struck_out"),
        look_alike("wording", toutiao, "2023-12-27", "2023-12-27", "摘自云州市人民正府网站。", note="unconfirmed"),
        # the live face of the city: what a crawl of today finds
        fault("dead_links", p[1], "2024-01-15", None, note="SD4.3"),
        fault("missing_marks", p[2], "2024-01-15", None, "police", "contact", note="SD4.2"),
        fault("wrong_entry", p[3], "2024-01-15", None, note="SD4.7"),
        fault("silence", d[6], "2024-02-20", None, *ON_HOME, note="SV3"),
        fault("blank", d[9], "2024-02-20", None, *yearly[:5], note="SV4.3"),
        fault("wording", d[4], "2024-03-05", None, "zcjd", "云洲市各有关单位要抓好落实。", note="to be proposed"),
        fault("silence", d[4], "2024-03-05", None, "zcjd", note="keeps that text the newest"),
        fault("silence", wx[0], "2024-03-04", None, note="AV2.1"),
    ]  # fmt: skip
    return (*table, *_hiccups(seed, table))


def fault(
    kind: str, subject: Site | Account | None, first_on: str, last_on: str | None, *parts: str, note: str,
    is_harmless: bool = False, decision: str = "",
) -> Plant:  # fmt: skip
    """A row of the table that must be found; `last_on` None: it goes on."""
    subject_id = subject.subject_id if subject else EVERYBODY
    end = date.fromisoformat(last_on) if last_on else date.max
    return Plant(kind, subject_id, date.fromisoformat(first_on), end, parts, note, is_harmless, decision)


def look_alike(kind: str, subject: Site | Account | None, *days_and_parts: str | None, **more: str) -> Plant:
    """A row of the table that must not be found."""
    return fault(kind, subject, *days_and_parts, is_harmless=True, **more)


@cache
def of_subject(seed: int, subject_id: str, *kinds: str) -> tuple[Plant, ...]:
    """What is planted on one subject, our own outages included, of these kinds or of all."""
    return tuple(
        plant
        for plant in plants(seed)
        if plant.subject_id in {subject_id, EVERYBODY} and (not kinds or plant.kind in kinds)
    )


def slots(span: str) -> range:
    """Half-hourly slots of a day in `06:00-14:00`: 12 to 27."""
    first, end = (int(clock[:2]) * 2 + int(clock[3:]) // 30 for clock in span.split("-"))
    return range(first, end)


def _sites(seed: int) -> tuple[list[Site], list[Site]]:
    """The four portals and the twelve departments, each in the seed's order."""
    rng = Random(f"{seed}:sites")
    portals = [site for site in registry.sites() if site.kind == "门户"]
    departments = [site for site in registry.sites() if site.kind == "部门"]
    return rng.sample(portals, len(portals)), rng.sample(departments, len(departments))


def _accounts(seed: int) -> tuple[list[Account], Account, Account, Account]:
    """Eleven 微信公众号, one 抖音短视频, one 新浪微博, one 今日头条; the fourth to eighth and the 新浪微博 belong to
    six different city departments."""
    rng = Random(f"{seed}:accounts")
    settled = [
        account
        for account in registry.accounts()
        if account.opened_on == registry.ALWAYS and account.closed_on == date.max and len(account.names) == 1
        if account.body.name != PRAISED_BODY
    ]
    rng.shuffle(settled)
    weixin = [account for account in settled if account.platform == "微信公众号"]
    department = [
        account for account in weixin if account.body.name.endswith(("局", "委员会")) and account.body.level == "市级"
    ]
    weibo = next(
        account
        for account in settled
        if account.platform == "新浪微博" and account.body in [account.body for account in department[5:]]
    )
    others = [account for account in weixin if account not in department]
    douyin, toutiao = (
        next(account for account in settled if account.platform == platform) for platform in ("抖音短视频", "今日头条")
    )
    return [*others[:3], *department[:5], *others[3:6]], douyin, weibo, toutiao


def _hiccups(seed: int, table: list[Plant]) -> list[Plant]:
    """Single failed visits, one in about twelve days and site, away from everything planted in the site's log."""
    found = []
    for site in registry.sites():
        rng = Random(f"{seed}:hiccups:{site.code}")
        planted = [
            plant.first_on
            for plant in table
            if plant.kind in PROBE_KINDS and plant.subject_id in {site.subject_id, EVERYBODY}
        ]
        day = FIRST_DAY
        while (day := day + timedelta(days=rng.randint(8, 16))) <= LAST_DAY:
            if all(abs((day - other).days) > 8 for other in planted):
                slot = rng.randrange(47)
                span = f"{slot // 2:02}:{slot % 2 * 30:02}-{(slot + 1) // 2:02}:{(slot + 1) % 2 * 30:02}"
                found.append(
                    look_alike("hiccup", site, day.isoformat(), day.isoformat(), span, note="one failed visit")
                )
    return found

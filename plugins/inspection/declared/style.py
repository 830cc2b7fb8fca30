"""House style (行文规范): how an office's bulletins are worded and printed, as its file sets it.

Offices differ in rounding, counters, columns, headings and deadlines; all of it is data under `bulletin:`
in `include/jurisdictions/`. `bulletin/grammar.py` tells what a title may hold in braces.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from inspection.declared import canonical
from inspection.declared.strict import Strict

Kind = Literal["site", "account"]
# what a pass rate is a share of (分母): the judged ones, the distinct inspected, all registered, or the visits (家次)
Denominator = Literal["judged", "inspected", "registered", "visits"]


class RateStyle(Strict):
    """How rates are printed: 99.376 % is 99.4 by half_up and 99.3 by truncate."""

    decimals: int = Field(1, ge=0, le=4)
    rounding: Literal["half_up", "truncate"] = "half_up"
    keeps_zeros: bool = True  # 99.0% or 99%
    is_printed: bool = True  # some offices never print their own pass rate


class ListColumn(Strict):
    """One column of a list: its head and what stands in its cells."""

    head: str
    cell: Literal[
        "seq", "name", "platform", "platform_name", "account_kind", "organiser", "region", "home_url", "proof_url",
        "reasons",
    ]  # fmt: skip


class ListStyle(Strict):
    """A list (名单) in an annex, one row a subject or one a reason (存在问题)."""

    title: str
    columns: list[ListColumn]
    row: Literal["subject", "reason"] = "subject"
    order: list[Literal["region_code", "organiser", "platform", "name"]] = ["region_code", "organiser", "name"]


class Deadline(Strict):
    """When and how rectification (整改) is to be reported: by one of three ways to count."""

    days: int | None = Field(None, ge=1)  # after the day of issue
    working_days: int | None = Field(None, ge=1)  # after the day of issue, by the calendar of the State Council
    days_after_period: int | None = Field(None, ge=1)  # a day that stands in the draft already
    by: Literal["paper", "online"] = "paper"
    system: str = ""  # name of the online system
    is_signed_by_head: bool = True

    @model_validator(mode="after")
    def _one_way(self) -> Deadline:
        if sum(way is not None for way in (self.days, self.working_days, self.days_after_period)) != 1:
            raise ValueError("give one of days, working_days, days_after_period")
        return self


class PeriodWords(Strict):
    """What a period is called; {quarter} and {month_word} are 四 and 九, {month} is 9."""

    quarter: str = "{year}年第{quarter}季度"
    month: str = "{year}年{month}月"
    year: str = "{year}年"


def _default_lists() -> dict[str, ListStyle]:
    seq, organiser, reasons = ("序号", "seq"), ("县(市、区)/部门", "organiser"), ("存在问题", "reasons")
    columns = {
        "site": [seq, ("网站名称", "name"), ("首页网址", "home_url"), organiser, reasons],
        "account": [seq, ("新媒体名称", "name"), ("所属平台", "platform"), organiser, reasons],
    }
    titles = {"site": "{=period}检查不合格政府网站名单", "account": "{=period}检查不合格政务新媒体名单"}
    return {
        kind: ListStyle(title=titles[kind], columns=[ListColumn(head=head, cell=cell) for head, cell in columns[kind]])
        for kind in columns
    }


class BulletinStyle(Strict):
    """The house style of the office's bulletin: its parts in the order in which they are printed."""

    template: str = "bulletins/city_quarter.html.j2"
    head: Literal["letter", "full"] = "letter"  # 信函格式, or 文件格式 with the number under the red head
    document_number: str = ""  # 发文字号, e.g. 云政办函〔{year}〕{number}号; empty where the office gives none
    draws_number: bool = False  # signing takes the next number of the year; else the registry of documents gives it
    title: list[str] = ["{=office}关于", "{=period}{=scope}政府网站和", "政务新媒体检查情况的通报"]  # line by line
    addressees: str = ""  # 主送机关
    authorities: list[str] = []  # documents that the inspection rests on, as cited
    authority_titles: dict[str, str] = {}  # their titles in full, by number, where the office prints them
    indicators: str = "《政府网站与政务新媒体检查指标》"
    sections: list[str] = ["_opening", "_overall", "_problems", "_requirements"]  # of include/templates/bulletins/
    special_sections: list[str] = ["_opening", "_special", "_requirements"]  # of a special check (专项检查)
    headings: dict[str, str] = {}  # of the first level, by section, where they differ from the usual ones
    item_form: Literal["bracketed", "arabic"] = "bracketed"  # headings of the second level: (一) or 1.
    lists: dict[Kind, ListStyle] = Field(default_factory=_default_lists)
    charts: list[Literal["pass_rates", "reasons", "platforms"]] = []  # drawn in the last annex; most offices print none
    contact: Literal["none", "text", "line"] = "none"  # where the contact stands; who it is, the office writes in
    contact_body: str = ""
    note: str = ""  # 附注, e.g. (此件主动公开)
    fonts_folder: str = ""  # the office's own fonts for the PDF (FangSong_GB2312, …); free ones stand in for them

    period_words: PeriodWords = PeriodWords()
    shown_platforms: list[str] = []  # the rest is summed as 其他; none named: no platforms are told
    platform_words: dict[str, str] = {}  # 微信公众号 → 政务微信公众号
    # how a sentence names what is listed, by list or kind of subject: {name}, {organiser}, {platform}, {region}, {note}
    named_as: dict[str, str] = {}
    reason_words: dict[str, str] = {}  # reason id → the words that the office prints
    superior_levels: list[str] = ["state", "province"]
    superior_names: dict[str, str] = {}
    channels: list[str] = ["曝光台", "找错"]  # reported on also when nothing came, where messages have a source
    channel_words: dict[str, str] = {}

    counter: dict[str, str] = {"site": "个", "account": "个", "visit": "家次"}
    rate: RateStyle = RateStyle()
    figures: dict[str, dict[str, Any]] = {}  # what differs from `rate`, by figure id or figure_id{dimension}
    says_none: bool = False  # 未发现不合格的情况 for 不合格0个
    difference_unit: Literal["个百分点", "%"] = "个百分点"  # % is wrong of a difference: printed with a warning
    denominators: dict[Literal["site", "account", "superior_site", "superior_account"], Denominator] = {}
    quantifiers: dict[str, float] = {"多数": 0.5, "部分": 0.1, "个别": 0}  # vague words, from which share on
    mentions_at_least: int = 3  # named so often in a year, an account gets a reminder (提醒函)
    rectification: Deadline = Deadline(days=15)
    drafter_may_sign: bool = False  # who drafted it does not sign it, unless one person alone does all

    @field_validator("channels")
    @classmethod
    def _one_name_a_channel(cls, names: list[str]) -> list[str]:
        return canonical.each(canonical.channel, names)

    @field_validator("channel_words")
    @classmethod
    def _channels_by_name(cls, words: dict[str, str]) -> dict[str, str]:
        return canonical.keys(canonical.channel, words)

    @field_validator("shown_platforms")
    @classmethod
    def _one_name_a_platform(cls, names: list[str]) -> list[str]:
        return canonical.each(canonical.platform, names)

    @field_validator("platform_words")
    @classmethod
    def _platforms_by_name(cls, words: dict[str, str]) -> dict[str, str]:
        return canonical.keys(canonical.platform, words)

    @model_validator(mode="after")
    def _known(self) -> BulletinStyle:
        for name in self.figures:
            self.rate_style(*_split(name))
        return self

    def rate_style(self, figure_id: str, dimension: str = "") -> RateStyle:
        """How this rate or difference is printed: the figure's own settings before the office's."""
        own = self.figures.get(figure_id, {}) | self.figures.get(f"{figure_id}{{{dimension}}}", {})
        return RateStyle.model_validate(self.rate.model_dump() | own)

    def denominator(self, of: str) -> Denominator:
        """What the pass rate of `site`, `account`, `superior_site` or `superior_account` is a share of."""
        return self.denominators.get(of, "inspected" if of.startswith("superior") else "judged")


def _split(name: str) -> tuple[str, str]:
    figure_id, _, rest = name.partition("{")
    return figure_id, rest.removesuffix("}")

"""Half A, what an inspection counted: by county, by sample, of a whole province, month by month."""

from __future__ import annotations

from datetime import date

from bench.accuracy.proofread.draft import Draft
from bench.accuracy.proofread.words import (
    BOROUGHS,
    CITIES,
    COUNTIES,
    FAULTS,
    OFFICES,
    PLATFORMS,
    PROVINCES,
    foot,
    table,
)

QUARTERS = {1: "一", 2: "二", 3: "三", 4: "四"}
ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


def by_county(d: Draft) -> list[str]:
    """A city's quarter: breakdown by county, failures named in the text and in an annex."""
    city, year, q = d.pick(*CITIES), d.between(2019, 2025), d.between(1, 3)
    places = d.shuffled(COUNTIES)[: d.between(4, 6)]
    own = d.between(8, 19)
    sizes = d.split(d.between(31, 60), len(places), 2)
    sites, own_sites = d.count(sum(sizes) + own), d.count(own)
    parts = d.counts(sizes)
    d.sum(sites, [own_sites, *parts])
    unit = d.pick("家", "个")
    failed_names = [f"{office}网站" for office in d.shuffled([f"{city[:2]}市{o}" for o in OFFICES])[: d.between(3, 5)]]
    failed = d.count(len(failed_names))
    good = d.count(sites.value - failed.value)
    d.sum(sites, [good, failed])
    rate = d.rate(good, sites, d.pick(1, 2))
    listed = d.names(failed_names)
    form = d.between(0, 2)
    d.listed(failed, listed, open_=form == 1)
    media = d.count(d.between(160, 420))
    kinds = d.shuffled(PLATFORMS)[:3]
    kind_parts = d.counts(d.split(media.value, 4, 5))
    d.sum(media, kind_parts)
    media_failed = d.count(d.between(4, 8))
    media_rate = d.rate_without(media_failed, media, 2)
    rows = d.names(
        [
            (f"{name[:2]}{d.pick('发布', '之声', '在线')}", d.pick(*PLATFORMS), name, d.pick(*FAULTS))
            for name in d.shuffled(COUNTIES)[: media_failed.value]
        ],
        table(("新媒体名称", "所属平台", "主管单位", "存在问题"), d.pick("pipe", "cells", "tab")),
    )
    d.listed(media_failed, rows)
    letters, letters_before = d.count(d.between(12, 40)), d.count(d.between(41, 66))
    fewer = d.difference(letters_before, letters)
    by_part = "、".join(f"{place}{part}{unit}" for place, part in zip(places, parts, strict=True))
    month, last = ENDS[q]
    issued, due = d.day(date(year, month + 1, 9)), d.day(date(year, month + 1, d.between(20, 29)))
    d.order(issued, due)
    name = f"{year}年第{QUARTERS[q]}季度不合格政务新媒体名单"
    counted = d.pick(
        f"全市正常运行的政府网站共{sites}{unit},其中市级部门网站{own_sites}{unit},{by_part}。",
        f"截至{year}年{month}月{last}日,全市运行政府网站{sites}{unit},包括市级部门{own_sites}{unit}、{by_part}。",
        f"我市现有政府网站{sites}{unit}({by_part},市级部门{own_sites}{unit}),全部纳入检查。",
    )
    verdict = (
        f"经检查,合格{good}{unit},不合格{failed}{unit},合格率{rate}。不合格的是{listed}。",
        f"其中合格网站{good}{unit},总体合格率为{rate};{listed}等{failed}{unit}网站不合格。",
        f"{good}{unit}网站合格,{failed}{unit}网站不合格(分别为:{listed}),合格率达{rate}。",
    )[form]
    return [
        f"{city}人民政府办公室关于{year}年第{QUARTERS[q]}季度全市政府网站与政务新媒体检查情况的通报",
        "",
        "各县(市、区)人民政府,市政府各部门:",
        "根据《国务院办公厅关于印发政府网站发展指引的通知》(国办发〔2017〕47号)要求,市政府办公室组织了本季度检查。"
        "现通报如下:",
        "一、总体情况",
        f"(一)政府网站。{counted}{verdict}",
        f"(二)政务新媒体。在全国系统登记的账号{media}个,其中{kinds[0]}{kind_parts[0]}个、{kinds[1]}{kind_parts[1]}个、"
        f"{kinds[2]}{kind_parts[2]}个、其他{kind_parts[3]}个。发现不合格账号{media_failed}个(名单见附件),合格率{media_rate}。",
        f"(三)留言办理。本季度收到“我为政府网站找错”留言{letters}条,比上季度的{letters_before}条减少{fewer}条,均在3个工作日内办结,办结率100%。",
        "二、存在问题",
        f"个别网站2周以上没有更新,{d.between(2, 6)}个栏目为空白;有{d.between(3, 9)}条链接打不开。",
        "三、工作要求",
        f"请有关单位举一反三,于{due}前报送整改情况。整改期间每日至少巡查1次,5个工作日内办理留言。",
        "",
        *foot(f"{city}人民政府办公室", f"{issued}", [name]),
        "",
        "附件",
        name,
        f"{rows}",
    ]


def sampled(d: Draft) -> list[str]:
    """Population and sample apart, the rate in another paragraph, the breakdown of the sample."""
    city, year, q = d.pick(*CITIES), d.between(2020, 2025), d.between(1, 4)
    everything = d.count(d.between(700, 1900))
    picked = d.count(everything.value * d.between(22, 48) // 100)
    share = d.rate(picked, everything, d.pick(1, 2))
    d.part(picked, everything)
    names = d.shuffled(PLATFORMS)[: d.between(3, 4)]
    parts = d.counts(d.split(picked.value, len(names) + 1, 8))
    d.sum(picked, parts)
    bad = d.count(d.between(9, picked.value // 10))
    d.part(bad, picked)
    rate = d.rate_without(bad, picked, 1)
    before = d.earlier(rate, -14, -6, 7, 12, 19, 23)
    points = d.points(before, rate)
    up = rate.value > before.value
    causes = d.counts(d.split(bad.value, 3))
    d.sum(bad, causes)
    sites = d.count(d.between(24, 61))
    share_zero = d.pick("未发现不合格网站,合格率100%", "均合格")
    breakdown = ",".join(f"{name}{part}个" for name, part in zip([*names, "其他平台"], parts, strict=True))
    year_before = d.count(d.between(120, 300))
    letters = d.count(year_before.value + d.between(11, 90))
    more = d.growth(year_before, letters)
    middle = d.pick(
        f"全市政府系统现有备案政务新媒体{everything}个,本次抽查{picked}个,抽查比例{share}。抽查的账号中,{breakdown}。",
        f"从备案的{everything}个政务新媒体账号中随机抽取{picked}个开展检查,占总数的{share}。其中:{breakdown}。",
        f"本季度抽查政务新媒体{picked}个,占全市政务新媒体总数{everything}个的{share},其中{breakdown}。",
    )
    found = d.pick(
        f"共有{bad}个账号不合格,其中超过14天未更新的{causes[0]}个,互动功能不可用的{causes[1]}个,其他原因{causes[2]}个。",
        f"抽查发现不合格账号{bad}个,分为三类:更新不及时{causes[0]}个、无互动渠道{causes[1]}个、名称未变更{causes[2]}个。",
    )
    return [
        f"{city}人民政府办公室",
        f"关于{year}年第{QUARTERS[q]}季度政府网站和政务新媒体抽查情况的通报",
        f"发布时间:{year + (q == 4)}-{ENDS[q][0] % 12 + 1:02d}-12",
        "",
        "市政府各部门、各直属机构:",
        "现将本季度抽查情况通报如下。",
        "一、抽查情况",
        f"1.政府网站。对全市{sites}家政府网站进行全覆盖检查,{share_zero}。",
        f"2.政务新媒体。{middle}",
        f"{found}",
        f"按此计算,抽查账号合格率为{rate},上季度为{before},{'提高' if up else '下降'}{points}。",
        f"3.群众来信。本季度收到各类留言{letters}条,去年同期为{year_before}条,同比增长{more}。"
        f"按照规定,咨询类留言应在{d.pick(5, 7)}个工作日内答复。",
        "二、主要问题",
        f"(一)更新不勤。有的账号连续{d.between(15, 40)}天没有发布信息。",
        f"(二)把关不严。有{d.between(2, 5)}篇稿件出现错别字{d.between(6, 12)}处。",
        "三、下一步安排",
        "各单位主要负责同志要亲自过问,分管同志每月至少听取1次汇报,做到“三审三校”。",
        "",
        f"{city}人民政府办公室",
        f"{year + (q == 4)}年{ENDS[q][0] % 12 + 1}月{d.between(8, 12)}日",
    ]


def province(d: Draft) -> list[str]:
    """A province: looks counted by 家次, cities named with their rates, bands of scores, a deadline."""
    place, year = d.pick(*PROVINCES), d.between(2019, 2024)
    q = d.between(1, 3)
    month, last = ENDS[q]
    sites = d.count(d.between(420, 760))
    looks = d.count(sites.value + d.between(40, 160))
    bad = d.count(d.between(5, 17))
    rate = d.rate_without(bad, looks, 2)
    cities = d.shuffled(BOROUGHS)[:3]
    of, fails = d.counts([d.between(34, 88) for _ in cities]), d.counts(sorted(d.random.sample(range(1, 8), 3)))
    rates = [d.rate_without(f, n, 1, "group") for f, n in zip(fails, of, strict=True)]
    high = [d.count(n) for n in d.split(sites.value, 4, 6)]
    d.sum(sites, high)
    full = d.shuffled([b for b in BOROUGHS if b not in cities])[: d.between(3, 5)]
    full_count, full_names = d.count(len(full)), d.names(full)
    d.listed(full_count, full_names)
    media = d.count(d.between(900, 3100))
    media_bad = d.count(d.between(12, 66))
    media_good = d.count(media.value - media_bad.value)
    d.sum(media, [media_good, media_bad])
    media_rate = d.rate(media_good, media, 2)
    start, end = (
        d.day(date(year, month - 2, d.between(1, 9)), False),
        d.day(date(year, month, d.between(15, 28)), False),
    )
    d.period(start, end, date(year, month - 2, 1), date(year, month, last))
    issued, due = d.day(date(year, month + 1, 6)), d.day(date(year, month + 1, d.between(18, 30)))
    d.order(issued, due)
    listing = "、".join(cities)
    series = d.pick(
        f"{listing}分别检查{'家、'.join(f'{n}' for n in of)}家,不合格{'家、'.join(f'{n}' for n in fails)}家,"
        f"合格率分别为{'、'.join(f'{r}' for r in rates)}。",
        "。".join(
            f"{c}检查网站{n}家,不合格{f}家,合格率{r}" for c, n, f, r in zip(cities, of, fails, rates, strict=True)
        )
        + "。",
    )
    return [
        f"{place}人民政府办公厅关于{year}年第{QUARTERS[q]}季度全省政府网站与政务新媒体检查情况的通报",
        f"{place[:1]}政办函〔{year}〕{d.between(20, 90)}号",
        "各市人民政府,省政府各部门、各直属机构:",
        "为贯彻落实国务院办公厅有关要求,省政府办公厅开展了检查,经省政府同意,现将有关情况通报如下。",
        "一、总体情况",
        f"{start}至{end},省政府办公厅对照六项单项否决指标和二十二项扣分指标开展检查。全省正常运行的政府网站{sites}家,"
        f"累计检查{looks}家次,发现不合格{bad}家次,总体合格率{rate}。",
        f"从各市看,{full_names}{full_count}个市合格率为100%。{series}",
        f"按照百分制评分,{sites}家网站中90分以上的{high[0]}家,80分至90分的{high[1]}家,60分至80分的{high[2]}家,"
        f"60分以下的{high[3]}家。",
        f"检查政务新媒体{media}个,{d.pick('合格', '其中合格')}{media_good}个、不合格{media_bad}个,合格率{media_rate}。",
        "二、存在问题",
        f"{d.pick('少数', '个别')}网站近{d.between(3, 6)}个月没有更新;"
        f"有的办事指南缺少办理依据等{d.between(3, 5)}项要素。",
        "三、有关要求",
        f"请有关市于{due}前将整改结果报省政府办公厅。对连续2个季度被通报的,将约谈主要负责人。",
        "",
        f"{place}人民政府办公厅",
        f"{issued}",
    ]


def monthly(d: Draft) -> list[str]:
    """A county's month: what was published, by platform and body, in a table with its total."""
    county, year, month = d.pick(*COUNTIES), d.between(2021, 2025), d.pick(4, 6, 9, 11)
    before = d.count(d.between(210, 420))
    after = d.count(before.value + d.pick(-1, 1) * d.between(13, 96))
    grown = d.growth(before, after)
    more = after.value > before.value
    columns = d.counts(d.split(after.value, 4, 12))
    d.sum(after, columns)
    bodies = d.shuffled(OFFICES)[: d.between(4, 6)]
    posts = d.counts([d.between(12, 80) for _ in bodies])
    total = d.count(sum(post.value for post in posts))
    d.sum(total, posts)
    silent = d.shuffled([o for o in OFFICES if o not in bodies])[: d.between(2, 5)]
    silent_count, silent_names = d.count(len(silent)), d.names([f"县{o}" for o in silent])
    d.listed(silent_count, silent_names)
    offered, taken = d.counts([d.between(40, 90), d.between(12, 38)]), d.counts([d.between(11, 30), d.between(4, 11)])
    for part, whole in zip(taken, offered, strict=True):
        d.part(part, whole)
    taken_rate = d.rate(taken[0], offered[0], 1)
    asked = d.count(d.between(17, 42))
    real = d.count(d.between(5, 16))
    d.part(real, asked)
    first = d.day(date(year, month, 1))
    last = d.day(date(year, month, 30), d.pick(True, False))
    d.period(first, last, date(year, month, 1), date(year, month, 30))
    rows = "\n".join(f"{o} | 县{o} | {post}" for o, post in zip(bodies, posts, strict=True))
    towns = d.shuffled(["上陂镇", "柳汀镇", "荻花镇"])
    return [
        f"{county}人民政府办公室关于{year}年{month}月政府网站与政务新媒体监测情况的通报",
        "",
        "各乡镇人民政府,县直各部门:",
        f"{month}月,县政府办公室继续开展日常监测,现通报如下:",
        "一、县政府网站",
        f"监测时间为{first}{d.pick('至', '—')}{last}。本月县政府网站发布信息{after}条,上月为{before}条,"
        f"环比{'增长' if more else '下降'}{grown}。其中,政务动态{columns[0]}条、通知公告{columns[1]}条、"
        f"政策文件{columns[2]}条、其他栏目{columns[3]}条。",
        f"本月没有报送信息的单位有{silent_count}个,分别是{silent_names}。",
        f"{towns[0]}报送信息{offered[0]}条,采用{taken[0]}条,采用率{taken_rate};{towns[1]}报送{offered[1]}条,采用{taken[1]}条。",
        "二、政务新媒体",
        f"本月{len(bodies)}个单位的政务新媒体共发布信息{total}条,具体如下:",
        "新媒体名称 | 主办单位 | 发布条数",
        rows,
        f"合计 |  | {total}",
        "三、网民留言",
        f"收到网民找错留言{asked}条,经核实属实{real}条,均已办理。平均办理时长{d.between(1, 3)}.{d.between(1, 9)}天。",
        "四、工作要求",
        f"(一)各单位每周至少更新{d.pick(2, 3)}次,重要信息24小时内发布。",
        "(二)发现错误信息要在1小时内处置。",
        "",
        f"{county}人民政府办公室",
        f"{year}年{month + 1}月{d.between(3, 9)}日",
    ]


FAMILIES = {"by_county": by_county, "sampled": sampled, "province": province, "monthly": monthly}

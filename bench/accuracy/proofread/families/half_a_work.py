"""Half A, what was done about it: rectification, letters, numbered points, totals over sections."""

from __future__ import annotations

from datetime import date

from bench.accuracy.proofread.draft import Draft
from bench.accuracy.proofread.families.half_a_checks import ENDS, QUARTERS
from bench.accuracy.proofread.words import CITIES, COUNTIES, FAULTS, OFFICES, PLATFORMS, chinese, foot, table


def rectified(d: Draft) -> list[str]:
    """Problems found, mended and left; nested 其中; rates of mending."""
    city, year, q = d.pick(*CITIES), d.between(2020, 2025), d.between(2, 4)
    found = d.count(d.between(120, 480))
    left = d.count(d.between(6, 31))
    mended = d.count(found.value - left.value)
    d.sum(found, [mended, left])
    d.part(mended, found)
    rate = d.rate(mended, found, 2)
    on_sites, on_media = (d.count(n) for n in d.split(found.value, 2, 40))
    d.sum(found, [on_sites, on_media])
    faults = d.counts(d.split(on_sites.value, 4, 4))
    d.sum(on_sites, faults)
    late, wrong = d.counts(d.split(on_media.value, 2, 10))
    d.sum(on_media, [late, wrong])
    long_late = d.count(d.between(2, max(3, late.value // 2)))
    d.part(long_late, late)
    places = d.shuffled(COUNTIES)[: d.between(3, 5)]
    three = places[:3]
    given = d.counts([d.between(14, 60) for _ in three])
    solved = d.counts([n.value - d.between(1, 9) for n in given])
    for part, whole in zip(solved, given, strict=True):
        d.part(part, whole)
    shares = [d.rate(part, whole, 1, "group") for part, whole in zip(solved, given, strict=True)]
    count, names = d.count(len(places)), d.names(places)
    d.listed(count, names)
    last_found = d.count(d.between(9, 25))
    last_mended = d.count(last_found.value - d.between(0, 3))
    d.part(last_mended, last_found)
    day = date(year + (q == 4), ENDS[q][0] % 12 + 1, d.between(5, 14))
    issued, due = d.day(day), d.day(date(day.year, day.month, d.between(20, 28)))
    d.order(issued, due)
    opening = d.pick(
        f"本季度共发现各类问题{found}个,其中网站问题{on_sites}个、政务新媒体问题{on_media}个。",
        f"监测共发现问题{found}个,包括政府网站{on_sites}个和政务新媒体{on_media}个。",
    )
    state = d.pick(
        f"截至通报印发时,已整改{mended}个,尚有{left}个正在整改,整改率{rate}。",
        f"经督促,{mended}个问题已整改到位,整改完成率达{rate},剩余{left}个问题未整改。",
        f"目前已完成整改{mended}个,整改率为{rate},未整改{left}个。",
    )
    return [
        f"关于{year}年第{QUARTERS[q]}季度全市政府网站与政务新媒体问题整改情况的通报",
        f"{city[:1]}政办发电〔{day.year}〕{d.between(3, 60)}号",
        "",
        "各县(市、区)人民政府,市直各单位:",
        "现将本季度监测和整改情况通报如下。",
        "一、发现问题情况",
        f"{opening}",
        f"(一)网站问题。在{on_sites}个网站问题中,更新不及时问题{faults[0]}个、失效链接问题{faults[1]}个、"
        f"空白栏目问题{faults[2]}个、其他问题{faults[3]}个。",
        f"(二)新媒体问题。{on_media}个新媒体问题中,更新不及时{late}个(其中超过一个月未更新{long_late}个)、表述错误{wrong}个。",
        "二、整改情况",
        f"(一)本季度问题。{state}",
        f"(二)上季度问题。对上季度通报的{last_found}个不合格账号进行复查,{last_mended}个已整改合格。",
        f"(三)未整改单位。{names}{d.pick('', '共')}{count}个县(市、区)尚未完成整改,最长的已逾期{d.between(11, 40)}天。",
        f"其中{'、'.join(three)}收到问题清单分别为{'个、'.join(f'{n}' for n in given)}个,"
        f"已整改{'个、'.join(f'{n}' for n in solved)}个,"
        f"整改率{d.pick('分别为', '依次是')}{'、'.join(f'{n}' for n in shares)}。",
        "三、有关要求",
        f"(一)限期整改。请于{due}前完成整改,逾期未改的全市通报。每个问题由1名负责人、{d.between(2, 5)}名联络员跟进。",
        "(二)建立台账。实行销号管理,每周调度1次。",
        "",
        f"{city}人民政府办公室",
        f"{issued}",
    ]


def letters(d: Draft) -> list[str]:
    """Messages of citizens: received, true, answered in time, by month and kind."""
    city, year, q = d.pick(*CITIES), d.between(2019, 2025), d.between(1, 4)
    first_month = ENDS[q][0] - 2
    months = d.counts(d.split(d.between(90, 260), 3, 12))
    total = d.count(sum(month.value for month in months))
    d.sum(total, months)
    true = d.count(d.between(total.value // 4, total.value // 2))
    untrue = d.count(total.value - true.value)
    d.sum(total, [true, untrue])
    d.part(true, total)
    answered = d.count(total.value - d.between(1, 5))
    d.part(answered, total)
    in_time = d.count(answered.value - d.between(2, 9))
    d.part(in_time, answered)
    done_rate = d.rate(answered, total, 1)
    time_rate = d.rate(in_time, answered, d.pick(1, 2))
    kinds = d.counts(d.split(total.value, 4, 8))
    d.sum(total, kinds)
    before = d.count(total.value + d.pick(-1, 1) * d.between(12, 40))
    step = d.difference(before, total)
    up = total.value > before.value
    late = d.shuffled([*COUNTIES])[: d.between(2, 4)]
    late_count, late_names = d.count(len(late)), d.names(late)
    d.listed(late_count, late_names, open_=True)
    punctual = d.counts([kind.value - d.between(1, kind.value // 2) for kind in kinds[:3]])
    for part, whole in zip(punctual, kinds, strict=False):
        d.part(part, whole)
    kind_rates = [d.rate(part, whole, 1, "group") for part, whole in zip(punctual, kinds, strict=False)]
    opinions = d.count(d.between(8, 24))
    public = d.count(d.between(3, 7))
    d.part(public, opinions)
    monthly = "、".join(f"{first_month + n}月{month}条" for n, month in enumerate(months))
    return [
        f"{city}政务公开办公室关于{year}年第{QUARTERS[q]}季度网民留言办理情况的通报",
        f"来源:{city}政务公开办公室  日期:{year + (q == 4)}年{ENDS[q][0] % 12 + 1}月{d.between(10, 18)}日",
        "",
        "各有关单位:",
        f"现将{year}年第{QUARTERS[q]}季度“我为政府网站找错”等平台留言办理情况通报如下:",
        "一、受理情况",
        d.pick(
            f"本季度共受理留言{total}条,其中{monthly}。与上季度{before}条相比,{'增加' if up else '减少'}{step}条。",
            f"{monthly},全季度合计{total}条,比上季度的{before}条{'多' if up else '少'}{step}条。",
        ),
        f"按内容分,咨询类{kinds[0]}条,求助类{kinds[1]}条,纠错类{kinds[2]}条,其他{kinds[3]}条。",
        "二、办理情况",
        d.pick(
            f"经核实,属实{true}条,不属实{untrue}条。",
            f"上述{total}条留言中,情况属实的{true}条,不属实的{untrue}条。",
        )
        + f"截至季末已办结{answered}条,办结率{done_rate};其中按时办结{in_time}条,按时办结率{time_rate}。",
        f"咨询、求助、纠错三类留言一次办结的分别为{punctual[0]}条、{punctual[1]}条、{punctual[2]}条,"
        f"一次办结率分别为{kind_rates[0]}、{kind_rates[1]}、{kind_rates[2]}。",
        f"同期开展意见征集{opinions}次,其中已公开结果{public}次,平均每次收到意见{d.between(12, 60)}条。",
        "三、存在问题",
        f"{late_names}等{late_count}个县(市、区)有超期办理情况,最长用时{d.between(9, 21)}个工作日;"
        f"有的回复不足{d.between(10, 20)}个字,群众评价为2星以下。",
        "四、工作建议",
        "一是落实专人,AB岗不少于2人。二是简单问题1个工作日内答复,复杂问题不超过15个工作日。",
        "",
        f"{city}政务公开办公室",
        f"{year + (q == 4)}年{ENDS[q][0] % 12 + 1}月{d.between(8, 10)}日",
    ]


def points_by_points(d: Draft) -> list[str]:
    """Chinese numerals, 一是 二是, names in running text, a span of days."""
    county, year, q = d.pick(*COUNTIES), d.between(2020, 2025), d.between(1, 4)
    month, last = ENDS[q]
    accounts = [f"“{name[:2]}{d.pick('发布', '融媒', '警方', '教育', '政务')}”" for name in d.shuffled(COUNTIES)]
    stale, mute, odd = accounts[:2], accounts[2 : 2 + d.between(2, 3)], accounts[6 : 6 + d.between(3, 4)]
    numbers = [d.small(len(names)) for names in (stale, mute, odd)]
    lists = [d.names(names) for names in (stale, mute, odd)]
    for number, names in zip(numbers, lists, strict=True):
        d.listed(number, names)
    bad = d.count(sum(number.value for number in numbers))
    d.sum(bad, numbers)
    media = d.count(d.between(62, 140))
    good = d.count(media.value - bad.value)
    d.sum(media, [good, bad])
    rate = d.rate(good, media, 1, trim=True)
    of_towns, of_bodies = (d.count(n) for n in d.split(media.value, 2, 14))
    d.sum(media, [of_towns, of_bodies])
    sites = d.count(d.between(3, 6))
    start, end = d.day(date(year, month - 2, d.between(6, 20))), d.day(date(year, month, d.between(3, 20)), False)
    d.period(start, end, date(year, month - 2, 1), date(year, month, last))
    columns, stale_columns = d.count(d.between(110, 190)), d.count(d.between(3, 11))
    d.part(stale_columns, columns)
    day = date(year + (q == 4), month % 12 + 1, d.between(4, 12))
    issued, due = d.day(day), d.day(date(day.year, day.month, d.between(19, 28)))
    d.order(issued, due)
    dash = d.pick("至", "—", "-")
    return [
        f"关于{year}年第{QUARTERS[q]}季度{county}政府网站及政务新媒体检查结果的通报",
        "",
        "各乡镇(街道),县直各部门:",
        f"{start}{dash}{end},县政府办组织对全县政府网站和政务新媒体进行了检查,现将结果通报如下。",
        f"全县政府网站{sites}个,均能正常访问;抽取栏目{columns}个,其中{stale_columns}个栏目更新不够及时。",
        f"全县政务新媒体{media}个,其中乡镇(街道){of_towns}个、县直部门{of_bodies}个。检查结果:合格{good}个,"
        f"不合格{bad}个,合格率{rate}。",
        "不合格账号的主要问题:",
        f"一是长期不更新。{lists[0]}{numbers[0]}个账号监测时间点前2周内没有更新。",
        f"二是缺少互动功能。{lists[1]}{numbers[1]}个账号没有菜单,或菜单为空。",
        f"三是信息有误。{lists[2]}{numbers[2]}个账号的简介与主办单位不一致。",
        "请各单位按照以下要求抓好落实:",
        f"一要压实责任。一把手每季度研究一次,分管领导每月过问一次。二要立行立改。上述账号须在{due}前改正,并书面报县政府办。"
        "三要常态监管。坚持每日一巡、每周一查、每月一报,对三次以上被点名的账号予以关停。",
        "",
        f"{county}人民政府办公室",
        f"{issued}",
    ]


def over_sections(d: Draft) -> list[str]:
    """A summary first; its totals come again from sections and annexes."""
    city, year, q = d.pick(*CITIES), d.between(2020, 2025), d.between(1, 3)
    month, _ = ENDS[q]
    gates, bodies = d.count(d.between(7, 14)), d.count(d.between(18, 40))
    sites = d.count(gates.value + bodies.value)
    d.sum(sites, [gates, bodies])
    media = d.count(d.between(130, 390))
    all_things = d.count(sites.value + media.value)
    d.sum(all_things, [sites, media])
    kinds = d.counts(d.split(media.value, 3, 20))
    d.sum(media, kinds)
    bad_sites, bad_media = d.count(d.between(2, 4)), d.count(d.between(3, 7))
    bad = d.count(bad_sites.value + bad_media.value)
    d.sum(bad, [bad_sites, bad_media])
    site_rate, media_rate = d.rate_without(bad_sites, sites), d.rate_without(bad_media, media)
    whole_rate = d.rate_without(bad, all_things, 2)
    before = d.earlier(site_rate, 11, 24, 37, 45)
    risen = d.points(before, site_rate)
    layout = d.pick("pipe", "numbered", "tab")
    site_rows = d.names(
        [(f"{name}人民政府", d.pick(*FAULTS)) for name in d.shuffled(COUNTIES)[: bad_sites.value]],
        table(("网站名称", "主要问题"), layout),
    )
    media_rows = d.names(
        [(f"{city[:2]}{o[:2]}", d.pick(*PLATFORMS), d.pick(*FAULTS)) for o in d.shuffled(OFFICES)[: bad_media.value]],
        table(("账号名称", "平台", "主要问题"), layout),
    )
    d.listed(bad_sites, site_rows)
    d.listed(bad_media, media_rows)
    names = [f"{year}年第{QUARTERS[q]}季度不合格政府网站名单", f"{year}年第{QUARTERS[q]}季度不合格政务新媒体名单"]
    issued = d.day(date(year, month + 1, d.between(5, 9)))
    due = d.day(date(year, month + 1, d.between(16, 27)), False)
    d.order(issued, due)
    return [
        f"{city}人民政府办公室关于全市政府网站和政务新媒体{year}年第{QUARTERS[q]}季度检查情况的通报",
        "",
        "各县(市、区)人民政府,市政府各部门:",
        f"近期,市政府办公室对全市{all_things}个政府网站和政务新媒体进行了检查,共发现不合格{bad}个,整体合格率{whole_rate}。"
        "现通报如下。",
        "一、政府网站检查情况",
        f"检查政府网站{sites}家,{d.pick('包括', '其中')}政府门户网站{gates}家、部门网站{bodies}家。"
        f"不合格网站{bad_sites}家(见附件1),合格率{site_rate},较上季度{before}提升{risen}。",
        "二、政务新媒体检查情况",
        f"检查政务新媒体{media}个,{d.pick('包括', '其中')}政务微信{kinds[0]}个、政务微博{kinds[1]}个、"
        f"其他政务新媒体{kinds[2]}个。"
        f"不合格政务新媒体{bad_media}个(见附件2),合格率{media_rate}。",
        "三、主要问题",
        f"一是更新慢。部分栏目超过{d.between(3, 6)}个月未更新。二是链接错。抽查{d.between(20, 60)}个页面,"
        f"发现{d.between(61, 99)}处错链。三是服务弱。仅有{chinese(d.between(3, 9))}个事项可以全程网办。",
        "四、工作要求",
        f"不合格单位请于{due}前整改到位,连续两次不合格的按程序关停。",
        "",
        *foot(f"{city}人民政府办公室", f"{issued}", names),
        "",
        "附件1",
        names[0],
        f"{site_rows}",
        "",
        "附件2",
        names[1],
        f"{media_rows}",
    ]


FAMILIES = {"rectified": rectified, "letters": letters, "points": points_by_points, "over_sections": over_sections}

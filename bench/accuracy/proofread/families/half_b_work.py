"""Half B, other work: a county's own look, a half year, tables, domains."""

from __future__ import annotations

from datetime import date

from bench.accuracy.proofread.draft import Draft
from bench.accuracy.proofread.families.half_b_forms import ENDS, QUARTERS
from bench.accuracy.proofread.words import CITIES, COUNTIES, FAULTS, OFFICES, PLATFORMS, TOWNS, foot, table


def own_look(d: Draft) -> list[str]:
    """A county looks at itself: short, names before their number, small numbers in Chinese numerals."""
    county, year, q = d.pick(*COUNTIES), d.between(2019, 2025), d.between(1, 3)
    month, last = ENDS[q]
    slow = d.shuffled([*[f"县{o}" for o in OFFICES], *TOWNS])
    first, second = slow[: d.between(4, 8)], slow[8 : 8 + d.between(2, 4)]
    first_count, first_names = d.count(len(first)), d.names(first)
    second_count, second_names = d.small(len(second)), d.names(second)
    d.listed(first_count, first_names)
    d.listed(second_count, second_names)
    media = d.count(d.between(31, 78))
    of_towns, of_offices, of_others = (d.count(n) for n in d.split(media.value, 3, 4))
    d.sum(media, [of_towns, of_offices, of_others])
    bad = d.count(d.between(2, 6))
    rate = d.rate_without(bad, media, 2)
    rows = d.names(
        [(f"{t[:2]}{d.pick('融媒', '在线', '微事')}", t, d.pick(*FAULTS)) for t in d.shuffled(TOWNS)[: bad.value]],
        table(("账号", "单位", "问题"), d.pick("pipe", "numbered", "cells")),
    )
    d.listed(bad, rows)
    start, end = d.day(date(year, month - 2, 1)), d.day(date(year, month, d.between(18, 28)), False)
    d.period(start, end, date(year, month - 2, 1), date(year, month, last))
    guides, lacking = d.count(d.between(30, 66)), d.count(d.between(2, 12))
    d.part(lacking, guides)
    share = d.rate(lacking, guides, 1)
    issued, due = d.day(date(year, month + 1, d.between(8, 15))), d.day(date(year, month + 1, d.between(18, 28)), False)
    d.order(issued, due)
    before_count = d.pick(True, False)
    listed = (
        f"{first_names}{first_count}个单位的栏目更新不及时"
        if before_count
        else f"有{first_count}个单位的栏目更新不及时,分别是{first_names}"
    )
    title = "不合格政务新媒体清单"
    return [
        f"{county}人民政府办公室关于{year}年第{QUARTERS[q]}季度县政府网站及政务新媒体自查情况的通报",
        f"日期:{year}-{month + 1:02d}-{d.between(16, 19)} 10:0{d.between(1, 9)}  浏览次数:{d.between(120, 900)}",
        "",
        "各乡镇人民政府,县直有关单位:",
        f"县政府办对{start}至{end}的运行情况进行了自查,未发现单项否决问题,现将有关情况通报如下:",
        f"1.县政府网站。经查,{listed}。{second_names}{second_count}个单位存在文件发布逻辑错误。"
        f"抽查办事指南{guides}项,要素不全的{lacking}项,占{share}。",
        f"2.政务新媒体。全县现有政务新媒体{media}个,其中乡镇{of_towns}个、县直部门{of_offices}个、其他单位{of_others}个。"
        f"经查,{bad}个账号不合格(详见附件),合格率为{rate}。",
        f"请各单位在{due}前完成整改,并明确1名分管领导和2名信息员。超过14天不更新的账号将予以注销。",
        "",
        *foot(f"{county}人民政府办公室", f"{issued}", [title]),
        "",
        "附件",
        title,
        f"{rows}",
    ]


def half_year(d: Draft) -> list[str]:
    """A half year: two quarters that add up, series in pairs, growth with its base."""
    city, year = d.pick(*CITIES), d.between(2020, 2025)
    q1, q2 = d.counts([d.between(40, 90), d.between(40, 90)])
    looked = d.count(q1.value + q2.value)
    d.sum(looked, [q1, q2])
    bad1, bad2 = d.counts(d.random.sample(range(2, 12), 2))
    bad = d.count(bad1.value + bad2.value)
    d.sum(bad, [bad1, bad2])
    rates = [d.rate_without(b, n, 1, "group") for b, n in ((bad1, q1), (bad2, q2))]
    before, now = d.count(d.between(180, 420)), d.count(d.between(440, 780))
    grown = d.growth(before, now, 1)
    old, new = d.count(d.between(60, 99)), d.count(d.between(20, 58))
    fallen = d.growth(old, new, 1)
    fewer = d.difference(old, new)
    places = d.shuffled(COUNTIES)[:3]
    sent, used = d.counts([d.between(40, 99) for _ in places]), d.counts([d.between(5, 30) for _ in places])
    for part, whole in zip(used, sent, strict=True):
        d.part(part, whole)
    use_rates = [d.rate(u, s, 1, "group") for u, s in zip(used, sent, strict=True)]
    media = d.count(d.between(150, 330))
    kinds = d.shuffled(PLATFORMS)[:2]
    parts = d.counts(d.split(media.value, 3, 12))
    d.sum(media, parts)
    trained, people = d.count(d.between(3, 6)), d.count(d.between(180, 460))
    start, end = d.day(date(year, 1, d.between(2, 20))), d.day(date(year, 6, d.between(5, 29)), False)
    d.period(start, end, date(year, 1, 1), date(year, 6, 30))
    silent = d.shuffled([f"市{o}" for o in OFFICES])[: d.between(3, 5)]
    silent_count, silent_names = d.count(len(silent)), d.names(silent)
    d.listed(silent_count, silent_names, open_=True)
    pairs = ";".join(f"{p}报送{s}条、采用{u}条" for p, s, u in zip(places, sent, used, strict=True))
    return [
        f"{city}人民政府办公室关于{year}年上半年政府网站和政务新媒体工作情况的通报",
        "",
        "各县(市、区)人民政府,市直各部门:",
        f"为总结工作,现将{start}至{end}全市政府网站和政务新媒体工作情况通报如下:",
        "一、检查情况",
        d.pick(
            f"上半年共检查政府网站{looked}家次,其中第一季度{q1}家次、第二季度{q2}家次;发现不合格{bad}家次,"
            f"一、二季度分别为{bad1}家次、{bad2}家次,合格率分别为{rates[0]}、{rates[1]}。",
            f"第一季度检查网站{q1}家次,不合格{bad1}家次,合格率{rates[0]};第二季度检查{q2}家次,不合格{bad2}家次,"
            f"合格率{rates[1]}。上半年累计检查{looked}家次,不合格{bad}家次。",
        ),
        f"全市在册政务新媒体{media}个,其中{kinds[0]}{parts[0]}个、{kinds[1]}{parts[1]}个、其余{parts[2]}个。",
        "二、信息公开情况",
        d.pick(
            f"月均发布信息由去年的{before}条增加到{now}条,增长{grown};问题线索由{old}条减少到{new}条,减少{fewer}条,下降{fallen}。",
            f"月均发布信息{now}条,较去年{before}条增长了{grown};问题线索{new}条,比去年的{old}条减少{fewer}条,降幅为{fallen}。",
        ),
        f"{pairs},采用率分别为{'、'.join(f'{r}' for r in use_rates)}。",
        f"{silent_names}等{silent_count}个部门上半年未报送信息。",
        "三、队伍建设情况",
        f"举办培训班{trained}期,培训{people}人次,人均学时{d.between(4, 9)}.5个。",
        "四、下半年工作安排",
        f"(一)第三季度完成{d.between(10, 30)}个老旧栏目改版。(二)第四季度开展1次全员考试,合格线80分。",
        "",
        f"{city}人民政府办公室",
        f"{year}年7月{d.between(5, 18)}日",
    ]


def table_in_text(d: Draft) -> list[str]:
    """A table by county with its total row in the middle of the text; the text says the totals again."""
    city, year, q = d.pick(*CITIES), d.between(2020, 2025), d.between(1, 3)
    places = d.shuffled(COUNTIES)[: d.between(5, 7)]
    of, bad = d.counts([d.between(12, 66) for _ in places]), d.counts([d.between(0, 6) for _ in places])
    bad[0].value = max(bad[0].value, 2)
    total, all_bad = d.count(sum(n.value for n in of)), d.count(sum(n.value for n in bad))
    d.sum(total, of)
    d.sum(all_bad, bad)
    rates = [d.rate_without(b, n, 1, "group") if b.value else None for b, n in zip(bad, of, strict=True)]
    whole = d.rate_without(all_bad, total, 1)
    good = d.count(total.value - all_bad.value)
    d.sum(total, [good, all_bad])
    clean = [place for place, b in zip(places, bad, strict=True) if not b.value]
    clean_line = ""
    if len(clean) > 1:
        clean_count, clean_names = d.count(len(clean)), d.names(clean)
        d.listed(clean_count, clean_names)
        clean_line = f"{clean_names}{clean_count}个县(市、区)没有不合格账号。"
    rows = [
        f"{place} | {n} | {b} | " + ("100%" if rate is None else f"{rate}")
        for place, n, b, rate in zip(places, of, bad, rates, strict=True)
    ]
    last_bad = d.count(all_bad.value + d.between(2, 9))
    fewer = d.difference(last_bad, all_bad)
    fallen = d.growth(last_bad, all_bad, 1)
    month, last = ENDS[q]
    due = d.day(date(year, month + 1, d.between(18, 30)))
    issued = d.day(date(year, month + 1, d.between(6, 15)))
    d.order(issued, due)
    closed, asked = d.count(d.between(3, 9)), d.count(d.between(10, 15))
    d.part(closed, asked)
    return [
        f"{year}年第{QUARTERS[q]}季度{city}政务新媒体检查情况通报",
        "",
        "各县(市、区)人民政府:",
        f"现将{year}年第{QUARTERS[q]}季度全市政务新媒体检查情况通报如下:",
        "一、基本情况",
        f"截至{year}年{month}月{last}日,对{len(places)}个县(市、区)的{total}个账号进行了检查,{good}个合格,{all_bad}个不合格,"
        f"总体合格率{whole}。不合格数较上季度的{last_bad}个减少{fewer}个,降幅{fallen}。各地情况见下表:",
        "地区 | 检查数(个) | 不合格数(个) | 合格率",
        *rows,
        f"合计 | {total} | {all_bad} | {whole}",
        f"{clean_line}各地共申请关停账号{asked}个,已办理{closed}个。",
        "二、主要问题",
        f"不合格账号主要是更新不及时,最长的{d.between(60, 190)}天没有发布;有{d.between(2, 5)}个账号存在广告信息。",
        "三、工作要求",
        f"请不合格账号主办单位于{due}前完成整改。每个账号配备编辑2人、审核1人,节假日坚持24小时值守。",
        "",
        f"{city}人民政府办公室",
        f"{issued}",
    ]


def domains(d: Draft) -> list[str]:
    """What was there, opened, closed and left; domains; accounts merged."""
    city, year, q = d.pick(*CITIES), d.between(2019, 2025), d.between(1, 4)
    month, _ = ENDS[q]
    before, opened, closed = d.count(d.between(150, 320)), d.count(d.between(4, 13)), d.count(d.between(15, 40))
    after = d.count(before.value + opened.value - closed.value)
    d.balance(before, opened, closed, after)
    why = d.counts(d.split(closed.value, 3))
    d.sum(closed, why)
    names = d.count(d.between(60, 120))
    kept, dropped, waiting = (d.count(n) for n in d.split(names.value, 3, 3))
    d.sum(names, [kept, dropped, waiting])
    drop_rate = d.rate(dropped, names, 1)
    bad = d.count(d.between(3, 11))
    bad_rate = d.rate_without(bad, after, 2)
    last_rate = d.earlier(bad_rate, 121, 73, 240)
    points = d.points(last_rate, bad_rate)
    found, open_ = d.count(d.between(14, 40)), d.count(d.between(2, 9))
    mended = d.count(found.value - open_.value)
    d.part(mended, found)
    d.sum(found, [mended, open_])
    late = d.shuffled([f"市{o}" for o in OFFICES])[: d.between(2, 5)]
    late_count, late_names = d.count(len(late)), d.names(late)
    d.listed(late_count, late_names)
    day = date(year + (q == 4), month % 12 + 1, d.between(8, 15))
    issued, due = d.day(day), d.day(date(day.year, day.month, d.between(19, 28)))
    d.order(issued, due)
    return [
        f"{city}政务服务管理局",
        f"关于{year}年第{QUARTERS[q]}季度政务新媒体清理整合和域名规范情况的通报",
        "",
        "各有关单位:",
        f"现将{year}年第{QUARTERS[q]}季度有关情况通报如下。",
        "一、账号清理整合情况",
        d.pick(
            f"上季度末全市共有政务新媒体{before}个,本季度新开设{opened}个、关停注销{closed}个,截至季度末实有{after}个。",
            f"全市政务新媒体由上季度末的{before}个,经新增{opened}个、注销{closed}个,调整为{after}个。",
        )
        + f"注销的{closed}个账号中,因机构撤并{why[0]}个、长期不更新{why[1]}个、其他原因{why[2]}个。",
        f"对现有{after}个账号进行检查,不合格{bad}个,合格率{bad_rate},比上季度{last_rate}上升{points}。",
        "二、域名规范情况",
        f"共清理核实政府网站域名{names}个,其中符合使用条件的{kept}个、已注销的{dropped}个、暂缓注销的{waiting}个,"
        f"注销率{drop_rate}。",
        "三、整改情况",
        f"上级转来问题{found}个,{d.pick('已整改', '已完成整改')}{mended}个,未整改{open_}个。"
        f"{late_names}{late_count}个单位整改不及时,超期{d.between(3, 20)}天。",
        "四、下步工作",
        f"请上述单位于{due}前将整改报告(一式2份)报送我局。今后一个单位在同一平台只开设1个账号,新开账号须提前10个工作日报批。",
        "",
        f"{city}政务服务管理局",
        f"{issued}",
    ]


FAMILIES = {"own_look": own_look, "half_year": half_year, "table_in_text": table_in_text, "domains": domains}

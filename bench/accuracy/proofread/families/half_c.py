"""Half C, written after the other two were opened, and measured before anybody looked: four other families."""

from __future__ import annotations

from datetime import date

from bench.accuracy.proofread.draft import Draft
from bench.accuracy.proofread.families.half_a_checks import QUARTERS
from bench.accuracy.proofread.words import CITIES, COUNTIES, FAULTS, OFFICES, PROVINCES, TOWNS, foot, table


def briefing(d: Draft) -> list[str]:
    """A brief of daily monitoring: letters sent and answered, faults by kind, the slowest named."""
    city, year, month = d.pick(*CITIES), d.between(2021, 2025), d.pick(4, 6, 9, 11)
    sent = d.count(d.between(40, 95))
    open_ = d.count(d.between(3, 12))
    back = d.count(sent.value - open_.value)
    d.sum(sent, [back, open_])
    d.part(back, sent)
    answered = d.rate(back, sent, 1)
    found = d.count(d.between(150, 420))
    by_kind = d.counts(d.split(found.value, 4, 9))
    d.sum(found, by_kind)
    first, second = (d.count(n) for n in d.split(found.value, 2, 40))
    d.sum(found, [first, second])
    before = d.count(found.value + d.pick(-1, 1) * d.between(15, 80))
    step = d.difference(before, found)
    changed = d.growth(before, found, 1)
    up = found.value > before.value
    names = d.shuffled([f"市{o}" for o in OFFICES])[: d.between(3, 6)]
    number, named = d.count(len(names)), d.names(names)
    d.listed(number, named)
    accounts = d.count(d.between(120, 260))
    asleep = d.count(d.between(3, 11))
    d.part(asleep, accounts)
    awake = d.rate_without(asleep, accounts, 1)
    start, end = d.day(date(year, month, 1), False), d.day(date(year, month, d.between(24, 30)), False)
    d.period(start, end, date(year, month, 1), date(year, month, 30))
    day = date(year, month + 1, d.between(3, 8))
    issued, due = d.day(day), d.day(date(year, month + 1, d.between(15, 25)), False)
    d.order(issued, due)
    verb = "上升" if up else "下降"
    return [
        f"{year}年{month}月份全市政府网站和政务新媒体日常监测情况通报",
        "",
        "市直各单位,各县(市、区)政府办公室:",
        f"{start}至{end},市政务公开办依托监测平台对全市政府网站和政务新媒体开展了日常监测,情况通报如下。",
        "一、监测情况",
        f"(一)问题总量。本月监测发现问题{found}个,较上月的{before}个{'增加' if up else '减少'}{step}个,"
        f"环比{verb}{changed}。"
        f"其中市直单位{first}个,县(市、区){second}个。",
        f"(二)问题类型。{found}个问题中,错别字类{by_kind[0]}个,链接类{by_kind[1]}个,"
        f"更新类{by_kind[2]}个,"
        f"其他类{by_kind[3]}个。",
        f"(三)不合格账号。在管政务新媒体账号{accounts}个,不合格{asleep}个,合格率{awake}。",
        "二、交办情况",
        f"本月共发出问题交办单{sent}份,收到反馈{back}份,未反馈{open_}份,反馈率{answered}。",
        f"反馈较慢的单位有:{named},共{number}个单位,平均用时{d.between(4, 9)}个工作日。",
        "三、工作提示",
        f"请尚未反馈的单位于{due}前补报,连续{d.between(2, 3)}个月迟报的在年度考核中每次扣0.{d.between(1, 5)}分。",
        "",
        f"{city}政务公开办公室",
        f"{issued}",
    ]


def borough(d: Draft) -> list[str]:
    """A district: streets and offices, a list in brackets, a look again at those of last time."""
    county, year, q = d.pick(*[c for c in COUNTIES if c.endswith("区")]), d.between(2020, 2025), d.between(1, 3)
    month = q * 3
    streets, offices = d.count(d.between(9, 21)), d.count(d.between(22, 44))
    accounts = d.count(streets.value + offices.value)
    d.sum(accounts, [streets, offices])
    weibo, weixin, rest = (d.count(n) for n in d.split(accounts.value, 3, 3))
    d.sum(accounts, [weibo, weixin, rest])
    bad_names = d.shuffled([f"“{t[:2]}{d.pick('发布', '融媒')}”" for t in TOWNS])[: d.between(2, 5)]
    bad, named = d.count(len(bad_names)), d.names(bad_names)
    d.listed(bad, named)
    good = d.count(accounts.value - bad.value)
    d.sum(accounts, [good, bad])
    rate = d.rate(good, accounts, 2)
    earlier = d.earlier(rate, 210, 95, 350)
    points = d.points(earlier, rate)
    last_bad = d.count(d.between(5, 12))
    last_good = d.count(last_bad.value - d.between(0, 2))
    d.part(last_good, last_bad)
    is_true, is_not = d.count(d.between(4, 19)), d.count(d.between(5, 22))
    got = d.count(is_true.value + is_not.value)
    d.sum(got, [is_true, is_not])
    d.part(is_true, got)
    columns, empty = d.count(d.between(60, 140)), d.count(d.between(2, 9))
    d.part(empty, columns)
    share = d.rate(empty, columns, 1)
    rows = d.names(
        [(name.strip("“”"), d.pick(*FAULTS)) for name in bad_names],
        table(("账号名称", "主要问题"), d.pick("pipe", "tab")),
    )
    d.listed(bad, rows)
    issued = d.day(date(year, month + 1, d.between(6, 12)))
    due = d.day(date(year, month + 1, d.between(18, 28)))
    d.order(issued, due)
    title = "不合格政务新媒体情况表"
    return [
        f"{county}人民政府办公室",
        f"关于{year}年第{QUARTERS[q]}季度全区政府网站和政务新媒体检查情况的通报",
        "",
        "各街道办事处,区政府各部门:",
        "按照市里统一安排,区政府办对全区政府网站和政务新媒体进行了全面检查。现将情况通报如下。",
        "一、区政府门户网站",
        f"共检查栏目{columns}个,空白栏目{empty}个,占{share}。区政府网站合格。",
        f"收到“我为政府网站找错”留言{got}条,其中属实{is_true}条、不属实{is_not}条,均在3个工作日内答复。",
        "二、政务新媒体",
        f"全区备案政务新媒体{accounts}个(街道{streets}个、部门{offices}个),按平台分,"
        f"微博{weibo}个、微信{weixin}个、其他{rest}个。",
        f"检查结果:合格{good}个,合格率{rate},较上季度{earlier}提高{points};不合格{bad}个,分别为{named}(详见附件)。",
        f"上季度通报的{last_bad}个不合格账号经复查,有{last_good}个合格。",
        "三、要求",
        f"不合格账号的主办单位要在{due}前整改到位。每月{d.between(5, 10)}日前报送上月自查表,落实2人以上审核。",
        "",
        *foot(f"{county}人民政府办公室", f"{issued}", [title]),
        "",
        "附件",
        title,
        f"{rows}",
    ]


def special(d: Draft) -> list[str]:
    """A special check of functions: each with its number, its rate and what is left."""
    place, year = d.pick(*PROVINCES), d.between(2020, 2025)
    sites = d.count(d.between(120, 480))
    works = d.counts([sites.value - d.between(4, 60) for _ in range(3)])
    rates = [d.rate(work, sites, 1) for work in works]
    for work in works:
        d.part(work, sites)
    missing = d.count(sites.value - works[1].value)
    d.sum(sites, [works[1], missing])
    levels = d.counts(d.split(sites.value, 3, 12))
    d.sum(sites, levels)
    cities = d.shuffled(CITIES)[:3]
    of = d.counts([d.between(14, 60) for _ in cities])
    done = d.counts([n.value - d.between(1, 9) for n in of])
    for part, whole in zip(done, of, strict=True):
        d.part(part, whole)
    shares = [d.rate(part, whole, 1, "group") for part, whole in zip(done, of, strict=True)]
    old, new = d.count(d.between(30, 80)), d.count(d.between(90, 200))
    grown = d.growth(old, new, 1)
    start, end = d.day(date(year, 5, d.between(5, 20))), d.day(date(year, 6, d.between(5, 25)), False)
    d.period(start, end, date(year, 4, 1), date(year, 6, 30))
    issued, due = d.day(date(year, 7, d.between(4, 12))), d.day(date(year, 7, d.between(18, 30)))
    d.order(issued, due)
    listing = "、".join(cities)
    return [
        f"{place}人民政府办公厅关于{year}年第二季度全省政府网站功能专项检查情况的通报",
        "",
        "各市人民政府,省政府各部门:",
        f"{start}—{end},省政府办公厅对全省政府网站开展了功能专项检查。现通报如下:",
        "一、总体情况",
        f"此次共检查政府网站{sites}个,其中省级{levels[0]}个、市级{levels[1]}个、县级{levels[2]}个。",
        f"1.支持IPv6访问的{works[0]}个,支持率{rates[0]}。",
        f"2.完成适老化改造的{works[1]}个,完成率为{rates[1]},尚有{missing}个未完成。",
        f"3.站内搜索可用的{works[2]}个,可用率{rates[2]}。",
        f"{listing}分别有{'个、'.join(f'{n}' for n in of)}个网站需要改造,已完成{'个、'.join(f'{n}' for n in done)}个,"
        f"完成率分别为{'、'.join(f'{s}' for s in shares)}。",
        f"全省智能问答网站由去年底的{old}个增至{new}个,增幅{grown}。",
        "二、存在问题",
        f"部分网站搜索结果不准,前{d.between(10, 20)}条中相关的不足一半;有的弹窗{d.between(3, 6)}秒后才能关闭。",
        "三、下一步工作",
        f"各市要在{due}前报送改造计划,今年底前完成率达到{d.pick('95%', '98%')}以上。",
        "",
        f"{place}人民政府办公厅",
        f"{issued}",
    ]


def annual(d: Draft) -> list[str]:
    """A year: four quarters in series, against the year before."""
    city, year = d.pick(*CITIES), d.between(2019, 2024)
    looks, fails = d.counts([d.between(40, 99) for _ in range(4)]), d.counts(d.random.sample(range(1, 12), 4))
    rates = [d.rate_without(f, n, 1, "group") for f, n in zip(fails, looks, strict=True)]
    all_looks, all_fails = d.count(sum(n.value for n in looks)), d.count(sum(n.value for n in fails))
    d.sum(all_looks, looks)
    d.sum(all_fails, fails)
    whole = d.rate_without(all_fails, all_looks, 2)
    earlier = d.earlier(whole, -120, 88, 240)
    points = d.points(earlier, whole)
    up = whole.value > earlier.value
    posts, last_posts = d.count(d.between(8200, 19800)), d.count(d.between(6100, 8100))
    grown, more = d.growth(last_posts, posts, 1), d.difference(last_posts, posts)
    of_sites, of_media = (d.count(n) for n in d.split(posts.value, 2, 900))
    d.sum(posts, [of_sites, of_media])
    asked = d.count(d.between(210, 480))
    done = d.count(asked.value - d.between(1, 9))
    d.part(done, asked)
    done_rate = d.rate(done, asked, 2)
    talked = d.shuffled(COUNTIES)[: d.between(3, 5)]
    number, named = d.small(len(talked)), d.names(talked)
    d.listed(number, named)
    issued, due = d.day(date(year + 1, 1, d.between(8, 14))), d.day(date(year + 1, 1, d.between(20, 31)))
    d.order(issued, due)

    def row(figures, unit: str = "") -> str:
        return "、".join(f"{figure}{unit}" for figure in figures)

    return [
        f"{city}人民政府办公室关于{year}年度全市政府网站和政务新媒体监管情况的通报",
        "",
        "各县(市、区)人民政府,市直各部门:",
        f"现将{year}年度监管情况通报如下。",
        "一、检查情况",
        f"全年共检查政府网站{all_looks}家次,一至四季度分别为{row(looks, '家次')};发现不合格{all_fails}家次,"
        f"各季度分别为{row(fails, '家次')},合格率依次为{row(rates)}。",
        f"全年综合合格率{whole},比上年的{earlier}{'提高' if up else '下降'}{points}。",
        "二、信息发布情况",
        f"全年发布信息{posts}条,比上年的{last_posts}条增加{more}条,增长{grown}。"
        f"其中政府网站{of_sites}条,政务新媒体{of_media}条。",
        "三、留言办理情况",
        f"全年收到网民留言{asked}条,办结{done}条,办结率{done_rate},平均办理时间{d.between(1, 3)}.5个工作日。",
        "四、约谈情况",
        f"对工作滞后的{named}{number}个县(市、区)进行了约谈,印发专报{d.between(2, 6)}期。",
        "五、有关要求",
        f"各单位于{due}前报送年度报表。{year + 1}年起,每季度第一个月{d.between(8, 12)}日前报送上季度自查情况。",
        "",
        f"{city}人民政府办公室",
        f"{issued}",
    ]


FAMILIES = {"briefing": briefing, "borough": borough, "special": special, "annual": annual}

"""Half B, other forms: a letter, three looks in a quarter, scores, groups with their series."""

from __future__ import annotations

from datetime import date

from bench.accuracy.proofread.draft import Draft
from bench.accuracy.proofread.words import BOROUGHS, CITIES, COUNTIES, OFFICES, PROVINCES

QUARTERS = {1: "一", 2: "二", 3: "三", 4: "四"}
ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


def letter(d: Draft) -> list[str]:
    """A letter with counts before their nouns (33家政府网站), wrong words by site, names after 为."""
    city, year, q = d.pick(*CITIES), d.between(2019, 2024), d.between(1, 3)
    gates, bodies = d.count(d.between(4, 9)), d.count(d.between(17, 38))
    sites = d.count(gates.value + bodies.value)
    d.sum(sites, [gates, bodies])
    names = d.shuffled([f"{city[:2]}市{o}网站" for o in OFFICES] + [f"{c}人民政府网站" for c in COUNTIES[:5]])
    bad_names = names[: d.between(2, 4)]
    bad, bad_list = d.count(len(bad_names)), d.names(bad_names)
    d.listed(bad, bad_list)
    rate = d.rate_without(bad, sites, 2)
    media = d.count(d.between(120, 290))
    of = d.counts(d.split(media.value, 5, 3))
    d.sum(media, of)
    bad_media = d.count(d.between(2, 9))
    media_rate = d.rate_without(bad_media, media, 2)
    before = d.earlier(media_rate, -131, -55, 73, 128, 214)
    points = d.points(before, media_rate)
    wrong_sites, wrong_words = d.count(d.between(8, sites.value - 2)), d.count(d.between(60, 400))
    d.part(wrong_sites, sites)
    severe = d.count(d.between(2, 9))
    rest = d.count(wrong_words.value - severe.value)
    d.sum(wrong_words, [severe, rest])
    month, _ = ENDS[q]
    issued, due = d.day(date(year, month + 1, d.between(7, 12))), d.day(date(year, month + 1, d.between(22, 30)), False)
    d.order(issued, due)
    up = "提高" if media_rate.value > before.value else "降低"
    return [
        f"关于{year}年第{QUARTERS[q]}季度全市政府网站和政务新媒体检查情况的函",
        "",
        "各县(市、区)人民政府办公室,市直各单位:",
        f"按照省、市关于政府网站管理的规定(省政办发〔2017〕{d.between(80, 160)}号),我局会同市委网信办开展了{year}年"
        f"第{QUARTERS[q]}季度检查,现将有关情况函告如下:",
        "一、总体情况",
        "(一)政府网站检查情况",
        d.pick(
            f"全市正在运行{sites}家政府网站,包括政府门户网站{gates}家、部门网站{bodies}家,检查合格率为{rate}。"
            f"不合格的{bad}家网站为{bad_list}。",
            f"本次检查{sites}家政府网站({gates}家门户网站、{bodies}家部门网站),有{bad}家不合格,即{bad_list},合格率{rate}。",
        ),
        "(二)政务新媒体检查情况",
        f"全市开设{media}个政务新媒体,包括{of[0]}个微信公众号、{of[1]}个微博、{of[2]}个抖音号、{of[3]}个今日头条号、"
        f"{of[4]}个其他账号,本季度注销了{d.between(3, 9)}个。检查发现{bad_media}个账号不合格,合格率为{media_rate},"
        f"比上一季度的{before}{up}{points}。",
        "二、存在问题",
        "1.错别字较多",
        f"在{sites}家政府网站中,有{wrong_sites}家存在错别字,共{wrong_words}处,其中严重错误{severe}处、一般错误{rest}处。",
        "2.更新不及时",
        f"{bad_names[0]}有{d.between(8, 14)}个栏目长期未更新,{d.between(3, 6)}个动态要闻类栏目2周内不更新。",
        "三、整改要求",
        f"请各单位收到本函后3日内完成自查,并于{due}前函复我局。逾期的,列入年度考核扣{d.pick('0.5', '1')}分。",
        "",
        f"{city}大数据发展局",
        f"{issued}",
    ]


def three_looks(d: Draft) -> list[str]:
    """One look a month with its span of days; counts of looks add up to 家次 and 个次."""
    city, year = d.pick(*CITIES), d.between(2020, 2025)
    months = d.pick((3, 4, 5), (6, 7, 8), (9, 10, 11))
    number = {3: "二", 6: "三", 9: "四"}[months[0]]
    sites = d.counts([d.between(38, 66) for _ in months])
    media = d.counts([d.between(210, 330) for _ in months])
    all_sites, all_media = d.count(sum(s.value for s in sites)), d.count(sum(m.value for m in media))
    d.sum(all_sites, sites)
    d.sum(all_media, media)
    bad = d.counts([d.between(1, 7) for _ in months])
    all_bad = d.count(sum(b.value for b in bad))
    d.sum(all_bad, bad)
    rates = [d.rate_without(b, m, d.pick(1, 2)) for b, m in zip(bad, media, strict=True)]
    whole = d.rate_without(all_bad, all_media, 2)
    spans = []
    for month in months:
        first, last = (
            d.day(date(year, month, d.between(1, 4)), False),
            d.day(date(year, month, d.between(8, 20)), False),
        )
        d.period(first, last, date(year, month, 1), date(year, month, 28))
        spans.append((first, last))
    mended = d.count(all_bad.value - d.between(0, 2))
    d.part(mended, all_bad)
    word = d.pick("检查时间为", "检查时段:", "于")
    lines = [
        f"{year}年{month}月份{word}{span[0]}至{span[1]},检查政府网站{s}家,均合格;检查政务新媒体{m}个,不合格{b}个,合格率{r}"
        for month, span, s, m, b, r in zip(months, spans, sites, media, bad, rates, strict=True)
    ]
    detail = d.pick([";".join(lines) + "。"], [f"({n}){line}。" for n, line in zip("一二三", lines, strict=True)])
    return [
        f"{city}人民政府办公厅关于{year}年第{number}次全市政府网站和政务新媒体检查情况的通报",
        "",
        "各区人民政府,市直各委、办、局,各开发区管委会:",
        f"市政府办公厅于{year}年{months[0]}月至{months[2]}月组织开展了{year}年第{number}次检查,每月检查1次,检查比例均为100%。"
        "现将有关情况通报如下:",
        "一、检查结果",
        *detail,
        f"三个月累计检查政府网站{all_sites}家次、政务新媒体{all_media}个次,发现不合格政务新媒体{all_bad}个次,"
        f"综合合格率{whole}。",
        "二、整改落实",
        f"对不合格的{all_bad}个次账号逐一发函督办,其中{mended}个次已按要求整改。",
        "三、工作要求",
        "各单位要在每月25日前完成自查,发现问题24小时内处置,重大问题30分钟内电话报告。",
        "",
        f"{city}人民政府办公厅",
        f"{year}年{months[2] + 1}月{d.between(3, 15)}日",
    ]


def scores(d: Draft) -> list[str]:
    """Scores of bodies: bands, means and the ranks that look like counts."""
    city, year, q = d.pick(*CITIES), d.between(2021, 2025), d.between(1, 4)
    bodies = d.count(d.between(25, 46))
    bands = d.counts(d.split(bodies.value, 4, 2))
    d.sum(bodies, bands)
    first_band = d.rate(bands[0], bodies, 1)
    best = d.shuffled([f"市{o}" for o in OFFICES])[: d.between(3, 6)]
    best_count, best_names = d.small(len(best)), d.names(best)
    d.listed(best_count, best_names)
    sites = d.count(d.between(21, 58))
    bad = d.count(d.between(1, 4))
    rate = d.rate_without(bad, sites, 1)
    before = d.count(d.between(5, 9))
    fewer = d.difference(before, bad)
    media = d.count(d.between(101, 260))
    updated, idle = (d.count(n) for n in d.split(media.value, 2, 4))
    d.sum(media, [updated, idle])
    d.part(idle, media)
    idle_share = d.rate(idle, media, 2)
    day = date(year + (q == 4), ENDS[q][0] % 12 + 1, d.between(6, 16))
    issued, due = d.day(day), d.day(date(day.year, day.month, d.between(20, 28)))
    d.order(issued, due)
    mean = f"{d.between(86, 93)}.{d.between(11, 98)}"
    return [
        f"{city}人民政府办公室关于{year}年第{QUARTERS[q]}季度政府网站和政务新媒体监测评分情况的通报",
        f"{city[:1]}政办字〔{day.year}〕{d.between(11, 77)}号",
        "",
        "市政府各部门,各直属单位:",
        f"根据季度监测评分办法(满分100分,另设加分10分),现将{year}年第{QUARTERS[q]}季度评分情况通报如下:",
        "一、评分结果",
        f"本季度参加评分的单位{bodies}个,平均分{mean}分,较上季度提高{d.between(1, 3)}.{d.between(10, 90)}分。"
        + d.pick(
            f"其中90分(含)以上{bands[0]}个,占{first_band};80至90分{bands[1]}个;70至80分{bands[2]}个;70分以下{bands[3]}个。",
            f"得分在90分以上的{bands[0]}个(占比{first_band}),80—89分的{bands[1]}个,70—79分的{bands[2]}个,"
            f"低于70分的{bands[3]}个。",
        ),
        f"{best_names}{best_count}个单位得分并列第一,均为{d.between(103, 108)}分。",
        "二、合格情况",
        f"监测政府网站{sites}个,不合格{bad}个,比上季度的{before}个减少{fewer}个,合格率{rate}。",
        f"监测政务新媒体{media}个,当季有更新的{updated}个,没有更新的{idle}个,占比{idle_share}。",
        "三、扣分情况",
        f"主要扣分点为链接可用性(每条扣0.1分)、办事指南(每项扣1分),单个网站最多扣{d.between(12, 25)}.5分。",
        "四、下一步要求",
        f"得分低于70分的单位,于{due}前提交书面说明,连续三个季度排名后3位的取消评优资格。",
        "",
        f"{city}人民政府办公室",
        f"{issued}",
    ]


def groups(d: Draft) -> list[str]:
    """Three groups, each with its number, failures and rate in series; an overall rate; a year before."""
    place, year, q = d.pick(*PROVINCES), d.between(2019, 2025), d.between(1, 4)
    words = d.pick(("省级部门", "市级", "县级"), ("省直单位网站", "市本级网站", "县(市、区)网站"))
    of = d.counts(sorted(d.random.sample(range(31, 210), 3)))
    bad = d.counts(sorted(d.random.sample(range(2, 17), 3)))
    rates = [d.rate_without(b, n, 1, "group") for b, n in zip(bad, of, strict=True)]
    total, all_bad = d.count(sum(n.value for n in of)), d.count(sum(b.value for b in bad))
    d.sum(total, of)
    d.sum(all_bad, bad)
    whole = d.rate_without(all_bad, total, 2)
    before = d.earlier(whole, -186, -44, 95, 160, 233)
    points = d.points(before, whole)
    up = "提高" if whole.value > before.value else "下降"
    kinds = ("微信公众号", "微博", "短视频号")
    media_of, media_bad = d.counts([d.between(180, 460) for _ in kinds]), d.counts(d.random.sample(range(3, 24), 3))
    media_rates = [d.rate_without(b, n, 1, "group") for b, n in zip(media_bad, media_of, strict=True)]
    cities = d.shuffled(BOROUGHS)[: d.between(4, 6)]
    city_count, city_names = d.count(len(cities)), d.names(cities)
    so_on = d.pick("等", "")
    d.listed(city_count, city_names, open_=bool(so_on))
    day = date(year + (q == 4), ENDS[q][0] % 12 + 1, d.between(9, 18))

    def row(figures) -> str:
        return "、".join(f"{figure}" for figure in figures)

    def unit(figures, word: str) -> str:
        return "、".join(f"{figure}{word}" for figure in figures)

    return [
        f"{place}人民政府办公厅关于{year}年第{QUARTERS[q]}季度政府网站与政务新媒体检查情况的通报",
        "",
        "各市、县(市、区)人民政府,省政府各部门:",
        f"{year}年第{QUARTERS[q]}季度,省政府办公厅委托第三方机构对全省政府网站和政务新媒体进行检查,现通报如下。",
        "一、政府网站",
        f"共检查政府网站{total}家,不合格{all_bad}家,合格率{whole},较上年同期的{before}{up}{points}。"
        + d.pick(
            f"其中{'、'.join(words)}网站分别为{unit(of, '家')},不合格分别为{unit(bad, '家')},"
            f"合格率分别为{row(rates)}。",
            f"分层级看,{'、'.join(words)}分别检查{unit(of, '家')},不合格网站分别有{unit(bad, '家')},"
            f"合格率依次为{row(rates)}。",
        ),
        f"{city_names}{so_on}{city_count}个市所有网站全部合格。",
        "二、政务新媒体",
        f"抽查{'、'.join(kinds)}分别为{unit(media_of, '个')},其中不合格的分别为{unit(media_bad, '个')},"
        f"合格率分别达到{row(media_rates)}。",
        "三、问题分析",
        f"不合格网站中,平均每家存在{d.between(2, 4)}.{d.between(1, 9)}个突出问题。"
        f"有的网站首页{d.between(2, 4)}次访问均失败,"
        f"有的超过{d.between(15, 28)}天没有动态信息。",
        "四、整改要求",
        "各地要在15个工作日内完成整改,按季度报送,10人以上的管理队伍要开展全员培训。",
        "",
        f"{place}人民政府办公厅",
        f"{day.year}年{day.month}月{day.day}日",
    ]


FAMILIES = {"letter": letter, "three_looks": three_looks, "scores": scores, "groups": groups}

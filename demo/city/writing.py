"""What is published: titles and texts of articles and posts, made from phrases. No person, no number of anyone's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from random import Random

from demo.city import faults
from demo.city.names import CITY, COLUMN, COUNTIES
from demo.city.registry import Account, Body, Site

TITLES = {
    "动态要闻": (
        "{body}召开{topic}工作推进会", "{body}开展{topic}专项行动", "{body}深入基层调研{topic}工作",
        "{region}{topic}工作取得新进展", "{body}举办{topic}业务培训班", "{county}扎实推进{topic}工作",
        "{topic}走进社区 服务群众零距离", "{body}部署近期{topic}重点任务",
    ),
    "通知公告": (
        "关于做好{topic}有关工作的通知", "关于开展{topic}检查的公告", "{body}关于{topic}事项的公示",
        "关于{topic}办理时间调整的公告", "关于受理{topic}申报的通知",
    ),
    "政策文件": (
        "{body}关于印发{region}{topic}实施方案的通知", "{region}{topic}管理办法", "关于进一步加强{topic}工作的意见",
    ),
    "zcjd": ("一图读懂:{region}{topic}实施方案", "《{region}{topic}管理办法》政策解读", "{topic}政策问答"),
    "人事": ("{body}关于公布拟聘用人员名单的公告", "{body}公开招聘工作人员公告", "{body}关于干部职务调整的通知"),
    "规划计划": ("{region}{topic}三年行动计划", "{body}年度工作要点", "{region}{topic}专项规划"),
    "其他": ("{region}{topic}统计数据发布", "{topic}服务项目采购结果公告", "{topic}工作情况统计简报"),
    "互动": ("关于{region}{topic}管理办法公开征求意见的公告", "{topic}满意度网上调查", "{topic}征求意见结果反馈"),
    "办事": ("{topic}事项办理指南", "{topic}网上申请操作说明", "{topic}所需材料清单"),
}  # fmt: skip
SENTENCES = (
    "会议指出,要把{topic}摆在突出位置,压实责任、细化措施,确保各项任务落到实处。",
    "{body}坚持问题导向,围绕{topic}开展走访调研,现场听取群众意见建议。",
    "活动现场,工作人员通过发放资料、现场讲解等方式,向群众介绍{topic}的有关政策。",
    "截至目前,{region}已完成{topic}年度任务的多数内容,进度符合预期。",
    "下一步,{body}将继续加强部门联动,健全长效机制,不断提升{topic}工作水平。",
    "请各有关单位按照职责分工抓好落实,并及时报送工作进展。",
    "有关事项可到{region}政务服务大厅相关窗口咨询,也可在本网站办事服务栏目查询。",
    "{topic}关系群众切身利益,各地要结合实际制定具体办法,认真组织实施。",
    "此次培训采取集中授课与现场教学相结合的方式,参训人员普遍反映收获较大。",
    "{body}将对落实情况进行跟踪检查,并适时公布结果。",
)
LETTER_SUBJECTS = (
    "咨询{topic}的办理地点", "建议优化{topic}的办事流程", "反映{county}{topic}的问题", "{topic}需要哪些材料",
)  # fmt: skip
POST_TITLES = (
    "{topic}小知识,这几点请记牢", "今天,一起来了解{topic}", "{region}{topic}最新动态", "便民提示|{topic}这样办",
    "一图看懂{topic}", "{topic}进行时", "关于{topic},您关心的问题有答案了", "走进基层看{topic}",
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One article or post. `at` is local time; `planted` is a sentence that a plant adds, until it is corrected."""

    title: str
    paragraphs: tuple[str, ...]
    at: datetime
    planted: faults.Plant | None = None

    def seen(self, day: date) -> tuple[str, ...]:
        """Its paragraphs as read on `day`."""
        if self.planted is None:
            return self.paragraphs
        sentence = self.planted.parts[-1]
        if day > self.planted.last_on:
            sentence = sentence.replace("云洲市", CITY).replace("政付", "政府").replace("正府", "政府")
        return (*self.paragraphs, sentence)


@lru_cache(maxsize=60_000)
def article(seed: int, site: Site, slug: str, on: date) -> Text:
    """The item that a column published on a day."""
    rng = Random(f"{seed}:article:{site.code}:{slug}:{on}")
    words = _words(rng, site.body)
    title = rng.choice(TITLES.get(slug) or TITLES[COLUMN[slug].kind]).format_map(words)
    if COLUMN[slug].kind in {"规划计划", "其他"}:
        title = f"{on.year}年{title}"
    for plant in faults.of_subject(seed, site.subject_id, "title"):
        if plant.parts[0] == slug and plant.first_on == on:
            title = plant.parts[1]
    return Text(title, _paragraphs(rng, words, 3), _moment(rng, on), _wording(seed, site.subject_id, on, slug))


@lru_cache(maxsize=60_000)
def post(seed: int, account: Account, on: date) -> Text:
    """The post that an account published on a day."""
    rng = Random(f"{seed}:post:{account.subject_id}:{on}")
    words = _words(rng, account.body)
    title = rng.choice(POST_TITLES).format_map(words)
    planted = _wording(seed, account.subject_id, on)
    paragraphs = _paragraphs(rng, words, 1)
    return Text(title, (*paragraphs, planted.parts[-1]) if planted else paragraphs, _moment(rng, on))


def letter(seed: int, site: Site, on: date) -> str:
    """The subject of the letter that a portal answered on a day."""
    rng = Random(f"{seed}:letter:{site.code}:{on}")
    return rng.choice(LETTER_SUBJECTS).format_map(_words(rng, site.body))


def _words(rng: Random, body: Body) -> dict[str, str]:
    return {
        "body": body.name,
        "region": body.region,
        "county": rng.choice(COUNTIES)[0],
        "topic": rng.choice(body.topics.split()),
    }


def _paragraphs(rng: Random, words: dict[str, str], count: int) -> tuple[str, ...]:
    sentences = [sentence.format_map(words) for sentence in rng.sample(SENTENCES, 2 * count)]
    return tuple(first + second for first, second in zip(sentences[::2], sentences[1::2], strict=True))


def _moment(rng: Random, on: date) -> datetime:
    return datetime.combine(on, time(rng.randint(8, 17), rng.randrange(60)))


def _wording(seed: int, subject_id: str, on: date, slug: str = "") -> faults.Plant | None:
    for plant in faults.of_subject(seed, subject_id, "wording"):
        if plant.first_on == on and plant.parts[0] in {slug, plant.parts[-1]}:
            return plant
    return None

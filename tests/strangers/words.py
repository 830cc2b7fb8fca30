"""Words of the invented towns: names of places and bodies, titles, sentences.

No place of these names is known to the writer, every host bears the letters ``xn`` (虚拟) behind its syllables,
every region code lies in a prefecture number that GB/T 2260 does not give out (``..99..``), names of persons are made
of rare signs. Nothing here was taken from a real page.
"""

import random

TOWNS = [
    ("澹泽", "danze"),
    ("汀榆", "tingyu"),
    ("郁棠", "yutangg"),
    ("栖湄", "qimei"),
    ("洵禾", "xunhee"),
    ("霁浦", "jipuu"),
]
COUNTIES = [
    ("梧汀", "wuting"),
    ("苕溆", "tiaoxu"),
    ("岚溆岭", "lanxuling"),
    ("绾溆", "wanxu"),
    ("荻漪", "diyi"),
    ("杼溆", "zhuxu"),
    ("茭湄", "jiaomei"),
    ("筠湄", "yunmei"),
    ("澄萝", "chengluo"),
    ("楝汀", "lianting"),
    ("砚漪", "yanyi"),
    ("蓼霁", "liaoji"),
]
TOWNSHIPS = [
    ("柘漪", "zheyi"),
    ("枕漪", "zhenyi"),
    ("荇菜滩", "xingcaitan"),
    ("砧溆", "zhenxu"),
    ("蒲湄山", "pumeishan"),
    ("鹤溆坳", "hexuao"),
    ("瓮湄", "wengmei"),
    ("菰渡", "gudu"),
    ("耒坪", "leiping"),
    ("簟坞", "dianwu"),
]
PROVINCES = [
    ("53", "滇", "云"),
    ("36", "赣", "赣"),
    ("45", "桂", "桂"),
    ("21", "辽", "辽"),
    ("34", "皖", "皖"),
    ("15", "蒙", "蒙"),
]
BODIES = [
    ("民政局", "mzj", True),
    ("水利局", "slj", True),
    ("教育体育局", "jtj", True),
    ("农业农村局", "nyj", True),
    ("交通运输局", "jtys", True),
    ("文化和旅游局", "wlj", True),
    ("市场监督管理局", "scjg", True),
    ("人力资源和社会保障局", "rsj", True),
    ("自然资源局", "zrzy", True),
    ("生态环境局", "sthj", True),
    ("住房和城乡建设局", "zjj", True),
    ("卫生健康委员会", "wjw", True),
    ("应急管理局", "yjj", True),
    ("财政局", "czj", True),
    ("统计局", "tjj", True),
    ("审计局", "sjj", True),
    ("林业和草原局", "lcj", True),
    ("医疗保障局", "ybj", True),
    ("退役军人事务局", "tyjr", True),
    ("商务局", "swj", True),
    ("气象局", "qxj", True),
    ("城市管理局", "cgj", True),
    ("档案馆", "dag", True),
    ("政策研究室", "zys", False),
    ("机关事务服务中心", "jgsw", False),
    ("地方志编纂室", "dfz", False),
]
SURNAMES = "佘逄郏郗郇亓仉缑"
GIVEN = "砚榆筠汀蘅杼棠溆湄荻霁漪"

ACTORS = [
    "市里",
    "全市",
    "各乡镇",
    "本局",
    "业务科室",
    "基层站所",
    "志愿服务队",
    "督导组",
    "服务窗口",
    "技术人员",
    "网格员",
]
VERBS = ["开展", "启动", "组织", "推进", "部署", "落实", "举办", "完成", "检查", "走访", "总结", "研究"]
THINGS = [
    "河道清淤",
    "校园食堂检查",
    "春耕农资供应",
    "老旧小区改造",
    "乡村道路养护",
    "图书下乡",
    "防汛演练",
    "高温天气用水保障",
    "档案数字化",
    "技能培训",
    "农贸市场整治",
    "电梯维保巡查",
    "苗圃管护",
    "秋粮收储",
    "残疾人就业服务",
    "消防通道清理",
    "电动自行车登记",
    "小水库巡护",
    "病虫害防治",
    "养老服务站建设",
    "垃圾分类宣传",
    "窗口延时服务",
    "地名标志更新",
    "节水器具推广",
    "危旧桥梁检测",
    "非遗进社区活动",
    "中小企业走访",
    "医保经办下沉",
]
TAILS = ["工作", "专项行动", "现场会", "座谈会", "", "第二阶段任务", "月活动", "情况调度"]
NOTICE = [
    "关于{t}的通知",
    "关于{t}有关事项的公告",
    "关于开展{t}的通告",
    "{t}公示",
    "关于征订{t}资料的通知",
    "{t}招标结果公告",
    "关于{t}期间交通管制的通告",
]
POLICY = ["{b}关于印发{t}实施方案的通知", "{b}关于加强{t}的意见", "{b}关于规范{t}的若干规定", "{b}{t}管理办法"]
SENTENCES = [
    "{a}围绕{t}召开碰头会，把任务分到科室、落到人头，每周五下班前汇总一次进展。",
    "工作人员走进村组，向群众发放明白纸，逐户登记需要帮助解决的问题。",
    "据介绍，{t}今年安排了三个批次，第一批已经过半，其余批次将在雨季之后陆续展开。",
    "现场查出的问题当场列出清单，能改的立即改，一时改不了的写明期限和责任人。",
    "参加活动的居民说，办事的窗口多了，跑腿的次数少了，心里踏实。",
    "下一步，将把{t}与日常巡查结合起来，防止问题反弹，并适时向社会公开结果。",
    "会议听取了各片区的汇报，对进度靠后的三个片区提出了要求。",
    "为方便群众，服务时间在每周二、周四延长到晚上七点。",
    "经过半个月的努力，清理沟渠十二公里，修补路面八百余平方米。",
    "相关资料可以在服务大厅一楼资料架自取，也可以在本网站下载。",
    "各单位要在规定时间内报送材料，逾期不再受理。",
    "有关负责同志陪同察看了{t}现场，并同一线人员交流。",
    "技术人员对设备进行了三轮调试，运行平稳。",
    "{a}将按照既定安排，做好{t}的后续管护。",
]
ITEMS = [
    "老年人优待证办理",
    "取水许可",
    "校车使用许可",
    "兽药经营许可",
    "道路货运经营许可",
    "社会团体成立登记",
    "食品经营许可",
    "失业登记",
    "不动产首次登记",
    "排污许可",
    "施工许可",
    "公共场所卫生许可",
    "烟花爆竹零售许可",
    "城镇排水许可",
    "林木采伐许可",
    "门诊慢性病认定",
    "婚姻登记",
    "临时占道审批",
]
ASKS = [
    "某小区路灯不亮",
    "公交站牌被遮挡",
    "村口水管漏水",
    "学区划分咨询",
    "医保缴费基数疑问",
    "广场噪声扰民",
    "老年卡年审怎么办",
    "农家书屋开放时间",
    "河边步道护栏松动",
    "垃圾桶清运不及时",
    "办理居住证需要哪些材料",
    "公厕冬季停水",
    "桥洞积水",
    "停车位划线建议",
    "建议增设斑马线",
]


def title(rng: random.Random) -> str:
    """A title of news: who, does, what."""
    return rng.choice(ACTORS) + rng.choice(VERBS) + rng.choice(THINGS) + rng.choice(TAILS)


def notice(rng: random.Random) -> str:
    """A title of a notice."""
    return rng.choice(NOTICE).format(t=rng.choice(THINGS))


def policy(rng: random.Random, body: str) -> str:
    """A title of a policy document of a body."""
    return rng.choice(POLICY).format(b=body, t=rng.choice(THINGS))


def paragraphs(rng: random.Random, count: int) -> list[str]:
    """Some paragraphs of harmless prose."""
    out = []
    for _ in range(count):
        picked = rng.sample(SENTENCES, 3)
        out.append("".join(p.format(a=rng.choice(ACTORS), t=rng.choice(THINGS)) for p in picked))
    return out


def person(rng: random.Random) -> str:
    """A name that nobody bears: a rare surname and two rare signs."""
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2))

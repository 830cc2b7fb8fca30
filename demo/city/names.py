"""Names of the invented city: its counties, bodies, columns and platforms. All plain data.

The division code 5399 is not in use, the three counties do not exist, and every host ends in
`.yunzhou.example`, so that nobody real is ever shown at fault.
"""

from __future__ import annotations

from dataclasses import dataclass

CITY, CITY_CODE = "云州市", "539900"
DOMAIN = "yunzhou.example"
FEEDS = f"feeds.{DOMAIN}"
ACCOUNTS = f"accounts.{DOMAIN}"
OFFICE = "云州市人民政府办公室"

# name, division code, host label, short name
COUNTIES = (
    ("云东区", "539902", "yundong", "云东"),
    ("安澜县", "539921", "anlan", "安澜"),
    ("禾丰市", "539981", "hefeng", "禾丰"),
)

# host label, name, short name, what it writes about: the twelve departments with a site
SITE_DEPARTMENTS = (
    ("jyj", "云州市教育局", "教育", "义务教育招生 校园安全 教师培训 课后服务 职业教育"),
    ("gaj", "云州市公安局", "公安", "反电信诈骗 道路交通安全 户籍便民服务 夏季治安 校园周边巡查"),
    ("mzj", "云州市民政局", "民政", "养老服务 社会救助 婚姻登记 未成年人保护 社区治理"),
    ("czj", "云州市财政局", "财政", "预算绩效管理 政府采购 惠农补贴 会计管理 国有资产盘活"),
    ("rsj", "云州市人力资源和社会保障局", "人社", "稳就业 社会保险经办 技能培训 根治欠薪 人才引进"),
    ("zrzyj", "云州市自然资源局", "自然资源", "耕地保护 不动产登记 地质灾害防治 国土空间规划 矿山修复"),
    ("sthjj", "云州市生态环境局", "生态环境", "大气污染防治 饮用水源保护 排污许可 噪声治理 河流断面监测"),
    ("zjj", "云州市住房和城乡建设局", "住建", "老旧小区改造 燃气安全 物业管理 保障性住房 施工扬尘治理"),
    ("jtj", "云州市交通运输局", "交通", "农村公路养护 公交线网优化 春运保障 超限治理 航道整治"),
    ("nyncj", "云州市农业农村局", "农业农村", "秋粮收获 高标准农田 农产品质量安全 畜禽防疫 农机作业"),
    ("wjw", "云州市卫生健康委员会", "卫健", "家庭医生签约 传染病防控 医养结合 基层卫生服务 职业健康"),
    ("scjgj", "云州市市场监督管理局", "市场监管", "食品安全抽检 特种设备安全 价格监督 计量检定 经营主体登记"),
)
OTHER_CITY_BODIES = (
    ("云州市发展和改革委员会", "发改"), ("云州市科学技术局", "科技"), ("云州市工业和信息化局", "工信"),
    ("云州市司法局", "司法"), ("云州市文化和旅游局", "文旅"), ("云州市应急管理局", "应急"),
    ("云州市审计局", "审计"), ("云州市统计局", "统计"), ("云州市医疗保障局", "医保"),
    ("云州市林业和草原局", "林草"), ("云州市水务局", "水务"), ("云州市商务局", "商务"),
    ("云州市退役军人事务局", "退役军人"), ("云州市城市管理局", "城管"), ("云州市乡村振兴局", "乡村振兴"),
    ("云州市政务服务管理局", "政务服务"), ("云州市体育局", "体育"), ("云州市投资促进局", "投资"),
    ("云州市信访局", "信访"), ("云州市机关事务管理局", "机关事务"), ("云州市图书馆", "图书馆"),
    ("云州市博物馆", "博物馆"), ("云州市疾病预防控制中心", "疾控"), ("云州市住房公积金管理中心", "公积金"),
)  # fmt: skip
COUNTY_BODIES = (
    ("公安局", "公安"), ("教育体育局", "教体"), ("民政局", "民政"), ("司法局", "司法"), ("财政局", "财政"),
    ("人力资源和社会保障局", "人社"), ("自然资源局", "自然资源"), ("住房和城乡建设局", "住建"),
    ("交通运输局", "交通"), ("农业农村局", "农业农村"), ("水务局", "水务"), ("文化和旅游局", "文旅"),
    ("卫生健康局", "卫健"), ("应急管理局", "应急"), ("审计局", "审计"), ("市场监督管理局", "市场监管"),
    ("统计局", "统计"), ("医疗保障局", "医保"), ("林业和草原局", "林草"), ("乡村振兴局", "乡村振兴"),
    ("退役军人事务局", "退役军人"), ("政务服务管理局", "政务服务"), ("商务局", "商务"),
)  # fmt: skip
TOWNS = (
    "柳荫 书院 鹤鸣 新桥 南屏 石鼓 杏林 清溪 望江 松岗 莲塘 竹园 梅岭 桂湾",
    "青石 白沙 双河 龙泉 三星 凤鸣 高桥 沙坪 大坝 永兴 回龙 金竹 太平 和乐",
    "稻香 麦地 桑园 果园 花桥 茶山 水磨 油坊 瓦窑 古渡 长滩 平川 东坪 西岭",
)
GENERAL_TOPICS = "便民服务 安全生产 文明创建 惠民政策 志愿服务 防汛抗旱 营商环境 全民阅读 森林防火 节约用水"


@dataclass(frozen=True)
class Column:
    """One registry column (栏目) that every site of the city has; `every` is its range of days between items."""

    slug: str
    name: str
    kind: str  # 栏目类别
    every: tuple[int, int]
    is_on_home: bool = False


COLUMNS = (
    Column("yw", "政务要闻", "动态要闻", (2, 4), is_on_home=True),
    Column("gzdt", "工作动态", "动态要闻", (2, 5), is_on_home=True),
    Column("jcdt", "基层动态", "动态要闻", (3, 5)),
    Column("tpxw", "图片新闻", "动态要闻", (3, 5)),
    Column("tzgg", "通知公告", "通知公告", (4, 8), is_on_home=True),
    Column("gsgg", "公示公告", "通知公告", (7, 15)),
    Column("zcwj", "政策文件", "政策文件", (20, 40), is_on_home=True),
    Column("zcjd", "政策解读", "政策文件", (25, 60)),
    Column("rsrm", "人事任免", "人事", (60, 120)),
    Column("zkly", "招考录用", "人事", (60, 120)),
    Column("ghjh", "规划计划", "规划计划", (90, 160)),
    Column("zdgz", "重点工作", "规划计划", (80, 140)),
    Column("tjsj", "统计信息", "其他", (28, 60)),
    Column("zfcg", "政府采购", "其他", (20, 60)),
    Column("zjdc", "征集调查", "互动", (30, 90)),
    Column("bszn", "办事指南", "办事", (60, 120)),
)
COLUMN = {column.slug: column for column in COLUMNS}
# the letters of visitors that a portal shows with their answers: a page of its own, in no registry
LETTERS = Column("lxxd", "来信选登", "互动", (5, 9))
NEWS = ("yw", "gzdt", "jcdt", "tpxw")
ON_HOME = tuple(column.slug for column in COLUMNS if column.is_on_home)

# slug, id prefix, running at the end of 2023; the order is that of the bulletin
PLATFORMS = {
    "微信公众号": ("weixin", "gh_yz", 146),
    "新浪微博": ("weibo", "yzwb", 57),
    "抖音短视频": ("douyin", "yzdy", 37),
    "今日头条": ("toutiao", "yztt", 15),
    "快手": ("kuaishou", "yzks", 3),
    "微信视频号": ("shipinhao", "yzsp", 2),
    "百家号": ("baijiahao", "yzbj", 2),
    "哔哩哔哩": ("bilibili", "yzbl", 1),
}

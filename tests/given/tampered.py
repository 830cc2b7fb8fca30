"""An official page of the invented city, and the ways in which hijackers rewrite one.

The ways are those of published bulletins that were found hijacked; texts, brands and hosts here are made up, but for
the stems that the shipped list must know.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import cache

import opencc

TITLE = "云州市人民政府办公室关于2023年第三季度全市政府网站检查情况的通报"
PARAGRAPHS = (
    "各县区人民政府，市政府各部门：根据全市政府网站与政务新媒体管理工作安排，近期对全市正常运行的网站进行了检查，现将有关情况通报如下。",
    "一、总体情况。本次共检查政府网站四十二家，合格四十家，多数网站栏目更新及时，办事服务和互动交流渠道畅通，信息发布审核制度得到落实。",
    "二、主要问题。个别网站首页链接不可用，部分栏目长期不更新，留言答复不及时，关于网络安全的要求落实不够到位，需要继续加强日常管理。",
    "三、工作要求。各单位要关注群众诉求，严格落实信息发布审核制度，按时完成整改，并将整改情况报送市政府办公室，市政府办公室将适时进行复查。",
)
FOOTER = "主办单位：云州市人民政府办公室 网站标识码：5399000001 云ICP备05000001号"
LINKS = '<a href="http://www.yunzhou.example/zwgk/">政务公开</a><a href="http://jyj.yunzhou.example/">教育局</a>'

BRAND = "必威体育app_必威体育娱乐-【官网下载】"
PORN = "一本道国产在线国产"
FOREIGN = "http://www.kaixin7788.example/"
PLAIN_FOREIGN = "http://www.shangmao.example/"
READINGS = {"关": "guān", "网": "wǎng", "务": "wù", "区": "qū", "强": "qiáng", "体": "tǐ", "发": "fā", "进": "jìn"}


def official(title: str = TITLE, body: str = "", head: str = "", end: str = "") -> str:
    """A clean page: navigation, an article, a footer. `body` stands after the article, `end` after everything."""
    text = "".join(f"<p>{paragraph}</p>\n" for paragraph in PARAGRAPHS)
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<div class="nav">{LINKS}</div><h1>{TITLE}</h1>\n<div id="zoom">{text}</div>{body}'
        f'<div class="foot">{FOOTER}</div>{end}</body></html>'
    )


def soup(name: str = "zawxl") -> str:
    """Empty elements of no use, all with one random id."""
    return (
        f'<track id="{name}"><em id="{name}"></em></track><optgroup id="{name}"><em id="{name}"><pre id="{name}"></pre>'
        f'</em></optgroup><cite id="{name}"><li id="{name}"></li></cite><acronym id="{name}"></acronym>'
    )


def traditional(html: str) -> str:
    """Every character by itself in its traditional form: 关于 becomes what no writer of the script would write."""
    return html.translate(_to_traditional())


def like_001() -> str:
    """A mirror: random-id soup above the text, all in traditional characters, a simplified phrase at the end."""
    return (
        official()
        .replace("<body>", f"<body>{soup()}")
        .translate(_to_traditional())
        .replace("</body>", f"<p>{PORN}</p></body>")
    )


def like_002() -> str:
    """One brand substituted for words, the title's first among them; the rest is intact."""
    html = official(title=TITLE.replace("云州市人民政府办公室关于", BRAND))
    return html.replace("<h1>云州市人民政府办公室关于", f"<h1>{BRAND}").replace("关于网络安全", f"{BRAND}网络安全")


def like_003() -> str:
    """Traditional characters with their pinyin, and a two-byte stream that slipped by one byte."""
    html = official(end="<p>本文鏈接：http://www.kaixin7788.example/policy/1.html</p>")
    for letter, reading in READINGS.items():
        html = html.replace(letter, f"{letter}({reading})")
    # a full stop and the first byte of 现 are gone, its second begins the next character
    slipped = html.replace("，现将", "?，F(xiàn)將").replace("。本次", "?；咏涣").replace("。个别", "?，鳈谀")
    return slipped.translate(_to_traditional())


def salad() -> str:
    """Keywords strung before the title."""
    return official(title=f"国产欧美极品,一区二区三区,人妻少妇久久,无码不卡★{TITLE}")


def numbered_title() -> str:
    """The title in numeric entities, the page in letters."""
    return official(title="".join(f"&#{ord(letter)};" for letter in "欧洲杯比赛投注平台"))


def foreign_title() -> str:
    """A title of which the page knows no word."""
    return official(title="茶叶批发商城优惠活动")


def spun() -> str:
    """Official words replaced by synonyms of a machine."""
    return official().replace("政府网站", "当局网坐")


def hidden_link(style: str, url: str = FOREIGN, text: str = "下载") -> str:
    """A link in a block that is out of sight."""
    return official(body=f'<div style="{style}"><a href="{url}">{text}</a></div>')


HIDING_STYLES = {
    "indent": "text-indent:-9999px",
    "off_screen": "position: absolute; left: -5000px; top: 0",
    "tiny": "width:1px;height:0px;overflow:hidden",
    "letters": "font-size:0",
    "same_colour": "color:#fff;background:#FFFFFF",
    "clipped": "position:absolute;clip:rect(0,0,0,0)",
    "display": "display: none",
    "visibility": "visibility:hidden",
    "transparent": "opacity:0",
}


def encoded(text: str, way: str) -> str:
    """A script that writes a text in an encoded form."""
    codes = ",".join(str(ord(letter)) for letter in text)
    percent = "".join(f"%u{ord(letter):04x}" if ord(letter) > 255 else f"%{ord(letter):02x}" for letter in text)
    base = base64.b64encode(text.encode()).decode()
    hexes = "".join(f"\\u{ord(letter):04x}" if ord(letter) > 255 else f"\\x{ord(letter):02x}" for letter in text)
    scripts = {
        "fromCharCode": f"document.write(String.fromCharCode({codes}))",
        "unescape": f"document.write(unescape('{percent}'))",
        "atob": f"document.write(atob('{base}'))",
        "hex": f"eval(\"document.write('{hexes}')\")",
    }
    return f"<script>{scripts[way]}</script>"


SPAM_LINK = f'<a href="{FOREIGN}">澳门金沙娱乐</a>'
TRICKS: dict[str, tuple[Callable[[], str], str, str]] = {
    # name: (page, kind, beginning of the place)
    "brand in the title": (lambda: official(title=f"{BRAND}{TITLE}"), "spam", "title"),
    "stems in the keywords": (lambda: official(head='<meta name="keywords" content="足球365,云州">'), "spam", "meta"),
    "stems at the end": (lambda: official(end="<p>manbetx官网</p>"), "spam", "tail"),
    "weak stems at the head": (lambda: official().replace("<h1>", "<p>棋牌 博彩 下注</p><h1>"), "spam", "head"),
    "full-width stems": (lambda: official(end="<p>ｂｅｔ３６５</p>"), "spam", "tail"),
    "traditional stems": (lambda: official(end="<p>澳門金沙</p>"), "spam", "tail"),
    "keyword salad": (salad, "salad", "title"),
    "spam in a comment": (lambda: official(end=f"<!-- {SPAM_LINK * 3} -->"), "spam", "comment"),
    "spam without script": (lambda: official(end=f"<noscript>{SPAM_LINK}</noscript>"), "spam", "noscript"),
    "spam in a text field": (lambda: official(end=f"<textarea>{SPAM_LINK}</textarea>"), "spam", "textarea"),
    "spam in a hidden block": (
        lambda: official(body='<div style="display:none">必威体育 澳门金沙</div>'),
        "spam",
        "hidden display",
    ),
    "spam hidden by a class": (
        lambda: official(head="<style>.x1{display:none}</style>", body='<b class="x1">必威体育 澳门金沙</b>'),
        "spam",
        "hidden display",
    ),
    "links of spam": (lambda: official(end=SPAM_LINK), "spam_links", ""),
    "a link hidden by a class": (
        lambda: official(
            head="<style>.nav{margin:0}.q7,.q8{position:absolute;left:-9999px}</style>",
            body=f'<div class="q7"><a href="{PLAIN_FOREIGN}">友情</a></div>',
        ),
        "hidden_links",
        "off_screen",
    ),
    "a link hidden by script": (
        lambda: official(
            body=f'<div id="k1"><a href="{FOREIGN}">下载</a></div>',
            end="<script>document.getElementById('k1').style.display='none'</script>",
        ),
        "hidden_links",
        "display",
    ),
    "a marquee without height": (
        lambda: official(body=f'<marquee height="1" width="4"><a href="{PLAIN_FOREIGN}">友情</a></marquee>'),
        "hidden_links",
        "marquee",
    ),
    "a link in the colour of its table": (
        lambda: official(
            body=f'<table bgcolor="white"><tr><td><font color="#FFF"><a href="{PLAIN_FOREIGN}">友情</a></font></table>'
        ),
        "hidden_links",
        "same_colour",
    ),
    "an invisible frame": (
        lambda: official(end=f'<iframe src="{FOREIGN}" width=0 height=0></iframe>'),
        "hidden_frame",
        "kaixin7788.example",
    ),
    "code from a numbered domain": (
        lambda: official(head=f'<script src="{FOREIGN}x.js"></script>'),
        "foreign_script",
        "kaixin7788.example",
    ),
    "a written hidden link": (
        lambda: official(
            end=f'<script>document.write(\'<div style="text-indent:-999px"><a href="{FOREIGN}">x</a></div>\')</script>'
        ),
        "written_link",
        "kaixin7788.example",
    ),
    "visitors of search engines sent away": (
        lambda: official(
            head="<script>var r=document.referrer;if(/baidu|sogou|so\\.com/i.test(r)){"
            f"window.location.href='{FOREIGN}'}}</script>"
        ),
        "conditional_redirect",
        "kaixin7788.example",
    ),
    "telephones sent away": (
        lambda: official(
            head=f'<script>if(/iPhone|Android/i.test(navigator.userAgent)){{location.replace("{FOREIGN}")}}</script>'
        ),
        "conditional_redirect",
        "kaixin7788.example",
    ),
    "an encoded redirect": (
        lambda: official(
            head=encoded(f"if(document.referrer.indexOf('baidu')>0)location.href='{FOREIGN}'", "fromCharCode")
        ),
        "conditional_redirect",
        "kaixin7788.example",
    ),
    "another title for spiders": (
        lambda: official(
            head="<script>if(!/baiduspider|sogou/i.test(navigator.userAgent)){document.title='云州市'}</script>"
        ),
        "shown_title",
        "",
    ),
    "an automatic forward": (
        lambda: official(head=f'<META HTTP-EQUIV="Refresh" content="0; URL={FOREIGN}">'),
        "forward",
        "kaixin7788.example",
    ),
    "random-id soup": (lambda: official().replace("<body>", f"<body>{soup('h4sia')}"), "repeated_id", "h4sia"),
    "random-id soup as text": (
        lambda: official(end=soup().replace("<", "&lt;").replace(">", "&gt;")),
        "repeated_id",
        "zawxl",
    ),
    "tags of no use": (lambda: official(end=soup().replace(' id="zawxl"', "")), "odd_tags", ""),
    "a title in numbers": (numbered_title, "entity_title", "title"),
    "a foreign title": (foreign_title, "foreign_title", "title"),
    "one brand in many places": (like_002, "brand", ""),
    "pinyin": (like_003, "pinyin", ""),
    "pinyin with spaces": (
        lambda: official(body="<p>發( fā )展網( wǎng )絡務( wù )實強( qiáng )化體( tǐ )系</p>"),
        "pinyin",
        "",
    ),
    "slipped bytes": (like_003, "byte_slip", ""),
    "traditional characters": (lambda: traditional(official()), "traditional", ""),
    "spam in the other script": (like_001, "script_switch", "tail"),
    "machine synonyms": (spun, "spun", ""),
    **{
        f"spam written by {way}": (
            lambda way=way: official(end=encoded(SPAM_LINK, way)),
            "script_spam",
            "encoded",
        )
        for way in ("fromCharCode", "unescape", "atob", "hex")
    },
    "an encoded link": (
        lambda: official(end=encoded(f'<a href="{PLAIN_FOREIGN}">友情</a>', "atob")),
        "encoded_link",
        "shangmao.example",
    ),
    "spam written plainly": (
        lambda: official(end=f"<script>document.write('{SPAM_LINK}')</script>"),
        "script_spam",
        "written",
    ),
    **{
        f"a link hidden by {trick}": (lambda style=style: hidden_link(style), "hidden_links", trick)
        for trick, style in HIDING_STYLES.items()
    },
}

# what looks like tampering and is none: every one of them must score zero
LOOK_ALIKES: dict[str, Callable[[], str]] = {
    "a clean page": official,
    "innocent words alone": lambda: official(body="<p>在线观看直播，在线办理，手机客户端下载，观看回放</p>"),
    "a warning against gambling": lambda: official(
        title="警方提醒：警惕“亚博体育”等跨境网络赌博平台_云州市公安局",
        body="<p>近期，我市公安机关侦破一起网络赌博案，犯罪嫌疑人通过“必威体育”“万博体育”等非法平台组织下注，涉案赌资巨大。</p>",
    ),
    "words that hold a stem": lambda: official(
        title="久久为功推进金沙江流域治理_云州市人民政府",
        body="<p>势必威胁安全，线下注册登记，无码头泊位，成人教育与成人高考，福利彩票公益金，一本道德经，亚博会，军人妻子</p>",
    ),
    "a traditional edition by address": lambda: traditional(official()),  # read at another address
    "a traditional edition by its way back": lambda: traditional(official()).replace("政務公開", "简体版"),
    "a letter quoted in traditional characters": lambda: official(
        body="<p>來信寫道：感謝雲州鄉親對我們的關懷與幫助</p>"
    ),
    "a rare character with its reading": lambda: official(body="<p>喆(zhé)、堃(kūn)、犇(bēn)、镕(róng)</p>"),
    "menus and tabs": lambda: official(
        head="<style>.tab{display:none}.logo{text-indent:-9999px}</style>",
        body='<div class="tab"><a href="http://www.shangmao.example/">云州商贸</a></div>'
        '<h2 class="logo"><a href="/">云州市人民政府</a></h2><div style="display:none"><a href="/a/">子栏目</a></div>',
    ),
    "a drawer with one foreign link": lambda: official(
        body='<div style="position:fixed;left:-300px"><a href="/a/">一</a><a href="/b/">二</a><a href="/c/">三</a>'
        f'<a href="{PLAIN_FOREIGN}">技术支持</a></div>'
    ),
    "a friend with a picture": lambda: official(
        body=f'<div style="width:1px;height:1px;overflow:hidden"><a href="{PLAIN_FOREIGN}"><img src="a.png"></a></div>'
    ),
    "a mark written by script": lambda: official(
        end="<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript"
        " src='https://dcs.conac.cn/js/00/000/0000/00000000/CA000.js'%3E%3C/script%3E\"));</script>"
    ),
    "a counter": lambda: official(
        end='<script>var s=document.createElement("script");s.src="https://hm.baidu.com/hm.js?0";'
        "document.body.appendChild(s)</script>"
    ),
    "an own edition for telephones": lambda: official(
        head="<script>if(/iPhone|Android|mobile/i.test(navigator.userAgent)){"
        "location.href='http://m.yunzhou.example/'}</script>"
    ),
    "a forward within the site": lambda: official(
        head='<meta http-equiv="refresh" content="0;url=http://www.yunzhou.example/index.html">'
    ),
    "one id on parts of two editions": lambda: official(
        body='<div id="share1"></div><div id="share1"></div><div id="share1"></div><p id="share1"></p>'
    ),
    "ids of a table's parts": lambda: official(
        body="".join(f'<{tag} id="zoomcon"></{tag}>' for tag in ("b", "i", "p", "q"))
    ),
    "tags with their holder": lambda: official(
        body="<video><track><track></video><select><optgroup><option></optgroup><optgroup></optgroup></select>"
    ),
    "all in numbers": lambda: "".join(
        f"&#{ord(letter)};" if "\u4e00" <= letter <= "\u9fff" else letter for letter in official()
    ),
    "a question before a comma": lambda: official(body="<p>什么是政府网站?哪些属于政务新媒体?请看解读</p>"),
    "a site's name as title": lambda: official(title="云州市人民政府门户网站"),
    "a commented-out block": lambda: official(end='<!-- <div class="old"><a href="/old/">旧版</a></div> -->'),
}


@cache
def _to_traditional() -> dict[int, str]:
    converter = opencc.OpenCC("s2t")
    letters = [chr(code) for code in range(0x4E00, 0xA000)]
    forms = converter.convert("\n".join(letters)).split("\n")
    return {ord(one): other for one, other in zip(letters, forms, strict=True) if len(other) == 1}

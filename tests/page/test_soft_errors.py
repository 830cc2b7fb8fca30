"""Default pages and error texts with status 200 are no page of the site; healthy pages that speak of them are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inspection.model import ProbeOutcome
from inspection.net import Exchange, Request, Result
from inspection.page import blocked
from inspection.page.page import Page, ReadState

URL = "http://www.ceshi.gov.cn/"
UTF8 = "text/html; charset=utf-8"
NEWS = "<p>县数据局组织各单位检查数据库连接，对系统维护、域名续费、运行时错误等逐项排查，确保网站平稳运行。</p>" * 10
LINKS = "".join(f"<li><a href=/{n}.html>关于做好第{n}项工作的通知</a></li>" for n in range(12))
OWN = f"<title>测试县人民政府</title>{LINKS}{NEWS}"

ERRORS = {
    "nginx": "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>",
    "iis": "<title>IIS7</title><img src=welcome.png>",
    "iis 10": "<title>IIS Windows</title><a href=x><img src=iisstart.png></a>",
    "apache": "<html><body><h1>It works!</h1></body></html>",
    "tomcat": "<title>Apache Tomcat/8.5.4</title>" + "<p>If you're seeing this, you've installed Tomcat.</p>" * 30,
    "a panel": "<title>站点创建成功</title><h1>恭喜，站点创建成功！</h1>",
    "a panel that does not know the host": "<title>没有找到站点</title><p>您的请求在Web服务器中没有找到对应的站点</p>",
    "an open folder": "<title>Index of /</title><pre><a href=a.bak>a.bak</a></pre>",
    "pdo": "<title>提示</title><p>SQLSTATE[HY000] [2002] Connection refused</p>",
    "ole db": "<p>Microsoft OLE DB Provider for ODBC Drivers 错误 '80004005'</p><p>/conn.asp，行 8</p>",
    "asp.net": "<title>运行时错误</title><h1>“/”应用程序中的服务器错误。</h1>"
    + "<p>说明: 服务器上出现应用程序错误。</p>" * 9,
    "java": "<pre>java.sql.SQLRecoverableException: IO 错误\n\tat cms.Db.open(Db.java:8)</pre>",
    "spring": "<h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error</p>",
    "oracle": "<p>ORA-12541: TNS:no listener</p>",
    "php": "<b>Fatal error</b>:  Uncaught Error: Call to undefined function mb_substr() in /www/x.php:3",
    "mysql": "<p>Can't connect to MySQL server on '10.0.0.2' (111)</p>",
    "wordpress": "<h1>建立数据库连接时出错</h1>",
    "thinkphp": "<title>系统发生错误</title><h1>:(</h1><p>页面错误！请稍后再试～</p>",
    "redis": "<p>RedisException: Connection refused</p>",
    "a notice of maintenance": "<p>系统维护中，请稍后访问</p>",
    "a domain for sale": "<title>此域名可转让</title><p>请与经纪人联系</p>",
    "a host that was not paid for": "<title>Account Suspended</title><h1>This Account has been suspended.</h1>",
    "a site that was stopped": "<title>站点已暂停</title><h1>抱歉，该站点已暂停</h1><p>请联系管理员</p>",
    "a name that ran out": "<p>您访问的域名已过期，请及时续费</p>",
    "a site without a filing": "<h3>网站暂时无法进行访问</h3><p>该网站未根据工信部相关法规完成备案</p>",
    "a parked name": "<title>ceshi.gov.cn</title><p>This domain is parked. Buy this domain.</p>",
    "a site that was not paid for": "<title>提示</title><p>网站已到期，请联系服务商续费</p>",
}

GONE = {
    "taken down": "<title>信息提示</title><div>该文章已下线，请查看其他内容。3秒后自动跳转</div>",
    "not approved": "<title>错误</title><p>抱歉，您要查看的信息已失效或者尚未通过审核</p>",
    "removed by its editor": "<title>测试局</title><p>此信息已被撤回！</p><a href=/>返回首页</a>",
    "no such article": "<title>提示</title><p>您访问的文章不存在</p>",
    "without approval": "<p>您请求的内容未审核，请稍后再试</p>",
    "a number alone": "<title>测试局</title><h1>404</h1><p>去首页看看吧</p>",
}
ARTICLE = "<title>{0}</title><meta name=ArticleTitle content={0}><h1>{0}</h1><p>发布时间：2026-11-20</p><p>{1}</p>"
HEALTHY = {
    "an article that quotes a gateway": ARTICLE.format(
        "网站访问异常情况说明", "部分用户看到“502 Bad Gateway”，现已恢复。"
    ),
    "an article on a missing page": ARTICLE.format(
        "关于网民反映问题的答复", "您反映的链接打开后提示“页面不存在”，已修复。"
    ),
    "an article of 404 people": ARTICLE.format("技能培训班开班", "全县共有404名学员参加。"),
    "404 people without a tag": "<title>培训</title><h1>技能培训班开班</h1><p>全县404人参加培训。</p>",
    "a house number": "<title>联系方式</title><p>地址：测试县人民路404号</p>",
    "a short list that names a missing page": "<title>答复</title><p>网民留言</p><a href=/1>反映页面不存在的答复</a>",
    "a document without force": "<title>文件</title><h1>关于印发办法的通知</h1><p>该文件已失效</p>",
    "a home page": OWN,
    "an answer on a name that ran out": ARTICLE.format("关于网站域名的答复", "您反映的域名已过期问题，现已续费。"),
    "a title in a comment before the own one": f"<!-- <title>Welcome to nginx!</title> -->{OWN}",
    "a title in a script": f"<script>t='<title>404 Not Found</title>'</script>{OWN}",
    "a title in a picture": f"<svg><title>It works!</title></svg>{OWN}",
    "an article on databases": f"<title>数据库连接失败怎么办</title>{NEWS}<p>SQLSTATE[HY000] 表示连接失败。</p>{LINKS}",
    "an article that quotes a trace": f"<title>漏洞预警</title>{LINKS}<p>java.lang.Runtime 可被远程调用</p>{NEWS}",
    "a warning of a hole in a server": f"<title>关于 Apache Tomcat 漏洞的预警</title>{LINKS}{NEWS}",
    "a warning above a page of links": f"<b>Warning</b>: mysql_connect(): gone away{LINKS}{NEWS}",
    "a home page of few words": f"<title>测试局</title>{LINKS}",
    "a short list whose entry names an error": "<title>通知</title><a href=/1>关于修复 SQLSTATE、ORA-12541 的通知</a>",
    "a short list of a notice of maintenance": "<title>测试局</title><p>公告</p><a href=/1>系统维护中的公告</a>",
    "a short list on a language": "<title>培训</title><a href=/1>java.lang.Thread 讲座</a> <a href=/2>系统繁忙</a>",
    "a short list of sales": "<title>测试局</title><a href=/1>土地拍卖一口价公告</a><p>2026-11-28</p>",
    "a link with a mark in it": "<title>测试局</title><a href=/1>数据库<em>连接</em>的<b>数据库连接失败</b>案例</a>",
    "a column on roads": f"<title>公路养护</title><p>系统维护中的新进展</p>{LINKS}",
    "a page that says that it works": f"<title>便民服务</title><p>It works! 微信办事真方便</p>{LINKS}",
}


def visited(text: str) -> ProbeOutcome:
    fields = {"content-type": [UTF8]}
    answer = Exchange(URL, b"", datetime.now(UTC), status=200, body=text.encode(), fields=fields)
    return blocked.visit_outcome(Result(Request(URL), ProbeOutcome.OK, answer))[0]


@pytest.mark.parametrize("text", ERRORS.values(), ids=ERRORS)
def test_a_page_that_is_not_the_sites_is_a_soft_error_to_probe_and_reader(text):
    assert visited(text) is ProbeOutcome.SOFT_ERROR
    assert Page(URL, text.encode(), {"content-type": UTF8}).read_state is ReadState.ERROR_PAGE


@pytest.mark.parametrize("text", GONE.values(), ids=GONE)
def test_a_text_that_an_article_is_gone_is_an_error_page_whatever_its_status(text):
    assert Page(URL, text.encode(), {"content-type": UTF8}).read_state is ReadState.ERROR_PAGE


@pytest.mark.parametrize("text", HEALTHY.values(), ids=HEALTHY)
def test_a_healthy_page_that_speaks_of_errors_is_healthy(text):
    assert visited(text) is ProbeOutcome.OK
    assert Page(URL, text.encode(), {"content-type": UTF8}).read_state is ReadState.OK

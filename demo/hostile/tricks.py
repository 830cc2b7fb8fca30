"""The tricks of the hostile server: one function each, with the outcome in which it must end.

`visit` is how a probe's visit to the home page must end, `fetch` the outcome of its row in a crawl. Both hold
for a client that refuses the loopback but for 127.0.0.1, and that waits for a second or two.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Callable
from functools import cache

from demo.hostile.line import Line, Trick

SLOW_HOSTS = 150  # more than a crawl fetches at once
_GREETING = "<title>云州市测试站</title><p>云州市测试站首页,正文完整。</p>".encode()
# 56 bytes of Brotli (RFC 7932): `<p>` twenty million times over
_BROTLI_BOMB = bytes.fromhex(
    "cfffff7ff825797ce0e2b320e0f6fedff1ffff1f7e0980382c00d0bdffe7ffff3ffc1200715800a07bff9f028793f82500e2b000a0d76f12"
)


TRICKS: list[Trick] = []
LARGE: list[Callable[[], bytes]] = []  # bodies that take a while to make: the server makes them before it opens


def trick(name: str, visit: str = "ok", fetch: str = "fetched", **more: str | bool) -> Callable[[Callable], Callable]:
    """Put a function into the table; some stand in it more than once."""

    def add(play: Callable[[Line], None]) -> Callable[[Line], None]:
        TRICKS.append(Trick(name, play, visit, fetch, **more))
        return play

    return add


# bodies without end, or larger than they look ------------------------------------------------------------


@trick("endless-body")
def endless_body(line: Line) -> None:
    line.begin()
    line.forever("<p>云州市</p>".encode() * 4_000)


@trick("endless-chunks")
def endless_chunks(line: Line) -> None:
    line.begin("Transfer-Encoding: chunked")
    line.forever(b"8000\r\n" + b"<br>" * 0x2000 + b"\r\n")


def large(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """A body that is made once."""
    made = cache(make)
    LARGE.append(made)
    return made


@large
def gzip_bomb() -> bytes:
    """60 million bytes in 60 thousand."""
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([*(packer.compress(b"<p>" * 1_000_000) for _ in range(20)), packer.flush()])


@trick("gzip-bomb")
def plain_gzip_bomb(line: Line) -> None:
    line.answer(gzip_bomb(), "Content-Encoding: gzip")


@trick("gzip-bomb-in-gzip")
def gzip_in_gzip(line: Line) -> None:
    line.answer(gzip.compress(gzip.compress(gzip_bomb())), "Content-Encoding: gzip, gzip", "Content-Encoding: gzip")


@trick("brotli-bomb-unasked")
def brotli_bomb(line: Line) -> None:
    line.answer(_BROTLI_BOMB, "Content-Encoding: br")


@trick("zstd-bomb-unasked")
def zstd_bomb(line: Line) -> None:
    """A gigabyte in 32,000 bytes: a frame of blocks that each say one byte 131,072 times (RFC 8878)."""
    size = 1 << 17
    blocks = [struct.pack("<I", size << 3 | 1 << 1 | is_last)[:3] + b"<" for is_last in [0] * 7_999 + [1]]
    line.answer(b"\x28\xb5\x2f\xfd\x00\x38" + b"".join(blocks), "Content-Encoding: zstd")


@trick("gzip-members")
def gzip_members(line: Line) -> None:
    """200,000 empty members, so that a careless reader copies the rest 200,000 times."""
    line.answer(gzip.compress(_GREETING) + gzip.compress(b"") * 200_000, "Content-Encoding: gzip")


@trick("many-codings")
def many_codings(line: Line) -> None:
    line.answer(_GREETING, "Content-Encoding: " + "gzip, " * 5_000 + "gzip")


@trick("gzip-lie")
def gzip_lie(line: Line) -> None:
    line.answer(_GREETING, "Content-Encoding: gzip")


@trick("gzip-cut")
def gzip_cut(line: Line) -> None:
    line.answer(gzip.compress(_GREETING * 50)[:-20], "Content-Encoding: gzip")


# answers that take their time ----------------------------------------------------------------------------


@trick("silent", "timeout", "failed")
def silent(line: Line) -> None:
    line.hold()


@trick("slow-head", "timeout", "failed")
def slow_head(line: Line) -> None:
    line.drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" * 50)


@trick("slow-body", "timeout", "failed")
def slow_body(line: Line) -> None:
    line.begin("Content-Length: 1000")
    line.drip(b"x" * 1_000)


@trick("slow-tls", "timeout", "failed", scheme="https", plays_at_once=True)
def slow_tls(line: Line) -> None:
    line.hold()


@trick("many-slow-hosts")
def many_slow_hosts(line: Line) -> None:
    """A home page full of links to hosts that never answer."""
    urls = (line.place.url(f"silent-{number}") for number in range(SLOW_HOSTS))
    line.answer(_GREETING + "".join(f'<a href="{url}">链接</a>' for url in urls).encode())


# heads -----------------------------------------------------------------------------------------------------


@trick("huge-header", "reset", "failed")
def huge_header(line: Line) -> None:
    line.send("HTTP/1.1 200 OK\r\nX-Huge: ")
    line.forever(b"x" * 65_536)


@trick("endless-headers", "reset", "failed")
def endless_headers(line: Line) -> None:
    line.send("HTTP/1.1 200 OK\r\n")
    line.forever(b"X-More: x\r\n" * 1_000)


@trick("endless-hints", "reset", "failed")
def endless_hints(line: Line) -> None:
    line.forever(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 100)


@trick("hints-first")
def hints_first(line: Line) -> None:
    line.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
    line.answer(_GREETING)


@trick("only-continue", "reset", "failed")
def only_continue(line: Line) -> None:
    line.send("HTTP/1.1 100 Continue\r\n\r\n")


@trick("null-in-header", "reset", "failed")
def null_in_header(line: Line) -> None:
    line.answer(_GREETING, "X-Null: a\0b")


@trick("injected-status")
def injected_status(line: Line) -> None:
    """Header lines that look like a second answer, and like records of an archive."""
    line.answer(_GREETING, "HTTP/1.1: 500 Gone", "WARC-Type: response", ": empty", "X-帽: 头")


@trick("header-without-colon", "reset", "failed")
def header_without_colon(line: Line) -> None:
    line.answer(_GREETING, "Nameless")


@trick("trailers")
def trailers(line: Line) -> None:
    """After the body come lines that would change what was before it."""
    line.begin("Transfer-Encoding: chunked", "Trailer: Location")
    line.send(b"%x\r\n%b\r\n0\r\n" % (len(_GREETING), _GREETING))
    line.send("HTTP/1.1: 302 Found\r\nLocation: /elsewhere\r\nContent-Encoding: gzip\r\n\r\n")


@trick("line-feeds")
def line_feeds(line: Line) -> None:
    """Bare line feeds, and a name with a blank before its colon."""
    line.send(b"HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked\n\n")
    line.send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(_GREETING), _GREETING))


@trick("no-http", "reset", "failed")
def no_http(line: Line) -> None:
    """What a server of 1991 would say, or one that speaks something else."""
    line.send(_GREETING)


@trick("garbage", "reset", "failed")
def garbage(line: Line) -> None:
    line.send(bytes(range(256)) * 16)


@trick("empty-answer", "reset", "failed")
def empty_answer(line: Line) -> None:
    pass


@trick("switching-protocols", "reset", "failed")
def switching_protocols(line: Line) -> None:
    line.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" + "x" * 100)


@trick("unknown-status", "http_error")
def unknown_status(line: Line) -> None:
    line.answer(_GREETING, status="799 Whatever")


@trick("unasked-304", "soft_error")
def unasked_304(line: Line) -> None:
    line.send('HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n')


# lengths and chunks ----------------------------------------------------------------------------------------


@trick("broken-chunks", "reset", "failed")
def broken_chunks(line: Line) -> None:
    line.begin("Transfer-Encoding: chunked")
    line.send("zz\r\nhello\r\n0\r\n\r\n")


@trick("huge-chunk", "reset", "failed")
def huge_chunk(line: Line) -> None:
    line.begin("Transfer-Encoding: chunked")
    line.send("fffffffffffffffff\r\nhello\r\n")


@trick("length-too-long", "reset", "failed")
def length_too_long(line: Line) -> None:
    line.begin(f"Content-Length: {len(_GREETING) + 1_000}")
    line.send(_GREETING)


@trick("length-too-short")
def length_too_short(line: Line) -> None:
    """What is over looks like the answer to the next request."""
    line.begin(f"Content-Length: {len(_GREETING)}")
    line.send(_GREETING + b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\ninjected")
    line.stays_open = True


@trick("negative-length", "reset", "failed")
def negative_length(line: Line) -> None:
    line.begin("Content-Length: -5")
    line.send(_GREETING)


@trick("length-and-chunks")
def length_and_chunks(line: Line) -> None:
    line.begin("Content-Length: 3", "Transfer-Encoding: chunked")
    line.send(b"%x\r\n%b\r\n0\r\n\r\n" % (len(_GREETING), _GREETING))


@trick("closed-in-a-chunk", "reset", "failed")
def closed_in_a_chunk(line: Line) -> None:
    line.begin("Transfer-Encoding: chunked")
    line.send(b"ffff\r\n" + _GREETING)


@trick("cut-in-the-body", "reset", "failed")
def cut_in_the_body(line: Line) -> None:
    line.begin("Content-Length: 100000")
    line.send(_GREETING)
    line.is_cut = True


# where redirects lead --------------------------------------------------------------------------------------

LOOPBACKS = {
    "redirect-to-loopback": "127.0.0.2",
    "redirect-to-decimal": "2130706434",
    "redirect-to-hexadecimal": "0x7f000002",
    "redirect-to-octal": "0177.0.0.2",
    "redirect-to-short": "127.2",
    "redirect-to-mapped": "[::ffff:127.0.0.2]",
    "redirect-to-mapped-hexadecimal": "[::ffff:7f00:2]",
    "redirect-to-compatible": "[::7f00:2]",
    "redirect-to-nat64": "[64:ff9b::7f00:2]",
    "redirect-to-ipv6-loopback": "[::1]",
    "redirect-to-unspecified": "0.0.0.0",
    "redirect-to-private": "10.0.0.1",
    "redirect-to-metadata": "169.254.169.254",
    "redirect-to-shared": "100.100.100.200",
    "redirect-to-multicast": "224.0.0.1",
    "redirect-to-broadcast": "255.255.255.255",
    "redirect-to-unique-local": "[fd00:ec2::254]",
    "redirect-to-link-local": "[fe80::1]",
}


def _to_trap(host: str) -> Callable[[Line], None]:
    return lambda line: line.answer(b"", f"Location: http://{host}:{line.place.trap_port}/secret", status="302 Found")


for _name, _host in LOOPBACKS.items():
    trick(_name, "probe_fault", "failed")(_to_trap(_host))


def _redirects_to(location: str) -> Callable[[Line], None]:
    return lambda line: line.answer(b"", f"Location: {location}", status="302 Found")


for _name, _location in {
    "redirect-to-file": "file:///etc/passwd",
    "redirect-to-ftp": "ftp://127.0.0.1/",
    "redirect-to-script": "javascript:alert(1)",
    "redirect-to-data": "data:text/html,x",
    "redirect-to-user": "http://127.0.0.1@127.0.0.2/",
    "redirect-to-nonsense": "http://[::1",
    "redirect-to-scope": "http://[fe80::1%25lo]/",
    "redirect-too-long": "/" + "x" * 20_000,
}.items():
    trick(_name, "http_error")(_redirects_to(_location))

trick("redirect-to-itself", "redirect_loop", "failed")(_redirects_to("/"))


@trick("redirect-loop", "redirect_loop", "failed")
def redirect_loop(line: Line) -> None:
    _redirects_to("/b" if line.path == "/" else "/")(line)


@trick("redirect-chain", "redirect_loop", "failed")
def redirect_chain(line: Line) -> None:
    """A hundred hops, each to a new address."""
    number = int(line.path[1:] or 0)
    _redirects_to(f"/{number + 1}")(line) if number < 100 else line.answer(_GREETING)


@trick("redirect-for-a-cookie", "blocked", "blocked")
def redirect_for_a_cookie(line: Line) -> None:
    line.answer(b"", "Location: /", "Set-Cookie: guard=1; Path=/", status="302 Found")


@trick("redirect-endless-body")
def redirect_endless_body(line: Line) -> None:
    if line.path != "/":
        line.answer(_GREETING)
        return
    line.begin("Location: /home", status="302 Found")
    line.forever(b"x" * 65_536)


@trick("redirect-with-line-ends")
def redirect_with_line_ends(line: Line) -> None:
    """Encoded line ends that must not become headers of the next request."""
    if line.path == "/":
        _redirects_to("/a%0D%0ACookie:%20injected=1")(line)
    elif line.path == "/a%0D%0ACookie:%20injected=1":
        line.answer(_GREETING)
    else:
        line.answer(b"", status="500 Injected")


@trick("redirect-up-and-out")
def redirect_up_and_out(line: Line) -> None:
    if line.path == "/":
        _redirects_to("/../../../../etc/passwd")(line)
    else:
        line.answer(_GREETING)


# pages that lead on by themselves --------------------------------------------------------------------------


def _forwards_by(page: str) -> Callable[[Line], None]:
    return lambda line: line.answer(page.replace("TRAP", f"http://127.0.0.2:{line.place.trap_port}/secret"))


for _name, _page in {
    "refresh-to-itself": '<meta http-equiv="refresh" content="0">',
    "refresh-loop": '<meta http-equiv="refresh" content="0; url=/again"><a href="/">首页</a>',
    "refresh-to-trap": '<meta http-equiv="refresh" content="0; url=TRAP">',
    "refresh-to-file": '<meta http-equiv="refresh" content="0; url=file:///etc/passwd">',
    "refresh-to-nonsense": '<meta http-equiv="refresh" content="0; url=http://[">',
    "script-to-trap": '<script>location.href = "TRAP"</script>',
    "script-to-nonsense": '<script>window.location = "http://["; location.replace("\\ud800")</script>',
    "frames-to-trap": '<frameset><frame src="TRAP"><iframe src="TRAP"></iframe></frameset><img src="TRAP">',
}.items():
    trick(_name)(_forwards_by(f"<title>云州市测试站</title>{_page}<p>首页</p>"))


@trick("refresh-chain")
def refresh_chain(line: Line) -> None:
    """Each page forwards to another one, without end."""
    number = int(line.path[1:].removesuffix(".html") or 0)
    line.answer(f'<title>云州市</title><meta http-equiv="refresh" content="0; url=/{number + 1}.html"><p>首页</p>')


# TLS -------------------------------------------------------------------------------------------------------


@trick("tls-good", scheme="https", context="good")
@trick("tls-expired", "tls_expired", "failed", scheme="https", context="expired")
@trick("tls-other-host", "tls_wrong_host", "failed", scheme="https", context="other")
@trick("tls-self-signed", "tls_untrusted", "failed", scheme="https", context="self-signed")
@trick("tls-to-plain", "tls_protocol", "failed", scheme="https", plays_at_once=True)
def greet(line: Line) -> None:
    line.answer(_GREETING)


@trick("tls-too-old", "tls_protocol", "failed", scheme="https", plays_at_once=True)
def tls_too_old(line: Line) -> None:
    """A ServerHello of TLS 1.0 with a cipher of that time."""
    hello = b"\x03\x01" + bytes(32) + b"\x00" + b"\x00\x2f" + b"\x00"
    handshake = b"\x02" + len(hello).to_bytes(3, "big") + hello
    line.send(b"\x16\x03\x01" + len(handshake).to_bytes(2, "big") + handshake)
    line.drip(b"\x00" * 2)


@trick("tls-garbage", "tls_protocol", "failed", scheme="https", plays_at_once=True)
def tls_garbage(line: Line) -> None:
    line.send(b"\x17\x09\x09" + bytes(200))
    line.drip(b"\x00" * 2)


# pages ---------------------------------------------------------------------------------------------------


@large
def _million_links() -> bytes:
    return _GREETING + b"".join(b'<a href="/%d.html">a</a>' % number for number in range(1_000_000))


@trick("million-links")
def million_links(line: Line) -> None:
    line.answer(_million_links() if line.path == "/" else _GREETING)


for _name, _make in {
    "flat-list": lambda: b"".join(b"<a href=/%d.html>a list without end</a>" % number for number in range(20_000)),
    "unclosed-links": lambda: b"<a href=/x>" * 300_000,
    "deep-nesting": lambda: b"<div>" * 100_000 + b"deep",
    "many-attributes": lambda: b"<div " + b" ".join(b"a%d" % number for number in range(500_000)) + b">x",
    "many-paragraphs": lambda: b"<p>" * 1_500_000,
    "open-comments": lambda: b"<!--" * 1_000_000,
    "only-brackets": lambda: b"<" * 4_000_000,
    "only-ampersands": lambda: b"&" * 4_000_000,
    "only-nulls": lambda: _GREETING + b"\0" * 4_000_000,
    "nulls-between": lambda: b"\0".join(bytes([byte]) for byte in _GREETING),
    "many-titles": lambda: b"<title>" * 500_000,
    "many-scripts": lambda: _GREETING + b"<script></script>" * 200_000,
    "open-scripts": lambda: b"<script>document.cookie" * 150_000,
    "many-forwards": lambda: _GREETING + b"<meta http-equiv=refresh content='0;url=/a'>" * 80_000,
    "many-location-scripts": lambda: _GREETING + b"<script>location.href=location.href=</script>" * 80_000,
}.items():

    def _page_of(make: Callable[[], bytes]) -> Callable[[Line], None]:
        made = large(make)
        return lambda line: line.answer(made() if line.path == "/" else _GREETING)

    trick(_name)(_page_of(_make))


@trick("mixed-charsets")
def mixed_charsets(line: Line) -> None:
    """The header says one, the tag another, and the bytes are a third, with broken ones in between."""
    page = '<meta charset="gb2312"><title>云州市测试站</title>' + "<p>云州市测试站首页</p>" * 50
    line.answer(page.encode() + b"\xff\xfe\x80", kind="text/html; charset=big5")


@trick("unknown-charset")
def unknown_charset(line: Line) -> None:
    line.answer(_GREETING, kind="text/html; charset=zip; charset=../../etc/passwd")


@trick("names-like-paths")
def names_like_paths(line: Line) -> None:
    """Links whose addresses look like paths, devices, options and other things that are no web pages."""
    hrefs = [
        "../../../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "..\\..\\windows",
        "%00",
        "/a%00b.html",
        "C:/autoexec.bat",
        "//",
        "///",
        "http://",
        "http://[/",
        "http://[::1",
        "http://a..b/",
        "http://-/",
        f"http://{'x' * 70}.example/",
        f"http://{'a.' * 200}example/",
        "http://xn--/",
        "/~root/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:-1/",
        "http://①②⑦.0.0.2/",
        "http://a b/",
        "-rf",
        "/-rf *",
        "/" + "x" * 900,
        "/?" + "&" * 900,
        "/%",
        "/%zz",
        "/云/%F1",
        "\t/tab",
        "/$(id)",
        "/`id`",
        "/;id",
        "/|id",
    ]
    line.answer(_GREETING + "".join(f'<a href="{href}">{href[:20]}</a>' for href in hrefs).encode())


@trick("cookies-for-others")
def cookies_for_others(line: Line) -> None:
    fields = ("Set-Cookie: all=1; Domain=127.0.0.1", "Set-Cookie: tld=1; Domain=.1; Path=/", "Set-Cookie: own=1")
    line.answer(_GREETING + b'<a href="/next.html">next</a>', *fields)


@trick("alternative-service")
def alternative_service(line: Line) -> None:
    """Headers that ask a browser to come again elsewhere, or otherwise."""
    fields = (f'Alt-Svc: h2="127.0.0.2:{line.place.trap_port}"; ma=9999', "Strict-Transport-Security: max-age=9999")
    line.answer(_GREETING + b'<a href="/next.html">next</a>', *fields, "Refresh: 0; url=/next.html")


@trick("wants-a-password", "http_error")
def wants_a_password(line: Line) -> None:
    line.answer(_GREETING, 'WWW-Authenticate: Negotiate, NTLM, Basic realm="x"', status="401 Unauthorized")


# robots.txt --------------------------------------------------------------------------------------------------


def _robots(play: Callable[[Line], None]) -> Callable[[Line], None]:
    return lambda line: play(line) if line.path == "/robots.txt" else line.answer(_GREETING)


def _stars(line: Line) -> None:
    """A pattern for which careless matching takes for ever."""
    line.answer("User-agent: *\nDisallow: /" + "*a" * 60 + "b$\n", kind="text/plain")


trick("robots-endless")(_robots(endless_body))
trick("robots-huge")(_robots(lambda line: line.answer("User-agent: *\n" + "Disallow: /x\n" * 38_000)))
trick("robots-bomb")(_robots(lambda line: line.answer(gzip_bomb(), "Content-Encoding: gzip")))
trick("robots-nulls")(_robots(lambda line: line.answer(b"User-agent: \xff\0*\nDisallow: \0\nCrawl-delay: nan\n")))
trick("robots-crawl-delay")(_robots(lambda line: line.answer("User-agent: *\nCrawl-delay: 1e300\n", kind="text/plain")))


@trick("robots-stars")
def robots_stars(line: Line) -> None:
    if line.path == "/robots.txt":
        _stars(line)
    else:
        line.answer(_GREETING + f'<a href="/{"a" * 900}">a</a>'.encode())


# the others --------------------------------------------------------------------------------------------------


def _good(line: Line) -> None:
    """A small, honest site: a home page, two columns, and three articles in each."""
    _, _, name = line.path.partition("/")
    if not name:
        body = '<div class="nav"><a href="/yw/">政务要闻</a><a href="/tzgg/">通知公告</a></div><p>云州市首页</p>'
    elif name in {"yw/", "tzgg/"}:
        body = "".join(
            f'<li><a href="/{name}{day}.html">云州市召开第{day}次工作会议</a> 2026-07-0{day}</li>' for day in (1, 2, 3)
        )
    elif name.startswith(("yw/", "tzgg/")):
        body = "<p>会议强调,要抓好落实。</p>"
    else:
        line.answer("没有这个页面", status="404 Not Found")
        return
    line.answer(f"<title>云州市测试单位</title>{body}")


GOOD = Trick("good", _good)
SILENT = Trick("silent-host", silent)
CONTROL = Trick("control", lambda line: line.answer(line.place.report(), kind="application/json"))

"""Old and odd servers that every browser opens, and broken ones that none does."""

from __future__ import annotations

import gzip

from .model import Town
from .network import Host, Step, always, http, once, page


def hosts(town: Town) -> list[Host]:
    """Raw answers, step by step."""
    body = page(town, 1)
    head = b"Content-Type: text/html; charset=utf-8\r\n"
    out: list[Host] = []

    def put(name: str, expect: str, why: str, script: object, **more: object) -> None:
        out.append(Host(f"old{len(out) + 1}.{town.domain}", "", f"old {name}", expect, why, script, **more))  # type: ignore[arg-type]

    def drip(total: float, parts: int) -> list[Step]:
        size = -(-len(body) // parts)
        steps: list[Step] = [(0.0, b"HTTP/1.1 200 OK\r\n" + head + b"Connection: close\r\n\r\n")]
        return steps + [(total / parts, body[n * size : (n + 1) * size]) for n in range(parts)]

    def loop_until_cookie(path: str) -> list[Step]:
        if "ok=1" in path:
            return [(0.0, http("200 OK", body))]
        return [(0.0, http("302 Found", b"", "Location: /?ok=1", "Set-Cookie: s=1; path=/"))]

    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[n : n + 900]), body[n : n + 900]) for n in range(0, len(body), 900))
    chunked = b"HTTP/1.1 200 OK\r\n" + head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks
    put(
        "http/1.0",
        "ok",
        "an answer without length that ends with the connection",
        once(b"HTTP/1.0 200 OK\r\n" + head + b"\r\n" + body),
    )
    put(
        "lines of LF",
        "ok",
        "lines of the head end with LF alone",
        once(b"HTTP/1.1 200 OK\n" + head.replace(b"\r", b"") + b"\n" + body),
    )
    put(
        "no reason",
        "ok",
        "a status without a reason",
        once(b"HTTP/1.1 200\r\n" + head + b"Connection: close\r\n\r\n" + body),
    )
    put(
        "gzip",
        "ok",
        "compressed though nobody asked",
        once(http("200 OK", gzip.compress(body), "Content-Encoding: gzip")),
    )
    put(
        "gzip not",
        "ok",
        "says gzip but is not; browsers differ",
        once(http("200 OK", body, "Content-Encoding: gzip")),
        decidable=False,
    )
    put(
        "length too long",
        "ok",
        "fewer bytes than announced; browsers show them",
        once(http("200 OK", body).replace(b"Content-Length: ", b"Content-Length: 9")),
        decidable=False,
    )
    put("chunked", "ok", "chunks with an end", once(chunked + b"0\r\n\r\n"))
    put("chunked cut", "ok", "chunks without the last one; browsers show them", once(chunked), decidable=False)
    put(
        "big head",
        "ok",
        "a head of forty cookies",
        once(http("200 OK", body, *[f"Set-Cookie: c{n}={'x' * 180}" for n in range(40)])),
    )
    put(
        "odd header",
        "ok",
        "a header line without colon",
        once(http("200 OK", body, "X-Powered-By: ASP", "strange line")),
    )
    put("relative redirect", "ok", "a redirect to a relative address with a cookie", loop_until_cookie)
    put("slow head", "ok", "four seconds before the first byte", always((4.0, http("200 OK", body))))
    put("drip 8", "ok", "eight seconds for the whole page", lambda path: drip(8.0, 8))
    put(
        "drip 16",
        "failed",
        "more than fifteen seconds for the page to arrive",
        lambda path: drip(17.0, 17),
        decidable=False,
    )
    put("late 16", "failed", "sixteen seconds before the first byte", always((16.0, http("200 OK", body))))
    put("never", "failed", "accepts and never answers", always(), ending="hang")
    put("reset", "failed", "resets every connection", always(), ending="reset")
    put("empty", "failed", "closes without a byte", always())
    put("503", "failed", "service unavailable", once(http("503 Service Unavailable", b"<h1>503</h1>")))
    put("endless redirect", "failed", "redirects to itself for ever", once(http("302 Found", b"", "Location: /")))
    put("404 home", "failed", "the home address answers 404", once(http("404 Not Found", b"<h1>Not Found</h1>")))
    put("blank", "failed|unknown", "status 200 and no bytes", once(http("200 OK", b"")))
    return out

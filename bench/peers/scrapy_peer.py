"""Scrapy with warcio doing the crawl's work; run by a Python of its own: `python scrapy_peer.py PORT SITES FILE`.

Of each page: all links made absolute, the meta tags, the text; request and response into a WARC file as warcio
writes it. It begins at the home pages and follows what these and the columns link to, as the crawl does; what was
asked for before is dropped by Scrapy's own filter. Prints pages, wall and CPU seconds as JSON.
"""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.resolver import dnscache
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SETTINGS = {
    "CONCURRENT_REQUESTS": 96,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
    "REDIRECT_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "ERROR",
}


class Spider(scrapy.Spider):
    name = "peer"

    def __init__(self, urls: list[str], file: Path) -> None:
        super().__init__()
        self.urls = urls
        self.file = file.open("wb")
        self.writer = WARCWriter(self.file, gzip=True, warc_version="1.1")
        self.count = self.link_count = self.text_length = 0

    async def start(self):
        for url in self.urls:
            yield scrapy.Request(url)

    def parse(self, response):
        links = [response.urljoin(href) for href in response.css("a::attr(href)").getall()]
        meta = {node.attrib["name"]: node.attrib.get("content") for node in response.css("meta[name]")}
        text = " ".join("".join(response.xpath("//body//text()").getall()).split())
        assert links and meta and text
        self.count += 1
        self.link_count += len(links)
        self.text_length += len(text)
        fields = [(name.decode(), value.decode()) for name, values in response.headers.items() for value in values]
        head = StatusAndHeaders(f"{response.status} OK", fields, protocol="HTTP/1.1")
        answer = self.writer.create_warc_record(
            response.url, "response", payload=io.BytesIO(response.body), http_headers=head
        )
        asked = [
            (name.decode(), value.decode()) for name, values in response.request.headers.items() for value in values
        ]
        head = StatusAndHeaders(f"GET {response.url} HTTP/1.1", asked, is_http_request=True)
        request = self.writer.create_warc_record(response.url, "request", http_headers=head)
        self.writer.write_request_response_pair(request, answer)
        if response.url.endswith("/"):
            for url in links:
                yield scrapy.Request(url)


def main(port: str, sites: str, file: str) -> None:
    hosts = [f"site{number}.example" for number in range(int(sites))]
    dnscache.update(dict.fromkeys(hosts, "127.0.0.1"))
    urls = [f"http://{host}:{port}/" for host in hosts]
    process = CrawlerProcess(settings=SETTINGS)
    process.crawl(Spider, urls=urls, file=Path(file))
    spider_of = next(iter(process.crawlers))
    started, cpu = time.monotonic(), time.process_time()
    process.start()
    spider = spider_of.spider
    print(json.dumps([spider.count, time.monotonic() - started, time.process_time() - cpu]))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What a stored record holds: all of it, or an error; never a part."""

from __future__ import annotations

import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from inspection.archive.store import payload_of

BODY = "<html><body>政务公开</body></html>".encode() * 20
ID = "urn:uuid:5b8ac1a2-2f0e-4c8e-9d55-0f6c3b3f7a10"


def record(*, gzip: bool) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    given = {"WARC-Record-ID": f"<{ID}>", "WARC-Date": "2026-07-05T18:30:00Z"}
    made = writer.create_warc_record(
        "http://www.yunzhou.example/",
        "response",
        io.BytesIO(BODY),
        len(BODY),
        warc_headers_dict=given,
        http_headers=http,
    )
    writer.write_record(made)
    return out.getvalue()


@pytest.mark.parametrize("gzip", [True, False])
def test_a_record_that_lacks_a_byte_of_its_body_is_never_taken_for_whole(gzip):
    whole = record(gzip=gzip)
    assert payload_of(whole, ID).body == BODY
    end = len(whole) if gzip else len(whole) - len(b"\r\n\r\n")  # what closes a plain record belongs to no body
    for cut in range(end):
        with pytest.raises((OSError, ValueError)):  # each way of being cut has its own words
            payload_of(whole[:cut], ID)


def test_a_member_with_a_flipped_bit_is_refused():
    whole = bytearray(record(gzip=True))
    whole[-6] ^= 1  # of its check sum
    with pytest.raises(ValueError, match="damaged"):
        payload_of(bytes(whole), ID)

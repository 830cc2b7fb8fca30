"""The document that is read from a checked bulletin: its parts by their classes, and nothing lost."""

from __future__ import annotations

import pytest

from inspection.bulletin import document
from inspection.bulletin.document import Cell, Paragraph, Run
from inspection.errors import InspectionError

PAGE = """<html><body class="signed"><main class="sheet full">
<header class="head"><div class="issuer">云州市人民政府办公室</div><hr class="rule">
<p class="number"><cite>云政办〔2024〕7号</cite></p></header>
<h1 class="title">关于检查情况的<br>通报</h1>
<p class="addressees">各县:</p>
<h2 class="part"><span>一、</span>总体情况</h2>
<p><b class="item"><span>(一)</span>网站。</b>共<data class="figure">16</data>个,“<bdi>اسم</bdi>”除外。</p>
<figure class="chart"><figcaption>合格率</figcaption><svg viewBox="0 0 300 100"><text>1</text></svg></figure>
<div class="annex-note"><span>附件:</span><ul><li>名单</li></ul></div>
<footer class="signature"><p>云州市</p><p><time class="issued">2024年1月10日</time></p></footer>
<p class="remark">(此件公开发布)</p>
<footer class="record"><p>云州市\t2024年1月10日印发</p></footer>
</main>
<section class="sheet annex"><p class="annex-no">附件</p><h2 class="annex-title">不合格<br>名单</h2>
<table class="list" data-list="failed_sites"><thead><tr><th>单位</th><th>网站</th></tr></thead>
<tbody><tr><td rowspan="2" class="left">甲局</td><td>甲网</td></tr><tr><td>乙网</td></tr></tbody></table>
<p class="note">截至年底。</p></section></body></html>"""


def test_every_part_is_read_from_its_class():
    read = document.read(PAGE)
    assert (read.form, read.is_draft) == ("full", False)
    assert (read.issuer, read.number) == ("云州市人民政府办公室", "云政办〔2024〕7号")
    assert read.title == ["关于检查情况的", "通报"]
    assert read.addressees == "各县:"
    part, paragraph, chart = read.blocks
    assert part == Paragraph("part", [Run("一、总体情况")])
    assert paragraph.runs == [
        Run("(一)网站。", "item"),
        Run("共"),
        Run("16", "figure"),
        Run("个,“\u2068اسم\u2069”除外。"),
    ]
    assert (chart.caption, chart.width, chart.height) == ("合格率", 300, 100)
    assert chart.svg.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">')
    assert read.annex_note == ["附件:", "名单"]
    assert read.signature == ["云州市", "2024年1月10日"]
    assert read.remark == "(此件公开发布)"
    assert read.record == [["云州市", "2024年1月10日印发"]]
    (annex,) = read.annexes
    assert (annex.number, annex.title) == ("附件", ["不合格", "名单"])
    table, note = annex.blocks
    assert note == Paragraph("note", [Run("截至年底。")])
    assert table.list_name == "failed_sites"
    assert table.head == [[Cell("单位"), Cell("网站")]]
    assert table.body == [[Cell("甲局", rowspan=2, is_left=True), Cell("甲网")], [Cell("乙网")]]
    assert sum(table.shares) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<main><pre>漏字</pre></main>", "no element pre: 漏字"),
        ("<main><p>甲</p>漏字</main>", "outside of a paragraph in <main>: 漏字"),
        ("<main><p>甲<code>乙</code></p></main>", "no element code: 乙"),
        ("<main></main><section class='other'>漏字</section>", "no element section.other: 漏字"),
        ("<p>甲</p>", "no main.sheet"),
    ],
)
def test_text_in_no_known_part_is_named_and_not_dropped(body, told):
    with pytest.raises(InspectionError, match=told):
        document.read(f"<html><body>{body}</body></html>")

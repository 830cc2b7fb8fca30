"""Binding and its checker: what a template may print, and what it may not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from inspection.bulletin import UnboundNumber
from inspection.bulletin.material import Material
from inspection.bulletin.render import render
from inspection.errors import InspectionError
from tests.given.quarters import NEW, OFFICE, OLD

FIGURES = {
    ("site_failed_count", ""): "16",
    ("account_pass_rate", ""): "0.9772",
    ("account_count", "微信公众号"): "146",
    ("pass_rate_change_points", "site"): "-3.24",
    ("pass_rate_change_points", "account"): "0",
}


def row(value, figure_id):
    return {
        "value": Decimal(value),
        "numerator": None,
        "denominator": None,
        "sql_file": f"include/sql/figure/{figure_id}.sql",
        "parameters": {},
    }


def figures():
    new = {(NEW.period_id, *key): row(value, key[0]) for key, value in FIGURES.items()}
    return new | {(OLD.period_id, "site_failed_count", ""): row("7", "site_failed_count")}


def written(folder, body, *, failed=(), praised=()):
    (folder / "bulletins").mkdir(exist_ok=True)
    (folder / "bulletins" / "city_quarter.html.j2").write_text(
        f"<html><head><title>通报</title></head><body><h1>通报</h1>\n{body}\n</body></html>", "utf-8"
    )
    rows = [{"reason_ids": [], "reasons": [], **one} for one in failed]
    material = Material(figures(), {"site": rows, "account": []}, [], list(praised), [])
    return render(OFFICE, NEW, material, templates=folder)


def test_a_figure_is_printed_as_data_that_names_its_query(tmp_path):
    rendered = written(tmp_path, "<p>{{ fig('account_count', '微信公众号') }}</p>")
    element = BeautifulSoup(rendered.html, "lxml").data
    assert element.get_text() == "146"
    assert element.attrs == {
        "class": ["figure"],
        "value": "146",
        "data-figure": "account_count",
        "data-dimension": "微信公众号",
        "data-period": "2023Q4",
        "title": "account_count{微信公众号} 2023Q4 ← include/sql/figure/account_count.sql",
    }
    assert rendered.printed == {("2023Q4", "account_count", "微信公众号"): "146"}


def test_a_rate_is_printed_in_the_offices_style_and_keeps_its_value(tmp_path):
    rendered = written(tmp_path, "<p>{{ rate('account_pass_rate') }}</p>")
    assert ">97.7%</data>" in rendered.html
    assert 'value="0.9772"' in rendered.html


def test_a_figure_of_the_period_before_is_printed_beside_this_ones(tmp_path):
    rendered = written(tmp_path, "{{ fig('site_failed_count') }}{{ fig('site_failed_count', period=previous) }}")
    assert rendered.printed == {
        ("2023Q4", "site_failed_count", ""): "16",
        ("2023Q3", "site_failed_count", ""): "7",
    }


def test_a_difference_is_in_points_and_none_of_it_is_printed_when_there_is_none(tmp_path):
    body = (
        "<p>{{ change('pass_rate_change_points', 'site') }}\uff0c{{ change('pass_rate_change_points', 'account') }}</p>"
    )
    text = BeautifulSoup(written(tmp_path, body).html, "lxml").p.get_text()
    assert text == "下降3.2个百分点\uff0c持平"


def test_a_figure_that_no_query_produced_is_refused_with_the_templates_line(tmp_path):
    with pytest.raises(InspectionError) as refused:
        written(tmp_path, "<p>一</p>\n<p>{{ fig('site_closed_count') }}</p>")
    assert "no query produced the figure site_closed_count of 2023Q4" in str(refused.value)
    assert "run load_quarter for 2023Q4 (the verb `quarter`)" in refused.value.remedy
    assert refused.value.place == "include/templates/bulletins/city_quarter.html.j2:3"


@pytest.mark.parametrize("nothing", ["value('site_closed_count')", "praised[0].note"])
def test_what_has_no_value_is_refused_with_the_templates_line(tmp_path, nothing):
    with pytest.raises(InspectionError, match="what it prints has no value") as refused:
        written(tmp_path, f"<p>一</p>\n<p>全市{{{{ {nothing} }}}}个</p>", praised=[{"name": "云", "note": None}])
    assert refused.value.place == "include/templates/bulletins/city_quarter.html.j2:3"


@pytest.mark.parametrize(
    "typed",
    [
        "<p>共检查16个网站</p>",
        "<p>共检查\uff11\uff16个网站</p>",
        "<p>发现七个不合格政府网站</p>",
        "<p>{{ value('site_failed_count') }}</p>",
        '<p><data class="figure" data-figure="site_failed_count" data-period="2023Q4">17</data></p>',
        "<p><time>2024年</time></p>",
        "<p><cite>云政办函〔2024〕2号</cite></p>",
        '<table data-list="x"><tr><td>5</td></tr></table>',
        '<p title="16 sites">检查</p>',
        "<p>{{ failed.site | length }}</p>",
    ],
)
def test_a_number_that_no_query_made_cannot_be_printed(tmp_path, typed):
    with pytest.raises(UnboundNumber, match="a number was typed that no query made"):
        written(tmp_path, typed, failed=[{"name": "云州市教育局"}])


def test_the_refusal_names_the_text(tmp_path):
    with pytest.raises(UnboundNumber) as refused:
        written(tmp_path, "<p>全市共检查16个网站</p>")
    assert "全市共检查16个网站" in str(refused.value)


def test_dates_document_numbers_headings_and_names_may_carry_digits(tmp_path):
    rendered = written(
        tmp_path,
        "{{ part('总体情况') }}<p>{{ item('网站') }}{{ days(this.start, cutoff_on) }}{{ called(this) }}"
        "{{ cite(settings.authorities[0]) }}{{ number() }}{{ annex('ab') }}{{ praised[0].name }}</p>",
        praised=[{"name": "云州120急救"}],
    )
    text = BeautifulSoup(rendered.html, "lxml").p.get_text()
    assert text == (
        "\uff08一\uff09网站。2023年10月1日—12月31日2023年第四季度国办发〔2017〕47号"
        "云政办函〔2024〕\u3000\u3000号附件1云州120急救"
    )
    assert "data-seal" not in rendered.html


def test_a_document_that_the_office_does_not_name_cannot_be_cited(tmp_path):
    with pytest.raises(InspectionError, match="not in the office's file"):
        written(tmp_path, "{{ cite('国办发〔1999〕1号') }}")


def test_a_figure_printed_in_two_forms_is_refused(tmp_path):
    with pytest.raises(InspectionError, match=r"printed as 1600\.0% and as 16|printed as 16 and as 1600"):
        written(tmp_path, "{{ fig('site_failed_count') }}{{ rate('site_failed_count') }}")


def test_names_are_escaped_and_kept_as_the_registry_has_them(tmp_path):
    rendered = written(tmp_path, "<p>“{{ praised[0].name }}”,好</p>", praised=[{"name": "云州(A)<b>,云"}])
    assert "<span>云州(A)&lt;b&gt;,云</span>”\uff0c好" in rendered.html


def test_a_wrong_template_is_an_error_with_its_place(tmp_path):
    with pytest.raises(InspectionError, match=r"city_quarter\.html\.j2:3: "):
        written(tmp_path, "<p>一</p>\n{% if %}")
    with pytest.raises(InspectionError, match=r"city_quarter\.html\.j2:2: 'nothing' is undefined"):
        written(tmp_path, "{{ nothing }}")

"""Words: every one that is said to people has its translation, and no template or form says one of its own."""

from __future__ import annotations

import ast
import re
import time
from html.parser import HTMLParser

import pytest
from jinja2 import Environment

from inspection import language, places
from inspection.errors import InspectionError
from inspection.language import told
from local import words

ATTRIBUTES = {"aria-label", "placeholder", "title", "alt", "data-label"}
# names that are the same in every language
NAMES = re.compile(r"SHA-256|WARC-Record-ID|WARC-Date|HTTP")
LETTER = re.compile(r"[A-Za-z]")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
STYLE = re.compile(r"{% block style %}.*?{% endblock %}", re.DOTALL)
PLACEHOLDERS = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}|</?b>")


class Visible(HTMLParser):
    """Texts that a reader of a page sees or hears, outside styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("style", "script")
        self.texts += [value or "" for name, value in attrs if name in ATTRIBUTES]

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "script")

    def handle_data(self, data):
        if not self.hidden:
            self.texts.append(data)


def own_words(template: str) -> list[str]:
    """Words of a template that it says by itself, not through a catalogue."""
    kept, depth, opened = [], 0, False
    for _, kind, value in Environment(extensions=["jinja2.ext.i18n"]).lex(STYLE.sub("", template)):
        if kind == "name" and opened:
            depth += {"trans": 1, "endtrans": -1}.get(value, 0)
        if kind == "data" and not depth:
            kept.append(value)
        if kind != "whitespace":
            opened = kind == "block_begin"
    page = Visible()
    page.feed("".join(kept))
    return [text for text in page.texts if LETTER.search(NAMES.sub("", text))] + CHINESE.findall(template)


@pytest.mark.parametrize("name", [name for name in places.LANGUAGES if name != language.SOURCE])
def test_every_word_that_is_said_is_translated_and_no_other_is_kept(name):
    said = {text for text, _ in words.used()}
    known = {message.id: message.string for message in words.written(name) if message.id}
    assert said - known.keys() == set(), "run `python -m local.words`, then translate"
    assert known.keys() - said == set(), "run `python -m local.words`"
    assert [text for text, translated in known.items() if not translated] == []


@pytest.mark.parametrize("name", [name for name in places.LANGUAGES if name != language.SOURCE])
def test_a_translation_has_the_same_places_for_values_as_its_source(name):
    for message in words.written(name):
        if message.id:
            pair = [sorted(PLACEHOLDERS.findall(text)) for text in (message.id, message.string)]
            assert pair[0] == pair[1], message.id


@pytest.mark.parametrize("path", sorted(words.PAGES.glob("*.j2")), ids=lambda path: path.name)
def test_a_template_says_nothing_by_itself(path):
    assert own_words(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "said",
    [
        "<p>没有</p>",
        '{{ "没有" if not found }}',
        '<input placeholder="name">',
        "<h1>{{ _('Day') }} day</h1>",
        "{% trans %}a{% endtrans %}<i>of it",
    ],
)
def test_a_word_of_its_own_is_seen(said):
    assert own_words(said) != []


def test_a_word_through_the_catalogues_is_none_of_its_own():
    assert own_words('{% trans count=2 %}{{ count }} rows{% endtrans %}{{ _("Day") }}<style>p{}</style>') == []


def test_every_error_says_what_the_catalogues_can_find_again():
    """A text that is made elsewhere could not be translated: such places are named here, with why they need not be."""
    made_elsewhere = {
        "pipeline.py": "told already",
        "inspection/archive/store.py": "what archive/payload.py found, in words of a standard",
        "inspection/archive/reader.py": "what a record is, in words of its own file",
        "inspection/bulletin/render.py": "another error, whose place alone is new",
        "inspection/bulletin/checks.py": "in the reader's language already",
        "inspection/cage/keeper.py": "an error that was raised inside the cage",
        "inspection/inputs/foreign.py": "what a file is, marked for the catalogues where it stands",
        "inspection/inputs/tables.py": "what became of a file in the cage, marked for the catalogues where it stands",
        "inspection/declared/editions.py": "names of editions, one after another",
        "inspection/proofread/lines.py": "what to do with a kind of file, marked for the catalogues where it stands",
        "inspection/flow/check_office.py": "what is wrong with a row, in the words of its reader",
        "inspection/quality/gates.py": "expectations, which are words of the catalogue one by one",
    }
    odd = set()
    for path in sorted((places.ROOT / "plugins").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for said in words.said_by_errors(tree):
            if not list(words.sentences(said, tree)):
                odd.add(path.relative_to(places.ROOT / "plugins").as_posix())
    assert odd == set(made_elsewhere)


def test_an_error_is_told_in_each_language_with_its_values():
    error = InspectionError(
        "number 3 is both confirmed and struck_out", place="sites.csv", remedy="known are: a, b; choose one of 'x'"
    )
    assert language.told(error, "en") == str(error)
    assert language.told(error, "zh") == "sites.csv: 编号 3 既“属实”又“剔除” (现有：a, b; 请从中选择：'x')"
    unknown = InspectionError("of no catalogue", remedy="see 'there is no input x'")
    assert language.told(unknown, "zh") == "of no catalogue (see 'there is no input x')"


def test_the_installation_speaks_chinese_unless_it_says_otherwise(monkeypatch):
    monkeypatch.delenv("INSPECTION_LANG", raising=False)
    assert language._("Draft") == "草稿"
    monkeypatch.setenv("INSPECTION_LANG", "en")
    assert language._("Draft") == "Draft"
    monkeypatch.setenv("INSPECTION_LANG", "tlh")
    with pytest.raises(InspectionError, match="INSPECTION_LANG: 'tlh' is no language of ours"):
        language._("Draft")


@pytest.mark.parametrize("piece", ["a ", ": ", "x; ", "there is no "])
def test_a_strangers_long_text_in_an_error_costs_no_time(piece):
    begin = time.perf_counter()
    for count in (80, 50_000):
        told(InspectionError(piece * count), "zh")
    assert time.perf_counter() - begin < 5

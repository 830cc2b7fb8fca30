"""Word lists as files, and the lists that come with the project: every example in them is a test."""

from __future__ import annotations

import time

import pytest
import yaml

from inspection.errors import InspectionError
from inspection.model import Severity
from inspection.places import ROOT
from inspection.text.word_lists import read_list
from inspection.text.wording import Lexicon, load_lexicon

COMMON = ROOT / "include" / "lexicon" / "writing-errors.yaml"
TERMS, PATTERNS = read_list(COMMON)
LEXICON = Lexicon(TERMS, PATTERNS)
EXAMPLES = [
    (entry["pattern"], kind, text)
    for entry in yaml.safe_load(COMMON.read_text("utf-8"))["patterns"]
    for kind in ("wrong", "right")
    for text in entry["examples"][kind]
]


@pytest.mark.parametrize(("name", "kind", "text"), EXAMPLES)
def test_a_pattern_finds_its_wrong_examples_and_none_of_the_right_ones(name, kind, text):
    (pattern,) = [pattern for pattern in PATTERNS if pattern.name == name]
    assert bool(list(pattern.find(text))) == (kind == "wrong")


def test_no_right_example_of_one_pattern_is_wrong_for_another():
    assert {text: LEXICON.hits(text) for _, kind, text in EXAMPLES if kind == "right" and LEXICON.hits(text)} == {}


def test_every_term_is_found_and_neither_its_correction_nor_its_exceptions_are():
    for term in TERMS:
        assert [hit.term for hit in LEXICON.hits(f"，{term.term}。")] == [term]
        assert [word for word in (term.suggestion, *term.not_in) if LEXICON.hits(word)] == []


def test_no_error_of_the_common_list_is_grave():
    assert {one.severity for one in (*TERMS, *PATTERNS)} <= {Severity.MINOR, Severity.SUSPECTED}


def test_what_a_pattern_found_is_kept_with_its_message_and_counted():
    (hit,) = LEXICON.hits("近30余家企业。近30余家。")
    assert (hit.term.term, hit.count, hit.term.severity) == ("近30余", 2, Severity.MINOR)
    assert hit.term.suggestion.startswith("“近”与“余”同用")


CSV = """# licence: 示例，自编
# list_id: city
词语,建议,级别,例外
云洲,云州,严重,彩云洲；云洲岛
特此通之,特此通知,一般,
云州布,,,
"""


def test_a_csv_file_is_a_list_with_chinese_headings_too(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(CSV.encode("gb18030"))
    terms, patterns = read_list(path)
    assert [(term.term, term.suggestion, term.severity.value, term.list_id, term.not_in) for term in terms] == [
        ("云洲", "云州", "grave", "city", ("彩云洲", "云洲岛")),
        ("特此通之", "特此通知", "minor", "city", ()),
        ("云州布", None, "suspected", "city", ()),
    ]
    assert patterns == []


def test_a_plain_text_file_is_a_list_of_one_term_a_line(tmp_path):
    path = tmp_path / "city-words.txt"
    path.write_text("# licence: MIT\n# severity: grave\n# 说明\n\n云洲\n  特此通之 \n# 云州\n", "utf-8-sig")
    terms, _ = read_list(path)
    assert [(term.term, term.severity, term.list_id) for term in terms] == [
        ("云洲", Severity.GRAVE, "city-words"),
        ("特此通之", Severity.GRAVE, "city-words"),
    ]
    assert [hit.term.term for hit in load_lexicon((str(path),)).hits("雲洲")] == ["云洲"]


BAD = {
    "no licence": ("list.txt", "云洲\n", "does not say under which licence"),
    "no column of terms": ("list.csv", "# licence: MIT\nword\n云洲\n", "has no column `term`"),
    "a severity that is none": (
        "list.csv",
        "# licence: MIT\nterm,severity\n云洲,huge\n",
        "line 3: 'huge' is no severity",
    ),
    "no charset that we know": ("list.txt", b"# licence: MIT\n\xff\xff\xff", "is neither UTF-8 nor GB 18030"),
}


@pytest.mark.parametrize(("name", "content", "problem"), BAD.values(), ids=BAD)
def test_a_list_of_others_is_refused_with_its_place(tmp_path, name, content, problem):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InspectionError, match=problem):
        read_list(path)


HOSTILE = (
    "近" * 300,
    "1" * 300,
    "率1%，",
    "约1",
    "2023年1月",
    "截止2023年",
    "国办发〔2017〕第",
    "象的",
    "，。",
    "一二三四五",
    "以上余倍%",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_text_made_to_be_slow_is_not(piece):
    begin = time.process_time()
    LEXICON.hits("近余约左右以上倍百分之月日截止号〔第率的的象" + piece * (200_000 // len(piece)))
    # seconds, for 200,000 characters that every pattern must look at; time that grows with the square takes minutes
    assert time.process_time() - begin < 5


def test_a_list_says_what_it_is_about_as_a_whole_or_word_by_word(tmp_path):
    (tmp_path / "laws.txt").write_text("# licence: own\n# class: 法律法规\n行政许可证法\n", "utf-8")
    (tmp_path / "mixed.csv").write_text(
        "# licence: own\n词语,建议,级别,类别\n云洲市,云州市,严重,地名\n布署,部署,一般,\n", "utf-8"
    )
    (tmp_path / "own.yaml").write_text(
        "list_id: own\nclass: bodies\nterms:\n- {term: 云州市水力局, severity: grave}\n"
        "- {term: 一府两院, severity: grave, class: 提法}\n",
        "utf-8",
    )
    found = {
        term.term: term.word_class
        for name in ("laws.txt", "mixed.csv", "own.yaml")
        for term in read_list(tmp_path / name)[0]
    }
    assert found == {
        **{
            "行政许可证法": "laws",
            "云洲市": "places",
            "布署": "writing",
            "云州市水力局": "bodies",
            "一府两院": "phrases",
        }
    }


def test_a_class_that_nobody_knows_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("list_id: a\nclass: weather\nterms: [{term: 云洲市, severity: minor}]\n", "utf-8")
    with pytest.raises(InspectionError, match="'weather' is no class of words"):
        read_list(tmp_path / "a.yaml")

"""Accuracy on real saved pages, where the folder with them and their truth lies beside the project.

The figures are printed (`pytest -s`), each with its n. Truth was read by eye.
"""

from __future__ import annotations

import pytest

from tests.given import real_pages

LEAST_SHARE = 0.95

pytestmark = pytest.mark.skipif(
    not (real_pages.FOLDER / "truth.yaml").exists(),
    reason=f"the real pages are not beside the project: {real_pages.FOLDER}",
)


@pytest.mark.parametrize("question", real_pages.QUESTIONS)
def test_at_least_95_percent_of_the_answers_are_right(question):
    answers = list(real_pages.QUESTIONS[question]())
    wrong = [answer for answer in answers if not answer.is_right]
    print(f"\n{question}: {len(answers) - len(wrong)} of {len(answers)} right", *wrong, sep="\n  ")
    assert answers
    assert len(answers) - len(wrong) >= LEAST_SHARE * len(answers)


def test_a_printed_contact_is_missed_on_no_page_but_those_that_the_truth_contradicts():
    """Truth calls pages with a bare 联系我们 or mailbox entry present that it calls absent elsewhere, and so on."""
    contradicted = {"001", "004", "026", "042", "060", "062", "078"}
    wrong = {answer.name for answer in real_pages.contacts() if not answer.is_right}
    assert wrong <= contradicted


def test_days_are_right_more_often_than_those_of_htmldate():
    from bench.accuracy.real import htmldate_days

    ours = sum(answer.is_right for answer in real_pages.publication_days())
    theirs = max(sum(answer.is_right for answer in htmldate_days(original)) for original in (True, False))
    assert ours > theirs

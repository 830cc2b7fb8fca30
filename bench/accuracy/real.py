"""The yardstick of real pages: what single readers get right of what people read by eye."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from htmldate import find_date

from inspection.page.page import decode
from tests.given import real_pages
from tests.given.real_pages import Answer

HEAD = "\n## Real pages\n"
ABOUT_REAL_PAGES = """
{count} pages of real sites, saved by people into public repositories, with the truth read by eye; n is how many of
them the question can be asked of. **These are the pages that the readers were made with**: the figures say that what
is known is read, not how an unknown page will be read. None of them was held out (the gaps in their numbers are the
held-back sibling of the set, which is not here and was not used). Most are articles (n = {articles}); lists
(n = {lists}) and home pages (n = {homes}) are few, so that one page weighs a fifth or more there. The publication day
is asked of articles that print one; page 070 does not (it says 昨天, and its date stands in a script alone).
"""
ABOUT_CONTACT = """
### The contact mark

{right} of {count} pages are as the truth says (n = {count}). No share is asked for: on the seven pages below the truth
says of a footer that it has a contact, and of one alike that it has none. Our rule: a number, mail or postal address
near the words of the footer is a contact that is *printed*; a bare 联系我们 is an *entry* and not counted here.

| page | the footer prints | truth | we read |
|---|---|---|---|
| 004 | address and postcode | none, though 024 and 068 with an address are present | printed |
| 026 | address and postcode | none, as 004 | printed |
| 078 | 总机 with a number | none, though 009 with 总机 is present | printed |
| 042, 060 | only the link 联系我们 | present, though 012, 036, 064, 066 and 083 with the same link have none | entry |
| 001, 062 | only the link 政务邮箱 (062 also the technical support's number) | present | entry |
"""


def htmldate_days(is_original: bool) -> Iterator[Answer]:
    """What htmldate says of the same pages: the same text, address and last day that may be believed."""
    for sample, day in real_pages.dated():
        html, _ = decode(sample.body)
        url = None if sample.page.url.startswith("http://saved-page") else sample.page.url
        found = find_date(
            html, url=url, original_date=is_original, extensive_search=True, max_date=real_pages.SAVED_ON.isoformat()
        )
        yield Answer(sample.name, day, date.fromisoformat(found) if found else None)


def section() -> str:
    """The part about real pages."""
    samples = real_pages.samples()
    kinds = Counter(sample.truth["kind"] for sample in samples)
    lines = [
        HEAD
        + ABOUT_REAL_PAGES.format(
            count=len(samples), articles=kinds["article"] + kinds["hijacked"], lists=kinds["list"], homes=kinds["home"]
        ),
        "| question | n | right | share |\n|---|---|---|---|",
    ]
    wrong: list[str] = []
    for question, ask in real_pages.QUESTIONS.items():
        answers = list(ask())
        lines.append(_share(question, answers))
        wrong += [_told(question, answer) for answer in answers if not answer.is_right]
    for name, is_original in (("original_date=True", True), ("original_date=False", False)):
        answers = list(htmldate_days(is_original))
        lines.append(_share(f"*peer: publication day by htmldate, `{name}`*", answers))
    lines.append("\n### What is still wrong\n")
    lines += wrong or ["Nothing of the above."]
    contacts = list(real_pages.contacts())
    lines.append(ABOUT_CONTACT.format(right=sum(answer.is_right for answer in contacts), count=len(contacts)).rstrip())
    return "\n".join(lines) + "\n"


def _share(question: str, answers: list[Answer]) -> str:
    right = sum(answer.is_right for answer in answers)
    return f"| {question} | {len(answers)} | {right} | {right / len(answers):.1%} |"


def _told(question: str, answer: Answer) -> str:
    return f"- page {answer.name}, {question}: read `{answer.found}`, should be `{answer.expected}`"

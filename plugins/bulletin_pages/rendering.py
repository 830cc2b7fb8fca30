"""Pages from templates, in the reader's language: everything that comes from data is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from bulletin_pages import guarding, offices, speaking, vocabulary
from inspection.declared import outcomes
from inspection.language import catalogue, said

FOLDER = Path(__file__).parent
EXTENSIONS = ["jinja2.ext.i18n"]
WORDS = {name.lower(): words for name, words in vars(vocabulary).items() if name.isupper() and isinstance(words, dict)}
WORDS |= {"looks": outcomes.LOOKS, "fetches": outcomes.FETCHES}


@cache
def templates(language: str) -> Environment:
    """The templates, speaking one language."""
    made = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=EXTENSIONS
    )
    made.policies["ext.i18n.trimmed"] = True
    # old style: what is translated is escaped like any text, and only {% trans %} puts values in
    made.install_gettext_translations(catalogue(language), newstyle=False)
    made.globals |= {"language": language, "tag": speaking.TAGS[language], "coded": vocabulary.CODED, **WORDS}
    made.filters |= {
        "moment": vocabulary.moment,
        "number": vocabulary.number,
        "of_measure": vocabulary.of_measure,
        "cell": vocabulary.cell,
        "expected": lambda text: vocabulary.expected(text, language),
        "office": lambda name: offices.called(name, language),
        "said": lambda text: vocabulary.said(text, language),
        "sentence": lambda text: said(text or "", language),
    }
    return made


def home(request: Request) -> str:
    """Address of the list of bulletins, with whatever prefix Airflow is mounted under."""
    return f"{request.scope.get('root_path', '').rstrip('/')}/"


def page(request: Request, name: str, *, status_code: int = 200, **context: Any) -> HTMLResponse:
    """The page of a template; a language just chosen is remembered."""
    language = speaking.language_of(request)
    about = {"home": home(request), "switches": speaking.switches(request)}
    answer = HTMLResponse(
        templates(language).get_template(name).render(about | context),
        status_code=status_code,
        # said here too: the page of an error of ours is sent from outside of `Guard`
        headers=guarding.headers() | {"Content-Language": speaking.TAGS[language], "Vary": "Accept-Language, Cookie"},
    )
    if request.query_params.get(speaking.ASKED) == language:
        answer.set_cookie(
            speaking.COOKIE, language, max_age=speaking.A_YEAR, path=home(request), httponly=True, samesite="lax"
        )
    return answer

"""Pages that answer 200 and are no page of their site: servers' default pages, error texts of databases and frameworks.

The signs are data, in `include/response-signs.yaml`. A healthy page may speak of any of them: so an error text counts
on a short page with hardly any link, and a word of everyday on one that shows hardly any text; neither counts in the
text of a link, which names another page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

THIN_TEXT_CHARS = 300  # an error, challenge or shell page says little; a real page that quotes one says more
_SHORT_TEXT_CHARS = 2_000  # a trace of calls is long; a home page has links beside it
_PUBLISHED = ("发布时间", "发布日期")  # a short article on an error tells when it was published, an error page does not
_FEWEST_LINKS = 6  # that a page of a site has


def soft_error(
    signs: Mapping[str, list], title: str, text: str, link_count: int, unlinked: Callable[[], str]
) -> str | None:
    """What a page's title or visible text says that makes it no page of the site; None where nothing does.

    `unlinked` gives the text without that of links; it is asked for where a sign was found, so hardly ever.
    """
    for sign in signs["soft_error_titles"]:
        if sign in title:
            return f"its title says {sign}"
    if link_count < 4 * _FEWEST_LINKS:  # Tomcat's default page has some twenty
        for sign in signs["default_titles"]:
            if title.startswith(sign):
                return f"its title says {sign}"
    if link_count >= _FEWEST_LINKS or len(text) >= _SHORT_TEXT_CHARS:
        return None
    if text.strip() in signs["default_texts"]:
        return f"it shows nothing but {text.strip()}"
    says = f"{title}\n{text}".lower()
    is_thin = len(text) < THIN_TEXT_CHARS and not any(label in text for label in _PUBLISHED)
    for sign in [*signs["error_texts"], *(signs["thin_error_texts"] if is_thin else ())]:
        if sign in says and sign in f"{title}\n{unlinked()}".lower():
            return f"it shows an error text: {sign}"
    return None

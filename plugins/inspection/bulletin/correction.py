"""更正说明: the paragraph in which a corrected edition (勘误) names what it changes.

It is bound by the same law as the rest: authored words are plain text, and every figure, date and name is an
element that a query, a date function or the signed edition before gave.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from markupsafe import Markup

from inspection.bulletin.binding import Binding
from inspection.bulletin.clauses import Clause
from inspection.bulletin.diff import Changes, RowChange

_LISTS = {"site": "不合格政府网站名单", "account": "不合格政务新媒体名单"}
_INNER_QUOTES = str.maketrans("“”", "‘’")  # a quotation in a quotation (GB/T 15834)
_COLUMNS = {
    "organiser": "主办单位", "reasons": "不合格原因", "home_url": "网址", "platform": "平台",
    "site_name": "名称", "account_name": "名称",
}  # fmt: skip


def written(changes: Changes, corrected_edition: int, issued_on: date, binding: Binding) -> Markup:
    """The paragraph that names `changes` against an edition issued on a day; empty where nothing changed."""
    if not changes:
        return Markup("")
    parts = [*_text(changes, corrected_edition, binding), *_rows(changes.rows, binding)]
    if not parts:  # a figure that stands in no clause, such as one of a chart
        parts = [Markup("有关数据以本版为准")]
    return Markup('<p class="correction"><b class="item">更正说明。</b>{}印发的通报更正如下\uff1a{}。</p>').format(
        binding.day(issued_on), Markup("\uff1b").join(parts)
    )


def _text(changes: Changes, corrected_edition: int, binding: Binding) -> Iterable[Markup]:
    for change in changes.text:
        under = (change.after or change.before).under
        place = Markup("“{}”部分").format(_cell(under, binding)) if under else Markup("")
        if change.before is None:
            yield place + Markup("增加“{}”").format(_quoted(change.after, binding))
        elif change.after is None:
            yield place + Markup("删去“{}”").format(_quoted(change.before, binding, corrected_edition))
        else:
            yield place + Markup("“{}”更正为“{}”").format(
                _quoted(change.before, binding, corrected_edition), _quoted(change.after, binding)
            )


def _quoted(clause: Clause | None, binding: Binding, edition_no: int = 0) -> Markup:
    """The clause with its elements sealed anew; those of an edition before say which it was."""
    told = []
    for place, piece in enumerate(clause.pieces if clause else ()):
        text = "".join(piece.text.split()).translate(_INNER_QUOTES)
        if place == len(clause.pieces) - 1:
            text = text.rstrip("。\uff1b\uff0c")
        if not piece.markup:
            told.append(Markup.escape(text))
            continue
        name, rest = piece.markup[1:].split(">", 1)[0].partition(" ")[::2]
        marks = f' data-seal="{binding.seal}"' + (f' data-edition="{edition_no}"' if edition_no else "")
        body = piece.markup[1 + len(name) + (1 + len(rest) if rest else 0) :]
        told.append(Markup(f"<{name}{marks}{' ' + rest if rest else ''}{body}"))
    return Markup("").join(told)


def _rows(rows: list[RowChange], binding: Binding) -> Iterable[Markup]:
    for kind, title in _LISTS.items():
        for what, word in (("added", "增加"), ("removed", "删去")):
            if names := [row.name for row in rows if (row.kind, row.what) == (kind, what)]:
                listed = Markup("、").join(Markup("“{}”").format(_cell(name, binding)) for name in names)
                yield Markup("{}{}{}").format(title, word, listed)
        for row in rows:
            if (row.kind, row.what) == (kind, "changed"):
                for column, (before, after) in row.cells.items():
                    yield Markup("{}中“{}”的{}由“{}”更正为“{}”").format(
                        title, _cell(row.name, binding), _COLUMNS[column], _cell(before, binding), _cell(after, binding)
                    )


def _cell(text: str, binding: Binding) -> Any:
    """A cell of a list as a template prints it."""
    return binding.bind([{"cell": text or "无"}])[0]["cell"]

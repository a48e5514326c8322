"""Whether what a result is made of is there, and can be written as the result wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.procedures.base.conditions.scopes import Type
from motcua.procedures.base.results import STYLES, part_of
from motcua.procedures.base.sentences import Words, both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.forms.questions import Asked
    from motcua.procedures.base.packs import Taken
    from motcua.procedures.base.rules import Rules

_CONTEXT: Mapping[str, Type] = {
    "registry.number": Type.TEXT,
    "registry.issued_on": Type.DATE,
    "agency.code": Type.TEXT,
    "agency.name": Type.TEXT,
    "dossier.code": Type.TEXT,
}
# What a style can write; the others write anything but rows.
_WRITES: Mapping[str, Type] = {
    "rows": Type.ROWS,
    "date": Type.DATE,
    "long-date": Type.DATE,
    "date-words": Type.DATE,
    "year": Type.DATE,
    "money-words": Type.NUMBER,
}
# Styles that write answers of one kind of question only.
_KINDS = {"long-date": "date", "name-upper": "name-parts"}


def wrong_taking(rules: Rules, taken: Taken, group: str = "") -> Iterator[Words]:
    """Yield what is wrong with a datum of the result, that of a row in `group` among them."""
    if taken.style not in {"plain", "rows", *STYLES}:
        yield both(f"không có kiểu {taken.style}", f"no style {taken.style}")
        return
    kind = _type_of(rules, taken, group)
    if kind is None:
        yield _missing(taken)
        return
    question = _question(rules, taken, group)
    if not _fits(taken.style, kind, str(getattr(question, "kind", "")) if question else ""):
        text = f"{taken.source} không viết theo kiểu {taken.style} được"
        yield both(text, f"{taken.source} cannot be written as {taken.style}")
    for field in taken.fields.values():
        yield from wrong_taking(rules, field, taken.source)


def _type_of(rules: Rules, taken: Taken, group: str) -> Type | None:
    """Give what a source yields; None where there is no such source."""
    head, _, path = taken.source.partition(".")
    if head == "row":
        source, _, key = group.partition(".")
        form = {"answers": rules.form, "official": rules.official_form}.get(source)
        return form.scope.rows.get(key, {}).get(path) if form else None
    if head == "answers":
        return rules.form.scope.paths.get(path)
    if head == "official":
        return rules.official_form.scope.paths.get(path)
    return _CONTEXT.get(taken.source)


def _question(rules: Rules, taken: Taken, group: str) -> Asked | None:
    head, _, path = taken.source.partition(".")
    key, _, part = path.partition(".")
    forms = {"answers": rules.form, "official": rules.official_form}
    if head == "row":
        source, _, above = group.partition(".")
        rows = getattr(forms[source].questions[above], "questions", ())
        found = next((one for one in rows if one.key == key), None)
    else:
        found = forms[head].questions.get(key) if head in forms else None
    return part_of(found, part) if part else found


def _fits(style: str, kind: Type, asked: str) -> bool:
    if kind is not _WRITES.get(style, kind):
        return False
    if kind is Type.ROWS and style not in {"rows", "raw", "plain"}:
        return False
    return not asked or asked == _KINDS.get(style, asked)


def _missing(taken: Taken) -> Words:
    head = taken.source.partition(".")[0]
    if head in {"answers", "official"}:
        return both(f"không có câu hỏi {taken.source}", f"no question {taken.source}")
    if head == "row":
        return both(f"không có cột {taken.source}", f"no column {taken.source}")
    return both(f"không có gì tên {taken.source}", f"nothing is called {taken.source}")

"""Read pages as a person or a browser would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import QueryDict
from lxml import html

from motcua.ui.forms import render_question

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from motcua.ui.fields import Question


def drawn(question: Question) -> HtmlElement:
    """Draw a question and parse it."""
    return html.fromstring(f"<form>{render_question(question)}</form>")


def sent(form: HtmlElement) -> QueryDict:
    """Return what a browser would post from a form."""
    data = QueryDict(mutable=True)
    for name, value in form.form_values():
        data.appendlist(name, value)
    return data


def words(element: HtmlElement) -> str:
    """Return the text of an element with single spaces."""
    return " ".join(element.text_content().split())

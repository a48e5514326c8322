"""Numbers and money by the language of the page."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from motcua.ui.answers import value_lines
from motcua.ui.fields import Field, Kind


def drawn(text, **context):
    return Template("{% load ui %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("language", "money", "number", "size"),
    [
        ("vi", "10.000\u00a0đ", "1.000", "2,4 MB"),
        ("en", "10,000\u00a0VND", "1,000", "2.4 MB"),
    ],
)
def test_pages_write_money_numbers_and_sizes_in_their_language(language, money, number, size):
    with translation.override(language):
        assert drawn("{{ 10000|money }}") == money
        assert drawn("{{ 1000|number }}") == number
        assert drawn("{{ bytes|size }}", bytes=2_516_582) == size


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "50.000.000\u00a0đ"), ("en", "50,000,000\u00a0VND")]
)
def test_an_answer_in_money_reads_in_the_language_of_the_page(language, said):
    field = Field("capital", Kind.MONEY, "Vốn", value="50000000")
    with translation.override(language):
        assert value_lines(field) == (said,)

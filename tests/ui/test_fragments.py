"""Parts of pages that are drawn once for the same values."""

from __future__ import annotations

from django.template import engines
from django.utils import translation
from django.utils.safestring import mark_safe

from motcua.ui.templatetags.fragments import fragment

BANNER = "desk/_behalf.html"


def drawn(**values):
    return fragment(BANNER, **values)


def test_the_same_values_are_drawn_alike_and_others_otherwise():
    assert "thay mặt Nguyễn Thị An" in drawn(behalf="Nguyễn Thị An")
    assert drawn(behalf="Nguyễn Thị An") is drawn(behalf="Nguyễn Thị An")
    assert "Trần Văn Bình" in drawn(behalf="Trần Văn Bình")


def test_each_language_has_its_own():
    with translation.override("en"):
        assert "thay mặt" not in drawn(behalf="Lê Văn Cường")
    with translation.override("vi"):
        assert "thay mặt" in drawn(behalf="Lê Văn Cường")


def test_what_people_wrote_stays_text():
    assert "<b>" not in drawn(behalf="<b>An</b>")


def test_markup_is_drawn_as_text_since_it_equals_text_that_somebody_may_write():
    assert "<i>" not in drawn(behalf=mark_safe("<i>An</i>"))
    assert "<i>" not in drawn(behalf="<i>An</i>")


def test_templates_draw_it_by_its_tag():
    page = '{% load fragments %}{% fragment "desk/_behalf.html" behalf=name %}'
    told = engines["django"].from_string(page).render({"name": "Phạm Thị Dung"})
    assert "thay mặt Phạm Thị Dung" in told

"""Names are found with and without their marks, by beginnings and with slips of the finger."""

from __future__ import annotations

from itertools import chain, permutations

import pytest
from django.db import connection, models
from hypothesis import HealthCheck, given, settings as sometimes, strategies as st

from motcua.kernel.search import (
    Searchable,
    Unfinished,
    resembling,
    search,
    search_columns,
    search_indexes,
)
from motcua.kernel.text import search_document


class Entry(Searchable):
    name = models.TextField()

    class Meta:
        app_label = "kernel"
        managed = False
        db_table = "kernel_test_entry"
        indexes = search_indexes("test_entry")

    def __str__(self):
        return self.name


NAMES = ("Đỗ Thị Ánh", "Nguyễn Văn Hoà", "Nguyễn Thị Hòa Bình", "H26.12-261120-0001")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _entries(db):
    with connection.schema_editor() as editor:
        editor.create_model(Entry)
        for index in Entry._meta.indexes:
            editor.add_index(Entry, index)
    for name in NAMES:
        Entry.objects.create(name=name, **search_columns(name))


def found(words):
    return list(search(Entry.objects.order_by("id"), words).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("do thi anh", NAMES[:1]),
        ("ĐỖ", NAMES[:1]),
        ("anh do", NAMES[:1]),
        ("nguyễn hoà", NAMES[1:3]),
        ("nguyen hòa", NAMES[1:3]),
        ("ngu hoa b", NAMES[2:3]),
        ("h26.12", NAMES[3:]),
        ("261120", NAMES[3:]),
        ("nguyen tran", ()),
        ("", NAMES),
        ("...", NAMES),
    ],
)
def test_words_meet_the_beginnings_of_words(words, expected):
    assert found(words) == list(expected)


@sometimes(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=100,
    deadline=None,
)
@given(st.text(max_size=40).filter(lambda text: "\x00" not in text))
def test_nothing_that_is_typed_breaks_the_search(words):
    assert set(found(words)) <= set(NAMES)
    assert set(resembling(Entry.objects.all(), words)) <= set(Entry.objects.all())


@pytest.mark.parametrize("words", ["ngyen van hoa", "nguyên văn hoàa", "nguyeen van hoa"])
def test_a_slip_of_the_finger_still_finds(words):
    assert resembling(Entry.objects.all(), words).first().name == "Nguyễn Văn Hoà"


def test_the_indexes_can_be_used():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "test_entry_search" in search(Entry.objects.all(), "nguyen").explain()


def whole(words):
    return set(search(Entry.objects.all(), words, Unfinished.NONE).values_list("name", flat=True))


@pytest.mark.parametrize("name", NAMES)
def test_any_whole_words_of_a_text_find_it_in_any_order(name):
    words = search_document(name).split()
    for some in chain.from_iterable(permutations(words, count) for count in (1, 2, 3)):
        assert name in whole(" ".join(some)), some


def test_whole_words_of_two_texts_do_not_find_either():
    assert whole("nguyen anh") == whole("hoa binh van") == set()
    assert whole("hoa binh thi") == {"Nguyễn Thị Hòa Bình"}


def test_of_a_long_text_words_that_stand_together_find_it():
    name = "Công ty Trách nhiệm hữu hạn Thương mại và Dịch vụ Ăn uống Hoa Sen"
    Entry.objects.create(name=name, **search_columns(name))
    assert whole("hoa sen") == whole("sen hoa") == whole("cong ty thuong mai hoa sen") == {name}
    assert whole("cong hoa") == set()
    assert found("cong hoa") == [name]


def test_words_of_one_line_of_a_document_are_paired():
    Entry.objects.create(name="x", **search_columns("Lý Bạch", "", "Sông Hoàng"))
    assert whole("ly bach") == whole("hoang song") == {"x"}
    assert whole("ly song") == set()
    assert found("ly song") == ["x"]

"""Finding dossiers: by code, number and name, whole words before unfinished ones."""

from __future__ import annotations

import pytest
from django.db import connection

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.counting import count_of
from motcua.dossiers.queries.listing import FOUND, Place, page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue, order_of
from motcua.dossiers.queries.scopes import leads_in, visible_to
from motcua.dossiers.queries.searching import WholeQueue, found_by
from motcua.identity.models import Identifier
from motcua.kernel.search import search_columns
from tests.desk.crowds import crowd

NAMES = ("Nguyễn Văn An", "Nguyễn Thị Anh", "Trần Hoàng", "Trần Hoa", "Lê Đức Hải")


@pytest.fixture
def people(world):
    first = world.file()
    for number, name in enumerate(NAMES):
        (made,) = crowd(first, 1, begin=number, applicant_name=name)
        Dossier.objects.filter(pk=made.pk).update(**search_columns(name))
    return Dossier.objects.exclude(pk=first.pk)


def matching(scope, words):
    return found_by(lambda: scope, words, order_of(Queue.ALL)).part()


def names(found):
    return sorted(found.values_list("applicant_name", flat=True))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nguyen van an", ["Nguyễn Văn An"]),
        ("an nguyễn", ["Nguyễn Văn An"]),
        ("hoa", ["Trần Hoa"]),
        ("tran hoan", ["Trần Hoàng"]),
        ("ngu th", ["Nguyễn Thị Anh"]),
        ("duc HAI", ["Lê Đức Hải"]),
        ("đức hải lê", ["Lê Đức Hải"]),
        ("h", []),
        ("---", []),
        ("khong co", []),
        ("an\0", ["Nguyễn Văn An"]),
    ],
)
def test_whole_words_count_before_unfinished_ones(people, words, expected):
    assert names(matching(people, words)) == expected


def test_a_code_may_be_unfinished(people):
    code = people.first().code
    assert matching(people, code.lower()).get().code == code
    assert matching(people, code[:-4]).count() == len(NAMES)


def test_whose_number_is_typed_is_found_whole_and_only_then(world, people):
    citizen = world.accounts["citizen"]
    row = Identifier.objects.filter(person=citizen.person, confirmed_at__isnull=False).first()
    number = str(row.number)
    own = Dossier.objects.filter(account=citizen)
    assert matching(Dossier.objects.all(), number).count() == own.count() > 0
    spaced = f"{number[:4]} {number[4:8]} {number[8:]}"
    assert matching(Dossier.objects.all(), spaced).count() == own.count()
    assert not matching(Dossier.objects.all(), number[:-1]).exists()
    assert not matching(Dossier.objects.none(), number).exists()


def test_a_number_that_was_only_claimed_finds_nobody(world, people):
    citizen = world.accounts["citizen"]
    rows = Identifier.objects.filter(person=citizen.person)
    number = str(rows.first().number)
    rows.update(confirmed_at=None)
    assert not matching(Dossier.objects.all(), number).exists()


def test_scope_comes_before_search(people):
    assert not matching(people.filter(applicant_name="Trần Hoa"), "nguyen").exists()


@pytest.mark.parametrize("words", ["an nguyen", "ngu th", "hoa", "khong co", "CODE", "code", "%_"])
def test_a_whole_queue_is_searched_as_any_part_of_it(world, people, words):
    actor = world.actor("leader")
    words = words.replace("CODE", people.first().code[:-4])
    words = words.replace("code", people.first().code.lower())
    whole = WholeQueue(actor, leads_in(actor), Queue.ALL, world.now)
    order = order_of(Queue.ALL)
    by_part = found_by(lambda: visible_to(actor), words, order)
    assert found_by(Dossier.objects.none, words, order, whole).numbers == by_part.numbers
    assert bool(by_part.numbers) is (words not in {"khong co", "%_"})


def test_what_is_spelt_alike_is_found_where_nothing_matches(world, people):
    leader = world.actor("leader")
    assert not matching(people, "nguyem vam an").exists()
    found = page(leader, Filters(Queue.ALL, words="nguyem van an"), world.now, "vi")
    assert found.is_guess
    assert "Nguyễn Văn An" in {row.applicant for row in found.rows}


def test_a_code_that_nothing_has_is_not_taken_for_a_name(world, people):
    other = people.first().code[:-4] + "9999"
    found = page(world.actor("leader"), Filters(Queue.ALL, words=other), world.now, "vi")
    assert (found.rows, found.is_guess) == ((), False)


def test_of_broad_words_the_latest_are_shown_and_it_is_said(world, people, monkeypatch):
    monkeypatch.setattr("motcua.dossiers.queries.searching.MOST_FOUND", 1)
    leader = world.actor("leader")
    found = page(leader, Filters(Queue.ALL, words="tran"), world.now, "vi")
    assert found.is_cut
    assert [row.applicant for row in found.rows] == ["Trần Hoa"]
    assert found.after is None
    narrow = page(leader, Filters(Queue.ALL, words="tran hoang"), world.now, "vi")
    assert not narrow.is_cut
    assert [row.applicant for row in narrow.rows] == ["Trần Hoàng"]


def test_what_matches_is_read_on_and_back_page_by_page_and_each_once(world, people):
    crowd(people.first(), FOUND + 2, begin=10)
    leader, sought = world.actor("leader"), Filters(Queue.ALL, words=people.first().applicant_name)
    first = page(leader, sought, world.now, "vi")
    second = page(leader, sought, world.now, "vi", Place(first.after))
    assert (len(first.rows), len(second.rows), second.after) == (FOUND, 3, None)
    assert len({row.code for row in first.rows + second.rows}) == FOUND + 3
    back = page(leader, sought, world.now, "vi", Place(second.before, is_before=True))
    assert [row.code for row in back.rows] == [row.code for row in first.rows]


def test_what_words_match_is_counted_exactly_as_far_as_one_may_see(world, people, monkeypatch):
    leader, outsider = world.actor("leader"), world.actor("outsider")
    for actor, words, expected in ((leader, "tran", 2), (leader, "hai", 1), (outsider, "tran", 0)):
        assert count_of(actor, Filters(Queue.ALL, words=words), world.now) == expected
    monkeypatch.setattr("motcua.dossiers.queries.counting.MOST", 1)
    monkeypatch.setattr("motcua.dossiers.queries.searching.MOST_FOUND", 1)
    assert count_of(leader, Filters(Queue.ALL, words="tran"), world.now) == 2
    assert count_of(outsider, Filters(Queue.ALL, words="tran"), world.now) == 0


def test_one_index_gives_a_code_and_those_that_begin_like_it(people):
    code = people.first().code
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for wanted in ({"code": code}, {"code__startswith": code[:-4]}):
        assert "dossier_code_once" in Dossier.objects.filter(**wanted).explain()

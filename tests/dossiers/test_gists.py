"""What a dossier is about stands in lists, on its page, and is found by its words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.listing import page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue, order_of
from motcua.dossiers.queries.searching import found_by
from tests.cast import BIRTH, BUSINESS

pytestmark = pytest.mark.django_db
NAME = "Quán Phở Cây Sấu"


@pytest.fixture
def shop(world):
    """A household business of a name of its own, filed online."""
    filing = world.filing(BUSINESS)
    answers = {**filing.answers, "business_name": NAME}
    filed = actions.submit(
        actor=world.actor("citizen"),
        filing=replace(filing, answers=answers),
        key="pho",
        now=world.now,
    )
    return Dossier.objects.get(pk=filed.dossier_id)


def found(words):
    return list(found_by(Dossier.objects.all, words, order_of(Queue.ALL)).numbers)


def test_a_filed_dossier_tells_what_it_is_about(shop):
    assert shop.gist.startswith(f"{NAME} · ")


@pytest.mark.parametrize("words", ["pho cay sau", "Phở Cây", "CÂY SẤU quán", "cay sa"])
def test_words_of_the_gist_find_it_as_the_name_does(world, shop, words):
    world.file(BIRTH)
    assert found(words) == [shop.pk]


def test_a_name_and_a_word_of_the_gist_find_it_together(shop):
    given = shop.applicant_name.split()[-1]
    assert found(f"{given} cây sấu") == [shop.pk]


def test_who_may_not_see_the_dossier_does_not_find_it(world, shop):
    shown = page(world.actor("receptionist"), Filters(Queue.ALL, words="cây sấu"), world.now, "vi")
    assert [row.code for row in shown.rows] == [shop.code]
    other = page(world.actor("outsider"), Filters(Queue.ALL, words="cây sấu"), world.now, "vi")
    assert other.rows == ()


def test_a_dossier_without_a_gist_is_found_by_its_filer_alone(world):
    dossier = world.file(BIRTH)
    assert dossier.gist == ""
    assert found(dossier.applicant_name) == [dossier.pk]


def test_an_answer_put_right_puts_the_gist_right(world, shop):
    item = actions.SupplementItem("question", "business_name", "Trùng tên đã đăng ký.")
    actions.ask_supplement(
        actor=world.actor("receptionist"), dossier_id=shop.pk, items=[item], now=world.now
    )
    actions.answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=shop.pk,
        answers={"business_name": "Quán Bún Ngõ Gạch"},
        uploads={},
        now=world.now,
    )
    shop.refresh_from_db()
    assert shop.gist.startswith("Quán Bún Ngõ Gạch · ")
    assert found("bún ngõ gạch") == [shop.pk]
    assert found("cây sấu") == []
    assert found(shop.applicant_name) == [shop.pk]

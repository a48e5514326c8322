"""Dossiers of before there were gists get theirs in the background, bit by bit, each once."""

from __future__ import annotations

import pytest

from motcua.dossiers.actions.gisting import give_gists
from motcua.dossiers.models import Dossier, GistTurn
from motcua.dossiers.queries.listing import page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue
from motcua.kernel.search import search_columns
from tests.cast import BIRTH, BUSINESS

pytestmark = pytest.mark.django_db


def old(world, count, code=BUSINESS):
    """File dossiers, and make them such as they were filed before there were gists."""
    filed = [world.file(code, key=f"key-{code}-{number:04d}") for number in range(count)]
    for one in filed:
        Dossier.objects.filter(pk=one.pk).update(gist="", **search_columns(one.applicant_name))
    return filed


def found(world, words):
    actor = world.actor("receptionist")
    rows = page(actor, Filters(Queue.ALL, words=words), world.now, "vi").rows
    return {row.code for row in rows}


def test_older_dossiers_get_their_gists_and_are_found_by_their_words(world):
    filed = old(world, 3)
    word = filed[0].gist.split(" · ")[0]
    assert found(world, word) == set()
    assert give_gists(now=world.now) == 3
    gists = Dossier.objects.order_by("pk").values_list("gist", flat=True)
    assert list(gists) == [one.gist for one in filed]
    assert found(world, word) == {one.code for one in filed}


def test_it_goes_on_where_it_was_cut_short_and_begins_with_the_newest(world):
    filed = old(world, 5)
    assert give_gists(now=world.now, seconds=0, at_once=2) == 2
    told = Dossier.objects.exclude(gist="").values_list("pk", flat=True)
    assert set(told) == {filed[3].pk, filed[4].pk}
    assert give_gists(now=world.now, at_once=2) == 3
    assert not Dossier.objects.filter(gist="").exists()


def test_once_all_were_looked_at_nothing_is_done_any_more(world):
    old(world, 1)
    plain = world.file(BIRTH, key="key-birth-0001")
    give_gists(now=world.now)
    assert GistTurn.objects.get().done_at == world.now
    plain.refresh_from_db()
    assert plain.gist == "", "its form names no gist"
    again = Dossier.objects.exclude(pk=plain.pk)
    again.update(gist="")
    assert give_gists(now=world.now) == 0
    assert set(again.values_list("gist", flat=True)) == {""}

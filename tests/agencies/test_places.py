"""The country before and after July 2025, as places with days."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import connection

from motcua.agencies.actions import load_places
from motcua.agencies.models import Place, PlaceSuccession
from motcua.agencies.queries import PlacesOfToday, communes, place_name, provinces
from motcua.kernel.caching import forget_all

pytestmark = pytest.mark.django_db
LAST, FIRST, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 20)


@pytest.fixture(scope="module", autouse=True)
def _places(django_db_setup, django_db_blocker):
    """Load fifteen thousand places once for the module, and put them away afterwards."""
    with django_db_blocker.unblock():
        load_places()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE agencies_place, agencies_placesuccession")
        yield
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM agencies_placesuccession; DELETE FROM agencies_place")


def counts(on):
    return Counter(Place.objects.valid_on(on).values_list("level", flat=True))


def test_today_has_34_provinces_and_3321_communes_and_no_district():
    assert counts(TODAY) == {"province": 34, "commune": 3321}


def test_until_june_2025_there_were_63_provinces_705_districts_and_10599_communes():
    assert counts(LAST) == {"province": 63, "district": 705, "commune": 10_599}


def test_the_change_is_one_midnight():
    assert counts(FIRST) == counts(TODAY)
    assert not Place.objects.filter(valid_to__isnull=False).exclude(valid_to=FIRST).exists()


def test_loading_again_changes_nothing():
    before = (Place.objects.count(), PlaceSuccession.objects.count())
    assert load_places() == before[0]
    assert (Place.objects.count(), PlaceSuccession.objects.count()) == before


def test_every_place_but_a_province_lies_in_another_of_its_own_era():
    assert not Place.objects.exclude(level="province").filter(parent=None).exists()
    assert not Place.objects.filter(level="province").exclude(parent=None).exists()
    for place in Place.objects.exclude(parent=None).select_related("parent")[::37]:
        assert place.valid_from == place.parent.valid_from


def test_old_provinces_and_communes_lead_to_todays_but_for_those_no_source_follows():
    old = Place.objects.valid_on(LAST).exclude(level="district")
    lost = old.filter(successors=None)
    assert Counter(lost.values_list("level", flat=True)) == {"commune": 567}
    for step in PlaceSuccession.objects.select_related("old", "new")[::97]:
        assert step.old.level == step.new.level
        assert (step.old.valid_to, step.new.valid_from) == (FIRST, FIRST)


def test_every_place_of_today_came_from_somewhere_but_islands_that_had_no_commune():
    new = Place.objects.valid_on(TODAY).filter(predecessors=None)
    islands = {"Bạch Long Vĩ", "Cồn Cỏ", "Côn Đảo", "Hoàng Sa", "Lý Sơn"}
    assert set(new.values_list("name", flat=True)) == {f"Đặc khu {name}" for name in islands}


def test_a_merged_province_names_both_it_came_from():
    gia_lai = Place.objects.valid_on(TODAY).get(level="province", name="Tỉnh Gia Lai")
    came = set(gia_lai.predecessors.values_list("old__name", flat=True))
    assert came == {"Tỉnh Gia Lai", "Tỉnh Bình Định"}


def test_places_are_listed_in_vietnamese_order():
    forget_all()
    names = [name for _, name in provinces(TODAY)]
    assert len(names) == 34
    bare = [name.removeprefix("Tỉnh ").removeprefix("Thành phố ") for name in names]
    assert "Đà Nẵng" in bare
    assert communes("01", TODAY)


def test_forms_ask_the_place_book():
    book = PlacesOfToday(TODAY)
    assert book.holds("01", "00004")
    assert not book.holds("79", "00004")
    assert not book.holds("01", "99999")
    assert place_name("00004", TODAY) == "Phường Ba Đình"
    assert place_name("nowhere", TODAY) == "nowhere"
    assert book.place_name("01", "00004", "en") == "Phường Ba Đình, Thành phố Hà Nội"

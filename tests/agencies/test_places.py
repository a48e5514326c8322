"""The country before and after July 2025, as places with days."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import connection

from motcua.agencies.actions import load_places
from motcua.agencies.models import Place, PlaceSuccession
from motcua.agencies.queries import PlacesOfToday, communes, place_name, provinces
from motcua.agencies.queries.reading import ReadAddress, address_in_words
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


@pytest.mark.parametrize(
    "words",
    [
        "Số 5 phố Huế, phường Cửa Nam, thành phố Hà Nội",
        "Số 5 phố Huế, Cửa Nam, Hà Nội",
        "Số 5 phố Huế,  P. CỬA NAM , TP. Hà Nội",
    ],
)
def test_an_address_is_read_whatever_is_said_of_the_kind_of_its_places(words):
    assert address_in_words(words, TODAY) == ReadAddress("Số 5 phố Huế", "01", "00082")


def test_what_lay_in_a_district_is_led_to_the_commune_that_took_it_in():
    # Ba Đình was a district and is a commune today: the words name the commune within it.
    found = address_in_words("Số 5 ngõ 2, Phường Phúc Xá, Quận Ba Đình, Hà Nội", TODAY)
    (new,) = PlaceSuccession.objects.filter(old__code="00001", old__level="commune")
    assert found == ReadAddress("Số 5 ngõ 2", "01", new.new.code)
    assert address_in_words("Số 5 ngõ 2, Phúc Xá, Ba Đình, Hà Nội", TODAY) == found


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Hà Nội",
        "Cửa Nam, Hà Nội",
        "Số 5 phố Huế, Hà Nội",
        "Số 5, Phường Không Có, Hà Nội",
        "Số 5, Cửa Nam, Tỉnh Không Có",
        "Số 5 phố Huế, Cửa Nam, Hoàn Kiếm, Hà Nội",
        "12 Nguyễn Trãi, phường Nào Đó, Quận Đó, Thành phố Hồ Chí Minh",
    ],
)
def test_words_that_name_no_place_or_half_of_one_are_left_to_the_clerk(words):
    assert address_in_words(words, TODAY) is None


def test_a_commune_that_was_parted_among_several_is_left_to_the_clerk():
    parted = (
        PlaceSuccession.objects.filter(old__level="commune", is_partial=True)
        .select_related("old__parent__parent")
        .order_by("pk")
        .first()
    )
    old = parted.old
    assert PlaceSuccession.objects.filter(old=old).count() > 1
    words = f"Thôn 1, {old.name}, {old.parent.name}, {old.parent.parent.name}"
    assert address_in_words(words, TODAY) is None

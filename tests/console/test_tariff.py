"""The tariff of the post: published from a day on, ended, taken back, never changed behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.deliveries.actions import RateFacts, publish_rate
from motcua.deliveries.errors import NoRate
from motcua.deliveries.models import PostRate
from motcua.deliveries.queries import rate_for
from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from tests.cast import NOW, SINCE
from tests.console.test_outages import text

pytestmark = pytest.mark.django_db
FACTS = RateFacts("deliver", "province", 500, 18_000, 2, 10, "Bảng cước thử")
ROW = {
    "direction": "deliver",
    "reach": "province",
    "grams": "500",
    "amount": "21000",
    "days": "3",
    "lost_after": "10",
    "valid_from": "01/12/2026",
    "source": "Quyết định 1/2026",
}


@pytest.fixture
def rate(world):
    return publish_rate(actor=SYSTEM, facts=FACTS, valid_from=SINCE, now=NOW)


def price(day):
    way = {"direction": "deliver", "origin": "01001", "target": "01002", "grams": 250}
    return rate_for(**way, now=NOW + timedelta(days=day)).amount


def test_a_row_is_published_from_a_day_on_and_ends_the_one_before(admin, base, rate):
    assert admin.post(f"{base}buu-chinh/them/", ROW).status_code == 302
    page = text(admin.get(f"{base}buu-chinh/"))
    for words in ("21.000 đ", "18.000 đ", "Sắp áp dụng", "Đang áp dụng", "Quyết định 1/2026"):
        assert words in page
    assert (price(0), price(15)) == (18_000, 21_000)
    assert AuditRow.objects.filter(action="deliveries.publish_rate").count() == 2


def test_what_was_typed_wrong_is_asked_for_again(admin, base, rate):
    answer = admin.post(f"{base}buu-chinh/them/", ROW | {"amount": "-1", "source": ""})
    assert answer.status_code == 422
    assert PostRate.objects.count() == 1


def test_a_day_that_is_over_keeps_its_price(admin, base, rate):
    answer = admin.post(f"{base}buu-chinh/them/", ROW | {"valid_from": "01/11/2026"})
    assert (answer.status_code, "đã qua" in text(answer)) == (422, True)
    assert price(0) == 18_000


def test_two_rows_of_a_kind_do_not_begin_on_one_day(admin, base, rate):
    admin.post(f"{base}buu-chinh/them/", ROW)
    assert admin.post(f"{base}buu-chinh/them/", ROW).status_code == 302, (
        "the same again is no fault"
    )
    answer = admin.post(f"{base}buu-chinh/them/", ROW | {"amount": "25000"})
    assert answer.status_code == 409
    assert PostRate.objects.count() == 2


def test_a_row_before_another_holds_until_that_one(admin, base, rate):
    admin.post(f"{base}buu-chinh/them/", ROW | {"valid_from": "20/12/2026", "amount": "30000"})
    admin.post(f"{base}buu-chinh/them/", ROW)
    assert (price(0), price(15), price(40)) == (18_000, 21_000, 30_000)


def test_a_row_to_come_is_taken_back_and_the_one_before_goes_on(admin, base, rate):
    admin.post(f"{base}buu-chinh/them/", ROW)
    soon = PostRate.objects.latest("valid_from")
    assert admin.post(f"{base}buu-chinh/rut/?dong={soon.pk}", {}).status_code == 302
    assert (PostRate.objects.get().pk, price(15)) == (rate.pk, 18_000)
    answer = admin.post(f"{base}buu-chinh/rut/?dong={rate.pk}", {})
    assert answer.status_code == 422, "what holds is ended, not taken back"


def test_a_row_is_ended_on_a_day_to_come(admin, base, rate):
    page = f"{base}buu-chinh/ngung/?dong={rate.pk}"
    assert admin.post(page, {"on": "20/11/2026"}).status_code == 422
    assert admin.post(page, {"on": "01/12/2026"}).status_code == 302
    assert price(0) == 18_000
    with pytest.raises(NoRate):
        price(15)


@pytest.mark.parametrize("odd", ["", "x", "-1", "0", "9" * 30, "１"])
def test_a_row_that_is_not_there_is_not_found(admin, base, rate, odd):
    assert admin.get(f"{base}buu-chinh/ngung/?dong={odd}").status_code == 404


@pytest.mark.parametrize("typed", ["21.000", "21 000", "21,000", "21000", "21.000 đ"])
def test_thousands_are_read_as_people_write_them(admin, base, typed):
    assert admin.post(f"{base}buu-chinh/them/", ROW | {"amount": typed}).status_code == 302
    assert PostRate.objects.get().amount == 21_000


@pytest.mark.parametrize("typed", ["21.5", "21.00", "2.1000", "hai mươi", "1e4"])
def test_what_is_no_whole_number_is_said_beside_the_price(admin, base, typed):
    answer = admin.post(f"{base}buu-chinh/them/", ROW | {"amount": typed})
    assert answer.status_code == 422
    assert "Ghi số nguyên, ví dụ 20.000." in text(answer)
    assert not PostRate.objects.exists()

"""Series of receipts: opened by an administrator as the rule of the day wants them, and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.receipts.actions import SeriesFacts, end_series, open_series
from motcua.receipts.errors import SeriesTaken
from motcua.receipts.models import Counter, Series
from motcua.receipts.queries import series_on
from tests.cast import NOW
from tests.console.test_outages import text
from tests.receipts.making import series

pytestmark = pytest.mark.django_db
ROW = {
    "form_symbol": "01blp0-001",
    "letters": "ab",
    "collector_name": "Ủy ban nhân dân phường",
    "collector_tax_code": "0100109106",
    "dialect": "southern",
    "valid_from": "20/11/2026",
}


def test_an_administrator_opens_a_series_and_sees_what_is_used_of_it(admin, base, world):
    assert "Chưa mở dãy biên lai nào" in text(admin.get(f"{base}bien-lai/"))
    assert admin.post(f"{base}bien-lai/mo/", ROW).status_code == 302
    row = Series.objects.get()
    Counter.objects.create(series=row, year=2026, last=9_100_000)
    page = text(admin.get(f"{base}bien-lai/"))
    for words in ("AB-26E", "01BLP0-001", "0100109106", "9.100.000 trên 9.999.999", "Sắp hết số"):
        assert words in page
    assert row.dialect == "southern"
    assert AuditRow.objects.filter(action="receipts.open_series").count() == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("collector_tax_code", "0100109107", "Mã số thuế chưa đúng."),
        ("letters", "OO", "Ký hiệu chưa đúng quy định."),
        ("form_symbol", "MAU-1", "Ký hiệu chưa đúng quy định."),
        ("valid_from", "19/11/2026", "Không đổi được ngày đã qua."),
    ],
)
def test_what_the_rule_does_not_allow_is_said_beside_the_form(admin, base, name, value, said):
    answer = admin.post(f"{base}bien-lai/mo/", ROW | {name: value})
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'href="#f-{name}"' in answer.content.decode(), "the summary leads to what is wrong"
    assert not Series.objects.exists()


def test_only_who_has_a_series_is_told_that_it_ends(admin, base, world):
    assert "Dãy đang dùng" not in text(admin.get(f"{base}bien-lai/mo/"))
    series(world.ward)
    assert "Dãy đang dùng hết hiệu lực" in text(admin.get(f"{base}bien-lai/mo/"))


def test_a_new_series_takes_over_on_its_day(admin, base, world):
    old = series(world.ward)
    assert admin.post(f"{base}bien-lai/mo/", ROW | {"valid_from": "01/01/2027"}).status_code == 302
    today, later = NOW.date(), NOW.date() + timedelta(days=60)
    assert series_on(world.ward.pk, today) == old
    assert series_on(world.ward.pk, later).letters == "AB"


def test_letters_are_never_used_twice_under_one_tax_code(world):
    row = series(world.ward)
    assert series(world.ward) == row
    tomorrow = NOW.date() + timedelta(days=1)
    facts = SeriesFacts("01BLP0-001", "AA", "Khác", "0100109106", "northern", tomorrow)
    with pytest.raises(SeriesTaken):
        open_series(actor=SYSTEM, agency_id=world.ward.pk, facts=facts, now=NOW)


def test_a_series_is_ended_from_a_day_to_come(admin, base, world):
    row = series(world.ward)
    place = f"{base}bien-lai/thoi-dung/?day={row.pk}"
    assert "Không đổi được ngày đã qua." in text(admin.post(place, {"on": "20/11/2026"}))
    assert admin.post(place, {"on": "01/12/2026"}).status_code == 302
    assert series_on(world.ward.pk, NOW.date() + timedelta(days=30)) is None
    assert admin.get(f"{base}bien-lai/thoi-dung/?day=999").status_code == 404


def test_nobody_else_opens_or_ends_one(world):
    row = series(world.ward)
    who = Actor("official", official_id=3)
    with pytest.raises(NotAllowed):
        end_series(
            actor=who,
            agency_id=world.ward.pk,
            series_id=row.pk,
            on=NOW.date() + timedelta(days=1),
            now=NOW,
        )

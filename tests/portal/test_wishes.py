"""How a result is to come, said before filing: priced, shown, and carried out by filing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from motcua.deliveries.models import PostRate
from motcua.dossiers.models import Dossier, Draft, Errand
from motcua.dossiers.models.errands import ReturnWish
from motcua.payments.queries import orders_of
from tests.cast import NOW
from tests.deliveries.conftest import tariff_rows
from tests.portal.test_drafts import send_papers
from tests.portal.test_post import DOOR


@pytest.fixture(autouse=True)
def _post(db, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.BANK_ACCOUNT = "970436:1012345678"
    tariff_rows()


@pytest.fixture
def draft(citizen, filled):
    """Give the address of a draft that could be filed."""
    address = filled(child_case="ordinary", parents="married")
    send_papers(citizen, address)
    return address


def postage():
    dossier = Dossier.objects.get()
    return [order for order in orders_of("dossier", dossier.pk) if ":post:" in order.key]


def test_the_way_home_is_chosen_before_filing_and_stands_on_the_bill(citizen, draft):
    assert "Chưa chọn: xem và tải trên cổng" in citizen.go(f"{draft}/check").text
    assert "18.000 đ" in citizen.go(f"{draft}/ket-qua/cach-nhan").text
    citizen.post(f"{draft}/ket-qua/cach-nhan", DOOR).follow()
    for words in ("Bưu chính phát tới nhà", "Số 1 phố Hoa Sữa", "18.000 đ", "Bảng cước thử"):
        assert words in citizen.text
    assert not Errand.objects.exists(), "nothing is owed before filing"
    citizen.post(f"{draft}/check", {"_next": ""}).follow()
    assert "Nộp 18.000 đ để bưu chính phát kết quả tới nhà" in citizen.text
    assert Errand.objects.get().address["phone"] == "0912345678"
    (order,) = postage()
    assert order.amount == 18_000
    assert order.is_payable(NOW)


def test_filing_twice_makes_one_errand(citizen, draft):
    citizen.post(f"{draft}/ket-qua/cach-nhan", DOOR)
    for _time in range(3):
        citizen.post(f"{draft}/check", {"_next": ""})
    assert Errand.objects.count() == Dossier.objects.count() == len(postage()) == 1


def test_the_last_word_before_filing_counts(citizen, draft):
    citizen.post(f"{draft}/ket-qua/cach-nhan", DOOR)
    citizen.post(f"{draft}/ket-qua/cach-nhan", {"way": "counter"}).follow()
    assert "Cước bưu chính" not in citizen.text
    citizen.post(f"{draft}/check", {"_next": ""}).follow()
    assert "Đến nhận tại quầy" in citizen.text
    assert (Errand.objects.get().way, postage()) == ("counter", [])


def test_where_the_post_goes_no_more_nothing_is_filed_and_another_way_is_asked_for(citizen, draft):
    citizen.post(f"{draft}/ket-qua/cach-nhan", DOOR)
    PostRate.objects.update(valid_to=NOW.date() - timedelta(days=1))
    citizen.post(f"{draft}/check", {"_next": ""})
    assert "Bưu chính không còn nhận gửi tới nơi này" in citizen.text
    assert not Dossier.objects.exists()
    citizen.post(f"{draft}/ket-qua/cach-nhan", {"way": "online"})
    citizen.post(f"{draft}/check", {"_next": ""})
    assert Dossier.objects.count() == 1


def test_a_door_that_is_not_whole_is_asked_for_and_nothing_typed_is_lost(citizen, draft):
    citizen.post(f"{draft}/ket-qua/cach-nhan", {"way": "post", "line": "Số 1 phố Hoa Sữa"})
    assert citizen.status == 422
    assert citizen.value("line") == "Số 1 phố Hoa Sữa"
    assert not ReturnWish.objects.exists()


def test_a_strangers_draft_is_not_there_and_a_discarded_one_keeps_no_address(
    citizen, relative, draft
):
    citizen.post(f"{draft}/ket-qua/cach-nhan", DOOR)
    assert relative.go(f"{draft}/ket-qua/cach-nhan").status == 404
    citizen.post(f"{draft}/discard")
    assert not Draft.objects.exists()
    assert not ReturnWish.objects.exists()


def test_the_address_is_sealed(citizen, draft):
    citizen.post(f"{draft}/ket-qua/cach-nhan", DOOR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM dossiers_returnwish")
        (raw,) = cursor.fetchone()
    assert b"Hoa" not in bytes(raw)

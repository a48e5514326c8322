"""The post of one's dossier: the way is chosen, the price is shown, the parcel is followed."""

from __future__ import annotations

import pytest

from motcua.deliveries.actions import book_parcel, hear
from motcua.deliveries.models import Parcel
from motcua.dossiers.models import Errand
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import hear as hear_bank
from motcua.payments.queries import orders_of
from tests.cast import NOW
from tests.deliveries.conftest import Willing, tariff_rows, word
from tests.payments.bank import word as bank_word

DOOR = {
    "way": "post",
    "name": "Nguyễn Thị An",
    "phone": "0912 345 678",
    "line": "Số 1 phố Hoa Sữa, phường Ba Đình",
    "place": "01",
}


@pytest.fixture(autouse=True)
def _post(db, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.BANK_ACCOUNT = "970436:1012345678"
    tariff_rows()


@pytest.fixture
def dossier(world):
    return world.receive(world.file())


def at(dossier, page="nhan-ket-qua"):
    return f"/dossiers/{dossier.public_id}/buu-chinh/{page}"


def test_the_price_and_where_it_comes_from_are_shown_beforehand(citizen, dossier):
    citizen.open("dossier", dossier.public_id)
    assert "chưa chọn cách nhận kết quả" in citizen.text
    citizen.go(at(dossier))
    assert "18.000 đ" in citizen.text
    assert "30.000 đ" in citizen.text
    assert "Bảng cước thử" in citizen.text


def test_choosing_the_post_leads_to_the_postage_and_then_the_parcel_is_followed(
    world, citizen, dossier
):
    citizen.post(at(dossier), DOOR).follow()
    assert "18.000 đ" in citizen.text
    assert Errand.objects.get().address["phone"] == "0912345678"
    (order,) = (one for one in orders_of("dossier", dossier.pk) if ":post:" in one.key)
    citizen.open("dossier", dossier.public_id)
    assert "Cước bưu chính 18.000 đ chưa nộp" in citizen.text
    paid = bank_word("received", order.reference, order.amount)
    hear_bank(provider="bank", word=paid, body=b"{}", now=NOW)
    world.settle()
    world.finish(dossier)
    parcel = Parcel.objects.get()
    parcel = book_parcel(actor=SYSTEM, parcel_id=parcel.pk, carrier=Willing(), now=NOW)
    hear(carrier="post", word=word("carry", parcel, minute=1), now=NOW)
    citizen.open("dossier", dossier.public_id)
    assert "Đang trên đường" in citizen.text
    assert parcel.number in citizen.text
    assert citizen.go(at(dossier)).status == 302, "what is on its way is not changed"
    hear(carrier="post", word=word("lose", parcel, minute=2), now=NOW)
    world.settle()
    citizen.open("dossier", dossier.public_id)
    assert "không phải trả thêm" in citizen.text


def test_the_post_needs_a_whole_door_and_the_counter_needs_none(citizen, dossier):
    citizen.post(at(dossier), {"way": "post", "phone": "12"})
    assert citizen.status == 422
    assert len(citizen.problems) == 4
    citizen.post(at(dossier), {"way": "counter"})
    assert citizen.status == 302
    assert Errand.objects.get().address is None
    assert citizen.post(at(dossier), {}).status == 422


def test_a_place_without_a_row_of_the_tariff_is_refused_with_what_to_do(citizen, dossier):
    from motcua.deliveries.models import PostRate  # noqa: PLC0415 - only here

    PostRate.objects.all().delete()
    citizen.post(at(dossier), DOOR)
    assert citizen.status == 422
    assert "Chưa có giá cước" in citizen.text


def test_papers_are_asked_to_be_fetched(citizen, dossier):
    citizen.go(at(dossier, "lay-giay-to"))
    assert citizen.status == 200
    citizen.post(at(dossier, "lay-giay-to"), DOOR)
    assert citizen.status == 302
    assert Errand.objects.get().kind == "collect"


def test_a_stranger_sees_and_chooses_nothing(relative, stranger, dossier):
    for page in ("nhan-ket-qua", "lay-giay-to", "nop-cuoc"):
        assert relative.post(at(dossier, page), DOOR).status == 404
        assert stranger.post(at(dossier, page), DOOR).status == 401
    assert not Errand.objects.exists()

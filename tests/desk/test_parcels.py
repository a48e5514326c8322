"""The counter's parcels: received by the code on the label, labelled, sent again."""

from __future__ import annotations

import pytest

from motcua.deliveries.actions import book_parcel, hear
from motcua.deliveries.base import Address
from motcua.deliveries.models import Parcel
from motcua.dossiers.actions import posting
from motcua.dossiers.enums import ReturnWay
from motcua.dossiers.models import Errand
from motcua.kernel.actors import SYSTEM
from tests.cast import NOW
from tests.deliveries.conftest import Willing, tariff_rows, word

HOME = Address("Nguyễn Thị An", "0912345678", "Số 1 phố Hoa Sữa", "01")


@pytest.fixture(autouse=True)
def _post(db, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    tariff_rows()


def paid():
    errand = Errand.objects.latest("id")
    posting.hear_postage(
        actor=SYSTEM,
        dossier_id=errand.dossier_id,
        order_key=f"dossier:{errand.dossier_id}:post:{errand.pk}",
        now=NOW,
    )
    parcel = Parcel.objects.latest("id")
    return book_parcel(actor=SYSTEM, parcel_id=parcel.pk, carrier=Willing(), now=NOW)


@pytest.fixture
def coming(world):
    """Papers that the post brings."""
    dossier = world.receive(world.file())
    posting.ask_collection(
        actor=world.actor("citizen"), dossier_id=dossier.pk, address=HOME, now=NOW
    )
    return paid()


@pytest.fixture
def going(world):
    """A result that the post takes home."""
    dossier = world.receive(world.file())
    posting.choose_return(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        way=ReturnWay.POST,
        address=HOME,
        now=NOW,
    )
    world.finish(dossier)
    return paid()


def test_a_parcel_that_came_is_received_by_the_code_on_its_label(desk_of, coming):
    desk = desk_of("receptionist").open("parcels")
    assert coming.number in desk.text
    desk.response = desk.client.post(desk.at("parcel-receive"), {"code": coming.number.lower()})
    assert desk.response.status_code == 302
    assert "/dossiers/" in desk.response["Location"]
    coming.refresh_from_db()
    assert coming.state == "delivered"


def test_a_late_parcel_is_listed_once_where_somebody_has_to_see_to_it(desk_of, coming):
    coming.late_at = NOW
    coming.save()
    desk = desk_of("receptionist").open("parcels")
    assert desk.text.count(coming.number) == 1
    assert "Đến muộn" in desk.text
    assert "Không có giấy tờ nào đang được chuyển đến." in desk.text


def test_an_unknown_code_says_what_to_do(desk_of, coming):
    desk = desk_of("receptionist")
    for code in ("", "TN999999999VN", "x" * 200):
        desk.response = desk.client.post(desk.at("parcel-receive"), {"code": code})
        assert "tiếp nhận tại quầy" in desk.go(desk.response["Location"]).text
    coming.refresh_from_db()
    assert coming.state == "booked"


def test_another_agencys_parcel_is_not_there(desk_of, coming):
    desk = desk_of("outsider")
    assert coming.number not in desk.open("parcels").text
    desk.client.post(desk.at("parcel-receive"), {"code": coming.number})
    coming.refresh_from_db()
    assert coming.state == "booked"
    desk.open("parcel-label", coming.public_id)
    assert desk.response.status_code == 404


def test_the_label_shows_the_code_and_the_door(desk_of, going):
    desk = desk_of("clerk").open("parcel-label", going.public_id)
    page = desk.response.content.decode()
    assert going.number in page
    assert HOME.line in page
    assert "<svg" in page


def test_a_lost_result_is_sent_again_from_the_page(desk_of, going):
    hear(carrier="post", word=word("lose", going, minute=3), now=NOW)
    desk = desk_of("receptionist").open("parcels")
    assert "Gửi lại" in desk.text
    for _ in range(2):
        desk.client.post(desk.at("parcel-again", going.public_id))
    assert Parcel.objects.count() == 2
    assert "Gửi lại" not in desk.open("parcels").text


def test_who_does_not_see_to_parcels_has_no_page_of_them(desk_of, going):
    desk = desk_of("specialist").open("parcels")
    assert desk.response.status_code == 403
    assert desk.client.post(desk.at("parcel-again", going.public_id)).status_code == 403

"""Results that go home by post, papers that come: chosen, paid, carried, late, lost, sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.agencies.actions import seed_calendar
from motcua.deliveries.actions import book_parcel, hear, watch_parcels
from motcua.deliveries.base import Address
from motcua.deliveries.enums import ParcelState
from motcua.deliveries.models import Parcel
from motcua.dossiers.actions import ask_payment, posting, return_result, withdraw
from motcua.dossiers.enums import ErrandKind, ReturnWay
from motcua.dossiers.errors import DossierNotFound, ErrandNotOpen, ParcelOnItsWay
from motcua.dossiers.models import Errand
from motcua.dossiers.queries.errands import post_page, prices
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.transitions import MoveRefused
from motcua.notifications.models import Message, OfficialNotice
from motcua.payments.actions import OrderLine, hear as hear_bank
from motcua.payments.base import Word
from motcua.payments.queries import orders_of, refunds_of
from tests.cast import NOW
from tests.deliveries.conftest import Willing, tariff_rows, word
from tests.payments.bank import word as bank_word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post")]
HOME = Address("Nguyễn Thị An", "0912345678", "Số 1 phố Hoa Sữa, phường Ba Đình", "01")
FAR = Address("Nguyễn Thị An", "0912345678", "Số 2 đường Biển", "48")


@pytest.fixture
def post(db, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    seed_calendar()
    tariff_rows()


@pytest.fixture
def citizen(world):
    return world.actor("citizen")


@pytest.fixture
def dossier(world):
    return world.receive(world.file())


def choose(citizen, dossier, way=ReturnWay.POST, address=HOME):
    return posting.choose_return(
        actor=citizen, dossier_id=dossier.pk, way=way, address=address, now=NOW
    )


def postage(dossier):
    return [order for order in orders_of("dossier", dossier.pk) if ":post:" in order.key]


def pay(world, dossier):
    (order,) = (one for one in postage(dossier) if one.is_payable(NOW))
    hear_bank(
        provider="bank",
        word=bank_word("received", order.reference, order.amount),
        body=b"{}",
        now=NOW,
    )
    world.settle()


def carried(dossier, *kinds):
    """Let the carrier take the dossier's parcel and say some things of it."""
    parcel = Parcel.objects.filter(subject_id=dossier.pk).latest("id")
    parcel = book_parcel(actor=SYSTEM, parcel_id=parcel.pk, carrier=Willing(), now=NOW)
    for minute, kind in enumerate(kinds):
        hear(carrier="post", word=word(kind, parcel, minute=minute + 1), now=NOW)
    return parcel


def state(dossier):
    dossier.refresh_from_db()
    return dossier.state


def test_the_price_is_known_beforehand_and_put_on_the_bill(citizen, dossier):
    near, far = prices(dossier.agency, NOW)
    assert (near.amount, far.amount) == (18_000, 30_000)
    choose(citizen, dossier)
    (order,) = postage(dossier)
    assert order.amount == 18_000
    assert order.lines[0]["name"]["vi"] == "Cước bưu chính"
    choose(citizen, dossier, address=FAR)
    assert [order.amount for order in postage(dossier)] == [18_000, 30_000]
    assert [order.is_payable(NOW) for order in postage(dossier)] == [False, True]


def test_the_same_wish_twice_is_one(citizen, dossier):
    assert choose(citizen, dossier).pk == choose(citizen, dossier).pk
    assert len(postage(dossier)) == 1


def test_a_result_goes_home_once_it_is_there_and_its_postage_is_paid(world, citizen, dossier):
    choose(citizen, dossier)
    world.finish(dossier)
    assert not Parcel.objects.exists()
    pay(world, dossier)
    parcel = carried(dossier, "carry")
    world.settle()
    assert state(dossier) == "finished", "handed to the post is not returned"
    assert post_page(dossier, NOW).parcels[0].parcel == parcel
    hear(carrier="post", word=word("deliver", parcel, minute=9), now=NOW)
    world.settle()
    assert state(dossier) == "returned"
    assert Message.objects.filter(template="parcel").count() >= 2


def test_postage_paid_before_the_result_is_there_waits_for_it(world, citizen, dossier):
    choose(citizen, dossier)
    pay(world, dossier)
    assert state(dossier) == "in-process"
    assert not Parcel.objects.exists()
    world.finish(dossier)
    assert Parcel.objects.get().contents == "result"


def test_postage_that_the_bank_took_back_is_paid_anew_by_the_next_wish_and_by_nothing_else(
    world, citizen, dossier
):
    choose(citizen, dossier)
    (first,) = postage(dossier)
    told = bank_word("received", first.reference, first.amount, transaction="FT1")
    taken = Word("e9", "charged_back", "payment.charged_back", "x", first.amount, "FT9", "FT1")
    for one in (told, taken):
        hear_bank(provider="bank", word=one, body=b"{}", now=NOW)
        world.settle()
    choose(citizen, dossier, address=FAR)
    first, second = postage(dossier)
    assert (first.state, second.amount) == ("cancelled", 30_000)
    assert second.is_payable(NOW)


def test_paying_postage_settles_no_other_debt(world, citizen, dossier):
    choose(citizen, dossier)
    line = OrderLine("fine", {"vi": "Khoản khác"}, 5_000)
    ask_payment(actor=world.actor("specialist"), dossier_id=dossier.pk, line=line, now=NOW)
    pay_only = [one for one in postage(dossier) if one.is_payable(NOW)]
    hear_bank(
        provider="bank",
        word=bank_word("received", pay_only[0].reference, pay_only[0].amount),
        body=b"{}",
        now=NOW,
    )
    world.settle()
    assert state(dossier) == "payment-in-process"


def test_a_lost_parcel_leaves_the_dossier_waiting_and_tells_everybody(world, citizen, dossier):
    choose(citizen, dossier)
    pay(world, dossier)
    world.finish(dossier)
    carried(dossier, "carry", "lose")
    world.settle()
    assert state(dossier) == "finished"
    texts = set(OfficialNotice.objects.filter(kind="parcel").values_list("text", flat=True))
    assert any("thất lạc" in text for text in texts)
    for stranger in ("specialist", "outsider"):
        with pytest.raises((NotAllowed, DossierNotFound)):
            posting.send_again(actor=world.actor(stranger), dossier_id=dossier.pk, now=NOW)
    again = posting.send_again(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    assert again.paid_at is not None, "the citizen pays nothing again"
    assert Parcel.objects.count() == 2
    carried(dossier, "deliver")
    world.settle()
    assert state(dossier) == "returned"
    with pytest.raises(ErrandNotOpen):
        posting.send_again(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)


def test_a_late_parcel_is_told_once(world, citizen, dossier):
    choose(citizen, dossier)
    pay(world, dossier)
    world.finish(dossier)
    carried(dossier)
    for _ in range(2):
        watch_parcels(carrier=None, now=NOW + timedelta(days=8))
        world.settle(NOW + timedelta(days=8))
    assert OfficialNotice.objects.filter(text__contains="đến muộn").count() >= 1
    assert Message.objects.filter(template="parcel", key__contains=":late:").count() <= 2


def test_what_is_on_its_way_cannot_be_called_off(world, citizen, dossier):
    choose(citizen, dossier)
    pay(world, dossier)
    world.finish(dossier)
    carried(dossier, "carry")
    with pytest.raises(ParcelOnItsWay):
        choose(citizen, dossier, ReturnWay.COUNTER, None)


def test_who_changes_his_mind_in_time_calls_the_parcel_off_and_keeps_what_he_paid(
    world, citizen, dossier
):
    choose(citizen, dossier)
    pay(world, dossier)
    world.finish(dossier)
    carried(dossier)
    choose(citizen, dossier, ReturnWay.COUNTER, None)
    assert Parcel.objects.get().state == ParcelState.CANCELLED
    return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    assert state(dossier) == "returned"
    with pytest.raises(MoveRefused):
        choose(citizen, dossier)


def test_a_result_fetched_at_the_counter_calls_the_parcel_off(world, citizen, dossier):
    choose(citizen, dossier)
    pay(world, dossier)
    world.finish(dossier)
    carried(dossier)
    return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    world.settle()
    assert Parcel.objects.get().state == ParcelState.CANCELLED


def test_papers_are_fetched_at_the_door_when_the_postage_is_paid(world, citizen, dossier):
    posting.ask_collection(actor=citizen, dossier_id=dossier.pk, address=HOME, now=NOW)
    pay(world, dossier)
    parcel = carried(dossier, "carry", "deliver")
    world.settle()
    assert (parcel.direction, parcel.contents) == ("collect", "papers")
    assert state(dossier) == "in-process"
    texts = OfficialNotice.objects.filter(kind="parcel").values_list("text", flat=True)
    assert any("đã đến" in text for text in texts)


def test_a_stranger_chooses_nothing(world, dossier):
    for name in ("relative", "receptionist"):
        with pytest.raises(DossierNotFound):
            choose(world.actor(name), dossier)
    assert not Errand.objects.filter(kind=ErrandKind.RETURN).exists()


def refunds(dossier):
    return [(row.amount, str(row.state)) for row in refunds_of("dossier", dossier.pk)]


def test_postage_goes_back_when_the_result_is_to_come_another_way(world, citizen, dossier):
    choose(citizen, dossier)
    pay(world, dossier)
    assert refunds(dossier) == []
    for _time in range(2):
        choose(citizen, dossier, ReturnWay.COUNTER, None)
    assert refunds(dossier) == [(18_000, "asked")]
    choose(citizen, dossier)
    assert len([order for order in postage(dossier) if order.is_payable(NOW)]) == 1


def test_postage_goes_back_of_a_dossier_that_ended_before_anything_was_sent(
    world, citizen, dossier
):
    choose(citizen, dossier)
    pay(world, dossier)
    withdraw(actor=citizen, dossier_id=dossier.pk, reason="", now=NOW)
    world.settle()
    assert refunds(dossier) == [(18_000, "asked")]


def test_who_fetches_a_lost_result_gets_the_postage_back(world, citizen, dossier):
    choose(citizen, dossier)
    pay(world, dossier)
    world.finish(dossier)
    carried(dossier, "carry", "lose")
    world.settle()
    assert refunds(dossier) == [], "it is to be sent again"
    return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    world.settle()
    assert refunds(dossier) == [(18_000, "asked")]


@pytest.mark.parametrize("words", [("carry", "deliver"), ("carry", "refuse", "bring_back")])
def test_what_the_post_carried_is_paid_for(world, citizen, dossier, words):
    choose(citizen, dossier)
    pay(world, dossier)
    world.finish(dossier)
    carried(dossier, *words)
    world.settle()
    if state(dossier) == "finished":
        return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    world.settle()
    assert state(dossier) == "returned"
    assert refunds(dossier) == []


def test_what_was_never_paid_is_not_sent_back(world, citizen, dossier):
    choose(citizen, dossier)
    withdraw(actor=citizen, dossier_id=dossier.pk, reason="", now=NOW)
    world.settle()
    assert refunds(dossier) == []

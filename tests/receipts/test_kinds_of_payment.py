"""Receipts of money that comes in parts, goes back in part, or is taken back by a bank."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.payers import payers_of
from motcua.identity.models import Organisation
from motcua.kernel import outbox
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import ask_part, hear, renew_order, send_refund
from motcua.payments.base import Word
from motcua.receipts.actions import sweep
from motcua.receipts.base import Payer
from motcua.receipts.enums import Kind, Standing
from motcua.receipts.models import Due, Receipt
from motcua.receipts.queries import receipts_of_order
from motcua.receipts.queries.papers import receipt_xml
from motcua.receipts.queries.proving import proof_of
from tests.cast import NOW, RESIDENCE
from tests.payments.bank import agency
from tests.payments.test_closing import Generous
from tests.receipts.making import receipt_of, series, unpaid, with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    found = agency()
    with_key(found)
    series(found)
    return found


def told(order, number, amount, *, kind="received", provider="bank", original=""):
    word = Word(
        f"evt-{number}", kind, f"payment.{kind}", order.reference, amount, number, original=original
    )
    hear(provider=provider, word=word, body=b"{}", now=NOW)


def drained():
    while not outbox.drain(now=NOW).idle:
        pass


def sound(office, kept):
    proof = proof_of(office.pk, 2026)
    assert proof.is_sound, proof
    assert (proof.kept, proof.in_force) == (kept, kept)


def test_an_order_paid_by_two_methods_has_one_receipt_that_names_both(office):
    order = unpaid(office, 20_000)
    told(order, "FT1", 12_000)
    drained()
    assert not Due.objects.exists()
    told(order, "WL1", 8_000, provider="wallet")
    drained()
    receipt = receipt_of(order)
    assert (receipt.amount, receipt.paid_by) == (20_000, "bank+wallet")
    assert b"<HTTToan>bank+wallet</HTTToan>" in receipt_xml(receipt)
    sweep(actor=SYSTEM, now=NOW)
    assert Receipt.objects.count() == 1
    sound(office, 20_000)


def test_a_refund_of_one_of_two_methods_adjusts_the_receipt_once(office):
    order = unpaid(office, 20_000)
    told(order, "FT1", 12_000)
    told(order, "WL1", 8_000, provider="wallet")
    drained()
    receipt_of(order)
    source = ("bank", "FT1")
    back = ask_part(
        actor=SYSTEM, order_id=order.pk, source=source, amount=5_000, reason="x", now=NOW
    )
    drained()
    sound(office, 20_000)  # asked, not yet sent: the receipt says what was kept
    send_refund(actor=SYSTEM, refund_id=back.pk, gateway=Generous(), now=NOW)
    drained()
    for _ in range(2):
        sweep(actor=SYSTEM, now=NOW)
    first, new = (held.receipt for held in receipts_of_order(order.pk))
    assert (new.kind, new.amount, new.effect, new.follows) == (
        Kind.ADJUSTMENT,
        15_000,
        -5_000,
        first,
    )
    assert new.in_words == "Mười lăm nghìn đồng"
    sound(office, 15_000)


def test_a_chargeback_cancels_the_receipt_and_paying_again_issues_another(office):
    order = unpaid(office, 20_000)
    told(order, "FT1", 20_000)
    drained()
    receipt_of(order)
    told(order, "FT9", 20_000, kind="charged_back", original="FT1")
    drained()
    sweep(actor=SYSTEM, now=NOW)
    old, gone = receipts_of_order(order.pk)
    assert (old.standing, gone.receipt.kind) == (Standing.CANCELLED, Kind.CANCELLATION)
    sound(office, 0)


def test_a_debt_paid_again_in_part_has_receipts_of_what_came_and_none_over_nothing(office):
    order = unpaid(office, 20_000)
    told(order, "FT1", 20_000)
    drained()
    receipt_of(order)
    told(order, "CB1", 5_000, kind="charged_back", original="FT1")
    until = NOW + timedelta(days=5)
    fresh = renew_order(actor=SYSTEM, order_id=order.pk, expires_at=until, now=NOW)
    told(fresh, "FT2", 5_000)
    drained()
    # The later one's is issued before the elder's has followed its money.
    assert receipt_of(fresh).amount == 5_000
    sweep(actor=SYSTEM, now=NOW)
    last = {due.order_id: due.latest.amount for due in Due.objects.select_related("latest")}
    assert last == {order.pk: 15_000, fresh.pk: 5_000}
    sound(office, 20_000)


def test_money_that_was_taken_back_and_came_again_for_the_same_order_has_a_receipt_again(office):
    order = unpaid(office, 20_000)
    told(order, "FT1", 20_000)
    drained()
    receipt_of(order)
    told(order, "CB1", 20_000, kind="charged_back", original="FT1")
    drained()
    sweep(actor=SYSTEM, now=NOW)
    told(order, "FT2", 20_000)
    drained()
    sweep(actor=SYSTEM, now=NOW)
    kinds = [held.receipt.kind for held in receipts_of_order(order.pk)]
    assert kinds == [Kind.ORIGINAL, Kind.CANCELLATION, Kind.REPLACEMENT]
    sound(office, 20_000)


def test_a_receipt_is_the_applicants_whoever_paid_by_link_and_an_organisations_with_its_code(world):
    dossier = world.file(RESIDENCE)
    assert payers_of([dossier.pk]) == {dossier.pk: Payer(dossier.applicant_name)}
    company = Organisation.objects.create(
        name="Công ty Thử", tax_code="0100109106", representative=dossier.person
    )
    Dossier.objects.filter(pk=dossier.pk).update(organisation=company)
    assert payers_of([0, dossier.pk]) == {dossier.pk: Payer("Công ty Thử", "0100109106")}

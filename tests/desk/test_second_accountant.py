"""What one accountant proposes is news to the others, who may agree, and leads them there."""

from __future__ import annotations

import pytest

from motcua.agencies.actions.officials import post_official
from motcua.kernel.actors import SYSTEM
from motcua.notifications.models import OfficialNotice
from motcua.payments.actions import hear
from motcua.payments.actions.returning import Wanted, propose_refund
from motcua.payments.actions.settling import Proposal, propose_settlement
from motcua.payments.base import Word
from motcua.payments.models import LedgerTransaction
from motcua.receipts.actions import ask_correction
from motcua.receipts.actions.correcting import Wish
from motcua.receipts.enums import Kind
from tests.cast import NOW, SINCE
from tests.desk.test_takings import pay
from tests.receipts.making import paid, receipt_of, series


@pytest.fixture
def second(world):
    """A head who keeps the ward's books as well."""
    official, unit = world.accounts["head"].official, world.ward.units.get(code="MC")
    role = {"unit": unit, "role": "accountant", "now": NOW, "valid_from": SINCE}
    post_official(actor=SYSTEM, official=official, **role)
    return official


def refund(world):
    bill = pay(world.ward, "a", 20_000, now=NOW)
    wanted = Wanted(bill.pk, "bank", "FTa", 8_000, "Nộp nhầm.")
    propose_refund(actor=world.actor("accountant"), wanted=wanted, now=NOW)
    return "hoàn tiền"


def unclear(world):
    bill = pay(world.ward, "a", 5_000, now=NOW)
    word = Word("evt-9", "received", "transfer.received", bill.reference, 700, "FT9")
    hear(provider="bank", word=word, body=b"{}", now=NOW)
    booking = LedgerTransaction.objects.get(key="bank:FT9")
    proposal = Proposal(booking.pk, "", "Chuyển thừa.")
    propose_settlement(actor=world.actor("accountant"), proposal=proposal, now=NOW)
    return "tiền chưa rõ"


def correction(world):
    series(world.ward)
    receipt = receipt_of(paid(world.ward, 30_000))
    wish = Wish(Kind.CANCELLATION, "Cấp nhầm")
    by = {"actor": world.actor("accountant"), "now": NOW}
    ask_correction(**by, receipt_id=receipt.public_id, wish=wish)
    return "biên lai"


@pytest.mark.parametrize("proposed", [refund, unclear, correction])
def test_a_proposal_is_told_to_the_others_and_leads_to_its_page(desk_of, world, second, proposed):
    word = proposed(world)
    notice = OfficialNotice.objects.get()
    assert notice.official_id == second.pk, "and nobody else: not who proposed it"
    desk = desk_of("head").open("notices")
    assert word in desk.text
    assert "chờ người thứ hai đồng ý" in desk.text
    desk.response = desk.client.get(desk.at("notice", notice.public_id))
    assert desk.follow().status == 200

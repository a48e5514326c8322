"""Procedures whose fees fall due at a turn of a test's choice, and what tests do with orders."""

from __future__ import annotations

from motcua.kernel.actors import SYSTEM
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.models import Message
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.enums import OrderState
from motcua.payments.queries import orders_of
from motcua.procedures import queries as catalogue
from motcua.procedures.actions import OfferingFacts, open_offering, publish_pack
from motcua.procedures.base.loading import content_of, pack_folders, pack_from, read_pack
from tests.cast import BUSINESS, ROLES, SINCE
from tests.procedures.every_kind import text

LATER = "9.000002"
LATE_BIRTH = {
    "child_birth_date": "2026-05-02",
    "fee_group": "poor",
    "wants_copies": True,
    "copies": 2,
}


def let_in_due(world, *fees):
    """Let the ward take a procedure like the business's with fees `(code, due, amount)`.

    Where they do not hold all the time, with since when and until when they do.
    """
    (folder,) = (folder for folder in pack_folders() if folder.name == BUSINESS)
    content = content_of(read_pack(folder)) | {"code": LATER}
    for way in content["channels"]:
        way["fees"] = [
            {
                "code": code,
                "name": text(f"Lệ phí {code}"),
                "amount": amount,
                "basis": "Nghị quyết 9",
                "due": due,
                "valid_from": stretch[0] if stretch else "2025-01-01",
                "valid_to": stretch[1] if stretch else None,
            }
            for code, due, amount, *stretch in fees
        ]
    publish_pack(actor=SYSTEM, pack=pack_from(content), valid_from=SINCE, now=world.now)
    like = catalogue.offering(world.offerings[BUSINESS])
    offering = open_offering(
        actor=SYSTEM,
        agency=world.ward,
        procedure_code=LATER,
        facts=OfferingFacts({role: like.unit_of(role).id for role in ROLES}),
        opened_from=SINCE,
        now=world.now,
    )
    world.offerings[LATER] = offering.pk


def open_in(dossier):
    """Give a dossier's orders that wait for money, by key without its number."""
    found = orders_of("dossier", dossier.pk)
    return {
        order.key.removeprefix(f"dossier:{dossier.pk}:"): order
        for order in found
        if order.state == OrderState.OPEN
    }


def pay(world, order, now=None):
    """Let the bank say that an order was paid, and what follows be done."""
    word = Word(
        event_id=f"e-{order.pk}",
        kind="received",
        name="transfer.received",
        reference=order.reference,
        amount=order.amount,
        transaction=f"FT{order.pk}",
    )
    hear(provider="bank", word=word, body=b"{}", now=now or world.now)
    world.settle(now)


def told(template):
    """Give the letters written for an occasion."""
    letters = map(letter_of, Message.objects.filter(template=template, medium="email"))
    return [letter.text.replace("\xa0", " ") for letter in letters]

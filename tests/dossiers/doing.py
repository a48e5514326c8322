"""What tests of handling do with a dossier again and again."""

from __future__ import annotations

from datetime import datetime

from motcua.dossiers import actions
from motcua.kernel.clock import ZONE
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.queries import orders_of
from tests.cast import PDF, RESIDENCE


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def pay(dossier, now):
    order = orders_of("dossier", dossier.pk)[0]
    word = Word("evt", "received", "transfer.received", order.reference, order.amount, "FT1")
    hear(provider="bank", word=word, body=b"{}", now=now)


def residence(world, now=None):
    """File a permanent residence by somebody who is not exempt from the fee, and pay it."""
    for seed in range(30):
        dossier = world.file(RESIDENCE, key=f"residence-{seed}", seed=seed, now=now)
        if dossier.fee_at_filing:
            break
    world.settle()
    pay(dossier, world.now)
    world.settle()
    dossier.refresh_from_db()
    return dossier


def ask(world, dossier, codes=None, who="receptionist", now=None):
    codes = codes or [dossier.papers.first().code]
    items = [actions.SupplementItem("paper", code, "Ảnh mờ.") for code in codes]
    return actions.ask_supplement(
        actor=world.actor(who), dossier_id=dossier.pk, items=items, now=now or world.now
    )


def complete(world, dossier, content=b"2", now=None):
    return actions.answer_supplement(
        actor=world.actor("citizen"),
        dossier_id=dossier.pk,
        answers={},
        uploads={dossier.papers.first().code: [world.upload(content=PDF + content).public_id]},
        now=now or world.now,
    )

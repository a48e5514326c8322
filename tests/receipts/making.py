"""Paid orders, series and receipts for the tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from motcua.agencies.models import Agency
from motcua.kernel import outbox
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.clock import civil_date
from motcua.payments.actions import OrderFacts, OrderLine, hear, open_order
from motcua.payments.base import Word
from motcua.payments.models import Order
from motcua.receipts.actions import SeriesFacts, issue_receipt, open_series, write_papers
from motcua.signatures.actions import issue_agency_certificate, make_demo_authority
from tests.cast import NOW

TAX_CODE = "0100109106"
_numbers = count(1)


def series(agency, *, letters="AA", since=None, dialect="northern", now=NOW):
    facts = SeriesFacts(
        form_symbol="01BLP0-001",
        letters=letters,
        collector_name="Ủy ban nhân dân Phường Thử",
        collector_tax_code=TAX_CODE,
        dialect=dialect,
        valid_from=since or civil_date(now),
    )
    return open_series(actor=SYSTEM, agency_id=agency.pk, facts=facts, now=now)


def with_key(agency, now=NOW):
    make_demo_authority(actor=SYSTEM, now=now)
    return issue_agency_certificate(actor=SYSTEM, agency=Agency.objects.get(pk=agency.pk), now=now)


def unpaid(agency, amount=20_000, now=NOW, subject=("test", 1)):
    number = next(_numbers)
    facts = OrderFacts(
        key=f"{subject[0]}:{subject[1]}:{number}",
        agency_id=agency.pk,
        subject_kind=subject[0],
        subject_id=subject[1],
        procedure="1.004222",
        channel="online",
        description="Lệ phí đăng ký thường trú",
        lines=(OrderLine("fee", {"vi": "Lệ phí đăng ký thường trú"}, amount),),
        expires_at=now + timedelta(days=10),
    )
    return open_order(actor=SYSTEM, facts=facts, now=now)


def arrive(order, now=NOW, provider="bank"):
    """Let the money of an order come."""
    number = next(_numbers)
    word = Word(
        f"evt-{number}",
        "received",
        "transfer.received",
        order.reference,
        order.amount,
        f"FT{number}",
    )
    hear(provider=provider, word=word, body=b"{}", now=now)


def paid(agency, amount=20_000, now=NOW, subject=("test", 1)):
    order = unpaid(agency, amount, now, subject)
    arrive(order, now)
    while not outbox.drain(now=now).idle:
        pass
    return Order.objects.get(pk=order.pk)


def receipt_of(order, now=NOW):
    return issue_receipt(actor=SYSTEM, order_id=order.pk, now=now)


def written(order, now=NOW):
    receipt = receipt_of(order, now)
    write_papers(receipt_id=receipt.pk, now=now)
    return receipt


def accountant(number, agency):
    return Actor("official", official_id=number, powers=(Power("accountant", agency.pk),))

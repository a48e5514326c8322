"""Rates that change at the turn of the year, between draft, filing and payment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState
from motcua.dossiers.models import Dossier
from motcua.kernel.clock import ZONE, civil_date
from motcua.payments.models import LedgerEntry
from motcua.payments.queries import orders_of
from tests.dossiers.fees import LATER, let_in_due, open_in, pay

pytestmark = pytest.mark.django_db
EVE = datetime(2026, 12, 31, 23, 59, 59, tzinfo=ZONE)
MIDNIGHT = EVE + timedelta(seconds=1)
OLD, NEW = 10_000, 15_000


@pytest.fixture
def rates(world):
    let_in_due(
        world,
        ("cu", "at-filing", OLD, "2025-01-01", "2027-01-01"),
        ("moi", "at-filing", NEW, "2027-01-01", None),
        ("tra-cu", "at-return", OLD, "2025-01-01", "2027-01-01"),
        ("tra-moi", "at-return", NEW, "2027-01-01", None),
    )
    return world


def filed(world, now):
    dossier = world.file(LATER, now=now)
    world.settle(now)
    return dossier


def test_the_second_of_filing_says_which_rates_hold(rates):
    assert filed(rates, EVE).fee_at_filing == OLD


def test_what_was_begun_by_the_old_rates_and_filed_after_midnight_costs_the_new(rates):
    filing = rates.filing(LATER, now=EVE)
    done = actions.submit(actor=rates.actor("citizen"), filing=filing, key="key-0001", now=MIDNIGHT)
    dossier = Dossier.objects.get(pk=done.dossier_id)
    assert [line["code"] for line in dossier.fee_lines] == ["moi", "tra-moi"]
    assert {line["day"] for line in dossier.fee_lines} == {"2027-01-01"}


def test_what_was_fixed_stays_when_it_is_paid_next_year_or_its_code_is_renewed(rates):
    dossier = filed(rates, EVE)
    later = EVE + timedelta(days=11)
    order = actions.open_due_order(actor=rates.actor("citizen"), dossier_id=dossier.pk, now=later)
    assert (order.amount, len(orders_of("dossier", dossier.pk))) == (OLD, 2)
    pay(rates, order, later)
    dossier.refresh_from_db()
    assert dossier.fee_state == FeeState.PAID
    days = {
        civil_date(row.transaction.booked_at)
        for row in LedgerEntry.objects.filter(transaction__order=order).select_related(
            "transaction"
        )
    }
    assert days == {later.date()}


def test_what_falls_due_at_return_next_year_is_what_was_fixed_at_filing(rates):
    dossier = filed(rates, EVE)
    pay(rates, *open_in(dossier).values(), EVE)
    dossier = rates.receive(dossier, MIDNIGHT + timedelta(days=3, hours=9))
    finished = rates.finish(dossier, MIDNIGHT + timedelta(days=3, hours=10))
    rates.settle(MIDNIGHT + timedelta(days=3, hours=10))
    assert open_in(finished)["at-return"].amount == OLD

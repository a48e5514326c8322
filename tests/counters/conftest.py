"""Counters of the cast's ward, with two clerks and two kinds of service."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.agencies.actions import appoint_official, post_official
from motcua.agencies.actions.counters import open_counter
from motcua.agencies.actions.officials import OfficialFacts
from motcua.agencies.models import Unit
from motcua.counters import actions
from motcua.counters.queries.knowing import Who
from motcua.identity.actions import open_official_account
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from tests.cast import BUSINESS, SINCE


class Office:
    """The one-door office of the ward: two counters, two clerks, two kinds of service."""

    def __init__(self, world):
        self.world, self.now = world, world.now
        self.unit = Unit.objects.get(agency=world.ward, code="MC")
        self.one, self.two = (
            open_counter(actor=SYSTEM, unit=self.unit, code=str(n), name=f"Quầy {n}", now=self.now)
            for n in (1, 2)
        )
        self.status, self.land = (
            actions.open_kind(
                actor=SYSTEM, unit=self.unit, prefix=prefix, name=name, minutes=10, now=self.now
            )
            for prefix, name in (("A", "Hộ tịch"), ("B", "Đất đai"))
        )
        world.accounts["second"] = self._second()

    def _second(self):
        official = appoint_official(
            actor=SYSTEM,
            agency=self.world.ward,
            facts=OfficialFacts("second", "Cán bộ thứ hai", email="second@co-quan.example"),
            now=self.now,
            valid_from=SINCE,
        )
        post_official(
            actor=SYSTEM,
            official=official,
            unit=self.unit,
            role="receptionist",
            now=self.now,
            valid_from=SINCE,
        )
        return open_official_account(
            actor=SYSTEM, official=official, email="second@co-quan.example", now=self.now
        )

    def take_bookings(self, places):
        """Let so many book each half hour, from today on."""
        actions.plan_booking(
            actor=SYSTEM,
            kind=self.status,
            valid_from=civil_date(self.now),
            minutes=30,
            places=places,
            now=self.now,
        )

    def actor(self, name="receptionist"):
        return self.world.actor(name)

    def take(self, kind=None, *, key, minute=0, priority=""):
        return actions.take_ticket(
            actor=SYSTEM,
            kind_id=(kind or self.status).public_id,
            key=key,
            priority=priority,
            now=self.now + timedelta(minutes=minute),
        )

    def open(self, name="receptionist", counter=None):
        counter = counter or self.one
        return actions.open_shift(actor=self.actor(name), counter_id=counter.pk, now=self.now)

    def next(self, name="receptionist", counter=None):
        counter = counter or self.one
        return actions.call_next(actor=self.actor(name), counter_id=counter.pk, now=self.now)


@pytest.fixture
def office(world):
    """The ward's one-door office."""
    return Office(world)


@pytest.fixture
def filing(office):
    """Somebody being filed for at counter 1."""
    office.open()
    return actions.start_filing(
        actor=office.actor(),
        counter_id=office.one.pk,
        offering_id=office.world.offerings[BUSINESS],
        who=Who(full_name="Lê Văn Cả"),
        now=office.now,
    )

"""Outages as two administrators declare them, for the tests of clocks and of paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from motcua.agencies.actions import appoint_official, post_official
from motcua.agencies.actions.officials import OfficialFacts
from motcua.dossiers.actions.outage_clocks import carry_out_outages
from motcua.dossiers.actions.outages import (
    OutageFacts,
    agree_to_outage,
    ask_outage,
    end_outage,
)
from motcua.dossiers.models import Outage
from motcua.identity.actions import open_official_account
from motcua.identity.queries import actor_for
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import ZONE
from tests.cast import SINCE

FIRE = "Cháy phòng máy chủ"
BASIS = "Quyết định 12/QĐ-UBND"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.fixture
def second(world):
    """A second administrator of the ward."""
    facts = OfficialFacts("second", "Cán bộ thứ hai")
    official = appoint_official(
        actor=SYSTEM, agency=world.ward, facts=facts, now=world.now, valid_from=SINCE
    )
    unit = world.ward.units.get(code="LD")
    role = {"unit": unit, "role": "administrator", "valid_from": SINCE}
    post_official(actor=SYSTEM, official=official, now=world.now, **role)
    account = open_official_account(
        actor=SYSTEM, official=official, email="second@co-quan.example", now=world.now
    )
    return actor_for(account, world.now)


@pytest.fixture
def declare(world, second):
    """Have two administrators declare an outage, and carry it out."""

    def declared(start, *, now=None, units=(), carry_out=True):
        now = at(now or start)
        facts = OutageFacts(FIRE, BASIS, at(start), units)
        asked = ask_outage(
            actor=world.actor("administrator"), agency_id=world.ward.pk, facts=facts, now=now
        )
        agree_to_outage(actor=second, public_id=asked.public_id, now=now)
        forget_all()
        if carry_out:
            carry_out_outages(now=now)
        return Outage.objects.get(pk=asked.pk)

    return declared


@pytest.fixture
def end(world):
    def ended(outage, when, *, now=None):
        moment = at(now or when)
        end_outage(
            actor=world.actor("administrator"),
            public_id=outage.public_id,
            ended_at=at(when),
            now=moment,
        )
        forget_all()
        carry_out_outages(now=moment)
        outage.refresh_from_db()
        return outage

    return ended

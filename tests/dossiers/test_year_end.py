"""Drill: the node's clock goes over the turn of the year, in the civil time of Viet Nam."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import ZONE, civil
from tests.cast import BUSINESS

pytestmark = pytest.mark.drill

_present = datetime(2026, 12, 31, 2, 0, tzinfo=UTC)


def present() -> datetime:
    """Be the node's clock: the setting `CLOCK` names this."""
    return _present


@pytest.fixture
def turn_to(settings, monkeypatch):
    """Set the node's clock to a civil time."""
    settings.CLOCK = f"{__name__}.present"

    def turn(text):
        moment = datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)
        monkeypatch.setattr(f"{__name__}._present", moment)
        forget_all()
        return clock.now()

    return turn


def filed(world, number, now):
    return world.file(BUSINESS, key=f"year-end-{number}", seed=number, now=now)


def settled(world, dossier, now):
    """Take the fee as paid: what is tried here is the calendar."""
    Dossier.objects.filter(pk=dossier.pk).update(fee_state="paid")
    return world.receive(dossier, now=now)


def test_codes_begin_at_one_at_midnight_of_the_civil_year(world, turn_to):
    before = [filed(world, number, turn_to("2026-12-31T23:59:59")) for number in (1, 2)]
    after = [filed(world, number, turn_to("2027-01-01T00:00:00")) for number in (3, 4)]

    assert [each.code for each in before] == ["H26.101-261231-0001", "H26.101-261231-0002"]
    assert [each.code for each in after] == ["H26.101-270101-0001", "H26.101-270101-0002"]


def test_due_times_go_over_the_holiday_and_slips_begin_at_one(world, turn_to):
    eve = turn_to("2026-12-31T10:00:00")
    old = [settled(world, filed(world, number, eve), eve) for number in (1, 2)]
    monday = turn_to("2027-01-04T08:00:00")
    new = settled(world, filed(world, 3, monday), monday)

    # Three working days: Friday 1 January is a holiday, 2 and 3 January are a weekend.
    assert f"{civil(old[0].due_at):%d/%m/%Y %H:%M}" == "06/01/2027 17:00"
    assert f"{civil(new.due_at):%d/%m/%Y %H:%M}" == "07/01/2027 17:00"
    receipts = [each.slips.get(form="01") for each in (*old, new)]
    slips = [(each.year, each.number) for each in receipts]
    assert slips == [(2026, 1), (2026, 2), (2027, 1)]


def test_the_register_of_results_begins_at_one(world, turn_to):
    days = ("2026-12-31T09:00:00", "2027-01-04T09:00:00")
    dossiers = [filed(world, number, turn_to(day)) for number, day in enumerate(days, 1)]

    numbers = []
    for day, dossier in zip(days, dossiers, strict=True):
        now = turn_to(day)
        numbers.append(world.finish(settled(world, dossier, now), now).result.number)

    assert [each.split("/")[:2] for each in numbers] == [["01", "2026"], ["01", "2027"]]

"""The made-up ward has booked times: come to, missed, today's, and those ahead."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest

from motcua.agencies.models import Unit
from motcua.counters import actions
from motcua.counters.enums import TicketState
from motcua.counters.models import Booking, Shift, Ticket
from motcua.demo.history.bookings import let_people_book, play_bookings
from motcua.identity.models import Account, Person
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import ZONE, civil_date
from motcua.notifications.models import Message
from tests.counters.conftest import Office

pytestmark = pytest.mark.django_db
PARTS = ("citizen", "receptionist", "administrator")


@pytest.fixture
def office(world, settings, tmp_path):
    """The stage's ward with two kinds to be booked, and many people beside the stage's own."""
    settings.DATA = tmp_path
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    (tmp_path / "demo").mkdir()
    emails = {part: world.accounts[part].email for part in PARTS}
    office = Office(world)
    emails["clerk"] = world.accounts["second"].email
    (tmp_path / "demo" / "accounts.json").write_text(json.dumps(emails))
    for kind in (office.status, office.land):
        actions.plan_booking(
            actor=SYSTEM,
            kind=kind,
            valid_from=civil_date(office.now),
            minutes=30,
            places=2,
            now=office.now,
        )
    for number in range(12):
        person = Person.objects.create(full_name=f"Người {number}", is_invented=True)
        Account.objects.create(
            email=f"dan-{number}@dan.example", person=person, joined_at=office.now
        )
    return office


def noon(office, days):
    """Give a quarter past ten of a working day some weeks on."""
    day = civil_date(office.now) + timedelta(days=days)
    return datetime.combine(day, time(10, 15), ZONE)


def test_past_ones_came_or_not_and_today_and_the_next_days_have_some(office, world):
    now = noon(office, 20)
    assert now.weekday() < 5
    for _time in range(2):
        let_people_book(now)
    midnight = datetime.combine(civil_date(now), time(0), ZONE)
    gone = Booking.objects.filter(starts_at__lt=midnight)
    assert set(gone.values_list("state", flat=True)) == {"came", "missed"}
    today = Booking.objects.filter(
        starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=1)
    )
    assert today.filter(state="came").exists()
    assert today.filter(state="booked", starts_at__gt=now).exists()
    ahead = Booking.objects.filter(starts_at__gte=midnight + timedelta(days=1))
    assert {"booked", "cancelled"} == set(ahead.values_list("state", flat=True))
    own = Booking.objects.get(account=world.accounts["citizen"])
    assert now < own.starts_at <= now + timedelta(hours=1), "to be used on the first day"
    served = Ticket.objects.filter(day__lt=now.date())
    assert set(served.values_list("state", flat=True)) == {TicketState.SERVED}
    assert not Shift.objects.filter(closed_at=None).exists()
    assert not Message.objects.exists()


def test_another_day_lets_the_holders_come_and_leaves_the_stages_own_alone(office, world):
    now = noon(office, 20)
    let_people_book(now)
    later = now + timedelta(days=1)
    before = Booking.objects.filter(state="booked", starts_at__lt=later)
    pending = before.exclude(account=world.accounts["citizen"]).count()
    many = Booking.objects.count()
    play_bookings(later)
    left = Booking.objects.filter(state="booked", starts_at__lt=later)
    assert left.exclude(account=world.accounts["citizen"]).count() < pending
    assert left.filter(account=world.accounts["citizen"]).exists()
    assert Booking.objects.count() > many


def test_a_ward_without_a_one_door_office_is_left_alone(office):
    Unit.objects.filter(pk=office.unit.pk).update(code="XX")
    let_people_book(noon(office, 20))
    assert not Booking.objects.exists()

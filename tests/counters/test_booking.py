"""Booked times: a place each, moved and cancelled, called at their time, never given twice."""

from __future__ import annotations

import threading
import time as machine
from datetime import time, timedelta

import pytest
from django.db import connection, transaction

from motcua.agencies.actions.calendar import DayFacts, set_calendar_day
from motcua.counters import actions
from motcua.counters.actions.booking_closed import call_off_closed
from motcua.counters.actions.booking_notices import miss_bookings, remind_booked
from motcua.counters.base import booking_rule_on
from motcua.counters.enums import BookingState
from motcua.counters.errors import (
    BookedAlready,
    BookingOver,
    CodeRefused,
    CounterNotFound,
    NotToday,
    SlotFull,
)
from motcua.counters.models import Booking, Ticket
from motcua.counters.queries import waiting_at
from motcua.counters.queries.booking import days_to_book, kinds_booked
from motcua.identity.models import Account
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import ZONE, civil_date
from motcua.kernel.errors import DomainError, NotAllowed
from motcua.kernel.models import AuditRow
from motcua.notifications.models import Message
from tests.cast import BUSINESS

pytestmark = pytest.mark.django_db


class Diary:
    """The diary of the ward's office: times of half an hour, two places each."""

    def __init__(self, office, places=2):
        self.office, self.now = office, office.now
        self.kind = office.status
        self.plan(places)

    def plan(self, places, ahead=0, minutes=30, kind=None):
        return actions.plan_booking(
            actor=SYSTEM,
            kind=kind or self.kind,
            valid_from=civil_date(self.now) + timedelta(days=ahead),
            minutes=minutes,
            places=places,
            now=self.now,
        )

    def times(self, day=1, now=None):
        """Give the times of the day-th day that has any."""
        days = days_to_book(self.kind, now or self.now)
        return [slot.starts_at for slot in list(days.values())[day]]

    def left(self, moment):
        day = days_to_book(self.kind, self.now)[civil_date(moment)]
        return next(slot.left for slot in day if slot.starts_at == moment)

    def book(self, moment, name="citizen", key="press", now=None, kind=None):
        return actions.book(
            actor=name if isinstance(name, Actor) else self.office.actor(name),
            kind_id=(kind or self.kind).public_id,
            offering_id=self.office.world.offerings[BUSINESS],
            starts_at=moment,
            key=key,
            now=now or self.now,
        )

    def come(self, booking, minutes=0, code=None):
        """Come so many minutes after the booked time."""
        return actions.check_in(
            actor=SYSTEM,
            unit_id=self.office.unit.pk,
            code=code or booking.code,
            now=booking.starts_at + timedelta(minutes=minutes),
        )


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"


def told():
    return Message.objects.filter(template="booking").latest("pk").context


@pytest.fixture
def diary(office):
    """The diary of the ward's office."""
    return Diary(office)


def test_times_lie_within_working_hours_and_on_no_day_off(diary):
    days = days_to_book(diary.kind, diary.now)
    assert {day.weekday() for day in days} <= set(range(5))
    first = next(iter(list(days.values())[1]))
    assert first.starts_at.astimezone(ZONE).time() == time(7, 30) or first.starts_at > diary.now
    clocks = {slot.starts_at.astimezone(ZONE).time() for day in days.values() for slot in day}
    assert not any(time(11, 30) <= one < time(13) for one in clocks)
    ahead = booking_rule_on(civil_date(diary.now)).days_ahead
    assert max(days) <= civil_date(diary.now) + timedelta(days=ahead)


def test_one_press_books_one_place_and_its_holder_is_told(diary):
    at = diary.times()[0]
    booking = diary.book(at)
    assert diary.book(at).pk == booking.pk
    assert diary.left(at) == 1
    assert AuditRow.objects.filter(action="counters.book").count() == 1
    assert told()["code"] == booking.code
    assert Message.objects.filter(template="booking").count() == 1


def test_a_time_whose_places_are_gone_takes_nobody_more(diary):
    at = diary.times()[0]
    diary.plan(1)
    diary.book(at)
    with pytest.raises(SlotFull):
        diary.book(at, "relative")


def strangers(number, now):
    """Give so many citizens."""
    accounts = [
        Account.objects.create(email=f"nguoi-{one}@example.org", joined_at=now)
        for one in range(number)
    ]
    return [Actor(kind="citizen", account_id=account.pk) for account in accounts]


def at_once(row, *acts):
    """Let people act on connections of their own, all waiting for a row before any goes on.

    Give what each got, refusals too.
    """
    got = []

    def press(act):
        try:
            got.append(act())
        except DomainError as refusal:
            got.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    with transaction.atomic():
        type(row).objects.select_for_update().get(pk=row.pk)
        for one in threads:
            one.start()
        _until_waiting(len(acts))
    for one in threads:
        one.join()
    return got


def _until_waiting(number):
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] == number:
                return
        machine.sleep(0.05)
    raise AssertionError(f"{number} do not wait")


def refusals(got):
    return [one for one in got if isinstance(one, DomainError)]


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_for_the_last_place_and_one_of_them_has_it(diary):
    diary.plan(1)
    at = diary.times()[0]
    people = strangers(20, diary.now)
    got = at_once(diary.kind, *(lambda one=one: diary.book(at, one) for one in people))
    assert [type(one) for one in refusals(got)] == [SlotFull] * 19
    assert Booking.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_books_the_last_place_and_another_moves_there_and_one_of_them_has_it(diary):
    diary.plan(1)
    at, other = diary.times()[:2]
    mine, others = strangers(2, diary.now)
    booked = diary.book(other, others)
    move = {"actor": others, "booking_id": booked.public_id, "starts_at": at, "now": diary.now}
    got = at_once(diary.kind, lambda: diary.book(at, mine), lambda: actions.move_booking(**move))
    assert [type(one) for one in refusals(got)] == [SlotFull]
    assert Booking.objects.filter(starts_at=at).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_at_two_windows_has_no_more_bookings_than_one_may(diary):
    kinds = [diary.office.status, diary.office.land]
    kinds += [
        actions.open_kind(
            actor=SYSTEM,
            unit=diary.office.unit,
            prefix=prefix,
            name=prefix,
            minutes=10,
            now=diary.now,
        )
        for prefix in "CDE"
    ]
    for kind in kinds:
        diary.plan(2, kind=kind)
    (citizen,) = strangers(1, diary.now)
    times = diary.times()
    account = Account.objects.get(pk=citizen.account_id)
    presses = [
        lambda kind=kind, at=at: diary.book(at, citizen, key=kind.prefix, kind=kind)
        for kind, at in zip(kinds, times, strict=False)
    ]
    got = at_once(account, *presses)
    most = booking_rule_on(civil_date(diary.now)).most_open
    assert [type(one) for one in refusals(got)] == [BookedAlready] * (len(kinds) - most)
    assert Booking.objects.count() == most


@pytest.mark.django_db(transaction=True)
def test_one_person_at_two_windows_is_not_at_two_counters_at_once(diary):
    diary.plan(2, kind=diary.office.land, minutes=20)
    (citizen,) = strangers(1, diary.now)
    at = diary.times()[0]
    account = Account.objects.get(pk=citizen.account_id)
    got = at_once(
        account,
        lambda: diary.book(at, citizen, key="a"),
        lambda: diary.book(at + timedelta(minutes=20), citizen, key="b", kind=diary.office.land),
    )
    assert [type(one) for one in refusals(got)] == [BookedAlready]
    assert Booking.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_code_typed_at_the_kiosk_and_told_at_the_counter_at_once_gives_one_number(diary):
    booking = diary.book(diary.times()[0])
    got = at_once(booking, *(lambda: diary.come(booking, minutes=-5) for _ in range(4)))
    assert refusals(got) == []
    assert {ticket.pk for ticket in got} == {Ticket.objects.get().pk}


def test_a_place_that_is_moved_or_given_back_is_anothers(diary):
    diary.plan(1)
    first, second = diary.times()[:2]
    booking = diary.book(first)
    by = {"actor": diary.office.actor("citizen"), "booking_id": booking.public_id}
    actions.move_booking(**by, starts_at=second, now=diary.now)
    actions.move_booking(**by, starts_at=second, now=diary.now)
    assert (diary.left(first), diary.left(second)) == (1, 0)
    assert AuditRow.objects.filter(action="counters.move_booking").count() == 1
    actions.cancel_booking(**by, now=diary.now)
    actions.cancel_booking(**by, now=diary.now)
    assert diary.left(second) == 1
    assert AuditRow.objects.filter(action="counters.cancel_booking").count() == 1
    with pytest.raises(BookingOver):
        actions.move_booking(**by, starts_at=first, now=diary.now)


def test_nobody_is_at_two_counters_at_once_or_holds_many_times(diary):
    times, land = diary.times(), diary.office.land
    diary.plan(2, kind=land, minutes=20)
    booking = diary.book(times[0], key="a")
    assert booking.ends_at - booking.starts_at == timedelta(minutes=30)
    with pytest.raises(BookedAlready):
        diary.book(times[0], key="b")
    with pytest.raises(BookedAlready):
        diary.book(times[0] + timedelta(minutes=20), key="b", kind=land)
    most = booking_rule_on(civil_date(diary.now)).most_open
    for number in range(1, most):
        diary.book(times[number], key=str(number))
    with pytest.raises(BookedAlready):
        diary.book(times[most], key="more")


def test_a_booking_is_its_holders_and_nobody_elses(diary):
    booking = diary.book(diary.times()[0])
    with pytest.raises(CounterNotFound):
        actions.cancel_booking(
            actor=diary.office.actor("relative"), booking_id=booking.public_id, now=diary.now
        )
    with pytest.raises(NotAllowed):
        diary.book(diary.times()[1], "receptionist")


def test_what_the_office_does_not_receive_is_not_booked(diary):
    with pytest.raises(CounterNotFound):
        actions.book(
            actor=diary.office.actor("citizen"),
            kind_id=diary.kind.public_id,
            offering_id=max(diary.office.world.offerings.values()) + 1000,
            starts_at=diary.times()[0],
            key="a",
            now=diary.now,
        )


def test_a_booked_one_is_called_at_its_time_before_those_who_came_earlier(diary):
    office, booking = diary.office, diary.book(diary.times()[0])
    at = booking.starts_at
    walk_in = [
        actions.take_ticket(
            actor=SYSTEM,
            kind_id=diary.kind.public_id,
            key=str(number),
            priority="elderly" if number else "",
            now=at - timedelta(minutes=40 - number),
        )
        for number in range(3)
    ]
    ticket = diary.come(booking, minutes=-30)
    assert diary.come(booking, minutes=-29).pk == ticket.pk
    assert Ticket.objects.count() == 4
    actions.open_shift(actor=office.actor(), counter_id=office.one.pk, now=at - timedelta(hours=1))

    def call(minutes):
        moment = at + timedelta(minutes=minutes)
        return actions.call_next(actor=office.actor(), counter_id=office.one.pk, now=moment)

    assert call(-20).pk == walk_in[1].pk, "before its time others are called"
    early = waiting_at(office.unit.pk, at - timedelta(minutes=20))
    assert [row.minutes for row in early if row.ticket.pk == ticket.pk] == [20]
    listed = [row.ticket.pk for row in waiting_at(office.unit.pk, at)]
    assert listed[0] == ticket.pk
    assert call(0).pk == ticket.pk
    assert call(1).pk == walk_in[2].pk


def test_whoever_comes_much_too_late_waits_as_all_others_do(diary):
    booking = diary.book(diary.times()[0])
    late = booking_rule_on(civil_date(diary.now)).late_minutes
    assert diary.come(booking, minutes=late + 1).booked_for is None


def test_one_checks_in_on_the_day_at_the_office_and_not_hours_before(diary):
    booking = diary.book(diary.times()[0])
    with pytest.raises(NotToday):
        diary.come(booking, minutes=-60 * 24)
    with pytest.raises(CodeRefused):
        diary.come(booking, code="AAAAAA")
    with pytest.raises(CodeRefused):
        actions.check_in(
            actor=SYSTEM, unit_id=diary.office.unit.pk + 1, code=booking.code, now=diary.now
        )


def test_holders_are_reminded_once_the_day_before_and_again_after_a_move(diary):
    booking = diary.book(diary.times(5)[0])
    before = booking.starts_at - timedelta(hours=20)
    assert remind_booked(now=diary.now) == 0
    assert (remind_booked(now=before), remind_booked(now=before)) == (1, 0)
    assert told()["what"] == "reminded"


def close(diary, moment):
    """Make the day of a moment a day off."""
    facts = DayFacts(civil_date(moment), "off", "Bão số 9", "45/CĐ-UBND")
    agency = diary.office.unit.agency
    set_calendar_day(actor=SYSTEM, agency=agency, facts=facts, now=diary.now)
    forget_all()  # as each process does after a minute


def test_whoever_booked_what_became_a_day_off_is_told_before_he_comes_and_not_reminded(diary):
    booking = diary.book(diary.times(5)[0])
    kept = diary.book(diary.times(6)[0], name="relative", key="other")
    close(diary, booking.starts_at)
    assert call_off_closed(now=booking.starts_at - timedelta(hours=25)) == 0, "the office's act"
    before = booking.starts_at - timedelta(hours=20)
    assert (call_off_closed(now=before), call_off_closed(now=before)) == (1, 0)
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED
    assert told()["what"] == "called-off"
    assert "không làm việc vào giờ này" in told()["said"]["vi"]
    assert AuditRow.objects.filter(action="counters.call_off").count() == 1
    assert remind_booked(now=before) == 0
    kept.refresh_from_db()
    assert kept.state == BookingState.BOOKED


def test_whoever_was_reminded_already_is_told_too(diary):
    booking = diary.book(diary.times(5)[0])
    remind_booked(now=booking.starts_at - timedelta(hours=20))
    close(diary, booking.starts_at)
    assert call_off_closed(now=booking.starts_at - timedelta(hours=2)) == 1
    assert told()["what"] == "called-off"


def test_who_never_came_is_noted_the_day_after(diary):
    booking = diary.book(diary.times()[0])
    assert miss_bookings(now=booking.starts_at + timedelta(hours=1)) == 0
    assert miss_bookings(now=booking.starts_at + timedelta(days=1)) == 1
    booking.refresh_from_db()
    assert booking.state == BookingState.MISSED


def test_a_plan_holds_from_its_day_until_the_next_and_what_was_booked_stands(diary):
    days = days_to_book(diary.kind, diary.now)
    last = max(days)
    booking = diary.book(days[last][0].starts_at)
    diary.plan(0, ahead=(last - civil_date(diary.now)).days)
    days = days_to_book(diary.kind, diary.now)
    assert last not in days
    assert days
    assert kinds_booked(diary.now) == [diary.kind]
    booking.refresh_from_db()
    assert booking.state == BookingState.BOOKED


def test_heads_and_administrators_plan_and_call_off_and_nobody_else(diary):
    world, booking = diary.office.world, diary.book(diary.times()[0])
    said = {"kind": diary.kind, "valid_from": civil_date(diary.now), "now": diary.now}
    with pytest.raises(NotAllowed):
        actions.plan_booking(actor=world.actor("receptionist"), **said, minutes=20, places=3)
    with pytest.raises(CounterNotFound):
        actions.plan_booking(actor=world.actor("outsider"), **said, minutes=20, places=3)
    actions.plan_booking(actor=world.actor("administrator"), **said, minutes=20, places=3)
    off = {"booking_id": booking.public_id, "reason": "Mất điện.", "now": diary.now}
    with pytest.raises(NotAllowed):
        actions.call_off(actor=world.actor("receptionist"), **off)
    actions.call_off(actor=world.actor("administrator"), **off)
    assert "Mất điện." in told()["said"]["vi"]


def test_the_rule_of_bookings_has_its_basis(now):
    rule = booking_rule_on(civil_date(now))
    assert rule.basis


@pytest.mark.parametrize("code", ["a\0b", "\u202e", "", "9" * 5000])
def test_what_is_no_code_is_refused(office, diary, code):
    with pytest.raises(CodeRefused):
        actions.check_in(actor=SYSTEM, unit_id=office.unit.pk, code=code, now=office.now)


def test_a_code_is_read_with_whatever_was_copied_along(diary):
    booking = diary.book(diary.times()[0])
    code = f"\u200b{booking.code[:3]} {booking.code[3:].lower()}\n"
    assert diary.come(booking, code=code).booked_for == booking.starts_at


def test_over_midnight_a_booking_and_a_number_are_of_their_own_day(office, diary):
    """Somebody waits when the day ends: the next day begins with number 1 and nobody of before."""
    booking = diary.book(diary.times()[0])
    late = office.take(key="late")
    midnight = office.now.astimezone(ZONE).replace(hour=0, minute=0) + timedelta(days=1)
    office.open()
    with pytest.raises(NotToday):
        actions.check_in(
            actor=SYSTEM,
            unit_id=office.unit.pk,
            code=booking.code,
            now=midnight - timedelta(seconds=1),
        )
    next_day = actions.take_ticket(
        actor=SYSTEM, kind_id=diary.kind.public_id, key="early", now=midnight
    )
    assert (late.number, next_day.number) == (1, 1)
    assert [one.ticket for one in waiting_at(office.unit.pk, midnight)] == [next_day]


def test_who_came_first_is_called_first_when_the_clock_was_put_back(office):
    first = office.take(key="first", minute=30)
    second = office.take(key="second", minute=0)
    assert (first.number, second.number) == (1, 2)
    office.open()
    assert office.next().pk == first.pk

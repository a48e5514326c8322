"""Twenty at once at counters, provisional numbers, bookings and what people say."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from motcua.counters import actions as counters
from motcua.counters.models import Booking, Comparison, CounterFiling, Scan, ScanPart, Ticket
from motcua.counters.queries.knowing import Who
from motcua.counters.queries.scans import PREFIX
from motcua.dossiers.actions.counter_filing import start_counter_draft
from motcua.dossiers.actions.outages import OutageFacts, agree_to_outage, ask_outage
from motcua.dossiers.actions.provisional import bind_number, make_block, spoil_number
from motcua.dossiers.models import Dossier, Draft, ProvisionalBlock, ProvisionalEntry, Upload
from motcua.dossiers.queries.provisional import number_of
from motcua.kernel.actors import Actor
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from motcua.voice.actions import handling, publishing
from motcua.voice.actions.giving import FeedbackFacts, give_feedback, withdraw_feedback
from motcua.voice.actions.helping import HelpFacts, ask_for_help, finish_request, take_request
from motcua.voice.actions.reopening import reopen_feedback
from motcua.voice.enums import FeedbackKind, FeedbackState, Topic
from motcua.voice.models import Feedback, HelpRequest
from tests.cast import BUSINESS, NOW, _official
from tests.counters.conftest import Office
from tests.counters.test_booking import Diary
from tests.counters.test_scans import blank, cover, scanned
from tests.dossiers.episodes import at
from tests.identity.doors import signed_in
from tests.security.crowd import AT_ONCE, at_once, done, recorded, refused

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = Actor(kind="citizen")
VISITOR = Who("Lê Văn Cả", number="001085009999", phone="0911222333", is_seen=True)


@pytest.fixture
def office(world):
    made = Office(world)
    with time_machine.travel(NOW, tick=True):
        made.open()
        yield made


@pytest.fixture
def begin(office):
    """Begin to file for somebody at counter 1, with answers as they should be."""

    def begun():
        filing = counters.start_filing(
            actor=office.actor(),
            counter_id=office.one.pk,
            offering_id=office.world.offerings[BUSINESS],
            who=VISITOR,
            now=NOW,
        )
        form = catalogue.rules(filing.draft.version_id).form
        answers = sample_answers(form, seed=3, today=NOW.date())
        Draft.objects.filter(pk=filing.draft_id).update(answers=answers, origins={})
        return CounterFiling.objects.get(pk=filing.pk)

    return begun


def asked(filing):
    draft = Draft.objects.get(pk=filing.draft_id)
    rules = catalogue.rules(draft.version_id)
    return frozenset(row.code for row in rules.papers(draft.answers, "counter", NOW.date()))


def test_one_press_begins_one_filing(office, pressed):
    unticked: dict[str, list[str]] = {"card": [""], "by_post": [], "for_another": []}
    typed = unticked | {"offering": [str(office.world.offerings[BUSINESS])]}
    answers = pressed("receptionist", f"/counter/{office.one.pk}", "card", typed=typed)
    assert {one.status_code for one in answers} == {302}
    assert CounterFiling.objects.count() == 1


def test_what_is_filed_at_a_counter_is_filed_once(office, begin, world):
    filing = begin()
    lacking = asked(filing)
    by = {"actor": office.actor(), "filing_id": filing.public_id, "now": NOW}
    came = at_once(lambda _n: counters.file_incomplete(**by, lacking=lacking))
    assert len({one.dossier_id for one in done(came)}) == 1
    assert (Dossier.objects.count(), recorded("counters.file")) == (1, 1)
    assert recorded("dossiers.file_at_counter") == 1


def test_what_is_filed_while_it_is_thrown_away_is_one_or_the_other(office, begin):
    filing = begin()
    lacking = asked(filing)
    by = {"actor": office.actor(), "filing_id": filing.public_id, "now": NOW}

    def act(number):
        if number % 2:
            return counters.discard_filing(**by)
        return counters.file_incomplete(**by, lacking=lacking)

    at_once(act)
    was_filed = Dossier.objects.count() == 1
    assert CounterFiling.objects.count() == was_filed
    assert recorded("counters.discard_filing") == (not was_filed)


def test_a_paper_is_compared_once_and_a_scan_taken_once(office, begin, world):
    filing = begin()
    upload = world.upload("receptionist")
    code = min(asked(filing))
    Upload.objects.filter(pk=upload.pk).update(draft=filing.draft, paper_code=code)
    by = {"actor": office.actor(), "filing_id": filing.public_id, "now": NOW}
    marks = ("compared", "original", "")
    came = at_once(
        lambda n: counters.compare_files(**by, marks={upload.public_id: marks[n % 3]}) or n
    )
    assert len(done(came)) == AT_ONCE
    assert Comparison.objects.count() <= 1
    (sheet, *_more) = counters.print_covers(**by)
    content = scanned(cover(f"{PREFIX}{sheet.public_id}"), blank("1"))
    taking = {"actor": office.actor(), "unit": office.unit, "name": "a.pdf", "now": NOW}
    came = at_once(lambda _n: counters.take_scan(**taking, content=content), 6)
    assert len({one.pk for one in done(came)}) == Scan.objects.count() == 1
    assert ScanPart.objects.count() == 1
    came = at_once(
        lambda n: (
            counters.take_scan(**taking, content=content + b"%%%d" % n)
            if n
            else counters.discard_filing(**by)
        ),
        6,
    )
    assert done(came)


@pytest.fixture
def outage(world):
    """An outage that was declared the day before and lasts."""
    facts = OutageFacts("Mất điện", "Thông báo 1", at("2026-11-19T10:00"))
    by = {"actor": world.actor("administrator"), "agency_id": world.ward.pk, "now": NOW}
    made = ask_outage(**by, facts=facts)
    unit = world.ward.units.get(code="LD")
    world.accounts["other"] = _official(world.ward, unit, "other", NOW, post="administrator")
    agree_to_outage(actor=world.actor("other"), public_id=made.public_id, now=NOW)
    return made


@pytest.fixture
def block(world):
    by = {"actor": world.actor("receptionist"), "now": at("2026-11-19T09:00")}
    unit = world.ward.units.get(code="MC")
    return make_block(**by, unit=unit, counter_id=None, sheets=AT_ONCE)


@pytest.fixture
def binding(world):
    """Bind numbers as the receptionist; a draft of his to bind them to."""
    actor = world.actor("receptionist")

    def draft():
        return start_counter_draft(
            actor=actor, offering_id=world.offerings[BUSINESS], answers={}, now=NOW
        )

    def bind(number, to):
        moment = at("2026-11-19T11:00")
        return bind_number(
            actor=actor, number=number, draft_id=to.public_id, taken_at=moment, now=NOW
        )

    return draft, bind


@pytest.mark.usefixtures("outage")
def test_twenty_numbers_bound_to_one_draft_at_once_leave_it_one(block, binding):
    draft, bind = binding
    one = draft()
    came = at_once(lambda n: bind(number_of(block, block.first + n), one))
    assert len(done(came)) == AT_ONCE
    assert ProvisionalEntry.objects.filter(draft=one).count() == 1


@pytest.mark.usefixtures("outage")
def test_a_number_bound_to_twenty_drafts_at_once_is_one_drafts(block, binding, world):
    draft, bind = binding
    drafts = [draft() for _ in range(AT_ONCE)]
    number = number_of(block, block.first)
    came = at_once(lambda n: bind(number, drafts[n]))
    assert len(done(came)) == AT_ONCE
    (entry,) = ProvisionalEntry.objects.all()
    assert entry.draft_id in {one.pk for one in drafts}

    def bind_or_spoil(n):
        if n % 2:
            return bind(number, drafts[n])
        actor = world.actor("receptionist")
        return spoil_number(actor=actor, number=number, reason="Rách", now=NOW)

    came = at_once(bind_or_spoil)
    entry.refresh_from_db()
    assert (entry.spoiled, entry.draft_id) == ("Rách", None)
    assert recorded("dossiers.spoil_number") == 1


@pytest.mark.usefixtures("outage")
def test_a_number_bound_while_its_draft_is_filed_is_entered_or_stays_free(
    office, begin, block, binding
):
    _draft, bind = binding
    filing = begin()
    lacking = asked(filing)
    by = {"actor": office.actor(), "filing_id": filing.public_id, "now": NOW}

    def act(number):
        if number == 0:
            return counters.file_incomplete(**by, lacking=lacking)
        return bind(number_of(block, block.first + number), filing.draft)

    came = at_once(act)
    assert not isinstance(came[0], Exception)
    (dossier,) = Dossier.objects.all()
    bound = ProvisionalEntry.objects.filter(draft__isnull=False)
    assert all(entry.dossier_id == dossier.pk for entry in bound)


def test_sheets_set_aside_at_once_follow_one_another(world):
    unit = world.ward.units.get(code="MC")
    by = {"actor": world.actor("receptionist"), "unit": unit, "counter_id": None, "now": NOW}
    at_once(lambda n: make_block(**by, sheets=1 + n % 3))
    rows = ProvisionalBlock.objects.order_by("first").values_list("first", "last")
    numbers = [serial for first, last in rows for serial in range(first, last + 1)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.fixture
def diary(office, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    return Diary(office)


def test_a_time_is_booked_moved_given_back_and_used_once(office, diary, world):
    first, *others = diary.times()
    came = at_once(lambda _n: diary.book(first))
    assert len({one.pk for one in done(came)}) == Booking.objects.count() == 1
    assert recorded("counters.book") == 1
    booking = Booking.objects.get()
    by = {"actor": world.actor("citizen"), "booking_id": booking.public_id, "now": NOW}
    at_once(lambda _n: counters.move_booking(**by, starts_at=others[0]))
    booking.refresh_from_db()
    assert (booking.turn, recorded("counters.move_booking")) == (1, 1)
    came = at_once(lambda _n: diary.come(booking))
    assert len({one.pk for one in done(came)}) == Ticket.objects.count() == 1
    assert recorded("counters.check_in") == 1
    came = at_once(lambda n: diary.book(others[1 + n % 4], key=f"press-{n}"))
    times = Counter(Booking.objects.filter(state="booked").values_list("starts_at", flat=True))
    assert times
    assert set(times.values()) == {1}
    last = Booking.objects.filter(state="booked").latest("pk")
    by["booking_id"] = last.public_id
    at_once(lambda _n: counters.cancel_booking(**by))
    assert recorded("counters.cancel_booking") == 1


def test_a_time_called_off_while_its_holder_comes_is_one_or_the_other(diary, world):
    moment = diary.times()[0]
    booking = diary.book(moment)
    by = {"booking_id": booking.public_id, "now": moment - timedelta(minutes=5)}

    def act(number):
        if number % 2:
            return counters.call_off(actor=world.actor("head"), reason="Mất điện", **by)
        return diary.come(booking, minutes=-5)

    at_once(act)
    booking.refresh_from_db()
    assert (booking.state == "came") == (booking.ticket_id is not None)
    assert recorded("counters.call_off") + recorded("counters.check_in") == 1


@pytest.fixture
def say(world):
    def said(key="", **more):
        given = {"name": "Lê Thị Hoa", "phone": "0900000321"} | more
        kinds = (FeedbackKind.REMARK, Topic.DELAY)
        facts = FeedbackFacts(world.ward.pk, *kinds, "Chờ lâu", "Từ sáng.", key=key, **given)
        return give_feedback(actor=NOBODY, facts=facts, now=NOW)

    return said


def test_a_remark_is_taken_once_a_form_and_has_a_code_of_its_own(say):
    came = at_once(lambda _n: say(key="one-form"))
    assert len({one.pk for one in done(came)}) == Feedback.objects.count() == 1
    came = at_once(lambda _n: say())
    assert len({one.code for one in done(came)}) == AT_ONCE


def test_a_page_to_say_something_sent_twenty_times_says_it_once(world, pressed):
    typed = {
        "agency": [str(world.ward.pk)],
        "text": ["Chờ từ sáng."],
        "subject": ["Chờ lâu"],
        "website": [""],
        "dossier": [""],
        "four": [""],
        "is_anonymous": [],
    }
    with time_machine.travel(NOW, tick=True):
        answers = pressed("citizen", "/gop-y/gui", "subject", typed=typed)
    assert {one.status_code for one in answers} == {302}
    assert Feedback.objects.count() == 1


def test_feedback_is_passed_on_answered_published_and_reopened_once(world, say):
    row = say()
    units = {unit.code: unit for unit in world.ward.units.all()}

    def by(name):
        return {"actor": world.actor(name), "public_id": row.public_id, "now": NOW}

    came = at_once(lambda _n: handling.route(**by("receptionist"), unit_id=units["CM"].pk))
    assert (len(done(came)), recorded("voice.route")) == (1, 1)
    came = at_once(lambda _n: handling.extend(**by("head"), reason="Phải xác minh"))
    assert (len(done(came)), recorded("voice.extend")) == (1, 1)
    came = at_once(lambda n: handling.draft_answer(**by("specialist"), text=f"Lời {n}"))
    assert (len(done(came)), recorded("voice.draft")) == (1, 1)
    four = row.contact["phone"][-4:]

    def approve_or_withdraw(number):
        if number % 2:
            return withdraw_feedback(code=row.code, four=four, now=NOW)
        return handling.approve(**by("head"))

    came = at_once(approve_or_withdraw)
    assert len(done(came)) == 1
    row.refresh_from_db()
    if row.state == FeedbackState.WITHDRAWN:
        assert not row.answer
        return
    words = {"question": "Vì sao chậm?", "answer": "Đã thêm quầy."}
    at_once(lambda _n: publishing.propose_publication(**by("receptionist"), **words))
    came = at_once(lambda _n: publishing.publish(**by("leader")))
    assert (len(done(came)), recorded("voice.publish")) == (1, 1)
    again = {"code": row.code, "four": four, "reason": "Chưa rõ", "now": NOW}
    came = at_once(lambda _n: reopen_feedback(**again))
    assert (len(done(came)), recorded("voice.reopen")) == (1, 1)


def test_a_call_for_help_is_taken_and_ended_once(world):
    facts = HelpFacts(world.ward.pk, "message", "Không gửi được ảnh.")
    row = ask_for_help(actor=NOBODY, facts=facts, now=NOW)
    by = {"public_id": row.public_id, "now": NOW}
    came = at_once(lambda _n: take_request(actor=world.actor("receptionist"), **by))
    assert done(came)
    ending = {"actor": world.actor("receptionist"), "answer": "Đã gửi được."}
    came = at_once(lambda _n: finish_request(**ending, **by))
    assert (len(done(came)), recorded("voice.finish_request")) == (1, 1)
    assert HelpRequest.objects.count() == 1


def test_a_booking_page_pressed_twenty_times_books_once(diary, world, pressed):
    browser = signed_in(world.accounts["citizen"])
    path = f"/lich-hen/dat/{diary.kind.public_id}"
    assert browser.get(path).status_code == 200
    answers = pressed("citizen", path, "time")
    assert {one.status_code for one in answers} == {302}
    assert Booking.objects.count() == 1
    assert refused(answers) == set()

"""Twenty at once: a page's button pressed twenty times, and an act from twenty pages."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, time, timedelta

import pytest
import time_machine

from motcua.agencies.actions.calendar import Stretch, set_working_hours
from motcua.agencies.models import Unit
from motcua.agencies.queries import working_calendar
from motcua.counters import actions as counters
from motcua.counters.models import Kiosk, ServiceKind, Shift, Ticket
from motcua.deliveries.actions.rates import RateFacts, publish_rate
from motcua.deliveries.models import PostRate
from motcua.documents.actions import TemplateFacts, bring_template
from motcua.documents.base.composing import composed
from motcua.documents.models import DocumentTemplate
from motcua.dossiers import actions as dossiers
from motcua.dossiers.actions.keeping import tick_first_day
from motcua.dossiers.actions.outages import OutageFacts, agree_to_outage, ask_outage
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.models import Proposal, TwoPersonRule
from motcua.insight.actions.reporting import ReportTerms, ask_report
from motcua.insight.models import Report
from motcua.kernel.actors import SYSTEM
from motcua.voice import actions as voice
from motcua.voice.models import Rating
from tests.cast import NOW, _official
from tests.counters.conftest import Office
from tests.identity.doors import signed_in
from tests.security.crowd import AT_ONCE, at_once, done, recorded
from tests.security.pressing import forms_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_button_pressed_twenty_times_calls_one_person(world, pressed):
    office = Office(world)
    with time_machine.travel(NOW, tick=True):
        office.open()
        for number in range(5):
            office.take(key=str(number))
        answers = pressed("receptionist", f"/counter/{office.one.pk}", act="next")
    assert Counter(one.status_code for one in answers) == {302: AT_ONCE}
    assert len({one["Location"] for one in answers}) == 1
    assert Counter(Ticket.objects.values_list("state", flat=True)) == {"called": 1, "waiting": 4}
    assert recorded("counters.call_ticket") == 1


def test_a_button_pressed_again_on_a_page_opened_anew_calls_the_next(world, pressed):
    office = Office(world)
    with time_machine.travel(NOW, tick=True):
        office.open()
        for number in range(3):
            office.take(key=str(number))
        for _page in range(2):
            pressed("receptionist", f"/counter/{office.one.pk}", act="next")
    assert recorded("counters.call_ticket") == 2


def test_a_sentence_filled_in_again_with_other_words_is_another(world):
    browser = signed_in(world.accounts["specialist"])
    with time_machine.travel(NOW, tick=True):
        page = browser.get("/cau-mau/")
        (form, *_more) = (f for f in forms_of("/cau-mau/", page.content) if "title" in f.data)
        for text in ("Một", "Một", "Hai", "Hai", "Một"):
            browser.post(form.path, form.data | {"title": [text]})
    assert recorded("dossiers.write_phrase") == 3


def test_at_a_counter_nobody_is_called_twice_and_nothing_has_two_numbers(world):
    office, now = Office(world), NOW
    unit, clerks = office.unit, ("receptionist", "second")
    given = done(at_once(lambda n: office.take(key=str(n))))
    assert sorted(one.number for one in given) == list(range(1, AT_ONCE + 1))
    for name, counter in zip(clerks, (office.one, office.two), strict=True):
        office.open(name, counter)

    def call(number):
        counter = (office.one, office.two)[number % 2]
        return office.next(clerks[number % 2], counter).pk

    called = done(at_once(call))
    assert len(called) == len(set(called)) == AT_ONCE
    administrator = world.actor("administrator")
    by = {"actor": administrator, "unit": unit, "now": now}
    sheets = done(at_once(lambda _n: counters.print_spare_covers(**by, count=3)))
    numbers = sorted(sheet.number for made in sheets for sheet in made)
    assert numbers == list(range(1, 3 * AT_ONCE + 1))
    kinds = done(at_once(lambda _n: counters.open_kind(**by, prefix="Z", name="Khác", minutes=5)))
    assert (len(kinds), ServiceKind.objects.filter(prefix="Z").count()) == (1, 1)
    made = done(at_once(lambda _n: counters.make_kiosk(**by, name="Sảnh")))
    assert (len(made), Kiosk.objects.count()) == (AT_ONCE, 1)
    begun = [
        at_once(lambda _n, c=code: counters.begin_kiosk(actor=SYSTEM, code=c, now=now), 3)
        for _kiosk, code in made
    ]
    assert sum(len(done(came)) for came in begun) == 1
    sitting = at_once(
        lambda n: counters.open_shift(
            actor=world.actor(clerks[n % 2]), counter_id=office.one.pk, now=now
        )
    )
    assert len(done(sitting)) == AT_ONCE // 2
    assert Shift.objects.filter(counter=office.one, closed_at=None).count() == 1


def test_what_administrators_set_at_once_stands_once(world):
    ward, now, administrator = world.ward, NOW, world.actor("administrator")
    by = {"actor": administrator, "now": now}
    hours = [Stretch(day, time(8), time(17)) for day in range(1, 6)]
    since = date(2027, 1, 4)
    came = at_once(
        lambda _n: set_working_hours(**by, agency=ward, stretches=hours, valid_from=since)
    )
    assert len(done(came)) == AT_ONCE
    assert working_calendar(ward.pk)  # overlapping hours would break every page that counts time
    facts = TemplateFacts("mau-moi", "GM", "Mẫu mới", "", now.date())
    came = at_once(
        lambda _n: bring_template(
            **by, agency=ward, facts=facts, file=io.BytesIO(composed("giay-moi")), name="x.docx"
        )
    )
    assert done(came)  # who waits too long for a file to be checked is told to come back
    assert DocumentTemplate.objects.filter(code="mau-moi", valid_to=None).count() == 1

    def rate(number):
        row = RateFacts("deliver", "province", 777, 9000 + number % 2, 3, 9, "Biểu cước")
        return publish_rate(
            actor=SYSTEM, facts=row, valid_from=since + timedelta(days=number % 3), now=now
        )

    at_once(rate)
    rows = PostRate.objects.filter(grams=777).order_by("valid_from")
    assert [row.valid_to for row in rows] == [*(row.valid_from for row in rows[1:]), None]
    came = at_once(
        lambda _n: dossiers.set_two_person_rule(
            actor=world.actor("leader"),
            agency=ward,
            act=Sensitive.STOP,
            valid_from=now.date(),
            citation="Quy chế",
            now=now,
        )
    )
    assert len({one.pk for one in done(came)}) == 1
    at_once(lambda _n: tick_first_day(**by, item="guide"))
    (rule,) = TwoPersonRule.objects.all()
    end = {"actor": world.actor("leader"), "rule_id": rule.public_id}
    first = {**end, "actor": world.actor("administrator")}
    at_once(lambda _n: dossiers.ask_to_end_rule(**first, now=now))
    assert recorded("dossiers.ask_to_end_rule") == 1
    at_once(lambda _n: dossiers.end_two_person_rule(**end, now=now))
    dossiers.end_two_person_rule(**end, now=now + timedelta(days=9))
    rule.refresh_from_db()
    assert rule.valid_to == now.date() + timedelta(days=1)
    assert recorded("dossiers.end_two_person_rule") == 1


def test_two_people_decide_at_once_and_it_is_decided_once(world):
    dossier = world.finish(world.receive(world.file()))
    dossiers.return_result(actor=world.actor("receptionist"), dossier_id=dossier.pk, now=NOW)
    asked = {"reason": "Sai", "legal_basis": "Điều 1"}
    by = {"dossier_id": dossier.pk, "now": NOW}
    at_once(
        lambda _n: dossiers.propose(
            actor=world.actor("receptionist"), act=Sensitive.REOPEN, values=asked, **by
        )
    )
    proposal = Proposal.objects.get()

    def decide(number):
        which = {"actor": world.actor("leader"), "proposal_id": proposal.public_id, **by}
        return dossiers.disagree(reason="Không", **which) if number % 2 else dossiers.agree(**which)

    assert len(done(at_once(decide))) == 1
    assert recorded("dossiers.agree") + recorded("dossiers.disagree") == 1
    assert recorded("dossiers.reopen") == recorded("dossiers.agree")
    unit = Unit.objects.get(agency=world.ward, code="LD")
    world.accounts["other"] = _official(world.ward, unit, "other", NOW, post="administrator")
    outage = ask_outage(
        actor=world.actor("administrator"),
        agency_id=world.ward.pk,
        facts=OutageFacts("Mất điện", "Thông báo 1", NOW),
        now=NOW,
    )
    at_once(
        lambda _n: agree_to_outage(actor=world.actor("other"), public_id=outage.public_id, now=NOW)
    )
    assert recorded("dossiers.agree_to_outage") <= 1


def test_a_rating_given_from_twenty_pages_counts_once(world):
    dossier = world.file()
    dossiers.withdraw(actor=world.actor("citizen"), dossier_id=dossier.pk, reason="", now=NOW)
    opened = voice.open_by_account(actor=world.actor("citizen"), dossier_id=dossier.public_id)
    said = {"3": "as-recorded", "4": "as-recorded", "6": "2", "7": "2"}
    came = at_once(lambda _n: voice.rate(opened=opened, said=said, comment="", now=NOW))
    assert (len(done(came)), Rating.objects.count(), recorded("voice.rate")) == (1, 1, 1)


def test_a_large_register_asked_for_in_pieces_waits_for_a_second_person(world, monkeypatch):
    monkeypatch.setattr("motcua.insight.actions.reporting.most_exported", lambda _day: 3)
    for number in range(4):
        world.file(key=f"one-{number}", seed=number)
    day, leader = NOW.date(), world.actor("leader")

    def ask(number):
        since = day - timedelta(days=number)
        terms = ReportTerms("register", "xlsx", world.ward.pk, since, day, "reporting")
        return ask_report(actor=leader, terms=terms, now=NOW)

    Report.objects.all().delete()
    at_once(ask)
    alone = Report.objects.filter(needs_second=False).values_list("lines", flat=True)
    assert sum(alone) <= 3

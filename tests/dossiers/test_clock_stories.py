"""The clock over Tết and an exchanged working day, with outage, supplement and apology at once."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings
from django.urls import reverse
from lxml import html

from motcua.dossiers import actions
from motcua.dossiers.actions.outage_clocks import carry_out_outages
from motcua.dossiers.actions.outages import OutageFacts, agree_to_outage, ask_outage, end_outage
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.clocks import counted
from motcua.dossiers.queries.timelines import clock_of, entries_of
from motcua.kernel import calendar
from motcua.kernel.caching import forget_all
from motcua.kernel.calendar import default_calendar
from tests.cast import BUSINESS
from tests.dossiers.doing import ask, at, complete, residence
from tests.dossiers.episodes import BASIS, FIRE
from tests.identity.doors import signed_in
from tests.portal.conftest import ALONE

pytestmark = pytest.mark.django_db


def lines(dossier, now, language="vi"):
    dossier.refresh_from_db()
    return [line.text(language) for line in clock_of(dossier, now).lines]


def due(dossier):
    dossier.refresh_from_db()
    return dossier.due_at.astimezone(at("2026-01-01").tzinfo).strftime("%d/%m/%Y %H:%M")


def test_over_tet_the_clock_names_the_holiday_and_its_days(world):
    now = at("2027-02-02T09:00")
    filed = world.file(BUSINESS, now=now)
    Dossier.objects.filter(pk=filed.pk).update(fee_state="paid")
    dossier = world.receive(filed, now=now)
    # The third and the twelfth: 4 to 10 February are Tết.
    assert due(dossier) == "12/02/2027 17:00"
    told = " ".join(lines(dossier, now))
    assert "Tết Nguyên đán" in told
    assert "Lunar New Year" in " ".join(lines(dossier, now, "en"))
    days = {day for line in clock_of(dossier, now).lines for day in line.days}
    assert {date(2027, 2, 4), date(2027, 2, 10)} <= days


def test_a_saturday_worked_in_exchange_counts_and_the_day_off_does_not():
    # Friday 2 January 2026 was off and Saturday 10 January worked for it.
    limit = counted(5, "working-day")
    found = calendar.due(at("2026-01-05T09:00"), limit, default_calendar())
    assert found.due_at == at("2026-01-10T17:00")
    before = calendar.due(at("2025-12-31T09:00"), counted(1, "working-day"), default_calendar())
    assert before.due_at == at("2026-01-05T17:00")
    assert any("hoán đổi" in reason.vi for reason in before.explained)
    assert date(2026, 1, 10) in {day for reason in found.explained for day in reason.days}


@pytest.fixture
def story(world, second):
    """A dossier apologised for, then completed, with an outage that began while it waited."""
    dossier = world.receive(residence(world), now=at("2026-11-20T09:00"))
    monday = at("2026-11-23T09:00")
    by = {"dossier_id": dossier.pk, "now": monday}
    actions.apologise(
        actor=world.actor("head", monday), reason="Chờ xác minh.", again_on=date(2026, 12, 7), **by
    )
    dossier.refresh_from_db()
    ask(world, dossier, who="specialist", now=at("2026-11-23T10:00"))
    start, end = at("2026-11-25T07:00"), at("2026-11-27T17:00")
    facts = OutageFacts(FIRE, BASIS, start)
    who = {"actor": world.actor("administrator"), "now": start}
    asked = ask_outage(**who, agency_id=world.ward.pk, facts=facts)
    agree_to_outage(actor=second, public_id=asked.public_id, now=start)
    carry_out_outages(now=start)
    complete(world, dossier, now=at("2026-11-26T09:00"))
    end_outage(**{**who, "now": end}, public_id=asked.public_id, ended_at=end)
    carry_out_outages(now=end)
    forget_all()
    dossier.refresh_from_db()
    return dossier


def test_outage_supplement_and_apology_at_once_are_told_and_counted_once(story):
    now = at("2026-11-28T09:00")
    rules = [line.rule for line in clock_of(story, now).lines]
    expected = {
        *("filed", "accepted", "handed-over", "apology", "reappointment-once"),
        *("supplement-once", "outage-began", "supplement-answered", "outage-ended"),
    }
    assert expected <= set(rules)
    order = [rules.index(code) for code in ("supplement-once", "outage-began", "outage-ended")]
    assert order == sorted(order)
    # Complete on Thursday the 26th, it stands still until Friday's closing: seven days from there.
    assert due(story) == "08/12/2026 17:00"
    assert story.reappointed_at is None
    assert story.paused_at is None


def test_each_pause_on_the_clock_says_why(story):
    paused = [
        line for line in clock_of(story, at("2026-11-28T09:00")).lines if line.kind == "paused"
    ]
    assert [line.rule for line in paused] == ["supplement-once", "outage-began"]
    assert f"{FIRE} ({BASIS})" in paused[1].words.vi
    assert "bổ sung" in paused[0].words.vi
    assert all(line.citation for line in paused)


def test_the_citizen_and_the_official_read_the_same_lines(world, story):
    now = at("2026-11-28T09:00")
    expected = [entry.title for entry in entries_of(clock_of(story, now), "vi")]
    with override_settings(**ALONE), time_machine.travel(now, tick=True):
        page = f"{reverse('portal:dossier', args=[story.public_id])}"
        citizen = read(signed_in(world.accounts["citizen"]).get(page))
        desk = reverse("desk:dossier", args=[story.public_id], urlconf=settings.DESK_URLCONF)
        official = read(signed_in(world.accounts["head"]).get(desk))
    shown = citizen.xpath("//details[summary[contains(., 'Đồng hồ hồ sơ')]]")[0]
    assert titles(shown) == expected
    assert titles(official.get_element_by_id("clock-lines")) == expected


def read(response):
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def titles(part):
    found = part.xpath(".//p[@class='mc-timeline__title']")
    return [re.sub(r"\s+", " ", one.text_content()).strip() for one in found]

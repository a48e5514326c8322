"""A returned dossier is rated once, by three ways, by the indices of Circular 01/2018, Art. 13."""

from __future__ import annotations

import re
import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from motcua.agencies.models import Agency
from motcua.dossiers.errors import DossierNotFound
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed, TooManyRequests
from motcua.notifications.models import Message
from motcua.voice import actions
from motcua.voice.base.indices import index_named, indices_on
from motcua.voice.errors import RatingClosed, RatingIncomplete
from motcua.voice.models import Invitation, Rating
from motcua.voice.queries.asking import AS_RECORDED, has_rated, sheet_of
from motcua.voice.queries.satisfaction import agency_indices, quarter_of, satisfaction
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SAID = {"3": AS_RECORDED, "4": AS_RECORDED, "6": "2", "7": "1"}
ADDRESS = "192.0.2.1"


@pytest.fixture
def mailed(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"


def link_of(dossier):
    (message,) = Message.objects.filter(key__startswith=f"rating:{dossier.pk}:")
    return re.search(r"/danh-gia/l/(.+)", message.context["link"])[1]


def test_the_indices_of_article_13_are_dated_data_with_their_source():
    indices = indices_on(date(2026, 11, 20), "dossier")
    assert [index.code for index in indices] == ["1", "2", "3", "4", "6", "7"]
    agency = indices_on(date(2026, 11, 20), "agency")
    assert [index.code for index in agency] == ["5", "6", "8", "9"]
    assert indices_on(date(2018, 12, 31), "dossier") == ()
    for index in (*indices, *agency):
        assert "Điều 13" in index.citation
        assert [level.score for level in index.levels] == [2, 1, 0]


def test_the_system_answers_what_it_knows_and_asks_what_only_the_citizen_knows(returned, now):
    sheet = sheet_of(returned, now)
    known = {row.index.code: row.score for row in sheet.known}
    assert known == {"1": 1, "2": 1}  # due the same day
    assert {row.index.code: row.score for row in sheet.asked} == {
        "3": 2,
        "4": 2,
        "6": None,
        "7": None,
    }


@pytest.mark.parametrize(("share", "score"), [(100, 2), (99.9, 1), (90, 1), (89.9, 0)])
def test_feedback_in_time_scores_by_the_bounds_of_index_8(share, score):
    assert index_named(date(2026, 1, 1), "8").of_share(share) == score


@pytest.mark.parametrize(
    ("dossiers", "procedures", "score"),
    [(30, 20, 2), (30, 19, 1), (29, 50, 1), (15, 0, 1), (14.9, 90, 0)],
)
def test_online_service_scores_by_the_bounds_of_index_9(dossiers, procedures, score):
    assert index_named(date(2026, 1, 1), "9").of_share(dossiers, procedures) == score


def test_the_filer_is_asked_once_after_return(mailed, world, returned, now):
    assert Message.objects.filter(key__startswith=f"rating:{returned.pk}:").count() == 1
    assert actions.ask_for_rating(actor=SYSTEM, dossier_id=returned.pk, now=now) == 0
    assert Message.objects.filter(key__startswith=f"rating:{returned.pk}:").count() == 1


def test_nobody_but_the_node_asks(world, returned, now):
    with pytest.raises(NotAllowed):
        actions.ask_for_rating(actor=world.actor("receptionist"), dossier_id=returned.pk, now=now)


def test_a_link_opens_without_signing_in_once_and_for_its_days_only(mailed, world, returned, now):
    token = link_of(returned)
    with pytest.raises(RatingClosed):
        actions.open_by_link(token=token, now=now + timedelta(days=31))
    with pytest.raises(RatingClosed):
        actions.open_by_link(token=token + "x", now=now)
    opened = actions.open_by_link(token=token, now=now + timedelta(days=29))
    actions.rate(opened=opened, said=SAID, comment=" Tốt. ", now=now)
    with pytest.raises(RatingClosed):
        actions.open_by_link(token=token, now=now)
    with pytest.raises(RatingClosed):
        actions.rate(opened=opened, said=SAID, comment="", now=now)
    rating = Rating.objects.get()
    assert rating.scores == {"1": 1, "2": 1, "3": 2, "4": 2, "6": 2, "7": 1}
    assert rating.comment == "Tốt."
    assert has_rated(returned)


def on_kiosk(world, code, now, agency=None):
    agency_id = (agency or world.ward).pk
    return actions.open_on_kiosk(code=code, agency_id=agency_id, address=ADDRESS, now=now)


def send_again(dossier, four="5678", address=ADDRESS, now=NOW):
    actions.send_link_again(code=dossier.code, four=four, address=address, now=now)


def again(dossier):
    return Message.objects.filter(key__startswith=f"rating-again:{dossier.pk}:")


def test_a_counters_code_opens_on_a_device_of_the_agency_alone_and_that_day(world, returned, now):
    code = actions.give_counter_code(
        actor=world.actor("receptionist"), dossier_id=returned.public_id, now=now
    )
    elsewhere = Agency.objects.exclude(pk=world.ward.pk).order_by("pk").first()
    for asked in (
        {"code": "AAAAAA", "now": now},
        {"code": code, "now": now, "agency": elsewhere},
        {"code": code, "now": now + timedelta(days=1)},
    ):
        with pytest.raises(RatingClosed):
            on_kiosk(world, **asked)
    opened = on_kiosk(world, f" {code.lower()} ", now)
    actions.rate(opened=opened, said=SAID, comment="", now=now)
    assert Rating.objects.get().way == "counter"
    with pytest.raises(RatingClosed):
        on_kiosk(world, code, now)


def test_what_an_official_reads_on_a_dossier_sends_its_filer_a_link_and_opens_nothing(
    mailed, world, returned, now
):
    assert send_again(returned) is None
    (message,) = again(returned)
    assert message.address == returned.contact["email"]
    token = re.search(r"/danh-gia/l/(.+)", message.context["link"])[1]
    with pytest.raises(RatingClosed):
        actions.open_by_link(token=link_of(returned), now=now)
    assert actions.open_by_link(token=token, now=now)


def test_asking_for_a_link_says_nothing_of_whether_it_was_rated(mailed, world, withdrawn, rate):
    rated, fresh = withdrawn(1), withdrawn(2)
    rate(rated)
    assert send_again(rated) == send_again(fresh)
    assert (again(rated).count(), again(fresh).count()) == (0, 1)


def test_three_links_a_day_are_sent_for_a_dossier(mailed, world, returned):
    for _time in range(3):
        send_again(returned)
    with pytest.raises(TooManyRequests):
        send_again(returned)
    assert again(returned).count() == 3


def test_no_link_is_sent_while_a_dossier_is_open_or_for_a_wrong_pair(mailed, world, withdrawn):
    running, ended = world.file(key="running"), withdrawn()
    for dossier, four in ((running, "5678"), (ended, "0000")):
        with pytest.raises(RatingClosed):
            send_again(dossier, four)
        assert not again(dossier).exists()


def test_who_filed_is_told_that_a_code_was_made_at_the_counter(mailed, world, returned, now):
    actions.give_counter_code(
        actor=world.actor("receptionist"), dossier_id=returned.public_id, now=now
    )
    (message,) = Message.objects.filter(template="rating-code")
    assert message.address == returned.contact["email"]
    assert not any("code" in name for name in message.context)


def test_guessing_at_links_is_counted_with_guessing_at_tracking(world, returned):
    for _try in range(5):
        with pytest.raises(RatingClosed):
            send_again(returned, "0000")
    with pytest.raises(TooManyRequests):
        send_again(returned, address="192.0.2.9")


def test_guessing_codes_on_a_device_is_stopped(world, returned, now):
    for _try in range(10):
        with pytest.raises(RatingClosed):
            on_kiosk(world, "AAAAAA", now)
    with pytest.raises(TooManyRequests):
        on_kiosk(world, "AAAAAA", now)


def test_only_the_counter_gives_codes_and_only_for_what_ended(world, withdrawn, now):
    running, ended = world.file(key="running"), withdrawn()
    with pytest.raises(NotAllowed):
        actions.give_counter_code(actor=world.actor("leader"), dossier_id=ended.public_id, now=now)
    with pytest.raises(RatingClosed):
        actions.give_counter_code(
            actor=world.actor("receptionist"), dossier_id=running.public_id, now=now
        )


def test_a_running_dossier_or_a_strangers_is_not_rated(world, withdrawn, now):
    running, ended = world.file(key="running"), withdrawn()
    with pytest.raises(RatingClosed):
        actions.open_by_account(actor=world.actor("citizen"), dossier_id=running.public_id)
    with pytest.raises(DossierNotFound):
        actions.open_by_account(actor=world.actor("relative"), dossier_id=ended.public_id)


@pytest.mark.parametrize("wrong", [{"7": ""}, {"7": "3"}, {"6": "x"}, {"6": AS_RECORDED}])
def test_what_only_the_citizen_knows_must_be_answered_as_offered(world, returned, now, wrong):
    opened = actions.open_by_account(actor=world.actor("citizen"), dossier_id=returned.public_id)
    with pytest.raises(RatingIncomplete):
        actions.rate(opened=opened, said=SAID | wrong, comment="", now=now)
    assert not has_rated(returned)


def test_the_citizen_may_say_that_it_took_more_visits_than_recorded(world, returned, now):
    opened = actions.open_by_account(actor=world.actor("citizen"), dossier_id=returned.public_id)
    actions.rate(opened=opened, said=SAID | {"3": "0"}, comment="", now=now)
    assert Rating.objects.get().scores["3"] == 0


def test_a_grant_cannot_be_made_up():
    with pytest.raises(RatingClosed):
        actions.reopen("WzEsImNvdW50ZXIiXQ:1x:forged")


@pytest.mark.django_db(transaction=True)
def test_two_ratings_at_once_are_one(world, withdrawn, now):
    dossier = withdrawn()
    opened = actions.open_by_account(actor=world.actor("citizen"), dossier_id=dossier.public_id)
    outcomes = []

    def give():
        try:
            actions.rate(opened=opened, said=SAID, comment="", now=now)
            outcomes.append("given")
        except RatingClosed:
            outcomes.append("closed")
        finally:
            connection.close()

    both = [threading.Thread(target=give) for _ in range(4)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == ["closed", "closed", "closed", "given"]
    assert Rating.objects.count() == 1


def test_the_agencys_indices_are_averages_of_what_is_released(world, withdrawn, rate, now, later):
    for number, attitude in enumerate("22210"):
        rate(withdrawn(number), attitude=attitude)
    actions.release_ratings(actor=SYSTEM, now=later(1))
    begins, ends = quarter_of(now.date())
    said = satisfaction([world.ward.pk], begins, ends)
    assert said.rated == 5
    averages = {row.index.code: row.average for row in said.averages}
    assert averages["7"] == pytest.approx(1.4)
    assert averages["6"] == 2
    assert averages["1"] is None
    indices = agency_indices(world.ward.pk, begins, ends, later(1))
    scores = {row.index.code: row.score for row in indices.rows}
    assert scores["7"] == pytest.approx(1.4)
    assert scores["9"] == 2
    assert scores["5"] is None
    assert scores["8"] is None


def test_an_auditor_scores_the_one_door_and_nobody_else(world, now):
    mark = actions.Mark("5", now.date(), 1, "Thiếu ghế chờ")
    with pytest.raises(NotAllowed):
        actions.set_agency_score(
            actor=world.actor("leader"), agency_id=world.ward.pk, mark=mark, now=now
        )
    auditor = world.actor("auditor")
    wrong = actions.Mark("8", now.date(), 1)
    with pytest.raises(RatingIncomplete):
        actions.set_agency_score(actor=auditor, agency_id=world.ward.pk, mark=wrong, now=now)
    actions.set_agency_score(actor=auditor, agency_id=world.ward.pk, mark=mark, now=now)
    begins, ends = quarter_of(now.date())
    rows = {row.index.code: row for row in agency_indices(world.ward.pk, begins, ends, now).rows}
    assert (rows["5"].score, rows["5"].note) == (1, "Thiếu ghế chờ")


def test_an_invitation_keeps_no_link_that_could_be_used_again(mailed, world, returned, now):
    opened = actions.open_by_link(token=link_of(returned), now=now)
    actions.rate(opened=opened, said=SAID, comment="", now=now)
    row = Invitation.objects.get(dossier=returned)
    assert (row.link, row.code, row.link_until) == (None, None, None)

"""Papers that come by post: awaited, late, lost, there; the limit counts from when they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.agencies.actions import seed_calendar
from motcua.deliveries.actions import book_parcel, hear, watch_parcels
from motcua.deliveries.models import Parcel
from motcua.dossiers import actions
from motcua.dossiers.actions import close_awaiting, posting
from motcua.dossiers.actions.collecting import collect_cash
from motcua.dossiers.actions.lapsing import close_all_awaiting
from motcua.dossiers.actions.papers_by_post import (
    receive_papers,
    send_by_post,
    start_taking,
    take_papers,
)
from motcua.dossiers.actions.reminding_citizens import remind_of_papers
from motcua.dossiers.enums import SlipForm, State
from motcua.dossiers.errors import (
    DossierNotFound,
    NothingPosted,
    NotYetDue,
    OfferingClosed,
    PapersNotHere,
)
from motcua.dossiers.models import Draft, Errand, PostedPapers, Slip, Transition
from motcua.dossiers.queries import promised
from motcua.dossiers.queries.awaiting_papers import papers_lapse_at
from motcua.dossiers.queries.errands import post_page
from motcua.dossiers.queries.histories import history_of
from motcua.dossiers.queries.listing import page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue
from motcua.dossiers.queries.timelines import clock_of
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.notifications.base.languages import in_one
from motcua.notifications.models import Message, OfficialNotice
from tests.cast import BUSINESS, NOW, RESIDENCE
from tests.deliveries.conftest import Willing, tariff_rows, word
from tests.dossiers.posted import HOME, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("post")]
LATER = NOW + timedelta(hours=3)
MUCH_LATER = NOW + timedelta(days=4)


@pytest.fixture
def post(db, settings):
    settings.CARRIER_URL = "http://127.0.0.1:1"
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    seed_calendar()
    tariff_rows()


@pytest.fixture
def dossier(world):
    return prepared(world)


def pay(dossier):
    errand = Errand.objects.get(dossier=dossier, ended_at=None)
    key = f"dossier:{dossier.pk}:post:{errand.pk}"
    posting.hear_postage(actor=SYSTEM, dossier_id=dossier.pk, order_key=key, now=NOW)


def carried(world, dossier, *kinds):
    pay(dossier)
    parcel = Parcel.objects.latest("id")
    parcel = book_parcel(actor=SYSTEM, parcel_id=parcel.pk, carrier=Willing(), now=NOW)
    for minute, kind in enumerate(kinds):
        hear(carrier="post", word=word(kind, parcel, minute=minute + 1), now=LATER)
    world.settle(LATER)
    return parcel


def told(dossier):
    rows = Message.objects.order_by("id")
    return [(row.template, in_one(row.context.get("said", ""), "vi")) for row in rows]


def receipt(world):
    return {"actor": world.actor("receptionist")}


def test_nothing_is_accepted_before_its_papers_are_there(world, dossier):
    with pytest.raises(PapersNotHere):
        actions.accept(**receipt(world), dossier_id=dossier.pk, now=NOW)


def test_rule_papers_arrived_article_17__the_limit_counts_from_when_the_papers_are_there(
    world, dossier
):
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)
    actions.accept(**receipt(world), dossier_id=dossier.pk, now=MUCH_LATER)
    dossier.refresh_from_db()
    assert dossier.accepted_at == LATER
    assert dossier.due_at == promised(dossier, received=LATER).due_at
    assert "papers-arrived" in {line.rule for line in clock_of(dossier, MUCH_LATER).lines}


def test_the_history_is_in_the_order_in_which_it_happened_and_says_when_it_was_written(
    world, dossier
):
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)
    actions.accept(**receipt(world), dossier_id=dossier.pk, now=MUCH_LATER)
    dossier.refresh_from_db()
    shown = [(one.title, one.at, one.written_at) for one in history_of(dossier, "vi")]
    assert ("Đã tiếp nhận", LATER, MUCH_LATER) in shown
    assert [at for _title, at, _written in shown] == sorted((row[1] for row in shown), reverse=True)


def test_the_post_fetches_what_is_paid_for_and_its_word_says_when_it_was_there(world, dossier):
    assert not Parcel.objects.exists()
    parcel = carried(world, dossier, "carry", "deliver")
    posted = PostedPapers.objects.get()
    assert posted.arrived_at == parcel.events.get(move="deliver").happened_at
    assert [name for name, _said in told(dossier)].count("papers_arrived") == 1
    assert "parcel" not in [name for name, said in told(dossier) if "đã đến cơ quan" in said]


def test_the_clerks_hand_ends_the_way_of_the_parcel(world, dossier):
    parcel = carried(world, dossier, "carry")
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=MUCH_LATER)
    world.settle(MUCH_LATER)
    parcel.refresh_from_db()
    assert parcel.state == "delivered"
    assert PostedPapers.objects.get().arrived_at == LATER
    assert Transition.objects.filter(action="papers_arrived").count() == 1


def test_postage_nobody_paid_is_not_due_any_more_once_the_papers_are_here(world, dossier):
    assert post_page(dossier, NOW).is_due
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)
    assert not post_page(dossier, LATER).is_due
    assert not Parcel.objects.exists()


def test_a_lost_envelope_is_told_with_what_to_do_and_is_fetched_again_for_nothing(world, dossier):
    carried(world, dossier, "carry", "lose")
    (said,) = (said for _name, said in told(dossier) if "thất lạc" in said)
    assert "không phải trả thêm" in said
    assert "mang đến quầy" in said
    assert OfficialNotice.objects.filter(text__contains="Giấy tờ gửi qua bưu chính").exists()
    citizen = world.actor("citizen")
    posting.ask_collection(actor=citizen, dossier_id=dossier.pk, address=HOME, now=LATER)
    assert Parcel.objects.count() == 2
    assert not post_page(dossier, LATER).is_due


def test_a_late_envelope_is_told_once(world, dossier):
    carried(world, dossier, "carry")
    late = NOW + timedelta(days=9)
    for _time in range(2):
        watch_parcels(carrier=None, now=late)
        world.settle(late)
    assert len([said for _name, said in told(dossier) if "đến muộn" in said]) == 1


def test_what_is_scanned_becomes_papers_of_the_dossier_once(world, dossier):
    taking = start_taking(**receipt(world), dossier_id=dossier.pk, now=LATER)
    assert start_taking(**receipt(world), dossier_id=dossier.pk, now=LATER) == taking
    code = PostedPapers.objects.get().codes[0]
    upload = world.upload("receptionist")
    upload.draft, upload.paper_code = taking, code
    upload.save()
    take_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)
    assert list(dossier.papers.values_list("code", flat=True)) == [code]
    assert not Draft.objects.filter(pk=taking.pk).exists()
    with pytest.raises(NothingPosted):
        take_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)


def test_with_a_fee_it_is_complete_only_when_that_is_paid_too(world):
    dossier = prepared(world, code=BUSINESS, address=None)
    assert dossier.fee_at_filing
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=NOW)
    collect_cash(**receipt(world), dossier_id=dossier.pk, now=LATER)
    actions.accept(**receipt(world), dossier_id=dossier.pk, now=MUCH_LATER)
    dossier.refresh_from_db()
    assert dossier.accepted_at == LATER


def test_whoever_has_no_power_there_takes_nothing_in(world, dossier):
    for name, refusal in (("outsider", DossierNotFound), ("accountant", NotAllowed)):
        with pytest.raises(refusal):
            receive_papers(actor=world.actor(name), dossier_id=dossier.pk, now=LATER)
    assert PostedPapers.objects.get().arrived_at is None


def test_a_dossier_filed_online_waits_for_no_envelope(world):
    dossier = world.file()
    with pytest.raises(NothingPosted):
        receive_papers(**receipt(world), dossier_id=dossier.pk, now=NOW)


def test_what_was_withdrawn_is_not_taken_in_and_its_postage_goes_back(world, dossier):
    pay(dossier)
    actions.withdraw(actor=world.actor("citizen"), dossier_id=dossier.pk, reason="", now=NOW)
    world.settle()
    dossier.refresh_from_db()
    assert dossier.state == State.WITHDRAWN
    assert Parcel.objects.get().state == "cancelled"
    with pytest.raises(NothingPosted):
        receive_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)


def test_an_office_that_takes_nothing_by_post_is_not_sent_anything(world):
    citizen = world.actor("citizen")
    draft = actions.start_draft(
        actor=citizen,
        offering_id=world.offerings[RESIDENCE],
        language="vi",
        answers={},
        now=NOW,
    )
    with pytest.raises(OfferingClosed):
        send_by_post(actor=citizen, draft_id=draft.public_id, address=HOME, now=NOW)


def test_rule_papers_awaited__whoever_sends_no_envelope_is_reminded_and_then_it_ends(world):
    dossier = prepared(world, address=None)
    days = [NOW + timedelta(days=count, minutes=1) for count in (6, 7, 19, 20, 29, 30)]
    reminded = [remind_of_papers(now=day) + remind_of_papers(now=day) for day in days]
    assert reminded == [0, 1, 0, 1, 0, 0]
    said = Message.objects.filter(template="papers-awaited").latest("pk").context
    assert said["until"] == f"{(NOW + timedelta(days=30)).date():%d/%m/%Y}"
    assert close_all_awaiting(now=days[-2]) == 0
    assert (close_all_awaiting(now=days[-1]), close_all_awaiting(now=days[-1])) == (1, 0)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.is_open) == (State.REFUSED, False)
    slip = Slip.objects.get(dossier=dossier, form=SlipForm.REFUSAL)
    assert "chưa đến" in slip.data["reasons"][0]


def test_postage_of_an_envelope_that_never_came_goes_back(world, dossier):
    pay(dossier)
    close_awaiting(actor=SYSTEM, dossier_id=dossier.pk, now=NOW + timedelta(days=30))
    world.settle(NOW + timedelta(days=30))
    assert Parcel.objects.get().state == "cancelled"
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED


def test_what_the_post_holds_or_the_office_has_is_not_ended(world, dossier):
    much_later = NOW + timedelta(days=60)
    carried(world, dossier, "carry")
    assert papers_lapse_at(dossier) is None
    assert close_all_awaiting(now=much_later) == 0
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)
    assert close_all_awaiting(now=much_later) == 0
    dossier.refresh_from_db()
    assert dossier.state == State.FILED


def test_whose_envelope_the_post_lost_has_as_long_again(world, dossier):
    carried(world, dossier, "carry", "lose")
    lost = Parcel.objects.get().ended_at
    assert papers_lapse_at(dossier) == lost + timedelta(days=30)
    with pytest.raises(NotYetDue):
        close_awaiting(actor=SYSTEM, dossier_id=dossier.pk, now=lost + timedelta(days=29))


def test_only_the_node_ends_what_never_came(world, dossier):
    with pytest.raises(NotAllowed):
        close_awaiting(**receipt(world), dossier_id=dossier.pk, now=NOW + timedelta(days=30))


def test_the_clock_says_until_when_the_envelope_is_waited_for(world, dossier):
    said = [line.rule for line in clock_of(dossier, NOW).lines]
    assert said == ["filed", "papers-awaited"]
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)
    assert "papers-awaited" not in [line.rule for line in clock_of(dossier, LATER).lines]


def test_the_queue_marks_what_waits_for_its_envelope(world, dossier):
    def marked():
        found = page(world.actor("receptionist"), Filters(Queue.RECEIVING), NOW, "vi")
        return [row.awaits_papers for row in found.rows if row.code == dossier.code]

    assert marked() == [True]
    receive_papers(**receipt(world), dossier_id=dossier.pk, now=LATER)
    assert marked() == [False]

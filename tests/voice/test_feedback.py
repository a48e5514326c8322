"""Feedback: given, routed, answered by one and approved by another, in time or brought upwards."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from motcua.agencies.models import Agency, Posting
from motcua.dossiers.queries.service_facts import handlers_of
from motcua.identity.actions.accounts import choose_language
from motcua.identity.models import Account
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.kernel.transitions import MoveRefused
from motcua.notifications.models import Message
from motcua.voice.actions import handling, publishing
from motcua.voice.actions.escalating import escalate_late
from motcua.voice.actions.giving import GivenFile, withdraw_feedback
from motcua.voice.actions.reading import open_feedback
from motcua.voice.actions.reopening import reopen_feedback
from motcua.voice.enums import FeedbackKind, FeedbackState, Topic
from motcua.voice.errors import (
    Concerned,
    ExtendedBefore,
    FeedbackNotFound,
    PersonalData,
    ReopenedBefore,
    SameHand,
    UnitElsewhere,
)
from motcua.voice.models import Concern, Feedback, FeedbackMove
from motcua.voice.queries.feedback import (
    FeedbackQueue,
    feedback_for,
    feedback_tracked,
    feedback_visible_to,
    published,
    queues_of,
    standing_in,
    to_do,
)
from motcua.voice.queries.satisfaction import answered_in_time, quarter_of
from tests.cast import PDF
from tests.keyring import newer_index_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(world):
    """Give a way to act upon feedback as somebody of the cast."""

    def do(name, action, row, now=None, **more):
        return action(
            actor=world.actor(name), public_id=row.public_id, now=now or world.now, **more
        )

    return do


@pytest.fixture
def answered(act, say, units):
    """Give feedback that was answered."""

    def make(**more):
        row = say(**more)
        act("receptionist", handling.route, row, unit_id=units["CM"].pk)
        act("specialist", handling.draft_answer, row, text="Đã thêm một quầy.")
        return act("head", handling.approve, row)

    return make


def test_feedback_gets_a_code_and_deadlines_by_the_working_calendar(say):
    row = say()
    assert row.code.startswith("GY-261120-")
    # Friday 20 November; day off on the 24th. Five and fifteen working days, to closing.
    assert f"{civil(row.route_due_at):%d/%m %H:%M}" == "30/11 17:00"
    assert f"{civil(row.due_at):%d/%m %H:%M}" == "14/12 17:00"


def test_it_is_tracked_by_the_code_and_the_last_four_of_the_phone(say):
    row = say()
    assert feedback_tracked(f" {row.code.lower()} ", "0321").pk == row.pk
    assert feedback_tracked(row.code, "0322") is None
    assert feedback_tracked("GY-261120-XXXXX", "0321") is None


def test_it_is_tracked_after_the_key_was_changed(say, settings):
    row = say()
    with newer_index_key(settings):
        assert feedback_tracked(row.code, "0321").pk == row.pk
        assert feedback_tracked(row.code, "0322") is None


def test_who_gives_no_name_leaves_nothing_and_gets_four_digits_of_his_own(world, say):
    row = say(is_anonymous=True, actor=world.actor("citizen"))
    assert row.account_id is None
    assert set(row.contact) == {"pin"}
    assert feedback_tracked(row.code, row.contact["pin"]).pk == row.pk
    (audited,) = AuditRow.objects.filter(action="voice.receive")
    assert (audited.account_id, audited.person_id) == (None, None)


def test_who_leaves_only_an_address_gets_four_digits_too(say):
    row = say(phone="", email="hoa@dan.example")
    assert feedback_tracked(row.code, row.contact["pin"]).pk == row.pk


def test_a_complaint_is_not_taken_as_feedback(say):
    with pytest.raises(UnitElsewhere):
        say(kind=FeedbackKind.COMPLAINT)


def test_an_agency_that_is_not_here_takes_nothing(say):
    with pytest.raises(UnitElsewhere):
        say(agency_id=2**31 - 1)


def test_files_come_with_it(say):
    row = say(files=[GivenFile("anh.pdf", io.BytesIO(PDF))])
    assert row.files.get().file.name == "anh.pdf"


def test_the_way_from_receipt_to_an_answer(world, answered):
    row = answered()
    assert (row.state, row.is_open, row.answer) == ("answered", False, "Đã thêm một quầy.")
    moves = list(FeedbackMove.objects.filter(feedback=row).values_list("action", flat=True))
    assert moves == ["receive", "route", "draft", "approve"]
    acts = AuditRow.objects.filter(subject_kind="feedback", subject_id=str(row.public_id))
    assert list(acts.order_by("id").values_list("action", flat=True)) == [
        f"voice.{move}" for move in moves
    ]


def test_the_sender_is_told_of_receipt_and_answer_and_of_nothing_between(settings, world, answered):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    answered(email="hoa@dan.example")
    world.settle()
    told = Message.objects.order_by("pk").values_list("template", flat=True)
    assert list(told) == ["feedback-received", "feedback-answered"]


def test_who_drafted_an_answer_does_not_approve_it(act, say, units):
    row = say()
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    act("head", handling.draft_answer, row, text="Đã xem.")
    with pytest.raises(SameHand):
        act("head", handling.approve, row)
    assert act("leader", handling.approve, row).state == FeedbackState.ANSWERED


@pytest.mark.parametrize(
    ("name", "action", "more"),
    [
        ("specialist", handling.approve, {}),
        ("clerk", handling.approve, {}),
        ("auditor", handling.draft_answer, {"text": "x"}),
        ("receptionist", handling.draft_answer, {"text": "x"}),
        ("specialist", handling.extend, {"reason": "x"}),
        ("specialist", handling.decline, {"reason": "x"}),
        ("auditor", handling.guide, {"text": "x"}),
    ],
)
def test_each_role_does_its_own(act, say, units, name, action, more):
    row = say()
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    with pytest.raises(NotAllowed):
        act(name, action, row, **more)


@pytest.mark.parametrize("name", ["outsider", "accountant", "administrator"])
def test_a_stranger_is_told_that_there_is_none(act, say, units, name):
    row = say()
    with pytest.raises(FeedbackNotFound):
        act(name, handling.route, row, unit_id=units["CM"].pk)


def test_a_unit_sees_what_was_passed_to_it_and_nothing_before(world, act, say, units):
    row = say()
    assert not feedback_visible_to(world.actor("specialist")).exists()
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    assert feedback_for(world.actor("specialist"), row.public_id).pk == row.pk
    act("specialist", handling.return_routing, row, reason="Của phòng khác")
    assert not feedback_visible_to(world.actor("specialist")).exists()


def test_a_returned_draft_goes_back_with_what_to_change(world, act, say, units):
    row = say()
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    act("specialist", handling.draft_answer, row, text="Chưa rõ.")
    row = act("head", handling.return_draft, row, reason="Nêu rõ ngày")
    assert row.state == FeedbackState.ASSIGNED
    assert FeedbackMove.objects.get(feedback=row, action="return_draft").reason == "Nêu rõ ngày"


def test_who_is_named_neither_sees_nor_handles_it(world, act, say, units):
    row = say(topic=Topic.CONDUCT, about="Cán bộ specialist")
    specialist = world.actor("specialist").official_id
    act("receptionist", handling.name_concerned, row, officials={specialist})
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    assert not feedback_visible_to(world.actor("specialist")).exists()
    with pytest.raises(FeedbackNotFound):
        act("specialist", handling.draft_answer, row, text="Không phải tôi")
    assert act("head", handling.draft_answer, row, text="Đã nhắc nhở.").state == "drafted"


def test_it_is_not_passed_to_a_unit_in_which_nobody_else_is_left(world, act, say, units):
    row = say(topic=Topic.CONDUCT)
    both = {world.actor(name).official_id for name in ("specialist", "head")}
    act("receptionist", handling.name_concerned, row, officials=both)
    with pytest.raises(Concerned):
        act("receptionist", handling.route, row, unit_id=units["CM"].pk)


def test_who_handled_the_dossier_does_not_handle_a_word_on_conduct_in_it(world, say):
    dossier = world.receive(world.file())
    row = say(topic=Topic.CONDUCT, dossier=dossier)
    about = set(Concern.objects.filter(feedback=row).values_list("official_id", flat=True))
    assert about == handlers_of(dossier) != set()
    assert not feedback_visible_to(world.actor("receptionist")).exists()
    assert feedback_visible_to(world.actor("clerk")).exists()


@pytest.mark.parametrize("about", ["ông Cán bộ clerk, văn thư", "CAN BO CLERK"])
def test_who_is_named_by_the_sender_neither_sees_it_nor_ends_it(world, act, say, about):
    row = say(about=about, topic=Topic.OTHER)
    assert not feedback_visible_to(world.actor("clerk")).exists()
    assert feedback_visible_to(world.actor("receptionist")).exists()
    with pytest.raises(FeedbackNotFound):
        act("clerk", handling.guide, row, text="Không đúng nơi.")


def test_a_part_of_a_name_names_nobody(world, say):
    say(about="Cán bộ cler")
    assert feedback_visible_to(world.actor("clerk")).exists()


def test_a_word_on_delay_may_be_answered_by_who_handled_it(world, say):
    dossier = world.receive(world.file())
    assert not Concern.objects.filter(feedback=say(dossier=dossier)).exists()


def test_somebody_of_another_agency_cannot_be_named(world, act, say):
    stranger = world.actor("outsider").official_id
    with pytest.raises(UnitElsewhere):
        act("receptionist", handling.name_concerned, say(), officials={stranger})


def test_it_is_passed_to_the_agency_whose_matter_it_is_with_a_time_of_its_own(world, act, say):
    row, later = say(), world.now + timedelta(days=3)
    before = row.due_at
    act(
        "receptionist",
        handling.transfer,
        row,
        now=later,
        agency_id=world.other_ward.pk,
        reason="Đường thuộc phường bên",
    )
    row = Feedback.objects.get(pk=row.pk)
    assert (row.agency_id, row.state) == (world.other_ward.pk, FeedbackState.RECEIVED)
    assert row.due_at > before
    assert feedback_visible_to(world.actor("outsider")).exists()
    assert not feedback_visible_to(world.actor("receptionist")).exists()


def test_it_is_not_passed_to_where_it_is_already(world, act, say):
    with pytest.raises(UnitElsewhere):
        act("receptionist", handling.transfer, say(), agency_id=world.ward.pk, reason="x")


def test_the_time_is_extended_once_with_a_reason_before_it_is_over(world, act, say, units):
    row = say()
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    row = act("head", handling.extend, row, reason="Phải đo đạc lại")
    assert f"{civil(row.due_at):%d/%m/%Y %H:%M}" == "05/01/2027 17:00"
    with pytest.raises(ExtendedBefore):
        act("head", handling.extend, row, reason="Lại nữa")


def test_what_is_late_is_not_extended(world, act, say, units):
    row = say()
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    with pytest.raises(ExtendedBefore):
        act("head", handling.extend, row, now=row.due_at + timedelta(minutes=1), reason="x")


def test_what_is_late_comes_before_the_leader_once(settings, world, say):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    row = say(email="")
    late = row.due_at + timedelta(minutes=1)
    assert escalate_late(actor=SYSTEM, now=row.due_at) == 0
    assert escalate_late(actor=SYSTEM, now=late) == 1
    assert escalate_late(actor=SYSTEM, now=late) == 0
    (letter,) = Message.objects.filter(template="feedback-late")
    assert letter.address == f"leader.{world.ward.pk}@co-quan.example"


def test_a_leader_is_told_in_the_language_he_reads(settings, world, say):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    row = say(email="")
    account, _made = Account.objects.get_or_create(
        official_id=world.actor("leader").official_id, defaults={"email": "a.leader@example.vn"}
    )
    choose_language(account=account, language="en")
    escalate_late(actor=SYSTEM, now=row.due_at + timedelta(minutes=1))
    (letter,) = Message.objects.filter(template="feedback-late")
    assert letter.language == "en"
    assert letter.context["agency"] == world.ward.name_in("en") != world.ward.name


def test_and_later_before_the_agency_above_whose_leader_sees_it(world, say):
    row = say()
    Agency.objects.filter(pk=world.ward.pk).update(parent=world.other_ward)
    Posting.objects.filter(official_id=world.actor("outsider").official_id).update(role="leader")
    above = world.actor("outsider")
    escalate_late(actor=SYSTEM, now=row.due_at + timedelta(minutes=1))
    assert not feedback_visible_to(above).exists()
    escalate_late(actor=SYSTEM, now=row.due_at + timedelta(days=8))
    assert feedback_visible_to(above).exists()
    assert FeedbackMove.objects.filter(feedback=row, action="escalate").count() == 2


def test_a_leader_whom_it_concerns_is_passed_over(world, act, say):
    row = say(topic=Topic.CONDUCT)
    leader = world.actor("leader").official_id
    act("receptionist", handling.name_concerned, row, officials={leader})
    escalate_late(actor=SYSTEM, now=row.due_at + timedelta(minutes=1))
    assert Feedback.objects.get(pk=row.pk).escalation == 2


def test_nobody_but_the_node_escalates(world, now):
    with pytest.raises(NotAllowed):
        escalate_late(actor=world.actor("leader"), now=now)


def test_a_complaint_in_disguise_is_guided_and_a_joke_declined(act, say):
    guided = act("receptionist", handling.guide, say(), text="Gửi đơn tới…")
    assert (guided.state, guided.answer, guided.is_open) == ("guided", "Gửi đơn tới…", False)
    declined = act("leader", handling.decline, say(), reason="Không có nội dung")
    assert declined.state == "declined"
    with pytest.raises(MoveRefused):
        act("leader", handling.decline, declined, reason="x")


def test_the_sender_takes_it_back_by_code_and_digits(world, say, now):
    row = say()
    with pytest.raises(FeedbackNotFound):
        withdraw_feedback(code=row.code, four="0000", now=now)
    assert withdraw_feedback(code=row.code, four="0321", now=now).state == "withdrawn"
    with pytest.raises(MoveRefused):
        withdraw_feedback(code=row.code, four="0321", now=now)


def test_an_answer_is_published_after_another_looked_at_it_without_people(world, act, answered):
    row = answered(text="Tôi là Lê Thị Hoa, 0900000321, chờ lâu.")
    bad = {"question": "Bà lê thị hoa hỏi", "answer": "Đã thêm quầy"}
    with pytest.raises(PersonalData):
        act("specialist", publishing.propose_publication, row, **bad)
    numbered = {"question": "Gọi 0900000321", "answer": "x"}
    with pytest.raises(PersonalData):
        act("specialist", publishing.propose_publication, row, **numbered)
    words = {"question": "Vì sao chờ lâu ở quầy?", "answer": "Đã thêm một quầy."}
    act("head", publishing.propose_publication, row, **words)
    assert published()[0] == []
    with pytest.raises(SameHand):
        act("head", publishing.publish, row)
    act("leader", publishing.publish, row)
    (shown,), more = published("cho lau")
    assert (shown.question, more) == (words["question"], False)
    assert published("khai sinh")[0] == []
    act("leader", publishing.withhold, row)
    assert published()[0] == []


def test_who_wrote_the_answer_does_not_decide_that_it_is_public(world, act, say, units):
    row = say()
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    act("head", handling.draft_answer, row, text="Đã thêm một quầy.")
    act("leader", handling.approve, row)
    words = {"question": "Vì sao chờ lâu?", "answer": "Đã thêm một quầy."}
    act("specialist", publishing.propose_publication, row, **words)
    head = world.actor("head")
    assert not standing_in(FeedbackQueue.PUBLISHING, head, world.now).exists()
    with pytest.raises(SameHand):
        act("head", publishing.publish, row)
    act("leader", publishing.publish, row)


def test_words_to_publish_are_offered_without_the_people_in_them(answered):
    row = answered(text="Tôi là lê thị hoa, gọi 0900000321.")
    question, _answer = publishing.masked_words(row)
    assert "0900000321" not in question
    assert "hoa" not in question


def test_who_is_not_satisfied_has_it_looked_at_again_once(world, act, answered, units, later):
    row = answered()
    by = {"code": row.code, "four": "0321", "reason": "Chưa nói vì sao."}
    with pytest.raises(FeedbackNotFound):
        reopen_feedback(**{**by, "four": "0000"}, now=later(1))
    again = reopen_feedback(**by, now=later(1))
    assert (again.state, again.is_open, again.unit, again.closed_at) == (
        "received",
        True,
        None,
        None,
    )
    assert again.due_at > row.due_at
    assert again.answer == "Đã thêm một quầy."
    with pytest.raises(MoveRefused):
        reopen_feedback(**by, now=later(1))
    act("receptionist", handling.route, row, unit_id=units["CM"].pk)
    act("specialist", handling.draft_answer, row, text="Vì thiếu người; nay đã thêm.")
    act("head", handling.approve, row, now=later(2))
    said = [move.reason for move in FeedbackMove.objects.filter(feedback=row, action="approve")]
    assert said == ["Đã thêm một quầy.", "Vì thiếu người; nay đã thêm."]
    with pytest.raises(ReopenedBefore):
        reopen_feedback(**by, now=later(3))


def test_an_answer_is_not_looked_at_again_after_its_days(answered, later):
    row = answered()
    with pytest.raises(ReopenedBefore):
        reopen_feedback(code=row.code, four="0321", reason="x", now=later(40))


def test_a_disputed_answer_is_public_no_longer(act, answered, later):
    row = answered()
    words = {"question": "Vì sao chờ lâu?", "answer": "Đã thêm một quầy."}
    act("receptionist", publishing.propose_publication, row, **words)
    act("leader", publishing.publish, row)
    reopen_feedback(code=row.code, four="0321", reason="x", now=later(1))
    assert published()[0] == []


def test_what_is_not_answered_is_not_published(act, say):
    row, words = say(), {"question": "x", "answer": "y"}
    with pytest.raises(MoveRefused):
        act("receptionist", publishing.propose_publication, row, **words)


def test_the_lists_hold_what_each_must_do(world, act, say, units, now):
    first, second = say(), say()
    act("receptionist", handling.route, first, unit_id=units["CM"].pk)
    assert to_do(world.actor("receptionist")) == 1
    assert to_do(world.actor("specialist")) == 1
    act("specialist", handling.draft_answer, first, text="x")
    assert to_do(world.actor("head")) == 1
    assert to_do(world.actor("specialist")) == 0
    clerk = world.actor("clerk")
    assert list(standing_in(FeedbackQueue.RECEIVING, clerk, now)) == [second]
    late = second.due_at + timedelta(days=1)
    assert standing_in(FeedbackQueue.LATE, clerk, late).count() == 2
    assert queues_of(world.actor("accountant")) == ()


def test_answers_in_time_are_counted_by_when_they_were_due(world, answered, say, now):
    answered()
    row = say()
    begins, ends = quarter_of(row.due_at.date())
    assert answered_in_time(world.ward.pk, begins, ends, now) == 100
    late = row.due_at + timedelta(days=1)
    assert answered_in_time(world.ward.pk, begins, ends, late) == 50


def test_reading_is_kept_once_an_hour(world, say, now):
    row, actor = say(), world.actor("clerk")
    for minutes in (0, 5, 70):
        open_feedback(actor=actor, public_id=row.public_id, now=now + timedelta(minutes=minutes))
    assert AuditRow.objects.filter(action="voice.read_feedback").count() == 2

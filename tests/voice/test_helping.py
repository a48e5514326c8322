"""Help: a request with a deadline, a caller's code, a masked draft, a hint; all of it kept."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

import pytest

from motcua.agencies.models import Agency, Posting
from motcua.dossiers import actions as dossiers
from motcua.dossiers.actions.drafting import begin_draft
from motcua.dossiers.models import Draft
from motcua.dossiers.queries.called import draft_number, draft_numbered
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.errors import NotAllowed, TooManyRequests
from motcua.kernel.models import AuditRow
from motcua.kernel.transitions import MoveRefused
from motcua.notifications.models import Message
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from motcua.voice.actions.escalating import escalate_late_help
from motcua.voice.actions.guidance import remove_entry, restore_entry, write_entry
from motcua.voice.actions.helping import (
    HelpFacts,
    ask_for_help,
    end_looks,
    finish_request,
    look_at_draft,
    open_draft,
    point_to_question,
    send_help_code,
    take_request,
)
from motcua.voice.base.faq import Entry
from motcua.voice.enums import HelpChannel
from motcua.voice.errors import FaqUnknown, HelpClosed, HelpCodeWrong, HelpNotFound
from motcua.voice.models import HelpLook
from motcua.voice.queries.guidance import entry_called, guidance
from motcua.voice.queries.helping import (
    help_to_do,
    hints_of,
    looks_of,
    masked_draft,
    open_looks,
    requests_visible_to,
)
from tests.cast import BIRTH

pytestmark = pytest.mark.django_db
NOBODY = Actor(kind="citizen")


@pytest.fixture(autouse=True)
def _mailed(settings):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    settings.SMS_URL = "http://127.0.0.1:1"


@pytest.fixture
def draft(world):
    """Give a citizen's draft with every question answered, one of them wrongly."""
    rules = catalogue.rules(catalogue.offering(world.offerings[BIRTH]).version_id)
    answers = sample_answers(rules.form, seed=3, today=civil_date(world.now))
    answers["child_name"] = ""
    return dossiers.start_draft(
        actor=world.actor("citizen"),
        offering_id=world.offerings[BIRTH],
        language="vi",
        answers=answers,
        now=world.now,
    )


@pytest.fixture
def call(world):
    """Give a call that the receptionist wrote down."""
    facts = HelpFacts(world.ward.pk, HelpChannel.CALL, "Không sang được trang sau.")
    return ask_for_help(actor=world.actor("receptionist"), facts=facts, now=world.now)


@pytest.fixture
def helper(world):
    return world.actor("receptionist")


def sent_code():
    message = Message.objects.filter(template="help-code").order_by("-pk").first()
    return message.context["code"]


@pytest.fixture
def opened(world, helper, call, draft):
    """Give the key of the draft, opened by the caller's code."""
    by = {"actor": helper, "public_id": call.public_id, "now": world.now}
    send_help_code(number=draft_number(draft.public_id), **by)
    return open_draft(code=sent_code(), **by)


def test_a_call_is_a_request_with_a_deadline_in_working_hours(world, call):
    assert call.code.startswith("TG-261120-")
    assert f"{civil(call.due_at):%d/%m %H:%M}" == "20/11 15:00"
    assert (call.state, help_to_do(world.actor("clerk"))) == ("taken", 1)


def test_a_message_waits_for_somebody_to_take_it(world, helper):
    facts = HelpFacts(world.ward.pk, HelpChannel.MESSAGE, "Quên mã", phone="0900000321")
    row = ask_for_help(actor=NOBODY, facts=facts, now=world.now)
    assert row.state == "open"
    assert take_request(actor=helper, public_id=row.public_id, now=world.now).state == "taken"


def test_nobody_writes_down_a_call_who_does_not_answer_them(world):
    facts = HelpFacts(world.ward.pk, HelpChannel.CALL, "x")
    with pytest.raises(NotAllowed):
        ask_for_help(actor=world.actor("specialist"), facts=facts, now=world.now)


def test_a_draft_is_found_by_the_number_its_owner_reads_out(draft):
    number = draft_number(draft.public_id)
    assert re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", number)
    assert draft_numbered(number.lower().replace("-", " ")).pk == draft.pk
    assert draft_numbered("0000-0000") is None
    assert draft_numbered("x") is None


def test_drafts_begun_in_one_moment_have_numbers_of_their_own(world, draft):
    begun = [
        begin_draft(
            actor=world.actor("citizen"),
            offering_id=world.offerings[BIRTH],
            language="vi",
            now=world.now,
        )
        for _ in range(3)
    ]
    for one in (draft, *begun):
        assert draft_numbered(draft_number(one.public_id)).pk == one.pk


def test_the_code_goes_to_the_owners_own_phone_whoever_calls(world, helper, call, draft):
    send_help_code(
        actor=helper,
        public_id=call.public_id,
        number=draft_number(draft.public_id),
        now=world.now,
    )
    told = {message.medium: message.address for message in Message.objects.all()}
    assert told == {"sms": "0912345678", "email": "0912345678@dan.example"}


def test_a_wrong_number_says_nothing_and_sends_nothing(world, helper, call):
    by = {"actor": helper, "public_id": call.public_id, "now": world.now}
    assert send_help_code(number="0000-0000", **by) is None
    assert not Message.objects.exists()


def test_codes_are_few(world, helper, call, draft):
    by = {"actor": helper, "public_id": call.public_id, "now": world.now}
    for _time in range(5):
        send_help_code(number=draft_number(draft.public_id), **by)
    with pytest.raises(TooManyRequests):
        send_help_code(number=draft_number(draft.public_id), **by)


def test_many_requests_are_no_way_to_many_codes_for_one_draft(world, helper, draft):
    facts = HelpFacts(world.ward.pk, HelpChannel.CALL, "Không sang được trang sau.")

    def ask(number):
        row = ask_for_help(actor=helper, facts=facts, now=world.now)
        send_help_code(actor=helper, public_id=row.public_id, number=number, now=world.now)

    for _time in range(10):
        ask(draft_number(draft.public_id))
    with pytest.raises(TooManyRequests):
        ask(draft_number(draft.public_id).replace("-", " ").lower())
    for number in range(19):
        ask(f"0000-{number:04}")
    with pytest.raises(TooManyRequests):
        ask("0000-9999")


def test_a_code_is_tried_five_times_and_lasts_ten_minutes(world, helper, call, draft):
    by = {"actor": helper, "public_id": call.public_id}
    send_help_code(number=draft_number(draft.public_id), now=world.now, **by)
    with pytest.raises(HelpCodeWrong):
        open_draft(code=sent_code(), now=world.now + timedelta(minutes=11), **by)
    wrong = "000000" if sent_code() != "000000" else "111111"
    for _try in range(5):
        with pytest.raises(HelpCodeWrong):
            open_draft(code=wrong, now=world.now, **by)
    with pytest.raises(HelpCodeWrong):
        open_draft(code=sent_code(), now=world.now, **by)


def test_wrong_codes_of_a_helper_are_counted_over_all_requests(world, helper, draft):
    facts = HelpFacts(world.ward.pk, HelpChannel.CALL, "x")
    tries = 0
    with pytest.raises(TooManyRequests):  # noqa: PT012 - each request has tries of its own
        for _request in range(10):
            call = ask_for_help(actor=helper, facts=facts, now=world.now)
            by = {"actor": helper, "public_id": call.public_id, "now": world.now}
            send_help_code(number=draft_number(draft.public_id), **by)
            wrong = "000000" if sent_code() != "000000" else "111111"
            for _try in range(5):
                with suppress(HelpCodeWrong):
                    open_draft(code=wrong, **by)
                tries += 1
    assert tries == 15


def test_the_owner_ends_a_look_at_once_and_nobody_else_does(world, helper, call, draft, opened):
    by = {"actor": helper, "public_id": call.public_id, "key_id": opened.pk}
    owner = world.actor("citizen")
    (seen,) = open_looks(owner, world.now, "vi")
    assert seen.official == "Cán bộ receptionist"
    assert end_looks(actor=world.actor("relative"), now=world.now) == 0
    look_at_draft(now=world.now, **by)
    assert end_looks(actor=owner, now=world.now) == 1
    assert open_looks(owner, world.now, "vi") == ()
    with pytest.raises(HelpClosed):
        look_at_draft(now=world.now, **by)
    assert AuditRow.objects.filter(action="voice.end_look").count() == 1


def test_the_owner_makes_a_code_void_that_was_not_used_yet(world, helper, call, draft):
    by = {"actor": helper, "public_id": call.public_id, "now": world.now}
    send_help_code(number=draft_number(draft.public_id), **by)
    end_looks(actor=world.actor("citizen"), now=world.now)
    with pytest.raises(HelpCodeWrong):
        open_draft(code=sent_code(), **by)


def test_a_late_request_comes_before_the_leader_and_then_before_the_agency_above(world, call):
    late = call.due_at + timedelta(minutes=1)
    assert escalate_late_help(actor=SYSTEM, now=call.due_at) == 0
    assert escalate_late_help(actor=SYSTEM, now=late) == 1
    assert escalate_late_help(actor=SYSTEM, now=late) == 0
    (letter,) = Message.objects.filter(template="help-late")
    assert letter.address == f"leader.{world.ward.pk}@co-quan.example"
    Agency.objects.filter(pk=world.ward.pk).update(parent=world.other_ward)
    Posting.objects.filter(official_id=world.actor("outsider").official_id).update(role="leader")
    above = world.actor("outsider")
    assert not requests_visible_to(above).exists()
    assert escalate_late_help(actor=SYSTEM, now=late + timedelta(days=5)) == 1
    assert requests_visible_to(above).get().pk == call.pk


def test_help_that_was_given_is_not_late(world, helper, call):
    finish_request(actor=helper, public_id=call.public_id, answer="Xong", now=world.now)
    assert escalate_late_help(actor=SYSTEM, now=call.due_at + timedelta(days=9)) == 0
    with pytest.raises(NotAllowed):
        escalate_late_help(actor=helper, now=world.now)


def test_a_code_works_once(world, helper, call, opened):
    with pytest.raises(HelpCodeWrong):
        open_draft(actor=helper, public_id=call.public_id, code=sent_code(), now=world.now)


def test_the_draft_is_seen_masked_with_what_is_wrong(world, helper, call, draft, opened):
    key = look_at_draft(actor=helper, public_id=call.public_id, key_id=opened.pk, now=world.now)
    shown = masked_draft(key, world.now, "vi")
    rows = {row.path: row for page in shown.pages for row in page.rows}
    assert rows["child_name"].errors
    assert shown.errors >= 1
    written = " ".join(row.answer for row in rows.values())
    form = catalogue.rules(draft.version_id).form
    for path, value in draft.answers.items():
        kind = str(form.questions[path].kind)
        if isinstance(value, str) and value and kind in {"name", "text", "phone", "citizen-number"}:
            assert value not in written, path
    assert not re.search(r"\d{4,}", written)
    assert "•" in written


def test_what_the_caller_sees_filled_in_is_not_told_as_unanswered(
    world, helper, call, draft, opened
):
    form = catalogue.rules(draft.version_id).form
    of_himself = {
        one.key
        for page in form.pages.values()
        for one in page.questions
        if one.prefill in {"person.full_name", "citizen.full_name"}
    }
    assert of_himself
    kept = {key: value for key, value in draft.answers.items() if key == "child_name"}
    Draft.objects.filter(pk=draft.pk).update(answers=kept)
    key = look_at_draft(actor=helper, public_id=call.public_id, key_id=opened.pk, now=world.now)
    rows = {row.path: row for page in masked_draft(key, world.now, "vi").pages for row in page.rows}
    for path in of_himself & set(rows):
        row = rows[path]
        assert (row.is_prefilled, row.errors) == (True, ())
        assert "•" in row.answer
    assert not rows["child_name"].is_prefilled
    name = world.accounts["citizen"].person.full_name
    assert name not in " ".join(row.answer for row in rows.values())


def test_nobody_else_and_nobody_later_sees_it(world, helper, call, opened):
    by = {"public_id": call.public_id, "key_id": opened.pk}
    with pytest.raises(HelpClosed):
        look_at_draft(actor=world.actor("clerk"), now=world.now, **by)
    with pytest.raises(HelpClosed):
        look_at_draft(actor=helper, now=world.now + timedelta(minutes=31), **by)
    with pytest.raises(HelpNotFound):
        look_at_draft(actor=world.actor("outsider"), now=world.now, **by)
    finish_request(actor=helper, public_id=call.public_id, answer="Xong", now=world.now)
    with pytest.raises(HelpClosed):
        look_at_draft(actor=helper, now=world.now + timedelta(seconds=1), **by)


def test_a_hint_is_seen_by_the_caller_and_changes_nothing(world, helper, call, draft, opened):
    before = Draft.objects.get(pk=draft.pk).answers
    by = {"actor": helper, "public_id": call.public_id, "key_id": opened.pk, "now": world.now}
    point_to_question(question="child_name", note="Ghi họ tên cháu", **by)
    (hint,) = hints_of(draft)
    assert (hint.question, hint.note) == ("child_name", "Ghi họ tên cháu")
    point_to_question(question="child_name", note="Viết có dấu", **by)
    assert [hint.note for hint in hints_of(draft)] == ["Viết có dấu"]
    assert Draft.objects.get(pk=draft.pk).answers == before
    with pytest.raises(HelpClosed):
        point_to_question(question="no-such", note="x", **by)


def test_every_look_is_kept_and_its_owner_sees_who_looked(world, helper, call, draft, opened):
    by = {"actor": helper, "public_id": call.public_id, "key_id": opened.pk, "now": world.now}
    look_at_draft(**by)
    point_to_question(question="child_name", note="x", **by)
    looks = looks_of(world.actor("citizen"), "vi")
    assert [(look.official, look.is_hint) for look in looks] == [
        ("Cán bộ receptionist", True),
        ("Cán bộ receptionist", False),
    ]
    assert looks_of(world.actor("relative"), "vi") == ()
    kept = AuditRow.objects.filter(purpose="help", subject_id=str(draft.public_id))
    assert kept.count() == HelpLook.objects.count() == 2


def test_helping_ends_once_with_what_was_said(world, helper, call):
    by = {"actor": helper, "public_id": call.public_id, "now": world.now}
    assert finish_request(answer=" Đã chỉ nút Tiếp tục. ", **by).answer == "Đã chỉ nút Tiếp tục."
    with pytest.raises(MoveRefused):
        finish_request(answer="x", **by)


def test_guidance_is_shipped_and_changed_by_the_keeper_alone(world, now):
    keeper = world.actor("administrator")
    shipped = guidance()[0]
    changed = Entry(shipped.code, {"vi": "Hỏi?", "en": ""}, {"vi": "Đáp.", "en": ""})
    with pytest.raises(NotAllowed):
        write_entry(actor=world.actor("clerk"), entry=changed, now=now)
    write_entry(actor=keeper, entry=changed, now=now)
    assert (entry_called(shipped.code).ask("en"), guidance()[0].reply("vi")) == ("Hỏi?", "Đáp.")
    remove_entry(actor=keeper, entry=changed, now=now)
    assert shipped.code not in {entry.code for entry in guidance()}
    restore_entry(actor=keeper, code=shipped.code, now=now)
    assert guidance()[0] == shipped
    own = Entry("", {"vi": "Gửi xe ở đâu?", "en": ""}, {"vi": "Sân sau.", "en": ""})
    assert write_entry(actor=keeper, entry=own, now=now).code == "gui-xe-o-dau"
    assert [entry.code for entry in guidance("gui xe")] == ["gui-xe-o-dau"]
    with pytest.raises(FaqUnknown):
        entry_called("khong-co")

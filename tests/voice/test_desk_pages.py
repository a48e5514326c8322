"""The officials' pages of feedback, help and satisfaction."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings

from motcua.dossiers import actions as dossiers
from motcua.dossiers.queries.called import draft_number
from motcua.kernel.actors import SYSTEM
from motcua.notifications.models import Message
from motcua.voice import actions
from motcua.voice.actions.helping import HelpFacts, ask_for_help
from motcua.voice.enums import HelpChannel
from motcua.voice.models import Feedback, HelpRequest
from tests.cast import BIRTH, NOW
from tests.desk.conftest import ALONE, Desk
from tests.identity.doors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_friday_morning():
    with override_settings(**ALONE), time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def desk_of(world):
    return lambda name: Desk(signed_in(world.accounts[name]))


def send(desk, address, **given):
    desk.response = desk.client.post(address, given)
    return desk


def at(desk, row, act):
    return desk.at("feedback-act", row.public_id, act)


def test_feedback_walks_over_the_desk_from_receipt_to_publication(world, desk_of, say, units):
    row = say()
    receptionist, specialist, head = (desk_of(n) for n in ("receptionist", "specialist", "head"))
    receptionist.open("feedback")
    assert row.code in receptionist.text
    assert "Phản ánh, kiến nghị1" in receptionist.words("//nav")
    receptionist.open("feedback-one", row.public_id)
    assert "Tôi chờ từ sáng" in receptionist.text
    send(receptionist, at(receptionist, row, "chuyen-don-vi"))
    assert receptionist.status == 422
    send(receptionist, at(receptionist, row, "chuyen-don-vi"), chosen=units["CM"].pk).follow()
    assert "Đã xong" in receptionist.words("//body")
    send(specialist, at(specialist, row, "soan"), text="Đã thêm quầy.").follow()
    assert head.go(at(head, row, "duyet")).status == 200
    assert "Đã thêm quầy." in head.text
    send(head, at(head, row, "duyet")).follow()
    assert Feedback.objects.get().state == "answered"
    words = {"question": "Gọi 0900000321?", "answer": "Đã thêm quầy."}
    send(specialist, at(specialist, row, "de-nghi-cong-khai"), **words)
    assert specialist.status == 422
    words["question"] = "Vì sao chờ lâu?"
    send(specialist, at(specialist, row, "de-nghi-cong-khai"), **words).follow()
    page = head.open("feedback-one", row.public_id).page
    main, *_others = page.xpath("//main//a[contains(@class, 'govuk-button')]")
    assert main.text.strip() == "Công khai"
    assert "Vì sao chờ lâu?" in head.go(at(head, row, "cong-khai")).text
    send(head, at(head, row, "cong-khai")).follow()
    assert "Đã công khai" in head.text
    held = Feedback.objects.get().publication
    by = f"{held.proposed_by.full_name} đề nghị · {held.decided_by.full_name} quyết định"
    assert by in head.words("//main")


def test_an_act_that_is_not_ones_own_is_refused(desk_of, say):
    row, clerk = say(), desk_of("clerk")
    assert clerk.go(at(clerk, row, "duyet")).status == 403
    assert clerk.go(at(clerk, row, "khong-co")).status == 404
    assert send(clerk, at(clerk, row, "duyet")).status == 302


def test_whoever_is_named_loses_sight_of_it_at_once(world, desk_of, say):
    row, clerk = say(), desk_of("clerk")
    own = world.actor("clerk").official_id
    send(clerk, at(clerk, row, "nguoi-bi-phan-anh"), officials=[own]).follow()
    assert row.code not in clerk.text
    assert clerk.open("feedback-one", row.public_id).status == 404


def test_feedback_passed_to_another_agency_is_out_of_sight(world, desk_of, say):
    row, clerk = say(), desk_of("clerk")
    given = {"chosen": world.other_ward.pk, "reason": "Của phường bên"}
    send(clerk, at(clerk, row, "chuyen-co-quan"), **given).follow()
    assert clerk.status == 200
    assert row.code in desk_of("outsider").open("feedback").text


def test_a_request_for_help_says_in_words_how_late_it_is(world, desk_of):
    facts = HelpFacts(world.ward.pk, HelpChannel.CALL, "Không sang được trang", "An", "0912")
    row = ask_for_help(actor=world.actor("receptionist"), facts=facts, now=NOW)
    helper = desk_of("receptionist")
    for due, badge, words in (
        (timedelta(hours=3, minutes=30), "Còn hạn", "còn 3 giờ"),
        (timedelta(minutes=30), "Sắp đến hạn", "còn 29 phút"),
        (-timedelta(hours=2, minutes=1), "Quá hạn", "quá 2 giờ"),
    ):
        HelpRequest.objects.filter(pk=row.pk).update(due_at=NOW + due)
        for text in (helper.open("help-one", row.public_id).text, helper.open("help").text):
            assert badge in text
            assert words in text
    send(helper, helper.at("help-finish", row.public_id), answer="Đã chỉ xong.").follow()
    assert "xong trễ 2 giờ" in helper.text
    assert "Quá hạn" not in helper.text
    assert "xong trễ 2 giờ" in helper.open("help", loai="xong").text


def test_a_request_for_help_is_taken_up_by_one(world, desk_of):
    facts = HelpFacts(world.ward.pk, HelpChannel.CALL, "Không sang được trang", "An", "0912")
    row = ask_for_help(actor=world.actor("receptionist"), facts=facts, now=NOW)
    helper = desk_of("receptionist")
    send(helper, helper.at("help-take", row.public_id)).follow()
    row.refresh_from_db()
    assert row.official_id == world.actor("receptionist").official_id


def test_a_call_is_helped_with_a_masked_draft_and_a_hint(settings, world, desk_of):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    draft = dossiers.start_draft(
        actor=world.actor("citizen"),
        offering_id=world.offerings[BIRTH],
        language="vi",
        answers={"child_name": {"family": "Nguyễn", "middle": "Văn", "given": "Bíẩn"}},
        now=world.now,
    )
    helper = desk_of("receptionist")
    send(helper, helper.at("help-new"), channel="call", text="Không sang được trang").follow()
    row = HelpRequest.objects.get()
    number = draft_number(draft.public_id)
    send(helper, helper.at("help-code", row.public_id), draft_number=number).follow()
    send(helper, helper.at("help-open", row.public_id), code="000000")
    assert helper.status == 422
    code = Message.objects.get(template="help-code").context["code"]
    send(helper, helper.at("help-open", row.public_id), code=code).follow()
    (link,) = helper.page.xpath("//a[contains(@href, '/ban-nhap/')]/@href")
    helper.go(link)
    assert "Bíẩn" not in helper.response.content.decode()
    assert "•••••• ••• ••••" in helper.text
    helper.go(f"{link}?cau=child_name")
    send(helper, link, question="child_name", note="Viết đủ họ tên").follow()
    citizen = signed_in(world.accounts["citizen"], steps=("password",))
    with override_settings(DESK_URLCONF="motcua.config.urls_desk"):
        looked = citizen.get("/tro-giup/ai-da-xem").content.decode()
    assert "Cán bộ receptionist" in looked
    send(helper, helper.at("help-finish", row.public_id), answer="Đã chỉ xong.").follow()
    assert helper.go(link).status == 403
    assert "Đã giúp xong" in helper.open("help-one", row.public_id).text


def test_satisfaction_shows_nothing_under_five_and_no_dossier_ever(
    world, desk_of, withdrawn, rate, later
):
    made = [withdrawn(number) for number in range(5)]
    for dossier in made[:4]:
        rate(dossier, comment="Nhanh")
    actions.release_ratings(actor=SYSTEM, now=later(1))
    head = desk_of("head")
    assert "0 đánh giá" in head.open("satisfaction").text
    rate(made[4], comment="Chậm")
    actions.release_ratings(actor=SYSTEM, now=later(1))
    with time_machine.travel(later(1), tick=False):
        head = desk_of("head").open("satisfaction")
    assert "5 đánh giá" in head.text
    assert "Chậm" in head.text
    page = head.response.content.decode()
    for dossier in made:
        assert dossier.code not in page
        assert str(dossier.public_id) not in page


def test_the_counter_gives_a_code_whether_or_not_the_dossier_was_rated(
    world, desk_of, withdrawn, rate
):
    rated, fresh = withdrawn(1), withdrawn(2)
    rate(rated)
    shown = []
    for dossier in (rated, fresh):
        desk = desk_of("receptionist")
        send(desk, desk.at("rating-code", dossier.public_id))
        assert desk.status == 200
        code = desk.words("//main//code")
        assert re.fullmatch(r"[0-9A-Z]{6}", code)
        text = desk.text.replace(code, "").replace(dossier.code, "")
        shown.append(re.sub(r"code=\w+", "", text))
    assert shown[0] == shown[1]


def test_an_auditor_scores_the_one_door_on_a_page(desk_of):
    auditor = desk_of("auditor")
    assert auditor.open("satisfaction-mark").status == 200
    send(auditor, auditor.at("satisfaction-mark"))
    assert auditor.status == 422
    send(auditor, auditor.at("satisfaction-mark"), score="2").follow()
    assert auditor.status == 200
    assert desk_of("leader").open("satisfaction-mark").status == 403

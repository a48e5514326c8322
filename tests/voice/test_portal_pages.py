"""The citizens' pages of rating, feedback and help, without a script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.counters.actions import kiosks
from motcua.kernel.clock import civil
from motcua.notifications.models import Message
from motcua.voice import actions
from motcua.voice.actions import handling, publishing
from motcua.voice.models import Feedback, HelpRequest, Rating
from tests.cast import NOW, PDF
from tests.counters.conftest import Office
from tests.identity.doors import signed_in, visitor
from tests.portal.conftest import Browser

pytestmark = pytest.mark.django_db
SAID = {"i3": "as-recorded", "i4": "as-recorded", "i6": "2", "i7": "1", "comment": ""}


@pytest.fixture(autouse=True)
def _on_a_friday_morning():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def stranger(world):
    return Browser(visitor())


@pytest.fixture
def citizen(world):
    return Browser(signed_in(world.accounts["citizen"], steps=("password",)))


@pytest.fixture
def remark(world):
    return {
        "kind": "remark",
        "agency": str(world.ward.pk),
        "topic": "delay",
        "subject": "Chờ lâu",
        "text": "Tôi chờ từ sáng.",
        "name": "Lê Hoa",
        "phone": "0900 000 321",
    }


@pytest.fixture
def device(world):
    """Give a browser of the counter's own device."""
    office = Office(world)
    _kiosk, code = kiosks.make_kiosk(
        actor=office.actor("administrator"), unit=office.unit, name="Máy ở quầy", now=office.now
    )
    found = Browser(visitor())
    found.post("/kiosk", {"code": code})
    return found


def test_the_counters_device_asks_for_one_code_then_rates_and_thanks(
    world, stranger, device, withdrawn, now
):
    dossier = withdrawn()
    code = actions.give_counter_code(
        actor=world.actor("receptionist"), dossier_id=dossier.public_id, now=now
    )
    device.post("/danh-gia", {"code": "AAAAAA"})
    assert "không mở được" in " ".join(device.problems)
    device.post("/danh-gia", {"code": code})
    assert device.title == "Đánh giá việc phục vụ"
    grant = device.value("grant")
    device.post("/danh-gia/phieu", {"grant": grant, "i6": "2"})
    assert device.problems
    stranger.post("/danh-gia/phieu", SAID | {"grant": grant})
    assert stranger.status == 404, "not on a device of the office"
    device.post("/danh-gia/phieu", SAID | {"grant": grant}).follow()
    assert "Cảm ơn" in device.title
    assert Rating.objects.get().scores == {"3": 2, "4": 2, "6": 2, "7": 1}
    device.post("/danh-gia/phieu", SAID | {"grant": grant})
    assert device.status == 404


def test_anywhere_else_code_and_digits_have_a_link_sent_and_open_nothing(
    settings, world, stranger, withdrawn, now
):
    settings.SMTP_URL = "smtp://127.0.0.1:1"
    dossier = withdrawn()
    code = actions.give_counter_code(
        actor=world.actor("receptionist"), dossier_id=dossier.public_id, now=now
    )
    for wrong in ({"code": dossier.code, "four": "0000"}, {"code": code, "four": "5678"}):
        stranger.post("/danh-gia", wrong)
        assert "không mở được" in " ".join(stranger.problems)
    stranger.post("/danh-gia", {"code": dossier.code, "four": "5678"}).follow()
    assert stranger.title == "Đã gửi đường dẫn đánh giá"
    (message,) = Message.objects.filter(template="rating")
    link = "/" + message.context["link"].split("/", 3)[3]
    stranger.post(link, SAID).follow()
    assert "Cảm ơn" in stranger.title


def test_the_sheet_opened_by_itself_leads_to_where_codes_are_asked(stranger):
    assert stranger.go("/danh-gia/phieu").follow().title == "Đánh giá việc phục vụ"
    assert stranger.post("/danh-gia/phieu", {"grant": "x"}).status == 404


def test_a_wrong_link_says_so_and_names_nothing(stranger):
    assert stranger.go("/danh-gia/l/khong-co").status == 404


def test_feedback_is_sent_with_a_file_and_gets_a_code(world, stranger, remark):
    stranger.post("/gop-y/gui", {})
    assert len(stranger.problems) >= 4
    photo = SimpleUploadedFile("anh.pdf", PDF, content_type="application/pdf")
    stranger.post("/gop-y/gui", remark | {"files": photo}).follow()
    row = Feedback.objects.get()
    assert row.code in stranger.text
    assert row.files.count() == 1
    assert "4 số cuối điện thoại" in stranger.text


def test_feedback_sent_twice_is_one_and_with_other_words_is_not_lost(stranger, remark):
    page = stranger.go("/gop-y/gui")
    token = {"token": page.value("token")}
    places = set()
    for _ in range(3):
        stranger.post("/gop-y/gui", remark | token)
        places.add(stranger.response["Location"])
    assert len(places) == 1
    stranger.post("/gop-y/gui", remark | token | {"text": "Còn một việc nữa."})
    assert stranger.status == 422
    assert "Còn một việc nữa." in stranger.response.content.decode()
    assert Feedback.objects.count() == 1
    stranger.post("/gop-y/gui", remark | {"token": stranger.value("token"), "text": "Việc nữa."})
    assert Feedback.objects.count() == 2


def test_a_file_of_another_kind_is_refused_and_nothing_typed_is_lost(stranger, remark):
    evil = SimpleUploadedFile("x.pdf", b"MZ" * 100, content_type="application/pdf")
    stranger.post("/gop-y/gui", remark | {"files": evil})
    assert stranger.problems
    assert stranger.value("subject") == "Chờ lâu"
    assert not Feedback.objects.exists()


def test_who_gives_neither_name_nor_wish_to_stay_unknown_is_asked(stranger, remark):
    stranger.post("/gop-y/gui", {**remark, "name": "", "phone": ""})
    assert {"#f-name", "#f-phone"} <= set(stranger.problems.values())


def test_an_unknown_sender_gets_digits_and_follows_with_them(stranger, remark):
    stranger.post("/gop-y/gui", {**remark, "name": "", "phone": "", "is_anonymous": "on"}).follow()
    row, pin = Feedback.objects.get(), stranger.words("//*[@class='govuk-inset-text']//strong")
    stranger.post("/gop-y/tra-cuu", {"code": row.code, "four": "xxxx"})
    assert "Không có phản ánh" in " ".join(stranger.problems)
    stranger.post("/gop-y/tra-cuu", {"code": row.code, "four": pin})
    assert stranger.title == "Chờ lâu"
    assert "Hẹn trả lời" in stranger.text
    stranger.post("/gop-y/rut", {"code": row.code, "four": pin})
    assert stranger.title == "Rút lại phản ánh, kiến nghị này?"
    assert Feedback.objects.get().is_open, "one press takes nothing back"
    stranger.post("/gop-y/rut", {"code": row.code, "four": pin, "_sure": "1"})
    assert "đã rút" in stranger.text
    assert not Feedback.objects.get().is_open


def test_the_four_digits_are_shown_for_an_hour_only(stranger, remark):
    stranger.post("/gop-y/gui", {**remark, "name": "", "phone": "", "is_anonymous": "on"})
    address, pin = stranger.response["Location"], Feedback.objects.get().contact["pin"]
    with time_machine.travel(NOW.replace(hour=4), tick=False):
        assert pin not in stranger.go(address).text.split()


def test_a_dossier_is_tied_only_by_its_code_and_digits(world, stranger, remark, withdrawn):
    dossier = withdrawn()
    stranger.post("/gop-y/gui", remark | {"dossier": dossier.code})
    assert "#f-four" in stranger.problems.values()
    stranger.post("/gop-y/gui", remark | {"dossier": dossier.code, "four": "0000"})
    assert not Feedback.objects.exists()
    stranger.post("/gop-y/gui", remark | {"dossier": dossier.code, "four": "5678"})
    assert Feedback.objects.get().dossier_id == dossier.pk


def test_wrong_digits_lock_a_code_after_five_tries(stranger, say):
    row = say()
    for _try in range(5):
        stranger.post("/gop-y/tra-cuu", {"code": row.code, "four": "0000"})
    stranger.post("/gop-y/tra-cuu", {"code": row.code, "four": "0321"})
    assert stranger.status == 429
    assert stranger.response["Retry-After"]


def test_signs_that_nobody_sees_do_not_make_another_code(stranger, say):
    row = say()
    for number in range(5):
        code = row.code[:6] + "\u200b" * (number + 1) + " " * number + row.code[6:].lower()
        stranger.post("/gop-y/tra-cuu", {"code": code, "four": "0000"})
    stranger.post("/gop-y/tra-cuu", {"code": row.code, "four": "0321"})
    assert stranger.status == 429


def test_guessing_by_feedback_and_rating_is_counted_with_guessing_by_tracking(
    stranger, remark, withdrawn
):
    dossier = withdrawn()
    with time_machine.travel(NOW, tick=False):
        for _try in range(2):
            stranger.post("/gop-y/gui", remark | {"dossier": dossier.code, "four": "0000"})
        for _try in range(2):
            stranger.post("/danh-gia", {"code": dossier.code, "four": "0000"})
        stranger.post("/track", {"code": dossier.code, "digits": "0000"})
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        stranger.post("/danh-gia", {"code": dossier.code, "four": "5678"})
        assert stranger.status == 429
        stranger.post("/gop-y/gui", remark | {"dossier": dossier.code, "four": "5678"})
        assert stranger.status == 429
        stranger.post("/track", {"code": dossier.code, "digits": "5678"})
        assert stranger.status == 429
    assert not Feedback.objects.exists()


def test_a_robot_that_fills_the_hidden_field_sends_nothing(stranger, remark):
    stranger.post("/gop-y/gui", remark | {"website": "x"})
    assert not Feedback.objects.exists()


def test_a_complaint_is_shown_its_way_by_law(stranger):
    stranger.go("/gop-y/khieu-nai")
    assert "90 ngày" in stranger.text
    assert "Luật Khiếu nại" in stranger.text
    assert "chờ đối chiếu" in stranger.text


def test_the_answer_reaches_its_sender_and_after_review_everybody(world, stranger, say, units):
    row = say()
    by = {"public_id": row.public_id, "now": world.now}
    handling.route(actor=world.actor("receptionist"), unit_id=units["CM"].pk, **by)
    handling.draft_answer(actor=world.actor("specialist"), text="Đã thêm quầy.", **by)
    stranger.post("/gop-y/tra-cuu", {"code": row.code, "four": "0321"})
    assert "Đã thêm quầy." not in stranger.text
    handling.approve(actor=world.actor("head"), **by)
    stranger.post("/gop-y/tra-cuu", {"code": row.code, "four": "0321"})
    assert "Đã thêm quầy." in stranger.text
    assert "Cán bộ" not in stranger.text
    words = {"question": "Vì sao chờ lâu?", "answer": "Đã thêm quầy."}
    publishing.propose_publication(actor=world.actor("specialist"), **words, **by)
    assert "Vì sao chờ lâu?" not in stranger.go("/gop-y/hoi-dap").text
    publishing.publish(actor=world.actor("head"), **by)
    assert "Vì sao chờ lâu?" in stranger.go("/gop-y/hoi-dap?q=cho lau").text
    assert "Vì sao chờ lâu?" not in stranger.go("/gop-y/hoi-dap?q=khai sinh").text
    assert "Vì sao chờ lâu?" in stranger.go("/gop-y").text


def test_who_is_not_satisfied_asks_for_another_look_from_the_page_of_the_answer(
    world, stranger, say, units
):
    row = say()
    by = {"public_id": row.public_id, "now": world.now}
    handling.route(actor=world.actor("receptionist"), unit_id=units["CM"].pk, **by)
    handling.draft_answer(actor=world.actor("specialist"), text="Đã thêm quầy.", **by)
    signs = {"code": row.code, "four": "0321"}
    assert "Đề nghị xem lại" not in stranger.post("/gop-y/tra-cuu", signs).text
    handling.approve(actor=world.actor("head"), **by)
    assert "Đề nghị xem lại" in stranger.post("/gop-y/tra-cuu", signs).text
    stranger.post("/gop-y/xem-lai", signs | {"reason": ""})
    assert (stranger.status, "Nhập điều anh/chị chưa hài lòng" in stranger.text) == (422, True)
    stranger.post("/gop-y/xem-lai", signs | {"reason": "Chưa nói vì sao."})
    assert "Chưa nói vì sao." in stranger.text
    assert "Hẹn trả lời:" in stranger.text
    assert Feedback.objects.get(pk=row.pk).state == "received"
    stranger.post("/gop-y/xem-lai", signs | {"reason": "Lại nữa"})
    assert Feedback.objects.get(pk=row.pk).moves.filter(action="reopen").count() == 1


def test_one_finds_what_one_sent_while_signed_in(citizen, remark):
    citizen.go("/gop-y/gui")
    assert citizen.value("name") == "Nguyễn Thị An"
    citizen.post("/gop-y/gui", remark)
    assert "Chờ lâu" in citizen.go("/gop-y/cua-toi").text


def test_a_message_to_the_help_desk_is_a_request(world, stranger):
    stranger.post("/tro-giup/hoi", {"agency": str(world.ward.pk), "text": "Giúp với"})
    assert stranger.problems
    given = {"agency": str(world.ward.pk), "text": "Giúp với", "phone": "0900000321"}
    stranger.post("/tro-giup/hoi", given).follow()
    assert "Đã nhận" in stranger.title
    assert HelpRequest.objects.get().channel == "message"


def test_a_message_sent_twice_is_one_request(world, stranger):
    asked = {"agency": str(world.ward.pk), "text": "Quên mã", "phone": "0900000321"}
    token = stranger.go("/tro-giup/hoi").value("token")
    for _ in range(2):
        stranger.post("/tro-giup/hoi", asked | {"token": token})
    assert HelpRequest.objects.count() == 1


def test_guidance_is_found_without_diacritics_and_said_in_english(stranger):
    assert "quên mật khẩu" in stranger.go("/tro-giup/huong-dan?q=quen mat khau").text.lower()
    assert "Không có mục nào khớp" in stranger.go("/tro-giup/huong-dan?q=zzz").text
    stranger.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    stranger.go("/tro-giup/huong-dan")
    assert "Questions people ask" in stranger.text
    assert "What if I forgot my password?" in stranger.text


def test_every_page_has_english(stranger, say):
    row = say()
    stranger.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    places = ["/danh-gia", "/gop-y", "/gop-y/gui", "/gop-y/khieu-nai", "/tro-giup/hoi"]
    for place in (*places, f"/gop-y/da-nhan/{row.receipt_id}", "/gop-y/hoi-dap"):
        assert stranger.go(place).status == 200
        assert not re.search("[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ]", stranger.title), place


def test_who_asked_without_an_account_has_a_code_and_a_time(stranger, world):
    asked = {"agency": str(world.ward.pk), "text": "Giúp với", "phone": "0912345678"}
    stranger.post("/tro-giup/hoi", asked).follow()
    row = HelpRequest.objects.get()
    assert row.code in stranger.text
    assert f"{civil(row.due_at):%H:%M %d/%m/%Y}" in stranger.text
    assert "Giúp với" not in stranger.text
    assert "0912345678" not in stranger.text
    for odd in ("", "?yeu-cau=x", "?yeu-cau=00000000-0000-4000-8000-000000000000"):
        stranger.go(f"/tro-giup/da-nhan{odd}")
        assert row.code not in stranger.text

"""What the agency offers, and what in it awaits confirmation."""

from __future__ import annotations

import pytest

from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.enums import Mark
from motcua.procedures.queries import offering, pack_of
from motcua.proving.models import Proof
from tests.cast import BUSINESS, NOW, RESIDENCE

pytestmark = pytest.mark.django_db


def test_each_offering_shows_its_level_and_grounds(admin, base):
    page = admin.get(f"{base}offerings/").content.decode()
    for code in ("1.001193", "1.004222", "1.001612"):
        assert code in page
    assert "Nhận kết quả điện tử có ký số." in page


def test_a_fee_that_is_not_confirmed_is_on_the_list(admin, world, base):
    page = admin.get(f"{base}awaiting/{world.offerings[BUSINESS]}/").content.decode()
    assert "Phí, lệ phí" in page
    assert "Chờ xác nhận" in page


def test_every_recalled_question_is_on_the_list(admin, world, base):
    number = world.offerings[RESIDENCE]
    page = admin.get(f"{base}awaiting/{number}/").context["row"]
    pack = pack_of(offering(number).version_id)
    asked = [question for one in pack.form.pages for question in one.questions]
    inner = [row for each in asked if isinstance(each, GroupQuestion) for row in each.questions]
    recalled = [each for each in (*asked, *inner) if each.mark is Mark.RECALLED]
    shown = [fact.what for fact in page.awaited if fact.kind == "Câu hỏi"]
    assert sorted(shown) == sorted(each.label["vi"] for each in recalled)


def test_the_list_is_in_english_too(admin, world, base):
    admin.cookies["language"] = "en"
    assert admin.get(f"{base}awaiting/{world.offerings[BUSINESS]}/").status_code == 200


def test_a_procedure_is_proved_at_the_console_and_says_so_from_then_on(admin, world, base):
    world.give_a_key()
    address = f"{base}offerings/{world.offerings[BUSINESS]}/prove/"
    assert "Đã chứng minh ngày" not in admin.get(f"{base}offerings/").content.decode()
    assert "Không hồ sơ, số hay tin nhắn nào để lại" in admin.get(address).content.decode()
    assert admin.post(address)["Location"] == f"{base}offerings/"
    page = admin.get(f"{base}offerings/").content.decode()
    assert "Đã chứng minh ngày 20/11/2026" in page
    assert "Chứng minh lại" in page


def test_what_failed_in_a_trial_is_a_sentence_at_the_console(admin, world, base):
    card = offering(world.offerings[BUSINESS])
    failure = {"where": "process", "vi": "Dừng ở bước ký.", "en": "It stands at signing."}
    Proof.objects.create(
        version_id=card.version_id,
        agency_id=card.agency_id,
        proved_at=NOW,
        holds=False,
        failures=[failure],
    )
    page = admin.get(f"{base}offerings/").content.decode()
    assert "Chạy thử ngày 20/11/2026 không đạt" in page
    assert "Dừng ở bước ký." in page

"""What the agency offers, and what in it awaits confirmation."""

from __future__ import annotations

import pytest

from motcua.procedures.base.questions import GroupQuestion
from motcua.procedures.enums import Mark
from motcua.procedures.queries import offering, pack_of
from tests.cast import BUSINESS, RESIDENCE

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
